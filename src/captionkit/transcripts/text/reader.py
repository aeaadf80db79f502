"""The reader of plain text: extent, dialect, speakers, segments, each step reported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from captionkit.diagnostics import Collector, Diagnostic, Result
from captionkit.errors import UnknownNameError
from captionkit.model.timecode import format_clock
from captionkit.model.transcript import Kind, Segment, Transcript
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.base import Reader
from captionkit.transcripts.text.article import find_markers, is_rule
from captionkit.transcripts.text.build import Builder, name_by_handover, notes_of
from captionkit.transcripts.text.counters import split_counters
from captionkit.transcripts.text.entries import Entry, entries_of
from captionkit.transcripts.text.extent import extent_of
from captionkit.transcripts.text.headings import ordered
from captionkit.transcripts.text.reports import report_before, report_kinds, report_times
from captionkit.transcripts.text.rows import Row, plain, rows_of
from captionkit.transcripts.text.score import Scored, score_styles
from captionkit.transcripts.text.signs import split_signs
from captionkit.transcripts.text.times import Ruler, ruler_for
from captionkit.transcripts.text.voices import VOICES, Voices, split_preamble, voices_of

__all__ = ["DIALECTS", "READER", "Given", "read_lines"]

#: Every dialect that ``dialect`` may force: ways to write times, and for untimed text ways to name speakers.
DIALECTS: dict[str, str] = {
    "time-first": "a time opens the line: [00:01:02] NAME: text, (1:02) text, 00:00:01 --> 00:00:03 text",
    "time-line": "a time or a range on a line of its own, text below",
    "name-time": "a name and a time head each speech: NAME 0:12",
    "columns": "time, name and text in columns divided by tabs or wide gaps",
    "time-last": "the time of its end closes each paragraph: text #00:01:02-3#",
    "time-inside": "times stand inside the running text every so often",
    "labels": "NAME: text",
    "chevrons": ">> marks a speaker, >>> a story",
    "qa": "questions and answers: Q. text, A. text",
    "name-line": "a name on a line of its own above each speech",
    "paragraphs": "paragraphs divided by blank lines",
}

_CLOSE = 0.03

#: What may stand after the times of a WebVTT or SRT cue.
_SETTINGS = re.compile(r"(?:(?:align|line|position|size|region|vertical):\S|X1:)")

#: How XML, RTF and zip files begin, none of which is plain text.
_MARKED_UP = re.compile(r"<\?xml|<!doctype|\{\\rtf|PK\x03\x04|\xd0\xcf\x11", re.I)
_ROOT = re.compile(r"<([a-z][\w:.-]{0,60})[\s>]", re.I)


class _Choice(NamedTuple):
    reading: Scored
    voices: Voices
    before: list[Row]
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class Given:
    """What a caller knows of the lines beforehand.

    ``wall_clock``: the times are those of the day, so that the first of them is where the media begins;
    ``dotted_frames``: two digits after a dot count frames; ``titles``: the numbers (from 1) of lines that are headings;
    ``places``: where each line stands in the source, if not where it stands among the lines.
    """

    wall_clock: bool = False
    dotted_frames: bool = False
    titles: frozenset[int] = frozenset()
    places: Sequence[int] = ()

    def place(self, number: int) -> int:
        """Return where line ``number`` stands in the source."""
        return self.places[number - 1] if self.places else number


def read_lines(lines: Sequence[str], options: ReadOptions, notes: Collector, given: Given | None = None) -> Transcript:
    """Return the transcript in ``lines``, reporting to ``notes``.

    Raises UsageError for options that name no line, UnknownNameError for a dialect that does not exist.
    """
    given = given or Given()
    own = Collector(notes.file, strict=notes.strict, limit=notes.limit)
    transcript = _read_rows(rows_of(lines), options, own, given)
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


def _read_rows(rows: list[Row], options: ReadOptions, notes: Collector, given: Given) -> Transcript:
    kept, signs = split_signs(rows)
    extent = extent_of(kept, options, notes, given.place)
    title = rows[0].text if rows and extent.rows and extent.rows[0].number > rows[0].number else ""
    headings = [row for row in extent.rows if row.number in given.titles]
    numbered, counters = split_counters(list(ordered(extent.rows, notes)))
    choice = _choose(list(_undivided(numbered, given.titles, notes)), options, notes)
    builder = Builder(choice.voices, _ruler(choice, options, notes, given), notes)
    for entry in choice.entries:
        builder.add(entry)
    segments = builder.segments
    if choice.voices.name == "paragraphs":
        segments = name_by_handover(segments, notes)
    around = [*notes_of([*choice.before, *(row for row, _ in signs), *counters]), *notes_of(headings, Kind.TITLE)]
    segments = sorted((*segments, *around), key=lambda s: s.line or 0)
    _report(segments, choice.before, options, notes, given)
    tool = next((tool for _, tool in signs), "")
    meta = {"dialect": _name_of(choice), **({"tool": tool} if tool else {})}
    return Transcript(tuple(segments), language=options.language, source="text", title=title, meta=meta)


def _report(
    segments: Sequence[Segment], before: Sequence[Row], options: ReadOptions, notes: Collector, given: Given
) -> None:
    report_kinds(segments, notes)
    report_times(segments, options, notes)
    if before:
        report_before(before, notes, given.place)
    if not any(s.kind is Kind.SPEECH for s in segments):
        notes.add("text.empty", "nothing in the text was spoken" if segments else "the text is empty")


def _undivided(rows: Sequence[Row], titles: frozenset[int], notes: Collector) -> Iterator[Row]:
    """Yield the rows but for headings and those that only divide, which leave a blank line."""
    gap = 0
    for row in rows:
        if row.number in titles:
            gap = 1
        elif is_rule(row.text):
            gap = 1
            notes.add("text.separator", f"{row.text[:20]!r} only divides", line=row.number)
        else:
            yield row._replace(text=plain(row.text), gap=row.gap + gap)
            gap = 0


def _choose(rows: Sequence[Row], options: ReadOptions, notes: Collector) -> _Choice:
    if options.dialect and options.dialect not in DIALECTS:
        raise UnknownNameError(f"there is no dialect called {options.dialect!r}", hint=f"known: {', '.join(DIALECTS)}")
    scores = score_styles(rows)
    forced = options.dialect
    style = {"time-line": "time-first", **dict.fromkeys(VOICES, "untimed")}.get(forced, forced)
    reading = next((s for s in scores if s.style.name == style), scores[0])
    before, entries = entries_of(rows, reading)
    inner = [row for entry in entries for row in entry.rows]
    voices = voices_of(inner, forced=forced if forced in VOICES else "")
    if reading.style.name == "untimed" and entries and not forced:
        before, entries[0].rows = split_preamble(entries[0].rows, voices)
    choice = _Choice(reading, voices, before, entries)
    if rows:
        _report_dialect(choice, scores, forced, notes)
    return choice


def _name_of(choice: _Choice) -> str:
    name = choice.reading.style.name
    if name == "untimed":
        return choice.voices.name
    if name == "time-first":
        below = sum(1 for e in choice.entries if not e.rows or e.rows[0].number != e.line)
        return "time-line" if below * 2 > len(choice.entries) else name
    return name


def _report_dialect(choice: _Choice, scores: Sequence[Scored], forced: str, notes: Collector) -> None:
    name = _name_of(choice)
    others = [s for s in scores if s.style is not choice.reading.style]
    second = max(others, key=lambda s: s.score)
    how = "as asked for" if forced else f"explains {choice.reading.explained:.0%} of the lines"
    voices = "" if choice.reading.style.name == "untimed" else f", speakers by {choice.voices.name}"
    data = {s.style.name: round(s.score, 3) for s in scores}
    notes.add(
        "text.dialect",
        f"read as {name}{voices} ({how}); next best {second.style.name} ({second.explained:.0%})",
        data={"dialect": name, "voices": choice.voices.name, "runner_up": second.style.name, "scores": data},
    )
    if not forced and second.score and choice.reading.score - second.score < _CLOSE:
        notes.add("text.ambiguous", f"{name} and {second.style.name} explain the text about equally well")


def _ruler(choice: _Choice, options: ReadOptions, notes: Collector, given: Given) -> Ruler:
    stamps = [stamp for entry in choice.entries for stamp in (entry.start, entry.end) if stamp is not None]
    if not stamps:
        return Ruler()
    words = sum(len(row.text.split()) for entry in choice.entries for row in entry.rows)
    ruler = ruler_for(
        stamps, words=words, rate=options.rate, offset=options.tc_start, frames=given.dotted_frames, notes=notes
    )
    if given.wall_clock and not options.tc_start:
        first = min(ruler.ms(stamp) for stamp in stamps)
        notes.add("text.wall-clock", f"times of the day: {format_clock(first)} is taken as 0", data={"first": first})
        ruler = replace(ruler, offset=first)
    return ruler


def _is_marked_up(source: Source, head: str) -> bool:
    root = _ROOT.match(head)
    closed = root is not None and source.text[-200:].rstrip().endswith(f"</{root[1]}>")
    return closed or _MARKED_UP.match(head) is not None


def _is_arrowed(best: Scored) -> bool:
    """Whether times and text share the lines, which in no caption format they do."""
    heads = [head for head in best.heads if head is not None]
    shared = [head for head in heads if head.end is not None and head.rest and not _SETTINGS.match(head.rest)]
    return best.style.name == "time-first" and len(shared) * 2 > len(heads)


def _sniff(source: Source) -> float:
    head = source.head.lstrip()
    if "\x00" in head or source.is_json:
        return 0.0
    if not head:
        return 0.05
    if _is_marked_up(source, head):
        return 0.0
    sample = rows_of(source.lines[:400])
    best = score_styles(sample)[0]
    if _is_arrowed(best):
        return 0.9
    if best.style.name != "untimed":
        return 0.3 + 0.3 * best.score
    announced = find_markers(sample)
    return 0.6 if announced and announced[0].strength > 1 else 0.4


def _read(source: Source, options: ReadOptions) -> Result[Transcript]:
    notes = Collector(source.name, strict=options.strict)
    transcript = read_lines(source.lines, options, notes)
    return Result(transcript, notes.all)


READER = Reader(
    name="text",
    title="plain text",
    suffixes=(".txt", ".md", ".text"),
    sniff=_sniff,
    read=_read,
    carries=frozenset({"segments", "speakers", "kinds"}),
)
