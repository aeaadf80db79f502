"""What became of the cues of a track in its next version: one value for each change."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from captionkit.model.cue import Cue
from captionkit.model.timecode import ms_to_frames
from captionkit.quality.changes.pairing import Group, paired
from captionkit.quality.changes.words import same_words

__all__ = ["KINDS", "Revision", "by_words", "revisions"]

#: What can become of cues, with the words for it.
KINDS = {
    "changed": "changed",
    "split": "split",
    "merged": "merged",
    "regrouped": "divided otherwise",
    "added": "added",
    "deleted": "deleted",
    "shifted": "moved together",
}
#: As many neighbours moved by one time, and nothing else, are reported as one change.
_RUN = 3


@dataclass(frozen=True, slots=True)
class Revision:
    """One change: which cues (numbers from 1) of the old version became which of the new one.

    ``kind`` is one of ``KINDS``; ``fields`` says what differs: ``text``, ``breaks`` (line breaks alone), ``start``,
    ``end``, ``speaker``, ``position``, ``style``, ``order`` (it stands elsewhere among the others).
    """

    kind: str
    old: tuple[int, ...]
    new: tuple[int, ...]
    before: tuple[Cue, ...]
    after: tuple[Cue, ...]
    fields: tuple[str, ...] = ()

    @property
    def start(self) -> tuple[int | None, int | None]:
        """When it begins, in ms, in the old and in the new version; None where it is not there."""
        return _first(self.before), _first(self.after)

    @property
    def end(self) -> tuple[int | None, int | None]:
        """When it ends, in ms, in the old and in the new version; None where it is not there."""
        return _last(self.before), _last(self.after)

    def moves(self, rate: Fraction | None = None) -> list[str]:
        """Return by how much start and end moved, in words: in frames where a rate is given.

        >>> one = Revision("changed", (1,), (1,), (Cue(0, 1000),), (Cue(200, 1000),), ("start",))
        >>> one.moves(), one.moves(Fraction(25))
        (['start +0.2 s'], ['start +5 f'])
        """
        return [
            f"{side} {by_words(old, new, rate)}"
            for side, (old, new) in (("start", self.start), ("end", self.end))
            if old is not None and new is not None and old != new
        ]

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape: times as [old, new] in ms, null where there is none; the cues on both sides."""
        return {
            "kind": self.kind,
            "fields": list(self.fields),
            "old": list(self.old),
            "new": list(self.new),
            "start": list(self.start),
            "end": list(self.end),
            "before": [_shape(cue) for cue in self.before],
            "after": [_shape(cue) for cue in self.after],
        }


def by_words(old: int, new: int, rate: Fraction | None = None) -> str:
    """Return how far a time (ms) moved, with its sign: in seconds, or in frames where a rate is given.

    A move within a frame, as on to the frame grid, is given in ms.

    >>> by_words(1000, 880), by_words(1000, 880, Fraction(25)), by_words(990, 1000, Fraction(25))
    ('-0.12 s', '-3 f', '+10 ms')
    """
    if rate is None:
        return f"{(new - old) / 1000:+g} s"
    frames = ms_to_frames(new, rate) - ms_to_frames(old, rate)
    return f"{frames:+d} f" if frames or new == old else f"{new - old:+d} ms"


def revisions(old: Sequence[Cue], new: Sequence[Cue]) -> tuple[Revision, ...]:
    """Return what became of cues, in the order of the new version; cues that are as they were are left out.

    >>> [(one.kind, one.fields) for one in revisions([Cue(0, 900, "We sail.")], [Cue(0, 950, "We sailed.")])]
    [('changed', ('text', 'end'))]
    """
    groups = paired(old, new)
    elsewhere = _elsewhere(groups)
    found = [_revision(group, old, new, moved=at in elsewhere) for at, group in enumerate(groups)]
    return tuple(_reported(found))


def _revision(group: Group, old: Sequence[Cue], new: Sequence[Cue], *, moved: bool) -> Revision | None:
    before, after = tuple(old[i] for i in group.old), tuple(new[j] for j in group.new)
    fields = tuple(_differing(before, after, moved=moved)) if before and after else ()
    kind = _kind(len(before), len(after))
    if kind == "changed" and not fields:
        return None
    return Revision(kind, tuple(i + 1 for i in group.old), tuple(j + 1 for j in group.new), before, after, fields)


