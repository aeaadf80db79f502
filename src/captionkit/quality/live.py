"""Judging a track while it is being edited: what a change can be seen from is looked at again, and nothing else.

Cue rules see one neighbour on each side, so that an edit concerns the cues edited and one more on each side, at any
length of the track. Nothing is judged before it is asked for: a track of 100,000 cues is open at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.quality.check import Active, active_rules
from captionkit.quality.judge import Found, Judge, Place, link
from captionkit.quality.rule import Finding, Rule, RuleContext
from captionkit.transforms.base import Options

__all__ = ["LiveCheck"]


class LiveCheck:
    """The findings of a track that is being edited.

    ``only`` and ``ignore`` name rules, as for :func:`captionkit.quality.check.check`, whose findings these are: those
    of a cue by its position, those of the whole track by :meth:`whole`.

    Raises UnknownNameError for a rule that is not there.

    >>> from captionkit.profiles import load
    >>> live = LiveCheck(Track((Cue(0, 500, "Yes."), Cue(3000, 4000, "No."))), load("default"))
    >>> [one.rule.name for one, _ in live.found(0)], live.found(1)
    (['min-duration'], [])
    >>> live.splice(0, 1, [Cue(0, 1500, "Yes.")])
    >>> live.found(0)
    []
    """

    def __init__(
        self,
        track: Track,
        profile: Profile,
        options: Options | None = None,
        *,
        only: Sequence[str | Rule] = (),
        ignore: Sequence[str | Rule] = (),
    ) -> None:
        self.context = RuleContext.of(track, profile, options or Options())
        active = active_rules(self.context, only, ignore)
        self.judge = Judge(self.context, active)
        self._whole = [one for one in active if one.rule.whole]
        self._cues: list[Cue] = list(track.cues)
        self._places: list[Place | None] = [None] * len(self._cues)

    def __len__(self) -> int:
        return len(self._cues)

    def splice(self, at: int, count: int, cues: Sequence[Cue]) -> None:
        """Put ``cues`` where the ``count`` cues from position ``at`` are."""
        for gone in self._places[at : at + count]:
            if gone is not None:  # no circle keeps it
                gone.prev = gone.next = None
        self._cues[at : at + count] = cues
        self._places[at : at + count] = [None] * len(cues)
        before, after = self._known(at - 1), self._known(at + len(cues))
        if before is not None:
            before.next = None
        if after is not None:
            after.prev = None
        for place in (before, after):
            if place is not None:
                place.timed = place.around = ()
                place.own = None  # to be looked at again, its text excepted

    def _known(self, at: int) -> Place | None:
        return self._places[at] if 0 <= at < len(self._places) else None

    def judged(self, at: int) -> bool:
        """Whether the findings of the cue at a position are known already."""
        place = self._known(at)
        return place is not None and place.own is not None

    def place(self, at: int) -> Place:
        """Return the cue at a position with its neighbours, measured as the profile counts."""
        place = self._made(at)
        if place.prev is None and at:
            link(self._made(at - 1), place)
        if place.next is None and at + 1 < len(self._cues):
            link(place, self._made(at + 1))
        return place

    def _made(self, at: int) -> Place:
        place = self._places[at]
        if place is None:
            cue = self._cues[at]
            place = Place(cue, self.context.limits.counting, (), (cue.start, cue.end), at, None)
            self._places[at] = place
        return place

    def found(self, at: int) -> list[Found]:
        """Return what the cue at a position breaks, in the order of the rules."""
        place = self.place(at)
        if place.own is None:
            self.judge.look(place)
        return self.judge.sorted(place)

    def trial(self, at: int, cue: Cue) -> tuple[Place, list[Found]]:
        """Return what the cue at a position would break if it were ``cue``; nothing is changed."""
        here = self.place(at)
        tried = Place(cue, self.context.limits.counting, (), (cue.start, cue.end), at, here)
        tried.prev, tried.next = here.prev, here.next
        self.judge.look(tried)
        return tried, self.judge.sorted(tried)

    def whole(self) -> Iterator[tuple[int | None, Active, Finding]]:
        """Yield what the track as a whole breaks: position of the cue (None: the track), rule, finding."""
        if not self._whole:
            return
        places: list[Any] = [self.place(at) for at in range(len(self._cues))]
        for number, place in enumerate(places, 1):
            place.number = number
        for one in self._whole:
            for place, finding in one.test(places):
                yield None if place is None else place.number - 1, one, finding
