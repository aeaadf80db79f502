"""Checking a track against a guide's rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from captionkit.diagnostics import Diagnostic, Severity, code_info, report
from captionkit.errors import ProfileError
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.quality.rule import Finding, Rule, StyleGuide, View, views_of
from captionkit.quality.table import all_rules, rule_called
from captionkit.transforms.base import Options

__all__ = ["Active", "active_rules", "check", "findings_in"]

_SEVERITY = {"info": Severity.INFO, "warning": Severity.WARNING, "error": Severity.ERROR}


@dataclass(frozen=True, slots=True)
class Active:
    """A rule that a guide has, with the severity it has there and the check bound to the guide's numbers."""

    rule: Rule
    severity: Severity
    test: Any
    hint: str = ""


def check(
    track: Track,
    profile: Profile,
    options: Options | None = None,
    *,
    only: Sequence[str] = (),
    ignore: Sequence[str] = (),
    limit: int = 100_000,
) -> tuple[Diagnostic, ...]:
    """Return what a track breaks of a guide's rules, by cue, then in the order of the rules.

    ``options`` hold what is known of the media: frame rate, cuts, length, language. ``only`` and ``ignore`` name rules.
    At most ``limit`` findings are told; the rest are counted in one more.

    Raises UnknownNameError for a rule that is not there, ProfileError for a profile that names one.

    >>> from captionkit.model.cue import Cue
    >>> from captionkit.profiles import load
    >>> [str(d) for d in check(Track((Cue(0, 500, "Yes."),)), load("default"))]
    ['warning quality.min-duration: stands 0.5 s, at least 1 s are asked for (cue 1)']
    """
    guide = StyleGuide.of(track, profile, options or Options())
    views = views_of(track.cues, guide.limits.counting)
    found: list[Diagnostic] = []
    told = 0
    for view, active, finding in findings_in(views, active_rules(guide, only, ignore)):
        told += 1
        if told <= limit:
            found.append(_diagnostic(view, active, finding))
    if told > limit:
        found.append(report("quality.truncated", f"... and {told - limit} more findings"))
    return tuple(found)


def active_rules(guide: StyleGuide, only: Sequence[str] = (), ignore: Sequence[str] = ()) -> list[Active]:
    """Return the rules that apply: those the profile does not switch off, for the language, with a number to check."""
    _demand_known(guide.profile)
    wanted = {rule_called(name).name for name in only}
    unwanted = {rule_called(name).name for name in ignore}
    active = []
    for rule in all_rules():
        severity = guide.profile.rules.get(rule.name, "")
        if (wanted and rule.name not in wanted) or rule.name in unwanted or not rule.fits(guide.language):
            continue
        if severity == "off" and rule.name not in wanted:
            continue
        test = rule.test(guide)
        if test is not None:
            info = code_info(rule.code)
            active.append(Active(rule, _SEVERITY.get(severity) or info.severity, test, info.hint))
    return active


def _demand_known(profile: Profile) -> None:
    known = {rule.name for rule in all_rules()}
    unknown = [name for name in profile.rules if name not in known]
    if unknown:
        raise ProfileError(
            f"profile {profile.name}: there is no rule called {', '.join(unknown)}",
            hint="`captionkit check --list-rules` lists them",
        )


def findings_in(views: Sequence[View], active: Iterable[Active]) -> Iterator[tuple[View | None, Active, Finding]]:
    """Yield what the rules find, cue by cue; what concerns the whole track comes last."""
    chosen = list(active)
    local = [(one, one.test) for one in chosen if not one.rule.whole]
    for view in views:
        for one, test in local:
            finding = test(view)
            if finding is not None:
                yield view, one, finding
    for one in chosen:
        if one.rule.whole:
            for place, finding in one.test(views):
                yield place, one, finding


def _diagnostic(view: View | None, active: Active, finding: Finding) -> Diagnostic:
    data = dict(finding.data)
    if view is not None:
        data |= {"start": view.start, "end": view.end}
    return Diagnostic(
        code=active.rule.code,
        severity=active.severity,
        message=finding.message,
        hint=active.hint,
        cue=None if view is None else view.number,
        data=data,
    )
