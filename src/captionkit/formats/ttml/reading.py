"""One document of Timed Text being read: paragraphs become rows as they close, rows become cues."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple
from xml.sax import SAXException, SAXParseException

from captionkit.diagnostics import Collector
from captionkit.errors import InputError
from captionkit.formats.srt.markup import merged
from captionkit.formats.ttml.body import TTML, settings_of
from captionkit.formats.ttml.elements import UNKNOWN, Element, Flat, Paragraph, RegionElement
from captionkit.formats.ttml.flat import FlatDocument
from captionkit.formats.ttml.lines import FEEDS, Runs, closed, collapsed, put_in, run_lines
from captionkit.formats.ttml.moments import Piece, Sight, without_edges
from captionkit.formats.ttml.names import name_in, only_numbers
from captionkit.formats.ttml.place import Box, box_of, place_of
from captionkit.formats.ttml.styles import Look
from captionkit.formats.ttml.sung import stamped, sung_words
from captionkit.model.cue import Cue, Positioning, raw_cues
from captionkit.model.text import PLAIN, Line, Style
from captionkit.model.track import Block, FileLayout, Track
from captionkit.model.transcript import Word
from captionkit.sources import ReadOptions, Source

__all__ = ["Reading"]

#: How long text is shown that nothing ends (ms).
ENDLESS = 5000
#: Stands for the first row of a paragraph where none of several moments is being read.
_NO_ROW = 1 << 60
#: Ends that are not known yet: what nothing ends, and what a bad time was to end.
_TO_THE_END, _UNTIL_NEXT = -2, -1
#: Properties that the model has, or that say what captions do anyway.
_CARRIED = frozenset((
    "color", "fontStyle", "fontWeight", "textDecoration", "textAlign", "displayAlign", "origin", "extent", "position",
    "visibility", "display", "ruby", "writingMode", "direction", "fontFamily", "region", "showBackground", "overflow",
    "wrapOption", "lineHeight", "rubyAlign", "rubyPosition", "zIndex",
))  # fmt: skip


class _Row(NamedTuple):
    """What becomes a cue; the first six are what a cue kept as text takes, which is a tuple of these alone."""

    start: int
    end: int
    payload: str
    settings: str
    id: str
    notes: tuple[str, ...]
    lines: tuple[Line, ...] = ()
    place: Positioning | None = None
    speaker: str = ""
    words: tuple[Word, ...] = ()


#: Start, end (ms, below zero where not known), literal text, settings, identifier, notes.
_Plain = tuple[int, int, str, str, str, tuple[str, ...]]


class Reading:
    """One document being read."""

    def __init__(self, collector: Collector, options: ReadOptions) -> None:
        self.collector = collector
        self.rows: list[_Row | _Plain] = []
        self.document = FlatDocument(self._paragraph, self._flat, self._odd, options.rate, options.time_base)
        self._sight = Sight(self.document.regions)
        self._styles: dict[tuple[Style, str, str, str], Style] = {}
        self._places: dict[tuple[str, str, str], Positioning | None] = {}
        self._hidden: list[str] = []
        self._unplaced = 0
        self._first = _NO_ROW
        self._language: str | None = None

    def parse(self, data: bytes, encoding: str | None = None) -> None:
        """Read a document.

        Raises InputError for XML that declares entities, SAXParseException where it is not well-formed.
        """
        from defusedxml.common import DefusedXmlException

        try:
            self.document.parse_bytes(data, encoding)
        except DefusedXmlException:
            raise InputError(
                f"{self.collector.file}: the XML declares entities or outside references, which are not read"
            ) from None
        except SAXParseException:
            raise
        except SAXException as error:
            raise InputError(f"{self.collector.file}: not readable as XML: {error}") from None

    def _odd(self, code: str, message: str, line: int) -> None:
        self.collector.add(code, message, repair=True, line=line)

    # paragraphs

    def _flat(self, common: Flat, begin: int, end: int, name: str, content: str | Runs) -> None:
        if not common.shown or (begin >= end >= common.element.end):
            self._hide(content if isinstance(content, str) else "".join([text for _, text in content]))
            return
        if isinstance(content, str):
            text = collapsed(content, common.element.preserve)
            said = common.place
            if said is None:
                said = common.place = self._settings(common)
            if said is not _STYLED and text:
                if text[0] == "\n" or text[-1] == "\n" or "\n\n" in text:
                    if not text.strip("\n "):
                        return
                else:
                    clock = self.document.clock
                    half, per_ms = clock.half, clock.per_ms
                    stop = (end + half) // per_ms if end < UNKNOWN else _open_end(end)
                    self.rows.append(((begin + half) // per_ms, stop, text, said, name, ()))  # type: ignore[arg-type]
                    return
            content = [(common.element, part) for part in re.split("(\0)", content)]
        elif (lines := run_lines(content, common.styles)) is not None:
            self._append(begin, end, common, name, lines)
            return
        pieces = self._sight.pieces([run for run in content if run[1]], common.base, None, common.looks)
        self._add(begin, end, common.element, name, common.region, pieces, (), common.styles)

    def _append(self, begin: int, end: int, common: Flat, name: str, lines: tuple[Line, ...]) -> None:
        """Take a paragraph all of whose spans have been looked at, in others like it."""
        if common.region is None and self.document.regions:
            self._unplaced += 1
        if lines:
            place = self._place(common.region, common.look.values, None)
            if common.speaker is None:
                common.speaker = self._speaker(common.element)
            self._take(begin, end, name, (), lines, place, common.speaker)

    def _settings(self, common: Flat) -> object:
        """Return the settings of a paragraph's text, or a mark where more is to be said of it."""
        element = common.element
        plain = common.look.style.replace(font="") == PLAIN and not common.look.hidden
        if not plain or self._speaker(element) or self._lang(element) or element.spec.get("ruby"):
            return _STYLED
        if common.region is None and self.document.regions:
            return _STYLED
        return settings_of(self._place(common.region, common.look.values, None))

    def _paragraph(self, paragraph: Paragraph) -> None:
        element = paragraph.element
        name, notes = element.id, tuple(paragraph.notes)
        before = self._first = len(self.rows)
        seen = False
        for moment in self._sight.moments(paragraph):
            seen = True
            pieces: Sequence[Piece] = without_edges(moment.pieces) if paragraph.timed else moment.pieces
            if paragraph.times:
                pieces = stamped(pieces, paragraph.times, self.document.clock, moment.begin)
            self._add(moment.begin, moment.end, element, name, moment.region, pieces, notes)
            if len(self.rows) > before:
                name, notes = "", ()
        if paragraph.times:
            self._sing(before, paragraph)
        if not seen and element.explicit is not None and element.explicit <= element.begin:
            self._odd("ttml.no-length", "a paragraph ends when it begins, or before", element.line)
            region = self.document.regions.get(element.region)
            runs = [run[:2] for run in paragraph.runs]
            pieces = self._sight.pieces(runs, self._sight.look(region, None), None)
            self._add(element.begin, element.explicit, element, name, region, pieces, notes)
        elif not seen:
            self._hide("".join([text for _, text, _, _ in paragraph.runs]))
        self._first = _NO_ROW

    def _sing(self, first: int, paragraph: Paragraph) -> None:
        """Give the rows of a paragraph that is sung, from number ``first`` on, the times of its words."""
        clock, times = self.document.clock, paragraph.times.values()
        for number, row in enumerate(self.rows[first:], first):
            if isinstance(row, _Row):
                self.rows[number] = row._replace(words=sung_words(row.lines, times, clock, row.start))

    def _hide(self, text: str) -> None:
        if text.strip("\0 \t\r\n"):
            self._hidden.append(" ".join(text.replace("\0", " ").split())[:60] if len(self._hidden) < 100 else "")

    def _add(
        self, begin: int, end: int, element: Element, name: str, region: RegionElement | None,
        pieces: Sequence[Piece], notes: tuple[str, ...], styles: dict[Element, Style | None] | None = None,
    ) -> None:  # fmt: skip
        if region is None and self.document.regions:
            self._unplaced += 1
        speaker = self._speaker(element)
        lines = self._lines(pieces, element, speaker, {} if styles is None else styles)
        if not lines:
            return
        at = begin if region is not None and region.sets else None
        look = element.look(self._sight.look(region, at), begin if element.animated else None)
        self._take(begin, end, name, notes, lines, self._place(region, look.values, at), speaker)

    def _take(
        self, begin: int, end: int, name: str, notes: tuple[str, ...], lines: tuple[Line, ...],
        place: Positioning | None, speaker: str,
    ) -> None:  # fmt: skip
        clock = self.document.clock
        start, stop = clock.ms(begin), clock.ms(end) if end < UNKNOWN else _open_end(end)
        last = self.rows[-1] if len(self.rows) > self._first else None
        if isinstance(last, _Row) and last[1] == start and (last.lines, last.place) == (lines, place):
            self.rows[-1] = last._replace(end=stop)  # what changed is nothing that a cue says
            return
        self.rows.append(_Row(start, stop, "", "", name, notes, lines, place, speaker))

    def _lines(
        self, pieces: Sequence[Piece], paragraph: Element, speaker: str, styles: dict[Element, Style | None]
    ) -> tuple[Line, ...]:
        lines: list[list[tuple[str, Style]]] = [[]]
        hidden: set[int] = set()
        for text, look, element in pieces:
            if element.kind == "br" or text == "\n":
                lines.append([])
            elif look.hidden:
                hidden.add(len(lines) - 1)
                self._hide(text)
            else:
                style = self._style(look, element, paragraph, speaker)
                if not element.preserve:
                    styles[element] = style
                if style is None:
                    continue
                put_in(lines, FEEDS.split(text) if "\n" in text and element.preserve else [text], style)
        if pieces and pieces[-1].text[-1:] in "\n \t" and len(lines) > 1 and not lines[-1] and pieces[-1].text != "\n":
            lines.pop()
        made = [
            Line(merged(closed(line)) if number in hidden else merged(line))
            for number, line in enumerate(lines)
            if number not in hidden or any(text.strip() for text, _ in line)
        ]
        return tuple(made) if any(line.text.strip() for line in made) else ()

    def _style(self, look: Look, element: Element, paragraph: Element, speaker: str) -> Style | None:
        """Return a run's style; None for what stands in for ruby where there is none."""
        ruby = element.ruby
        if ruby == "delimiter":
            return None
        voice = self._speaker(element)
        key = (look.style, ruby, self._lang(element), "" if voice == speaker else voice)
        if element is paragraph or not element.says_font(paragraph):
            key = (key[0].replace(font="") if key[0].font else key[0], *key[1:])
        found = self._styles.get(key)
        if found is None:
            found = self._styles[key] = key[0].replace(ruby=ruby, lang=key[2], voice=key[3])
        return found

    def _speaker(self, element: Element) -> str:
        at: Element | None = element
        while at is not None:
            if at.agent:
                names = [self.document.agents.get(name, name) for name in at.agent.split()]
                return " & ".join(name for name in names if name)
            at = at.parent
        return ""

    def _lang(self, element: Element) -> str:
        if self._language is None:
            self._language = self.document.language or element.lang
        return "" if element.lang == self._language else element.lang

    def _place(self, region: RegionElement | None, values: dict[str, str], at: int | None) -> Positioning | None:
        """Return where text stands in a region; without regions a side alone."""
        align, direction = values["textAlign"], values["direction"]
        key = (region.id if region is not None else "\0", align, direction)
        if at is None and key in self._places:
            return self._places[key]
        if region is None:
            found = place_of(Box(10, 10, 80, 80, "after", align, "lrtb", direction))
        else:
            found = place_of(self._box(region, align, direction, at))
        if at is None:
            self._places[key] = found
        return found

    def _box(self, region: RegionElement, align: str, direction: str, at: int | None) -> Box:
        document = self.document
        spec = region.spec if at is None else region.at(at)
        cells = document.parameters.get("cellResolution", "32 15")
        return box_of(spec, align, direction, document.extent, cells)

    # the track

    def track(self, source: Source, options: ReadOptions, name: str) -> Track:
        """Return the track of all that was read; what was left out is reported."""
        document = self.document
        if not document.is_timed_text:
            raise InputError(f"{source.name}: XML, but not Timed Text: its outermost element is not tt")
        if document.pictures:
            said = f"{document.pictures} pictures instead of text (the image profile of IMSC)"
            if not self.rows:
                raise InputError(f"{source.name}: {said}", hint="read the pictures with a program that recognises text")
            self.collector.add("ttml.pictures", f"{said} were left out")
        self._report()
        rows = self._in_order()
        layout = FileLayout(encoding="utf-8", bom=source.data.startswith(b"\xef\xbb\xbf"))
        return Track(
            self._cues(rows),
            self._language or document.language or options.language,
            name,
            document.title,
            [Block("note", note) for note in document.notes],
            layout=layout,
            meta=self._meta(),
        )

    def _report(self) -> None:
        add = self.collector.add
        if self._hidden:
            words = ", ".join(repr(text) for text in self._hidden[:10])
            more = f" and {len(self._hidden) - 10} more" if len(self._hidden) > 10 else ""
            add("ttml.hidden", f"hidden text was left out: {words}{more}", data={"hidden": self._hidden[:100]})
        if self._unplaced:
            add(
                "ttml.no-region", f"{self._unplaced} cues name no region, and by the rule are not shown; they were kept"
            )
        if self.document.clock.doubtful:
            rate = float(self.document.clock.rate)
            add(
                "ttml.time-base", f"times with frames of {rate:.3f} a second were read as clock times, as the rule says"
            )
        missing = list(self.document.styles.missing)
        if missing:
            add("ttml.style-missing", f"styles that are not in the document: {', '.join(missing[:20])}"[:400])
        others = sorted(self.document.styles.said - _CARRIED)
        if others:
            add("ttml.styles-lost", f"not kept: {', '.join(others[:20])}"[:400], data={"properties": others[:100]})

    def _in_order(self) -> list[_Row | _Plain]:
        rows = self.rows
        if any(later[0] < row[0] for row, later in pairwise(rows)):
            self.collector.add("ttml.unsorted", "cues out of the order of their starts were sorted")
            rows = sorted(rows, key=lambda row: row[0])
        open_ = [number for number, row in enumerate(rows) if row[1] < 0]
        if open_:
            horizon = max(*(row[1] for row in rows), rows[-1][0] + ENDLESS)
            for number in reversed(open_):
                row, end = rows[number], horizon
                if row[1] == _UNTIL_NEXT and number + 1 < len(rows):
                    after = rows[number + 1]
                    end = after[0] if after[0] > row[0] else after[1]
                rows[number] = row._replace(end=end) if isinstance(row, _Row) else (row[0], end, *row[2:])
            message = f"{len(open_)} cues that nothing ends are shown to the end, or to the next where a time is bad"
            self.collector.add("ttml.no-end", message, cue=open_[0] + 1)
        return rows

    def _cues(self, rows: Sequence[_Row | _Plain]) -> list[Cue]:
        numbered = only_numbers([row[4] for row in rows])
        plain = [row for row in rows if not isinstance(row, _Row)]
        if numbered:
            plain = [(*row[:4], "", row[5]) for row in plain]
        elif any(row[4] for row in plain):
            plain = [(*row[:4], name_in(row[4]), row[5]) for row in plain]
        raw = raw_cues(TTML, plain)
        if len(plain) == len(rows):
            return raw
        following = iter(raw)
        return [
            Cue(
                row.start, row.end, row.lines, id="" if numbered else name_in(row.id), speaker=row.speaker,
                positioning=row.place, words=row.words, notes=row.notes,
            ) if isinstance(row, _Row) else next(following)
            for row in rows
        ]  # fmt: skip

    def _meta(self) -> dict[str, object]:
        """Return what a writer of the family may keep: the regions, by their names, and the rate of labels."""
        document, said = self.document, {}
        regions = {
            name: list(self._box(region, region.spec.get("textAlign", ""), region.spec.get("direction", ""), None))
            for name, region in list(document.regions.items())[:100]
        }
        if regions:
            said["regions"] = regions
        if "frameRate" in document.parameters:
            said["rate"] = str(document.clock.rate)  # type: ignore[assignment]
            said["drop"] = document.clock.drop  # type: ignore[assignment]
        return {"ttml": said} if said else {}


#: Stands for settings where a paragraph says more than its place.
_STYLED = object()


def _open_end(end: int) -> int:
    """Return the mark for an end that is not known yet."""
    return _UNTIL_NEXT if end == UNKNOWN else _TO_THE_END
