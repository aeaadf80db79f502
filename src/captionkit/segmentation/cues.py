"""From chosen breaks to cues: dialogue, times, lines, styles, words, confidence, and which limits could not be kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from captionkit.measure import width, word_count
from captionkit.model.cue import Cue
from captionkit.model.text import PLAIN, Line, Span, Style
from captionkit.model.transcript import Timing, text_of
from captionkit.profiles.model import Limits
from captionkit.segmentation.dialogue import in_pairs
from captionkit.segmentation.engine import Engine
from captionkit.segmentation.explain import explain_breaks
from captionkit.segmentation.flashes import unhurried
from captionkit.segmentation.optimise import Chosen
from captionkit.segmentation.options import SegmentOptions
from captionkit.segmentation.pace import reading_need
from captionkit.segmentation.pauses import paused
from captionkit.segmentation.row import Draft, WordRow
from captionkit.segmentation.styled import line_of_row

__all__ = ["draft_cues", "end_of", "finish"]


def draft_cues(row: WordRow, chosen: Chosen, ends: Sequence[bool], engine: Engine, *, explain: bool) -> Iterator[Draft]:
    """Yield the cues of one block, with the probabilities of their breaks."""
    notes = explain_breaks(row, chosen, engine, ends) if explain else None
    for number, (first, last, breaks) in enumerate(chosen.cues):
        lines = [row[a:b] for a, b in pairwise([first, *(k + 1 for k in breaks), last + 1])]
        sure: dict[str, Any] = {"cue": round(min(1.0, chosen.p_cue[last]), 3)}
        if breaks:
            sure["lines"] = [round(min(1.0, chosen.p_line[k]), 3) for k in breaks]
        yield Draft(lines, sure, explain=notes[number] if notes else [])


def finish(drafts: Iterable[Draft], engine: Engine, options: SegmentOptions) -> Iterator[tuple[Draft, Cue]]:
    """Yield each cue with its draft; a cue's end waits for the start of the next.

    Starts rise, whatever the words say.
    """
    waiting: tuple[Draft, int] | None = None
    free = 0
    shared = in_pairs(drafts, engine, everywhere=options.speakers == "dash")
    for draft in paused(unhurried(shared, engine), engine.pauses, engine.model.reader):
        start = draft.spoken[0]
        if waiting is not None:
            start = max(start, waiting[1] + 1)
            cue = _timed(*waiting, start, free, engine, options)
            free = cue.end + (engine.limits.min_gap or 0)
            yield waiting[0], cue
        waiting = draft, start
    if waiting is not None:
        yield waiting[0], _timed(*waiting, None, free, engine, options)


def _timed(
    draft: Draft,
    start: int,
    following: int | None,
    free: int,
    engine: Engine,
    options: SegmentOptions,
) -> Cue:
    """Return the cue; one too fast to read may begin before its first word, in silence (from ``free`` on)."""
    lines = _marked(draft, _lines_of(draft, options, engine.dashes), engine)
    text = "\n".join(line.text for line in lines)
    count = width(text.replace("\n", ""), engine.limits.counting)
    words = word_count(text)
    end = end_of(start, draft.spoken[1], count, words, following, engine.limits, engine.hang)
    lacking = max(engine.limits.min_duration or 0, reading_need(count, words, engine.limits)) - (end - start)
    if lacking > 0 and free and draft.row.words[0].timing.bounded:
        start -= max(0, min(lacking, engine.early, start - free))
    return _cue(draft, lines, start, end, options)


def end_of(
    start: int, said: int, width: float, words: int, following: int | None, limits: Limits, hang: int = 0
) -> int:
    """Return when a cue ends that begins at ``start`` and whose last word is said at ``said``.

    The end is moved into the silence that follows by ``hang`` ms and until the cue can be read (``width`` characters,
    ``words`` words), never nearer to the next cue's start than ``min_gap``; a gap below ``chain_gap`` is closed to it.
    """
    most = limits.max_duration or 10**9
    stay = said + hang - start if following is not None else 0  # what follows the last cue may be the film's end
    need = max(limits.min_duration or 0, reading_need(width, words, limits), stay)
    wish = max(said, start + min(need, most))
    if following is not None:
        ceiling = following - (limits.min_gap or 0)
        if limits.chain_gap and following - wish < limits.chain_gap and ceiling - start <= most:
            wish = max(wish, ceiling)
        wish = min(wish, ceiling if ceiling > start else following)
    return max(wish, start + 1)


def _cue(draft: Draft, lines: tuple[Line, ...], start: int, end: int, options: SegmentOptions) -> Cue:
    row = draft.row
    first = row.origins[0]
    extras: dict[str, Any] = {"breaks": draft.confidence | ({"turn": True} if first.forced else {})}
    if draft.explain:
        extras["explain"] = draft.explain
    pairs = zip(row.words, row.origins, strict=True)
    return Cue(
        start,
        end,
        lines,
        speaker=first.speaker if options.speakers == "voice" and not draft.dashed else "",
        words=tuple([word for word, origin in pairs if not origin.label and not origin.computed]),
        extras=extras,
        timing=_timing(row),
    )


def _timing(row: WordRow) -> Timing:
    """How the cue's start and end came about: as its first word's start and its last word's end did."""
    first, last = row.origins[0].edges, row.origins[-1].edges
    return Timing.weakest((first[0] if first else row.words[0].timing, last[1] if last else row.words[-1].timing))


def _lines_of(draft: Draft, options: SegmentOptions, dashes: tuple[str, str]) -> tuple[Line, ...]:
    before = dashes if draft.dashed else ("",) * len(draft.lines)
    lines = []
    for dash, row in zip(before, draft.lines, strict=True):
        if any(origin.spans for origin in row.origins):
            line = line_of_row(row)
            lines.append(Line((Span(dash, PLAIN), *line.spans)) if dash else line)
            continue
        speaker = row.origins[0].speaker if options.speakers == "voice" else ""
        style = Style(voice=speaker) if speaker else PLAIN
        lines.append(Line((Span(dash + text_of(row.words), style),)))
    return tuple(lines)


def _marked(draft: Draft, lines: tuple[Line, ...], engine: Engine) -> tuple[Line, ...]:
    """Return the lines with the marks of a sentence that stops, where these fit."""
    for at, before, after in ((0, draft.opening, draft.between), (-1, "", draft.closing)):
        mark = before + after
        if mark and width(mark + lines[at].text, engine.limits.counting) <= engine.shapes.cpl:
            spans = lines[at].spans
            first = (Span(before + spans[0].text, spans[0].style), *spans[1:])
            line = Line((*first[:-1], Span(first[-1].text + after, first[-1].style)))
            lines = (line, *lines[1:]) if at == 0 else (*lines[:-1], line)
    return lines
