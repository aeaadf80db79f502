"""Checking a track against a profile's rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from captionkit.diagnostics import Diagnostic, Severity, report
from captionkit.errors import ProfileError, UnknownNameError
from captionkit.formats.base import gc_paused
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.quality.rule import Finding, Rule, RuleContext, View, unlink, views_of
from captionkit.quality.table import all_rules, registered, rule_called
from captionkit.transforms.base import Options

__all__ = ["LIMIT", "Active", "active_rules", "check", "diagnostic_of", "findings_in", "truncated"]

#: As many findings are reported, the rest are counted.
LIMIT = 100_000

_SEVERITY = {"info": Severity.INFO, "warning": Severity.WARNING, "error": Severity.ERROR}


@dataclass(frozen=True, slots=True)
class Active:
    """A rule that a profile has, with the severity it has there and the check bound to the profile's numbers."""

    rule: Rule
    severity: Severity
    test: Any


def check(
    track: Track,
    profile: Profile,
    options: Options | None = None,
    *,
    only: Sequence[str | Rule] = (),
    ignore: Sequence[str | Rule] = (),
    limit: int = LIMIT,
) -> tuple[Diagnostic, ...]:
    """Return what a track breaks of a profile's rules, by cue, then in the order of the rules.

    ``options`` hold what is known of the media: frame rate, shot changes, length, language. ``only`` and
    ``ignore`` name rules (see :func:`rule_called`). At most ``limit`` findings are reported, the rest are counted.

    Raises UnknownNameError for a rule that is not there, ProfileError for a profile that names one.

    >>> from captionkit.model.cue import Cue
    >>> from captionkit.profiles import load
    >>> [str(d) for d in check(Track((Cue(0, 500, "Yes."),)), load("default"))]
    ['warning quality.min-duration: duration 0.5 s, minimum 1 s (cue 1)']
    """
    context = RuleContext.of(track, profile, options or Options())
    active = active_rules(context, only, ignore)
    found: list[Diagnostic] = []
    count = 0
    with gc_paused(ages=False):
        views = views_of(track.cues, context.limits.counting)
        for count, (view, one, finding) in enumerate(findings_in(views, active), 1):
            if count <= limit:
                found.append(diagnostic_of(view, one, finding))
        unlink(views[0] if views else None)
    return (*found, *truncated(count, limit))


def truncated(count: int, limit: int = LIMIT) -> tuple[Diagnostic, ...]:
    """Return the finding that counts those beyond the limit, if there are any."""
    return (report("quality.truncated", f"... and {count - limit} more findings"),) if count > limit else ()


def active_rules(
    context: RuleContext, only: Sequence[str | Rule] = (), ignore: Sequence[str | Rule] = ()
) -> list[Active]:
    """Return the rules that apply: those the profile does not switch off, for the language, with a number to check.

    Rules of one's own apply where ``only`` or the profile's ``[rules]`` names them; a profile, which is a file that may
    come from anywhere, names them by entry point alone and never by module.
    """
    severities = _severities(context.profile)
    wanted = [rule_called(name) for name in only]
    unwanted = {rule_called(name).name for name in ignore}
    known = {rule.name: rule for rule in (*all_rules(), *severities, *wanted)}
    by_name = {rule.name: severity for rule, severity in severities.items()}
    names = {rule.name for rule in wanted}
    active = []
    for rule in known.values():
        severity = by_name.get(rule.name, "")
        if (names and rule.name not in names) or rule.name in unwanted or not rule.fits(context.language):
            continue
        if severity == "off" and rule.name not in names:
            continue
        test = rule.test(context)
        if test is not None:
            active.append(Active(rule, _SEVERITY.get(severity, rule.severity), test))
    return active


def _severities(profile: Profile) -> dict[Rule, str]:
    found: dict[Rule, str] = {}
    unknown = []
    for name, severity in profile.rules.items():
        try:
            found[registered(name)] = severity
        except UnknownNameError:
            unknown.append(name)
    if unknown:
        raise ProfileError(
            f"profile {profile.name}: there is no rule called {', '.join(unknown)}",
            hint="`captionkit check --list-rules` lists them",
        )
    return found


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


def diagnostic_of(view: View | None, active: Active, finding: Finding) -> Diagnostic:
    """Return a finding as a diagnostic."""
    data = finding.data if view is None else {**finding.data, "start": view.start, "end": view.end}
    return Diagnostic(
        code=active.rule.code,
        severity=active.severity,
        message=finding.message,
        hint=active.rule.hint,
        cue=None if view is None else view.number,
        data=data,
    )
