"""Files that broke on the way: cut off anywhere, arrows made dashes, hours that cannot be."""

from __future__ import annotations

import pytest

import captionkit
from captionkit.diagnostics import Severity
from captionkit.errors import InputError
from captionkit.formats.srt import FORMAT
from captionkit.sources import ReadOptions, Source

WHOLE = (
    "1\n00:00:01,000 --> 00:00:02,000\nThe tide is out.\n\n"
    "2\n00:00:03,000 --> 00:00:04,500\nWe wait\nfor the boat.\n\n"
    "3\n00:00:06,000 --> 00:00:07,250\n<i>There</i> it comes.\n"
)
TEXTS = ("The tide is out.", "We wait\nfor the boat.", "There it comes.")
TIMES = ((1000, 2000), (3000, 4500), (6000, 7250))


def read(text: str):
    return FORMAT.read(Source(text.encode(), "pier.srt"), ReadOptions())


def warned(result) -> set[str]:
    return {d.code for d in result.diagnostics if d.severity >= Severity.WARNING}


@pytest.mark.parametrize("size", range(1, len(WHOLE)))
def test_a_file_cut_off_anywhere_shows_no_piece_of_a_timing_line(size):
    kept = WHOLE[:size]
    try:
        result = read(kept)
    except InputError:
        assert "-->" not in kept
        return
    cues = list(result.value)
    assert len(cues) >= kept.count("-->")
    for number, cue in enumerate(cues):
        if "<" in cue.text:  # the file ends inside a tag
            assert kept.endswith(cue.text[cue.text.index("<") :])
        assert TEXTS[number].startswith(cue.text.partition("<")[0])
    # what is whole is read as in the whole file, and what is not is told
    for cue, text, times in zip(cues[:-1], TEXTS, TIMES, strict=False):
        assert (cue.text, cue.start, cue.end) == (text, *times)
    if not cues[-1].payload or (cues[-1].start, cues[-1].end) != TIMES[len(cues) - 1]:
        assert any(d.code.startswith("srt.") for d in result.diagnostics)
    if (cues[-1].start, cues[-1].end) != TIMES[len(cues) - 1]:
        assert warned(result)


@pytest.mark.parametrize("arrow", ["–>", "—>", "−>", "–->", "--–>", "‐‐>", "->>", "--> >", "~>", "⟶", "⇒", "➔"])
def test_a_dash_in_the_arrow_of_every_cue_is_read_and_told(arrow):
    result = read(WHOLE.replace("-->", arrow))
    assert [(cue.text, cue.start, cue.end) for cue in result.value] == [
        (text, *times) for text, times in zip(TEXTS, TIMES, strict=True)
    ]
    assert [d.code for d in result.diagnostics].count("srt.arrow") == 3


@pytest.mark.parametrize(
    ("timing", "start", "end"),
    [
        ("999900:00:0,500 --> 00:00:04,500", 0, 4500),
        ("1000:00:03,000 --> 00:00:04,500", 0, 4500),
    ],
)
def test_hours_that_cannot_be_beside_one_that_can_are_doubted(timing, start, end):
    result = read(WHOLE.replace("00:00:03,000 --> 00:00:04,500", timing))
    assert "srt.hours-doubted" in warned(result)
    assert [cue.text for cue in result.value] == list(TEXTS)
    assert result.value[1].end == end
    assert start <= result.value[1].start < end


def test_a_hundred_hours_on_both_sides_are_not_doubted():
    result = read("1\n120:00:01,000 --> 120:00:02,000\nThe tide is out.\n")
    assert not warned(result)
    assert result.value[0].start == 120 * 3_600_000 + 1000


def test_hours_that_no_other_cue_has_are_doubted_on_both_sides():
    late = "1\n00:00:01,000 --> 00:00:02,000\nHere.\n\n2\n999900:00:03,000 --> 999900:00:04,000\nThere.\n"
    assert "srt.hours-doubted" in warned(read(late))
    assert "srt.hours-doubted" not in warned(read(late[late.index("2\n") :]))


@pytest.mark.parametrize(("rate", "mixed"), [(None, True), ("29.97", True), ("25", False)])
def test_frame_labels_of_both_countings_are_reported(rate, mixed):
    text = "1\n00:00:01:12 --> 00:00:03:00\nHere.\n\n2\n00:01:04;02 --> 00:01:06;00\nThere.\n"
    found = FORMAT.read(Source(text.encode(), "pier.srt"), ReadOptions(rate=rate))
    assert ("srt.mixed-counting" in warned(found)) is mixed
    alike = FORMAT.read(Source(text.replace(";", ":").encode(), "pier.srt"), ReadOptions(rate=rate))
    assert "srt.mixed-counting" not in warned(alike)


def test_a_number_glued_to_the_start_is_a_number():
    result = read("100:00:01,000 --> 00:00:03,000\nOne.\n\n1200:00:04,000 --> 00:00:06,000\nTwo.\n")
    assert [(cue.start, cue.end) for cue in result.value] == [(1000, 3000), (4000, 6000)]
    assert [d.code for d in result.diagnostics].count("srt.number-glued") == 2


def test_hours_of_a_long_recording_are_hours():
    result = read("100:00:01,000 --> 100:00:03,000\nOne.\n")
    assert result.value[0].start == 360_001_000


def test_times_in_seconds_are_read():
    result = read("1\n1.5 --> 3.25\nOne.\n\n2\n4 --> 6,5\nTwo.\n\n3\n7 --> 9\nThree.\n")
    assert [(cue.start, cue.end, cue.text) for cue in result.value] == [
        (1500, 3250, "One."), (4000, 6500, "Two."), (7000, 9000, "Three."),
    ]  # fmt: skip
    assert [d.code for d in result.diagnostics].count("srt.seconds") == 3


def test_two_whole_numbers_with_an_arrow_are_text():
    result = read("1\n00:00:01,000 --> 00:00:02,000\n4 --> 6\n")
    assert [cue.text for cue in result.value] == ["4 --> 6"]


@pytest.mark.parametrize("arrow", ["->>", "~>", "⟶", "→", "==>", "–->"])
def test_convert_and_caption_know_the_same_arrows_without_a_suffix_to_help(arrow):
    data = "\n".join(
        f"{n}\n00:00:0{n},000 {arrow} 00:00:0{n},900\nThe tide is out again.\n" for n in (1, 3, 5)
    ).encode()
    assert [cue.start for cue in captionkit.load(data)] == [1000, 3000, 5000]
    assert "00:00" not in captionkit.caption(data).track.text
