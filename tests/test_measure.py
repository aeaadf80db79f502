"""Width, reading speed and gaps, and where exactly their limits lie."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captionkit import measure
from captionkit.model.cue import Cue
from captionkit.profiles.keys import COUNTINGS

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


@pytest.mark.parametrize(
    ("text", "graphemes", "halfwidth", "no_marks"),
    [
        ("", 0, 0, 0),
        ("Good evening.", 13, 6.5, 13),
        ("caf\u00e9", 4, 2.5, 4),  # a Latin letter of ambiguous width (UAX #11) is wide in an East Asian setting
        ("cafe\u0301", 4, 2, 4),
        ("\u65e5\u672c\u8a9e", 3, 3, 3),
        ("\u65e5\u672c ok", 5, 3.5, 5),
        ("\uff8a\uff9d", 2, 1, 2),
        ("\ud55c\uad6d", 2, 2, 2),
        ("\u1112\u1161\u11ab", 1, None, None),
        ("\u0e17\u0e35\u0e48", 1, 0.5, 1),
        ("\u0e19\u0e49\u0e33", 1, 1, 2),
        ("\u0915\u093f", 1, 1, 2),
        ("\u0645\u064e\u0631\u0652", 2, 1, 2),
        (FAMILY, 1, None, None),
        ("\U0001f44b\U0001f3fd", 1, None, None),
        ("\U0001f1e7\U0001f1f7\U0001f1f5\U0001f1f9", 2, None, None),
        ("\u2764\ufe0f", 1, None, None),
        ("a\u200bb\u202ac\u202c", 3, 1.5, 3),
        ("a\tb\x07", 2, 1, 2),
        ("two\nlines", 8, 4, 8),
        ("d\u00e9j\u00e0\nvu", 6, None, 6),
    ],
)
def test_width(text, graphemes, halfwidth, no_marks):
    assert measure.width(text) == graphemes
    if halfwidth is not None:
        assert measure.width(text, "halfwidth") == halfwidth
    if no_marks is not None:
        assert measure.width(text, "no-marks") == no_marks


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)), st.sampled_from(COUNTINGS))
def test_the_fast_path_counts_as_the_slow_one(text, counting):
    slow = measure.width(text + "\u65e5", counting) - measure.width("\u65e5", counting)
    assert measure.width(text, counting) == slow


@given(st.lists(st.text(st.characters(categories=["L", "N", "P", "Zs"], max_codepoint=0x10FF)), max_size=5))
def test_width_adds_up_over_words(parts):
    for counting in COUNTINGS:
        joined = " ".join(parts)
        blanks = measure.width(" " * (len(parts) - 1), counting) if parts else 0
        assert measure.width(joined, counting) == sum(measure.width(part, counting) for part in parts) + blanks


@given(st.text())
def test_width_is_bounded_by_the_number_of_code_points(text):
    for counting in COUNTINGS:
        assert 0 <= measure.width(text, counting) <= len(text)


@given(st.integers(1, 500), st.fractions(Fraction(1), Fraction(40), max_denominator=100))
def test_the_reading_time_is_the_first_duration_that_passes(count, limit):
    shortest = measure.reading_time(count, limit)
    assert not measure.too_fast(count, shortest, limit)
    assert measure.too_fast(count, shortest - 1, limit)


def test_equal_to_the_limit_passes_and_one_character_more_does_not():
    assert not measure.too_fast(34, 2000, 17)
    assert measure.too_fast(35, 2000, 17)
    assert measure.too_fast(1, 0, 17)


@given(st.floats(0.01, 1000), st.integers(1, 100))
def test_a_failing_value_never_looks_like_a_passing_one(value, limit):
    shown = float(measure.shown(value, limit))
    assert (shown > limit) == (value > limit)
    assert (shown < limit) == (value < limit)


def test_words_and_speed():
    assert measure.word_count("- Well, it's 3.5 of them...\n-- [door] \u266a") == 6
    assert measure.word_speed("one two three", 1000) == 180
    assert measure.word_speed("one", 0) == float("inf")
    assert measure.speed("12345\n12345", 500) == 20
    assert measure.speed("x", -1) == float("inf")


def test_gap():
    assert measure.gap(Cue(0, 1000, "a"), Cue(1080, 2000, "b")) == 80
    assert measure.gap(Cue(0, 1000, "a"), Cue(900, 2000, "b")) == -100
