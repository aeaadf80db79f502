"""Whether it is this sentence that is heard, by what other words would score in the same piece of sound.

A search finds some place for any text, and a score that depends on voice, language and noise. What does not depend on
them is a comparison within the piece of sound where a sentence was found: its own phonemes against the same ones in
another order and against the sentences around it (*others*), and against whatever fits best, phoneme by phoneme. The
sentence that is said comes well on the way from the nearest of the others to the best; a sentence in another language,
or the same words backwards, is hardly nearer than they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from captionkit.registry import need

__all__ = ["GAP", "INNER", "likeness"]

#: A word's phonemes, each as the column of the emissions in which its set of labels is.
Phonemes = tuple[int, ...]
#: Columns of the emissions, from the end: silence between words and within one.
GAP, INNER = -3, -2
#: Frames before the first phoneme and after the last that are looked at with a sentence.
MARGIN = 3
#: Phonemes that are compared at once: what is longer is compared in parts, so that no sentence takes minutes.
LONG = 160
#: Sentences before and after that are held against one; of its length, their shares; of its words, the most that they
#: may have in common with it: what differs in a name alone is hardly another sentence.
RIVALS, SHORTER, LONGER, COMMON = 6, 0.6, 1.6, 0.5


def likeness(
    scores: Any, best: Any, sentences: Sequence[Sequence[Phonemes]], frames: Sequence[Sequence[tuple[int, int] | None]]
) -> list[float | None]:
    """Return how like its sound each sentence is: 0 as the nearest of other words, 1 as the best that there could be.

    ``scores`` (frames x columns) are logarithms of probabilities, ``best`` those of the likeliest label of each frame;
    ``frames`` are the first and the last of each word, None where it was not found. None for a sentence that was not
    found, or that has nothing to be compared with.
    """
    parts = [list(_parts(words, places)) for words, places in zip(sentences, frames, strict=True)]
    all_words = [words for those in parts for words, _ in those]
    made: list[float | None] = []
    at = 0
    for those in parts:
        reached = possible = 0.0
        for words, span in those:
            if span is not None:
                piece = slice(max(0, span[0] - MARGIN), span[1] + 1 + MARGIN)
                own, *others = _through(scores[piece], [_states(words), *_others(all_words, at)])
                nearest = max(others, default=float("-inf"))
                if nearest > float("-inf"):
                    reached += own - nearest
                    possible += float(best[piece].sum()) - nearest
            at += 1
        made.append(reached / possible if possible > 0 else None)
    return made


def _parts(
    words: Sequence[Phonemes], places: Sequence[tuple[int, int] | None]
) -> Iterator[tuple[list[Phonemes], tuple[int, int] | None]]:
    """Yield the words of a sentence, so many at once as are compared, and the first and last of their frames."""
    held: list[Phonemes] = []
    span: tuple[int, int] | None = None
    for word, place in zip(words, places, strict=True):
        if held and sum(map(len, held)) + len(word) > LONG:
            yield held, span
            held, span = [], None
        if word:
            held.append(word)
            span = place if span is None or place is None else (span[0], place[1])
    if held:
        yield held, span


#: A phoneme on a path: the column of the silence that may be before it, and its own.
_State = tuple[int, int]


def _states(words: Sequence[Phonemes]) -> list[_State]:
    return [(INNER if n else GAP, column) for word in words for n, column in enumerate(word)]


def _others(parts: Sequence[Sequence[Phonemes]], at: int) -> Iterator[list[_State]]:
    """Yield what a part is held against: its own words and phonemes in other orders, and the parts around it."""
    words = parts[at]
    own = _states(words)
    size = len(own)
    turned = [own[n:] + own[:n] for n in (size // 3, size // 2, 2 * size // 3)]
    around = [
        other
        for other in parts[max(0, at - RIVALS) : at + RIVALS + 1]
        if SHORTER * size <= sum(map(len, other)) <= LONGER * size
        and (Counter(words) & Counter(other)).total() <= COMMON * len(words)
    ]
    orders = [_states(words[::-1]), own[::-1], *turned]
    sounds = [column for _, column in own]
    yield from (o for o in (*orders, *map(_states, around)) if [column for _, column in o] != sounds)


def _through(piece: Any, paths: Sequence[Sequence[_State]]) -> list[float]:
    """Return the score of each path through a piece of the emissions, from end to end."""
    numpy = need("numpy", "align", "aligning")
    columns = numpy.full((len(paths), 2 * max(map(len, paths)) + 1), GAP)
    # silence before a phoneme need not be there, unless it is the same as the one before
    over = numpy.full(columns.shape, float("-inf"), numpy.float32)
    for path, its, skip in zip(paths, columns, over, strict=True):
        its[: 2 * len(path)] = [column for state in path for column in state]
        skip[3 : 2 * len(path) : 2] = [0.0 if a != b else float("-inf") for (_, a), (_, b) in pairwise(path)]
    now = numpy.full(columns.shape, float("-inf"), numpy.float32)
    now[:, :2] = 0.0
    for t, emitted in enumerate(piece):
        new = now.copy()
        if t:
            numpy.maximum(new[:, 1:], now[:, :-1], out=new[:, 1:])
            numpy.maximum(new[:, 2:], now[:, :-2] + over[:, 2:], out=new[:, 2:])
        now = new + emitted[columns]
    ends = [2 * len(path) for path in paths]
    return [float(max(row[end - 1], row[end])) for row, end in zip(now, ends, strict=True)]
