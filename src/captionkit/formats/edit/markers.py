"""Markers: a list for Premiere, an EDL for Resolve, a text for Avid. Labels count from the film's first frame."""

from __future__ import annotations

from captionkit.diagnostics import Collector, Result
from captionkit.formats.base import Feature, WriteOptions
from captionkit.formats.edit.rows import header_lines, label, rate_of, rows_of, title_of, write_only
from captionkit.model.timecode import can_drop
from captionkit.model.track import Track

__all__ = ["AVID", "PREMIERE", "RESOLVE"]


def write_premiere(track: Track, options: WriteOptions) -> Result[bytes]:
    """Return markers as Premiere's panel exports them: columns with tabs, in UTF-16."""
    notes = Collector()
    rate = rate_of(options, notes)
    made = ["Marker Name\tDescription\tIn\tOut\tDuration\tMarker Type"]
    for row in rows_of(track, rate, notes, apart=False):
        times = (label(row.start, rate), label(row.end, rate), label(row.end - row.start, rate))
        made.append("\t".join((title_of(row.cue), title_of_speaker(row.cue.speaker), *times, "Comment")))
    return Result(("\n".join(made) + "\n").encode("utf-16", "replace"), notes.all)


def title_of_speaker(name: str) -> str:
    """Return a speaker's name for a column."""
    return " ".join(name.split())


def write_resolve(track: Track, options: WriteOptions) -> Result[bytes]:
    """Return an EDL for Timelines > Import > Timeline Markers from EDL."""
    notes = Collector()
    rate = rate_of(options, notes)
    made = [f"TITLE: {title_of_speaker(track.title) or 'markers'}"]
    made += [f"FCM: {'DROP FRAME' if can_drop(rate) else 'NON-DROP FRAME'}"]
    made += [*(f"* {line}" for line in header_lines(track)), ""]
    for number, row in enumerate(rows_of(track, rate, notes, apart=False), 1):
        begin, after = label(row.start, rate), label(row.start + 1, rate)
        made.append(f"{number:03d}  001      V     C        {begin} {after} {begin} {after}")
        made += [f" |C:ResolveColorBlue |M:{title_of(row.cue)} |D:{row.end - row.start}", ""]
    return Result("\n".join(made).encode("utf-8", "replace"), notes.all)


def write_avid(track: Track, options: WriteOptions) -> Result[bytes]:
    """Return markers for Avid's window: user, label, track, colour, comment, length, with tabs between."""
    notes = Collector()
    rate = rate_of(options, notes)
    made = [
        "\t".join((
            title_of_speaker(row.cue.speaker) or "captionkit", label(row.start, rate), "V1", "red",
            title_of(row.cue), str(row.end - row.start),
        ))
        for row in rows_of(track, rate, notes, apart=False)
    ]  # fmt: skip
    return Result("".join(f"{line}\n" for line in made).encode("utf-8", "replace"), notes.all)


PREMIERE = write_only("markers-premiere", "Premiere markers", ".markers.csv", "text/csv", write_premiere, Feature.VOICE)
RESOLVE = write_only("markers-resolve", "Resolve markers", ".markers.edl", "text/plain", write_resolve, Feature.HEADER)
AVID = write_only("markers-avid", "Avid markers", ".markers.txt", "text/plain", write_avid, Feature.VOICE)
