"""Undo without end: the steps made, those taken back, and what of them the file on disk has."""

from __future__ import annotations

from dataclasses import dataclass, field

from captionkit.review.document import Delta

__all__ = ["Gesture", "History"]


@dataclass
class Gesture:
    """One step of undo: what one gesture changed, or typing without a pause; ``label`` names it to people.

    ``writes`` counts the steps up to this one that change what is saved: remarks are kept in the journal alone.
    """

    label: str
    deltas: list[Delta]
    do: str = ""
    tab: str = ""
    writes: int = 0

    @property
    def at(self) -> str:
        """The cue where it happened."""
        return self.deltas[-1].at


@dataclass
class History:
    """The steps in the one order in which they were made, whatever the track."""

    done: list[Gesture] = field(default_factory=list)
    undone: list[Gesture] = field(default_factory=list)
    _saved: list[Gesture] = field(default_factory=list)
    #: as many steps at the beginning are those that the file on disk has
    _common: int = 0

    def add(self, label: str, delta: Delta, *, do: str = "", tab: str = "", join: bool = False) -> None:
        """Note a change; with ``join`` as part of the step before, where that can be."""
        if join and self.joins(do, tab, delta.at):
            self.done[-1].deltas.append(delta)
            return
        self.undone.clear()
        self.done.append(Gesture(label, [delta], do, tab, _writes(self.done) + bool(delta.splices)))

    def joins(self, do: str, tab: str, at: str) -> bool:
        """Whether a change would be part of the last step: of the same kind, cue and tab, and not yet saved."""
        last = self.done[-1] if self.done and not self.undone else None
        kept = len(self.done) == self._common == len(self._saved) and bool(self._saved)
        return last is not None and not kept and (last.do, last.tab, last.at) == (do, tab, at)

    def undo(self) -> Gesture:
        """Move the last step to those taken back, and return it."""
        step = self.done.pop()
        self.undone.append(step)
        self._common = min(self._common, len(self.done))
        return step

    def redo(self) -> Gesture:
        """Move the step taken back last to those made, and return it."""
        step = self.undone.pop()
        self.done.append(step)
        at = len(self.done) - 1
        if self._common == at < len(self._saved) and self._saved[at] is step:
            self._common += 1
        return step

    def saved(self) -> None:
        """Note that the file on disk is as the document is now."""
        self._saved = list(self.done)
        self._common = len(self.done)

    @property
    def unsaved(self) -> int:
        """How many steps part the document from the file on disk."""
        return _writes(self.done) + _writes(self._saved) - 2 * _writes(self.done, self._common)


def _writes(steps: list[Gesture], count: int | None = None) -> int:
    """Return how many of the first steps, or of all, change what is saved."""
    last = len(steps) if count is None else count
    return steps[last - 1].writes if last else 0
