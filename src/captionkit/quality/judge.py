"""Judging a change to a few cues: whether it removes a finding and adds none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, pairwise
from typing import NamedTuple

from captionkit.model.cue import Cue
from captionkit.quality.check import Active
from captionkit.quality.rule import Finding, RuleContext, View
from captionkit.transforms.durations import Allowances
from captionkit.transforms.text import unmarked

__all__ = [
    "Found", "Judge", "Place", "Reach", "Refusal", "Verdict", "came_from", "common_ends", "found_in", "letters",
    "link", "part", "refusal_of", "same_words", "settled", "side", "spelled", "stand_alike", "stretches", "verdict",
    "window",
]  # fmt: skip

Found = tuple[Active, Finding]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a change may be made; where not, which rules it would break."""

    good: bool
    adds: tuple[str, ...] = ()


class _Letters(dict[int, int | None]):
    """A ``str.translate`` table that keeps letters, marks, digits and joiners, learnt when they are first seen."""

    def __missing__(self, code: int) -> int | None:
        from unicodedata import category

        kept = category(chr(code))[0] in "LMN" or code in (0x200C, 0x200D)
        value = self[code] = code if kept else None
        return value


_LETTERS = _Letters()


def letters(cues: Iterable[Cue]) -> str:
    """Return what is spelled in cues: letters, marks, digits and joiners, which a safe fix leaves as they are."""
    return "".join([spelled(cue.text) for cue in cues])


def spelled(text: str) -> str:
    """Return the letters, marks, digits and joiners of a text."""
    return text.translate(_LETTERS)


def same_words(name: str, old: Sequence[Cue], new: Sequence[Cue]) -> bool:
    """Whether cues still say what they said before a transform of this name, which may be one that takes words out."""
    if len(old) == len(new) and all(a.lines is b.lines for a, b in zip(old, new, strict=True)):
        return True
    if name == "markup":
        return list(filter(None, map(_bare, old))) == list(filter(None, map(_bare, new)))
    if name == "dedupe":
        return ({cue.text for cue in old} >= {cue.text for cue in new} and bool(new)) or not old
    return letters(old) == letters(new)


def _bare(cue: Cue) -> str:
    """Return what a cue spells, markup that is shown as text left out."""
    return spelled(unmarked(cue.text))


class Refusal(NamedTuple):
    """A fix that was tried and not made: which one, between which places (their serial numbers), and why."""

    at: int
    beside: tuple[int, ...]
    why: str


class Place(View):
    """A cue in a track that is being fixed, between its neighbours, with what it breaks.

    ``came`` are the times it came with, ``base`` those from which fixes count now, ``numbers`` the cues of the original
    that it stands for; ``rank`` sorts places. ``tried`` holds the fixes that were tried
    and not made. A place whose cue has changed is ``gone``, another has its place.
    """

    prev: Place | None
    next: Place | None

    __slots__ = ("around", "base", "came", "gone", "numbers", "own", "rank", "serial", "timed", "tried", "written")

    _serials = count()

    def __init__(
        self, cue: Cue, counting: str, numbers: tuple[int, ...], came: tuple[int, int], rank: float, like: View | None
    ) -> None:
        known = like
        if like is not None and _same_text(like.cue, cue):
            self._like(like, cue)
        else:
            super().__init__(cue, 0, counting)
            like = None
        self.numbers = numbers
        self.came = came
        self.base: tuple[int, int] = known.base if isinstance(known, Place) and known.came == came else came
        self.rank = rank
        self.serial = next(Place._serials)
        self.gone = False
        self.tried: tuple[Refusal, ...] = ()
        #: what the text alone breaks; the cue with its times; its times between those of its neighbours; the cue
        #: between its neighbours
        self.written: Sequence[Found] | None = like.written if isinstance(like, Place) else None
        self.own: Sequence[Found] | None = None
        self.timed: Sequence[Found] = ()
        self.around: Sequence[Found] = ()

    def _like(self, other: View, cue: Cue) -> None:
        """Take the text, and what was measured of it, from a place that has the same."""
        self.cue = cue
        self.number = 0
        self.start, self.end = cue.start, cue.end
        self.duration = cue.end - cue.start
        self.lines, self.text = other.lines, other.text
        self.prev = self.next = None
        self._counting, self._widths, self._count = other._counting, other._widths, other._count

    @property
    def found(self) -> list[Found]:
        """What the cue breaks."""
        return [*(self.written or ()), *(self.own or ()), *self.timed, *self.around]


def _same_text(one: Cue, other: Cue) -> bool:
    return (one.lines is other.lines or one.lines == other.lines) and (
        one.positioning == other.positioning and one.speaker == other.speaker
    )


class Judge:
    """Finds what cues break; of what was found before, only what a change can be seen from is looked for again."""

    def __init__(self, context: RuleContext, active: Sequence[Active]) -> None:
        self.context = context
        self.active = [one for one in active if not one.rule.whole]
        self._order = {id(one): at for at, one in enumerate(self.active)}
        self._text, self._cue, self._times, self._around = (
            [(one, one.test) for one in self.active if one.rule.sees == sees]
            for sees in ("text", "cue", "times", "around")
        )

    def look(self, place: Place) -> None:
        """Find what a place breaks, as far as it is not known."""
        if place.written is None:
            place.written = [(one, found) for one, test in self._text if (found := test(place)) is not None] or ()
        if place.own is None:
            place.own = [(one, found) for one, test in self._cue if (found := test(place)) is not None] or ()
        self.look_around(place)

    def look_around(self, place: Place, *, moved: bool = True) -> None:
        """Find again what a place breaks because of its neighbours, of which only the text changed unless ``moved``."""
        if moved:
            place.timed = [(one, found) for one, test in self._times if (found := test(place)) is not None] or ()
        place.around = [(one, found) for one, test in self._around if (found := test(place)) is not None] or ()

    def sorted(self, place: Place) -> list[Found]:
        """Return what a place breaks in the order of the rules."""
        return sorted(place.found, key=lambda found: self._order[id(found[0])])


