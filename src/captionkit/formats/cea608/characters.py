"""The characters of line-21 captions, and what is written for those that are not among them.

CEA-608-E, tables 49 to 52: a basic set (ASCII with a few changes), sixteen special characters of two bytes, and twice
32 extended ones that take the place of the character sent before them, a stand-in for receivers without them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

__all__ = ["BASIC", "CHARACTERS", "EXTENDED", "SPECIAL", "TRANSPARENT", "spelled", "stand_in"]

_CHANGED = {
    0x2A: "á", 0x5C: "é", 0x5E: "í", 0x5F: "ó", 0x60: "ú", 0x7B: "ç", 0x7C: "÷", 0x7D: "Ñ", 0x7E: "ñ", 0x7F: "█",
}  # fmt: skip
#: One byte (20-7F) -> character.
BASIC: dict[int, str] = {code: _CHANGED.get(code, chr(code)) for code in range(0x20, 0x80)}
#: The special character that is a cell through which the picture is seen.
TRANSPARENT = "\u00a0"
#: Second byte (30-3F) after 11 -> character.
SPECIAL: dict[int, str] = dict(enumerate(f"®°½¿™¢£♪à{TRANSPARENT}èâêîôû", 0x30))
#: First byte (12, 13), second byte (20-3F) -> character.
EXTENDED: dict[tuple[int, int], str] = {
    (first, second): character
    for first, row in ((0x12, "ÁÉÓÚÜü‘¡*’—©℠•“”ÀÂÇÈÊËëÎÏïÔÙùÛ«»"), (0x13, "ÃãÍÌìÒòÕõ{}\\^_|~ÄäÖöß¥¤¦ÅåØø┌┐└┘"))
    for second, character in enumerate(row, 0x20)
}

#: Written as the apostrophe: receivers differ on what the extended quotes look like.
_QUOTES = "‘’"
#: Every character that can be written -> its codes: one byte, or first and second.
CHARACTERS: dict[str, tuple[int, ...]] = {
    **{character: (code,) for code, character in BASIC.items()},
    **{character: (0x11, code) for code, character in SPECIAL.items() if character != TRANSPARENT},
    **{character: codes for codes, character in EXTENDED.items() if character not in _QUOTES},
}

_SPELLED = {
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "`": "'", "´": "'", "′": "'", "ʼ": "'", "„": '"', "‟": '"', "″": '"',
    "‹": "'", "›": "'", "–": "-", "‒": "-", "‐": "-", "‑": "-", "―": "—", "−": "-", "…": "...", "×": "x", "⁄": "/",
    "€": "EUR", "♫": "♪", "♬": "♪", "♩": "♪", "№": "No", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ĳ": "ij",
    "ı": "i", "þ": "th", "Þ": "Th", "ð": "d", "Ð": "D", "ẞ": "SS", "ŉ": "'n", "·": "•", "\u00a0": " ", "\u202f": " ",
    "\t": " ", "\u3000": " ",
}  # fmt: skip
_STAND_INS = {
    "¡": "!", "*": "x", "—": "-", "©": "c", "℠": "s", "•": ".", "“": '"', "”": '"', "«": '"', "»": '"', "{": "(",
    "}": ")", "\\": "/", "^": "'", "_": "-", "|": "/", "~": "-", "ß": "s", "¥": "Y", "¤": "$", "¦": "/", "┌": "+",
    "┐": "+", "└": "+", "┘": "+", "Ø": "O", "ø": "o",
}  # fmt: skip
_LETTER = re.compile(r"LATIN (SMALL|CAPITAL) LETTER ([A-Z]) WITH ")


@lru_cache(maxsize=4096)
def stand_in(character: str) -> str:
    """Return the basic character that is sent before an extended one.

    >>> stand_in("Á"), stand_in("“")
    ('A', '"')
    """
    return _STAND_INS.get(character) or unicodedata.normalize("NFD", character)[0]


def spelled(text: str, replaced: Counter[tuple[str, str]]) -> str:
    """Return text in the characters of line 21, counting in ``replaced`` what was written for what.

    A letter that the set lacks becomes its base letter where there is one, else a question mark.

    >>> found = Counter()
    >>> spelled("Škoda… Привет", found), found["Š", "S"]
    ('Skoda... ??????', 1)
    """
    if text.isascii() and not _ODD.search(text):
        return text
    made = []
    for character in unicodedata.normalize("NFC", text):
        if character in CHARACTERS:
            made.append(character)
        else:
            other = _other(character)
            made.append(other)
            replaced[character, other] += 1
    return "".join(made)


_ODD = re.compile(r"[`\x00-\x1f\x7f]")


@lru_cache(maxsize=4096)
def _other(character: str) -> str:
    if character in _SPELLED:
        return _SPELLED[character]
    category = unicodedata.category(character)
    if category[0] == "M" or category in ("Cf", "Cc"):
        return ""
    if category[0] == "Z":
        return " "
    base = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    if base and base != character and all(c in CHARACTERS for c in base):
        return base
    named = _LETTER.match(unicodedata.name(character, ""))
    if named:
        return named[2].lower() if named[1] == "SMALL" else named[2]
    return "?"
