"""A style guide as data."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, TypeVar

from captionkit.profiles.amount import Amount

T = TypeVar("T")

__all__ = ["DEFAULT_RATE", "Limits", "Profile", "Sourced"]

#: Full-width characters a line in languages written in them.
_WIDE = {"ja": 13, "ko": 16, "yue": 16, "zh": 16}

#: The rate at which limits given in frames are converted where the track's own is not known.
DEFAULT_RATE = Fraction(24)


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers that segmentation, transforms and rules obey; None means the guide says nothing.

    ``max_cpl`` characters a line, ``max_lines`` lines a cue, ``max_chars`` characters and ``max_words`` words a cue,
    ``max_cps`` characters a second, ``max_wpm`` words a minute, durations and gaps in ms. A gap shorter than
    ``chain_gap`` is closed to ``min_gap``. ``min_word_time`` is ms a word; ``min_balance`` the shortest line's share of
    the longest. ``counting`` names how characters are counted (see :mod:`captionkit.measure`): ``graphemes`` (1 each),
    ``halfwidth`` (wide characters 1, narrow 0.5) or ``no-marks`` (combining marks not counted).
    """

    max_cpl: float | None = 42
    max_lines: int | None = 2
    max_cps: float | None = 20
    max_wpm: float | None = None
    min_duration: int | None = 1000
    max_duration: int | None = 7000
    min_gap: int | None = 80
    counting: str = "graphemes"
    chain_gap: int | None = None
    max_chars: int | None = None
    max_words: int | None = None
    min_word_time: int | None = None
    min_balance: float | None = None

    def replace(self, **changes: Any) -> Limits:
        """Return a copy with some limits changed."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Sourced:
    """A profile's number with where it comes from.

    ``key`` is its path in the file (``limits.max_cpl``), ``source`` the source's title, ``date`` the edition's date or
    the year it was read, ``evidence`` ``primary``, ``secondary``, ``implementation``, ``guide`` (a profile file that
    names no source), ``own`` (captionkit's choice) or ``fallback`` (the guide says nothing; the default profile's).
    """

    key: str
    value: Any
    source: str
    url: str = ""
    date: str = ""
    evidence: str = ""
    note: str = ""
    profile: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """A style guide: limits, rules with severities, style settings, and the source of each number.

    ``style`` holds what is not a number: ``dialog_style``, ``ellipsis``, ``sdh_brackets``, ``break_preset`` and so on;
    ``rules`` maps a rule's name to ``off``, ``info``, ``warning`` or ``error``; ``sources`` gives each number's origin.
    ``fixes`` are the transforms that a fix applies, in order. ``amounts`` are the limits that are times, before frames
    are converted. ``fallbacks`` names the limits that the guide does not publish: :meth:`limits` has the default
    profile's there, for segmentation; :meth:`published` has None, for rules.
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
    amounts: Mapping[str, Amount] = field(default_factory=dict)
    fallbacks: frozenset[str] = frozenset()
    audiences: tuple[str, ...] = ()
    fixes: tuple[str, ...] = ()
    note: str = ""
    _kept: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def limits(self, rate: Fraction | None = None) -> Limits:
        """Return the limits, those given in frames converted at ``rate`` (24 where None).

        With a rate, limits in seconds have half a frame of tolerance: 168 frames at 23.976 pass 7 s. A minimum is
        rounded down to the ms, a maximum up, as frames are rounded to ms in a file.
        """
        return self.kept(("limits", rate), lambda: self._limits(rate)) if self.amounts else self.base

    def _limits(self, rate: Fraction | None) -> Limits:
        times: dict[str, Any] = {name: amount.limit(name, rate) for name, amount in self.amounts.items()}
        return replace(self.base, **times)

    def with_limits(self, **changes: Any) -> Profile:
        """Return a copy with some limits changed; a change of None leaves that limit as it is.

        >>> Profile("x", "X").with_limits(max_words=3).limits().max_words
        3
        """
        changed = {name: value for name, value in changes.items() if value is not None}
        if not changed:
            return self
        amounts = {name: amount for name, amount in self.amounts.items() if name not in changed}
        base, fallbacks = self.base.replace(**changed), self.fallbacks - changed.keys()
        return replace(self, base=base, amounts=amounts, fallbacks=fallbacks)

    def in_language(self, language: str) -> Profile:
        """Return the profile with the line length of a language whose characters are wide.

        Only the default profile: a guide of its own says itself how long its lines are. The lengths are those of the
        Netflix guides, which count a wide character as 1 and a narrow one as 0.5.

        >>> Profile("default", "X").in_language("ja").limits().max_cpl
        13
        """
        wide = _WIDE.get(language.partition("-")[0].lower()) if self.name == "default" else None
        return self if wide is None else self.with_limits(max_cpl=wide, counting="halfwidth")

    def published(self, rate: Fraction | None = None) -> Limits:
        """Return the limits that the guide itself states, None for each that it does not."""
        without = dict.fromkeys(self.fallbacks - {"counting"})
        return self.kept(("published", rate), lambda: self.limits(rate).replace(**without))

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what follows from the profile alone: made once, kept with it."""
        if key not in self._kept:
            self._kept[key] = make()
        found: T = self._kept[key]
        return found

    def time(self, key: str, rate: Fraction | None = None) -> int | None:
        """Return a style setting that is a time, in ms; None where the profile has none of that name."""
        value = self.style.get(key)
        return value.ms(rate) if isinstance(value, Amount) else None

    def speaks(self, language: str) -> bool:
        """Tell whether the profile is meant for a BCP 47 ``language``; unknown languages and general profiles fit.

        >>> Profile("x", "X", languages=("en",)).speaks("en-GB")
        True
        """
        wanted = language.lower().split("-")[0]
        return not wanted or not self.languages or any(own.lower().split("-")[0] == wanted for own in self.languages)
