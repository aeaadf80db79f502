"""Documents that are zip files of XML parts (Word, OpenDocument, EPUB, Excel): parts read in memory, with limits.

Nothing is unpacked to disk, so a name cannot lead out of the archive; a part's stated and real size are both bounded.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from captionkit.errors import InputError, LimitError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from captionkit.sources import Source

__all__ = ["MAX_DEPTH", "MAX_ELEMENTS", "MAX_XML", "Archive", "media_type_in", "names_in"]

#: The largest total of parts that is unpacked, in bytes: a 24-hour transcript with all of Word's markup is below 40 MB.
MAX_XML = 64 * 1024 * 1024

#: The deepest nesting of elements; tables in tables stay below 100.
MAX_DEPTH = 500

#: The most elements of a document, each of which is an object: every word of a day's speech may have five.
MAX_ELEMENTS = 5_000_000

#: The most parts that an archive is looked through for.
MAX_PARTS = 20_000

#: Bytes of a part that are parsed at once, where elements are found in them.
_PIECE = 1 << 16

_BROKEN = (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError)


def names_in(source: Source) -> frozenset[str]:
    """Return the names of a zip file's parts; none for anything else.

    >>> from captionkit.sources import Source
    >>> names_in(Source(b"Good evening."))
    frozenset()
    """
    if not source.data.startswith(b"PK\x03\x04"):
        return frozenset()
    try:
        with zipfile.ZipFile(BytesIO(source.data)) as archive:
            return frozenset(archive.namelist()[:MAX_PARTS])
    except _BROKEN:
        return frozenset()


#: The longest statement of a media type that is read, in bytes; the registered ones stay below 90.
_MEDIA_TYPE = 256


def media_type_in(source: Source) -> str:
    """Return what a zip file's part ``mimetype`` says, however it is packed and wherever it stands; ``""`` without one.

    OpenDocument (part 2, 3.3) and EPUB (OCF 3.3, 4.2.1) want it first and not compressed, so that the bytes of the file
    show it; what programs and people have zipped again often has it otherwise, and is opened all the same.

    >>> from captionkit.sources import Source
    >>> media_type_in(Source(b"Good evening."))
    ''
    """
    if not source.data.startswith(b"PK\x03\x04"):
        return ""
    try:
        with zipfile.ZipFile(BytesIO(source.data)) as archive, archive.open("mimetype") as part:
            return part.read(_MEDIA_TYPE).decode("ascii", "replace").strip()
    except (*_BROKEN, KeyError, zlib.error):
        return ""


class _Pieces:
    """The bytes of a part as a parser reads them: in pieces that double as long as it finds no element in them.

    A parser looks at a tag, a comment or an instruction from its beginning again with each piece until it has the end
    of it: forty megabytes of comment in pieces of one size took it 47 s.
    """

    def __init__(self, data: bytes) -> None:
        self.data, self.at, self.size = data, 0, _PIECE

    def read(self, _: int = -1) -> bytes:
        """Return the next piece, of as many bytes as is thought best."""
        piece = self.data[self.at : self.at + self.size]
        self.at += self.size
        self.size *= 2
        return piece


class Archive:
    """The parts of one document, unpacked when asked for, :data:`MAX_XML` bytes in all at the most.

    ``kind`` names the document in messages (``"Word document"``). Raises InputError where the source is not a zip file.
    """

    def __init__(self, source: Source, kind: str, limit: int = 0) -> None:
        self.name = source.name
        self.kind = kind
        self.limit = self.left = limit or MAX_XML
        self.elements = 0
        try:
            self._zip = zipfile.ZipFile(BytesIO(source.data))
            self.names = frozenset(self._zip.namelist()[:MAX_PARTS])
        except _BROKEN as error:
            raise InputError(f"{self.name}: not a readable {kind}: {error}") from None

    def part(self, name: str) -> bytes:
        """Return the bytes of a part.

        Raises InputError where it is missing or damaged, LimitError beyond the limit.
        """
        try:
            info = self._zip.getinfo(name)
            if info.file_size > self.left:
                raise self._too_large()
            with self._zip.open(info) as part:
                data = part.read(self.left + 1)
        except KeyError:
            raise InputError(f"{self.name}: a zip file, not a {self.kind}") from None
        except (*_BROKEN, zlib.error) as error:
            raise InputError(f"{self.name}: not a readable {self.kind}: {error}") from None
        self.left -= len(data)
        if self.left < 0:
            raise self._too_large()
        return data

    def events(self, name: str) -> Iterator[tuple[str, Element]]:
        """Yield (``"start"`` or ``"end"``, element) of an XML part.

        Raises InputError for what is not well-formed or has a DTD, LimitError for nesting or elements beyond the limit.
        """
        from defusedxml import ElementTree
        from defusedxml.common import DefusedXmlException

        depth, pieces = 0, _Pieces(self.part(name))
        try:
            for event, element in ElementTree.iterparse(pieces, events=("start", "end"), forbid_dtd=True):
                pieces.size = _PIECE
                depth += 1 if event == "start" else -1
                self.elements += event == "start"
                if depth > MAX_DEPTH:
                    raise LimitError(f"{self.name}: elements are nested deeper than {MAX_DEPTH}")
                if self.elements > MAX_ELEMENTS:
                    raise LimitError(f"{self.name}: the document has more than {MAX_ELEMENTS:,} elements")
                yield event, element
        except (ParseError, DefusedXmlException, ValueError) as error:
            raise InputError(f"{self.name}: not readable XML in {name}: {error}") from None

    def _too_large(self) -> LimitError:
        return LimitError(f"{self.name}: the document is larger than {self.limit:,} bytes when unpacked")
