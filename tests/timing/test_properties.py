"""What holds for the timing of every transcript, however odd its times are."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.measure import speed
from captionkit.model.transcript import Kind, Segment, Timing, Transcript, text_of
from captionkit.profiles.model import Limits, Profile
from captionkit.text.words import squeeze
from captionkit.timing import estimate, fill_words, split_words
from captionkit.timing.timeline import TIMED_KINDS
from tests.timing.strategies import anchored, timed_words, transcripts, untimed

MODERATE = settings(max_examples=100, deadline=None)


def rising(segment: Segment) -> bool:
    times = [time for word in segment.words for time in (word.start, word.end) if time is not None]
    return times == sorted(times)


def inside(segment: Segment) -> bool:
    times = [time for word in segment.words for time in (word.start, word.end) if time is not None]
    return not times or (
        (segment.start is None or segment.start <= times[0]) and (segment.end is None or times[-1] <= segment.end)
    )


@MODERATE
@given(st.text())
def test_splitting_loses_nothing(text):
    words = split_words(text)
    assert text_of(words) == squeeze(text)
    assert all(word.text and not any(c.isspace() for c in word.text) for word in words)


@MODERATE
@given(transcripts)
def test_filled_words_spell_the_text_and_rise_inside_the_segment(transcript):
    filled = fill_words(transcript).value
    assert len(filled.segments) == len(transcript.segments)
    for before, after in zip(transcript.segments, filled.segments, strict=True):
        assert text_of(after.words) == squeeze(after.text)
        assert squeeze(after.text) == squeeze(before.text) or not before.text.strip()
        assert rising(after)
        assert inside(after)
        if after.start is not None and after.end is not None:
            assert all(word.start is not None and word.end is not None for word in after.words)
            assert all(word.start < word.end for word in after.words)


@MODERATE
@given(transcripts)
def test_filling_twice_changes_nothing_and_says_nothing(transcript):
    once = fill_words(transcript).value
    twice = fill_words(once)
    assert twice.value == once
    assert not twice.diagnostics


@MODERATE
@given(timed_words(low=100), st.integers(0, 100))
def test_good_word_times_are_never_touched(words, early):
    segment = Segment(text_of(words), start=words[0].start - early, end=words[-1].end + early, words=words)
    result = fill_words(Transcript((segment,)))
    assert result.value.segments[0].words == words
    assert not result.diagnostics


@MODERATE
@given(transcripts)
def test_after_the_estimate_everything_spoken_has_times(transcript):
    timed = estimate(transcript).value
    for before, segment in zip(transcript.segments, timed.segments, strict=True):
        assert text_of(segment.words) == squeeze(segment.text)
        if segment.kind in TIMED_KINDS and segment.words:
            assert segment.start is not None
            assert segment.end is not None
            assert all(word.start is not None and word.end is not None for word in segment.words)
            assert rising(segment)
            assert inside(segment)
        elif before.kind is Kind.EDITORIAL and not before.words:
            assert before.start is not None or segment.start is None


@MODERATE
@given(transcripts, st.none() | st.integers(1, 100_000))
def test_estimating_twice_changes_nothing(transcript, duration):
    once = estimate(transcript, duration=duration).value
    assert estimate(once, duration=duration).value == once


@MODERATE
@given(untimed, st.integers(0, 5_000), st.integers(200, 600_000))
def test_untimed_speech_fills_the_duration_exactly(transcript, start, length):
    result = estimate(transcript, duration=start + length, start=start)
    said = [segment for segment in result.value.segments if segment.kind in TIMED_KINDS and segment.words]
    if not said:
        assert not result.diagnostics
        return
    assert (said[0].start, said[-1].end) == (start, start + length)
    times = [time for segment in said for word in segment.words for time in (word.start, word.end)]
    assert times == sorted(times)
    assert all(word.timing is Timing.ESTIMATED for segment in said for word in segment.words)
    assert all(segment.timing is Timing.ESTIMATED for segment in said)
    assert "timing.estimated" in [d.code for d in result.diagnostics]


@MODERATE
@given(untimed, st.floats(3, 30), st.sampled_from(["graphemes", "halfwidth", "no-marks"]))
def test_unfitted_speech_can_be_read_at_the_profile_s_speed_wherever_it_is_cut(transcript, cps, counting):
    profile = Profile("p", "P", base=Limits(max_cps=cps, counting=counting))
    for segment in estimate(transcript, profile=profile).value.segments:
        if segment.kind is not Kind.SPEECH:
            continue
        for first in range(len(segment.words)):
            for last in range(first, len(segment.words)):
                words = segment.words[first : last + 1]
                assert speed(text_of(words), words[-1].end - words[0].start, counting) <= cps


@MODERATE
@given(anchored())
def test_anchors_are_kept_and_time_never_runs_back(transcript):
    result = estimate(transcript)
    for before, after in zip(transcript.segments, result.value.segments, strict=True):
        assert before.start in (None, after.start)
        assert before.end in (None, after.end)
    if "timing.no-time" not in [d.code for d in result.diagnostics]:
        times = [time for segment in result.value.segments for word in segment.words for time in (word.start, word.end)]
        assert times == sorted(times)
