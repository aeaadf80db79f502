"""No flash: words seen for less than half a second, whose neighbours have no line for them, get time or a line.

First they borrow time: the cue behind begins later, the one before ends earlier, as far as both can still be read.
Where that is not enough, a neighbour of another speaker is divided, and its words next to the brief ones share their
cue, a line each. What remains is reported with the limits of time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from itertools import chain, pairwise
from typing import Any, NamedTuple

from captionkit.measure import FLASH, width, word_count
from captionkit.model.transcript import text_of
from captionkit.segmentation.dialogue import fits_pair, seen, turns_between
from captionkit.segmentation.engine import Engine
from captionkit.segmentation.optimise import FORBIDDEN
from captionkit.segmentation.pace import reading_need
from captionkit.segmentation.row import Draft, WordRow
from captionkit.text.sentences import sentence_ends

__all__ = ["unhurried"]

#: How far (ms) a cue may be from its words on either side (BBC, section 5: never more than 1.5 s early or late).
OFF = 1500
#: How probable an end is that only the lack of time made.
_UNSURE = 0.0

#: A cue, the one before or behind it that may be none, and two that follow.
_Window = list[Draft | None]


class _Division(NamedTuple):
    """Two cues as they could be: whether both can be read, the log odds of the break between the words of one speaker,
    and which places of the window they take.
    """

    readable: bool
    score: float
    at: int
    cues: tuple[Draft, Draft]


def unhurried(drafts: Iterable[Draft], engine: Engine) -> Iterator[Draft]:
    """Yield the cues, those that would flash with time or words of their neighbours."""
    window: _Window = [None]
    for draft in chain(drafts, (None, None)):
        window.append(draft)
        while len(window) > 3:
            _rescue(window, engine)
            first = window.pop(0)
            if first is not None:
                yield first
    yield from (draft for draft in window if draft is not None)


def _rescue(window: _Window, engine: Engine) -> None:
    """Give the second of these cues time or words of its neighbours, in place, if it would flash."""
    brief, after = window[1:3]
    if brief is None or after is None or seen(brief, after, engine) >= FLASH:
        return
    early, late = _borrowed(window, brief, after, engine)
    if seen(brief, after, engine) + early + late < FLASH:
        best = max(_divisions(window, brief, after, engine), key=lambda found: found[:2], default=None)
        if best is not None:
            window[best.at : best.at + 2] = best.cues
            return
        if brief.dashed and _parted(window, brief, engine):
            return
    brief.spoken = brief.spoken[0] - early, brief.spoken[1]
    after.spoken = after.spoken[0] + late, max(after.spoken[1], after.spoken[0] + late)


def _parted(window: _Window, pair: Draft, engine: Engine) -> bool:
    """Give either of two brief speakers in one cue to the neighbour on his side, in place, if that leaves no flash."""
    sure = {"cue": pair.confidence["lines"][0]}, {"cue": pair.confidence["cue"]}
    parts = [Draft([line], each) for line, each in zip(pair.lines, sure, strict=True)]
    trial = [copy(draft) for draft in (window[0], *parts, *window[2:4])]
    for at in (0, 1):
        around = trial[at : at + 4]
        _rescue(around, engine)
        trial[at : at + 4] = around
    times = [seen(one, two, engine) for one, two in pairwise(trial) if one and two]
    if min(times) < FLASH:
        return False
    window[:4] = trial
    return True


def _borrowed(window: _Window, brief: Draft, after: Draft, engine: Engine) -> tuple[int, int]:
    """Return by how much (ms) a brief cue may begin earlier and the one behind it later, so that all can be read."""
    before, following = window[0], window[3]
    lacking = max(engine.limits.min_duration or 0, FLASH) - seen(brief, after, engine)
    late = max(0, min(lacking, OFF, seen(after, following, engine) - _need(after, engine)))
    free = brief.spoken[0] if before is None else seen(before, brief, engine) - _need(before, engine)
    return int(max(0, min(lacking - late, OFF, free))), int(late)


def _need(draft: Draft, engine: Engine) -> int:
    """Return how long (ms) a cue must be seen."""
    dashes = engine.dashes if draft.dashed else ("",) * len(draft.lines)
    texts = [dash + text_of(line.words) for dash, line in zip(dashes, draft.lines, strict=True)]
    read = reading_need(width("".join(texts), engine.limits.counting), word_count("\n".join(texts)), engine.limits)
    return max(engine.limits.min_duration or 0, FLASH, read)


def _divisions(window: _Window, brief: Draft, after: Draft, engine: Engine) -> Iterator[_Division]:
    """Yield the ways to put words of a neighbour who is another speaker beside a brief cue."""
    before, following = window[0], window[3]
    if len(brief.lines) > 1:
        return
    if before and not before.dashed and turns_between(before.row, brief.row):
        yield from _of_before(before, brief, after, engine)
    if not after.dashed and turns_between(brief.row, after.row):
        yield from _of_after(brief, after, following, engine)


def _of_before(before: Draft, brief: Draft, after: Draft, engine: Engine) -> Iterator[_Division]:
    """Yield the ways to put the last words of the cue before beside a brief one."""
    sure = {"cue": brief.confidence["cue"], "lines": [before.confidence["cue"]]}
    for head, tail, score in _parts(before, engine):
        if fits_pair(tail, brief.row, engine):
            one, two = _alone(head, _UNSURE, engine), Draft([tail, brief.row], sure, dashed=True)
            one.spoken = before.spoken[0], one.spoken[1]
            if _seen(one, two, after, engine):
                yield _Division(_readable(one, two, after, engine), score, 0, (one, two))


def _of_after(brief: Draft, after: Draft, following: Draft | None, engine: Engine) -> Iterator[_Division]:
    """Yield the ways to put the first words of the cue behind beside a brief one."""
    sure = {"cue": _UNSURE, "lines": [brief.confidence["cue"]]}
    for head, tail, score in _parts(after, engine):
        if fits_pair(brief.row, head, engine):
            one, two = Draft([brief.row, head], sure, dashed=True), _alone(tail, after.confidence["cue"], engine)
            one.spoken = brief.spoken[0], one.spoken[1]
            if _seen(one, two, following, engine):
                yield _Division(_readable(one, two, following, engine), score, 1, (one, two))


def _parts(cue: Draft, engine: Engine) -> Iterator[tuple[WordRow, WordRow, float]]:
    """Yield the two parts that a cue's words can be divided into, and the log odds of a cue end between them."""
    row = cue.row
    scores = engine.scored(row, sentence_ends(row.texts, engine.model.language)).cue
    for at, score in enumerate(scores[:-1]):
        if score > FORBIDDEN:
            yield row[: at + 1], row[at + 1 :], score


def _alone(row: WordRow, sure: float, engine: Engine) -> Draft:
    """Return the part of a divided cue that keeps a cue to itself."""
    chosen = engine.lines(row, sentence_ends(row.texts, engine.model.language))
    breaks = chosen.cues[0][2]
    confidence: dict[str, Any] = {"cue": sure}
    if breaks:
        confidence["lines"] = [round(min(1.0, chosen.p_line[at]), 3) for at in breaks]
    return Draft([row[a:b] for a, b in pairwise([0, *(at + 1 for at in breaks), len(row)])], confidence)


def _seen(one: Draft, two: Draft, after: Draft | None, engine: Engine) -> bool:
    """Whether neither of two cues flashes, nor stays too long."""
    most = engine.limits.max_duration or 10**9
    brief = min(seen(one, two, engine), seen(two, after, engine))
    return brief >= FLASH and max(draft.spoken[1] - draft.spoken[0] for draft in (one, two)) <= most


def _readable(one: Draft, two: Draft, after: Draft | None, engine: Engine) -> bool:
    return seen(one, two, engine) >= _need(one, engine) and seen(two, after, engine) >= _need(two, engine)
