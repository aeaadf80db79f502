"""A cue as rows of the screen: its characters as line 21 has them, its lines in 32 columns, and where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple

from captionkit.formats.cea608.characters import spelled
from captionkit.formats.cea608.codes import COLORS, COLUMNS, ROWS, Pen
from captionkit.formats.cea608.cues import CELL_HEIGHT, CELL_WIDTH, EDGE, grid_of
from captionkit.model.cue import Cue, Positioning
from captionkit.model.text import PLAIN, Line, Style

__all__ = [
    "MOST_ROWS",
    "Made",
    "Placed",
    "Text",
    "apart",
    "fewer_rows",
    "nearest_color",
    "place",
    "placed",
    "texts_of",
    "wrap",
]

#: Rows that are on the screen at once (47 CFR 79.101 (d)).
MOST_ROWS = 4

_PLAIN = Pen()

#: A row's characters, each with its pen; all of a word have one.
Text = list[tuple[str, Pen]]


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
    """Return the rows of a cue's lines, none longer than the screen is wide; blank lines are left out."""
    rows: list[Text] = []
    wrapped = False
    for line in lines:
        text: Text = []
        for span in line.spans:
            pen = _PLAIN if span.style is PLAIN else _pen(span.style, made, classes)
            text += zip(spelled(span.text, made.replaced), repeat(pen))
        text = _stripped(text)
        if not text:
            continue
        if _one_pen_a_word(text):
            made.styles.append(number)
        parts = wrap(text)
        wrapped |= len(parts) > 1
        rows += parts
    if wrapped:
        made.wrapped.append(number)
    return rows


def fewer_rows(texts: Sequence[Text]) -> list[Text]:
    """Return rows wrapped again as one text."""
    whole: Text = []
    for text in texts:
        whole += [*([(" ", text[0][1])] if whole else []), *text]
    return wrap(whole)


def _stripped(text: Text) -> Text:
    first, last = 0, len(text)
    while first < last and text[first][0] == " ":
        first += 1
    while last > first and text[last - 1][0] == " ":
        last -= 1
    return text[first:last]


def _pen(style: Style, made: Made, classes: Mapping[str, Style]) -> Pen:
    color, italic, underline = style.color, style.italic, style.underline
    for name in style.classes:
        given = classes.get(name)
        if given is not None:
            color, italic, underline = color or given.color, italic or given.italic, underline or given.underline
    number, exact = nearest_color(color) if color else (0, True)
    if not exact:
        made.colors[color] = COLORS[number]
    return Pen(number, italic, underline)


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


def _one_pen_a_word(text: Text) -> bool:
    """Give each word the pen that most of its characters have, since a change takes a blank; say whether any had two.

    A blank between two words is not seen, so its pen does not count.
    """
    mixed = False
    at, pens = 0, [pen for _, pen in text]
    if pens.count(pens[0]) == len(pens):
        return False
    for end in [n for n, (character, _) in enumerate(text) if character == " "] + [len(text)]:
        if end > at:
            inside = Counter(pens[at:end])
            if len(inside) > 1:
                mixed |= any(text[n][0].isalnum() and pens[n] != inside.most_common(1)[0][0] for n in range(at, end))
                text[at:end] = [(character, inside.most_common(1)[0][0]) for character, _ in text[at:end]]
        at = end + 1
    return mixed


def wrap(text: Text, columns: int = COLUMNS) -> list[Text]:
    """Return a row in rows of at most ``columns``, of about the same length; words that are longer are cut.

    >>> [len(row) for row in wrap([(c, Pen()) for c in "the quick brown fox jumps over the lazy dog"])]
    [19, 23]
    """
    if len(text) <= columns:
        return [text]
    words = _words(text, columns)
    lengths = [len(word) for word in words]
    count = _rows_at(lengths, columns)
    low, high = max(lengths), columns
    if count < _rows_at(lengths, low):
        while low < high:  # the narrowest width that needs no more rows
            middle = (low + high) // 2
            if _rows_at(lengths, middle) <= count:
                high = middle
            else:
                low = middle + 1
    return _filled(words, low)


def _rows_at(lengths: Sequence[int], columns: int) -> int:
    """Return how many rows words of these lengths take."""
    count, used = 0, columns
    for length in lengths:
        used += 1 + length
        if used > columns:
            count, used = count + 1, length
    return count


def _words(text: Text, columns: int) -> list[Text]:
    words: list[Text] = []
    first = 0
    for at in [n for n, cell in enumerate(text) if cell[0] == " "] + [len(text)]:
        words += [text[start : min(start + columns, at)] for start in range(first, at, columns)]
        first = at + 1
    return words


def _filled(words: Sequence[Text], columns: int) -> list[Text]:
    rows: list[Text] = []
    for word in words:
        if rows and len(rows[-1]) + 1 + len(word) <= columns:
            rows[-1] += [(" ", word[0][1]), *word]
        else:
            rows.append(list(word))
    return rows


def placed(cue: Cue, texts: list[Text], number: int, made: Made) -> list[Placed]:
    """Return the rows of a cue where it says they stand: as they were read, or as its positioning has them."""
    grid = grid_of(cue) if cue.extras else None
    if grid is not None and len(grid) == len(texts) and all(c + len(t) <= COLUMNS for (_, c), t in zip(grid, texts)):  # noqa: B905
        return [Placed(row, column, text) for (row, column), text in zip(grid, texts, strict=True)]
    if cue.positioning is not None and cue.positioning.vertical:
        made.moved.append(number)
    return place(texts, cue.positioning)


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
    usual = place([[(character, Pen()) for character in line.text] for line in cue.lines], cue.positioning)
    near = all(row == one.row and abs(column - one.column) <= 2 for (row, column), one in zip(grid, usual, strict=True))
    return "" if near else ", ".join(f"row {row} column {column}" for row, column in grid)


def place(texts: list[Text], positioning: Positioning | None) -> list[Placed]:
    """Return rows at the rows and columns nearest to a positioning; at the bottom, centred, where it is None."""
    positioning = positioning or Positioning()
    first = min(max(_first_row(positioning, len(texts)), 1), max(ROWS + 1 - len(texts), 1))
    left, right, align = _sides(positioning, max(map(len, texts), default=0))
    rows = []
    for row, text in enumerate(texts, first):
        column = left if align < 0 else right - len(text) if align > 0 else (left + right - len(text)) / 2
        whole = int(column + 0.01) if align == 0 else round(column)
        rows.append(Placed(row, min(max(whole, 0), COLUMNS - len(text)), text))
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
