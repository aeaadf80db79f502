"""A subtitle's text field: bytes to lines of spans, as a teletext decoder or an open inserter shows them.

In teletext files a code below 20 takes a cell, which is seen as a space; colour, ground and box are reset on each row.
Codes 80 to 85 switch italics, underlining and the box of open subtitles, and go on from row to row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from captionkit.formats.ebustl.tables import CharacterTable
from captionkit.model.text import PLAIN, Line, Span, Style

__all__ = ["COLORS", "NEW_ROW", "PADDING", "FieldText", "lines_of_field"]

NEW_ROW, PADDING = 0x8A, 0x8F
#: Teletext's colours, by code, as CSS has them.
COLORS = ("black", "red", "lime", "yellow", "blue", "magenta", "cyan", "white")
_WHITE, _BLACK = 7, 0
#: A run of characters, or one code.
_TOKEN = re.compile(rb"[ -~\xa0-\xff]+|.", re.DOTALL)


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
    """The text of one row in pieces of one style, and whether each stands in a box."""

    def __init__(self) -> None:
        self.pieces: list[tuple[str, Style, bool]] = []
        self.boxed = False
        self.double = False


class _Decoder:
    """Goes through a text field from code to code."""

    def __init__(self, table: CharacterTable, teletext: bool) -> None:
        self.table = table
        self.teletext = teletext
        self.rows = [_Row()]
        self.unknown: list[int] = []
        self.italic = self.underline = self.ground_on = False
        self.color, self.ground, self.box = _WHITE, _BLACK, False

    def style(self) -> Style:
        return _style(self.color, self.ground, self.italic, self.underline, self.ground_on)

    def take(self, token: bytes) -> None:
        """Take a run of characters, or one code."""
        code = token[0]
        if code >= 0xA0 or 0x20 <= code < 0x7F:
            said = token.decode("ascii") if token.isascii() else self._characters(token)
            self.rows[-1].pieces.append((said, self.style(), self.box))
        elif code < 0x20:
            self._control(code)
        elif code == NEW_ROW:
            self.rows.append(_Row())
            self.color, self.ground, self.box = _WHITE, _BLACK, False
        elif 0x80 <= code <= 0x85:
            self._switch(code)
        elif code != PADDING:
            self.unknown.append(code)

    def _characters(self, token: bytes) -> str:
        said: list[str] = []
        accent = 0
        for code in token:
            if code in self.table.accents:
                said += [self.table.joined(accent, " ")] if accent else []
                accent = code
                continue
            char = self.table.reading.get(code, "")
            if not char:
                self.unknown.append(code)
                char = "\ufffd"
            said.append(self.table.joined(accent, char) if accent else char)
            accent = 0
        if accent:
            said.append(self.table.joined(accent, " "))
        return "".join(said)

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
        row.pieces.append((" ", self.style(), self.box))
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


@lru_cache(1024)
def _style(color: int, ground: int, italic: bool, underline: bool, ground_on: bool) -> Style:
    shown = COLORS[ground] if ground != _BLACK else "black" if ground_on else ""
    style = Style(
        italic=italic,
        underline=underline,
        color="" if color == _WHITE else COLORS[color],
        classes=(f"bg_{shown}",) if shown else (),
    )
    return PLAIN if style == PLAIN else style


def lines_of_field(data: bytes, table: CharacterTable, *, teletext: bool) -> FieldText:
    r"""Return what the bytes of a text field show.

    A row without any box is seen as a whole, although a decoder would show nothing of it: such files are common.

    >>> from captionkit.formats.ebustl.tables import table_named
    >>> field = b"\r\x03\x0b\x0bCaf\xc2e\n\n\x8a\x8a\r\x0b\x0bopen\n\n\x8f"
    >>> [line.text for line in lines_of_field(field, table_named("00"), teletext=True).lines]
    ['Café', 'open']
    """
    decoder = _Decoder(table, teletext)
    for token in _TOKEN.findall(data):
        decoder.take(token)
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
    runs: list[tuple[str, Style]] = []
    outside: list[str] = []
    for text, style, boxed in row.pieces:
        if row.boxed and not boxed:
            outside.append(text)
            text = " "
        runs.append((text, style))
    said = "".join(outside).strip()
    if said:
        hidden.append(re.sub(" +", " ", said))
    return Line(_spans(runs, teletext))


def _spans(runs: Iterable[tuple[str, Style]], teletext: bool) -> tuple[Span, ...]:
    """Return runs as spans without blanks around them; a space of teletext is in the style of what stands before it."""
    made: list[tuple[str, Style]] = []
    for text, style in runs:
        if teletext:
            text = re.sub("  +", " ", text)
            bare = text.lstrip(" ")
            if made and bare != text and not made[-1][0].endswith(" "):
                made[-1] = (made[-1][0] + " ", made[-1][1])
            text = bare
        elif not made:
            text = text.lstrip(" ")
        if not text:
            continue
        if made and made[-1][1] == style:
            made[-1] = (made[-1][0] + text, style)
        else:
            made.append((text, style))
    while made and not (bare := made[-1][0].rstrip(" ")):
        made.pop()
    if made:
        made[-1] = (bare, made[-1][1])
    return tuple(Span(text, style) for text, style in made)
