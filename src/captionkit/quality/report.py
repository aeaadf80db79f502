"""What a check of one file or many found, ready to be shown in any form."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from captionkit.diagnostics import Diagnostic, Severity
from captionkit.model.track import Track
from captionkit.quality.statistics import Statistics

if TYPE_CHECKING:
    from captionkit.quality.fix import FixOutcome

__all__ = ["FileReport", "Report", "Waived"]


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding that somebody let pass, and why."""

    finding: Diagnostic
    reason: str


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file: its track, what it breaks, what is waived or known from a baseline, and its numbers.

    ``error`` says why the file could not be checked; there is no track then. ``noticed`` is what reading it reported.
    ``fixed`` is what a fix would make of the track, where that was asked for.
    """

    name: str
    track: Track | None
    findings: tuple[Diagnostic, ...] = ()
    waived: tuple[Waived, ...] = ()
    known: tuple[Diagnostic, ...] = ()
    noticed: tuple[Diagnostic, ...] = ()
    statistics: Statistics | None = None
    error: str = ""
    fixed: FixOutcome | None = None

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What reading the file reported, and the findings."""
        return self.noticed + self.findings

    def text_of(self, finding: Diagnostic) -> str:
        """Return the text of the cue that a finding is about."""
        if self.track is None or finding.cue is None or finding.cue > len(self.track.cues):
            return ""
        return self.track.cues[finding.cue - 1].text

    def as_dict(self) -> dict[str, object]:
        """Return the JSON shape."""
        shape: dict[str, object] = {
            "file": self.name,
            "findings": [d.as_dict() for d in self.findings],
            "waived": [{**w.finding.as_dict(), "reason": w.reason} for w in self.waived],
            "known": len(self.known),
            "statistics": self.statistics.as_dict() if self.statistics else None,
        }
        return shape | ({"error": self.error} if self.error else {})


@dataclass(frozen=True, slots=True)
class Report:
    """Several files, checked by one profile.

    ``rules`` are those that were active for at least one of them, ``max_cps`` the profile's reading speed, for plots,
    ``counting`` how it counts characters, ``version`` captionkit's.
    """

    profile: str
    files: tuple[FileReport, ...] = ()
    rules: tuple[str, ...] = field(default=())
    max_cps: float | None = None
    version: str = ""
    counting: str = "graphemes"

    @property
    def findings(self) -> tuple[Diagnostic, ...]:
        """Every finding of every file."""
        return tuple(finding for file in self.files for finding in file.findings)

    @property
    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """What reading the files reported, and the findings."""
        return tuple(found for file in self.files for found in file.diagnostics)

    @property
    def failed(self) -> bool:
        """Whether a file could not be checked."""
        return any(file.error for file in self.files)

    def count(self, severity: Severity) -> int:
        """Return how many findings are of one severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def by_rule(self) -> Counter[str]:
        """Return how often each rule is broken."""
        return Counter(finding.code for finding in self.findings)

    def as_dict(self) -> dict[str, object]:
        """Return the JSON shape."""
        return {
            "profile": self.profile,
            "summary": {
                "files": len(self.files),
                "unreadable": sum(bool(file.error) for file in self.files),
                "cues": sum(len(file.track.cues) for file in self.files if file.track),
                **{
                    f"{severity.label}s": self.count(severity)
                    for severity in (Severity.ERROR, Severity.WARNING, Severity.INFO)
                },
                "waived": sum(len(file.waived) for file in self.files),
                "known": sum(len(file.known) for file in self.files),
                "by_rule": dict(self.by_rule().most_common()),
            },
            "files": [file.as_dict() for file in self.files],
        }
