"""XLIFF 1.2 and 2.0, the exchange formats of translation tools, in and out.

http://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html, http://docs.oasis-open.org/xliff/xliff-core/v2.0/. One unit a
cue, its id the cue's; times and speaker travel as notes. Written and read here rather than with translate-toolkit: the
part that is needed is small, and no id may be lost between two libraries (the tests read it with that one, too).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from captionkit.errors import InputError
from captionkit.fitting import xml_text
from captionkit.model.timecode import format_clock
from captionkit.sources.xmltext import parse_xml, text_inside
from captionkit.translation.review.model import Pair, Sheet, ms_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["read_xliff", "write_xliff12", "write_xliff20"]

_V12 = "urn:oasis:names:tc:xliff:document:1.2"
_V20 = "urn:oasis:names:tc:xliff:document:2.0"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
#: Elements of inline codes: they stand for markup, their content is not text.
_CODES12 = frozenset(("bpt", "ept", "it", "ph", "x", "bx", "ex"))


def write_xliff12(sheet: Sheet) -> bytes:
    """Return the sheet as XLIFF 1.2; translations are marked as in need of review."""
    source, target = quoteattr(sheet.source_lang or "und"), quoteattr(sheet.target_lang or "und")
    name = quoteattr(sheet.name or "captions")
    units = "".join(_unit12(pair) for pair in sheet.pairs)
    return (
        f'{_HEAD}<xliff version="1.2" xmlns="{_V12}">\n<file original={name} source-language={source} '
        f'target-language={target} datatype="plaintext">\n<body>\n{units}</body></file></xliff>\n'
    ).encode()


def _unit12(pair: Pair) -> str:
    target = f'<target state="needs-review-translation">{_text(pair.target)}</target>' if pair.target else ""
    notes = "".join(f'<note from="captionkit">{_text(note)}</note>' for note in _notes(pair))
    return (
        f'<trans-unit id={quoteattr(pair.id)} xml:space="preserve"><source>{_text(pair.source)}</source>{target}'
        f"{notes}</trans-unit>\n"
    )


def write_xliff20(sheet: Sheet) -> bytes:
    """Return the sheet as XLIFF 2.0. Ids that are not NMTOKENs there stand in ``name``, the unit has its number."""
    target = f" trgLang={quoteattr(sheet.target_lang)}" if sheet.target_lang else ""
    units = "".join(_unit20(number, pair) for number, pair in enumerate(sheet.pairs, start=1))
    return (
        f'{_HEAD}<xliff version="2.0" xmlns="{_V20}" srcLang={quoteattr(sheet.source_lang or "und")}{target}>\n'
        f'<file id="f1" original={quoteattr(sheet.name or "captions")}>\n{units}</file></xliff>\n'
    ).encode()


def _unit20(number: int, pair: Pair) -> str:
    notes = "".join(f"<note>{_text(note)}</note>" for note in _notes(pair))
    target = f"<target>{_text(pair.target)}</target>" if pair.target else ""
    state = "translated" if pair.target else "initial"
    notes = f"<notes>{notes}</notes>" if notes else ""
    return (
        f'<unit id="u{number}" name={quoteattr(pair.id)} xml:space="preserve">{notes}'
        f'<segment state="{state}"><source>{_text(pair.source)}</source>{target}</segment></unit>\n'
    )


def _notes(pair: Pair) -> Iterator[str]:
    if pair.start or pair.end:
        yield f"time: {format_clock(pair.start)} --> {format_clock(pair.end)}"
    if pair.speaker:
        yield f"speaker: {pair.speaker}"
    if pair.note:
        yield pair.note


def _text(text: str) -> str:
    return escape(xml_text(text))


def read_xliff(data: bytes, name: str) -> Sheet:
    """Return the sheet in XLIFF 1.2 or 2.0; inline codes are dropped, the text around them is not.

    Raises InputError where it is not XLIFF of these versions or a unit has no id.
    """
    root = parse_xml(data, name)
    version = root.get("version", "")
    if root.tag == f"{{{_V12}}}xliff" or (root.tag == "xliff" and version.startswith("1")):
        return _read12(root, name)
    if root.tag == f"{{{_V20}}}xliff" or (root.tag.endswith("}xliff") and version.startswith("2")):
        return _read20(root, name)
    raise InputError(f"{name}: not XLIFF 1.2 or 2.0 (root {root.tag!r}, version {version or 'none'!r})")


def _space(root: Element) -> str:
    return root.tag.rpartition("}")[0] + "}" if root.tag.startswith("{") else ""


def _read12(root: Element, name: str) -> Sheet:
    ns = _space(root)
    file = root.find(f"{ns}file")
    pairs = []
    for unit in root.iter(f"{ns}trans-unit"):
        key = unit.get("id") or unit.get("resname") or ""
        source, target = (text_inside(unit.find(f"{ns}{side}"), _CODES12) for side in ("source", "target"))
        pairs.append(_pair(key, source, target, [text_inside(note) for note in unit.findall(f"{ns}note")], name))
    languages = (file.get("source-language", ""), file.get("target-language", "")) if file is not None else ("", "")
    return Sheet(*languages, tuple(pairs), name)


def _read20(root: Element, name: str) -> Sheet:
    ns = _space(root)
    pairs = []
    for unit in root.iter(f"{ns}unit"):
        key = unit.get("name") or unit.get("id") or ""
        parts = [part for part in unit if part.tag in (f"{ns}segment", f"{ns}ignorable")]
        source = "".join(text_inside(part.find(f"{ns}source")) for part in parts)
        target = "".join(text_inside(part.find(f"{ns}target")) for part in parts)
        notes = [text_inside(note) for note in unit.iter(f"{ns}note")]
        pairs.append(_pair(key, source, target, notes, name))
    return Sheet(root.get("srcLang", ""), root.get("trgLang", ""), tuple(pairs), name)


def _pair(key: str, source: str, target: str, notes: list[str], name: str) -> Pair:
    if not key:
        raise InputError(f"{name}: a unit has no id: {source[:40]!r}")
    start = end = 0
    speaker = ""
    rest = []
    for note in notes:
        label, _, value = note.partition(": ")
        if label == "time" and " --> " in value:
            start, end = (ms_of(part) for part in value.split(" --> ", 1))
        elif label == "speaker":
            speaker = value
        else:
            rest.append(note)
    return Pair(key, source, target, start, end, speaker, "; ".join(rest))
