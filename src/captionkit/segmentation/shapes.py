"""What the shape of a cue is worth: tables by its width in characters, from the break model and a guide's limits."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, exp, inf

from captionkit.profiles.model import Limits
from captionkit.segmentation.model import DIFF_BUCKETS, ONE_BUCKETS, TOTAL_BUCKETS, BreakModel
from captionkit.segmentation.options import BreakStyle
from captionkit.values import value

__all__ = ["LEARNED_CPL", "Shapes", "shapes_for"]

#: The line length of the captions that the shape tables were learned from.
LEARNED_CPL = 42
#: Price of a line pair less even than the guide's ``min_balance``.
_UNEVEN = 1.5


@value
class Shapes:
    """Tables over whole characters: ``one[n]`` log worth of a one-line cue of n characters, ``total[n]`` of a cue of
    several lines, ``diff[cpl + a - b]`` of a line of a characters above one of b; the ``e`` tables are their
    exponentials. ``cpl`` and ``lines`` are the limits, ``single`` the length up to which a cue keeps to one line,
    ``chars`` and ``words`` the most characters and words of a cue.
    """

    cpl: int
    lines: int
    single: int
    chars: int
    words: int
    one: tuple[float, ...]
    total: tuple[float, ...]
    diff: tuple[float, ...]
    e_one: tuple[float, ...]
    e_total: tuple[float, ...]
    e_diff: tuple[float, ...]

    def pair(self, upper: float, lower: float) -> float:
        """Return the worth of two lines of these widths, one above the other."""
        return self.diff[max(0, min(2 * self.cpl, round(self.cpl + upper - lower)))]


def shapes_for(model: BreakModel, limits: Limits, style: BreakStyle) -> Shapes:
    """Return the tables of a guide. Limits that the guide leaves open (None) become very large ones."""
    cpl = int(limits.max_cpl) if limits.max_cpl else 1000
    lines = limits.max_lines or 2
    chars = min(limits.max_chars or 10**6, lines * cpl + lines - 1)
    words = limits.max_words or 10**6
    scale = LEARNED_CPL / cpl
    one = tuple(model.one[min(int(n * scale) // 3, ONE_BUCKETS - 1)] for n in range(cpl + 1))
    total = tuple(_total(model, n * scale, style) for n in range(chars + 1))
    free, known = (
        tuple(_diff(table, d, cpl, scale, style, limits) for d in range(-cpl, cpl + 1))
        for table in (model.diff, model.known_diff)
    )
    return Shapes(
        cpl, lines, int(cpl * style.one_line_until) if lines > 1 else cpl, chars, words, one, total, known,
        tuple(map(exp, one)), tuple(map(exp, total)), tuple(map(exp, free)),
    )  # fmt: skip


def _total(model: BreakModel, length: float, style: BreakStyle) -> float:
    return model.total[max(0, min(int(length - LEARNED_CPL) // 6, TOTAL_BUCKETS - 1))] - style.two_lines


def _diff(table: Sequence[float], d: int, cpl: int, scale: float, style: BreakStyle, limits: Limits) -> float:
    """Interpolate the learned bins, so that one character more is never a step; add the guide's style."""
    where = (d * scale + LEARNED_CPL) / 3 - 0.5
    low = max(0, min(int(where), DIFF_BUCKETS - 2))
    part = max(0.0, min(1.0, where - low))
    worth = table[low] * (1 - part) + table[low + 1] * part
    worth -= style.balance * abs(d) * scale / 10 + (style.bottom_heavy if d > 0 else 0.0)
    if limits.min_balance and abs(d) > (1 - limits.min_balance) * ceil((cpl + abs(d)) / 2):
        worth -= _UNEVEN
    return max(worth, -20.0) if worth > -inf else -20.0