def _kind(olds: int, news: int) -> str:
    if not olds or not news:
        return "deleted" if olds else "added"
    if olds == 1:
        return "changed" if news == 1 else "split"
    return "merged" if news == 1 else "regrouped"


def _differing(before: tuple[Cue, ...], after: tuple[Cue, ...], *, moved: bool) -> Iterator[str]:
    """Yield what of some cues differs."""
    alone = len(before) == len(after) == 1
    was, now = ("\n".join(cue.text for cue in cues) for cues in (before, after))
    if was != now:
        if not same_words(was, now):
            yield "text"
        elif alone:
            yield "breaks"
    if _first(before) != _first(after):
        yield "start"
    if _last(before) != _last(after):
        yield "end"
    for name in ("speaker", "position", "style"):
        if _seen(before, name, alone=alone) != _seen(after, name, alone=alone):
            yield name
    if moved:
        yield "order"


def _seen(cues: tuple[Cue, ...], name: str, *, alone: bool) -> Any:
    """Return what cues show of one kind: of one cue as it is, of several what there is of it."""
    if name == "style":
        found = [style for cue in cues for style in _styles(cue)]
    else:
        found = [cue.speaker if name == "speaker" else cue.positioning for cue in cues]
    return found[0] if alone and name != "style" else set(found)


def _styles(cue: Cue) -> list[Any]:
    """Return the styles of a cue's letters; those of its blanks show nothing."""
    return [span.style.replace(time=None) for line in cue.lines for span in line.spans if span.text.strip()]


def _reported(found: Sequence[Revision | None]) -> Iterator[Revision]:
    """Yield changes; neighbours that were moved by one time, and no more than that, as one where the first stands.

    What was changed otherwise among them is reported by itself; a cue that stayed where it was ends the row.
    """
    runs: list[list[Revision]] = [[]]
    for one in found:
        if one is None:
            runs.append([])
        elif (by := _moved(one)) is not None:
            if runs[-1] and _moved(runs[-1][-1]) != by:
                runs.append([])
            runs[-1].append(one)
    long = {id(run[0]): run for run in runs if len(run) >= _RUN}
    inside = {id(one) for run in long.values() for one in run[1:]}
    for one in found:
        if one is not None and id(one) not in inside:
            yield _run(long[id(one)]) if id(one) in long else one


def _moved(one: Revision) -> int | None:
    """Return by how much a cue was moved; None where anything else was changed, its length too."""
    if one.kind != "changed" or one.fields != ("start", "end") or one.before[0].duration != one.after[0].duration:
        return None
    return one.after[0].start - one.before[0].start


def _run(run: list[Revision]) -> Revision:
    old, new, before, after = (
        tuple(part for one in run for part in getattr(one, name)) for name in ("old", "new", "before", "after")
    )
    return Revision("shifted", old, new, before, after, ("start", "end"))


def _elsewhere(groups: Sequence[Group]) -> set[int]:
    """Return which groups stand elsewhere among the others than they did: all but the longest rising row."""
    rows = [(at, group.old[0]) for at, group in enumerate(groups) if group.old and group.new]
    tails: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(rows):
        at = bisect_left(tails, place)
        before.append(tops[at - 1] if at else -1)
        tails[at : at + 1] = [place]
        tops[at : at + 1] = [index]
    steady = set()
    index = tops[-1] if tops else -1
    while index >= 0:
        steady.add(rows[index][0])
        index = before[index]
    return {at for at, _ in rows} - steady


def _first(cues: Sequence[Cue]) -> int | None:
    return min((cue.start for cue in cues), default=None)


def _last(cues: Sequence[Cue]) -> int | None:
    return max((cue.end for cue in cues), default=None)


def _shape(cue: Cue) -> dict[str, Any]:
    shape = {"start": cue.start, "end": cue.end, "text": cue.text, "speaker": cue.speaker}
    return {key: value for key, value in shape.items() if key != "speaker" or value}
