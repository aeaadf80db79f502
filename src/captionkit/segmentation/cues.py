"""From chosen breaks to cues: dialogue, times, lines, styles, words, confidence, and which limits could not be kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import ceil
from typing import Any

from captionkit.measure import reading_time, width, word_count
from captionkit.model.cue import Cue
from captionkit.model.text import PLAIN, Line, Span, Style
from captionkit.model.transcript import Timing, text_of
from captionkit.profiles.model import Limits
from captionkit.segmentation.engine import Engine
from captionkit.segmentation.explain import explain_breaks
from captionkit.segmentation.optimise import Chosen
from captionkit.segmentation.options import SegmentOptions
from captionkit.segmentation.pauses import paused
from captionkit.segmentation.row import Draft, WordRow
from captionkit.segmentation.styled import line_of_row
from captionkit.text.marks import DIALOGUE

__all__ = ["draft_cues", "end_of", "finish"]

#: Two speakers may share a cue where one of them speaks for less than this (ms) and the other begins within the next.
_BRIEF, _PROMPT = 2000, 1000
#: A cue seen for less than this (ms) flashes.
_FLASH = 500


def draft_cues(row: WordRow, chosen: Chosen, ends: Sequence[bool], engine: Engine, *, explain: bool) -> Iterator[Draft]:
    """Yield the cues of one block, with the probabilities of their breaks."""
    notes = explain_breaks(row, chosen, engine, ends) if explain else None
    for number, (first, last, breaks) in enumerate(chosen.cues):
        lines = [row[a:b] for a, b in pairwise([first, *(k + 1 for k in breaks), last + 1])]
        sure: dict[str, Any] = {"cue": round(min(1.0, chosen.p_cue[last]), 3)}
        if breaks:
            sure["lines"] = [round(min(1.0, chosen.p_line[k]), 3) for k in breaks]
        yield Draft(lines, sure, explain=notes[number] if notes else [])


def finish(
    drafts: Iterable[Draft], engine: Engine, options: SegmentOptions, dialog_style: str = ""
) -> Iterator[tuple[Draft, Cue]]:
    """Yield each cue with its draft; a cue's end waits for the start of the next.

    Starts rise, whatever the words say.
    """
    dashes = DIALOGUE.get(dialog_style, DIALOGUE["both-space"])
    waiting: tuple[Draft, int] | None = None
    free = 0
    shared = _dialogue(drafts, engine, dashes, everywhere=options.speakers == "dash")
    for draft in paused(shared, engine.pauses, engine.model.language):
        start = draft.spoken[0]
        if waiting is not None:
            start = max(start, waiting[1] + 1)
            cue = _timed(*waiting, start, free, engine, options, dialog_style)
            free = cue.end + (engine.limits.min_gap or 0)
            yield waiting[0], cue
        waiting = draft, start
    if waiting is not None:
        yield waiting[0], _timed(*waiting, None, free, engine, options, dialog_style)


def _timed(
    draft: Draft,
    start: int,
    following: int | None,
    free: int,
    engine: Engine,
    options: SegmentOptions,
    dialog_style: str,
) -> Cue:
    """Return the cue; one too fast to read may begin before its first word, in silence (from ``free`` on)."""
    lines = _marked(draft, _lines_of(draft, options, dialog_style), engine)
    text = "\n".join(line.text for line in lines)
    count = width(text.replace("\n", ""), engine.limits.counting)
    words = word_count(text)
    end = end_of(start, draft.spoken[1], count, words, following, engine.limits, engine.hang)
    lacking = max(engine.limits.min_duration or 0, _reading(count, words, engine.limits)) - (end - start)
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
    need = max(limits.min_duration or 0, _reading(width, words, limits), stay)
    wish = max(said, start + min(need, most))
    if following is not None:
        ceiling = following - (limits.min_gap or 0)
        if limits.chain_gap and following - wish < limits.chain_gap and ceiling - start <= most:
            wish = max(wish, ceiling)
        wish = min(wish, ceiling if ceiling > start else following)
    return max(wish, start + 1)


def _reading(width: float, words: int, limits: Limits) -> int:
    by_characters = reading_time(width, limits.max_cps) if limits.max_cps else 0
    by_words = ceil(words * 60_000 / limits.max_wpm) if limits.max_wpm else 0
    by_word = words * (limits.min_word_time or 0)
    return max(by_characters, by_words, by_word)


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


def _lines_of(draft: Draft, options: SegmentOptions, dialog_style: str) -> tuple[Line, ...]:
    first, others = DIALOGUE.get(dialog_style, DIALOGUE["both-space"]) if draft.dashed else ("", "")
    lines = []
    for number, row in enumerate(draft.lines):
        if any(origin.spans for origin in row.origins):
            lines.append(line_of_row(row))
            continue
        speaker = row.origins[0].speaker if options.speakers == "voice" else ""
        style = Style(voice=speaker) if speaker else PLAIN
        lines.append(Line((Span((others if number else first) + text_of(row.words), style),)))
    return tuple(lines)


def _marked(draft: Draft, lines: tuple[Line, ...], engine: Engine) -> tuple[Line, ...]:
    """Return the lines with the marks of a pause, where these fit."""
    for at, before, after in ((0, draft.opening, ""), (-1, "", draft.closing)):
        mark = before or after
        if mark and width(mark + lines[at].text, engine.limits.counting) <= engine.shapes.cpl:
            spans = lines[at].spans
            first = (Span(before + spans[0].text, spans[0].style), *spans[1:])
            line = Line((*first[:-1], Span(first[-1].text + after, first[-1].style)))
            lines = (line, *lines[1:]) if at == 0 else (*lines[:-1], line)
    return lines


def _dialogue(drafts: Iterable[Draft], engine: Engine, dashes: tuple[str, str], *, everywhere: bool) -> Iterator[Draft]:
    """Let two speakers share a cue, one line each, where one of them is brief (``everywhere``) or would only flash."""
    waiting: Draft | None = None
    for draft, following in _with_next(drafts):
        if waiting is not None:
            flash = _flashes(waiting, draft.spoken[0]) or _flashes(draft, following)
            if (everywhere or flash) and _may_share(waiting, draft, engine, dashes):
                sure = {"cue": draft.confidence["cue"], "lines": [waiting.confidence["cue"]]}
                yield Draft(waiting.lines + draft.lines, sure, True, waiting.explain + draft.explain)
                waiting = None
                continue
            yield waiting
        waiting = draft
    if waiting is not None:
        yield waiting


def _with_next(drafts: Iterable[Draft]) -> Iterator[tuple[Draft, int | None]]:
    """Yield each draft with the time at which the next one begins."""
    waiting: Draft | None = None
    for draft in drafts:
        if waiting is not None:
            yield waiting, draft.spoken[0]
        waiting = draft
    if waiting is not None:
        yield waiting, None


def _flashes(draft: Draft, following: int | None) -> bool:
    """Whether a cue could be seen for less than half a second before the next words are said."""
    return following is not None and following - draft.spoken[0] < _FLASH


def _may_share(upper: Draft, lower: Draft, engine: Engine, dashes: tuple[str, str]) -> bool:
    if len(upper.lines) > 1 or len(lower.lines) > 1 or engine.shapes.lines < 2:
        return False
    one, two = upper.lines[0], lower.lines[0]
    speakers = one.origins[0].speaker, two.origins[0].speaker
    if not two.origins[0].change and (speakers[0] == speakers[1] or not all(speakers)):
        return False
    (begin, end), (start, stop) = upper.spoken, lower.spoken
    brief = min(end - begin, stop - start) < _BRIEF and start - end <= _PROMPT
    most = engine.limits.max_duration or 10**9
    counting, cpl = engine.limits.counting, engine.shapes.cpl
    fits = all(
        width(dash + text_of(line.words), counting) <= cpl for dash, line in zip(dashes, (one, two), strict=True)
    )
    return brief and fits and stop - begin <= most
