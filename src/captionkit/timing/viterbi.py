"""Forced alignment: where the words of a script are in what a phoneme model heard.

One path through a row of states, by Viterbi. For every sentence the row has a *wildcard*, which eats music, jingles and
speech that nobody wrote, and for every word a gap and its phonemes with silence between them. A sentence that nobody
says is skipped as a whole, at a price that grows with its length. All the row's scores are computed for every frame;
they are kept at every 400th only, and the frames between are computed again with their pointers on the way back, so
that an hour takes no more memory than its emissions.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from captionkit.registry import need
from captionkit.timing.likeness import GAP, INNER, likeness
from captionkit.values import value

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["TAIL", "Heard", "Placed", "Spoken", "align_words"]

#: Log-probability below which no phoneme falls; what a label that stands in for another costs.
FLOOR, STAND_IN = -14.0, 0.7
#: The wildcard: less than the best label by this, a frame; and to enter it.
WILD, ENTER = 1.0, 6.0
#: To skip a sentence, and for each of its phonemes.
SKIP, SKIP_PHONEME = 15.0, 4.0
#: Silence inside a word costs this a frame; a phoneme of a word with digits is at worst this far below the best label.
INSIDE, LOOSE = 0.1, 1.5
#: Phonemes of a word that is held against others by itself.
TELLING = 4
#: Frames between the rows that are kept.
BLOCK = 400
#: Columns of the emissions that are no set of labels, from the end; what a pointer holds for a skipped sentence.
_SILENCE, _INNER, _WILD = -1, -2, -3
_JUMP = 4
#: ms added to a word's last phoneme; ms between two phonemes of a word above which what comes before is stray.
TAIL, STRAY = 40, 360


@value
class Heard:
    """What a phoneme model heard: natural logarithms (frames x labels), ms of a frame and by which it lags.

    After a pause it lags by ``sooner`` ms less. ``alone`` hears stretches (first and last frame) once more, each by
    itself, where the model's ear for one moment depends on what else it is given.
    """

    logs: NDArray[np.floating[Any]]
    labels: tuple[str, ...]
    frame: int
    lag: int
    sooner: int = 0
    alone: Callable[[Sequence[tuple[int, int]]], Sequence[NDArray[np.floating[Any]]]] | None = None


@value
class Spoken:
    """A word as it would be said: for each phoneme its labels, the likeliest first; ``loose`` where it has digits."""

    phonemes: tuple[tuple[str, ...], ...]
    loose: bool = False


@value
class Placed:
    """Where a sentence was found: ``times`` (start, end in ms, None for a word without sound) and scores.

    ``score`` is the mean log-probability of its phonemes where each was clearest, ``words`` the same for each word;
    None where the sentence was skipped or the word has no sound. ``phonemes`` counts what the score is the mean of.
    ``uneven`` is by how much the pace changes within the sentence (0 to about 1), where the engine knows. ``like`` is
    by how much the sound is nearer to the sentence than to other words, as each engine measures it; ``likes`` the same
    for each of its longer words, where the engine knows.
    """

    times: tuple[tuple[int, int] | None, ...]
    score: float | None
    words: tuple[float | None, ...] = ()
    phonemes: int = 0
    uneven: float | None = None
    like: float | None = None
    likes: tuple[float, ...] = ()


def align_words(
    sentences: Sequence[Sequence[Spoken]],
    heard: Heard,
    *,
    price: float = SKIP_PHONEME,
    progress: Callable[[float], None] | None = None,
) -> list[Placed]:
    """Return where each sentence's words are on the best path; ``price`` is that of leaving out a phoneme."""
    row = _Row(sentences, heard.labels, price)
    if not row.size:
        return [Placed(tuple(None for _ in sentence), None) for sentence in sentences]
    scores = row.columns(heard.logs)
    return _read(row, scores, _viterbi(row, scores, progress), sentences, heard.frame, heard.lag)


