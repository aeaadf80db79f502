"""Generated files read by captionkit and by others: every difference is one of those named here."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pysrt
import pytest
from benchmarks import generate
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import texts, tracks
from tests.support import needs

from captionkit.formats import WriteOptions
from captionkit.formats.srt import CAN
from captionkit.formats.srt.markup import NOTHING
from captionkit.formats.srt.reader import read
from captionkit.formats.srt.writer import payloads, write
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source


def own(data: bytes):
    return read(Source(data, "t.srt"), ReadOptions()).value


@pytest.mark.parametrize("seed", range(5))
def test_pysrt_reads_generated_tracks_alike(tmp_path, seed):
    path = tmp_path / "t.srt"
    path.write_text(generate.srt(400, seed), "utf-8")
    track = own(path.read_bytes())
    theirs = pysrt.open(str(path), encoding="utf-8")
    assert [(i.index, i.start.ordinal, i.end.ordinal, i.text) for i in theirs] == [
        (int(c.id), c.start, c.end, c.payload) for c in track
    ]


@given(tracks(can=CAN))
@settings(max_examples=100, deadline=None)
def test_pysrt_reads_what_is_written_but_for_blanks_at_line_ends(track):
    """Difference 1: pysrt cuts blanks (of any kind) from line ends. There is no other on lines cut at LF."""
    text = write(track, WriteOptions()).value.decode()
    theirs = pysrt.SubRipFile().read(text.split("\n"))
    wanted = ["\n".join(line.rstrip() for line in payload.split("\n")) for payload in payloads(track, WriteOptions())]
    assert [(i.start.ordinal, i.end.ordinal, i.text) for i in theirs] == [
        (c.start, c.end, text) for c, text in zip(track, wanted, strict=True)
    ]


def by_ffmpeg(path: Path) -> list[tuple[int, int, str]]:
    """Return cues as ffmpeg writes them to ASS: start and end in ms (cut to 10 ms), text without override blocks."""
    done = subprocess.run(
        ["ffmpeg", "-v", "error", "-nostdin", "-i", str(path), "-f", "ass", "-"],
        capture_output=True,
        check=True,
        timeout=60,
    )
    cues = []
    for line in done.stdout.decode().splitlines():
        if line.startswith("Dialogue:"):
            _, start, end, *_, text = line.split(",", 9)
            cues.append((ms_of(start), ms_of(end), re.sub(r"\{[^{}]*\}", "", text.replace("\\N", "\n"))))
    return cues


def ms_of(stamp: str) -> int:
    hours, minutes, seconds = stamp.split(":")
    return round(((int(hours) * 60 + int(minutes)) * 60 + float(seconds)) * 1000)


@needs("ffmpeg")
@pytest.mark.parametrize("seed", range(3))
def test_ffmpeg_reads_generated_tracks_alike(tmp_path, seed):
    """Differences: ASS holds hundredths of a second, so ffmpeg's times are rounded to 10 ms."""
    path = tmp_path / "t.srt"
    path.write_text(generate.srt(400, seed), "utf-8")
    track = own(path.read_bytes())
    theirs = by_ffmpeg(path)
    assert [text for *_, text in theirs] == [cue.text for cue in track]
    assert all(abs(a - c.start) <= 10 and abs(b - c.end) <= 10 for (a, b, _), c in zip(theirs, track, strict=True))


#: What ffmpeg reads otherwise, each left out of the generated texts below: its own idea of tags (anything in angle
#: brackets that begins with a letter), of braces, backslashes (ASS escapes), blanks at line ends, entities.
_OTHERWISE = re.compile(r"[<>{}\\&\t\x85\u2028\u2029]|^\s|\s$|  ")


@needs("ffmpeg")
@given(st.lists(texts(min_size=1).filter(lambda t: not _OTHERWISE.search(t) and t.strip()), min_size=1, max_size=25))
@settings(max_examples=15, deadline=None)
def test_ffmpeg_reads_written_texts_alike(tmp_path_factory, said):
    track = Track(tuple(Cue(n * 1000, n * 1000 + 500, text) for n, text in enumerate(said)))
    path = tmp_path_factory.getbasetemp() / "texts.srt"
    path.write_bytes(write(track, WriteOptions()).value)
    if NOTHING.encode() in path.read_bytes():
        return
    assert [text for *_, text in by_ffmpeg(path)] == said
