"""TMX 1.4b, the exchange format of translation memories (https://www.gala-global.org/tmx-14b), in and out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from captionkit.errors import InputError
from captionkit.fitting import xml_text
from captionkit.sources.xmltext import parse_xml, text_inside
from captionkit.translation.memory import Memory, MemoryEntry, key_of

__all__ = ["import_tmx", "read_tmx", "write_tmx"]

#: Bytes that a file may have: a memory of a million sentences is about this big.
MAX_TMX = 256 * 1024 * 1024
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def write_tmx(entries: Iterable[MemoryEntry]) -> bytes:
    """Return a TMX document of the entries, one unit each.

    >>> b"<seg>Oui.</seg>" in write_tmx([MemoryEntry("Yes.", "Oui.", "en", "fr")])
    True
    """
    units = [
        f"<tu creationid={quoteattr(e.translator)}><tuv xml:lang={quoteattr(e.source_lang or 'und')}>"
        f"<seg>{escape(xml_text(e.source))}</seg></tuv><tuv xml:lang={quoteattr(e.target_lang)}>"
        f"<seg>{escape(xml_text(e.target))}</seg></tuv></tu>\n"
        for e in entries
    ]
    head = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4"><header creationtool="captionkit" '
        'creationtoolversion="1" segtype="sentence" o-tmf="captionkit" adminlang="en" srclang="*all*" '
        'datatype="plaintext"/>\n<body>\n'
    )
    return (head + "".join(units) + "</body></tmx>\n").encode()


def read_tmx(data: bytes, source: str, target: str, name: str = "") -> Iterator[MemoryEntry]:
    """Yield what a TMX document knows of one language pair; units of other languages are passed over.

    ``en`` matches ``en-GB`` and the other way round. Inline codes are dropped, their text is not. Raises InputError
    where it is not TMX.
    """
    root = parse_xml(data, name or "TMX", limit=MAX_TMX)
    if root.tag != "tmx":
        raise InputError(f"{name}: the XML is not TMX but <{root.tag}>")
    for unit in root.iter("tu"):
        texts = {
            (v.get(_LANG) or v.get("lang") or ""): text_inside(v.find("seg"), skip=_CODES) for v in unit.iter("tuv")
        }
        one, two = _pick(texts, source), _pick(texts, target)
        if one and two:
            yield MemoryEntry(one, two, source, target, "tmx")


#: Elements of a segment that hold markup of the original document, not text.
_CODES = frozenset(("bpt", "ept", "it", "ph", "ut"))


def _pick(texts: dict[str, str], wanted: str) -> str:
    for language, text in texts.items():
        if language.lower() == wanted.lower():
            return text
    base = wanted.partition("-")[0].lower()
    return next((text for language, text in texts.items() if language.partition("-")[0].lower() == base), "")


def import_tmx(memory: Memory, data: bytes, source: str, target: str, name: str = "") -> int:
    """Put a TMX document's pairs into a memory and return how many there were."""
    rows = [(key_of("tmx", e.source, e.source_lang, e.target_lang), e) for e in read_tmx(data, source, target, name)]
    memory.put(rows)
    return len(rows)
