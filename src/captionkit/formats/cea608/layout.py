"""A cue as rows of the screen: its characters as line 21 has them, its lines in 32 columns, and where they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from captionkit.formats.cea608.characters import spelled
from captionkit.formats.cea608.codes import COLORS, COLUMNS, ROWS, Pen, pen_byte
from captionkit.formats.cea608.cues import CELL_HEIGHT, CELL_WIDTH, EDGE, grid_of
from captionkit.model.cue import Cue, Positioning, plain_text_of
from captionkit.model.text import PLAIN, Line, Style
from captionkit.text.marks import DASHES, opens_turn

__all__ = [
    "MOST_ROWS",
    "Made",
    "Placed",
    "Text",
    "apart",
    "nearest_color",
    "place",
    "placed",
    "plain_texts_of",
    "texts_of",
    "wrap",
]

#: Rows that are on the screen at once (47 CFR 79.101 (d)).
MOST_ROWS = 4


class Text(NamedTuple):
    """A row's characters, and the byte of each one's pen; all of a word have one."""

    letters: str
    pens: bytes


class Placed(NamedTuple):
    """A row with its number (from 1) and its column (from 0)."""

    row: int
    column: int
    text: Text


class Made:
    """What had to be changed so that line 21 takes the text; the numbers of cues count from 1."""

    __slots__ = ("colors", "moved", "replaced", "styles", "wrapped")

    def __init__(self) -> None:
        self.replaced: Counter[tuple[str, str]] = Counter()
        self.colors: dict[str, str] = {}
        self.styles: list[int] = []
        self.wrapped: list[int] = []
        self.moved: list[int] = []


def texts_of(lines: Iterable[Line], number: int, made: Made, classes: Mapping[str, Style]) -> list[Text]:
    """Return the rows of a cue's lines, none longer than the screen is wide; blank lines are left out.

    Where a line is too long all are wrapped as one text, unless several speak.
    """
    texts: list[Text] = []
    for line in lines:
        letters, pens = "", b""
        for span in line.spans:
            said = spelled(span.text, made.replaced)
            pen = 0 if span.style is PLAIN else _pen(span.style, made, classes)
            letters, pens = letters + said, pens + _PENS[pen] * len(said)
        bare = letters.strip(" ")
        if not bare:
            continue
        first = letters.index(bare)
        text = Text(bare, pens[first : first + len(bare)])
        if pens.strip(pens[:1]):
            text, mixed = _one_pen_a_word(text)
            if mixed:
                made.styles.append(number)
        texts.append(text)
    return _in_columns(texts, number, made)


def plain_texts_of(text: str, number: int, made: Made) -> list[Text]:
    """Return the rows of a cue's text that has no style, as :func:`texts_of` returns those of its lines."""
    texts = []
    for line in text.split("\n"):
        bare = spelled(line, made.replaced).strip(" ")
        if bare:
            texts.append(Text(bare, bytes(len(bare))))
    return _in_columns(texts, number, made)


def _in_columns(texts: list[Text], number: int, made: Made) -> list[Text]:
    if all(len(text.letters) <= COLUMNS for text in texts):
        return texts
    whole = _joined(texts)
    if "  " not in whole.letters and not _MAY_TURN(whole.letters):
        made.wrapped.append(number)
        return wrap(whole)
    rows = [row for text in texts for row in wrap(text)]
    if len(rows) == len(texts):
        return rows
    made.wrapped.append(number)
    return rows if any(opens_turn(row.letters) for row in rows) else wrap(_joined(rows))


#: What a row in which somebody else speaks has.
_MAY_TURN = re.compile(f"[{DASHES}>]").search


def _joined(texts: Iterable[Text]) -> Text:
    """Return texts as one; the blank before each has its first pen."""
    letters, pens = "", b""
    for text in texts:
        blank = text.pens[:1] if letters else b""
        letters, pens = f"{letters} {text.letters}" if letters else text.letters, pens + blank + text.pens
    return Text(letters, pens)


#: Pen -> that pen as bytes of one.
_PENS = [bytes((pen,)) for pen in range(32)]