class _Row:
    """The row of states: ``column`` of the emissions, tolls of coming from one, two and three states before.

    Per sentence: silence, its wildcard, then for each word silence and its phonemes with inner silence between two.
    """

    def __init__(self, sentences: Sequence[Sequence[Spoken]], labels: Sequence[str], price: float) -> None:
        numpy = self.numpy = need("numpy", "align", "aligning")
        self.index = {label: n for n, label in enumerate(labels)}
        self.sets: dict[tuple[tuple[str, ...], bool], int] = {}
        never = float("-inf")
        states: list[tuple[int, int, float, float, float]] = []  # column, word, tolls from one, two, three before
        self.wild: list[int] = []
        prices: list[float] = []
        number = 0
        for sentence in sentences:
            states.append((_SILENCE, -1, 0.0, never, never))
            self.wild.append(len(states))
            prices.append(SKIP + price * sum(len(w.phonemes) for w in sentence))
            states.append((_WILD, -1, -ENTER, -ENTER, never))
            fresh = True
            for spoken in sentence:
                before: tuple[str, ...] = ()
                for at, phoneme in enumerate(spoken.phonemes):
                    first = at == 0 and fresh  # reached past the wildcard, and past both silences about it but one
                    states.append(
                        (_INNER if at else _SILENCE, -1 if at == 0 else number, 0.0, 0.0 if first else never, never)
                    )
                    # silence before a phoneme need not be there, unless it is the same as the one before
                    skip = never if phoneme == before else 0.0
                    states.append((self._set(phoneme, spoken.loose), number, 0.0, skip, 0.0 if first else never))
                    before, fresh = phoneme, False
                number += 1
        states.append((_SILENCE, -1, 0.0, never, never))
        self.wild.append(len(states))
        states.append((_WILD, -1, -ENTER, -ENTER, never))
        column, word, one, two, three = zip(*states, strict=True)
        self.size = len(states) if self.sets else 0
        self.column = numpy.array([c if c >= 0 else len(self.sets) - c - 1 for c in column])
        self.word = numpy.array(word)
        self.tolls = [numpy.float32(toll) for toll in (one, two, three)]
        for back, toll in enumerate(self.tolls, 1):
            toll[:back] = never
        self.is_phoneme = numpy.array([c >= 0 for c in column])
        self.wild_at = numpy.array(self.wild)
        self.prices = numpy.float32([0.0, *numpy.cumsum(prices)])
        self.words = number

    def _set(self, phoneme: tuple[str, ...], loose: bool) -> int:
        return self.sets.setdefault((phoneme, loose), len(self.sets))

    def columns(self, logs: NDArray[np.floating[Any]]) -> Any:
        """Return the emissions by set: a column for each set of labels, then gap, inner silence and wildcard."""
        numpy = self.numpy
        made = numpy.empty((len(logs), len(self.sets) + 3), numpy.float32)
        for begin in range(0, len(logs), BLOCK):
            self._fill(made[begin : begin + BLOCK], numpy.asarray(logs[begin : begin + BLOCK], numpy.float32))
        return made

    def _fill(self, made: Any, logs: Any) -> None:
        numpy = self.numpy
        best = logs.max(axis=1)
        blank, between = logs[:, self.index["<blank>"]], logs[:, self.index["<wb>"]]
        for (phoneme, loose), at in self.sets.items():
            known = [self.index[label] for label in phoneme if label in self.index]
            column = logs[:, known[0]] if known else numpy.full(len(logs), FLOOR, numpy.float32)
            for label in known[1:]:
                column = numpy.maximum(column, logs[:, label] - STAND_IN)
            made[:, at] = numpy.maximum(column, best - LOOSE if loose else FLOOR)
        made[:, GAP] = numpy.maximum(blank, between)
        made[:, INNER] = numpy.maximum(blank, between - 1) - INSIDE
        made[:, -1] = best - WILD


def _step(row: _Row, before: Any, emitted: Any, pointers: Any = None, origins: Any = None) -> Any:
    """Return the scores after one frame; note where each came from (0 stayed, 1 to 3 states before, 4 a wildcard)."""
    numpy = row.numpy
    new = before.copy()
    if pointers is not None:
        pointers[:] = 0
    for back, toll in enumerate(row.tolls, 1):
        from_back = before[:-back] + toll[back:]
        if pointers is not None:
            pointers[back:][from_back > new[back:]] = back
        numpy.maximum(new[back:], from_back, out=new[back:])
    at = row.wild_at
    level = new[at] + row.prices
    running = numpy.maximum.accumulate(level)
    if pointers is not None:
        moved = running > level
        places = numpy.arange(len(at))
        origins[:] = at[numpy.maximum.accumulate(numpy.where(moved, 0, places))]
        pointers[at[moved]] = _JUMP
    new[at] = running - row.prices
    new += emitted[row.column]
    return new


