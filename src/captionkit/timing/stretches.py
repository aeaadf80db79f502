"""Which sentence is said in which stretch of sound, and how sure that is: all ways weighed against each other.

Sentences are expected to take their share of the time spoken and to begin after pauses. A way through text and sound
says of each sentence where it begins, or that nobody says it, and of each stretch that a sentence covers it, or that
nobody wrote it. Every way has a probability; the likeliest is taken, and a start is as sure as all ways together that
have it nearby. So a passage that is missing on either side costs something once, instead of moving all that follows,
and where the sound does not tell one way from another the doubt is a number.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from statistics import median

from captionkit.values import replace, value

__all__ = ["Clock", "Sentence", "Start", "clock_of", "starts_of"]

#: ms between the points inside a stretch at which a sentence may start.
STEP = 200
#: By how much sentences' lengths differ from what is expected, as a logarithm: how much people do who read, and between
#: which values it is found in the file. So many sentences' evidence has the first value.
SPREAD, EVEN, UNEVEN, PRIOR = 0.22, 0.10, 0.32, 4
#: Costs are natural logarithms of how much less likely something is: a start inside a stretch.
INSIDE = 4.5
#: A paragraph begins after a pause (ms); without one it costs this much more.
TURN, TURN_COST = 500, 1.0
#: A sentence lasts between these shares of what is expected of it.
SHORTEST, LONGEST = 0.35, 2.8
#: What a sentence costs that nobody says; what speech costs that nobody wrote, and each second of it; the most at once.
UNSAID, UNWRITTEN, UNWRITTEN_SECOND, UNWRITTEN_MOST = 6.0, 6.0, 0.15, 30_000
#: Places this much less likely than the best one are given up.
BEAM = 14.0
#: ms within which a start is the same.
NEAR = 300
#: Tempi with which the search begins beside the one that fills the sound, as shares of the usual; by how much speakers
#: differ in it, as a logarithm, and the most; how near to 1 a correction need not be made.
TEMPI, TEMPO_SPREAD, SLOWEST, SAME = (1.0, 0.87, 1.15), 0.25, 1.7, 0.02


@value
class Clock:
    """Time spoken against time, both ways, in ms: ``starts`` and ``ends`` of the stretches, ``done`` spoken before."""

    starts: list[int]
    ends: list[int]
    done: list[int]

    @property
    def total(self) -> int:
        """Ms spoken in all."""
        return self.done[-1]

    def start_at(self, spoken: int) -> int:
        """Return the time at which speech goes on after ``spoken`` ms of it."""
        at = min(bisect_right(self.done, spoken) - 1, len(self.starts) - 1)
        return self.starts[at] + spoken - self.done[at]

    def end_at(self, spoken: int) -> int:
        """Return the time at which ``spoken`` ms of speech have been said."""
        at = max(bisect_left(self.done, spoken) - 1, 0)
        return self.starts[at] + spoken - self.done[at]


def clock_of(stretches: Sequence[tuple[int, int]]) -> Clock:
    """Return the clock of some stretches (start, end in ms, rising)."""
    lengths = [end - start for start, end in stretches]
    return Clock([s for s, _ in stretches], [e for _, e in stretches], [0, *accumulate(lengths)])


@value
class Sentence:
    """Words ``first`` to ``last`` (exclusive) of the whole, what they are expected to take, whether a turn begins."""

    first: int
    last: int
    length: float
    turn: bool


@value
class Start:
    """Where a sentence begins and ends, in ms spoken; None where nobody seems to say it.

    ``sure`` is the share of all ways that have it there; ``odd`` by how many times as much as is usual in this file its
    length is off.
    """

    begin: int | None
    end: int | None
    sure: float
    odd: float = 0.0


@value
class _Points:
    """Places where a sentence may start: ms spoken before each, whether it is after a pause, and its weights.

    A weight is the probability that a sentence, or a turn, starts there.
    """

    spoken: list[int]
    pauses: list[int]
    weight: list[float]
    turn: list[float]


def starts_of(sentences: Sequence[Sentence], clock: Clock) -> list[Start]:
    """Return where each sentence is said. The lengths of sentences are those at the usual tempo."""
    points = _points(clock)
    filling = clock.total / (sum(s.length for s in sentences) or 1.0)
    best: _Ways | None = None
    for tempo in dict.fromkeys((filling, *TEMPI)):
        ways = _ways(sentences, tempo, points)
        if best is None or ways.likely > best.likely:
            best = ways
    assert best is not None  # noqa: S101
    if all(pair is None for pair in best.chain):
        return _even(sentences, clock)
    return _sure(best, sentences, points, clock)


def _even(sentences: Sequence[Sentence], clock: Clock) -> list[Start]:
    """Return starts that give each sentence its share of all the time spoken, sure of none."""
    ends = [*accumulate(sentence.length for sentence in sentences)]
    marks = [0, *(round(end * clock.total / ends[-1]) for end in ends)]
    return [Start(begin, end, 0.0) for begin, end in pairwise(marks)]


@value
class _Ways:
    """The likeliest way at a tempo: the point where each sentence starts and stops (None: not said)."""

    likely: float
    scale: float
    spread: float
    chain: list[tuple[int, int] | None]


def _ways(sentences: Sequence[Sentence], scale: float, points: _Points) -> _Ways:
    """Return the likeliest way, tempo and evenness of the speaker corrected by what it found."""
    spread, scale = SPREAD, min(SLOWEST, max(1 / SLOWEST, scale))
    found = _Ways(-math.inf, scale, spread, [])
    for _ in range(4):
        forward = _Forward(sentences, scale, spread, points)
        forward.run()
        likely = forward.likely - 0.5 * (math.log(scale) / TEMPO_SPREAD) ** 2
        found = _Ways(likely, scale, spread, forward.chain())
        logs = [
            math.log((points.spoken[pair[1]] - points.spoken[pair[0]]) / (scale * s.length))
            for s, pair in zip(sentences, found.chain, strict=True)
            if pair is not None
        ]
        off = median(logs) if logs else 0.0
        away = 1.48 * median(abs(log - off) for log in logs) if logs else SPREAD
        to = math.sqrt((PRIOR * SPREAD**2 + len(logs) * away**2) / (PRIOR + len(logs)))
        to = min(UNEVEN, max(EVEN, to))
        if abs(off) < SAME and abs(to - spread) < SAME:
            break
        scale, spread = min(SLOWEST, max(1 / SLOWEST, scale * math.exp(off))), to
    return found


def _points(clock: Clock) -> _Points:
    made = _Points([], [], [], [])

    def add(spoken: int, cost: float, turn: float) -> None:
        made.spoken.append(spoken)
        made.weight.append(math.exp(-cost))
        made.turn.append(math.exp(-cost - turn))

    for at, (start, end) in enumerate(zip(clock.starts, clock.ends, strict=True)):
        gap = start - clock.ends[at - 1] if at else TURN
        made.pauses.append(len(made.spoken))
        add(clock.done[at], _pause_cost(gap) if at else 0.0, TURN_COST * (gap < TURN))
        for inside in range(STEP, end - start - STEP // 2, STEP):
            add(clock.done[at] + inside, INSIDE, TURN_COST)
    made.pauses.append(len(made.spoken))
    add(clock.total, 0.0, 0.0)
    return made


def _pause_cost(gap: int) -> float:
    """Return what a sentence's start after a pause of ``gap`` ms costs: long pauses attract sentences."""
    seconds = gap / 1000
    return max(0.0, 1.6 - 4 * min(seconds, 0.4)) + (0.4 if seconds < 0.5 else -min(1.5, seconds - 0.4))


