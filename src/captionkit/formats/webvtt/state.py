"""What a WebVTT reader knows while it goes through a file, chunk by chunk."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from captionkit.diagnostics import Collector
from captionkit.formats.webvtt.body import VTT
from captionkit.model.cue import Cue, raw_cue
from captionkit.model.raw import Raw
from captionkit.model.track import Block

__all__ = ["VttState", "with_payload"]


@dataclass(slots=True)
class VttState:
    """The reader's memory between chunks.

    ``short`` says whether the file writes times below an hour without hours (None: not known yet); ``lenient``
    whether timing lines that the specification rejects are read as what they plainly mean; ``repairable`` and
    ``hopeless`` count such lines by whether a tolerant reading exists. ``details`` is what writing under ``preserve``
    needs beyond the layout; ``ordinal`` counts the blocks of the file.
    """

    collector: Collector
    cues: list[Cue] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    footer: list[Block] = field(default_factory=list)
    regions: set[str] = field(default_factory=set)
    details: dict[str, Any] = field(default_factory=dict)
    title: str = ""
    signed: bool = True
    """Whether the file has the signature."""

    short: bool | None = None
    lenient: bool = False
    seen_cue: bool = False
    attachable: bool = False
    """Whether text after a blank line may belong to the last cue: that cue was the last block read."""
    attached: list[str] = field(default_factory=list)
    """Text that goes to the last cue once the next block shows that no more follows."""

    number_cut_off: tuple[str, int] | None = None
    """A number alone between blank lines, with its line: text of the cue before or identifier of the next."""

    repairable: int = 0
    hopeless: int = 0
    ordinal: int = 0
    last_start: int = 0
    """Start (ms) of the last cue: a cue before it is out of order."""

    handed_on: int = 0
    """Cues that a stream has handed on before those in ``cues``."""

    @property
    def number(self) -> int:
        """How many cues have been read."""
        return self.handed_on + len(self.cues)

    def settle(self) -> None:
        """Give the last cue the text that stood after it; all at once, so that the cost stays linear."""
        if self.attached:
            cue = self.cues[-1]
            pieces = [cue.payload, *self.attached] if cue.payload else self.attached
            self.cues[-1] = with_payload(cue, "\n".join(pieces))
            self.attached = []


def with_payload(cue: Cue, payload: str) -> Cue:
    """Return a cue as read with another payload."""
    return raw_cue(cue.start, cue.end, Raw(VTT, payload, cue.settings), id=cue.id, notes=cue.notes)
