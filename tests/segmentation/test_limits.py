"""Limits that a caller sets: words a cue, lines of languages with wide characters, time before speech."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit import Cue, Segment, Timing, Track, Transcript, Word, caption, segment
from captionkit.profiles import load
from captionkit.segmentation import SegmentOptions
from captionkit.segmentation import segment as divide
from captionkit.transforms.base import Options
from captionkit.transforms.durations import pad

_WORDS = st.sampled_from(["the", "boats", "sail.", "at", "noon,", "and", "we", "wait", "for", "a", "tide"])


def talk(words, language="en", glue=False):
    made = tuple(Word(w, 300 * n, 300 * n + 280, timing=Timing.GIVEN, glue=glue and n > 0) for n, w in enumerate(words))
    return Transcript((Segment("", words=made),), language)


@given(
    words=st.lists(_WORDS, min_size=1, max_size=60),
    most=st.integers(1, 8),
)
@settings(max_examples=60, deadline=None)
def test_no_cue_has_more_words_than_asked_for(words, most):
    track = divide(talk(words), load("default").with_limits(max_words=most)).value
    assert [w for cue in track for w in cue.text.split()] == words
    assert max(len(cue.text.split()) for cue in track) <= most


def test_words_a_cue_in_caption_and_segment():
    srt = b"1\n00:00:01,000 --> 00:00:05,000\nThe gate is open today and everyone may come in.\n"
    assert all(len(cue.text.split()) <= 2 for cue in caption(srt, max_words=2).track)
    assert all(len(cue.text.split()) <= 2 for cue in segment(srt, max_words=2).track)


@pytest.mark.parametrize(("language", "most"), [("zh", 16), ("ja", 13), ("ko", 16), ("zh-Hant", 16)])
def test_lines_of_wide_characters_are_short_in_the_default_profile(language, most):
    text = {"ko": "우리는아침에바다로갔다그리고"}.get(language, "我们早上去海边看船风很大但是")
    track = divide(talk(text * 5, language, glue=True), load("default"), SegmentOptions(language=language)).value
    assert max(len(line) for cue in track for line in cue.text.split("\n")) <= most
    assert "".join(cue.text.replace("\n", "") for cue in track).replace(" ", "") == text * 5


def test_a_guide_of_its_own_says_itself_how_long_its_lines_are():
    guide = load("netflix-en")
    assert guide.in_language("zh") is guide


def test_cues_begin_earlier_only_where_that_is_free():
    track = Track((Cue(1000, 2000, "One."), Cue(2050, 3000, "Two."), Cue(6000, 7000, "Three.")))
    made = pad(track, load("default"), Options({"lead": "200", "tail": "100"})).value
    assert [(cue.start, cue.end) for cue in made] == [(800, 2000), (2050, 3100), (5800, 7100)]


@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 3000)), min_size=1, max_size=12), st.integers(0, 900))
def test_padding_never_makes_cues_overlap_nor_touches_their_text(spans, lead):
    cues, at = [], 0
    for number, (wait, length) in enumerate(spans):
        at += wait
        cues.append(Cue(at, at + length, f"Cue {number}."))
        at += length
    made = pad(Track(cues), load("default"), Options({"lead": str(lead)})).value
    assert [cue.text for cue in made] == [cue.text for cue in cues]
    assert all(a.end <= b.start for a, b in pairwise(made))
    assert all(old.start - lead <= new.start <= old.start for old, new in zip(cues, made, strict=True))


@pytest.mark.parametrize(
    ("text", "language", "never"),
    [
        ("He read about it in vol. 3 of the long old guide that lies there.", "en", "vol."),
        ("Wir treffen uns ca. um neun Uhr am alten Hafen der kleinen Stadt.", "de", "ca."),
        ("Wir wohnen seit Jahren gern in der langen Str. Nr. 5 am Hafen.", "de", "Str."),
    ],
)
def test_an_abbreviation_stays_with_what_it_waits_for(text, language, never):
    track = divide(talk(text.split(), language), load("default")).value
    assert [line for cue in track for line in cue.text.split("\n") if line.endswith(never)] == []
