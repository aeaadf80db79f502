"""Positions in text: a page counts UTF-16 units, as JavaScript does; captionkit counts characters."""

from __future__ import annotations

__all__ = ["utf16_length", "utf16_offset"]


def utf16_length(text: str) -> int:
    r"""Return the length of a text as a page counts it.

    >>> utf16_length("\U0001f600 yes")
    6
    """
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_offset(text: str, offset: int) -> int:
    """Return the position in characters of an offset that a page counts in UTF-16 units.

    >>> utf16_offset("\U0001f600 yes", 3)
    2
    """
    if utf16_length(text) == len(text):
        return offset
    units = 0
    for at, character in enumerate(text):
        if units >= offset:
            return at
        units += 2 if character > "\uffff" else 1
    return len(text) + max(0, offset - units)
