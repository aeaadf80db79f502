"""From chosen cuts to cues: dialogue, times, lines, styles, words and confidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from captionkit.measure import width, word_count
from captionkit.model.cue import Cue
from captionkit.model.text import PLAIN, Line, Span, Style
from captionkit.model.transcript import Timing, Word
from captionkit.segmentation.clock import end_of
from captionkit.segmentation.engine import Engine
from captionkit.segmentation.explain import explain_breaks
from captionkit.segmentation.optimise import Chosen
from captionkit.segmentation.options import SegmentOptions
from captionkit.segmentation.styled import Piece, line_of_pieces
from captionkit.segmentation.tokens import Token

__all__ = ["Draft", "draft_cues", "finish", "text_of"]

#: Two speakers may share a cue where one of them speaks for less than this (ms) and the other begins within the next.
_BRIEF, _PROMPT = 2000, 1000
_ORDER = (Timing.NONE, Timing.ESTIMATED, Timing.INTERPOLATED, Timing.ALIGNED, Timing.GIVEN)
#: Dialogue styles of the profiles: the dash before the first speaker's line, and before the others'.
_DASHES = {"both": ("-", "-"), "both-space": ("- ", "- "), "second": ("", "-"), "second-space": ("", "- ")}


@dataclass(slots=True)
class Draft:
    """A cue before it has its times: its lines of tokens, and how sure each of its breaks is."""

    lines: list[list[Token]]
    confidence: dict[str, Any] = field(default_factory=dict)
    dashed: bool = False
    explain: list[dict[str, Any]] = field(default_factory=list)

    @property
    def tokens(self) -> list[Token]:
        """All tokens in order."""
        return [token for line in self.lines for token in line]

    @property
    def spoken(self) -> tuple[int, int]:
        """When its first word begins and its last one ends, ms."""
        return self.lines[0][0].start, max(token.end for line in self.lines for token in line)


def draft_cues(
    tokens: Sequence[Token], chosen: Chosen, ends: Sequence[bool], engine: Engine, *, explain: bool
) -> Iterator[Draft]:
    """Yield the cues of one block, with the probabilities of their breaks."""
    notes = explain_breaks(tokens, chosen, engine, ends) if explain else None
    for number, (first, last, breaks) in enumerate(chosen.cues):
        lines = [list(tokens[a:b]) for a, b in pairwise([first, *(k + 1 for k in breaks), last + 1])]
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
    if options.speakers == "dash":
        drafts = _dialogue(drafts, engine, _DASHES.get(dialog_style, _DASHES["both-space"]))
    waiting: tuple[Draft, int] | None = None
    for draft in drafts:
        start = draft.spoken[0]
        if waiting is not None:
            start = max(start, waiting[1] + 1)
            yield waiting[0], _timed(*waiting, start, engine, options, dialog_style)
        waiting = draft, start
    if waiting is not None:
        yield waiting[0], _timed(*waiting, None, engine, options, dialog_style)


def _timed(
    draft: Draft, start: int, following: int | None, engine: Engine, options: SegmentOptions, dialog_style: str
) -> Cue:
    lines = _lines_of(draft, options, dialog_style)
    text = "\n".join(line.text for line in lines)
    count = width(text.replace("\n", ""), engine.limits.counting)
    end = end_of(start, draft.spoken[1], count, word_count(text), following, engine.limits)
    return _cue(draft, lines, start, end, options)


def _cue(draft: Draft, lines: tuple[Line, ...], start: int, end: int, options: SegmentOptions) -> Cue:
    tokens = draft.tokens
    extras: dict[str, Any] = {"breaks": draft.confidence | ({"turn": True} if tokens[0].forced else {})}
    if draft.explain:
        extras["explain"] = draft.explain
    return Cue(
        start,
        end,
        lines,
        speaker=tokens[0].speaker if options.speakers == "voice" and not draft.dashed else "",
        words=tuple(_word(token) for token in tokens if not token.label and not token.made_up),
        extras=extras,
        timing=_timing(tokens),
    )


def _timing(tokens: list[Token]) -> Timing:
    """How the cue's start and end came about: as its first word's start and its last word's end did."""
    first, last = tokens[0], tokens[-1]
    begun = first.edges[0] if first.edges else first.timing
    ended = last.edges[1] if last.edges else last.timing
    return min(begun, ended, key=_ORDER.index)


def _word(token: Token) -> Word:
    confidence = token.word.confidence if token.word is not None else None
    return Word(token.text, token.start, token.end, confidence, token.timing, token.glue)


def text_of(tokens: Sequence[Token]) -> str:
    """Return the tokens as one line of text."""
    parts: list[str] = []
    for number, token in enumerate(tokens):
        parts.append(token.text if token.glue or not number else " " + token.text)
    return "".join(parts)


def _lines_of(draft: Draft, options: SegmentOptions, dialog_style: str) -> tuple[Line, ...]:
    first, others = _DASHES.get(dialog_style, _DASHES["both-space"]) if draft.dashed else ("", "")
    lines = []
    for number, tokens in enumerate(draft.lines):
        if any(token.spans for token in tokens):
            lines.append(line_of_pieces([Piece(list(t.spans) or [Span(t.text)], t.glue) for t in tokens]))
            continue
        style = Style(voice=tokens[0].speaker) if options.speakers == "voice" and tokens[0].speaker else PLAIN
        lines.append(Line((Span((others if number else first) + text_of(tokens), style),)))
    return tuple(lines)


def _dialogue(drafts: Iterable[Draft], engine: Engine, dashes: tuple[str, str]) -> Iterator[Draft]:
    """Let two speakers share a cue where one of them is brief: one line each."""
    waiting: Draft | None = None
    for draft in drafts:
        if waiting is not None and _may_share(waiting, draft, engine, dashes):
            sure = {"cue": draft.confidence["cue"], "lines": [waiting.confidence["cue"]]}
            yield Draft(waiting.lines + draft.lines, sure, True, waiting.explain + draft.explain)
            waiting = None
            continue
        if waiting is not None:
            yield waiting
        waiting = draft
    if waiting is not None:
        yield waiting


def _may_share(upper: Draft, lower: Draft, engine: Engine, dashes: tuple[str, str]) -> bool:
    if len(upper.lines) > 1 or len(lower.lines) > 1 or engine.shapes.lines < 2:
        return False
    one, two = upper.lines[0], lower.lines[0]
    if one[0].speaker == two[0].speaker or not one[0].speaker or not two[0].speaker:
        return False
    (begin, end), (start, stop) = upper.spoken, lower.spoken
    brief = min(end - begin, stop - start) < _BRIEF and start - end <= _PROMPT
    most = engine.limits.max_duration or 10**9
    counting, cpl = engine.limits.counting, engine.shapes.cpl
    fits = all(width(dash + text_of(line), counting) <= cpl for dash, line in zip(dashes, (one, two), strict=True))
    return brief and fits and stop - begin <= most
