"""XLIFF 1.2 and 2.0, the exchange formats of translation tools, in and out.

http://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html, http://docs.oasis-open.org/xliff/xliff-core/v2.0/. One unit a
cue, its id the cue's; styles are inline codes that hold their tags (``bpt``/``ept``, ``pc``); times, speaker, context
and lengths travel as notes. Written and read here rather than with translate-toolkit: the
part that is needed is small, and no id may be lost between two libraries (the tests read it with that one, too).
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from captionkit.errors import InputError
from captionkit.fitting import xml_text
from captionkit.sources.xmltext import local, parse_xml, text_inside
from captionkit.translation.review.model import Pair, Sheet, remarks_of, with_remarks
from captionkit.translation.review.tags import joined, pieces_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["read_xliff", "write_xliff12", "write_xliff20"]

_SIDES = ("source", "target")
_V12 = "urn:oasis:names:tc:xliff:document:1.2"
_V20 = "urn:oasis:names:tc:xliff:document:2.0"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
#: Elements of XLIFF 1.2 whose content is markup of the original.
_NATIVE = frozenset(("bpt", "ept", "it", "ph"))


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
    codes = _Codes12()
    source, target = codes.of(pair.source), codes.of(pair.target)
    target = f'<target state="needs-review-translation">{target}</target>' if pair.target else ""
    notes = "".join(f'<note from="captionkit">{_text(note)}</note>' for note in remarks_of(pair))
    width = f' maxwidth="{pair.cue_limit}" size-unit="char"' if pair.cue_limit else ""
    return (
        f'<trans-unit id={quoteattr(xml_text(pair.id))}{width} xml:space="preserve"><source>{source}</source>{target}'
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
    codes = _Codes20()
    source, target = codes.of(pair.source), codes.of(pair.target)
    target = f"<target>{target}</target>" if pair.target else ""
    notes = "".join(f"<note>{_text(note)}</note>" for note in remarks_of(pair))
    notes = f"<notes>{notes}</notes>" if notes else ""
    data = "".join(f'<data id="d{number}">{_text(tag)}</data>' for tag, number in codes.data.items())
    data = f"<originalData>{data}</originalData>" if data else ""
    return (
        f'<unit id="u{number}" name={quoteattr(xml_text(pair.id))} xml:space="preserve">{notes}{data}'
        f'<segment state="{"translated" if pair.target else "initial"}"><source>{source}</source>{target}</segment>'
        f"</unit>\n"
    )


class _Codes(ABC):
    """Writes the tags of a unit as inline codes; a tag of the translation has the number it has in the source."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[str, int], int] = {}
        self.data: dict[str, int] = {}

    def of(self, text: str) -> str:
        """Return the source, or after it the translation, as XML."""
        pieces = list(pieces_of(text))
        closed = _closed_by(pieces)
        opened = {end: start for start, end in closed.items()}
        seen: Counter[str] = Counter()
        given: dict[int, int] = {}
        out = []
        for place, (is_tag, piece) in enumerate(pieces):
            if not is_tag:
                out.append(_text(piece))
            elif place in opened:
                out.append(self.closing(piece, given[opened[place]]))
            else:
                seen[piece] += 1
                given[place] = number = self.numbers.setdefault((piece, seen[piece]), len(self.numbers) + 1)
                end = closed.get(place)
                out.append(self.alone(piece, number) if end is None else self.opening(piece, number, pieces[end][1]))
        return "".join(out)

    @abstractmethod
    def opening(self, tag: str, number: int, end: str) -> str:
        """Return the code of a tag that ``end`` closes."""

    @abstractmethod
    def closing(self, tag: str, number: int) -> str:
        """Return the code of a closing tag."""

    @abstractmethod
    def alone(self, tag: str, number: int) -> str:
        """Return the code of a tag that stands alone."""


class _Codes12(_Codes):
    def opening(self, tag: str, number: int, end: str) -> str:
        return f'<bpt id="{number}">{_text(tag)}</bpt>'

    def closing(self, tag: str, number: int) -> str:
        return f'<ept id="{number}">{_text(tag)}</ept>'

    def alone(self, tag: str, number: int) -> str:
        return f'<ph id="{number}">{_text(tag)}</ph>'


