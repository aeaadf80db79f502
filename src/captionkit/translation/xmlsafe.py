"""Reading XML from strangers: no DTD, no entity, no outside reference, and a limit on size."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from captionkit.sources.xmltext import parse_xml

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["parsed", "text_of"]

#: Bytes an XML file may have: a translation memory of a million sentences is about this big.
MAX_XML = 256 * 1024 * 1024


def parsed(file: BinaryIO, name: str) -> Element:
    """Return the root element.

    A DOCTYPE without declarations is let pass (TMX files name their DTD); anything it declares is not.

    Raises InputError for broken XML and for entities, LimitError for a file over :data:`MAX_XML`.
    """
    return parse_xml(file.read(MAX_XML + 1), name, limit=MAX_XML)


def text_of(element: Element | None, skip: frozenset[str] = frozenset()) -> str:
    """Return all text in an element, without that of the elements named in ``skip`` (their tails stay).

    A loop, not a recursion: a hostile file may be nested a hundred thousand deep.
    """
    if element is None:
        return ""
    parts: list[str] = []
    work: list[tuple[Element, bool]] = [(element, False)]
    while work:
        node, done = work.pop()
        if done:
            parts.append(node.tail or "")
            continue
        if node is not element:
            work.append((node, True))
        tag = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else "ph"
        if tag in skip or not isinstance(node.tag, str):
            continue
        parts.append(node.text or "")
        work.extend((child, False) for child in reversed(list(node)))
    return "".join(parts)
