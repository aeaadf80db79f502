"""Word times for every timed segment: missing ones computed, broken ones repaired and marked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from captionkit.diagnostics import Collector, Result
from captionkit.model.transcript import Segment, Timing, Transcript, Word, text_of
from captionkit.text.words import squeeze
from captionkit.timing.fit import Interval, place
from captionkit.timing.rates import natural
from captionkit.timing.words import carry, split_words
from captionkit.values import replace

__all__ = ["fill_words", "intervals_of"]

#: Word times further outside their segment than this (ms) are taken for errors; nearer ones widen the segment.
SLACK = 5000
#: Within a segment whose times are given, pauses are stretched this much at most before speech is.
MOST_PAUSE = 4.0


def fill_words(transcript: Transcript) -> Result[Transcript]:
    """Return the transcript with ``words`` in every segment, timed wherever the segment's start and end are known.

    Missing word times are computed from syllables and punctuation between those that are known, and marked
    INTERPOLATED (ESTIMATED in a segment that is estimated itself). Word times that are out of order, overlap, or leave
    no time for a word are broken: they are computed again, marked and reported; all others stay as they are. A segment
    that ends before it has begun loses its end, which :func:`captionkit.timing.estimate` finds again.

    The result's words, joined, are the segment's text with its blanks evened; their times rise inside the segment.
    Applying it again changes nothing.

    >>> filled = fill_words(Transcript((Segment("Good evening.", start=0, end=900),), language="en")).value
    >>> [(word.text, word.start, word.end) for word in filled.segments[0].words]
    [('Good', 0, 243), ('evening.', 243, 900)]
    """
    notes = Collector()
    segments = tuple(_filled(s, s.language or transcript.language, notes) for s in transcript.segments)
    return Result(transcript.replace(segments=segments), notes.all)


def _filled(segment: Segment, language: str, notes: Collector) -> Segment:
    segment = _worded(segment, notes)
    words = segment.words
    if not words or _sound(segment):
        return segment
    segment = _bounded(segment, notes)
    knots = _knots(words, segment.start, segment.end)
    _report_broken(segment, words, knots, notes)
    begin, end = _edges(knots, segment)
    times = _between(words, _closed(knots, begin, end, len(words)), language)
    mark = segment.timing.between
    timed = tuple(_marked(word, times[2 * i], times[2 * i + 1], mark) for i, word in enumerate(words))
    return _with_bounds(segment, timed, begin, end, notes)


def _sound(segment: Segment) -> bool:
    """Tell whether every word has a time, and all rise inside the segment: the usual case, decided in one pass."""
    at, end = segment.start, segment.end
    if at is None or end is None or at < 0:
        return False
    for word in segment.words:
        if word.start is None or word.end is None or word.start < at or word.end <= word.start:
            return False
        at = word.end
    return at <= end


def _worded(segment: Segment, notes: Collector) -> Segment:
    """Give the segment words that spell its text."""
    if not segment.words:
        return segment.replace(words=split_words(segment.text))
    if text_of(segment.words) == squeeze(segment.text):
        return segment
    if not segment.text.strip():
        return segment.replace(text=text_of(segment.words))
    words, lost = carry(segment.words, split_words(segment.text))
    if lost and any(word.start is not None for word in segment.words):
        message = f"{lost} of {len(words)} words of the text are not among its timed words; their times are computed"
        notes.add("timing.words-differ", message, line=segment.line, data={"text": segment.text[:80]})
    return segment.replace(words=words)


def _bounded(segment: Segment, notes: Collector) -> Segment:
    """Drop a start before the beginning, and an end that leaves no time for the words."""
    start, end = segment.start, segment.end
    if start is not None and start < 0:
        start = None
    if end is not None and end - (start or 0) < len(segment.words):
        end = _end_of_words(segment.words, start)
    if (start, end) == (segment.start, segment.end):
        return segment
    message = (
        f"{len(segment.words)} words cannot be said from {segment.start} to {segment.end} ms; the times were computed"
    )
    notes.add("timing.segment-broken", message, line=segment.line, repair=True)
    return segment.replace(start=start, end=end)


def _end_of_words(words: Sequence[Word], start: int | None) -> int | None:
    """Return the latest believable end of a word, for a segment whose own end is not."""
    if start is None:
        return None
    ends = (word.end for word in words if word.end is not None)
    return max((end for end in ends if start + len(words) <= end <= start + SLACK), default=None)


# A word's start is knot 2i, its end knot 2i + 1. Taking the number of words before a knot off its time turns "in order,
# and at least 1 ms for each word between" into "not falling".
def _level(knot: int, time: int) -> int:
    return time - (knot + 1) // 2


def _knots(words: Sequence[Word], start: int | None, end: int | None) -> dict[int, int]:
    """Return the word times that can be trusted, knot -> ms: starts first, then the ends that agree with them."""
    low = 0 if start is None else max(0, start - SLACK)
    high = None if end is None else end + SLACK
    starts = [(2 * i, w.start) for i, w in enumerate(words) if w.start is not None]
    knots = dict(_rising([(k, t) for k, t in starts if _level(k, t) >= low and (high is None or t <= high)]))
    floor, ceilings = low, _ceilings(knots, len(words), high)
    for i, word in enumerate(words):
        if 2 * i in knots:
            floor = _level(2 * i, knots[2 * i])
        if word.end is None:
            continue
        level, ceiling = _level(2 * i + 1, word.end), ceilings[i]
        if floor <= level and (ceiling is None or level <= ceiling):
            knots[2 * i + 1] = word.end
            floor = level
    return knots


def _rising(starts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest run of starts whose levels do not fall (patience sorting, n log n)."""
    tails: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for index, (knot, time) in enumerate(starts):
        level = _level(knot, time)
        at = bisect_right(tails, level)
        before.append(tops[at - 1] if at else -1)
        tails[at : at + 1] = [level]
        tops[at : at + 1] = [index]
    chain: list[tuple[int, int]] = []
    index = tops[-1] if tops else -1
    while index >= 0:
        chain.append(starts[index])
        index = before[index]
    return chain[::-1]


