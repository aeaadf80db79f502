"""WebVTT beside webvtt-py and ffmpeg on generated files: equal, or different for a reason that is named here."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from random import Random

import webvtt
from benchmarks import generate

from captionkit.diagnostics import Result
from captionkit.errors import InputError
from captionkit.formats.base import WriteOptions
from captionkit.formats.srt import FORMAT as SRT
from captionkit.formats.webvtt.cuetext import unescape
from captionkit.formats.webvtt.reader import is_webvtt, read
from captionkit.formats.webvtt.writer import write
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source
from tests.formats.webvtt.test_chromium import one_file
from tests.support import needs

#: Diagnostics of what captionkit reads and webvtt-py reads otherwise, with what it does instead.
EXPLAINED = {
    "vtt.blank-line-in-cue": "webvtt-py drops text after a blank line",
    "vtt.id-cut-off": "webvtt-py drops an identifier cut off from its cue",
    "vtt.timing-repaired": "webvtt-py drops timing lines with a comma or another arrow",
    "vtt.bad-timing": "webvtt-py takes one-digit minutes and seconds and 1-3 digits of fraction for valid",
    "vtt.missing-blank-line": "webvtt-py keeps the number of the next cue as text",
    "vtt.arrow-in-text": "webvtt-py drops text with an arrow and what follows it",
    "vtt.bad-signature": "webvtt-py takes WEBVTTx for a signature and refuses webvtt",
    "vtt.no-signature": "webvtt-py refuses files without a signature",
    "vtt.second-signature": "webvtt-py drops it without a word",
    "vtt.nul": "webvtt-py keeps NUL characters",
}


def result_of(data: bytes) -> Result[Track]:
    try:
        return read(Source(data, "t.vtt"), ReadOptions())
    except InputError:
        return Result(Track())


def ours(cue: Cue) -> tuple[object, ...]:
    return cue.start, cue.end, cue.id, cue.payload, cue.settings.split()


def theirs(caption: webvtt.Caption) -> tuple[object, ...]:
    start, end = caption.start_time.in_milliseconds(), caption.end_time.in_milliseconds()
    return start, end, caption.identifier or "", caption.raw_text, list(caption.settings)


def by_webvtt(data: bytes) -> list[tuple[object, ...]]:
    text = data.decode("utf-8-sig")
    try:
        return [theirs(caption) for caption in webvtt.from_string(text)]
    except webvtt.errors.MalformedFileError:
        return []


def odd_for_webvtt(text: str) -> bool:
    """A single header line right before a timing line: an identifier in browsers and here, lost in webvtt-py."""
    header = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
    return "-->" in (header[2:3] or [""])[0]


def test_generated_files_read_as_in_webvtt_py_or_the_difference_has_a_name() -> None:
    dice = Random(31)
    equal = 0
    for _ in range(600):
        data = one_file(dice)
        result = result_of(data)
        if [ours(cue) for cue in result.value] == by_webvtt(data):
            equal += 1
            continue
        codes = {d.code for d in result.diagnostics}
        explained = codes & EXPLAINED.keys() or odd_for_webvtt(data.decode()) or not is_webvtt(data.decode("utf-8-sig"))
        assert explained, (data.decode(), [ours(cue) for cue in result.value], by_webvtt(data), codes)
    assert equal > 300


def test_well_formed_files_read_as_in_webvtt_py() -> None:
    for seed in (1, 2, 3):
        data = generate.vtt(400, seed).encode()
        assert [ours(cue) for cue in result_of(data).value] == by_webvtt(data)


def by_ffmpeg(folder: Path, name: str, data: bytes, suffix: str) -> Track:
    source, target = folder / name, folder / f"out.{suffix}"
    source.write_bytes(data)
    command = ["ffmpeg", "-y", "-loglevel", "error", "-i", str(source), str(target)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    format_read = SRT.read if suffix == "srt" else read
    assert format_read is not None
    return format_read(Source(target.read_bytes(), target.name), ReadOptions()).value


@needs("ffmpeg")
def test_ffmpeg_reads_the_cues_that_captionkit_writes(tmp_path: Path) -> None:
    """ffmpeg 5.1 reads no cue after a STYLE block and drops settings and voices: it gets a file without styles."""
    track = result_of(generate.vtt(300, 5).encode()).value.replace(blocks=())
    seen = by_ffmpeg(tmp_path, "in.vtt", write(track, WriteOptions()).value, "srt")
    assert [(cue.start, cue.end) for cue in seen] == [(cue.start, cue.end) for cue in track]
    # it takes the blanks at the ends of lines away and leaves character references as they are
    assert [unescape(cue.text) for cue in seen] == [cue.text for cue in track]


@needs("ffmpeg")
def test_srt_becomes_the_webvtt_that_ffmpeg_makes(tmp_path: Path) -> None:
    """ffmpeg drops colours, places and classes, so texts, times and italics, bold, underline are compared."""
    data = generate.srt(300, 5).encode()
    assert SRT.read is not None
    own = result_of(write(SRT.read(Source(data, "a.srt"), ReadOptions()).value, WriteOptions()).value).value
    made = by_ffmpeg(tmp_path, "in.srt", data, "vtt")

    def bare(cue: Cue) -> tuple[object, ...]:
        spans = [(s.text, s.style.italic, s.style.bold, s.style.underline) for line in cue.lines for s in line.spans]
        return cue.start, cue.end, cue.text, spans

    assert [bare(cue) for cue in made] == [bare(cue) for cue in own]
