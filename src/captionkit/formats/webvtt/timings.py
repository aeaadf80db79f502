"""Timing lines: exactly as the specification reads them, and a tolerant reading that names what it repaired."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["VttTiming", "parse_timing", "parse_timing_loosely"]

#: Collect WebVTT cue timings and settings (https://www.w3.org/TR/webvtt1/#collect-webvtt-cue-timings-and-settings).
#: A first field of other than two digits, or above 59, counts hours; then two more must follow.
_TIME = r"([0-9]+:)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})(?![0-9])"
_SPACE = r"[ \t\f\n]*"
_TIMING = re.compile(rf"{_SPACE}{_TIME}{_SPACE}-->{_SPACE}{_TIME}")

_LOOSE_TIME = (
    r"([-\u2212]?)(?:(\d{1,9})[ ]?[:h][ ]?)?(\d{1,2})[ ]?[:m][ ]?(\d{1,2})(?:[ ]?[.,:;][ ]?(\d{1,9})(?!\d))?s?"
)
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\0]")
_BLANKS = "[ \t\f\u00a0]*"
_ARROW = rf"{_BLANKS}(?:-{{1,3}}[ ]?-?[ ]?>|[\u2013\u2014]>|[\u2192\u21d2]|=>){_BLANKS}"
_LOOSE = re.compile(rf"{_BLANKS}{_LOOSE_TIME}{_ARROW}{_LOOSE_TIME}(?=$|\s)", re.ASCII)
#: No timing line that means anything is longer; keeps backtracking small on hostile lines.
_MAX_LINE = 2000


class VttTiming(NamedTuple):
    """What a timing line says: ms, ms, the settings as written, and what was repaired (none for a valid line)."""

    start: int
    end: int
    settings: str
    repairs: tuple[str, ...] = ()


def parse_timing(line: str) -> VttTiming | None:
    """Return the timing of a line that is valid by the specification; None for any other.

    >>> parse_timing("00:01.000 --> 01:00:02.500 line:0")
    VttTiming(start=1000, end=3602500, settings='line:0', repairs=())
    """
    match = _TIMING.match(line)
    if match is None:
        return None
    start, end = _ms(*match.group(1, 2, 3, 4)), _ms(*match.group(5, 6, 7, 8))
    return VttTiming(start, end, line[match.end() :].strip(" \t\f"))


def _ms(hours: str | None, minutes: str, seconds: str, ms: str) -> int:
    # more digits than any clock shows are a hostile file; the value is capped, the text is in the diagnostic
    hour = int(hours[:-1][-12:]) if hours else 0
    return ((hour * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(ms)


def parse_timing_loosely(line: str) -> VttTiming | None:
    """Return the timing that a line without valid WebVTT timing plainly means, with what was repaired; None for none.

    Read as times: a comma before the milliseconds, one-digit fields, 1 to 9 digits of fraction (``.5`` is half a
    second), no fraction, other arrows, invisible characters. A negative time becomes 0.

    >>> parse_timing_loosely("0:00:01,5 --> 0:00:02,0").repairs
    ('one-digit fields', 'a comma before the milliseconds', 'fraction of 1 digit')
    """
    if len(line) > _MAX_LINE:
        return None
    clean = _INVISIBLE.sub("", line)
    match = _LOOSE.match(clean)
    if match is None:
        return None
    first, second = match.groups()[:5], match.groups()[5:]
    if _invalid(*first) or _invalid(*second):
        return None
    repairs = _repairs(clean[: match.end()], clean != line, first, second)
    return VttTiming(_loose_ms(*first), _loose_ms(*second), clean[match.end() :].strip(), repairs)


def _invalid(sign: str, hours: str | None, minutes: str, seconds: str, fraction: str | None) -> bool:
    cut_short = hours is None and fraction is None
    return int(minutes) > 59 or int(seconds) > 59 or cut_short


def _loose_ms(sign: str, hours: str | None, minutes: str, seconds: str, fraction: str | None) -> int:
    if sign:
        return 0
    ms = int((fraction or "0").ljust(3, "0")[:3])
    return ((int(hours or "0") * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + ms


def _repairs(text: str, invisible: bool, *times: tuple[str | None, ...]) -> tuple[str, ...]:
    found = []
    fields = [field for time in times for field in time[1:4] if field is not None]
    fractions = [time[4] for time in times]
    if invisible:
        found.append("invisible characters")
    if any(time[0] for time in times):
        found.append("a negative time (read as 0)")
    if any(len(field) == 1 for field in fields):
        found.append("one-digit fields")
    if "," in text:
        found.append("a comma before the milliseconds")
    odd = sorted({len(f) for f in fractions if f is not None and len(f) != 3})
    found += [f"fraction of {digits} digit{'s' if digits > 1 else ''}" for digits in odd]
    if None in fractions:
        found.append("no milliseconds")
    if " --> " not in text:
        found.append("the arrow")
    return tuple(found) or ("spacing",)
