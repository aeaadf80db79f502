"""A subtitle's text field: bytes to lines of spans, as a teletext decoder or an open inserter shows them.

In teletext files a code below 20 takes a cell, which is seen as a space; colour, ground and box are reset on each row.
Codes 80 to 85 switch italics, underlining and the box of open subtitles, and go on from row to row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from captionkit.formats.ebustl.tables import CharacterTable
from captionkit.model.text import PLAIN, Line, Span, Style

__all__ = ["COLORS", "NEW_ROW", "PADDING", "FieldText", "lines_of_field"]

NEW_ROW, PADDING = 0x8A, 0x8F
#: Teletext's colours, by code, as CSS has them.
COLORS = ("black", "red", "lime", "yellow", "blue", "magenta", "cyan", "white")
_WHITE, _BLACK = 7, 0


class FieldText(NamedTuple):
    """What a text field shows.

    ``above`` counts the empty rows before the first line, ``double`` is whether rows are of double height. ``hidden``
    is text outside the box, ``unknown`` are bytes that mean nothing.
    """

    lines: tuple[Line, ...]
    above: int
    double: bool
    hidden: str
    unknown: tuple[int, ...]


class _Row:
    """The characters of one row, with style and whether they stand in a box."""

    def __init__(self) -> None:
        self.chars: list[tuple[str, Style, bool]] = []
        self.boxed = False
        self.double = False


class _Decoder:
    """Goes through a text field byte by byte."""

    def __init__(self, table: CharacterTable, teletext: bool) -> None:
        self.table = table
        self.teletext = teletext
        self.rows = [_Row()]
        self.unknown: list[int] = []
        self.italic = self.underline = self.ground_on = False
        self.color, self.ground, self.box = _WHITE, _BLACK, False
        self.accent = 0
        self._styles: dict[tuple[int, int, bool, bool, bool], Style] = {}

    def style(self) -> Style:
        key = (self.color, self.ground, self.italic, self.underline, self.ground_on)
        found = self._styles.get(key)
        if found is None:
            ground = COLORS[self.ground] if self.ground != _BLACK else "black" if self.ground_on else ""
            found = Style(
                italic=self.italic,
                underline=self.underline,
                color="" if self.color == _WHITE else COLORS[self.color],
                classes=(f"bg_{ground}",) if ground else (),
            )
            self._styles[key] = found = PLAIN if found == PLAIN else found
        return found

    def take(self, code: int) -> None:
        if code >= 0xA0 or 0x20 <= code < 0x7F:
            self._character(code)
            return
        if self.accent:
            self._put(self.table.joined(self.accent, " "))
            self.accent = 0
        if code < 0x20:
            self._control(code)
        elif code == NEW_ROW:
            self.rows.append(_Row())
            self.color, self.ground, self.box = _WHITE, _BLACK, False
        elif 0x80 <= code <= 0x85:
            self._switch(code)
        elif code != PADDING:
            self.unknown.append(code)

    def _character(self, code: int) -> None:
        if code in self.table.accents:
            if self.accent:
                self._put(self.table.joined(self.accent, " "))
            self.accent = code
            return
        char = self.table.reading.get(code, "")
        if not char:
            self.unknown.append(code)
            char = "\ufffd"
        if self.accent:
            char, self.accent = self.table.joined(self.accent, char), 0
        self._put(char)

    def _put(self, char: str) -> None:
        self.rows[-1].chars.append((char, self.style(), self.box))

    def _control(self, code: int) -> None:
        if not self.teletext:
            if code:
                self.unknown.append(code)
            return
        row = self.rows[-1]
        if code == 0x1C:
            self.ground = _BLACK
        elif code == 0x1D:
            self.ground = self.color
        self._put(" ")
        if code < 8:
            self.color = code
        elif code == 0x0B:
            self.box = row.boxed = True
        elif code == 0x0A:
            self.box = False
        elif code in (0x0D, 0x0F):
            row.double = True

    def _switch(self, code: int) -> None:
        on = code % 2 == 0
        if code < 0x82:
            self.italic = on
        elif code < 0x84:
            self.underline = on
        else:
            self.ground_on = on and not self.teletext


def lines_of_field(data: bytes, table: CharacterTable, *, teletext: bool) -> FieldText:
    r"""Return what the bytes of a text field show.

    A row without any box is seen as a whole, although a decoder would show nothing of it: such files are common.

    >>> from captionkit.formats.ebustl.tables import table_named
    >>> field = b"\r\x03\x0b\x0bCaf\xc2e\n\n\x8a\x8a\r\x0b\x0bopen\n\n\x8f"
    >>> [line.text for line in lines_of_field(field, table_named("00"), teletext=True).lines]
    ['Café', 'open']
    """
    decoder = _Decoder(table, teletext)
    for code in data:
        decoder.take(code)
    if decoder.accent:
        decoder._put(table.joined(decoder.accent, " "))
    hidden: list[str] = []
    lines = [_line(row, teletext, hidden) for row in decoder.rows]
    above = 0
    while above < len(lines) and not lines[above].spans:
        above += 1
    kept = _without_second_breaks(lines[above:], [row.double for row in decoder.rows[above:]])
    double = any(row.double for row in decoder.rows)
    return FieldText(tuple(kept), above if kept else 0, double, " ".join(hidden), tuple(decoder.unknown))


def _without_second_breaks(lines: Sequence[Line], double: Sequence[bool]) -> list[Line]:
    """Leave out the row that a row of double height covers, and empty rows at the end."""
    kept: list[Line] = []
    covered = False
    for line, tall in zip(lines, double, strict=True):
        if covered and not line.spans:
            covered = False
            continue
        kept.append(line)
        covered = tall
    while kept and not kept[-1].spans:
        kept.pop()
    return kept


def _line(row: _Row, teletext: bool, hidden: list[str]) -> Line:
    chars: list[tuple[str, Style]] = []
    outside: list[str] = []
    for char, style, boxed in row.chars:
        if row.boxed and not boxed:
            outside.append(char)
            char = " "
        if char == " " and teletext and (not chars or chars[-1][0] == " "):
            continue
        chars.append((char, style))
    said = "".join(outside).strip()
    if said:
        hidden.append(said)
    while chars and chars[-1][0] == " ":
        chars.pop()
    start = next((at for at, (char, _) in enumerate(chars) if char != " "), 0)
    return Line(_spans(chars[start:], teletext))


def _spans(chars: Sequence[tuple[str, Style]], teletext: bool) -> tuple[Span, ...]:
    """Return characters as spans; a space of teletext is in the style of what stands before it."""
    spans: list[Span] = []
    run: list[str] = []
    last = PLAIN
    for char, style in chars:
        if char == " " and run and teletext:
            style = last
        if run and style != last:
            spans.append(Span("".join(run), last))
            run = []
        run.append(char)
        last = style
    if run:
        spans.append(Span("".join(run), last))
    return tuple(spans)
