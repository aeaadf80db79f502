"""Diagnostics: the only way anything below the command line is reported.

A :class:`Diagnostic` says what was seen (``code``, ``message``), how severe it is (``severity``), where (``file``,
``line``, ``cue``) and what to do next (``hint``). Stages return them beside their value in a :class:`Result`; only
``cli`` prints them. Codes are ``area.what`` slugs; their table is :func:`all_codes`, one module per area in
:mod:`captionkit.diagnostics.codes`; the codes of ``quality`` come from its rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum
from importlib import import_module
from typing import Any, Generic, TypeVar

from captionkit.errors import StrictError, UsageError
from captionkit.values import field, replace, value

__all__ = [
    "Code",
    "Collector",
    "Diagnostic",
    "Result",
    "Severity",
    "all_codes",
    "code_info",
    "demand_known",
    "failing",
    "report",
]

T = TypeVar("T")

#: The areas that own codes; ``read.no-cues`` is in ``captionkit.diagnostics.codes.read``.
AREAS = (
    "read", "srt", "vtt", "ass", "cea608", "scc", "mcc", "stl", "edit", "small", "film", "ttml", "markup", "loss",
    "transcript", "text", "article", "stt", "profile", "segment", "timing", "transform", "quality", "translate",
    "delivery", "batch",
)  # fmt: skip
#: What ``--fail-on`` and a recipe's ``fail-on`` may name beside codes.
WORDS = ("info", "warning", "error", "never")
#: The areas whose table is made elsewhere, of what it is about; imported when a code of theirs is asked for.
_MADE_IN = {"quality": "captionkit.quality.table"}


class Severity(IntEnum):
    """How severe a diagnostic is: ``INFO`` is for the record, ``WARNING`` wants a look, ``ERROR`` is a fault."""

    INFO = 10
    WARNING = 20
    ERROR = 30

    @property
    def label(self) -> str:
        """The lower-case name, as printed and as used in JSON."""
        return self.name.lower()


@value
class Code:
    """What a diagnostic code means: its default severity, a one-line summary and the usual remedy."""

    severity: Severity
    summary: str
    hint: str = ""


@value
class Diagnostic:
    """One thing to report.

    ``line`` counts from 1 in the input as read; ``cue`` counts from 1 in the order of the track. ``data`` holds
    machine-readable detail (numbers, the text concerned) and must be JSON-serialisable.
    """

    code: str
    severity: Severity
    message: str
    hint: str = ""
    file: str = ""
    line: int | None = None
    cue: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)

    def at(self, **where: Any) -> Diagnostic:
        """Return a copy with another ``file``, ``line``, ``cue`` or ``severity``."""
        return replace(self, **where)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape: absent fields are left out."""
        shape: dict[str, Any] = {"code": self.code, "severity": self.severity.label, "message": self.message}
        for key in ("hint", "file", "line", "cue"):
            value = getattr(self, key)
            if value not in ("", None):
                shape[key] = value
        if self.data:
            shape["data"] = dict(self.data)
        return shape

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part not in ("", None))
        cue = f" (cue {self.cue})" if self.cue is not None else ""
        lead = f"{place}: " if place else ""
        return f"{lead}{self.severity.label} {self.code}: {self.message}{cue}"


@value
class Result(Generic[T]):
    """A value with everything that was noticed on the way to it.

    >>> Result(3).map(lambda n: Result(n + 1)).value
    4
    """

    value: T
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def worst(self) -> Severity | None:
        """The highest severity, or None where nothing was noticed."""
        return max((d.severity for d in self.diagnostics), default=None)

    def map(self, stage: Any) -> Result[Any]:
        """Hand the value to a stage that returns a Result, and keep both sets of diagnostics."""
        following = stage(self.value)
        return Result(following.value, self.diagnostics + following.diagnostics)


def code_info(code: str) -> Code:
    """Return what ``code`` means; in an area that is not captionkit's own it is a plugin's, and a warning.

    Raises KeyError for a code in no table (a bug: the project's tests read the source for such).

    >>> code_info("cue-cards.line").severity.label
    'warning'
    """
    area = code.partition(".")[0]
    return _codes_of(area)[code] if area in AREAS else Code(Severity.WARNING, "reported by a plugin")


