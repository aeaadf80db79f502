"""Avid DS captions, transcripts of podcasts, lyrics (LRC)."""

from __future__ import annotations

import json
import re

from captionkit.diagnostics import Collector, Result
from captionkit.formats.base import Feature, WriteOptions
from captionkit.formats.edit.rows import (
    header_lines,
    label,
    note_empty,
    rate_of,
    rows_of,
    shown_lines,
    title_of,
    write_only,
)
from captionkit.model.text import Line, plain_text
from captionkit.model.track import Track

__all__ = ["AVID", "LRC", "PODCAST"]


def write_avid(track: Track, options: WriteOptions) -> Result[bytes]:
    """Return a caption file for Avid's SubCap effect: labels, rising and apart, no blank line in a caption.

    Avid drops everything after the first fault, and says nothing; so captions that overlap are trimmed, and reported.
    """
    notes = Collector()
    rate = rate_of(options, notes)
    lines = list(shown_lines(track, options))
    made = ["@ This file written with the Avid Caption plugin, version 1", "", "<begin subtitles>", ""]
    for row in rows_of(track, rate, notes, apart=True):
        text = [line.strip() for line in plain_text(lines[row.number - 1]).split("\n")]
        shown = [line for line in text if line]
        made += [f"{label(row.start, rate)} {label(row.end, rate)}", *map(_guarded, shown), ""]
    return Result("\n".join([*made, "<end subtitles>", ""]).encode("utf-8", "replace"), notes.all)


def _guarded(line: str) -> str:
    """Return a line that is not taken for a mark of the file."""
    return f" {line}" if re.match(r"<(?:begin|end) subtitles>|@|\d\d:\d\d:\d\d[:;]\d\d ", line) else line


def write_podcast(track: Track, options: WriteOptions) -> Result[bytes]:
    """Return a transcript as podcast apps take it: segments with speaker, times in seconds and text, JSON 1.0."""
    notes = Collector()
    segments = []
    for cue in track.cues:
        body = title_of(cue)
        if body:
            named = {"speaker": cue.speaker} if cue.speaker else {}
            segments.append({**named, "startTime": cue.start / 1000, "endTime": cue.end / 1000, "body": body})
    note_empty(len(track.cues) - len(segments), notes)
    document = {"version": "1.0.0", "segments": segments}
    return Result((json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace"), notes.all)


def write_lrc(track: Track, options: WriteOptions) -> Result[bytes]:
    r"""Return lyrics: ``[mm:ss.xx]`` and a line; times of words as ``<mm:ss.xx>``; an empty line where text goes away.

    >>> from captionkit.model.cue import Cue
    >>> write_lrc(Track([Cue(61_230, 62_000, "Low tide.")]), WriteOptions()).value
    b'[01:01.23]Low tide.\n[01:02.00]\n'
    """
    notes = Collector()
    made = [f"[{key}:{' '.join(text.split())}]" for key, text in (("ti", track.title), ("la", track.language)) if text]
    made += [f"[#:{line}]" for line in header_lines(track)]
    lines = list(shown_lines(track, options))
    order = sorted(range(len(track.cues)), key=lambda n: track.cues[n].start)
    for at, number in enumerate(order):
        cue = track.cues[number]
        made.append(f"[{_stamp(cue.start)}]{_sung(lines[number])}")
        following = track.cues[order[at + 1]].start if at + 1 < len(order) else None
        if following is not None and following < cue.end:
            message = f"gone {cue.end - following} ms early: the line of cue {order[at + 1] + 1} takes its place"
            notes.add("edit.trimmed", message, cue=number + 1)
        if following is None or following > cue.end:
            made.append(f"[{_stamp(cue.end)}]")
    return Result("".join(f"{line}\n" for line in made).encode("utf-8", "replace"), notes.all)


def _stamp(ms: int) -> str:
    hundredths = max(0, ms) // 10
    return f"{hundredths // 6000:02d}:{hundredths // 100 % 60:02d}.{hundredths % 100:02d}"


def _sung(lines: tuple[Line, ...]) -> str:
    said = []
    for line in lines:
        for span in line.spans:
            stamp = f"<{_stamp(span.style.time)}>" if span.style.time is not None else ""
            said.append(stamp + re.sub(r"\s+", " ", span.text))
        said.append(" ")
    return "".join(said).strip()


AVID = write_only("avid", "Avid DS captions", ".avid.txt", "text/plain", write_avid)
PODCAST = write_only(
    "podcast", "Podcasting 2.0 transcript", ".podcast.json", "application/json", write_podcast,
    Feature.MILLISECONDS, Feature.VOICE,
)  # fmt: skip
LRC = write_only(
    "lrc", "LRC lyrics", ".lrc", "text/plain", write_lrc, Feature.WORD_TIMES, Feature.HEADER, Feature.LANGUAGE
)
