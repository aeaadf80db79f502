"""Times: integer milliseconds, exact frame rates, SMPTE labels with drop-frame. The only module that rounds.

Rules and sources
    * Times at rest are ``int`` milliseconds. Rates are :class:`fractions.Fraction` (29.97 is 30000/1001).
    * Frame -> ms rounds half up; ms -> frame rounds to the nearest frame, so frame -> ms -> frame is the identity for
      every rate below 500 frames per second.
    * A timecode is a label, not a duration: drop-frame (SMPTE ST 12-1) skips label numbers, never frames, and exists
      for 30000/1001 and 60000/1001 only.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import isfinite
from numbers import Integral
from typing import TYPE_CHECKING

from captionkit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import timedelta

__all__ = [
    "RATES", "Labels", "Rate", "can_drop", "format_clock", "format_smpte", "frame_of_label", "frames_of",
    "frames_to_ms", "label_of_frame", "ms_of", "ms_to_frames", "nominal", "parse_clock", "parse_length", "parse_rate",
    "parse_smpte", "rounded", "snap_to_frame", "times_of", "whole_ms",
]  # fmt: skip

Rate = Fraction

#: Every standard rate: the name a user types -> the exact fraction, in frames per second.
RATES: dict[str, Fraction] = {
    "23.976": Fraction(24000, 1001),
    "24": Fraction(24),
    "25": Fraction(25),
    "29.97": Fraction(30000, 1001),
    "30": Fraction(30),
    "47.952": Fraction(48000, 1001),
    "48": Fraction(48),
    "50": Fraction(50),
    "59.94": Fraction(60000, 1001),
    "60": Fraction(60),
    "100": Fraction(100),
    "119.88": Fraction(120000, 1001),
    "120": Fraction(120),
}

_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9}))?\Z", re.ASCII)
_LENGTH = re.compile(
    r"(?:(\d{1,9})h)?(?:(\d{1,9})m(?:in)?)?(?:(\d{1,9})(?:[.,](\d{1,9}))?s?)?", re.ASCII | re.IGNORECASE
)
_SMPTE = re.compile(r"(\d{1,3}):(\d{2}):(\d{2})([:;.,])(\d{2,3})\Z", re.ASCII)


def parse_rate(text: str) -> Fraction:
    """Return the exact rate a user means by ``text``: ``"25"``, ``"23.98"``, ``"30000/1001"``.

    Decimal spellings within 0.01 of a standard rate mean that rate.

    Raises UsageError for anything that is not a positive number up to 1000.

    >>> parse_rate("29.97")
    Fraction(30000, 1001)
    """
    try:
        rate = Fraction(text.strip())
    except (ValueError, ZeroDivisionError):
        raise UsageError(f"frame rate {text!r} is not a number", hint=f"use one of {', '.join(RATES)}") from None
    if not 0 < rate <= 1000:
        raise UsageError(f"frame rate {text!r} is out of range (0 to 1000 frames per second)")
    nearest = min(RATES.values(), key=lambda known: abs(known - rate))
    return nearest if "/" not in text and abs(nearest - rate) <= Fraction(1, 100) else rate


def frames_to_ms(frames: int, rate: Fraction) -> int:
    """Return the time in ms at which frame number ``frames`` begins, rounded half up.

    >>> frames_to_ms(24, Fraction(24000, 1001))
    1001
    """
    scaled, unit = frames * 1000 * rate.denominator, rate.numerator
    return (2 * scaled + unit) // (2 * unit)


def ms_to_frames(ms: int, rate: Fraction) -> int:
    """Return the frame nearest to ``ms`` (a tie goes to the later one).

    >>> ms_to_frames(1001, Fraction(24000, 1001))
    24
    """
    scaled, unit = ms * rate.numerator, 1000 * rate.denominator
    return (2 * scaled + unit) // (2 * unit)


def frames_of(times: Iterable[int], rate: Fraction) -> list[int]:
    """Return the frame nearest to each time (ms), as :func:`ms_to_frames` does: for writers in a hot loop.

    >>> frames_of([0, 1001], Fraction(24000, 1001))
    [0, 24]
    """
    twice, unit = 2 * rate.numerator, 1000 * rate.denominator
    double = 2 * unit
    return [(ms * twice + unit) // double for ms in times]


def times_of(frames: Iterable[int], rate: Fraction) -> list[int]:
    """Return the time (ms) of each frame, as :func:`frames_to_ms` does: for writers in a hot loop.

    >>> times_of([0, 24], Fraction(24000, 1001))
    [0, 1001]
    """
    twice, unit = 2000 * rate.denominator, rate.numerator
    double = 2 * unit
    return [(frame * twice + unit) // double for frame in frames]


def snap_to_frame(ms: int, rate: Fraction) -> int:
    """Return the ms of the frame nearest to ``ms``."""
    return frames_to_ms(ms_to_frames(ms, rate), rate)


def nominal(rate: Fraction) -> int:
    """Return the number of frame labels per labelled second: 30 for 30000/1001."""
    return -(-rate.numerator // rate.denominator)


def can_drop(rate: Fraction) -> bool:
    """Tell whether drop-frame counting exists at ``rate`` (SMPTE ST 12-1: 29.97 and 59.94 only)."""
    return rate in (RATES["29.97"], RATES["59.94"])


def frame_of_label(hours: int, minutes: int, seconds: int, frames: int, rate: Fraction, *, drop: bool = False) -> int:
    """Return the frame number that a timecode label names.

    Labels that drop-frame counting skips (``hh:mm:00;00`` outside the tenth minutes) name the next existing frame.

    Raises UsageError where ``drop`` is asked of a rate that has none, or ``frames`` is not below the nominal rate.
    """
    base = nominal(rate)
    if frames >= base:
        raise UsageError(f"frame {frames} does not exist at {float(rate):g} frames per second")
    count = ((hours * 60 + minutes) * 60 + seconds) * base + frames
    if not drop:
        return count
    _demand_drop(rate)
    skipped = base // 15
    total_minutes = hours * 60 + minutes
    if seconds == 0 and frames < skipped and minutes % 10:
        count += skipped - frames
    return count - skipped * (total_minutes - total_minutes // 10)


def label_of_frame(frame: int, rate: Fraction, *, drop: bool = False) -> tuple[int, int, int, int]:
    """Return the label (hours, minutes, seconds, frames) of a frame number (0 or more).

    >>> label_of_frame(1800, RATES["29.97"], drop=True)
    (0, 1, 0, 2)
    """
    base = nominal(rate)
    if drop:
        _demand_drop(rate)
        skipped = base // 15
        per_minute = base * 60 - skipped
        tens, rest = divmod(frame, per_minute * 10 + skipped)
        frame += skipped * (9 * tens + max(0, (rest - skipped) // per_minute))
    seconds, frames = divmod(frame, base)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return hours, minutes, seconds, frames


class Labels:
    """The labels of a rate's frames as text, with ``mark`` before the frames; what many share is made once.

    Raises UsageError where ``drop`` is asked of a rate that has none.

    >>> Labels(RATES["29.97"], ";", drop=True)[1800], Labels(RATES["25"])[90_038]
    ('00:01:00;02', '01:00:01:13')
    """

    def __init__(self, rate: Fraction, mark: str = ":", *, drop: bool = False) -> None:
        base = nominal(rate)
        if drop:
            _demand_drop(rate)
        self._per_minute = base * 60
        self._skipped = base // 15 if drop else 0
        self._minutes: dict[int, str] = {}
        self._rest = [f"{second:02d}{mark}{frame:02d}" for second in range(60) for frame in range(base)]

    def __getitem__(self, frame: int) -> str:
        return self.of((frame,))[0]

    def of(self, frames: Iterable[int]) -> list[str]:
        """Return the label of each frame: for writers in a hot loop, whose frames mostly have the last one's minute.

        >>> Labels(RATES["29.97"], ";", drop=True).of([1799, 1800])
        ['00:00:59;29', '00:01:00;02']
        """
        rest, head = self._rest, ""
        first = low = high = 0
        made = []
        for frame in frames:
            if not low <= frame < high:
                minute, left = self._minute_of(frame)
                head = self._minutes.get(minute, "")
                if not head:
                    head = self._minutes[minute] = f"{minute // 60:02d}:{minute % 60:02d}:"
                first = frame - left
                low = first + (self._skipped if minute % 10 else 0)
                high = first + self._per_minute
            made.append(head + rest[frame - first])
        return made

    def _minute_of(self, frame: int) -> tuple[int, int]:
        """Return the minute of a frame, and which of the minute's labels it has."""
        skipped = self._skipped
        if skipped:
            tens, rest = divmod(frame, self._per_minute * 10 - 9 * skipped)
            frame += skipped * 9 * tens
            if rest >= skipped:
                frame += skipped * ((rest - skipped) // (self._per_minute - skipped))
        return divmod(frame, self._per_minute)


def _demand_drop(rate: Fraction) -> None:
    if not can_drop(rate):
        raise UsageError(f"there is no drop-frame timecode at {float(rate):g} frames per second")


def parse_smpte(text: str, rate: Fraction, *, drop: bool | None = None) -> int:
    """Return the ms of a label like ``01:00:00:12`` or ``01:00:00;12``.

    ``drop=None`` reads a ``;`` or ``,`` before the frames as drop-frame where the rate has it.

    Raises UsageError for text that is not a label, or one that cannot exist at ``rate``.
    """
    match = _SMPTE.match(text.strip())
    if match is None:
        raise UsageError(f"{text!r} is not a timecode", hint="write hh:mm:ss:ff, or hh:mm:ss;ff for drop-frame")
    hours, minutes, seconds, mark, frames = match.groups()
    dropping = (mark in ";," and can_drop(rate)) if drop is None else drop
    frame = frame_of_label(int(hours), int(minutes), int(seconds), int(frames), rate, drop=dropping)
    return frames_to_ms(frame, rate)


def format_smpte(ms: int, rate: Fraction, *, drop: bool = False) -> str:
    """Return the label of the frame nearest to ``ms``; drop-frame labels carry ``;``.

    >>> format_smpte(3_600_000, RATES["25"])
    '01:00:00:00'
    """
    hours, minutes, seconds, frames = label_of_frame(ms_to_frames(ms, rate), rate, drop=drop)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{';' if drop else ':'}{frames:02d}"


def parse_clock(text: str) -> int:
    """Return the ms of a clock time: ``1:02``, ``01:02:03``, ``00:00:01,5`` (a decimal fraction: 500 ms).

    Minutes without hours may go past 59: ``90:00``. Raises UsageError for anything else.

    >>> parse_clock("1:02:03.04")
    3723040
    """
    match = _CLOCK.match(text.strip())
    if match is None:
        raise UsageError(f"{text!r} is not a time", hint="write mm:ss, hh:mm:ss or hh:mm:ss.mmm")
    hours, minutes, seconds, fraction = match.groups()
    for number, what in ((seconds, "seconds"), (minutes if hours else "0", "minutes")):
        if int(number) > 59:
            # most likely a slip of the finger: 3:75 may be meant for 3:57, and would count as 4:15
            raise UsageError(f"{text!r} is not a time: {what} go to 59", hint="write mm:ss, hh:mm:ss or hh:mm:ss.mmm")
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    return whole * 1000 + _thousandths(fraction or "0")


def parse_length(text: str) -> int:
    """Return the ms of a length: a clock time, plain seconds, or hours, minutes and seconds with their letters.

    Raises UsageError for anything else.

    >>> [parse_length(text) for text in ("3:25", "205", "3m25s", "1h", "2.5 s")]
    [205000, 205000, 205000, 3600000, 2500]
    """
    if ":" in text:
        return parse_clock(text)
    match = _LENGTH.fullmatch("".join(text.split()))
    if match is None or not any(match.groups()):
        raise UsageError(f"{text!r} is not a length of time", hint="write mm:ss, hh:mm:ss.mmm, 205 (seconds) or 3m25s")
    hours, minutes, seconds, fraction = match.groups()
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + _thousandths(fraction or "0")


def ms_of(time: float | Fraction | str | timedelta | None, ms: int | None = None) -> int:
    """Return the ms of a time as a script states it: in seconds, as a clock time, as a timedelta, or in ``ms``.

    Raises UsageError for text that is not a time, TypeError where none or both are given.

    >>> ms_of(62.5), ms_of("00:01:02,500"), ms_of(None, 62500)
    (62500, 62500, 62500)
    """
    if (time is None) == (ms is None):
        raise TypeError("give a time in seconds, as text or a timedelta; or in ms")
    if time is None:
        return ms  # type: ignore[return-value]
    if isinstance(time, str):
        sign, bare = (-1, time.strip()[1:]) if time.strip().startswith("-") else (1, time)
        return sign * parse_clock(bare)
    seconds = time.total_seconds() if hasattr(time, "total_seconds") else time
    if not isfinite(seconds):
        raise UsageError(f"{seconds} is not a time", hint="write seconds, mm:ss, hh:mm:ss or hh:mm:ss.mmm")
    return rounded(1000 * seconds)


def whole_ms(name: str, ms: object) -> int:
    """Return what a script gives as ms: whole ones, so that seconds are not taken for them.

    Raises TypeError for anything else.

    >>> whole_ms("duration", 190.0)
    Traceback (most recent call last):
    TypeError: duration=190.0 is not in whole ms (int): 3:10 is 190_000
    """
    if not isinstance(ms, Integral):
        raise TypeError(f"{name}={ms!r} is not in whole ms (int): 3:10 is 190_000")
    return int(ms)


def rounded(ms: float | Fraction) -> int:
    """Return a time as whole ms, rounded half up."""
    exact = Fraction(ms)
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def _thousandths(digits: str) -> int:
    """Return the ms that the digits after a decimal point stand for, rounded half up."""
    unit: int = 10 ** len(digits)
    return (2000 * int(digits) + unit) // (2 * unit)


def format_clock(ms: int, separator: str = ".") -> str:
    """Return ``hh:mm:ss.mmm`` (hours grow past 99; a negative time has a leading minus).

    >>> format_clock(3_723_040, ",")
    '01:02:03,040'
    """
    sign, ms = ("-", -ms) if ms < 0 else ("", ms)
    seconds, thousandths = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{sign}{hours:02d}:{minutes:02d}:{seconds:02d}{separator}{thousandths:03d}"
