"""Colours as WebVTT classes: the specification's eight, and a spelled class for every other.

WebVTT has no colour tag. It names eight default text colours (https://www.w3.org/TR/webvtt1/#default-text-color),
which every player knows as classes; any other colour becomes a class whose name spells it (``color_ff8800``) and whose
rule the writer puts into a STYLE block.
"""

from __future__ import annotations

import re

__all__ = ["class_of_color", "color_of_class", "rule_of_class"]

_DEFAULT = {
    "white": "#ffffff", "lime": "#00ff00", "cyan": "#00ffff", "red": "#ff0000",
    "yellow": "#ffff00", "magenta": "#ff00ff", "blue": "#0000ff", "black": "#000000",
}  # fmt: skip
_NAMES = {value: name for name, value in _DEFAULT.items()} | {"aqua": "cyan", "fuchsia": "magenta"}
_SPELLED = re.compile(r"color_(?:([0-9a-f]{6})|([a-z]{3,24}))\Z")
_HEX = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})\Z")
_NAME = re.compile(r"[a-z]{3,24}\Z")


def color_of_class(name: str) -> str:
    """Return the CSS colour that a class name stands for, or nothing.

    >>> color_of_class("yellow"), color_of_class("color_ff8800"), color_of_class("loud")
    ('yellow', '#ff8800', '')
    """
    if name in _DEFAULT:
        return name
    match = _SPELLED.match(name)
    return "" if match is None else f"#{match[1]}" if match[1] else match[2]


def class_of_color(color: str) -> str:
    """Return the class for a CSS colour, or nothing where it cannot be spelled as one.

    >>> class_of_color("#FFFF00"), class_of_color("#f80"), class_of_color("orange"), class_of_color("rgba(0,0,0,.5)")
    ('yellow', 'color_ff8800', 'color_orange', '')
    """
    color = color.strip().lower()
    match = _HEX.match(color)
    if match:
        digits = match[1] if len(match[1]) == 6 else "".join(2 * digit for digit in match[1])
        return _NAMES.get(f"#{digits}") or f"color_{digits}"
    name = _NAMES.get(color, color)
    if name in _DEFAULT:
        return name
    return f"color_{name}" if _NAME.match(name) else ""


def rule_of_class(name: str) -> str:
    """Return the style rule that a spelled colour class needs, or nothing."""
    return f"::cue(.{name}) {{ color: {color_of_class(name)} }}" if _SPELLED.match(name) else ""
