"""Cue numbers: bare numbers above time ranges, as in SubRip text pasted into another document."""

from __future__ import annotations

from collections.abc import Sequence

from captionkit.transcripts.text.heads import STYLES
from captionkit.transcripts.text.rows import Row

__all__ = ["split_counters"]

#: Share of the ranges that must have a number above them.
_HABIT = 0.6
_FIRST = next(style for style in STYLES if style.name == "time-first")


def split_counters(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """Return (rows without cue numbers, the cue numbers); none are taken out where they do not number the ranges.

    >>> rows = [Row(1, "1"), Row(2, "00:00:01,000 --> 00:00:02,000"), Row(3, "Hi.")]
    >>> [row.text for row in split_counters(rows)[1]]
    ['1']
    """
    heads = [_FIRST.head(row) for row in rows]
    ranges = [at for at, head in enumerate(heads) if head is not None and head.end is not None and not head.rest]
    above = [at - 1 for at in ranges if at and rows[at - 1].text.isdecimal() and len(rows[at - 1].text) <= 6]
    numbers = [int(rows[at].text) for at in above]
    if not above or len(above) < _HABIT * len(ranges) or numbers != sorted(set(numbers)):
        return list(rows), []
    kept: list[Row] = []
    gap, taken = 0, frozenset(above)
    for at, row in enumerate(rows):
        if at in taken:
            gap += row.gap
        else:
            kept.append(row._replace(gap=row.gap + gap))
            gap = 0
    return kept, [rows[at] for at in above]
