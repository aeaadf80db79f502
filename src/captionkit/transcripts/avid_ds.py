"""Avid DS caption text: two timecodes on a line, the text below, between ``<begin subtitles>`` and ``<end subtitles>``.

Nothing here is inferred: what stands outside of the two lines, or above the first timecodes, is a note.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from captionkit.diagnostics import Collector, Result
from captionkit.model.cue import Cue
from captionkit.model.text import line_of
from captionkit.model.track import Track
from captionkit.model.transcript import Kind, Segment, Transcript
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.base import Reader
from captionkit.transcripts.layout.reports import report_times
from captionkit.transcripts.layout.rows import Row, rows_of
from captionkit.transcripts.layout.times import Stamp, ruler_for, stamp_of
from captionkit.transcripts.tracks import transcript_of

__all__ = ["AVID_DS"]

_CODE = r"\d{1,2}:\d\d:\d\d[:;.,]\d{2,3}"
_TIMES = re.compile(rf"(?P<start>{_CODE})[ \t]+(?P<end>{_CODE})(?:[ \t]+(?P<text>\S.*))?\Z")
_BEGIN = re.compile(r"<\s*begin\s+subtitles\s*>\Z", re.IGNORECASE)
_END = re.compile(r"<\s*end\s+subtitles\s*>\Z", re.IGNORECASE)
_HEADER = re.compile(r"@ ?This file (?:was )?written (?:with|by) (?:the )?Avid Caption plug-?in\b", re.IGNORECASE)


@dataclass(slots=True)
class _Entry:
    """What stands under two timecodes, and the line that they stand in."""

    line: int
    start: Stamp
    end: Stamp
    text: list[str] = field(default_factory=list)


def _sniff(source: Source) -> float:
    rows = rows_of(source.lines[:200])
    signed = any(_BEGIN.match(row.text) or _HEADER.match(row.text) for row in rows)
    return 0.96 if signed and any(_TIMES.match(row.text) for row in rows) else 0.0


def _entries(rows: Sequence[Row]) -> tuple[list[_Entry], list[Row]]:
    """Return the entries, and the rows that are of none of them."""
    entries: list[_Entry] = []
    around: list[Row] = []
    inside = not any(_BEGIN.match(row.text) for row in rows)
    for row in rows:
        match = _TIMES.match(row.text) if inside else None
        start, end = (stamp_of(match[which]) for which in ("start", "end")) if match is not None else (None, None)
        if _BEGIN.match(row.text) or _END.match(row.text):
            inside = _BEGIN.match(row.text) is not None
            around.append(row)
        elif match is not None and start is not None and end is not None:
            entries.append(_Entry(row.number, start, end, [match["text"]] if match["text"] else []))
        elif inside and entries:
            entries[-1].text.append(row.text)
        else:
            around.append(row)
    return entries, around


def _read(source: Source, options: ReadOptions) -> Result[Transcript]:
    notes = Collector(source.name, strict=options.strict)
    entries, around = _entries(rows_of(source.lines))
    for row in around:
        notes.add("text.note", f"around the captions: {row.text[:60]!r}", line=row.number)
    stamps = [stamp for entry in entries for stamp in (entry.start, entry.end)]
    ruler = ruler_for(stamps, rate=options.rate, frames=True, notes=notes)
    cues = []
    for entry in entries:
        start, end = ruler.ms(entry.start), ruler.ms(entry.end)
        if not entry.text:
            notes.add("text.empty-entry", "timecodes with no text", line=entry.line)
        elif end <= start:
            notes.add("text.times-back", "the end here is not after the start: one frame is shown", line=entry.line)
        if entry.text:
            cues.append(Cue(start, max(end, start + 40), tuple(line_of(text) for text in entry.text)))
    found = transcript_of(Track(tuple(cues), format="avid-ds"), file=source.name, offset=options.start_timecode)
    notes.extend(found.diagnostics)
    report_times(found.value.segments, options, notes)
    if not cues:
        notes.add("text.empty", "no text stands under timecodes")
    segments = (*found.value.segments, *(Segment(row.text, "", Kind.NOTE, line=row.number) for row in around))
    return Result(found.value.replace(segments=segments, language=options.language, source="avid-ds"), notes.all)


AVID_DS = Reader(
    "avid-ds", "Avid DS caption text", (".txt",), _sniff, _read, frozenset({"segments", "speakers", "kinds"})
)
