"""SRT timing lines as they come: anything a person would read as two times with an arrow between them.

Dialect choices, each reported with the other reading named (``docs/formats/srt.md``): digits after the separator are
a decimal fraction (``,5`` is 500 ms, ``,5000`` too), one or two digits after a fourth colon are frames,
two fields are minutes and seconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from captionkit.errors import UsageError
from captionkit.formats.srt.fast import ARROWISH, ARROWS, DASHES
from captionkit.model.timecode import can_drop, format_clock, frame_of_label, frames_to_ms, parse_smpte

__all__ = ["INVISIBLE", "MANY_HOURS", "SrtTiming", "clean", "find_timing", "in_seconds", "number_glued", "parse_timing"]

#: Longest line that may be a timing line, in characters.
LONGEST = 400

#: Characters nobody sees: zero-width, bidirectional marks, byte order marks; a no-break space is a blank.
INVISIBLE = dict.fromkeys([0xFEFF, 0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)])
_CLEAN = INVISIBLE | {0xA0: " ", 0x202F: " ", 0x2009: " ", 0x3000: " ", 0xFF1A: ":"}

_TIME = (
    r"([-\u2212+]?)[ \t]*(?:(\d{1,9})[ \t]*:[ \t]*)?(\d{1,3})[ \t]*:[ \t]*(\d{1,3})"
    r"(?:[ \t]*([.,:;\u060c\uff0c\uff0e])[ \t]*(\d{1,9})(?:\.\d{1,30})?)?"
)
#: Hours from which on a time is doubted where others have fewer.
MANY_HOURS = 1000
_LONG_FRACTION = re.compile(r"[.,]\d{1,9}\.\d")
_ARROW = rf"[ \t]*((?:[{DASHES}=~][ \t]?){{1,4}}(?:(?:>|&gt;)[ \t]?){{1,3}}|[{ARROWS}]{{1,2}})[ \t]*"
_LINE = re.compile(rf"[ \t]*{_TIME}{_ARROW}{_TIME}(.*)\Z", re.DOTALL)
_GLUED = re.compile(r"[ \t]*(\d{1,7})(\d\d:\d{1,2}:.*)\Z", re.DOTALL)
_HALF = re.compile(rf"[ \t]*{_TIME}(?![\w:.,])")
_SECONDS = re.compile(r"[ \t]*(\d{1,6})(?:[.,](\d{1,9}))?[ \t]*-->[ \t]*(\d{1,6})(?:[.,](\d{1,9}))?[ \t]*\Z")
_COORDINATES = re.compile(r"(?:[XY][12]:[ \t]*-?\d{1,6}[ \t]*)+\Z", re.IGNORECASE)
_VTT = re.compile(r"(?:(?:line|position|size|align|vertical|region):\S+[ \t]*)+\Z")


@dataclass(slots=True)
class SrtTiming:
    """One timing line: times in ms (None: could not be read), settings, stray text, and what was odd about it.

    ``oddities`` are pairs of a diagnostic code and its message.
    """

    start: int | None
    end: int | None
    settings: str = ""
    text: str = ""
    oddities: list[tuple[str, str]] = field(default_factory=list)


def clean(line: str) -> str:
    """Return a timing line or number without invisible characters."""
    return line if line.isascii() else line.translate(_CLEAN)


def find_timing(line: str, rate: Fraction | None = None) -> SrtTiming | None:
    """Return the timing of a line of a file, None for a line of text (quick for those)."""
    if len(line) > LONGEST or not ARROWISH.search(line):
        return None
    return parse_timing(line, rate)


def parse_timing(line: str, rate: Fraction | None = None) -> SrtTiming | None:
    """Return what a timing line says; None where it is none. ``rate`` is for frames (25 where not given).

    >>> parse_timing("0:01,5 -> 00:00:02.000").start
    1500
    """
    cleaned = clean(line)
    match = _LINE.match(cleaned)
    if match is None:
        return in_seconds(cleaned, whole=False)
    groups = match.groups()
    timing = SrtTiming(0, 0)
    if cleaned != line:
        timing.oddities.append(_cleaned(line))
    if any(blank in cleaned[begin:end].strip() for begin, end in _spans(match) for blank in " \t"):
        timing.oddities.append(("srt.time-spaces", "the blanks inside the times were ignored"))
    timing.start = _ms(groups[0:6], rate, timing.oddities)
    timing.end = _ms(groups[7:13], rate, timing.oddities)
    if _LONG_FRACTION.search(cleaned, 0, match.end(13)):
        timing.oddities.append(("srt.ms-digits", "digits after a second point in a time were ignored"))
    _doubt(timing, groups[1], groups[8])
    if groups[6].strip() != "-->":
        timing.oddities.append(("srt.arrow", f"the arrow {groups[6].strip()!r} was read as '-->'"))
    _rest(timing, groups[13])
    return timing


def _cleaned(line: str) -> tuple[str, str]:
    if "\uff1a" in line:
        return "srt.separator", "full-width colons in the timing line were read as colons"
    return "srt.invisible", "invisible characters in the timing line were ignored"


def _doubt(timing: SrtTiming, *hours: str | None) -> None:
    """Take one time out where it has a thousand hours or more and the other has not."""
    many = [hour is not None and int(hour) >= MANY_HOURS for hour in hours]
    if many[0] == many[1]:
        return
    shown = f"{hours[many.index(True)]} hours"
    timing.oddities.append(
        ("srt.hours-doubted", f"{shown} were not believed; the time was taken from the cues beside it")
    )
    if many[0]:
        timing.start = None
    else:
        timing.end = None


def _spans(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield where the two times begin and end."""
    for first in (1, 8):
        yield match.start(first), max(match.end(first + 3), match.end(first + 5))


