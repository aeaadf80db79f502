"""Time stamps in text: their grammar, and the evidence for what their groups of digits mean.

Three groups may be hours, minutes, seconds or minutes, seconds, frames; two digits after a dot may be hundredths or
frames. One stamp cannot tell, a file can: :func:`ruler_for` looks at all stamps and at how much is said between them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from captionkit.diagnostics import Collector
from captionkit.model.timecode import RATES, can_drop, format_clock, frame_of_label, frames_to_ms, nominal

__all__ = ["TIME", "Ruler", "Stamp", "early_times", "monotonic", "ruler_for", "stamp_of"]

#: One time stamp, without brackets.
TIME = r"\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:[:;]\d{2,3}|[.,]\d{1,9})?(?!\d|:\d)|\d{1,2}:\d{1,2}:\d{1,2}\.\d{1,9}(?!\d|:\d)"

_STAMP = re.compile(r"(\d{1,3}):(\d{1,2})(?::(\d{1,2}))?(?:([:;.,])(\d{1,9}))?\Z", re.ASCII)

#: Slower than this (words per minute) nobody talks through a whole file: the stamps were read on too large a scale.
SLOWEST = 12.0
_ENOUGH = 8
_GUESSED_RATE = RATES["25"]


class Stamp(NamedTuple):
    """A time as written: its two or three groups, and what follows them (``mark`` and the digits after it)."""

    groups: tuple[int, ...]
    mark: str = ""
    tail: str = ""


def stamp_of(text: str) -> Stamp | None:
    """Return the stamp that ``text`` is, or None.

    >>> stamp_of("00:01:02;12")
    Stamp(groups=(0, 1, 2), mark=';', tail='12')
    """
    match = _STAMP.match(text.strip())
    if match is None:
        return None
    first, second, third, mark, tail = match.groups()
    groups = (int(first), int(second)) if third is None else (int(first), int(second), int(third))
    if groups[1] > 59 or groups[-1] > 59:
        return None
    return Stamp(groups, mark or "", tail or "")


@dataclass(frozen=True, slots=True)
class Ruler:
    """How the stamps of one file are to be read.

    ``frames`` means that a two-digit tail counts frames even after a dot; ``minutes_first`` that three groups are
    minutes, seconds, frames; ``rate`` is in frames per second; ``offset`` (ms) is taken from every time.
    """

    rate: Fraction = _GUESSED_RATE
    frames: bool = False
    minutes_first: bool = False
    offset: int = 0

    def ms(self, stamp: Stamp) -> int:
        """Return the time in ms, rounded half up, never below 0."""
        return max(0, self._raw(stamp) - self.offset)

    def _raw(self, stamp: Stamp) -> int:
        groups = stamp.groups
        if self.minutes_first and len(groups) == 3 and not stamp.tail:
            return self._label(0, groups[0], groups[1], groups[2], False)
        hours, minutes, seconds = groups if len(groups) == 3 else (0, *groups)
        if not stamp.tail:
            return ((hours * 60 + minutes) * 60 + seconds) * 1000
        if stamp.mark in ":;" or (self.frames and len(stamp.tail) == 2):
            return self._label(hours, minutes, seconds, int(stamp.tail), stamp.mark == ";")
        whole = ((hours * 60 + minutes) * 60 + seconds) * 1000
        return whole + _thousandths(stamp.tail)

    def _label(self, hours: int, minutes: int, seconds: int, frames: int, drop: bool) -> int:
        base = nominal(self.rate)
        hours, minutes = hours + minutes // 60, minutes % 60
        if frames >= base:
            whole = self._label(hours, minutes, seconds, 0, drop)
            return whole + (frames * 10 if frames < 100 else min(frames, 999))
        frame = frame_of_label(hours, minutes, seconds, frames, self.rate, drop=drop and can_drop(self.rate))
        return frames_to_ms(frame, self.rate)


def _thousandths(tail: str) -> int:
    return (int(tail.ljust(4, "0")[:4]) + 5) // 10 if len(tail) > 3 else int(tail.ljust(3, "0"))


def monotonic(times: Sequence[int]) -> float:
    """Return the share of steps that do not go back; 1.0 for fewer than two times.

    >>> monotonic([0, 5, 3, 9])
    0.6666666666666666
    """
    if len(times) < 2:
        return 1.0
    return sum(b >= a for a, b in itertools.pairwise(times)) / (len(times) - 1)


def ruler_for(
    stamps: Sequence[Stamp],
    *,
    words: int = 0,
    rate: Fraction | None = None,
    offset: int = 0,
    frames: bool = False,
    of_day: bool = False,
    notes: Collector | None = None,
) -> Ruler:
    """Return the reading of a file's stamps that fits the evidence; ``words`` is how many words they time.

    ``rate`` (frames per second), ``frames`` (a dot stands before frames) and ``of_day`` (dates, or AM and PM, stand
    beside the times) settle what is known beforehand.
    """
    dotted = frames or _dots_are_frames(stamps, rate)
    minutes_first = not of_day and _minutes_first(stamps, words, rate)
    label = minutes_first or dotted or any(s.tail and s.mark in ":;" for s in stamps)
    chosen = rate
    if label and rate is None:
        chosen = _rate_of(stamps, minutes_first, notes)
    if notes is not None and minutes_first:
        notes.add("text.minutes-first", "three groups of digits are read as minutes, seconds, frames")
    ruler = Ruler(chosen or _GUESSED_RATE, dotted, minutes_first, offset)
    if notes is not None:
        _doubt(ruler, stamps, notes)
    return ruler


def _doubt(ruler: Ruler, stamps: Sequence[Stamp], notes: Collector) -> None:
    """Report times before the start timecode, and labels that are counted in two ways."""
    early_times(map(replace(ruler, offset=0).ms, stamps), ruler.offset, notes)
    marks = [stamp.mark for stamp in stamps if stamp.tail and stamp.mark in (":", ";")]
    dropping = marks.count(";")
    if can_drop(ruler.rate) and 0 < dropping < len(marks):
        message = (
            f"{dropping} of {len(marks)} timecodes count drop-frame (;), the others do not; each was read as written"
        )
        notes.add("transcript.mixed-counting", message)


def early_times(times: Iterable[int | None], start: int, notes: Collector) -> None:
    """Report how many times (ms) are before the start timecode, and so are put at 0."""
    if not start:
        return
    known = [time for time in times if time is not None]
    early = sum(time < start for time in known)
    if early:
        message = f"{early} of {len(known)} times are before {format_clock(start)}; they were put at 0"
        notes.add("transcript.before-start", message)


def _dots_are_frames(stamps: Sequence[Stamp], rate: Fraction | None) -> bool:
    dotted = [s for s in stamps if s.mark and s.mark in ".,"]
    if any(len(s.tail) != 2 for s in dotted) or not dotted:
        return False
    most = max(int(s.tail) for s in dotted)
    if rate is not None:
        return most < nominal(rate) and any(int(s.tail) % 10 for s in dotted)
    return len(dotted) >= _ENOUGH and most < 30 and len({s.tail for s in dotted}) >= _ENOUGH // 2


def _minutes_first(stamps: Sequence[Stamp], words: int, rate: Fraction | None) -> bool:
    if len(stamps) < _ENOUGH or any(len(s.groups) != 3 or s.tail for s in stamps):
        return False
    if max(s.groups[2] for s in stamps) >= (nominal(rate) if rate else 30):
        return False
    clock = Ruler()
    span = (clock.ms(stamps[-1]) - clock.ms(stamps[0])) / 60_000
    return span > 0 and words / span < SLOWEST


def _rate_of(stamps: Sequence[Stamp], minutes_first: bool, notes: Collector | None) -> Fraction:
    most = max((_frames_of(s, minutes_first) for s in stamps), default=0)
    if any(s.mark == ";" for s in stamps):
        found = RATES["29.97"] if most < 30 else RATES["59.94"]
    elif most < 25:
        found = _GUESSED_RATE
    else:
        found = RATES["30"] if most < 30 else RATES["60"]
    if notes is not None and most:
        notes.add(
            "text.rate-assumed",
            f"timecodes without a stated rate are read at {float(found):.5g} frames per second"
            f" (highest frame number seen: {most})",
            data={"rate": str(found), "highest": most},
        )
    return found


def _frames_of(stamp: Stamp, minutes_first: bool) -> int:
    if stamp.tail:
        return int(stamp.tail[:3])
    return stamp.groups[2] if minutes_first and len(stamp.groups) == 3 else 0
