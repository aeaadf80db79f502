"""Saying who speaks, in formats and for cues whose text does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from captionkit.model.cue import Cue
from captionkit.model.text import Line, line_of

__all__ = ["named", "with_speakers"]


def with_speakers(cues: Iterable[Cue], how: str, *, voices: bool = False) -> Iterator[tuple[Line, ...]]:
    """Yield each cue's lines, with the speaker said (``label``: "NAME: ", ``dash``: "- ") wherever it changes.

    ``voices`` tells that the format shows voice tags, which say it already.
    """
    previous = ""
    for cue in cues:
        speaker = cue.speaker
        yield named(cue.lines, speaker, how, voices=voices) if speaker and speaker != previous else cue.lines
        previous = speaker or previous


def named(lines: tuple[Line, ...], speaker: str, how: str, *, voices: bool = False) -> tuple[Line, ...]:
    """Return the lines with the speaker said, unless they say it already."""
    first = lines[0] if lines else Line()
    mark = "- " if how == "dash" else f"{speaker}: "
    said = first.text.startswith(("-", "\u2013", mark.rstrip()))
    said = said or (voices and any(span.style.voice for span in first.spans))
    return lines if said else (Line((*line_of(mark).spans, *first.spans)), *lines[1:])
