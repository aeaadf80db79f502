"""Fit words and pauses into a stretch of time: pauses give way before speech does, as they do in people.

A stretch of time is a list of :class:`Interval`: speech and silence in turn. Placing it gives the time at the end of
each interval.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

from captionkit.model.transcript import share_time

__all__ = ["Interval", "place", "scales", "total"]

#: How far speech itself is stretched or squeezed before pauses take all the rest.
SLOWEST, FASTEST = 1.5, 0.65
#: The exponent by which the speech follows a change of tempo; the pauses take what remains.
SHARE = 0.45
#: Pauses are never squeezed below this share of their natural length while speech can still be.
LEAST_PAUSE = 0.25
#: Less than this many ms is none.
_NOTHING = 1e-3


class Interval(NamedTuple):
    """Speech or silence and its natural length in ms."""

    spoken: bool
    length: float


def total(intervals: Sequence[Interval]) -> float:
    """Return the natural length in ms of ``intervals``."""
    return sum(interval.length for interval in intervals)


def scales(speech: float, pause: float, length: float, most_pause: float = float("inf")) -> tuple[float, float]:
    """Return the factors by which speech and pauses are multiplied so that together they fill ``length`` ms.

    Pauses are stretched to ``most_pause`` times their length at most, unless the speech would be stretched even more.

    >>> scales(1000.0, 500.0, 1500.0)
    (1.0, 1.0)
    """
    if speech < _NOTHING or pause < _NOTHING:
        even = length / (speech + pause) if speech + pause >= _NOTHING else 0.0
        return even, even
    tempo = length / (speech + pause)
    speaking = min(SLOWEST, max(FASTEST, tempo**SHARE))
    pausing = (length - speaking * speech) / pause
    pausing = min(max(pausing, LEAST_PAUSE * min(1.0, tempo)), max(most_pause, tempo))
    return (length - pausing * pause) / speech, pausing


def place(intervals: Sequence[Interval], begin: int, end: int, most_pause: float = float("inf")) -> list[int]:
    """Return the ms at the end of each interval, filling ``begin`` to ``end``; the last is ``end``.

    Each spoken interval gets at least 1 ms where there is time for that.

    >>> place([Interval(True, 200.0), Interval(False, 100.0), Interval(True, 200.0)], 0, 1000)
    [273, 727, 1000]
    """
    speech = sum(interval.length for interval in intervals if interval.spoken)
    speaking, pausing = scales(speech, total(intervals) - speech, max(0, end - begin), most_pause)
    lengths = (interval.length * (speaking if interval.spoken else pausing) for interval in intervals)
    return _spread([begin + round(at) for at in accumulate(lengths)], intervals, begin, end)


def _spread(marks: list[int], intervals: Sequence[Interval], begin: int, end: int) -> list[int]:
    """Keep the marks in order and inside, 1 ms for each spoken interval."""
    left = sum(interval.spoken for interval in intervals)
    if end - begin < left:
        return [stop for _, stop in share_time(begin, max(begin, end), [1] * len(marks))]
    floor = begin
    for index, interval in enumerate(intervals):
        left -= interval.spoken
        floor = marks[index] = min(max(marks[index], floor + interval.spoken), end - left)
    marks[-1:] = [end] if marks else []
    return marks
