"""Alignment without a model: a film's sound warped onto the same text spoken by a synthetic voice.

Dynamic time warping, with what a script needs that is not the film's: before each sentence, and after the last, a
*wildcard* takes sound that nobody wrote, and a sentence that nobody says is left out at a price. A coarse search of the
whole finds about where in the text each moment is; the search itself keeps to a window about that. Only every 400th row
is kept, and those between are computed again on the way back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from captionkit.registry import need
from captionkit.timing.viterbi import Placed
from captionkit.values import replace, value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Compared", "warp"]

#: Costs are shares of the distance between sounds that have nothing to do with each other: of a frame in the wildcard
#: (the second where with the first half the sentences are not found: a voice so unlike the film's that none is nearer),
#: of entering it, of leaving out a sentence and each of its frames.
WILD, ENTER, SKIP, SKIP_FRAME = (0.80, 0.85), 1.0, 2.0, 0.1
#: A frame of the film goes on by 0 to 3 frames of the voice, at these costs.
TOLLS = (0.04, 0.0, 0.08, 0.16)
#: Frames of the voice to either side of the place that the coarse search found; frames of the film between two rows
#: that are kept; frames that the coarse search takes for one, and how many of these about the best it sees (15 min).
WINDOW, BLOCK = 1000, 400
COARSE, FAR = 5, 9_000
#: What a pointer holds for a sentence left out; frames before a pause in which no word begins, and of lead-in after it.
_JUMP, LATE, LEAD = 4, 5, 3
#: A sentence takes between these shares of the time that the voice takes.
FASTEST, SLOWEST = 0.4, 2.5
#: Frames over which a pace is measured; a pace (frames of the voice a frame) that stands still, and frames of it that
#: are no hesitation; the share of a sentence that is its beginning; as uneven a pace as any.
SLOPE, FLAT, STANDS, BEGINNING, EVEN = 15, 0.25, 30, 0.6, 0.05
#: Sentences before and after that are held against one; by how much of a distance one of them is nearer.
RIVALS, NEARER = 6, 0.01
#: Where half the sentences are more like their sound than SURE, one less so than HARDLY of what is usual may stand in
#: the place of up to MANY others; it is left out where they gain SOME of what is usual. A voice that is like no sound.
SURE, HARDLY, MANY, SOME, NOTHING = 0.25, 0.6, 12, 0.3, 1000.0


@value
class Compared:
    """A film and the voice that reads its script, as rows of features.

    ``frames`` are the numbers of the film's frames (``frame`` ms each) that ``film`` has. ``starts`` are the rows of
    ``voice`` at which sentences begin, and its length; ``words`` for each sentence the row after that where each word
    begins, None for one that is not spoken.
    """

    film: NDArray[np.float32]
    frames: NDArray[np.int64]
    voice: NDArray[np.float32]
    starts: Sequence[int]
    words: Sequence[Sequence[int | None]]
    frame: int


def warp(both: Compared) -> list[Placed]:
    """Return where each sentence's words are in the film.

    A sentence's score is by how much the film is nearer to its own voice than to other sentences'.
    """
    if not len(both.film) or not len(both.voice):
        return [Placed(tuple(None for _ in words), None) for words in both.words]
    row = _Row(both)
    placed: list[Placed] = []
    for row.wildcard in WILD:
        path = _search(row, both.film, _places(both, row))
        placed = _read(row, both, path, range(len(both.words)))
        if 2 * sum(one.score is None for one in placed) < len(placed):
            break
    return _without_intruders(row, both, path, placed)


def _without_intruders(row: _Row, both: Compared, path: Any, placed: list[Placed]) -> list[Placed]:
    """Return where sentences are without those that nobody says and that had taken the place of the next.

    In noise a wrong sentence costs hardly more than a right one, and less than a wildcard. Of those hardly like their
    sound each is left out for a try, and one for good where the others gain by it. Not in a text only roughly like its
    sound: leaving out what does not fit would make a wrong one fit.
    """
    usual = median([one.like for one in placed if one.like is not None] or [0.0])
    if usual < SURE:
        return placed

    def fit(some: Sequence[Placed]) -> float:
        return sum(max(0.0, one.like or 0.0) for one in some)

    for first, last in _runs([one.like is not None and one.like >= HARDLY * usual for one in placed]):
        tries = [n for n in range(first, last) if placed[n].score is not None and last - first > 1]
        tried = [_searched_without(row, both, path, first, last, n) for n in tries]
        best = max(tried, key=fit, default=placed[first:last])
        if fit(best) > fit(placed[first:last]) + SOME * usual:
            placed[first:last] = best
    return placed


def _runs(good: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield first and last (exclusive) of a few sentences that are not good."""
    first = 0
    for n, is_good in enumerate((*good, True)):
        if is_good:
            if 0 < n - first <= MANY:
                yield first, n
            first = n + 1


