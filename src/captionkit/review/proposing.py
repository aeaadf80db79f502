"""Proposals: what a fix would make of cues, as changes that can be accepted one by one.

A fix makes many small changes that build on one another; what the page is shown are their sums: neighbours as they are,
and as they would be in the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.quality.fix import FixOutcome, fix
from captionkit.review.bench import Offer
from captionkit.review.rows import row_of
from captionkit.transforms import Options

__all__ = ["near", "offer_row", "offers_in", "pieces"]

#: As many cues on each side are looked at with one: what a change can reach.
REACH = 3
#: Cues that are fixed at a time, of a whole track; a piece ends at the longest gap among its last ones.
_PIECE, _LAST = 100, 20


def near(
    track: int, ids: Sequence[str], cues: Sequence[Cue], at: int, profile: Profile, options: Options
) -> list[Offer]:
    """Return the proposals that change the cue at a position."""
    first = max(0, at - REACH)
    last = at + REACH + 1
    found = offers_in(track, ids[first:last], cues[first:last], profile, options)
    return [offer for offer in found if ids[at] in offer.ids]


def offers_in(track: int, ids: Sequence[str], cues: Sequence[Cue], profile: Profile, options: Options) -> list[Offer]:
    """Return what a fix of some cues would change, one offer for each run of neighbours that change together."""
    outcome = fix(Track(cues, language=options.language), profile, options)
    if not outcome.changes:
        return []
    return [offer for run in _runs(outcome, len(cues)) if (offer := _offer(track, ids, cues, outcome, run)) is not None]


def _runs(outcome: FixOutcome, count: int) -> list[range]:
    """Return runs of the original cues (from 0) that change together; the others alone."""
    last = list(range(count))  # as far as the run of a cue reaches at least

    def together(numbers: Sequence[int]) -> None:
        if numbers:
            first = min(numbers) - 1
            last[first] = max(last[first], max(numbers) - 1)

    for change in outcome.changes:
        together(change.cues)
    highest = 0
    for numbers in outcome.numbers:
        together(numbers)
        if numbers and min(numbers) < highest:  # sorted: a cue stands after one that it stood before
            together((min(numbers), highest))
        highest = max([highest, *numbers])
    runs: list[range] = []
    for at in range(count):
        if runs and at < runs[-1].stop:
            runs[-1] = range(runs[-1].start, max(runs[-1].stop, last[at] + 1))
        else:
            runs.append(range(at, last[at] + 1))
    return runs


def _offer(track: int, ids: Sequence[str], cues: Sequence[Cue], outcome: FixOutcome, run: range) -> Offer | None:
    """Return what becomes of a run of cues; None where they stay."""
    before = tuple(cues[run.start : run.stop])
    after = tuple(
        cue for cue, numbers in zip(outcome.track.cues, outcome.numbers, strict=True) if min(numbers) - 1 in run
    )
    if before == after:
        return None
    names = tuple(ids[run.start : run.stop])
    changes = [change for change in outcome.changes if any(number - 1 in run for number in change.cues)]
    transforms = ", ".join(dict.fromkeys(change.transform.partition(":")[0] for change in changes))
    why = list(dict.fromkeys(reason for change in changes for reason in change.why))
    code = f"quality.{why[0].partition(':')[0]}" if why else ""
    said = "; ".join(reason.partition(": ")[2] for reason in why)
    return Offer(_key(names, before, after), track, names, before, after, transforms, code, said)


def _key(names: Sequence[str], before: Sequence[Cue], after: Sequence[Cue]) -> str:
    """Return what a proposal is known by: the same for the same proposal, however often it is asked for."""
    whole = repr([names, *([(cue.start, cue.end, cue.lines) for cue in some] for some in (before, after))])
    return "p" + sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def pieces(ids: Sequence[str], cues: Sequence[Cue]) -> Iterator[tuple[slice, slice]]:
    """Yield parts of a track that can be fixed one after the other: the part with its neighbours, the part itself."""
    first = 0
    while first < len(cues):
        last = first + _PIECE
        if last < len(cues):
            last = max(range(last - _LAST, last + 1), key=lambda at: cues[at].start - cues[at - 1].end)
        last = min(last, len(cues))
        yield slice(max(0, first - REACH), last + REACH), slice(first, last)
        first = last


def offer_row(offer: Offer) -> dict[str, Any]:
    """Return a proposal as the page shows it; cues that would be new have no identifier yet."""
    names = [*offer.ids, *[""] * (len(offer.after) - len(offer.ids))]
    return {
        "key": offer.key,
        "track": offer.track,
        "kind": offer.transform,
        "code": offer.code,
        "ids": list(offer.ids),
        "before": list(map(row_of, offer.ids, offer.before)),
        "after": [row_of(name, cue) for name, cue in zip(names, offer.after, strict=False)],
        "why": offer.why,
    }
