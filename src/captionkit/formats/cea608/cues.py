"""Screens of a receiver as cues: text, styles, where they stand, and when each word of a live caption came.

Where rows stand is said as WebVTT settings of the same place on the picture: the 15 rows and 32 columns fill the middle
four fifths of its height and width, as in the W3C's mapping of line 21 to WebVTT. Rows centred at the bottom are the
default of every format and need no words. What one setting cannot say (each row's own column) is kept beside the cue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from captionkit.diagnostics import Collector
from captionkit.errors import LimitError
from captionkit.formats.cea608 import GRID
from captionkit.formats.cea608.codes import BNK, COLORS, COLUMNS, ROWS, Pen, ms_of_ticks
from captionkit.formats.cea608.decoder import Cell, Counts, Row, Screen, decode
from captionkit.model.cue import Cue, Positioning
from captionkit.model.text import PLAIN, Line, Span, Style
from captionkit.model.transcript import Word
from captionkit.sources import ReadOptions

__all__ = [
    "CELL_HEIGHT",
    "CELL_WIDTH",
    "EDGE",
    "MOST_PAIRS",
    "OPEN_END",
    "Sent",
    "grid_of",
    "positioning_of_rows",
    "read_cues",
]

#: The most pairs of a file: those of a day and a half.
MOST_PAIRS = 4_000_000
#: How long a caption stays that nothing clears (ms).
OPEN_END = 4000
#: Where the first row and column are, and how large a cell is (per cent of the picture).
EDGE, CELL_HEIGHT, CELL_WIDTH = 10.0, 80 / ROWS, 80 / COLUMNS
#: Rows are centred whose middles are within so many columns of the screen's.
_CENTRED = 2


#: A pair as it stood in a file, parity included: its time in ticks, first and second byte.
Sent = tuple[int, int, int]


def read_cues(pairs: Sequence[Sent], options: ReadOptions, notes: Collector) -> list[Cue]:
    """Return the cues of the first channel that a file's pairs hold; what was odd about them goes to ``notes``.

    Raises LimitError for more pairs than ``MOST_PAIRS``.
    """
    if len(pairs) > MOST_PAIRS:
        raise LimitError(f"{notes.file}: more pairs than {MOST_PAIRS:,}", hint="split the file")
    _report_parity(pairs, notes)
    plain = [(tick, first & 0x7F, second & 0x7F) for tick, first, second in pairs]
    counts = Counts()
    channel = _channel(plain)
    screens = decode(
        plain, counts, channel=channel, doubled=_are_doubled(plain), whole=options.roll_up == "screen",
        receiver=options.strict,
    )  # fmt: skip
    _report(counts, channel, options, notes)
    cues = [_cue(screen, options.start_timecode) for screen in screens]
    if screens and screens[-1].end is None:
        notes.add(
            "cea608.open-end", f"nothing clears the last caption; it was ended {OPEN_END} ms after its start",
            cue=len(cues),
        )  # fmt: skip
    return cues


def _report_parity(pairs: Iterable[Sent], notes: Collector) -> None:
    wrong = sum([_WRONG[first] | _WRONG[second] for _, first, second in pairs])
    if wrong:
        message = f"{wrong} pairs have wrong parity; their low seven bits were read"
        notes.add("cea608.parity", message, repair=True, data={"pairs": wrong})


#: Any byte -> 1 where its parity is wrong.
_WRONG = bytes(1 - byte.bit_count() % 2 for byte in range(256))


def _channel(pairs: Iterable[tuple[int, int, int]]) -> int:
    """Return the channel to read: the second where only that one is ever put into a mode."""
    modes = {first & 8 for _, first, second in pairs if first & 0x76 == 0x14 and second in _MODES}
    return 2 if modes == {8} else 1


_MODES = frozenset((0x20, 0x25, 0x26, 0x27, 0x29, 0x2F))


def _are_doubled(pairs: Sequence[tuple[int, int, int]]) -> bool:
    """Whether codes are sent twice in a row: where no mode or address ever is, a repeated code means what it says."""
    before = (0, 0)
    for _, first, second in pairs:
        if first & 0x70 == 0x10 and (first, second) == before and (second >= 0x40 or first & 0x76 == 0x14):
            return True
        before = first, second
    return False


def _report(counts: Counts, channel: int, options: ReadOptions, notes: Collector) -> None:
    if counts.before:
        message = f"{counts.before} characters come before a mode is set; receivers do not show them"
        notes.add("cea608.before-mode", message, data={"characters": counts.before})
    if counts.text:
        notes.add("cea608.text-service", f"{counts.text} characters of the text service were left out")
    if counts.other:
        message = f"{counts.other} codes are of another channel than CC{channel}, which was read"
        notes.add("cea608.other-channel", message)
    if counts.background:
        notes.add("cea608.background", f"{counts.background} codes of backgrounds and black letters were left out")
    if counts.past:
        done = "the last column shows the last of them" if options.strict else "they were kept"
        message = f"{counts.past} letters are past column {COLUMNS}, where a receiver overwrites the last; {done}"
        notes.add("cea608.past-column", message, data={"letters": counts.past})
    if counts.rolled and options.roll_up == "lines":
        notes.add("cea608.rolling", "roll-up captions were read line by line, each once")


def _cue(screen: Screen, origin: int) -> Cue:
    start = ms_of_ticks(screen.start) - origin
    end = start + OPEN_END if screen.end is None else ms_of_ticks(screen.end) - origin
    rows = screen.rows
    return Cue(
        start,
        end,
        [Line(_spans(row.cells)) for row in rows],
        positioning=positioning_of_rows([(row.number, row.column, len(row.cells)) for row in rows]),
        words=_words(rows, origin, start, end) if screen.live else (),
        extras={GRID: [[row.number, row.column] for row in rows]},
    )


def _spans(cells: Sequence[Cell]) -> tuple[Span, ...]:
    """Return the runs of one style of a row; a cell of a control code beside a blank is not seen."""
    pen = cells[0].pen
    if all(cell[1] is pen for cell in cells):
        text = "".join([cell[0] for cell in cells])
        if BNK not in text:
            return (Span(text, _style(pen)),)
    return tuple(_runs(cells))


def _runs(cells: Iterable[Cell]) -> Iterator[Span]:
    text, pen = "", Pen()
    for character, look in _visible(cells):
        if look != pen and text:
            yield Span(text, _style(pen))
            text = ""
        text, pen = text + character, look
    if text:
        yield Span(text, _style(pen))


def _visible(cells: Iterable[Cell]) -> Iterator[tuple[str, Pen]]:
    """Yield characters and how they look, a run of blanks as its two neighbours both do, else plain."""
    before = Pen()
    blanks: list[str] = []
    for character, pen, _ in cells:
        if character == BNK or character == " ":
            blanks.append(character)
            continue
        if blanks:
            between = pen if pen == before else Pen()
            yield " " * (blanks.count(" ") or 1), between
            blanks = []
        yield character, pen
        before = pen


_STYLES: dict[Pen, Style] = {Pen(): PLAIN}


def _style(pen: Pen) -> Style:
    found = _STYLES.get(pen)
    if found is None:
        color = COLORS[pen.color] if pen.color else ""
        found = _STYLES[pen] = Style(italic=pen.italic, underline=pen.underline, color=color)
    return found


def _words(rows: Sequence[Row], origin: int, start: int, end: int) -> tuple[Word, ...]:
    """Return the words with the times at which their first letters came; each ends where the next begins.

    What stood there before the cue began is there from its start.
    """
    starts: list[tuple[str, int]] = []
    for row in rows:
        text, tick = "", 0
        for cell in (*row.cells, _LAST):
            if cell.character in (" ", BNK):
                if text:
                    starts.append((text, max(start, ms_of_ticks(tick) - origin)))
                text = ""
            else:
                tick = tick if text else cell.tick
                text += cell.character
    ends = [*(begin for _, begin in starts[1:]), end]
    return tuple(Word(text, begin, max(begin, after)) for (text, begin), after in zip(starts, ends, strict=True))


_LAST = Cell(BNK, Pen(), 0)


def positioning_of_rows(rows: Sequence[tuple[int, int, int]]) -> Positioning | None:
    """Return where (row, column, letters) stand; None for rows centred at the bottom.

    >>> positioning_of_rows([(15, 10, 12)])
    >>> positioning_of_rows([(1, 0, 12)])
    Positioning(line=10.0, line_percent=True, position=25.0, position_align='center', size=30.0, align='start')
    """
    line = None if rows[-1][0] == ROWS else round(EDGE + CELL_HEIGHT * (rows[0][0] - 1), 2)
    centred = all(abs(2 * column + letters - COLUMNS) <= 2 * _CENTRED for _, column, letters in rows)
    if centred:
        return None if line is None else Positioning(line=line, line_percent=True)
    left = min(column for _, column, _ in rows)
    right = min(max(column + letters for _, column, letters in rows), COLUMNS)
    width = max(right - left, 1)
    to_right = all(column + letters == right for _, column, letters in rows) and len(rows) > 1
    return Positioning(
        line=line, line_percent=line is not None, position=round(EDGE + CELL_WIDTH * (left + width / 2), 2),
        position_align="center", size=round(CELL_WIDTH * width, 2), align="end" if to_right else "start",
    )  # fmt: skip


def grid_of(cue: Cue) -> list[tuple[int, int]] | None:
    """Return row and column of each line as they were read; None where the text or the position is another now."""
    kept: Any = cue.extras.get(GRID)
    lines = [line.text for line in cue.lines]
    if not isinstance(kept, list) or len(kept) != len(lines):
        return None
    try:
        grid = [(int(row), int(column)) for row, column in kept]
    except (TypeError, ValueError):
        return None
    rows = [0, *(row for row, _ in grid), ROWS + 1]
    if any(below <= above for above, below in pairwise(rows)) or any(
        not 0 <= c <= COLUMNS - len(text) for (_, c), text in zip(grid, lines, strict=True)
    ):
        return None
    same = positioning_of_rows([(r, c, len(text)) for (r, c), text in zip(grid, lines, strict=True)]) == cue.positioning
    return grid if same else None