def _searched_without(row: _Row, both: Compared, path: Any, first: int, last: int, without: int) -> list[Placed]:
    """Return where the sentences from ``first`` on are between their neighbours if one of them is left out."""
    begin, end = (int(n) for n in row.numpy.searchsorted(path, (row.wild[first], row.wild[last] + 1)))
    low, high = both.starts[first], both.starts[last]
    voice = both.voice[low:high].copy()
    voice[both.starts[without] - low : both.starts[without + 1] - low] = NOTHING
    starts = [start - low for start in both.starts[first : last + 1]]
    part = _Row(replace(both, film=both.film[begin:end], voice=voice, starts=starts))
    part.unlike, part.wildcard = row.unlike, row.wildcard
    changed = path.copy()
    changed[begin:end] = _search(part, both.film[begin:end]) + row.wild[first]
    return _read(row, both, changed, range(first, last))


class _Row:
    """The states: for each sentence a wildcard and the frames of the voice, then a last wildcard."""

    def __init__(self, both: Compared) -> None:
        numpy = self.numpy = need("numpy", "align", "aligning")
        lengths = numpy.diff(both.starts)
        self.wild = numpy.concatenate([[0], numpy.cumsum(lengths + 1)])
        self.prices = numpy.float32(numpy.concatenate([[0], numpy.cumsum(SKIP + SKIP_FRAME * lengths)]))
        self.size = int(self.wild[-1]) + 1
        self.voice = numpy.zeros((self.size, both.voice.shape[1]), numpy.float32)
        self.is_wild = numpy.zeros(self.size, bool)
        self.is_wild[self.wild] = True
        self.voice[~self.is_wild] = both.voice
        rng = numpy.random.default_rng(0)
        some = both.film[rng.integers(0, len(both.film), 2000)] - both.voice[rng.integers(0, len(both.voice), 2000)]
        self.unlike = float(numpy.sqrt((some**2).sum(axis=1)).mean()) or 1.0
        self.squares = (self.voice**2).sum(axis=1)
        self.wildcard = WILD[0]
        self.stay = numpy.where(self.is_wild, 0.0, TOLLS[0]).astype(numpy.float32)
        enter = numpy.where(self.is_wild, ENTER, 0.0).astype(numpy.float32)
        self.tolls = [(back, (enter + TOLLS[back]).astype(numpy.float32)) for back in (1, 2, 3)]

    def costs(self, film: Any, low: int, high: int) -> Any:
        """Return how unlike frames of the film and the states from ``low`` to ``high`` are."""
        numpy = self.numpy
        squares = (film**2).sum(axis=1)[:, None] + self.squares[low:high] - 2 * film @ self.voice[low:high].T
        made = numpy.sqrt(numpy.maximum(squares, 0), dtype=numpy.float32) / numpy.float32(self.unlike)
        made[:, self.is_wild[low:high]] = self.wildcard
        return made