def _lengths(spread: float) -> list[float]:
    """Return how likely a length is by its share of what is expected, in hundredths."""
    even = SPREAD / spread
    most = int(LONGEST * 100) + 2
    return [0.0, *(even * math.exp(-0.5 * (math.log(n / 100) / spread) ** 2) for n in range(1, most))]


class _Forward:
    """All ways from the beginning: for each sentence the points that the sentence before may have ended at.

    ``ended`` has those, ``begun`` the points where the sentence may begin, after speech that nobody wrote; both with
    the sum of all ways and the likeliest, as shares of a factor that is taken off at each sentence.
    """

    def __init__(self, sentences: Sequence[Sentence], scale: float, spread: float, points: _Points) -> None:
        self.sentences, self.scale, self.points = sentences, scale, points
        self.lengths = _lengths(spread)
        self.last = len(points.spoken) - 1
        self.ended: list[dict[int, tuple[float, float]]] = []
        self.begun: list[dict[int, tuple[float, float]]] = []
        self.came: list[dict[int, int]] = []  # where a sentence that ended at a point began; itself if not said
        self.passed: list[dict[int, int]] = []  # where unwritten speech before a point began
        self.likely = 0.0

    def run(self) -> None:
        now = {0: (1.0, 1.0)}
        for number in range(len(self.sentences)):
            self.ended.append(now)
            begun, passed = self.past_unwritten(now)
            self.begun.append(begun)
            self.passed.append(passed)
            now, came = self.after(number, begun)
            self.came.append(came)
            now = self.kept(now)
        self.ended.append(now)
        begun, passed = self.past_unwritten(now, to_end=True)
        self.begun.append(begun)
        self.passed.append(passed)
        end = begun.get(self.last, (0.0, 0.0))[0]
        self.likely += math.log(end) if end else -math.inf

    def kept(self, now: dict[int, tuple[float, float]]) -> dict[int, tuple[float, float]]:
        """Return the likelier places, as shares of the likeliest."""
        most = max((best for _, best in now.values()), default=0.0)
        if not most:
            return {}
        self.likely += math.log(most)
        least = most * math.exp(-BEAM)
        return {k: (total / most, best / most) for k, (total, best) in now.items() if best >= least}

    def past_unwritten(
        self, now: Mapping[int, tuple[float, float]], *, to_end: bool = False
    ) -> tuple[dict[int, tuple[float, float]], dict[int, int]]:
        """Return where the next sentence may begin, and where the unwritten speech before it began."""
        begun, passed = dict(now), {}
        spoken, pauses = self.points.spoken, self.points.pauses
        for k, (total, best) in now.items():
            at = bisect_left(pauses, k)
            if at == len(pauses) or pauses[at] != k:
                continue
            for after in pauses[at + 1 :]:
                length = spoken[after] - spoken[k]
                if length > UNWRITTEN_MOST and not (to_end and after == self.last):
                    if to_end:
                        continue
                    break
                price = self.unwritten(length)
                price *= self.points.weight[after]
                old = begun.get(after, (0.0, 0.0))
                if best * price > old[1]:
                    passed[after] = k
                begun[after] = (old[0] + total * price, max(old[1], best * price))
        return begun, passed

    def unwritten(self, length: int) -> float:
        """Return how likely it is that nobody wrote so many ms of speech."""
        return math.exp(-(UNWRITTEN + UNWRITTEN_SECOND * min(length, UNWRITTEN_MOST) / 1000))

    def after(
        self, number: int, begun: Mapping[int, tuple[float, float]]
    ) -> tuple[dict[int, tuple[float, float]], dict[int, int]]:
        """Return where a sentence may end, and where it began then."""
        sentence = self.sentences[number]
        spoken = self.points.spoken
        expected = sentence.length * self.scale
        weights = self.weights(number)
        price = math.exp(-UNSAID)
        ended = {k: (total * price, best * price) for k, (total, best) in begun.items()}
        came = dict(zip(begun, begun, strict=True))
        for k, (total, best) in begun.items():
            low, high = self.reach(k, expected)
            for to in range(low, high):
                share = self.lengths[int((spoken[to] - spoken[k]) * 100 / expected)] * weights[to]
                old = ended.get(to, (0.0, 0.0))
                if best * share > old[1]:
                    came[to] = k
                    ended[to] = (old[0] + total * share, best * share)
                else:
                    ended[to] = (old[0] + total * share, old[1])
        return ended, came

    def weights(self, number: int) -> Sequence[float]:
        """Return the weights of the points at which a sentence ends: those at which the next one may start."""
        following = number + 1 < len(self.sentences) and self.sentences[number + 1].turn
        return self.points.turn if following else self.points.weight

    def reach(self, k: int, expected: float) -> tuple[int, int]:
        """Return the first and last (exclusive) point where a sentence that begins at ``k`` may end."""
        spoken = self.points.spoken
        low = bisect_left(spoken, spoken[k] + SHORTEST * expected, k + 1)
        return low, bisect_right(spoken, spoken[k] + LONGEST * expected, low)

    def chain(self) -> list[tuple[int, int] | None]:
        """Return the points where each sentence begins and ends on the likeliest way, None where it is not said."""
        at = self.last
        made: list[tuple[int, int] | None] = []
        if at not in self.begun[-1]:
            return [None] * len(self.sentences)
        for number in range(len(self.sentences) - 1, -1, -1):
            at = self.passed[number + 1].get(at, at)
            begin = self.came[number][at]
            made.append(None if begin == at else (begin, at))
            at = begin
        return made[::-1]


