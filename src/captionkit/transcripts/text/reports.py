"""What is told about a text after it was read: what stands around it, marks, times out of order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TypeAlias

from captionkit.diagnostics import Collector
from captionkit.model.transcript import Kind, Segment
from captionkit.sources import ReadOptions
from captionkit.transcripts.text.rows import Row

__all__ = ["Place", "report_before", "report_kinds", "report_times"]

#: Where a line, by its number among the lines read, stands in the source.
Place: TypeAlias = Callable[[int], int]

#: Times from here on look like programme timecode, which begins a broadcast at 01:00:00:00 or 10:00:00:00.
_LATE = 58 * 60 * 1000


def report_before(rows: Sequence[Row], notes: Collector, place: Place) -> None:
    """Tell which lines stand before the first time or label."""
    first, last = place(rows[0].number), place(rows[-1].number)
    many = f"lines {first} to {last} stand" if len(rows) > 1 else f"line {first} stands"
    notes.add(
        "text.preamble", f"{many} before the first time or label: kept as notes, not as speech", line=rows[0].number
    )


def report_kinds(segments: Sequence[Segment], notes: Collector) -> None:
    """Tell of each editorial insertion, and how many other marks there are."""
    for segment in segments:
        if segment.kind is Kind.EDITORIAL:
            notes.add("text.editorial", f"{segment.text} is an editor's insertion, not speech", line=segment.line)
    marks = [s for s in segments if s.kind not in (Kind.SPEECH, Kind.EDITORIAL)]
    if marks:
        kinds = ", ".join(
            f"{sum(s.kind is k for s in marks)} {k.value}" for k in Kind if any(s.kind is k for s in marks)
        )
        notes.add("text.mark", f"marks that are not speech: {kinds}", line=marks[0].line)


def report_times(segments: Sequence[Segment], options: ReadOptions, notes: Collector) -> None:
    """Tell of times that go back, and of a first time that looks like programme timecode."""
    timed = [s for s in segments if s.start is not None]
    for before, after in pairwise(timed):
        if (after.start or 0) < (before.start or 0):
            notes.add("text.times-back", "the time here is before the one above it", line=after.line)
    if timed and (timed[0].start or 0) >= _LATE and not options.tc_start:
        notes.add("text.late-start", "the first time is near or past one hour: programme timecode?", line=timed[0].line)
