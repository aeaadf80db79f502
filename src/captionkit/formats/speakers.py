"""Saying who speaks, in formats and for cues whose text does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from captionkit.model.cue import Cue
from captionkit.model.text import Line, Span, line_of
from captionkit.text.marks import DASH

__all__ = ["each_named", "named", "with_speakers"]


def with_speakers(cues: Iterable[Cue], how: str, *, voices: bool = False) -> Iterator[tuple[Line, ...]]:
    """Yield each cue's lines, with the speaker said (``label``: "NAME: ", ``dash``: "- ") wherever it changes.

    A cue in which several voices speak says each, on a line of its own. ``voices`` tells that the format shows voice
    tags, which say it already.
    """
    previous = ""
    for cue in cues:
        speaker = cue.speaker
        if not voices and not speaker and (found := _voices(cue.lines)):
            yield each_named(cue.lines, how, previous if len(found) == 1 else "")
            previous = found[-1]
            continue
        yield named(cue.lines, speaker, how, voices=voices) if speaker and speaker != previous else cue.lines
        previous = speaker or previous


def _voices(lines: Iterable[Line]) -> list[str]:
    """Return the voices of a cue's spans, where they change."""
    voices = [span.style.voice for line in lines for span in line.spans if span.style.voice and span.text.strip()]
    return [voice for at, voice in enumerate(voices) if not at or voices[at - 1] != voice]


def each_named(lines: Iterable[Line], how: str, current: str) -> tuple[Line, ...]:
    """Return lines with each voice said where it changes, on a line of its own; ``current`` spoke before."""
    made: list[Line] = []
    for line in lines:
        for turn in _turns(line):
            voice = next((span.style.voice for span in turn.spans if span.style.voice and span.text.strip()), "")
            made.append(_after_dash(turn, voice, how) if voice and voice != current else turn)
            current = voice or current
    return tuple(made)


def _turns(line: Line) -> list[Line]:
    """Return a line in parts of one voice each."""
    turns: list[list[Span]] = [[]]
    for span in line.spans:
        spoken = next((s.style.voice for s in turns[-1] if s.style.voice and s.text.strip()), "")
        if spoken and span.style.voice and span.style.voice != spoken and span.text.strip():
            turns.append([])
        turns[-1].append(span)
    if len(turns) > 1:
        turns = [_trimmed(turn) for turn in turns]
    return [Line(tuple(turn)) for turn in turns]


def _trimmed(spans: list[Span]) -> list[Span]:
    """Return the spans of a line without blanks at its ends."""
    left = [Span(spans[0].text.lstrip(), spans[0].style), *spans[1:]]
    return [*left[:-1], Span(left[-1].text.rstrip(), left[-1].style)]


def _after_dash(line: Line, voice: str, how: str) -> Line:
    dash = DASH.match(line.text)
    if how == "dash":
        return line if dash else Line((*line_of("- ").spans, *line.spans))
    spans, at, end = [], 0, dash.end() if dash else 0
    for span in line.spans:
        cut = max(0, end - at)
        if at <= end < at + len(span.text):
            spans += [
                Span(span.text[:cut], span.style),
                *line_of(f"{voice}: ").spans,
                Span(span.text[cut:], span.style),
            ]
        else:
            spans.append(span)
        at += len(span.text)
    return Line(tuple(span for span in spans if span.text))


def named(lines: tuple[Line, ...], speaker: str, how: str, *, voices: bool = False) -> tuple[Line, ...]:
    """Return the lines with the speaker said, unless they say it already."""
    first = lines[0] if lines else Line()
    mark = "- " if how == "dash" else f"{speaker}: "
    said = first.text.startswith(("-", "\u2013", mark.rstrip()))
    said = said or (voices and any(span.style.voice for span in first.spans))
    return lines if said else (Line((*line_of(mark).spans, *first.spans)), *lines[1:])
