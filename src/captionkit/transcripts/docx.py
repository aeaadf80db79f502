"""Word documents (.docx) carrying text in any layout: paragraphs and tables in order, read-only, with limits.

Only ``word/document.xml`` is opened. Inserted text of tracked changes is read, deleted text is not (ECMA-376 part 1,
17.13.5); headers, footers, comments and notes are other parts and stay out.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import IO, TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from captionkit.diagnostics import Collector, Result
from captionkit.errors import InputError, LimitError
from captionkit.model.transcript import Transcript
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.base import Reader
from captionkit.transcripts.blocks import Block, page_of
from captionkit.transcripts.layout.reader import Given, read_lines
from captionkit.transcripts.layout.rows import tidy

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["DOCX", "MAX_DEPTH", "MAX_XML"]

_PART = "word/document.xml"

#: The largest document part that is unpacked, in bytes: a 24-hour transcript with all of Word's markup is below 40 MB.
MAX_XML = 64 * 1024 * 1024

#: The deepest nesting of elements; tables in tables stay below 100.
MAX_DEPTH = 500

_WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)
_FALSE = ("0", "false", "off", "none")


def _document(source: Source) -> bytes:
    """Return the document part.

    Raises InputError for what is no Word document, LimitError for a part beyond the limit.
    """
    if source.data.startswith(b"\xd0\xcf\x11\xe0"):
        raise InputError(
            f"{source.name}: a legacy or encrypted Office file", hint="save it as .docx without a password"
        )
    try:
        with zipfile.ZipFile(BytesIO(source.data)) as archive:
            info = archive.getinfo(_PART)
            if info.file_size > MAX_XML:
                raise _too_large(source)
            with archive.open(info) as part:
                data = part.read(MAX_XML + 1)
    except KeyError:
        raise InputError(f"{source.name}: a zip file that is no Word document") from None
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise InputError(f"{source.name}: not a readable .docx file: {error}") from None
    except Exception as error:
        if type(error).__module__ == "zlib":
            raise InputError(f"{source.name}: not a readable .docx file: {error}") from None
        raise
    if len(data) > MAX_XML:
        raise _too_large(source)
    return data


def _too_large(source: Source) -> LimitError:
    return LimitError(f"{source.name}: the document is larger than {MAX_XML:,} bytes when unpacked")


class _Reader:
    """Turns the document's elements into blocks; ``tables`` counts the open tables, whose rows are blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
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
            self.cells[-1][-1].append(" " + tidy("".join(self.parts).replace("\n", " ")))
        else:
            lines = [line.strip() for line in "".join(self.parts).split("\n")]
            self.blocks.append(Block(self.number, lines, tidy("".join(self.bold)), self.heading))
        self.parts, self.bold, self.lead, self.heading = [], [], True, False

    def _row(self) -> None:
        cells = [tidy("".join(cell)) for cell in self.cells.pop()]
        if any(cells) and self.cells and self.cells[-1]:
            self.cells[-1][-1].append(" " + " ".join(cells))
        elif any(cells):
            self.blocks.append(Block(self.number, ["\t".join(cells)], tight=False))


def _value(element: Element) -> str:
    return next((element.get(f"{space}val", "") for space in _WORD if element.get(f"{space}val") is not None), "")


def _is_heading(style: str) -> bool:
    return style.lower().startswith(("heading", "title", "überschrift", "berschrift", "titre", "título", "titolo"))


def _events(data: bytes, name: str) -> Iterator[tuple[str, Element]]:
    """Yield (event, element) of the document.

    Raises InputError for what is not well-formed or has a DTD, LimitError for nesting beyond the limit.
    """
    from defusedxml import ElementTree
    from defusedxml.common import DefusedXmlException

    stream: IO[bytes] = BytesIO(data)
    depth = 0
    try:
        for event, element in ElementTree.iterparse(stream, events=("start", "end"), forbid_dtd=True):
            depth += 1 if event == "start" else -1
            if depth > MAX_DEPTH:
                raise LimitError(f"{name}: elements are nested deeper than {MAX_DEPTH}")
            yield event, element
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise InputError(f"{name}: not readable XML in {_PART}: {error}") from None


def _blocks(source: Source) -> list[Block]:
    reader = _Reader()
    for event, element in _events(_document(source), source.name):
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
    if not source.data.startswith(b"PK\x03\x04"):
        return 0.9 if source.data.startswith(b"\xd0\xcf\x11\xe0") and source.suffix in (".doc", ".docx") else 0.0
    try:
        with zipfile.ZipFile(BytesIO(source.data)) as archive:
            return 0.97 if _PART in archive.namelist() else 0.0
    except (zipfile.BadZipFile, OSError, ValueError):
        return 0.6 if source.suffix == ".docx" else 0.0


def _read(source: Source, options: ReadOptions) -> Result[Transcript]:
    notes = Collector(source.name, strict=options.strict)
    page = page_of(_blocks(source))
    transcript = read_lines(page.lines, options, notes, Given(titles=page.titles, places=page.places))
    return Result(transcript.replace(source="docx"), notes.all)


DOCX = Reader(
    "docx",
    "Word document with a transcript: Teams, Trint, Rev, Otter, as-broadcast tables",
    (".docx", ".docm"),
    _sniff,
    _read,
    frozenset({"segments", "speakers", "kinds"}),
)
