"""Two speakers in one cue: which turns, or sentences of them, may share it as two lines.

A pair holds whole turns; whole sentences where a cue of its own would be too short for one of them (Netflix: each line
of two speakers is a sentence that goes on in no other cue); and whatever there is where somebody's words would flash by
and have no better company.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from captionkit.measure import width
from captionkit.model.transcript import text_of
from captionkit.segmentation.engine import Engine
from captionkit.segmentation.row import Draft
from captionkit.text.marks import ends_sentence

__all__ = ["in_pairs"]

#: Two speakers may share a cue where one of them speaks for less than this (ms) and the other begins within the next.
_BRIEF, _PROMPT = 2000, 1000
#: A cue seen for less than this (ms) flashes.
_FLASH = 500


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
    flash = _hurried(upper, lower, _FLASH) or _hurried(lower, after, _FLASH)
    least = engine.limits.min_duration or 0
    if not flash and not (everywhere and (_hurried(upper, lower, least) or _hurried(lower, after, least))):
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


def _hurried(draft: Draft, after: Draft | None, least: int) -> bool:
    """Whether a cue could be seen for less than ``least`` ms before the next words are said."""
    return after is not None and after.spoken[0] - draft.spoken[0] < least


def _may_share(upper: Draft, lower: Draft, engine: Engine) -> bool:
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
        width(dash + text_of(line.words), counting) <= cpl for dash, line in zip(engine.dashes, (one, two), strict=True)
    )
    return brief and fits and stop - begin <= most
