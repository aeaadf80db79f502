"""Lines to the text field of a subtitle: the other way of ``field``.

Teletext rows are boxed, a colour takes the cell of the space before the word; open subtitles have italics, underlining
and a black box. What comes out is a list of units that a block's border may not part: a doubled code, an accent with
its letter.
"""

from __future__ import annotations

import re
import unicodedata
from codecs import charmap_encode
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from unicodedata import is_normalized

from captionkit.formats.ebustl.blocks import TEXT_BYTES
from captionkit.formats.ebustl.field import COLORS
from captionkit.formats.ebustl.tables import CharacterTable, nearest
from captionkit.model.text import PLAIN, Line, Span, Style

__all__ = ["Encoder", "blocks_of"]

_ROW, _BOX, _UNBOX, _DOUBLE = b"\x8a", b"\x0b\x0b", b"\x0a\x0a", b"\x0d"
_FIRST_DOUBLE = _DOUBLE + _BOX
_NEXT, _NEXT_DOUBLE = _UNBOX + _ROW + _BOX, _UNBOX + _ROW * 2 + _DOUBLE + _BOX
_BLACK, _WHITE = 0, 7
_BLANK = re.compile(r"[ \t\x85\u2028\u2029]")
_ASCII_OR_NOT = re.compile(r"[ -~]+|[^ -~]+")
_RGB = {
    "black": 0x000000, "red": 0xFF0000, "lime": 0x00FF00, "yellow": 0xFFFF00, "blue": 0x0000FF, "magenta": 0xFF00FF,
    "cyan": 0x00FFFF, "white": 0xFFFFFF,
}  # fmt: skip


@lru_cache(1024)
def _nearest_color(color: str) -> tuple[int, bool]:
    """Return the teletext colour nearest to a CSS one, and whether it is exactly that; white for an unknown one."""
    from captionkit.formats.ass.styles import ass_color

    digits = ass_color(color)
    if not digits:
        return _WHITE, False
    parts = [int(digits[at : at + 2], 16) for at in (4, 2, 0)]
    code = sum(1 << bit for bit, part in enumerate(parts) if part >= 128)
    value = parts[0] << 16 | parts[1] << 8 | parts[2]
    return code, _RGB[COLORS[code]] == value


