"""Fixing change by change: the same as at once, and a sound track wherever one leaves off."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from captionkit import profiles
from captionkit.errors import UnknownNameError
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.quality import check
from captionkit.quality.fix import fix, fixing
from captionkit.quality.judge import letters
from tests.quality.test_fix import PROFILES, counted, messy_tracks, no_worse

SHORT = Track(tuple(Cue(at * 3000, at * 3000 + 300, f"Number {at}.") for at in range(50)), language="en")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(messy_tracks(), st.sampled_from(PROFILES))
def test_change_by_change_ends_where_fix_ends(track, guide):
    profile = profiles.load(guide)
    under_way = fixing(track, profile)
    changes = tuple(under_way)
    whole = fix(track, profile)
    assert under_way.outcome() == whole
    assert changes == whole.changes or not whole.changes


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(messy_tracks(), st.sampled_from(PROFILES), st.integers(0, 6))
def test_wherever_one_leaves_off_the_track_is_no_worse_and_has_its_letters(track, guide, count):
    profile = profiles.load(guide)
    under_way = fixing(track, profile, ignore=["doubled", "markup", "order"])
    changes = tuple(islice(under_way, count))
    left = under_way.outcome()
    assert left.changes[:count] == changes
    assert letters(left.track.cues) == letters(track.cues)
    assert [(d.code, d.cue) for d in left.remaining] == [
        (d.code, d.cue) for d in check(left.track, profile, ignore=["doubled", "markup", "order"])
    ]
    if changes and left.track != track:
        assert no_worse(counted(track, profile), counted(left.track, profile))


def test_it_goes_on_after_a_look_at_what_stands():
    profile = profiles.load("default")
    under_way = fixing(SHORT, profile)
    next(under_way)
    assert len(under_way.outcome().changes) == 1
    assert under_way.outcome().track != fix(SHORT, profile).track
    assert len(list(under_way)) > 1
    assert under_way.outcome() == fix(SHORT, profile)


def test_stop_is_heard_between_changes_and_keeps_what_was_made():
    made = []
    under_way = fixing(SHORT, profiles.load("default"), stop=lambda: len(made) == 3)
    for change in under_way:
        made.append(change)
    assert under_way.outcome().changes == tuple(made)
    assert len(made) == 3
    durations = [cue.duration for cue in under_way.outcome().track]
    assert set(durations) == {300, 1000}
    assert durations.count(1000) == sum(len(change.after) for change in made)


def test_what_was_not_reached_says_so():
    spaced = Track((Cue(0, 2000, "Good  evening."),), language="en")
    under_way = fixing(spaced, profiles.load("default"), stop=lambda: True)
    assert list(under_way) == []
    left = under_way.outcome()
    assert left.track is spaced
    assert [finding.data["reason"] for finding in left.remaining] == ["spaces was not tried"]


def test_stop_is_heard_where_nothing_can_be_changed():
    """A track of cues that no fix can help: thousands of tries between two changes."""
    tight = Track(tuple(Cue(at * 300, at * 300 + 300, f"Number {at}, and too much to read.") for at in range(2000)))
    asked = []

    def stop():
        asked.append(True)
        return len(asked) > 20

    assert len(list(fixing(tight, profiles.load("netflix-en"), stop=stop))) <= 20
    assert len(asked) == 21


def test_the_garbage_collector_runs_while_the_caller_has_its_turn():
    import gc

    assert gc.isenabled()
    for _ in fixing(SHORT, profiles.load("default")):
        assert gc.isenabled()


def test_an_unknown_transform_is_refused_before_the_first_change():
    with pytest.raises(UnknownNameError):
        fixing(SHORT, profiles.load("default"), allow=["casings"])
