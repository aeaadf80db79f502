"""The reader of plain text: extent, dialect, speakers, segments, each step reported."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from captionkit.diagnostics import Collector, Result
from captionkit.errors import UnknownNameError
from captionkit.model.transcript import Kind, Segment, Transcript
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.base import Reader
from captionkit.transcripts.text.article import is_rule
from captionkit.transcripts.text.build import Builder, name_by_handover, notes_of
from captionkit.transcripts.text.entries import Entry, entries_of
from captionkit.transcripts.text.extent import extent_of
from captionkit.transcripts.text.rows import Row, rows_of
from captionkit.transcripts.text.score import Scored, score_styles
from captionkit.transcripts.text.signs import split_signs
from captionkit.transcripts.text.times import Ruler, ruler_for
from captionkit.transcripts.text.voices import VOICES, Voices, voices_of

__all__ = ["DIALECTS", "READER", "read_lines"]

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

#: Times from here on look like programme timecode, which begins a broadcast at 01:00:00:00 or 10:00:00:00.
_LATE = 58 * 60 * 1000
_CLOSE = 0.03


class _Choice(NamedTuple):
    reading: Scored
    voices: Voices
    before: list[Row]
    entries: list[Entry]


def read_lines(lines: Sequence[str], options: ReadOptions, notes: Collector, *, language: str = "") -> Transcript:
    """Return the transcript in ``lines``, reporting to ``notes``.

    Raises UsageError for options that name no line, UnknownNameError for a dialect that does not exist.
    """
    rows = rows_of(lines)
    kept, signs = split_signs(rows)
    extent = extent_of(kept, options, notes)
    title = rows[0].text if rows and extent.rows and extent.rows[0].number > rows[0].number else ""
    choice = _choose(list(_undivided(extent.rows, notes)), options, notes)
    ruler = _ruler(choice, options, notes)
    builder = Builder(choice.voices, ruler, notes)
    for entry in choice.entries:
        builder.add(entry)
    segments = builder.segments
    if choice.voices.name == "paragraphs":
        segments = name_by_handover(segments, notes)
    segments = _with_notes(segments, [*choice.before, *(row for row, _ in signs)])
    _report_kinds(segments, notes)
    _report_times(segments, options, notes)
    if choice.before:
        _report_before(choice.before, notes)
    if not any(s.kind is Kind.SPEECH for s in segments):
        notes.add("text.empty", "nothing in the text was spoken" if rows else "the text is empty")
    tool = next((tool for _, tool in signs), "")
    meta = {"dialect": _name_of(choice), **({"tool": tool} if tool else {})}
    return Transcript(tuple(segments), language=language, source="text", title=title, meta=meta)


def _undivided(rows: Sequence[Row], notes: Collector) -> Iterator[Row]:
    """Yield the rows but for those that only divide, which leave a blank line."""
    gap = 0
    for row in rows:
        if is_rule(row.text):
            gap = 1
            notes.add("text.separator", f"{row.text[:20]!r} only divides", line=row.number)
        else:
            yield row._replace(gap=row.gap + gap)
            gap = 0


def _with_notes(segments: Sequence[Segment], rows: Sequence[Row]) -> list[Segment]:
    """Return the segments with the rows that are no speech among them, in the order of their lines."""
    return sorted((*segments, *notes_of(rows)), key=lambda s: s.line or 0)


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
    how = "as asked for" if forced else f"explains {choice.reading.score:.0%} of the lines"
    voices = "" if choice.reading.style.name == "untimed" else f", speakers by {choice.voices.name}"
    data = {s.style.name: round(s.score, 3) for s in scores}
    notes.add(
        "text.dialect",
        f"read as {name}{voices} ({how}); next best {second.style.name} ({second.score:.0%})",
        data={"dialect": name, "voices": choice.voices.name, "runner_up": second.style.name, "scores": data},
    )
    if not forced and second.score and choice.reading.score - second.score < _CLOSE:
        notes.add("text.ambiguous", f"{name} and {second.style.name} explain the text about equally well")


def _ruler(choice: _Choice, options: ReadOptions, notes: Collector) -> Ruler:
    stamps = [stamp for entry in choice.entries for stamp in (entry.start, entry.end) if stamp is not None]
    if not stamps:
        return Ruler()
    words = sum(len(row.text.split()) for entry in choice.entries for row in entry.rows)
    return ruler_for(stamps, words=words, rate=options.rate, offset=options.tc_start, notes=notes)


def _report_before(rows: Sequence[Row], notes: Collector) -> None:
    many = f"lines {rows[0].number} to {rows[-1].number} stand" if len(rows) > 1 else f"line {rows[0].number} stands"
    notes.add("text.preamble", f"{many} before the first time and are kept as notes", line=rows[0].number)


def _report_kinds(segments: Sequence[Segment], notes: Collector) -> None:
    for segment in segments:
        if segment.kind is Kind.EDITORIAL:
            notes.add("text.editorial", f"{segment.text} is an editor's insertion, not speech", line=segment.line)
    marks = [s for s in segments if s.kind not in (Kind.SPEECH, Kind.EDITORIAL)]
    if marks:
        kinds = ", ".join(
            f"{sum(s.kind is k for s in marks)} {k.value}" for k in Kind if any(s.kind is k for s in marks)
        )
        notes.add("text.mark", f"marks that are not speech: {kinds}", line=marks[0].line)


def _report_times(segments: Sequence[Segment], options: ReadOptions, notes: Collector) -> None:
    timed = [s for s in segments if s.start is not None]
    for before, after in itertools.pairwise(timed):
        if (after.start or 0) < (before.start or 0):
            notes.add("text.times-back", "the time here is before the one above it", line=after.line)
    if timed and (timed[0].start or 0) >= _LATE and not options.tc_start:
        notes.add("text.late-start", "the first time is near or past one hour: programme timecode?", line=timed[0].line)


def _sniff(source: Source) -> float:
    if "\x00" in source.head or source.is_json or not source.head.strip():
        return 0.0 if "\x00" in source.head or source.is_json else 0.05
    sample = rows_of(source.lines[:400])
    best = score_styles(sample)[0]
    return 0.3 if best.style.name == "untimed" else 0.3 + 0.3 * best.score


def _read(source: Source, options: ReadOptions) -> Result[Transcript]:
    notes = Collector(source.name, strict=options.strict)
    transcript = read_lines(source.lines, options, notes, language=options.language)
    return Result(transcript, notes.all)


READER = Reader(
    name="text",
    title="plain text",
    suffixes=(".txt", ".md", ".text"),
    sniff=_sniff,
    read=_read,
    carries=frozenset({"segments", "speakers", "kinds"}),
)