def _pen(style: Style, made: Made, classes: Mapping[str, Style]) -> int:
    color, italic, underline = style.color, style.italic, style.underline
    for name in style.classes:
        given = classes.get(name)
        if given is not None:
            color, italic, underline = color or given.color, italic or given.italic, underline or given.underline
    number, exact = nearest_color(color) if color else (0, True)
    if not exact:
        made.colors[color] = COLORS[number]
    return pen_byte(Pen(number, italic, underline))


@lru_cache(maxsize=1024)
def nearest_color(color: str) -> tuple[int, bool]:
    """Return the number of the nearest of the seven colours, and whether it is that very colour.

    Black, which needs a background, and what is not a colour become white.

    >>> nearest_color("#ffff00"), nearest_color("orange"), nearest_color("black")
    ((5, True), (5, False), (0, False))
    """
    from captionkit.formats.ass.styles import ass_color

    digits = ass_color(color)
    if not digits or digits == "000000":
        return 0, False
    levels = [int(digits[at : at + 2], 16) for at in (4, 2, 0)]
    most = max(levels)
    bits = [level * 2 > most for level in levels]
    number = _BITS.index(bits)
    return number, all(level in (0, 255) for level in levels)


#: Whether each of red, green and blue is in a colour, in the order of the colours.
_BITS = [[True] * 3, [False, True, False], [False, False, True], [False, True, True], [True, False, False],
         [True, True, False], [True, False, True]]  # fmt: skip


def _one_pen_a_word(text: Text) -> tuple[Text, bool]:
    """Give each word the pen that most of its characters have, since a change takes a blank; say whether any had two.

    A blank between two words is not seen, so its pen does not count.
    """
    letters, pens = text.letters, bytearray(text.pens)
    mixed = False
    at = 0
    for word in letters.split(" "):
        end = at + len(word)
        if word:
            most = Counter(pens[at:end]).most_common(1)[0][0]
            mixed |= any(pens[n] != most and letters[n].isalnum() for n in range(at, end))
            pens[at:end] = _PENS[most] * len(word)
        at = end + 1
    return Text(letters, bytes(pens)), mixed


def wrap(text: Text, columns: int = COLUMNS) -> list[Text]:
    """Return a row in rows of at most ``columns``, of about the same length; words that are longer are cut.

    >>> [row.letters for row in wrap(Text("the quick brown fox jumps over the lazy dog", bytes(43)))]
    ['the quick brown fox', 'jumps over the lazy dog']
    """
    if len(text.letters) <= columns:
        return [text]
    letters = text.letters
    longest = max(map(len, letters.split(" ")))
    if longest > columns or "  " in letters:
        text = _joined(_words(text, columns))
        letters, longest = text.letters, min(longest, columns)
    rows, at = [], 0
    for end in (*_even_breaks(letters, longest, columns), len(letters)):
        rows.append(Text(letters[at:end], text.pens[at:end]))
        at = end + 1
    return rows


