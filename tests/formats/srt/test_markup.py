"""SRT markup: what is markup, what is text, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import lines, places, texts

from captionkit.formats.anchor import anchor_of, is_exact, positioning_of
from captionkit.formats.srt import CAN
from captionkit.formats.srt.markup import escape, parse_body, render
from captionkit.model.cue import Positioning
from captionkit.model.text import Line, Span, Style

LITERAL = (
    "if a < b then c > d",
    "{brace}",
    "{\\o/}",
    "<c.yellow>",
    "<v Ann>",
    "<b then c>",
    "< i >",
    "</>",
    "<>",
    "a <",
    "{",
    "{\\",
    "{\\an8",
    "&amp; &lt;",
    "<3",
    "<ix>",
    "{\\unknown1}",
    "<font",
    "{an8}",
    "1 < 2 > 0",
)


def spans(payload):
    return [[(span.text, span.style) for span in line.spans] for line in parse_body(payload)[0]]


@pytest.mark.parametrize("text", LITERAL)
def test_what_is_not_markup_is_text(text):
    assert spans(text) == [[(text, Style())]]


@pytest.mark.parametrize(
    ("payload", "style"),
    [
        ("<i>x</i>", Style(italic=True)),
        ("<B>x</B>", Style(bold=True)),
        ("<u >x</u >", Style(underline=True)),
        ("<s>x", Style(strike=True)),
        ("<strike>x</strike>", Style(strike=True)),
        ("{\\i1}x{\\i0}", Style(italic=True)),
        ("{\\b1\\u1}x", Style(bold=True, underline=True)),
        ("{\\b700}x", Style(bold=True)),
        ("<i>{\\i0}x</i>", Style()),
        ('<font color="#ff0000">x</font>', Style(color="#ff0000")),
        ("<font color='red' face=Arial>x</font>", Style(color="red", font="Arial")),
        ("<font size=12>x</font>", Style()),
        ("<font color=red><font face=Arial>x</font></font>", Style(color="red", font="Arial")),
        ("{\\c&H0000FF&}x", Style(color="#ff0000")),
        ("{\\1c&HFF8000&}x{\\r}", Style(color="#0080ff")),
        ("{\\fnDejaVu Sans}x", Style(font="DejaVu Sans")),
    ],
)
def test_markup(payload, style):
    assert spans(payload) == [[("x", style)]]


@pytest.mark.parametrize(
    ("payload", "anchor"),
    [("{\\an8}x", 8), ("{\\a6}x", 8), ("{\\an8}{\\an2}x", 8), ("x{\\an7}", 7), ("{\\an0}x", None)],
)
def test_anchor(payload, anchor):
    place = parse_body(payload)[1]
    assert (place.anchor if place else None) == anchor


def test_tags_of_ass_without_a_meaning_are_kept():
    body = parse_body("{\\an8\\pos(10,20)}x{\\k20}")
    assert body[1] == Positioning(anchor=8, other=("{\\pos(10,20)}", "{\\k20}"))
    assert parse_body(render(body[0], body[1]))[:2] == body[:2]


def test_clip_is_no_colour():
    assert spans("{\\clip(0,0,1,1)}x") == [[("x", Style())]]


@given(texts(min_size=1))
@settings(max_examples=200, deadline=None)
def test_escaped_text_is_text(text):
    assert spans(escape(text)) == [[(text, Style())]]


@given(st.lists(lines(CAN), max_size=3), places(CAN))
@settings(max_examples=200, deadline=None)
def test_rendered_lines_are_read_back(body, place):
    found = parse_body(render(body, place))
    wanted_place = None if place is None or place.box else place
    assert found[0] == tuple(body)
    assert (found[1] and found[1].anchor) == (wanted_place and wanted_place.anchor)


def test_styles_stay_open_over_lines():
    italic = Style(italic=True)
    body = (Line((Span("a", italic),)), Line((Span("b", italic), Span("c"))))
    assert render(body) == "<i>a\nb</i>c"


def test_class_colours_come_from_the_style_sheet():
    assert (
        render((Line((Span("x", Style(classes=("loud",))),)),), classes={"loud": Style(color="red")})
        == '<font color="red">x</font>'
    )


@pytest.mark.parametrize("anchor", range(1, 10))
def test_nine_places_are_kept_by_settings(anchor):
    assert anchor_of(positioning_of(anchor)) == (None if anchor == 2 else anchor)
    assert is_exact(positioning_of(anchor))


@pytest.mark.parametrize(
    ("positioning", "anchor", "exact"),
    [
        (Positioning(line=85, line_percent=True), None, False),
        (Positioning(line=0), 8, True),
        (Positioning(line=5, line_percent=True), 8, False),
        (Positioning(line=-1), None, False),
        (Positioning(align="start"), 1, False),
        (Positioning(align="right"), 3, True),
        (Positioning(position=10, align="start"), 1, False),
        (Positioning(vertical="rl"), None, False),
    ],
)
def test_settings_to_the_nearest_place(positioning, anchor, exact):
    assert anchor_of(positioning) == anchor
    assert is_exact(positioning) is exact
