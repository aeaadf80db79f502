"""Where regions stand, as the model says it, and back.

A region that is one of the nine places of a screen (wide, at its edge or in its middle) is that place; any other is
what WebVTT would say of it: the edge that text begins from, the width, the side that it is set to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from captionkit.formats.ttml.styles import Spec, number_of
from captionkit.model.cue import Positioning

__all__ = ["Box", "box_of", "box_to_show", "place_of"]

#: Percent from an edge within which text is at that edge, and the least width of a general place.
_EDGE: Final = 20.5
_WIDE: Final = 49.5
_LINES: Final = 15
_LENGTH = re.compile(r"([+-]?\d{0,9}(?:\.\d{1,20})?)(%|px|c|em|rw|rh)\Z", re.ASCII)
_ALIGNS = {"left": "left", "right": "right", "start": "start", "end": "end", "center": "center", "justify": "start"}


class Box(NamedTuple):
    """A region in percent of the screen: left, top, width, height, where its text stands in it and how it runs."""

    x: float
    y: float
    width: float
    height: float
    display: str = "before"
    align: str = ""
    mode: str = "lrtb"
    direction: str = ""


def box_of(spec: Spec, align: str, direction: str, screen: str, cells: str) -> Box:
    """Return the box of what a region specifies; ``screen`` is the root's extent, ``cells`` its cell resolution.

    >>> box_of({"origin": "10% 80%", "extent": "320px 48px", "displayAlign": "after"}, "", "", "640px 480px", "32 15")
    Box(x=10.0, y=80.0, width=50.0, height=10.0, display='after', align='', mode='lrtb', direction='')
    """
    pixels = [float(part[:-2]) for part in screen.split() if re.fullmatch(r"\d{1,6}(?:\.\d{1,6})?px", part, re.ASCII)]
    columns, rows = [*[float(n) for n in cells.split() if re.fullmatch(r"[1-9]\d{0,4}", n, re.ASCII)], 32.0, 15.0][:2]
    units = {
        "%": (1.0, 1.0), "c": (100 / columns, 100 / rows), "em": (100 / columns, 100 / rows), "rw": (1.0, 1.0),
        "rh": (1.0, 1.0), "px": (100 / pixels[0], 100 / pixels[1]) if len(pixels) == 2 and all(pixels) else (0.0, 0.0),
    }  # fmt: skip
    width, height = _pair(spec.get("extent", ""), units) or (100.0, 100.0)
    x, y = _pair(spec.get("origin", ""), units) or _position(spec.get("position", ""), width, height)
    mode = {"lr": "lrtb", "rl": "rltb", "tb": "tbrl"}.get(spec.get("writingMode", "lrtb"), spec.get("writingMode", ""))
    display = spec.get("displayAlign", "before")
    return Box(
        x, y, width, height, display if display in ("before", "center", "after") else "before", align, mode or "lrtb",
        direction or ("rtl" if mode == "rltb" else ""),
    )  # fmt: skip


def _pair(text: str, units: Mapping[str, tuple[float, float]]) -> tuple[float, float] | None:
    found = [_LENGTH.match(part) for part in text.split()]
    if len(found) != 2:
        return None
    made = []
    for axis, match in enumerate(found):
        number = number_of(match[1]) if match is not None else None
        if match is None or number is None or not units[match[2]][axis]:
            return None
        made.append(round(number * units[match[2]][axis], 4))
    return made[0], made[1]


def _position(text: str, width: float, height: float) -> tuple[float, float]:
    """Return the corner of a region placed by ``position`` (TTML2): percent of what is left of the screen."""
    words = {"left": 0.0, "top": 0.0, "center": 50.0, "right": 100.0, "bottom": 100.0}
    parts: list[float] = []
    for part in text.split():
        number = words.get(part, number_of(part[:-1]) if part.endswith("%") else None)
        if number is None:
            return 0.0, 0.0
        parts.append(number)
    if len(parts) != 2:
        return 0.0, 0.0
    if text.split()[0] in ("top", "bottom"):
        parts.reverse()
    return round((100 - width) * parts[0] / 100, 4), round((100 - height) * parts[1] / 100, 4)


def place_of(box: Box) -> Positioning | None:
    """Return where text in a box stands; None at the bottom in the middle, where captions stand anyway.

    >>> place_of(Box(10, 10, 80, 80, "before", "center")).anchor
    8
    >>> place_of(Box(10, 10, 80, 80, "after", "center")) is None
    True
    >>> place_of(Box(20, 79, 60, 6)).line
    79
    """
    if box.mode.startswith("tb"):
        return _vertical(box)
    align = _side(box)
    anchor = _anchor(box, align)
    if anchor is not None:
        return None if anchor == 2 else Positioning(anchor=anchor)
    line, line_align = _edge(box.y, box.height, box.display)
    position = {"left": box.x, "right": box.x + box.width}.get(align, box.x + box.width / 2)
    usual = {"left": 0.0, "right": 100.0}.get(align, 50.0)
    return Positioning(
        line=_tidy(line), line_percent=True, line_align=line_align,
        position=None if abs(position - usual) < 0.01 else _tidy(position), size=_tidy(box.width), align=align,
    )  # fmt: skip


def _side(box: Box) -> str:
    if box.align in ("start", "end", "justify"):
        return "right" if (box.align == "end") != (box.direction == "rtl") else "left"
    return box.align if box.align in ("left", "right") else ""


def _anchor(box: Box, align: str) -> int | None:
    right, bottom = box.x + box.width, box.y + box.height
    if box.width < _WIDE or box.x < -0.5 or right > 100.5 or box.y < -0.5 or bottom > 100.5:
        return None
    rows = {
        "after": 100 - bottom <= _EDGE, "center": abs(box.y + bottom - 100) <= 10, "before": box.y <= _EDGE,
    }  # fmt: skip
    columns = {"left": box.x <= _EDGE, "right": 100 - right <= _EDGE, "": abs(box.x + right - 100) <= 2}
    if not rows[box.display] or not columns[align]:
        return None
    return 3 * ("after", "center", "before").index(box.display) + ("left", "", "right").index(align) + 1


def _edge(start: float, length: float, display: str) -> tuple[float, str]:
    if display == "after":
        return start + length, "end"
    return (start + length / 2, "center") if display == "center" else (start, "")


def _vertical(box: Box) -> Positioning:
    growing = "lr" if box.mode == "tblr" else "rl"
    display = box.display
    if growing == "rl":  # the first line is at the right
        display = {"before": "after", "after": "before"}.get(display, display)
    line, line_align = _edge(box.x, box.width, display)
    align = box.align if box.align in ("start", "end", "left", "right") else ""
    position = {"start": box.y, "left": box.y, "end": box.y + box.height, "right": box.y + box.height}.get(
        align, box.y + box.height / 2
    )
    return Positioning(
        vertical=growing, line=_tidy(line), line_percent=True, line_align=line_align, position=_tidy(position),
        size=_tidy(box.height), align=align,
    )  # fmt: skip


def box_to_show(place: Positioning | None, *, rtl: bool = False) -> Box:
    """Return the box whose text stands where ``place`` says: for a caption that no region came with.

    ``rtl`` tells that the text runs from right to left, where what starts is at the right.

    >>> box_to_show(Positioning(anchor=9))
    Box(x=10.0, y=10.0, width=80.0, height=80.0, display='before', align='right', mode='lrtb', direction='')
    """
    anchor = 2 if place is None else place.anchor
    if anchor is None and place is not None and place == Positioning(other=place.other, box=place.box):
        anchor = 2
    if anchor is not None:
        row, column = divmod(anchor - 1, 3)
        return Box(
            10.0, 10.0, 80.0, 80.0, ("after", "center", "before")[row], ("left", "center", "right")[column]
        )  # fmt: skip
    assert place is not None  # noqa: S101 - a place without an anchor
    align = _ALIGNS.get(place.align, "center")
    if not place.vertical and align in ("start", "end"):
        align = "right" if (align == "end") != rtl else "left"
    size = 100.0 if place.size is None else min(100.0, max(1.0, float(place.size)))
    near, far = align in ("left", "start"), align in ("right", "end")
    usual = 0.0 if near else 100.0 if far else 50.0
    position = usual if place.position is None else min(100.0, max(0.0, float(place.position)))
    if near:
        size = max(1.0, min(size, 100 - position))
        start = min(position, 99.0)
    elif far:
        size = max(1.0, min(size, position))
        start = max(0.0, position - size)
    else:
        size = max(1.0, min(size, 2 * position, 2 * (100 - position)))
        start = min(max(0.0, position - size / 2), 100 - size)
    across, depth, display = _band(place)
    x, y, width, height = (round(number, 4) for number in (start, across, size, depth))
    if place.vertical:
        if place.vertical == "rl":
            display = {"before": "after", "after": "before"}.get(display, display)
        return Box(y, x, height, width, display, align, "tbrl" if place.vertical == "rl" else "tblr")
    return Box(x, y, width, height, display, align)


def _band(place: Positioning) -> tuple[float, float, str]:
    """Return from where to how far lines may go, in percent, and the side that they keep to."""
    if place.line is None:
        return 10.0, 80.0, "before" if place.vertical == "lr" else "after"
    line = float(place.line)
    if not place.line_percent:
        if line < 0:
            bottom = min(100.0, max(1.0, 100 * (_LINES + line + 1) / _LINES))
            return 0.0, bottom, "after"
        line = 100 * line / _LINES
    line = min(100.0, max(0.0, line))
    if place.line_align == "end":
        return 0.0, max(1.0, line), "after"
    if place.line_align == "center":
        half = max(0.5, min(line, 100 - line))
        return min(max(0.0, line - half), 100 - 2 * half), 2 * half, "center"
    line = min(line, 99.0)
    return line, 100 - line, "before"


def _tidy(number: float) -> float:
    whole = round(number, 2)
    return int(whole) if whole == int(whole) else whole
