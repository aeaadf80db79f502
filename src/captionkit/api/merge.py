"""Two languages in one track, from two tracks whose cues do not have the same times."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from captionkit.api.load import TrackLike, as_track
from captionkit.api.options import verb
from captionkit.diagnostics import Diagnostic, report
from captionkit.model.track import Track
from captionkit.transforms.lines import joined
from captionkit.values import replace, value

if TYPE_CHECKING:
    from captionkit.model.cue import Cue

__all__ = ["merge"]

#: A cue has this many partners at most; bounds the work where a hostile file has all its cues at one time.
_PARTNERS = 16


@value
class _Pair:
    """Cues that say the same in two languages, and when they are shown together; one side may be empty."""

    start: int
    end: int
    first: tuple[Cue, ...] = ()
    second: tuple[Cue, ...] = ()


@verb
def merge(first: TrackLike, second: TrackLike, style: Literal["stacked", "styled", "regions"] = "stacked") -> Track:
    r"""Return one track with both languages, the ``first`` above (or, in regions, below) the ``second``.

    Cues that overlap for half of the shorter one or more are shown together, from the earlier start to the later end; a
    cue without a partner is shown alone. Where two then overlap that did not before, the times of the ``first`` track
    hold. Every word of both tracks is in the result. How many times changed is reported.

    ``style`` is ``stacked``, ``styled`` (the second in italics, of class "original") or ``regions`` (WebVTT).

    Raises UsageError for another style.

    >>> from captionkit import Cue
    >>> both = merge(Track([Cue(0, 1000, "Ja.")], "de"), Track([Cue(100, 1200, "Yes.")], "en"))
    >>> both[0].start, both[0].end, both[0].text
    (0, 1200, 'Ja.\nYes.')
    """
    from captionkit.translation.bilingual import bilingual

    readings = as_track(first), as_track(second)
    above, below = (reading.value for reading in readings)
    pairs = _settled(_paired(above.sorted().cues, below.sorted().cues))
    sides = (
        above.replace(cues=[_cue(pair, pair.first) for pair in pairs]),
        below.replace(cues=[_cue(pair, pair.second) for pair in pairs]),
    )
    both = bilingual(*sides, style)
    notes = (*readings[0].diagnostics, *readings[1].diagnostics, *_report(pairs))
    return both.filter(lambda cue: cue.lines).sorted().with_diagnostics(notes)


def _paired(first: Sequence[Cue], second: Sequence[Cue]) -> list[_Pair]:
    """Return the cues in pairs: one to one, or one to several; the largest overlaps are paired first."""
    group_of: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for _, a, b in sorted(_overlaps(first, second), key=lambda row: (-row[0], row[1], row[2])):
        one, other = group_of.get((0, a), [(0, a)]), group_of.get((1, b), [(1, b)])
        group = one + other
        if one is other or min(sum(side == 0 for side, _ in group), sum(side == 1 for side, _ in group)) > 1:
            continue
        for member in group:
            group_of[member] = group
    members = [(0, n) for n in range(len(first))] + [(1, n) for n in range(len(second))]
    groups = {id(group): group for group in (group_of.setdefault(one, [one]) for one in members)}
    pairs = []
    for group in groups.values():
        above = tuple(first[n] for side, n in sorted(group) if side == 0)
        below = tuple(second[n] for side, n in sorted(group) if side == 1)
        cues = above + below
        pairs.append(_Pair(min(c.start for c in cues), max(c.end for c in cues), above, below))
    return sorted(pairs, key=lambda pair: (pair.start, not pair.first))


def _overlaps(first: Sequence[Cue], second: Sequence[Cue]) -> list[tuple[int, int, int]]:
    """Return (ms of overlap, cue of the first, cue of the second) of what overlaps enough to belong together."""
    found, begin = [], 0
    for a, cue in enumerate(first):
        while begin < len(second) and second[begin].end <= cue.start:
            begin += 1
        for b in range(begin, min(begin + _PARTNERS, len(second))):
            other = second[b]
            if other.start >= cue.end:
                break
            overlap = min(cue.end, other.end) - max(cue.start, other.start)
            if overlap > 0 and 2 * overlap >= min(cue.duration, other.duration):
                found.append((overlap, a, b))
    return found


def _settled(pairs: list[_Pair]) -> list[_Pair]:
    """Return the pairs without the overlaps that pairing made; the first track's times hold.

    Two that leave no time for a border between them are shown together.
    """
    settled = pairs[:1]
    for following in pairs[1:]:
        one = settled[-1]
        if one.end > following.start and not _overlapped(one, following):
            border = max([following.start, *(cue.end for cue in one.first)])
            border = min([border, *(cue.start for cue in following.first)])
            if not one.start < border < following.end:
                whole = replace(one, end=max(one.end, following.end))
                settled[-1] = replace(whole, first=one.first + following.first, second=one.second + following.second)
                continue
            settled[-1] = replace(one, end=min(one.end, border))
            following = replace(following, start=max(following.start, border))
        settled.append(following)
    return settled


def _overlapped(one: _Pair, following: _Pair) -> bool:
    """Say whether cues of the same track overlap, as they came."""
    sides = ((one.first, following.first), (one.second, following.second))
    return any(c.start < d.end and d.start < c.end for a, b in sides for c in a[-_PARTNERS:] for d in b[:_PARTNERS])


def _cue(pair: _Pair, side: tuple[Cue, ...]) -> Cue:
    """Return one side of a pair as one cue: several become one line each."""
    base = (side or pair.first or pair.second)[0]
    if len(side) == 1:
        return base.replace(start=pair.start, end=pair.end)
    lines = tuple(joined(cue.lines) for cue in side)
    notes = tuple(note for cue in side for note in cue.notes)
    words = tuple(word for cue in side for word in cue.words) if all(cue.words for cue in side) else ()
    return base.replace(start=pair.start, end=pair.end, lines=lines, words=words, notes=notes)


def _report(pairs: Sequence[_Pair]) -> list[Diagnostic]:
    alone = sum(not (pair.first and pair.second) for pair in pairs)
    changed = sum(
        any((cue.start, cue.end) != (pair.start, pair.end) for cue in (*pair.first, *pair.second)) for pair in pairs
    )
    if not alone and not changed:
        return []
    message = f"{changed} of {len(pairs)} cues have other times than in the two tracks, {alone} have no partner"
    return [report("transform.times-reconciled", message, data={"changed": changed, "alone": alone})]
