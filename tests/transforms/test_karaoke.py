"""Words at their own times, out and in again."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import captionkit
from captionkit.errors import UsageError
from captionkit.formats import FORMATS, WriteOptions
from captionkit.model.cue import Cue
from captionkit.model.text import Line, Span, Style
from captionkit.model.track import Track
from captionkit.model.transcript import Timing, Word
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.tracks import said_once, transcript_of
from captionkit.transforms.karaoke import shown_words


@st.composite
def timed(draw: st.DrawFn) -> Track:
    """Draw cues of three words and more, each word with times, in hundredths."""
    cues, at = [], 0
    for number in range(draw(st.integers(1, 4))):
        start = at = at + 200 + draw(st.integers(0, 200)) * 10
        words = []
        for n in range(draw(st.integers(3, 6))):
            begin = at + (draw(st.integers(0, 20)) * 10 if n else 0)
            at = begin + draw(st.integers(15, 60)) * 10
            words.append(
                Word(f"word{number}{n}{draw(st.sampled_from(('', ',', '.', 'é')))}", begin, at, timing=Timing.GIVEN)
            )
        half = len(words) // 2
        text = "\n".join(" ".join(word.text for word in part) for part in (words[:half], words[half:]))
        cues.append(Cue(start, at, text, words=words))
    return Track(cues)


def times(track: Track) -> list[tuple[str, int | None]]:
    return [(word.text, word.start) for cue in track for word in cue.words]


def again(track: Track, format: str) -> Track:
    data = FORMATS.get(format).write(track, WriteOptions()).value
    return FORMATS.get(format).read(Source(data, f"t.{format}"), ReadOptions()).value


@given(timed())
@settings(max_examples=30, deadline=None)
def test_stamps_are_read_again_as_the_same_words(track):
    shown = shown_words(track, "times").value
    assert times(again(shown, "ass")) == times(track)
    ends = [word.end for cue in again(shown, "ass") for word in cue.words]
    assert ends == [word.end for cue in track for word in cue.words]
    read = transcript_of(again(shown, "vtt")).value
    assert [(w.text, w.start) for s in read.segments for w in s.words] == times(track)
    assert [cue.text for cue in again(shown, "vtt")] == [cue.text for cue in track]


@given(timed())
@settings(max_examples=30, deadline=None)
def test_highlights_are_read_again_as_the_same_words(track):
    shown = shown_words(track, "highlight").value
    assert len(shown) == sum(len(cue.words) for cue in track)
    assert [(a.start, a.end) for a in shown if a.end <= a.start] == []
    once = said_once(again(shown, "vtt")).value
    assert [cue.text for cue in once] == [cue.text for cue in track]
    assert times(once) == times(track)


@given(timed())
@settings(max_examples=30, deadline=None)
def test_one_word_at_a_time_never_overlaps_and_loses_no_word(track):
    shown = shown_words(track, "single").value
    assert [(cue.text, cue.start) for cue in shown] == times(track)
    assert all(a.end <= b.start for a, b in pairwise(shown))


def test_styles_stay_and_pieces_of_a_word_are_one_stamp_each():
    line = Line((Span("Low "), Span("tide", Style(italic=True)), Span(".")))
    words = [Word("Low", 100, 300), Word("tide", 400, 700), Word(".", glue=True)]
    track = Track([Cue(100, 1000, [line], words=words)])
    (cue,) = shown_words(track, "times").value
    assert [(s.text, s.style.italic, s.style.time) for s in cue.lines[0].spans] == [
        ("Low ", False, None), ("tide", True, 400), (".", False, None),
    ]  # fmt: skip
    singles = shown_words(track, "single").value
    assert [(c.text, c.start, c.end) for c in singles] == [("Low", 100, 300), ("tide.", 400, 700)]
    marked = captionkit.transform(track, do=["karaoke:show=highlight,mark=yellow"]).track
    assert marked[0].lines[0].spans[0].style.color == "yellow"
    with pytest.raises(UsageError, match="not a mark"):
        captionkit.transform(track, do=["karaoke:mark=loudly!"])


def test_words_without_times_are_reported_and_stay():
    track = Track([Cue(0, 900, "Low tide."), Cue(900, 1800, "At dawn.", words=[Word("At"), Word("dawn.")])])
    result = shown_words(track, "highlight")
    assert result.value == track
    assert [d.code for d in result.diagnostics] == ["transform.words-untimed"]
    assert result.diagnostics[0].data["cues"] == 2


def test_a_time_outside_the_cue_does_no_harm():
    words = [Word("One", -500, 100), Word("two", 50, 60), Word("three", 5000, 6000)]
    track = Track([Cue(0, 900, "One two three", words=words)])
    for show in ("times", "highlight", "single"):
        for cue in shown_words(track, show).value:
            assert 0 <= cue.start < cue.end <= 900


def test_saved_with_the_option(tmp_path):
    track = Track([Cue(0, 900, "Low tide.", words=[Word("Low", 0, 400), Word("tide.", 400, 900)])])
    target = tmp_path / "t.vtt"
    captionkit.save(track, target, options=WriteOptions(word_times="times"))
    assert target.read_text("utf-8").endswith("Low <00:00:00.400>tide.\n")
    captionkit.save(track, target, force=True, options=WriteOptions(word_times="single"))
    assert [cue.text for cue in captionkit.load(target)] == ["Low", "tide."]
    assert "<u>" not in track.to_string("vtt")
