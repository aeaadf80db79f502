"""The frame that is asked for is the frame that is shown: by what the server says of a film, in the film it serves."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("starlette", reason="not run: the extra review is not installed")
pytest.importorskip("playwright", reason="not run: playwright is not installed")

from playwright.sync_api import Browser, sync_playwright

from tests.review.support_page import film
from tests.review.support_server import Client, served
from tests.support import needs
from tests.support_chromium import CHROMIUM

RATES = ["24000/1001", "25", "30000/1001"]
KINDS = {"mp4": ("libx264", "aac"), "mov": ("libx264", "aac"), "mkv": ("libx264", "aac"), "webm": ("libvpx", "libopus")}

#: Seeks to the middle of each frame, as docs/review-interface.md says, and reads which frame is shown.
SEEK = """async ([address, start, num, den, frames]) => {
  const film = document.createElement("video");
  film.muted = true;
  film.preload = "auto";
  film.src = address;
  await new Promise((done, fail) => { film.onloadeddata = done; film.onerror = () => fail(film.error); });
  const canvas = new OffscreenCanvas(160, 90), pen = canvas.getContext("2d", {willReadFrequently: true});
  const shown = [];
  for (const frame of frames) {
    const sought = new Promise((done) => { film.onseeked = done; });
    // a busy machine may draw the picture after it has said that it is there
    const drawn = new Promise((done) => { film.requestVideoFrameCallback(done); setTimeout(done, 300); });
    film.currentTime = start + (frame + 0.5) * den / num;
    await sought;
    await drawn;
    pen.drawImage(film, 0, 0, 160, 90);
    let number = 0;
    for (let bar = 0; bar < 16; bar++) if (pen.getImageData(bar * 10 + 5, 20, 1, 1).data[0] > 127) number += 1 << bar;
    shown.push(number);
  }
  return shown;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=shutil.which(CHROMIUM), args=["--no-sandbox"])
        yield made
        made.close()


def frames(count: int) -> list[int]:
    """Frames at random, the first and the last, and steps on and back."""
    chance = Random(count)
    middle = count // 2
    steps = [*range(middle, middle + 15), *range(middle + 15, middle, -1)]
    return [0, count - 1, *(chance.randrange(count) for _ in range(30)), *steps]


def shown(browser: Browser, client: Client, name: str, start: float, wanted: list[int]) -> list[int]:
    page = browser.new_page()
    try:
        page.goto(client.serving.address)
        rate = client.get("state").json["film"]["rate"]
        found: list[int] = page.evaluate(SEEK, [client.serving.address + name, start, rate["num"], rate["den"], wanted])
        return found
    finally:
        page.close()


@needs("ffmpeg", "ffprobe", CHROMIUM)
@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_frame_in_the_middle_of_its_time_is_shown(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, rate: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = film(tmp_path / f"film.{kind}", 6, rate=rate, codec=KINDS[kind])
    wanted = frames(6 * int(rate.split("/")[0]) // int((rate + "/1").split("/")[1]))
    with served(tmp_path, path) as client:
        state = client.get("state").json["film"]
        assert shown(browser, client, "film", state["start"], wanted) == wanted


@needs("ffmpeg", "ffprobe", CHROMIUM)
@pytest.mark.parametrize(("kind", "codec"), [("mkv", ("libx265", "aac")), ("ts", ("libx264", "aac")),
                                             ("mkv", ("libx264", "ac3")), ("mp4", ("mpeg4", "ac3"))])  # fmt: skip
def test_in_a_copy_that_plays_it_is_the_same_frame(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, codec: tuple[str, str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = film(tmp_path / f"film.{kind}", 6, rate="24000/1001", codec=codec)
    wanted = frames(6 * 24000 // 1001)
    with served(tmp_path, path) as client:
        assert client.get("state").json["film"]["plays"] != "yes"
        client.post("proxy", {})
        state = client.wait("state", lambda found: found["film"]["proxy"] == "ready")["film"]
        assert shown(browser, client, "proxy", state["proxy_start"], wanted) == wanted


@needs("ffmpeg", "ffprobe", CHROMIUM)
@pytest.mark.parametrize("codec", [("libx264", "aac"), ("libx265", "aac")])
def test_the_picture_is_that_of_the_first_cue_at_opening_and_in_a_copy(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, codec: tuple[str, str]
) -> None:
    """What is sought before the film is there is sought once it is; a cue on screen is drawn once after a change."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = film(tmp_path / "film.mkv", 4, codec=codec)
    with served(tmp_path, path) as client:
        start = client.get("state").json["film"]["start"]
        page = browser.new_page()
        page.goto(client.serving.address)
        there = "(at) => Math.abs(document.getElementById('film').currentTime - at) < 0.021"
        page.wait_for_function(there, arg=start + 0.54)
        client.post("proxy", {})
        page.wait_for_function("() => document.getElementById('film').src.endsWith('proxy')", timeout=60_000)
        copied = client.get("state").json["film"]["proxy_start"]
        page.wait_for_function(there, arg=copied + 0.54)
        page.wait_for_function("() => document.getElementById('film').textTracks[0].activeCues.length == 1")
        page.close()
