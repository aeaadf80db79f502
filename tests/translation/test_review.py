"""Files for a person to look at: every id, text and line break comes back, whatever the file's format."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from captionkit.errors import InputError, UsageError
from captionkit.model.cue import Cue
from captionkit.model.text import Line, Span, Style
from captionkit.model.track import Track
from captionkit.profiles import load
from captionkit.translation.review import SUFFIXES, Pair, Sheet, apply_sheet, read_sheet, sheet_of, write_sheet
from captionkit.translation.review.tags import without_tags

#: What a cue may hold: no control characters (no subtitle format carries them), no carriage returns.
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\u2028\u2029\ufffe\uffff"),
    max_size=30,
).map(lambda text: " ".join(text.split()))
LINES = st.lists(TEXT.filter(bool), max_size=3).map("\n".join)
KEYS = st.lists(st.text("abcXYZ019_-.", min_size=1, max_size=8), min_size=1, max_size=6, unique=True)


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    pairs = []
    for number, key in enumerate(draw(KEYS)):
        start = number * 2000
        pairs.append(Pair(f"c{key}", draw(LINES), draw(LINES), start, start + 1500, draw(TEXT)))
    return Sheet("en", "pt-BR", tuple(pairs))


@pytest.mark.parametrize("suffix", SUFFIXES)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(sheet=sheets())
def test_round_trip(suffix: str, sheet: Sheet) -> None:
    if suffix == ".xlsx":
        pytest.importorskip("openpyxl", reason="not run: the extra xlsx is not installed")
    back = read_sheet(write_sheet(sheet, f"talk{suffix}"), f"talk{suffix}")
    assert (back.source_lang, back.target_lang) == ("en", "pt-BR")
    assert [p.id for p in back.pairs] == [p.id for p in sheet.pairs]
    for pair, again in zip(sheet.pairs, back.pairs, strict=True):
        assert (again.source, again.target) == (pair.source, pair.target)
        assert (again.start, again.end) == (pair.start, pair.end)


ODD = (
    Pair("1", "- Where to?\n- Home.", "- ¿Adónde?\n- A casa.", 0, 1000),
    Pair("2", "=1+1", "@home", 1000, 2000),
    Pair("3", 'He said "no", twice; then <left> & ran.', "Dijo «no» 'dos' veces.", 2000, 3000),
    Pair("4", "Good evening.", "", 3000, 4000, "ANN"),
    Pair("5", "'quoted'", "'=x'", 4000, 5000),
    Pair("6", "\\N and \\n stay", "C:\\temp\\new", 5000, 6000),
    Pair("7", "\u05e9\u05dc\u05d5\u05dd", "\u4f60\u597d\u3002", 6000, 7000),
    Pair("8", "a\u00a0b", "12\u202f%", 7000, 8000),
)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_odd_texts(suffix: str) -> None:
    if suffix == ".xlsx":
        pytest.importorskip("openpyxl", reason="not run: the extra xlsx is not installed")
    back = read_sheet(write_sheet(Sheet("en", "es", ODD), f"t{suffix}"), f"t{suffix}")
    expected = [(p.id, p.source, p.target) for p in ODD]
    assert [(p.id, p.source, p.target) for p in back.pairs] == expected
    assert back.pairs[3].speaker == "ANN"


@pytest.mark.parametrize("suffix", [".xlf", ".xliff", ".po"])
def test_translate_toolkit_reads_the_same(suffix: str) -> None:
    """An independent reader of these formats finds the same texts."""
    factory = pytest.importorskip("translate.storage.factory", reason="not run: no translate-toolkit")
    file = io.BytesIO(write_sheet(Sheet("en", "es", ODD), f"t{suffix}"))
    file.name = f"t{suffix}"
    if suffix == ".xliff":
        from translate.storage.xliff2 import Xliff2File

        units = Xliff2File.parsestring(file.getvalue()).units
    else:
        units = [unit for unit in factory.getobject(file).units if unit.source]
    found = [(str(unit.source), str(unit.target or "")) for unit in units]
    assert found == [(p.source, p.target) for p in ODD]


def test_xliff_is_what_the_standards_say() -> None:
    old = ElementTree.fromstring(write_sheet(Sheet("en", "es", ODD), "t.xlf"))
    assert old.tag == "{urn:oasis:names:tc:xliff:document:1.2}xliff"
    file = old[0]
    assert (file.get("source-language"), file.get("target-language"), file.get("datatype")) == ("en", "es", "plaintext")
    new = ElementTree.fromstring(write_sheet(Sheet("en", "es", ODD), "t.xliff"))
    assert (new.tag, new.get("version")) == ("{urn:oasis:names:tc:xliff:document:2.0}xliff", "2.0")
    assert (new.get("srcLang"), new.get("trgLang")) == ("en", "es")


FOREIGN = {
    "with inline codes.xlf": b"""<?xml version="1.0"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a" source-language="en" target-language="es" datatype="plaintext"><body><group id="g">