@dataclass(frozen=True, slots=True)
class Reach:
    """How many ms before and after the times it came with a cue may begin and end, a frame's rounding included.

    ``late`` is None where a cue may stay as long as there is time.
    """

    early: float
    late: float | None

    @classmethod
    def of(cls, context: RuleContext) -> Reach:
        """Return what the profile of a run allows."""
        allowed = Allowances.of(context.profile, context.rate)
        frame = 0.0 if context.rate is None else float(1000 / context.rate)
        late = None if allowed.hang is None else allowed.hang + (context.limits.chain_gap or 0) + frame
        return cls(allowed.early + frame, late)

    def beyond(self, old: Sequence[Place], new: Sequence[Cue]) -> list[Place]:
        """Return the places that would begin earlier or end later than allowed from the times they came with."""
        return [
            one
            for one, cue in zip(old, new, strict=True)
            if (cue.start < one.start and cue.start < one.came[0] - self.early)
            or (self.late is not None and cue.end > one.end and cue.end > one.came[1] + self.late)
        ]


def verdict(before: Sequence[Found], after: Sequence[Found]) -> Verdict:
    """Judge a change by what was found before it and after it.

    It is good where a rule is broken less often, and no rule of that severity or a higher one more often; or where
    each rule is broken as often, but by less.
    """
    if not after:
        return Verdict(bool(before))
    counts: dict[str, int] = {}
    excess: dict[str, float] = {}
    severity: dict[str, int] = {}
    for sign, found in ((1, before), (-1, after)):
        for one, finding in found:
            name = one.rule.name
            severity[name] = one.severity
            counts[name] = counts.get(name, 0) + sign
            excess[name] = excess.get(name, 0.0) + sign * finding.excess
    gain = max((severity[name] for name, fewer in counts.items() if fewer > 0), default=0)
    harm = tuple(name for name, fewer in counts.items() if fewer < 0 and severity[name] >= gain)
    if gain or harm:
        return Verdict(not harm, harm)
    worse = tuple(name for name, less in excess.items() if less < 0)
    return Verdict(not worse and any(less > 0 for less in excess.values()), worse)


def found_in(places: Sequence[Place], beside: Sequence[Place]) -> list[Found]:
    """Return what places break, and what the ones beside them break because of them."""
    found: list[Found] = []
    for one in places:
        found += one.found
    for one in beside:
        found += one.timed
        found += one.around
    return found


def link(*chain: Place | None) -> None:
    """Make neighbours of places; None at an end means that there is nothing beyond."""
    for one, following in pairwise(chain):
        if one is not None:
            one.next = following
        if following is not None:
            following.prev = one


def part(places: Iterable[Place]) -> None:
    """Let places that are in no chain (any more) forget their neighbours: two that know each other would stay."""
    for one in places:
        one.prev = one.next = None


def refusal_of(place: Place, at: int) -> Refusal | None:
    """Return how a fix was refused at a place; None where it was not tried."""
    for refusal in place.tried:
        if refusal.at == at:
            return refusal
    return None


def stretches(places: Sequence[Place], gap: int) -> Iterator[slice]:
    """Yield runs of cues between which there is no gap so long that rounding cannot matter."""
    first = 0
    for i, (one, following) in enumerate(pairwise(places), 1):
        if following.start - one.end > gap + 250:
            yield slice(first, i)
            first = i
    if places:
        yield slice(first, len(places))


def side(place: Place | None, count: int) -> list[Place]:
    """Return a place and, before or after it, as many others as ``count`` says less one; in order."""
    found: list[Place] = []
    while place is not None and len(found) < abs(count):
        found.append(place)
        place = place.prev if count < 0 else place.next
    return found[::-1] if count < 0 else found


def window(place: Place, around: int) -> list[Place]:
    """Return a place with as many neighbours on each side."""
    return [*side(place, -around - 1), *side(place, around + 1)[1:]]


def came_from(gone: Sequence[Place], made: Sequence[Cue]) -> list[tuple[int, int]]:
    """Return from which times allowances count for parts, or for a whole: the outer ones are those of the old cues."""
    came = [(cue.start, cue.end) for cue in made]
    if came and gone:
        came[0] = (gone[0].came[0], came[0][1])
        came[-1] = (came[-1][0], max(one.came[1] for one in gone))
    return came


def settled(name: str, place: Place, cue: Cue) -> tuple[int, int]:
    """Return the times that a changed cue counts as having come with: its own where they could not be shown before."""
    unmoved = (place.start, place.end) == place.came
    return (cue.start, cue.end) if name == "repair" or (name == "snap-frames" and unmoved) else place.came


def stand_alike(gone: Sequence[Place], made: Sequence[Cue]) -> bool:
    """Whether new cues have the times and positions of the old ones."""
    if len(gone) != len(made):
        return False
    for a, b in zip(gone, made, strict=True):
        if a.start != b.start or a.end != b.end or a.cue.positioning != b.positioning:
            return False
    return True


def common_ends(old: Sequence[Place], new: Sequence[Cue]) -> tuple[int, int]:
    """Return how many cues at the head and at the tail are the same in both."""
    most = min(len(old), len(new))
    head = tail = 0
    while head < most and old[head].cue is new[head]:
        head += 1
    while tail < most - head and old[-1 - tail].cue is new[-1 - tail]:
        tail += 1
    return head, tail
