"""Documents that carry a transcript (OpenDocument, EPUB, Excel, PDF, RTF, tables) and those refused with a way out."""

from __future__ import annotations

import random
import re
import sys
import zipfile
import zlib
from contextlib import suppress
from io import BytesIO

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfminer.fontmetrics import FONT_METRICS

from captionkit.api.read_transcript import read_transcript
from captionkit.errors import CaptionkitError, InputError, LimitError, MissingExtraError
from captionkit.model.transcript import Kind
from captionkit.sources import Source
from captionkit.transcripts import archives
from captionkit.transcripts import pdf as pdf_module
from captionkit.transcripts.sniff import recognise

TALK = [("Nora", "The tide is in."), ("Ola", "Then we sail at noon."), ("Nora", "It is late for that.")]
WORDS = [word for _, text in TALK for word in text.split()]


def zipped(parts: dict[str, str | bytes], mime: str = "") -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        if mime:
            archive.writestr(zipfile.ZipInfo("mimetype"), mime)
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def odt(body: str, kind: str = "text") -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table")
    )
    xml = f"<office:document-content {spaces}><office:body><office:text>{body}</office:text></office:body>"
    return zipped({"content.xml": f"{xml}</office:document-content>"}, f"application/vnd.oasis.opendocument.{kind}")


def epub(pages: dict[str, str], opf: str = "OEBPS/book.opf") -> bytes:
    container = f'<container><rootfiles><rootfile full-path="{opf}"/></rootfiles></container>'
    items = "".join(f'<item id="{n}" href="{n}" media-type="application/xhtml+xml"/>' for n in pages)
    spine = "".join(f'<itemref idref="{n}"/>' for n in pages)
    book = f"<package><manifest>{items}</manifest><spine>{spine}</spine></package>"
    parts: dict[str, str | bytes] = {"META-INF/container.xml": container, opf: book}
    for name, body in pages.items():
        parts[f"OEBPS/{name}"] = f"<html><body>{body}</body></html>"
    return zipped(parts, "application/epub+zip")


