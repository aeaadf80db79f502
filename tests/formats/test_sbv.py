"""SBV: identity on what it carries, and its oddities."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from captionkit.errors import InputError, StrictError
from captionkit.formats import FORMATS, Feature, WriteOptions
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source
from tests.strategies import tracks

SBV = FORMATS.get("sbv")


def read(data: bytes, **options):
    return SBV.read(Source(data, "t.sbv"), ReadOptions(**options))


@given(tracks(can=frozenset((Feature.MILLISECONDS,))))
@settings(max_examples=100, deadline=None)
def test_written_track_is_read_back(track):
    # a text of one line of nothing but blanks is what SBV cannot tell from the blank line between cues
    said = [(c, c.text.replace("[br]", "")) for c in track]
    track = Track(tuple(Cue(c.start, c.end, text if text.strip(" \t") else "") for c, text in said))
    back = read(SBV.write(track, WriteOptions()).value).value
    assert [(c.start, c.end, c.text.split("\n")) for c in back] == [(c.start, c.end, c.text.split("\n")) for c in track]


def test_dialects():
    result = read(b"0:00:01.5,0:00:02.000\r\nOne[br]two\r\n\r\n00:00:03.000, 00:00:04.000\r\nThree\r\n\r\nfour\r\n")
    assert [(c.start, c.end, c.text) for c in result.value] == [(1500, 2000, "One\ntwo"), (3000, 4000, "Three\n\nfour")]
    assert [d.code for d in result.diagnostics] == ["read.layout", "srt.blank-in-cue"]


def test_faults():
    with pytest.raises(InputError, match="no SBV timing line"):
        read(b"hello\n")
    assert [d.code for d in read(b"title\n\n0:00:02.000,0:00:01.000\nx\n").diagnostics] == [
        "srt.preamble",
        "srt.times-reversed",
    ]
    with pytest.raises(StrictError):
        read(b"0:00:02.000,0:00:01.000\nx\n", strict=True)


def test_bug_a_line_separator_alone_is_no_blank_line():
    track = Track((Cue(0, 900, "\u2028"),))
    assert read(SBV.write(track, WriteOptions()).value).value.cues[0].text == "\u2028"
