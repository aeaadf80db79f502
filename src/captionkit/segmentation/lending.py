"""A fast cue and a slow neighbour of the same sentence: the words between them go to the one that has the time.

The optimiser weighs reading speed against the places where people break, and settles gap by gap; what is left are pairs
of cues where another end, nearly as good, keeps both within the limits of time.
"""

from __future__ import annotations

from collections.abc import Sequence

from captionkit.segmentation.optimise import Chosen, Cut, ScoredWords, best_lines
from captionkit.segmentation.shapes import Shapes

__all__ = ["lend"]

#: How much less probable (natural log of odds) the other end may be, and how probable it must be at least.
WORSE, LEAST = 3.0, -1.0
#: How improbable a line end inside either cue may be.
LEAST_LINE = -1.0


def lend(
    chosen: Chosen,
    scored: ScoredWords,
    shapes: Shapes,
    texts: Sequence[str],
    ends: Sequence[bool],
) -> None:
    """Move words between neighbouring cues, in place, where one is fast and both can keep the limits of time.

    ``ends`` says after which words a sentence ends: words never cross one, nor a semicolon or colon, and cues that one
    parts stay apart.
    """
    cues, pace = chosen.cues, scored.pace
    if pace is None or len(cues) < 2:
        return
    hurried = [pace.fast(first, last, scored.length(first, last)) for first, last, _ in cues]
    if not any(hurried):
        return
    ends = [end or text[-1:] in ";:" for text, end in zip(texts, ends, strict=False)]
    for at in range(len(cues) - 1):
        here = cues[at][1]
        if (hurried[at] or hurried[at + 1]) and not ends[here]:
            better = _other_end(cues[at], cues[at + 1], scored, shapes, ends)
            if better is not None:
                pair = (cues[at][0], better), (better + 1, cues[at + 1][1])
                cues[at : at + 2] = [(a, b, best_lines(scored, shapes, a, b)) for a, b in pair]
                hurried[at : at + 2] = [False, False]


def _other_end(one: Cut, two: Cut, scored: ScoredWords, shapes: Shapes, ends: Sequence[bool]) -> int | None:
    """Return the best word for the first of two cues to end with, so that both have their time; None where none is."""
    first, here, last = one[0], one[1], two[1]
    least = max(scored.cue[here] - WORSE, LEAST)
    best: int | None = None
    for at in _within(first, here, last, ends):
        wanted = scored.cue[at] >= least and (best is None or scored.cue[at] > scored.cue[best])
        if wanted and _keeps(first, at, scored, shapes) and _keeps(at + 1, last, scored, shapes):
            best = at
    return best


def _within(first: int, here: int, last: int, ends: Sequence[bool]) -> list[int]:
    """Return the other words that the cue could end with, no sentence end between them and the end that it has."""
    found = []
    for step in (-1, 1):
        at = here + step
        while first <= at < last and not any(ends[min(at, here) : max(at, here)]):
            found.append(at)
            at += step
    return found


def _keeps(first: int, last: int, scored: ScoredWords, shapes: Shapes) -> bool:
    """Whether these words are a cue within the limits of time and of lines."""
    length = scored.length(first, last)
    if last - first >= shapes.words or length > shapes.chars:
        return False
    if scored.pace is None or scored.pace.worth(first, last, length) < 1.0:
        return False
    breaks = best_lines(scored, shapes, first, last)
    return len(breaks) < shapes.lines and all(scored.line[at] > LEAST_LINE for at in breaks)
