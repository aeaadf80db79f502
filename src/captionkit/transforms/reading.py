"""How long a cue must be shown so that it can be read: ONE measure, for the rules and for the transforms that fix."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

from captionkit import measure
from captionkit.profiles import Limits, Profile

__all__ = ["needed_time", "table_time"]


def needed_time(text: str, limits: Limits, profile: Profile) -> int:
    """Return the shortest duration in ms that passes every limit on reading speed and duration, and does not flash.

    >>> from captionkit.profiles import load
    >>> needed_time("x" * 40, load("netflix-en").limits(), load("netflix-en"))
    2000
    """
    need = max(limits.min_duration or measure.FLASH, 1)
    if limits.max_cps:
        need = max(need, measure.reading_time(measure.width(text, limits.counting), limits.max_cps))
    if limits.max_wpm or limits.min_word_time:
        words = measure.word_count(text)
        if limits.max_wpm:
            need = max(need, measure.reading_time(words * 60, limits.max_wpm))
        need = max(need, words * (limits.min_word_time or 0))
    table = profile.style.get("reading_table")
    if table:
        need = max(need, table_time(measure.width(text, limits.counting), table, _tolerance(profile)))
    return need


def _tolerance(profile: Profile) -> Fraction:
    return Fraction(str(profile.style.get("reading_tolerance") or 0))


def table_time(count: float, table: Any, tolerance: Fraction = Fraction(0)) -> int:
    """Return the ms that a table of (seconds, characters) asks for ``count`` characters, less the tolerance.

    Between rows the time is interpolated; beyond the last one its speed goes on.

    >>> table_time(28, [[1, 12], [2, 20], [3, 36]])
    2500
    """
    rows = [(Fraction(0), Fraction(0)), *((Fraction(str(s)), Fraction(str(c))) for s, c in table)]
    for (s0, c0), (s1, c1) in pairwise(rows):
        if count <= c1:
            exact = s0 + (s1 - s0) * (Fraction(count) - c0) / (c1 - c0)
            break
    else:
        (s0, c0), (s1, c1) = rows[-2:]
        exact = s1 + (s1 - s0) * (Fraction(count) - c1) / (c1 - c0)
    ms = exact * 1000 * (1 - tolerance)
    return -(-ms.numerator // ms.denominator)
