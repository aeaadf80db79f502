"""Files without control characters: what they are made on the way in and out, and what is said of it."""

from __future__ import annotations

from captionkit.diagnostics import Collector, Diagnostic, report
from captionkit.model.cue import Cue, raw_cue
from captionkit.model.layout import Block
from captionkit.model.raw import Raw
from captionkit.model.text import Line, Span
from captionkit.model.track import Track
from captionkit.text.controls import how_changed, without_controls

__all__ = ["harmless", "harmless_cue", "note_controls", "report_controls"]


def note_controls(text: str, notes: Collector, *, read: bool) -> None:
    """Note the control characters of an SRT file; where it is read, each with the line where the first one stands."""
    for char, said in how_changed(text):
        line = text.count("\n" if "\n" in text else "\r", 0, text.index(char)) + 1 if read else None
        notes.add("srt.control", said, repair=read, line=line)


def report_controls(text: str) -> tuple[Diagnostic, ...]:
    """Return what is said of the control characters that a file was not given."""
    return tuple(report("delivery.control", said) for _, said in how_changed(text))


def harmless(track: Track) -> Track:
    """Return the track without control characters, in whatever is written of it."""
    clean = without_controls
    blocks, footer = ([Block(one.kind, clean(one.text)) for one in part] for part in (track.blocks, track.footer))
    return track.map(harmless_cue).replace(title=clean(track.title), blocks=blocks, footer=footer)


def harmless_cue(cue: Cue) -> Cue:
    """Return a cue without control characters: a line that holds nothing else is blank without it."""
    clean = without_controls
    raw = cue.raw
    if raw is not None:
        payload, settings = clean(raw.payload), clean(raw.settings)
        if (payload, settings) != (raw.payload, raw.settings):
            made = raw_cue(cue.start, cue.end, Raw(raw.format, payload, settings))
            cue = made.replace(id=cue.id, notes=cue.notes, extras=cue.extras, timing=cue.timing)
    else:
        lines = tuple([Line(tuple(map(_harmless_span, line.spans))) for line in cue.lines])
        if lines != cue.lines or clean(cue.speaker) != cue.speaker:
            cue = cue.replace(lines=lines, speaker=clean(cue.speaker))
    name, notes = clean(cue.id), tuple(map(clean, cue.notes))
    return cue if (name, notes) == (cue.id, cue.notes) else cue.replace(id=name, notes=notes)


def _harmless_span(span: Span) -> Span:
    voice = without_controls(span.style.voice)
    style = span.style if voice == span.style.voice else span.style.replace(voice=voice)
    return Span(without_controls(span.text), style)