def _sure(ways: _Ways, sentences: Sequence[Sentence], points: _Points, clock: Clock) -> list[Start]:
    """Return where each sentence is on the likeliest way, with the share of all ways that have it there."""
    forward = _Forward(sentences, ways.scale, ways.spread, points)
    forward.run()
    rest: dict[int, float] = {}
    made: list[Start] = []
    for number in range(len(sentences), -1, -1):
        if number < len(sentences):
            before, said = _backward(forward, number, rest)
            pair = ways.chain[number]
            start = _start(forward, number, pair, said, before, clock)
            if start.begin is not None and start.end is not None:
                off = math.log(max(1, start.end - start.begin) / (ways.scale * sentences[number].length))
                start = replace(start, odd=abs(off) / ways.spread)
            made.append(start)
        else:
            before = {forward.last: 1.0}
        rest = _before_unwritten(forward, number, before)
        most = max(rest.values(), default=0.0)
        rest = {k: share / most for k, share in rest.items()} if most else {}
    return made[::-1]


def _backward(forward: _Forward, number: int, rest: Mapping[int, float]) -> tuple[dict[int, float], dict[int, float]]:
    """Return, of each point where a sentence may begin, the share of the ways from there on; and where it is said."""
    expected = forward.sentences[number].length * forward.scale
    spoken, weights = forward.points.spoken, forward.weights(number)
    price = math.exp(-UNSAID)
    all_ways: dict[int, float] = {}
    said: dict[int, float] = {}
    for k in forward.begun[number]:
        low, high = forward.reach(k, expected)
        share = 0.0
        for to in range(low, high):
            onward = rest.get(to)
            if onward:
                share += forward.lengths[int((spoken[to] - spoken[k]) * 100 / expected)] * weights[to] * onward
        said[k] = share
        all_ways[k] = share + rest.get(k, 0.0) * price
    return all_ways, said