def pdf(*pages: list[tuple[int, int, str]], compress: bool = False) -> bytes:
    """Return a PDF of lines (x, y, text) in 11-point Helvetica."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    body = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        stream = "\n".join(f"BT /F1 11 Tf {x} {y} Td ({text}) Tj ET" for x, y, text in lines).encode("cp1252")
        filters = b""
        if compress:
            stream, filters = zlib.compress(stream), b"/Filter /FlateDecode "
        body.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (5 + 2 * number)
        )
        body.append(b"<< %s/Length %d >>\nstream\n%s\nendstream" % (filters, len(stream), stream))
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(body, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(body) + 1, table)
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(body) + 1, len(out))
    )  # fmt: skip


def said(data: bytes, **options):
    transcript = read_transcript(data, **options)
    return [(s.speaker, s.text) for s in transcript.segments if s.kind is Kind.SPEECH]


def times(data: bytes):
    return [(s.speaker, s.start, s.text) for s in read_transcript(data).spoken]


# --- OpenDocument ---


def test_odt_paragraphs_tabs_and_breaks():
    body = "".join(f"<text:p><text:span>{who}:</text:span><text:s/>{text}</text:p>" for who, text in TALK)
    assert said(odt(body)) == TALK


def test_odt_deleted_text_comments_and_notes_are_not_spoken():
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>Gone words</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:p>Nora: The tide<office:annotation><text:p>check</text:p></office:annotation> is in."
        "<text:note><text:note-body><text:p>a footnote</text:p></text:note-body></text:note></text:p>"
        "<text:p>Ola: Then we sail at noon.</text:p><text:p>Nora: It is late for that.</text:p>"
    )
    assert said(odt(body)) == TALK


def test_odt_table_rows_are_turns():
    rows = "".join(
        f"<table:table-row><table:table-cell><text:p>{who}:</text:p></table:table-cell>"
        f"<table:table-cell><text:p>{text}</text:p></table:table-cell></table:table-row>"
        for who, text in TALK
    )
    assert said(odt(f"<table:table>{rows}</table:table>")) == TALK


# --- zip files that were packed again ---


@pytest.mark.parametrize("order", ["compressed", "last", "missing"])
@pytest.mark.parametrize("kind", ["odt", "epub"])
def test_what_a_zip_file_is_its_parts_say_however_they_are_packed(kind, order):
    paragraphs = "".join(f"<text:p>{who}: {text}</text:p>" for who, text in TALK)
    pages = {"a.xhtml": "".join(f"<p>{who}: {text}</p>" for who, text in TALK)}
    with zipfile.ZipFile(BytesIO(odt(paragraphs) if kind == "odt" else epub(pages))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    mime = parts.pop("mimetype")
    if kind == "odt":
        parts["META-INF/manifest.xml"] = b"<manifest/>"
    packed = {"mimetype": mime, **parts} if order == "compressed" else {**parts, "mimetype": mime}
    if order == "missing":
        del packed["mimetype"]
    data = zipped(packed)
    assert recognise(Source(data)).name == kind
    assert said(data) == TALK


# --- EPUB ---


def test_epub_pages_come_in_the_order_of_the_spine():
    pages = {"b.xhtml": "<p>Nora: The tide is in.</p><p>Ola: Then we sail at noon.</p>",
             "a.xhtml": "<p>Nora: It is late for that.</p>"}  # fmt: skip
    assert said(epub(pages)) == TALK


def test_epub_page_outside_the_archive_is_refused():
    with pytest.raises(InputError):
        read_transcript(epub({"../../etc/words.xhtml": "<p>Nora: The tide is in.</p>"}, "a.opf"))


# --- Excel ---


def workbook(rows) -> bytes:
    book, data = openpyxl.Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(data)
    return data.getvalue()


def test_xlsx_rows_are_read_as_a_table():
    rows = [("Time", "Speaker", "Text"), *((f"00:00:0{n}", *turn) for n, turn in enumerate(TALK, 1))]
    assert times(workbook(rows)) == [(who, 1000 * n, text) for n, (who, text) in enumerate(TALK, 1)]


def test_xlsx_fractions_of_a_day_are_times_by_the_cells_format():
    book, data = openpyxl.Workbook(), BytesIO()
    for row in [("Time", "Speaker", "Text"), *(((5 * n + 0.5) / 86400, *turn) for n, turn in enumerate(TALK))]:
        book.active.append(row)
    for cell in book.active["A"][1:]:
        cell.number_format = "h:mm:ss.000"
    book.save(data)
    assert [start for _, start, _ in times(data.getvalue())] == [500, 5500, 10500]


def test_xlsx_other_sheets_are_reported():
    book, data = openpyxl.Workbook(), BytesIO()
    for row in [("Speaker", "Text"), *TALK]:
        book.active.append(row)
    book.create_sheet("Notes").append(("to do",))
    book.save(data)
    result = read_transcript(data.getvalue())
    assert "stt.ignored-text" in {d.code for d in result.diagnostics}
    shown = " ".join(s.text for s in result.segments).split()
    assert [word for word in WORDS if word not in shown] == []


# --- PDF ---


def lines(*texts: str, x: int = 72, top: int = 700, step: int = 14) -> list[tuple[int, int, str]]:
    return [(x, top - step * n, text) for n, text in enumerate(texts) if text]


def interleaved(left: list[tuple[int, int, str]], right: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    return sorted(left + right, key=lambda line: -line[1])


@pytest.mark.parametrize("compress", [False, True], ids=["plain", "compressed"])
def test_pdf_turns_are_read(compress):
    page = lines("Nora: The tide is in.", "", "Ola: Then we sail at noon.", "", "Nora: It is late for that.")
    assert said(pdf(page, compress=compress)) == TALK


@pytest.mark.parametrize("order", ["reversed", "shuffled", "odd first"])
def test_pdf_characters_drawn_in_another_order(order):
    widths = FONT_METRICS["Helvetica"][1]
    drawn = []
    for n, (who, text) in enumerate(TALK):
        x = 72.0
        for c in f"{who}: {text}":
            drawn += [(round(x, 2), 700 - 28 * n, c)] if c != " " else []
            x += widths[c] * 0.011
    if order == "odd first":
        drawn = [*drawn[1::2], *drawn[::2]]
    elif order == "reversed":
        drawn.reverse()
    else:
        random.Random(4).shuffle(drawn)
    assert said(pdf(drawn)) == TALK


def test_pdf_columns_are_read_one_after_the_other():
    left = lines("Nora: The tide came in with the", "wind from the north, as it does.", "", "Ola: Then we sail at",
                 "noon, before it turns again.")  # fmt: skip
    right = lines("Nora: It is late for that, and", "the boats are not painted yet.", "", "Ola: They never are, by the",
                  "time that the tide comes in.", x=330)  # fmt: skip
    assert [who for who, _ in said(pdf(interleaved(left, right)))] == ["Nora", "Ola", "Nora", "Ola"]


def test_pdf_names_beside_the_text_are_no_column():
    page = [
        line
        for n, (who, text) in enumerate(TALK * 2)
        for line in ((72, 700 - 28 * n, f"{who}:"), (150, 700 - 28 * n, text))
    ]
    assert said(pdf(page)) == TALK * 2


def test_pdf_of_pictures_and_a_locked_one_are_refused_with_the_way_out():
    with pytest.raises(InputError) as caught:
        read_transcript(pdf([]))
    assert "ocrmypdf" in (caught.value.hint or "")


def test_pdf_is_never_text(monkeypatch):
    data = b"%PDF-1.7\n" + b"Some words that look like prose. " * 50
    assert recognise(Source(data, "talk.txt")).name == "pdf"
    with pytest.raises(InputError):
        read_transcript(data)
    monkeypatch.setitem(sys.modules, "pdfminer.high_level", None)
    with pytest.raises(MissingExtraError) as caught:
        read_transcript(pdf(lines("Nora: Hello.")))
    assert "captionkit[pdf]" in (caught.value.hint or "")


def test_pdf_that_breaks_the_rules_is_read_and_said_to_once(capsys):
    broken = re.sub(rb"/MediaBox ?\[[^]]*\]", b"", pdf(lines(*(f"{who}: {text}" for who, text in TALK))))
    found = read_transcript(broken, language="en")
    assert [(s.speaker, s.text) for s in found.spoken] == TALK
    assert [d.message for d in found.diagnostics if d.code == "read.pdf" and "MediaBox" in d.message]
    assert not capsys.readouterr().err


def test_pdf_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(pdf_module, "MAX_UNPACKED", 100_000)
    bomb = pdf(lines(*["word " * 50] * 2000), compress=True)
    with pytest.raises(LimitError):
        read_transcript(bomb)


# --- RTF, HTML, Word ---


def test_rtf_deleted_and_hidden_text_is_not_spoken():
    rtf = (
        rb"{\rtf1\ansi Nora: The tide {\deleted was} is in.\par Ola: Then {\v secretly }we sail\deleted now\deleted0"
        rb"  at noon.\par Nora: It is late for that.\par}"
    )
    assert said(rtf) == TALK


def test_html_terms_and_what_stands_beside_them_are_turns():
    html = "<dl>" + "".join(f"<dt>{who}:</dt><dd>{text}</dd>" for who, text in TALK) + "</dl>"
    assert said(html.encode()) == TALK


@pytest.mark.parametrize(
    "said_in",
    ["<p>{}</p>", "<div><p>{}</p></div>", "\n  <p>{}</p>\n", "<ul><li>{}</li></ul>", "<blockquote>{}</blockquote>"],
)
def test_html_terms_stand_beside_paragraphs(said_in):
    html = "<dl>" + "".join(f"<dt>{who.lower()}</dt><dd>{said_in.format(text)}</dd>" for who, text in TALK) + "</dl>"
    assert said(html.encode()) == [(who.lower(), text) for who, text in TALK]


def test_html_terms_whose_text_goes_on_in_further_paragraphs():
    html = (
        "<dl><dt>nora</dt><dd><p>The tide is in.</p><p>It is late.</p></dd><dt>ola</dt><dd><p>Then we sail.</p></dd>"
        "<dt>[music]</dt><dd><p>It plays.</p></dd><dt>nora</dt><dd>At noon.</dd></dl>"
    )
    assert said(html.encode()) == [
        ("nora", "The tide is in."), ("nora", "It is late."), ("ola", "Then we sail."), ("ola", "It plays."),
        ("nora", "At noon."),
    ]  # fmt: skip


def test_html_preformatted_text_keeps_its_lines_and_blanks():
    rows = "HANNE:   The ice is thin.\nUWE:     Then we walk.\n\nHANNE:   It is far.\nUWE:     &lt;all&gt; day.\n"
    found = read_transcript(f"<html><body><h1>Talk</h1>\n<pre>\n\n{rows}</pre></body></html>".encode(), language="en")
    assert [(s.speaker, s.text) for s in found.spoken] == [
        ("HANNE", "The ice is thin."),
        ("UWE", "Then we walk."),
        ("HANNE", "It is far."),
        ("UWE", "<all> day."),
    ]
    assert [s.line for s in found.spoken] == [4, 5, 7, 8]
    table = "<pre>0:01\tHanne\tThe ice is thin.\n0:04\tUwe\tThen we walk.\n0:09\tHanne\tIt is far.\n</pre>"
    found = read_transcript(f"<html><body>{table}</body></html>".encode(), language="en")
    assert [(s.start, s.speaker) for s in found.spoken] == [(1000, "Hanne"), (4000, "Uwe"), (9000, "Hanne")]


def test_html_cell_that_goes_on_in_the_rows_below():
    html = (
        "<table><tr><td rowspan='2'>Nora:</td><td>The tide is in.</td></tr><tr><td>It is late.</td></tr>"
        "<tr><td>Ola:</td><td>Then we sail.</td></tr><tr><td>Nora:</td><td>No.</td></tr></table>"
    )
    assert said(html.encode()) == [
        ("Nora", "The tide is in."), ("Nora", "It is late."), ("Ola", "Then we sail."), ("Nora", "No."),
    ]  # fmt: skip


def test_html_paragraphs_in_a_cell_are_one_text():
    html = (
        "<table><tr><th>Who</th><th>Words</th></tr>"
        "<tr><td>Nora:</td><td><p>The tide</p><p>is in.</p></td></tr>"
        "<tr><td><p>Ola:</p></td><td>Then we sail.</td></tr>"
        "<tr><td>Nora:</td><td><div>It is late</div><div>for that.</div></td></tr></table>"
    )
    assert said(html.encode()) == [
        ("Nora", "The tide is in."), ("Ola", "Then we sail."), ("Nora", "It is late for that."),
    ]  # fmt: skip


def test_html_turns_in_one_cell_of_a_page_laid_out_by_a_table_stay_turns():
    turns = "".join(f"<p>{who}: {text}</p>" for who, text in TALK)
    html = f"<table><tr><td>Harbour talks</td><td><p>Part one.</p>{turns}</td></tr></table>"
    assert said(html.encode())[-len(TALK) :] == TALK


def test_docx_columns_of_one_row_are_rows_side_by_side():
    document, data = docx.Document(), BytesIO()
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    for cell, texts in zip(cells, zip(*TALK, strict=True), strict=True):
        cell.paragraphs[0].text = f"{texts[0]}:" if cell is cells[0] else texts[0]
        for text in texts[1:]:
            cell.add_paragraph(f"{text}:" if cell is cells[0] else text)
    document.save(data)
    assert said(data.getvalue()) == TALK


# --- refused ---


@pytest.mark.parametrize(
    ("data", "name", "hint"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "talk.doc", ".docx"),
        (zipped({"Index/Document.iwa": b"x"}), "talk.pages", "Export To"),
        (zipped({"Index.zip": b"x", "preview.jpg": b"x"}), "talk.pages", "Export To"),
        (zipped({"index.xml.gz": b"x"}), "talk.pages", "Export To"),
        (zipped({"xl/workbook.xml": "<workbook/>", "xl/worksheets/sheet1.xml": "<worksheet/>"}), "t.xlsx", "CSV"),
        (b"{'segments': [{'start': 0.0, 'end': 1.0, 'text': ' We sail.'}]}", "talk.json", "json.dump"),
        (b"[Segment(id=1, start=0.0, end=2.0, text=' We sail.')]", "talk.txt", "json.dump"),
    ],
)
def test_what_cannot_be_read_is_answered_with_the_way_out(tmp_path, data, name, hint):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_transcript(path)
    assert hint in (caught.value.hint or "")


MAKERS = {
    "odt": lambda text: odt(f"<text:p>{text}</text:p>"),
    "epub": lambda text: epub({"a.xhtml": f"<p>{text}</p>"}),
    "xlsx": lambda text: workbook([(text, "and more")]),
    "docx": lambda text: zipped({"word/document.xml": text}),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_zip_documents_beyond_the_limit_are_refused(kind, monkeypatch):
    monkeypatch.setattr(archives, "MAX_XML", 2000)
    with pytest.raises((LimitError, InputError)):
        read_transcript(MAKERS[kind]("words " * 2000), format=kind)


@given(kind=st.sampled_from(sorted(MAKERS)), place=st.integers(0, 4000), value=st.integers(0, 255))
@settings(max_examples=120, deadline=None)
def test_a_damaged_document_is_read_or_refused(kind, place, value):
    data = bytearray(MAKERS[kind]("Nora: The tide is in."))
    data[place % len(data)] = value
    with suppress(CaptionkitError):
        read_transcript(bytes(data), format=kind)


@given(place=st.integers(0, 4000), value=st.integers(0, 255))
@settings(max_examples=60, deadline=None)
def test_a_damaged_pdf_is_read_or_refused(place, value):
    data = bytearray(pdf(lines("Nora: The tide is in.")))
    data[place % len(data)] = value
    with suppress(CaptionkitError):
        read_transcript(bytes(data), format="pdf")


@pytest.mark.parametrize(
    ("xml", "error"),
    [
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", InputError),
        ("<x>" * 600, LimitError),
        ("<x>" * 600 + "</x>" * 600, LimitError),
    ],
    ids=["dtd", "deep", "deep and whole"],
)
def test_parts_with_a_dtd_or_nested_too_deep_are_refused(xml, error):
    with pytest.raises(error):
        read_transcript(zipped({"content.xml": xml}, "application/vnd.oasis.opendocument.text"))


def test_a_document_of_empty_elements_without_end_is_refused(monkeypatch):
    monkeypatch.setattr(archives, "MAX_ELEMENTS", 1000)
    xml = "<x>" + "<p/>" * 1000 + "</x>"
    with pytest.raises(LimitError, match="more than 1,000 elements"):
        read_transcript(zipped({"content.xml": xml}, "application/vnd.oasis.opendocument.text"))


@pytest.mark.parametrize("long", ["<!--{}-->", "<p a='{}'/>", "<?p {}?>", "<p{}/>"])
def test_what_does_not_end_for_megabytes_is_not_looked_at_again_and_again(long, monkeypatch):
    """A parser begins such a thing anew with each piece that it is given: forty megabytes took it 47 s."""
    given = []
    read = archives._Pieces.read

    def counted(pieces, size):
        given.append(read(pieces, size))
        return given[-1]

    monkeypatch.setattr(archives._Pieces, "read", counted)
    xml = f"<x><a/>{long.format('a' * 4_000_000)}<a/></x>"
    archive = archives.Archive(Source(zipped({"content.xml": xml})), "document")
    assert len(list(archive.events("content.xml"))) in (6, 8)
    assert len(given) < 12
    assert b"".join(given).decode() == xml