class Encoder:
    """Makes text fields in one table and display standard, and counts what it could not say."""

    def __init__(self, table: CharacterTable, *, teletext: bool, columns: int = 40) -> None:
        self.table = table
        self.teletext = teletext
        self.columns = columns
        #: Characters that the table lacks.
        self.replaced: Counter[str] = Counter()
        self._nearest: dict[str, bytes] = {}
        #: Styles that this display standard has not: their name and how many spans had them.
        self.unsaid: Counter[str] = Counter()
        self.colors: Counter[str] = Counter()
        self.moved = self.wide = 0

    def field(self, lines: Sequence[Line], *, double: bool) -> list[bytes]:
        """Return a text field in units that belong together."""
        return self._teletext(lines, double) if self.teletext else self._open(lines)

    def plain(self, lines: Sequence[Line], *, double: bool) -> bytes | None:
        """Return the text field of lines without any style, where it fits a block; None for what takes more care."""
        texts = []
        wide = 0
        most = self.columns - 4 if double else self.columns - 3
        for line in lines:
            spans = line.spans
            if len(spans) != 1 or spans[0].style is not PLAIN:
                return None
            text = spans[0].text
            data = text.encode() if text.isascii() and text.isprintable() else self._bytes(text)
            if not data or "  " in text or data[0] == 0x20 or data[-1] == 0x20:
                return None
            wide += len(text) > most
            texts.append(data)
        if not self.teletext:
            made = _ROW.join(texts)
        elif double:
            made = _FIRST_DOUBLE + _NEXT_DOUBLE.join(texts) + _UNBOX
        else:
            made = _BOX + _NEXT.join(texts) + _UNBOX
        if len(made) > TEXT_BYTES:
            return None
        if self.teletext:
            self.wide += wide
        return made

    def _bytes(self, text: str) -> bytes:
        """Return text in the table, or nothing where the table does not have all of it."""
        if not is_normalized("NFC", text):
            return b""
        try:
            return charmap_encode(text, "strict", self.table.numbered)[0]
        except UnicodeEncodeError:
            return b""

    def note(self, text: str) -> list[bytes]:
        """Return a comment's text field."""
        units: list[bytes] = []
        for number, line in enumerate(text.split("\n")):
            units += [_ROW] if number else []
            units += self._characters(line)
        return units

    def _characters(self, text: str) -> list[bytes]:
        """Return text as units; ASCII, which is the same in all tables, in one piece that may be cut anywhere."""
        if text.isascii() and text.isprintable():
            return [text.encode()] if text else []
        units: list[bytes] = []
        get = self.table.writing.get
        for run in _ASCII_OR_NOT.findall(unicodedata.normalize("NFC", text)):
            if run[0].isascii() and run[0].isprintable():
                units.append(run.encode())
                continue
            for char in run:
                unit = get(char)
                if unit is None:
                    unit = self._replaced(char)
                if unit:
                    units.append(unit)
        return units

    def _replaced(self, char: str) -> bytes:
        if char in "\t\x85\u2028\u2029":
            return b" "
        self.replaced[char] += 1
        said = self._nearest.get(char)
        if said is None:
            said = self._nearest[char] = b"".join(self.table.writing[c] for c in self.stand_in(char))
        return said

    def stand_in(self, char: str) -> str:
        """Return what is written for a character that the table lacks."""
        return nearest(char, self.table)

    def _teletext(self, lines: Sequence[Line], double: bool) -> list[bytes]:
        units: list[bytes] = []
        for number, line in enumerate(lines):
            units += [_ROW * 2 if double else _ROW] if number else []
            units += self._teletext_row(line, double)
        return units

    def _teletext_row(self, line: Line, double: bool) -> list[bytes]:
        units = [_DOUBLE] if double else []
        style = line.spans[0].style if line.spans else PLAIN
        unsaid = style.italic or style.underline
        if len(line.spans) == 1 or (not unsaid and all(span.style is style for span in line.spans)):
            words = [word for word in _BLANK.split(line.text) if word]
            if words:
                if unsaid:
                    self.unsaid["italic"] += len(words) * style.italic
                    self.unsaid["underline"] += len(words) * style.underline
                text = " ".join(words)
                units += [*_codes((_WHITE, _BLACK), self._colors(style)), _BOX, *self._characters(text), _UNBOX]
                self._measure(units)
            return units
        color, ground = _WHITE, _BLACK
        row: list[bytes] = []
        for word, style in self._words(line):
            wanted = self._colors(style)
            codes = _codes((color, ground), wanted)
            color, ground = wanted
            if not row:
                units += [*codes, _BOX]
            elif codes:
                row += codes
            else:
                row.append(b" ")
            row += word
        if not row:
            return units
        units += [*row, _UNBOX]
        self._measure(units)
        return units

    def _measure(self, units: Sequence[bytes]) -> None:
        """Count a row that is wider than the file's; an accent takes no cell, the last code need not have one."""
        width = sum(map(len, units)) - 1
        if width > self.columns:
            width -= sum(unit[0] in self.table.accents for unit in units if not unit.isascii())
            self.wide += width > self.columns

    def _words(self, line: Line) -> Iterator[tuple[list[bytes], Style]]:
        """Yield the words of a row, each in the style that it begins with."""
        for run in _runs(line):
            first = run[0].style
            wanted = self._colors(first)
            for span in run:
                for name in ("italic", "underline"):
                    self.unsaid[name] += bool(getattr(span.style, name))
            self.moved += any(self._colors(span.style) != wanted for span in run[1:])
            units = [unit for span in run for unit in self._characters(span.text)]
            if units:
                yield units, first

    def _colors(self, style: Style) -> tuple[int, int]:
        """Return the codes of letters and ground."""
        color = _WHITE
        if style.color:
            color, exact = _nearest_color(style.color)
            self.colors[style.color] += not exact
        if not style.classes:
            return color, _BLACK
        ground = next((name[3:] for name in reversed(style.classes) if name.startswith("bg_")), "black")
        return color, COLORS.index(ground) if ground in COLORS else _BLACK

    def _open(self, lines: Sequence[Line]) -> list[bytes]:
        units: list[bytes] = []
        if all(span.style is PLAIN for line in lines for span in line.spans):
            for number, line in enumerate(lines):
                units += [_ROW] if number else []
                units += self._characters(line.text.strip(" \t"))
            return units
        state = (False, False, False)
        for number, line in enumerate(lines):
            units += [_ROW] if number else []
            for span in _trimmed(line):
                style = span.style
                color = _nearest_color(style.color)[0] if style.color else _WHITE
                self.unsaid["color"] += color != _WHITE
                self.unsaid["ground"] += any(c.startswith("bg_") and c != "bg_black" for c in style.classes)
                wanted = (style.italic, style.underline, "bg_black" in style.classes)
                units += _switched(state, wanted)
                state = wanted
                units += self._characters(span.text)
        return [*units, *_switched(state, (False, False, False))]


