"""A document of Timed Text, element by element: what holds for each paragraph is known when it closes.

Times and styles are resolved in document order (TTML2, sections 10.4 and 12): head comes before body, ancestors before
what they hold, so that nothing is kept of a paragraph after it was handed on, and a document of any length takes the
memory of one paragraph.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final

from captionkit.formats.ttml.elements import NEVER, NOTHING, UNKNOWN, Element, Paragraph, RegionElement
from captionkit.formats.ttml.stream import MAX_DEPTH, XmlStream
from captionkit.formats.ttml.styles import StyleTable
from captionkit.formats.ttml.times import Clock

__all__ = ["Document"]

_CONTENT: Final = frozenset(("body", "div", "p", "span"))
#: Foreign vocabularies of which single attributes count.
_IMAGES: Final = "backgroundImage"


class Document(XmlStream):
    """The parser; ``paragraph`` is called with each paragraph as it closes, ``odd`` with each oddity (slug, message,
    line).
    """

    def __init__(
        self,
        paragraph: Callable[[Paragraph], None],
        odd: Callable[[str, str, int], None],
        rate: Fraction | None = None,
        time_base: str = "",
    ) -> None:
        super().__init__()
        self._emit, self._odd, self._given_rate, self._time_base = paragraph, odd, rate, time_base
        self.is_timed_text = False
        self.parameters: dict[str, str] = {}
        self.clock = Clock({}, rate)
        self.styles = StyleTable()
        self.regions: dict[str, RegionElement] = {}
        self.agents: dict[str, str] = {}
        self.language = self.title = self.extent = ""
        self.notes: list[str] = []
        self.pictures = 0
        self._open: Element | None = None
        self._paragraph: Paragraph | None = None
        self._region: RegionElement | None = None
        self._skip = 0
        self._caught: list[str] | None = None
        self._agent = ""
        self._preserve = [False]
        self._line = 0
        self._absolute = False

    # the handlers that expat calls

    def start_element_ns(self, name: str, attrs: Mapping[str, str]) -> None:
        """Open an element."""
        kind = self._names.get(name)
        if kind is None:
            kind = self._name(name)
        path = self._path
        if self._skip:
            self._skip += 1
            if self._skip > MAX_DEPTH:
                self._too_deep()
            return
        if kind in _CONTENT and (self._open is not None or kind == "body"):
            self._content(kind, attrs)
        elif kind == "br" and self._paragraph is not None:
            element = self._element("br", attrs)
            self._add("\n", element)
            self._open = element
        elif kind == "set" and (self._open is not None or self._region is not None):
            self._set(attrs)
            self._skip = 1
            return
        elif not self._head(kind, attrs):
            self._skip = 1
            return
        path.append(kind)
        if len(path) > MAX_DEPTH:
            self._too_deep()

    def end_element_ns(self, name: str) -> None:
        """Close an element."""
        if self._skip:
            self._skip -= 1
            return
        kind = self._path.pop()
        element = self._open
        if element is not None and kind == element.kind:
            self._close(element)
        elif self._caught is not None:
            self._catch(kind)
        elif kind == "region":
            self._end_region()
        elif kind in ("tt", "head", "styling", "layout", "metadata"):
            self._preserve.pop()

    def _text(self, text: str) -> None:
        if self._caught is not None:
            self._caught.append(text)
        elif self._open is not None and self._open.kind != "br":
            self._add(text, self._open)

    # the body

    def _content(self, kind: str, attrs: Mapping[str, str]) -> None:
        element = self._element(kind, attrs)
        self._open = element
        if kind == "p" and self._paragraph is None:
            self._paragraph = Paragraph(element)
            self._parser.CharacterDataHandler = self._text
        elif self._paragraph is not None and (element.explicit is not None or "begin" in attrs or element.seq):
            self._paragraph.timed = True

    def _element(self, kind: str, attrs: Mapping[str, str]) -> Element:
        parent = self._open
        element = Element()
        element.kind, element.parent = kind, parent
        element.line = self._line or self._parser.CurrentLineNumber
        element.flats = {}
        element.sets, element.agent, element.id, element.conflict = [], "", "", False
        if parent is None:
            begin, end = 0, NEVER
            element.preserve, element.lang, element.region = self._preserve[-1], "", ""
        else:
            begin, end = parent.cursor if parent.seq else parent.begin, parent.end
            element.preserve, element.lang, element.region = parent.preserve, parent.lang, parent.region
        element.explicit, element.seq, element.spec = None, False, NOTHING
        element.begin, element.end = begin, end
        if attrs:
            self._attend(element, attrs, begin)
        element.cursor = element.begin
        element.last = 0
        return element

    def _attend(self, element: Element, attrs: Mapping[str, str], reference: int) -> None:
        own = self._describe(element, attrs)
        if self._absolute and element.parent is not None and element.parent.parent is not None:
            reference = element.parent.parent.begin if element.parent.kind == "p" else reference
        begin = self._said(attrs, "begin", element.line)
        element.begin = reference + (begin or 0)
        end, length = (self._said(attrs, name, element.line) for name in ("end", "dur"))
        ends = [] if end is None else [reference + end]
        ends += [] if length is None else [element.begin + length]
        if ends:
            element.explicit = min(ends)
            element.end = min(element.end, element.explicit)
        elif "end" in attrs or "dur" in attrs:
            element.end = min(element.end, UNKNOWN)
        element.seq = attrs.get("timeContainer") == "seq"
        if own or "style" in attrs:
            element.spec = self.styles.spec(attrs.get("style", ""), own)
        region = attrs.get("region") or element.spec.get("region", "")
        if region:
            outer = element.region
            if outer and outer != region:
                element.conflict = True
                message = f"the region {region!r:.60} inside the region {outer!r:.60}: the inner one was taken"
                self._odd("ttml.region-conflict", message, element.line)
            element.region = region

    def _describe(self, element: Element, attrs: Mapping[str, str]) -> list[tuple[str, str]]:
        """Take what attributes say of an element beside its times; return its own styles."""
        own: list[tuple[str, str]] = []
        known = self._attributes
        for name, value in attrs.items():
            kind, local = known.get(name) or self._attribute(name)
            if kind == "style":
                own.append((local, value))
            elif kind == "xml":
                if local == "space":
                    element.preserve = value == "preserve"
                elif local in ("id", "lang"):
                    setattr(element, local, value)
            elif kind == "metadata" and local == "agent":
                element.agent = value
            elif local == _IMAGES:
                self.pictures += 1
            elif kind == "bare" and local == "id" and not element.id:
                element.id = value
        return own

    def _said(self, attrs: Mapping[str, str], name: str, line: int) -> int | None:
        return self._time(attrs[name], line) if name in attrs else None

    def _time(self, text: str, line: int) -> int | None:
        found = self.clock.parse(text)
        if found is None:
            found = self.clock.parse_loose(text)
            read = "no time was read" if found is None else "it was read as a clock time"
            self._odd("ttml.bad-time", f"bad time {text!r:.60} in line {line}: {read}", line)
        return found

    def _set(self, attrs: Mapping[str, str]) -> None:
        line = self._line or self._parser.CurrentLineNumber
        kinds = [(*(self._attributes.get(name) or self._attribute(name)), value) for name, value in attrs.items()]
        own = [(local, value) for kind, local, value in kinds if kind == "style"]
        inner = self._open
        base, outer_end = (inner.begin, inner.end) if inner is not None else (0, NEVER)
        if inner is None and self._region is not None:
            base, outer_end = self._region.begin, self._region.end
        begin = base + (self._said(attrs, "begin", line) or 0)
        end, length = (self._said(attrs, name, line) for name in ("end", "dur"))
        ends = [outer_end, *([] if end is None else [base + end]), *([] if length is None else [begin + length])]
        spec = self.styles.spec(attrs.get("style", ""), own)
        target = inner.sets if inner is not None else self._region.sets if self._region is not None else []
        target.append((begin, min(ends), spec))

    def _add(self, text: str, element: Element) -> None:
        paragraph = self._paragraph
        if paragraph is None:
            return
        holder = element.parent if element.kind == "br" else element
        if element.kind == "br":
            begin, end = element.begin, element.end
        else:
            begin, end = (element.cursor, element.cursor) if element.seq else (element.begin, element.end)
        if holder is not None and holder.seq and element.kind == "br":
            end = begin
        paragraph.runs.append((element, text, begin, end))
        element.last = NEVER

    def _line_break(self) -> None:
        element = self._open = self._element("br", {})
        self._add("\n", element)
        self._close(element)

    def _close(self, element: Element) -> None:
        parent = element.parent
        self._open = parent
        end = element.explicit
        if end is None:
            end = element.cursor if element.seq else element.last or element.begin
        if parent is not None:
            if parent.seq:
                parent.cursor = max(parent.cursor, min(end, parent.end))
            elif end > parent.last:
                parent.last = end
        if element.kind == "p" and self._paragraph is not None and self._paragraph.element is element:
            self._parser.CharacterDataHandler = None
            paragraph, self._paragraph = self._paragraph, None
            self._emit(paragraph)

    # the head

    def _head(self, kind: str, attrs: Mapping[str, str]) -> bool:
        """Take an element outside the content; False where it and what it holds are to be passed over."""
        said = {self._attributes.get(n) or self._attribute(n): value for n, value in attrs.items()} if attrs else {}
        if not self._path:
            return self._take_root(kind, said)
        if kind in ("head", "styling", "layout", "metadata"):
            self._preserve.append(self._preserved(said))
            return True
        if kind == "style" and self._open is None:
            own = {local: value for (space, local), value in said.items() if space == "style"}
            if self._region is not None:
                self._region.nested.update(self.styles.spec(said.get(("", "style"), ""), own.items()))
            else:
                self.styles.add(said.get(("xml", "id"), said.get(("bare", "id"), "")), said.get(("", "style"), ""), own)
            return False
        if kind == "region" and "layout" in self._path:
            self._start_region(said)
            return True
        if kind == "image" or any(local == _IMAGES for _, local in said):
            self.pictures += 1
            return False
        if kind in ("#title", "#desc", "#name"):
            self._caught = []
            self._parser.CharacterDataHandler = self._text
            return True
        if kind == "#agent":
            self._agent = said.get(("xml", "id"), "")
            return True
        return False

    def _take_root(self, kind: str, said: Mapping[tuple[str, str], str]) -> bool:
        self.is_timed_text = kind == "tt"
        self.parameters = {local: value for (space, local), value in said.items() if space == "parameter"}
        based = {"timeBase": self._time_base} if self._time_base else {}
        self.clock = Clock({**self.parameters, **based}, self._given_rate)
        for odd in self.clock.odd:
            self._odd("ttml.parameter", f"{odd} was taken as not given", self._parser.CurrentLineNumber)
        self.language = said.get(("xml", "lang"), "").strip()
        self.extent = said.get(("style", "extent"), "")
        self._preserve.append(self._preserved(said))
        return self.is_timed_text

    def _preserved(self, said: Mapping[tuple[str, str], str]) -> bool:
        space = said.get(("xml", "space"))
        return self._preserve[-1] if space is None else space == "preserve"

    def _start_region(self, said: Mapping[tuple[str, str], str]) -> None:
        own = [(local, value) for (space, local), value in said.items() if space == "style"]
        line = self._parser.CurrentLineNumber
        times = {name: self._time(said["", name], line) for name in ("begin", "end", "dur") if ("", name) in said}
        begin = times.get("begin") or 0
        ends = [NEVER]
        if (end := times.get("end")) is not None:
            ends.append(end)
        if (length := times.get("dur")) is not None:
            ends.append(begin + length)
        references = self.styles.spec(said.get(("", "style"), ""))
        region = RegionElement(said.get(("xml", "id"), said.get(("bare", "id"), "")), {}, begin, min(ends))
        region.nested = dict(references)
        region.spec = dict(own)
        self._region = region

    def _end_region(self) -> None:
        region, self._region = self._region, None
        if region is not None:
            region.spec = {**region.nested, **region.spec}
            self.regions.setdefault(region.id, region)

    def _catch(self, kind: str) -> None:
        said = "".join(self._caught or ())
        self._caught = None
        lines = [" ".join(line.split()) for line in said.split("\n")]
        said = ("\n" if kind == "#desc" else " ").join(line for line in lines if line)
        inside = self._paragraph is not None
        if not inside:
            self._parser.CharacterDataHandler = None
        if kind == "#name" and self._agent:
            self.agents.setdefault(self._agent, said)
        elif kind == "#title" and not inside:
            self.title = self.title or said
        elif kind == "#desc" and said:
            (self._paragraph.notes if self._paragraph is not None else self.notes).append(said)
