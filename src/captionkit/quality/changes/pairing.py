"""Which cues of a track are which of its other version, by their words and times.

Cues that are the same anchor the rest: first those with the same times and text, then those that were all moved by one
time. Between anchors words are aligned, so that a cue that was split, joined, divided at another word or rewritten in
part finds where its words went. What is left is looked for in the whole track (a passage that was moved), and at last
by its times alone (a cue with wholly new words, or in another language).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from captionkit.model.cue import Cue
from captionkit.quality.changes.words import same_words
from captionkit.text.letters import COMBINED
from captionkit.text.words import split_graphemes
from captionkit.timing.correspond import correspond

__all__ = ["Group", "paired"]

_WORD = re.compile(rf"[\w{COMBINED}]+(?:['\u2019][\w{COMBINED}]+)*")
#: Two cues belong together where this share of the letters of the shorter one is in both.
_SHARE = 0.5
#: Passes over what is left, each of which finds passages moved in one direction.
_PASSES = 8
#: A time by which many cues were moved counts where so many have it; so many such times are tried.
_ALIKE, _OFFSETS = 3, 4
#: A single word is the same one no farther away than this (ms); where it was moved with the others, from there.
_NEAR = 10_000
#: A cue is compared with so many others at its time at most: bounds the work where all stand at one time.
_BESIDE = 64
#: As many neighbours at most are looked at for words that changed places between them.
_NEIGHBOURS = 4


@dataclass(frozen=True, slots=True)
class Group:
    """Cues that became others: positions (from 0) in the old and in the new version; one side may be empty."""

    old: tuple[int, ...]
    new: tuple[int, ...]


class _Pairing:
    def __init__(self, old: Sequence[Cue], new: Sequence[Cue]) -> None:
        self.old, self.new = old, new
        self.texts = [cue.text for cue in old], [cue.text for cue in new]
        self.links: list[tuple[int, int]] = []
        self.free_old = dict.fromkeys(range(len(old)))
        self.free_new = dict.fromkeys(range(len(new)))
        self.offsets = [0]

    def link(self, i: int, j: int) -> None:
        """Note that two cues belong together."""
        self.links.append((i, j))
        self.free_old.pop(i, None)
        self.free_new.pop(j, None)

    def same(self, offset: int) -> list[tuple[int, int]]:
        """Link the cues that differ by an offset of time alone, and return them."""
        mine, theirs = list(self.free_old), list(self.free_new)
        found = correspond(
            [f"{self.old[i].start + offset} {self.old[i].duration} {self.texts[0][i]}" for i in mine],
            [f"{self.new[j].start} {self.new[j].duration} {self.texts[1][j]}" for j in theirs],
        )
        pairs = [(mine[at], theirs[j]) for j, at in enumerate(found) if at >= 0]
        for i, j in pairs:
            self.link(i, j)
        return pairs

    def moved_alike(self) -> list[int]:
        """Return the times by which several cues whose text occurs once were moved, the commonest first."""
        places: list[dict[str, int]] = []
        for side, free in zip(self.texts, (self.free_old, self.free_new), strict=True):
            count = Counter(side[at] for at in free)
            places.append({side[at]: at for at in free if count[side[at]] == 1})
        here, there = places
        moves = Counter(self.new[there[text]].start - self.old[i].start for text, i in here.items() if text in there)
        return [by for by, count in moves.most_common(_OFFSETS) if by and count >= _ALIKE]

    def words(self, mine: Sequence[int], theirs: Sequence[int], least: int = 1) -> list[int]:
        """Link cues that share words in the same order; return by how much each was moved."""
        a, owners = _units(self.texts[0], mine)
        b, homes = _units(self.texts[1], theirs)
        shared: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
        for at, found in enumerate(correspond(a, b)):
            if found >= 0:
                one = shared[owners[found], homes[at]]
                one[0] += len(b[at])
                one[1] += 1
        sizes = _sizes(a, owners), _sizes(b, homes)
        moves = []
        for i, j in _strong(shared, *sizes):
            if shared[i, j][1] >= max(2, least) or (least == 1 and self.near(i, j)):
                self.link(i, j)
                moves.append(self.new[j].start - self.old[i].start)
        return moves

    def alike(self, moves: Iterable[int]) -> bool:
        """Link what was moved by the same times as others were; what alone is too short to be sure of. Whether any."""
        found = Counter(moves)
        for by, _ in found.most_common(_OFFSETS):
            self.offsets.append(by)
            self.same(by)
        return bool(found)

    def near(self, i: int, j: int) -> bool:
        """Whether two cues are near each other, or were once the others had been moved."""
        by = self.new[j].start - self.old[i].start
        return any(abs(by - offset) <= _NEAR for offset in self.offsets)

    def at_one_time(self, by: int) -> None:
        """Link what is left by times: cues shown together for half of the shorter one or more, the old ones moved."""
        theirs = sorted(self.free_new, key=lambda j: self.new[j].start)
        starts = [self.new[j].start for j in theirs]
        rows: list[tuple[float, int, int]] = []
        for i in self.free_old:
            start, end = self.old[i].start + by, self.old[i].end + by
            first = bisect_left(starts, start - _NEAR)
            near = theirs[first : min(bisect_right(starts, end), first + _BESIDE)]
            rows += [(shared, i, j) for j in near if (shared := _together(start, end, self.new[j]))]
        for _, i, j in sorted(rows, key=lambda row: (-row[0], row[1], row[2])):
            if i in self.free_old and j in self.free_new:
                self.link(i, j)


def paired(old: Sequence[Cue], new: Sequence[Cue]) -> list[Group]:
    """Return which cues became which, in the order of the new version; each cue is in one group.

    >>> before = [Cue(0, 3000, "We sail at noon and nobody knows."), Cue(4000, 5000, "Yes.")]
    >>> after = [Cue(0, 1500, "We sail at noon"), Cue(1500, 3000, "and nobody knows."), Cue(4000, 5000, "Yes.")]
    >>> [(group.old, group.new) for group in paired(before, after)]
    [((0,), (0, 1)), ((1,), (2,))]
    """
    run = _Pairing(old, new)
    anchors = run.same(0)
    for by in run.moved_alike():
        run.offsets.append(by)
        run.same(by)
    stretches = _between(anchors, run.free_old, run.free_new, len(old), len(new))
    run.alike([by for mine, theirs in stretches for by in run.words(mine, theirs)])
    for _ in range(_PASSES):
        if not run.alike(run.words(list(run.free_old), list(run.free_new), 2)):
            break
    for by in dict.fromkeys(run.offsets):
        run.at_one_time(by)
    return _settled(_groups(run), *run.texts)


def _settled(groups: list[Group], olds: Sequence[str], news: Sequence[str]) -> list[Group]:
    """Join neighbours whose words changed places between them, none of them lost or new."""
    settled: list[Group] = []
    differing = [_differs(group, olds, news) for group in groups]
    at = 0
    while at < len(groups):
        most = _NEIGHBOURS if differing[at] else 1
        runs = ((n, groups[at : at + n]) for n in range(2, most + 1) if all(differing[at : at + n]))
        size = next((n for n, run in runs if _only_divided(run, olds, news)), 1)
        run = groups[at : at + size]
        settled.append(Group(tuple(i for one in run for i in one.old), tuple(j for one in run for j in one.new)))
        at += size
    return settled


def _differs(one: Group, olds: Sequence[str], news: Sequence[str]) -> bool:
    return bool(one.old and one.new) and not same_words(_joined(olds, one.old), _joined(news, one.new))


def _only_divided(run: Sequence[Group], olds: Sequence[str], news: Sequence[str]) -> bool:
    here = [i for one in run for i in one.old]
    there = [j for one in run for j in one.new]
    return here == sorted(here) and same_words(_joined(olds, here), _joined(news, there))


def _joined(texts: Sequence[str], at: Iterable[int]) -> str:
    return "\n".join([texts[number] for number in at])


def _between(
    anchors: Sequence[tuple[int, int]], old: Iterable[int], new: Iterable[int], olds: int, news: int
) -> Iterator[tuple[list[int], list[int]]]:
    """Yield what is free between two anchors on both sides."""
    ends = [*anchors, (olds, news)]
    mine, theirs = list(old), list(new)
    at = there = 0
    for i, j in ends:
        first, begin = at, there
        while at < len(mine) and mine[at] < i:
            at += 1
        while there < len(theirs) and theirs[there] < j:
            there += 1
        if at > first and there > begin:
            yield mine[first:at], theirs[begin:there]


def _units(texts: Sequence[str], at: Iterable[int]) -> tuple[list[str], list[int]]:
    """Return the words of some cues, and whose they are; a cue without words counts as one, its text."""
    units: list[str] = []
    owners: list[int] = []
    for number in at:
        text = texts[number]
        words = [part for word in _WORD.findall(text.casefold()) for part in split_graphemes(word)]
        words = words or ([text.strip()] if text.strip() else [])
        units += words
        owners += [number] * len(words)
    return units, owners


def _sizes(units: Sequence[str], owners: Sequence[int]) -> dict[int, int]:
    sizes: dict[int, int] = defaultdict(int)
    for unit, owner in zip(units, owners, strict=True):
        sizes[owner] += len(unit)
    return sizes


def _strong(
    shared: dict[tuple[int, int], list[int]], olds: dict[int, int], news: dict[int, int]
) -> list[tuple[int, int]]:
    """Return the pairs that share enough; and for a cue whose words went to many, none of them most, the best one."""
    strong = [(i, j) for (i, j), (size, _) in shared.items() if size >= _SHARE * min(olds[i], news[j])]
    for side, sizes in ((0, olds), (1, news)):
        known = {pair[side] for pair in strong}
        spread: dict[int, list[tuple[int, tuple[int, int]]]] = defaultdict(list)
        for pair, (size, _) in shared.items():
            if pair[side] not in known:
                spread[pair[side]].append((size, pair))
        strong += [max(rows)[1] for at, rows in spread.items() if sum(size for size, _ in rows) >= _SHARE * sizes[at]]
    return strong


def _together(start: int, end: int, other: Cue) -> float:
    """Return for what part of the longer cue two are shown together; 0 where it is not half of the shorter one.

    Those without length are compared by their starts.
    """
    shorter, longer = sorted((end - start, other.duration))
    if shorter <= 0:
        return 1.0 if start == other.start else 0.0
    shared = min(end, other.end) - max(start, other.start)
    return shared / longer if shared >= _SHARE * shorter else 0.0


def _groups(run: _Pairing) -> list[Group]:
    """Return what the links hold together, cues without any alone, each where it stands in the new version."""
    head = list(range(len(run.old) + len(run.new)))
    base = len(run.old)

    def first(at: int) -> int:
        while head[at] != at:
            head[at] = at = head[head[at]]
        return at

    for i, j in run.links:
        low, high = sorted((first(i), first(base + j)))
        head[high] = low
    members: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for at in range(len(head)):
        members[first(at)][at >= base].append(at - base if at >= base else at)
    groups = [Group(tuple(olds), tuple(news)) for olds, news in members.values()]
    return _in_order(groups)


def _in_order(groups: list[Group]) -> list[Group]:
    """Sort groups as the new version has them; what was deleted stands after what it stood after."""
    places = {i: min(group.new) for group in groups if group.new for i in group.old}
    order: list[tuple[float, int, Group]] = []
    for group in groups:
        if group.new:
            order.append((min(group.new), -1, group))
            continue
        before = next((places[i] for i in range(group.old[0] - 1, -1, -1) if i in places), -1)
        order.append((before + 0.5, group.old[0], group))
    return [group for *_, group in sorted(order, key=lambda row: row[:2])]
