"""Fitting: the room is filled exactly, speech gives way last."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captionkit.timing.fit import FASTEST, SLOWEST, Interval, place, scales

intervals = st.lists(st.builds(Interval, st.booleans(), st.floats(0, 2000)), min_size=1, max_size=30)


@given(st.floats(1, 1e6), st.floats(1, 1e6), st.floats(0, 1e7), st.sampled_from([4.0, float("inf")]))
def test_speech_and_pauses_fill_the_room(speech, pause, room, most):
    speaking, pausing = scales(speech, pause, room, most)
    assert speaking * speech + pausing * pause == pytest.approx(room, abs=1e-3)
    assert speaking >= 0
    assert pausing >= 0


@pytest.mark.parametrize("tempo", [0.9, 1.1, 1.3, 2.0])
def test_pauses_change_more_than_speech(tempo):
    speaking, pausing = scales(800, 200, 1000 * tempo)
    assert abs(speaking - 1) < abs(tempo - 1) < abs(pausing - 1)
    assert FASTEST <= speaking <= SLOWEST


@given(intervals, st.integers(0, 10_000), st.integers(0, 100_000))
def test_marks_rise_and_end_at_the_end(parts, begin, room):
    marks = place(parts, begin, begin + room)
    assert len(marks) == len(parts)
    assert [begin, *marks] == sorted([begin, *marks])
    assert marks[-1] == begin + room
    if room >= sum(part.spoken for part in parts):
        starts = [begin, *marks]
        assert all(end - start >= part.spoken for start, end, part in zip(starts, marks, parts, strict=False))


def test_nothing_to_place():
    assert place([], 0, 100) == []
