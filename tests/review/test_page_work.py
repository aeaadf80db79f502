"""An editor's jobs in the workbench's page, from opening to a file that passes its check, by mouse and by keyboard."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.review.support_page import Bench, bench, cue_lines, film, focus, open_page, rows, settled, srt, tab
from tests.support import ROOT, needs

CLEAN = 6  # cues at the end without a finding
SHOT = 520  # ms before the start of the last but four: there is a shot change, too far off to be proposed


def faults() -> list[tuple[int, int, str]]:
    """Return 36 cues of which 30 break the guide once each: 5 too fast, 15 too wide, 10 too near to the next."""
    found: list[tuple[int, int, str]] = []
    at = 1000
    for n in range(30 + CLEAN):
        text, length, gap = f"This is the line of number {n + 1}.", 2000, 1000
        if n < 30 and n % 6 == 0:
            text, length, gap = f"What was said at number {n + 1}\nwas said far too quickly.", 1200, 1000
        elif n < 30 and n % 2:
            text, length = f"This is what was said at number {n + 1}, in one long line.", 4000
        elif n < 30:
            gap = 40
        found.append((at, at + length, text))
        at += length + gap
    return found


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return film(tmp_path_factory.mktemp("film") / "film.mp4", faults()[-1][1] // 1000 + 3)


@pytest.fixture
def opened(tmp_path: Path, picture: Path) -> Iterator[Bench]:
    track, shots = tmp_path / "talk.srt", tmp_path / "shots.txt"
    track.write_text(srt(faults()), "utf-8")
    shots.write_text(f"{(faults()[-5][0] - SHOT) / 1000:.3f}\n", "utf-8")
    with bench(tmp_path, picture, track, options=["--profile", "netflix", "--shot-changes", str(shots)]) as running:
        yield running


def checked(track: Path) -> str:
    """Return what `captionkit check` says of a file, empty where it passes."""
    command = [sys.executable, "-m", "captionkit", "check", str(track), "--profile", "netflix", "--rate", "25"]
    command += ["--fail-on", "warning"]
    done = subprocess.run(
        command, capture_output=True, text=True, env={"PYTHONPATH": str(ROOT / "src"), "PATH": "/usr/bin"}
    )
    return "" if done.returncode == 0 else done.stdout


def text_of(page: Any, n: int) -> Any:
    """Return the text cell of a row that is in view."""
    return page.locator(f'.rows .row[data-id="c{n}"] .cell.text')


def show(page: Any, n: int) -> None:
    page.evaluate("id => captionkit.list.reveal(id)", f"c{n}")


def at_wave(page: Any, ms: int, part: str = "blocks") -> tuple[float, float]:
    """Return where on the screen a time is on the waveform, among the blocks or below them."""
    box = page.locator("#wave").bounding_box()
    x = page.evaluate("ms => captionkit.wave.x(ms)", ms)
    return box["x"] + x, box["y"] + (30 if part == "blocks" else box["height"] - 30)


@needs("chromium", "ffmpeg")
def test_the_whole_chain_by_mouse(browser: Any, opened: Bench) -> None:
    page = open_page(browser, opened.address)
    assert page.evaluate("[...captionkit.store.findings.values()].flat().length") >= 30

    for n in range(1, 31, 6):  # five by hand: shorter text
        show(page, n)
        text_of(page, n).click()
        page.keyboard.press("Control+a")
        page.keyboard.type(f"Number {n}, said.")
        settled(page)
        assert page.evaluate("id => captionkit.store.findings.has(id)", f"c{n}") is False

    page.locator('.view[data-view="proposals"]').click()
    page.locator("#proposals .change").first.wait_for()
    page.locator('#proposals [data-key="again"]').wait_for()
    before = page.locator("#proposals .change").count()
    for _ in range(10):
        page.locator("#proposals .change button", has_text="Accept").first.click()
        settled(page)
    assert page.locator("#proposals .change").count() <= before - 10
    for _ in range(4):  # and the rest by kind
        group = page.locator("#proposals .group button.primary")
        if group.count():
            group.first.click()
            settled(page)

    page.locator('.view[data-view="edit"]').click()
    show(page, 36)
    cell = text_of(page, 36)
    box = cell.bounding_box()
    page.mouse.click(box["x"] + 60, box["y"] + 10)
    page.locator('#inspector [data-command="split"]').click()
    settled(page)
    assert len(rows(page)) == 37
    page.locator('#inspector [data-command="merge"]').click()
    settled(page)
    assert len(rows(page)) == 36

    start = faults()[-5][0]
    page.locator('.filter[data-filter="all"]').click()
    show(page, 32)
    page.locator('.rows .row[data-id="c32"] .cell.number').click()
    page.evaluate("captionkit.run('zoom-fit')")
    x, y = at_wave(page, start)
    to, _ = at_wave(page, start - SHOT)
    page.mouse.move(x + 1, y)
    page.mouse.down()
    page.mouse.move((x + to) / 2, y)
    page.mouse.move(to + 4, y)
    page.mouse.up()
    settled(page)
    assert rows(page)[31][0] == start - SHOT, "the start is on the shot change"
    page.locator('[data-command="undo"]').click()
    settled(page)
    assert rows(page)[31][0] == start
    page.locator('[data-command="redo"]').click()
    settled(page)
    now = rows(page)

    opened.kill()
    opened.start()
    page.context.close()
    page = open_page(browser, opened.address)
    assert rows(page) == now, "where it stopped"
    page.locator("#save").click()
    page.locator("#saved", has_text="Saved").wait_for()
    assert checked(opened.folder / "talk.srt") == ""
    assert not page.complaints
    page.context.close()


@needs("chromium", "ffmpeg")
def test_the_whole_chain_by_keyboard_alone(browser: Any, opened: Bench) -> None:
    page = open_page(browser, opened.address)
    press = page.keyboard.press
    for _ in range(5):
        press("F8")
        while page.evaluate("captionkit.selected().pos % 6 || captionkit.selected().pos >= 30"):
            press("F8")
        press("F2")
        assert focus(page) == "text"
        press("Control+a")
        page.keyboard.type("It was said.")
        press("Escape")
        settled(page)
    left = page.evaluate("captionkit.store.rows.flatMap(row => captionkit.store.findings.has(row.id) ? [row.pos] : [])")
    assert [at for at in left if at < 30 and at % 6 == 0] == []

    for _ in range(10):  # one by one, at the cue
        press("F8")
        page.locator("#inspector .proposal").wait_for()
        press("Control+Shift+Enter")
        settled(page)
    press("Alt+3")  # the rest by kind, from the pane
    page.locator('#proposals [data-key="again"]').wait_for()
    for _ in range(4):
        if page.locator("#proposals .group button.primary").count():
            page.locator("#proposals .group button.primary").first.focus()
            press("Enter")
            settled(page)
    press("Alt+1")

    press("Control+g")
    page.keyboard.type("36")
    press("Enter")
    press("Enter")
    for _ in range(4):
        press("Home")
    press("Control+ArrowRight")
    press("Control+ArrowRight")
    press("Control+Alt+v")
    settled(page)
    assert len(rows(page)) == 37
    press("Control+Shift+m")
    settled(page)
    assert len(rows(page)) == 36
    press("Escape")

    press("Control+g")
    page.keyboard.type("32")
    press("Enter")
    start = rows(page)[31][0]
    press("Control+5")
    settled(page)
    assert rows(page)[31][0] == faults()[-5][0] - SHOT
    press("Control+z")
    settled(page)
    assert rows(page)[31][0] == start
    press("Control+y")
    settled(page)
    now = rows(page)

    opened.kill()
    opened.start()
    page.goto(opened.address)
    page.locator("body[data-ready=yes]").wait_for()
    settled(page)
    assert rows(page) == now
    press("Control+s")
    page.locator("#saved", has_text="Saved").wait_for()
    assert checked(opened.folder / "talk.srt") == ""
    page.context.close()


@needs("chromium", "ffmpeg")
def test_an_edge_and_its_neighbour_move_together(browser: Any, opened: Bench) -> None:
    page = open_page(browser, opened.address)
    first, second = faults()[2], faults()[3]
    page.evaluate("captionkit.list.select('c3'); captionkit.run('zoom-fit')")
    x, y = at_wave(page, first[1])
    to, _ = at_wave(page, first[1] - 400)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move((x + to) / 2, y)
    page.mouse.move(to, y)
    page.mouse.up()
    settled(page)
    now = rows(page)
    assert now[3][0] - now[2][1] == second[0] - first[1], "the gap stays"
    assert abs(now[2][1] - (first[1] - 400)) <= 40
    assert now[3][1] == second[1]
    page.keyboard.press("Control+z")
    settled(page)
    assert rows(page)[2:4] == [first, second], "one gesture is one step"

    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y)
    page.keyboard.press("Escape")
    page.mouse.up()
    settled(page)
    assert rows(page)[2:4] == [first, second], "Escape puts it back"
    page.context.close()


@needs("chromium", "ffmpeg")
def test_two_tabs_one_cue_and_others(browser: Any, opened: Bench) -> None:
    mine = open_page(browser, opened.address)
    theirs = tab(mine.context, opened.address)
    theirs.evaluate("captionkit.api.op({do: 'text', id: 'c2', lines: ['From the other tab.']})")
    mine.wait_for_timeout(300)
    assert cue_lines(mine)[1] == "From the other tab."

    # the same cue at once: this tab does not know yet what the other one did
    mine.evaluate("captionkit.api.source.close()")
    theirs.evaluate("captionkit.api.op({do: 'text', id: 'c1', lines: ['Theirs.']})")
    theirs.wait_for_timeout(200)
    mine.evaluate("captionkit.acts.send({do: 'text', id: 'c1', lines: ['Mine.']})")
    choice = mine.get_by_role("dialog")
    choice.wait_for()
    assert "Theirs." in choice.inner_text()
    assert "Mine." in choice.inner_text()
    choice.get_by_role("button", name="Keep both").click()
    settled(mine)
    assert cue_lines(mine)[0] == "Theirs./Mine."
    mine.context.close()


@needs("chromium", "ffmpeg")
def test_typing_is_one_step_a_word_and_undo_goes_on_behind_it_without_a_seam(browser: Any, opened: Bench) -> None:
    page = open_page(browser, opened.address)
    press = page.keyboard.press
    page.evaluate("captionkit.list.select('c32')")
    page.keyboard.press("Control+g")
    page.keyboard.type("32")
    press("Enter")
    press("[")  # a time, before the typing
    settled(page)
    press("Enter")
    page.keyboard.type(" And then some more")
    settled(page)
    base = faults()[31][2]
    assert cue_lines(page)[31] == f"{base} And then some more"
    seen = []
    for _ in range(12):
        press("Control+z")
        settled(page)
        seen.append(cue_lines(page)[31])
        if seen[-1] == base:
            break
    assert seen[-1] == base
    assert 2 <= len(seen) <= 6, seen
    assert page.locator(".field").input_value() == base
    assert focus(page) == "text"
    press("Control+y")
    settled(page)
    assert cue_lines(page)[31] != base
    page.context.close()


@needs("chromium", "ffmpeg")
def test_what_was_not_answered_is_sent_when_the_server_is_back(browser: Any, opened: Bench) -> None:
    page = open_page(browser, opened.address)
    port = opened.address.split(":")[2].split("/")[0]
    opened.kill()
    page.evaluate("void captionkit.api.op({do: 'text', id: 'c4', lines: ['Typed while nobody listened.']})")
    page.locator("#link:not([hidden])").wait_for()
    assert "kept here" in page.locator("#link").inner_text()
    opened.options += ["--port", port]
    opened.start()
    if opened.address.split("/t/")[1] != page.url.split("/t/")[1]:
        # It asks this server, which does not know it, and keeps what was typed all the same.
        page.wait_for_timeout(3500)
        page.goto(opened.address)
        page.locator("body[data-ready=yes]").wait_for()
    for _ in range(40):  # it tries again by itself, and waits longer each time
        page.wait_for_timeout(500)
        settled(page)
        if cue_lines(page)[3] == "Typed while nobody listened.":
            break
    assert cue_lines(page)[3] == "Typed while nobody listened."
    page.context.close()
