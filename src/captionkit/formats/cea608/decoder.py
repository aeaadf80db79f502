"""A receiver of line-21 captions: pairs in the order and at the times they are sent, screens out.

Two memories of 15 rows: in pop-on captions one is shown while the other is loaded, in roll-up and paint-on captions
what is sent is shown at once. 47 CFR 79.101 (f). What is given out is not every pair's picture but stretches that a
reader takes for one caption: a pop-on screen until it changes; of roll-up captions each line once, from its first pair
to the carriage return, or, with ``whole``, what stood on the screen; of paint-on captions what was painted before the
screen was cleared or written over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Literal, NamedTuple

from captionkit.formats.cea608.characters import BASIC, EXTENDED, SPECIAL, TRANSPARENT
from captionkit.formats.cea608.codes import BNK, COLUMNS, NULL, PAIR, ROWS, Pen, address_of

__all__ = ["Cell", "Counts", "Row", "Screen", "decode"]

#: The cells of a row that are kept, where letters past the last column are.
_LONGEST = 128
#: A rolled screen shorter than this, before the next line comes, is not given out by itself.
_ROLLING = 15 * PAIR
_DOUBLED = PAIR * 3 // 2

Mode = Literal["", "pop", "roll", "paint", "text"]


class Cell(NamedTuple):
    """A character on the screen, how it looks, and when it came (ticks; meaningless in pop-on captions)."""

    character: str
    pen: Pen
    tick: int


#: A cell of a tuple, for a hot loop: half of what its own constructor costs.
_cell: Callable[[tuple[str, Pen, int]], Cell] = partial(tuple.__new__, Cell)


class Row(NamedTuple):
    """A row of a screen from its first visible cell on: number from 1, column from 0."""

    number: int
    column: int
    cells: tuple[Cell, ...]

    def looks_like(self, other: Row) -> bool:
        """Whether both show the same, whenever it came."""
        return self[:2] == other[:2] and [c[:2] for c in self.cells] == [c[:2] for c in other.cells]


class Screen(NamedTuple):
    """What was shown from ``start`` to ``end`` (ticks; None where nothing cleared it); ``live``: seen as it came."""

    start: int
    end: int | None
    rows: tuple[Row, ...]
    live: bool


class Counts:
    """What was noticed: pairs before any mode, letters past the last column, codes of other channels and services."""

    __slots__ = ("background", "before", "other", "past", "rolled", "text")

    def __init__(self) -> None:
        self.before = self.past = self.other = self.text = self.background = self.rolled = 0


Memory = dict[int, dict[int, Cell]]
_BLANK = (" ", BNK)
#: Second byte of a command -> the mode that it sets; two are of the text service.
_MODES: dict[int, Mode] = {0x20: "pop", 0x29: "paint", 0x2A: "text", 0x2B: "text"}
_SHOWING = ("pop", "roll", "paint")


def decode(
    pairs: Iterable[tuple[int, int, int]], counts: Counts, *, channel: int = 1, doubled: bool = True,
    whole: bool = False, receiver: bool = False,
) -> list[Screen]:  # fmt: skip
    """Return the screens of (tick, first, second), pairs without parity in order.

    ``doubled`` says that codes are sent twice; ``receiver`` overwrites the last column as receivers do, where otherwise
    letters past it are kept.
    """
    decoder = _Decoder(counts, whole=whole, receiver=receiver)
    mine, last, last_tick = True, NULL, -PAIR
    for tick, first, second in pairs:
        if not 0x10 <= first < 0x20:
            if not first and not second:  # the filling between captions
                continue
            last = NULL
            if mine and (first >= 0x20 or not first):
                decoder.letters(first, second, tick)
            counts.other += 0 < first < 0x10
            continue
        again = doubled and (first, second) == last and tick - last_tick <= _DOUBLED
        last, last_tick = (NULL if again else (first, second)), tick
        if not again:
            mine = (first & 8 == 0) == (channel == 1)
            counts.other += not mine
            if mine:
                decoder.code(first & 0xF7, second, tick)
    decoder.end()
    return decoder.done


class _Open:
    """The screen that is being shown; ``rows`` are None while it is still being written."""

    __slots__ = ("kind", "rows", "start")

    def __init__(self, start: int, kind: Literal["pop", "line", "whole", "rolled", "paint"]) -> None:
        self.start = start
        self.kind = kind
        self.rows: tuple[Row, ...] | None = None


class _Decoder:
    """The state of a receiver."""

    def __init__(self, counts: Counts, *, whole: bool, receiver: bool) -> None:
        self.counts = counts
        self.whole = whole
        self.receiver = receiver
        self.done: list[Screen] = []
        self.shown: Memory = {}
        self.hidden: Memory = {}
        self.mode: Mode = ""
        self.row = self.base = ROWS
        self.column = 0
        self.depth = 2
        self.pen = Pen()
        self.open: _Open | None = None
        self.overwrites = False

    # --- characters

    def letters(self, first: int, second: int, tick: int) -> None:
        column = self.column
        if self.mode == "pop" and column < COLUMNS - 1 and first >= 0x20 and second >= 0x20:  # as nearly all are
            cells = self.hidden.get(self.row)
            if cells is None:
                cells = self.hidden[self.row] = {}
            cells[column] = _cell((BASIC[first], self.pen, tick))
            cells[column + 1] = _cell((BASIC[second], self.pen, tick))
            self.column = column + 2
            return
        for byte in (first, second):
            if byte >= 0x20:
                self.write(BASIC[byte], tick)

    def write(self, character: str, tick: int) -> None:
        mode = self.mode
        if mode == "pop":
            memory = self.hidden
        elif mode == "roll" or mode == "paint":
            memory = self.shown
            if character not in _BLANK:
                self._begin(tick)
        else:
            self._count_unshown()
            return
        cells = memory.get(self.row)
        if cells is None:
            cells = memory[self.row] = {}
        column = self.column
        if column >= COLUMNS:
            self.counts.past += 1
            if self.receiver or column >= _LONGEST:
                column = self.column = (COLUMNS if self.receiver else _LONGEST) - 1
        if character == TRANSPARENT:
            cells.pop(column, None)
        else:
            cells[column] = _cell((character, self.pen, tick))
        self.column = column + 1

    def _count_unshown(self) -> None:
        if self.mode == "text":
            self.counts.text += 1
        else:
            self.counts.before += 1

    def _memory(self) -> Memory:
        return self.hidden if self.mode == "pop" else self.shown

    def _back(self) -> None:
        """Go back by a cell and clear it."""
        if self.column:
            self.column -= 1
            cells = self._memory().get(self.row)
            if cells:
                cells.pop(self.column, None)

    # --- codes

    def code(self, first: int, second: int, tick: int) -> None:
        if second >= 0x40:
            if second < 0x80 and (first != 0x10 or second < 0x60):
                self._address(first, second)
        elif first == 0x11 and second >= 0x30:
            self.write(SPECIAL[second], tick)
        elif first == 0x11 and second >= 0x20:
            self._mid_row(second, tick)
        elif first in (0x12, 0x13) and second >= 0x20:
            if self.mode in _SHOWING:
                self._back()
            self.write(EXTENDED[first, second], tick)
        elif first in (0x14, 0x15) and second >= 0x20:
            self._command(second, tick)
        elif first == 0x17 and 0x21 <= second <= 0x23:
            self.column = min(self.column + second - 0x20, COLUMNS - 1)
        elif first == 0x10 or first == 0x17:
            self.counts.background += 1

    def _mid_row(self, second: int, tick: int) -> None:
        style, underline = second >> 1 & 7, bool(second & 1)
        italic = style == 7
        self.pen = Pen(self.pen.color if italic else style, italic, underline)
        if self.mode in _SHOWING:
            self.write(BNK, tick)

    def _address(self, first: int, second: int) -> None:
        row, column, self.pen = address_of(first, second)
        if self.mode == "roll":
            self._move(row)
            row = self.base
        elif self.mode == "paint" and self.shown.get(row):
            self.overwrites = True
        self.row, self.column = row, column

    def _command(self, second: int, tick: int) -> None:
        mode = _MODES.get(second)
        if mode:
            self.mode = mode
        elif 0x25 <= second <= 0x27:
            self._roll_up(second - 0x23, tick)
        elif second == 0x2D:
            self._return(tick)
        elif second == 0x2F:
            self._swap(tick)
        elif second == 0x2C:
            self._close(tick)
            self.shown = {}
        elif second == 0x2E:
            self.hidden = {}
        elif self.mode in _SHOWING:
            self._edit(second, tick)

    def _edit(self, second: int, tick: int) -> None:
        if second == 0x21:
            self.column = min(self.column, COLUMNS if self.receiver else _LONGEST)
            self._back()
        elif second == 0x24:
            cells = self._memory().get(self.row, {})
            for column in [c for c in cells if c >= self.column]:
                del cells[column]
        elif second == 0x28:  # flashing begins
            self.write(BNK, tick)

    def _swap(self, tick: int) -> None:
        self.shown, self.hidden = self.hidden, self.shown
        self.mode = "pop"
        rows = _rows(self.shown)
        now = self.open
        if now is not None and now.rows is not None and _same(now.rows, rows):
            return
        # what was being painted is in the other memory now
        self._close(tick, self.hidden)
        if rows:
            self.open = _Open(tick, "pop")
            self.open.rows = rows

    # --- roll-up

    def _roll_up(self, depth: int, tick: int) -> None:
        if self.mode != "roll":
            self._close(tick)
            self.shown, self.hidden = {}, {}
            self.mode = "roll"
            self.row = self.base = ROWS
            self.column = 0
            self.pen = Pen()
        self.depth = depth
        for row in [row for row in self.shown if row <= self.base - depth]:
            del self.shown[row]

    def _move(self, base: int) -> None:
        """Move the rows that are shown to another base row, all of which must be on the screen."""
        base = max(base, self.depth)
        if base != self.base:
            self.shown = {row + base - self.base: cells for row, cells in self.shown.items()}
            self.base = base

    def _return(self, tick: int) -> None:
        if self.mode != "roll":
            return
        self._close(tick)
        self.counts.rolled += 1
        self.shown = {
            row - 1: cells
            for row, cells in self.shown.items()
            if self.base - self.depth + 1 < row <= self.base
        }  # fmt: skip
        self.row, self.column = self.base, 0
        if self.whole and (rows := _rows(self.shown)):
            self.open = _Open(tick, "rolled")
            self.open.rows = rows

    # --- what is shown

    def _begin(self, tick: int) -> None:
        """Note that something is about to appear on the screen."""
        now = self.open
        if self.mode == "paint":
            if now is None or now.kind != "paint" or self.overwrites:
                self._close(tick)
                self.open = _Open(tick, "paint")
        elif now is None or now.rows is not None:
            if now is not None and now.kind == "rolled" and self.done and tick - now.start <= _ROLLING:
                self.done[-1] = self.done[-1]._replace(end=tick)
                self.open = None
            self._close(tick)
            self.open = _Open(tick, "whole" if self.whole else "line")
        self.overwrites = False

    def _close(self, tick: int | None, memory: Memory | None = None) -> None:
        now, self.open = self.open, None
        if now is None:
            return
        rows = now.rows
        if rows is None:
            memory = self.shown if memory is None else memory
            rows = _rows({self.base: memory.get(self.base, {})} if now.kind == "line" else memory)
        if rows:
            self.done.append(Screen(now.start, tick, rows, now.kind in ("line", "paint")))

    def end(self) -> None:
        self._close(None)


def _same(one: tuple[Row, ...], two: tuple[Row, ...]) -> bool:
    return len(one) == len(two) and all(map(Row.looks_like, one, two))


def _rows(memory: Memory) -> tuple[Row, ...]:
    """Return the rows of a memory that show anything."""
    made = []
    for number in sorted(memory):
        cells = memory[number]
        seen = [column for column, cell in cells.items() if cell[0] not in _BLANK]
        if seen:
            first, last = min(seen), max(seen)
            gap = Cell(" ", Pen(), cells[first].tick)
            made.append(Row(number, first, tuple([cells.get(column, gap) for column in range(first, last + 1)])))
    return tuple(made)
