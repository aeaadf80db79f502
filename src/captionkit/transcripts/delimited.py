"""Transcripts in tables: CSV, TSV, Audacity labels, Premiere's and Whisper's exports, any times and texts in columns.

Columns are known by what stands in them, with their headings as a help: times that go forward, the text that is
longest, names that recur. Columns that mean nothing here are kept in ``extras``.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from captionkit.diagnostics import Collector, Result
from captionkit.errors import InputError, LimitError
from captionkit.model.transcript import Segment, Timing, Transcript
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.base import Reader
from captionkit.transcripts.layout.columns import Columns, cell_times, columns_of, number_ms, unit_of
from captionkit.transcripts.layout.marks import pieces_of
from captionkit.transcripts.layout.people import clean
from captionkit.transcripts.layout.rows import tidy
from captionkit.transcripts.layout.stamps import read_stamp
from captionkit.transcripts.layout.times import Ruler, early_times, ruler_for

__all__ = ["AUDACITY", "PREMIERE_CSV", "TABLE", "WHISPER_TSV"]

#: The longest cell that is read, in characters: an hour of speech in one cell is some 60,000.
CELL_LIMIT = 10_000_000


_DELIMITERS = ("\t", ";", "|", ",")

#: Share of the lines that must hold the delimiter, and of the rows that must have the same number of columns.
_HOLDS, _EVEN = 0.9, 0.85

#: A row of columns divided by blanks, the text in double quotes (aeneas' TXT and SSV).
_QUOTED_ROW = re.compile(r"(?:\S+ )?\S+ \S+ (?:\S+ )?\"(?:[^\"]|\"\")*\"(?: \S+)?\Z")


class _Spaces(csv.Dialect):
    delimiter = " "
    quotechar = '"'
    doublequote = True
    skipinitialspace = True
    lineterminator = "\n"
    quoting = csv.QUOTE_MINIMAL


@dataclass(slots=True)
class _Table:
    """Rows of cells with the lines they begin on, and what the columns hold; ``unit`` (ms) is what a number counts."""

    rows: list[tuple[int, list[str]]]
    columns: Columns
    unit: int = 1000
    skipped: list[tuple[int, list[str]]] = field(default_factory=list)

    def cell(self, cells: Sequence[str], what: str) -> str:
        return self.columns.cell(cells, what)


def _cells(source: Source, delimiter: str, limit: int | None = None) -> Iterator[tuple[int, list[str]]]:
    """Yield (line, cells) of each row that is not blank.

    Raises InputError for what no table can hold, LimitError for a cell beyond the limit.
    """
    lines = [line.replace("\x00", "") for line in (source.lines[:limit] if limit else source.lines)]
    before = csv.field_size_limit(CELL_LIMIT)
    try:
        kind: Any = _Spaces() if delimiter == " " else "excel"
        quoting: Literal[0, 3] = csv.QUOTE_NONE if delimiter == "\t" and not _is_quoted(lines) else csv.QUOTE_MINIMAL
        reader = csv.reader((f"{line}\n" for line in lines), kind, delimiter=delimiter, quoting=quoting)
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


def _is_quoted(lines: Sequence[str]) -> bool:
    """Tell whether cells divided by tabs stand in quotes: elsewhere a quote in them means nothing."""
    filled = [line for line in lines[:60] if line.strip()]
    return bool(filled) and sum(('\t"' in line and '"\t' in line) or line[:1] == '"' for line in filled) >= 0.8 * len(
        filled
    )


def _table_of(source: Source, limit: int | None = None) -> _Table | None:
    """Return the table in a source: one delimiter all through, one number of columns, times or headings over them."""
    for delimiter in (*_DELIMITERS, " "):
        if delimiter not in source.head or (delimiter == " " and not _in_quotes(source)):
            continue
        try:
            rows = list(_cells(source, delimiter, limit))
        except InputError:
            continue
        rows = [row for row in rows if not row[1][0].startswith("\\")]
        table = _judged(rows, delimiter)
        if table is not None:
            table.skipped += [(n, cells) for n, cells in _cells(source, delimiter, limit) if cells[0].startswith("\\")]
            return table
    return None


def _in_quotes(source: Source) -> bool:
    lines = [line.strip() for line in source.lines[:60] if line.strip()]
    return bool(lines) and all(_QUOTED_ROW.match(line) for line in lines)


def _judged(rows: list[tuple[int, list[str]]], delimiter: str) -> _Table | None:
    if len(rows) < 2:
        return None
    sizes = Counter(len(cells) for _, cells in rows)
    width = sizes.most_common(1)[0][0]
    divided = sum(count for size, count in sizes.items() if size > 1)
    if width < 2 or divided < _HOLDS * len(rows) or sizes[width] < _EVEN * len(rows) - 1:
        return None
    columns = columns_of([cells for _, cells in rows[:400]])
    if columns is None:
        return None
    timed = "start" in columns.places or "end" in columns.places
    spoken = bool(columns.headings) and (timed or "speaker" in columns.places)
    if width < 3 and delimiter != "\t" and not spoken:
        return None
    if delimiter == "\t" and not columns.headings and not ("start" in columns.places and "end" in columns.places):
        return None
    if not timed and not (delimiter == "\t" and columns.headings) and len(columns.headings) < 2:
        return None
    body = rows[columns.first :]
    starts, ends = ([columns.cell(cells, what) for _, cells in body] for what in ("start", "end"))
    words = sum(len(columns.cell(cells, "text").split()) for _, cells in body)
    return _Table(body, columns, unit_of(starts, ends, words), rows[: columns.first])


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
            what = (
                "the columns' headings"
                if [tidy(c) for c in cells] == table.columns.headings
                else "a row that is not an entry"
            )
            notes.add("text.note", f"{what}: {tidy(' | '.join(cells))[:80]}", line=line)
        return Result(Transcript(tuple(segments), options.language, name), notes.all)

    return read


def _ruler(table: _Table, options: ReadOptions, notes: Collector) -> Ruler:
    written = [table.cell(cells, what) for _, cells in table.rows for what in ("start", "end")]
    pieces = [piece for cell in written if cell and (times := cell_times(cell)) for piece in times if piece]
    stamps = [stamp for piece in pieces if (stamp := read_stamp(piece)) is not None]
    numbers = [number_ms(piece, table.unit) for piece in pieces if read_stamp(piece) is None]
    early_times(numbers, options.start_timecode, notes)
    if not stamps:
        return Ruler(offset=options.start_timecode)
    words = sum(len(table.cell(cells, "text").split()) for _, cells in table.rows)
    return ruler_for(stamps, words=words, rate=options.rate, offset=options.start_timecode, notes=notes)


def _segments(table: _Table, ruler: Ruler, notes: Collector) -> Iterator[Segment]:
    before = speaker = ""
    named = "speaker" in table.columns.places
    for line, cells in table.rows:
        text = tidy(table.cell(cells, "text").replace("\n", " "))
        written = clean(table.cell(cells, "speaker")).speaker
        before, speaker = speaker, written or speaker
        start, end = _span(table, cells, ruler)
        extras = _extras(table, cells)
        if not any(c.isalnum() for c in text) and not any(c in "♪♫♬" for c in text):
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


def _span(table: _Table, cells: Sequence[str], ruler: Ruler) -> tuple[int | None, int | None]:
    """Return (start, end) of a row in ms: a range in one cell, two cells, or a start and a duration."""
    first = cell_times(table.cell(cells, "start"))
    start = _time(table, first[0], ruler) if first else None
    end = _time(table, first[1], ruler) if first and first[1] else None
    last = cell_times(table.cell(cells, "end"))
    if end is None and last is not None:
        end = _time(table, last[0], ruler)
    length = cell_times(table.cell(cells, "duration"))
    if end is None and start is not None and length is not None:
        plain = Ruler(ruler.rate, ruler.frames, ruler.minutes_first)
        more = _time(table, length[0], plain)
        end = None if more is None else start + more
    return start, end


def _time(table: _Table, written: str, ruler: Ruler) -> int | None:
    stamp = read_stamp(written)
    if stamp is not None:
        return ruler.ms(stamp)
    number = number_ms(written, table.unit)
    return None if number is None else max(0, number - ruler.offset)


def _extras(table: _Table, cells: Sequence[str]) -> dict[str, Any]:
    used = set(table.columns.places.values())
    extras = {}
    headings = table.columns.headings
    for at, cell in enumerate(cells):
        if at not in used and cell.strip():
            name = headings[at] if at < len(headings) and headings[at] else str(at + 1)
            extras[f"table.{name}"] = tidy(cell)
    for what in ("start", "end"):
        cell = table.cell(cells, what)
        if cell and cell_times(cell) is None:
            extras[f"table.{what}"] = cell
    return extras


def _sniff_table(source: Source) -> float:
    if source.is_json or "-->" in source.head or source.head.lstrip().startswith("<"):
        return 0.0
    table = _table_of(source, 200)
    if table is None or not table.rows:
        return 0.0
    return 0.8 if table.columns.headings else 0.75


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
