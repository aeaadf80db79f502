"""The optimiser against every cut there is, on rows of words short enough to try them all."""

from collections.abc import Iterator
from itertools import accumulate, pairwise
from math import log
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.profiles import load
from captionkit.segmentation import optimise
from captionkit.segmentation.model import break_model
from captionkit.segmentation.optimise import (
    CUE_THRESHOLD,
    LINE_THRESHOLD,
    Chosen,
    ScoredWords,
    best_lines,
    choose,
)
from captionkit.segmentation.options import BreakStyle
from captionkit.segmentation.pace import Pace
from captionkit.segmentation.shapes import Shapes, shapes_for
from captionkit.values import replace

SHAPES = shapes_for(break_model("en"), load("default").limits(), BreakStyle())
THREE = shapes_for(break_model("en"), load("default").limits().replace(max_lines=3, max_cpl=30), BreakStyle())
SCORES = st.floats(-3, 3)


@st.composite
def stretches(draw: st.DrawFn) -> ScoredWords:
    widths = draw(st.lists(st.integers(6, 24), min_size=2, max_size=9))
    begin = [0, *accumulate(width + 1 for width in widths)][:-1]
    close = [at + width for at, width in zip(begin, widths, strict=True)]
    count = len(widths)
    line = draw(st.lists(SCORES, min_size=count, max_size=count))
    cue = draw(st.lists(SCORES, min_size=count, max_size=count))
    return ScoredWords(begin, close, line, cue)


def cuts(count: int) -> Iterator[list[tuple[int, int]]]:
    """Every way of cutting a row of words."""
    for bits in range(1 << (count - 1)):
        ends = [at for at in range(count - 1) if bits >> at & 1] + [count - 1]
        yield list(zip([0, *(end + 1 for end in ends[:-1])], ends, strict=True))


def expected(scored: ScoredWords, shapes: Shapes, chosen: Chosen, cut: list[tuple[int, int]]) -> float:
    """What a cut's own breaks are worth, by their probabilities; minus infinity where a limit is not kept."""
    gain = 0.0
    for first, last in cut:
        breaks = best_lines(scored, shapes, first, last)
        if len(breaks) >= shapes.lines or scored.length(first, last) > shapes.chars:
            return float("-inf")
        gain += chosen.p_cue[last] - CUE_THRESHOLD + sum(chosen.p_line[k] - LINE_THRESHOLD for k in breaks)
    return gain


@settings(max_examples=150, deadline=None)
@given(stretches(), st.sampled_from((SHAPES, THREE)))
def test_no_other_cut_agrees_better_with_the_probabilities_of_its_own_breaks(
    scored: ScoredWords, shapes: Shapes
) -> None:
    # one table of line pairs for both: lines of known cues have weights of their own, and then choose other line ends
    shapes = replace(shapes, diff=tuple(map(log, shapes.e_diff)))
    with mock.patch.object(optimise, "AGREE", 0.0):  # nor are ends refused that exclude each other
        chosen = choose(scored, shapes)
    taken = expected(scored, shapes, chosen, [(first, last) for first, last, _ in chosen.cues])
    best = max(expected(scored, shapes, chosen, cut) for cut in cuts(len(scored.begin)))
    assert taken == pytest.approx(best, abs=0.02)


@pytest.mark.parametrize("odds", [1.0, 3.0, 5.0])
@pytest.mark.parametrize(("agree", "cues"), [(0.0, 3), (optimise.AGREE, 2)])
def test_of_two_cue_ends_that_exclude_each_other_one_is_taken(odds: float, agree: float, cues: int) -> None:
    """Each is an end of half the cuts, none of both: gap by gap both are wanted, and a word stands alone between."""
    begin, close = [0, 16, 32, 41, 57], [15, 31, 40, 56, 72]
    never = 1e-4  # the worth of a cue as short as the word between them
    shapes = replace(SHAPES, one=(-9.0,) * 12 + SHAPES.one[12:], e_one=(never,) * 12 + SHAPES.e_one[12:])
    with mock.patch.object(optimise, "AGREE", agree):
        chosen = choose(ScoredWords(begin, close, [-9.0] * 4 + [0.0], [-9.0, odds, odds, -9.0, 0.0]), shapes)
    assert min(chosen.p_cue[1:3]) > CUE_THRESHOLD
    assert len(chosen.cues) == cues


@settings(max_examples=100, deadline=None)
@given(stretches())
def test_probabilities_are_probabilities_and_the_end_is_certain(scored: ScoredWords) -> None:
    chosen = choose(scored, SHAPES)
    assert chosen.p_cue[-1] == pytest.approx(1.0, abs=0.01)
    assert all(-1e-9 <= p + q <= 1 + 1e-9 for p, q in zip(chosen.p_line[:-1], chosen.p_cue[:-1], strict=True))


def row(count: int) -> ScoredWords:
    widths = [3 + at * 7 % 9 for at in range(count)]
    begin = [0, *accumulate(width + 1 for width in widths)][:-1]
    close = [at + width for at, width in zip(begin, widths, strict=True)]
    return ScoredWords(begin, close, [at % 5 - 2.0 for at in range(count)], [0.0] * count)


def test_the_lines_of_a_huge_cue_cost_no_more_per_word_than_those_of_a_long_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked = [0]
    pair = Shapes.pair

    def counted(self: Shapes, upper: float, lower: float) -> float:
        looked[0] += 1
        return pair(self, upper, lower)

    monkeypatch.setattr(Shapes, "pair", counted)
    costs = []
    for count in (1000, 4000):
        looked[0] = 0
        scored = row(count)
        breaks = best_lines(scored, SHAPES, 0, count - 1)
        edges = [-1, *breaks, count - 1]
        assert all(scored.length(a + 1, b) <= SHAPES.cpl for a, b in pairwise(edges))
        costs.append(looked[0])
    assert costs[1] < 4.2 * costs[0] < 4.2 * 1000 * 100


def test_three_lines_are_used_where_the_house_has_them() -> None:
    scored = row(40)
    scored.cue = [-4.0] * 40
    assert any(len(breaks) == 2 for _, _, breaks in choose(scored, THREE).cues)


@pytest.mark.parametrize("count", [150, 600])
def test_bug_many_cues_that_are_all_unlikely_vanished(count: int) -> None:
    """A cue for every word or two, each worth next to nothing: the product of 75 was 0, and no cut was found at all."""
    begin = [22.0 * at for at in range(count)]
    scored = ScoredWords(begin, [at + 21 for at in begin], [-20.0] * count, [-30.0] * count)
    chosen = choose(scored, SHAPES)
    assert [word for first, last, _ in chosen.cues for word in range(first, last + 1)] == list(range(count))
    assert all(0.0 <= chance <= 1.0 + 1e-6 for chance in chosen.p_cue)


def test_bug_two_flashes_were_taken_where_one_unlikely_end_did() -> None:
    """Ends below the floor were offered only where nothing else was possible, whatever the rest was worth."""
    begin = list(range(0, 96, 12))
    close = [at + 11 for at in begin]
    cue = [-4.8, *[-5.2] * 5, -4.8, 0.0]
    time = [400 * at for at in range(len(begin) + 1)]
    pace = Pace(time[:-1], time[1:], time[1:], [0] * len(begin), 0.0, 1000, 7000)
    chosen = choose(ScoredWords(begin, close, [-2.0] * len(begin), cue, pace), SHAPES)
    assert len(chosen.cues) == 2
    assert min(time[last + 1] - time[first] for first, last, _ in chosen.cues) >= 1000
