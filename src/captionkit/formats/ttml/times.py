"""Time expressions of TTML, exact: whole numbers of a unit in which frames, ticks and thousandths are whole.

Source of the rules: TTML2, section 12.3 (https://www.w3.org/TR/ttml2/#timing-value-time-expression), and SMPTE ST 12-1
for labels. Apple's multiplier ``999 1000`` means 1000/1001.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from math import lcm

from captionkit.model.timecode import nominal, rounded

__all__ = ["Clock"]

_CLOCK = re.compile(r"(\d{2,9}):([0-5]\d):([0-5]\d|60)(?:\.(\d{1,30}))?\Z", re.ASCII)
_FRAMES = re.compile(r"(\d{2,9}):(\d\d):(\d\d)[:;](\d{1,9})(?:\.(\d{1,9}))?\Z", re.ASCII)
_OFFSET = re.compile(r"(\d{1,18})(?:\.(\d{1,30}))?(h|m|s|ms|f|t)\Z", re.ASCII)
_LOOSE = re.compile(r"(?:(\d{1,9}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,30}))?\Z", re.ASCII)
_NUMBER = re.compile(r"[1-9]\d{0,8}\Z", re.ASCII)
#: The multiplier of an effective rate that Apple writes, and what it means.
_MULTIPLIERS = {Fraction(999, 1000): Fraction(1000, 1001)}
_POWER = [int("1" + "0" * n) for n in range(10)]
#: What follows the seconds of a clock time, nearly always -> thousandths.
_THOUSANDTHS = {"": 0, **{f".{n:03d}": n for n in range(1000)}}
#: Seconds as clock times have them, after the colon.
_SECONDS = {f":{n:02d}": n for n in range(60)}
#: How many beginnings of clock times are remembered, by hours and minutes.
_REMEMBERED = 4096
_NAMES = {"h": 3600, "m": 60, "s": 1}


class Clock:
    """What a document's parameters make of its time expressions.

    ``unit`` counts in a second, ``per_ms`` in a thousandth (``half`` is half of that); ``rate`` is the effective frame
    rate; ``smpte`` tells that times are labels, ``doubtful`` that some were read as clock times and frames, at a rate
    where that differs from labels, in a document that does not say which they are.

    >>> clock = Clock({"frameRate": "24", "frameRateMultiplier": "1000 1001"})
    >>> clock.ms(clock.parse("01:00:00:12"))
    3600501
    """

    def __init__(self, parameters: Mapping[str, str], rate: Fraction | None = None) -> None:
        self.odd: list[str] = []
        base = self._number(parameters, "frameRate", 30)
        multiplier = self._multiplier(parameters.get("frameRateMultiplier", ""))
        self.rate = base * multiplier
        if rate is not None and "frameRate" not in parameters:
            self.rate, base = rate, nominal(rate)
        self.base = base
        self.sub = self._number(parameters, "subFrameRate", 1)
        default = self.rate * self.sub if "frameRate" in parameters else Fraction(1)
        self.tick = Fraction(self._number(parameters, "tickRate", 0)) or default
        self._stated = "timeBase" in parameters
        self.doubtful = False
        self.smpte = parameters.get("timeBase", "media").strip() == "smpte"
        self.drop = parameters.get("dropMode", "nonDrop").strip() if self.smpte else "nonDrop"
        self.unit = lcm(10**9, self.rate.numerator * self.sub, self.tick.numerator)
        self._of_frame = self.unit * self.rate.denominator // self.rate.numerator
        self._exact_frame = self.unit * self.rate.denominator % self.rate.numerator == 0
        self._of_tick = Fraction(self.unit) / self.tick
        self.per_ms = self.unit // 1000
        self.half = self.per_ms // 2
        self._minutes: dict[str, int] = {}

    def _number(self, parameters: Mapping[str, str], name: str, usual: int) -> int:
        said = parameters.get(name)
        if said is None:
            return usual
        if _NUMBER.match(said.strip()):
            return int(said)
        self.odd.append(f"{name}={said!r:.40}")
        return usual

    def _multiplier(self, said: str) -> Fraction:
        if not said.strip():
            return Fraction(1)
        parts = said.replace(":", " ").split()
        if len(parts) <= 2 and all(_NUMBER.match(part) for part in parts):
            found = Fraction(int(parts[0]), int(parts[-1]) if len(parts) == 2 else 1)
            return _MULTIPLIERS.get(found, found)
        self.odd.append(f"frameRateMultiplier={said!r:.40}")
        return Fraction(1)

    def ms(self, time: int) -> int:
        """Return a time in whole ms, rounded half up."""
        return (time + self.half) // self.per_ms

    def parse(self, text: str) -> int | None:
        """Return a time in units; None for any other text.

        >>> clock = Clock({"tickRate": "10000000"})
        >>> [clock.ms(clock.parse(text)) for text in ("00:00:01.5", "5200000t", "1.5m", "30f", "00:00:01:15")]
        [1500, 520, 90000, 1000, 1500]
        """
        try:
            return self._minutes[text[:5]] + (_SECONDS[text[5:8]] * 1000 + _THOUSANDTHS[text[8:]]) * self.per_ms
        except KeyError:
            pass
        match = _CLOCK.match(text)
        if match is not None:
            hours, minutes, seconds, fraction = match.groups()
            whole = (int(hours) * 60 + int(minutes)) * 60
            if match.end(2) == 5:
                if len(self._minutes) >= _REMEMBERED:
                    self._minutes.clear()
                self._minutes[text[:5]] = whole * self.unit
            return (whole + int(seconds)) * self.unit + (self._fraction(fraction) if fraction else 0)
        match = _OFFSET.match(text)
        if match is not None:
            return self._offset(*match.groups())
        match = _FRAMES.match(text)
        if match is not None:
            hours, minutes, seconds, frames, sub = match.groups()
            return self._label(int(hours), int(minutes), int(seconds), int(frames), int(sub or 0))
        return None

    def parse_loose(self, text: str) -> int | None:
        """Return a time written against the rule but plainly: without hours, with a comma, with single digits.

        >>> clock = Clock({})
        >>> clock.ms(clock.parse_loose("0:06.620"))
        6620
        """
        match = _LOOSE.match(text.strip())
        if match is None:
            return self.parse(text.strip())
        hours, minutes, seconds, fraction = match.groups()
        whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
        return whole * self.unit + (self._fraction(fraction) if fraction else 0)

    def _fraction(self, digits: str) -> int:
        if len(digits) <= 9:
            return int(digits) * (self.unit // _POWER[len(digits)])
        return int(digits[:9]) * (self.unit // _POWER[9])

    def _offset(self, whole: str, fraction: str | None, metric: str) -> int:
        if metric == "s" and not fraction:
            return int(whole) * self.unit
        count = Fraction(f"{whole}.{fraction}") if fraction else Fraction(int(whole))
        if metric == "ms":
            return rounded(count * self.per_ms)
        if metric == "f":
            return self._of_frames(count)
        return rounded(count * (self._of_tick if metric == "t" else _NAMES[metric] * self.unit))

    def _of_frames(self, count: int | Fraction) -> int:
        if self._exact_frame and isinstance(count, int):
            return count * self._of_frame
        return rounded(Fraction(count) * self.unit / self.rate)

    def _label(self, hours: int, minutes: int, seconds: int, frames: int, sub: int) -> int | None:
        if minutes > 59 or seconds > 60:
            return None
        count: int | Fraction = frames + Fraction(sub, self.sub) if sub else frames
        whole = (hours * 60 + minutes) * 60 + seconds
        if not self.smpte:
            self.doubtful |= not self._stated and self.rate.denominator != 1
            return whole * self.unit + self._of_frames(count)
        total = hours * 60 + minutes
        if self.drop == "dropNTSC":
            count -= self.base // 15 * (total - total // 10)
        elif self.drop == "dropPAL":
            count -= 4 * (total // 2 - total // 20)
        return self._of_frames(whole * self.base + count)
