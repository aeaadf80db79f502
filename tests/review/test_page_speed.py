"""100,000 cues: what scrolling and typing cost, as far as that is the page's own doing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.review.support_page import bench, srt
from tests.support import needs
from tests.support_browser import chromium

SCROLL = """async () => {
  const list = captionkit.list, frame = () => new Promise(requestAnimationFrame);
  const most = [];
  list.spent.length = 0;
  for (let n = 0; n < 120; n++) {
    list.scroller.scrollTop += n < 60 ? 300 : 30_011;
    await frame(); await frame();
    most.push(document.querySelectorAll("#list *").length);
  }
  const spent = list.spent.slice().sort((a, b) => a - b);
  const at = (share) => spent[Math.floor(spent.length * share)];
  return {median: at(0.5), high: at(0.95), elements: Math.max(...most), rows: list.live.size};
}"""

TYPE = """async () => {
  const {editor, store, list} = captionkit, rest = (ms) => new Promise(done => setTimeout(done, ms)), found = [];
  list.select(store.rows[50_000].id);
  editor.enter(list.current);
  await rest(400);
  for (let n = 0; n < 30; n++) {
    const begun = performance.now(), judged = new Promise(done => store.addEventListener("judged", done, {once: true}));
    editor.area.setRangeText("x", editor.area.value.length, editor.area.value.length, "end");
    editor.area.dispatchEvent(new InputEvent("input", {data: "x", inputType: "insertText", bubbles: true}));
    const own = performance.now() - begun;
    await judged;
    found.push([own, performance.now() - begun]);
    await rest(40);
  }
  editor.leave();
  const high = (at) => found.map(each => each[at]).sort((a, b) => a - b)[Math.floor(found.length * 0.95)];
  return {own: high(0), judged: high(1)};
}"""


@needs("chromium")
def test_a_list_of_100_000_cues_scrolls_with_few_elements(tmp_path: Path) -> None:
    pytest.importorskip("playwright", reason="not run: playwright is not installed")
    track = tmp_path / "long.srt"
    track.write_text(
        srt([(1000 * n, 1000 * n + 900, f"Cue {n} of many,\nin two lines.") for n in range(100_000)]), "utf-8"
    )
    with bench(tmp_path, track) as running, chromium() as browser:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        page: Any = context.new_page()
        page.goto(running.address)
        page.locator("body[data-ready=yes]").wait_for(timeout=60_000)
        assert page.locator("#list").get_attribute("aria-rowcount") == "100001"
        found = page.evaluate(SCROLL)
        assert found["elements"] <= 600, found
        assert found["rows"] <= 40, found
        page.evaluate("captionkit.list.move(Infinity)")
        assert page.evaluate("captionkit.store.row(captionkit.list.current).pos") == 99_999
        print(found, page.evaluate(TYPE))
        context.close()
