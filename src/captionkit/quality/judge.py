"""Judging a change to a few cues: whether it removes a finding and adds none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from captionkit.model.cue import Cue
from captionkit.quality.check import Active
from captionkit.quality.rule import Finding, RuleContext, View

__all__ = ["Found", "Judge", "Verdict", "letters", "verdict"]

Found = tuple[Active, Finding]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a change may be made; where not, which rules it would break."""

    good: bool
    adds: tuple[str, ...] = ()


def letters(cues: Iterable[Cue]) -> str:
    """Return the letters and digits of cues: what a safe fix leaves as it is."""
    return "".join(char for cue in cues for char in cue.text if char.isalnum())


class Judge:
    """Finds what cues break, remembering it by cue and neighbours: most of a track is judged once."""

    def __init__(self, context: RuleContext, active: Sequence[Active]) -> None:
        self.context = context
        self.active = [one for one in active if not one.rule.whole]
        self._seen: dict[tuple[int, int, int], tuple[tuple[Cue | None, ...], tuple[Found, ...]]] = {}

    def view(self, cues: Sequence[Cue], i: int) -> View:
        """Return the view of one cue between its neighbours."""
        counting = self.context.limits.counting
        view = View(cues[i], i + 1, counting)
        if i:
            view.prev = View(cues[i - 1], i, counting)
            view.prev.next = view
        if i + 1 < len(cues):
            view.next = View(cues[i + 1], i + 2, counting)
            view.next.prev = view
        return view

    def findings(self, cues: Sequence[Cue], i: int) -> tuple[Found, ...]:
        """Return what the cue at ``i`` breaks."""
        around = (cues[i - 1] if i else None, cues[i], cues[i + 1] if i + 1 < len(cues) else None)
        key = (id(around[0]), id(around[1]), id(around[2]))
        known = self._seen.get(key)
        if known is None:
            view = self.view(cues, i)
            found = tuple((one, finding) for one in self.active if (finding := one.test(view)) is not None)
            # the cues are kept with the answer, so that their ids cannot be given to others
            known = self._seen[key] = (around, found)
        return known[1]

    def among(self, cues: Sequence[Cue], first: int, last: int) -> list[Found]:
        """Return what the cues from ``first`` to before ``last`` break."""
        return [found for i in range(max(0, first), min(len(cues), last)) for found in self.findings(cues, i)]


def verdict(before: Sequence[Found], after: Sequence[Found]) -> Verdict:
    """Judge a change by what was found before it and after it.

    It is good where a rule is broken less often, and no rule of that severity or a higher one more often; or where
    each rule is broken as often, but by less.
    """
    counts, later = _counts(before), _counts(after)
    severity = {one.rule.name: one.severity for one, _ in (*before, *after)}
    fewer = [name for name in counts if later[name] < counts[name]]
    more = [name for name in later if later[name] > counts[name]]
    if fewer:
        gain = max(severity[name] for name in fewer)
        harm = tuple(name for name in more if severity[name] >= gain)
        return Verdict(not harm, harm)
    if more:
        return Verdict(False, tuple(more))
    excess, lower = _excess(before), _excess(after)
    worse = tuple(name for name in lower if lower[name] > excess[name])
    return Verdict(not worse and any(lower[name] < excess[name] for name in excess), worse)


def _counts(found: Sequence[Found]) -> Counter[str]:
    return Counter(one.rule.name for one, _ in found)


def _excess(found: Sequence[Found]) -> dict[str, float]:
    total: dict[str, float] = {}
    for one, finding in found:
        total[one.rule.name] = total.get(one.rule.name, 0.0) + finding.excess
    return total
