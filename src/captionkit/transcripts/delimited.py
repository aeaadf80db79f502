"""Transcripts in tables: CSV, TSV, Audacity labels, Premiere's and Whisper's exports, any times and texts in columns.

Columns are told by their headings, or without headings by what stands in them: times that go forward, the text that is
longest, names that recur. Columns that mean nothing here are kept in ``extras``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from captionkit.diagnostics import Collector, Result
from captionkit.errors import InputError, LimitError
from captionkit.model.transcript import Segment, Timing, Transcript
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.base import Reader
from captionkit.transcripts.text.headings import columns_of
from captionkit.transcripts.text.marks import pieces_of
from captionkit.transcripts.text.names import plausible_name
from captionkit.transcripts.text.rows import tidy
from captionkit.transcripts.text.times import Ruler, Stamp, monotonic, ruler_for, stamp_of

__all__ = ["AUDACITY", "PREMIERE_CSV", "TABLE", "WHISPER_TSV"]

#: The longest cell that is read, in characters: an hour of speech in one cell is some 60,000.
CELL_LIMIT = 10_000_000


_NUMBER = re.compile(r"\s*(\d{1,12})(?:[.,](\d{1,12}))?\s*\Z", re.ASCII)
_DELIMITERS = ("\t", ",", ";", "|")


class _Spaces(csv.Dialect):
    """Columns divided by single blanks, text in double quotes (aeneas' TXT and SSV)."""

    delimiter = " "
    quotechar = '"'
    doublequote = True
    skipinitialspace = True
    lineterminator = "\n"
    quoting = csv.QUOTE_MINIMAL


@dataclass(slots=True)
class _Table:
    """Rows of cells with the lines they end on; ``columns`` maps what a column is to its index."""

    rows: list[tuple[int, list[str]]]
    columns: dict[str, int]
    headings: list[str] = field(default_factory=list)
    unit: int = 1000
    skipped: list[tuple[int, list[str]]] = field(default_factory=list)

    def cell(self, cells: Sequence[str], what: str) -> str:
        at = self.columns.get(what, -1)
        return cells[at].strip() if 0 <= at < len(cells) else ""


def _cells(source: Source, delimiter: str, limit: int | None = None) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) of each row that is not blank.

    Raises InputError for what no table can hold, LimitError for a cell beyond the limit.
    """
    lines = [line.replace("\x00", "") for line in (source.lines[:limit] if limit else source.lines)]
    before = csv.field_size_limit(CELL_LIMIT)
    try:
        dialect: Any = _Spaces() if delimiter == " " else "excel"
        reader = csv.reader((f"{line}\n" for line in lines), dialect, delimiter=delimiter, quoting=_quoting(delimiter))
        begin = 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begin, cells
            begin = reader.line_num + 1
    except csv.Error as error:
        if "field larger" in str(error):
            raise LimitError(f"{source.name}: a cell is longer than {CELL_LIMIT:,} characters") from None
        raise InputError(f"{source.name}: not a readable table: {error}") from None
    finally:
        csv.field_size_limit(before)


def _quoting(delimiter: str) -> Literal[0, 3]:
    """Tab-separated labels hold quotes that mean nothing; elsewhere quotes enclose cells."""
    return csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL


def _table_of(source: Source, limit: int | None = None) -> _Table | None:
    """Return the table in a source, or None where there is none with a time and a text in each row."""
    for delimiter in (*_DELIMITERS, " "):
        if delimiter not in source.head:
            continue
        try:
            rows = list(_cells(source, delimiter, limit))
        except InputError:
            continue
        table = _headed(rows) or _bare(rows)
        if table is not None:
            return table
    return None


def _headed(rows: list[tuple[int, list[str]]]) -> _Table | None:
    for at, (_, cells) in enumerate(rows[:5]):
        columns = columns_of(cells)
        if columns:
            body = rows[at + 1 :]
            return _Table(body, columns, [tidy(c) for c in cells], _unit_of(body, columns), rows[: at + 1])
    return None


def _bare(rows: list[tuple[int, list[str]]]) -> _Table | None:
    real = [row for row in rows if not row[1][0].startswith("\\")]
    width = max((len(cells) for _, cells in real), default=0)
    even = [cells for _, cells in real if len(cells) == width]
    if width < 3 or len(even) < 0.9 * len(real):
        return None
    times = [at for at in range(width) if _is_times([cells[at] for cells in even])]
    if len(times) < 2 or times[1] != times[0] + 1:
        return None
    rest = [at for at in range(width) if at not in times[:2]]
    text = max(rest, key=lambda at: sum(len(cells[at]) for cells in even))
    columns = {"start": times[0], "end": times[1], "text": text}
    names = [at for at in rest if at != text and _is_names([cells[at] for cells in even])]
    if names:
        columns["speaker"] = names[0]
    return _Table(real, columns, [], _unit_of(real, columns), [row for row in rows if row not in real])


def _is_times(cells: Sequence[str]) -> bool:
    stamps = [stamp_of(cell) for cell in cells]
    if all(stamps):
        ruler = Ruler()
        return monotonic([ruler.ms(stamp) for stamp in stamps if stamp is not None]) >= 0.8
    numbers = [_number(cell, 1000) for cell in cells]
    known = [number for number in numbers if number is not None]
    return len(known) == len(cells) > 0 and monotonic(known) >= 0.8


def _is_names(cells: Sequence[str]) -> bool:
    return all(plausible_name(cell) for cell in cells if cell) and 2 * len(set(cells)) <= len(cells) + 2


def _number(cell: str, unit: int) -> int | None:
    match = _NUMBER.match(cell)
    if match is None:
        return None
    fraction = (match[2] or "")[:9]
    return (
        int(match[1]) * unit + (int(fraction) * unit * 2 // 10 ** len(fraction) + 1) // 2
        if fraction
        else int(match[1]) * unit
    )


def _unit_of(rows: Sequence[tuple[int, list[str]]], columns: dict[str, int]) -> int:
    """Return what a bare number counts, in ms: 1000, or 1 where all are whole and lines would last minutes."""
    pairs = []
    for _, cells in rows:
        a, b = (cells[columns[w]] if w in columns and columns[w] < len(cells) else "" for w in ("start", "end"))
        if "." in a + b or "," in a + b or ":" in a + b:
            return 1000
        if a.strip().isdecimal() and b.strip().isdecimal():
            pairs.append(int(b) - int(a))
    return 1 if pairs and sorted(pairs)[len(pairs) // 2] > 120 else 1000


def _read_as(name: str, unit: int | None = None) -> Any:
    """Return the reading function of the table format ``name``; ``unit`` (ms) fixes what a bare number counts."""

    def read(source: Source, options: ReadOptions) -> Result[Transcript]:
        table = _table_of(source)
        if table is None:
            raise InputError(
                f"{source.name}: no table with a time and a text column", hint="--from text reads it as text"
            )
        if unit is not None:
            table = replace(table, unit=unit)
        notes = Collector(source.name, strict=options.strict)
        segments = list(_segments(table, _ruler(table, options, notes), notes))
        for line, cells in table.skipped:
            what = "the columns' headings" if [tidy(c) for c in cells] == table.headings else "a row that is no entry"
            notes.add("text.note", f"{what}: {tidy(' | '.join(cells))[:80]}", line=line)
        return Result(Transcript(tuple(segments), options.language, name), notes.all)

    return read


def _ruler(table: _Table, options: ReadOptions, notes: Collector) -> Ruler:
    stamps = [
        stamp for _, cells in table.rows for what in ("start", "end") if (stamp := stamp_of(table.cell(cells, what)))
    ]
    if not stamps:
        return Ruler(offset=options.tc_start)
    words = sum(len(table.cell(cells, "text").split()) for _, cells in table.rows)
    return ruler_for(stamps, words=words, rate=options.rate, offset=options.tc_start, notes=notes)


def _segments(table: _Table, ruler: Ruler, notes: Collector) -> Iterator[Segment]:
    speaker, named = "", "speaker" in table.columns
    for line, cells in table.rows:
        text = tidy(table.cell(cells, "text").replace("\n", " "))
        before, speaker = speaker, tidy(table.cell(cells, "speaker"))
        start, end = (_time(table, cells, what, ruler) for what in ("start", "end"))
        if end is None and start is not None:
            length = _time(table, cells, "duration", Ruler(ruler.rate, ruler.frames, ruler.minutes_first))
            end = None if length is None else start + length
        extras = _extras(table, cells)
        if not text:
            notes.add("text.empty-entry", f"a row without text: {tidy(' | '.join(cells))[:80]}", line=line)
            continue
        made: list[Segment] = []
        for piece in pieces_of(text):
            turn = not made and (not named or speaker != before)
            made.append(
                Segment(piece.text, speaker, piece.kind, line=line, turn=turn, extras=extras if not made else {})
            )
        if start is not None:
            made[0] = made[0].replace(start=start, timing=Timing.GIVEN)
        if end is not None:
            made[-1] = made[-1].replace(end=end, timing=Timing.GIVEN)
        yield from made


def _time(table: _Table, cells: Sequence[str], what: str, ruler: Ruler) -> int | None:
    cell = table.cell(cells, what)
    stamp: Stamp | None = stamp_of(cell.strip("[](){}"))
    if stamp is not None:
        return ruler.ms(stamp)
    number = _number(cell, table.unit)
    return None if number is None else max(0, number - ruler.offset)


def _extras(table: _Table, cells: Sequence[str]) -> dict[str, Any]:
    used = {at for what, at in table.columns.items() if what != "text"} | {table.columns["text"]}
    extras = {}
    for at, cell in enumerate(cells):
        if at not in used and cell.strip():
            name = table.headings[at] if at < len(table.headings) and table.headings[at] else str(at + 1)
            extras[f"table.{name}"] = tidy(cell)
    for what in ("start", "end"):
        cell = table.cell(cells, what)
        if cell and stamp_of(cell.strip("[](){}")) is None and _number(cell, 1) is None:
            extras[f"table.{what}"] = cell
    return extras


def _sniff_table(source: Source) -> float:
    if source.is_json or "-->" in source.head or source.head.lstrip().startswith("<"):
        return 0.0
    table = _table_of(source, 200)
    if table is None or not table.rows:
        return 0.0
    return 0.8 if table.headings else 0.75


def _heading(source: Source) -> str:
    return next((line.strip("\ufeff ").strip().casefold() for line in source.lines[:3] if line.strip()), "")


def _sniff_premiere(source: Source) -> float:
    return (
        0.97
        if re.match(r'"?speaker name"?[,;\t]"?start time"?[,;\t]"?end time"?[,;\t]"?text"?', _heading(source))
        else 0.0
    )


def _sniff_whisper(source: Source) -> float:
    return 0.97 if _heading(source) in ("start\tend\ttext", "start,end,text", "start,end,speaker,text") else 0.0


_LABEL = re.compile(r"-?\d{1,9}[.,]\d{1,9}\t-?\d{1,9}[.,]\d{1,9}(?:\t.*)?\Z|\\\t.*\Z", re.ASCII)


def _sniff_audacity(source: Source) -> float:
    lines = [line for line in source.lines[:60] if line.strip()]
    return 0.95 if lines and all(_LABEL.match(line) for line in lines) and "\t" in lines[0] else 0.0


_CARRIES = frozenset({"segments", "speakers", "kinds"})
TABLE = Reader(
    "table",
    "a table with times and text in columns",
    (".csv", ".tsv", ".tab"),
    _sniff_table,
    _read_as("table"),
    _CARRIES,
)
PREMIERE_CSV = Reader(
    "premiere-csv", "Adobe Premiere transcript CSV", (".csv",), _sniff_premiere, _read_as("premiere-csv"), _CARRIES
)
WHISPER_TSV = Reader(
    "whisper-tsv",
    "Whisper TSV and whisper.cpp CSV",
    (".tsv", ".csv"),
    _sniff_whisper,
    _read_as("whisper-tsv", 1),
    frozenset({"segments"}),
)
AUDACITY = Reader(
    "audacity", "Audacity labels", (".txt",), _sniff_audacity, _read_as("audacity", 1000), frozenset({"segments"})
)
