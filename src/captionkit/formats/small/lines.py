"""What the small formats share: text in lines with one style each, and what is said of what does not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from captionkit.diagnostics import Collector, Result
from captionkit.errors import InputError
from captionkit.formats.base import LONGEST, WriteOptions, only_last_is_empty
from captionkit.formats.classes import class_styles, style_of
from captionkit.formats.edit.rows import shown_lines, sound_times
from captionkit.formats.srt.markup import bracketed
from captionkit.formats.srt.writer import encoded
from captionkit.model.cue import Cue, plain_text_of
from captionkit.model.text import PLAIN, Line, Span, Style
from captionkit.model.track import Block, FileLayout, Track
from captionkit.sources import ReadOptions, Source
from captionkit.sources.eol import Unix, normalise

__all__ = ["APART", "TIME_CODES", "Found", "TextRow", "bytes_of", "in_lines", "opened", "text_rows", "track_of"]

#: A character without width (U+2060, word joiner), written into text that would be read as something else.
APART = "\u2060"


#: The codes of times that were changed: before zero or too late, an end before the start.
TIME_CODES = ("small.time-clamped", "small.times-reversed")


class Found(NamedTuple):
    """A cue as read: times in ms (no end is below zero), its lines."""

    start: int
    end: int
    lines: tuple[Line, ...]


class TextRow(NamedTuple):
    """A cue as it is written: its number from 1, its times (ms), its lines with the style that each has as a whole.

    ``plain`` is its text where it is text alone, which a reader left unparsed.
    """

    number: int
    start: int
    end: int
    lines: Sequence[tuple[str, Style]]
    plain: str | None = None


def opened(source: Source, options: ReadOptions) -> tuple[Collector, Unix]:
    """Return where a reader reports, and its source with line feeds alone."""
    notes = Collector(source.name, strict=options.strict)
    return notes, normalise(source, notes)


def track_of(
    found: Sequence[Found], name: str, unix: Unix, options: ReadOptions, notes: Collector, source: Source,
    *, title: str = "", language: str = "", blocks: Sequence[Block] = (), whole: str = "\n",
) -> Result[Track]:  # fmt: skip
    """Return the track of what was read; what nothing ends is shown until the next cue, five seconds at most.

    ``whole`` is what stands at the end of a file that was not cut off, even where its last cue has no text.

    Raises InputError where nothing was read.
    """
    if not found:
        raise InputError(f"{source.name}:1: no line of {name} found")
    if not unix.text.endswith(whole) and only_last_is_empty([row.lines for row in found]):
        notes.add(
            "small.truncated", "the file ends right after the times, and every other cue has text", cue=len(found)
        )
    cues = []
    for at, row in enumerate(found):
        end = row.end
        if end < 0:
            after = next((later.start for later in found[at + 1 :][:1] if later.start > row.start), row.start + 5000)
            end = min(after, row.start + 5000)
        elif end < row.start:
            notes.add("small.times-reversed", f"ends {row.start - end} ms before it starts; kept", cue=at + 1)
        cues.append(Cue(row.start, end, row.lines))
    return Result(Track(cues, language or options.language, name, title, blocks, layout=unix.layout), notes.all)


def text_rows(track: Track, options: WriteOptions, notes: Collector) -> Iterator[TextRow]:
    """Yield the cues in their order; a style that only a part of a line has is reported, and the line is without it."""
    classes = class_styles(track)
    parts: list[int] = []
    said = list(shown_lines(track, options)) if options.speakers in ("label", "dash") else None
    for number, cue in enumerate(track.cues, 1):
        plain = plain_text_of(cue) if said is None else None
        if plain is None:
            styled, whole = _styled(cue.lines if said is None else said[number - 1], classes)
            if not whole:
                parts.append(number)
        else:
            styled = [(text, PLAIN) for text in plain.split("\n")] if plain else []
        start, end = cue.start, cue.end
        if not 0 <= start <= end <= LONGEST:
            start, end = sound_times(cue, number, notes, TIME_CODES)
        yield TextRow(number, start, end, styled, plain)
    for number in parts:
        notes.add("small.part-style", "a line has one style; that of a part of it was left out", cue=number)


def _styled(lines: Sequence[Line], classes: Mapping[str, Style]) -> tuple[list[tuple[str, Style]], bool]:
    """Return the text and the style of each line, and whether that is all there is of styles."""
    styled, all_whole = [], True
    for line in lines:
        if all(span.style is PLAIN for span in line.spans):
            styled.append((line.text, PLAIN))
            continue
        style, whole = style_of(line, classes)
        styled.append(("".join([span.text for span in bracketed(line.spans)]), style))
        all_whole = all_whole and whole
    return styled, all_whole


def in_lines(text: str, read: Callable[[str], tuple[str, Style]]) -> tuple[Line, ...]:
    """Return the lines of a text in which ``|`` is a break; ``read`` parts a line's marks from its text."""
    made = []
    for part in text.split("|"):
        shown, style = read(part)
        made.append(Line((Span(shown, style),)) if shown else Line())
    return tuple(made) if text else ()


def bytes_of(lines: Sequence[str], track: Track, name: str, options: WriteOptions, notes: Collector) -> bytes:
    """Return a file of these lines, in the layout that the track was read with where that is to be kept."""
    kept = track.layout if options.preserve and track.format == name else None
    layout = kept or FileLayout(options.encoding, options.bom, options.eol)
    return encoded("\n".join([*lines, ""]), layout, notes)