<trans-unit id="7"><source>The <g id="1">old</g> wall<x id="2"/>.</source>
<target>El muro <g id="1">viejo</g><bpt id="3">&lt;b&gt;</bpt>.</target>
</trans-unit></group></body></file></xliff>""",
    "in two segments.xliff": b"""<?xml version="1.0"?><xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0"
srcLang="en" trgLang="es"><file id="f"><unit id="7"><segment><source>The <pc id="1">old</pc></source><target>El muro
</target></segment><ignorable><source> </source></ignorable><segment><source>wall.</source><target><mrk id="m"
type="term">viejo</mrk>.</target></segment></unit></file></xliff>""",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_files_of_other_tools(name: str) -> None:
    pair = read_sheet(FOREIGN[name], name).pairs[0]
    assert pair.id == "7"
    assert pair.source == "The old wall."
    assert " ".join(without_tags(pair.target).split()) == "El muro viejo."


BROKEN = {
    "no rows.csv": b"",
    "no id column.csv": b"source,target\na,b\n",
    "no id.csv": b"id,source,target\n,a,b\n",
    "no table.html": b"<p>nothing</p>",
    "not xml.xlf": b"<xliff",
    "another xml.xlf": b"<tmx/>",
    "version 9.xlf": b'<xliff version="9.0" xmlns="x"/>',
    "entity.xlf": b'<!DOCTYPE x [<!ENTITY a "b">]><xliff version="1.2">&a;</xliff>',
    "no unit id.xlf": b'<xliff version="1.2"><file><trans-unit><source>a</source></trans-unit></file></xliff>',
    "no context.po": b'msgid "a"\nmsgstr "b"\n',
    "not po.po": b"hello\n",
    "text first.po": b'"hello"\n',
    "no zip.xlsx": b"PK\x03\x04 nothing",
    "an empty zip.xlsx": b"PK\x05\x06" + bytes(18),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_sheet_is_refused(name: str) -> None:
    if name.endswith("xlsx"):
        pytest.importorskip("openpyxl", reason="not run: the extra xlsx is not installed")
    with pytest.raises(InputError, match=name.split(".")[0] if "xlsx" not in name else "workbook"):
        read_sheet(BROKEN[name], name)


def test_an_unknown_suffix() -> None:
    with pytest.raises(UsageError, match="docx") as caught:
        read_sheet(b"", "talk.docx")
    assert ".csv" in caught.value.hint


def test_a_spreadsheet_never_gets_a_formula() -> None:
    rows = write_sheet(Sheet("en", "es", ODD), "t.csv").decode("utf-8-sig").split("\r\n")
    assert "'=1+1" in rows[3] + rows[2]
    pytest.importorskip("openpyxl", reason="not run: the extra xlsx is not installed")
    book = zipfile.ZipFile(io.BytesIO(write_sheet(Sheet("en", "es", ODD), "t.xlsx")))
    assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


def test_html_is_escaped_and_without_script() -> None:
    page = write_sheet(Sheet("en", "ar", (Pair('"><x', "<script>alert(1)</script>", "<b>x</b>"),)), "t.html").decode()
    assert "<script" not in page
    assert "<b>" not in page
    assert 'dir="rtl"' in page


def test_html_as_a_browser_saves_it_after_editing() -> None:
    page = write_sheet(Sheet("en", "es", (Pair("1", "Yes.\nNo.", "Sí.\nNo."),)), "t.html").decode()
    edited = page.replace("Sí.\nNo.</td>", "Claro.<br>Que no.<div>Nunca.</div></td>")
    assert edited != page
    assert read_sheet(edited.encode(), "t.html").pairs[0].target == "Claro.\nQue no.\nNunca."


def test_semicolons_and_numbers_as_a_spreadsheet_saves_them() -> None:
    data = "id;start;source (en);target (es)\r\n12.0;00:00,1;Yes.;Sí.\r\n;;;\r\n".encode("utf-8-sig")
    pair = read_sheet(data, "t.csv").pairs[0]
    assert (pair.id, pair.source, pair.target) == ("12", "Yes.", "Sí.")


TRACK = Track(
    (
        Cue(0, 2000, "Good evening.", id="10"),
        Cue(2000, 4000, (Line((Span("The boat is late.", Style(italic=True)),)),), id="20"),
        Cue(4000, 6000, "Where is it?", id="30"),
    ),
    "en",
)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_out_and_in_again_keeps_every_cue(suffix: str, tmp_path: Path) -> None:
    if suffix == ".xlsx":
        pytest.importorskip("openpyxl", reason="not run: the extra xlsx is not installed")
    target = TRACK.replace(cues=[cue.with_text(f"X{cue.text}") for cue in TRACK], language="es")
    sheet = read_sheet(write_sheet(sheet_of(TRACK, target), f"t{suffix}"), f"t{suffix}")
    result = apply_sheet(sheet, TRACK, load("default"))
    assert result.diagnostics == ()
    assert [(c.id, c.start, c.end) for c in result.value] == [(c.id, c.start, c.end) for c in TRACK]
    assert [c.text for c in result.value] == [c.text for c in target]
    assert result.value.cues[1].lines[0].spans[0].style.italic
    assert result.value.language == "es"


def codes(pairs: tuple[Pair, ...]) -> tuple[list[str], list[str]]:
    result = apply_sheet(Sheet("en", "es", pairs), TRACK)
    assert [(c.id, c.start, c.end) for c in result.value] == [(c.id, c.start, c.end) for c in TRACK]
    return [d.code for d in result.diagnostics], [c.text for c in result.value]


GOOD = (
    Pair("10", "Good evening.", "Uno."),
    Pair("20", "The boat is late.", "Dos."),
    Pair("30", "Where is it?", "Tres."),
)


def test_rows_in_another_order() -> None:
    assert codes(GOOD[::-1]) == ([], ["Uno.", "Dos.", "Tres."])


def test_a_row_is_missing() -> None:
    assert codes(GOOD[:2]) == (["translate.id-missing"], ["Uno.", "Dos.", "⟦Where is it?⟧"])


def test_a_row_too_many() -> None:
    assert codes((*GOOD, Pair("40", "x", "y"))) == (["translate.id-unknown"], ["Uno.", "Dos.", "Tres."])


def test_an_id_twice() -> None:
    assert codes((*GOOD, Pair("10", "Good evening.", "Otra."))) == (["translate.id-twice"], ["Uno.", "Dos.", "Tres."])


def test_no_translation() -> None:
    found, texts = codes((GOOD[0], Pair("20", "The boat is late.", "  "), GOOD[2]))
    assert found == ["translate.untranslated"]
    assert texts[1] == "⟦The boat is late.⟧"


def test_the_text_was_changed_meanwhile() -> None:
    assert codes((Pair("10", "Good morning.", "Uno."), *GOOD[1:])) == (
        ["translate.source-changed"],
        ["Uno.", "Dos.", "Tres."],
    )


def test_other_times() -> None:
    assert codes((Pair("10", "Good evening.", "Uno.", 5, 10), *GOOD[1:]))[0] == ["translate.times-changed"]


def test_a_style_inside_a_cue_that_does_not_come_back_is_told() -> None:
    line = Line((Span("The boat is ", Style()), Span("late", Style(italic=True))))
    track = Track((Cue(0, 1000, (line,)),), "en")
    result = apply_sheet(Sheet("en", "es", (Pair("1", "The boat is late", "Tarde"),)), track)
    assert [(d.code, d.cue) for d in result.diagnostics] == [("translate.style-lost", 1)]


def test_cues_without_ids_go_by_number() -> None:
    track = Track((Cue(0, 1, "a"), Cue(1, 2, "b")), "en")
    assert [p.id for p in sheet_of(track).pairs] == ["1", "2"]


def test_ids_that_come_twice_go_by_number() -> None:
    track = Track((Cue(0, 1, "a", id="x"), Cue(1, 2, "b", id="x")), "en")
    assert [p.id for p in sheet_of(track).pairs] == ["1", "2"]


def test_a_long_line_of_a_translator_is_broken() -> None:
    text = "Una frase bastante larga que no cabe en una sola línea de la pantalla."
    result = apply_sheet(Sheet("en", "es", (Pair("10", "Good evening.", text), *GOOD[1:])), TRACK, load("default"))
    assert len(result.value.cues[0].lines) == 2
    assert result.value.cues[0].text.replace("\n", " ") == text
