"""HLS captions in a player: hls.js in Chromium shows each cue at its own time of the film."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import captionkit
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from tests.support import needs
from tests.support_chromium import CHROMIUM
from tests.support_player import HLS_JS, played

LENGTH = 20
CUES = (
    Cue(500, 2000, "At the quay."),
    Cue(2000, 3500, "The tide turns."),
    Cue(5500, 6500, "Over a border."),
    Cue(9040, 10_960, "Two lines\nof it."),
    Cue(13_333, 14_667, "A third of a second."),
    Cue(18_000, 19_500, "The last boat."),
)


@pytest.fixture(scope="module")
def stream(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of 20 seconds in MPEG-2 segments, whose sound begins before its pictures; no time stamp is near zero."""
    folder = tmp_path_factory.mktemp("stream")
    subprocess.run(
        [
            "ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi", "-i",
            f"testsrc=size=160x90:rate=30000/1001:duration={LENGTH}", "-f", "lavfi", "-i",
            f"sine=440:duration={LENGTH}", "-c:v", "libx264", "-preset", "ultrafast", "-g", "60", "-bf", "2",
            "-pix_fmt", "yuv420p", "-c:a", "aac", "-f", "hls", "-hls_time", "4", "-hls_list_size", "0",
            "-hls_segment_filename", str(folder / "film%d.ts"), str(folder / "film.m3u8"),
        ],
        check=True,
    )  # fmt: skip
    (folder / "film.master.m3u8").write_text(
        '#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=200000,CODECS="avc1.42c00a,mp4a.40.2"\nfilm.m3u8\n', "utf-8"
    )
    return folder


@needs("ffmpeg", "ffprobe", CHROMIUM)
@pytest.mark.skipif(not HLS_JS.is_file(), reason=f"not run: no hls.js at {HLS_JS}")
def test_a_player_shows_every_cue_at_its_time(stream: Path) -> None:
    captionkit.hls(
        [Track(CUES, language="en")], stream, segment=6000, duration=LENGTH * 1000, media=stream / "film0.ts",
        master=stream / "film.master.m3u8", default="en", force=True,
    )  # fmt: skip
    moments = [moment / 1000 for cue in CUES for moment in (cue.start - 50, cue.start + 50, cue.end - 50, cue.end + 50)]
    found = played(stream, "master.m3u8", length=LENGTH, cues=len(CUES), moments=moments)
    assert [text for *_, text in found["cues"]] == [cue.text for cue in CUES], (
        "each once, though two stand in two segments"
    )
    # by the pictures that they belong to, and by the player's clock, which begins where the first picture is decoded
    for (start, end, text), cue in zip(found["cues"], CUES, strict=True):
        for zero in (found["first"], 0):
            assert abs((start - zero) * 1000 - cue.start) <= 50, text
            assert abs((end - zero) * 1000 - cue.end) <= 50, text
    wanted = [[c.text for c in CUES if c.start <= moment * 1000 < c.end] for moment in moments]
    assert found["shown"] == wanted


@needs("ffmpeg", "ffprobe", CHROMIUM)
@pytest.mark.skipif(not HLS_JS.is_file(), reason=f"not run: no hls.js at {HLS_JS}")
def test_the_player_would_notice_another_clock(stream: Path) -> None:
    """With the ten seconds that packagers write by habit every cue comes some 8.6 s late."""
    captionkit.hls(
        [Track(CUES[:2], language="en")], stream, segment=6000, duration=LENGTH * 1000, mpegts=900_000,
        master=stream / "film.master.m3u8", default="en", force=True,
    )  # fmt: skip
    found = played(stream, "master.m3u8", length=LENGTH, cues=2, moments=[])
    assert 8 < found["cues"][0][0] - CUES[0].start / 1000 < 9.6
