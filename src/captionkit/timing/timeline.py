"""A transcript as one line of words with known and unknown times: what the estimate works on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from captionkit.model.transcript import Kind, Segment, Timing, Transcript, Word
from captionkit.timing.fit import Interval
from captionkit.timing.interpolate import intervals_of
from captionkit.timing.rates import BEAT, SPEAKER_PAUSE, TURN_PAUSE, pause_after
from captionkit.values import replace, value

__all__ = ["Least", "Timeline", "UntimedRun", "complete"]

#: Finds the least ms that a word is to take.
Least = Callable[[Word], float]

#: Kinds that take time where they stand; the others are remarks, and stay without times unless the source has them.
TIMED_KINDS = frozenset((Kind.SPEECH, Kind.SOUND, Kind.MUSIC, Kind.INAUDIBLE))


def complete(transcript: Transcript) -> bool:
    """Tell whether nothing that takes time lacks one."""
    return all(
        word.start is not None and word.end is not None
        for segment in transcript.segments
        if segment.kind in TIMED_KINDS
        for word in segment.words
    )


@value
class UntimedRun:
    """A stretch without times: the intervals between two knots, -1 and the number of knots standing for the outside.

    ``split`` is the first knot of the segment in which the run ends: what follows it must come before ``last``.
    """

    first: int
    last: int
    split: int
    intervals: list[Interval]
    words: int


class Timeline:
    """All words that take time, in one line. Word i starts at knot 2i and ends at knot 2i + 1."""

    def __init__(self, transcript: Transcript, language: str, least: Least | None = None) -> None:
        self.transcript = transcript
        self.members = [i for i, s in enumerate(transcript.segments) if s.kind in TIMED_KINDS and s.words]
        self.times: list[int | None] = []
        self.least = least
        self.intervals: list[Interval] = []  # interval k lies between knots k and k + 1
        self._firsts: list[int] = []
        before: Segment | None = None
        for index in self.members:
            segment = transcript.segments[index]
            self._add(segment, before, segment.language or language)
            before = segment
        self.runs = list(self._runs())

    def _add(self, segment: Segment, before: Segment | None, language: str) -> None:
        self._firsts.append(len(self.times))
        if before is not None:
            self.intervals.append(Interval(False, _pause_between(before, segment)))
        intervals = intervals_of(segment.words, 0, 2 * len(segment.words) - 1, language)
        if self.least is not None:
            intervals = _slowed(intervals, [self.least(word) for word in segment.words])
        if segment.kind is not Kind.SPEECH:
            intervals = [Interval(p.spoken, BEAT / len(segment.words) if p.spoken else 0.0) for p in intervals]
        self.intervals.extend(intervals)
        times = [time for word in segment.words for time in (word.start, word.end)]
        times[0] = segment.start if times[0] is None else times[0]
        times[-1] = segment.end if times[-1] is None else times[-1]
        self.times.extend(times)

    def _runs(self) -> Iterator[UntimedRun]:
        known = [-1, *(k for k, time in enumerate(self.times) if time is not None), len(self.times)]
        for first, last in pairwise(known):
            if last > first + 1:
                intervals = self.intervals[max(first, 0) : min(last, len(self.times) - 1)]
                split = last if last == len(self.times) else self._firsts[bisect_right(self._firsts, last) - 1]
                yield UntimedRun(first, last, split, intervals, sum(interval.spoken for interval in intervals))

    @property
    def anchored(self) -> bool:
        """Whether any time was known."""
        return not (len(self.runs) == 1 and self.runs[0].words * 2 == len(self.times))

    def written(self) -> Transcript:
        """Return the transcript with the times as they are now."""
        segments, at = list(self.transcript.segments), 0
        for index in self.members:
            count = 2 * len(segments[index].words)
            segments[index] = _timed(segments[index], self.times[at : at + count])
            at += count
        return self.transcript.replace(segments=tuple(segments))


def _slowed(intervals: list[Interval], least: list[float]) -> list[Interval]:
    return [Interval(True, max(p.length, least[k // 2])) if p.spoken else p for k, p in enumerate(intervals)]


def _pause_between(before: Segment, segment: Segment) -> float:
    """Return the natural pause in ms between two segments."""
    turn = TURN_PAUSE if segment.turn else 0.0
    speaker = SPEAKER_PAUSE if segment.speaker != before.speaker else 0.0
    return max(pause_after(before.words[-1].text), turn, speaker)


def _timed(segment: Segment, times: Sequence[int | None]) -> Segment:
    words = tuple(
        word if (word.start, word.end) == (begin, end) else replace(word, start=begin, end=end, timing=Timing.ESTIMATED)
        for word, begin, end in zip(segment.words, times[::2], times[1::2], strict=True)
    )
    start = _outer(min, segment.start, times[0])
    end = _outer(max, segment.end, times[-1])
    timing = segment.timing if (start, end) == (segment.start, segment.end) else Timing.ESTIMATED
    return segment.replace(words=words, start=start, end=end, timing=timing)


def _outer(choose: Callable[[int, int], int], given: int | None, found: int | None) -> int | None:
    return found if given is None or found is None else choose(given, found)
