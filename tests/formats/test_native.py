"""The native format loses nothing and refuses what it does not know."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings

from captionkit.errors import InputError, OutputError
from captionkit.formats import WriteOptions
from captionkit.formats.ckit import FORMAT, dumps
from captionkit.model.cue import Cue
from captionkit.model.native import to_native, track_of, transcript_of
from captionkit.model.track import Track
from captionkit.model.transcript import Transcript
from captionkit.sources import ReadOptions, Source
from tests.strategies import tracks, transcripts


def atoms(value):
    if isinstance(value, dict):
        assert all(type(key) is str for key in value)
        value = list(value.values())
    if type(value) is list:
        for held in value:
            atoms(held)
    else:
        assert value is None or type(value) in (str, int, float, bool)


@given(tracks())
@settings(max_examples=150, deadline=None)
def test_any_track_comes_back_equal(track):
    back = FORMAT.read(Source(dumps(track), "t.ckit.json"), ReadOptions()).value
    assert back == track
    assert back.layout == track.layout
    assert [cue.positioning for cue in back] == [cue.positioning for cue in track]


@given(transcripts())
@settings(max_examples=150, deadline=None)
def test_any_transcript_comes_back_equal(transcript):
    assert transcript_of(json.loads(dumps(transcript))) == transcript


@given(tracks())
@settings(max_examples=50, deadline=None)
def test_only_atomic_types_are_written(track):
    atoms(to_native(track))


def test_empty_values_come_back():
    assert track_of(json.loads(dumps(Track()))) == Track()
    assert transcript_of(json.loads(dumps(Transcript()))) == Transcript()


@pytest.mark.parametrize(
    ("shape", "part"),
    [
        ({"schema": "captionkit.track/2", "cues": []}, "another version"),
        ({"schema": "captionkit.transcript/1", "segments": []}, "where captionkit.track/1 is wanted"),
        ({"cues": []}, 'no "schema"'),
        ([], 'no "schema"'),
        ({"schema": "captionkit.track/1", "cues": [{"start": 0.5, "end": 1}]}, "whole milliseconds"),
        ({"schema": "captionkit.track/1", "cues": [{"start": 0, "end": 1, "colour": "red"}]}, "unknown field 'colour'"),
        ({"schema": "captionkit.track/1", "cues": [{"end": 1}]}, "start"),
        ({"schema": "captionkit.track/1", "cues": 5}, "not what captionkit.track/1 says"),
        ({"schema": "captionkit.track/1", "timing": "perhaps"}, "perhaps"),
    ],
)
def test_other_shapes_are_refused_by_name(shape, part):
    with pytest.raises(InputError, match=part):
        track_of(shape, "x.ckit.json")


def test_what_json_cannot_say_is_refused():
    track = Track((Cue(0, 1, "x", extras={"day": date(2020, 1, 2)}),))
    with pytest.raises(OutputError, match="date"):
        FORMAT.write(track, WriteOptions())


def test_half_a_character_comes_back_as_the_sign_of_one():
    """No encoding can write half a character, so JSON's escape of one is read as U+FFFD."""
    track = Track((Cue(0, 1, "a\ud83d"),))
    assert FORMAT.read(Source(dumps(track)), ReadOptions()).value.cues[0].text == "a\ufffd"
