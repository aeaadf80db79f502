"""Fitting untimed text to the stretches of a film in which somebody speaks.

Speech is parted by pauses, and long pauses part sentences. Every sentence is expected to take its share of all the time
spoken; a dynamic programme chooses the sentences' starts among the starts of the stretches, and points inside long
ones, so that lengths come out as expected and starts fall on pauses. Inside a sentence the words share the time that is
spoken, so that a pause is never covered by a word.

What it cannot do: text that nobody says, or speech that is not in the text, moves whole passages. So each sentence
carries its own doubt (how far its length is from what was expected), and doubtful ones are reported.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise

from captionkit.diagnostics import Collector, Result
from captionkit.model.timecode import format_clock
from captionkit.model.transcript import Kind, Segment, Timing, Transcript, Word
from captionkit.timing.rates import SENTENCE_PAUSE, natural, pause_after
from captionkit.timing.words import split_words
from captionkit.values import replace, value

__all__ = ["listen"]

#: ms between the points inside a stretch at which a sentence may start.
STEP = 200
#: A length that is off by this share (as a natural logarithm) costs half a unit; a start inside a stretch this much.
SPREAD, INSIDE = 0.22, 4.5
#: A paragraph begins after a pause (ms); without one it costs this much more.
TURN, TURN_COST = 500, 1.0
#: A sentence lasts between these shares of what is expected of it, and starts within this many ms of its even place.
SHORTEST, LONGEST = 0.3, 3.0
BAND = 45_000
#: A sentence is doubtful where its length is off by this factor.
DOUBT = 1.6
#: Letters a second outside of which text and sound do not cover the same.
SLOW, FAST = 9.0, 20.0
#: Beyond this many times faster or slower they have nothing to do with each other.
IMPOSSIBLE = 2.5


@value
class _Clock:
    """Time spoken against time, both ways, in ms: ``starts`` and ``ends`` of the stretches, ``done`` spoken before."""

    starts: list[int]
    ends: list[int]
    done: list[int]

    @property
    def total(self) -> int:
        return self.done[-1]

    def start_at(self, spoken: int) -> int:
        """Return the time at which speech goes on after ``spoken`` ms of it."""
        at = min(bisect_right(self.done, spoken) - 1, len(self.starts) - 1)
        return self.starts[at] + spoken - self.done[at]

    def end_at(self, spoken: int) -> int:
        """Return the time at which ``spoken`` ms of speech have been said."""
        at = max(bisect_left(self.done, spoken) - 1, 0)
        return self.starts[at] + spoken - self.done[at]


def _clock(stretches: Sequence[tuple[int, int]]) -> _Clock:
    lengths = [end - start for start, end in stretches]
    return _Clock([s for s, _ in stretches], [e for _, e in stretches], [0, *accumulate(lengths)])


@value
class _Sentence:
    """Words ``first`` to ``last`` (exclusive) of the whole, what they are expected to take, whether a turn begins."""

    first: int
    last: int
    length: float
    turn: bool


@value
class _Point:
    """A place where a sentence may start: ms spoken before it, and the cost for a sentence and for a turn."""

    spoken: int
    cost: float
    turn_cost: float


def listen(transcript: Transcript, stretches: Sequence[tuple[int, int]], *, language: str = "") -> Result[Transcript]:
    """Return an untimed transcript with every spoken word timed inside ``stretches`` (start, end in ms, rising).

    Nothing is put before the first stretch or after the last. The times are marked ESTIMATED. A transcript that has
    times already, a film without a stretch, and a text that cannot have been said in that time come back as they were.

    >>> said = Transcript((Segment("Good evening. The harbour is closed."),), language="en")
    >>> made = listen(said, ((2000, 2900), (4000, 5700))).value
    >>> [(w.text, w.start) for w in made.segments[0].words if w.text in ("Good", "The")]
    [('Good', 2000), ('The', 4000)]
    """
    notes = Collector()
    spoken = [i for i, s in enumerate(transcript.segments) if s.kind is Kind.SPEECH and s.text.strip()]
    if not stretches or not spoken or _timed(transcript):
        return Result(transcript)
    segments = list(transcript.segments)
    for i in spoken:
        segments[i] = segments[i].replace(words=split_words(segments[i].text))
    words = [word for i in spoken for word in segments[i].words]
    clock = _clock(stretches)
    if not _alike(words, clock, notes):
        return Result(transcript, notes.all)
    sentences = _sentences([segments[i] for i in spoken], language or transcript.language, clock.total)
    points = _points(clock)
    chosen = [points[k].spoken for k in _choose(sentences, points, clock.total)] if len(sentences) > 1 else [0]
    bounds = [*chosen, clock.total]
    timed: list[Word] = []
    for sentence, (begin, end) in zip(sentences, pairwise(bounds), strict=True):
        timed += _placed(words[sentence.first : sentence.last], begin, end, clock, language or transcript.language)
    _report(sentences, bounds, words, clock, notes)
    timed = _rising(timed)
    at = 0
    for i in spoken:
        count = len(segments[i].words)
        segments[i] = segments[i].replace(words=tuple(timed[at : at + count]))
        at += count
    return Result(transcript.replace(segments=tuple(segments)), notes.all)


def _alike(words: Sequence[Word], clock: _Clock, notes: Collector) -> bool:
    """Whether the text can have been said in the time spoken; a likely difference is reported all the same."""
    letters = sum(c.isalnum() for word in words for c in word.text)
    rate = letters * 1000 / clock.total
    message = f"the text has {letters} letters, the sound {clock.total / 1000:.1f} s: {rate:.1f} a second, where people"
    message += f" speak at {SLOW:g} to {FAST:g}"
    possible = SLOW / IMPOSSIBLE <= rate <= FAST * IMPOSSIBLE
    if not possible:
        notes.add("timing.sound-differs", f"{message}; the sound was not used")
    elif SLOW <= rate <= FAST:
        notes.add("timing.fitted-to-sound", f"the text was fitted to {len(clock.starts)} stretches of sound")
    else:
        notes.add("timing.sound-differs", f"{message}; fitted to it all the same")
    return possible


def _rising(words: list[Word]) -> list[Word]:
    """Return the words with none beginning before the one above it ends."""
    at = 0
    for index, word in enumerate(words):
        start, end = word.start or 0, word.end or 0
        if start < at or end <= start:
            start = max(start, at)
            words[index] = replace(word, start=start, end=max(end, start + 1))
        at = words[index].end or 0
    return words


def _timed(transcript: Transcript) -> bool:
    return any(s.start is not None or any(w.start is not None for w in s.words) for s in transcript.segments)


def _sentences(segments: Sequence[Segment], language: str, total: int) -> list[_Sentence]:
    """Return the sentences with the share of all the time spoken that is expected of each."""
    found: list[_Sentence] = []
    at = begin = 0
    length, turn = 0.0, True
    for segment in segments:
        for word in segment.words:
            length += natural(word.text, language).speech
            at += 1
            if pause_after(word.text) >= SENTENCE_PAUSE:
                found.append(_Sentence(begin, at, length, turn))
                begin, length, turn = at, 0.0, False
        if begin < at:
            found.append(_Sentence(begin, at, length, turn))
            begin, length = at, 0.0
        turn = True
    scale = total / (sum(sentence.length for sentence in found) or 1.0)
    return [replace(sentence, length=max(1.0, sentence.length * scale)) for sentence in found]


def _points(clock: _Clock) -> list[_Point]:
    points = [_Point(0, 0.0, 0.0)]
    for at, (start, end) in enumerate(zip(clock.starts, clock.ends, strict=True)):
        if at:
            gap = start - clock.ends[at - 1]
            points.append(_Point(clock.done[at], _pause_cost(gap), _pause_cost(gap) + TURN_COST * (gap < TURN)))
        inside = range(STEP, end - start - STEP // 2, STEP)
        points += [_Point(clock.done[at] + s, INSIDE, INSIDE + TURN_COST) for s in inside]
    return points


def _pause_cost(gap: int) -> float:
    """Return what a sentence's start after a pause of ``gap`` ms costs: long pauses attract sentences."""
    seconds = gap / 1000
    return max(0.0, 1.6 - 4 * min(seconds, 0.4)) + (0.4 if seconds < 0.5 else -min(1.5, seconds - 0.4))


