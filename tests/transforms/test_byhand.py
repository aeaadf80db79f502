"""Editing by hand: it does as told, loses no letter, and takes its times from the words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captionkit.errors import StageError
from captionkit.model.cue import Cue, Positioning
from captionkit.model.text import Line, Span, Style
from captionkit.model.transcript import Timing, Word
from captionkit.profiles import load
from captionkit.segmentation import SegmentOptions
from captionkit.transforms.byhand import merge_cues, move_word, retimed, split_at

DEFAULT = load("default")
ITALIC = Style(italic=True)


def _letters(*cues: Cue) -> str:
    return "".join("".join(cue.text.split()) for cue in cues)


def _worded(text: str, start: int = 0, each: int = 500) -> Cue:
    words = text.split()
    timed = [Word(w, start + n * each, start + n * each + each - 50, timing=Timing.GIVEN) for n, w in enumerate(words)]
    return Cue(start, start + len(words) * each, text, words=timed)


def cues() -> st.SearchStrategy[Cue]:
    run = st.text("ab \u00e9\U0001f600.-", min_size=1, max_size=12).map(lambda text: Span(text))
    line = st.lists(run | run.map(lambda span: Span(span.text, ITALIC)), max_size=3).map(
        lambda spans: Line(tuple(spans))
    )
    return st.builds(
        lambda start, length, lines: Cue(start, start + length, lines),
        st.integers(0, 9000), st.integers(0, 6000), st.lists(line, max_size=3),
    )  # fmt: skip


@given(cues(), st.integers(0, 3), st.integers(0, 30), st.integers(0, 200))
def test_a_split_loses_no_letter_and_no_time(cue: Cue, line: int, offset: int, gap: int) -> None:
    try:
        first, second = split_at(cue, line, offset, gap=gap)
    except StageError:
        return
    assert _letters(first, second) == _letters(cue)
    assert cue.start == first.start < first.end <= second.start < second.end == cue.end
    assert second.start - first.end in (0, gap)


@given(cues(), cues())
def test_a_merge_loses_no_letter_and_spans_both(one: Cue, other: Cue) -> None:
    whole = merge_cues([one, other], DEFAULT).value
    assert _letters(whole) == _letters(one, other)
    assert (whole.start, whole.end) == (min(one.start, other.start), max(one.end, other.end))


@given(cues(), cues(), st.booleans())
def test_a_word_moved_over_loses_no_letter_and_no_far_end(one: Cue, other: Cue, on: bool) -> None:
    try:
        first, second = move_word(one, other, on=on)
    except StageError:
        return
    assert _letters(first, second) == _letters(one, other)
    assert (first.start, second.end) == (one.start, other.end)


def test_a_split_takes_its_time_from_the_words() -> None:
    first, second = split_at(_worded("No, but you did."), 0, 8, gap=80)
    assert (first.text, second.text) == ("No, but", "you did.")
    assert (first.end, second.start) == (920, 1000)
    assert [word.text for word in second.words] == ["you", "did."]
    assert second.timing is Timing.GIVEN


def test_a_split_inside_a_word_computes_its_time() -> None:
    first, second = split_at(_worded("Breakfast"), 0, 5)
    assert (first.text, second.text, second.timing) == ("Break", "fast", Timing.INTERPOLATED)


def test_a_split_keeps_styles_on_both_sides() -> None:
    cue = Cue(0, 2000, [Line((Span("All of it", ITALIC),))])
    assert [part.lines[0].spans for part in split_at(cue, 0, 4)] == [(Span("All", ITALIC),), (Span("of it", ITALIC),)]


@pytest.mark.parametrize(
    ("line", "offset", "why"), [(0, 0, "before"), (0, 4, "after"), (1, 0, "no line"), (0, 9, "no line")]
)
def test_a_split_that_leaves_nothing_is_refused(line: int, offset: int, why: str) -> None:
    with pytest.raises(StageError, match=why):
        split_at(Cue(0, 900, "Yes."), line, offset)


def test_a_word_moved_on_takes_the_times_with_it() -> None:
    one, two = _worded("We waited until"), _worded("midnight came", 1600)
    first, second = move_word(one, two, on=True, gap=80)
    assert (first.text, second.text) == ("We waited", "until midnight came")
    assert (first.end, second.start, second.words[0].text) == (920, 1000, "until")
    back = move_word(first, second, on=False, gap=80)
    assert [cue.text for cue in back] == [one.text, two.text]
    assert back[1].start == 1600


def test_a_word_without_times_moves_no_time() -> None:
    first, second = move_word(Cue(0, 900, "Come in now."), Cue(1000, 2000, "Sit\ndown."), on=False)
    assert (first.text, second.text) == ("Come in now. Sit", "down.")
    assert (first.end, second.start) == (900, 1000)


def test_the_only_word_of_a_cue_is_not_moved() -> None:
    with pytest.raises(StageError, match="no other word"):
        move_word(Cue(0, 900, "Yes."), Cue(1000, 2000, "No."), on=True)


def test_a_merge_flows_together_and_is_broken_again() -> None:
    parts = [Cue(0, 1000, "We waited until midnight and"), Cue(1000, 3000, "nobody called us from home.")]
    made = merge_cues(parts, DEFAULT, SegmentOptions(language="en"))
    assert made.value.text == "We waited until midnight\nand nobody called us from home."
    assert made.diagnostics == ()


def test_a_merge_of_two_speakers_keeps_lines_and_names() -> None:
    made = merge_cues([Cue(0, 900, "Yes.", speaker="Ann"), Cue(900, 2000, "No.", speaker="Bob")], DEFAULT)
    assert [(line.text, line.spans[0].style.voice) for line in made.value.lines] == [("Yes.", "Ann"), ("No.", "Bob")]
    assert [d.code for d in made.diagnostics] == ["transform.merged-speakers"]


def test_a_merge_says_what_it_breaks_and_does_it() -> None:
    long = "a line of words that fills " * 4
    parts = [Cue(0, 5000, long), Cue(6000, 20_000, long, positioning=Positioning(anchor=8))]
    made = merge_cues(parts, DEFAULT)
    assert {d.code for d in made.diagnostics} == {"transform.merged-beyond", "transform.merged-positions"}
    assert len([d for d in made.diagnostics if d.code == "transform.merged-beyond"]) == 2


def test_one_cue_is_no_merge() -> None:
    with pytest.raises(StageError, match="two cues"):
        merge_cues([Cue(0, 900, "Yes.")], DEFAULT)


def test_words_move_along_with_a_whole_cue_and_stay_when_an_edge_moves() -> None:
    cue = _worded("No, but")
    assert [word.start for word in retimed(cue, 100, 1100).words] == [100, 600]
    assert [word.start for word in retimed(cue, 0, 1100).words] == [0, 500]
    assert retimed(cue.replace(timing=Timing.ESTIMATED), 0, 1100).timing is Timing.GIVEN
