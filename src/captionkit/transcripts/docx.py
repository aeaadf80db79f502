"""Word documents (.docx) carrying text in any layout: paragraphs and tables in order, read-only, with limits.

Only ``word/document.xml`` is opened. Inserted text of tracked changes is read, deleted text is not (ECMA-376 part 1,
17.13.5); headers, footers, comments and notes are other parts and stay out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from captionkit.diagnostics import Collector, Result
from captionkit.model.transcript import Transcript
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.archives import Archive, names_in
from captionkit.transcripts.base import Reader
from captionkit.transcripts.blocks import TextBlock, rows_of_cells
from captionkit.transcripts.documents import read_blocks
from captionkit.transcripts.layout.rows import tidy

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["DOCX"]

_PART = "word/document.xml"

_WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_FALSE = ("0", "false", "off", "none")


class _Reader:
    """Turns the document's elements into blocks; ``tables`` counts the open tables, whose rows are blocks."""

    def __init__(self) -> None:
        self.blocks: list[TextBlock] = []
        self.number = 0
        self.parts: list[str] = []
        self.cells: list[list[list[str]]] = []
        self.bold: list[str] = []
        self.lead, self.heading, self.is_bold = True, False, False
        self.deleted = 0

    def start(self, name: str, element: Element) -> None:
        if name in ("del", "moveFrom"):
            self.deleted += 1
        elif name == "p":
            self.number += 1
        elif name == "r":
            self.is_bold = False
        elif name == "tr":
            self.cells.append([])
        elif name == "tc" and self.cells:
            self.cells[-1].append([])

    def end(self, name: str, element: Element) -> None:
        if name in ("del", "moveFrom"):
            self.deleted -= 1
        elif name == "t" and not self.deleted:
            self._text(element.text or "")
        elif name in ("tab", "ptab") and not self.deleted:
            self._text("\t")
        elif name in ("br", "cr") and not self.deleted:
            self.parts.append("\n")
        elif name == "noBreakHyphen":
            self._text("\u2011")
        elif name == "b":
            self.is_bold = _value(element).lower() not in _FALSE
        elif name in ("pStyle", "outlineLvl"):
            self.heading = self.heading or name == "outlineLvl" or _is_heading(_value(element))
        elif name == "p":
            self._paragraph()
        elif name == "tr" and self.cells:
            self._row()

    def _text(self, text: str) -> None:
        self.parts.append(text)
        if self.is_bold and self.lead:
            self.bold.append(text)
        elif text.strip():
            self.lead = False

    def _paragraph(self) -> None:
        if self.cells and self.cells[-1]:
            self.cells[-1][-1].append(tidy("".join(self.parts).replace("\n", " ")))
        else:
            lines = [line.strip() for line in "".join(self.parts).split("\n")]
            self.blocks.append(TextBlock(self.number, lines, tidy("".join(self.bold)), self.heading))
        self.parts, self.bold, self.lead, self.heading = [], [], True, False

    def _row(self) -> None:
        for cells in rows_of_cells(self.cells.pop()):
            if any(cells) and self.cells and self.cells[-1]:
                self.cells[-1][-1].append(" ".join(cells))
            elif any(cells):
                self.blocks.append(TextBlock(self.number, ["\t".join(cells)], tight=False))


def _value(element: Element) -> str:
    return next((element.get(f"{space}val", "") for space in _WORD if element.get(f"{space}val") is not None), "")


def _is_heading(style: str) -> bool:
    return style.lower().startswith(("heading", "title", "überschrift", "berschrift", "titre", "título", "titolo"))


def _blocks(source: Source) -> list[TextBlock]:
    reader = _Reader()
    for event, element in Archive(source, "Word document").events(_PART):
        space, _, name = element.tag.rpartition("}")
        if f"{space}}}" not in _WORD:
            continue
        if event == "start":
            reader.start(name, element)
        else:
            reader.end(name, element)
            if name in ("p", "tr", "tbl"):
                element.clear()
    return reader.blocks


def _sniff(source: Source) -> float:
    return 0.97 if _PART in names_in(source) else 0.6 if _damaged(source) else 0.0


def _damaged(source: Source) -> bool:
    return source.suffix == ".docx" and source.data.startswith(b"PK\x03\x04") and not names_in(source)


def _read(source: Source, options: ReadOptions) -> Result[Transcript]:
    notes = Collector(source.name, strict=options.strict)
    transcript = read_blocks(_blocks(source), options, notes)
    return Result(transcript.replace(source="docx"), notes.all)


DOCX = Reader(
    "docx",
    "Word document with a transcript: Teams, Trint, Rev, Otter, as-broadcast tables",
    (".docx", ".docm"),
    _sniff,
    _read,
    frozenset({"segments", "speakers", "kinds"}),
)
