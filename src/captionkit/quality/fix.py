"""Fixing what a check finds, change by change, each judged before it is made.

A transform is run on the few cues around a finding. Its change is made where it removes the finding and adds none of
the same severity or a higher one; so a fix never makes a track worse, ends, and changes nothing when it is run again.
How far a time may move counts from the times that the track came with, over the whole run; what a cue was given and
then lost to a neighbour it may be given again. Safe fixes change no letter and no digit, and that is checked too,
change by change, and once more for the whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from captionkit.diagnostics import Diagnostic, report
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.quality.check import Active, active_rules, collector_paused
from captionkit.quality.judge import Judge, Place, letters
from captionkit.quality.rule import Rule, RuleContext
from captionkit.quality.run import Change, Run
from captionkit.transforms import TRANSFORMS, Options

__all__ = ["Change", "FixOutcome", "fix"]


@dataclass(frozen=True, slots=True)
class FixOutcome:
    """A fixed track, the changes that were made, and what remains, each finding with the reason why.

    ``numbers`` says for each cue of the track which cues of the original (from 1) it stands for; empty where nothing
    was changed.
    """

    track: Track
    changes: tuple[Change, ...]
    remaining: tuple[Diagnostic, ...]
    numbers: tuple[tuple[int, ...], ...] = ()


def fix(
    track: Track,
    profile: Profile,
    options: Options | None = None,
    *,
    only: Sequence[str | Rule] = (),
    ignore: Sequence[str | Rule] = (),
    allow: Sequence[str] = (),
) -> FixOutcome:
    """Fix what ``check`` with the same arguments finds, as far as it can be fixed without harm.

    ``allow`` names transforms that change words (``casing``, ``numbers``, ``encoding``) and may run nonetheless.

    Raises UnknownNameError for a rule or transform that is not there.

    >>> from captionkit.model.cue import Cue
    >>> from captionkit.profiles import load
    >>> fixed = fix(Track((Cue(0, 500, "Yes."), Cue(3000, 4000, "No."))), load("default"))
    >>> fixed.track.cues[0].end, fixed.changes[0].transform, fixed.remaining
    (1000, 'extend', ())
    """
    for name in allow:
        TRANSFORMS.get(name)
    context = RuleContext.of(track, profile, options or Options())
    active = active_rules(context, only, ignore)
    with collector_paused():
        return _fixed(track, Judge(context, active), tuple(allow), [one for one in active if one.rule.whole])


def _fixed(track: Track, judge: Judge, allow: tuple[str, ...], whole: Sequence[Active]) -> FixOutcome:
    run = Run(judge, allow, _places(track, judge.context.limits.counting))
    run.all()
    if not run.changes:
        return FixOutcome(track, (), run.remaining(whole))
    if _words_lost(track, run):
        run = Run(judge, allow, _places(track, judge.context.limits.counting))
        refused = report("quality.fix-refused", "words would have been lost: nothing was changed")
        return FixOutcome(track, (), (refused, *run.remaining(whole)))
    places = list(run.places())
    made = track.replace(cues=[place.cue for place in places])
    return FixOutcome(made, tuple(run.changes), run.remaining(whole), tuple(place.numbers for place in places))


def _places(track: Track, counting: str) -> list[Place]:
    return [Place(cue, counting, (i + 1,), (cue.start, cue.end), i, None) for i, cue in enumerate(track.cues)]


def _changed(before: Sequence[Cue], after: Sequence[Cue]) -> tuple[list[Cue], list[Cue]]:
    """Return the cues whose text is not the very same object before and after."""
    there, here = (Counter([id(cue.lines) for cue in cues]) for cues in (before, after))
    same = {key for key, count in there.items() if here[key] == count}
    return [cue for cue in before if id(cue.lines) not in same], [cue for cue in after if id(cue.lines) not in same]


def _words_lost(track: Track, run: Run) -> bool:
    """Whether letters are lost or made up, all changes together; those that may change words are accounted for."""
    before, after = _changed(track.cues, [place.cue for place in run.places()])
    for change in run.changes:
        if run.may_change_words(change.transform.partition(":")[0]):
            before += change.after
            after += change.before
    return Counter(letters(before)) != Counter(letters(after))
