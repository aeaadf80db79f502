"""Fixing what a check finds, change by change, each judged before it is made.

A transform is run on the few cues around a finding. Its change is made where it removes the finding and adds none of
the same severity or a higher one; so a fix never makes a track worse, ends, and changes nothing when it is run again.
How far a time may move counts from the times that the track came with, over the whole run. A cue that was given time,
lost some of it to a neighbour and still lacks some is given no more than that in all: where a second run, which knows
only the present times, would go further, the cue gives back what it got. Safe fixes change no letter and no digit, and
that is checked too, change by change, and once more for the whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from captionkit.diagnostics import Diagnostic, report
from captionkit.formats.base import gc_paused
from captionkit.model.cue import Cue
from captionkit.model.layout import noted
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.quality.check import Active, active_rules
from captionkit.quality.judge import Judge, Place, letters
from captionkit.quality.left import remaining
from captionkit.quality.rule import Rule, RuleContext
from captionkit.quality.run import Change, Run
from captionkit.transforms import TRANSFORMS, Options

__all__ = ["Change", "FixOutcome", "Fixing", "fix", "fixing"]


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


class Fixing:
    """A track that is being fixed: iterating makes change after change, leaving off keeps what was made.

    A change is yielded when it has been made, so that one may show or send it at once; a later one may change the same
    cue again. ``stop`` is asked after each place that was tried: between two changes many may be tried in vain.
    """

    def __init__(
        self, track: Track, judge: Judge, allow: tuple[str, ...], whole: Sequence[Active], stop: Callable[[], bool]
    ) -> None:
        self._track, self._judge, self._allow, self._whole, self._stop = track, judge, allow, whole, stop
        self._run = self._started()
        self._steps = self._run.all()
        self._told = 0

    def _started(self) -> Run:
        return Run(self._judge, self._allow, _places(self._track, self._judge.context.limits.counting))

    def __iter__(self) -> Iterator[Change]:
        return self

    def __next__(self) -> Change:
        """Make the next change and return it."""
        changes = self._run.changes
        with gc_paused(ages=False):
            while self._told == len(changes) and not self._stop():
                if next(self._steps, self) is self:  # the last step may have made changes too
                    break
        if self._told == len(changes):
            raise StopIteration
        self._told += 1
        return changes[self._told - 1]

    def finish(self) -> None:
        """Make all changes that are left."""
        for _ in self._steps:
            pass
        self._told = len(self._run.changes)

    def close(self) -> None:
        """Let go of all that was known of the cues; there is no outcome and no further change after this."""
        self._run.unlink()

    def outcome(self) -> FixOutcome:
        """Return the track with the changes made so far, and what remains."""
        run = self._run
        if not run.changes:
            return FixOutcome(self._track, (), remaining(run, self._whole))
        if _words_lost(self._track, run):
            refused = report("quality.fix-refused", "words would have been lost: nothing was changed")
            return FixOutcome(self._track, (), (refused, *remaining(self._started(), self._whole)))
        places = list(run.places())
        cues = [place.cue for place in places]
        footer = noted(self._track.footer, _notes_left(self._track.cues, cues))
        made = self._track.replace(cues=cues, footer=footer)
        numbers = tuple(place.numbers for place in places)
        return FixOutcome(made, tuple(run.changes), remaining(run, self._whole), numbers)


def fixing(
    track: Track,
    profile: Profile,
    options: Options | None = None,
    *,
    only: Sequence[str | Rule] = (),
    ignore: Sequence[str | Rule] = (),
    allow: Sequence[str] = (),
    stop: Callable[[], bool] = lambda: False,
) -> Fixing:
    """Return what fixes a track change by change, as :func:`fix` does at once.

    Raises UnknownNameError for a rule or transform that is not there.

    >>> from captionkit.model.cue import Cue
    >>> from captionkit.profiles import load
    >>> track = Track((Cue(0, 2000, "Good  evening."), Cue(3000, 5000, "Good  night.")))
    >>> under_way = fixing(track, load("default"))
    >>> next(under_way).cues
    (1,)
    >>> [cue.text for cue in under_way.outcome().track]
    ['Good evening.', 'Good  night.']
    """
    for name in allow:
        TRANSFORMS.get(name)
    context = RuleContext.of(track, profile, options or Options())
    active = active_rules(context, only, ignore)
    with gc_paused(ages=False):
        return Fixing(track, Judge(context, active), tuple(allow), [one for one in active if one.rule.whole], stop)


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
    with gc_paused(ages=False):
        under_way = fixing(track, profile, options, only=only, ignore=ignore, allow=allow)
        under_way.finish()
        outcome = under_way.outcome()
        under_way.close()
        return outcome


def _places(track: Track, counting: str) -> list[Place]:
    return [Place(cue, counting, (i + 1,), (cue.start, cue.end), i, None) for i, cue in enumerate(track.cues)]


def _changed(before: Sequence[Cue], after: Sequence[Cue]) -> tuple[list[Cue], list[Cue]]:
    """Return the cues whose text is not the very same object, as often, before and after."""
    fewer = Counter([id(cue.lines) for cue in before])
    fewer.subtract([id(cue.lines) for cue in after])
    return [cue for cue in before if fewer[id(cue.lines)]], [cue for cue in after if fewer[id(cue.lines)]]


def _notes_left(before: Iterable[Cue], after: Iterable[Cue]) -> Iterator[str]:
    """Yield the notes that no cue has any more: those before a dropped cue that was the last."""
    kept = Counter([note for cue in after for note in cue.notes])
    for cue in before:
        for note in cue.notes:
            kept[note] -= 1
            if kept[note] < 0:
                yield note


def _words_lost(track: Track, run: Run) -> bool:
    """Whether letters are lost or made up, all changes together; those that may change words are accounted for."""
    before, after = _changed(track.cues, [place.cue for place in run.places()])
    for change in run.changes:
        if run.may_change_words(change.transform.partition(":")[0]):
            before += change.after
            after += change.before
    return Counter(letters(before)) != Counter(letters(after))
