"""The film in the page: every frame that is asked for is the one that is shown, in each container; its waveform."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from tests.review.support_page import FRAME, bench, film, open_page, srt
from tests.support import needs

ARRIVED = """
  const rest = (ms) => new Promise(done => setTimeout(done, ms));
  for (let n = 0; n < 200 && (player.seeking || player.wish !== null || player.target !== null); n++) await rest(10);
  await rest(40);
"""
#: Seeks to a frame of the track's clock and waits until it is shown.
SEEK = """async (frame) => {
  const player = captionkit.player, clock = captionkit.clock;
  player.seek(clock.ms(frame));
  ARRIVED
  for (let n = 0; n < 100 && player.frame !== frame; n++) await rest(20);  // a busy browser paints it a moment later
  return player.frame;
}""".replace("ARRIVED", ARRIVED)
STEP = """async (count) => {
  const player = captionkit.player;
  player.step(count);
  ARRIVED
}""".replace("ARRIVED", ARRIVED)


@pytest.mark.parametrize(
    ("name", "rate", "codec"),
    [
        ("film.mp4", "25", ("libx264", "aac")),
        ("film.mov", "30000/1001", ("libx264", "aac")),
        ("film.mkv", "24000/1001", ("libx264", "aac")),
        ("film.webm", "25", ("libvpx", "libopus")),
    ],
)
@needs("chromium", "ffmpeg", "ffprobe")
def test_the_frame_that_is_asked_for_is_shown(
    browser: Any, tmp_path: Path, name: str, rate: str, codec: tuple[str, str]
) -> None:
    made = film(tmp_path / name, 12, rate=rate, codec=codec)
    track = tmp_path / "talk.srt"
    track.write_text(srt([(1000, 2000, "A cue."), (3000, 4000, "Another.")]), "utf-8")
    with bench(tmp_path, made, track) as running:
        page = open_page(browser, running.address)
        page.wait_for_timeout(600)
        chosen = random.Random(7).sample(range(280), 20)
        wrong = [
            (frame, told, shown)
            for frame in chosen
            if (told := page.evaluate(SEEK, frame)) != frame or (shown := page.evaluate(FRAME)) != frame
        ]
        assert wrong == []
        page.evaluate(SEEK, 50)
        for n in range(1, 13):
            page.evaluate(STEP, 1)
            assert page.evaluate(FRAME) == 50 + n
        for n in range(1, 6):
            page.evaluate(STEP, -1)
            assert page.evaluate(FRAME) == 62 - n
        assert not page.complaints
        page.context.close()


@needs("chromium", "ffmpeg", "ffprobe")
def test_start_and_end_here_are_the_frame_shown_and_the_waveform_has_its_shape(browser: Any, tmp_path: Path) -> None:
    made = film(tmp_path / "film.mp4", 8)
    track = tmp_path / "talk.srt"
    track.write_text(srt([(1000, 2000, "A cue."), (5000, 6000, "Another.")]), "utf-8")
    with bench(tmp_path, made, track) as running:
        page = open_page(browser, running.address)
        page.wait_for_timeout(600)
        page.evaluate("captionkit.list.select('c1')")
        page.evaluate(SEEK, 20)
        page.keyboard.press("F11")
        page.evaluate(SEEK, 60)
        page.keyboard.press("F12")
        page.wait_for_timeout(300)
        assert page.evaluate("[captionkit.store.row('c1').start, captionkit.store.row('c1').end]") == [800, 2400]
        page.keyboard.press("F5")  # plays the cue and stands on its last frame
        page.wait_for_timeout(2600)
        assert page.evaluate("captionkit.player.playing") is False
        assert page.evaluate(FRAME) == 59
        page.keyboard.press("F10")  # ends here, the next starts after the gap; its end stays
        page.wait_for_timeout(400)
        first, second = page.evaluate("captionkit.store.rows.map(row => [row.start, row.end])")
        assert first[1] == 2360
        assert second[1] == 6000
        for _ in range(100):
            if page.evaluate("captionkit.peaks.ready"):
                break
            page.wait_for_timeout(100)
        low, high = page.evaluate("captionkit.peaks.range(3000, 3100)")
        assert low < -5
        assert high > 5
        assert page.evaluate("captionkit.peaks.end") > 7500
        page.context.close()


@needs("chromium", "ffmpeg", "ffprobe")
def test_a_film_that_no_browser_plays_is_named_and_gets_a_copy_that_plays(browser: Any, tmp_path: Path) -> None:
    made = film(tmp_path / "film.mov", 4, codec=("prores_ks", "aac"))
    track = tmp_path / "talk.srt"
    track.write_text(srt([(1000, 2000, "A cue.")]), "utf-8")
    with bench(tmp_path, made, track) as running:
        page = open_page(browser, running.address)
        notice = page.locator("#notice")
        assert "prores" in notice.inner_text().lower()
        notice.get_by_role("button", name="Make a copy that plays").click()
        notice.wait_for(state="hidden", timeout=60_000)
        page.wait_for_timeout(500)
        for frame in (0, 30, 77):
            assert page.evaluate(SEEK, frame) == frame
            assert page.evaluate(FRAME) == frame
        page.context.close()
