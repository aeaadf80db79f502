"""Where limits lie: equal to the limit passes, one more (one less) does not, whatever the limit is."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from captionkit import measure, profiles
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.profiles import Limits
from captionkit.quality import check

NONE = Limits(max_cpl=None, max_lines=None, max_cps=None, min_duration=None, max_duration=None, min_gap=None)


def breaks(rule, cues, **limits):
    guide = replace(profiles.load("default"), base=replace(NONE, **limits), amounts={}, fallbacks=frozenset(), style={})
    return any(d.code == f"quality.{rule}" for d in check(Track(tuple(Cue(*cue) for cue in cues)), guide))


@given(st.integers(2, 20_000))
def test_shortest_duration(limit):
    assert not breaks("min-duration", [(0, limit, "x.")], min_duration=limit)
    assert breaks("min-duration", [(0, limit - 1, "x.")], min_duration=limit)


@given(st.integers(2, 20_000))
def test_longest_duration(limit):
    assert not breaks("max-duration", [(0, limit, "x.")], max_duration=limit)
    assert breaks("max-duration", [(0, limit + 1, "x.")], max_duration=limit)


@given(st.integers(1, 2000))
def test_smallest_gap(limit):
    assert not breaks("min-gap", [(0, 1000, "x."), (1000 + limit, 9000, "y.")], min_gap=limit)
    assert breaks("min-gap", [(0, 1000, "x."), (999 + limit, 9000, "y.")], min_gap=limit)


@given(st.integers(10, 200), st.integers(300, 2000))
def test_gaps_to_be_closed(low, limit):
    def test(gap):
        return breaks("chain-gap", [(0, 1000, "x."), (1000 + gap, 9000, "y.")], min_gap=low, chain_gap=limit)

    assert not test(low)
    assert not test(low + 1)  # two frames are 83 or 84 ms at 24 frames a second
    assert test(low + 2)
    assert test(limit - 1)
    assert not test(limit)


@given(st.integers(1, 100))
def test_line_length(limit):
    assert not breaks("line-length", [(0, 9000, "x" * limit + "\ny")], max_cpl=limit)
    assert breaks("line-length", [(0, 9000, "y\n" + "x" * (limit + 1))], max_cpl=limit)


@given(st.integers(1, 60))
def test_line_length_in_half_widths(limit):
    assert not breaks("line-length", [(0, 9000, "\u65e5" * (limit - 1) + "ok")], max_cpl=limit, counting="halfwidth")
    assert breaks("line-length", [(0, 9000, "\u65e5" * limit + "x")], max_cpl=limit, counting="halfwidth")


@given(st.integers(1, 5))
def test_lines(limit):
    assert not breaks("lines", [(0, 9000, "\n".join("x" * limit))], max_lines=limit)
    assert breaks("lines", [(0, 9000, "\n".join("x" * (limit + 1)))], max_lines=limit)


@given(st.integers(2, 100))
def test_characters_a_cue(limit):
    assert not breaks("cue-length", [(0, 9000, "x" * (limit - 1) + "\ny")], max_chars=limit)
    assert breaks("cue-length", [(0, 9000, "x" * limit + "\ny")], max_chars=limit)


@given(st.integers(1, 100), st.sampled_from([9, 12, 13, 15, 17, 18.75, 20, 21, 25]))
def test_reading_speed(count, limit):
    time = measure.reading_time(count, limit)
    assert not breaks("reading-speed", [(0, time, "x" * count)], max_cps=limit)
    assert breaks("reading-speed", [(0, time - 1, "x" * count)], max_cps=limit) or time == 1


@given(st.integers(1, 20), st.sampled_from([130, 140, 160, 180, 225]))
def test_words_a_minute(count, limit):
    time = measure.reading_time(count * 60, limit)
    assert not breaks("word-speed", [(0, time, "word " * count)], max_wpm=limit)
    assert breaks("word-speed", [(0, time - 1, "word " * count)], max_wpm=limit)


@given(st.integers(1, 20), st.integers(100, 1000))
def test_time_a_word(count, limit):
    assert not breaks("word-time", [(0, count * limit, "word " * count)], min_word_time=limit)
    assert breaks("word-time", [(0, count * limit - 1, "word " * count)], min_word_time=limit)


@given(st.integers(2, 40))
def test_balance(wide):
    assert not breaks("balance", [(0, 9000, "x" * (2 * wide) + "\n" + "y" * wide)], min_balance=0.5)
    assert breaks("balance", [(0, 9000, "x" * (2 * wide) + "\n" + "y" * (wide - 1))], min_balance=0.5)


@given(st.integers(0, 10_000))
def test_overlap_touching_is_none(time):
    assert not breaks("overlap", [(0, time + 1, "x."), (time + 1, time + 2000, "y.")])
    assert breaks("overlap", [(0, time + 2, "x."), (time + 1, time + 2000, "y.")])
