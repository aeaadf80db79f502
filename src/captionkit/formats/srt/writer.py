"""Writing SRT: numbered from 1, text as it was read where that is safe, else rendered from spans."""

from __future__ import annotations

import re

from captionkit.diagnostics import Collector, Result
from captionkit.errors import OutputError
from captionkit.formats.base import LONGEST, WriteOptions, clamped
from captionkit.formats.classes import class_styles
from captionkit.formats.controls import harmless, note_controls
from captionkit.formats.srt.fast import ARROWISH, ARROWS
from captionkit.formats.srt.markup import NOTHING, SRT, render, render_settings
from captionkit.model.cue import Cue
from captionkit.model.text import Line, Style
from captionkit.model.track import FileLayout, Track
from captionkit.text.controls import has_controls, without_controls

__all__ = ["encoded", "lines_of", "payloads", "write"]

#: What text that means the same in WebVTT and SRT does not hold: markup, escapes, arrows, lines that look blank.
_SPECIAL = re.compile(rf"[<>&{{\r{ARROWS}]|\n\s|\A\s|\n\Z").search

_SECOND = [f"{n:02d}," for n in range(60)]
_THOUSANDTH = [f"{n:03d}" for n in range(1000)]


class _SrtMinutes(dict[int, str]):
    """Minute of the day -> ``"hh:mm:"``."""

    def __missing__(self, minute: int) -> str:
        made = self[minute] = f"{minute // 60:02d}:{minute % 60:02d}:"
        return made


def write(track: Track, options: WriteOptions) -> Result[bytes]:
    r"""Return a track as SRT.

    Raises OutputError where a character does not exist in the encoding asked for.

    >>> write(Track((Cue(0, 1500, "Good evening."),)), WriteOptions()).value
    b'1\n00:00:00,000 --> 00:00:01,500\nGood evening.\n'
    """
    notes = Collector()
    layout = track.layout if options.preserve else FileLayout(options.encoding, options.bom, options.eol)
    text = _text(track, options, layout, notes)
    data = encoded(text, layout, notes)
    if has_controls(text, data, layout.encoding):
        note_controls(text, notes, read=False)
        text = _text(harmless(track), options, layout, Collector())
        data = encoded(without_controls(text), layout, Collector())
    return Result(data, notes.all)


def _text(track: Track, options: WriteOptions, layout: FileLayout, notes: Collector) -> str:
    texts = payloads(track, options) if options.speakers in ("label", "dash") else None
    blocks = _blocks(track, texts, notes)
    if blocks:
        # an empty line for the text of a last cue that has none: without it the file looks cut off
        empty = not options.preserve and blocks[-1].endswith("\n\n")
        blocks[-1] = blocks[-1].rstrip("\n") + "\n" * (2 if empty else layout.final_newline + layout.blank_tail)
    return "\n".join(blocks)


def _blocks(track: Track, texts: list[str] | None, notes: Collector) -> list[str]:
    """Return number, times and text of each cue; the loop is spelled out because calls would double its cost."""
    minute, second, thousandth, own = _SrtMinutes(), _SECOND, _THOUSANDTH, SRT
    classes = class_styles(track)
    out: list[str] = []
    add = out.append
    for number, cue in enumerate(track.cues, 1):
        start, end = cue.start, cue.end
        if not 0 <= start <= end <= LONGEST:
            start, end = _clamped(cue, number, notes)
        if cue.raw_format == own:
            payload, settings = cue.payload, cue.settings and f" {cue.settings}"
        else:
            payload, settings = _payload(cue, classes), _settings(cue)
        if texts is not None:
            payload = texts[number - 1]
        s = start // 1000
        m = s // 60
        t = end // 1000
        n = t // 60
        add(
            f"{number}\n{minute[m]}{second[s - m * 60]}{thousandth[start - s * 1000]} --> "
            f"{minute[n]}{second[t - n * 60]}{thousandth[end - t * 1000]}{settings}\n{payload}\n"
        )
    return out


