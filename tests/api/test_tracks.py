"""Joining, cutting, merging and splitting: every word stays, and times are where they should be."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import captionkit as ck
from captionkit.errors import UsageError
from tests.support import ROOT, needs

#: Any machine may be busy.
EASY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

WORDS = ("tide", "boat", "quay", "lamp", "fog", "rope")


@st.composite
def tracks(draw: st.DrawFn, *, overlapping: bool = False) -> ck.Track:
    """Return a track in order of starts, as people make them."""
    cues, at = [], 0
    for _ in range(draw(st.integers(0, 8))):
        at += draw(st.integers(-800 if overlapping else 0, 4000))
        start = max(0, at)
        at = start + draw(st.integers(1, 6000))
        words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6))
        cues.append(ck.Cue(start, at, " ".join(words)))
    return ck.Track(sorted(cues, key=lambda cue: cue.start))


def words(*texts: ck.Track) -> Counter[str]:
    return Counter(word for track in texts for word in track.text.split())


@EASY
@given(st.lists(tracks(), max_size=4), st.integers(0, 500))
def test_joining_keeps_every_cue_in_order(parts: list[ck.Track], gap: int) -> None:
    joined = ck.join(parts, gap=gap)
    assert [c.text for c in joined] == [c.text for part in parts for c in part]
    assert [c.duration for c in joined] == [c.duration for part in parts for c in part]
    starts = [c.start for c in joined]
    assert starts == sorted(starts)


def test_joining_by_lengths_and_by_last_cues() -> None:
    one, two = ck.Track([ck.Cue(0, 900, "a")]), ck.Track([ck.Cue(500, 900, "b")])
    given = ck.join([one, two, two], durations=[60_000, 30_000])
    assert [c.start for c in given] == [0, 60_500, 90_500]
    assert given.diagnostics == ()
    guessed = ck.join([one, two])
    assert [c.start for c in guessed] == [0, 1400]
    assert [d.code for d in guessed.diagnostics] == ["transform.joined-at-last-cue"]
    assert guessed.diagnostics[0].severity is ck.Severity.WARNING
    assert "00:00:00.900" in guessed.diagnostics[0].message
    short = ck.join([one, two], durations=[500])
    assert [d.code for d in short.diagnostics] == ["transform.past-length"]
    with pytest.raises(UsageError, match="need 2 durations"):
        ck.join([one, two, two], durations=[1])
    with pytest.raises(UsageError, match="not from both"):
        ck.join([one, two], durations=[1], media=["a.mp4"])
    assert ck.join([]) == ck.Track()


@needs("ffprobe")
def test_joining_by_media() -> None:
    one = ck.Track([ck.Cue(0, 900, "a")])
    joined = ck.join([one, one], media=[ROOT / "samples" / "harbour_news.ogg"])
    assert joined[1].start > 60_000


def test_a_joined_track_of_two_languages_claims_none() -> None:
    german, english = ck.Track([ck.Cue(0, 900, "ja")], "de"), ck.Track([ck.Cue(0, 900, "yes")], "en")
    assert ck.join([german, english]).language == ""
    assert ck.join([german, german]).language == "de"


@EASY
@given(tracks(overlapping=True), st.lists(st.integers(1, 40_000), min_size=1, max_size=4, unique=True))
def test_cutting_loses_no_word_and_joins_again(track: ck.Track, times: list[int]) -> None:
    times.sort()
    parts = ck.cut(track, *(time / 1000 for time in times))
    assert len(parts) == len(times) + 1
    assert words(*parts) == words(track)
    for part, length in zip(parts, [b - a for a, b in zip([0, *times], times, strict=False)], strict=False):
        assert all(0 <= c.start <= c.end <= length for c in part)
    crossing = sum(any(c.start < time < c.end for time in times) for c in track)
    reported = sum(d.code == "transform.cut-through" for part in parts for d in part.diagnostics)
    assert reported == crossing
    if not crossing:
        lengths = [b - a for a, b in zip([0, *times], times, strict=False)]
        joined = ck.join(parts, durations=lengths)
        assert sorted((c.start, c.end, c.text) for c in joined) == sorted((c.start, c.end, c.text) for c in track)


@EASY
@given(tracks(), st.integers(1, 40_000))
def test_cutting_with_both_shows_the_same_at_every_time(track: ck.Track, time: int) -> None:
    first, second = ck.cut(track, time / 1000, across="both")
    for at in sorted({c.start for c in track} | {c.end for c in track} | {time - 1, time}):
        part = first.at(ms=at) if at < time else second.at(ms=at - time)
        assert part.text == track.at(ms=at).text


def test_a_cue_across_the_cut_goes_where_it_is_shown_longer() -> None:
    track = ck.Track([ck.Cue(58_000, 61_000, "Hold on."), ck.Cue(70_000, 71_000, "Now.")])
    first, second = ck.cut(track, "00:01:00,000")
    assert [(c.start, c.end) for c in first] == [(58_000, 60_000)]
    assert [c.text for c in second] == ["Now."]
    with pytest.raises(UsageError):
        ck.cut(track)
    with pytest.raises(UsageError):
        ck.cut(track, 0)


@EASY
@given(tracks(overlapping=True), tracks(overlapping=True), st.sampled_from(["stacked", "styled", "regions"]))
def test_merging_loses_no_word(first: ck.Track, second: ck.Track, style: str) -> None:
    upper = second.map(lambda cue: cue.with_text(cue.text.upper()))
    both = ck.merge(first, upper, style)  # type: ignore[arg-type]
    assert words(both) == words(first, upper)
    assert all(c.start <= c.end for c in both)
    starts = [c.start for c in both]
    assert starts == sorted(starts)


@EASY
@given(tracks(), tracks())
def test_merging_makes_no_overlap(first: ck.Track, second: ck.Track) -> None:
    both = ck.merge(first, second.map(lambda cue: cue.with_text(cue.text.upper())))
    assert [(a, b) for a, b in pairwise(both) if b.start < a.end] == []


@EASY
@given(tracks())
def test_merging_tracks_with_the_same_times_keeps_them(track: ck.Track) -> None:
    both = ck.merge(track, track.map(lambda cue: cue.with_text(cue.text.upper())))
    assert [(c.start, c.end) for c in both] == [(c.start, c.end) for c in track]
    assert [c.text for c in both] == [f"{c.text}\n{c.text.upper()}" for c in track]
    assert both.diagnostics == ()


def test_one_cue_facing_two() -> None:
    german = ck.Track([ck.Cue(0, 6000, "Es wird hell, und das Boot fährt.")], "de")
    english = ck.Track([ck.Cue(100, 2900, "Day breaks,"), ck.Cue(3000, 6200, "and the boat leaves.")], "en")
    both = ck.merge(german, english)
    assert [(c.start, c.end) for c in both] == [(0, 6200)]
    assert both.text.split("\n")[-2:] == ["Day breaks,", "and the boat leaves."]
    assert both.diagnostics[0].data == {"changed": 1, "alone": 0}


def test_a_cue_without_a_partner_is_shown_alone() -> None:
    german = ck.Track([ck.Cue(0, 1000, "Ja."), ck.Cue(5000, 6000, "Nein.")])
    english = ck.Track([ck.Cue(5100, 6000, "No."), ck.Cue(8000, 9000, "[wind]")])
    both = ck.merge(german, english)
    assert [c.text for c in both] == ["Ja.", "Nein.\nNo.", "[wind]"]


def test_a_million_overlaps_are_bounded() -> None:
    same = ck.Track([ck.Cue(0, 10_000, f"a{n}") for n in range(2000)])
    assert words(ck.merge(same, same)).total() == 4000


@EASY
@given(st.lists(st.sampled_from(WORDS), min_size=2, max_size=8), st.data())
def test_splitting_keeps_text_and_times(text: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(text) - 1))
    track = ck.Track([ck.Cue(0, 4000, " ".join(text))]).split(0, at)
    assert [c.text for c in track] == [" ".join(text[:at]), " ".join(text[at:])]
    assert (track[0].start, track[0].end, track[1].end) == (0, track[1].start, 4000)


def test_a_split_follows_the_words_own_times() -> None:
    spoken = [ck.Word("Day", 100, 600), ck.Word("breaks", 700, 3200), ck.Word("now", 3300, 3600)]
    track = ck.Track([ck.Cue(0, 4000, "Day breaks\nnow", words=spoken)])
    assert [c.start for c in track.split(0, "now")] == [0, 3300]
    assert [len(c.words) for c in track.split(0, "breaks")] == [1, 2]
    assert track.split(0, "now")[1].timing is ck.Timing.GIVEN


@pytest.mark.parametrize(
    ("word", "message"), [("fog", "0 times"), ("the", "2 times"), ("See", "nothing stands before"), (9, "0 times")]
)
def test_a_split_that_means_nothing(word: str | int, message: str) -> None:
    track = ck.Track([ck.Cue(0, 4000, "See the boat at the quay.")])
    with pytest.raises(UsageError, match=message):
        track.split(0, word)


def test_files_are_joined_and_merged_by_name(tmp_path: Path) -> None:
    ck.Track([ck.Cue(0, 900, "a")]).save(tmp_path / "a.srt")
    ck.Track([ck.Cue(0, 900, "b")]).save(tmp_path / "b.vtt")
    assert ck.join([tmp_path / "a.srt", str(tmp_path / "b.vtt")]).text == "a\nb"
    assert re.split(r"\n", ck.merge(tmp_path / "a.srt", tmp_path / "b.vtt").text) == ["a", "b"]


def test_numbers_of_joined_and_merged_srt_files_do_not_become_identifiers() -> None:
    srt = b"1\n00:00:01,000 --> 00:00:02,000\nThe tide.\n\n2\n00:00:03,000 --> 00:00:04,000\nThe boat.\n"
    first, second = ck.load(srt), ck.load(srt)
    for track in (ck.join([first, second]), ck.merge(first, second), ck.fix(first, profile="netflix-en").track):
        text = track.to_string("vtt")
        assert not re.search(r"^\d+$", text, re.MULTILINE), text


def test_a_cut_past_the_last_cue_is_told() -> None:
    track = ck.Track([ck.Cue(0, 900, "a"), ck.Cue(1000, 1900, "b")])
    parts = ck.cut(track, 0.95, 60)
    assert [len(part) for part in parts] == [1, 1, 0]
    assert [[d.code for d in part.diagnostics] for part in parts] == [[], [], ["transform.cut-outside"]]
