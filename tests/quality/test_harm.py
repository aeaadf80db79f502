"""What a fix must never do, over whole runs: begin early, stay long, take time from speech, lose what was said."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from captionkit import profiles
from captionkit.model.cue import Cue
from captionkit.model.text import lines_of
from captionkit.model.timecode import RATES, snap_to_frame
from captionkit.model.track import Track
from captionkit.model.transcript import Timing, Word
from captionkit.quality import check
from captionkit.quality.fix import fix
from captionkit.quality.judge import letters
from captionkit.transforms import Options
from captionkit.transforms.durations import Allowances
from tests.quality.test_fix import WORDS

settings.register_profile("slow", suppress_health_check=list(HealthCheck), deadline=None)
QUIET = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
#: Fixes after which a cue stands for other cues than before, or for times that no player can show.
MADE_ANEW = ("split", "merge:short=yes", "dedupe", "repair", "drop-empty", "snap-shots")


APART = st.sampled_from([0, 1, 40, 83, 120, 300, 600, 2500])


@st.composite
def speech(draw, shortest=40, gaps=APART, fewest=1):
    """Draw a track as it might come from people: in order, apart or nearly so, any speed of reading."""
    cues, at = [], draw(st.integers(0, 3000))
    for _ in range(draw(st.integers(1, 8))):
        duration = draw(st.integers(shortest, 9000))
        text = " ".join(draw(st.lists(st.sampled_from(WORDS[:17]), min_size=fewest, max_size=18)))
        words = ()
        if draw(st.booleans()):
            said = text.split()
            step = duration // (len(said) + 1)
            words = [Word(w, at + i * step, at + (i + 1) * step, timing=Timing.GIVEN) for i, w in enumerate(said)]
        cues.append(Cue(at, at + duration, lines_of(text), id=str(len(cues)), words=words))
        at = max(0, at + duration + draw(gaps))
    return Track(tuple(cues), language="en")


def moved(track, fixed):
    """Yield (old, new) for the cues that are still the same ones: their text and number, if not their times."""
    changed = {n for change in fixed.changes if change.transform in MADE_ANEW for n in change.cues}
    new = {cue.id: cue for cue in fixed.track}
    for number, cue in enumerate(track, 1):
        if number not in changed:
            yield cue, new[cue.id]


@QUIET
@given(speech(), st.sampled_from(profiles.names()), st.sampled_from([None, *RATES.values()]))
def test_no_cue_begins_earlier_or_ends_later_than_the_profile_allows(track, name, rate):
    profile = profiles.load(name)
    assert_within_allowances(track, fix(track, profile, Options(rate=rate)), profile, rate)


@QUIET
@given(
    speech(gaps=st.integers(-3000, 2500), fewest=0),
    st.sampled_from(profiles.names()),
    st.sampled_from([None, *RATES.values()]),
)
def test_the_same_holds_where_cues_overlap_stand_in_any_order_or_say_nothing(track, name, rate):
    """What a neighbour or sorting takes from a cue that was given time is not given on top of what is allowed."""
    profile = profiles.load(name)
    fixed = fix(track, profile, Options(rate=rate))
    assert_within_allowances(track, fixed, profile, rate)
    assert not fix(fixed.track, profile, Options(rate=rate)).changes


def assert_within_allowances(track, fixed, profile, rate=None):
    """Fail where a cue begins earlier or ends later than the profile allows from the original times."""
    allowed = Allowances.of(profile, rate)
    snapped = any(change.transform == "snap-frames" for change in fixed.changes)  # to the profile's own frames
    frame = 1000 / (rate or 24) if rate is not None or snapped else 0
    chain = profile.published(rate).chain_gap or 0
    for old, new in moved(track, fixed):
        assert new.start >= old.start - allowed.early - frame or new.start >= old.start
        if allowed.hang is not None:
            assert new.end <= old.end + allowed.hang + chain + frame


@QUIET
@given(speech(), st.sampled_from(profiles.names()))
def test_no_time_is_taken_from_a_cue_that_is_speaking(track, name):
    """A neighbour gives only what its speech leaves; more is taken only where two cues overlap or lack a gap."""
    profile = profiles.load(name)
    fixed = fix(track, profile, ignore=["overlap", "min-gap", "max-duration", "end-before-start"])
    # a profile may have frames of its own, to which times are rounded
    half = 21 if any(change.transform == "snap-frames" for change in fixed.changes) else 0
    for old, new in moved(track, fixed):
        if old.words:
            assert new.start <= old.words[0].start + half
            assert new.end >= old.words[-1].end - half
        assert new.start <= old.start + 200 + half
        assert new.end >= old.end - 200 - half


@pytest.mark.parametrize("gap", [0, 40, 80])
@pytest.mark.parametrize("name", profiles.names())
def test_bug_opening_a_gap_came_on_top_of_what_a_neighbour_may_lend(name, gap):
    """A cue 186 ms short once made the next begin 266 ms later: 80 of them for the gap that was too small."""
    profile = profiles.load(name)
    for short in range(20, 260, 40):
        first = Cue(200, 200 + max(profile.published(None).min_duration or 0, 300) - short, "Wait.", id="0")
        track = Track([first, Cue(first.end + gap, first.end + gap + 6000, "We do.", id="1")], language="en")
        fixed = fix(track, profile, ignore=["min-gap", "max-duration"])
        assert fixed.track.cues[-1].start <= track[1].start + 200 + 21


@pytest.mark.parametrize("name", profiles.names())
def test_bug_a_lead_counted_from_each_pass_began_cues_seconds_early(name):
    """75 characters at 10.0 to 11.0 s once began at 7.4 s under netflix-en."""
    profile = profiles.load(name)
    text = "The keeper of the old lighthouse asked the crew to wait until the tide turns"
    (cue,) = fix(Track((Cue(10_000, 11_000, text),), language="en"), profile).track.cues[:1]
    assert cue.start >= 10_000 - Allowances.of(profile).early


@pytest.mark.parametrize("name", profiles.names())
def test_bug_a_repetition_two_frames_later_was_taken_for_a_double(name):
    track = Track((Cue(1000, 1900, "No!"), Cue(1983, 2900, "No!")), language="en")
    fixed = fix(track, profiles.load(name)).track
    assert " ".join(fixed.text.split()).count("No!") == 2


@pytest.mark.parametrize("rate", RATES.values(), ids=RATES)
@pytest.mark.parametrize("name", ["default", "netflix-en", "bbc", "ted"])
def test_no_cue_is_off_the_grid_at_any_standard_rate(rate, name):
    """Times in ms of another rate, with gaps of two frames, pauses and gaps that flicker: none is off afterwards."""
    at, cues = 1003, []
    for number in range(120):
        duration = 1500 + number * 37 % 1400
        cues.append(Cue(at, at + duration, f"We waited for the ferry, number {number % 9}."))
        at += duration + (80, 83, 84, 120, 417, 700, 2100)[number % 7]
    track = Track(tuple(cues), language="en")
    profile = profiles.load(name)
    options = Options(rate=rate)
    fixed = fix(track, profile, options)
    assert not [cue for cue in fixed.track if any(abs(t - snap_to_frame(t, rate)) > 1 for t in (cue.start, cue.end))]
    assert letters(fixed.track) == letters(track)
    assert not fix(fixed.track, profile, options).changes
    gap = profile.published(rate).min_gap or 0
    assert all(b.start - a.end >= gap - 1 for a, b in zip(fixed.track.cues, fixed.track.cues[1:], strict=False))


@QUIET
@given(speech(shortest=500), st.sampled_from(list(RATES.values())))
def test_tracks_that_people_make_are_on_the_grid_after_a_fix(track, rate):
    fixed = fix(track, profiles.load("netflix-en"), Options(rate=rate))
    left = [d for d in fixed.remaining if d.code == "quality.frame-grid"]
    assert not left, left


def test_one_ms_of_rounding_is_no_finding():
    rate = RATES["23.976"]
    track = Track((Cue(100_725, 103_353, "We waited."), Cue(104_021, 106_023, "We left.")), language="en")
    assert not [d for d in check(track, profiles.load("netflix-en"), Options(rate=rate)) if "frame-grid" in d.code]


def test_how_far_a_time_is_off_the_grid_is_told_of_each_side():
    track = Track((Cue(1020, 2005, "We waited."), Cue(3000, 4010, "We left.")), language="en")
    found = check(track, profiles.load("default"), Options(rate=RATES["25"]))
    told = [d.message.partition(": ")[2] for d in found if d.code == "quality.frame-grid"]
    assert told == ["start by 20 ms, end by 5 ms", "end by 10 ms"]


def test_a_line_too_long_for_two_is_divided_between_cues():
    text = "The keeper told the crew that the ferry would leave at seven, but nobody believed him any more by then"
    fixed = fix(Track((Cue(1000, 7500, text),), language="en"), profiles.load("netflix-en"))
    assert len(fixed.track) == 2
    assert all(len(cue.lines) <= 2 and max(map(len, cue.text.split("\n"))) <= 42 for cue in fixed.track)
    assert letters(fixed.track) == text.translate({ord(c): None for c in " ,"})


def test_a_cue_only_too_long_in_time_is_shortened_not_split():
    fixed = fix(Track((Cue(0, 12_000, "Well, so we have to wait for the ferry now, it seems."),), language="en"),
                profiles.load("netflix-en"))  # fmt: skip
    assert [(cue.start, cue.end) for cue in fixed.track] == [(0, 7000)]


@pytest.mark.parametrize(
    "text", ["Yes.", "- Yes.\n-", "Ferry", "- Yes, we do.\n- No.", "Well, yes", "\u65e5\u672c\u8a9e"]
)
def test_a_split_leaves_no_dash_alone_and_no_word_for_five_seconds(text):
    words = [Word(word, 500 + i * 4000, 4000 + i * 4000, timing=Timing.GIVEN) for i, word in enumerate(text.split())]
    for name in profiles.names():
        fixed = fix(Track((Cue(0, 20_000, text, words=words),), language="en"), profiles.load(name))
        if len(fixed.track) > 1:
            for cue in fixed.track:
                assert any(map(str.isalnum, cue.text))
                assert len(cue.text.split()) > 1 or cue.duration < 5000