def _settings(cue: Cue) -> str:
    """Return what stands after the end time; for a cue as read from elsewhere without parsing it."""
    return "" if cue.raw_format and not cue.settings else render_settings(cue.positioning)


def _clamped(cue: Cue, number: int, notes: Collector) -> tuple[int, int]:
    from captionkit.model.timecode import format_clock

    start, end = clamped(cue.start), clamped(cue.end)
    if (start, end) != (cue.start, cue.end):
        times = f"{format_clock(cue.start, ',')} --> {format_clock(cue.end, ',')}"
        notes.add("srt.time-clamped", f"{times}: SRT has no times before zero or of a thousand hours", cue=number)
    return start, end


def payloads(track: Track, options: WriteOptions) -> list[str]:
    """Return the text of each cue as SRT."""
    classes = class_styles(track)
    if options.speakers in ("label", "dash"):
        from captionkit.formats.speakers import with_speakers

        said = with_speakers(track.cues, options.speakers)
        return [_rendered(cue, lines, classes) for cue, lines in zip(track.cues, said, strict=True)]
    return [_payload(cue, classes) for cue in track.cues]


def _payload(cue: Cue, classes: dict[str, Style]) -> str:
    payload = cue.payload
    if cue.raw_format == SRT:
        return payload
    if payload and not cue.settings and cue.raw_format == "vtt" and not _SPECIAL(payload):
        return payload  # text alone, the same in both formats
    return _rendered(cue, lines_of(cue), classes)


def lines_of(cue: Cue) -> tuple[Line, ...]:
    """Return a cue's lines, with the text after a stray ``<`` that WebVTT drops and SRT can show."""
    payload = cue.payload
    if cue.raw_format != "vtt" or "<" not in payload:
        return cue.lines
    from captionkit.formats.webvtt.spans import NEVER_TAG, parse_marked, with_swallowed

    if "<" not in payload[payload.rfind(">") + 1 :] and not NEVER_TAG.search(payload):
        return cue.lines
    return parse_marked(with_swallowed(payload), None)[0]


def _rendered(cue: Cue, lines: tuple[Line, ...], classes: dict[str, Style]) -> str:
    payload = render(lines, cue.positioning, classes)
    if ">" not in payload and (payload.isascii() or not ARROWISH.search(payload)):
        return payload
    return "\n".join([_no_timing(line) for line in payload.split("\n")])


def _no_timing(line: str) -> str:
    """Return a line of text that no reader takes for a timing line."""
    if not ARROWISH.search(line):
        return line
    from captionkit.formats.srt.timing import find_timing

    if find_timing(line) is None:
        return line
    return NOTHING + line.replace("-->", f"-{NOTHING}->")


def encoded(text: str, layout: FileLayout, notes: Collector) -> bytes:
    """Return text in the encoding, with the line ends and the mark of a layout; half a character becomes U+FFFD.

    Raises OutputError where a character does not exist in the encoding.
    """
    if layout.eol != "\n":
        text = text.replace("\n", layout.eol)
    if layout.bom and text[:1] != "\ufeff":
        text = "\ufeff" + text
    try:
        return text.encode(layout.encoding)
    except UnicodeEncodeError as error:
        return _encoded_anyway(text, layout, error, notes)
    except LookupError:
        raise OutputError(f"no encoding is called {layout.encoding!r}") from None


def _encoded_anyway(text: str, layout: FileLayout, error: UnicodeEncodeError, notes: Collector) -> bytes:
    broken = text[error.start]
    if not "\ud800" <= broken <= "\udfff":
        raise OutputError(
            f"{broken!r} (U+{ord(broken):04X}) does not exist in {layout.encoding}",
            hint="write UTF-8, or change the text",
        ) from None
    notes.add("srt.surrogate", f"half a character (U+{ord(broken):04X}) was written as U+FFFD")
    valid = "".join("\ufffd" if "\ud800" <= character <= "\udfff" else character for character in text)
    return valid.encode(layout.encoding)
