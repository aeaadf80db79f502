"""What a cue's timing is worth to the optimiser, and when the chosen cues begin and end."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from math import ceil, exp

from captionkit.measure import reading_time
from captionkit.profiles.model import Limits
from captionkit.segmentation.row import Row

__all__ = ["end_of", "ms_per_char", "pause_bonus", "timing_worth"]

#: Log worth of a pause of a second between two cues, of a cue that has no time at all, of a cue twice as fast to read
#: as the limit allows, and of a cue that ends at a shot change.
PAUSE, TOO_SHORT, TOO_FAST, SHOT = 3.0, 15.0, 3.0, 1.5


def pause_bonus(row: Row, count: int, shots: Sequence[int]) -> list[float]:
    """Return what pauses and shot changes add to the log odds of a cue end after each word of a block."""
    bonus = [0.0] * count
    starts, ends = row.starts, row.ends
    bounded = [word.timing.bounded for word in row.words]
    for at in range(count - 1):
        if bounded[at] and bounded[at + 1]:
            bonus[at] = PAUSE * min(max(starts[at + 1] - ends[at], 0), 1000) / 1000
        if shots:
            near = bisect_left(shots, ends[at] - 100)
            if near < len(shots) and shots[near] <= starts[at + 1] + 100:
                bonus[at] += SHOT
    return bonus


def ms_per_char(limits: Limits) -> float:
    """Return the least ms that a character needs to be read (0 where the guide sets no speed)."""
    by_characters = 1000 / limits.max_cps if limits.max_cps else 0.0
    by_words = 60_000 / limits.max_wpm / 6 if limits.max_wpm else 0.0
    return max(by_characters, by_words)


def timing_worth(
    row: Row, count: int, close: Sequence[float], origin: Sequence[float], limits: Limits
) -> Callable[[int, int], float]:
    """Return the worth of a cue of the block's words ``first`` to ``last`` by its timing: 1 where every limit holds."""
    starts, said = row.starts, row.ends
    after = [*starts[1:], said[-1] + 10_000]
    after = [start - (limits.min_gap or 0) for start in after]
    pace = ms_per_char(limits)
    least, most = limits.min_duration or 0, limits.max_duration or 10**9

    def worth(first: int, last: int) -> float:
        start = starts[first]
        if said[last] - start > most and first < last:
            return 1e-9
        time = after[last] - start
        need = pace * (close[last] - origin[first])
        if time >= need and time >= least:
            return 1.0
        time = max(time, 1)
        short = max(0.0, 1 - time / least) if least else 0.0
        fast = max(0.0, min(3.0, need / time - 1))
        return exp(-TOO_SHORT * short - TOO_FAST * fast)

    return worth


def end_of(start: int, said: int, width: float, words: int, following: int | None, limits: Limits) -> int:
    """Return when a cue ends that begins at ``start`` and whose last word is said at ``said``.

    The end is moved into the silence that follows until the cue can be read (``width`` characters, ``words`` words),
    never nearer to the next cue's start than ``min_gap``; a gap below ``chain_gap`` is closed to it.
    """
    most = limits.max_duration or 10**9
    wish = max(said, min(start + max(limits.min_duration or 0, _reading(width, words, limits)), start + most))
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
