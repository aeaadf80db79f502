"""Transcripts in tables: CSV, TSV, Audacity labels, Premiere's and Whisper's exports, any times and texts in columns.

Columns are known by what stands in them, with their headings as a help: times that go forward, the text that is
longest, names that recur. Columns that mean nothing here are kept in ``extras``.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Literal

from captionkit.diagnostics import Collector, Result
from captionkit.errors import InputError, LimitError
from captionkit.model.transcript import Transcript
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.base import Reader
from captionkit.transcripts.entries import Sheet, entries_of, report_columns, report_others
from captionkit.transcripts.grid import SAMPLE, grid_of

__all__ = ["AUDACITY", "PREMIERE_CSV", "TABLE", "WHISPER_TSV"]

#: The longest cell that is read, in characters: an hour of speech in one cell is some 60,000.
CELL_LIMIT = 10_000_000


_DELIMITERS = ("\t", ";", "|", ",")

#: Share of the lines that must hold the delimiter, and of the rows that must have the same number of columns.
_HOLDS, _EVEN = 0.9, 0.85

#: The cells of a time that a divider took apart: its hours, and its minutes and seconds.
_HOURS, _SIXTIETHS = re.compile(r"\W?\d\d?"), re.compile(r"[0-5]\d(?!\d)")
#: A row of columns divided by blanks, the text in double quotes (aeneas' TXT and SSV).
_QUOTED_ROW = re.compile(r"(?:\S+ )?\S+ \S+ (?:\S+ )?\"(?:[^\"]|\"\")*\"(?: \S+)?\Z")


class _Spaces(csv.Dialect):
    delimiter = " "
    quotechar = '"'
    doublequote = True
    skipinitialspace = True
    lineterminator = "\n"
    quoting = csv.QUOTE_MINIMAL


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


def _table_of(source: Source, limit: int | None = None) -> Sheet | None:
    """Return the table in a source: one delimiter all through, one number of columns, times or headings over them."""
    for delimiter in (*_DELIMITERS, " "):
        if delimiter not in source.head or (delimiter == " " and not _in_quotes(source)):
            continue
        try:
            rows = list(_cells(source, delimiter, limit))
        except InputError:
            continue
        rows = [row for row in rows if not row[1][0].startswith("\\")]
        table = _judged(rows, delimiter, certain=_is_written_as_table(rows, delimiter, source.suffix))
        if table is not None:
            table.skipped += [(n, cells) for n, cells in _cells(source, delimiter, limit) if cells[0].startswith("\\")]
            return table
    return None


def _in_quotes(source: Source) -> bool:
    lines = [line.strip() for line in source.lines[:60] if line.strip()]
    return bool(lines) and all(_QUOTED_ROW.match(line) for line in lines)


def _judged(rows: list[tuple[int, list[str]]], delimiter: str, *, certain: bool = False) -> Sheet | None:
    if len(rows) < 2:
        return None
    sizes = Counter(len(cells) for _, cells in rows)
    width = sizes.most_common(1)[0][0]
    divided = sum(count for size, count in sizes.items() if size > 1)
    if width < 2 or divided < _HOLDS * len(rows) or sizes[width] < _EVEN * len(rows) - 1:
        return None
    if not certain and sum(map(_is_clock, (cells for _, cells in rows))) > len(rows) / 2:
        return None  # it divides the digits of times, as in 00;00;02;00
    grid = grid_of([cells for _, cells in rows[:SAMPLE]], certain=certain)
    if grid is None:
        return None
    timed = "start" in grid.places or "end" in grid.places
    spoken = bool(grid.headings) and (timed or certain or "speaker" in grid.places)
    if width < 3 and delimiter != "\t" and not spoken:
        return None
    if delimiter == "\t" and not grid.headings and not ("start" in grid.places and "end" in grid.places):
        return None
    if not timed and not (delimiter == "\t" and grid.headings) and len(grid.headings) < 2:
        return None
    return Sheet(rows[grid.first :], grid, rows[: grid.first])


def _is_clock(cells: Sequence[str]) -> bool:
    hours, minutes, seconds = (*cells, "", "", "")[:3]
    return bool(_HOURS.fullmatch(hours) and _SIXTIETHS.fullmatch(minutes) and _SIXTIETHS.match(seconds))


def _is_written_as_table(rows: Sequence[tuple[int, list[str]]], delimiter: str, suffix: str) -> bool:
    """Tell whether a program wrote these rows as a table: as many cells in each, and its suffix or quotes say so.

    Only cells in quotes can hold the delimiter, and nobody who writes prose quotes every field that has a comma.
    """
    held = sum(any(delimiter in cell for cell in cells) for _, cells in rows)
    even = len({len(cells) for _, cells in rows}) == 1 and len(rows) > 2
    return even and (suffix in TABLE.suffixes or 2 * held >= len(rows))


def _read_as(name: str, unit: int | None = None) -> Any:
    """Return the reading function of the table format ``name``; ``unit`` (ms) fixes what a bare number counts."""

    def read(source: Source, options: ReadOptions) -> Result[Transcript]:
        table = _table_of(source)
        if table is None:
            raise InputError(
                f"{source.name}: no table with a time and a text column", hint="--from text reads it as text"
            )
        if unit is not None:
            table.grid.unit = unit
        notes = Collector(source.name, strict=options.strict)
        segments = list(entries_of(table, options, notes))
        report_columns(table, notes)
        report_others(table, notes)
        return Result(Transcript(tuple(segments), options.language, name), notes.all)

    return read


def _sniff_table(source: Source) -> float:
    if source.is_json or "-->" in source.head or source.head.lstrip().startswith("<"):
        return 0.0
    table = _table_of(source, 200)
    if table is None or not table.rows:
        return 0.0
    return 0.8 if table.grid.headings else 0.75


def _heading(source: Source) -> str:
    return next((line.strip("\ufeff ").strip().casefold() for line in source.lines[:3] if line.strip()), "")


def _sniff_premiere(source: Source) -> float:
    return (
        0.97
        if re.match(r'"?speaker name"?[,;\t]"?start time"?[,;\t]"?end time"?[,;\t]"?text"?', _heading(source))
        else 0.0
    )


#: A row as Whisper and whisper.cpp write it: whole ms, which a data frame in between makes fractions of nothing.
_WHOLE = re.compile(r"\"?(\d{1,12})(?:\.0{1,6})?\"?[\t,]\"?(\d{1,12})(?:\.0{1,6})?\"?[\t,](.*)", re.ASCII)
#: Words a second that nobody says: numbers that would have it so are no ms.
_UNSAID = 30


def _sniff_whisper(source: Source) -> float:
    """Recognise the headings; with anything else than ms below them it is a table, whose unit is to be judged."""
    if _heading(source) not in ("start\tend\ttext", "start,end,text", "start,end,speaker,text"):
        return 0.0
    rows = [line.strip() for line in source.lines[:60] if line.strip()][1:]
    found = [row for row in map(_WHOLE.match, rows) if row]
    shown = sum(int(row[2]) - int(row[1]) for row in found)
    words = sum(len(row[3].split()) for row in found)
    return 0.0 if rows and (not found or words * 1000 > _UNSAID * shown > 0) else 0.97


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
