"""Reports: valid for the tools that read them, safe with hostile text, and the page works in a browser."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import jsonschema
import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given, settings
from hypothesis import strategies as st

import captionkit
from captionkit.errors import InputError
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.quality.baseline import read_baseline, subtract, write_baseline
from captionkit.quality.report import FileReport, Report
from captionkit.quality.reports import FORMS, render
from captionkit.quality.statistics import sparkline, statistics

SARIF = json.loads((Path(__file__).parent / "data" / "sarif-2.1.0-subset.json").read_text("utf-8"))
HOSTILE = '</script><img src=x onerror=alert(1)> & "quotes" ]]> =1+1 \u2028 \x07'


def srt(*cues):
    rows = [f"{n}\n{times}\n{text}\n" for n, (times, text) in enumerate(cues, 1)]
    return "\n".join(rows)


def clock(ms):
    return f"{ms // 3600000:02}:{ms // 60000 % 60:02}:{ms // 1000 % 60:02},{ms % 1000:03}"


@pytest.fixture
def folder(tmp_path):
    bad = srt(
        ("00:00:01,000 --> 00:00:01,400", "Yes."),
        ("00:00:02,000 --> 00:00:04,000", "Well  then."),
        ("00:00:03,500 --> 00:00:06,000", HOSTILE.replace("\x07", "")),
    )
    (tmp_path / "a.srt").write_text(bad, "utf-8")
    (tmp_path / "b.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:03.000\nThe ferry leaves.\n", "utf-8")
    (tmp_path / "c.srt").write_bytes(b"\x00\x01\x02nothing of the kind")
    return tmp_path


@pytest.fixture
def report(folder):
    return captionkit.check_files([folder], language="en")


def test_a_folder_is_checked_and_what_cannot_be_read_is_told(report):
    assert [Path(file.name).name for file in report.files] == ["a.srt", "b.vtt", "c.srt"]
    assert report.files[2].error
    assert report.failed
    assert {d.code for d in report.files[0].findings} >= {
        "quality.min-duration",
        "quality.double-space",
        "quality.overlap",
    }
    assert not report.files[1].findings
    assert all(d.line for d in report.files[0].findings)


@pytest.mark.parametrize("form", FORMS.names())
def test_every_form_renders_nothing_and_something(form, report):
    assert isinstance(render(Report("default"), form), str)
    text = render(report, form)
    assert "min-duration" in text
    text.encode("utf-8")


def test_sarif_is_valid(report):
    log = json.loads(render(report, "sarif"))
    jsonschema.Draft7Validator(SARIF).validate(log)
    run = log["runs"][0]
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_the_sarif_schema_refuses_what_is_wrong(report):
    log = json.loads(render(report, "sarif"))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert list(jsonschema.Draft7Validator(SARIF).iter_errors(log))


def junit_faults(root):
    """The rules of the JUnit form as build servers read it: elements, attributes, and counts that add up."""
    allowed = {"testsuites": {"testsuite"}, "testsuite": {"testcase"}, "testcase": {"failure", "error", "skipped"}}
    demanded = {
        "testsuite": {"name", "tests", "failures", "errors"},
        "testcase": {"name", "classname"},
        "failure": {"message"},
    }
    for node in root.iter():
        for child in node:
            if child.tag not in allowed.get(node.tag, set()):
                yield f"{child.tag} inside {node.tag}"
        yield from (f"{node.tag} without {name}" for name in demanded.get(node.tag, set()) - set(node.keys()))
    for suite in root.iter("testsuite"):
        cases = suite.findall("testcase")
        counts = (len(cases), len(suite.findall("testcase/failure")), len(suite.findall("testcase/error")))
        if counts != tuple(int(suite.get(name)) for name in ("tests", "failures", "errors")):
            yield "counts of a suite are wrong"


def test_junit_is_valid_and_its_counts_add_up(report):
    root = fromstring(render(report, "junit"))
    assert not list(junit_faults(root))
    assert int(root.get("tests")) == len(list(root.iter("testcase")))
    passed = [case for case in root.iter("testcase") if not len(case)]
    assert passed, "rules that are kept are cases that pass"


def test_csv_has_a_row_a_finding_and_no_formula(report):
    rows = list(csv.DictReader(io.StringIO(render(report, "csv"))))
    assert len(rows) == len(report.findings) + 1
    track = Track((Cue(0, 100, "=1+1"), Cue(2000, 2100, "-Yes.")))
    hostile = Report("x", (FileReport("@x.srt", track, captionkit.check(track).findings),))
    for row in csv.reader(io.StringIO(render(hostile, "csv"))):
        assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_github_annotations_are_one_line_each(report):
    for line in render(report, "github").splitlines():
        assert re.fullmatch(r"::(error|warning|notice) file=[^:]+(,line=\d+)?,title=[^:]*::.+", line), line


def test_json_is_the_whole_report(report):
    data = json.loads(render(report, "json"))
    assert data["summary"]["files"] == 3
    assert data["summary"]["unreadable"] == 1
    assert data["files"][0]["statistics"]["cues"] == 3


@settings(max_examples=50, deadline=None)
@given(st.text(), st.text())
def test_hostile_text_breaks_no_form(text, name):
    track = Track((Cue(0, 10, text), Cue(5, 8, text)))
    made = Report("x", (FileReport(name or "n", track, captionkit.check(track).findings, error=""),))
    fromstring(render(made, "junit").encode("utf-8", "replace"))
    json.loads(render(made, "sarif"))
    list(csv.reader(io.StringIO(render(made, "csv"))))
    page = render(made, "html")
    assert page.count("</script>") == 2
    json.loads(re.search(r'id="data">(.*?)</script>', page, re.DOTALL)[1])


def test_the_page_loads_nothing_from_elsewhere(report):
    page = render(report, "html")
    assert "default-src 'none'" in page
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//", page.partition("<script")[0])
    assert "fetch(" not in page
    assert "import(" not in page


def test_a_baseline_hides_what_was_there_and_tells_what_is_new(folder):
    path = folder / "known.json"
    first = captionkit.check_files([folder / "a.srt"])
    path.write_text(write_baseline(first.files), "utf-8")
    again = captionkit.check_files([folder / "a.srt"], baseline=str(path))
    assert not again.findings
    assert len(again.files[0].known) == len(first.findings)
    text = (folder / "a.srt").read_text("utf-8")
    moved = "1\n00:00:00,000 --> 00:00:00,300\nNew.\n\n" + text
    (folder / "a.srt").write_text(moved, "utf-8")
    changed = captionkit.check_files([folder / "a.srt"], baseline=str(path))
    assert {d.cue for d in changed.findings} == {1}


def test_a_finding_twice_is_known_as_often_as_it_was(tmp_path):
    one = FileReport("a", Track((Cue(0, 100, "x"),)), captionkit.check(Track((Cue(0, 100, "x"),))).findings)
    (tmp_path / "b.json").write_text(write_baseline([one]), "utf-8")
    known = read_baseline(str(tmp_path / "b.json"))
    double = FileReport("a", one.track, one.findings * 2)
    new, old = subtract(double, known)
    assert (len(new), len(old)) == (len(one.findings), len(one.findings))


@pytest.mark.parametrize("text", ["", "[]", '{"findings": {}}', '{"captionkit-baseline": 1, "findings": {"a": "b"}}'])
def test_what_is_no_baseline_is_refused(tmp_path, text):
    (tmp_path / "b.json").write_text(text)
    with pytest.raises(InputError):
        read_baseline(str(tmp_path / "b.json"))


def test_waivers_beside_a_file_are_used_and_unused_ones_told(folder):
    (folder / "a.srt.waivers.toml").write_text(
        '[[waive]]\nrule = "min-duration"\ncue = 1\nreason = "a shout"\n'
        '[[waive]]\nrule = "double-space"\ntext = "Well"\nreason = "as in the book"\n'
        '[[waive]]\nrule = "casing"\nreason = "no longer needed"\n'
    )
    report = captionkit.check_files([folder / "a.srt"])
    (file,) = report.files
    assert {(w.finding.code, w.reason) for w in file.waived} == {
        ("quality.min-duration", "a shout"), ("quality.double-space", "as in the book"),
    }  # fmt: skip
    assert [d.message for d in file.findings if d.code == "quality.waiver-unused"]
    run = json.loads(render(report, "sarif"))["runs"][0]
    assert {r["suppressions"][0]["justification"] for r in run["results"] if "suppressions" in r} == {
        "a shout",
        "as in the book",
    }


def test_a_waiver_file_tells_all_its_faults(folder):
    (folder / "a.srt.waivers.toml").write_text(
        '[[waive]]\nrule = "min-duration"\n[[waive]]\nreason = "x"\n[[waive]]\nrule = "min-durtion"\n'
        'reason = "x"\nwhy = 1\n'
        '[[waive]]\nrule = "min-durtion"\nreason = "x"\n'
    )
    with pytest.raises(InputError) as caught:
        captionkit.check(folder / "a.srt")
    for number in (1, 2, 3, 4):
        assert f"entry {number}" in str(caught.value)


def test_statistics_and_sparklines():
    found = statistics(Track((Cue(0, 1000, "x" * 10), Cue(1080, 3080, "x" * 30), Cue(2000, 2000, "none"))))
    assert (found.cues, found.speed.least, found.speed.greatest) == (3, 10, 15)
    assert found.gap.least == 0.08
    assert sum(found.duration.bins) == 3
    assert sparkline(found.duration.bins).count("\u2588") >= 1
    assert sparkline([]) == ""
    assert statistics(Track()).speed is None
