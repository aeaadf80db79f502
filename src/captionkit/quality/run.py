"""The cues being fixed, as a chain of places, and the fixes that are tried on them: the engine behind ``fix``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from captionkit.errors import CaptionkitError
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.profiles import load as load_profile
from captionkit.quality.judge import (
    Found,
    Judge,
    Place,
    Reach,
    Refusal,
    came_from,
    common_ends,
    found_in,
    link,
    part,
    refusal_of,
    same_words,
    settled,
    side,
    stand_alike,
    stretches,
    verdict,
    window,
)  # fmt: skip
from captionkit.quality.rule import Rule, unlink
from captionkit.quality.table import all_rules
from captionkit.transforms import TRANSFORMS, Options, Step, parse_step

__all__ = ["Change", "Run"]

#: Fixes that look at the cues around: two on each side, the outermost of which stay as they are. Any other fix is
#: given the one cue, so that it cannot change a neighbour that needs no change.
AROUND = frozenset(
    ("repair", "dedupe", "gaps", "extend", "merge", "close-gaps", "snap-frames", "snap-shots", "drop-empty")
)
#: Fixes that give cues time, and must keep to what the profile allows.
_GIVES_TIME = frozenset(("extend", "close-gaps"))
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


class Run:
    """The cues being fixed, as a chain of places, and the fixes that are to be tried."""

    def __init__(self, judge: Judge, allow: tuple[str, ...], places: Sequence[Place]) -> None:
        self.judge = judge
        self.context = judge.context
        self.allow = allow
        self.changes: list[Change] = []
        self.steps = [parse_step(fix) for fix in self.context.profile.fixes or load_profile("default").fixes]
        self._names = [str(step) for step in self.steps]
        self._reach = Reach.of(self.context)
        self.at = {name: at for at, name in enumerate(self._names)}
        self._alone = [self._options(step, ()) for step in self.steps]
        self._timed = {at for at, step in enumerate(self.steps) if step.name in (*_GIVES_TIME, "split")}
        self._todo: list[dict[int, Place]] = [{} for _ in self.steps]
        self._over: dict[int, Place] = {}
        self._gave: set[tuple[int, ...]] = set()
        self._whys: dict[str, str] = {}
        self._fixes = {one.rule.name: self._fixes_of(one.rule) for one in judge.active}
        self._learnt: dict[str, dict[int, tuple[Cue, Cue]]] = {}
        self._learns = {fix.partition(":")[0] for r in all_rules() if not r.safe for fix in r.fixes} & set(allow)
        self.first = places[0] if places else None
        link(*places)
        for place in self.places():
            judge.look(place)
            self._enter(place)

    def places(self) -> Iterator[Place]:
        """Yield the places as they are now."""
        place = self.first
        while place is not None:
            yield place
            place = place.next

    def may_change_words(self, name: str) -> bool:
        """Whether a fix may change words: it is asked for, or takes away what is there twice or is not text."""
        return name in self._learns or name in ("markup", "dedupe")

    def _fixes_of(self, rule: Rule) -> tuple[int, ...]:
        return tuple(self.at[fix] for fix in rule.fixes if fix in self.at and self.may(rule, fix))

    def may(self, rule: Rule, fix: str) -> bool:
        """Whether a fix may be tried for a rule: it changes no word, or is asked for."""
        return rule.safe or fix.partition(":")[0] in self.allow

    def _enter(self, place: Place) -> None:
        """Note which fixes may help a place."""
        for found in (place.written, place.own, place.timed, place.around):
            if found:
                for one, _ in found:
                    for at in self._fixes[one.rule.name]:
                        self._todo[at][place.serial] = place

    def all(self) -> Iterator[None]:
        """Make every change that is good; after each place that was tried one may leave off.

        Cues are put in order first: what a cue is given while another stands where it does not belong, it would lose.
        """
        for _ in range(_PASSES):
            before = len(self.changes)
            yield from self._sorted()
            self._snapped()
            yield from self._local()
            if len(self.changes) == before and not self._counted_anew():
                return

    def _counted_anew(self) -> bool:
        """Let fixes count from the times as they are now, as a second run does; return whether there is work.

        What goes beyond the times a cue came with is refused all the same: that cue gives back what it was given.
        """
        back = [place for place in self._over.values() if not place.gone and self._given_back(place)]
        self._over, near = {}, dict[int, Place]()
        for place in self.places():
            if place.base != (place.start, place.end):
                place.base = place.start, place.end
                near.update((one.serial, one) for one in window(place, 2))
        for place in near.values():
            place.tried = tuple([refusal for refusal in place.tried if refusal.at not in self._timed])
            self._enter(place)
        return bool(back) or any(self._todo)

    def _given_back(self, place: Place) -> bool:
        """Give a cue the times it came with, where it got more and still has too little; once for each cue."""
        cue, (start, end) = place.cue, place.came
        stays = self._reach.late is None
        kept = cue.replace(start=max(cue.start, start), end=cue.end if stays else min(cue.end, end))
        if place.numbers in self._gave or kept == cue or kept.end <= kept.start:
            return False
        self._gave.add(place.numbers)
        made = Place(kept, self.context.limits.counting, place.numbers, place.came, place.rank, place)
        link(place.prev, made, place.next)
        self.first, place.gone = made if place.prev is None else self.first, True
        part([place])
        for one in window(made, 1):
            self.judge.look(one)
        for one in window(made, 2):
            self._enter(one)
        why = "extend: what is free does not suffice, and no more is allowed"
        self.changes.append(Change(place.numbers, (cue,), (kept,), "extend", (why,)))
        return True

    def _local(self) -> Iterator[None]:
        for _ in range(_PASSES):
            if not any(self._todo):
                return
            for at in range(len(self.steps)):
                if self._todo[at]:
                    todo, self._todo[at] = self._todo[at], {}
                    for place in sorted(todo.values(), key=attrgetter("rank")):
                        if not place.gone:
                            self._try(at, place)
                            yield

    def _try(self, at: int, place: Place) -> None:
        """Run a fix around a place; make the change if it is good, else note why it is not made."""
        if not any(at in self._fixes[one.rule.name] for one, _ in place.found):
            return
        near = window(place, 2)
        beside = tuple([one.serial for one in near])
        known = refusal_of(place, at)
        if known is not None and known.beside == beside:
            return
        refused = self._attempt(at, place, near)
        if refused:
            # of a million cues half cannot be helped: what is the same is kept once
            others = [one for one in place.tried if one.at != at]
            beside = next((one.beside for one in others if one.beside == beside), beside)
            place.tried = (*others, Refusal(at, beside, self._whys.setdefault(refused, refused)))

    def _attempt(self, at: int, place: Place, near: list[Place]) -> str:
        """Make a change if it is good; return why it is not made."""
        step = self.steps[at]
        if step.name == "shorten" and self._too_much(place):
            return f"{step} would take time from text that has to be split"
        around = step.name in AROUND
        old = near if around else [place]
        if step.name in self._learns:
            new = self._learning(at, place)
        else:
            ends = (around and old[0].prev is not None, around and old[-1].next is not None)
            new = self._made(at, old, ends)
        if new is None:
            return f"{step} finds no way"
        refused = self._make(step, old, new, place)
        if refused and step.name == "split":
            refused = self._split_with_time(step, old, new, place) and refused
        return refused

    def _too_much(self, place: Place) -> bool:
        """Whether a cue that is too long in time has too much text as well, and can be split."""
        split = self.at.get("split")
        if split is None or not any(
            one.rule.sees == "text" and split in self._fixes[one.rule.name] for one, _ in place.found
        ):
            return False
        return self._made(split, [place], (False, False)) is not None

    def _split_with_time(self, step: Step, old: Sequence[Place], new: list[Cue], place: Place) -> str:
        """Try a split whose parts are given the time they lack."""
        around = [*side(old[0], -2), *side(old[-1], 2)]
        before = [one.cue for one in around if one.rank < old[0].rank]
        after = [one.cue for one in around if one.rank > old[-1].rank]
        cues = before + new + after
        options = self._options(Step("extend"), [(cue.start, cue.end) for cue in cues])
        made = TRANSFORMS.get("extend")(self._track(cues), self.context.profile, options).value.cues
        parts = list(made[len(before) : len(before) + len(new)])
        return f"{step} finds no time" if parts == new else self._make(step, old, parts, place)

    def _learning(self, at: int, place: Place) -> list[Cue] | None:
        """Return one cue as a fix that learns from the whole track makes it.

        The whole track is run once; a cue that has changed since is run alone, so that the work stays linear.
        """
        name = self._names[at]
        if name not in self._learnt:
            old = list(self.places())
            new = self._made(at, old, (False, False)) or [one.cue for one in old]
            pairs = zip(old, new, strict=True) if len(new) == len(old) else ()
            self._learnt[name] = {id(one.cue): (one.cue, made) for one, made in pairs}
        known = self._learnt[name].get(id(place.cue))
        if known is None:
            return self._made(at, [place], (False, False))
        return None if known[1] is known[0] else [known[1]]

    def _track(self, cues: Sequence[Cue]) -> Track:
        return Track(tuple(cues), language=self.context.language)

    def _options(self, step: Step, came: Sequence[tuple[int, int]]) -> Options:
        context = self.context
        return Options(step.values, context.rate, context.shot_changes, context.language, context.duration, tuple(came))

    def _made(self, at: int, old: Sequence[Place], ends: tuple[bool, bool]) -> list[Cue] | None:
        """Return the cues as the fix makes them, the outermost kept as they are; None where it changes nothing."""
        step = self.steps[at]
        cues = [one.cue for one in old]
        options = self._options(step, [one.base for one in old]) if step.name in AROUND else self._alone[at]
        try:
            transform = TRANSFORMS.get(step.name)
            new = list(transform(self._track(cues), self.context.profile, options).value.cues)
        except CaptionkitError:
            return None
        for kept, outer in zip(ends, (0, -1), strict=True):
            if kept and (not new or new[outer] is not cues[outer]):
                if len(new) != len(cues):
                    return None
                new[outer] = cues[outer]
        return None if len(new) == len(cues) and all(a is b or a == b for a, b in zip(new, cues, strict=True)) else new

    def _make(self, step: Step, old: Sequence[Place], new: Sequence[Cue], place: Place) -> str:
        """Put new cues in the place of old ones if that is good; else return why it is not."""
        head, tail = common_ends(old, new)
        gone, made = old[head : len(old) - tail], new[head : len(new) - tail]
        if step.name not in self._learns and not same_words(step.name, [one.cue for one in gone], made):
            return f"{step} would change words"
        if step.name in _GIVES_TIME and self._beyond(gone, made):
            return f"{step} would go beyond what the profile allows"
        left = old[head - 1] if head else old[0].prev
        right = old[len(old) - tail] if tail else old[-1].next
        broke = place.found  # before its neighbours are looked at again, with what the change leaves
        beside = [one for one in (left, right) if one is not None]
        kept = [(one.timed, one.around) for one in beside]
        before = found_in(gone, beside)
        places = self._places(step, gone, made, left, right)
        link(left, *places, right)
        moved = not stand_alike(gone, made)
        for one in places:
            self.judge.look(one)
        for one in beside:
            self.judge.look_around(one, moved=moved)
        judged = verdict(before, found_in(places, beside))
        if not judged.good:
            for one, known in zip(beside, kept, strict=True):
                one.timed, one.around = known
            part(places)
            link(left, *gone, right)
            return f"{step} would add {', '.join(judged.adds)}" if judged.adds else f"{step} does not help"
        self._note(step, broke, gone, places)
        if left is None:
            self.first = places[0] if places else right
        part(gone)
        for one in gone:
            one.gone = True
        for one in (*side(left, -2), *places, *side(right, 2)):
            self._enter(one)
        return ""

    def _places(
        self, step: Step, gone: Sequence[Place], made: Sequence[Cue], left: Place | None, right: Place | None
    ) -> list[Place]:
        """Return the places of new cues: whose number, times and rank they take over."""
        counting = self.context.limits.counting
        if len(gone) == len(made):
            return [
                Place(cue, counting, one.numbers, settled(step.name, one, cue), one.rank, one)
                for one, cue in zip(gone, made, strict=True)
            ]
        numbers = tuple(dict.fromkeys(n for one in gone for n in one.numbers))
        came = came_from(gone, made)
        low = gone[0].rank if gone else left.rank if left else 0.0
        high = right.rank if right is not None else low + 1
        return [
            Place(cue, counting, numbers, came[i], low + (high - low) * i / len(made), None)
            for i, cue in enumerate(made)
        ]

    def _beyond(self, gone: Sequence[Place], made: Sequence[Cue]) -> bool:
        """Whether a cue would be given more than is allowed; which ones is kept."""
        over = {one.serial: one for one in self._reach.beyond(gone, made)} if len(gone) == len(made) else {}
        self._over |= over
        return bool(over)

    def _note(self, step: Step, broke: Sequence[Found], gone: Sequence[Place], made: Sequence[Place]) -> None:
        name = str(step) if step.values else step.name
        why = tuple([f"{one.rule.name}: {found.message}" for one, found in broke if name in one.rule.fixes])
        numbers = tuple(dict.fromkeys(n for one in gone for n in one.numbers))
        before, after = tuple(one.cue for one in gone), tuple(one.cue for one in made)
        self.changes.append(Change(numbers, before, after, name, why))

    def _snapped(self) -> None:
        """Put the whole track on frames at once, stretch by stretch of cues that are near each other."""
        at = self.at.get("snap-frames")
        if at is None or not any(one.rule.name == "frame-grid" for one in self.judge.active):
            return
        places = list(self.places())
        if not any(one.rule.name == "frame-grid" for place in places for one, _ in place.own or ()):
            return
        cues = [place.cue for place in places]
        try:
            made = TRANSFORMS.get("snap-frames")(self._track(cues), self.context.profile, self._alone[at]).value.cues
        except CaptionkitError:
            return
        for stretch in stretches(places, self.context.limits.chain_gap or 0):
            old = places[stretch]
            if any(one.cue is not cue for one, cue in zip(old, made[stretch], strict=True)):
                self._make(self.steps[at], old, made[stretch], old[0])

    def _sorted(self) -> Iterator[None]:
        """Put cues in order, and fix what that shows, if the whole is the better for it."""
        places = list(self.places())
        order = sorted(places, key=lambda place: place.start)
        if order == places or not any(one.rule.name == "order" for one in self.judge.active):
            return
        counting = self.context.limits.counting
        copies = [Place(p.cue, counting, p.numbers, p.came, rank, p) for rank, p in enumerate(order)]
        attempt = Run(self.judge, self.allow, copies)
        yield from attempt._local()
        before = [found for place in places for found in place.found]
        after = [found for place in attempt.places() for found in place.found]
        if verdict(before, after).good:
            moved = next(a for a, b in zip(order, places, strict=True) if a is not b)
            self.changes.append(Change(moved.numbers, (), (), "sort", ("order: cues are not in order of time",)))
            self.changes += attempt.changes
            self.first, self._todo, self._over = attempt.first, attempt._todo, attempt._over
            unlink(places[0])
        else:
            attempt.unlink()

    def unlink(self) -> None:
        """Take the chain apart, which as one circle would be kept until the garbage collector finds it."""
        unlink(self.first)
