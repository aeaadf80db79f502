"""A length of time as a guide writes it: in ms, in seconds as a fraction, or in frames."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

from captionkit.errors import UsageError

__all__ = ["Amount", "parse_amount"]

_TEXT = re.compile(r"(\d+(?:\.\d+)?|\d+/\d+) ?(ms|s|f|frames?)\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Amount:
    """``frames`` video frames, or ``seconds``; neither where a guide says that there is no limit.

    >>> str(parse_amount("5/6 s"))
    '5/6 s'
    """

    seconds: Fraction | None = None
    frames: Fraction | None = None

    def exact(self, rate: Fraction | None = None) -> Fraction | None:
        """Return the ms, unrounded; frames at ``rate``, 24 a second where None."""
        if self.frames is not None:
            return self.frames * 1000 / (rate or Fraction(24))
        return None if self.seconds is None else self.seconds * 1000

    def on_grid(self, rate: Fraction) -> Fraction | None:
        """Return the ms of the nearest whole number of frames, half away from zero."""
        exact = self.exact(rate)
        return None if exact is None else floor(exact * rate / 1000 + Fraction(1, 2)) * 1000 / rate

    def ms(self, rate: Fraction | None = None) -> int | None:
        """Return the ms, rounded half up; with a ``rate``, of the nearest whole frame."""
        exact = self.exact() if rate is None else self.on_grid(rate)
        return None if exact is None else floor(exact + Fraction(1, 2))

    @lru_cache(maxsize=1024)  # noqa: B019  amounts are few, small and made once
    def limit(self, name: str, rate: Fraction | None = None) -> int | None:
        """Return the ms of the limit called ``name``.

        With a ``rate`` the nearest whole number of frames passes too, whichever is the wider: 7 s is 7.007 s at 23.976.
        A minimum is rounded down to the ms, a maximum up, as frames are rounded to ms in a file.
        """
        exact = self.exact(rate)
        if exact is None:
            return None
        grid = self.on_grid(rate) if rate else None
        both = (exact, exact if grid is None else grid)
        return floor(min(both)) if name.startswith(("min_", "chain_")) else ceil(max(both))

    def __str__(self) -> str:
        if self.frames is not None:
            return f"{self.frames} frame{'s' if self.frames != 1 else ''}"
        if self.seconds is None:
            return "none"
        ms = self.seconds * 1000
        return f"{ms} ms" if ms.denominator == 1 and ms % 500 else f"{self.seconds} s"


def parse_amount(text: str | int | float) -> Amount:
    """Return what ``"2 frames"``, ``"5/6 s"``, ``"1.5 s"``, ``"80 ms"``, ``80`` (ms) or ``"none"`` says.

    Raises UsageError for anything else.
    """
    if isinstance(text, int | float) and not isinstance(text, bool) and text >= 0:
        return Amount(seconds=Fraction(text) / 1000)
    match = _TEXT.match(text) if isinstance(text, str) else None
    if text == "none":
        return Amount()
    try:
        number = Fraction(match[1]) if match else None
    except ZeroDivisionError:
        number = None
    if match is None or number is None:
        raise UsageError(f"{text!r} is not a length of time", hint='write "2 frames", "5/6 s", "80 ms" or "none"')
    if match[2].startswith("f"):
        return Amount(frames=number)
    return Amount(seconds=number / 1000 if match[2] == "ms" else number)
