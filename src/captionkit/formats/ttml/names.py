"""Identifiers: XML names and what cues are called."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["name_in", "only_numbers", "xml_name"]

_ESCAPE = re.compile(r"_x([0-9A-F]{4,6})_")
_FIRST = re.compile(r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u0370-\u037d\u0400-\u1fff\u3041-\ud7a3]")
_NOT_NAME = re.compile(r"[^\w.-]|_(?=x[0-9A-F]{4,6}_)|[\u2000-\u206f\u00aa\u00b2\u00b3\u00b9\u00ba\u00bc-\u00be]")
_NUMBERED = re.compile(r"([^\W\d]\D{0,40}?)(\d{1,9})\Z")


def xml_name(text: str) -> str:
    """Return an identifier as an XML name that begins with a letter; other characters are spelled.

    >>> xml_name("cue 2"), xml_name("7"), xml_name("intro")
    ('cue_x0020_2', '_x0037_', 'intro')
    """
    made = _NOT_NAME.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return made if _FIRST.match(made) or not made else f"_x{ord(made[0]):04X}_{made[1:]}" if made[0] != "_" else made


def name_in(text: str) -> str:
    """Return the identifier that :func:`xml_name` spelled.

    >>> name_in("cue_x0020_2")
    'cue 2'
    """
    if "_x" not in text:
        return text
    return _ESCAPE.sub(lambda match: chr(code) if (code := int(match[1], 16)) < 0x110000 else match[0], text)


def only_numbers(names: Sequence[str]) -> bool:
    """Whether identifiers do nothing but count: the same letters, then 0, 1, 2, or 1, 2, 3.

    >>> only_numbers(["p1", "p2", "p3"]), only_numbers(["p1", "p3"]), only_numbers(["intro"])
    (True, False, False)
    """
    first = _NUMBERED.match(names[0]) if names else None
    if first is None or int(first[2]) > 1:
        return False
    start = int(first[2])
    return all(name == f"{first[1]}{n}" for n, name in enumerate(names, start))
