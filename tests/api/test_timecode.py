"""What a timecode means: the SMPTE tables as properties, and what is said about labels that do not exist."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captionkit import timecode
from captionkit.errors import UsageError
from captionkit.model.timecode import RATES, can_drop, nominal

rates = st.sampled_from(sorted(RATES.values()))
drop_rates = st.sampled_from([RATES["29.97"], RATES["59.94"]])
frames = st.integers(0, 24 * 3600 * 60)


@given(frames, rates)
def test_a_label_names_the_frame_it_was_made_of(frame, rate):
    made = timecode(f"{frame}f", rate)
    assert timecode(made.label, rate).frame == frame
    assert made.seconds == frame / rate
    assert timecode(f"{made.ms}ms", rate).frame == frame
    if can_drop(rate):
        assert timecode(made.drop_label, rate).frame == frame
        assert ";" in made.drop_label


@given(frames, drop_rates)
def test_drop_frame_keeps_to_the_clock_and_leaves_out_only_what_it_may(frame, rate):
    label = timecode(f"{frame}f", rate).drop_label
    hours, minutes, seconds, counted = map(int, label.replace(";", ":").split(":"))
    assert not (seconds == 0 and minutes % 10 and counted < nominal(rate) // 15)
    shown = hours * 3600 + minutes * 60 + seconds + Fraction(counted, nominal(rate))
    # 3.6 ms an hour, and the labels left out within ten minutes
    assert abs(shown - frame / rate) <= Fraction(36, 10_000) * (hours + 1) + Fraction(6, 10)


@given(st.integers(0, 23), st.integers(0, 59), drop_rates)
def test_a_label_that_is_left_out_is_the_frame_that_follows_and_is_named(hours, minutes, rate):
    wide = nominal(rate) // 15
    made = [timecode(f"{hours:02}:{minutes:02}:00;{n:02}", rate) for n in range(wide + 1)]
    named = [bool(one.notes and "has no" in one.notes[0]) for one in made]
    assert named == [minutes % 10 != 0] * wide + [False]
    if minutes % 10:
        assert len({one.frame for one in made}) == 1


@given(frames, rates, rates)
def test_another_rate_keeps_the_moment_or_the_frame(frame, rate, other):
    made = timecode(f"{frame}f", rate)
    assert abs(made.at(other).seconds - made.seconds) <= 1 / (2 * other)
    assert made.played_at(other).frame == frame


@pytest.mark.parametrize(
    ("text", "rate", "frame", "drop", "seconds"),
    [
        ("1799f", "29.97", 1799, "00:00:59;29", "60.027"),
        ("1800f", "29.97", 1800, "00:01:00;02", "60.060"),
        ("17981f", "29.97", 17981, "00:09:59;29", "599.966"),
        ("17982f", "29.97", 17982, "00:10:00;00", "599.999"),
        ("01:00:00;00", "29.97", 107_892, "01:00:00;00", "3599.996"),
        ("01:00:00:00", "29.97", 108_000, "01:00:03;18", "3603.600"),
        ("01:00:00;00", "59.94", 215_784, "01:00:00;00", "3599.996"),
        ("01:00:00:00", "23.976", 86_400, "", "3603.600"),
        ("01:00:00:00", "25", 90_000, "", "3600.000"),
        ("0:10.000", "25", 250, "", "10.000"),
    ],
)
def test_the_tables(text, rate, frame, drop, seconds):
    made = timecode(text, rate)
    assert (made.frame, made.drop_label) == (frame, drop)
    assert f"{made.ms / 1000:.3f}" == seconds


def test_labels_that_run_away_from_the_clock_say_so():
    (note,) = timecode("01:00:00:00", "23.976").notes
    assert "3.600 s ahead of 01:00:00:00" in note
    assert "3603.6 s" in note
    assert timecode("01:00:00:00", "25").notes == ()


@pytest.mark.parametrize(
    ("text", "rate", "said"),
    [
        ("00:00:01:25", "25", "does not exist"),
        ("00:00:01;10", "25", "29.97 and 59.94 only"),
        ("00:61:00:00", "25", "go to 59"),
        ("soon", "25", "not a length of time"),
        ("9999999999f", "25", "longer than"),
        ("1s", "none", "not a number"),
    ],
)
def test_what_is_no_time_is_refused_with_the_reason(text, rate, said):
    with pytest.raises(UsageError, match=said):
        timecode(text, rate)


def test_a_time_between_frames_says_how_far():
    assert timecode("990ms", "25").notes == ("00:00:00.990 is 10 ms before the start of this frame",)
