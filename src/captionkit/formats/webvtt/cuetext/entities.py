"""HTML character references in cue text (https://html.spec.whatwg.org/#character-reference-state)."""

from __future__ import annotations

import re
from functools import cache

__all__ = ["unescape"]

_REFERENCE = re.compile(r"&(?:#[xX]([0-9a-fA-F]+);?|#([0-9]+);?|([0-9a-zA-Z]{1,32};?))")
#: The references that WebVTT files use; the full table of 2,231 is loaded only for others.
_COMMON = {"amp;": "&", "lt;": "<", "gt;": ">", "nbsp;": "\xa0", "lrm;": "\u200e", "rlm;": "\u200f", "quot;": '"'}
_REPLACEMENT = "\ufffd"


def unescape(text: str) -> str:
    """Return ``text`` with its character references replaced; an ``&`` that begins none stays.

    >>> unescape("AT&T &lt;3 &notit;")
    'AT&T <3 ¬it;'
    """
    return _REFERENCE.sub(_replace, text) if "&" in text else text


def _replace(match: re.Match[str]) -> str:
    hexadecimal, decimal, name = match.groups()
    if name is not None:
        return _COMMON.get(name) or _named(name)
    # no code point has more than 7 digits; longer runs (a hostile file) need not be computed
    digits = (hexadecimal or decimal).lstrip("0")
    return _REPLACEMENT if len(digits) > 7 else _numeric(int(digits or "0", 16 if hexadecimal else 10))


@cache
def _html5() -> dict[str, str]:
    from html.entities import html5

    return html5


def _named(name: str) -> str:
    """Return the longest reference that ``name`` begins with, and the rest of the name as it is."""
    table = _html5()
    for length in range(len(name), 1, -1):
        found = table.get(name[:length])
        if found is not None:
            return found + name[length:]
    return "&" + name


def _numeric(code: int) -> str:
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return _REPLACEMENT
    if 0x80 <= code <= 0x9F:
        # HTML reads these as windows-1252 where that assigns them
        return bytes([code]).decode("cp1252", "ignore") or chr(code)
    return chr(code)
