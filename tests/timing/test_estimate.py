"""The estimate: what it keeps, what it fits to, what it says, and how far it lies from the truth."""

from __future__ import annotations

import json
from statistics import median

import pytest

from captionkit.diagnostics import Severity
from captionkit.errors import UsageError
from captionkit.model.transcript import Kind, Segment, Timing, Transcript, Word
from captionkit.profiles.model import Limits, Profile
from captionkit.timing import estimate
from tests.support import ROOT

SENTENCE = "The freighter came to a stop about 300 metres from the breakwater."


def codes(result):
    return [d.code for d in result.diagnostics]


def bounds(result):
    return [(s.start, s.end, s.timing.value) for s in result.value.segments]


def test_without_any_time_the_rate_of_the_language_counts_and_that_is_said():
    result = estimate(Transcript((Segment(SENTENCE),), language="en"))
    assert codes(result) == ["timing.estimated", "timing.unfitted"]
    words_per_minute = 12 * 60_000 / result.value.segments[0].end
    assert 130 < words_per_minute < 210  # no pause inside


def test_speech_starts_where_it_is_told_to():
    result = estimate(Transcript((Segment(SENTENCE),), language="en"), start=4000)
    assert result.value.segments[0].start == 4000


def test_languages_have_their_own_rates():
    ends = {
        tag: estimate(Transcript((Segment("la " * 40),), language=tag)).value.segments[0].end for tag in ("en", "es")
    }
    assert ends["es"] < ends["en"]


def test_the_language_can_be_given():
    said = Transcript((Segment("la " * 40),))
    assert estimate(said, language="es").value != estimate(said).value


def test_a_segment_s_own_language_goes_first():
    said = Transcript((Segment("la " * 40, language="es"),))
    assert estimate(said, language="en").value == estimate(said).value


def test_a_profile_s_reading_speed_slows_what_nothing_else_fixes():
    slow = Profile("slow", "Slow", base=Limits(max_cps=5))
    free = estimate(Transcript((Segment(SENTENCE),), language="en"), profile=slow).value.segments[0]
    assert len(SENTENCE) * 1000 / free.end == pytest.approx(4.9, rel=0.02)
    fixed = estimate(Transcript((Segment(SENTENCE),), language="en"), profile=slow, duration=4000).value.segments[0]
    assert fixed.end == 4000


def test_the_transcript_s_own_duration_counts():
    assert bounds(estimate(Transcript((Segment(SENTENCE),), duration=5000))) == [(0, 5000, "estimated")]


def test_the_pause_between_paragraphs_is_longer_than_between_sentences():
    result = estimate(Transcript((Segment("One two."), Segment("Three four. Five six.")), language="en"))
    first, second = result.value.segments
    assert second.start - first.end > second.words[2].start - second.words[1].end > 0


def test_remarks_take_no_time_and_sounds_a_beat():
    said = Transcript(
        (Segment("One."), Segment("( WOW!)", kind=Kind.EDITORIAL), Segment("[bell]", kind=Kind.SOUND), Segment("Two.")),
        language="en",
    )
    one, remark, bell, two = estimate(said).value.segments
    assert (remark.start, remark.end, remark.words[0].start) == (None, None, None)
    assert one.end < bell.start < bell.end < two.start
    assert bell.end - bell.start == pytest.approx(1000, abs=1)


def test_starts_alone_are_kept_and_ends_found_before_the_next():
    said = Transcript(
        tuple(Segment(SENTENCE, start=at, timing=Timing.GIVEN) for at in (1000, 6000, 60_000)), language="en"
    )
    result = estimate(said, duration=90_000)
    first, second, third = result.value.segments
    assert [s.start for s in (first, second, third)] == [1000, 6000, 60_000]
    assert first.end < 6000
    assert 8_000 < second.end < 15_000  # nobody speaks for 54 seconds: the rest is silence
    assert third.end < 70_000
    assert codes(result) == ["timing.estimated"]


def test_untimed_between_timed():
    said = Transcript(
        (
            Segment("One two three.", start=0, end=1000, timing=Timing.GIVEN),
            Segment("Four five six."),
            Segment("Seven.", start=4000, end=5000, timing=Timing.GIVEN),
        ),
        language="en",
    )
    result = estimate(said)
    assert [s[2] for s in bounds(result)] == ["given", "estimated", "given"]
    middle = result.value.segments[1]
    assert 1000 < middle.start < middle.end < 4000
    assert result.value.segments[0].words[0].timing is Timing.INTERPOLATED


def test_untimed_before_the_first_time_leads_up_to_it():
    said = Transcript((Segment("Four five six."), Segment("Seven.", start=60_000, end=61_000)), language="en")
    first = estimate(said).value.segments[0]
    assert 50_000 < first.start < first.end < 60_000


def test_an_end_alone_is_kept():
    said = Transcript(
        (Segment("One two three.", start=0, end=1000), Segment("Four five six.", end=9000)), language="en"
    )
    second = estimate(said).value.segments[1]
    assert second.end == 9000
    assert 5000 < second.start < 8500


