"""Reading speed, gaps: ONE definition each, used by segmentation, rules and transforms alike.

Characters are counted by :mod:`captionkit.text.width`.

Rounding: nothing is rounded before it is compared. A value equal to its limit passes: 42 characters pass 42, and a
cue of n characters passes a limit of c characters a second from ``ceil(1000 n / c)`` ms on, which is what
:func:`reading_time` returns. For display :func:`shown` rounds away from the limit, so that a failing value never
looks like a passing one.
"""

from __future__ import annotations

import re
from math import ceil, floor
from typing import TYPE_CHECKING

from captionkit.text.width import speed, width

if TYPE_CHECKING:
    from captionkit.model.cue import Cue

__all__ = ["FLASH", "gap", "reading_time", "shown", "speed", "too_fast", "width", "word_count", "word_speed"]

#: A cue seen for less than this (ms) flashes: nobody reads it, whatever the guide. Our own choice.
FLASH = 500
_WORD = re.compile(r"\w")


def too_fast(count: float, duration: int, limit: float) -> bool:
    """Whether ``count`` characters in ``duration`` ms exceed ``limit`` characters a second; equal is not more.

    >>> too_fast(20, 1000, 20), too_fast(21, 1000, 20)
    (False, True)
    """
    return duration <= 0 or count * 1000 > limit * duration


def reading_time(count: float, limit: float) -> int:
    """Return the shortest duration in ms at which ``count`` characters (words) pass ``limit`` a second.

    >>> reading_time(42, 17)
    2471
    """
    above, below = count.as_integer_ratio()
    over, under = limit.as_integer_ratio()
    return -(-above * 1000 * under // (below * over))


def word_count(text: str) -> int:
    """Return how many words ``text`` has: runs without blanks that hold a letter or digit.

    >>> word_count("- Well, 2 of them.")
    4
    """
    return sum(1 for token in text.split() if _WORD.search(token))


def word_speed(text: str, duration: int) -> float:
    """Return the reading speed in words a minute; infinite where the duration is not positive."""
    return word_count(text) * 60_000 / duration if duration > 0 else float("inf")


def gap(cue: Cue, following: Cue) -> int:
    """Return the ms between the end of one cue and the start of the next; negative where they overlap."""
    return following.start - cue.end


def shown(value: float, limit: float) -> str:
    """Return ``value`` with one decimal, rounded away from ``limit`` (a value equal to it stays equal).

    >>> shown(17.001, 17), shown(17, 17), shown(16.99, 17)
    ('17.1', '17', '16.9')
    """
    if value == float("inf"):
        return "infinite"
    tenths = ceil(value * 10) if value > limit else floor(value * 10) if value < limit else value * 10
    return f"{tenths / 10:g}"
