"""What a source in a syntax of its own says, line by line, and the account of all that it does not say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from captionkit.diagnostics import Collector, Result
from captionkit.model.timecode import format_clock
from captionkit.model.transcript import Kind, Segment, Timing, Transcript
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.base import Reader
from captionkit.transcripts.layout.account import balance, report_weight
from captionkit.transcripts.layout.marks import pieces_of
from captionkit.transcripts.layout.reader import Given, read_lines
from captionkit.transcripts.layout.reports import report_kinds, report_times
from captionkit.transcripts.layout.rows import Row, rows_of, tidy

__all__ = ["Script", "syntax_reader"]

_VOICED = frozenset({Kind.SPEECH, Kind.SOUND, Kind.MUSIC, Kind.INAUDIBLE, Kind.DIRECTION})


@dataclass(slots=True)
class Script:
    """The segments of a source in order; of each line, by its number from 1, what is left out and what is syntax.

    ``notes`` are lines that nobody says, each with the reason; ``markup`` is what of a line is neither said nor a name;
    ``labels`` are the names as written; ``doubts`` what hardly reads right, each a warning.
    """

    segments: list[Segment] = field(default_factory=list)
    notes: dict[int, str] = field(default_factory=dict)
    markup: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    labels: list[str] = field(default_factory=list)
    doubtful: list[Row] = field(default_factory=list)
    doubts: dict[int, str] = field(default_factory=dict)
    lines: Sequence[str] = ()
    """The lines as they are compared with what was read, where they are not those of the source."""
    of_day: bool = False
    """Whether the times are those of a day, so that the first of them is where the media begins."""

    def say(self, line: int, speaker: str, text: str, *, manner: str = "", start: int | None = None) -> None:
        """Add a paragraph by a speaker: its speech and, as segments of their kind, the marks in it. ``start`` in ms."""
        extras = {"text.manner": manner} if manner else {}
        turn = True
        for piece in pieces_of(text):
            alone = piece.text == tidy(text) and piece.kind is not Kind.SPEECH
            who = speaker if piece.kind in _VOICED and not alone else ""
            segment = Segment(piece.text, who, piece.kind, line=line, turn=turn, extras=extras)
            timed = start is not None and turn
            self.segments.append(segment.replace(start=start, timing=Timing.GIVEN) if timed else segment)
            turn, extras = False, {}

    def mark(self, line: int, text: str, kind: Kind = Kind.DIRECTION) -> None:
        """Add what is heard or seen and not said, or a heading."""
        if tidy(text):
            self.segments.append(Segment(tidy(text), "", kind, line=line))

    def leave(self, line: int, text: str, why: str, *, sure: bool = True) -> None:
        """Keep a line as a note, for a reason; ``sure`` says that the syntax itself tells that nobody says it."""
        if not sure:
            self.doubtful.append(Row(line, text.strip()))
        self.notes[line] = f"{why}: {text.strip()[:60]!r}"
        self.segments.append(Segment(tidy(text), "", Kind.NOTE, line=line))


def syntax_reader(
    name: str,
    title: str,
    suffixes: tuple[str, ...],
    sniff: Callable[[Sequence[str]], float],
    parse: Callable[[Sequence[str], Script], None],
    *,
    timed: bool = False,
) -> Reader:
    """Return the reader of a syntax: ``sniff`` scores the lines of a source, ``parse`` fills a script from them.

    Where the caller states a layout or an extent, the lines are read as plain text instead.
    """

    def score(source: Source) -> float:
        head = source.head.lstrip("\ufeff \t\r\n")
        if "\x00" in head or source.is_json or not head or head[0] == "{" or head.startswith(("<?xml", "<!")):
            return 0.0
        return sniff(source.lines)

    def read(source: Source, options: ReadOptions) -> Result[Transcript]:
        notes = Collector(source.name, strict=options.strict)
        asked = options.from_line is not None or options.to_line is not None or options.after or options.layout
        if asked:
            return Result(read_lines(source.lines, options, notes, Given()).replace(source=name), notes.all)
        script = Script()
        parse(source.lines, script)
        return Result(_finished(source, options, name, script, notes), notes.all)

    carries = frozenset({"speakers", "kinds", *(("segments",) if timed else ())})
    return Reader(name, title, suffixes, score, read, carries)


def _finished(source: Source, options: ReadOptions, name: str, script: Script, notes: Collector) -> Transcript:
    for line, why in sorted(script.notes.items()):
        notes.add("text.note", why, line=line)
    for line, gone in sorted(script.markup.items()):
        notes.add("text.markup", f"markup, not captioned: {' '.join(gone)[:80]!r}", line=line)
    for line, doubt in sorted(script.doubts.items()):
        notes.add("text.unexplained", doubt, line=line)
    taken = [*script.labels, *(text for gone in script.markup.values() for text in gone)]
    segments = list(script.segments)
    raw = rows_of(script.lines or source.lines)
    segments += balance(raw, segments, taken, frozenset(script.notes), notes)
    segments.sort(key=lambda segment: segment.line or 0)
    if script.of_day and not options.start_timecode:
        segments = _from_zero(segments, notes)
    report_kinds(segments, notes)
    report_times(segments, options, notes)
    report_weight(segments, script.doubtful, (), notes)
    if not any(segment.kind is Kind.SPEECH for segment in segments):
        notes.add("text.empty", "nothing in the text was spoken" if segments else "the text is empty")
    return Transcript(tuple(segments), language=options.language, source=name)


def _from_zero(segments: Sequence[Segment], notes: Collector) -> list[Segment]:
    """Return the segments with the first time as 0."""
    first = min((s.start for s in segments if s.start is not None), default=None)
    if first is None:
        return list(segments)
    notes.add("text.wall-clock", f"times of the day: {format_clock(first)} is taken as 0", data={"first": first})
    return [s if s.start is None else s.replace(start=s.start - first) for s in segments]
