"""Control codes of line 21 as pairs of seven-bit bytes, parity, and the units of time both file formats count in.

Pairs are (first, second) without parity; those of the first channel. 47 CFR 79.101 (e) to (g).
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = [
    "BNK", "COLORS", "COLUMNS", "CR", "EDM", "ENM", "EOC", "NULL", "PAIR", "PARITY", "PENS", "RATE", "RCL", "RDC",
    "ROLL_UP", "ROWS", "TICKS", "Pen", "address", "address_of", "mid_row", "ms_of_ticks", "pen_byte", "tab",
]  # fmt: skip

from fractions import Fraction

Pair = tuple[int, int]

ROWS, COLUMNS = 15, 32
#: Ticks a second: a unit in which a frame of every rate in use is a whole number.
TICKS = 120_000
#: A pair is sent with each frame of 30000/1001 a second.
RATE = Fraction(30000, 1001)
PAIR = 4004

RCL, RDC = (0x14, 0x20), (0x14, 0x29)
EDM, CR, ENM, EOC = (0x14, 0x2C), (0x14, 0x2D), (0x14, 0x2E), (0x14, 0x2F)
#: Rows shown -> the code that begins roll-up captions.
ROLL_UP = {2: (0x14, 0x25), 3: (0x14, 0x26), 4: (0x14, 0x27)}
NULL = (0, 0)
#: A character cell that a control code takes.
BNK = "\x00"
#: CSS colours in the order of their codes (the green of line 21 is the pure one).
COLORS = ("white", "lime", "blue", "cyan", "red", "yellow", "magenta")

#: Any byte -> its low seven bits with odd parity (for ``bytes.translate``).
PARITY = bytes(bits | (0x80 if bits.bit_count() % 2 == 0 else 0) for bits in (*range(128), *range(128)))

#: First byte's low bits -> the two rows whose address begins with it.
_ROWS = {1: (1, 2), 2: (3, 4), 5: (5, 6), 6: (7, 8), 7: (9, 10), 0: (11, 11), 3: (12, 13), 4: (14, 15)}
_FIRST = {row: (0x10 + low, 0x60 if row == rows[1] and low else 0x40) for low, rows in _ROWS.items() for row in rows}
_ITALIC = 7


class Pen(NamedTuple):
    """How characters look: the number of a colour (0 is white), italics, underline."""

    color: int = 0
    italic: bool = False
    underline: bool = False


#: The pens by their bytes; 0 is the plain one.
PENS = [Pen(byte >> 2, bool(byte & 2), bool(byte & 1)) for byte in range(4 * len(COLORS))]


def pen_byte(pen: Pen) -> int:
    """Return the place of a pen in :data:`PENS`."""
    return pen.color << 2 | pen.italic << 1 | pen.underline


def ms_of_ticks(ticks: int) -> int:
    """Return a time in ms, rounded half up.

    >>> ms_of_ticks(12 * PAIR)
    400
    """
    return (ticks + TICKS // 2000) * 1000 // TICKS


def address(row: int, column: int, pen: Pen = Pen()) -> Pair:  # noqa: B008
    """Return the code that goes to a row (1 to 15): to a column that is a multiple of 4, or to column 0 with a pen.

    >>> [f"{byte:02x}" for byte in address(15, 4)]
    ['14', '72']
    """
    first, base = _FIRST[row]
    style = 8 + column // 4 if column or pen == Pen(0, False, pen.underline) else _ITALIC if pen.italic else pen.color
    return first, base + 2 * style + pen.underline


def address_of(first: int, second: int) -> tuple[int, int, Pen]:
    """Return row, column and pen of an address code.

    >>> address_of(0x14, 0x72)
    (15, 4, Pen(color=0, italic=False, underline=False))
    """
    row = _ROWS[first & 7][second >> 5 & 1]
    style, underline = second >> 1 & 15, bool(second & 1)
    if style >= 8:
        return row, 4 * (style - 8), Pen(0, False, underline)
    return row, 0, Pen(0, True, underline) if style == _ITALIC else Pen(style, False, underline)


def mid_row(pen: Pen, before: Pen) -> list[Pair]:
    """Return the codes that change the pen within a row, each of which takes a cell; the last one counts most."""
    if not pen.italic:
        return [(0x11, 0x20 + 2 * pen.color + pen.underline)]
    # italics keep the colour that was said before them
    italic = (0x11, 0x2E + pen.underline)
    return [italic] if pen.color == before.color else [(0x11, 0x20 + 2 * pen.color + pen.underline), italic]


def tab(columns: int) -> Pair:
    """Return the code that moves on by one to three columns."""
    return 0x17, 0x20 + columns
