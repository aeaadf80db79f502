"""pysrt objects both ways, and pysrt as a witness."""

from __future__ import annotations

import pysrt
import pytest
from hypothesis import given, settings
from tests.strategies import tracks
from tests.support import DATA

import captionkit
from captionkit.formats import FORMATS, WriteOptions
from captionkit.formats.interop import from_pysrt, read_pysrt, to_pysrt, witness_srt
from captionkit.formats.srt import CAN
from captionkit.model.cue import Cue, Positioning
from captionkit.model.track import Track

SRT = FORMATS.get("srt")


def shown(track):
    return [(cue.start, cue.end, cue.lines, cue.positioning) for cue in track]


@given(tracks(can=CAN))
@settings(max_examples=100, deadline=None)
def test_through_pysrt_objects_and_back(track):
    assert shown(from_pysrt(to_pysrt(track))) == shown(track)


@given(tracks(can=CAN))
@settings(max_examples=100, deadline=None)
def test_from_pysrt_is_written_well(track):
    """Texts that pysrt would write into a broken file are repaired by our writer."""
    track = from_pysrt(to_pysrt(track))
    again = SRT.read(
        captionkit.sources.Source(SRT.write(track, WriteOptions()).value), captionkit.sources.ReadOptions()
    )
    assert shown(again.value) == shown(track)


@pytest.mark.parametrize("text", ["a\n\nb", "\na", "a\n", "a\n \nb", "1\n00:00:01,000 --> 00:00:02,000\nx", "a\r\nb"])
def test_texts_that_break_a_file_do_not(text):
    items = pysrt.SubRipFile([pysrt.SubRipItem(1, 1000, 2000, text), pysrt.SubRipItem(2, 3000, 4000, "end")])
    track = from_pysrt(items)
    again = SRT.read(
        captionkit.sources.Source(SRT.write(track, WriteOptions()).value), captionkit.sources.ReadOptions()
    )
    assert len(again.value) == 2
    assert again.value.cues[0].text.split() == text.split()


def test_objects_are_pysrts_own(tmp_path):
    file = to_pysrt(
        Track((Cue(1000, 2500, "<x>", id="9"), Cue(3000, 4000, "b", positioning=Positioning(box=(1, 2, 3, 4)))))
    )
    assert isinstance(file, pysrt.SubRipFile)
    assert str(file[0]) == "1\n00:00:01,000 --> 00:00:02,500\n<x>\n"
    assert file[1].position == "X1:001 X2:002 Y1:003 Y2:004"
    file.shift(seconds=1)
    assert file[0].start.ordinal == 2000
    file.append(pysrt.SubRipItem(3, 5000, 6000, "c"))
    file.save(str(tmp_path / "t.srt"), encoding="utf-8")
    assert len(pysrt.open(str(tmp_path / "t.srt"))) == 3


def test_missing_number_is_never_written_as_none():
    items = pysrt.SubRipFile([pysrt.SubRipItem(None, 1000, 2000, "a")])
    assert b"None" not in SRT.write(from_pysrt(items), WriteOptions()).value
    assert to_pysrt(from_pysrt(items))[0].index == 1


@pytest.mark.parametrize(
    "name", ["crlf.srt", "cp1250.pl.srt", "no_blank_line.srt", "hours_missing.srt", "ass_tags.srt"]
)
def test_read_pysrt_mends_what_pysrt_loses(name):
    file = read_pysrt(DATA / "odd" / name)
    assert len(file) == 2
    assert [item.index for item in file] == [1, 2]
    assert file.path.endswith(name)


@given(tracks(can=CAN))
@settings(max_examples=100, deadline=None)
def test_witness_agrees_with_what_was_written(tmp_path_factory, track):
    path = tmp_path_factory.getbasetemp() / "witness.srt"
    path.write_bytes(SRT.write(track, WriteOptions()).value)
    assert witness_srt(path, track) == []


@pytest.mark.parametrize("speakers", ["label", "dash"])
def test_witness_allows_for_speakers(tmp_path, speakers):
    track = Track((Cue(0, 900, "Hello.", speaker="Ann"), Cue(1000, 1900, "Yes.", speaker="Ben")))
    path = tmp_path / "t.srt"
    path.write_bytes(SRT.write(track, WriteOptions(speakers=speakers)).value)
    assert witness_srt(path, track) == []


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        (b"00:00:01,000", b"00:00:01,001", "times"),
        (b"Good", b"Bad", "the text"),
        (b"evening", b"evening\n\n", "the text"),
        (b"\n\n2\n", b"\n2\n", "pysrt reads 1"),
        (b"\n\n2\n", b"\n\n7\n", "its number"),
    ],
)
def test_witness_sees_what_is_wrong(tmp_path, old, new, what):
    track = Track((Cue(1000, 2000, "Good evening."), Cue(3000, 4000, "And good night.")))
    path = tmp_path / "t.srt"
    path.write_bytes(SRT.write(track, WriteOptions()).value.replace(old, new, 1))
    assert any(what in difference for difference in witness_srt(path, track))


def test_names_on_the_track():
    assert Track.from_pysrt(Track((Cue(0, 1, "a"),)).to_pysrt()).text == "a"
