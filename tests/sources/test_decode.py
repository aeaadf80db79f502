"""Bytes to text: every sample of the table exactly right, and no byte lost whatever comes."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.matrix import matrix
from tests.sources.samples import SENTENCES, samples, track_text

from captionkit.delivery.names import language_in_name
from captionkit.diagnostics import Severity
from captionkit.errors import DecodeError
from captionkit.formats.srt.reader import read
from captionkit.sources import ReadOptions, Source
from captionkit.sources.decode import _mixed, decode

TABLE = list(samples())


def test_table_is_large_enough():
    assert len(TABLE) >= 40 * 3
    assert len({language for language, *_ in TABLE}) >= 15


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row[0]}-{row[1]}-{row[2]}".replace(" ", "-"))
def test_sample_is_read_exactly(row):
    language, _, _, data, text = row
    assert decode(data).text == text
    found = decode(data, name=f"film.{language}.srt")
    assert found.text == text
    assert found.diagnostics[0].code in ("read.encoding", "read.encoding-guess")
    assert 0 < found.confidence <= 1


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_no_bytes_crash_it(data):
    found = decode(data)
    assert isinstance(found.text, str)
    if b"\0" not in data and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        assert bool(found.text) == bool(data)


@given(st.text(min_size=1))
@settings(max_examples=200, deadline=None)
def test_utf8_is_never_guessed(text):
    data = text.encode("utf-8", "replace")
    if b"\0" in data or b"\x1b$" in data or data.startswith(codecs.BOM_UTF8):
        return
    found = decode(data)
    assert (found.text, found.encoding, found.confidence, found.diagnostics) == (data.decode(), "utf-8", 1.0, ())


@given(st.binary(min_size=1, max_size=200).filter(lambda data: b"\0" not in data))
@settings(max_examples=200, deadline=None)
def test_every_byte_leaves_a_character_in_a_single_byte_code_page(data):
    found = decode(data)
    if found.encoding.startswith(("cp125", "iso8859", "koi8", "cp8", "mac")) and not found.bom:
        assert len(found.text) == len(data)


@pytest.mark.parametrize(
    ("mark", "codec"),
    [(codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF32_BE, "utf-32-be")],
)
def test_mark_settles_it(mark, codec):
    found = decode(mark + "Grüße".encode(codec))
    assert (found.text, found.encoding, found.bom, found.confidence) == ("Grüße", codec, True, 1.0)


def test_mark_is_cut_where_the_encoding_is_forced_too():
    assert decode(codecs.BOM_UTF8 + b"a", encoding="utf-8").text == "a"
    assert decode("\ufeffa".encode("utf-16-le"), encoding="utf-16").text == "a"


def test_forced_encoding_that_does_not_fit_is_refused():
    with pytest.raises(DecodeError, match="at byte 1"):
        decode(b"a\xff", encoding="utf-8")
    with pytest.raises(DecodeError, match="no text encoding is called 'klingon'"):
        decode(b"a", encoding="klingon")
    with pytest.raises(DecodeError, match="no text encoding"):
        decode(b"a", encoding="base64")


def test_few_wrong_bytes_do_not_make_utf8_something_else():
    text = track_text("fr", 8)
    data = text.encode().replace("forêt".encode(), b"for\xeat")
    found = decode(data, name="f.srt")
    assert found.text == text
    assert found.encoding == "utf-8"
    assert found.diagnostics[0].code == "read.bytes-kept"
    assert "ea" in found.diagnostics[0].message
    assert data.splitlines()[found.diagnostics[0].line - 1].count(b"\xea") == 1


def test_file_cut_inside_a_character_stays_utf8():
    found = decode("Привет, мир".encode()[:-1])
    assert found.encoding == "utf-8"
    assert found.text.startswith("Привет, ми")
    assert len(found.text) == len("Привет, мир")


def test_odd_byte_after_utf16_is_shown():
    found = decode("1\n00:00:01,000 --> 00:00:02,000\nHi\n".encode("utf-16-le") + b"x")
    assert found.text.endswith("Hi\n\ufffd")
    assert [d.code for d in found.diagnostics] == ["read.encoding", "read.bytes-kept"]


def test_language_is_a_prior():
    data = "ą".encode("cp1250")
    assert decode(data, language="pl").text == "ą"


@pytest.mark.parametrize(
    ("name", "tag"),
    [("a.pl.srt", "pl"), ("dir.de/a.srt", ""), ("a.zh_Hant.srt", "zh-Hant"), ("a.v2.srt", ""), ("a.srt", ""), ("", "")],
)
def test_language_in_a_name(name, tag):
    assert language_in_name(name) == tag


def test_guess_is_told_with_its_confidence():
    short = decode("1\n00:00:01,000 --> 00:00:02,000\nCzęść\n".encode("cp1250"), name="x.srt")
    note = short.diagnostics[0]
    assert note.code == "read.encoding-guess"
    assert note.data["encoding"] == short.encoding
    assert note.severity is (Severity.INFO if short.confidence >= 0.8 else Severity.WARNING)


@pytest.mark.parametrize("language", ["fr", "ru", "ja"])
def test_whole_reader_keeps_the_encoding_in_the_layout(language):
    encoding = {"fr": "cp1252", "ru": "cp1251", "ja": "cp932"}[language]
    track = read(Source(track_text(language, 8).encode(encoding), "t.srt"), ReadOptions()).value
    assert [cue.text for cue in track] == list(SENTENCES[language])
    assert track.layout.encoding == encoding


def test_lines_in_two_encodings_are_each_read_as_their_own():
    lines = ["Le café est fermé.".encode(), "Déjà l\u2019été.".encode("cp1252"), "On dîne à huit heures.".encode()]
    found = decode(b"\n".join(lines))
    assert found.text == "Le café est fermé.\nDéjà l\u2019été.\nOn dîne à huit heures."
    assert [(d.code, d.line) for d in found.diagnostics] == [("read.mixed-encodings", 2)]


def test_no_file_in_one_code_page_is_taken_for_two():
    for sample in matrix():
        assert _mixed(sample.data, "", "a.srt") is None, sample
