"""A house style as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

__all__ = ["Limits", "Profile", "Sourced"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers that segmentation, transforms and rules obey; None means the house says nothing.

    ``max_cpl`` characters a line, ``max_lines`` lines a cue, ``max_cps`` characters a second, ``max_wpm`` words a
    minute, durations and gap in ms. ``counting`` names how characters are counted (see :mod:`captionkit.measure`):
    ``graphemes`` (1 each), ``halfwidth`` (wide characters 1, narrow 0.5) or ``no-marks`` (combining marks not counted).
    """

    max_cpl: float | None = 42
    max_lines: int | None = 2
    max_cps: float | None = 20
    max_wpm: float | None = None
    min_duration: int | None = 1000
    max_duration: int | None = 7000
    min_gap: int | None = 80
    counting: str = "graphemes"


@dataclass(frozen=True, slots=True)
class Sourced:
    """A profile's number with where it comes from."""

    key: str
    value: Any
    source: str
    url: str = ""
    date: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """A house style: limits, rules with severities, style settings, and the source of each number.

    ``style`` holds what is no number: ``dialog_style``, ``ellipsis``, ``sdh_brackets``, ``break_preset`` and so on;
    ``rules`` maps a rule's name to ``off``, ``info``, ``warning`` or ``error``; ``sources`` gives each number's origin.
    """

    name: str
    title: str
    languages: tuple[str, ...] = ()
    base: Limits = field(default_factory=Limits)
    style: Mapping[str, Any] = field(default_factory=dict)
    rules: Mapping[str, str] = field(default_factory=dict)
    raw: Mapping[str, Any] = field(default_factory=dict)
    sources: tuple[Sourced, ...] = ()
    inherits: tuple[str, ...] = ()
    evidence: str = ""

    def limits(self, rate: Fraction | None = None) -> Limits:
        """Return the limits, those given in frames converted at ``rate`` (24 where None)."""
        return self.base
