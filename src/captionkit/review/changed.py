"""What changed since the files came in: for the page, and as a report."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from captionkit.quality.changes.report import Changes, moved_by
from captionkit.quality.changes.revision import Revision, revisions
from captionkit.review.refusals import gone

if TYPE_CHECKING:
    from captionkit.review.session import Session

__all__ = ["changed", "changes_of"]


def changes_of(session: Session, track: int = 0) -> Changes:
    """Return what changed in a track since its file came in.

    Raises EditError for a track that is not open.
    """
    return _compared(session, track)[0]


def changed(session: Session, track: int = 0) -> dict[str, Any]:
    """Return what changed in a track, as the page shows it: each change with the ``ids`` of the cues there are now.

    Of cues that moved together the texts are left out; ``moved`` says in words how far times moved.

    Raises EditError for a track that is not open.
    """
    found, names = _compared(session, track)
    return {
        "track": track,
        "counts": found.counts,
        "changes": [_row(one, names, found.rate) for one in found],
    }


def _compared(session: Session, track: int) -> tuple[Changes, list[str]]:
    """Return the changes, and the identifiers of the cues as they are now."""
    while True:
        mark = session.mark["rev"]
        state, tracks = session.state(), session.tracks
        if session.mark["rev"] == mark:  # else somebody edited meanwhile
            break
    if not 0 <= track < len(tracks):
        raise gone(f"track {track}")
    origin, now = session.origins[track], tracks[track]
    rate = state["rate"] and Fraction(state["rate"]["num"], state["rate"]["den"])
    name = session.paths[track]
    counts = len(origin.cues), len(now.cues)
    changes = Changes(revisions(origin.cues, now.cues), (name, name), counts, now.language, rate)
    return changes, [row[0] for row in state["rows"][track]]


def _row(one: Revision, names: list[str], rate: Fraction | None) -> dict[str, Any]:
    row = one.as_dict()
    if one.kind == "shifted":  # there may be thousands
        row["before"] = row["after"] = []
    return {**row, "ids": [names[number - 1] for number in one.new], "moved": moved_by(one, rate)}
