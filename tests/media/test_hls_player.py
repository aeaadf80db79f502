"""HLS captions in a player: hls.js in Chromium shows each cue at its own time of the film.

The player's clock begins where the first picture is *decoded*, which is before it is shown where the film has pictures
that are reordered (80 ms at 25 frames a second and two of them); cues and pictures move together on it. So what counts
is measured: from each cue's start to the first picture of what it belongs to, both by that clock, the picture's as the
player's compositor tells it frame by frame.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import captionkit
from captionkit.model.cue import Cue
from captionkit.model.timecode import frames_to_ms, parse_rate
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
in_a_player = pytest.mark.skipif(not HLS_JS.is_file(), reason=f"not run: no hls.js at {HLS_JS}")


def film(folder: Path, picture: str, *, length: int, reordered: int, sound: bool = True) -> Path:
    """Make a film in MPEG-2 segments of 4 s with its master playlist; no time stamp in it is near zero."""
    heard = ["-f", "lavfi", "-i", f"sine=440:duration={length}", "-c:a", "aac"] if sound else []
    subprocess.run(
        [
            "ffmpeg", "-v", "error", "-nostdin", "-f", "lavfi", "-i", f"{picture}:duration={length}", *heard,
            "-c:v", "libx264", "-preset", "veryfast", "-g", "60", "-bf", str(reordered), "-pix_fmt", "yuv420p",
            "-f", "hls", "-hls_time", "4", "-hls_list_size", "0",
            "-hls_segment_filename", str(folder / "film%d.ts"), str(folder / "film.m3u8"),
        ],
        check=True,
    )  # fmt: skip
    codecs = "avc1.42c00a,mp4a.40.2" if sound else "avc1.42c00a"
    (folder / "film.master.m3u8").write_text(
        f'#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=200000,CODECS="{codecs}"\nfilm.m3u8\n', "utf-8"
    )
    return folder


@pytest.fixture(scope="module")
def stream(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of 20 seconds whose sound begins before its pictures."""
    folder = tmp_path_factory.mktemp("stream")
    return film(folder, "testsrc=size=160x90:rate=30000/1001", length=LENGTH, reordered=2)


@needs("ffmpeg", "ffprobe", CHROMIUM)
@in_a_player
@pytest.mark.parametrize("source", ["made", "srt"])
def test_a_player_shows_every_cue_at_its_time(stream: Path, source: str) -> None:
    track = Track(CUES, language="en")
    if source == "srt":  # with the file's numbers for identifiers
        track = captionkit.loads(track.to_string("srt")).replace(language="en")
    captionkit.hls(
        [track], stream, segment=6000, duration=LENGTH * 1000, media=stream / "film0.ts",
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
@in_a_player
@pytest.mark.parametrize(
    ("rate", "reordered", "sound"), [("25", 0, True), ("25", 2, True), ("24000/1001", 3, True), ("25", 3, False)]
)
def test_every_cue_is_seen_with_its_picture(tmp_path: Path, rate: str, reordered: int, sound: bool) -> None:
    """The film is dark but from each cue's first frame on, for half a second."""
    frames = (15, 60, 130, 200)
    times = [frames_to_ms(frame, parse_rate(rate)) for frame in frames]
    flashes = "+".join(f"between(n,{frame},{frame + 12})" for frame in frames)
    picture = f"color=black:size=160x90:rate={rate},drawbox=color=white:t=fill:enable='{flashes}',trim=start=0"
    film(tmp_path, picture, length=12, reordered=reordered, sound=sound)
    captionkit.hls(
        [Track([Cue(start, start + 500, f"From {start}.") for start in times], language="en")], tmp_path, segment=6000,
        duration=12_000, media=tmp_path / "film0.ts", master=tmp_path / "film.master.m3u8", default="en", force=True,
    )  # fmt: skip
    found = played(tmp_path, "master.m3u8", length=12, cues=len(times), flashes=True)
    assert None not in found["pictures"]
    late = [(cue[0] - picture) * 1000 for cue, picture in zip(found["cues"], found["pictures"], strict=True)]
    assert len(late) == len(times)
    # where there is sound it begins 23 ms before the pictures, and the clock with it
    assert all((-25 if sound else -1) <= by <= 1 for by in late), late


@needs("ffmpeg", "ffprobe", CHROMIUM)
@in_a_player
def test_the_player_would_notice_another_clock(stream: Path) -> None:
    """With the ten seconds that packagers write by habit every cue comes some 8.6 s late."""
    captionkit.hls(
        [Track(CUES[:2], language="en")], stream, segment=6000, duration=LENGTH * 1000, mpegts=900_000,
        master=stream / "film.master.m3u8", default="en", force=True,
    )  # fmt: skip
    found = played(stream, "master.m3u8", length=LENGTH, cues=2)
    assert 8 < found["cues"][0][0] - CUES[0].start / 1000 < 9.6