def _before_unwritten(forward: _Forward, number: int, before: Mapping[int, float]) -> dict[int, float]:
    """Return the same of each point where the sentence above may have ended."""
    made: dict[int, float] = {}
    points = forward.points
    for k in forward.ended[number]:
        share = before.get(k, 0.0)
        at = bisect_left(points.pauses, k)
        if at < len(points.pauses) and points.pauses[at] == k:
            for after in points.pauses[at + 1 :]:
                length = points.spoken[after] - points.spoken[k]
                at_end = number == len(forward.sentences) and after == forward.last
                if length > UNWRITTEN_MOST and not at_end:
                    if number == len(forward.sentences):
                        continue
                    break
                onward = before.get(after)
                if onward:
                    price = forward.unwritten(length)
                    share += price * points.weight[after] * onward
        made[k] = share
    return made


def _start(
    forward: _Forward,
    number: int,
    pair: tuple[int, int] | None,
    said: Mapping[int, float],
    before: Mapping[int, float],
    clock: Clock,
) -> Start:
    begun = forward.begun[number]
    everything = sum(begun[k][0] * share for k, share in before.items())
    if pair is None or not everything:
        return Start(None, None, 0.0)
    spoken = forward.points.spoken
    begin, end = pair
    here = clock.start_at(spoken[begin])
    near = sum(begun[k][0] * share for k, share in said.items() if abs(clock.start_at(spoken[k]) - here) <= NEAR)
    return Start(spoken[begin], spoken[end], near / everything)
