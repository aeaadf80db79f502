"""Comparison sheets for spreadsheets: CSV and XLSX."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from captionkit.diagnostics import report
from captionkit.errors import InputError
from captionkit.fitting import xml_text
from captionkit.model.timecode import format_clock
from captionkit.registry import need
from captionkit.sources.decode import decode
from captionkit.translation.review.model import Pair, Sheet, ms_of, seconds_of

__all__ = ["read_csv", "read_xlsx", "write_csv", "write_xlsx"]

_HEAD = ("id", "start", "end", "seconds", "speaker", "context", "source", "target", "per line", "per cue", "note")
_WIDTHS = (8, 13, 13, 9, 14, 40, 48, 48, 9, 9, 40)
#: What a cell begins with that spreadsheets take for a formula, in half and full width.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
#: A spreadsheet's own limits: what is larger is not a sheet of cues.
_MOST_ROWS = 1_048_576
#: What a spreadsheet shows in place of a formula it cannot work out: #NAME?, #REF!, #¿NOMBRE?, #DIV/0! ...
_ERROR_VALUE = re.compile("#(?:N/A|\u00bf?[A-Z\u00c0-\u00de]+(?:/0)?[?!])")
#: What spreadsheets write for a text that they took for a date or a large number: 12-dic, 2/1/2026, 1,5E+12.
_CONVERTED = re.compile(
    r"\d{1,2}[-/][^\W\d_]{3,4}\.?(?:[-/]\d{2,4})?|\d{1,2}[-/]\d{1,2}[-/]\d{2,4}"
    r"|\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?|\d[.,]\d+E[+-]\d+"
)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def _safe(text: str) -> str:
    """Keep a spreadsheet from reading a dialogue dash as a formula: an apostrophe in front means text."""
    return "'" + text if text.startswith(_FORMULA) else _doubled(text)


def _doubled(text: str) -> str:
    """Double the apostrophe of a text that would be taken for one that was made safe."""
    return "'" + text if text.startswith("'") and text[1:].startswith((*_FORMULA, "'")) else text


def _plain(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith((*_FORMULA, "'")) else text


def _cells(sheet: Sheet) -> Iterable[tuple[str | int, ...]]:
    named = {"source": f"source ({sheet.source_lang})", "target": f"target ({sheet.target_lang})"}
    yield tuple(named.get(column, column) for column in _HEAD)
    for pair in sheet.pairs:
        times = (format_clock(pair.start), format_clock(pair.end), seconds_of(pair))
        limits = (pair.line_limit or "", pair.cue_limit or "")
        yield (pair.id, *times, pair.speaker, pair.context, pair.source, pair.target, *limits, pair.note)


def write_csv(sheet: Sheet) -> bytes:
    """Return the sheet as CSV (RFC 4180, UTF-8 with a byte order mark, which spreadsheets want)."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([[_safe(str(cell)) for cell in row] for row in _cells(sheet)])
    return text.getvalue().encode("utf-8-sig", "replace")


