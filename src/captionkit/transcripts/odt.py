"""OpenDocument text and sheets (.odt, .ods) carrying a transcript: paragraphs and table rows in order.

Deleted text of tracked changes, comments and notes stay out (OpenDocument 1.3, part 3: 5.5, 14.1, 6.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from captionkit.diagnostics import Collector, Result
from captionkit.model.transcript import Transcript
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.archives import Archive, media_type_in, names_in
from captionkit.transcripts.base import Reader
from captionkit.transcripts.blocks import TextBlock, rows_of_cells
from captionkit.transcripts.documents import read_blocks
from captionkit.transcripts.layout.rows import tidy

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["ODT"]

_PART = "content.xml"
_MIME = "application/vnd.oasis.opendocument."
#: Where the list of parts of an OpenDocument file stands, for those that lack the statement of their type.
_LIST = "META-INF/manifest.xml"
_ELSEWHERE = frozenset(
    ("tracked-changes", "annotation", "note", "forms", "sequence-decls", "automatic-styles", "binary-data", "desc")
)
_CELLS = ("table-cell", "covered-table-cell")
#: An empty cell that stands for more columns than this is the blank end of a sheet.
_COLUMNS = 64


class _Reader:
    """Turns the document's elements into blocks; inside a table each row is a block."""

    def __init__(self) -> None:
        self.blocks: list[TextBlock] = []
        self.rows: list[list[list[str]]] = []
        self.cells: list[list[str]] = []
        self.number = 0
        self.outside = 0

    def start(self, name: str) -> None:
        if name in _ELSEWHERE:
            self.outside += 1
        elif name == "table-row":
            self.rows.append([])
        elif name in _CELLS:
            self.cells.append([])

    def end(self, name: str, element: Element) -> None:
        if name in _ELSEWHERE:
            self.outside -= 1
        elif name in ("p", "h") and not self.outside:
            self._paragraph("".join(_texts(element)), heading=name == "h")
        elif name in _CELLS and self.rows and self.cells:
            count = _attribute(element, "number-columns-repeated")
            times = int(count) if count.isdecimal() and len(count) < 6 else 1
            self.rows[-1] += [self.cells.pop()] * (times if times <= _COLUMNS else 1)
        elif name == "table-row" and self.rows:
            self._row()

    def _paragraph(self, text: str, *, heading: bool) -> None:
        self.number += 1
        if self.cells:
            self.cells[-1].append(tidy(text.replace("\n", " ")))
        else:
            self.blocks.append(TextBlock(self.number, [line.strip() for line in text.split("\n")], heading=heading))

    def _row(self) -> None:
        row = self.rows.pop()
        while row and not any(row[-1]):
            row.pop()
        for cells in rows_of_cells(row):
            if any(cells) and self.cells:
                self.cells[-1].append(" ".join(cells))
            elif any(cells):
                self.blocks.append(TextBlock(self.number, ["\t".join(cells)]))


def _texts(element: Element) -> Iterator[str]:
    """Yield the characters of a paragraph, in order; what stands elsewhere on the page is passed over."""
    yield element.text or ""
    for child in element:
        name = child.tag.rpartition("}")[2]
        if name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        elif name == "s":
            count = _attribute(child, "c")
            yield " " * (min(int(count), 40) if count.isdecimal() and len(count) < 6 else 1)
        elif name not in _ELSEWHERE:
            yield from _texts(child)
        yield child.tail or ""


def _attribute(element: Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), "")


def _blocks(source: Source) -> list[TextBlock]:
    reader = _Reader()
    for event, element in Archive(source, "OpenDocument file").events(_PART):
        name = element.tag.rpartition("}")[2]
        if event == "start":
            reader.start(name)
            continue
        reader.end(name, element)
        if name in ("p", "h", "table-row", "tracked-changes"):
            tail = element.tail
            element.clear()
            element.tail = tail
    return reader.blocks


def _sniff(source: Source) -> float:
    names = names_in(source)
    if not names:
        return 0.6 if f"mimetype{_MIME}".encode() in source.data[:200] else 0.0
    if not media_type_in(source).startswith(_MIME):
        return 0.9 if {_PART, _LIST} <= names else 0.0
    return 0.97 if _PART in names else 0.6


def _read(source: Source, options: ReadOptions) -> Result[Transcript]:
    notes = Collector(source.name, strict=options.strict)
    transcript = read_blocks(_blocks(source), options, notes)
    return Result(transcript.replace(source="odt"), notes.all)


ODT = Reader(
    "odt",
    "OpenDocument text or sheet with a transcript",
    (".odt", ".ods", ".ott"),
    _sniff,
    _read,
    frozenset({"segments", "speakers", "kinds"}),
)
