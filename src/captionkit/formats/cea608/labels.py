"""Timecodes of caption files as ticks, and frames of 29.97 as the labels that are written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from captionkit.diagnostics import Collector
from captionkit.formats.cea608.codes import RATE, TICKS
from captionkit.model.timecode import Labels, frame_of_label, nominal

__all__ = ["LabelClock", "SentLine", "in_order", "labels_with"]

_DAY = 24 * 3600 * TICKS


class SentLine(NamedTuple):
    """A line of a file: its number, its time in ticks, what is sent from there."""

    line: int
    tick: int
    data: str


class LabelClock:
    """The labels of a file as ticks; the frame at which each minute begins is found once.

    A label with more frames than a second has goes to ``odd``, with the number of its line, and is counted on.

    >>> LabelClock(RATE, drop=True, odd=print).tick(("00", "01", "00", "02"), 1)
    7207200
    """

    def __init__(self, rate: Fraction, *, drop: bool, odd: Callable[[str, int], None]) -> None:
        self._rate, self._drop, self._odd = rate, drop, odd
        self._base = nominal(rate)
        self._twice, self._double, self._half = 2 * TICKS * rate.denominator, 2 * rate.numerator, rate.numerator
        self._minutes: dict[tuple[str, str], tuple[int, int]] = {}

    def tick(self, parts: Sequence[str], line: int) -> int:
        """Return the time of a label's hours, minutes, seconds and frames in ticks, rounded half up."""
        hours, minutes, said, last = parts
        first, skipped = self._minutes.get((hours, minutes)) or self._minute(hours, minutes)
        seconds, frames, base = int(said), int(last), self._base
        over = 0
        if frames >= base:
            self._odd(f"{':'.join(parts)} is not a label at {base} frames a second; it was counted on", line)
            over, frames = frames - base + 1, base - 1
        frame = first - skipped + seconds * base + frames
        if frame < first:  # a label that drop-frame counting skips
            frame = first
        return ((frame + over) * self._twice + self._half) // self._double

    def _minute(self, hours: str, minutes: str) -> tuple[int, int]:
        """Return the first frame of a minute, and how many labels are skipped before it."""
        first = frame_of_label(int(hours), int(minutes), 0, 0, self._rate, drop=self._drop)
        skipped = self._base // 15 if self._drop and int(minutes) % 10 else 0
        found = self._minutes[hours, minutes] = first, skipped
        return found


@cache
def labels_with(mark: str) -> Labels:
    """Return the drop-frame labels of the frames of 29.97, with ``mark`` before their frames.

    >>> labels_with(";")[1800]
    '00:01:00;02'
    """
    return Labels(RATE, mark, drop=True)


def in_order(rows: list[SentLine], notes: Collector) -> list[SentLine]:
    """Return lines in the order of their times, those after midnight last."""
    days = before = 0
    moved: list[SentLine] = []
    for row in rows:
        days += before - row.tick > _DAY // 2
        before = row.tick
        moved.append(row._replace(tick=row.tick + days * _DAY) if days else row)
    for one, two in pairwise(moved):
        if two.tick < one.tick:
            message = "a line is earlier than the one above it; the lines were read in the order of their times"
            notes.add("scc.unsorted", message, repair=True, line=two.line)
            return sorted(moved, key=lambda row: row.tick)
    return moved
