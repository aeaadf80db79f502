"""Word and HTML documents: structure, tracked changes, tables, bold names, and what hostile ones get."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from io import BytesIO

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.api.options import arguments
from captionkit.api.read_transcript import read_transcript
from captionkit.errors import CaptionkitError, InputError, LimitError
from captionkit.model.transcript import Kind
from captionkit.sources import Source
from captionkit.transcripts import archives
from captionkit.transcripts.html_tokens import Tag, Text, tokens
from captionkit.transcripts.sniff import recognise

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def package(xml: str, part: str = "word/document.xml") -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(part, xml)
    return data.getvalue()


def document(body: str) -> bytes:
    return package(f'<?xml version="1.0"?><w:document {W}><w:body>{body}</w:body></w:document>')


def made(build) -> bytes:
    data, document = BytesIO(), docx.Document()
    build(document)
    document.save(data)
    return data.getvalue()


def said(data: bytes, **options):
    transcript = read_transcript(data, **arguments(read_transcript, options))
    return [(s.speaker, s.start, s.text) for s in transcript.segments if s.kind is Kind.SPEECH]


def test_names_in_bold_type_are_speakers():
    def build(document):
        for name, text in [("Nora", "The tide is in."), ("Ola", "Then we sail."), ("Nora", "It is late.")]:
            paragraph = document.add_paragraph()
            paragraph.add_run(name).bold = True
            paragraph.add_run(f" {text}")

    assert [s for s, _, _ in said(made(build))] == ["Nora", "Ola", "Nora"]


def test_emphasis_alone_makes_no_speaker():
    def build(document):
        document.add_paragraph().add_run("Never").bold = True
        document.paragraphs[0].add_run(" has the sea been so calm.")
        document.add_paragraph("We sailed at noon. Nobody spoke.")
        document.add_paragraph("The harbour was empty when we came back.")

    assert said(made(build))[0] == ("", None, "Never has the sea been so calm.")


def test_teams_paragraphs_with_a_line_break_inside():
    def build(document):
        for name, time, text in [("Nora Quist", "0:01", "The tide is in."), ("Ola Berg", "0:03", "Then we sail.")]:
            paragraph = document.add_paragraph()
            paragraph.add_run(name).bold = True
            paragraph.add_run(f"   {time}")
            paragraph.add_run().add_break()
            paragraph.add_run(text)

    assert said(made(build)) == [("Nora Quist", 1000, "The tide is in."), ("Ola Berg", 3000, "Then we sail.")]


def test_a_table_in_order_with_the_paragraphs_around_it():
    def build(document):
        document.add_heading("Harbour news", 1)
        table = document.add_table(rows=0, cols=4)
        for cells in [
            ("Time", "Speaker", "Dialogue", "Notes"),
            ("00:00:01", "NORA", "The tide is in.", "wide shot"),
            ("00:00:03", "OLA", "Then we sail.", ""),
        ]:
            for cell, text in zip(table.add_row().cells, cells, strict=True):
                cell.text = text

    transcript = read_transcript(made(build))
    assert [(s.speaker, s.start, s.text) for s in transcript.spoken] == [
        ("NORA", 1000, "The tide is in."),
        ("OLA", 3000, "Then we sail."),
    ]
    messages = [d.message for d in read_transcript(made(build)).diagnostics if d.code == "text.note"]
    assert "a column that is not speech: wide shot" in messages
    assert [(s.kind, s.text) for s in transcript.segments[:1]] == [(Kind.TITLE, "Harbour news")]


def test_inserted_text_is_read_and_deleted_text_is_not():
    body = (
        "<w:p><w:r><w:t>Anna: The tide is </w:t></w:r><w:del><w:r><w:delText>out</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>in</w:t></w:r></w:ins><w:r><w:t>.</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>Ben:</w:t><w:tab/><w:t>Good.</w:t></w:r></w:p>"
    )
    assert [(s, t) for s, _, t in said(document(body))] == [("Anna", "The tide is in."), ("Ben", "Good.")]


def test_lines_of_a_document_are_its_paragraphs():
    body = "".join(
        f"<w:p><w:r><w:t>{t}</w:t></w:r></w:p>" for t in ("Storm over", "Transcript:", "The sea is calm again.")
    )
    result = read_transcript(document(body))
    taken = next(d for d in result.diagnostics if d.code == "article.taken")
    assert (taken.data["from"], taken.data["marker"], taken.line) == (3, 2, 3)
    assert [s.line for s in result.spoken] == [3]


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), InputError),
        (package("<x/>", "other.xml"), InputError),
        (package("<!DOCTYPE d [<!ENTITY a 'b'>]><d>&a;</d>"), InputError),
        (package("<w:document"), InputError),
        (document("<w:p>" * 2000), LimitError),
        (package("<x/>")[:-30], InputError),
        (b"PK\x03\x04" + bytes(50), InputError),
    ],
)
def test_what_is_no_document_is_refused_by_name(data, error):
    with pytest.raises(error):
        read_transcript(data, format="docx")


def test_a_zip_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(archives, "MAX_XML", 10_000)
    with pytest.raises(LimitError):
        read_transcript(document("<w:p/>" * 5000), format="docx")


def test_html_headings_rows_and_entities():
    html = (
        "<!doctype html><html><head><title>Quay &amp; sea</title><style>p{}</style></head><body><nav>Home</nav>"
        "<h1>Harbour</h1><p>Some prose about the talk.</p><h2>Transcript</h2>"
        "<p><b>Nora:</b> It&#39;s late.</p><p><strong>Ola:</strong> Then we<br>sail.</p><script>x()</script>"
        "<p>Copyright 2031</p></body></html>"
    )
    result = read_transcript(html.encode())
    assert [(s.speaker, s.text) for s in result.spoken] == [("Nora", "It's late."), ("Ola", "Then we sail.")]
    assert result.title == "Quay & sea"
    assert "outside the page's content: 'Home'" in [d.message for d in result.diagnostics]


def test_html_table_rows_are_columns():
    rows = [("00:00:01", "Nora", "The tide is in."), ("00:00:03", "Ola", "Then we sail.")]
    html = "<table>" + "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in rows) + "</table>"
    assert said(html.encode()) == [("Nora", 1000, "The tide is in."), ("Ola", 3000, "Then we sail.")]


@given(st.lists(st.sampled_from([*"<>/!-\"'= abp\n", "<p>", "</p>", "<!--", "-->", "<script>", "&amp;"]), max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_html_is_tokens_with_rising_lines(parts):
    lines = [token.line for token in tokens("".join(parts))]
    assert lines == sorted(lines)
    read_transcript("".join(["<p>", *parts]).encode(), format="html")


def test_quotes_in_attributes_hide_their_brackets():
    assert list(tokens("<a title='5 > 3' href=x>go</a>")) == [
        Tag("a", {"title": "5 > 3", "href": "x"}, False, 1),
        Text("go", 1),
        Tag("a", {}, True, 1),
    ]


@given(st.binary(max_size=300))
@settings(max_examples=60, deadline=None)
def test_bytes_of_any_kind_give_a_transcript_or_an_error_of_ours(data):
    for name in ("docx", "html", "rtf", "table", "inqscribe", "otranscribe", "text"):
        with suppress(CaptionkitError):
            assert read_transcript(data, format=name).source


RTF = (
    rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0 Helvetica;}}{\*\generator X;}{\info{\title T}}\uc1 "
    rb"{\b Nora}\b0  The tide\tab is in \u8212?  \'d1\'ce\par "
    rb"{\b Ola} Then\line we {\i sail}.\par {\b Nora} \{Yes\}.\par}"
)


def test_rich_text_characters_breaks_and_names():
    assert recognise(Source(RTF, "talk.txt")).name == "rtf"
    assert [(s, t) for s, _, t in said(RTF)] == [
        ("Nora", "The tide is in — СО"),
        ("Ola", "Then we sail."),
        ("Nora", "{Yes}."),
    ]


BROKEN = [b"{\\rtf1", b"{\\rtf1 }}}} x", b"{\\rtf1 \\u-1 \\u99999999 \\'zz \\", b"{\\rtf1 \\uc9\\u55357?\\u56832?}"]


@pytest.mark.parametrize("rtf", BROKEN)
def test_broken_rich_text_is_read(rtf):
    assert read_transcript(rtf).source == "rtf"


def test_rich_text_nested_without_end_is_refused():
    with pytest.raises(LimitError):
        read_transcript(b"{\\rtf1 " + b"{" * 20_000, format="rtf")
