"""A cue on its way: words in lines, not yet timed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from captionkit.segmentation.row import WordRow

__all__ = ["Draft"]


@dataclass(slots=True)
class Draft:
    """A cue before it has its times: its lines of words, and how sure each of its breaks is.

    ``opening`` and ``closing`` are marks that show that a sentence paused before or after it.
    """

    lines: list[WordRow]
    confidence: dict[str, Any] = field(default_factory=dict)
    dashed: bool = False
    explain: list[dict[str, Any]] = field(default_factory=list)
    opening: str = ""
    closing: str = ""

    #: All words in order.
    row: WordRow = field(init=False)
    #: When its first word begins and its last one ends, ms.
    spoken: tuple[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.row = self.lines[0]
        if len(self.lines) > 1:
            words = [word for line in self.lines for word in line.words]
            self.row = WordRow(words, [origin for line in self.lines for origin in line.origins])
        words = self.row.words
        self.spoken = words[0].start or 0, max([word.end or 0 for word in words])
