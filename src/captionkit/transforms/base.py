"""What a transform is: a plain callable from a track to a track, with the options it takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, Protocol, TypeVar

from captionkit.diagnostics import Result
from captionkit.errors import UsageError
from captionkit.model.timecode import parse_clock, parse_rate, rounded
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.profiles.amount import parse_amount

__all__ = ["Options", "Transform", "language_of", "takes"]

T = TypeVar("T")

_NUMBER = re.compile(r"[-+]?[0-9]+(?:\.[0-9]*)?")


@dataclass(frozen=True, slots=True)
class Options:
    """What a user asks of a transform, and what is known about the media.

    ``values`` are the ``key=value`` of one step. ``rate`` is the frame rate, ``shot_changes`` are times (ms; the first
    frame of each new shot), ``language`` overrides the track's, ``duration`` is the media's length in ms.
    ``came`` are the times (start, end) that each cue came with, from which allowances count; the present ones if empty.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    rate: Fraction | None = None
    shot_changes: tuple[int, ...] = ()
    language: str = ""
    duration: int | None = None
    came: tuple[tuple[int, int], ...] = ()

    def replace(self, **changes: Any) -> Options:
        """Return a copy with some fields changed."""
        return replace(self, **changes)

    def text(self, key: str, otherwise: str = "") -> str:
        """Return an option as written."""
        return self.values.get(key, otherwise)

    def choice(self, key: str, known: tuple[str, ...]) -> str:
        """Return one of the ``known`` words, the first where the option is absent.

        Raises UsageError for any other word.
        """
        value = self.values.get(key, known[0])
        if value not in known:
            raise UsageError(f"{key}={value}: must be one of {', '.join(known)}")
        return value

    def flag(self, key: str, *, otherwise: bool = False) -> bool:
        """Return a yes-or-no option.

        Raises UsageError for anything but true, false, yes, no, on, off, 1, 0.
        """
        value = self.values.get(key, "yes" if otherwise else "no").lower()
        if value not in _FLAGS:
            raise UsageError(f"{key}={value}: must be yes or no")
        return _FLAGS[value]

    def number(self, key: str, otherwise: T) -> Fraction | T:
        """Return a number or fraction; ``otherwise`` where the option is absent.

        Raises UsageError for anything else.
        """
        value = self.values.get(key)
        if value is None:
            return otherwise
        try:
            return Fraction(value)
        except (ValueError, ZeroDivisionError):
            raise UsageError(f"{key}={value}: is not a number") from None

    def time(self, key: str, otherwise: T) -> int | T:
        """Return ms from ``1.5s``, ``80 ms``, ``2 frames``, ``1200`` (ms) or a clock time; a leading minus is allowed.

        With a frame rate, lengths are those of the nearest whole frame. Raises UsageError for anything else, and for
        frames where no rate is known.

        >>> Options({"by": "-1.5s"}).time("by", 0), Options({"by": "1:02"}).time("by", 0)
        (-1500, 62000)
        """
        return self._time(key, otherwise, self.rate)

    def _time(self, key: str, otherwise: T, grid: Fraction | None) -> int | T:
        value = self.values.get(key)
        if value is None:
            return otherwise
        sign, bare = (-1, value[1:]) if value.startswith("-") else (1, value.removeprefix("+"))
        if ":" in bare:
            return sign * parse_clock(bare)
        amount = parse_amount(int(bare) if bare.isascii() and bare.isdigit() else bare)
        if amount.frames is not None and self.rate is None:
            raise UsageError(f"{key}={value}: frames have no length without a frame rate", hint="--rate 25")
        return sign * rounded((amount.exact(self.rate) if grid is None else amount.on_grid(grid)) or Fraction(0))

    def moment(self, key: str, otherwise: T) -> int | T:
        """Return ms as :meth:`time` does, to the ms, where a number needs its unit: ``2`` may be seconds or ms.

        Raises UsageError for a number alone (0 is 0 in every unit), and for what is not a time.

        >>> Options({"by": "-2s"}).moment("by", 0), Options({"from": "10:00"}).moment("from", None)
        (-2000, 600000)
        """
        value = self.values.get(key)
        if value is not None and _NUMBER.fullmatch(value) and float(value):
            raise UsageError(f"{key}={value}: seconds or ms?", hint=f"write {key}={value}s or {key}={value}ms")
        return self._time(key, otherwise, None)

    def frame_rate(self, key: str) -> Fraction | None:
        """Return a frame rate, None where the option is absent.

        Raises UsageError for what is not a rate.
        """
        value = self.values.get(key)
        return None if value is None else parse_rate(value)


_FLAGS = {"yes": True, "true": True, "on": True, "1": True, "no": False, "false": False, "off": False, "0": False}


class Transform(Protocol):
    """A step of a pipeline. It leaves cues that it does not change as the same objects."""

    def __call__(self, track: Track, profile: Profile, options: Options) -> Result[Track]:
        """Return the changed track with what there is to report."""


def takes(**meanings: str) -> Callable[[Transform], Transform]:
    """Declare the options that a transform takes, each with its meaning; any other is refused.

    >>> @takes(by="how much")
    ... def shift(track, profile, options): ...
    >>> shift.takes
    {'by': 'how much'}
    """

    def mark(function: Transform) -> Transform:
        function.takes = meanings  # type: ignore[attr-defined]
        return function

    return mark


def options_of(function: Transform) -> Mapping[str, str]:
    """Return the options a transform declares (none where it declares nothing)."""
    return getattr(function, "takes", {})


def demand_known(name: str, function: Transform, values: Mapping[str, str]) -> None:
    """Refuse options that a transform does not take.

    Raises UsageError, with the nearest known option.
    """
    known = options_of(function)
    for key in values:
        if key not in known:
            raise UsageError(f"the transform {name} has no option {key!r}", hint=_instead(name, known, key, values))


def _instead(name: str, known: Mapping[str, str], key: str, values: Mapping[str, str]) -> str:
    """Return what to write instead of an option that a transform does not take."""
    near = get_close_matches(key, known, n=1)
    if near:
        return f"did you mean {near[0]}?"
    if known and key[0] in "-+0123456789":
        given = list(values.items())
        option, value = given[given.index((key, values[key])) - 1]
        if len(given) > 1 and value[-1:].isdigit():
            return f"a comma parts options; a fraction has a point: {option}={value}.{key}"
        return f"name the option: --do {name}:{next(iter(known))}={key}"
    return f"it takes {', '.join(known) or 'no options'}"


def language_of(track: Track, profile: Profile, options: Options) -> str:
    """Return the base language a transform works in: asked for, else the track's, else the profile's only one.

    Empty where it is not known: rules and fixes of one language then do not fire.
    """
    own = profile.languages[0] if len(profile.languages) == 1 else ""
    tag = options.language or track.language or own
    return tag.replace("_", "-").partition("-")[0].lower()
