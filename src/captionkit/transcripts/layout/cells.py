"""Times in the cells of tables: a time or a range in any form, or a bare number, and what such a number counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from captionkit.transcripts.layout.stamps import RANGED, read_stamp

__all__ = ["cell_times", "number_ms", "unit_of"]

_NUMBER = re.compile(r"\s*(\d{1,12})(?:[.,](\d{1,12}))?\s*\Z", re.ASCII)
_RANGE = re.compile(rf"\s*[\[(]?{RANGED}[\])]?\s*\Z", re.I)


def cell_times(cell: str) -> tuple[str, str] | None:
    """Return the (start, end) that a cell holds as written, ``""`` for no end; None where it holds no time.

    >>> cell_times("[00:01 - 00:04]"), cell_times("12.5"), cell_times("tide")
    (('00:01', '00:04'), ('12.5', ''), None)
    """
    if _NUMBER.match(cell):
        return cell.strip(), ""
    match = _RANGE.match(cell)
    if match is None or read_stamp(match["a"]) is None:
        return None
    return match["a"], match["b"] or ""


def number_ms(cell: str, unit: int) -> int | None:
    """Return a bare number in ms, rounded half up, where it counts units of ``unit`` ms; None for what is not one."""
    match = _NUMBER.match(cell)
    if match is None:
        return None
    part = (match[2] or "")[:9]
    whole = int(match[1]) * unit
    return whole + (int(part) * unit * 2 // 10 ** len(part) + 1) // 2 if part else whole


def _bare(cell: str) -> str:
    """Return a number without the ``.0`` that a data frame gives to a whole one."""
    whole, _, rest = cell.strip().partition(".")
    return whole if not rest.strip("0") else cell.strip()


def unit_of(starts: Sequence[str], ends: Sequence[str], words: int) -> int:
    """Return how many ms a bare number counts: 1000; or 1 where all are whole and speech would be far too slow.

    >>> unit_of(["520", "2200"], ["1600", "3920"], 7), unit_of(["5", "9"], ["8", "12"], 7)
    (1, 1000)
    """
    starts, ends = ([_bare(cell) for cell in cells] for cells in (starts, ends))
    cells = [cell for cell in (*starts, *ends) if cell]
    if not cells or any(not cell.isdecimal() for cell in cells):
        return 1000
    spans = [int(b) - int(a) for a, b in zip(starts, ends, strict=False) if a and b]
    if not spans:
        values = [int(cell) for cell in starts if cell]
        spans = [b - a for a, b in pairwise(values)]
    if not spans:
        return 1000
    middle = sorted(spans)[len(spans) // 2]
    total = sum(span for span in spans if span > 0)
    return 1 if middle > 120 and words / max(1, total) < 0.2 else 1000
