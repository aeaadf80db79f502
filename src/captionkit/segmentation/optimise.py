"""The one optimiser: which words share a cue and which a line, chosen together by dynamic programming.

A cue is a run of words in one to ``lines`` lines. Its worth is the product of what the break model says of each break,
of its shape and of its timing; limits of line length, lines and length are hard. Every way of cutting a stretch of
words is summed forwards and backwards, which gives each gap's probability of ending a line or a cue (the confidence of
a break), and the cut that agrees best with those probabilities is taken (minimum Bayes risk). The work is linear in the
number of words, since a cue spans a bounded number of them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import exp, inf, log

from captionkit.segmentation.pace import Arc, Pace
from captionkit.segmentation.shapes import Shapes

__all__ = ["FORBIDDEN", "Chosen", "ScoredWords", "best_lines", "choose", "line_chances"]

#: A break is wanted where its probability exceeds this: half the F1 that can be reached, which is where F1 is greatest
#: (Lipton, Elkan & Naryanaswamy 2014): about 0.6 for line ends, 0.85 for cue ends.
LINE_THRESHOLD, CUE_THRESHOLD = 0.3, 0.42
#: Gaps whose score is below this are not offered as ends, unless nothing else is possible or a cue that is chosen
#: without them is worth less than they are.
FLOOR_CUE, FLOOR_LINE = -5.0, -6.0
#: So many lines of a cue are weighed together; of a longer cue half of them are settled and the next ones looked at.
LINES_AHEAD = 8
#: Log odds of a forbidden gap, where it must be used all the same.
FORBIDDEN = -14.0
#: The least share of the cuts with either end of a cue that have both: two ends that exclude each other are not taken.
AGREE = 0.22
#: A cue less probable than this is not looked at again.
_TINY = 1e-4

#: A cue as chosen: first word, last word, the last words of all its lines but the last.
Cut = tuple[int, int, tuple[int, ...]]


@dataclass(slots=True)
class ScoredWords:
    """Words to be divided, between two breaks that are already certain.

    ``begin[i]`` and ``close[i]`` are the offsets in characters where word i begins and ends on an endless line;
    ``line`` and ``cue`` are the log odds of the gap after each word; ``pace`` tells the worth of a cue's timing, None
    where timing does not matter; ``known`` are the line scores once a cue is known.
    """

    begin: Sequence[float]
    close: Sequence[float]
    line: Sequence[float]
    cue: list[float]
    pace: Pace | None = None
    known: Sequence[float] = ()

    def length(self, first: int, last: int) -> float:
        """Return the width of these words on one line."""
        return self.close[last] - self.begin[first]


@dataclass(slots=True)
class Chosen:
    """A cut, and the probabilities of a line end and of a cue end at each gap."""

    cues: list[Cut]
    p_line: list[float] = field(default_factory=list)
    p_cue: list[float] = field(default_factory=list)


def choose(scored: ScoredWords, shapes: Shapes) -> Chosen:
    """Return the best cut of a stretch of words."""
    last = len(scored.begin) - 1
    if (
        last < shapes.words
        and scored.length(0, last) <= shapes.single
        and (last == 0 or max(scored.cue[:last]) < FLOOR_CUE)
    ):
        return Chosen([(0, last, ())], [0.0] * (last + 1), [0.0] * last + [1.0])
    chart = Chart(scored, shapes, FLOOR_CUE, FLOOR_LINE)
    cuts = chart.cuts() if chart.possible else []
    if cuts and chart.least(cuts) < FLOOR_CUE:
        chart = Chart(scored, shapes, FORBIDDEN, FORBIDDEN)
        cuts = chart.cuts() if chart.possible else []
    if not cuts:
        chart = _of_all_gaps(scored, shapes)
        cuts = chart.cuts()
    splits = {} if scored.known else chart.split
    cues = [(a, b, splits.get((a, b)) or best_lines(scored, shapes, a, b)) for a, b in cuts]
    return Chosen(cues, chart.p_line, chart.p_cue)


def _of_all_gaps(scored: ScoredWords, shapes: Shapes) -> Chart:
    """Return all ways of dividing words at whatever gaps, lifted until no sum is lost to rounding."""
    chart, lift = Chart(scored, shapes, -inf, -inf), 0.0
    while not chart.possible and chart.lacking > 0.0:
        lift += chart.lacking
        chart = Chart(scored, shapes, -inf, -inf, lift)
    return chart


class Chart:
    """All ways of dividing words, as arcs from word to word; ``alpha[i]`` sums those of the words before i.

    Every way divides the same words, so that a factor of each word, whose logarithm is ``lift``, changes none of their
    shares; it keeps sums over many cues that are all unlikely above the smallest number there is.
    """

    def __init__(
        self, scored: ScoredWords, shapes: Shapes, floor_cue: float, floor_line: float, lift: float = 0.0
    ) -> None:
        self.scored = scored
        self.shapes = shapes
        self.lift = lift
        count = len(scored.begin)
        self.ends = [i for i in range(count - 1) if scored.cue[i] > floor_cue] + [count - 1]
        self.inner = [i for i in range(count - 1) if scored.line[i] > floor_line]
        #: of each gap where a line may end: its odds, and the sum of the widths that lie on either side of it
        self.odds = [exp(scored.line[k]) for k in self.inner]
        self.turns = [scored.close[k] + scored.begin[k + 1] for k in self.inner]
        self.e_cue = [exp(score) for score in scored.cue]
        self.e_cue[-1] = 1.0
        self.p_line = [0.0] * count
        self.p_cue = [0.0] * count
        self.arcs: list[Arc] = []
        self.likely: list[Arc] = []
        #: cue of two lines -> where in ``inner`` its upper line may end, and the worth of all these ways together
        self.splits: dict[tuple[int, int], tuple[int, int, float]] = {}
        #: likely cue of several lines -> last words of the lines that it would have, but the last
        self.split: dict[tuple[int, int], tuple[int, ...]] = {}
        self.alpha = self._forward(count)

    @property
    def possible(self) -> bool:
        """Whether any cut keeps the limits."""
        return self.alpha[-1] > 0.0

    @property
    def lacking(self) -> float:
        """By how much more a word must be lifted so that the sums do not vanish, as far as they can be followed."""
        reached = max(i for i, ways in enumerate(self.alpha) if ways > 0.0)
        return -log(self.alpha[reached]) / reached if reached else 0.0

    def _forward(self, count: int) -> list[float]:
        alpha = [0.0] * (count + 1)
        alpha[0] = 1.0
        for at, first in enumerate([0, *(i + 1 for i in self.ends[:-1])]):
            before = alpha[first]
            if before > 0.0:
                found = self._arcs(first, at)
                self.arcs += found
                for _, last, worth in found:
                    alpha[last + 1] += before * worth * self.e_cue[last]
        return alpha

    def _arcs(self, first: int, at: int) -> list[Arc]:
        """Return the cues that may begin at ``first``; ``ends[at]`` is the first end that may follow it."""
        begin, close, shapes = self.scored.begin, self.scored.close, self.shapes
        origin, single, chars, e_one = begin[first], shapes.single, shapes.chars, shapes.e_one
        inner = self.inner
        low = bisect_left(inner, first)
        high = bisect_left(inner, True, low, key=lambda k: close[k] > origin + shapes.cpl)
        arcs: list[Arc] = []
        for last in self.ends[at:]:
            length = close[last] - origin
            if last - first >= shapes.words:
                break
            if length <= single:
                inside = e_one[int(length)]
            elif length > chars:
                break
            else:
                least = close[last] - shapes.cpl  # the lower line begins here or later
                while low < high and begin[inner[low] + 1] < least:
                    low += 1
                until = high if length > shapes.cpl else bisect_left(inner, last, low, high)
                inside = sum(self._worths(first, last, low, until))
                if inside > 0.0:
                    self.splits[first, last] = low, until, inside
                    inside *= shapes.e_total[int(length)]
                else:
                    inside = self._otherwise(first, last, length)
            if inside > 0.0:
                arcs.append((first, last, inside))
        pace = self.scored.pace
        if pace and arcs:
            arcs = pace.weighed(arcs, origin, close)
        if self.lift:
            return [(first, last, worth * exp(self.lift * (last - first + 1))) for first, last, worth in arcs]
        return arcs

    def _worths(self, first: int, last: int, low: int, high: int) -> list[float]:
        """Return the worth of each way to make two lines, the upper one ending at ``inner[low]`` and so on."""
        e_diff = self.shapes.e_diff
        shift = self.shapes.cpl - self.scored.begin[first] - self.scored.close[last]
        return [w * e_diff[int(turn + shift)] for w, turn in zip(self.odds[low:high], self.turns[low:high])]  # noqa: B905

    def _otherwise(self, first: int, last: int, length: float) -> float:
        """Return the worth of a cue that no two lines hold: one line, or more than two where the guide has them."""
        shapes = self.shapes
        if length <= shapes.cpl:
            return shapes.e_one[int(length)]
        if shapes.lines > 2:
            breaks = best_lines(self.scored, shapes, first, last)
            if 0 < len(breaks) < shapes.lines:
                return shapes.e_total[int(length)] * exp(sum(self.scored.line[k] for k in breaks))
        return 0.0

    def least(self, cues: Sequence[tuple[int, int]]) -> float:
        """Return the least log worth of one of these cues with its end."""
        chosen = frozenset(cues)
        worths = (worth * self.e_cue[last] for first, last, worth in self.arcs if (first, last) in chosen)
        least = min(worths)
        return log(least) if least > 0.0 else -inf

    def count(self) -> None:
        """Fill the probabilities of every gap, and keep the cues that are likely at all."""
        alpha, e_cue = self.alpha, self.e_cue
        beta = [0.0] * len(alpha)
        beta[-1] = 1.0
        whole = alpha[-1] or 1.0
        for arc in reversed(self.arcs):
            first, last, worth = arc
            gain = worth * e_cue[last] * beta[last + 1]
            beta[first] += gain
            share = alpha[first] * gain / whole
            if share > _TINY:
                self.likely.append((first, last, share))
                self.p_cue[last] += share
                splits = self.splits.get((first, last))
                if splits:
                    self._count_lines(first, last, *splits, share)
                elif self.shapes.lines > 2 and self.scored.length(first, last) > self.shapes.single:
                    self.split[first, last] = breaks = best_lines(self.scored, self.shapes, first, last)
                    for k in breaks:
                        self.p_line[k] += share

    def _count_lines(self, first: int, last: int, low: int, high: int, total: float, share: float) -> None:
        p_line, share = self.p_line, share / total
        worths = self._worths(first, last, low, high)
        for k, worth in zip(self.inner[low:high], worths):  # noqa: B905 - it costs a tenth
            p_line[k] += share * worth
        self.split[first, last] = (self.inner[low + worths.index(max(worths))],)

    def cuts(self) -> list[tuple[int, int]]:
        """Count all ways, and return the cues of the cut whose breaks are most to be expected."""
        self.count()
        found = self._decode(self._agreeing()) or self._decode(self.likely)
        return found or self._decode(self.arcs[::-1])

    def _agreeing(self) -> list[Arc]:
        """Return the likely cues whose two ends are ends of the same cuts, not each of cuts that lack the other."""
        before, after = [1.0, *self.p_cue], self.p_cue
        return [
            arc
            for arc in self.likely
            if (least := min(before[arc[0]], after[arc[1]])) < CUE_THRESHOLD or arc[2] >= AGREE * least
        ]

    def _decode(self, arcs: list[Arc]) -> list[tuple[int, int]]:
        count = len(self.p_cue)
        best = [-inf] * count + [0.0]
        following = [-1] * count
        cue_gain = [p - CUE_THRESHOLD for p in self.p_cue]
        line_gain = [p - LINE_THRESHOLD for p in self.p_line]
        split = self.split
        for first, last, _ in arcs:
            gain = best[last + 1] + cue_gain[last]
            for k in split.get((first, last), ()):  # the line ends that this very cue would have, not any within it
                gain += line_gain[k]
            if gain > best[first]:
                best[first] = gain
                following[first] = last
        cues = []
        first = 0
        while first < count:
            last = following[first]
            if last < 0:
                return []
            cues.append((first, last))
            first = last + 1
        return cues


def best_lines(scored: ScoredWords, shapes: Shapes, first: int, last: int) -> tuple[int, ...]:
    """Return where the lines of one cue end (but the last), by the best sum of breaks and shape.

    As few lines as the words need; more lines than the guide allows where its width cannot be kept otherwise.
    """
    settled: tuple[int, ...] = ()
    if scored.known:
        scored = ScoredWords(scored.begin, scored.close, scored.known, scored.cue)
    while True:
        ahead = bisect_left(scored.close, scored.begin[first] + LINES_AHEAD * shapes.cpl, first, last)
        if ahead == last:
            return settled + _fewest(scored, shapes, first, last)
        breaks = _fewest(scored, shapes, first, ahead)
        settled += breaks[: len(breaks) // 2]
        first = settled[-1] + 1


def line_chances(scored: ScoredWords, shapes: Shapes, first: int, last: int) -> list[float]:
    """Return the probability of each line end, given that these words are one cue of two lines."""
    legal = [
        k
        for k in range(first, last)
        if scored.length(first, k) <= shapes.cpl and scored.length(k + 1, last) <= shapes.cpl
    ]
    worth = [scored.line[k] + shapes.pair(scored.length(first, k), scored.length(k + 1, last)) for k in legal]
    chances = [0.0] * len(scored.begin)
    top = max(worth, default=0.0)
    shares = [exp(score - top) for score in worth]
    for k, share in zip(legal, shares, strict=True):
        chances[k] = share / sum(shares)
    return chances


def _best_pair(scored: ScoredWords, shapes: Shapes, first: int, last: int) -> int | None:
    """Return the best line end of the words as two lines, None where they do not fit on two."""
    begin, close, line, diff, cpl = scored.begin, scored.close, scored.line, shapes.diff, shapes.cpl
    start, end, widest = begin[first], close[last], 2 * cpl
    best, where = -inf, None
    for k in range(bisect_left(begin, end - cpl, first + 1, last + 1) - 1, last):
        upper = close[k] - start
        if upper > cpl:
            break
        worth = line[k] + diff[max(0, min(widest, round(cpl + upper - (end - begin[k + 1]))))]
        if worth > best:
            best, where = worth, k
    return where


def _fewest(scored: ScoredWords, shapes: Shapes, first: int, last: int) -> tuple[int, ...]:
    """Return the best way to make as few lines as the width allows (two at least, where they do not fit one)."""
    cpl = shapes.cpl
    if scored.length(first, last) <= shapes.single or first == last:
        return ()
    pair = _best_pair(scored, shapes, first, last)
    if pair is not None:
        return (pair,)
    #: last word of the lines so far -> (worth, breaks)
    states: dict[int, tuple[float, tuple[int, ...]]] = {
        k: (scored.line[k], (k,)) for k in range(first, last) if scored.length(first, k) <= cpl
    }
    while states:
        following: dict[int, tuple[float, tuple[int, ...]]] = {}
        for k, (worth, breaks) in states.items():
            begin = breaks[-2] + 1 if len(breaks) > 1 else first
            upper = scored.length(begin, k)
            for end in range(k + 1, last + 1):
                lower = scored.length(k + 1, end)
                if lower > cpl:
                    break
                new = worth + shapes.pair(upper, lower) + (scored.line[end] if end < last else 0.0)
                if end not in following or new > following[end][0]:
                    following[end] = (new, (*breaks, end) if end < last else breaks)
        if last in following:
            return following[last][1]
        if scored.length(first, last) <= cpl:
            return ()
        states = following
    return ()
