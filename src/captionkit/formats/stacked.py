"""Cues that are shown together in two places, for formats that have no places: one cue, its lines from the top."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from captionkit.diagnostics import Collector, Result
from captionkit.formats.anchor import anchor_of
from captionkit.formats.base import Feature, Format
from captionkit.model.cue import Cue
from captionkit.model.track import Track

__all__ = ["stacked"]


def stacked(track: Track, target: Format) -> Result[Track]:
    r"""Return a track in which cues of one stretch whose positions ``target`` cannot say are one cue.

    Such cues stand at percentages of the screen's height, as regions of Timed Text do; ``loss.joined`` names each.

    >>> from captionkit.formats.table import FORMATS
    >>> from captionkit.model.cue import Positioning
    >>> lower, upper = (Positioning(line=line, line_percent=True) for line in (85, 79))
    >>> both = Track([Cue(0, 900, "the sea", positioning=lower), Cue(0, 900, "Over", positioning=upper)])
    >>> [cue.text for cue in stacked(both, FORMATS.get("srt")).value]
    ['Over\nthe sea']
    """
    if Feature.POSITION in target.can or len({(cue.start, cue.end) for cue in track.cues}) == len(track.cues):
        return Result(track)
    notes = Collector()
    cues = list(_joined(track.cues, notes))
    return Result(track.replace(cues=cues) if len(cues) < len(track.cues) else track, notes.all)


def _joined(cues: Sequence[Cue], notes: Collector) -> Iterator[Cue]:
    number = 0
    for _, group in groupby(cues, key=lambda cue: (cue.start, cue.end)):
        together = list(group)
        number += len(together)
        lines = [_line(cue) for cue in together]
        anchors = {anchor_of(cue.positioning) if cue.positioning is not None else None for cue in together}
        if len(together) == 1 or None in lines or len(set(lines)) < len(lines) or len(anchors) > 1:
            yield from together
            continue
        ordered = sorted(together, key=lambda cue: _line(cue) or 0)
        first = ordered[0]
        notes.add("loss.joined", f"{len(together)} cues shown together in places of their own are one cue", cue=number)
        yield first.replace(
            lines=tuple(line for cue in ordered for line in cue.lines),
            positioning=first.positioning.replace(line=None, line_percent=False, line_align="")
            if first.positioning is not None and anchors == {None}
            else first.positioning,
            notes=tuple(note for cue in ordered for note in cue.notes),
        )


def _line(cue: Cue) -> float | None:
    """Return how far from the top a cue stands (per cent); None where nothing says so."""
    where = cue.positioning
    return where.line if where is not None and where.line_percent and not where.vertical else None
