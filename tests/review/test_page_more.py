"""More of an editor's jobs in the page: find and replace, two tracks, the phone, cues drawn, other writers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.review.support_page import Bench, bench, cue_lines, film, focus, open_page, rows, settled, srt
from tests.support import needs
from tests.support_browser import violations

TALK = [(2000 * n, 2000 * n + 1500, f"The ship was here {n}.") for n in range(1, 21)]
ANDERS = [(2000 * n, 2000 * n + 1500, f"Das Schiff war hier {n}.") for n in range(1, 21)]


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("film") / "film.mp4", 45)


@pytest.fixture
def opened(tmp_path: Path, picture: Path) -> Iterator[Bench]:
    (tmp_path / "talk.en.srt").write_text(srt(TALK), "utf-8")
    (tmp_path / "talk.de.srt").write_text(srt(ANDERS), "utf-8")
    with bench(tmp_path, picture, tmp_path / "talk.en.srt", tmp_path / "talk.de.srt") as running:
        yield running


@needs("chromium", "ffmpeg")
def test_find_and_replace_shows_every_hit_and_is_one_step(browser: Any, opened: Bench) -> None:
    page = open_page(browser, opened.address)
    press = page.keyboard.press
    press("Control+h")
    page.keyboard.type("ship")
    page.locator("#find .hits li").nth(19).wait_for()
    assert "20 hits" in page.locator("#find [role=status]").inner_text()
    page.locator("#find-with").fill("boat")
    assert page.locator("#find .hits ins").count() == 20
    assert violations(page) == []
    page.get_by_role("button", name="Replace all 20").click()
    settled(page)
    assert all("boat" in text for text in cue_lines(page))
    press("Escape")
    assert focus(page).startswith("c")
    press("Control+z")
    settled(page)
    assert cue_lines(page) == [text for _, _, text in TALK]
    page.context.close()


@needs("chromium", "ffmpeg")
def test_the_translation_is_edited_beside_and_undo_leaves_the_other_track_alone(browser: Any, opened: Bench) -> None:
    page = open_page(browser, opened.address)
    page.keyboard.press("Alt+2")
    page.locator('.rows .row[data-id="c3"] .cell.other').click()
    assert focus(page) == "text"
    page.keyboard.press("Control+a")
    page.keyboard.type("Ein Boot.")
    page.keyboard.press("Escape")
    settled(page)
    beside = page.locator('.rows .row[data-id="c3"] .cell.other')
    assert beside.inner_text() == "Ein Boot."
    assert beside.get_attribute("lang") == "de"
    assert cue_lines(page) == [text for _, _, text in TALK]
    for _ in range(2):  # typed as two words: two steps
        page.keyboard.press("Control+z")
        settled(page)
    assert page.evaluate("captionkit.store.tracks[1].rows.map(row => captionkit.store.text(row))")[2] == ANDERS[2][2]
    assert page.evaluate("captionkit.store.active") == 0
    page.context.close()


@needs("chromium", "ffmpeg")
def test_a_range_that_is_drawn_becomes_a_cue_and_the_wheel_zooms_to_the_frame(browser: Any, opened: Bench) -> None:
    page = open_page(browser, opened.address)
    page.evaluate("captionkit.list.select('c3'); captionkit.wave.scale = 0.1; captionkit.wave.scrollTo(0)")
    page.wait_for_timeout(200)
    box = page.locator("#wave").bounding_box()
    x, y = box["x"] + page.evaluate("captionkit.wave.x(200)"), box["y"] + box["height"] - 40
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y)
    page.mouse.move(x + 120, y)
    page.mouse.up()
    page.locator("#wave").focus()
    page.keyboard.press("Enter")
    settled(page)
    assert len(rows(page)) == 21
    assert rows(page)[0][:2] == (200, 1400)
    assert focus(page) == "text"
    page.keyboard.type("Drawn.")
    page.keyboard.press("Escape")
    settled(page)
    assert cue_lines(page)[0] == "Drawn."

    page.mouse.move(box["x"] + 400, y)
    page.keyboard.down("Control")
    for _ in range(40):
        page.mouse.wheel(0, -400)
    page.keyboard.up("Control")
    page.wait_for_timeout(200)
    assert abs(page.evaluate("captionkit.wave.scale") * 40 - 200) < 1, "a frame is 200 px wide"
    page.context.close()


@needs("chromium", "ffmpeg")
def test_the_phone_plays_approves_notes_and_goes_on_by_touch(browser: Any, opened: Bench) -> None:
    page = open_page(browser, opened.address, width=390, height=844, has_touch=True, is_mobile=True)
    page.get_by_role("button", name="Looks right").tap()
    settled(page)
    assert page.evaluate("captionkit.store.stateOf('c1')") == "approved"
    assert page.locator("#cue-title").inner_text() == "Cue 2"
    page.locator(".phone-actions").get_by_role("button", name="Note").tap()
    page.keyboard.type("Too loud here.")
    page.get_by_role("button", name="Leave note").tap()
    settled(page)
    assert page.evaluate("[...captionkit.store.notes.values()].map(note => [note.cue, note.text])") == [
        ["c2", "Too loud here."]
    ]
    page.locator(".phone-walk").get_by_role("button", name="Next").tap()
    assert page.locator("#cue-title").inner_text() == "Cue 3"
    page.locator("#list-button").tap()
    page.locator('.rows .row[data-id="c4"] .cell.number').tap()
    small = page.evaluate(
        """[...document.querySelectorAll("button, select, input:not([type=radio]), summary, a")].filter(node => {
          const box = node.getBoundingClientRect();
          return node.offsetParent && box.width && (box.height < 24 || box.width < 24);
        }).map(node => node.outerHTML.slice(0, 80))"""
    )
    assert small == []
    page.context.close()


@needs("chromium", "ffmpeg")
def test_what_another_program_wrote_is_compared_and_never_written_over(browser: Any, opened: Bench) -> None:
    page = open_page(browser, opened.address)
    page.evaluate("captionkit.api.op({do: 'text', id: 'c1', lines: ['Here.']})")
    theirs = [(start, end, "There." if n < 2 else text) for n, (start, end, text) in enumerate(TALK)]
    opened.sources[1].write_text(srt(theirs), "utf-8")
    page.keyboard.press("Control+s")
    choice = page.get_by_role("dialog")
    choice.wait_for()
    assert violations(page) == []
    choice.get_by_text("Elsewhere", exact=True).first.click()
    choice.get_by_role("button", name="Keep this and save").click()
    page.locator("#saved", has_text="Saved").wait_for()
    settled(page)
    assert cue_lines(page)[:2] == ["There.", "There."]
    assert "There." in opened.sources[1].read_text("utf-8")
    page.context.close()


@needs("chromium", "ffmpeg")
def test_type_along_stops_while_typing_and_goes_on_from_a_little_before(browser: Any, opened: Bench) -> None:
    page = open_page(browser, opened.address)
    page.wait_for_timeout(500)
    page.evaluate("captionkit.option('along', true); captionkit.list.select('c2'); captionkit.run('edit')")
    page.keyboard.press("Tab")
    page.wait_for_timeout(400)
    assert page.evaluate("captionkit.player.playing") is True
    page.keyboard.type("x")
    page.wait_for_timeout(150)
    assert page.evaluate("captionkit.player.playing") is False
    assert focus(page) == "text"
    stopped = page.evaluate("captionkit.player.ms")
    page.wait_for_timeout(1700)
    assert page.evaluate("captionkit.player.playing") is True
    assert page.evaluate("captionkit.player.ms") < stopped
    page.context.close()
