"""A document of Timed Text, element by element: what holds for each paragraph is known when it closes.

Times and styles are resolved in document order (TTML2, sections 10.4 and 12): head comes before body, ancestors before
what they hold, so that nothing is kept of a paragraph after it was handed on, and a document of any length takes the
memory of one paragraph. ``sources.xmltext`` says what is refused of XML; here expat calls the handlers directly, because
trees of elements would cost three times the parsing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from io import BytesIO
from typing import Final

from defusedxml.expatreader import DefusedExpatParser

from captionkit.errors import LimitError
from captionkit.formats.ttml.styles import NO_LOOK, Look, Spec, StyleTable
from captionkit.formats.ttml.times import Clock

__all__ = ["MAX_DEPTH", "NEVER", "Document", "Element", "Flat", "Paragraph", "RegionElement", "Run", "region_look"]

#: Elements inside each other; a deeper document is an attack.
MAX_DEPTH: Final = 200
#: A time after all others.
NEVER: Final = 1 << 200

_XML: Final = "http://www.w3.org/XML/1998/namespace"
_TT: Final = ("http://www.w3.org/ns/ttml", "http://www.w3.org/2006/")
_CONTENT: Final = frozenset(("body", "div", "p", "span"))
_KEPT: Final = frozenset(("begin", "end", "dur", "style", "region", "timeContainer"))
_EMPTY: Final[Spec] = {}
_ID: Final = f"{_XML} id xml"
#: What each paragraph has of its own, and what makes a span move.
_EACH: Final = frozenset(("begin", "end", "dur", _ID))
_EACH_SPAN: Final = frozenset(("begin", "end", "dur", "timeContainer", "region"))
#: Foreign vocabularies of which single attributes count.
_IMAGES: Final = "backgroundImage"


class Element:
    """One open element of the body: when it is active, and what it says for itself."""

    __slots__ = (
        "agent", "begin", "conflict", "cursor", "end", "explicit", "flats", "id", "kind", "lang", "last", "line",
        "parent", "preserve", "region", "seq", "sets", "spec",
    )  # fmt: skip

    kind: str
    parent: Element | None
    begin: int
    end: int
    explicit: int | None
    cursor: int
    last: int
    seq: bool
    preserve: bool
    lang: str
    region: str
    conflict: bool
    agent: str
    id: str
    line: int
    spec: Spec
    sets: list[tuple[int, int, Spec]]
    flats: dict[tuple[tuple[str, str], ...], Flat | None]

    def look(self, region: Look, at: int | None = None) -> Look:
        """Return the computed style in a region; ``at`` a time where animation is to be looked at."""
        outer = region if self.parent is None else self.parent.look(region, at)
        spec = self.spec
        if at is not None and self.sets:
            spec = active(spec, self.sets, at)
        return outer.child(spec) if spec else outer

    def shown(self, at: int) -> bool:
        """Whether no element around has ``display`` ``none`` at a time."""
        spec = active(self.spec, self.sets, at) if self.sets else self.spec
        return spec.get("display") != "none" and (self.parent is None or self.parent.shown(at))

    @property
    def animated(self) -> bool:
        """Whether this or an element around it changes with time."""
        return bool(self.sets) or (self.parent is not None and self.parent.animated)


def active(spec: Spec, sets: list[tuple[int, int, Spec]], at: int) -> Spec:
    """Return a specification with what ``set`` elements change at a time."""
    changes = [said for begin, end, said in sets if begin <= at < end]
    if not changes:
        return spec
    made = dict(spec)
    for said in changes:
        made.update(said)
    return made


class RegionElement:
    """One region of the layout."""

    __slots__ = ("begin", "end", "id", "nested", "sets", "spec")

    def __init__(self, id: str, spec: Spec, begin: int = 0, end: int = NEVER) -> None:
        self.id = id
        self.spec = spec
        self.begin = begin
        self.end = end
        self.sets: list[tuple[int, int, Spec]] = []
        self.nested: dict[str, str] = {}

    def at(self, time: int) -> Spec:
        """Return what the region specifies at a time."""
        return active(self.spec, self.sets, time) if self.sets else self.spec


#: A piece of text, ``"\n"`` for a break, with the element that it stands in; its begin and end.
Run = tuple[Element, str, int, int]


class Paragraph:
    """A closed ``p``: its runs in order, and whether anything in it changes while it is shown."""

    __slots__ = ("element", "notes", "runs", "timed")

    def __init__(self, element: Element) -> None:
        self.element = element
        self.runs: list[Run] = []
        self.notes: list[str] = []
        self.timed = False


class Flat:
    """What paragraphs with the same attributes in the same place have in common, where nothing in them moves.

    ``element`` stands for each of them; ``spans`` for the spans in them, by their attributes.
    """

    __slots__ = ("base", "element", "look", "place", "region", "shown", "spans")

    def __init__(self, element: Element, region: RegionElement | None, base: Look) -> None:
        self.element = element
        self.region = region
        self.base = base
        self.look = element.look(base)
        self.shown = element.shown(0)
        self.spans: dict[tuple[tuple[str, str], ...], Element | None] = {}
        self.place: object = None


class Document(DefusedExpatParser):  # type: ignore[misc]
    """The parser; ``paragraph`` is called with each paragraph as it closes, ``odd`` with each oddity (slug, message,
    line).

    ``flat``, where given, is called in its stead for a paragraph in which nothing moves: (what it shares with others,
    begin, end, identifier, line, text in which NUL is a break, or a list of (element, text) where there are spans).
    """

    def __init__(
        self,
        paragraph: Callable[[Paragraph], None],
        odd: Callable[[str, str, int], None],
        rate: Fraction | None = None,
        flat: Callable[[Flat, int, int, str, int, str | list[tuple[Element, str]]], None] | None = None,
    ) -> None:
        super().__init__(namespaceHandling=1, forbid_dtd=False, forbid_entities=True, forbid_external=True)
        self._emit, self._odd, self._given_rate, self._flat = paragraph, odd, rate, flat
        self.parameters: dict[str, str] = {}
        self.clock = Clock({}, rate)
        self.styles = StyleTable()
        self.regions: dict[str, RegionElement] = {}
        self.agents: dict[str, str] = {}
        self.language = self.title = self.extent = ""
        self.notes: list[str] = []
        self.pictures = 0
        self.others: dict[str, int] = {}
        self._names: dict[str, str] = {}
        self._attributes: dict[str, tuple[str, str]] = {}
        self._path: list[str] = []
        self._open: Element | None = None
        self._paragraph: Paragraph | None = None
        self._region: RegionElement | None = None
        self._skip = 0
        self._caught: list[str] | None = None
        self._agent = ""
        self._preserve = [False]
        self._root = ""
        self._line = 0
        self._events: list[str | tuple[str, dict[str, str]] | None] = []
        self._depth = 0
        self._absolute = False
        self._attrs: dict[str, str] = {}

    def parse_bytes(self, data: bytes, encoding: str | None = None) -> None:
        """Parse a document; what ``xml.sax`` raises is raised."""
        from xml.sax.xmlreader import InputSource

        source = InputSource()
        source.setByteStream(BytesIO(data))
        if encoding:
            source.setEncoding(encoding)
        self.parse(source)

    def reset(self) -> None:
        """Prepare the parser, with text handed on where it counts only."""
        super().reset()
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
        elif space == _XML:
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

    # the handlers that expat calls

    def start_element_ns(self, name: str, attrs: dict[str, str]) -> None:
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
            if kind == "p" and self._flat is not None and self._paragraph is None:
                self._record(attrs)
                return
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

    def _too_deep(self) -> None:
        raise LimitError(f"elements are nested more than {MAX_DEPTH} deep", hint="no caption file needs that")

    # paragraphs are recorded, and played through the handlers above where something in them moves

    def _record(self, attrs: dict[str, str]) -> None:
        self._attrs = attrs
        self._depth = 1
        self._events = events = []
        parser = self._parser
        self._line = parser.CurrentLineNumber
        parser.CharacterDataHandler = events.append
        parser.StartElementHandler = self._record_start
        parser.EndElementHandler = self._record_end

    def _record_start(self, name: str, attrs: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._too_deep()
        self._events.append((name, attrs))

    def _record_end(self, name: str) -> None:
        self._depth -= 1
        if self._depth:
            self._events.append(None)
            return
        parser = self._parser
        parser.CharacterDataHandler = None
        parser.StartElementHandler = self.start_element_ns
        parser.EndElementHandler = self.end_element_ns
        if not self._play_flat():
            self._play(name)
        self._line = 0

    def _play(self, name: str) -> None:
        self._content("p", self._attrs)
        self._path.append("p")
        self._absolute = self._spans_are_absolute()
        for event in self._events:
            if event is None:
                self.end_element_ns("")
            elif isinstance(event, str):
                if self._skip == 0:
                    self._text(event)
            else:
                self.start_element_ns(*event)
        self.end_element_ns(name)
        self._parser.CharacterDataHandler = None
        self._absolute = False

    def _spans_are_absolute(self) -> bool:
        """Whether the times of a paragraph's spans make sense only when counted from where its own are counted from.

        That is so where all of them lie inside the paragraph's own times as written, and none as the rule adds them.
        """
        element, clock = self._open, self.clock

        def parse(text: str) -> int | None:
            found = clock.parse(text)
            return clock.parse_loose(text) if found is None else found

        if element is None or element.explicit is None or "begin" not in self._attrs or element.seq:
            return False
        reference = element.parent.begin if element.parent is not None else 0
        first, last = element.begin - reference, element.explicit - reference
        times = [
            (parse(attrs.get("begin", "")), parse(attrs["end"]) if "end" in attrs else None)
            for event in self._events
            if event.__class__ is tuple and (attrs := event[1]) and "begin" in attrs  # type: ignore[index]
        ]
        if not times or first <= 0 or any(begin is None for begin, _ in times):
            return False
        inside = all(first <= (begin or 0) and (begin if end is None else end) <= last for begin, end in times)  # type: ignore[operator]
        if not inside or any(first + (begin or 0) < last for begin, _ in times):
            return False
        message = f"the times of {len(times)} spans were read as absolute: counted from their p none is shown"
        self._odd("ttml.absolute-spans", message, element.line)
        return True

    def _play_flat(self) -> bool:
        """Hand on a paragraph in which nothing moves; False for any other."""
        parent, attrs, flat = self._open, self._attrs, self._flat
        if parent is None or parent.seq or flat is None:
            return False
        begin, end, dur, name = attrs.get("begin"), attrs.get("end"), attrs.get("dur"), attrs.get(_ID, "")
        common = self._common(parent, attrs)
        if common is None:
            return False
        content: str | list[tuple[Element, str]]
        if len(self._events) == 1 and isinstance(self._events[0], str):
            content = self._events[0]
        else:
            found = self._flat_content(common)
            if found is None:
                return False
            content = found
        first = outer = parent.begin
        stop = NEVER
        if begin is not None:
            first += self._time(begin, self._line) or 0
        if end is not None and (time := self._time(end, self._line)) is not None:
            stop = outer + time
        if dur is not None and (time := self._time(dur, self._line)) is not None:
            stop = min(stop, first + time)
        if stop > parent.last:
            parent.last = stop
        own = stop
        if stop > parent.end:
            stop = parent.end
        if content and (first < stop or stop < own):
            flat(common, first, stop, name, self._line, content)
        elif content and own <= first:
            self._odd("ttml.no-length", "a paragraph ends when it begins, or before", self._line)
            flat(common, first, own, name, self._line, content)
        return True

    def _common(self, parent: Element, attrs: dict[str, str]) -> Flat | None:
        key = tuple([item for item in attrs.items() if item[0] not in _EACH])
        try:
            return parent.flats[key]
        except KeyError:
            pass
        if len(parent.flats) > 4096:
            parent.flats.clear()
        made: Flat | None = None
        if attrs.get("timeContainer") != "seq" and not parent.animated:
            element = self._element("p", dict(key))
            region = self.regions.get(element.region)
            if region is None or not (region.sets or region.begin or region.end != NEVER):
                made = Flat(element, region, region_look(region.spec) if region is not None else NO_LOOK)
        parent.flats[key] = made
        return made

    def _flat_content(self, common: Flat) -> str | list[tuple[Element, str]] | None:
        """Return a paragraph's text, its runs where there are spans, or None where something in it moves."""
        names = self._names
        parts: list[str] = []
        closing = True
        for event in self._events:
            if event.__class__ is str:
                parts.append(event)  # type: ignore[arg-type]
            elif event is None:
                closing = True
            elif closing and names.get(event[0]) == "br":  # type: ignore[index]
                parts.append("\0")
                closing = False
            else:
                return self._flat_runs(common)
        return "".join(parts)

    def _flat_runs(self, common: Flat) -> str | list[tuple[Element, str]] | None:
        element = common.element
        runs: list[tuple[Element, str]] = []
        stack: list[Element] = []
        inside = False
        for event in self._events:
            if isinstance(event, str):
                runs.append((element, event))
            elif event is None:
                if not inside:
                    element = stack.pop()
                inside = False
            else:
                kind = self._names.get(event[0]) or self._name(event[0])
                if kind == "br" and not inside:
                    runs.append((element, "\0"))
                    inside = True
                elif kind == "span" and not inside:
                    span = self._flat_span(common, element, event[1])
                    if span is None:
                        return None
                    stack.append(element)
                    element = span
                else:
                    return None
        return runs

    def _flat_span(self, common: Flat, outer: Element, attrs: dict[str, str]) -> Element | None:
        key = tuple(attrs.items())
        if outer is not common.element:
            key = (("", str(id(outer))), *key)
        try:
            return common.spans[key]
        except KeyError:
            pass
        if len(common.spans) > 4096:
            common.spans.clear()
        made: Element | None = None
        if not _EACH_SPAN & attrs.keys():
            was, self._open = self._open, outer
            made = self._element("span", attrs)
            self._open = was
            if made.region != outer.region or made.spec.get("display") == "none":
                made = None
        common.spans[key] = made
        return made

    # the body

    def _content(self, kind: str, attrs: dict[str, str]) -> None:
        element = self._element(kind, attrs)
        self._open = element
        if kind == "p" and self._paragraph is None:
            self._paragraph = Paragraph(element)
            self._parser.CharacterDataHandler = self._text
        elif self._paragraph is not None and (element.explicit is not None or "begin" in attrs or element.seq):
            self._paragraph.timed = True

    def _element(self, kind: str, attrs: dict[str, str]) -> Element:
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
        element.explicit, element.seq, element.spec = None, False, _EMPTY
        element.begin, element.end = begin, end
        if attrs:
            self._attend(element, attrs, begin)
        element.cursor = element.begin
        element.last = 0
        return element

    def _attend(self, element: Element, attrs: dict[str, str], reference: int) -> None:
        own: list[tuple[str, str]] = []
        known = self._attributes
        if self._absolute and element.parent is not None and element.parent.parent is not None:
            reference = element.parent.parent.begin if element.parent.kind == "p" else reference
        for name, value in attrs.items():
            kind, local = known.get(name) or self._attribute(name)
            if kind == "style":
                own.append((local, value))
            elif kind == "xml":
                if local == "id":
                    element.id = value
                elif local == "space":
                    element.preserve = value == "preserve"
                elif local == "lang":
                    element.lang = value
            elif kind == "metadata" and local == "agent":
                element.agent = value
            elif kind == "other":
                self._count(local)
            elif kind == "bare" and local == "id" and not element.id:
                element.id = value
        if "begin" in attrs:
            begin = self._time(attrs["begin"], element.line)
            element.begin = reference + (begin or 0)
        ends = []
        if "end" in attrs and (end := self._time(attrs["end"], element.line)) is not None:
            ends.append(reference + end)
        if "dur" in attrs and (length := self._time(attrs["dur"], element.line)) is not None:
            ends.append(element.begin + length)
        if ends:
            element.explicit = min(ends)
            element.end = min(element.end, element.explicit)
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

    def _count(self, local: str) -> None:
        if local == _IMAGES:
            self.pictures += 1

    def _time(self, text: str, line: int) -> int | None:
        found = self.clock.parse(text)
        if found is None:
            found = self.clock.parse_loose(text)
            read = "no time was read" if found is None else "it was read as a clock time"
            self._odd("ttml.bad-time", f"bad time {text!r:.60} in line {line}: {read}", line)
        return found

    def _set(self, attrs: dict[str, str]) -> None:
        line = self._line or self._parser.CurrentLineNumber
        own = [(local, value) for name, value in attrs.items()
               for kind, local in (self._attributes.get(name) or self._attribute(name),) if kind == "style"]  # fmt: skip
        inner = self._open
        base, outer_end = (inner.begin, inner.end) if inner is not None else (0, NEVER)
        if inner is None and self._region is not None:
            base, outer_end = self._region.begin, self._region.end
        begin = base + (self._time(attrs["begin"], line) or 0 if "begin" in attrs else 0)
        ends = [outer_end]
        if "end" in attrs and (end := self._time(attrs["end"], line)) is not None:
            ends.append(base + end)
        if "dur" in attrs and (length := self._time(attrs["dur"], line)) is not None:
            ends.append(begin + length)
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

    def _head(self, kind: str, attrs: dict[str, str]) -> bool:
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
        self.clock = Clock(self.parameters, self._given_rate)
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


def _split(name: str) -> tuple[str, str]:
    parts = name.split(" ")
    return (parts[0], parts[1]) if len(parts) > 1 else ("", parts[0])


def region_look(spec: Spec) -> Look:
    """Return how text in a region looks of which nothing else is said."""
    return NO_LOOK.child({name: value for name, value in spec.items() if name != "opacity"})
