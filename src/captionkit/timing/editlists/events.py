"""What an edit list says, whatever its format."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from captionkit.model.timecode import RATES, rounded
from captionkit.values import value

__all__ = ["EditEvent", "EditList", "event_of", "stem", "whole_rate"]


@value
class EditEvent:
    """Frames ``source`` to ``source_end`` of a source, shown at ``start`` to ``end``; ends are exclusive.

    ``names`` are what the source may be called, without case and suffix; ``channels`` say what is shown: ``A``,
    ``A2``, ``V``, ``V2``, ``B`` (both); ``speed`` is source frames for each frame shown. All frames are those of the
    list's rate; a source of another rate may begin between two.
    """

    number: int
    names: tuple[str, ...]
    channels: str
    source: Fraction
    source_end: Fraction
    start: int
    end: int
    speed: Fraction


@value
class EditList:
    """The events of a list in which something is shown, and its rate in frames a second."""

    events: tuple[EditEvent, ...]
    rate: Fraction


def event_of(
    number: int, names: tuple[str, ...], channels: str, source: Fraction, start: Fraction, length: Fraction,
    speed: Fraction = Fraction(1),
) -> EditEvent:  # fmt: skip
    """Return an event from where it begins in source and film and how long it is shown, in the list's frames."""
    first, last = rounded(start), rounded(start + length)
    begin = source + (first - start) * speed
    return EditEvent(number, names, channels, begin, begin + (last - first) * speed, first, last, speed)


def stem(name: str) -> str:
    """Return a name for comparison: without folder, suffix and case.

    >>> stem("media/INTERVIEW.MOV"), stem("file:///media/talk%201.wav")
    ('interview', 'talk 1')
    """
    bare = re.split(r"[\\/]", name.strip())[-1].casefold()
    if "%" in bare:
        from urllib.parse import unquote

        bare = unquote(bare)
    return re.sub(r"\.[a-z0-9]{2,4}\Z", "", bare)


def whole_rate(value: Any) -> Fraction:
    """Return the exact rate that a decimal number means: the standard one within 0.005 of it.

    >>> whole_rate(23.976023976023978)
    Fraction(24000, 1001)
    """
    exact = Fraction(value)
    near = min(RATES.values(), key=lambda rate: abs(rate - exact))
    return near if abs(near - exact) <= Fraction(1, 200) else exact.limit_denominator(1001)
