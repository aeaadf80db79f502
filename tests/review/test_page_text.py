"""Text that looks like markup, script or instructions stays text, everywhere in the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.review.support_page import bench, open_page, settled, srt
from tests.support import needs

TEXTS = (
    "<script>document.title = 'caught'</script>",
    "<img src=x onerror=\"document.title = 'caught'\">",
    "1 &lt; 2 &amp;&amp; 3 &gt; 2",
    "an arrow --> is not a time",
    "one\u2028line to JavaScript",
    "right \u202eto left\u202c and back",
    "x" * 2000,
    "{{constructor.constructor('return 1')()}} ${1 + 1} `tick`",
    "'; DROP TABLE op; --",
    "</textarea><b>bold</b>",
)


@needs("chromium")
def test_hostile_text_stays_text_in_list_field_notes_and_changes(browser: Any, tmp_path: Path) -> None:
    track = tmp_path / "talk.srt"
    track.write_text(srt([(1000 * n, 1000 * n + 900, f"Plain {n}.") for n in range(1, len(TEXTS) + 1)]), "utf-8")
    with bench(tmp_path, track) as running:
        page = open_page(browser, running.address, height=1200)
        for n, text in enumerate(TEXTS, 1):
            page.evaluate(
                """async ([id, text]) => {
                  await captionkit.api.op({do: "text", id, lines: [text]});
                  await captionkit.api.op({do: "note", id, text, suggest: text});
                  await captionkit.api.op({do: "speaker", ids: [id], name: text.slice(0, 80)});
                }""",
                [f"c{n}", text],
            )
        page.reload()
        page.locator("body[data-ready=yes]").wait_for()
        settled(page)
        shown = page.evaluate(
            "[...document.querySelectorAll('.rows .row')].map(row => [row.dataset.id, row.cells.text.textContent])"
        )
        kept = dict(page.evaluate("captionkit.store.rows.map(row => [row.id, captionkit.store.text(row)])"))
        for name, text in shown:
            assert text.replace("+", "").strip(), name
        for n, text in enumerate(TEXTS, 1):
            assert kept[f"c{n}"] == text
        page.evaluate("captionkit.list.select('c1'); captionkit.run('edit')")
        assert page.locator(".field").input_value() == TEXTS[0]
        for view in ("text", "proposals", "notes", "numbers", "changes"):
            page.evaluate("view => captionkit.show(view)", view)
            page.wait_for_timeout(250)
        assert page.title() != "caught"
        assert page.evaluate("document.querySelectorAll('img, b b, main script').length") == 0
        assert not page.complaints
        page.context.close()


@needs("chromium")
def test_captions_on_the_picture_lose_no_letter(browser: Any, tmp_path: Path) -> None:
    track = tmp_path / "talk.srt"
    track.write_text(srt([(1000 * n, 1000 * n + 900, f"Plain {n}.") for n in range(1, 5)]), "utf-8")
    with bench(tmp_path, track) as running:
        page = open_page(browser, running.address)
        for n, text in enumerate(TEXTS[:4], 1):
            page.evaluate("([id, text]) => captionkit.api.op({do: 'text', id, lines: [text]})", [f"c{n}", text])
        settled(page)
        drawn = page.evaluate(
            """[...captionkit.captions.made.entries()].map(([id, cue]) => {
              const holder = document.createElement("div");
              holder.append(cue.getCueAsHTML());
              return [id, holder.textContent];
            })"""
        )
        assert dict(drawn) == {f"c{n}": text for n, text in enumerate(TEXTS[:4], 1)}
        page.context.close()
