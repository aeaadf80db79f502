"""The translators' page in a browser: edited and saved there, read back; on a phone; what axe finds."""

from __future__ import annotations

import pytest

from captionkit.diagnostics import report
from captionkit.model.track import Track
from captionkit.profiles import load
from captionkit.translation.review import read_sheet, write_sheet
from captionkit.translation.review.model import sheet_of
from tests.quality.changes.test_revisions import TALK
from tests.support import needs
from tests.support_browser import Shown, violations

SOURCE = Track(TALK, "en")


@pytest.fixture
def file(tmp_path):
    target = SOURCE.replace(cues=[cue.with_text("" if n == 2 else "Die Lampe.") for n, cue in enumerate(SOURCE)])
    noted = [report("translate.number", "the number 7 is not in the translation", cue=1)]
    sheet = sheet_of(SOURCE, target, language="de", notes=noted, name="talk", limits=load("default").limits())
    path = tmp_path / "talk.html"
    path.write_bytes(write_sheet(sheet, path.name))
    return path


@needs("chromium")
def test_what_is_written_in_the_browser_comes_back_from_the_saved_page(file, browser):
    with Shown(browser, file) as shown:
        cell = shown.page.get_by_role("cell", name="Translation of 3")
        cell.click()
        shown.page.keyboard.type("Ja,")
        shown.page.keyboard.press("Enter")
        shown.page.keyboard.type("<b>genau</b>")
        saved = shown.page.content()
        assert (shown.asked, shown.said) == ([file.as_uri()], [])
    pairs = read_sheet(saved.encode(), "talk.html").pairs
    assert pairs[2].target == "Ja,\n<b>genau</b>"
    assert [pair.target for n, pair in enumerate(pairs) if n != 2] == ["Die Lampe."] * 11
    assert [pair.source for pair in pairs] == [cue.text for cue in TALK]
    assert (pairs[0].start, pairs[0].end, pairs[0].note) == (0, 2500, "error: the number 7 is not in the translation")


@needs("chromium")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_and_nothing_hangs_over(file, browser, width, dark):
    with Shown(browser, file, width=width, dark=dark) as shown:
        assert shown.over <= 0
        assert violations(shown.page) == []
        assert shown.page.get_by_role("row").count() == (13 if width > 900 else 12)
