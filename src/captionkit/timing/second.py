"""The second look: sentences that were not found, looked for once more between neighbours that were.

One that nobody says may have taken the place of the next ones, where leaving it out cost more than a bad fit. And a
model that hears a piece of sound as a whole hears the part badly whose background is not that of the rest (a reporter
in the street, cut to from the studio): heard by itself it is as clear as any other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from statistics import median

from captionkit.timing.viterbi import TAIL, Heard, Placed, Spoken, align_words
from captionkit.values import replace

__all__ = ["look_again", "overlap"]

#: Where half the sentences are more like their sound than SURE, those less so than LIKE are looked for again between
#: their neighbours, so many at most, at another price of a phoneme that is left out.
SURE, LIKE, FEW, SKIP_AGAIN = 0.35, 0.2, 12, 1.0
#: ms of speech that a phoneme takes at least: where there is less, nothing was said that could be heard better.
QUICK = 40

#: Whether a sentence's score is that of one that is said, in a file with that median.
Clear = Callable[[Placed, float], bool]


def look_again(
    sentences: Sequence[Sequence[Spoken]],
    heard: Heard,
    placed: Sequence[Placed],
    clear: Clear,
    stretches: Sequence[tuple[int, int]] = (),
) -> list[Placed]:
    """Return where sentences are, given where they were found: what is more like its sound elsewhere is there.

    ``stretches`` (start, end in ms) are those in which somebody speaks. Not in a text that is hardly like its sound
    anyway: choosing what fits would make a wrong one more like it.
    """
    found = list(placed)
    likes = [one.like for one in found if one.like is not None]
    if not likes or median(likes) < SURE:
        return found

    def alike(one: Placed) -> bool:
        return one.like is not None and one.like >= LIKE

    def take(first: int, last: int, begin: int, piece: Heard, good: Callable[[Placed], bool]) -> None:
        again = align_words(sentences[first:last], piece, price=SKIP_AGAIN)
        if sum(map(good, again)) > sum(map(good, found[first:last])):
            found[first:last] = [_later(one, begin * heard.frame) for one in again]

    for first, last in _runs(found, alike):
        begin, end = _between(found, first, last, heard)
        if last - first > 1 and begin < end and any(p.score is not None for p in found[first:last]):
            take(first, last, begin, replace(heard, logs=heard.logs[begin:end]), alike)
    if heard.alone is None:
        return found
    typical = median(one.score for one in found if one.score is not None)

    def good(one: Placed) -> bool:
        return alike(one) and clear(one, typical)

    runs = [(first, last, *_between(found, first, last, heard)) for first, last in _runs(found, good)]
    runs = [run for run in runs if _may_hold(sentences[run[0] : run[1]], run[2], run[3], heard.frame, stretches)]
    pieces = heard.alone([(begin, end) for *_, begin, end in runs]) if runs else ()
    for (first, last, begin, _), logs in zip(runs, pieces, strict=True):
        take(first, last, begin, replace(heard, logs=logs), good)
    return found


def _runs(placed: Sequence[Placed], good: Callable[[Placed], bool]) -> Iterator[tuple[int, int]]:
    """Yield first and last (exclusive) of a few sentences that are not good, between others."""
    first = 0
    for n, one in enumerate((*placed, None)):
        if one is not None and not good(one):
            continue
        if 0 < n - first <= FEW:
            yield first, n
        first = n + 1


def _between(placed: Sequence[Placed], first: int, last: int, heard: Heard) -> tuple[int, int]:
    """Return the frames between what was found before and after some sentences."""
    before = max((time[1] for time in placed[first - 1].times if time), default=0) if first else TAIL - heard.lag
    after = min((time[0] for time in placed[last].times if time), default=None) if last < len(placed) else None
    end = len(heard.logs) if after is None else (after + heard.lag) // heard.frame
    return max(0, before + heard.lag - TAIL) // heard.frame, min(end, len(heard.logs))


def _may_hold(
    sentences: Sequence[Sequence[Spoken]], begin: int, end: int, frame: int, stretches: Sequence[tuple[int, int]]
) -> bool:
    """Whether there is as much speech between two frames as the shortest of some sentences takes."""
    phonemes = min(sum(len(word.phonemes) for word in words) for words in sentences)
    speech = overlap(begin * frame, end * frame, stretches or [(0, end * frame)])
    return phonemes > 0 and speech >= QUICK * phonemes


def overlap(begin: int, end: int, stretches: Sequence[tuple[int, int]]) -> int:
    """Return how much of the time from ``begin`` to ``end`` lies in some stretches."""
    return sum(max(0, min(end, b) - max(begin, a)) for a, b in stretches)


def _later(placed: Placed, by: int) -> Placed:
    return replace(placed, times=tuple(t and (t[0] + by, t[1] + by) for t in placed.times))
