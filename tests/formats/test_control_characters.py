"""No file that is written holds a control character: a terminal would obey it, a player show a box."""

from __future__ import annotations

import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import captionkit
from captionkit.formats import FORMATS, WriteOptions
from captionkit.model.cue import Cue
from captionkit.model.text import Line, Span, Style
from captionkit.model.track import Track
from captionkit.text.controls import has_controls, without_controls

TEXTS = [name for name in FORMATS.names() if FORMATS.get(name).write and not FORMATS.get(name).binary]
CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")


def saved(track: Track, target: str, **options: object) -> tuple[str, set[str]]:
    file = io.BytesIO()
    written = captionkit.save(track, file, target, options=WriteOptions(**options))  # type: ignore[arg-type]
    data = file.getvalue()
    encoding = "utf-16" if data[:2] == b"\xff\xfe" else str(options.get("encoding", "utf-8"))
    return data.decode(encoding), {d.code for d in written.diagnostics}


def evil() -> Track:
    said = Line((Span("Set\x1b]52;c;aGk=\x07 sail,", Style(voice="Ann\x1b[31m")), Span(" it\x92s\x00 late\x9b2J.\x7f")))
    return Track((Cue(0, 2000, (said,), id="first\x1bc"), Cue(3000, 4000, "Bye\x0bnow.")), language="en")


@pytest.mark.parametrize("target", TEXTS)
def test_no_control_character_reaches_a_text_file(target: str) -> None:
    text, found = saved(evil(), target)
    assert not CONTROL.search(text)
    if target == "ckit":  # which loses nothing: JSON spells them
        assert [cue.lines for cue in captionkit.load(text.encode())] == [cue.lines for cue in evil()]
    elif "late" in text:  # chapters and the like keep the first words only
        assert found & {"delivery.control", "srt.control"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_the_same_in_any_encoding(encoding: str) -> None:
    track = Track((Cue(0, 2000, "Wait\x07 here, it\x92s late."),))
    text, found = saved(track, "srt", encoding=encoding)
    assert "Wait here, it\u2019s late." in text
    assert found & {"delivery.control", "srt.control"}


@pytest.mark.parametrize("target", ["srt", "vtt"])
def test_bug_the_witness_refused_what_the_writer_had_taken_out(target: str, tmp_path) -> None:
    """Controls in JSON once ended caption with "an independent reader reads the file differently"."""
    source = tmp_path / "a.json"
    source.write_text(
        json.dumps({"language": "en", "segments": [{"start": 0, "end": 2, "text": "Wait\x1b[31m here."}]})
    )
    captionkit.caption(source).save(tmp_path / f"a.{target}")
    assert captionkit.load(tmp_path / f"a.{target}").text == "Wait[31m here."


def test_no_control_character_reaches_a_segment(tmp_path) -> None:
    made = captionkit.hls([evil()], tmp_path, segment=6000)
    assert "delivery.control" in {d.code for d in made.diagnostics}
    assert not any(CONTROL.search(path.read_text()) for path in tmp_path.rglob("*.vtt"))


def test_srt_read_as_latin_1_has_the_signs_of_windows_1252() -> None:
    data = b"1\n00:00:01,000 --> 00:00:02,000\nIt\x92s late\x85\n"
    track = captionkit.load(data, options=captionkit.ReadOptions(encoding="latin-1"))
    assert track.text.startswith("It\u2019s late")
    assert "srt.control" in {d.code for d in track.diagnostics}


@given(st.text(st.characters(max_codepoint=0x17F), max_size=20))
def test_without_controls_takes_out_controls_alone(text: str) -> None:
    clean = without_controls(text)
    assert has_controls(text) == has_controls(text, text.encode(), "utf-8") == bool(CONTROL.search(text))
    assert not CONTROL.search(clean)
    if not CONTROL.search(text):
        assert clean == text


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "utf-16"])
def test_an_encoding_that_a_format_does_not_take_makes_no_controls(encoding: str) -> None:
    track = Track((Cue(0, 2000, "\u00c9t\u00e9 \u00e0 \u00cele"),))
    text, _ = saved(track, "vtt", encoding="utf-8")
    file = io.BytesIO()
    written = captionkit.save(track, file, "vtt", options=WriteOptions(encoding=encoding))
    assert file.getvalue().decode() == text
    assert "delivery.control" not in {d.code for d in written.diagnostics}