def _even_breaks(letters: str, longest: int, columns: int) -> list[int]:
    """Return the blanks at which rows end of the narrowest width that needs no more of them than ``columns``."""
    breaks = _breaks(letters, columns)
    rows, length = len(breaks) + 1, len(letters)
    if rows == 2:  # the blank next to the middle tells
        half = length // 2
        near = letters.rfind(" ", 0, half + 1), letters.find(" ", half)
        width = min([max(blank, length - 1 - blank) for blank in near if blank >= 0])
        return [letters.rfind(" ", 0, width + 1)]
    low, high = max(longest, (length - len(breaks) + rows - 1) // rows), columns
    while low < high:
        middle = (low + high) // 2
        found = _breaks(letters, middle)
        if len(found) < rows:
            high, breaks = middle, found
        else:
            low = middle + 1
    return breaks


def _breaks(letters: str, columns: int) -> list[int]:
    """Return the blanks at which rows end that are filled one after the other; no word is longer than a row."""
    breaks, at, last = [], 0, len(letters) - columns
    while at < last:
        end = letters.rfind(" ", at, at + columns + 1)
        breaks.append(end)
        at = end + 1
    return breaks


def _words(text: Text, columns: int) -> list[Text]:
    """Return the words, those longer than ``columns`` in parts."""
    words: list[Text] = []
    first = 0
    for word in text.letters.split(" "):
        at = first + len(word)
        for start in range(first, at, columns):
            end = min(start + columns, at)
            words.append(Text(text.letters[start:end], text.pens[start:end]))
        first = at + 1
    return words


def placed(cue: Cue, texts: list[Text], number: int, made: Made) -> list[Placed]:
    """Return the rows of a cue where it says they stand: as they were read, or as its positioning has them."""
    grid = grid_of(cue) if cue.extras else None
    if grid is not None and len(grid) == len(texts):
        rows = [Placed(row, column, text) for (row, column), text in zip(grid, texts, strict=True)]
        if all(row.column + len(row.text.letters) <= COLUMNS for row in rows):
            return rows
    # text alone with nothing beside its times has no place: to ask for it would parse the cue
    where = None if not cue.settings and plain_text_of(cue) is not None else cue.positioning
    if where is not None and where.vertical:
        made.moved.append(number)
    return place(texts, where)


def apart(cue: Cue) -> str:
    r"""Return the rows of a cue and their columns where its positioning does not say them; "" where it does.

    >>> from captionkit.formats.cea608.cues import positioning_of_rows
    >>> where = positioning_of_rows([(1, 0, 3), (15, 0, 4)])
    >>> apart(Cue(0, 900, "Low\ntide", positioning=where, extras={"cea608": [[1, 0], [15, 0]]}))
    'row 1 column 0, row 15 column 0'
    """
    grid = grid_of(cue)
    if grid is None:
        return ""
    usual = place([Text(line.text, b"") for line in cue.lines], cue.positioning)
    near = all(row == one.row and abs(column - one.column) <= 2 for (row, column), one in zip(grid, usual, strict=True))
    return "" if near else ", ".join(f"row {row} column {column}" for row, column in grid)


def place(texts: list[Text], positioning: Positioning | None) -> list[Placed]:
    """Return rows at the rows and columns nearest to a positioning; at the bottom, centred, where it is None."""
    if positioning is None:
        return [
            Placed(row, (COLUMNS - len(text.letters)) // 2, text)
            for row, text in enumerate(texts, max(ROWS + 1 - len(texts), 1))
        ]
    first = min(max(_first_row(positioning, len(texts)), 1), max(ROWS + 1 - len(texts), 1))
    left, right, align = _sides(positioning, max((len(text.letters) for text in texts), default=0))
    rows = []
    for row, text in enumerate(texts, first):
        width = len(text.letters)
        column = left if align < 0 else right - width if align > 0 else (left + right - width) / 2
        whole = int(column + 0.01) if align == 0 else round(column)
        rows.append(Placed(row, min(max(whole, 0), COLUMNS - width), text))
    return rows


def _first_row(positioning: Positioning, count: int) -> int:
    line = positioning.line
    if positioning.anchor is not None:
        above, _ = divmod(positioning.anchor - 1, 3)
        return (ROWS + 1 - count, (ROWS - count) // 2 + 1, 1)[above]
    if line is None:
        return ROWS + 1 - count
    if not positioning.line_percent:
        return int(line) + 1 if line >= 0 else ROWS + 1 + int(max(line, -ROWS))
    lower = {"center": count / 2, "end": float(count)}.get(positioning.line_align, 0.0)
    return round((line - EDGE) / CELL_HEIGHT + 1 - lower)


def _sides(positioning: Positioning, width: int) -> tuple[float, float, int]:
    """Return the left and right border of the text in columns, and how it is aligned: -1 left, 0 centre, 1 right."""
    if positioning.anchor is not None:
        return 0, COLUMNS, (positioning.anchor - 1) % 3 - 1
    align = {"start": -1, "left": -1, "end": 1, "right": 1}.get(positioning.align, 0)
    if positioning.position is None and align == 0:
        return 0, COLUMNS, 0
    hang = {"line-left": -1, "center": 0, "line-right": 1}.get(positioning.position_align, align)
    position = positioning.position if positioning.position is not None else 50 * (align + 1)
    at = (position - EDGE) / CELL_WIDTH
    box = positioning.size / CELL_WIDTH if positioning.size is not None and positioning.position is not None else width
    left = at - box * (hang + 1) / 2
    return left, left + box, align
