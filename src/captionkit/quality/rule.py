"""What a rule is, and what it sees: a view of a cue with its neighbours, and the guide it is judged by."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from captionkit import measure
from captionkit.model.cue import Cue, Positioning
from captionkit.model.text import PLAIN, Style, lines_of
from captionkit.model.track import Track
from captionkit.profiles import Limits, Profile
from captionkit.transforms.base import Options, language_of

__all__ = ["Case", "CueTest", "Finding", "Rule", "StyleGuide", "TrackTest", "View", "one", "views_of"]


class View:
    """A cue as rules see it: its text and times taken out once, its neighbours at hand.

    ``number`` counts from 1. ``lines`` are the lines' texts. What costs more is computed when it is first asked for.
    """

    __slots__ = ("_counting", "_widths", "cue", "duration", "end", "lines", "next", "number", "prev", "start", "text")

    def __init__(self, cue: Cue, number: int, counting: str) -> None:
        self.cue = cue
        self.number = number
        self.start = cue.start
        self.end = cue.end
        self.duration = cue.end - cue.start
        self.lines = [line.text for line in cue.lines]
        self.text = "\n".join(self.lines)
        self.prev: View | None = None
        self.next: View | None = None
        self._counting = counting
        self._widths: list[float] | None = None

    @property
    def widths(self) -> list[float]:
        """The lines' widths, as the guide counts."""
        if self._widths is None:
            self._widths = [measure.width(line, self._counting) for line in self.lines]
        return self._widths

    @property
    def count(self) -> float:
        """The cue's characters, as the guide counts."""
        return sum(self.widths)


def views_of(cues: Sequence[Cue], counting: str = "graphemes", first: int = 1) -> list[View]:
    """Return the views of cues, linked to their neighbours."""
    views = [View(cue, number, counting) for number, cue in enumerate(cues, first)]
    before: View | None = None
    for view in views:
        view.prev = before
        if before is not None:
            before.next = view
        before = view
    return views


class Finding:
    """What a rule found: a message, by how much the limit is missed, and numbers for machines."""

    __slots__ = ("data", "excess", "message")

    def __init__(self, message: str, excess: float = 1.0, **data: Any) -> None:
        self.message = message
        self.excess = excess
        self.data = data


CueTest = Callable[[View], "Finding | None"]
TrackTest = Callable[[Sequence[View]], Iterator["tuple[View | None, Finding]"]]


@dataclass(frozen=True)
class StyleGuide:
    """What a track is judged by: the profile's published limits at the track's rate, and what is known of the media.

    ``language`` is the base language; empty where it is not known, and then no rule of one language fires.
    """

    profile: Profile
    limits: Limits
    language: str = ""
    rate: Fraction | None = None
    cuts: tuple[int, ...] = ()
    duration: int | None = None

    @classmethod
    def of(cls, track: Track, profile: Profile, options: Options) -> StyleGuide:
        """Return the guide for one track."""
        language = language_of(track, profile, options)
        return cls(profile, profile.published(options.rate), language, options.rate, options.cuts, options.duration)

    @property
    def options(self) -> Options:
        """What transforms are told."""
        return Options(rate=self.rate, cuts=self.cuts, language=self.language, duration=self.duration)

    def style(self, key: str) -> Any:
        """Return a style setting, None where the profile has none."""
        return self.profile.style.get(key)


@dataclass(frozen=True, slots=True)
class Case:
    """An example of a rule: a small track and what it is judged by.

    ``cues`` are (start, end, text) with times in ms. ``style`` is the text's style, ``place`` the cues' place.
    """

    cues: tuple[tuple[int, int, str], ...]
    profile: str = "default"
    language: str = "en"
    rate: Fraction | None = None
    cuts: tuple[int, ...] = ()
    duration: int | None = None
    style: Style = PLAIN
    positioning: Positioning | None = None
    voices: tuple[str, ...] = ()

    @property
    def track(self) -> Track:
        """The example as a track."""
        return Track(tuple(self._cue(*row) for row in self.cues), language=self.language)

    def _cue(self, start: int, end: int, text: str) -> Cue:
        lines = lines_of(text, self.style)
        if self.voices:
            lines = tuple(
                line for one, voice in zip(text.split("\n"), self.voices, strict=True)
                for line in lines_of(one, self.style.replace(voice=voice))
            )  # fmt: skip
        return Cue(start, end, lines, positioning=self.positioning)

    @property
    def options(self) -> Options:
        """The example's surroundings."""
        return Options(rate=self.rate, cuts=self.cuts, language=self.language, duration=self.duration)


def one(text: str, profile: str = "default", language: str = "en") -> Case:
    """Return an example of one cue of 4 s."""
    return Case(((0, 4000, text),), profile, language)


@dataclass(frozen=True, slots=True)
class Rule:
    """One check.

    ``test`` takes a guide and returns the check of one cue (of a whole track where ``whole``), or None where the guide
    has no such rule. ``mends`` are the transforms (``name`` or ``name:key=value``) that may remove a finding, ``safe``
    whether they may run unasked: a safe mend changes no word. ``languages`` are the base languages it is for, any where
    empty. ``why`` says what it is good for, ``source`` which guide says so. ``bad`` breaks the rule once, ``good`` does
    not: both run as tests.
    """

    name: str
    family: str
    test: Callable[[StyleGuide], Any]
    why: str
    source: str
    bad: Case
    good: Case
    mends: tuple[str, ...] = ()
    safe: bool = True
    languages: tuple[str, ...] = ()
    whole: bool = False
    reason: Callable[[View, StyleGuide], str] | None = field(default=None)

    @property
    def code(self) -> str:
        """The diagnostic code."""
        return f"quality.{self.name}"

    def fits(self, language: str) -> bool:
        """Tell whether the rule is for a language; one that is unknown fits only rules for all."""
        return not self.languages or language in self.languages
