"""What is recognised as WebVTT, and how sure that is."""

from __future__ import annotations

import pytest

from captionkit.formats.base import WriteOptions
from captionkit.formats.sniff import recognise
from captionkit.formats.webvtt import FORMAT
from captionkit.model.cue import Cue
from captionkit.model.track import FileLayout, Track
from captionkit.sources import Source

CUE = b"00:00:01.000 --> 00:00:02.000\nHello.\n"


@pytest.mark.parametrize(
    ("data", "name", "score"),
    [
        (b"WEBVTT\n\n" + CUE, "a.srt", 1.0),
        (b"\xef\xbb\xbfWEBVTT - x\r\n\r\n" + CUE, "a", 1.0),
        (b"WEBVTT\r\r" + CUE.replace(b"\n", b"\r"), "a.vtt", 1.0),
        ("WEBVTT\n\n".encode("utf-16") + CUE.decode().encode("utf-16-le"), "a.vtt", 1.0),
        (b"webvtt\n\n" + CUE, "a.vtt", 0.9),
        (CUE, "a.vtt", 0.9),
        (CUE, "a.txt", 0.6),
        (b"1\n" + CUE, "a.txt", 0.4),
        (b"1\n00:00:01,000 --> 00:00:02,000\nHello.\n", "a.vtt", 0.0),
        (b"WEBVTTX\n", "a.vtt", 0.0),
        (b"", "a.vtt", 0.0),
    ],
)
def test_score(data: bytes, name: str, score: float) -> None:
    assert FORMAT.sniff(Source(data, name)) == score


def test_a_file_without_a_signature_is_what_its_name_says() -> None:
    assert recognise(Source(CUE, "a.vtt")).format.name == "vtt"
    assert recognise(Source(b"1\n" + CUE, "a.srt")).format.name == "srt"


def test_another_encoding_is_refused_and_told() -> None:
    track = Track((Cue(0, 1000, "é"),), layout=FileLayout(encoding="cp1252"))
    assert FORMAT.write is not None
    for options in (WriteOptions(preserve=True), WriteOptions(encoding="latin-1")):
        result = FORMAT.write(track, options)
        assert "é".encode() in result.value
        assert [d.code for d in result.diagnostics] == ["vtt.utf-8"]
