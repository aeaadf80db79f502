"""Rows and justification of EBU STL, and the position that they are in a track.

A subtitle is placed by its first row. The usual place (centred, ending in the lowest fifth) is no position at all, the
topmost row is WebVTT's line 0; what lies between is a percentage, measured to the block's top in the upper half and to
its bottom in the lower. Left and right are justification 1 and 3.
"""

from __future__ import annotations

from captionkit.formats.anchor import positioning_of
from captionkit.model.positioning import Positioning

__all__ = ["place_of", "positioning_at"]

_ALIGN = {1: "left", 3: "right"}
_JUSTIFY = {"left": 1, "start": 1, "right": 3, "end": 3}
#: Below this share of the rows the usual place begins.
_BOTTOM = 0.8


def positioning_at(row: int, justify: int, count: int, height: int, rows: int) -> Positioning | None:
    """Return the position of ``count`` lines from ``row`` on, of ``rows``; ``height`` is 2 where rows are double.

    >>> positioning_at(20, 2, 2, 1, 23), positioning_at(1, 3, 1, 1, 23).align, positioning_at(9, 2, 1, 1, 23).line
    (None, 'right', 34.8)
    """
    align = _ALIGN.get(justify, "")
    last = row + max(0, count - 1) * height
    if last >= rows * _BOTTOM:
        return Positioning(align=align) if align else None
    if row <= 1:
        return positioning_of(8).replace(align=align)
    if row + last <= rows:
        return Positioning(line=round(100 * (row - 1) / rows, 1), line_percent=True, align=align)
    return Positioning(line=round(100 * last / rows, 1), line_percent=True, line_align="end", align=align)


def place_of(positioning: Positioning | None, count: int, height: int, rows: int) -> tuple[int, int, bool]:
    """Return the first row and the justification of a position, and whether they say all of it.

    The lowest row is the last but one: 22 of 23.

    >>> place_of(None, 2, 1, 23), place_of(Positioning(anchor=7), 1, 1, 23)
    ((21, 2, True), (1, 1, True))
    """
    lowest = max(1, rows - 1 - max(0, count - 1) * height)
    if positioning is None:
        return lowest, 2, True
    given = positioning
    if given.anchor is not None:
        given = positioning_of(given.anchor)
    justify = _JUSTIFY.get(given.align, 2)
    depth = max(0, count - 1) * height
    exact = not (given.vertical or given.position is not None or given.size is not None or given.region or given.other)
    exact = exact and given.box is None
    if given.line is None:
        return lowest, justify, exact
    if given.line_percent:
        row = rows * given.line / 100 + 1
        row -= depth + 1 if given.line_align == "end" else depth / 2 if given.line_align == "center" else 0
        row = round(row)
        if given.line == 50 and not given.line_align:
            row = round((rows - depth + 1) / 2)
    else:
        row = round(given.line) + 1 if given.line >= 0 else rows + 1 + round(given.line) - depth
    return min(max(1, row), max(1, rows - depth)), justify, exact
