"""What a browser plays of a film, as told from its codecs, against what Chromium plays."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="not run: playwright is not installed")

from playwright.sync_api import Page, sync_playwright

from captionkit.media.facts import facts_of
from captionkit.media.film import probe
from captionkit.media.proxy import make_proxy
from tests.support import needs
from tests.support_chromium import CHROMIUM

H264 = "-c:v libx264 -preset ultrafast"
HEVC = "-c:v libx265 -preset ultrafast -x265-params log-level=error"
VP9 = "-c:v libvpx-vp9 -deadline realtime -cpu-used 8"
#: Name, how ffmpeg makes it. What is expected is what the facts say.
FILMS = {
    "plain.mp4": f"{H264} -pix_fmt yuv420p -c:a aac",
    "ten.mp4": f"{H264} -pix_fmt yuv420p10le -c:a mp3",
    "half.mov": f"{H264} -pix_fmt yuv422p10le -c:a pcm_s16le",
    "deep.mov": f"{H264} -pix_fmt yuv420p -c:a pcm_s24le",
    "plain.mkv": f"{H264} -pix_fmt yuv420p -c:a aac",
    "flac.mkv": f"{H264} -pix_fmt yuv420p -c:a flac",
    "pcm.mkv": f"{H264} -pix_fmt yuv420p -c:a pcm_s16le",
    "vp8.webm": "-c:v libvpx -deadline realtime -c:a libvorbis",
    "vp9.webm": f"{VP9} -c:a libopus",
    "vp9.mp4": f"{VP9} -c:a aac",
    "av1.mp4": "-c:v libsvtav1 -preset 12 -c:a libopus",
    "hevc.mp4": f"{HEVC} -pix_fmt yuv420p -c:a aac",
    "hevc.mkv": f"{HEVC} -pix_fmt yuv420p -c:a ac3",
    "prores.mov": "-c:v prores -c:a pcm_s16le",
    "dnx.mov": "-c:v dnxhd -profile:v dnxhr_lb -pix_fmt yuv422p -c:a pcm_s16le",
    "mjpeg.mov": "-c:v mjpeg -pix_fmt yuvj420p -c:a aac",
    "part2.mp4": "-c:v mpeg4 -c:a aac",
    "mpeg2.mp4": "-c:v mpeg2video -c:a mp2",
    "ac3.mp4": f"{H264} -pix_fmt yuv420p -c:a ac3",
    "eac3.mov": f"{H264} -pix_fmt yuv420p -c:a eac3",
    "dts.mkv": f"{H264} -pix_fmt yuv420p -c:a dca -strict -2",
    "alac.m4a": "-vn -c:a alac",
    "ts.ts": f"{H264} -pix_fmt yuv420p -c:a aac",
    "mxf.mxf": "-c:v mpeg2video -c:a pcm_s16le",
    "avi.avi": f"{H264} -pix_fmt yuv420p -c:a mp3",
    "flash.flv": f"{H264} -pix_fmt yuv420p -c:a aac -ar 44100",
    "sound.mp3": "-vn",
    "sound.wav": "-vn",
    "sound.flac": "-vn",
    "sound.ogg": "-vn -c:a libvorbis",
    "sound.opus": "-vn -c:a libopus",
    "sound.m4a": "-vn -c:a aac",
    "picture.mp4": f"{H264} -pix_fmt yuv420p -an",
}

#: Whether a film's picture is shown and its sound heard, after half a second of playing.
PLAY = """async (address) => {
  const film = document.createElement("video");
  film.muted = true;
  film.src = address;
  document.body.replaceChildren(film);
  const ready = await new Promise((done) => {
    film.onloadeddata = () => done(true);
    film.onerror = () => done(false);
    setTimeout(() => done(false), 5000);
  });
  if (!ready) return [false, false];
  await film.play().catch(() => {});
  const wait = () => new Promise((done) => setTimeout(done, 50));
  for (let n = 0; n < 40 && !film.ended && !film.webkitAudioDecodedByteCount; n++) await wait();
  return [film.videoWidth > 0, film.webkitAudioDecodedByteCount > 0];
}"""


def made(folder: Path, name: str) -> Path:
    path = folder / name
    inputs = ["-f", "lavfi", "-i", "testsrc=size=256x144:rate=25:duration=2", "-f", "lavfi", "-i",
              "sine=440:duration=2:sample_rate=48000"]  # fmt: skip
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y", *inputs, *FILMS[name].split(), str(path)]
    done = subprocess.run(command, capture_output=True, check=False)
    if b"Unknown encoder" in done.stderr:
        pytest.skip(f"not run: ffmpeg has no encoder for {name}")
    assert done.returncode == 0, done.stderr.decode()
    return path


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    blank = tmp_path_factory.mktemp("page") / "page.html"
    blank.write_text("<!DOCTYPE html><title>films</title><body>")
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
        browser = playwright.chromium.launch(executable_path=shutil.which(CHROMIUM), args=flags)
        shown = browser.new_page()
        shown.goto(blank.as_uri())
        yield shown
        browser.close()


@needs("ffmpeg", "ffprobe", CHROMIUM)
@pytest.mark.parametrize("name", FILMS)
def test_chromium_plays_what_the_facts_say(page: Page, tmp_path: Path, name: str) -> None:
    film = made(tmp_path, name)
    facts = facts_of(probe(film))
    shown, heard = page.evaluate(PLAY, film.as_uri())
    lacks_picture, lacks_sound = bool(facts.video) and not shown, bool(facts.audio) and not heard
    if facts.plays == "yes":
        assert not lacks_picture
        assert not lacks_sound
    else:
        assert (lacks_picture, lacks_sound) == {
            "no": (bool(facts.video), bool(facts.audio)), "no picture": (True, False), "no sound": (False, True),
        }[facts.plays]  # fmt: skip
        make_proxy(str(film), facts, str(tmp_path / "copy.mp4"))
        copied = page.evaluate(PLAY, (tmp_path / "copy.mp4").as_uri())
        assert copied == [bool(facts.video), bool(facts.audio)]