def in_seconds(line: str, *, whole: bool = True) -> SrtTiming | None:
    """Return the timing of a line whose times are seconds: ``1.5 --> 3.25``, as scripts write them.

    Unless ``whole``, one of them has a fraction: two whole numbers with an arrow between them may be text.
    """
    match = _SECONDS.match(clean(line))
    if match is None or not (whole or match[2] or match[4]):
        return None
    start, end = (int(match[at]) * 1000 + int((match[at + 1] or "")[:3].ljust(3, "0")) for at in (1, 3))
    return SrtTiming(start, end, oddities=[("srt.seconds", f"{line.strip()!r} was read as seconds")])


def number_glued(line: str, timing: SrtTiming, rate: Fraction | None = None) -> tuple[str, SrtTiming] | None:
    """Return the cue's number and the timing of a line where the number stands before the hours with nothing between.

    So it is where ``timing``, the line's timing as it stands, ends before it starts, and the rest does not.
    """
    match = _GLUED.match(clean(line))
    if match is None or (timing.start is not None and timing.end is not None and timing.start <= timing.end):
        return None
    rest = parse_timing(match[2], rate)
    if rest is None or rest.start is None or rest.end is None or rest.start > rest.end:
        return None
    rest.oddities.append(("srt.number-glued", f"{match[1]!r} before the hours was read as the cue's number"))
    return match[1], rest


def half_timing(line: str, rate: Fraction | None = None) -> SrtTiming:
    """Return what can be saved of a broken timing line: a start where the line begins with a time."""
    match = _HALF.match(clean(line)[:LONGEST])
    start = _ms(match.groups(), rate, []) if match else None
    return SrtTiming(start, None, oddities=[])


def _rest(timing: SrtTiming, rest: str) -> None:
    said = rest.strip(" \t")
    if not said or said in (",", "."):  # a file that was cut off after the point
        return
    if _COORDINATES.match(said):
        timing.settings = said
        timing.oddities.append(("srt.coordinates", f"the coordinates {said!r} are kept"))
    elif _VTT.match(said):
        timing.settings = said
        timing.oddities.append(("srt.vtt-settings", f"the settings {said!r} are read as WebVTT's"))
    else:
        timing.text = said
        message = f"{said!r} after the times was read as the cue's first line (it may also be a setting)"
        timing.oddities.append(("srt.text-on-timing-line", message))


