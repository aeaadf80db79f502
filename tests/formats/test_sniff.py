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


@pytest.mark.parametrize(
    ("data", "kind", "hint"),
    [
        (b"\0\0\0\x20ftypisom\0\0\2\0", "a film or sound", "--recogniser"),
        (b"\x1aE\xdf\xa3\x01\0\0\0\0", "a film or sound", "captionkit tracks"),
        (b"RIFF\x24\0\0\0WAVEfmt \x10\0", "sound", "--recogniser"),
        (b"ID3\x04\0\0\0\0\0\0", "sound", "--recogniser"),
        (b"G\x40\0\x10" + bytes(184) + b"G", "a film", "--recogniser"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a picture", "OCR"),
        (b"PK\3\4\x14\0\0\0", "an archive", "unpack"),
        (b"\x1f\x8b\x08\0\0\0", "an archive", "unpack"),
    ],
)
def test_what_holds_no_text_is_called_what_it_is(data: bytes, kind: str, hint: str) -> None:
    for refuse in (recognise, recognise_transcript):
        with pytest.raises(UnknownFormatError, match=f"is {kind}.*, not text") as caught:
            refuse(Source(data, "thing"))
        assert hint in caught.value.hint


def test_text_is_never_called_a_film() -> None:
    for begins in ("ID3 is a tag.", "OggS it is.", "BZh4 and more", "Rar! he said", "G" + "ood evening. " * 30 + "G"):
        with pytest.raises(UnknownFormatError, match="no caption format recognises"):
            recognise(Source(begins.encode(), "thing"))
