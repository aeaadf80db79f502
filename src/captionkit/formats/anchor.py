r"""The nine positions of ``{\an1}`` .. ``{\an9}`` and the WebVTT cue settings that mean the same.

The numeric keypad is the map: 1-3 stand at the bottom, 4-6 in the middle, 7-9 at the top; 1, 4, 7 at the left. In
WebVTT the left and right positions are ``align:left`` and ``align:right`` alone, because an automatic text position
follows the alignment (https://www.w3.org/TR/webvtt1/#cue-computed-position), the top row is ``line:0`` and the
middle row ``line:50%``. Bottom centre is the default of both and needs no words.
"""

from __future__ import annotations

from captionkit.model.cue import Positioning

__all__ = ["anchor_of", "is_exact", "positioning_of"]

_ALIGN_OF_COLUMN = ("left", "", "right")
_COLUMN_OF_ALIGN = {"left": 0, "start": 0, "right": 2, "end": 2}


def positioning_of(anchor: int) -> Positioning:
    """Return the WebVTT settings of a keypad position (1 to 9).

    >>> positioning_of(9).line, positioning_of(9).align
    (0, 'right')
    """
    row, column = divmod(anchor - 1, 3)
    align = _ALIGN_OF_COLUMN[column]
    if row == 1:
        return Positioning(line=50, line_percent=True, align=align)
    return Positioning(line=0 if row == 2 else None, align=align)


def anchor_of(positioning: Positioning) -> int | None:
    """Return the keypad position nearest to where ``positioning`` shows the cue; None for the default or vertical text.

    An explicit anchor wins. The screen is cut in thirds; line numbers are taken to be of 15 lines.

    >>> anchor_of(Positioning(line=10, line_percent=True)), anchor_of(Positioning())
    (8, None)
    """
    if positioning.anchor is not None:
        return positioning.anchor
    if positioning.vertical:
        return None
    anchor = 3 * _row(positioning) + _column(positioning) + 1
    return None if anchor == 2 else anchor


def is_exact(positioning: Positioning) -> bool:
    """Whether turning the settings into a keypad position loses nothing."""
    anchor = anchor_of(positioning)
    settings = positioning.replace(anchor=None, box=None)
    return settings == (Positioning() if anchor is None else positioning_of(anchor)) or settings == Positioning()


def _row(positioning: Positioning) -> int:
    if positioning.line is None:
        return 0
    if positioning.line_percent:
        return 2 if positioning.line < 34 else 1 if positioning.line < 67 else 0
    line = positioning.line if positioning.line >= 0 else positioning.line + 15
    return 2 if line < 5 else 1 if line < 10 else 0


def _column(positioning: Positioning) -> int:
    if positioning.position is not None:
        return 0 if positioning.position < 34 else 1 if positioning.position < 67 else 2
    return _COLUMN_OF_ALIGN.get(positioning.align, 1)
