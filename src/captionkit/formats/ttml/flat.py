"""Paragraphs in which nothing moves, which are nearly all: read at once, by what they share with others.

A paragraph is recorded as it comes, a break as one event whatever stands in it. Where it holds nothing but text, breaks
and spans without times it is handed on as text; any other is played through the handlers of :class:`.Document`, which
know all of Timed Text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Final

from captionkit.formats.ttml.document import Document
from captionkit.formats.ttml.elements import NEVER, UNKNOWN, Element, Flat, Paragraph, region_look
from captionkit.formats.ttml.lines import BREAK, Runs
from captionkit.formats.ttml.stream import MAX_DEPTH, XML
from captionkit.formats.ttml.styles import NO_LOOK
from captionkit.formats.ttml.sung import Times, is_sung, with_ends

__all__ = ["FlatDocument"]

_ID: Final = f"{XML} id xml"
#: What each paragraph says for itself.
_EACH: Final = frozenset(("begin", "end", "dur", _ID))
_TIMES: Final = frozenset(("begin", "end"))
#: What makes a span move.
_EACH_SPAN: Final = frozenset(("begin", "end", "dur", "timeContainer", "region"))


class FlatDocument(Document):
    """A document whose paragraphs go to ``flat`` where nothing in them moves, else to ``paragraph``.

    ``flat`` takes what a paragraph shares with others, begin, end, identifier, and text in which NUL is a break,
    or its runs where there are spans.
    """

    def __init__(
        self,
        paragraph: Callable[[Paragraph], None],
        flat: Callable[[Flat, int, int, str, str | Runs], None],
        odd: Callable[[str, str, int], None],
        rate: Fraction | None = None,
        time_base: str = "",
    ) -> None:
        super().__init__(paragraph, odd, rate, time_base)
        self._flat = flat
        self._events: list[str | tuple[str, Mapping[str, str]] | None] = []
        self._depth = 0
        self._attrs: Mapping[str, str] = {}
        self._playing = False

    def start_element_ns(self, name: str, attrs: Mapping[str, str]) -> None:
        """Open an element: a paragraph, and all in it, are recorded."""
        if self._depth:
            self._depth += 1
            if self._depth > MAX_DEPTH:
                self._too_deep()
            self._events.append(BREAK if (self._names.get(name) or self._name(name)) == "br" else (name, attrs))
            return
        kind = self._names.get(name)
        if kind is None:
            kind = self._name(name)
        if kind == "p" and self._open is not None and not self._skip and not self._playing:
            self._attrs = attrs  # expat makes a new one for each element
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
            if self._names.get(name) != "br":
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
        sung = iter(self._absolute_times())
        for event in self._events:
            if event is None:
                self.end_element_ns("")
            elif event is BREAK:
                if self._skip == 0:
                    self._line_break()
            elif isinstance(event, str):
                if self._skip == 0:
                    self._text(event)
            elif "begin" not in event[1] or (times := next(sung, None)) is None:
                self.start_element_ns(*event)
            else:
                outer = self._open
                self.start_element_ns(event[0], {name: said for name, said in event[1].items() if name not in _TIMES})
                if self._paragraph is not None and self._open is not None and self._open is not outer:
                    self._paragraph.times[self._open] = times
        self.end_element_ns(name)
        self._parser.CharacterDataHandler = None
        self._absolute = False

    def _absolute_times(self) -> list[tuple[int, int]]:
        """Return the times of a paragraph's spans where it is a line that is sung; report spans with absolute times.

        They are absolute where all lie inside the paragraph's own times as written, and none as the rule adds them; in
        a line that is sung, also where only some do not, or where they fill the paragraph from its begin to its end.
        """
        element = self._open
        if element is None or element.explicit is None or "begin" not in self._attrs or element.seq:
            return []
        reference = element.parent.begin if element.parent is not None else 0
        first, last = element.begin - reference, element.explicit - reference
        marks: list[Times | None] = []
        plain = True
        for event in self._events:
            if event is BREAK:
                marks.append(None)
            elif isinstance(event, tuple) and "begin" in event[1]:
                attrs = event[1]
                begin = self._loose(attrs["begin"])
                if begin is None:
                    return []
                marks.append((begin, self._loose(attrs["end"]) if "end" in attrs else None))
                plain &= self._names[event[0]] == "span" and not attrs.keys() & {"dur", "timeContainer"}
        times = [mark for mark in marks if mark is not None]
        if not times or first <= 0:
            return []
        if not all(first <= begin and (begin if end is None else end) <= last for begin, end in times):
            return []
        sung = plain and is_sung(marks)
        lost = sum(first + begin >= last for begin, _ in times)
        fills = times[0][0] == first and times[-1][1] == last
        if lost < len(times) and not (sung and (lost or fills)):
            return []
        what = f"{lost} of its {len(times)} are never shown" if lost else f"the last of its {len(times)} is cut off"
        message = f"times count from the paragraph that spans are in, and then {what}: they were read as absolute"
        self._odd("ttml.absolute-spans", message, element.line)
        if sung:
            return [(reference + begin, reference + end) for begin, end in with_ends(times, last)]
        self._absolute = True
        return []

    def _loose(self, text: str) -> int | None:
        found = self.clock.parse(text)
        return self.clock.parse_loose(text) if found is None else found

    def _play_flat(self) -> bool:
        """Hand on a paragraph in which nothing moves; False for any other."""
        parent, attrs = self._open, self._attrs
        if parent is None or parent.seq:
            return False
        key = tuple([item for item in attrs.items() if item[0] not in _EACH])
        try:
            common = parent.flats[key]
        except KeyError:
            common = self._common(parent, key)
        if common is None:
            return False
        content: str | Runs | None
        try:
            content = "".join(self._events)  # type: ignore[arg-type]
        except TypeError:  # there is more than texts and breaks
            content = self._runs_of(common)
            if content is None:
                return False
        first, own = self._times(parent.begin, attrs)
        if own > parent.last:
            parent.last = own
        if not content:
            return True
        stop = own if own < parent.end else parent.end
        if own <= first:
            self._odd("ttml.no-length", "a paragraph ends when it begins, or before", self._line)
            stop = own
        self._flat(common, first, stop, attrs.get(_ID, ""), content)
        return True

    def _times(self, outer: int, attrs: Mapping[str, str]) -> tuple[int, int]:
        """Return when a paragraph begins and ends; ``NEVER`` where it says no end."""
        parse = self.clock.parse
        first, stop = outer, NEVER
        if "begin" in attrs:
            found = parse(attrs["begin"])
            first += (self._time(attrs["begin"], self._line) or 0) if found is None else found
        if "end" in attrs:
            found = parse(attrs["end"])
            found = self._time(attrs["end"], self._line) if found is None else found
            stop = UNKNOWN if found is None else outer + found
        if "dur" in attrs and (found := self._time(attrs["dur"], self._line)) is not None:
            return first, min(stop, first + found) if stop != UNKNOWN else first + found
        return first, UNKNOWN if stop == NEVER and "dur" in attrs else stop

    def _common(self, parent: Element, key: tuple[tuple[str, str], ...]) -> Flat | None:
        attrs = dict(key)
        if len(parent.flats) > 4096:
            parent.flats.clear()
        made: Flat | None = None
        if attrs.get("timeContainer") != "seq" and not parent.animated:
            element = self._element("p", attrs)
            region = self.regions.get(element.region)
            if region is None or not (region.sets or region.begin or region.end != NEVER):
                made = Flat(element, region, region_look(region.spec) if region is not None else NO_LOOK)
        parent.flats[key] = made
        return made

    def _runs_of(self, common: Flat) -> Runs | None:
        """Return a paragraph's text with its spans; None where something in it moves."""
        element = common.element
        runs: Runs = []
        stack: list[Element] = []
        for event in self._events:
            if event is None:
                element = stack.pop()
            elif isinstance(event, str):
                runs.append((element, event))
            elif self._names[event[0]] != "span":
                return None
            else:
                span = self._flat_span(common, element, event[1])
                if span is None:
                    return None
                stack.append(element)
                element = span
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
            for kept in (common.spans, common.looks, common.styles):
                kept.clear()
        made: Element | None = None
        if not _EACH_SPAN & attrs.keys():
            was, self._open = self._open, outer
            made = self._element("span", attrs)
            self._open = was
            if made.region != outer.region or made.spec.get("display") == "none":
                made = None
        common.spans[key] = made
        return made
