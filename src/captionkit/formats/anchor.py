r"""The nine places of ``{\an1}`` .. ``{\an9}`` and the WebVTT cue settings that mean the same.

The numeric keypad is the map: 1-3 stand at the bottom, 4-6 in the middle, 7-9 at the top; 1, 4, 7 at the left. In
WebVTT the left and right places are ``align:left`` and ``align:right`` alone, because an automatic text position
follows the alignment (https://www.w3.org/TR/webvtt1/#cue-computed-position), the top row is ``line:0`` and the
middle row ``line:50%``. Bottom centre is the default of both and needs no words.
"""

from __future__ import annotations

from captionkit.model.track import Place

__all__ = ["anchor_of", "is_exact", "place_of"]

_ALIGN_OF_COLUMN = ("left", "", "right")
_COLUMN_OF_ALIGN = {"left": 0, "start": 0, "right": 2, "end": 2}


def place_of(anchor: int) -> Place:
    """Return the WebVTT settings of a keypad place (1 to 9).

    >>> place_of(9).line, place_of(9).align
    (0, 'right')
    """
    row, column = divmod(anchor - 1, 3)
    align = _ALIGN_OF_COLUMN[column]
    if row == 1:
        return Place(line=50, line_percent=True, align=align)
    return Place(line=0 if row == 2 else None, align=align)


def anchor_of(place: Place) -> int | None:
    """Return the keypad place nearest to where ``place`` shows the cue; None for the default or vertical text.

    An explicit anchor wins. The screen is cut in thirds; line numbers are taken to be of 15 lines.

    >>> anchor_of(Place(line=10, line_percent=True)), anchor_of(Place())
    (8, None)
    """
    if place.anchor is not None:
        return place.anchor
    if place.vertical:
        return None
    anchor = 3 * _row(place) + _column(place) + 1
    return None if anchor == 2 else anchor


def is_exact(place: Place) -> bool:
    """Whether turning the settings into a keypad place loses nothing."""
    anchor = anchor_of(place)
    settings = place.but(anchor=None, box=None)
    return settings == (Place() if anchor is None else place_of(anchor)) or settings == Place()


def _row(place: Place) -> int:
    if place.line is None:
        return 0
    if place.line_percent:
        return 2 if place.line < 34 else 1 if place.line < 67 else 0
    line = place.line if place.line >= 0 else place.line + 15
    return 2 if line < 5 else 1 if line < 10 else 0


def _column(place: Place) -> int:
    if place.position is not None:
        return 0 if place.position < 34 else 1 if place.position < 67 else 2
    return _COLUMN_OF_ALIGN.get(place.align, 1)
