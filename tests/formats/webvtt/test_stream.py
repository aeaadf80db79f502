"""Cues from a stream are the cues of the whole file."""

from __future__ import annotations

from io import BytesIO
from unittest.mock import patch

from hypothesis import example, given, settings
from hypothesis import strategies as st

from captionkit.diagnostics import Diagnostic
from captionkit.formats.webvtt import reader
from captionkit.formats.webvtt.stream import iter_cues
from captionkit.sources import ReadOptions, Source
from tests.formats.webvtt.test_paths import files, tidy_files

OPTIONS = ReadOptions(extras={"timings": "repair"})


@given(files() | tidy_files(), st.integers(8, 200), st.sampled_from(["\n", "\r\n", "\r"]))
@settings(max_examples=200, deadline=None)
@example("WEBVTT\n\n00:00.000 --> 00:00.000\n5", 30, "\n")
def test_streamed_cues_are_those_of_the_whole_file(text: str, chunk: int, eol: str) -> None:
    data = text.replace("\n", eol)
    whole = reader.read(Source(data.encode(), "t.vtt"), OPTIONS)
    noticed: list[Diagnostic] = []
    with patch.object(reader, "CHUNK", chunk):
        cues = list(iter_cues(BytesIO(data.encode()), OPTIONS, "t.vtt", noticed.append))
    assert tuple(cues) == whole.value.cues
    assert [d for d in noticed if d.code != "vtt.nul"] == [
        d for d in whole.diagnostics if d.code != "vtt.mixed-line-ends"
    ]


def test_utf_16_with_a_mark_is_streamed() -> None:
    data = "\ufeffWEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\nprílet ✈\r\n".encode("utf-16-le")
    assert [cue.text for cue in iter_cues(BytesIO(data))] == ["prílet ✈"]


def test_a_legacy_code_page_is_streamed() -> None:
    data = "WEBVTT\n\n00:01.000 --> 00:02.000\nLe port était fermé, la marée basse, où êtes-vous passé ?\n".encode(
        "cp1252"
    )
    assert "était fermé" in next(iter(iter_cues(BytesIO(data)))).text
