"""The head of a document that is written: styles, regions and speakers, as paragraphs come to need them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import quoteattr

from captionkit.diagnostics import Collector
from captionkit.fitting import xml_text
from captionkit.formats.anchor import anchor_of, is_exact
from captionkit.formats.ass.styles import ass_color
from captionkit.formats.base import Feature
from captionkit.formats.ttml.names import xml_name
from captionkit.formats.ttml.place import Box, box_to_show, place_of
from captionkit.formats.ttml.variants import Variant
from captionkit.model.cue import Cue, Positioning
from captionkit.model.text import Style
from captionkit.model.track import Track

__all__ = ["Head"]

_GENERAL = {
    2: "bottom", 8: "top", 5: "middle", 1: "bottomLeft", 3: "bottomRight", 7: "topLeft", 9: "topRight",
    4: "middleLeft", 6: "middleRight",
}  # fmt: skip
_ALPHA = re.compile(r"#[0-9a-fA-F]{8}\Z")
_COUNTED = re.compile(r"(p+)\d+\Z", re.ASCII)
#: What ``xml:lang`` holds by every schema of the family (the type ``language`` of XML Schema).
_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")


class Head:
    """What the paragraphs of one document refer to."""

    def __init__(self, track: Track, variant: Variant, notes: Collector) -> None:
        self._variant, self._notes = variant, notes
        self._taken = {xml_name(cue.id) for cue in track.cues if cue.id and not cue.id.isdecimal()}
        self._written: set[str] = set()
        self._styles: dict[str, str] = {}
        self._paragraph_styles: dict[str, str] = {}
        self._regions: dict[str, Box] = {}
        self._agents: dict[str, str] = {}
        self._found: dict[tuple[Positioning | None, bool], tuple[str, str]] = {}
        self._default = self._free("default")
        counted = {match[1] for name in self._taken if (match := _COUNTED.match(name))}
        self._prefix = next(prefix for n in range(1, len(counted) + 2) if (prefix := "p" * n) not in counted)
        said = track.meta.get("ttml", {}) if variant.regions == "any" else {}
        # text in no region is not shown where there are regions
        self._some_placed = any(map(_may_be_placed, track.cues))
        self._known = _known_places(said.get("regions", {}))
        self.language = track.language.replace("_", "-")
        if self.language and not _TAG.fullmatch(self.language):
            notes.add("ttml.language", f"xml:lang takes tags like pt-BR, not {self.language!r:.40}; left empty")
            self.language = ""
        elif variant.tagged and not self.language:
            notes.add("ttml.language", "xml:lang is empty")

    def _free(self, stem: str) -> str:
        """Return an identifier that no cue has and nothing else was given."""
        name, n = stem, 0
        while name in self._taken:
            n += 1
            name = f"{stem}-{n}"
        self._taken.add(name)
        return name

    # identifiers

    def number(self, number: int) -> str:
        """Return the identifier of a paragraph that has none of its own."""
        return f"{self._prefix}{number}"

    def name(self, said: str, number: int) -> str:
        """Return a paragraph's identifier as an attribute; ``""`` where it has none."""
        if said and not said.isdecimal():
            made = xml_name(said)
            if made not in self._written:
                self._written.add(made)
                return f" xml:id={quoteattr(made)}"
            self._notes.add("ttml.id", f"{said!r:.60} stands twice", cue=number)
        return f' xml:id="{self.number(number)}"' if self._variant.numbered else ""

    def agent(self, name: str) -> str:
        """Return the identifier of a speaker."""
        found = self._agents.get(name)
        if found is None:
            found = self._agents[name] = self._free(f"speaker{len(self._agents) + 1}")
        return found

    # styles

    def attributes(self, style: Style, number: int) -> str:
        """Return what a span says of a style, each attribute with a blank before it."""
        can = self._variant.can
        look = " ".join(self._look(style, number))
        made = f' style="{self._style(look)}"' if self._variant.references else f" {look}" if look else ""
        if style.lang and Feature.LANG in can:
            made += f" xml:lang={quoteattr(xml_text(style.lang))}"
        if style.voice and Feature.VOICE in can:
            made += f' ttm:agent="{self.agent(style.voice)}"'
        return made

    def _look(self, style: Style, number: int) -> Iterator[str]:
        can = self._variant.can
        if style.italic:
            yield 'tts:fontStyle="italic"'
        if style.bold:
            yield 'tts:fontWeight="bold"'
        lines = (("underline", style.underline), ("lineThrough", style.strike and Feature.STRIKE in can))
        words = " ".join(word for word, on in lines if on)
        if words:
            yield f'tts:textDecoration="{words}"'
        color = _color(style.color) if style.color else ""
        if color:
            yield f'tts:color="{color}"'
        elif style.color:
            self._notes.add("ttml.color", f"the colour {style.color!r:.40} was left out", cue=number)
        if style.font and Feature.FONT in can:
            yield f"tts:fontFamily={quoteattr(xml_text(style.font))}"

    def _style(self, look: str) -> str:
        found = self._styles.get(look)
        if found is None:
            found = self._styles[look] = self._free(f"s{len(self._styles)}")
        return found

    def paragraph_style(self, what: str) -> str:
        """Return the style of paragraphs that are set to one side (``left``, ``center``, ``right``) or run ``rtl``."""
        found = self._paragraph_styles.get(what)
        if found is None:
            found = self._paragraph_styles[what] = self._free(what)
        return found

    # regions

    def region(
        self, place: Positioning | None, number: int = 0, styles: list[str] | None = None, *, rtl: bool = False
    ) -> str:
        """Return the attributes that put a paragraph in its place; a style for its side goes to ``styles``."""
        found = self._found.get((place, rtl))
        if found is None:
            found = self._found[place, rtl] = self._placed(place, number, rtl)
        name, align = found
        made = f' region="{name}"' if name else ""
        if align and self._variant.references:
            style = self.paragraph_style(align)
            if styles is None:
                return f'{made} style="{style}"'
            styles.append(style)
            return made
        return f'{made} tts:textAlign="{align}"' if align else made

    def _placed(self, place: Positioning | None, number: int, rtl: bool) -> tuple[str, str]:
        known = self._known.get(place)
        if known is not None:
            name, box, align = known
            xml = xml_name(name)
            if self._regions.get(xml, box) == box and (xml in self._regions or xml not in self._taken):
                self._taken.add(xml)
                self._regions[xml] = box
                return xml, align
        box = box_to_show(place, rtl=rtl)
        if self._variant.regions == "two":
            box = Box(10, 10, 80, 80, "before" if box.display == "before" else "after", _plain_side(box))
        elif self._variant.regions == "needed" and not self._some_placed:
            return "", ""
        shown = place_of(box)
        if shown != _comparable(place, rtl):
            self._notes.add("ttml.place", "the place is the nearest that can be said", cue=number or None)
        align = box.align
        plain = box._replace(align="" if self._variant.references or self._variant.regions == "two" else align)
        for name, other in self._regions.items():
            if other == plain:
                return name, align if not plain.align else ""
        anchor = 2 if shown is None else shown.anchor
        if anchor is not None and not plain.align:
            anchor = anchor + 1 - (anchor - 1) % 3
        name = self._free(_GENERAL[anchor] if anchor is not None else f"r{len(self._regions) + 1}")
        self._regions[name] = plain
        return name, align if not plain.align else ""

    # the document around the paragraphs

    def around(self, track: Track, parameters: str, paragraphs: list[str]) -> Iterator[str]:
        """Yield the lines of the document, its ``paragraphs`` among them."""
        variant, tt = self._variant, self._variant.tt
        yield '<?xml version="1.0" encoding="UTF-8"?>'
        yield f"<{tt}tt {variant.root}{parameters} xml:lang={quoteattr(self.language)}>"
        yield f" <{tt}head>"
        metadata = [variant.metadata] if variant.metadata else []
        if Feature.HEADER in variant.can:
            if track.title:
                metadata.append(f"<ttm:title>{_text(track.title)}</ttm:title>")
            kept = ("note", "header", "other")
            blocks = [block.text for block in (*track.blocks, *track.footer) if block.kind in kept and block.text]
            metadata += [f"<ttm:desc>{_text(text)}</ttm:desc>" for text in blocks]
        for name, xml in self._agents.items():
            metadata.append(
                f'<ttm:agent xml:id="{xml}" type="person"><ttm:name type="alias">{_text(name)}</ttm:name></ttm:agent>'
            )
        if metadata:
            yield f"  <{tt}metadata>"
            yield from (f"   {part}" for part in metadata)
            yield f"  </{tt}metadata>"
        yield f"  <{tt}styling>"
        yield from self._style_lines()
        yield f"  </{tt}styling>"
        yield from self._layout()
        yield f" </{tt}head>"
        if paragraphs:  # EBU-TT-D has no empty body
            yield f' <{tt}body style="{self._default}">'
            yield f"  <{tt}div>"
            yield from paragraphs
            yield f"  </{tt}div>"
            yield f" </{tt}body>"
        yield f"</{tt}tt>"

    def _style_lines(self) -> Iterator[str]:
        tt = self._variant.tt
        usual = 'tts:fontFamily="proportionalSansSerif" tts:fontSize="100%" tts:lineHeight="125%" tts:color="#ffffff"'
        if self._variant.frames:
            usual = (
                'tts:fontFamily="sansSerif" tts:fontSize="100%" tts:fontStyle="normal" tts:fontWeight="normal" '
                'tts:color="white"'
            )
        yield f'   <{tt}style xml:id="{self._default}" {usual}/>'
        for what, name in self._paragraph_styles.items():
            said = 'tts:direction="rtl"' if what == "rtl" else f'tts:textAlign="{what}"'
            yield f'   <{tt}style xml:id="{name}" {said}/>'
        for look, name in self._styles.items():
            yield f'   <{tt}style xml:id="{name}" {look or usual.rpartition(" ")[2]}/>'

    def _layout(self) -> Iterator[str]:
        variant, tt = self._variant, self._variant.tt
        regions = dict(self._regions)
        if variant.regions == "two":
            for display, name in (("before", "top"), ("after", "bottom")):
                if not any(box.display == display for box in regions.values()):
                    regions[self._free(name)] = Box(10, 10, 80, 80, display)
        elif not regions and variant.regions == "any":
            regions[self._free("bottom")] = box_to_show(None)
        if not regions:
            yield f"  <{tt}layout/>"
            return
        yield f"  <{tt}layout>"
        for name, box in regions.items():
            box = _with_bands(box) if variant.frames else box
            said = [f'tts:origin="{box.x:g}% {box.y:g}%"', f'tts:extent="{box.width:g}% {box.height:g}%"']
            if box.align and not variant.references:
                said.append(f'tts:textAlign="{box.align}"')
            elif variant.regions == "two":
                said.append('tts:textAlign="center"')
            said.append(f'tts:displayAlign="{box.display}"')
            if box.mode != "lrtb":
                said.append(f'tts:writingMode="{box.mode}"')
            yield f"   <{tt}region xml:id={quoteattr(name)} {' '.join(said)}/>"
        yield f"  </{tt}layout>"


