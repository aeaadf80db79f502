"""What was said: segments in order, with speakers, kinds, words and times where they are known.

Times are ms from the start of the media; ``None`` means not known, never 0. ``timing`` says how a time came about, so
that an estimate can never pass for a measurement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from captionkit.values import field, replace, value

if TYPE_CHECKING:
    from typing import TypedDict, Unpack

    from captionkit.diagnostics import Diagnostic

__all__ = ["Kind", "Segment", "Timing", "Transcript", "Word", "make_words", "share_time", "shared_edges", "text_of"]


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

    @property
    def heard(self) -> bool:
        """Whether the time is a measured one: stated by the source, or found in the sound."""
        return self is Timing.GIVEN or self is Timing.ALIGNED

    @property
    def bounded(self) -> bool:
        """Whether the time was measured, or lies between two that were."""
        return self is not Timing.ESTIMATED and self is not Timing.NONE

    @property
    def between(self) -> Timing:
        """How a time came about that was computed between two of this kind."""
        return Timing.ESTIMATED if self is Timing.ESTIMATED else Timing.INTERPOLATED

    @staticmethod
    def weakest(timings: Iterable[Timing]) -> Timing:
        """Return how a value made of such times came about: as the least certain of them did; NONE for none at all.

        >>> Timing.weakest([Timing.GIVEN, Timing.INTERPOLATED]).value
        'interpolated'
        """
        return min(timings, key=_CERTAINTY.index, default=Timing.NONE)


#: From the least certain to the most.
_CERTAINTY = (Timing.NONE, Timing.ESTIMATED, Timing.INTERPOLATED, Timing.ALIGNED, Timing.GIVEN)


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


class _Draft:
    """A word being filled: the same slots, which may still be assigned."""

    __slots__ = Word.__match_args__


def make_words(
    texts: Iterable[str],
    starts: Iterable[int | None],
    ends: Iterable[int | None],
    confidences: Iterable[float | None],
    timings: Iterable[Timing],
    glues: Iterable[bool],
) -> list[Word]:
    """Return words made column by column: each column is as long as ``texts``, or longer.

    Words exist by the hundred thousand: filled before they are frozen, each costs half of ``Word(...)``.

    >>> make_words(["Hello"], [0], [900], [None], [Timing.GIVEN], [False])[0].end
    900
    """
    words: list[Any] = []
    rows = zip(texts, starts, ends, confidences, timings, glues, strict=False)
    for text, start, end, confidence, timing, glue in rows:
        word: Any = _Draft()
        word.text = text
        word.start = start
        word.end = end
        word.confidence = confidence
        word.timing = timing
        word.glue = glue
        word.__class__ = Word
        words.append(word)
    return words


def text_of(words: Iterable[Word]) -> str:
    """Return the words as displayed: a blank between any two, save before a glued one.

    >>> text_of([Word("well"), Word("-known", glue=True), Word("fact")])
    'well-known fact'
    """
    return "".join([word.text if word.glue else " " + word.text for word in words]).lstrip(" ")


def share_time(start: int, end: int, weights: Sequence[float]) -> list[tuple[int, int]]:
    """Return the (start, end) of parts that lie end to end between two times, each as long as its weight asks.

    Parts of no weight at all, or of weights that are all 0, take no time.

    >>> share_time(0, 1000, [1, 3])
    [(0, 250), (250, 1000)]
    """
    return list(pairwise(shared_edges(start, end, weights)))


def shared_edges(start: int, end: int, weights: Sequence[float]) -> list[int]:
    """Return where the parts that :func:`share_time` makes begin, and where the last ends.

    >>> shared_edges(0, 1000, [1, 3])
    [0, 250, 1000]
    """
    total, length = sum(weights), end - start
    whole = total or 1
    edges = [start, *[start + int(length * done // whole) for done in accumulate(weights)]]
    edges[-1] = end if total else start
    return edges


if TYPE_CHECKING:

    class SegmentFields(TypedDict, total=False):
        """What ``Segment.replace`` takes."""

        text: str
        speaker: str
        kind: Kind
        start: int | None
        end: int | None
        words: tuple[Word, ...]
        timing: Timing
        confidence: float | None
        language: str
        line: int | None
        turn: bool
        extras: Mapping[str, Any]


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

    def replace(self, **changes: Unpack[SegmentFields]) -> Segment:
        """Return a copy with some fields changed."""
        return replace(self, **changes)


if TYPE_CHECKING:

    class TranscriptFields(TypedDict, total=False):
        """What ``Transcript.replace`` takes."""

        segments: tuple[Segment, ...]
        language: str
        source: str
        title: str
        duration: int | None
        meta: Mapping[str, Any]
        diagnostics: tuple[Diagnostic, ...]


@value
class Transcript:
    """Everything that was said, in order.

    ``source`` names the format it was read from (``"text"``, ``"whisper"``); ``duration`` is the media's length in ms
    where the source states it; ``meta`` keeps titles, models, dates and the like as the source names them.
    ``diagnostics`` are what was reported while it was read; they do not count when transcripts are compared.
    """

    segments: tuple[Segment, ...] = ()
    language: str = ""
    source: str = ""
    title: str = ""
    duration: int | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False)

    def replace(self, **changes: Unpack[TranscriptFields]) -> Transcript:
        """Return a copy with some fields changed."""
        return replace(self, **changes)

    def __repr__(self) -> str:
        count = f"{len(self.segments)} segment{'' if len(self.segments) == 1 else 's'}"
        return f"Transcript({', '.join(part for part in (count, self.language, self.source) if part)})"

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