def _codes_of(area: str) -> dict[str, Code]:
    codes: dict[str, Code] = import_module(_MADE_IN.get(area) or f"{__name__}.codes.{area}").CODES
    return codes


def all_codes() -> dict[str, Code]:
    """Return the table of every code, for documentation and tests."""
    table: dict[str, Code] = {}
    for area in AREAS:
        table.update(_codes_of(area))
    return table


def report(
    code: str,
    message: str,
    *,
    severity: Severity | None = None,
    hint: str | None = None,
    file: str = "",
    line: int | None = None,
    cue: int | None = None,
    data: Mapping[str, Any] | None = None,
) -> Diagnostic:
    """Make a diagnostic; severity and hint default to the code's own."""
    info = code_info(code)
    return Diagnostic(
        code=code,
        severity=info.severity if severity is None else severity,
        message=message,
        hint=info.hint if hint is None else hint,
        file=file,
        line=line,
        cue=cue,
        data=data or {},
    )


def demand_known(word: str) -> str:
    """Return ``word`` where it is a severity, ``never``, a code, or what codes begin with (``loss``, ``srt``).

    Raises UsageError with the nearest name otherwise.

    >>> demand_known("warning"), demand_known("loss:position")
    ('warning', 'loss:position')
    """
    if word in WORDS:
        return word
    codes, wanted = all_codes(), word.replace(":", ".")
    if wanted in codes or any(code.startswith(f"{wanted}.") for code in codes):
        return word
    from difflib import get_close_matches

    known = [*WORDS, *dict.fromkeys(code.partition(".")[0] for code in codes), *codes]
    near = get_close_matches(wanted, known, n=3, cutoff=0.5)
    raise UsageError(
        f"{word!r} is not a severity and not the code of a diagnostic",
        hint=f"did you mean {' or '.join(near)}?"
        if near
        else f"severities: {', '.join(WORDS)}; captionkit codes lists codes",
    )


def failing(diagnostics: Iterable[Diagnostic], fail_on: Iterable[str]) -> bool:
    """Tell whether any diagnostic is of a severity at or above, or of a code under, one that ``fail_on`` names."""
    levels = {"info": 10, "warning": 20, "error": 30}
    threshold = min((levels[word] for word in fail_on if word in levels), default=30)
    prefixes = tuple(word.replace(":", ".") for word in fail_on if word not in levels and word != "never")
    if "never" in fail_on:
        threshold = 99
    return any(
        d.severity >= threshold or any(d.code == p or d.code.startswith(f"{p}.") for p in prefixes) for d in diagnostics
    )


class Collector:
    """Gathers diagnostics inside one stage; the stage's Result takes ``collector.all``.

    With ``strict`` the first diagnostic of a *repair* (``add(..., repair=True)``) raises StrictError instead.
    ``limit`` bounds how many of one code are kept: the rest are counted in one summary line, so that a
    hostile file cannot make a million diagnostics.
    """

    def __init__(self, file: str = "", *, strict: bool = False, limit: int = 1000) -> None:
        self.file = file
        self.strict = strict
        self.limit = limit
        self._kept: list[Diagnostic] = []
        self._counts: dict[str, int] = {}

    def add(self, code: str, message: str, *, repair: bool = False, **more: Any) -> None:
        """Note one diagnostic; keyword arguments as for :func:`report`.

        Raises StrictError for a repair where the collector is strict.
        """
        count = self._counts[code] = self._counts.get(code, 0) + 1
        if count > self.limit:
            return
        diagnostic = report(code, message, file=more.pop("file", self.file), **more)
        if repair and self.strict:
            raise StrictError(str(diagnostic), hint="leave out --strict to repair and go on")
        self._kept.append(diagnostic)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Take over diagnostics that another stage returned."""
        self._kept.extend(diagnostics)

    @property
    def all(self) -> tuple[Diagnostic, ...]:
        """Everything noted so far, with a summary for each code that went over the limit."""
        over = [(code, count - self.limit) for code, count in self._counts.items() if count > self.limit]
        return (*self._kept, *[report(code, f"... and {more} more like this", file=self.file) for code, more in over])
