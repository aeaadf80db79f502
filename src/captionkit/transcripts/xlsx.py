"""Excel workbooks (.xlsx) carrying a transcript: the sheet with the most text, read as a table (ECMA-376 part 1, 18.3).

Times that a sheet keeps as fractions of a day are written out by the cell's number format.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from captionkit.diagnostics import Result, report
from captionkit.errors import CaptionkitError, InputError, LimitError
from captionkit.model.transcript import Transcript
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.archives import Archive, names_in
from captionkit.transcripts.base import Reader
from captionkit.transcripts.delimited import TABLE
from captionkit.transcripts.layout.reader import read_lines

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["XLSX"]

_BOOK = "xl/workbook.xml"
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml\Z")
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})\Z")
#: Number formats that are built in and show a time of day or a duration (18.8.30).
_CLOCKS = frozenset((18, 19, 20, 21, 22, 45, 46, 47))
_QUOTED = re.compile(r'"[^"]*"|\\.|\[(?:red|blue|green|black|white|yellow|cyan|magenta|\$[^\]]*)\]', re.IGNORECASE)
_MAX_COLUMNS, _MAX_ROWS = 256, 500_000
_DAY = 86_400_000


def _strings(archive: Archive) -> list[str]:
    """Return the table of shared strings; phonetic guides stay out."""
    if "xl/sharedStrings.xml" not in archive.names:
        return []
    strings, parts, phonetic = [], [""], 0
    for event, element in archive.events("xl/sharedStrings.xml"):
        name = element.tag.rpartition("}")[2]
        if name == "rPh":
            phonetic += 1 if event == "start" else -1
        elif event == "end" and name == "t" and not phonetic:
            parts.append(element.text or "")
        elif event == "end" and name == "si":
            strings.append("".join(parts))
            parts = []
            element.clear()
    return strings


def _clock_styles(archive: Archive) -> frozenset[int]:
    """Return the numbers of the cell styles that show a number as a time."""
    if "xl/styles.xml" not in archive.names:
        return frozenset()
    clocks, found, place, inside = set(_CLOCKS), set(), 0, False
    for event, element in archive.events("xl/styles.xml"):
        name = element.tag.rpartition("}")[2]
        if name == "cellXfs":
            inside = event == "start"
        elif event == "start" and name == "numFmt":
            code = _QUOTED.sub("", element.get("formatCode", "")).lower()
            if "h" in code or "s" in code:
                clocks.add(_number(element.get("numFmtId", "")))
        elif event == "start" and name == "xf" and inside:
            if _number(element.get("numFmtId", "")) in clocks:
                found.add(place)
            place += 1
    return frozenset(found)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else -1


def _rows(archive: Archive, name: str, strings: list[str], clocks: frozenset[int]) -> Iterator[list[str]]:
    count = 0
    row: list[str] = []
    for event, element in archive.events(name):
        tag = element.tag.rpartition("}")[2]
        if event == "start" and tag == "row":
            row = []
        elif event == "end" and tag == "c":
            place = _column(element.get("r", ""), len(row))
            row += [""] * (place - len(row))
            row.append(_shown(element, strings, clocks))
        elif event == "end" and tag == "row":
            count += 1
            if count > _MAX_ROWS:
                raise LimitError(f"{archive.name}: a sheet has more than {_MAX_ROWS:,} rows")
            yield row
            element.clear()


def _column(reference: str, default: int) -> int:
    match = _CELL.match(reference)
    if match is None:
        return default
    place = 0
    for letter in match[1]:
        place = place * 26 + ord(letter) - 64
    return max(default, min(place - 1, _MAX_COLUMNS))


def _shown(cell: Element, strings: list[str], clocks: frozenset[int]) -> str:
    kind = cell.get("t", "n")
    texts = {child.tag.rpartition("}")[2]: child for child in cell}
    if kind == "inlineStr" and "is" in texts:
        return "".join(part.text or "" for part in texts["is"].iter() if part.tag.rpartition("}")[2] == "t")
    value = (texts["v"].text or "") if "v" in texts else ""
    if kind == "s":
        place = _number(value)
        return strings[place] if 0 <= place < len(strings) else ""
    if kind == "n" and value and _number(cell.get("s", "")) in clocks:
        return _clock(value)
    return value


def _clock(value: str) -> str:
    """Return a fraction of a day as ``h:mm:ss.mmm``; a date's whole days are left out."""
    try:
        days = float(value)
    except ValueError:
        return value
    if not 0 <= days < 10**6:
        return value
    ms = round((days if days < 4 else days % 1) * _DAY)
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"


def _sniff(source: Source) -> float:
    return 0.97 if _BOOK in names_in(source) else 0.0


def _read(source: Source, options: ReadOptions) -> Result[Transcript]:
    archive = Archive(source, "Excel workbook")
    strings, clocks = _strings(archive), _clock_styles(archive)
    sheets = {name: [row for row in _rows(archive, name, strings, clocks) if any(map(str.strip, row))]
              for name in sorted(archive.names) if _SHEET.match(name)}  # fmt: skip
    if not any(sheets.values()):
        raise InputError(
            f"{source.name}: no sheet of the workbook has text in its cells",
            hint="text boxes and pictures are not read: in Excel, Numbers or LibreOffice, save the sheet as CSV",
        )
    best = max(sheets, key=lambda name: sum(len(cell) for row in sheets[name] for cell in row))
    left = [report("stt.ignored-text", f"the sheet {name} was not read ({len(rows)} rows)")
            for name, rows in sheets.items() if rows and name != best]  # fmt: skip
    reading = _table(source.name, sheets[best], options)
    return Result(reading.value.replace(source="xlsx"), (*reading.diagnostics, *left))


def _table(name: str, rows: list[list[str]], options: ReadOptions) -> Result[Transcript]:
    """Read the rows as a table; where no column holds a time or a heading says nothing, as lines of text."""
    from captionkit.diagnostics import Collector

    width = max(map(len, rows))
    sheet = io.StringIO()
    csv.writer(sheet, lineterminator="\n").writerows([*row, *[""] * (width - len(row))] for row in rows)
    table = Source(sheet.getvalue().encode(), f"{name}.csv")
    if width > 1 and TABLE.sniff(table) > 0:
        try:
            return TABLE.read(table, options)
        except CaptionkitError:
            pass
    notes = Collector(name, strict=options.strict)
    lines = ["\t".join(cell.strip().replace("\n", " ") for cell in row).strip("\t") for row in rows]
    return Result(read_lines(lines, options, notes), notes.all)


XLSX = Reader(
    "xlsx",
    "Excel workbook with a transcript",
    (".xlsx", ".xlsm"),
    _sniff,
    _read,
    frozenset({"segments", "speakers", "kinds"}),
)
