"""Words on their way into cues: a row of them, beside each where it comes from, and a cue that is not timed yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from captionkit.model.text import Span
from captionkit.model.transcript import Timing, Word
from captionkit.values import replace, value

__all__ = ["Draft", "Origin", "WordRow", "untimed"]


@value
class Origin:
    """Where a word comes from; words of one segment share theirs.

    ``number`` is the index of its segment or cue. ``forced`` demands that a cue begins with the word, ``change``
    that the source says that somebody else, not named, speaks from it on. ``label`` marks a
    speaker's name, which is shown but not said. ``spans`` are the word's styles where it has any. ``edges`` says how
    its start and its end came about where they differ from the word's own timing. ``computed`` marks a word whose
    times serve for re-segmenting only and are not handed on.
    """

    number: int = 0
    speaker: str = ""
    forced: bool = False
    change: bool = False
    label: bool = False
    spans: tuple[Span, ...] = ()
    edges: tuple[Timing, Timing] | None = None
    computed: bool = False

    def replace(self, **changes: Any) -> Origin:
        """Return a copy with some fields changed."""
        return replace(self, **changes)


@dataclass(slots=True)
class WordRow:
    """Words in order, and the origin of each; both lists are equally long."""

    words: list[Word] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.words)

    def __getitem__(self, at: slice) -> WordRow:
        return WordRow(self.words[at], self.origins[at])

    def add(self, word: Word, origin: Origin) -> None:
        """Put one word at the end."""
        self.words.append(word)
        self.origins.append(origin)

    @property
    def texts(self) -> list[str]:
        """What each word shows."""
        return [word.text for word in self.words]


def untimed(texts: Sequence[str], glues: Sequence[bool]) -> WordRow:
    """Return a row of words whose times do not matter."""
    words = [Word(text, glue=glue) for text, glue in zip(texts, glues, strict=True)]
    return WordRow(words, [Origin()] * len(words))


@dataclass(slots=True)
class Draft:
    """A cue before it has its times: its lines of words, and how sure each of its breaks is.

    ``opening`` and ``closing`` are marks that show that a sentence paused before or after it, ``between`` that of a
    sentence that the second of two speakers cuts off.
    """

    lines: list[WordRow]
    confidence: dict[str, Any] = field(default_factory=dict)
    dashed: bool = False
    explain: list[dict[str, Any]] = field(default_factory=list)
    opening: str = ""
    closing: str = ""
    between: str = ""

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