def _may_be_placed(cue: Cue) -> bool:
    """Whether a cue says where it stands; only one that may is parsed."""
    asked = not cue.raw_format or cue.settings or "{" in cue.payload  # nothing else in a file says a place
    return bool(asked and cue.positioning)


def _with_bands(box: Box) -> Box:
    """Return the bands at the edges that iTunes has."""
    return box._replace(x=0, y=0 if box.display == "before" else 85, width=100, height=15)


def _plain_side(box: Box) -> str:
    side = {"start": "left", "justify": "left", "end": "right"}.get(box.align, box.align)
    return "" if side == "center" else side


def _comparable(place: Positioning | None, rtl: bool) -> Positioning | None:
    """Return a place without what other ledgers count (boxes, regions, settings that nobody knows), its side named."""
    if place is None:
        return None
    bare = place.replace(box=None, region="", other=(), position_align="")
    if bare.align == "center":
        bare = bare.replace(align="")
    if not bare.vertical and bare.align in ("start", "end"):
        bare = bare.replace(align="right" if (bare.align == "end") != rtl else "left")
    if bare.anchor is None and is_exact(bare) and (anchor := anchor_of(bare)) is not None:
        bare = Positioning(anchor=anchor)
    return None if bare == Positioning() or bare == Positioning(anchor=2) else bare


def _known_places(regions: Mapping[str, list[object]]) -> dict[Positioning | None, tuple[str, Box, str]]:
    """Return the places that a document's own regions give, with the side that a paragraph must say itself."""
    made: dict[Positioning | None, tuple[str, Box, str]] = {}
    for own in (True, False):
        for name, said in regions.items():
            box = Box(*said)  # type: ignore[arg-type]
            for align in (box.align,) if own else ("center", "left", "right"):
                place = place_of(box._replace(align=align))
                made.setdefault(place, (name, box, "" if own else align))
    return made


def _color(color: str) -> str:
    if _ALPHA.match(color):
        return color.lower()
    code = ass_color(color).lower()
    return f"#{code[4:6]}{code[2:4]}{code[:2]}" if code else ""


def _text(text: str) -> str:
    return xml_text(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", " ")
