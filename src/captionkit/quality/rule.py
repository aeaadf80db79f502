"""What a rule is, and what it sees: a view of a cue with its neighbours, and the profile it is checked against.

A rule is a function with the decorator :func:`rule`. Its name, code, severity, row in the docs and tests follow from
that one place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from captionkit import measure
from captionkit.diagnostics import Code, Severity
from captionkit.errors import UsageError
from captionkit.model.cue import Cue, Positioning
from captionkit.model.text import PLAIN, Style, lines_of
from captionkit.model.timecode import snap_to_frame
from captionkit.model.track import Track
from captionkit.profiles import Limits, Profile
from captionkit.transforms.base import Options, language_of
from captionkit.transforms.words import in_capitals

__all__ = [
    "ALLOW", "ERROR", "FIX", "INFO", "WARNING", "Case", "CueTest", "Finding", "Rule", "RuleContext", "TrackTest",
    "View", "one", "rule", "unlink", "views_of",
]  # fmt: skip

INFO, WARNING, ERROR = Severity.INFO, Severity.WARNING, Severity.ERROR
#: The commands that hints name.
FIX = "captionkit fix"
ALLOW = "captionkit fix --allow"


class View:
    """A cue as rules see it: its text and times taken out once, its neighbours at hand.

    ``number`` counts from 1. ``lines`` are the lines' texts. What costs more is computed when it is first asked for.
    """

    __slots__ = (
        "_count",
        "_counting",
        "_widths",
        "cue",
        "duration",
        "end",
        "lines",
        "next",
        "number",
        "prev",
        "start",
        "text",
    )

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
        self._count: float | None = None

    @property
    def widths(self) -> list[float]:
        """The lines' widths, as the profile counts."""
        if self._widths is None:
            self._widths = [measure.width(line, self._counting) for line in self.lines]
        return self._widths

    @property
    def count(self) -> float:
        """The cue's characters, as the profile counts."""
        if self._count is None:
            self._count = sum(self.widths)
        return self._count


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


def unlink(view: View | None) -> None:
    """Take a chain of neighbours apart from its first on: as circles they would stay until the garbage collector comes,
    and of a million cues that is a gigabyte.
    """
    while view is not None:
        following = view.next
        view.prev = view.next = None
        view = following


class Finding:
    """What a rule found: a message, by how much the limit is missed, and numbers for machines."""

    __slots__ = ("data", "excess", "message")

    def __init__(self, message: str, excess: float = 1.0, **data: Any) -> None:
        self.message = message
        self.excess = excess
        self.data = data


Sees = Literal["text", "cue", "times", "around"]
CueTest = Callable[[View], "Finding | None"]
TrackTest = Callable[[Sequence[View]], Iterator["tuple[View | None, Finding]"]]


@dataclass(frozen=True, slots=True)
class RuleContext:
    """What a track is checked against: the profile's published limits at the track's rate, and what the media is like.

    ``language`` is the base language; empty where it is not known, and then no rule of one language fires.
    ``shot_changes`` are times in ms, ``duration`` is the media's length in ms. ``capitals`` says whether most of what
    is said in the track is in capitals.
    """

    profile: Profile
    limits: Limits
    language: str = ""
    rate: Fraction | None = None
    shot_changes: tuple[int, ...] = ()
    duration: int | None = None
    capitals: bool = False

    @classmethod
    def of(cls, track: Track, profile: Profile, options: Options) -> RuleContext:
        """Return the context of one track."""
        language = language_of(track, profile, options)
        return cls(
            profile, profile.published(options.rate), language, options.rate, options.shot_changes, options.duration,
            in_capitals(track),
        )  # fmt: skip

    @property
    def options(self) -> Options:
        """The options that transforms get."""
        return Options(rate=self.rate, shot_changes=self.shot_changes, language=self.language, duration=self.duration)

    def slack(self, view: View) -> int:
        """Return by how many ms a cue may miss what reading needs: by less than a frame where its times are on frames.

        Times can only be on frames there; a cue that had the time it needs keeps passing when it is put on them.
        """
        rate = self.rate
        if rate is None or any(abs(time - snap_to_frame(time, rate)) > 1 for time in (view.start, view.end)):
            return 0
        return int(1000 / rate)

    def style(self, key: str) -> Any:
        """Return a style setting, None where the profile has none."""
        return self.profile.style.get(key)


