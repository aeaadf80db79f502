"""Fixing what a check finds, change by change, each judged before it is made.

A transform is run on the few cues around a finding. Its change is made where it removes the finding and adds none of
the same severity or a higher one; so a fix never makes a track worse, ends, and changes nothing when it is run again.
Safe fixes change no letter and no digit, and that is checked too, change by change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from captionkit.diagnostics import Diagnostic
from captionkit.errors import CaptionkitError
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.profiles import load as load_profile
from captionkit.quality.check import active_rules, check
from captionkit.quality.judge import Judge, letters, verdict
from captionkit.quality.rule import Rule, RuleContext
from captionkit.quality.table import all_rules, rule_called
from captionkit.transforms import TRANSFORMS, Options, Step, parse_step

__all__ = ["Change", "Fixed", "fix"]

#: Fixes that look at the cues around: these many on each side, the outermost of which stay as they are. Any other fix
#: is given the one cue, so that it cannot change a neighbour that needs no change.
AROUND = dict.fromkeys(("repair", "dedupe", "gaps", "extend", "merge", "close-gaps", "snap-shots", "drop-empty"), 2)
#: Fixes that take text away because it is there twice, or is not text; they are checked in their own way.
_TAKES_TEXT = frozenset(("dedupe", "markup"))
_PASSES = 12


@dataclass(frozen=True, slots=True)
class Change:
    """One change: which cues of the original (counted from 1), what they were and are, by which transform, and why."""

    cues: tuple[int, ...]
    before: tuple[Cue, ...]
    after: tuple[Cue, ...]
    transform: str
    why: tuple[str, ...]

    def as_dict(self) -> dict[str, object]:
        """Return the JSON shape."""
        return {
            "cues": list(self.cues),
            "transform": self.transform,
            "why": list(self.why),
            "before": [{"start": c.start, "end": c.end, "text": c.text} for c in self.before],
            "after": [{"start": c.start, "end": c.end, "text": c.text} for c in self.after],
        }


@dataclass(frozen=True, slots=True)
class Fixed:
    """A fixed track, the changes that were made, and what remains, each finding with the reason why."""

    track: Track
    changes: tuple[Change, ...]
    remaining: tuple[Diagnostic, ...]


def fix(
    track: Track,
    profile: Profile,
    options: Options | None = None,
    *,
    only: Sequence[str] = (),
    ignore: Sequence[str] = (),
    allow: Sequence[str] = (),
) -> Fixed:
    """Fix what ``check`` with the same arguments finds, as far as it can be fixed without harm.

    ``allow`` names transforms that change words (``casing``, ``numbers``, ``encoding``) and may run nonetheless.

    Raises UnknownNameError for a rule or transform that is not there.

    >>> fixed = fix(Track((Cue(0, 500, "Yes."), Cue(3000, 4000, "No."))), load_profile("default"))
    >>> fixed.track.cues[0].end, fixed.changes[0].transform, fixed.remaining
    (1000, 'extend', ())
    """
    options = options or Options()
    for name in allow:
        TRANSFORMS.get(name)
    context = RuleContext.of(track, profile, options)
    bench = _Bench(Judge(context, active_rules(context, only, ignore)), list(track.cues), tuple(allow))
    bench.run()
    result = track if not bench.changes else track.replace(cues=bench.cues)
    left = check(result, profile, options, only=only, ignore=ignore)
    return Fixed(result, tuple(bench.changes), tuple(bench.explained(left)))


class _Bench:
    """The cues being fixed, with the numbers they had."""

    def __init__(self, judge: Judge, cues: list[Cue], allow: tuple[str, ...]) -> None:
        self.judge = judge
        self.context = judge.context
        self.cues = cues
        self.origin: list[tuple[int, ...]] = [(i + 1,) for i in range(len(cues))]
        self.allow = allow
        self.allowed = {name.partition(":")[0] for r in all_rules() if not r.safe for name in r.fixes} & set(allow)
        self.changes: list[Change] = []
        self._whole: dict[str, dict[int, tuple[Cue, Cue]]] = {}
        self.steps = _steps(self.context.profile)

    def run(self) -> None:
        for _ in range(_PASSES):
            before = len(self.changes)
            self._local()
            self._sorted()
            if len(self.changes) == before:
                return

    def _local(self) -> None:
        for _ in range(_PASSES):
            before = len(self.changes)
            for step in self.steps:
                self._apply(step)
            if len(self.changes) == before:
                return

    def _apply(self, step: Step) -> None:
        name = str(step)
        i = 0
        while i < len(self.cues):
            if any(self._may(one.rule, name) for one, _ in self.judge.findings(self.cues, i)):
                self._try(step, i)
            i += 1

    def _may(self, rule: Rule, name: str) -> bool:
        return name in rule.fixes and (rule.safe or name.partition(":")[0] in self.allow)

    def _try(self, step: Step, i: int) -> None:
        """Run a fix around the cue at ``i``; make the change if it is good."""
        attempt = self._attempt(step, i)
        if isinstance(attempt, str):
            return
        first, last, new = attempt
        why = [
            f"{one.rule.name}: {finding.message}"
            for one, finding in self.judge.findings(self.cues, i)
            if str(step) in one.rule.fixes
        ]
        self._note(step, first, self.cues[first:last], new, why)
        self.cues[first:last] = new

    def _attempt(self, step: Step, i: int) -> tuple[int, int, list[Cue]] | str:
        """Return what a fix makes of the cues around ``i`` (from, to, the new cues), or why it is not to be made."""
        around = AROUND.get(step.name, 0)
        first, last = max(0, i - around), min(len(self.cues), i + around + 1)
        old = self.cues[first:last]
        if step.name in self.allowed:
            new = self._allowed(step, i)
        else:
            new = _made(step, old, self.context, outer=(around > 0 and first > 0, around > 0 and last < len(self.cues)))
        if new is None:
            return f"{step} finds no way"
        if not _same_words(step.name, old, new, allowed=step.name in self.allowed):
            return f"{step} would change words"
        # what a cue breaks depends on its neighbours: those of the changed ones are judged too, between their own
        lead = self.cues[max(0, first - 2) : first]
        candidate = lead + new + self.cues[last : last + 2]
        after = self.judge.among(candidate, len(lead) - 1, len(lead) + len(new) + 1)
        judged = verdict(self.judge.among(self.cues, first - 1, last + 1), after)
        if judged.good:
            return first, last, new
        return f"{step} would add {', '.join(judged.adds)}" if judged.adds else f"{step} does not help"

    def _allowed(self, step: Step, i: int) -> list[Cue] | None:
        """Return one cue as a fix that learns from the whole track makes it.

        The whole track is run once; a cue that has changed since is run alone, so that the work stays linear.
        """
        name = str(step)
        if name not in self._whole:
            new = _made(step, self.cues, self.context, outer=(False, False)) or self.cues
            pairs = zip(self.cues, new, strict=True) if len(new) == len(self.cues) else ()
            self._whole[name] = {id(old): (old, made) for old, made in pairs}
        known = self._whole[name].get(id(self.cues[i]))
        if known is None:
            return _made(step, [self.cues[i]], self.context, outer=(False, False))
        return None if known[1] is known[0] else [known[1]]

    def _note(self, step: Step, first: int, old: list[Cue], new: list[Cue], why: list[str]) -> None:
        head, tail = _common(old, new)
        numbers = tuple(n for group in self.origin[first + head : first + len(old) - tail] for n in group)
        gone, made = tuple(old[head : len(old) - tail]), tuple(new[head : len(new) - tail])
        self.changes.append(Change(numbers, gone, made, str(step), tuple(why)))
        groups = [numbers] * len(made)
        if len(gone) == len(made):
            groups = self.origin[first + head : first + len(old) - tail]
        self.origin[first + head : first + len(old) - tail] = groups

    def _sorted(self) -> None:
        """Put cues in order, and fix what that shows, if the whole is the better for it."""
        order = sorted(range(len(self.cues)), key=lambda i: self.cues[i].start)
        active = {one.rule.name for one in self.judge.active}
        if order == list(range(len(order))) or "order" not in active:
            return
        attempt = _Bench(self.judge, [self.cues[i] for i in order], self.allow)
        attempt.origin = [self.origin[i] for i in order]
        attempt._local()
        before = self.judge.among(self.cues, 0, len(self.cues))
        after = self.judge.among(attempt.cues, 0, len(attempt.cues))
        if verdict(before, after).good:
            moved = next(i for i, at in enumerate(order) if i != at)
            numbers = self.origin[moved]
            self.changes.append(Change(numbers, (), (), "sort", ("order: cues are not in order of time",)))
            self.changes += attempt.changes
            self.cues, self.origin = attempt.cues, attempt.origin

    def explained(self, left: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
        """Give each finding that remains the reason why."""
        for finding in left:
            rule = rule_called(finding.code)
            reason = self._reason(rule, finding)
            yield finding.at(message=f"{finding.message} - {reason}", data={**finding.data, "reason": reason})

    def _reason(self, rule: Rule, finding: Diagnostic) -> str:
        if finding.cue is None or not rule.fixes:
            return "no fix can decide this"
        allowed = [name for name in rule.fixes if self._may(rule, name)]
        if not allowed:
            return f"changes words: only on request ({', '.join(rule.fixes)})"
        view = self.judge.view(self.cues, finding.cue - 1)
        known = rule.reason(view, self.context) if rule.reason else ""
        return known or "; ".join(self._outcome(name, finding.cue - 1) for name in allowed)

    def _outcome(self, name: str, i: int) -> str:
        attempt = self._attempt(parse_step(name), i)
        return attempt if isinstance(attempt, str) else f"{name} was not needed"


def _steps(profile: Profile) -> list[Step]:
    return [parse_step(name) for name in profile.fixes or load_profile("default").fixes]


def _made(step: Step, old: list[Cue], context: RuleContext, *, outer: tuple[bool, bool]) -> list[Cue] | None:
    """Return the cues as the fix makes them, the outermost kept as they are; None where it changes nothing."""
    options = context.options.replace(values=step.values)
    try:
        transform = TRANSFORMS.get(step.name)
        new = list(transform(Track(tuple(old), language=context.language), context.profile, options).value.cues)
    except CaptionkitError:
        return None
    if outer[0] and (not new or new[0] is not old[0]):
        if len(new) != len(old):
            return None
        new[0] = old[0]
    if outer[1] and (not new or new[-1] is not old[-1]):
        if len(new) != len(old):
            return None
        new[-1] = old[-1]
    return None if len(new) == len(old) and all(a is b or a == b for a, b in zip(new, old, strict=True)) else new


def _same_words(name: str, old: Sequence[Cue], new: Sequence[Cue], *, allowed: bool) -> bool:
    if allowed or name == "markup":
        return True
    if name in _TAKES_TEXT:
        return {cue.text for cue in old} == {cue.text for cue in new}
    return letters(old) == letters(new)


def _common(old: Sequence[Cue], new: Sequence[Cue]) -> tuple[int, int]:
    """Return how many cues at the head and at the tail are the same in both."""
    most = min(len(old), len(new))
    head = next((i for i in range(most) if old[i] is not new[i]), most)
    tail = next((i for i in range(most - head) if old[-1 - i] is not new[-1 - i]), most - head)
    return head, tail
