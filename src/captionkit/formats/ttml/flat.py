"""Paragraphs in which nothing moves, which are nearly all: read at once, by what they share with others.

A paragraph is recorded as it comes. Where it holds nothing but text, breaks and spans without times it is handed on as
text; any other is played through the handlers of :class:`.Document`, which know all of Timed Text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final

from captionkit.formats.ttml.document import Document
from captionkit.formats.ttml.elements import NEVER, UNKNOWN, Element, Flat, Paragraph, region_look
from captionkit.formats.ttml.stream import MAX_DEPTH, XML
from captionkit.formats.ttml.styles import NO_LOOK

__all__ = ["FlatDocument", "Runs"]

_ID: Final = f"{XML} id xml"
#: What makes a span move.
_EACH_SPAN: Final = frozenset(("begin", "end", "dur", "timeContainer", "region"))

#: Text with the elements that it stands in; NUL is a break.
Runs = list[tuple[Element, str]]


class FlatDocument(Document):
    """A document whose paragraphs go to ``flat`` where nothing in them moves, else to ``paragraph``.

    ``flat`` takes what a paragraph shares with others, begin, end, identifier, line, and text in which NUL is a break,
    or its runs where there are spans.
    """

    def __init__(
        self,
        paragraph: Callable[[Paragraph], None],
        flat: Callable[[Flat, int, int, str, int, str | Runs], None],
        odd: Callable[[str, str, int], None],
        rate: Fraction | None = None,
    ) -> None:
        super().__init__(paragraph, odd, rate)
        self._flat = flat
        self._events: list[str | tuple[str, Mapping[str, str]] | None] = []
        self._depth = 0
        self._attrs: dict[str, str] = {}
        self._playing = False

    def start_element_ns(self, name: str, attrs: Mapping[str, str]) -> None:
        """Open an element: a paragraph, and all in it, are recorded."""
        if self._depth:
            self._depth += 1
            if self._depth > MAX_DEPTH:
                self._too_deep()
            self._events.append((name, attrs))
            return
        kind = self._names.get(name)
        if kind is None:
            kind = self._name(name)
        if kind == "p" and self._open is not None and not self._skip and not self._playing:
            self._attrs = dict(attrs)
            self._depth = 1
            events: list[str | tuple[str, Mapping[str, str]] | None] = []
            self._events = events
            self._line = self._parser.CurrentLineNumber
            self._parser.CharacterDataHandler = events.append
        else:
            super().start_element_ns(name, attrs)

    def end_element_ns(self, name: str) -> None:
        """Close an element; at a paragraph's end it is handed on."""
        if not self._depth:
            super().end_element_ns(name)
            return
        self._depth -= 1
        if self._depth:
            self._events.append(None)
            return
        self._parser.CharacterDataHandler = None
        if not self._play_flat():
            self._playing = True
            self._play(name)
            self._playing = False
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
            if event.__class__ is tuple and (attrs := event[1]) and "begin" in attrs
        ]
        if not times or first <= 0 or any(begin is None for begin, _ in times):
            return False
        inside = all(first <= (begin or 0) and ((begin or 0) if end is None else end) <= last for begin, end in times)
        if not inside or any(first + (begin or 0) < last for begin, _ in times):
            return False
        message = f"the times of {len(times)} spans were read as absolute: counted from their p none is shown"
        self._odd("ttml.absolute-spans", message, element.line)
        return True

    def _play_flat(self) -> bool:
        """Hand on a paragraph in which nothing moves; False for any other."""
        parent, attrs, flat = self._open, self._attrs, self._flat
        if parent is None or parent.seq:
            return False
        begin, end, dur, name = (
            attrs.pop("begin", None), attrs.pop("end", None), attrs.pop("dur", None), attrs.pop(_ID, "")
        )  # fmt: skip
        common = self._common(parent, attrs)
        content = None if common is None else self._content_of(common)
        if common is None or content is None:
            said = {"begin": begin, "end": end, "dur": dur, _ID: name or None}
            attrs.update({key: value for key, value in said.items() if value is not None})
            return False
        first, own = self._times(parent.begin, begin, end, dur)
        if own > parent.last:
            parent.last = own
        stop = own if own < parent.end else parent.end
        if not content:
            return True
        if own <= first:
            self._odd("ttml.no-length", "a paragraph ends when it begins, or before", self._line)
            stop = own
        flat(common, first, stop, name, self._line, content)
        return True

    def _times(self, outer: int, begin: str | None, end: str | None, dur: str | None) -> tuple[int, int]:
        """Return when a paragraph begins and ends; ``NEVER`` where it says no end."""
        first, stop = outer, NEVER
        if begin is not None:
            first += self._time(begin, self._line) or 0
        if end is not None and (time := self._time(end, self._line)) is not None:
            stop = outer + time
        if dur is not None and (time := self._time(dur, self._line)) is not None:
            stop = min(stop, first + time)
        if stop == NEVER and (end is not None or dur is not None):
            stop = UNKNOWN
        return first, stop

    def _common(self, parent: Element, attrs: Mapping[str, str]) -> Flat | None:
        key = tuple(attrs.items())
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

    def _content_of(self, common: Flat) -> str | Runs | None:
        """Return a paragraph's text, its runs where there are spans, or None where something in it moves."""
        names = self._names
        parts: list[str] = []
        closing = True
        for event in self._events:
            if event.__class__ is str:
                parts.append(event)
            elif event is None:
                closing = True
            elif closing and names.get(event[0]) == "br":
                parts.append("\0")
                closing = False
            else:
                return self._flat_runs(common)
        return "".join(parts)

    def _flat_runs(self, common: Flat) -> str | Runs | None:
        element = common.element
        runs: Runs = []
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

    def _flat_span(self, common: Flat, outer: Element, attrs: Mapping[str, str]) -> Element | None:
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
