"""Comparison sheets for spreadsheets: CSV and XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from captionkit.errors import InputError
from captionkit.model.timecode import format_clock
from captionkit.registry import need
from captionkit.translation.review.model import Pair, Sheet, ms_of

__all__ = ["read_csv", "read_xlsx", "write_csv", "write_xlsx"]

_HEAD = ("id", "start", "end", "speaker", "source", "target", "note")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: A spreadsheet's own limits: what is larger is not a sheet of cues.
_MOST_ROWS = 1_048_576


def _safe(text: str) -> str:
    """Keep a spreadsheet from reading a dialogue dash as a formula: an apostrophe in front means text."""
    return "'" + text if text.startswith((*_FORMULA, "'")) else text


def _plain(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith((*_FORMULA, "'")) else text


def _cells(sheet: Sheet) -> Iterable[tuple[str, ...]]:
    yield (*_HEAD[:4], f"source ({sheet.source_lang})", f"target ({sheet.target_lang})", "note")
    for pair in sheet.pairs:
        times = (format_clock(pair.start), format_clock(pair.end))
        yield (pair.id, *times, pair.speaker, pair.source, pair.target, pair.note)


def write_csv(sheet: Sheet) -> bytes:
    """Return the sheet as CSV (RFC 4180, UTF-8 with a byte order mark, which spreadsheets want)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([[_safe(cell) for cell in row] for row in _cells(sheet)])
    return text.getvalue().encode("utf-8-sig")


def read_csv(data: bytes, name: str) -> Sheet:
    """Return the sheet in CSV, separated by commas, semicolons or tabs. Columns are found by their names."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{name}: not UTF-8", hint="save the sheet as CSV UTF-8") from None
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    try:
        rows = [
            [_plain(cell) for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        ]
    except csv.Error as error:
        raise InputError(f"{name}: not a CSV table: {error}") from None
    return _sheet(rows, name)


def write_xlsx(sheet: Sheet) -> bytes:
    """Return the sheet as an Excel workbook. Raises MissingExtraError without openpyxl."""
    library = need("openpyxl", "xlsx", "writing XLSX")
    styles = need("openpyxl.styles", "xlsx", "writing XLSX")
    workbook = library.Workbook()
    page = workbook.active
    page.title = "translation"
    page.freeze_panes = "A2"
    for number, cells in enumerate(_cells(sheet), start=1):
        for column, text in enumerate(cells, start=1):
            cell = page.cell(row=number, column=column)
            cell.value = _allowed(text)
            cell.data_type = "s"  # never a formula
            cell.alignment = styles.Alignment(wrap_text=True, vertical="top")
    for letter, wide in zip("ABCDEFG", (8, 13, 13, 14, 48, 48, 40), strict=True):
        page.column_dimensions[letter].width = wide
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def _allowed(text: str) -> str:
    return "".join(c for c in text if c in "\t\n\r" or ord(c) >= 32)


def read_xlsx(data: bytes, name: str) -> Sheet:
    """Return the sheet in a workbook's first page. Raises InputError where it is none."""
    library = need("openpyxl", "xlsx", "reading XLSX")
    try:
        workbook = library.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        page = workbook.worksheets[0]
        rows = [
            ["" if cell is None else str(cell) for cell in row] for row in _bounded(page.iter_rows(values_only=True))
        ]
    except InputError:
        raise
    except Exception as error:  # openpyxl raises whatever the zip and XML below it do
        raise InputError(f"{name}: not a workbook: {error}") from None
    return _sheet(rows, name)


def _bounded(rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    for number, row in enumerate(rows):
        if number > _MOST_ROWS:
            raise InputError(f"more than {_MOST_ROWS:,} rows")
        yield row[:50]


def _sheet(rows: Sequence[Sequence[str]], name: str) -> Sheet:
    if not rows:
        raise InputError(f"{name}: the sheet is empty")
    columns = {cell.partition("(")[0].strip().lower(): index for index, cell in enumerate(rows[0])}
    missing = [column for column in ("id", "source", "target") if column not in columns]
    if missing:
        raise InputError(f"{name}:1: no column {', '.join(missing)}", hint="keep the first row as it was written")
    languages = [_in_brackets(rows[0][columns[column]]) for column in ("source", "target")]
    pairs = [_pair(row, columns, f"{name}:{number}") for number, row in enumerate(rows[1:], start=2) if any(row)]
    return Sheet(languages[0], languages[1], tuple(pairs), name)


def _in_brackets(text: str) -> str:
    return text.partition("(")[2].partition(")")[0].strip()


def _pair(row: Sequence[str], columns: dict[str, int], where: str) -> Pair:
    def cell(column: str) -> str:
        index = columns.get(column)
        return row[index].replace("\r\n", "\n").replace("\r", "\n") if index is not None and index < len(row) else ""

    key = cell("id").strip()
    if not key:
        raise InputError(f"{where}: the row has no id")
    # a spreadsheet may have turned the id 12 into 12.0
    key = key.removesuffix(".0") if key.removesuffix(".0").isdigit() else key
    return Pair(
        key, cell("source"), cell("target"), ms_of(cell("start")), ms_of(cell("end")), cell("speaker"), cell("note")
    )