class _Codes20(_Codes):
    """The unit keeps each tag's text once, as original data."""

    def opening(self, tag: str, number: int, end: str) -> str:
        return f'<pc id="{number}" dataRefStart="{self._kept(tag)}" dataRefEnd="{self._kept(end)}">'

    def closing(self, tag: str, number: int) -> str:
        return "</pc>"

    def alone(self, tag: str, number: int) -> str:
        return f'<ph id="{number}" dataRef="{self._kept(tag)}"/>'

    def _kept(self, tag: str) -> str:
        return f"d{self.data.setdefault(tag, len(self.data) + 1)}"


def _closed_by(pieces: Sequence[tuple[bool, str]]) -> dict[int, int]:
    """Return which tag is closed where, by place; only tags in tags, none that cross."""
    closed: dict[int, int] = {}
    open_: list[tuple[str, int]] = []
    for place, (is_tag, piece) in enumerate(pieces):
        if not is_tag or piece[1].isdigit():
            continue
        if piece[1] != "/":
            open_.append((piece, place))
        elif open_ and re.match(rf"<{piece[2:-1]}[ .>]", open_[-1][0]):
            closed[open_.pop()[1]] = place
        else:
            open_.clear()
    return closed


def _text(text: str) -> str:
    return escape(xml_text(text))


def read_xliff(data: bytes, name: str) -> Sheet:
    """Return the sheet in XLIFF 1.2 or 2.0; inline codes of other tools are dropped, the text around them is not.

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
    for number, unit in enumerate(root.iter(f"{ns}trans-unit"), start=1):
        key = unit.get("id") or unit.get("resname") or ""
        source, target = (_inline(unit.find(f"{ns}{side}"), {}) for side in ("source", "target"))
        notes = [text_inside(note) for note in unit.findall(f"{ns}note")]
        pairs.append(_pair(key, source, target, notes, number, name))
    languages = (file.get("source-language", ""), file.get("target-language", "")) if file is not None else ("", "")
    return Sheet(*languages, tuple(pairs), name)


def _read20(root: Element, name: str) -> Sheet:
    ns = _space(root)
    pairs = []
    for number, unit in enumerate(root.iter(f"{ns}unit"), start=1):
        key = unit.get("name") or unit.get("id") or ""
        data = {item.get("id", ""): text_inside(item) for item in unit.iter(f"{ns}data")}
        parts = [part for part in unit if part.tag in (f"{ns}segment", f"{ns}ignorable")]
        source, target = ("".join(_inline(part.find(f"{ns}{side}"), data) for part in parts) for side in _SIDES)
        notes = [text_inside(note) for note in unit.iter(f"{ns}note")]
        pairs.append(_pair(key, source, target, notes, number, name))
    return Sheet(root.get("srcLang", ""), root.get("trgLang", ""), tuple(pairs), name)


def _inline(element: Element | None, data: Mapping[str, str]) -> str:
    """Return the text in an element with tags for its inline codes; codes of other tools are left out.

    ``data`` holds the originals that codes of XLIFF 2.0 refer to. A loop, not a recursion (see ``text_inside``).
    """
    pieces: list[tuple[bool, str]] = []
    work: list[Element | tuple[bool, str]] = [] if element is None else [element]
    while work:
        node = work.pop()
        if isinstance(node, tuple):
            pieces.append(node)
            continue
        name = local(node)
        if node is not element:
            work.append((False, node.tail or ""))
        if name in _NATIVE and not node.get("dataRef"):
            pieces.append((True, text_inside(node)))
        elif name:
            pieces.append((True, data.get(node.get("dataRefStart") or node.get("dataRef") or "", "")))
            work.append((True, data.get(node.get("dataRefEnd", ""), "")))
            work.extend(reversed(list(node)))
            work.append((False, node.text or ""))
    return joined(piece for piece in pieces if piece[1])


def _pair(key: str, source: str, target: str, notes: list[str], number: int, name: str) -> Pair:
    if not key:
        raise InputError(f"{name}: a unit has no id: {source[:40]!r}")
    return with_remarks(Pair(key, source, target, row=number), notes)
