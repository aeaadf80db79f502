"""What is open: tracks whose cues have identifiers of their own, remarks on them, and changes that can be taken back.

A :class:`Delta` says what an edit replaces by what: runs of cues, and remarks (states, notes, waivers). Its inverse is
the same with before and after exchanged, so that no operation has to know how it is undone, and what is undone is what
was there, object for object.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.review.refusals import gone

__all__ = ["Delta", "Document", "Named", "OpenTrack", "Remark", "Splice"]

#: A cue with its identifier.
Named = tuple[str, Cue]


@dataclass(frozen=True, slots=True)
class Splice:
    """A run of cues replaced by another: at position ``at`` of a track the ``old`` ones become the ``new`` ones."""

    track: int
    at: int
    old: tuple[Named, ...]
    new: tuple[Named, ...]

    @property
    def inverse(self) -> Splice:
        """The splice that takes this one back."""
        return Splice(self.track, self.at, self.new, self.old)


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark made, changed or taken away: ``kind`` is ``state``, ``note`` or ``waiver``; None is none."""

    kind: str
    key: str
    old: Any
    new: Any

    @property
    def inverse(self) -> Remark:
        """The change that takes this one back."""
        return Remark(self.kind, self.key, self.new, self.old)


@dataclass(frozen=True, slots=True)
class Delta:
    """What one edit changes, in the order in which it is to be done; ``at`` is the cue where it happened."""

    splices: tuple[Splice, ...] = ()
    remarks: tuple[Remark, ...] = ()
    at: str = ""

    @property
    def inverse(self) -> Delta:
        """The delta that takes this one back."""
        return Delta(
            tuple(one.inverse for one in reversed(self.splices)),
            tuple(one.inverse for one in reversed(self.remarks)),
            self.at,
        )

    @property
    def edited(self) -> list[str]:
        """The cues that are new, or whose text or times are others than they were."""
        found: list[str] = []
        for one in self.splices:
            old = dict(one.old)
            found += [name for name, cue in one.new if not _stays_as_said(old.get(name), cue)]
        return found

    @property
    def empty(self) -> bool:
        """Whether nothing changes."""
        return not self.splices and not self.remarks


def _stays_as_said(was: Cue | None, cue: Cue) -> bool:
    return was is cue or (was is not None and (was.start, was.end) == (cue.start, cue.end) and was.lines == cue.lines)


@dataclass
class OpenTrack:
    """A track that is open: ``origin`` as the file came in, the cues as they are now, an identifier for each.

    ``format`` is the one that its file is in; ``came`` are the identifiers of the cues that came in, ``disk`` those of
    the cues in the file as it was last seen.
    """

    origin: Track
    name: str
    cues: list[Cue]
    ids: list[str]
    came: tuple[str, ...]
    disk: tuple[str, ...]
    format: str = ""

    @property
    def named(self) -> list[Named]:
        """The cues as they are now, each with its identifier."""
        return list(zip(self.ids, self.cues, strict=True))

    @property
    def track(self) -> Track:
        """The track as it is now."""
        return self.origin.replace(cues=self.cues, diagnostics=())


@dataclass
class Document:
    """The open tracks, and the remarks: ``remarks[kind][key]``. Identifiers are never used again."""

    tracks: list[OpenTrack] = field(default_factory=list)
    remarks: dict[str, dict[str, Any]] = field(default_factory=lambda: {"state": {}, "note": {}, "waiver": {}})
    next_id: int = 1
    next_note: int = 1
    _near: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, origin: Track, name: str, first: int = 0, format: str = "") -> OpenTrack:
        """Open a track: its cues get the next identifiers, or those from ``first`` on that they had before."""
        self.next_id = first or self.next_id
        ids = self.new_ids(len(origin.cues))
        opened = OpenTrack(origin, name, list(origin.cues), ids, tuple(ids), tuple(ids), format or origin.format)
        self._near |= {one: (len(self.tracks), at) for at, one in enumerate(ids)}
        self.tracks.append(opened)
        return opened

    def new_ids(self, count: int) -> list[str]:
        """Return identifiers that no cue had before."""
        first, self.next_id = self.next_id, self.next_id + count
        return [f"c{n}" for n in range(first, self.next_id)]

    def find(self, name: object) -> tuple[int, int]:
        """Return the track and the position of a cue.

        Raises EditError where there is none.
        """
        track, near = self._near.get(name, (-1, 0)) if isinstance(name, str) else (-1, 0)
        if track >= 0:
            at = _position(self.tracks[track].ids, str(name), near)
            if at is not None:
                self._near[str(name)] = (track, at)
                return track, at
        raise gone(f"the cue {str(name)[:40]}")

    def cue(self, name: object) -> Cue:
        """Return a cue.

        Raises EditError where there is none.
        """
        track, at = self.find(name)
        return self.tracks[track].cues[at]

    def apply(self, delta: Delta) -> None:
        """Make a change."""
        for one in delta.splices:
            opened, end = self.tracks[one.track], one.at + len(one.old)
            opened.cues[one.at : end] = [cue for _, cue in one.new]
            opened.ids[one.at : end] = [name for name, _ in one.new]
            self._near |= {name: (one.track, at) for at, (name, _) in enumerate(one.new, one.at)}
        for remark in delta.remarks:
            kept = self.remarks[remark.kind]
            if remark.new is None:
                kept.pop(remark.key, None)
            else:
                kept[remark.key] = remark.new

    def state_of(self, name: str) -> str:
        """Return the state of a cue: ``open`` where none was set."""
        found: str = self.remarks["state"].get(name, "open")
        return found

    def replaced(self, changes: Mapping[str, Cue]) -> list[Splice]:
        """Return the splices that put other cues in the place of some, one for each run of neighbours.

        Raises EditError for a cue that is not there.
        """
        where = sorted((*self.find(name), name, cue) for name, cue in changes.items() if cue is not self.cue(name))
        runs: list[list[tuple[int, int, str, Cue]]] = []
        for one in where:
            if runs and runs[-1][-1][0] == one[0] and runs[-1][-1][1] + 1 == one[1]:
                runs[-1].append(one)
            else:
                runs.append([one])
        return [self.splice(run[0][0], run[0][1], len(run), [(name, cue) for *_, name, cue in run]) for run in runs]

    def splice(self, track: int, at: int, count: int, new: Iterable[Named]) -> Splice:
        """Return the splice that puts ``new`` cues where ``count`` are now."""
        opened = self.tracks[track]
        old = tuple(zip(opened.ids[at : at + count], opened.cues[at : at + count], strict=True))
        return Splice(track, at, old, tuple(new))


def _position(ids: list[str], name: str, near: int) -> int | None:
    """Return where a name is, looked for first where it was last seen."""
    if near < len(ids) and ids[near] == name:
        return near
    first = max(0, near - 200)
    for part, offset in ((ids[first : near + 200], first), (ids, 0)):
        try:
            return part.index(name) + offset
        except ValueError:
            continue
    return None