def _ms(groups: tuple[str | None, ...], rate: Fraction | None, oddities: list[tuple[str, str]]) -> int:
    sign, hours, minutes, seconds, separator, fraction = groups
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    ms = _counted(groups, rate, whole) + _thousandths(groups, rate, oddities)
    shown = ":".join(part for part in (hours, minutes, seconds) if part) + (separator or "") + (fraction or "")
    if sign in ("-", "\u2212"):
        ms = -ms
        oddities.append(("srt.time-negative", f"-{shown} is kept as {format_clock(ms, ',')}"))
    oddities.extend((code, f"{shown!r} was read as {format_clock(ms, ',')}{more}") for code, more in _shape(groups))
    return ms


def _counted(groups: tuple[str | None, ...], rate: Fraction | None, whole: int) -> int:
    """Return the ms of whole seconds; those of a frame label are frames counted at the rate, as SMPTE ST 12-1 does.

    A ``;`` label counts drop-frame where the rate has that counting.
    """
    separator, fraction = groups[4:6]
    if rate is None or rate.denominator == 1 or not fraction or separator not in (":", ";") or len(fraction) > 2:
        return whole * 1000
    minutes, seconds = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    drop = separator == ";" and can_drop(rate)
    return frames_to_ms(frame_of_label(hours, minutes, seconds, 0, rate, drop=drop), rate)


def _thousandths(groups: tuple[str | None, ...], rate: Fraction | None, oddities: list[tuple[str, str]]) -> int:
    _, hours, minutes, seconds, separator, fraction = groups
    if not fraction:
        return 0
    if separator not in (":", ";") or len(fraction) > 2:
        return int(fraction[:3].ljust(3, "0"))
    return _frames(
        int(fraction), separator, rate, oddities, f"{hours or '00'}:{minutes}:{seconds}{separator}{fraction}"
    )


def _frames(frame: int, separator: str, rate: Fraction | None, oddities: list[tuple[str, str]], shown: str) -> int:
    known = rate or Fraction(25)
    try:
        ms = parse_smpte(f"00:00:00{separator}{frame:02d}", known, drop=False)
    except UsageError:
        oddities.append(("srt.frames", f"{shown!r}: there is no frame {frame} at {float(known):g} frames per second; "
                         "read as hundredths of a second"))  # fmt: skip
        return frame * 10
    basis = f"at {float(known):g} frames per second" + ("" if rate else ", a rate nobody gave; it may be hundredths")
    oddities.append(("srt.frames", f"{shown!r} was read as frames {basis}"))
    return ms


def _shape(groups: tuple[str | None, ...]) -> Iterator[tuple[str, str]]:
    """Yield (code, the other reading) of everything about one time that is not ``hh:mm:ss,mmm``."""
    _, hours, minutes, seconds, separator, fraction = groups
    framed = separator in (":", ";") and len(fraction or "") < 3
    if hours is None:
        yield "srt.hours-missing", " (minutes and seconds, not hours and minutes)"
    elif len(hours) > 2:
        yield "srt.hours-many", ""
    if any(part is not None and len(part) != 2 for part in (hours and hours[:2], minutes, seconds)):
        yield "srt.short-field", ""
    if int(minutes or 0) > 59 or int(seconds or 0) > 59:
        yield "srt.field-range", ""
    yield from _fraction_shape(separator, fraction, framed)


def _fraction_shape(separator: str | None, fraction: str | None, framed: bool) -> Iterator[tuple[str, str]]:
    if fraction is None:
        yield "srt.ms-missing", ""
        return
    if separator != "," and not framed:
        yield "srt.separator", ""
    if len(fraction) != 3 and not framed:
        yield "srt.ms-digits", f" (a decimal fraction; counted as milliseconds it would be {int(fraction)} ms)"
