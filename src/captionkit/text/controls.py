"""Control characters, none of which has a meaning in a caption: a terminal obeys them, a player shows a box.

A control character of the second set (U+0080 to U+009F) is nearly always one that Windows-1252 has at its place, read
as Latin-1; it is made that one, as browsers do with ``&#146;`` (HTML, section 13.2.5.80). U+0085 stays: it is a blank.
"""

from __future__ import annotations

import re
from collections import Counter

__all__ = ["has_controls", "how_changed", "without_controls"]

#: All of the first set but tab, line feed and carriage return.
_FIRST = bytes([*range(9), 11, 12, *range(14, 32), 127])
_SECOND = [code for code in range(0x80, 0xA0) if code != 0x85]
_MEANT = {code: bytes([code]).decode("cp1252", "ignore") for code in _SECOND}
_BECOMES: dict[int, str] = {**dict.fromkeys(_FIRST, ""), 11: " ", 12: " ", **_MEANT}
_FOUND = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")
_IN_UTF8 = re.compile(rb"\xc2[\x80-\x84\x86-\x9f]")
_WIDE = ("utf-16", "utf-32", "utf_16", "utf_32", "iso-2022", "iso2022", "hz")


def has_controls(text: str, data: bytes = b"", encoding: str = "") -> bool:
    """Whether a text holds control characters; where its bytes are given they are looked at, which is faster."""
    if not data or encoding.lower().startswith(_WIDE):
        return _FOUND.search(text) is not None
    if len(data.translate(None, _FIRST)) != len(data):
        return True
    if encoding.lower().replace("_", "-") in ("utf-8", "utf8", "utf-8-sig"):
        return _IN_UTF8.search(data) is not None
    return not text.isascii() and _FOUND.search(text) is not None


def without_controls(text: str) -> str:
    r"""Return the text without control characters.

    >>> without_controls("a\x00b\x0bc\x92d")
    'ab c’d'
    """
    return text.translate(_BECOMES)


def how_changed(text: str) -> list[tuple[str, str]]:
    r"""Return each control character of a text, in order of its code, and what is said of it when it goes.

    >>> how_changed("\x1b[31m \x1b[0m it\x92s")
    [('\x1b', '2 characters U+001B were taken out'), ('\x92', 'a character U+0092 was written as ’')]
    """
    return [(char, _said(char, count)) for char, count in sorted(Counter(_FOUND.findall(text)).items())]


def _said(char: str, count: int) -> str:
    new = _BECOMES[ord(char)]
    which = f"{count} characters U+{ord(char):04X} were" if count > 1 else f"a character U+{ord(char):04X} was"
    if new == " ":
        return f"{which} replaced by {'blanks' if count > 1 else 'a blank'}"
    return f"{which} written as {new}" if new else f"{which} taken out"
