"""The reader of plain text: furniture off, layout inferred, extent found, words accounted for, all reported."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from captionkit.diagnostics import Collector, Diagnostic, Result
from captionkit.model.timecode import format_clock
from captionkit.model.transcript import Kind, Segment, Transcript
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.base import Reader
from captionkit.transcripts.layout.account import balance, report_weight
from captionkit.transcripts.layout.announced import announced, asked, report_extent
from captionkit.transcripts.layout.article import Extent, find_markers
from captionkit.transcripts.layout.build import Builder, heard, name_by_handover, notes_of
from captionkit.transcripts.layout.clocks import Clock
from captionkit.transcripts.layout.compose import Composed, compose
from captionkit.transcripts.layout.furniture import Page, clear
from captionkit.transcripts.layout.heads import forget
from captionkit.transcripts.layout.marks import is_unlisted
from captionkit.transcripts.layout.markup import Unwrapped, front_matter, unwrap
from captionkit.transcripts.layout.reading import Reading
from captionkit.transcripts.layout.repeated import repeated_marks
from captionkit.transcripts.layout.reports import (
    report_between,
    report_choice,
    report_ending,
    report_kinds,
    report_left,
    report_leftovers,
    report_times,
)
from captionkit.transcripts.layout.restarts import join_parts
from captionkit.transcripts.layout.rows import Row, rows_of
from captionkit.transcripts.layout.search import Choice, choose
from captionkit.transcripts.layout.stamps import without_date
from captionkit.transcripts.layout.stated import example_of, read_stated
from captionkit.transcripts.layout.tables import ordered
from captionkit.transcripts.layout.times import Ruler, ruler_for

__all__ = ["READER", "Given", "name_of", "read_lines"]

#: What may stand after the times of a WebVTT or SRT cue.
_SETTINGS = re.compile(r"(?:(?:align|line|position|size|region|vertical):\S|X1:)")

_DASHED = re.compile(r"[-–—→>~]")

#: How XML, RTF and zip files begin, none of which is plain text.
_MARKED_UP = re.compile(r"<\?xml|<!doctype|\{\\rtf|PK\x03\x04|\xd0\xcf\x11|%PDF-", re.I)
_ROOT = re.compile(r"<([a-z][\w:.-]{0,60})[\s>]", re.I)


@dataclass(frozen=True, slots=True)
class Given:
    """What a caller knows of the lines beforehand.

    ``wall_clock``: the times are those of the day, so that the first of them is where the media begins;
    ``dotted_frames``: two digits after a dot count frames; ``titles``: the numbers (from 1) of lines that are headings;
    ``places``: where each line stands in the source, if not where it stands among the lines; ``markdown``: the source
    says that it is Markdown.
    """

    wall_clock: bool = False
    dotted_frames: bool = False
    titles: frozenset[int] = frozenset()
    places: Sequence[int] = ()
    markdown: bool = False

    def place(self, number: int) -> int:
        """Return where line ``number`` stands in the source."""
        return self.places[number - 1] if self.places else number


def read_lines(lines: Sequence[str], options: ReadOptions, notes: Collector, given: Given | None = None) -> Transcript:
    """Return the transcript in ``lines``, reporting to ``notes``.

    Raises UsageError for options that name no line, UnknownNameError for a layout that does not exist.
    """
    given = given or Given()
    own = Collector(notes.file, strict=notes.strict, limit=notes.limit)
    try:
        transcript = _read_rows(rows_of(lines), options, own, given)
    finally:
        forget()
    notes.extend(_placed(found, given) for found in own.all)
    if not given.places:
        return transcript
    placed = (s if s.line is None else s.replace(line=given.place(s.line)) for s in transcript.segments)
    return transcript.replace(segments=tuple(placed))


def _placed(found: Diagnostic, given: Given) -> Diagnostic:
    if not given.places or found.line is None:
        return found
    lines = {key: given.place(found.data[key]) for key in ("from", "to", "marker") if found.data.get(key)}
    return found.at(line=given.place(found.line), data={**found.data, **lines})


def _read_rows(raw: list[Row], options: ReadOptions, notes: Collector, given: Given) -> Transcript:
    is_asked = options.from_line is not None or options.to_line is not None or bool(options.after)
    rows, extent = raw, None
    if is_asked:
        extent = asked(raw, options, given.place)
        rows = extent.rows
        if len(rows) < len(raw):
            report_extent(raw, extent, options, notes, given.place)
    front = front_matter(rows)
    bare = unwrap(rows[front:], markdown=given.markdown)
    headed = [row._replace(heading=True) if row.number in given.titles else row for row in bare.rows]
    page = clear(headed)
    given = replace(given, wall_clock=given.wall_clock or page.chat)
    if page.times is not None:
        notes.add("text.times", f"times are written {page.times[0]!r}; read as {page.times[1]}")
    for number, text in page.gone.items():
        bare.gone[number] = f"{bare.gone.get(number, '')} {text}".strip()
    page.around += [(row, "front matter") for row in rows[:front]]
    ready = list(ordered(page.rows, notes, page.taken))
    choice = read_stated(ready, options.layout) if options.layout else choose(ready)
    reading = choice.reading
    nameless = not reading.layer.heads and reading.clock is None and not choice.mark
    if extent is None:
        extent = _announced(ready, page.divided, notes, given, nameless=nameless and not options.layout)
        if extent is not None and len(extent.rows) < len(ready):
            choice = _within(extent, choice, options)
            reading = choice.reading
            report_extent(raw, extent, options, notes, given.place)
    composed = compose(reading)
    marks = repeated_marks((turn.rows for turn in composed.turns), is_unlisted)
    built = Builder(_ruler(choice, composed, options, notes, given), notes, joined=bool(choice.mark), marks=marks)
    for turn in composed.turns:
        built.add(turn)
    segments = heard(built.segments)
    if nameless and not composed.taken:
        segments = name_by_handover(segments, notes)
    return _finish(raw, segments, choice, composed, page, bare, options, notes, given)


def _finish(
    raw: Sequence[Row],
    segments: list[Segment],
    choice: Choice,
    composed: Composed,
    page: Page,
    bare: Unwrapped,
    options: ReadOptions,
    notes: Collector,
    given: Given,
) -> Transcript:
    around = [row for row, _ in page.around]
    left = [entry.row for entry in composed.left]
    segments = [*segments, *notes_of([*around, *left]), *notes_of(composed.headings, Kind.TITLE)]
    reported = frozenset(
        number
        for found in notes.all
        if found.code in ("article.left-out", "text.note", "text.empty-entry")
        for number in _span(found)
    ) | {row.number for row in (*around, *page.divided)}
    taken = [piece for pieces in composed.taken.values() for piece in pieces]
    segments += balance(raw, segments, [*taken, *page.taken.values(), *bare.gone.values()], reported, notes)
    segments.sort(key=lambda s: s.line or 0)
    for row in page.divided:
        notes.add("text.separator", f"{row.text[:20]!r} only divides", line=row.number)
    for row, why in page.around:
        notes.add("text.note", f"{why}: {row.text[:60]!r}", line=row.number)
    for number, gone in bare.gone.items():
        notes.add("text.markup", f"markup, not captioned: {gone[:80]!r}", line=number)
    name = name_of(choice.reading)
    example = example_of(choice.reading)
    report_choice(choice, name, example, options, notes)
    report_leftovers(choice, options, notes)
    report_left(composed, notes, given.place)
    report_ending(choice.reading, options, notes, given.place)
    report_between(choice.reading, options, notes)
    below = choice.reading.items[choice.reading.announced].row.number if choice.reading.items else 0
    doubtful = [*(entry.row for entry in composed.left if not entry.sure), *composed.headings]
    report_weight(segments, doubtful, [entry.row for entry in composed.left if entry.row.number >= below], notes)
    report_kinds(segments, notes)
    segments = join_parts(segments, [row.number for row in page.divided], notes)
    report_times(segments, options, notes)
    if not any(s.kind is Kind.SPEECH for s in segments):
        notes.add("text.empty", "nothing in the text was spoken" if segments else "the text is empty")
    meta = {"layout": name, "layout.example": example, **({"tool": page.tools[0]} if page.tools else {})}
    first = next((s for s in segments if s.kind is Kind.SPEECH), None)
    title = raw[0].text if raw and first is not None and (first.line or 0) > raw[0].number else ""
    return Transcript(tuple(segments), language=options.language, source="text", title=title, meta=meta)


def _span(found: Diagnostic) -> range:
    return range(found.data.get("from", found.line or 0), found.data.get("to", found.line or 0) + 1)


def _announced(
    rows: Sequence[Row], divided: Sequence[Row], notes: Collector, given: Given, *, nameless: bool
) -> Extent | None:
    if not nameless or not rows:
        return None
    found = announced(sorted((*rows, *divided)), notes, given.place)
    only = {row.number for row in divided}
    return found._replace(rows=[row for row in found.rows if row.number not in only])


def _within(extent: Extent, choice: Choice, options: ReadOptions) -> Choice:
    """Return the choice for the rows of an announced transcript alone."""
    if not extent.rows:
        return read_stated(extent.rows, "paragraphs")
    return read_stated(extent.rows, options.layout) if options.layout else choose(extent.rows)


def name_of(reading: Reading) -> str:
    """Return the name of the layout of a reading, among those that ``--layout`` knows."""
    families = reading.layer.families
    if reading.clock is not None and reading.clock.form != "stated":
        return _name_of_times(reading.clock, reading)
    if any(item.mark.startswith(">") for item in reading.items):
        return "chevrons"
    if not families:
        return "paragraphs"
    letters = sum(1 for c in reading.layer.heads.values() if len(c.key) == 1)
    if letters and (
        families[0] in ("dot", "dot-dash") or (families[0] == "colon" and 2 * letters > len(reading.layer.heads))
    ):
        return "qa"
    return "name-line" if families[0] in ("line", "bold-line") else "labels"


def _name_of_times(clock: Clock, reading: Reading) -> str:
    inside = "in" in clock.stands
    stands = [
        clock.heads[at].stand for at, item in enumerate(reading.items) if at in clock.heads and (item.timed or inside)
    ]
    for stand, name in (("col", "columns"), ("end", "time-last"), ("in", "time-inside")):
        if stand in stands:
            return name
    if stands.count("own") * 2 > len(stands):
        return "time-line"
    if (stands.count("suf") + stands.count("mid")) * 2 > len(stands):
        return "name-time"
    return "time-line" if reading.layer.families[:1] == ["line"] else "time-first" if stands else "paragraphs"


def _ruler(choice: Choice, composed: Composed, options: ReadOptions, notes: Collector, given: Given) -> Ruler:
    stamps = [stamp for turn in composed.turns for stamp in (turn.start, turn.end) if stamp is not None]
    if not stamps:
        return Ruler()
    words = sum(len(row.text.split()) for turn in composed.turns for row in turn.rows)
    is_rebased = (given.wall_clock or _is_meeting(choice)) and not options.start_timecode
    ruler = ruler_for(
        stamps, words=words, rate=options.rate, offset=options.start_timecode, frames=given.dotted_frames,
        of_day=is_rebased or _has_noon(choice), notes=notes,
    )  # fmt: skip
    if is_rebased:
        first = min(ruler.ms(stamp) for stamp in stamps)
        notes.add("text.wall-clock", f"times of the day: {format_clock(first)} is taken as 0", data={"first": first})
        ruler = replace(ruler, offset=first)
    return ruler


def _has_noon(choice: Choice) -> bool:
    """Tell whether dates, or AM and PM, stand beside the times."""
    clock = choice.reading.clock
    return clock is not None and any(head.noon for head in clock.heads.values())


def _is_meeting(choice: Choice) -> bool:
    """Tell whether times of a day stand beside names in brackets, from whom to whom, or behind dates."""
    clock = choice.reading.clock
    if clock is None or not clock.heads:
        return False
    heads = list(clock.heads.values())
    if clock.named and all(without_date(h.taken) != h.taken for h in heads):
        return True
    sent = choice.reading.layer.addressed or ("suf" in clock.stands and all(h.name.startswith("[") for h in heads))
    return sent and all(h.start is not None and len(h.start.groups) == 3 and h.start.groups[0] >= 1 for h in heads)


def _is_marked_up(source: Source, head: str) -> bool:
    root = _ROOT.match(head)
    closed = root is not None and source.text[-200:].rstrip().endswith(f"</{root[1]}>")
    return closed or _MARKED_UP.match(head) is not None


def _is_arrowed(reading: Reading) -> bool:
    """Whether times and text share the lines, which in no caption format they do."""
    if reading.clock is None or "pre" not in reading.clock.stands or reading.clock.form == "decimals":
        return False
    heads = list(reading.clock.heads.values())
    shared = [
        head
        for head in heads
        if head.end is not None and head.rest and _DASHED.search(head.taken) and not _SETTINGS.match(head.rest)
    ]
    return len(shared) * 2 > len(heads)


def _sniff(source: Source) -> float:
    head = source.head.lstrip()
    if "\x00" in head or source.is_json:
        return 0.0
    if not head:
        return 0.05
    if _is_marked_up(source, head):
        return 0.0
    sample = rows_of(source.lines[:400])
    best = choose(clear(unwrap(sample).rows).rows).reading
    if _is_arrowed(best):
        return 0.9
    if best.clock is not None:
        return 0.6
    announcements = find_markers(sample)
    return 0.6 if announcements and announcements[0].strength > 1 else 0.4


def _read(source: Source, options: ReadOptions) -> Result[Transcript]:
    notes = Collector(source.name, strict=options.strict)
    transcript = read_lines(source.lines, options, notes, Given(markdown=source.suffix in (".md", ".markdown")))
    return Result(transcript, notes.all)


READER = Reader(
    name="text",
    title="plain text",
    suffixes=(".txt", ".md", ".text"),
    sniff=_sniff,
    read=_read,
    carries=frozenset({"segments", "speakers", "kinds"}),
)
