"""What a fix leaves: each finding with the reason why it is still there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from captionkit.diagnostics import Diagnostic
from captionkit.quality.check import LIMIT, Active, diagnostic_of, truncated
from captionkit.quality.judge import Place, refusal_of
from captionkit.quality.rule import Finding, Rule

if TYPE_CHECKING:
    from captionkit.quality.run import Run

__all__ = ["remaining"]

_ABSENT = ("is not among the profile's fixes", "was not tried")


def remaining(run: Run, whole: Sequence[Active]) -> tuple[Diagnostic, ...]:
    """Return what the track breaks now; beyond as many findings as a check reports they are counted alone."""
    kept: list[Diagnostic] = []
    count = 0
    for count, (place, one, found) in enumerate(_left(run, whole), 1):
        if count <= LIMIT:
            kept.append(_explained(run, place, one, diagnostic_of(place, one, found)))
    return (*kept, *truncated(count))


def _left(run: Run, whole: Sequence[Active]) -> Iterator[tuple[Place | None, Active, Finding]]:
    """Yield what is broken, place by place; what concerns the whole track comes last."""
    places = list(run.places())
    for number, place in enumerate(places, 1):
        place.number = number
    for place in places:
        for one, found in run.judge.sorted(place):
            yield place, one, found
    for one in whole:
        for at, found in one.test(places):
            yield at, one, found


def _explained(run: Run, place: Place | None, one: Active, finding: Diagnostic) -> Diagnostic:
    reason = _reason(run, place, one.rule)
    return finding.at(message=f"{finding.message} - {reason}", data={**finding.data, "reason": reason})


def _reason(run: Run, place: Place | None, rule: Rule) -> str:
    if place is None or not rule.fixes:
        return "no fix can decide this"
    if not any(run.may(rule, fix) for fix in rule.fixes):
        return f"changes words: only on request ({', '.join(rule.fixes)})"
    known = rule.reason(place, run.context) if rule.reason else ""
    tried = [(fix, refusal_of(place, run.at.get(fix, -1))) for fix in rule.fixes if run.may(rule, fix)]
    return known or "; ".join(one.why if one else f"{fix} {_ABSENT[fix in run.at]}" for fix, one in tried)
