"""What the formats of edit suites have in common: whole frames, one language without overlap, one-line titles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from html import escape
from typing import NamedTuple

from captionkit.diagnostics import Collector, Result
from captionkit.fitting import number_of, xml_text
from captionkit.formats.base import LONGEST, Feature, Format, WriteOptions, clamped
from captionkit.formats.speakers import with_speakers
from captionkit.model.cue import Cue
from captionkit.model.text import Line
from captionkit.model.timecode import RATES, Labels, can_drop, frames_of
from captionkit.model.track import Track
from captionkit.sources import Source

__all__ = [
    "Row",
    "encoded_lines",
    "header_lines",
    "in_xml",
    "label",
    "labels_of",
    "note_empty",
    "on_one_line",
    "rate_of",
    "rows_of",
    "shown_lines",
    "sound_times",
    "title_of",
    "with_text",
    "write_only",
]


class Row(NamedTuple):
    """One cue on the frames of a film: ``number`` from 1, ``start`` to ``end`` (exclusive)."""

    number: int
    start: int
    end: int
    cue: Cue


def write_only(
    name: str, title: str, suffix: str, media_type: str, write: Callable[[Track, WriteOptions], Result[bytes]],
    *can: Feature, anchors: frozenset[int] = frozenset(),
) -> Format:  # fmt: skip
    """Return a format that is written and never read."""
    return Format(name, title, (suffix,), media_type, _never, None, write, frozenset(can), anchors=anchors)


def _never(source: Source) -> float:
    return 0.0


def rate_of(options: WriteOptions, notes: Collector) -> Fraction:
    """Return the film's frame rate; 25 is taken, and reported, where none is given."""
    if options.rate is not None:
        return options.rate
    notes.add("edit.rate-assumed", "no frame rate was given: the frames are those of 25 a second")
    return RATES["25"]


def rows_of(track: Track, rate: Fraction, notes: Collector, *, apart: bool) -> list[Row]:
    """Return the cues with text on their frames, in order, each at least a frame long.

    A length is the end's frame minus the start's, so that cues which touch do so in frames too. With ``apart`` none
    overlaps: the earlier is trimmed, one that would have no frame left goes a frame before the next moves on.
    """
    cues = with_text(track, notes)
    rows: list[Row] = []
    times = [
        (cue.start, cue.end) if 0 <= cue.start <= cue.end <= LONGEST else sound_times(cue, number, notes)
        for number, cue in cues
    ]
    starts, ends = (frames_of([time[at] for time in times], rate) for at in (0, 1))
    free = 0
    for (number, cue), start, end in zip(cues, starts, ends, strict=True):
        if end <= start:
            end = start + 1
            if apart or cue.end > cue.start:  # a marker of a moment has a frame
                notes.add("edit.too-short", f"{max(0, cue.end - cue.start)} ms long; written a frame long", cue=number)
        if apart and free > start:
            before = rows.pop()
            start = max(start, before.start + 1)
            rows.append(Row(before.number, before.start, start, before.cue))
            end = max(end, start + 1)
            notes.add("edit.trimmed", f"trimmed to frame {start}, where cue {number} begins", cue=before.number)
        rows.append(Row(number, start, end, cue))
        free = end
    return rows


#: The codes of times that were changed: before zero or too late, an end before the start.
TIME_CODES = ("edit.time-clamped", "edit.times-reversed")


def sound_times(cue: Cue, number: int, notes: Collector, codes: tuple[str, str] = TIME_CODES) -> tuple[int, int]:
    """Return a cue's times (ms): from zero to a thousand hours, no end before its start; what is changed is reported.

    >>> notes = Collector()
    >>> sound_times(Cue(900, 400, "Hi."), 1, notes), [diagnostic.code for diagnostic in notes.all]
    ((900, 900), ['edit.times-reversed'])
    """
    start, end = clamped(cue.start), clamped(cue.end)
    if (start, end) != (cue.start, cue.end):
        notes.add(codes[0], "there are no times before zero or of a thousand hours", cue=number)
    if cue.end < cue.start:
        message = f"ends {cue.start - cue.end} ms before it starts; the end was put at the start"
        notes.add(codes[1], message, cue=number)
    return start, max(start, end)


def with_text(track: Track, notes: Collector) -> list[tuple[int, Cue]]:
    """Return the cues that say something with their numbers, by their starts; how many do not is reported."""
    cues = [(number, cue) for number, cue in enumerate(track.cues, 1) if cue.text.strip()]
    note_empty(len(track.cues) - len(cues), notes)
    return sorted(cues, key=lambda row: row[1].start)


def note_empty(count: int, notes: Collector) -> None:
    """Report how many cues without text were left out, where any was."""
    if count:
        notes.add("edit.empty", f"{number_of(count, 'cue')} without text left out")


def label(frame: int, rate: Fraction) -> str:
    """Return a frame's timecode; drop-frame, with a semicolon, at the rates that have it.

    >>> label(1800, RATES["29.97"]), label(38, RATES["25"])
    ('00:01:00;02', '00:00:01:13')
    """
    return labels_of(rate)[frame]


@lru_cache(maxsize=16)
def labels_of(rate: Fraction) -> Labels:
    """Return all labels of a rate, for writers in a hot loop."""
    drop = can_drop(rate)
    return Labels(rate, ";" if drop else ":", drop=drop)


def header_lines(track: Track) -> list[str]:
    """Return the lines of the track's header that are not its title, for a format's comments."""
    texts = [block.text for block in track.blocks if block.kind in ("header", "other")]
    return [xml_text(line) for text in texts for line in text.split("\n") if line.strip()]


def title_of(cue: Cue) -> str:
    """Return a cue's text on one line, with no character that XML or a table cannot hold."""
    return on_one_line(cue.text)


def on_one_line(text: str) -> str:
    """Return a text on one line, with no character that XML or a table cannot hold."""
    flat = text.replace("\n", " ")
    if "|" in flat:
        flat = flat.replace("|", " ")
    if flat.isprintable():  # then the only white space in it is blanks
        return " ".join(flat.split()) if "  " in flat else flat.strip(" ")
    return " ".join(xml_text(flat).split())


def _of_xml(text: str) -> str:
    """Return text as :func:`xml_text` does: what is printable is seen in a fifth of its time."""
    return text if text.isprintable() or text.replace("\n", "").isprintable() else xml_text(text)


def in_xml(text: str, *, quote: bool = False) -> str:
    r"""Return text as it stands in XML, within an attribute where ``quote``.

    >>> in_xml("Fish & \"chips\"\x01"), in_xml("Fish & \"chips\"", quote=True)
    ('Fish &amp; "chips"\ufffd', 'Fish &amp; &quot;chips&quot;')
    """
    text = _of_xml(text)
    if "&" in text or "<" in text or ">" in text or (quote and ('"' in text or "'" in text)):
        return escape(text, quote=quote)
    return text


def encoded_lines(lines: Iterable[str | bytes]) -> bytes:
    """Return lines, the last of which ends in none, in UTF-8.

    Each by itself: one emoji would make a string of the whole file four bytes a character.
    """
    return b"\n".join([line if isinstance(line, bytes) else line.encode("utf-8", "replace") for line in lines])


def shown_lines(track: Track, options: WriteOptions) -> Iterator[tuple[Line, ...]]:
    """Yield each cue's lines, with speakers as the options say."""
    if options.speakers in ("label", "dash"):
        return with_speakers(track.cues, options.speakers)
    return (cue.lines for cue in track.cues)