def _viterbi(row: _Row, scores: Any, progress: Callable[[float], None] | None) -> Any:
    """Return the state of each frame on the best path."""
    numpy = row.numpy
    states, frames = len(row.column), len(scores)
    now = numpy.full(states, float("-inf"), numpy.float32)
    now[row.wild_at] = -row.prices
    now[[0, 2]] = 0.0
    now += scores[0][row.column]
    kept = {0: now}
    for t in range(1, frames):
        now = _step(row, now, scores[t])
        if t % BLOCK == 0:
            kept[t] = now
            if progress is not None:
                progress(t / frames / 2)
    state = int(max(range(states - 3, states), key=lambda s: now[s]))
    path = numpy.empty(frames, numpy.int64)
    pointers = numpy.empty((BLOCK, states), numpy.uint8)
    origins = numpy.empty((BLOCK, len(row.wild_at)), numpy.int64)
    place = {int(s): n for n, s in enumerate(row.wild_at)}
    for begin in range((frames - 1) // BLOCK * BLOCK, -1, -BLOCK):
        end = min(begin + BLOCK, frames - 1)
        now = kept[begin]
        for t in range(begin + 1, end + 1):
            now = _step(row, now, scores[t], pointers[t - begin - 1], origins[t - begin - 1])
        for t in range(end, begin, -1):
            path[t] = state
            code = int(pointers[t - begin - 1][state])
            if code == _JUMP:
                state = int(origins[t - begin - 1][place[state]])
                code = int(pointers[t - begin - 1][state])
            state -= code
        if progress is not None:
            progress(1 - begin / frames / 2)
    path[0] = state
    return path


def _read(
    row: _Row, scores: Any, path: Any, sentences: Sequence[Sequence[Spoken]], frame: int, lag: int
) -> list[Placed]:
    """Read words' times and sentences' scores off the path."""
    frames: list[dict[int, tuple[int, int, float]]] = [{} for _ in range(row.words)]  # state -> first, last, best
    for t, state in enumerate(path.tolist()):
        if row.is_phoneme[state]:
            heard = frames[row.word[state]]
            first, _, best = heard.get(state, (t, t, FLOOR))
            heard[state] = (first, t, max(best, float(scores[t][row.column[state]])))
    ends = list(itertools.accumulate(map(len, sentences), initial=0))
    found = [frames[a:b] for a, b in itertools.pairwise(ends)]
    columns = [[tuple(row.sets[p, word.loose] for p in word.phonemes) for word in words] for words in sentences]
    spans = [[_span(heard) for heard in words] for words in found]
    best = scores[:, -1] + WILD
    likes = likeness(scores, best, columns, spans)
    each = iter(
        likeness(scores, best, [[w] for words in columns for w in words], [[s] for part in spans for s in part])
    )
    placed: list[Placed] = []
    for sentence, words, like in zip(sentences, found, likes, strict=True):
        times = [_word_time(heard, frame, lag) for heard in words]
        clear = [[best for _, _, best in heard.values()] for heard in words]
        every = [score for scores in clear for score in scores]
        means = tuple(_mean(scores) for scores in clear)
        telling = tuple(
            its
            for word, its in zip(sentence, each, strict=False)
            if its is not None and len(word.phonemes) >= TELLING and not word.loose
        )
        placed.append(Placed(tuple(_apart(times)), _mean(every), means, len(every), like=like, likes=telling))
    return placed


def _span(heard: dict[int, tuple[int, int, float]]) -> tuple[int, int] | None:
    """Return the first and the last frame of a word."""
    return (min(heard.values())[0], max(last for _, last, _ in heard.values())) if heard else None


def _mean(scores: Sequence[float]) -> float | None:
    return sum(scores) / len(scores) if scores else None


def _word_time(heard: dict[int, tuple[int, int, float]], frame: int, lag: int) -> tuple[int, int] | None:
    if not heard:
        return None
    spans = [(first, last) for _, (first, last, _) in sorted(heard.items())]
    begin = spans[0][0]
    for (_, last), (first, _) in itertools.pairwise(spans):
        if (first - last) * frame > STRAY:
            begin = first
    start = max(0, begin * frame - lag)
    return start, max(start + 1, (spans[-1][1] + 1) * frame + TAIL - lag)


def _apart(times: list[tuple[int, int] | None]) -> list[tuple[int, int] | None]:
    """Let no word end after the next one begins."""
    limit: int | None = None
    for n in range(len(times) - 1, -1, -1):
        time = times[n]
        if time is None:
            continue
        if limit is not None and time[1] > limit:
            times[n] = (time[0], max(time[0] + 1, limit))
        limit = time[0]
    return times
