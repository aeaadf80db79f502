"""The tools whose plain text is known by its layout: each a name for the text reader and a test of the content."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from weakref import WeakKeyDictionary

from captionkit.diagnostics import Collector, Result
from captionkit.model.transcript import Transcript
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.base import Reader
from captionkit.transcripts.layout.reader import Given, read_lines
from captionkit.transcripts.layout.rows import Row, rows_of
from captionkit.transcripts.layout.signs import tool_of

__all__ = [
    "DESCRIPT",
    "F4",
    "MEET",
    "NEWS",
    "OTTER",
    "PREMIERE_TEXT",
    "RESOLVE",
    "REV",
    "REVAI_TEXT",
    "SCRIPTSYNC",
    "SPEECHMATICS_TEXT",
    "TEAMS_TEXT",
    "WHISPER_CONSOLE",
    "YOUTUBE_PANEL",
    "ZOOM_TEXT",
]

_SAMPLE = 400
_samples: WeakKeyDictionary[Source, list[Row]] = WeakKeyDictionary()

_CODE = r"\d\d:\d\d:\d\d[:;]\d\d"


def _sample(source: Source) -> list[Row]:
    """Return the first rows of a source, and none for what is not text; worked out once however many tools look."""
    if source not in _samples:
        plain = "\x00" not in source.head and not source.head.lstrip().startswith(("<", "{", "WEBVTT"))
        _samples[source] = rows_of(source.lines[:_SAMPLE]) if plain else []
    return _samples[source]


def _lines(pattern: str, score: float, *, share: float = 0.0, least: int = 1) -> Callable[[Sequence[Row]], float]:
    """Return a test: ``score`` where at least ``least`` rows, and this share of them, match ``pattern`` as a whole."""
    line = re.compile(pattern)

    def test(rows: Sequence[Row]) -> float:
        count = sum(1 for row in rows if line.fullmatch(row.text))
        return score if count >= max(least, share * len(rows)) and rows else 0.0

    return test


def _signed(tool: str, otherwise: Callable[[Sequence[Row]], float] | None = None) -> Callable[[Sequence[Row]], float]:
    """Return a test: whether the tool wrote one of its own lines, or else another test."""

    def test(rows: Sequence[Row]) -> float:
        if any(tool_of(row.text) == tool for row in rows):
            return 0.92
        return otherwise(rows) if otherwise is not None else 0.0

    return test


def _below(head: str, score: float) -> Callable[[Sequence[Row]], float]:
    """Return a test: whether every block begins with a row like ``head`` and goes on with text."""
    line = re.compile(head)

    def test(rows: Sequence[Row]) -> float:
        first = [row for at, row in enumerate(rows) if at == 0 or row.gap]
        return score if first and len(rows) > len(first) and all(line.fullmatch(row.text) for row in first) else 0.0

    return test


def _alternating(rows: Sequence[Row]) -> float:
    """Tell whether times and texts take turns, as copied from YouTube's panel."""
    time = re.compile(r"\d{1,2}:\d\d(?::\d\d)?")
    rows = [row for row in rows if not tool_of(row.text)]
    if len(rows) < 2 or any(row.gap for row in rows[1:]):
        return 0.0
    marks = [bool(time.fullmatch(row.text)) for row in rows]
    return 0.8 if all(mark is (at % 2 == 0) for at, mark in enumerate(marks)) else 0.0


def _never(rows: Sequence[Row]) -> float:
    """The layout is that of plain text: the tool can be named, not recognised."""
    return 0.0


def _reader(
    name: str, title: str, test: Callable[[Sequence[Row]], float], carries: str, *, wall_clock: bool = False
) -> Reader:
    def sniff(source: Source) -> float:
        rows = _sample(source)
        return test(rows) if rows else 0.0

    def read(source: Source, options: ReadOptions) -> Result[Transcript]:
        notes = Collector(source.name, strict=options.strict)
        transcript = read_lines(source.lines, options, notes, Given(wall_clock=wall_clock))
        return Result(transcript.replace(source=name), notes.all)

    return Reader(name, title, (".txt",), sniff, read, frozenset(carries.split()))


WHISPER_CONSOLE = _reader(
    "whisper-console",
    "what Whisper prints",
    _lines(r"\[(?:\d\d:)?\d\d:\d\d\.\d{3} --> (?:\d\d:)?\d\d:\d\d\.\d{3}\].*", 0.97, share=0.5),
    "segments",
)
PREMIERE_TEXT = _reader(
    "premiere-text", "Adobe Premiere transcript text", _below(rf"{_CODE} - {_CODE}", 0.95), "segments speakers"
)
RESOLVE = _reader(
    "resolve", "DaVinci Resolve transcription text", _below(rf"\[{_CODE} - {_CODE}\]", 0.95), "segments speakers"
)
SCRIPTSYNC = _reader("scriptsync", "Avid ScriptSync script", _never, "speakers kinds")
DESCRIPT = _reader("descript", "Descript text", _signed("descript"), "segments speakers")
OTTER = _reader(
    "otter",
    "Otter.ai text",
    _signed("otter", _below(r"\S.{0,60}?\S  \d{1,2}:\d\d(?::\d\d)?", 0.75)),
    "segments speakers",
)
REV = _reader(
    "rev",
    "Rev text",
    _signed("rev", _lines(r"\S[^()]{0,60} \(\d\d:\d\d(?::\d\d)?\):", 0.9, least=2)),
    "segments speakers",
)
REVAI_TEXT = _reader(
    "revai-text",
    "Rev.ai text",
    _lines(r"\S.{0,40}? {4}\d\d:\d\d:\d\d(?:[.,]\d+)? {4}\S.*", 0.95, share=0.5),
    "segments speakers",
)
SPEECHMATICS_TEXT = _reader(
    "speechmatics-text", "Speechmatics text", _lines(r"SPEAKER: (?:S\d+|UU|\S{1,30})", 0.9), "speakers"
)
ZOOM_TEXT = _reader(
    "zoom-text",
    "Zoom saved captions",
    _lines(r"\[[^\[\]]{1,60}\] \d\d:\d\d:\d\d", 0.95, least=1, share=0.2),
    "segments speakers",
    wall_clock=True,
)
TEAMS_TEXT = _reader(
    "teams-text",
    "Microsoft Teams transcript text",
    _signed("teams", _lines(r"\d+:\d+:\d+\.\d+ --> \d+:\d+:\d+\.\d+", 0.9, share=0.2)),
    "segments speakers",
)
MEET = _reader("meet", "Google Meet transcript", _signed("meet"), "segments speakers")
F4 = _reader(
    "f4", "f4 and f5 transcript", _lines(r".*\S #\d\d:\d\d:\d\d-\d#", 0.95, least=1, share=0.2), "segments speakers"
)
YOUTUBE_PANEL = _reader("youtube-panel", "text copied from YouTube's transcript panel", _alternating, "segments")
NEWS = _reader(
    "news",
    "television news transcript",
    _signed(
        "news",
        _lines(r"\((?:(?:BEGIN|END) (?:VIDEO|AUDIO)[ A-Z]*|CROSSTALK|COMMERCIAL BREAK|NEWSBREAK)\)", 0.85),
    ),
    "speakers kinds",
)
