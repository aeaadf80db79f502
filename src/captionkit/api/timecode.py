"""One time said in every way: label, frame, clock; at one frame rate and at another."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from captionkit.api.options import verb
from captionkit.errors import UsageError
from captionkit.model.timecode import (
    RATES,
    can_drop,
    format_clock,
    frame_of_label,
    label_of_frame,
    ms_to_frames,
    nominal,
    parse_length,
    parse_rate,
    rounded,
)
from captionkit.values import value

__all__ = ["Timecode", "rate_name", "timecode"]

_LABEL = re.compile(r"(\d{1,3}):(\d{2}):(\d{2})([:;.,])(\d{2,3})\Z", re.ASCII)
_CLOCK = re.compile(r"\d{1,3}:\d{2}:\d{2}[.,]\d{3}\Z", re.ASCII)
_FRAMES = re.compile(r"(\d{1,12})\s?f(?:rames?)?\Z", re.ASCII)
_MS = re.compile(r"(\d{1,15})\s?ms\Z", re.ASCII)
#: Beyond this many hours a number is not the time of a programme.
LONGEST_HOURS = 999


@value
class Timecode:
    """A frame with the ways to say when it is.

    ``frame`` is its number from 0 at ``rate``; ``seconds`` the exact time at which it begins; ``label`` counts every
    frame, ``drop_label`` (``""`` where the rate has none) leaves out numbers so as to keep to the clock. ``notes`` say
    what is to be known: labels that do not exist, and how far labels and clock are apart.
    """

    text: str
    rate: Fraction
    frame: int
    seconds: Fraction
    label: str
    drop_label: str
    notes: tuple[str, ...] = ()

    @property
    def ms(self) -> int:
        """The time in ms, rounded half up."""
        return rounded(self.seconds * 1000)

    @property
    def clock(self) -> str:
        """The time as a clock shows it: ``00:01:00.060``."""
        return format_clock(self.ms)

    def at(self, rate: Fraction | str) -> Timecode:
        """Return the frame of another rate that begins nearest to this time: the picture keeps its speed."""
        exact = _rate(rate)
        frame = (2 * self.seconds * exact + 1) // 2
        return _made(self.text, int(frame), exact, ())

    def played_at(self, rate: Fraction | str) -> Timecode:
        """Return the same frame of a picture that runs at another rate: each frame stays, the speed changes."""
        return _made(self.text, self.frame, _rate(rate), ())

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        return {
            "text": self.text, "rate": str(self.rate), "frame": self.frame, "ms": self.ms, "clock": self.clock,
            "seconds": str(self.seconds), "label": self.label, "drop_label": self.drop_label,
            "notes": list(self.notes),
        }  # fmt: skip


@verb
def timecode(text: str, rate: Fraction | str, *, drop: bool | None = None) -> Timecode:
    """Return what a time means at a frame rate.

    ``text`` is a label (``01:00:00:12``, drop-frame with ``;`` or ``drop=True``), a frame number (``1800f``), ms
    (``60060ms``) or a time on the clock (``00:01:00.060``, ``1m``). A drop-frame label that is left out in counting is
    read as the frame that follows, with a note.

    Raises UsageError for what is not a time, for a frame that the rate does not have, and for drop-frame where there is
    none.

    >>> found = timecode("1800f", "29.97")
    >>> found.label, found.drop_label, found.clock
    ('00:01:00:00', '00:01:00;02', '00:01:00.060')
    >>> timecode("00:01:00;00", "29.97").notes[0]
    'drop-frame has no 00:01:00;00: it counts from 00:00:59;29 to 00:01:00;02'
    """
    exact = _rate(rate)
    bare = text.strip()
    if match := _FRAMES.match(bare):
        return _made(text, int(match[1]), exact, ())
    if match := _MS.match(bare):
        return _from_ms(text, int(match[1]), exact)
    match = _LABEL.match(bare)
    if match is None or (_CLOCK.match(bare) and nominal(exact) < 100):
        return _from_ms(text, parse_length(bare), exact)
    hours, minutes, seconds, frames = (int(match[n]) for n in (1, 2, 3, 5))
    if minutes > 59 or seconds > 59:
        raise UsageError(f"{text!r} is not a timecode: minutes and seconds go to 59", hint="write hh:mm:ss:ff")
    marked = match[4] in ";,"
    if marked and drop is None and not can_drop(exact):
        raise UsageError(
            f"{text!r} is drop-frame, which exists at 29.97 and 59.94 only, not at {rate_name(exact)}",
            hint="write a colon before the frames, or give the right --rate",
        )
    dropping = marked if drop is None else drop
    frame = frame_of_label(hours, minutes, seconds, frames, exact, drop=dropping)
    notes: tuple[str, ...] = ()
    if dropping and seconds == 0 and minutes % 10 and frames < nominal(exact) // 15:
        before, after = (_shown(label_of_frame(n, exact, drop=True), ";") for n in (frame - 1, frame))
        shown = _shown((hours, minutes, seconds, frames), ";")
        notes = (f"drop-frame has no {shown}: it counts from {before} to {after}",)
    return _made(text, frame, exact, notes)


def _rate(rate: Fraction | str) -> Fraction:
    return parse_rate(rate) if isinstance(rate, str) else rate


def _from_ms(text: str, ms: int, rate: Fraction) -> Timecode:
    made = _made(text, ms_to_frames(ms, rate), rate, ())
    off = ms - made.ms
    note = (f"{format_clock(ms)} is {abs(off)} ms {'after' if off > 0 else 'before'} the start of this frame",)
    return made if abs(off) <= 1 else _made(text, made.frame, rate, note)


def _made(text: str, frame: int, rate: Fraction, notes: tuple[str, ...]) -> Timecode:
    if frame > LONGEST_HOURS * 3600 * nominal(rate):
        raise UsageError(f"{text!r} is longer than {LONGEST_HOURS} hours")
    seconds = frame / rate
    label = label_of_frame(frame, rate)
    dropped = _shown(label_of_frame(frame, rate, drop=True), ";") if can_drop(rate) else ""
    counted = Fraction(frame, nominal(rate))
    apart = seconds - counted
    if rate.denominator != 1 and apart >= Fraction(1, 1000):
        notes = (
            *notes,
            f"the clock is {float(apart):.3f} s ahead of {_shown(label, ':')}: at {rate_name(rate)} a label hour lasts"
            f" {float(3600 * nominal(rate) / rate):g} s",
        )
    return Timecode(text, rate, frame, seconds, _shown(label, ":"), dropped, notes)


def _shown(label: tuple[int, int, int, int], mark: str) -> str:
    hours, minutes, seconds, frames = label
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{mark}{frames:02d}"


def rate_name(rate: Fraction) -> str:
    """Return a rate as people call it: 29.97 for 30000/1001."""
    return next((name for name, known in RATES.items() if known == rate), str(rate))