def _places(both: Compared, row: _Row) -> Any:
    """Return the state about which to search for each of the film's frames, found with a fifth of the frames.

    In steps that long the whole of an hour can be searched, so that a noisy minute or an interview without text does
    not make the search lose its place for good. None for what is short enough to be searched whole.
    """
    numpy = row.numpy
    if row.size <= 2 * WINDOW:
        return None
    begins = [numpy.arange(a, b, COARSE) for a, b in pairwise(both.starts)]
    starts = [0, *accumulate(len(part) for part in begins)]
    film, voice = _averaged(numpy, both.film, range(0, len(both.film), COARSE)), numpy.concatenate(begins)
    coarse = _Row(Compared(film, both.frames, _averaged(numpy, both.voice, voice), starts, both.words, both.frame))
    coarse.wildcard = row.wildcard
    states = numpy.empty(coarse.size, numpy.int64)
    states[coarse.is_wild] = row.wild
    # a fine state stands after as many wildcards as its sentence's number, and its own
    states[~coarse.is_wild] = voice + numpy.repeat(numpy.arange(len(begins)), [len(part) for part in begins]) + 1
    return numpy.repeat(states[_search(coarse, film)], COARSE)[: len(both.film)]


def _averaged(numpy: Any, features: Any, begins: Sequence[int]) -> Any:
    """Return the mean features from each beginning to the next."""
    ends = numpy.append(begins, len(features))
    sums = numpy.add.reduceat(features, ends[:-1], axis=0)
    return (sums / numpy.diff(ends)[:, None]).astype(numpy.float32)


def _step(row: _Row, before: Any, cost: Any, low: int, high: int, pointers: Any = None, origins: Any = None) -> Any:
    """Return the costs after one frame, and note where each came from (0 stayed, 1 to 3 before, 4 a wildcard)."""
    numpy = row.numpy
    new = before + row.stay[low:high]
    if pointers is not None:
        pointers[:] = 0
    for back, tolls in row.tolls:
        came = before[:-back] + tolls[low + back : high]
        if pointers is not None:
            pointers[back:][came < new[back:]] = back
        numpy.minimum(new[back:], came, out=new[back:])
    first, last = numpy.searchsorted(row.wild, (low, high))
    if last > first:
        at = row.wild[first:last] - low
        prices = row.prices[first:last]
        level = new[at] - prices
        running = numpy.minimum.accumulate(level)
        if pointers is not None:
            moved = running < level
            origins[first:last] = first + numpy.maximum.accumulate(numpy.where(moved, 0, numpy.arange(len(at))))
            pointers[at[moved]] = _JUMP
        new[at] = running + prices
    new += cost
    return new


def _search(row: _Row, film: Any, places: Any = None) -> Any:
    """Return the state of each of the film's frames on the best path, searched about ``places`` where there are any."""
    numpy = row.numpy
    frames = len(film)
    low, high = _window(row, places, 0, 0)
    now = numpy.full(high - low, numpy.inf, numpy.float32)
    first = row.wild[row.wild < high]
    now[first] = ENTER + row.prices[: len(first)]
    now[1] = 0.0
    kept: list[tuple[int, int, Any]] = []
    for begin in range(0, frames, BLOCK):
        if begin:
            now, low, high = _moved(row, now, low, high, _window(row, places, begin, low + int(now.argmin())))
        kept.append((low, high, now))
        for cost in row.costs(film[begin : begin + BLOCK], low, high):
            now = _step(row, now, cost, low, high)
    state = low + int(now.argmin())
    if high == row.size:  # the end of the script is in sight: all of it that is said has been said
        last = range(max(low, row.size - 10), row.size)
        state = min(last, key=lambda s: float(now[s - low]))
    path = numpy.empty(frames, numpy.int64)
    for number in range(len(kept) - 1, -1, -1):
        low, high, now = kept[number]
        begin, end = number * BLOCK, min(frames, (number + 1) * BLOCK)
        block = row.costs(film[begin:end], low, high)
        pointers = numpy.zeros((end - begin, high - low), numpy.uint8)
        origins = numpy.zeros((end - begin, len(row.wild)), numpy.int32)
        for t, cost in enumerate(block):
            now = _step(row, now, cost, low, high, pointers[t], origins[t])
        for t in range(end - begin - 1, -1, -1):
            path[begin + t] = state
            back = int(pointers[t][state - low])
            if back == _JUMP:
                state = int(row.wild[origins[t][numpy.searchsorted(row.wild, state)]])
                back = int(pointers[t][state - low])
            state -= back
    return path


