"""Avid DS captions, transcripts of podcasts, lyrics (LRC)."""

from __future__ import annotations

import re
from json.encoder import encode_basestring as _quoted

from captionkit.diagnostics import Collector, Result
from captionkit.formats.base import Feature, WriteOptions
from captionkit.formats.edit.rows import (
    header_lines,
    labels_of,
    note_empty,
    rate_of,
    rows_of,
    shown_lines,
    sound_times,
    title_of,
    write_only,
)
from captionkit.formats.stamps import with_times_inside
from captionkit.model.cue import plain_text_of
from captionkit.model.text import Line, plain_text
from captionkit.model.track import Track

__all__ = ["AVID", "LRC", "PODCAST"]


def write_avid(track: Track, options: WriteOptions) -> Result[bytes]:
    """Return a caption file for Avid's SubCap effect: labels, rising and apart, no blank line in a caption.

    Avid drops everything after the first fault, and says nothing; so captions that overlap are trimmed, and reported.
    """
    notes = Collector()
    rate = rate_of(options, notes)
    lines = list(shown_lines(track, options)) if options.speakers in ("label", "dash") else None
    made = ["@ This file written with the Avid Caption plugin, version 1", "", "<begin subtitles>", ""]
    rows = rows_of(track, rate, notes, apart=True)
    labels = labels_of(rate)
    for start, end, row in zip(labels.of([r.start for r in rows]), labels.of([r.end for r in rows]), rows, strict=True):
        text = row.cue.text if lines is None else plain_text(lines[row.number - 1])
        shown = [said for line in text.split("\n") if (said := line.strip())]
        made += [f"{start} {end}", *map(_guarded, shown), ""]
    return Result("\n".join([*made, "<end subtitles>", ""]).encode("utf-8", "replace"), notes.all)


def _guarded(line: str) -> str:
    """Return a line that is not taken for a mark of the file."""
    return f" {line}" if _MARK(line) else line


_MARK = re.compile(r"<(?:begin|end) subtitles>|@|\d\d:\d\d:\d\d[:;]\d\d ").match


def write_podcast(track: Track, options: WriteOptions) -> Result[bytes]:
    """Return a transcript as podcast apps take it: segments with speaker, times in seconds and text, JSON 1.0."""
    notes = Collector()
    segments = []
    for number, cue in enumerate(track.cues, 1):
        body = title_of(cue)
        if body:
            start, end = sound_times(cue, number, notes)
            plain = plain_text_of(cue) is not None  # then nobody is named
            named = f'   "speaker": {_quoted(cue.speaker)},\n' if not plain and cue.speaker else ""
            times = f'   "startTime": {start / 1000},\n   "endTime": {end / 1000},\n'
            segments.append(f'  {{\n{named}{times}   "body": {_quoted(body)}\n  }}')
    note_empty(len(track.cues) - len(segments), notes)
    shown = ",\n".join(segments)
    held = f"[\n{shown}\n ]" if shown else "[]"
    text = f'{{\n "version": "1.0.0",\n "segments": {held}\n}}\n'
    return Result(text.encode("utf-8", "replace"), notes.all)


def write_lrc(track: Track, options: WriteOptions) -> Result[bytes]:
    r"""Return lyrics: ``[mm:ss.xx]`` and a line; times of words as ``<mm:ss.xx>``; an empty line where text goes away.

    >>> from captionkit.model.cue import Cue
    >>> write_lrc(Track([Cue(61_230, 62_000, "Low tide.")]), WriteOptions()).value
    b'[01:01.23]Low tide.\n[01:02.00]\n'
    """
    notes = Collector()
    made = [f"[{key}:{' '.join(text.split())}]" for key, text in (("ti", track.title), ("la", track.language)) if text]
    made += [f"[#:{line}]" for line in header_lines(track)]
    lines = list(shown_lines(track, options)) if options.speakers in ("label", "dash") else None
    track, said = with_times_inside(track, "edit.stamp-outside", at_start=True)
    notes.extend(said)
    order = sorted(range(len(track.cues)), key=lambda n: track.cues[n].start)
    for at, number in enumerate(order):
        cue = track.cues[number]
        start, end = sound_times(cue, number + 1, notes)
        text = plain_text_of(cue) if lines is None else None
        if text is None or "  " in (flat := text.replace("\n", " ")) or not flat.isprintable():
            flat = _sung(cue.lines if lines is None else lines[number])
        made.append(f"[{_stamp(start)}]{flat.strip()}")
        following = track.cues[order[at + 1]].start if at + 1 < len(order) else None
        if following is not None and following < end:
            message = f"gone {end - following} ms early: the line of cue {order[at + 1] + 1} takes its place"
            notes.add("edit.trimmed", message, cue=number + 1)
        if following is None or following > end:
            made.append(f"[{_stamp(end)}]")
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
