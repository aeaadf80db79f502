"""Editing the text of styled lines: replacements keep the spans around them, words keep their times."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from operator import is_

from captionkit.diagnostics import Result, report
from captionkit.fitting import number_of
from captionkit.model.cue import Cue
from captionkit.model.layout import noted
from captionkit.model.text import PLAIN, Line, Span
from captionkit.model.track import Track

__all__ = [
    "Edit",
    "edited",
    "flat",
    "joined",
    "left_of",
    "map_lines",
    "relined",
    "slice_line",
    "slices_of",
    "spans_of",
    "stripped",
    "substitute",
    "unflat",
]

#: Replace the characters from the first to before the second index with the text.
Edit = tuple[int, int, str]


def slice_line(line: Line, start: int, end: int) -> list[Span]:
    """Return the spans between two character positions of a line."""
    found, at = [], 0
    for span in line.spans:
        text = span.text[max(0, start - at) : max(0, end - at)]
        at += len(span.text)
        if text:
            found.append(Span(text, span.style))
    return found


def slices_of(line: Line, ranges: Iterable[tuple[int, int]]) -> Iterator[list[Span]]:
    """Yield the spans of each range of a line's characters, in time that does not grow with the line."""
    ends = list(accumulate(len(span.text) for span in line.spans))
    for start, end in ranges:
        found: list[Span] = []
        for place in range(bisect_right(ends, start), len(ends)):
            span, offset = line.spans[place], ends[place] - len(line.spans[place].text)
            if offset >= end:
                break
            found.append(Span(span.text[max(0, start - offset) : end - offset], span.style))
        yield found


def spans_of(spans: Iterable[Span]) -> Line:
    """Return a line of spans, neighbours of the same style joined, empty ones left out."""
    merged: list[Span] = []
    for span in spans:
        if merged and merged[-1].style == span.style:
            merged[-1] = Span(merged[-1].text + span.text, span.style)
        elif span.text:
            merged.append(span)
    return Line(tuple(merged))


def edited(line: Line, edits: Sequence[Edit]) -> Line:
    """Return the line with each edit made; what is put in has the style of what it replaces.

    >>> edited(Line((Span("Wait..."),)), [(4, 7, "\u2026")]).text
    'Wait\u2026'
    """
    if not edits:
        return line
    if len(line.spans) == 1:
        span = line.spans[0]
        return spans_of([Span(_edited_text(span.text, edits), span.style)])
    parts: list[Span] = []
    whole = sum(len(span.text) for span in line.spans)
    stops = [0, *(end for _, end, _ in edits)]
    kept = slices_of(line, zip(stops, [*(start for start, _, _ in edits), whole], strict=True))
    replaced = slices_of(line, ((start, start + 1) for start, _, _ in edits))
    for (_, _, text), before, styled in zip(edits, kept, replaced, strict=False):  # edits first: one more is kept
        last = line.spans[-1].style if line.spans else PLAIN
        parts += [*before, Span(text, styled[0].style if styled else last)]
    return spans_of([*parts, *next(kept)])


def _edited_text(text: str, edits: Sequence[Edit]) -> str:
    parts: list[str] = []
    at = 0
    for start, end, new in edits:
        parts += (text[at:start], new)
        at = end
    return "".join((*parts, text[at:]))


def substitute(line: Line, pattern: re.Pattern[str], new: str | Callable[[re.Match[str]], str]) -> Line:
    """Return the line with every match replaced (``new`` is taken literally); the same object where none is."""
    edits = []
    for match in pattern.finditer(line.text):
        text = new if isinstance(new, str) else new(match)
        if text != match[0]:
            edits.append((match.start(), match.end(), text))
    return edited(line, edits)


def flat(lines: Sequence[Line]) -> Line:
    r"""Return the lines as one, parted by ``\n``, so that what spans lines can be edited."""
    spans: list[Span] = []
    for i, line in enumerate(lines):
        if i:
            spans.append(Span("\n", spans[-1].style) if spans else Span("\n"))
        spans.extend(line.spans)
    return Line(tuple(spans))


def unflat(line: Line) -> list[Line]:
    r"""Return the lines of a flat one."""
    found: list[list[Span]] = [[]]
    for span in line.spans:
        first, *others = span.text.split("\n")
        found[-1].append(Span(first, span.style))
        found += ([Span(other, span.style)] for other in others)
    return [spans_of(spans) for spans in found]


def stripped(line: Line) -> Line:
    """Return the line without blanks at its ends."""
    text = line.text
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return line if (start, end) == (0, len(text)) else spans_of(slice_line(line, start, max(start, end)))


def joined(lines: Sequence[Line], blank: str = " ") -> Line:
    """Return one line of several, with a blank between those that hold text."""
    parts: list[Span] = []
    for line in lines:
        if parts and line.text:
            parts.append(Span(blank, parts[-1].style if parts[-1].style == line.spans[0].style else PLAIN))
        parts.extend(line.spans)
    return spans_of(parts)


def relined(cue: Cue, lines: Sequence[Line]) -> Cue:
    """Return the cue with other lines; where it has word times and as many words as before, they get the new text."""
    lines = tuple(lines)
    if lines == cue.lines:
        return cue
    words = cue.words
    if words:
        tokens = " ".join(line.text for line in lines).split()
        if len(tokens) == len(words) and not any(word.glue for word in words):
            words = tuple(replace(word, text=token) for word, token in zip(words, tokens, strict=True))
    return cue.replace(lines=lines, words=words)


def map_lines(track: Track, change: Callable[[Line], Line], *, drop_empty: bool = False) -> Track:
    """Return the track with ``change`` made to each line; cues without a change stay the same objects."""
    cues = []
    for cue in track.cues:
        lines = [change(line) for line in cue.lines]
        if drop_empty:
            lines = [line for line in lines if line.text] or lines[:1]
        cues.append(relined(cue, lines))
    return track.replace(cues=cues)


def left_of(track: Track, made: Iterable[Cue | None], why: str) -> Result[Track]:
    """Return the track with what became of each of its cues, None for one that is dropped, and say how many were.

    Notes that stand before a dropped cue stand before the next one, behind the last one at the end of the track.

    >>> track = Track([Cue(0, 900, "-", notes=["shot 4"]), Cue(1000, 1900, "Yes.")])
    >>> [(cue.text, cue.notes) for cue in left_of(track, [None, track[1]], "showed nothing").value]
    [('Yes.', ('shot 4',))]
    """
    cues: list[Cue] = []
    notes: tuple[str, ...] = ()
    for was, cue in zip(track.cues, made, strict=True):
        if cue is None:
            notes += was.notes
            continue
        cues.append(cue.replace(notes=notes + cue.notes) if notes else cue)
        notes = ()
    dropped = len(track.cues) - len(cues)
    if not dropped:
        return Result(track if all(map(is_, cues, track.cues)) else track.replace(cues=cues))
    said = report("transform.dropped", f"{number_of(dropped, 'cue')} {why}; dropped")
    return Result(track.replace(cues=cues, footer=noted(track.footer, notes)), (said,))
