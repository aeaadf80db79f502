"""Whether a cue's words can be read in the time that they take to be said, and what it costs if not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, exp

from captionkit.measure import reading_time
from captionkit.profiles.model import Limits
from captionkit.segmentation.row import WordRow

__all__ = ["Arc", "Pace", "pace_of", "reading_need", "times_of"]

#: A cue that may be: first word, last word, worth of its inside.
Arc = tuple[int, int, float]

#: Log worth of a cue that has no time at all, and of a cue twice as fast to read as the limit allows.
TOO_SHORT, TOO_FAST = 15.0, 3.0
#: What a cue is worth that ends a sentence and begins another without ending it: human subtitlers make 2 in 1,000.
FRAGMENT = exp(-3.0)
#: What a cue is worth that is said for longer than any cue may last.
_TOO_LONG = 1e-9


@dataclass(frozen=True, slots=True)
class Pace:
    """The times of a block's words and a guide's limits of time, all in ms.

    ``starts`` and ``said`` are when each word begins and ends, ``until`` how long a cue that ends with it may stay;
    ``whole`` where the sentence begins that a cue would cut if it ended there, 0 where it cuts none; ``per_char`` the
    least time that a character needs to be read.
    """

    starts: Sequence[int]
    said: Sequence[int]
    until: Sequence[int]
    whole: Sequence[int]
    per_char: float
    least: int
    most: int

    def fast(self, first: int, last: int, length: float) -> bool:
        """Whether a cue of these words, ``length`` wide, cannot be read until the next word is said."""
        return self.until[last] - self.starts[first] < self.per_char * length

    def weighed(self, arcs: Sequence[Arc], origin: float, close: Sequence[float]) -> list[Arc]:
        """Return cues that begin with the same word, ``origin`` on an endless line, each worth what its timing is."""
        first = arcs[0][0]
        start, until, whole, per_char, least = self.starts[first], self.until, self.whole, self.per_char, self.least
        latest = start + self.most
        return [
            arc
            if (time := until[last] - start) >= least
            and time >= per_char * (close[last] - origin)
            and whole[last] <= first
            and said <= latest
            else (first, last, arc[2] * self.worth(first, last, close[last] - origin))
            for arc in arcs
            for last in (arc[1],)
            for said in (self.said[last],)
        ]

    def worth(self, first: int, last: int, length: float) -> float:
        """Return the worth of a cue of these words, ``length`` wide, by its timing: 1 where every limit holds."""
        start = self.starts[first]
        if self.said[last] - start > self.most and first < last:
            return _TOO_LONG
        whole = FRAGMENT if self.whole[last] > first else 1.0
        time, need = self.until[last] - start, self.per_char * length
        if time >= need and time >= self.least:
            return whole
        time = max(time, 1)
        short = max(0.0, 1 - time / self.least) if self.least else 0.0
        fast = max(0.0, min(3.0, need / time - 1))
        return whole * exp(-TOO_SHORT * short - TOO_FAST * fast)


def pace_of(row: WordRow, ends: Sequence[bool], limits: Limits) -> Pace:
    """Return the pace of a block: the row's words that ``ends`` knows, and the one after them if the row has it."""
    starts, said = times_of(row)
    until = [start - (limits.min_gap or 0) for start in (*starts[1:], said[-1] + 10_000)]
    least, most = limits.min_duration or 0, limits.max_duration or 10**9
    return Pace(starts, said, until, _sentences(ends), _ms_per_char(limits), least, most)


def times_of(row: WordRow) -> tuple[list[int], list[int]]:
    """Return when each word begins and ends, ms; 0 where that is not known and does not matter."""
    return [word.start or 0 for word in row.words], [word.end or 0 for word in row.words]


def _sentences(ends: Sequence[bool]) -> list[int]:
    """Return for each word where the sentence begins that a cue would cut if it ended there; 0 where it cuts none."""
    begins: list[int] = []
    begin = 0
    for at, end in enumerate(ends):
        begins.append(0 if end or at + 1 == len(ends) else begin)
        if end:
            begin = at + 1
    return begins


def _ms_per_char(limits: Limits) -> float:
    """Return the least ms that a character needs to be read (0 where the guide sets no speed)."""
    by_characters = 1000 / limits.max_cps if limits.max_cps else 0.0
    by_words = 60_000 / limits.max_wpm / 6 if limits.max_wpm else 0.0
    return max(by_characters, by_words)


def reading_need(width: float, words: int, limits: Limits) -> int:
    """Return the least ms that a cue of this width and number of words can be read in (0 where the guide says none)."""
    by_characters = reading_time(width, limits.max_cps) if limits.max_cps else 0
    by_words = ceil(words * 60_000 / limits.max_wpm) if limits.max_wpm else 0
    by_word = words * (limits.min_word_time or 0)
    return max(by_characters, by_words, by_word)
