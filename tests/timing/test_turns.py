"""Speakers by when they are heard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import captionkit
from captionkit.errors import InputError
from captionkit.model.transcript import Segment, Transcript, Word
from captionkit.timing.turns import Turn, name_speakers
from captionkit.transcripts.rttm import read_rttm


def said(text: str, start: int, pace: int = 300) -> Segment:
    words = tuple(Word(w, start + n * pace, start + (n + 1) * pace) for n, w in enumerate(text.split()))
    return Segment(text, words=words, start=start, end=words[-1].end)


def names(segments, turns):
    return [(s.speaker, s.text) for s in name_speakers(Transcript(tuple(segments)), turns).value.segments]


def test_a_segment_is_divided_at_the_sentence_where_the_speaker_changes():
    segment = said("Who was there? Nobody was. I see.", 0)
    turns = [Turn(0, 1000, "A"), Turn(1000, 1500, "B"), Turn(1500, 2200, "A")]
    assert names([segment], turns) == [("A", "Who was there?"), ("B", "Nobody was."), ("A", "I see.")]


def test_given_speakers_stay_and_speech_in_no_turn_has_none():
    assert names([said("Yes.", 0).replace(speaker="Ann"), said("No.", 9000)], [Turn(0, 400, "B")]) == [
        ("Ann", "Yes."), ("", "No."),
    ]  # fmt: skip


def test_a_tie_is_reported_and_goes_to_the_one_heard_first():
    made = name_speakers(Transcript((said("Come in now please.", 0),)), [Turn(600, 1200, "B"), Turn(0, 600, "A")])
    assert made.value.segments[0].speaker == "A"
    assert [d.data["speakers"] for d in made.diagnostics if d.code == "timing.speaker-tie"] == [["A", "B"]]


@given(st.lists(st.tuples(st.integers(0, 9000), st.integers(1, 5000), st.sampled_from("ABC")), max_size=12))
def test_no_word_is_lost_or_moved(turns):
    segments = (said("One two. Three four. Five six.", 100), said("Seven eight. Nine.", 4000))
    made = name_speakers(Transcript(segments), [Turn(s, s + d, n) for s, d, n in turns]).value
    assert [w for s in made.segments for w in s.words] == [w for s in segments for w in s.words]


def test_overlapping_turns_are_counted_whole():
    assert names([said("One two three.", 5000)], [Turn(0, 9000, "A"), Turn(5000, 5300, "B")])[0][0] == "A"


def test_rttm_lines_are_read_and_damaged_ones_reported():
    made = read_rttm("SPKR-INFO t 1 <NA>\nSPEAKER t 1 1.5 2.0 <NA> <NA> ann <NA>\nSPEAKER t 1 x 2 <NA> <NA> b\n")
    assert made.value == (Turn(1500, 3500, "ann"),)
    assert [d.code for d in made.diagnostics] == ["timing.turns-damaged"]
    with pytest.raises(InputError, match="no speaker's turn"):
        read_rttm("1\n00:00:01,000 --> 00:00:02,000\nHi\n")


def test_captions_take_their_speakers_from_a_file(tmp_path):
    (tmp_path / "t.rttm").write_text("SPEAKER t 1 0 2 <NA> <NA> s0 <NA>\nSPEAKER t 1 2 3 <NA> <NA> s1 <NA>\n")
    track = b"1\n00:00:00,000 --> 00:00:01,900\nGood evening.\n\n2\n00:00:02,100 --> 00:00:04,000\nThank you.\n"
    made = captionkit.caption(track, speakers_from=tmp_path / "t.rttm", speakers="label", rename={"s0": "Ann"})
    assert [cue.text for cue in made.track] == ["Ann: Good evening.", "s1: Thank you."]
