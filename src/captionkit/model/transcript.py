"""What was said: segments in order, with speakers, kinds, words and times where they are known.

Times are ms from the start of the media; ``None`` means not known, never 0. ``timing`` says how a time came about, so
that an estimate can never pass for a measurement.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from captionkit.values import field, replace, value

if TYPE_CHECKING:
    from captionkit.diagnostics import Diagnostic

__all__ = ["Kind", "Segment", "Timing", "Transcript", "Word", "WordDraft"]


class Timing(StrEnum):
    """How a time came about."""

    NONE = "none"
    """No time is known."""
    GIVEN = "given"
    """The source states it."""
    INTERPOLATED = "interpolated"
    """Computed between two given times (by characters or words)."""
    ESTIMATED = "estimated"
    """From a speaking-rate model; nothing was measured."""
    ALIGNED = "aligned"
    """Found in the sound by an aligner."""


class Kind(StrEnum):
    """What a segment is. Only SPEECH is captioned by default."""

    SPEECH = "speech"
    SOUND = "sound"
    MUSIC = "music"
    DIRECTION = "direction"
    """A stage direction: how, where or what happens."""
    EDITORIAL = "editorial"
    """An editor's insertion or comment, never spoken."""
    INAUDIBLE = "inaudible"
    TITLE = "title"
    """A heading or on-screen text."""
    NOTE = "note"
    """Anything else that the file says about the speech."""


@value
class Word:
    """One word as displayed, punctuation glued on, without surrounding blanks.

    ``glue`` is true where no blank stands between this word and the one before it (scripts without spaces, joined
    tokens). ``confidence`` is 0..1 where known.
    """

    text: str
    start: int | None = None
    end: int | None = None
    confidence: float | None = None
    timing: Timing = Timing.NONE
    glue: bool = False


class WordDraft:
    """A word being filled by a reader: set all six slots, then ``draft.__class__ = Word`` freezes it.

    Words exist by the hundred thousand, and this costs a fifth of a frozen dataclass's constructor (measured: 0.22
    against 1.25 us). The slots must be exactly those of :class:`Word`.
    """

    __slots__ = ("confidence", "end", "glue", "start", "text", "timing")

    text: str
    start: int | None
    end: int | None
    confidence: float | None
    timing: Timing
    glue: bool


@value
class Segment:
    r"""A stretch of one kind by one speaker: an utterance, a turn, a paragraph, a stage direction.

    ``text`` is the whole text as displayed (it may hold ``\\n`` where the source broke the line on purpose); ``words``
    is empty where the source had no word times. ``line`` is the line of the source it begins on. ``turn`` is true where
    the source marks a new turn or paragraph here. ``extras`` keeps what has no field, namespaced by reader.
    """

    text: str
    speaker: str = ""
    kind: Kind = Kind.SPEECH
    start: int | None = None
    end: int | None = None
    words: tuple[Word, ...] = ()
    timing: Timing = Timing.NONE
    confidence: float | None = None
    language: str = ""
    line: int | None = None
    turn: bool = True
    extras: Mapping[str, Any] = field(default_factory=dict)

    def replace(self, **changes: Any) -> Segment:
        """Return a copy with some fields changed."""
        return replace(self, **changes)


@value
class Transcript:
    """Everything that was said, in order.

    ``source`` names the format it was read from (``"text"``, ``"whisper"``); ``duration`` is the media's length in ms
    where the source tells it; ``meta`` keeps titles, models, dates and the like as the source names them.
    ``diagnostics`` are what was reported while it was read; they do not count when transcripts are compared.
    """

    segments: tuple[Segment, ...] = ()
    language: str = ""
    source: str = ""
    title: str = ""
    duration: int | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False)

    def replace(self, **changes: Any) -> Transcript:
        """Return a copy with some fields changed."""
        return replace(self, **changes)

    @property
    def speakers(self) -> tuple[str, ...]:
        """The speakers' names in order of appearance."""
        return tuple(dict.fromkeys(s.speaker for s in self.segments if s.speaker))

    @property
    def spoken(self) -> tuple[Segment, ...]:
        """The segments of kind SPEECH."""
        return tuple(s for s in self.segments if s.kind is Kind.SPEECH)

    @property
    def timing(self) -> str:
        """``"words"`` where words carry times, ``"segments"`` where only segments do, else ``"none"``."""
        if any(w.start is not None for s in self.segments for w in s.words):
            return "words"
        return "segments" if any(s.start is not None for s in self.segments) else "none"