def _codes(now: tuple[int, int], wanted: tuple[int, int]) -> list[bytes]:
    """Return the teletext codes from one pair of colours (letters, ground) to another."""
    color, ground = now
    codes = []
    if wanted[1] != ground:
        if wanted[1] == _BLACK:
            codes.append(b"\x1c")
        else:
            if color != wanted[1]:
                codes.append(bytes([wanted[1]]))
                color = wanted[1]
            codes.append(b"\x1d")
    if color != wanted[0]:
        codes.append(bytes([wanted[0]]))
    return codes


def _switched(now: tuple[bool, ...], wanted: tuple[bool, ...]) -> list[bytes]:
    pairs = zip((0x80, 0x82, 0x84), now, wanted, strict=True)
    return [bytes([code if new else code + 1]) for code, old, new in pairs if old != new]


def _runs(line: Line) -> Iterator[list[Span]]:
    """Yield what stands between spaces, each in parts of one style."""
    run: list[Span] = []
    for span in line.spans:
        for number, part in enumerate(_BLANK.split(span.text)):
            if number and run:
                yield run
                run = []
            if part:
                run.append(Span(part, span.style))
    if run:
        yield run


def _trimmed(line: Line) -> Iterable[Span]:
    """Return a line's spans without blanks at its ends."""
    spans = [span for span in line.spans if span.text]
    while spans and not spans[-1].text.strip(" \t"):
        spans.pop()
    while spans and not spans[0].text.strip(" \t"):
        spans.pop(0)
    if spans:
        spans[0] = Span(spans[0].text.lstrip(" \t"), spans[0].style)
        spans[-1] = Span(spans[-1].text.rstrip(" \t"), spans[-1].style)
    return spans


def blocks_of(units: Sequence[bytes]) -> list[bytes]:
    r"""Return a text field in parts that fit a block each; no unit is parted.

    >>> [len(part) for part in blocks_of([b"\xc2e"] * 56 + [b"abc"])]
    [112, 3]
    """
    whole = b"".join(units)
    if len(whole) <= TEXT_BYTES:
        return [whole]
    parts = [bytearray()]
    for unit in units:
        # printable ASCII may be cut anywhere
        pieces = [unit[at : at + 1] for at in range(len(unit))] if unit[0] >= 0x20 and unit.isascii() else [unit]
        for piece in pieces:
            if len(parts[-1]) + len(piece) > TEXT_BYTES:
                parts.append(bytearray())
            parts[-1] += piece
    return [bytes(part) for part in parts]
