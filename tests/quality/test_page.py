"""The HTML report in a browser: cues with their findings, filters, timeline, fixes, two widths, contrast."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import captionkit
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.quality.report import FileReport, Report
from captionkit.quality.reports import render
from captionkit.quality.reports.html import _fixes, _marked
from tests.support import ROOT, needs
from tests.support_chromium import chromium_finds, with_script

#: Where ``scripts/system_packages.sh`` puts axe-core, the accessibility checks that browsers' own tools use.
AXE = Path(os.environ.get("CAPTIONKIT_AXE") or ROOT / ".venv" / "axe" / "node_modules" / "axe-core" / "axe.min.js")
HOSTILE = '</script><script>document.title="x"</script><img src=x onerror=alert(1)>'
SRT = "\n".join(
    f"{number}\n{times}\n{text}\n"
    for number, (times, text) in enumerate(
        (
            ("00:00:01,000 --> 00:00:01,400", "Good evening."),
            ("00:00:02,000 --> 00:00:04,000", "Well  then, the ferry leaves the old harbour at seven tonight."),
            ("00:00:08,000 --> 00:00:11,500", "The lamps are lit along the pier,\nand nobody has come to see."),
            ("00:00:12,000 --> 00:00:17,000", HOSTILE),
            ("00:00:16,900 --> 00:00:28,000", "שלום, ערב טוב."),
        ),
        1,
    )
)


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("page")
    (folder / "a.srt").write_text(SRT, "utf-8")
    (folder / "b.srt").write_bytes(b"\x00\x01\x02nothing of the kind")
    return render(captionkit.check_files([folder], profile="netflix-en", language="en", fixes=True), "html")


@needs("chromium")
def test_cues_are_shown_with_their_findings_and_filtered(page):
    found = chromium_finds(page, """
      const box = document.querySelector("section");
      const cards = () => [...box.querySelectorAll(".cue-card")].map((card) => card.dataset.number);
      const press = (name) => box.querySelector(`button[data-filter='${name}']`).click();
      const seen = { all: cards(), title: document.title, images: document.images.length };
      seen.text = box.querySelector("[data-number='4'] .said").textContent;
      seen.first = [...box.querySelector("[data-number='1'] .times").children].map((part) => part.textContent);
      seen.badges = [...box.querySelectorAll("[data-number='1'] .badges li")].map((badge) => badge.textContent);
      press("double-space"); seen.rule = cards(); press("double-space");
      press("error"); seen.severity = cards(); press("error");
      const search = box.querySelector("input");
      search.value = "ferry"; search.dispatchEvent(new Event("input")); seen.search = cards();
      search.value = ""; search.dispatchEvent(new Event("input"));
      box.querySelector("button.every").click(); seen.every = cards(); box.querySelector("button.every").click();
      box.querySelector("rect[data-cue='3']").dispatchEvent(new MouseEvent("click", { bubbles: true }));
      seen.clean = cards(); seen.none = box.querySelector(".badges").textContent;
      seen.chosen = [...box.querySelectorAll("rect.chosen")].map((bar) => bar.dataset.cue);
      box.querySelector("button.back").click(); seen.back = cards();
      seen.unreadable = document.querySelectorAll("section")[1].textContent.includes("Could not be checked");
      return seen;
    """)  # fmt: skip
    assert found == {
        "all": ["1", "2", "4", "5"], "title": "Caption check: netflix-en", "images": 0, "text": HOSTILE,
        "first": ["1", "00:00:01.000", "→ 00:00:01.400", "0.4 s", "32.5 cps, limit 20"],
        "badges": ["min-duration", "reading-speed"], "rule": ["2"], "severity": ["5"], "search": ["2"],
        "every": ["1", "2", "3", "4", "5"], "clean": ["3"], "none": "no findings", "chosen": ["3"],
        "back": ["1", "2", "4", "5"], "unreadable": True,
    }  # fmt: skip


@needs("chromium")
def test_the_excess_is_marked_and_a_fix_is_shown_before_and_after(page):
    found = chromium_finds(page, """
      const card = document.querySelector("[data-number='2']");
      const words = (selector) => [...card.querySelectorAll(selector)].map((node) => node.textContent).join("");
      return { wide: words("mark.width"), fast: words("mark.speed"), before: words(".before p:not(.when)"),
               after: words(".after p:not(.when)"), when: words(".after .when") };
    """)  # fmt: skip
    said = "Well  then, the ferry leaves the old harbour at seven tonight."
    assert found["wide"] == said[42:]
    assert found["fast"] == said[40:]
    assert found["before"] == said
    assert found["after"] != said
    assert found["after"].split() == said.split()
    assert found["when"].startswith("00:00:02.000 →")


@needs("chromium")
def test_the_timeline_zooms_and_scrolls(page):
    found = chromium_finds(page, """
      const wide = document.querySelector(".wide"), closer = document.querySelector("button.closer");
      await new Promise((done) => setTimeout(done, 300));  // its width is known, and observed, after the first layout
      const seen = [wide.scrollWidth];
      closer.click(); closer.click(); seen.push(wide.scrollWidth);
      seen.push(Number(wide.querySelector("rect[data-cue='5']").getAttribute("width")));
      return [...seen, wide.clientWidth];
    """)  # fmt: skip
    fitting, zoomed, bar, shown = found
    assert fitting == shown
    assert zoomed >= 4 * shown - 4
    assert bar > shown


@needs("chromium")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1200])
def test_nothing_hangs_over_and_axe_finds_nothing(page, width, dark):
    if not AXE.is_file() and os.environ.get("CAPTIONKIT_REQUIRE_ENGINES") != "1":
        pytest.skip(f"not run: no axe-core at {AXE}")
    # the page's own policy stays; in the test axe is part of the page
    with_axe = with_script(page, AXE.read_text("utf-8"))
    found = chromium_finds(with_axe, """
      document.querySelectorAll("details").forEach((part) => { part.open = true; });
      document.querySelector("button.every").click();
      const ran = await axe.run(document, { resultTypes: ["violations"] });
      const seen = ran.violations.map((v) => v.id + ": " + v.nodes.map((n) => n.html.slice(0, 99)).join(" | "));
      const over = document.documentElement.scrollWidth - innerWidth;
      return { seen, passes: ran.passes.some((rule) => rule.id === "color-contrast"), width: innerWidth, over,
               dark: matchMedia("(prefers-color-scheme: dark)").matches };
    """, width=width, dark=dark)  # fmt: skip
    assert found == {"seen": [], "passes": True, "width": width, "over": found["over"], "dark": dark}
    assert found["over"] <= 0


@needs("chromium")
def test_ten_thousand_cues_are_shown_in_parts():
    track = Track(tuple(Cue(at * 3000, at * 3000 + 300, f"Number {at}.") for at in range(10_000)))
    checked = captionkit.check(track)
    long = render(Report("default", (FileReport("long", track, checked.findings),)), "html")
    found = chromium_finds(long, """
      const count = () => document.querySelectorAll(".cue-card").length, seen = [count()];
      document.querySelector(".more button").click(); seen.push(count());
      document.querySelector("rect[data-cue='9000']").dispatchEvent(new MouseEvent("click", { bubbles: true }));
      seen.push(document.querySelector(".cue-card").dataset.number);
      return seen;
    """)  # fmt: skip
    assert found == [200, 400, "9000"]


def test_the_policy_lets_nothing_run_but_what_is_in_the_page(page):
    assert "unsafe" not in page.partition("<style>")[0]
    assert page.count("<script>") == 1


def test_what_is_marked_adds_up_to_the_text():
    text = "the ferry 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字 leaves the harbour e\u0301 tonight\nat\nseven"
    track = Track((Cue(0, 1000, text),), language="en")
    report = Report("netflix-en", max_cps=20.0)
    marked = _marked(captionkit.check(track, profile="netflix-en").findings, track.cues, report)
    assert "".join(part for part, _, _ in marked[1]) == text
    assert {kind for _, kinds, _ in marked[1] for kind in kinds.split()} == {"width", "lines", "speed"}


def test_joined_and_dropped_cues_are_one_entry_each():
    track = Track((Cue(0, 2000, "The ferry leaves."), Cue(2080, 4000, ""), Cue(9000, 9400, "Now.")), language="en")
    checked = captionkit.check(track, fixes=True)
    assert checked.fixed
    assert [numbers for numbers in checked.fixed.numbers if 2 in numbers] == []
    entries = {tuple(numbers): after for numbers, after, _ in _fixes(checked.fixed, track.cues)}
    assert entries[2,] == []
    assert entries[3,][0][1] > 9400
    assert (1,) not in entries


def test_a_track_of_which_nothing_stays_is_reported_too():
    checked = captionkit.check(Track((Cue(0, 2000, ""),), language="en"), fixes=True)
    assert checked.fixed
    assert (checked.fixed.track.cues, checked.fixed.numbers) == ((), ())
    assert "(dropped)" in render(Report("default", (checked,)), "html")
