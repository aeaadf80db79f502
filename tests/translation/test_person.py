"""A person as translator: a blank sheet goes out, a filled one comes back, and every row of it is judged."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

import captionkit
from captionkit.cli._run import run as run_cli
from captionkit.errors import UsageError
from captionkit.translation.base import Request
from captionkit.translation.find import find_translator
from captionkit.translation.review import SUFFIXES, read_sheet

VTT = """WEBVTT

00:00:00.000 --> 00:00:04.000 line:0
<v Ann>The ferry leaves at 7 in the
morning from <i>the old pier</i>.</v>

00:00:04.500 --> 00:00:07.000
We paid 350 for the rope

00:00:07.500 --> 00:00:10.000
and for the new lantern.

00:00:11.000 --> 00:00:13.000
=1+1 is two, @home.

00:00:14.000 --> 00:00:15.000
\u266a

00:00:16.000 --> 00:00:18.000
- Where to?
- Home.
"""
SPANISH = {
    "1": "El transbordador sale a las 7 de la\nma\u00f1ana desde <i>el viejo muelle</i>.",
    "2": "Pagamos 350 por la cuerda",
    "3": "y por la linterna nueva.",
    "4": "=1+1 son dos, @home.",
    "5": "\u266a",
    "6": "- \u00bfAd\u00f3nde?\n- A casa.",
}
Rows = list[list[str]]
TARGET = 7


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "talk.en.vtt"
    path.write_text(VTT, "utf-8")
    return path


def command(*arguments: str) -> int:
    return run_cli(["translate", "talk.en.vtt", "-l", "en", "-T", "es", *arguments])


def filled(rows: Rows) -> Rows:
    return [rows[0], *([*row[:TARGET], SPANISH[row[0]], *row[TARGET + 1 :]] for row in rows[1:])]


def blank() -> Rows:
    assert command("-t", "manual", "-o", "talk.es.csv") == 0
    return list(csv.reader(io.StringIO(Path("talk.es.csv").read_text("utf-8-sig"), newline="")))


def save(rows: Rows, *, separator: str = ",", encoding: str = "utf-8-sig", eol: str = "\r\n") -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator, lineterminator=eol).writerows(rows)
    Path("filled.csv").write_bytes(text.getvalue().encode(encoding, "replace"))


def applied(capfd: pytest.CaptureFixture[str], name: str = "filled.csv") -> tuple[int, list[tuple[str, str, int]], str]:
    """Return the exit code, (severity, code, cue) of what was found, and the track."""
    capfd.readouterr()
    code = command("--apply", name, "-o", "out.vtt", "--force", "--json")
    found = json.loads(capfd.readouterr().out)["diagnostics"]
    listed = [(d["severity"], d["code"].removeprefix("translate."), d.get("cue", 0)) for d in found]
    kept = [row for row in listed if row[0] in ("warning", "error")]
    return code, kept, Path("out.vtt").read_text("utf-8")


def test_what_a_translator_needs_stands_in_the_sheet(talk: Path) -> None:
    rows = blank()
    assert rows[0] == [
        "id", "start", "end", "seconds", "speaker", "context", "source (en)", "target (es)", "per line", "per cue",
        "note",
    ]  # fmt: skip
    first, second, _, formula, note, last = (dict(zip(rows[0], row, strict=True)) for row in rows[1:])
    assert (first["seconds"], first["speaker"], first["per line"], first["per cue"]) == ("4", "Ann", "42", "80")
    assert first["source (en)"].endswith("<i>the old pier</i>.")
    assert second["context"] == "We paid 350 for the rope and for the new lantern."
    assert [row[TARGET] for row in rows[1:]] == ["", "", "", "", "\u266a", ""]
    assert formula["source (en)"].startswith("'=")
    assert last["source (en)"].startswith("'-")
    assert note["context"].startswith("'=1+1 is two")


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_blank_sheets_in_every_format(suffix: str, talk: Path) -> None:
    if suffix == ".xlsx":
        pytest.importorskip("openpyxl", reason="not run: the extra xlsx is not installed")
    made = captionkit.translate(talk, "es", f"t{suffix}", source_language="en", translator="manual")
    assert [w.path for w in made.written] == [f"t{suffix}"]
    data = Path(f"t{suffix}").read_bytes()
    pairs = read_sheet(data, f"t{suffix}").pairs
    assert [pair.target for pair in pairs] == ["", "", "", "", "\u266a", ""]
    assert pairs[1].context == "We paid 350 for the rope and for the new lantern."
    assert pairs[0].speaker == "Ann"
    if suffix != ".xlsx":
        assert b"42" in data
        assert b"80" in data


def test_where_blank_sheets_go(talk: Path) -> None:
    assert command("-t", "manual", "-T", "es,fr", "-o", "out/") == 0
    assert sorted(path.name for path in Path("out").iterdir()) == ["talk.es.csv", "talk.fr.csv"]
    assert command("-t", "manual", "--review", "a/{language}.po") == 0
    assert Path("a/es.po").exists()
    assert command("-t", "manual") == 2
    assert command("-t", "manual", "-o", "sheet.docx") == 2
    assert command("-t", "manual", "-o", "out/talk.es.csv") == 1  # is there already
    Path("two.en.vtt").write_text(VTT, "utf-8")
    assert run_cli(["translate", "talk.en.vtt", "two.en.vtt", "-T", "es", "-t", "manual", "-o", "x.csv"]) == 2


def test_a_person_is_asked_in_no_other_way() -> None:
    with pytest.raises(UsageError, match="person"):
        find_translator("manual")(["Yes."], Request("en", "es"))


def test_a_filled_sheet(talk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    save(filled(blank()))
    code, found, text = applied(capfd)
    assert (code, found) == (0, [])
    assert "<v Ann>El transbordador sale a las 7 de la\nma\u00f1ana desde <i>el viejo muelle</i>.</v>" in text
    assert "00:00:00.000 --> 00:00:04.000 line:0" in text
    assert "\n=1+1 son dos, @home.\n" in text


def edit(place: int, text: str) -> Callable[[Rows], Rows]:
    def change(rows: Rows) -> Rows:
        rows[place][TARGET] = text
        return rows

    return change


LONG = " ".join(["Pagamos 350 por la cuerda"] * 19)
EDITS = {
    "a changed number": (edit(1, SPANISH["1"].replace("7", "8")), ("error", "number", 1)),
    "a cue of 480 characters": (edit(2, LONG), ("error", "too-long", 2)),
    "an untranslated row": (edit(6, " "), ("error", "untranslated", 6)),
    "the source left": (edit(3, "and for the new lantern."), ("error", "rejected", 2)),
    "a refusal": (edit(4, "I'm sorry, but I cannot translate this text."), ("error", "rejected", 4)),
    "no letter": (edit(6, "..."), ("error", "rejected", 6)),
    "a formula's error": (edit(6, "#\u00bfNOMBRE?"), ("error", "untranslated", 6)),
    "a date": (edit(3, "12-dic"), ("error", "untranslated", 3)),
    "a row missing": (lambda rows: rows[:4] + rows[5:], ("error", "id-missing", 4)),
    "a row doubled": (lambda rows: [*rows, rows[2]], ("error", "id-twice", 0)),
    "a row too many": (lambda rows: [*rows, ["99", *rows[2][1:]]], ("error", "id-unknown", 0)),
    "a tag lost": (edit(1, SPANISH["1"].replace("<i>", "").replace("</i>", "")), ("warning", "style-lost", 1)),
    "a tag open": (edit(1, SPANISH["1"].replace("</i>", "")), ("warning", "tags-broken", 1)),
}


@pytest.mark.parametrize("name", EDITS)
def test_what_people_and_their_programs_do(name: str, talk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    change, wanted = EDITS[name]
    save(change(filled(blank())))
    code, found, _ = applied(capfd)
    assert wanted in found
    assert code == (1 if wanted[0] == "error" else 0)


def test_findings_name_row_and_cue(talk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    rows = edit(1, SPANISH["1"].replace("7", "8"))(filled(blank()))
    save([rows[0], *rows[:0:-1]])
    capfd.readouterr()
    assert command("--apply", "filled.csv", "-o", "out.vtt") == 1
    assert "cue 1: error: row 7: 7 is missing" in capfd.readouterr().err


@pytest.mark.parametrize(
    "form",
    [
        {"separator": ";"}, {"separator": "\t", "encoding": "utf-16"}, {"encoding": "utf-8"}, {"eol": "\n"},
    ],
)  # fmt: skip
def test_how_spreadsheets_save(form: dict[str, str], talk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    rows = filled(blank())
    save(rows)
    _, _, right = applied(capfd)
    save([rows[0], *rows[:0:-1]], **form)
    assert applied(capfd) == (0, [], right)


def test_another_encoding_is_read_and_what_it_lost_is_an_error(talk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    save(filled(blank()), separator=";", encoding="cp1252")
    code, found, text = applied(capfd)
    assert code == 1
    assert "ma\u00f1ana" in text
    assert ("error", "sheet-encoding", 5) in found  # the note sign came back as a question mark
    assert ("warning", "sheet-encoding", 0) in found


def test_a_workbook_as_it_is_edited(talk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    openpyxl = pytest.importorskip("openpyxl", reason="not run: the extra xlsx is not installed")
    assert command("-t", "manual", "-o", "talk.es.xlsx") == 0
    book = openpyxl.load_workbook("talk.es.xlsx")
    page = book.active
    assert all(cell.number_format == "@" for cell in page["H"])
    for row in page.iter_rows(min_row=2):
        row[TARGET].value, row[TARGET].data_type = SPANISH[row[0].value], "s"
        row[0].value = int(row[0].value)
    book.save("good.xlsx")
    code, found, text = applied(capfd, "good.xlsx")
    assert (code, found) == (0, [])
    assert "=1+1 son dos" in text
    page["H4"].value, page["H5"].value = datetime(2026, 12, 12), "=1+1"
    book.save("bad.xlsx")
    code, found, _ = applied(capfd, "bad.xlsx")
    assert code == 1
    assert {("error", "untranslated", 3), ("error", "untranslated", 4)} <= set(found)


def test_one_column_sorted_without_the_others(talk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing in a row alone shows it where no number or name does; all rows together do."""
    lines = (Path(__file__).parent / "data" / "gold_en_es.tsv").read_text("utf-8").splitlines()
    pairs = [line.split("\t") for line in lines if "\t" in line and not line.startswith("#")][:40]
    cues = [captionkit.Cue(n * 4000, n * 4000 + 3500, text) for n, (text, *_) in enumerate(pairs)]
    track = captionkit.Track(tuple(cues), language="en")
    captionkit.translate(track, "es", "blank.csv", translator="manual")
    rows = list(csv.reader(io.StringIO(Path("blank.csv").read_text("utf-8-sig"), newline="")))

    def codes(replies: list[str]) -> set[str]:
        save([rows[0], *([*row[:TARGET], r, *row[TARGET + 1 :]] for row, r in zip(rows[1:], replies, strict=True))])
        made = captionkit.translate(track, "es", apply="filled.csv")
        return {d.code for d in made.diagnostics if d.severity.label == "error"}

    right = [pair[1] for pair in pairs]
    assert codes(right) == set()
    assert "translate.rows-moved" in codes([*right[1:], right[0]])
    assert "translate.rows-moved" in codes(sorted(right))