def _ceilings(knots: dict[int, int], count: int, high: int | None) -> list[int | None]:
    """Return, for each word, the level of the next trusted start after it."""
    ceilings: list[int | None] = [None] * count
    following = high
    for i in range(count - 1, -1, -1):
        ceilings[i] = following
        if 2 * i in knots:
            following = _level(2 * i, knots[2 * i])
    return ceilings


def _edges(knots: dict[int, int], segment: Segment) -> tuple[int | None, int | None]:
    """Return the segment's start and end, widened where trusted words need it, taken from them where unknown."""
    count = len(segment.words)
    begin, end = segment.start, segment.end
    levels = [_level(knot, time) for knot, time in knots.items()]
    begin = knots.get(0) if begin is None else min([begin, *levels])
    end = knots.get(2 * count - 1) if end is None else max([end, *(level + count for level in levels)])
    return begin, end


def _closed(knots: dict[int, int], begin: int | None, end: int | None, count: int) -> dict[int, int]:
    """Add the segment's own times as knots where there is something to compute between them."""
    outer = {} if begin is None else {0: begin}
    outer |= {} if end is None else {2 * count - 1: end}
    return outer | knots if len(outer | knots) > 1 else knots


def _between(words: Sequence[Word], knots: dict[int, int], language: str) -> list[int | None]:
    """Return a time for each knot: those given, and between them those computed."""
    times: list[int | None] = [None] * (2 * len(words))
    before: int | None = None
    for knot in sorted(knots):
        times[knot] = knots[knot]
        if before is not None and knot > before + 1:
            intervals = intervals_of(words, before, knot, language)
            times[before + 1 : knot + 1] = place(intervals, knots[before], knots[knot], MOST_PAUSE)
        before = knot
    return times


def intervals_of(words: Sequence[Word], first: int, last: int, language: str) -> list[Interval]:
    """Return the speech and the pauses between two knots (a word's start is knot 2i, its end 2i + 1)."""
    atoms = {i: natural(words[i].text, language) for i in range(first // 2, (last + 1) // 2)}
    return [Interval(k % 2 == 0, atoms[k // 2][k % 2]) for k in range(first, last)]


def _marked(word: Word, start: int | None, end: int | None, mark: Timing) -> Word:
    if (word.start, word.end) == (start, end):
        return word
    return replace(word, start=start, end=end, timing=Timing.NONE if start is None and end is None else mark)


def _with_bounds(
    segment: Segment, words: tuple[Word, ...], begin: int | None, end: int | None, notes: Collector
) -> Segment:
    if (segment.start, segment.end) == (begin, end):
        return segment.replace(words=words)
    if segment.start is not None and segment.end is not None:
        message = (
            f"words reach outside their segment ({segment.start} to {segment.end} ms); it now has {begin} to {end}"
        )
        notes.add("timing.segment-widened", message, line=segment.line)
    timing = words[0].timing if segment.timing is Timing.NONE else segment.timing
    return segment.replace(words=words, start=begin, end=end, timing=timing)


def _report_broken(segment: Segment, words: Sequence[Word], knots: dict[int, int], notes: Collector) -> None:
    wrong = [
        word.text
        for i, word in enumerate(words)
        if (word.start is not None and 2 * i not in knots) or (word.end is not None and 2 * i + 1 not in knots)
    ]
    if wrong:
        message = f"{len(wrong)} of {len(words)} words had times out of order, overlapping or empty; they were computed"
        notes.add("timing.words-repaired", message, line=segment.line, repair=True, data={"words": wrong[:20]})