@dataclass(frozen=True, slots=True)
class Case:
    """An example of a rule: a small track and what it is checked against.

    ``cues`` are (start, end, text) with times in ms. ``style`` is the text's style, ``positioning`` the cues'.
    """

    cues: tuple[tuple[int, int, str], ...]
    profile: str = "default"
    language: str = "en"
    rate: Fraction | None = None
    shot_changes: tuple[int, ...] = ()
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
        return Options(rate=self.rate, shot_changes=self.shot_changes, language=self.language, duration=self.duration)


def one(text: str, profile: str = "default", language: str = "en") -> Case:
    """Return an example of one cue of 4 s."""
    return Case(((0, 4000, text),), profile, language)


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One check, made by :func:`rule`, which explains the fields.

    ``test`` takes a context and returns the check of one cue (of a whole track where ``whole``), or None where the
    profile has no such rule. ``why`` is the function's docstring.
    """

    name: str
    family: str
    test: Callable[[RuleContext], Any]
    severity: Severity
    summary: str
    hint: str
    why: str
    source: str
    bad: Case
    good: Case
    fixes: tuple[str, ...] = ()
    safe: bool = True
    languages: tuple[str, ...] = ()
    sees: Sees = "around"
    whole: bool = False
    reason: Callable[[View, RuleContext], str] | None = None

    @property
    def code(self) -> str:
        """The diagnostic code."""
        return f"quality.{self.name}"

    @property
    def meaning(self) -> Code:
        """The code's row in the table of diagnostics."""
        return Code(self.severity, self.summary, self.hint)

    def fits(self, language: str) -> bool:
        """Tell whether the rule is for a language; one that is unknown fits only rules for all."""
        return not self.languages or language in self.languages


def rule(
    severity: Severity,
    summary: str,
    *,
    source: str,
    bad: Case,
    good: Case,
    hint: str = "",
    fixes: tuple[str, ...] = (),
    safe: bool = True,
    languages: tuple[str, ...] = (),
    sees: Sees = "around",
    whole: bool = False,
    reason: Callable[[View, RuleContext], str] | None = None,
) -> Callable[[Callable[[RuleContext], Any]], Rule]:
    """Make a rule of a function; its name is the function's, its docstring says what the rule is good for.

    The function takes a :class:`RuleContext` and returns the check: a function from a :class:`View` to a
    :class:`Finding` or None. Where the profile says nothing on the matter it returns None instead, and the rule is
    silent. With ``whole`` the check takes all views and yields (view, finding).

    ``severity`` holds where a profile sets none; ``summary`` and ``hint`` are the code's. ``source`` names the style
    guide that asks for it. ``fixes`` are the transforms (``name`` or ``name:key=value``) that may remove a finding;
    ``safe`` says whether they change no word and may run unasked. ``languages`` are the base languages it is for, all
    where empty. ``sees`` is ``text`` for a check of the cue's text alone, ``cue`` where its times count too,
    ``times`` where those of the cues beside it count and no text, ``around`` where anything about them does: after a
    change no more is checked again than can see it. ``reason`` explains a finding that
    no fix could remove. ``bad`` breaks the rule, ``good`` does not: both run as tests.

    Raises UsageError for a function without a docstring.

    >>> @rule(INFO, "a question mark is doubled", source="our own", bad=one("What??"), good=one("What?"))
    ... def doubled_question(context):
    ...     "One is enough."
    ...     return lambda view: Finding("?? in the text") if "??" in view.text else None
    >>> doubled_question.name, doubled_question.code
    ('doubled-question', 'quality.doubled-question')
    """

    def make(function: Callable[[RuleContext], Any]) -> Rule:
        name = function.__name__.replace("_", "-")
        why = " ".join((function.__doc__ or "").split())
        if not why:
            raise UsageError(f"the rule {name} has no docstring", hint="say in one sentence what the rule is good for")
        family = function.__module__.rpartition(".")[2]
        return Rule(
            name, family, function, severity, summary, hint, why, source, bad, good, fixes, safe, languages, sees,
            whole, reason,
        )  # fmt: skip

    return make
