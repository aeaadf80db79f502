"""ASS in the hands of others: libass through ffmpeg, picture by picture, and pysubs2."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pysubs2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.formats import WriteOptions
from captionkit.formats.ass import FORMAT
from captionkit.model.cue import Cue, Positioning
from captionkit.model.text import Line, Span, Style
from captionkit.model.timecode import RATES, frames_to_ms
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source
from tests.formats.ass.test_ass import SCRIPT, events
from tests.support import needs

WIDTH, HEIGHT, FRAMES = 160, 90, 48


def pictures(script: bytes, rate: str, folder: Path) -> list[bytes]:
    """Return the pictures (grey) of a black film with the script burnt in."""
    (folder / "burn.ass").write_bytes(script)
    done = subprocess.run(
        [
            "ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi",
            "-i", f"color=black:size={WIDTH}x{HEIGHT}:rate={RATES[rate]}", "-frames:v", str(FRAMES),
            "-vf", "ass=burn.ass", "-pix_fmt", "gray", "-f", "rawvideo", "-",
        ],
        cwd=folder, capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    size = WIDTH * HEIGHT
    assert len(done.stdout) == size * FRAMES
    return [done.stdout[at : at + size] for at in range(0, len(done.stdout), size)]


def seen(pictures: list[bytes]) -> list[bool]:
    return [max(picture) > 40 for picture in pictures]


@needs("ffmpeg")
@pytest.mark.parametrize("rate", ["23.976", "29.97", "25"])
def test_burnt_captions_are_seen_on_their_frames(rate, tmp_path):
    exact = RATES[rate]
    stretches = [(1, 2), (3, 5), (6, 7), (8, 11), (13, 14), (15, 20), (22, 23), (25, 26), (29, 34), (35, 36), (40, 47)]
    cues = [Cue(frames_to_ms(a, exact), frames_to_ms(b, exact), "HHHHHH") for a, b in stretches]
    data = FORMAT.write(Track(cues), WriteOptions(rate=exact, size=(WIDTH, HEIGHT))).value
    wanted = [any(a <= frame < b for a, b in stretches) for frame in range(FRAMES)]
    assert seen(pictures(data, rate, tmp_path)) == wanted


@needs("ffmpeg")
def test_what_is_rendered_from_spans_looks_as_the_script_did(tmp_path):
    own = (
        "{\\an8}One {\\i1}two{\\i0} {\\b1}three{\\b0}\\Nfour",
        "a {\\c&H0000FF&}red{\\c} word {\\u1}under{\\u0}",
        "{\\pos(40,40)}placed",
        "{\\i1}slanted\\N{\\i0}upright \\{brace",
        "so\\hfar  {\\s1}struck{\\s0}",
    )
    head = SCRIPT.partition("[Graphics]")[0] + "[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, "
    head += "MarginV, Effect, Text\n"
    rows = [
        f"Dialogue: 0,0:00:00.{n * 2}0,0:00:00.{n * 2 + 1}9,{'Far' if n == 3 else 'Default'},,0,0,0,,{text}"
        for n, text in enumerate(own)
    ]
    script = (head + "\n".join(rows) + "\n").encode()
    track = FORMAT.read(Source(script), ReadOptions()).value
    spans = track.replace(cues=[cue.replace(lines=cue.lines) for cue in track])
    again = FORMAT.write(spans, WriteOptions()).value
    assert again != script
    assert pictures(script, "25", tmp_path) == pictures(again, "25", tmp_path)


@needs("ffmpeg")
def test_brackets_and_backslashes_of_a_transcript_are_seen(tmp_path):
    plain = FORMAT.write(Track([Cue(0, 1900, "x")]), WriteOptions(size=(WIDTH, HEIGHT))).value
    braces = FORMAT.write(Track([Cue(0, 1900, "{x} \\N")]), WriteOptions(size=(WIDTH, HEIGHT))).value
    one, other = (sum(pictures(data, "25", tmp_path)[1]) for data in (plain, braces))
    assert other > 2 * one


_WORDS = st.lists(
    st.sampled_from(("Good", "evening,", "1 < 2", "-->", "<i>", "é", "日本", "a,b")), min_size=1, max_size=4
)


@given(st.lists(st.tuples(st.integers(0, 10**8), st.integers(1, 9000), _WORDS, _WORDS), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_pysubs2_reads_what_is_written(rows):
    cues = [
        Cue(
            start,
            start + length,
            [Line((Span(" ".join(one)),)), Line((Span(" ".join(two), Style(italic=True)),))],
            speaker="Ann",
            positioning=Positioning(anchor=8),
        )
        for start, length, one, two in rows
    ]
    theirs = pysubs2.SSAFile.from_string(FORMAT.write(Track(cues), WriteOptions()).value.decode())
    assert [(e.start, e.end, e.plaintext, e.name) for e in theirs] == [
        (cue.start // 10 * 10, cue.end // 10 * 10, cue.text, "Ann") for cue in cues
    ]
    assert theirs.info["PlayResX"] == "1920"
    assert theirs.styles["Default"].alignment == 2


def test_pysubs2_writes_what_is_read():
    theirs = pysubs2.SSAFile.from_string(SCRIPT)
    track = FORMAT.read(Source(theirs.to_string("ass").encode()), ReadOptions()).value
    own = FORMAT.read(Source(SCRIPT.encode()), ReadOptions()).value
    assert [(c.start, c.end, c.text, c.speaker) for c in track] == [(c.start, c.end, c.text, c.speaker) for c in own]
    assert len(events(FORMAT.write(track, WriteOptions()).value.decode())) == 4
