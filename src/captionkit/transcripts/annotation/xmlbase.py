"""What the XML readers share: parsing once with limits, recognising a root element, the text inside one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from captionkit.sources.xmltext import local, parse_xml, text_inside

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from captionkit.sources import Source
    from captionkit.transcripts.stt.notes import Notes

__all__ = ["load_xml", "local", "root_is", "squeezed", "text_inside"]

_DECLARED = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)((?:\s[^<>]*)?)>")
_PREAMBLE = re.compile(
    r"<\?.{0,2000}?\?>|<!--.{0,4000}?-->|<!DOCTYPE[^<>\[]{0,500}(?:\[[^\]]{0,2000}\])?\s*>", re.DOTALL
)


def load_xml(source: Source, notes: Notes) -> Element:
    """Return the root element, decoded as the file declares, else as the text was decoded.

    Raises InputError for XML that is not well-formed or declares entities, LimitError where it is too large.
    """
    del notes
    declared = _DECLARED.match(source.data[:400]) if source.encoding is None else None
    if declared and declared[1].lower() not in (b"utf-8", b"utf8", b"utf-16"):
        return parse_xml(source.data, source.name)
    return parse_xml(source.text.rstrip("\x00\x1a"), source.name)


def root_is(tag: str, test: Callable[[str, str], bool] = lambda attributes, head: True) -> Callable[[Source], float]:
    """Return a sniffer for a root element; ``test`` may look at its attributes and at the head of the file."""

    def sniff(source: Source) -> float:
        head = source.head.lstrip("\ufeff \t\r\n")
        if not head.startswith("<"):
            return 0.0
        root = _ROOT.match(_PREAMBLE.sub("", head).lstrip())
        return 0.95 if root and root[1] == tag and test(root[2], head) else 0.0

    return sniff


def squeezed(text: str | None) -> str:
    """Return the text with each run of blanks made one."""
    return " ".join((text or "").split())
