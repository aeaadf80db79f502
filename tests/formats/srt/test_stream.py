"""Reading as a stream gives the same cues and the same lines in diagnostics."""

from __future__ import annotations

import io

import pytest
from tests.sources.samples import track_text

import captionkit
from captionkit.formats.srt import stream as srt_stream
from captionkit.formats.srt.reader import read
from captionkit.sources import ReadOptions, Source

LONG = "\n".join(
    f"{n}\n00:{n // 60:02d}:{n % 60:02d},000 --> 00:{n // 60:02d}:{n % 60:02d},900\nCue {n} says <i>so</i>.\n"
    for n in range(1, 2000)
)


@pytest.mark.parametrize("chunk", [300, 1000, 4096, 1 << 20])
@pytest.mark.parametrize("eol", ["\n", "\r\n", "\r"])
def test_chunks_do_not_matter(monkeypatch, chunk, eol):
    monkeypatch.setattr(srt_stream, "CHUNK", chunk)
    data = LONG.replace("\n", eol).encode()
    assert list(srt_stream.iter_cues(io.BytesIO(data))) == list(read(Source(data), ReadOptions()).value)


@pytest.mark.parametrize("encoding", ["cp1251", "utf-16", "utf-8-sig"])
def test_encodings(monkeypatch, encoding):
    monkeypatch.setattr(srt_stream, "CHUNK", 500)
    data = track_text("ru", 80).encode(encoding)
    assert list(srt_stream.iter_cues(io.BytesIO(data), name="x.ru.srt")) == list(
        read(Source(data), ReadOptions()).value
    )


def test_lines_and_cues_of_diagnostics(monkeypatch):
    monkeypatch.setattr(srt_stream, "CHUNK", 1000)
    text = LONG.replace("Cue 1500 says <i>so</i>", "Cue 1500 says <i>so")
    notes = []
    assert len(list(srt_stream.iter_cues(io.BytesIO(text.encode()), notice=notes.append))) == 1999
    assert [(n.code, n.cue) for n in notes] == [("markup.unclosed", 1500)]
    assert text.split("\n")[notes[0].line - 1].startswith("00:25:00")


def test_library_function_streams_srt(tmp_path):
    path = tmp_path / "long.srt"
    path.write_text(LONG, encoding="utf-8")
    assert sum(1 for _ in captionkit.iter_cues(path)) == 1999
