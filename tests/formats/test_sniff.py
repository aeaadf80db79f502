"""Recognition by content; the name's suffix breaks ties and is contradicted aloud."""

from __future__ import annotations

import pytest

from captionkit.errors import UnknownFormatError
from captionkit.formats import FORMATS, WriteOptions
from captionkit.formats.sniff import recognise
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.sources import Source
from captionkit.transcripts.sniff import recognise as recognise_transcript

TRACK = Track((Cue(0, 900, "Good evening."), Cue(1000, 1900, "Here is the news.")))
MADE = {name: FORMATS.get(name).write(TRACK, WriteOptions()).value for name in ("srt", "vtt", "sbv", "ckit")}


@pytest.mark.parametrize("suffix", ["", ".srt", ".vtt", ".sbv", ".json", ".txt"])
@pytest.mark.parametrize("name", MADE)
def test_own_files_are_known_by_content_whatever_their_name(name, suffix):
    choice = recognise(Source(MADE[name], "t" + suffix))
    assert choice.format.name == name
    assert choice.confidence >= 0.95
    known = suffix in (".srt", ".vtt", ".sbv", ".json")
    fits = suffix in FORMATS.rows[name].suffixes
    assert [d.code for d in choice.diagnostics] == (["read.format"] if known and not fits else [])


@pytest.mark.parametrize("data", [b"", b"Just a letter.\n", b"{}", b"\x89PNG\r\n\x1a\n", b"[1, 2]"])
def test_other_content_is_refused(data):
    with pytest.raises(UnknownFormatError):
        recognise(Source(data, "t.srt"))


def test_doubt_is_told():
    choice = recognise(Source(b"some text\n" * 600 + b"00:00:0x,000 --> 00:00:02,000\n", "t.txt"))
    assert [d.code for d in choice.diagnostics] == ["read.format-unsure"]


def test_a_format_that_is_only_written_is_told_where_it_is_to_be_read() -> None:
    data = b'<?xml version="1.0"?>\n<fcpxml version="1.8"/>\n'
    for refuse in (recognise, recognise_transcript):
        for name, told in (("film.fcpxml", True), ("film.xml", False), ("film", False)):
            with pytest.raises(UnknownFormatError) as caught:
                refuse(Source(data, name))
            assert ("written and not read" in caught.value.hint) is told
