"""Two languages in one track: stacked, set apart by style, or in two WebVTT regions."""

from __future__ import annotations

from collections.abc import Iterator

from captionkit.errors import StageError, UsageError
from captionkit.model.cue import Cue, Positioning
from captionkit.model.text import Line, Span
from captionkit.model.track import Block, Track

__all__ = ["STYLES", "bilingual"]

#: How two languages are shown: one above the other; the same with the original in italics and of class "original";
#: each in a WebVTT region of its own.
STYLES = ("stacked", "styled", "regions")

_REGIONS = (
    Block("region", "id:translation\nwidth:80%\nlines:3\nregionanchor:0%,100%\nviewportanchor:10%,95%"),
    Block("region", "id:original\nwidth:80%\nlines:3\nregionanchor:0%,0%\nviewportanchor:10%,5%"),
)


def bilingual(translation: Track, original: Track, style: str = "stacked") -> Track:
    r"""Return one track with both languages, the translation first (or below, in regions).

    With ``regions`` each cue comes twice, at the same times; the original's id gets ``.original`` at its end.

    Raises UsageError for another style, StageError where the tracks' cues do not belong together.

    >>> both = bilingual(Track((Cue(0, 1000, "Si."),), "es"), Track((Cue(0, 1000, "Yes."),), "en"))
    >>> both.cues[0].text
    'Si.\nYes.'
    """
    if style not in STYLES:
        raise UsageError(f"there is no bilingual style {style!r}", hint=f"known: {', '.join(STYLES)}")
    times = [(cue.start, cue.end) for cue in translation]
    if times != [(cue.start, cue.end) for cue in original]:
        raise StageError("the two tracks do not have the same cues at the same times")
    if style == "regions":
        blocks = (*(b for b in translation.blocks if b.kind != "region"), *_REGIONS)
        return translation.replace(cues=_twice(translation, original), blocks=blocks)
    return translation.replace(cues=_stacked(translation, original, styled=style == "styled"))


def _stacked(translation: Track, original: Track, *, styled: bool) -> Iterator[Cue]:
    for cue, other in zip(translation, original, strict=True):
        if cue.text == other.text:  # nothing was translated: a note, a number
            yield cue
            continue
        lines = tuple(_original(line) for line in other.lines) if styled else other.lines
        yield cue.replace(lines=(*cue.lines, *lines))


def _original(line: Line) -> Line:
    spans = (
        Span(s.text, s.style.replace(italic=not s.style.italic, classes=(*s.style.classes, "original")))
        for s in line.spans
    )
    return Line(tuple(spans))


def _twice(translation: Track, original: Track) -> Iterator[Cue]:
    for cue, other in zip(translation, original, strict=True):
        yield cue.replace(positioning=Positioning(region="translation"))
        key = f"{other.id}.original" if other.id else ""
        yield other.replace(id=key, positioning=Positioning(region="original"), lines=other.lines)
