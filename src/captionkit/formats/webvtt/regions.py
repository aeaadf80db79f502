"""Region blocks (https://www.w3.org/TR/webvtt1/#webvtt-region-settings)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from captionkit.values import value

__all__ = ["Region", "parse_region"]

_BLANK = re.compile(r"[\t\n\f\r ]+")
_PERCENTAGE = re.compile(r"[0-9]+(?:\.[0-9]+)?%\Z")


@value
class Region:
    """A region; percentages are 0 to 100, ``lines`` a number of lines, ``scroll`` ``""`` or ``"up"``."""

    id: str = ""
    width: float = 100
    lines: int = 3
    region_anchor: tuple[float, float] = (0, 100)
    viewport_anchor: tuple[float, float] = (0, 100)
    scroll: str = ""


def parse_region(text: str) -> Region:
    """Return the region that a block's settings describe; what the specification ignores is ignored.

    >>> parse_region("id:top width:40% lines:2").lines
    2
    """
    region = Region()
    for part in _BLANK.split(text):
        name, _, value = part.partition(":")
        parser = _PARSERS.get(name)
        found = parser(value) if parser and value else None
        if found is not None:
            region = replace(region, **found)
    return region


def _percentage(text: str) -> float | None:
    if len(text) > 400 or not _PERCENTAGE.match(text):
        return None
    amount = float(text[:-1])
    return amount if amount <= 100 else None


def _anchor(name: str) -> Callable[[str], dict[str, Any] | None]:
    def parse(value: str) -> dict[str, Any] | None:
        x, comma, y = value.partition(",")
        pair = (_percentage(x), _percentage(y))
        return {name: pair} if comma and None not in pair else None

    return parse


def _width(value: str) -> dict[str, Any] | None:
    amount = _percentage(value)
    return None if amount is None else {"width": amount}


def _lines(value: str) -> dict[str, Any] | None:
    return {"lines": int(value)} if value.isascii() and value.isdigit() and len(value) < 400 else None


_PARSERS: dict[str, Callable[[str], dict[str, Any] | None]] = {
    "id": lambda value: {"id": value},
    "width": _width,
    "lines": _lines,
    "regionanchor": _anchor("region_anchor"),
    "viewportanchor": _anchor("viewport_anchor"),
    "scroll": lambda value: {"scroll": "up"} if value == "up" else None,
}
