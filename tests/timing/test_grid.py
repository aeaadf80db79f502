"""Cue times on frames."""

from __future__ import annotations

from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

import captionkit.timing
from captionkit.model.cue import Cue
from captionkit.model.timecode import RATES, snap_to_frame
from captionkit.model.track import Track
from captionkit.timing import snap

cues = st.builds(lambda start, length: Cue(start, start + length, "x"), st.integers(0, 10**7), st.integers(-500, 9000))


@given(st.lists(cues, max_size=10), st.sampled_from(list(RATES.values())))
def test_every_time_is_on_a_frame_and_no_cue_vanishes(made, rate):
    track = Track(tuple(made))
    snapped = snap(track, rate)
    assert snap(snapped, rate) == snapped
    for before, after in zip(track, snapped, strict=True):
        assert after.start == snap_to_frame(before.start, rate)
        assert after.end == snap_to_frame(after.end, rate)
        assert (after.duration > 0) or before.duration <= 0
        assert after.text == before.text


@pytest.mark.parametrize(
    ("rate", "given_times", "wanted"), [("25", (10, 95), (0, 80)), ("23.976", (1000, 1001), (1001, 1043))]
)
def test_table(rate, given_times, wanted):
    (cue,) = snap(Track((Cue(*given_times, "x"),)), RATES[rate])
    assert (cue.start, cue.end) == wanted


@pytest.mark.parametrize("name", captionkit.timing.__all__)
def test_no_module_takes_the_name_of_a_function(name):
    """``captionkit.timing.snap`` was a module once a track had been snapped to its speech."""
    module = find_spec(f"captionkit.timing.{name}")
    assert module is None or getattr(captionkit.timing, name).__module__ == module.name
