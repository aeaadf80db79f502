"""Cue settings to a Positioning and back (https://www.w3.org/TR/webvtt1/#webvtt-cue-settings)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from functools import lru_cache

from captionkit.model.cue import Positioning

__all__ = ["positioning_of_settings", "render_settings", "settings_problems"]

_BLANK = re.compile(r"[\t\n\f\r ]+")
#: Percentages and numbers (https://www.w3.org/TR/webvtt1/#webvtt-percentage); digits are ASCII digits.
_PERCENTAGE = re.compile(r"[0-9]+(?:\.[0-9]+)?%\Z")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?\Z")
_LINE_ALIGN = ("start", "center", "end")
_POSITION_ALIGN = ("line-left", "center", "line-right")
_ALIGN = ("start", "center", "end", "left", "right")
#: Longest settings string that is looked at: settings have at most six meaningful parts.
_MAX_NUMBER = 400

_Fields = dict[str, object]


@lru_cache(maxsize=4096)
def positioning_of_settings(settings: str) -> Positioning | None:
    """Return the positioning that cue settings give; None for none.

    What the specification ignores (unknown names, bad values) is kept in ``other`` as written.

    >>> positioning_of_settings("line:85% align:start").line
    85.0
    """
    fields, other = _parse(settings)
    if not fields and not other:
        return None
    return Positioning(**fields, other=tuple(other))  # type: ignore[arg-type]


@lru_cache(maxsize=4096)
def settings_problems(settings: str) -> tuple[str, ...]:
    """Return the parts of cue settings that the specification ignores."""
    return tuple(_parse(settings)[1])


def _parse(settings: str) -> tuple[_Fields, list[str]]:
    fields: _Fields = {}
    other: list[str] = []
    for part in _BLANK.split(settings):
        if not part:
            continue
        name, _, value = part.partition(":")
        parser = _PARSERS.get(name)
        found = parser(value) if parser and value and len(value) < _MAX_NUMBER * 2 else None
        if found is None:
            other.append(part)
        else:
            fields.update(found)
    return fields, list(dict.fromkeys(other))


def _vertical(value: str) -> _Fields | None:
    return {"vertical": value} if value in ("rl", "lr") else None


def _line(value: str) -> _Fields | None:
    number, comma, align = value.partition(",")
    if comma and align not in _LINE_ALIGN:
        return None
    percent = number.endswith("%")
    amount = _percentage(number) if percent else _number(number)
    return None if amount is None else {"line": amount, "line_percent": percent, "line_align": align}


def _position(value: str) -> _Fields | None:
    number, comma, align = value.partition(",")
    if comma and align not in _POSITION_ALIGN:
        return None
    amount = _percentage(number)
    return None if amount is None else {"position": amount, "position_align": align}


def _size(value: str) -> _Fields | None:
    amount = _percentage(value)
    return None if amount is None else {"size": amount}


def _align(value: str) -> _Fields | None:
    return {"align": value} if value in _ALIGN else None


def _region(value: str) -> _Fields | None:
    return {"region": value}


_PARSERS: dict[str, Callable[[str], _Fields | None]] = {
    "vertical": _vertical, "line": _line, "position": _position, "size": _size, "align": _align, "region": _region,
}  # fmt: skip


def _percentage(text: str) -> float | None:
    """A percentage from 0 to 100."""
    if not _PERCENTAGE.match(text):
        return None
    amount = float(text[:-1])
    return amount if amount <= 100 else None


def _number(text: str) -> float | None:
    if not _NUMBER.match(text):
        return None
    amount = float(text)
    return amount if math.isfinite(amount) else None


def render_settings(positioning: Positioning | None) -> str:
    """Return the cue settings of a positioning with a leading blank, or nothing.

    >>> render_settings(Positioning(line=0, align="left", other=("x:1",)))
    ' line:0 align:left x:1'
    """
    if positioning is None:
        return ""
    parts = []
    if positioning.vertical:
        parts.append(f"vertical:{positioning.vertical}")
    if positioning.line is not None:
        parts.append("line:" + _shown(positioning.line, positioning.line_percent) + _with_comma(positioning.line_align))
    if positioning.position is not None:
        parts.append("position:" + _shown(positioning.position, True) + _with_comma(positioning.position_align))
    if positioning.size is not None:
        parts.append("size:" + _shown(positioning.size, True))
    parts += [
        f"{name}:{value}" for name, value in (("align", positioning.align), ("region", positioning.region)) if value
    ]
    parts += [part for part in positioning.other if _is_setting(part)]
    return "".join(f" {part}" for part in parts)


def _is_setting(part: str) -> bool:
    """Whether an unknown part may stand in a timing line without changing what it says (ASS tags may not)."""
    return bool(part) and not part.startswith("{") and "-->" not in part and not _BLANK.search(part)


def _with_comma(align: str) -> str:
    return f",{align}" if align else ""


def _shown(number: float, percent: bool) -> str:
    whole = number == int(number)
    text = str(int(number)) if whole else format(number, ".17g") if "e" in repr(number) else repr(number)
    if "e" in text:
        text = format(number, ".340f").rstrip("0")
    return text + ("%" if percent else "")
