"""XML from strangers: no entities, nothing fetched; a DOCTYPE that declares nothing is accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from captionkit.errors import InputError, LimitError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["MAX_XML", "local", "parse_xml", "text_inside"]

#: Bytes an XML file may have; a day of word-timed annotation has a tenth of it.
MAX_XML = 128 * 1024 * 1024


def parse_xml(data: bytes | str, name: str = "", *, limit: int = MAX_XML) -> Element:
    """Return the root element of ``data``; bytes are decoded as their XML declaration says.

    Raises InputError where it is not well-formed or declares entities, LimitError where it is larger than ``limit``
    bytes.

    >>> parse_xml(b"<a><b/></a>").tag
    'a'
    """
    from defusedxml import ElementTree
    from defusedxml.common import DefusedXmlException

    if len(data) > limit:
        raise LimitError(f"{name}: larger than {limit:,} bytes")
    try:
        root: Element = ElementTree.fromstring(data, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except ElementTree.ParseError as error:
        line, column = error.position
        raise InputError(f"{name}:{line}: not well-formed XML (column {column + 1})") from None
    except DefusedXmlException:
        raise InputError(f"{name}: the XML declares entities or outside references, which are not read") from None
    except (ValueError, LookupError) as error:
        raise InputError(f"{name}: not readable as XML: {error}") from None
    return root


def local(element: Element) -> str:
    """Return an element's name without its namespace; ``""`` for comments and instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def text_inside(element: Element | None, skip: frozenset[str] = frozenset()) -> str:
    """Return all text in an element, without that of the elements named in ``skip`` (their tails stay).

    A loop, not a recursion: a hostile file may be nested a hundred thousand deep.

    >>> text_inside(parse_xml("<a>one <b>two</b> three</a>"), frozenset({"b"}))
    'one  three'
    """
    parts: list[str] = []
    work: list[tuple[Element, bool]] = [] if element is None else [(element, False)]
    while work:
        node, closing = work.pop()
        if closing:
            parts.append(node.tail or "")
            continue
        if node is not element:
            work.append((node, True))
        if local(node) and local(node) not in skip:
            parts.append(node.text or "")
            work.extend((child, False) for child in reversed(list(node)))
    return "".join(parts)
