"""What axe-core finds in every view and scheme, and what it cannot see: focus, order, keys, announcements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.review.support_page import Bench, bench, focus, open_page, rows, settled, srt
from tests.support import needs
from tests.support_browser import violations

#: What is needed all day long: whatever set of keys is used, each has one.
DAILY = ["play", "play-cue", "cue-next", "start-here", "end-here", "split", "merge", "undo", "save", "problem-next"]
VIEWS = ("edit", "text", "proposals", "notes", "numbers", "changes")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("looks")
    cues = [
        (2000 * n, 2000 * n + (700 if n % 3 == 0 else 1900), f"Cue number {n},\nas it was said.")
        for n in range(1, 2001)
    ]
    for language in ("en", "de"):
        (folder / f"talk.{language}.srt").write_text(srt(cues), "utf-8")
    sources = [folder / "talk.en.srt", folder / "talk.de.srt"]
    with bench(folder, *sources, options=["--profile", "netflix"]) as running:
        yield running


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@needs("chromium")
def test_axe_finds_nothing_in_any_view(browser: Any, opened: Bench, width: int, dark: bool) -> None:
    page = open_page(browser, opened.address, width=width, dark=dark)
    page.evaluate("captionkit.api.op({do: 'note', id: 'c3', text: 'Is this what she said?'})")
    settled(page)
    found = {}
    for view in VIEWS:
        page.evaluate("view => captionkit.show(view)", view)
        page.wait_for_timeout(400)
        if view == "proposals":
            page.evaluate("captionkit.proposals.stop()")
        found[view] = violations(page)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            found[view].append(f"{over} px wider than the window")
    page.evaluate("captionkit.show('edit'); captionkit.run('edit')")
    found["field"] = violations(page)
    for name in ("palette", "help", "settings"):
        page.evaluate("name => captionkit.run(name)", name)
        page.wait_for_timeout(150)
        found[name] = violations(page)
        page.evaluate("captionkit.dialogs.close()")
    assert {view: some for view, some in found.items() if some} == {}
    page.context.close()


@needs("chromium")
def test_the_focus_is_never_lost_in_the_list(browser: Any, opened: Bench) -> None:
    page = open_page(browser, opened.address)
    page.evaluate("captionkit.list.select('c5', {focus: true})")
    page.mouse.move(900, 300)
    for _ in range(6):  # far away by the wheel: the row stays, and has the focus
        page.mouse.wheel(0, 15_000)
        page.wait_for_timeout(60)
    assert focus(page) == "c5"
    page.keyboard.press("ArrowDown")
    assert focus(page) == "c6"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") > 60, "in view again, not under the head"

    page.keyboard.press("Control+End")
    assert focus(page) == "c2000"
    page.keyboard.press("Delete")
    settled(page)
    assert focus(page) == "c1999", "the last one went: the one before it"
    page.keyboard.press("Control+Home")
    page.keyboard.press("Delete")
    settled(page)
    assert focus(page) == "c2"
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    settled(page)
    assert focus(page) not in ("body", "")
    assert len(rows(page)) == 2000
    page.context.close()


@needs("chromium")
def test_undo_does_not_scroll_what_is_in_view(browser: Any, opened: Bench) -> None:
    page = open_page(browser, opened.address)
    page.evaluate("captionkit.list.scroller.scrollTop = 5000; captionkit.list.select('c100', {focus: true})")
    page.wait_for_timeout(100)
    before = page.evaluate("captionkit.list.scroller.scrollTop")
    page.keyboard.press("Enter")
    page.keyboard.type(" x ")
    settled(page)
    page.keyboard.press("Control+z")
    settled(page)
    assert page.evaluate("captionkit.list.scroller.scrollTop") == before
    page.keyboard.press("Escape")
    assert focus(page) == "c100"
    page.context.close()


@needs("chromium")
def test_a_letter_is_never_a_command_in_a_text_field_and_no_key_is_trapped(browser: Any, opened: Bench) -> None:
    page = open_page(browser, opened.address)
    page.evaluate("captionkit.list.select('c10'); captionkit.run('edit')")
    before = rows(page)
    page.keyboard.press("Control+a")
    page.keyboard.type("qwedcvjkl,.[]0+-? 123")
    page.keyboard.press("Home")
    page.keyboard.press("Control+ArrowRight")
    settled(page)
    assert page.locator(".field").input_value() == "qwedcvjkl,.[]0+-? 123"
    assert [row[:2] for row in rows(page)] == [row[:2] for row in before]
    seen = []
    for _ in range(3):  # Tab leads out of the field
        page.keyboard.press("Tab")
        seen.append(focus(page))
    assert "text" not in seen
    assert "body" not in seen
    page.context.close()


@needs("chromium")
def test_every_command_is_in_the_palette_and_has_words(browser: Any, opened: Bench) -> None:
    page = open_page(browser, opened.address)
    commands = page.evaluate("Object.keys(captionkit.keys.table)")
    page.keyboard.press("Control+k")
    shown = page.locator(".palette li").all_inner_texts()
    assert len(shown) == len(commands)
    assert not [text for text in shown if text.startswith("do.")]
    page.keyboard.type("split")
    page.keyboard.press("Escape")
    for preset in page.evaluate("captionkit.keys.presets"):  # whatever is bound runs one command
        page.evaluate("preset => captionkit.keys.use(preset)", preset)
        unbound = page.evaluate("names => names.filter(name => !captionkit.keys.of(name).length)", DAILY)
        assert unbound == [], preset
    page.context.close()


@needs("chromium")
def test_a_changed_time_is_said_with_what_is_wrong(browser: Any, opened: Bench) -> None:
    page = open_page(browser, opened.address)
    page.evaluate(
        """captionkit.list.select('c20', {focus: true});
        captionkit.acts.time('c20', {end: captionkit.store.row('c20').start + 300})"""
    )
    settled(page)
    page.wait_for_timeout(2200)
    said = page.locator("#live").inner_text()
    assert "0.30 seconds" in said
    assert "minimum" in said
    page.context.close()


@needs("chromium")
def test_a_time_that_is_none_says_what_one_looks_like(browser: Any, opened: Bench) -> None:
    page = open_page(browser, opened.address)
    page.evaluate("captionkit.list.select('c30')")
    before = rows(page)[29]
    field = page.locator("#inspector input.time").first
    field.fill("half past ten")
    field.press("Enter")
    assert field.get_attribute("aria-invalid") == "true"
    assert "1:02:05.520" in page.locator("#inspector .wrong:not([hidden])").inner_text()
    field.fill("+500")
    field.press("Enter")
    settled(page)
    assert rows(page)[29][0] == before[0] + 500
    page.context.close()