def test_no_time_between_times_is_reported_and_nothing_is_lost():
    said = Transcript(
        (Segment("One.", start=0, end=1000), Segment("Two three."), Segment("Four.", start=1000, end=2000)),
        language="en",
    )
    result = estimate(said)
    assert codes(result) == ["timing.no-time", "timing.estimated"]
    middle = result.value.segments[1]
    assert 1000 <= middle.start < middle.end


def test_an_end_before_all_that_was_said_earlier_is_kept_too():
    said = Transcript((Segment("One.", start=5000, end=6000), Segment("Two three.", end=4000)), language="en")
    second = estimate(said).value.segments[1]
    assert (second.start < 4000, second.end) == (True, 4000)


@pytest.mark.parametrize(
    ("duration", "speed"), [(1000, "times the usual speed"), (60_000, "0.1 times the usual speed")]
)
def test_an_implausible_rate_is_said(duration, speed):
    result = estimate(Transcript((Segment(SENTENCE),), language="en"), duration=duration)
    assert codes(result) == ["timing.implausible-rate", "timing.estimated"]
    assert speed in result.diagnostics[0].message
    assert result.diagnostics[0].severity is (Severity.ERROR if duration == 1000 else Severity.WARNING)
    assert result.value.segments[0].end == duration


def test_times_past_the_media_s_end_are_said():
    said = Transcript((Segment("One.", start=5000, end=6000), Segment("Two.")), language="en")
    result = estimate(said, duration=3000)
    assert codes(result) == ["timing.past-duration", "timing.estimated"]


def test_a_duration_before_the_start_is_refused():
    with pytest.raises(UsageError, match="cannot start at"):
        estimate(Transcript((Segment("One."),)), duration=1000, start=1000)


def test_a_timed_transcript_comes_back_as_filled():
    said = Transcript((Segment("One two.", start=0, end=1000, timing=Timing.GIVEN),))
    result = estimate(said, duration=60_000)
    assert result.diagnostics == ()
    assert result.value.segments[0].end == 1000


def test_half_timed_words_anchor_the_rest():
    words = (Word("one"), Word("two", 5000, 5300, timing=Timing.GIVEN), Word("three"))
    segment = estimate(Transcript((Segment("one two three", words=words),), language="en")).value.segments[0]
    assert segment.words[1] == words[1]
    assert segment.start < 5000 < 5300 <= segment.words[2].start < segment.end


def test_nothing_said_needs_nothing():
    for empty in (Transcript(), Transcript((Segment(""),)), Transcript((Segment("x", kind=Kind.NOTE),))):
        assert estimate(empty, duration=1000).diagnostics == ()


def bulletin():
    document = json.loads((ROOT / "samples" / "harbour_news.words.json").read_text(encoding="utf-8"))
    paragraphs: dict[int, list[str]] = {}
    speakers: dict[int, str] = {}
    for word in document["words"]:
        paragraphs.setdefault(word["paragraph"], []).append(word["text"])
        speakers[word["paragraph"]] = word["speaker"]
    segments = tuple(Segment(" ".join(words), speaker=speakers[key]) for key, words in paragraphs.items())
    return Transcript(segments, language="en"), document


def test_on_the_bulletin_it_is_four_times_nearer_than_a_share_by_characters():
    transcript, document = bulletin()
    start, end = document["words"][0]["start"], document["words"][-1]["end"]
    timed = estimate(transcript, start=start, duration=end).value
    found = [word.start for segment in timed.segments for word in segment.words]
    whole, at, naive = sum(len(word["text"]) for word in document["words"]), 0, []
    for word in document["words"]:
        naive.append(start + (end - start) * at // whole)
        at += len(word["text"])
    truth = [word["start"] for word in document["words"]]
    errors = [median(abs(a - b) for a, b in zip(guess, truth, strict=True)) for guess in (found, naive)]
    assert errors[0] < 400  # measured: docs/timing.md
    assert errors[1] > 4 * errors[0]


def test_on_the_bulletin_the_unfitted_length_is_within_a_tenth():
    transcript, document = bulletin()
    last = estimate(transcript).value.segments[-1].end
    spoken = document["words"][-1]["end"] - document["words"][0]["start"]
    assert last == pytest.approx(spoken, rel=0.1)


def test_bug_a_sound_squeezed_between_timed_words_is_no_error():
    """A bracketed laugh without times, between words with times, once failed the whole command."""
    said = Segment("The ferry is late.", start=400, end=1840, timing=Timing.GIVEN)
    sound = Segment("[laughter]", kind=Kind.SOUND)
    after = Segment("Then we walk.", start=1900, end=2900, timing=Timing.GIVEN)
    found = estimate(Transcript((said, sound, after))).diagnostics
    assert max(d.severity for d in found) < Severity.ERROR


def test_a_length_with_less_than_a_ms_for_each_word_is_no_length_that_is_kept_to():
    said = Transcript((Segment("The harbour was closed this morning after a ship had lost two containers."),))
    result = estimate(said, duration=9)
    assert codes(result) == ["timing.implausible-rate", "timing.estimated", "timing.unfitted"]
    assert [d.severity.label for d in result.diagnostics] == ["error", "info", "warning"]
    assert "fitted to nothing" in result.diagnostics[1].message