def _window(row: _Row, places: Any, begin: int, best: int) -> tuple[int, int]:
    """Return the states that are searched from a frame on: about their places, or far about the best one."""
    if places is None:
        return max(0, best - FAR), min(row.size, best + FAR)
    part = places[begin : begin + BLOCK]
    low = 0 if begin == 0 else max(0, int(part.min()) - WINDOW)
    return low, min(row.size, int(part.max()) + WINDOW)


def _moved(row: _Row, now: Any, low: int, high: int, window: tuple[int, int]) -> tuple[Any, int, int]:
    """Return a row in another window."""
    numpy = row.numpy
    to_low, to_high = window
    made = numpy.full(to_high - to_low, numpy.inf, numpy.float32)
    begin, end = max(low, to_low), min(high, to_high)
    made[begin - to_low : end - to_low] = now[begin - low : end - low]
    return made, to_low, to_high


def _read(row: _Row, both: Compared, path: Any, numbers: Iterable[int]) -> list[Placed]:
    """Read words' times and scores of some sentences off the path."""
    numpy = row.numpy
    placed: list[Placed] = []
    for number in numbers:
        words = both.words[number]
        begin, end = int(row.wild[number]) + 1, int(row.wild[number + 1])
        first, last = (int(n) for n in numpy.searchsorted(path, (begin, end)))
        marks = [None if w is None else int(numpy.searchsorted(path, begin + w)) for w in words]
        voice = path[first:last] - begin
        stray, before = _stray(numpy, voice)
        if stray:
            # words before it were strewn over speech that is not theirs: they stand before the rest of the sentence
            marks = [
                first + max(0, stray - (before - w)) if w is not None and mark is not None and w < before else mark
                for w, mark in zip(words, marks, strict=True)
            ]
            first, voice = first + max(0, stray - before), voice[max(0, stray - before) :]
        if first >= last or not FASTEST <= (last - first) / (end - begin) <= SLOWEST:
            placed.append(Placed(tuple(None for _ in words), None))
            continue
        score = _nearer(row, both, number, both.film[first:last])
        times = _times(numpy, both, marks, last)
        scores = tuple(score if time else None for time in times)
        uneven = _uneven(numpy, voice)
        like = score / max(EVEN, uneven)
        placed.append(Placed(tuple(times), score, scores, end - begin, uneven, like))
    return placed


def _stray(numpy: Any, voice: Any) -> tuple[int, int]:
    """Return the row of the film at which a sentence goes on after standing still, and the voice's there; 0 if never.

    Only in the first part of a sentence: what is strewn over unwritten speech before it.
    """
    slopes = _slopes(voice)
    moving = numpy.flatnonzero(numpy.concatenate([[True], slopes >= FLAT, [True]]))
    stands = numpy.flatnonzero(numpy.diff(moving) > STANDS)
    for at in reversed(stands.tolist()):
        on = int(moving[at + 1]) - 1 + SLOPE // 2
        if on < len(voice) and voice[on] - voice[0] < BEGINNING * (voice[-1] - voice[0]):
            return on, int(voice[on])
    return 0, 0


def _slopes(voice: Any) -> Any:
    """Return how far the voice goes on for each frame of the film."""
    return (voice[SLOPE:] - voice[:-SLOPE]) / SLOPE


def _uneven(numpy: Any, voice: Any) -> float:
    """Return by how much the pace changes within a sentence, as a share of it."""
    slopes = _slopes(voice)
    return float(numpy.std(slopes) / max(FLAT, float(numpy.mean(slopes)))) if len(slopes) else 0.0


