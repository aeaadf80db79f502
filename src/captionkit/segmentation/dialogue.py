"""Two speakers in one cue: which turns, or sentences of them, may share it as two lines.

A pair holds whole turns; whole sentences where a cue of its own would be too short for one of them (Netflix: each line
of two speakers is a sentence that goes on in no other cue); and whatever there is where somebody's words would flash by
and have no better company.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import inf

from captionkit.measure import FLASH, width
from captionkit.model.transcript import text_of
from captionkit.segmentation.engine import Engine
from captionkit.segmentation.row import Draft, WordRow
from captionkit.text.marks import ends_sentence

__all__ = ["fits_pair", "in_pairs", "seen", "turns_between"]

#: Two speakers may share a cue where one of them speaks for less than this (ms) and the other begins within the next.
_BRIEF, _PROMPT = 2000, 1000


def in_pairs(drafts: Iterable[Draft], engine: Engine, *, everywhere: bool) -> Iterator[Draft]:
    """Yield the cues; two speakers share one, a line each, where one is brief (``everywhere``) or would flash."""
    before: Draft | None = None
    waiting: Draft | None = None
    for draft, following in _with_next(drafts):
        if waiting is not None:
            around = before, waiting, draft, following
            if _may_share(waiting, draft, engine) and _wanted(*around, engine, everywhere=everywhere):
                sure = {"cue": draft.confidence["cue"], "lines": [waiting.confidence["cue"]]}
                before = Draft(waiting.lines + draft.lines, sure, True, waiting.explain + draft.explain)
                waiting = None
                yield before
                continue
            yield waiting
            before = waiting
        waiting = draft
    if waiting is not None:
        yield waiting


def _with_next(drafts: Iterable[Draft]) -> Iterator[tuple[Draft, Draft | None]]:
    """Yield each draft with the one behind it."""
    waiting: Draft | None = None
    for draft in drafts:
        if waiting is not None:
            yield waiting, draft
        waiting = draft
    if waiting is not None:
        yield waiting, None


def _wanted(
    before: Draft | None,
    upper: Draft,
    lower: Draft,
    after: Draft | None,
    engine: Engine,
    *,
    everywhere: bool,
) -> bool:
    """Whether two cues that may share one should."""
    turns = _begins_turn(before, upper) and _ends_turn(lower, after)
    if everywhere and turns:
        return True
    time = min(seen(upper, lower, engine), seen(lower, after, engine))
    flash = time < FLASH
    if not flash and not (everywhere and time < (engine.limits.min_duration or 0)):
        return False
    if turns or (_begins_sentence(before, upper) and _ends_sentence(lower, after)):
        return True
    better = after is not None and ends_sentence(after.row.words[-1].text) and _may_share(lower, after, engine)
    return flash and not better


def _begins_turn(before: Draft | None, draft: Draft) -> bool:
    first = draft.row.origins[0]
    return before is None or first.forced or first.change


def _ends_turn(draft: Draft, after: Draft | None) -> bool:
    return after is None or _begins_turn(draft, after)


def _begins_sentence(before: Draft | None, draft: Draft) -> bool:
    return _begins_turn(before, draft) or (before is not None and ends_sentence(before.row.words[-1].text))


def _ends_sentence(draft: Draft, after: Draft | None) -> bool:
    return _ends_turn(draft, after) or ends_sentence(draft.row.words[-1].text)


def seen(draft: Draft, after: Draft | None, engine: Engine) -> float:
    """Return for how long (ms) a cue can be seen before the next words are said."""
    return inf if after is None else after.spoken[0] - (engine.limits.min_gap or 0) - draft.spoken[0]


def turns_between(one: WordRow, two: WordRow) -> bool:
    """Whether somebody else says the second row of words."""
    speakers = one.origins[-1].speaker, two.origins[0].speaker
    return two.origins[0].change or (speakers[0] != speakers[1] and all(speakers))


def fits_pair(one: WordRow, two: WordRow, engine: Engine) -> bool:
    """Whether two rows of words fit a line each behind the profile's dashes."""
    counting, cpl = engine.limits.counting, engine.shapes.cpl
    return engine.shapes.lines > 1 and all(
        width(dash + text_of(row.words), counting) <= cpl for dash, row in zip(engine.dashes, (one, two), strict=True)
    )


def _may_share(upper: Draft, lower: Draft, engine: Engine) -> bool:
    if len(upper.lines) > 1 or len(lower.lines) > 1 or not turns_between(upper.row, lower.row):
        return False
    (begin, end), (start, stop) = upper.spoken, lower.spoken
    brief = min(end - begin, stop - start) < _BRIEF and start - end <= _PROMPT
    most = engine.limits.max_duration or 10**9
    return brief and stop - begin <= most and fits_pair(upper.row, lower.row, engine)
