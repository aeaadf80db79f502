"""Reports of changes: for terminals, spreadsheets, programs and as a page; the command that makes them."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction

import pytest

import captionkit
from captionkit.cli._run import run
from captionkit.errors import UnknownNameError
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from tests.quality.changes.test_revisions import TALK
from tests.support import needs
from tests.support_browser import Shown, violations

HOSTILE = '</p><script>document.title="x"</script><img src=x onerror=alert(1)> & "=1+1"'


def edited():
    new = list(TALK)
    new[1] = new[1].with_text("Nobody had seen\nthe pilot's boat.").replace(start=2880, end=5700)
    new[8:9] = [Cue(24_000, 25_000, "He saw a lamp"), Cue(25_000, 26_600, "beyond the breakwater.")]
    del new[4]
    new[9:] = [cue.replace(start=cue.start + 400, end=cue.end + 400) for cue in new[9:]]
    return [*new, Cue(36_900, 38_400, HOSTILE)]


@pytest.fixture(scope="module")
def found():
    return captionkit.changes(Track(TALK, "en"), Track(edited(), "en"), rate=Fraction(25))


def test_the_counts_add_up(found):
    assert found.cues == (12, 13)
    assert found.counts == {"text": 3, "times": 4, "divided": 2, "added": 1, "deleted": 1, "other": 0}
    assert [one.kind for one in found] == ["changed", "deleted", "split", "shifted", "added"]


def test_the_text_report_says_what_was_and_what_is(found):
    lines = found.render("text").splitlines()
    assert lines[0] == "cue 2: text, times (start -3 f, end +5 f)"
    assert "- Nobody had seen the pilot boat." in lines
    assert "+ the pilot's boat." in lines
    assert "cues 10 to 12: moved together (+10 f)" in lines
    assert lines[-1].startswith("12 cues before, 13 after: 3 with another text")


def test_the_table_has_a_row_a_change_and_numbers_to_count_with(found):
    rows = list(csv.DictReader(io.StringIO(found.render("csv"))))
    assert [row["change"] for row in rows] == ["text, times", "deleted", "split, text", "moved together", "added"]
    assert (rows[0]["start moved (frames)"], rows[0]["end moved (frames)"]) == ("-3", "5")
    assert rows[2]["new text"] == "He saw a lamp | beyond the breakwater."
    in_ms = list(csv.DictReader(io.StringIO(captionkit.changes(Track(TALK), Track(edited())).render("csv"))))
    assert in_ms[0]["start moved (ms)"] == "-120"


def test_no_text_is_a_formula_to_a_spreadsheet():
    found = captionkit.changes(Track(()), Track((Cue(0, 1000, "=HYPERLINK(1)"),)))
    assert "'=HYPERLINK(1)" in found.render("csv")


def test_the_json_report_is_of_the_schema(found):
    import jsonschema

    from captionkit.cli.schema import schema_of

    document = json.loads(found.render("json"))
    schema = schema_of("changes")["properties"]["result"]
    jsonschema.validate(document, {**schema, "$defs": schema_of("changes")["$defs"]})


def test_an_unknown_form_is_refused(found):
    with pytest.raises(UnknownNameError):
        found.render("htlm")


def test_formats_do_not_matter(tmp_path):
    track = Track(TALK, "en")
    track.save(tmp_path / "a.srt")
    track.save(tmp_path / "b.vtt")
    assert list(captionkit.changes(tmp_path / "a.srt", tmp_path / "b.vtt")) == []


def test_the_command_writes_by_suffix_and_overwrites_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Track(TALK, "en").save("old.srt")
    Track(edited(), "en").save("new.srt")
    for name, begins in (("c.csv", "change,"), ("c.html", "<!DOCTYPE"), ("c.json", "{"), ("c.txt", "cue 2:")):
        assert run(["changes", "old.srt", "new.srt", "--rate", "25", "-o", name]) == 0
        assert (tmp_path / name).read_text("utf-8").startswith(begins)
    assert run(["changes", "old.srt", "new.srt", "-o", "c.csv"]) == 1
    capsys.readouterr()
    assert run(["changes", "old.srt", "old.srt"]) == 0
    assert capsys.readouterr().out == "12 cues before, 12 after: no changes\n"
    assert run(["changes", "-", "-"]) == 2


@needs("chromium")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_marks_words_loads_nothing_and_axe_finds_nothing(found, browser, tmp_path, width, dark):
    file = tmp_path / "changes.html"
    file.write_text(found.render("html"), "utf-8")
    with Shown(browser, file, width=width, dark=dark) as shown:
        page = shown.page
        assert page.locator("del").all_text_contents() == ["pilot", "Ask the keeper of the lamp.", "light"]
        assert page.locator("ins").all_text_contents() == ["pilot's", "lamp", HOSTILE]
        assert page.title() == "Changes"
        assert shown.over <= 0
        assert violations(page) == []
        assert shown.asked == [file.as_uri()]
        assert shown.said == []


@needs("chromium")
def test_nothing_changed_says_so(browser, tmp_path):
    file = tmp_path / "same.html"
    file.write_text(captionkit.changes(Track(TALK), Track(TALK)).render("html"), "utf-8")
    with Shown(browser, file) as shown:
        assert "Nothing was changed." in shown.page.inner_text("main")
