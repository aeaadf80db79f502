"""XML as a stream of elements, by expat's own handlers: no entities, nothing fetched, nothing nested without end.

What is refused is what :mod:`captionkit.sources.xmltext` refuses; trees of elements would cost three times the parsing.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

from defusedxml.expatreader import DefusedExpatParser

from captionkit.errors import LimitError

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

__all__ = ["MAX_DEPTH", "XML", "XmlStream"]

#: Elements inside each other; a deeper document is an attack.
MAX_DEPTH: Final = 200
#: The longest tag, comment or instruction, in bytes: pictures in a document are text, not tags.
MAX_TOKEN: Final = 32 * 1024 * 1024
#: Bytes that are parsed at once; expat takes no more.
_PIECE: Final = 1 << 20
XML: Final = "http://www.w3.org/XML/1998/namespace"
_TT: Final = ("http://www.w3.org/ns/ttml", "http://www.w3.org/2006/")
#: Attributes without a namespace that count.
_KEPT: Final = frozenset(("begin", "end", "dur", "style", "region", "timeContainer"))


class XmlStream(DefusedExpatParser):
    """A parser that knows the names of Timed Text; subclasses take the elements."""

    _parser: XMLParserType

    def __init__(self) -> None:
        super().__init__(
            namespaceHandling=1, bufsize=_PIECE, forbid_dtd=False, forbid_entities=True, forbid_external=True
        )
        self._names: dict[str, str] = {}
        self._attributes: dict[str, tuple[str, str]] = {}
        self._path: list[str] = []
        self._root = ""

    def parse_bytes(self, data: bytes, encoding: str | None = None) -> None:
        """Parse a document; what ``xml.sax`` raises is raised."""
        from xml.sax.xmlreader import InputSource

        source = InputSource()
        source.setByteStream(BytesIO(data))
        if encoding:
            source.setEncoding(encoding)
        self.parse(source)

    def feed(self, data: Any, isFinal: bool = False) -> None:  # noqa: N803 - as the parser calls it
        """Parse a piece; a tag, a comment or an instruction that does not end is refused.

        The parser looks at it from its beginning again with each piece.
        """
        super().feed(data, isFinal)
        self._fed += len(data)
        if self._fed - self._parser.CurrentByteIndex > MAX_TOKEN:
            raise LimitError(f"a tag, comment or instruction is longer than {MAX_TOKEN:,} bytes")

    def reset(self) -> None:
        """Prepare the parser, with text handed on where it counts only."""
        super().reset()
        self._fed = 0
        self._parser.CharacterDataHandler = None
        self._parser.StartNamespaceDeclHandler = None
        self._parser.EndNamespaceDeclHandler = None
        self._parser.ProcessingInstructionHandler = None

    # names: "namespace local prefix" as expat joins them, each looked at once

    def _name(self, name: str) -> str:
        space, local = _split(name)
        if not self._path:
            self._root = space
        ours = space == self._root or space.startswith(_TT)
        found = local if ours and "#" not in space else f"#{local}" if "#metadata" in space else ""
        if not ours and local == "image":
            found = "image"
        self._names[name] = found
        return found

    def _attribute(self, name: str) -> tuple[str, str]:
        """Return the kind (``""``, ``xml``, ``style``, ``parameter``, ``metadata``, ``other``) and the local name."""
        space, local = _split(name)
        if not space:
            found = ("", local) if local in _KEPT else ("bare", local)
        elif space == XML:
            found = ("xml", local)
        elif space.startswith((self._root, *_TT)) and "#styl" in space:
            found = ("style", local)
        elif "#parameter" in space:
            found = ("parameter", local)
        elif "#metadata" in space:
            found = ("metadata", local)
        else:
            found = ("other", local)
        self._attributes[name] = found
        return found

    def _too_deep(self) -> None:
        raise LimitError(f"elements are nested more than {MAX_DEPTH} deep", hint="no caption file needs that")


def _split(name: str) -> tuple[str, str]:
    parts = name.split(" ")
    return (parts[0], parts[1]) if len(parts) > 1 else ("", parts[0])
