"""SRT markup to WebVTT without spans means what it means with them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.formats.base import WriteOptions
from captionkit.formats.srt import markup
from captionkit.formats.webvtt.body import parse_body
from captionkit.formats.webvtt.from_srt import payload_of_srt
from captionkit.formats.webvtt.render import render_body
from captionkit.formats.webvtt.writer import write
from captionkit.model.cue import Cue, raw_cue
from captionkit.model.raw import Raw
from captionkit.model.track import Track

PIECES = st.sampled_from(
    [
        "<i>",
        "</i>",
        "<b>",
        "</b>",
        "<u>",
        "</u>",
        '<font color="#ff0000">',
        "<font color=orange>",
        "</font>",
        "<I>",
        "tide",
        " & ",
        "a < b",
        "-->",
        "--",
        ">",
        "\n",
        "<font face=x>",
        "{\\an8}",
        "<c>",
        "é",
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=8).map("".join).filter(lambda text: "\n\n" not in f"\n{text}\n"))
@settings(max_examples=400)
def test_short_way_and_long_way_mean_the_same(payload: str) -> None:
    short = payload_of_srt(payload)
    if short is not None:
        lines = markup.parse_body(payload)[0]
        long = parse_body(render_body(lines))[0]
        assert [line for line in parse_body(short)[0] if line.text] == [line for line in long if line.text]
        assert "-->" not in short


def converted(payload: str, settings: str = "") -> str:
    cue = raw_cue(1000, 2000, Raw(markup.SRT, payload, settings), id="1")
    return write(Track((cue,), format="srt"), WriteOptions()).value.decode().split("\n\n", 1)[1].strip()


@pytest.mark.parametrize(
    ("srt", "timing", "payload"),
    [
        ("plain & simple", "", "plain &amp; simple"),
        ("if a < b then c > d", "", "if a &lt; b then c > d"),
        ("a --> b", "", "a --&gt; b"),
        ("<i>both\nlines</i>", "", "<i>both\nlines</i>"),
        ("{\\an8}<b>top</b>", " line:0", "<b>top</b>"),
        ("{\\an7}corner", " line:0 align:left", "corner"),
        ('<font color="#FFFF00">yellow</font>', "", "<c.yellow>yellow</c>"),
        ("<i>never closed", "", "<i>never closed</i>"),
        ("{brace}", "", "{brace}"),
    ],
)
def test_srt_markup_becomes_webvtt(srt: str, timing: str, payload: str) -> None:
    assert converted(srt) == f"00:00:01.000 --> 00:00:02.000{timing}\n{payload}"


def test_a_colour_without_a_default_class_gets_a_style_rule() -> None:
    cue = raw_cue(0, 1000, Raw(markup.SRT, '<font color="#ff8800">amber</font>'))
    text = write(Track((cue, cue)), WriteOptions()).value.decode()
    assert text.startswith("WEBVTT\n\nSTYLE\n::cue(.color_ff8800) { color: #ff8800 }\n\n00:00")
    assert text.count("<c.color_ff8800>amber</c>") == 2


def test_consecutive_srt_numbers_are_no_identifiers_but_others_are() -> None:
    cues = [
        raw_cue(0, 1, Raw(markup.SRT, "a"), id="1"),
        raw_cue(1, 2, Raw(markup.SRT, "b"), id="7"),
        Cue(2, 3, "c", id="3"),
    ]
    text = write(Track(tuple(cues)), WriteOptions()).value.decode()
    assert [line for line in text.split("\n") if line.isdigit()] == ["7", "3"]