def _times(numpy: Any, both: Compared, marks: Sequence[int | None], last: int) -> list[tuple[int, int] | None]:
    """Return start and end of words whose frames on the path are known; a word ends where the next begins."""
    times: list[tuple[int, int] | None] = []
    stop = last
    for mark in reversed(marks):
        if mark is None or mark >= last:
            times.append(None)
            continue
        # two words may not begin in one frame: the path leaps over up to three of the voice's
        at = max(0, min(_mark(numpy, both.frames, mark), stop - 1))
        start = int(both.frames[at]) * both.frame
        end = (int(both.frames[max(at, stop - 1)]) + 1) * both.frame
        times.append((start, end))
        stop = at
    return times[::-1]


def _nearer(row: _Row, both: Compared, number: int, film: Any) -> float:
    """Return by how much a piece of film is nearer to its sentence than to as much of the voice elsewhere.

    A warp makes any two sounds alike to some degree, the more the rougher they are: only the difference says whether it
    is this sentence that is heard. Where another sentence of the script is nearer, as where the order is another, the
    difference to that one is returned, which is negative.
    """
    numpy = row.numpy
    begin, end = both.starts[number], both.starts[number + 1]
    size, free = end - begin, len(both.voice) - (end - begin)
    places = [place % (free + 1) for place in (begin - size, end, end + 2 * size)]
    pieces = [both.voice[place : place + size] for place in places if abs(place - begin) >= size // 2]
    # so short a script has little else: its own sentence, begun in the middle, has the sounds in another order
    turns = [size // 3, size // 2, 2 * size // 3][len(pieces) :]
    others = [*pieces, *(numpy.roll(both.voice[begin:end], turn, axis=0) for turn in turns)]
    near = range(max(0, number - RIVALS), min(len(both.words), number + RIVALS + 1))
    rivals = [both.voice[both.starts[n] : both.starts[n + 1]] for n in near if n != number]
    rivals = [rival for rival in rivals if FASTEST <= len(film) / max(1, len(rival)) <= SLOWEST]
    own, *costs = _warped(row, film, [both.voice[begin:end], *others, *rivals])
    if own == float("inf"):
        return 0.0
    nearest = min(costs[len(others) :], default=float("inf"))
    if nearest < own - NEARER:
        return nearest - own
    known = [cost for cost in costs[: len(others)] if cost < float("inf")]
    return sum(known) / len(known) - own if known else 0.0


def _warped(row: _Row, film: Any, voices: Sequence[Any]) -> list[float]:
    """Return what each frame of a piece of film costs on its way through each of some voices, from end to end."""
    numpy = row.numpy
    lengths = numpy.array([len(voice) for voice in voices])
    padded = numpy.zeros((len(voices), lengths.max(), film.shape[1]), numpy.float32)
    for voice, filled in zip(voices, padded, strict=True):
        filled[: len(voice)] = voice
    squares = (
        (film**2).sum(axis=1)[:, None] + (padded**2).sum(axis=2)[:, None, :] - 2 * film @ padded.transpose(0, 2, 1)
    )
    costs = numpy.sqrt(numpy.maximum(squares, 0)) / row.unlike
    now = numpy.full((len(voices), lengths.max()), numpy.inf, numpy.float32)
    now[:, 0] = costs[:, 0, 0]
    for t in range(1, len(film)):
        new = now + TOLLS[0]
        for back in (1, 2, 3):
            numpy.minimum(new[:, back:], now[:, :-back] + TOLLS[back], out=new[:, back:])
        now = new + costs[:, t]
    ends = now[numpy.arange(len(voices)), lengths - 1] / len(film)
    return ends.tolist()  # type: ignore[no-any-return]


def _mark(numpy: Any, frames: Any, at: int) -> int:
    """Return where a word begins: one that begins in the last moment before a pause begins after it."""
    jumps = numpy.flatnonzero(numpy.diff(frames[at : at + LATE + 1]) > 1)
    return at + int(jumps[0]) + 1 + LEAD if len(jumps) else at
