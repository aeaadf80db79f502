"""Word times inside timed segments: real oddities of recognisers and editors."""

from __future__ import annotations

import pytest

from captionkit.model.transcript import Kind, Segment, Timing, Transcript, Word
from captionkit.timing import fill_words

GIVEN, MADE, GUESSED, NONE = Timing.GIVEN, Timing.INTERPOLATED, Timing.ESTIMATED, Timing.NONE


def filled(*segments, language="en"):
    result = fill_words(Transcript(segments, language=language))
    return result.value.segments, [d.code for d in result.diagnostics]


def times(segment):
    return [(word.text, word.start, word.end, word.timing) for word in segment.words]


def test_words_share_a_segment_by_syllables_and_pauses():
    (segment,), codes = filled(Segment("Good evening, everybody.", start=1000, end=3000, timing=GIVEN))
    assert times(segment) == [
        ("Good", 1000, 1242, MADE), ("evening,", 1242, 1899, MADE), ("everybody.", 2016, 3000, MADE),
    ]  # fmt: skip
    assert segment.timing is GIVEN
    assert codes == []


def test_words_of_an_estimated_segment_are_estimates():
    (segment,), _ = filled(Segment("Good evening.", start=0, end=900, timing=GUESSED))
    assert {word.timing for word in segment.words} == {GUESSED}


def test_untimed_segments_get_words_without_times():
    (segment,), codes = filled(Segment("Good evening."))
    assert times(segment) == [("Good", None, None, NONE), ("evening.", None, None, NONE)]
    assert codes == []


def test_a_segment_takes_its_times_from_its_words():
    (segment,), codes = filled(
        Segment("a b", words=(Word("a", 100, 200, timing=GIVEN), Word("b", 300, 400, timing=GIVEN)))
    )
    assert (segment.start, segment.end, segment.timing) == (100, 400, GIVEN)
    assert codes == []


BROKEN = [
    ("a word in between has none", [(0, 100), (None, None), (500, 600)], [(0, 100), (100, 500), (500, 600)], False),
    ("zero length", [(0, 100), (200, 200), (500, 600)], [(0, 100), (200, 500), (500, 600)], True),
    ("overlap: the start counts", [(0, 250), (200, 400), (500, 600)], [(0, 200), (200, 400), (500, 600)], True),
    ("out of order", [(0, 100), (9000, 9100), (500, 600)], [(0, 100), (100, 500), (500, 600)], True),
    ("reversed", [(0, 100), (300, 200), (500, 600)], [(0, 100), (300, 500), (500, 600)], True),
    ("all at once", [(500, 500), (500, 500), (500, 600)], [(0, 250), (250, 500), (500, 600)], True),
    ("far outside", [(0, 100), (200, 300), (900_000, 900_100)], [(0, 100), (200, 300), (300, 1000)], True),
    ("negative", [(-200, -100), (200, 300), (500, 600)], [(0, 200), (200, 300), (500, 600)], True),
    ("only an end", [(None, 100), (200, 300), (500, 600)], [(0, 100), (200, 300), (500, 600)], False),
]  # fmt: skip


@pytest.mark.parametrize(("case", "given", "wanted", "told"), BROKEN, ids=[row[0] for row in BROKEN])
def test_broken_word_times(case, given, wanted, told):
    words = tuple(Word(t, a, b, timing=GIVEN) for t, (a, b) in zip(("one", "two", "three"), given, strict=True))
    (segment,), codes = filled(Segment("one two three", start=0, end=1000, words=words, timing=GIVEN))
    assert [(word.start, word.end) for word in segment.words] == wanted
    marks = [MADE if (w.start, w.end) != pair else GIVEN for w, pair in zip(segment.words, given, strict=True)]
    assert [word.timing for word in segment.words] == marks
    assert codes == (["timing.words-repaired"] if told else [])


def test_words_a_little_outside_widen_their_segment():
    words = (Word("one", 90, 200, timing=GIVEN), Word("two", 300, 1100, timing=GIVEN))
    (segment,), codes = filled(Segment("one two", start=100, end=1000, words=words, timing=GIVEN))
    assert (segment.start, segment.end, segment.words) == (90, 1100, words)
    assert codes == ["timing.segment-widened"]


@pytest.mark.parametrize(("start", "end"), [(500, 500), (500, 100), (500, 502)])
def test_a_segment_that_ends_too_early_loses_its_end(start, end):
    (segment,), codes = filled(Segment("one two three", start=start, end=end, timing=GIVEN, line=7))
    assert (segment.start, segment.end) == (500, None)
    assert codes == ["timing.segment-broken"]


def test_text_and_words_that_differ_keep_the_text():
    words = (Word("good", 0, 300, timing=GIVEN), Word("morning", 300, 900, timing=GIVEN))
    (segment,), codes = filled(Segment("Good evening.", start=0, end=900, words=words, timing=GIVEN))
    assert times(segment) == [("Good", 0, 300, GIVEN), ("evening.", 300, 900, MADE)]
    assert codes == ["timing.words-differ"]


def test_words_alone_give_the_text():
    (segment,), _ = filled(Segment("", words=(Word("東", 0, 1), Word("京", 1, 2, glue=True))))
    assert segment.text == "東京"


def test_remarks_get_words_too():
    (segment,), _ = filled(Segment("( WOW!)", kind=Kind.EDITORIAL))
    assert [word.text for word in segment.words] == ["(", "WOW!)"]
