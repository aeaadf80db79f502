"""Timecodes of caption files as ticks, and frames of 29.97 as the labels that are written."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from captionkit.diagnostics import Collector
from captionkit.formats.cea608.codes import RATE, TICKS
from captionkit.model.timecode import Labels, frame_of_label, nominal

__all__ = ["SentLine", "in_order", "labels_with", "tick_of"]

_DAY = 24 * 3600 * TICKS


class SentLine(NamedTuple):
    """A line of a file: its number, its time in ticks, what is sent from there."""

    line: int
    tick: int
    data: str


def tick_of(parts: tuple[str, ...], rate: Fraction, *, drop: bool, note: Callable[[str], None]) -> int:
    """Return the time of a label's hours, minutes, seconds and frames in ticks, rounded half up.

    A label with more frames than a second has goes to ``note`` and is counted on.

    >>> tick_of(("00", "00", "01", "00"), RATE, drop=True, note=print)
    120120
    """
    hours, minutes, seconds, frames = map(int, parts)
    base = nominal(rate)
    if frames >= base:
        note(f"{':'.join(parts)} is not a label at {base} frames a second; it was counted on")
    frame = frame_of_label(hours, minutes, seconds, min(frames, base - 1), rate, drop=drop) + max(0, frames - base + 1)
    return (2 * frame * TICKS * rate.denominator + rate.numerator) // (2 * rate.numerator)


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
        moved.append(row._replace(tick=row.tick + days * _DAY))
    for one, two in pairwise(moved):
        if two.tick < one.tick:
            message = "a line is earlier than the one above it; the lines were read in the order of their times"
            notes.add("scc.unsorted", message, repair=True, line=two.line)
            return sorted(moved, key=lambda row: row.tick)
    return moved
