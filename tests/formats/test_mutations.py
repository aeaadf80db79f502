"""A slice of the plain mutations (``python -m tests.mutations`` runs as many as asked for), and what they found."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from captionkit.diagnostics import Diagnostic
from captionkit.formats import FORMATS, WriteOptions
from captionkit.model.cue import Cue
from captionkit.model.track import Block, Track
from captionkit.sources import ReadOptions, Source
from tests.mutations import failures, mutated, problems
from tests.strategies import texts, tracks

WRITABLE = ("srt", "vtt", "sbv", "ckit")


def written(track: Track, target: str) -> tuple[bytes, tuple[Diagnostic, ...]]:
    result = FORMATS.get(target).write(track, WriteOptions())
    return result.value, result.diagnostics


def again(data: bytes, target: str) -> bytes:
    return written(read(data, target), target)[0]


def read(data: bytes, name: str) -> Track:
    return FORMATS.get(name).read(Source(data, f"a.{name}"), ReadOptions()).value


def codes(found: tuple[Diagnostic, ...]) -> set[str]:
    return {one.code for one in found}


def test_none_of_a_slice_crashes_hangs_or_loses_a_word() -> None:
    assert [str(failure) for failure in failures(range(1500))] == []


def test_an_execution_depends_on_its_number_alone() -> None:
    assert mutated(7) == mutated(7)
    assert len({mutated(number) for number in range(50)}) > 45


def test_a_word_that_is_lost_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    class Deaf:
        def read(self, source: Source, options: ReadOptions) -> object:
            result = FORMATS.get("sbv").read(source, options)
            return type(result)(result.value.replace(cues=result.value.cues[1:]), result.diagnostics)

    monkeypatch.setitem(FORMATS._loaded, "deaf", Deaf())
    found = list(problems("deaf", b"0:00:01.000,0:00:02.000\nwillow\n", "srt"))
    assert found[0] == "reading deaf loses willow"


FOOTERS = st.lists(
    st.one_of(
        st.builds(Block, st.just("note"), st.sampled_from(("checked", "\nby two", ""))),
        st.builds(Block, st.just("other"), st.sampled_from(("STYLE\n::cue { color: lime }", "the end", "7"))),
    ),
    max_size=3,
)


@given(tracks(), FOOTERS, st.booleans(), st.sampled_from(WRITABLE))
@settings(max_examples=80, deadline=None)
@example(Track((Cue(0, 1000, ""),)), [Block("other", "the end")], False, "vtt")
@example(Track((Cue(0, 1000, "Yes."),)), [Block("other", "the end")], False, "vtt")
@example(Track((Cue(0, 1000, ""),)), [Block("other", "STYLE\nx"), Block("note", "checked")], False, "vtt")
def test_what_was_written_reads_back_and_is_written_the_same(
    track: Track, footer: list[Block], silent: bool, target: str
) -> None:
    if silent:
        track = track.replace(cues=[*track.cues, Cue(10**6, 10**6 + 1000, "")])
    data, _ = written(track.replace(footer=footer), target)
    assert again(data, target) == data


@given(st.lists(texts(), min_size=1, max_size=3), st.sampled_from(WRITABLE))
@settings(max_examples=50, deadline=None)
def test_control_characters_change_nothing_else(said: list[str], target: str) -> None:
    track = Track((Cue(0, 900, "\0\n".join(said) + "\x1b"), Cue(1000, 1900, "Good\x07bye.")))
    data, _ = written(track, target)
    assert len(read(data, target)) == 2
    assert again(data, target) == data


# --- what long runs found


def test_text_after_the_last_cue_does_not_become_its_text() -> None:
    data, found = written(Track((Cue(0, 1000, ""),), footer=[Block("other", "the end")]), "vtt")
    back = read(data, "vtt")
    assert (back[0].text, back.footer) == ("", (Block("note", "\nthe end"),))
    assert "vtt.block-changed" in codes(found)


def test_text_before_the_cues_that_looks_timed_does_not_become_a_cue() -> None:
    track = Track((Cue(0, 1000, "Yes."),), format="vtt", blocks=[Block("other", "00:01.000 -> 00:02.000\nNo.")])
    data, _ = written(track, "vtt")
    assert [cue.text for cue in read(data, "vtt")] == ["Yes."]


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_a_layout_with_odd_timing_lines_is_written_as_json_and_comes_back(eol: str) -> None:
    text = "WEBVTT\n\n00:01.000 -->  00:02.000\nYes.\n\n\n\n00:00:03.000 --> 00:00:04.000\nNo.\n".replace("\n", eol)
    track = read(text.encode(), "vtt")
    back = read(written(track, "ckit")[0], "ckit")
    keep = WriteOptions(preserve=True)
    assert FORMATS.get("vtt").write(track, keep).value == text.encode()
    assert back.layout == track.layout


def test_times_after_a_timing_line_do_not_become_a_cue_when_they_are_written_again() -> None:
    text = b"1\n00:00:01,000 --> 00:00:02,000 00:00:03,000 --> 00:00:04,000 X1:1\nYes.\n"
    data, _ = written(read(text, "srt"), "srt")
    assert len(read(data, "srt")) == 1
    assert again(data, "srt") == data


@pytest.mark.parametrize("target", ["srt", "sbv"])
def test_a_time_of_a_thousand_hours_is_clamped_and_reported(target: str) -> None:
    data, found = written(Track((Cue(0, 9_999_900 * 3_600_000, "Yes."),)), target)
    assert "srt.time-clamped" in codes(found)
    assert read(data, target)[0].end == 1000 * 3_600_000 - 1


@pytest.mark.parametrize("text", ["a [br] b", "0:00:01.000,0:00:02.000", "\n[br]", "a\n0:00:01.000,0:00:02.000"])
def test_what_sbv_would_misread_is_text_there(text: str) -> None:
    data, _ = written(Track((Cue(0, 1000, text),)), "sbv")
    back = read(data, "sbv")
    assert [cue.text.replace("\u2060", "") for cue in back] == [text]
    assert again(data, "sbv") == data


def test_control_characters_are_taken_out_of_srt_and_reported() -> None:
    data, found = written(Track((Cue(0, 1000, "Good\0bye.\n\x1b"),)), "srt")
    assert "srt.control" in codes(found)
    assert b"\0" not in data
    assert "Goodbye." in read(data, "srt")[0].text
    assert again(data, "srt") == data


def test_a_number_below_zero_is_not_a_cues_number() -> None:
    result = FORMATS.get("srt").read(Source(b"-1\n00:00:01,000 --> 00:00:02,000\n<b>Yes.\n", "a.srt"), ReadOptions())
    assert codes(result.diagnostics) >= {"srt.index-text", "markup.unclosed"}
    assert result.value[0].text == "Yes."
