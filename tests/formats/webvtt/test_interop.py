"""webvtt-py objects to tracks and back, and webvtt-py as a witness that sees what it should."""

from __future__ import annotations

from pathlib import Path

import pytest
import webvtt
from hypothesis import HealthCheck, given, settings

import captionkit
from captionkit.errors import InputError
from captionkit.formats.base import WriteOptions
from captionkit.formats.interop import from_webvtt, read_webvtt, to_webvtt, witness_vtt
from captionkit.formats.webvtt import FORMAT
from captionkit.formats.webvtt.reader import read_text
from captionkit.formats.webvtt.writer import write
from captionkit.model.cue import Cue
from captionkit.model.track import Block, Track
from captionkit.sources import ReadOptions
from tests.formats.webvtt.test_paths import files, tidy_files
from tests.strategies import tracks

FULL = """WEBVTT - a title
Kind: captions

NOTE about the file

REGION
id:top
lines:2

STYLE
::cue { color: lime }

NOTE before the first cue

1
00:00:01.000 --> 00:00:02.000 line:0 align:left
<v Ann>Low <i>tide</i> &amp; fog

NOTE
two
lines

00:00:03.000 --> 01:00:04.000
second

NOTE the end
"""


def test_a_whole_file_goes_to_webvtt_py_and_back() -> None:
    track = read_text(FULL, ReadOptions()).value
    document = to_webvtt(track)
    theirs = webvtt.from_string(FULL)
    assert document.content == theirs.content
    back = from_webvtt(document)
    assert back.cues[1:] == track.cues[1:]
    assert (back.title, back.footer) == (track.title, track.footer)
    # webvtt-py gives a comment right before the first cue to that cue
    assert back.cues[0] == track.cues[0].replace(notes=("before the first cue",))


@given(tidy_files())
@settings(max_examples=150)
def test_objects_are_those_that_webvtt_py_makes_itself(text: str) -> None:
    track = read_text(text, ReadOptions()).value
    assert to_webvtt(track).content == webvtt.from_string(text).content


@given(tracks(can=FORMAT.can))
@settings(max_examples=100, deadline=None)
def test_any_track_goes_there_and_back(track: Track) -> None:
    back = from_webvtt(to_webvtt(track))
    assert [(cue.start, cue.end, cue.text, cue.id) for cue in back] == [
        (cue.start, cue.end, cue.text, cue.id) for cue in track
    ]


@given(tracks(can=FORMAT.can) | files().map(lambda text: read_text(text, ReadOptions()).value))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_witness_agrees_with_what_was_written(tmp_path: Path, track: Track) -> None:
    path = tmp_path / "t.vtt"
    path.write_bytes(write(track, WriteOptions()).value)
    assert witness_vtt(path, track) == []


@pytest.mark.parametrize("speakers", ["voice", "label", "dash"])
def test_the_witness_allows_for_speakers(tmp_path: Path, speakers: str) -> None:
    track = Track(
        (Cue(0, 1, "Here.", speaker="Ann"), Cue(1, 2, "And there.", speaker="Bob"), Cue(2, 3, "Yes.", speaker="Bob"))
    )
    path = tmp_path / "t.vtt"
    path.write_bytes(write(track, WriteOptions(speakers=speakers)).value)
    assert witness_vtt(path, track) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ("WEBVTT\n\n00:00:01.000 --> 00:00:02.001\none\n\n00:00:03.000 --> 00:00:04.000\n<i>two</i>\n", "00:00:02.001"),
        ("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\none\n\n00:00:03.000 --> 00:00:04.000\n<i>tw</i>\n", "'tw'"),
        ("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\none\n", "reads 1"),
        ("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\none\n\n00:00:03.000 --> 00:00:04.000\n{\\an8}two\n", "an8"),
        ("WEBVT\n", "does not take"),
    ],
)
def test_the_witness_sees_what_was_written_otherwise(tmp_path: Path, changed: str, said: str) -> None:
    track = Track((Cue(1000, 2000, "one"), Cue(3000, 4000, "two")))
    path = tmp_path / "t.vtt"
    path.write_text(changed, encoding="utf-8")
    assert said in witness_vtt(path, track)[0]


def test_read_webvtt_is_webvtt_read(tmp_path: Path) -> None:
    path = tmp_path / "full.vtt"
    path.write_text(FULL, encoding="utf-8")
    document = captionkit.read_webvtt(path)
    assert isinstance(document, webvtt.WebVTT)
    assert document.content == webvtt.read(str(path)).content
    document.save(str(tmp_path / "again.vtt"))
    assert (tmp_path / "again.vtt").read_text(encoding="utf-8") == document.content
    with pytest.raises(InputError):
        read_webvtt(tmp_path / "absent.vtt")


def test_what_a_script_changes_in_the_objects_is_written() -> None:
    document = to_webvtt(Track((Cue(0, 1000, "one"),), blocks=(Block("style", "::cue { color: red }"),)))
    document.captions[0].text = "two --> three"
    document.captions[0].settings = "line:0"
    document.captions.append(webvtt.Caption("00:00:02.000", "00:00:03.000", "a\n\nb"))
    text = write(from_webvtt(document), WriteOptions()).value.decode()
    assert text == (
        "WEBVTT\n\nSTYLE\n::cue { color: red }\n\n00:00:00.000 --> 00:00:01.000 line:0\ntwo --&gt; three\n\n"
        "00:00:02.000 --> 00:00:03.000\na\nb\n"
    )