def read_csv(data: bytes, name: str) -> Sheet:
    """Return the sheet in CSV, separated by commas, semicolons or tabs. Columns are found by their names.

    What a spreadsheet saved in another encoding is read in it, and that is reported.
    """
    decoded = decode(data, name=name)
    noticed = list(decoded.diagnostics)
    if decoded.encoding not in ("utf-8", "ascii", "utf-16-le", "utf-16-be"):
        message = f"saved as {decoded.encoding}: a character that it does not have is lost"
        noticed.append(report("translate.sheet-encoding", message, file=name))
    head = decoded.text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(decoded.text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise InputError(f"{name}: not a CSV table: {error}") from None
    return _sheet(rows, name, noticed)


def write_xlsx(sheet: Sheet) -> bytes:
    """Return the sheet as an Excel workbook, every text a text cell. Raises MissingExtraError without openpyxl."""
    library = need("openpyxl", "xlsx", "writing XLSX")
    styles = need("openpyxl.styles", "xlsx", "writing XLSX")
    workbook = library.Workbook()
    page = workbook.active
    page.title = "translation"
    page.freeze_panes = "A2"
    for number, cells in enumerate(_cells(sheet), start=1):
        for column, content in enumerate(cells, start=1):
            cell = page.cell(row=number, column=column)
            if isinstance(content, int):
                cell.value = content
                continue
            cell.value = _ESCAPE.sub(r"_x005F_x\1_", _doubled(xml_text(content)))
            cell.data_type = "s"  # never a formula
            cell.number_format = "@"  # nor a date or a number, once it is edited
            cell.alignment = styles.Alignment(wrap_text=True, vertical="top")
    for number, wide in enumerate(_WIDTHS):
        page.column_dimensions[chr(ord("A") + number)].width = wide
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def read_xlsx(data: bytes, name: str) -> Sheet:
    """Return the sheet in a workbook's first page. Raises InputError where it is none."""
    library = need("openpyxl", "xlsx", "reading XLSX")
    try:
        workbook = library.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        page = workbook.worksheets[0]
        rows = [[_unescaped(cell) for cell in row] for row in _bounded(page.iter_rows(values_only=True))]
    except InputError:
        raise
    except Exception as error:  # openpyxl raises whatever the zip and XML below it do
        raise InputError(f"{name}: not a workbook: {error}") from None
    return _sheet(rows, name)


def _unescaped(cell: Any) -> Any:
    """Undo the workbook's own escapes (ECMA-376 part 1, 22.4.2.4), which openpyxl leaves as they are."""
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)), cell) if isinstance(cell, str) and "_x" in cell else cell


def _bounded(rows: Iterable[Sequence[Any]]) -> Iterable[Sequence[Any]]:
    for number, row in enumerate(rows):
        if number > _MOST_ROWS:
            raise InputError(f"more than {_MOST_ROWS:,} rows")
        yield row[:50]


def _sheet(rows: Sequence[Sequence[Any]], name: str, noticed: Iterable[Any] = ()) -> Sheet:
    if not rows:
        raise InputError(f"{name}: the sheet is empty")
    head = [_shown(cell) for cell in rows[0]]
    columns = {cell.partition("(")[0].strip().lower(): index for index, cell in enumerate(head)}
    missing = [column for column in ("id", "source", "target") if column not in columns]
    if missing:
        raise InputError(f"{name}:1: no column {', '.join(missing)}", hint="keep the first row as it was written")
    languages = [_in_brackets(head[columns[column]]) for column in ("source", "target")]
    pairs = [
        _pair(row, columns, number, name)
        for number, row in enumerate(rows[1:], start=2)
        if any(cell not in ("", None) for cell in row)
    ]
    return Sheet(languages[0], languages[1], tuple(pairs), name, tuple(noticed))


def _in_brackets(text: str) -> str:
    return text.partition("(")[2].partition(")")[0].strip()


def _shown(cell: Any) -> str:
    """Return a cell as text; numbers without the ``.0`` that spreadsheets give them."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _plain(cell.replace("\r\n", "\n").replace("\r", "\n"))
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def _pair(row: Sequence[Any], columns: dict[str, int], number: int, name: str) -> Pair:
    def raw(column: str) -> Any:
        index = columns.get(column)
        return row[index] if index is not None and index < len(row) else None

    def cell(column: str) -> str:
        return _shown(raw(column))

    key = cell("id").strip()
    if not key:
        raise InputError(f"{name}:{number}: the row has no id")
    # a spreadsheet may have turned the id 12 into 12.0
    key = key.removesuffix(".0") if key.removesuffix(".0").isdigit() else key
    dated = isinstance(raw("target"), date | datetime | time)
    spoilt = "a spreadsheet has made a date of the translation" if dated else _spoilt(cell("source"), cell("target"))
    return Pair(
        key, cell("source"), cell("target"), ms_of(cell("start")), ms_of(cell("end")), cell("speaker"), cell("note"),
        cell("context"), row=number, spoilt=spoilt,
    )  # fmt: skip


def _spoilt(source: str, target: str) -> str:
    """Say what a spreadsheet seems to have made of a translation; ``""`` where the source looks the same."""
    source, target = source.strip(), target.strip()
    if _ERROR_VALUE.fullmatch(target) and not _ERROR_VALUE.fullmatch(source):
        return "a spreadsheet has taken the translation for a formula"
    if _CONVERTED.fullmatch(target) and not _CONVERTED.fullmatch(source):
        return "a spreadsheet has made a date or a number of the translation"
    return ""