def _choose(sentences: Sequence[_Sentence], points: Sequence[_Point], total: int) -> list[int]:
    """Return the point at which each sentence starts, the first at the beginning: the least cost of all."""
    spoken = [point.spoken for point in points]
    even = [0.0, *accumulate(sentence.length for sentence in sentences)]
    best: dict[int, float] = {0: 0.0}
    back: list[dict[int, int]] = []
    for number, (sentence, following) in enumerate(pairwise(sentences), 1):
        band = max(BAND, 4 * sentence.length)
        reach: dict[int, float] = {}
        came: dict[int, int] = {}
        for at, cost in best.items():
            low = bisect_left(spoken, max(spoken[at] + SHORTEST * sentence.length, even[number] - band))
            high = bisect_right(spoken, min(spoken[at] + LONGEST * sentence.length, even[number] + band))
            for k in range(max(low, at + 1), high):
                point = points[k]
                price = cost + _length_cost(spoken[k] - spoken[at], sentence.length)
                price += point.turn_cost if following.turn else point.cost
                if price < reach.get(k, math.inf):
                    reach[k], came[k] = price, at
        if not reach:  # no way with such lengths: the even spread
            return [min(bisect_left(spoken, e), len(points) - 1) for e in even[:-1]]
        best = reach
        back.append(came)
    final = {k: cost + _length_cost(max(1, total - spoken[k]), sentences[-1].length) for k, cost in best.items()}
    chain = [min(final, key=lambda k: final[k])]
    for came in reversed(back):
        chain.append(came[chain[-1]])
    return chain[::-1]


def _length_cost(given: int, expected: float) -> float:
    ratio = math.log(given / expected) / SPREAD
    return 0.5 * ratio * ratio


def _placed(words: Sequence[Word], begin: int, end: int, clock: _Clock, language: str) -> list[Word]:
    """Share the time spoken between two points among words by their natural lengths."""
    lengths = [natural(word.text, language).speech for word in words]
    total = sum(lengths) or 1.0
    marks = [begin + round((end - begin) * done / total) for done in (0.0, *accumulate(lengths))]
    made: list[Word] = []
    for word, (first, last) in zip(words, pairwise(marks), strict=True):
        start, stop = clock.start_at(first), clock.end_at(last)
        made.append(replace(word, start=start, end=stop, timing=Timing.ESTIMATED))
    return made


def _report(
    sentences: Sequence[_Sentence], bounds: Sequence[int], words: Sequence[Word], clock: _Clock, notes: Collector
) -> None:
    for sentence, (begin, end) in zip(sentences, pairwise(bounds), strict=True):
        ratio = max(1, end - begin) / sentence.length
        if not 1 / DOUBT <= ratio <= DOUBT:
            text = " ".join(word.text for word in words[sentence.first : sentence.last])
            notes.add(
                "timing.sentence-doubtful",
                f"at {format_clock(clock.start_at(begin))} a sentence got {ratio:.1f} times the time expected of it:"
                f' "{text:.60}"',
                data={"start": clock.start_at(begin), "ratio": round(ratio, 2)},
            )
