"""Findings and counters as the page shows them; every number is the style guide's own counting."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import pairwise
from operator import itemgetter
from time import perf_counter
from typing import Any

from captionkit import measure
from captionkit.diagnostics import Diagnostic
from captionkit.model.cue import Cue
from captionkit.profiles import Limits
from captionkit.quality.check import Active
from captionkit.quality.judge import Found
from captionkit.quality.live import LiveCheck
from captionkit.quality.rule import Finding, View

__all__ = [
    "FEW",
    "counters_of",
    "curves",
    "finding_of",
    "limits_of",
    "noticed",
    "passed",
    "slice_of",
    "whole_of",
]

#: Where a finding stands in the row, by the rule's name; all others stand at the text.
_AT = {
    "negative-time": "start", "order": "start", "shot-change": "start", "frame-grid": "start", "first-cue": "start",
    "programme-start": "start", "end-before-start": "end", "past-end": "end", "overlap": "gap", "min-gap": "gap",
    "chain-gap": "gap", "min-duration": "duration", "max-duration": "duration", "label-time": "duration",
    "reading-speed": "speed", "word-speed": "speed", "word-time": "speed", "reading-table": "speed",
    "channel": "speed", "line-length": "width", "balance": "width", "lines": "lines", "cue-length": "lines",
    "one-line": "lines", "positioning": "place", "label-spelling": "speaker",
}  # fmt: skip
#: The numbers of a finding that say how much there is, the most telling first.
_VALUES = ("cps", "wpm", "width", "lines", "duration", "gap", "overlap", "words", "need", "start")
#: Returns why findings of a rule are let pass, ``""`` where they are not.
Why = Callable[[str], str]
#: Of so many cues the whole is judged in no time.
FEW = 5000
#: How long (s) one slice of judging may keep others waiting.
_SLICE = 0.02


def finding_of(active: Active, finding: Finding, reason: str = "", number: int = 0) -> dict[str, Any]:
    """Return a finding as the page shows it; ``number`` parts several of one rule, ``reason`` lets it pass."""
    rule = active.rule
    shown: dict[str, Any] = {
        "key": f"{rule.name}#{number}" if number else rule.name,
        "code": rule.code,
        "severity": active.severity.label,
        "at": _AT.get(rule.name, "text"),
        "text": finding.message,
        "value": next((finding.data[key] for key in _VALUES if key in finding.data), None),
        "limit": finding.data.get("limit"),
        "why": f"{rule.why} ({rule.source})",
        "hint": rule.hint,
        "fixable": bool(rule.fixes) and rule.safe,
    }
    return {**shown, "waived": reason} if reason else shown


def passed(found: Iterable[Found], why: Why) -> list[dict[str, Any]]:
    """Return findings of a cue, those that are let pass with the reason."""
    return [finding_of(*one, why(one[0].rule.name)) for one in found]


def whole_of(live: LiveCheck, ids: Sequence[str], why: Callable[[str, str], str]) -> list[dict[str, Any]]:
    """Return what the whole track breaks; ``id`` is the cue where that shows, None for the track itself."""
    shown: list[dict[str, Any]] = []
    counts: dict[str, int] = {}
    for at, one, finding in live.whole():
        number = counts[one.rule.name] = counts.get(one.rule.name, 0) + 1
        name = None if at is None else ids[at]
        reason = "" if name is None else why(name, one.rule.name)
        shown.append({"id": name, **finding_of(one, finding, reason, number)})
    return shown


def slice_of(
    live: LiveCheck, ids: Sequence[str], first: int, count: int, why: Callable[[str, str], str]
) -> tuple[dict[str, list[dict[str, Any]]], int]:
    """Return findings from a position on, of ``count`` cues or of as many as there is time for, and where to go on."""
    found: dict[str, list[dict[str, Any]]] = {}
    begun = perf_counter()
    for at in range(first, min(first + count, len(ids))):
        if some := passed(live.found(at), partial(why, ids[at])):
            found[ids[at]] = some
        if perf_counter() - begun > _SLICE:
            return found, at + 1
    return found, min(first + count, len(ids))


def counters_of(view: View, limits: Limits) -> dict[str, Any]:
    """Return the counters of a cue between its neighbours, and which of them are over their limit."""
    speed = measure.speed(view.text, view.duration, limits.counting)
    before = None if view.prev is None else measure.gap(view.prev.cue, view.cue)
    after = None if view.next is None else measure.gap(view.cue, view.next.cue)
    return {
        "widths": [_number(width) for width in view.widths],
        "lines": len(view.lines),
        "speed": None if speed == float("inf") else round(speed, 2),
        "duration": view.duration,
        "before": before,
        "after": after,
        "over": _over(view, limits, before, after),
    }


def _over(view: View, limits: Limits, before: int | None, after: int | None) -> list[str]:
    """Return which limits the counters miss: as the rules judge, without what a profile lets pass."""
    fast = limits.max_cps and view.count and measure.too_fast(view.count, view.duration, limits.max_cps)
    tests = {
        "width": limits.max_cpl and any(width > limits.max_cpl for width in view.widths),
        "lines": limits.max_lines and len(view.lines) > limits.max_lines,
        "speed": fast,
        "short": limits.min_duration and view.duration < limits.min_duration,
        "long": limits.max_duration and view.duration > limits.max_duration,
        "before": before is not None and before < (limits.min_gap or 0),
        "after": after is not None and after < (limits.min_gap or 0),
    }
    return [name for name, missed in tests.items() if missed]


def _number(value: float) -> float:
    return int(value) if value == int(value) else value


def limits_of(limits: Limits) -> dict[str, Any]:
    """Return the limits as the page shows them; None where the guide says nothing."""
    return {
        "width": limits.max_cpl,
        "lines": limits.max_lines,
        "speed": limits.max_cps,
        "min_duration": limits.min_duration,
        "max_duration": limits.max_duration,
        "gap": limits.min_gap,
    }


def noticed(diagnostic: Diagnostic, ids: Sequence[str]) -> dict[str, Any]:
    """Return what was noticed while reading or writing, with the cue by its identifier."""
    at = (diagnostic.cue or 0) - 1
    return {
        "code": diagnostic.code,
        "severity": diagnostic.severity.label,
        "text": diagnostic.message,
        "hint": diagnostic.hint,
        "id": ids[at] if 0 <= at < len(ids) else None,
    }


def curves(cues: Sequence[Cue], counting: str, most: int = 2000) -> dict[str, list[Sequence[float]]]:
    """Return ``[start, value]`` of reading speed (c/s), length and gap (ms) over the programme.

    Thinned to ``most`` each: of neighbours the one that is furthest from what can be wished stays, so that a curve
    shows every peak.
    """
    speeds = [
        [cue.start, round(measure.speed(cue.text, cue.duration, counting), 1)] for cue in cues if cue.duration > 0
    ]
    lengths = [[cue.start, cue.duration] for cue in cues]
    gaps = [[cue.end, measure.gap(cue, following)] for cue, following in pairwise(cues)]
    return {
        "speed": _thinned(speeds, most, max), "duration": _thinned(lengths, most, min), "gap": _thinned(gaps, most, min)
    }  # fmt: skip


def _thinned(points: Sequence[Sequence[float]], most: int, choose: Any) -> list[Sequence[float]]:
    step = -(-len(points) // most) or 1
    return [choose(points[at : at + step], key=itemgetter(1)) for at in range(0, len(points), step)]
