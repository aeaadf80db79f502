"""Character tables of EBU STL: ISO 6937 for Latin, parts 5 to 8 of ISO 8859 for the others.

In ISO 6937 an accent stands before its letter. Sources: EBU Tech 3264-E, appendix 2; ISO/IEC 6937:2001. Bytes 24 and A4
are both read as a dollar sign: the editions of the standard disagree, and files follow both.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from functools import cache

from captionkit.values import value

__all__ = ["TABLES", "CharacterTable", "nearest", "table_named"]

#: What stands from A0 to FF without an accent's help; a space where nothing does.
_UPPER = (
    "\u00a0¡¢£$¥ §¤‘“«←↑→↓" "°±²³×µ¶·÷’”»¼½¾¿" "                " "—¹®©™♪¬¦    ⅛⅜⅝⅞"
    "ΩÆĐªĦ ĲĿŁØŒºÞŦŊŉ" "ĸæđðħıĳŀłøœßþŧŋ\u00ad"
)  # fmt: skip
#: Accent bytes -> combining mark, and the letters that the standard joins with it.
_ACCENTS: Mapping[int, tuple[str, str]] = {
    0xC1: ("\u0300", "AEIOUaeiou"),
    0xC2: ("\u0301", "ACEILNORSUYZacegilnorsuyz"),
    0xC3: ("\u0302", "ACEGHIJOSUWYaceghijosuwy"),
    0xC4: ("\u0303", "AINOUainou"),
    0xC5: ("\u0304", "AEIOUaeiou"),
    0xC6: ("\u0306", "AGUagu"),
    0xC7: ("\u0307", "CEGIZcegz"),
    0xC8: ("\u0308", "AEIOUYaeiouy"),
    0xC9: ("\u0308", ""),
    0xCA: ("\u030a", "AUau"),
    0xCB: ("\u0327", "CGKLNRSTcklnrst"),
    0xCD: ("\u030b", "OUou"),
    0xCE: ("\u0328", "AEIUaeiu"),
    0xCF: ("\u030c", "CDELNRSTZcdelnrstz"),
}
#: What an accent before a space shows.
_ALONE = {
    "\u0300": "`", "\u0301": "´", "\u0302": "^", "\u0303": "~", "\u0304": "¯", "\u0306": "˘", "\u0307": "˙",
    "\u0308": "¨", "\u030a": "˚", "\u0327": "¸", "\u030b": "˝", "\u0328": "˛", "\u030c": "ˇ",
}  # fmt: skip


@value
class CharacterTable:
    """One table: its name, the code of the header field, what bytes mean and how characters are written.

    ``accents`` are the bytes that stand before the letter which they change. ``numbered`` is ``writing`` by the
    numbers of the characters, as ``codecs.charmap_encode`` takes it.
    """

    name: str
    code: str
    reading: Mapping[int, str]
    writing: Mapping[str, bytes]
    accents: Mapping[int, str]
    numbered: Mapping[int, bytes]

    def joined(self, accent: int, letter: str) -> str:
        """Return a letter with an accent; the mark stands after it where there is no such letter."""
        mark = self.accents[accent]
        return _ALONE[mark] if letter == " " else unicodedata.normalize("NFC", letter + mark)


def _latin() -> CharacterTable:
    reading = {code: chr(code) for code in range(0x20, 0x7F)}
    reading |= {0xA0 + at: char for at, char in enumerate(_UPPER) if char != " "}
    writing = {char: bytes([code]) for code, char in reversed(reading.items())}
    for code, (mark, letters) in _ACCENTS.items():
        joined = {unicodedata.normalize("NFC", letter + mark): bytes([code, ord(letter)]) for letter in letters}
        writing |= joined
        if letters:
            writing.setdefault(_ALONE[mark], bytes([code, 0x20]))
    writing |= {"Ω": b"\xe0", "Ð": b"\xe2", "μ": b"\xb5"}
    reading[0x24] = "$"
    accents = {code: mark for code, (mark, _) in _ACCENTS.items()}
    return CharacterTable("latin", "00", reading, writing, accents, _numbered(writing))


def _part(name: str, code: str, codec: str) -> CharacterTable:
    reading = {n: chr(n) for n in range(0x20, 0x7F)}
    reading |= {n: char for n in range(0xA0, 0x100) if (char := bytes([n]).decode(codec, "ignore"))}
    writing = {char: bytes([n]) for n, char in reversed(reading.items())}
    return CharacterTable(name, code, reading, writing, {}, _numbered(writing))


def _numbered(writing: Mapping[str, bytes]) -> dict[int, bytes]:
    return {ord(char): data for char, data in writing.items()}


@cache
def _made() -> dict[str, CharacterTable]:
    parts = (
        ("cyrillic", "01", "iso8859_5"), ("arabic", "02", "iso8859_6"), ("greek", "03", "iso8859_7"),
        ("hebrew", "04", "iso8859_8"),
    )  # fmt: skip
    return {table.code: table for table in (_latin(), *(_part(*row) for row in parts))}


#: Table name -> the code of the header field.
TABLES = {"latin": "00", "cyrillic": "01", "arabic": "02", "greek": "03", "hebrew": "04"}


def table_named(code: str) -> CharacterTable | None:
    """Return the table that a header field names.

    >>> table_named("01").reading[0xB4], table_named("00").joined(0xC2, "e"), table_named("77")
    ('Д', 'é', None)
    """
    return _made().get(code)


#: What stands for characters that no table has.
_SPELLED = {
    "–": "-", "‐": "-", "‑": "-", "―": "—", "…": "...", "‚": ",", "„": '"', "‹": "<", "›": ">", "\u2009": " ",
    "\u202f": " ", "′": "'", "″": '"', "−": "-", "€": "EUR", "♫": "♪",
}  # fmt: skip


def nearest(char: str, table: CharacterTable) -> str:
    """Return what is written for a character that the table lacks: another spelling, its base letter, or "?".

    >>> [nearest(char, table_named("00")) for char in "…ḿ日"]
    ['...', 'm', '?']
    """
    for other in (_SPELLED.get(char, ""), unicodedata.normalize("NFKD", char)):
        kept = "".join(c for c in other if c in table.writing)
        if kept.strip():
            return kept
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return ""
    return (
        " " if char.isspace() else {"‘": "'", "’": "'", "“": '"', "”": '"', "—": "-", "«": '"', "»": '"'}.get(char, "?")
    )
