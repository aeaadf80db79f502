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

    @property
    def row(self) -> WordRow:
        """All words in order."""
        if len(self.lines) == 1:
            return self.lines[0]
        words = [word for line in self.lines for word in line.words]
        return WordRow(words, [origin for line in self.lines for origin in line.origins])

    @property
    def spoken(self) -> tuple[int, int]:
        """When its first word begins and its last one ends, ms."""
        words = self.row.words
        return words[0].start or 0, max(word.end or 0 for word in words)
