"""XML from strangers: no entities, nothing fetched; a DOCTYPE that declares nothing is let pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from captionkit.errors import InputError, LimitError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["MAX_XML", "parse_xml"]

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
