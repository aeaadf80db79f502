"""Timed Text: what documents mean, what is written is read back, and hostile documents are stopped."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import captionkit
from captionkit.errors import InputError, LimitError, StrictError, UsageError
from captionkit.formats import FORMATS, Feature, WriteOptions
from captionkit.formats.loss import losses
from captionkit.formats.sniff import recognise
from captionkit.formats.ttml import DFXP, EBU_TT_D, ITT, SMPTE_TT, TTML, stream
from captionkit.formats.ttml.head import _color
from captionkit.formats.ttml.place import box_to_show, place_of
from captionkit.formats.ttml.writer import is_right_to_left
from captionkit.model.cue import Cue, Positioning
from captionkit.model.text import Line, Span, Style
from captionkit.model.timecode import RATES, frames_to_ms
from captionkit.model.track import Block, Track
from captionkit.sources import ReadOptions, Source
from captionkit.testing import FormatSuite, Sample
from tests.strategies import tracks

MEMBERS = {format.name: format for format in (TTML, DFXP, EBU_TT_D, SMPTE_TT, ITT)}
SPACES = (
    'xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling" '
    'xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"'
)
REGIONS = (
    '<layout><region xml:id="low" tts:origin="10% 80%" tts:extent="80% 15%" tts:displayAlign="after"/>'
    '<region xml:id="high" tts:origin="10% 5%" tts:extent="80% 15%"/></layout>'
)


def document(body: str, root: str = "", head: str = "") -> str:
    return f'<tt {SPACES} xml:lang="en" {root}><head>{head}</head><body>{body}</body></tt>'


def read(text: str | bytes, format=TTML, **options) -> Track:
    data = text if isinstance(text, bytes) else text.encode()
    result = format.read(Source(data, "t.ttml"), ReadOptions(**options))
    return result.value.with_diagnostics(result.diagnostics)


def written(track: Track, format=TTML, **options) -> str:
    return format.write(track, WriteOptions(**options)).value.decode()


def codes(track: Track) -> list[str]:
    return [d.code for d in track.diagnostics]


def shown(body: str, root: str = "", head: str = "") -> list[tuple[int, int, str]]:
    return [(cue.start, cue.end, cue.text) for cue in read(document(body, root, head))]


SAMPLE = document(
    '<div><p xml:id="first" begin="1s" end="2.5s" region="low" ttm:agent="ann">Good <span tts:fontStyle="italic">'
    'evening</span>,<br/>all.</p><p xml:id="second" begin="00:00:03.000" dur="1s" region="high">Come in.</p></div>',
    head='<metadata><ttm:title>Harbour</ttm:title><ttm:agent xml:id="ann"><ttm:name>Ann</ttm:name></ttm:agent>'
    f"</metadata>{REGIONS}",
)


class TestTtml(FormatSuite):
    format = TTML
    samples = (
        Sample("t.ttml", SAMPLE.encode(), "Good evening, all. Come in."),
        Sample("t.xml", SAMPLE.encode("utf-16"), "Good evening, all. Come in."),
    )


class TestDfxp(FormatSuite):
    format = DFXP
    samples = (Sample("t.dfxp", SAMPLE.encode(), "Good evening, all. Come in."),)


class TestEbuTtD(FormatSuite):
    format = EBU_TT_D
    samples = (Sample("t.xml", SAMPLE.encode(), "Good evening, all. Come in."),)


class TestSmpteTt(FormatSuite):
    format = SMPTE_TT
    samples = (Sample("t.xml", SAMPLE.encode(), "Good evening, all. Come in."),)


class TestItt(FormatSuite):
    format = ITT
    samples = (Sample("t.itt", SAMPLE.encode(), "Good evening, all. Come in."),)


# reading: times


@pytest.mark.parametrize(
    ("root", "begin", "end", "start", "stop"),
    [
        ("", "1.5s", "2m", 1500, 120_000),
        ("", "00:00:01.5", "00:00:02", 1500, 2000),
        ("", "1500ms", "0.5h", 1500, 1_800_000),
        ("", "00:00:01:15", "60f", 1500, 2000),
        ('ttp:frameRate="25"', "00:00:01:05", "50f", 1200, 2000),
        ('ttp:frameRate="25" ttp:subFrameRate="2"', "00:00:01:05.1", "50f", 1220, 2000),
        ('ttp:tickRate="10000000"', "15000000t", "20000000t", 1500, 2000),
        ('ttp:frameRate="25"', "30t", "50t", 1200, 2000),
        ("", "1t", "2t", 1000, 2000),
        # labels run slow at 23.976, media times do not
        ('ttp:frameRate="24" ttp:frameRateMultiplier="1000 1001"', "01:00:00:12", "01:00:02:00", 3_600_501, 3_602_000),
        (
            'ttp:timeBase="smpte" ttp:frameRate="24" ttp:frameRateMultiplier="999 1000"',
            "01:00:00:00", "01:00:01:00", 3_603_600, 3_604_601,
        ),
        (
            'ttp:timeBase="smpte" ttp:frameRate="30" ttp:frameRateMultiplier="1000:1001" ttp:dropMode="dropNTSC"',
            "00:01:00:02", "00:10:00:00", 60_060, 599_999,
        ),
        (
            'ttp:timeBase="smpte" ttp:frameRate="30" ttp:dropMode="dropPAL"',
            "00:02:00:04", "00:20:00:00", 120_000, 1_198_800,
        ),
    ],
)  # fmt: skip
def test_each_time_expression(root, begin, end, start, stop):
    assert shown(f'<div><p begin="{begin}" end="{end}">x</p></div>', root) == [(start, stop, "x")]


@given(st.integers(0, 10**7), st.sampled_from(sorted(RATES.items())))
@settings(max_examples=60, deadline=None)
def test_labels_mean_their_frames(frame, rate):
    _, exact = rate
    base = -(-exact.numerator // exact.denominator)
    multiplier = "1 1" if exact.denominator == 1 else "1000 1001"
    root = f'ttp:timeBase="smpte" ttp:frameRate="{base}" ttp:frameRateMultiplier="{multiplier}"'
    seconds, frames = divmod(frame, base)
    label = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}:{frames:02d}"
    [(start, _, _)] = shown(f'<div><p begin="{label}" dur="1h">x</p></div>', root)
    assert start == frames_to_ms(frame, exact)


def test_times_nest_and_follow_each_other():
    assert shown('<div begin="10s"><p begin="1s" dur="2s">x</p></div>') == [(11_000, 13_000, "x")]
    assert shown('<div begin="10s" end="12s"><p begin="1s" dur="9s">x</p></div>') == [(11_000, 12_000, "x")]
    body = '<div timeContainer="seq"><p dur="2s">a</p><p begin="1s" dur="2s">b</p></div>'
    assert shown(body) == [(0, 2000, "a"), (3000, 5000, "b")]
    body = '<div><p timeContainer="seq"><span dur="2s">a</span> <span dur="1s">b</span></p></div>'
    assert shown(body) == [(0, 2000, "a"), (2000, 3000, "b")]
    assert shown('<div timeContainer="seq"><p dur="1s">a</p><p>b</p><p>c</p></div>')[:2] == [
        (0, 1000, "a"), (1000, 6000, "b")
    ]  # fmt: skip


def test_spans_with_times_make_cues():
    body = '<div><p begin="1s" end="9s">One <span begin="2s" end="4s">two</span></p></div>'
    assert shown(body) == [(1000, 3000, "One"), (3000, 5000, "One two"), (5000, 9000, "One")]


def test_breaks_beside_spans_that_are_not_shown_are_no_lines():
    body = (
        '<div><p begin="1s" end="9s"><span begin="0s" end="2s">One</span><br/><span begin="2s" end="5s">Two</span></p>'
        '<p begin="10s" end="19s"><span begin="1s">High</span><br/>and<br/><span begin="2s">dry</span></p></div>'
    )
    assert shown(body) == [
        (1000, 3000, "One"), (3000, 6000, "Two"),
        (10_000, 11_000, "and"), (11_000, 12_000, "High\nand"), (12_000, 19_000, "High\nand\ndry"),
    ]  # fmt: skip


def test_breaks_of_a_text_that_stays_are_lines():
    assert shown('<div><p begin="1s" end="2s">One<br/><br/>Two<br/></p></div>') == [(1000, 2000, "One\n\nTwo\n")]


def test_spans_with_absolute_times():
    body = '<p begin="10s" end="14s"><span begin="10s" end="11s">a </span><br/><span begin="11s">b</span></p>'
    track = read(document(f"<div>{body}</div>"))
    assert [(cue.start, cue.end, cue.text) for cue in track] == [(10_000, 11_000, "a"), (11_000, 14_000, "b")]
    assert codes(track) == ["ttml.absolute-spans"]


def test_spans_with_absolute_times_in_one_line_are_words():
    """As programs for lyrics write them: the line is shown whole, its words have times."""
    body = (
        '<div begin="100s"><p begin="6s" end="10s"><span begin="6s" end="7s">How </span><span begin="7.5s">it'
        ' <span tts:fontStyle="italic">goes</span></span>,<br/><span begin="9s" end="9.5s">on</span>ly</p></div>'
    )
    [cue] = read(document(body))
    assert (cue.start, cue.end, cue.text) == (106_000, 110_000, "How it goes,\nonly")
    assert [(word.text, word.start, word.end) for word in cue.words] == [
        ("How", 106_000, 107_000), ("it", 107_500, 109_000), ("goes,", 107_500, 109_000), ("only", 109_000, 109_500),
    ]  # fmt: skip
    assert [span.style.time for span in cue.lines[0].spans] == [None, 107_500, None, None]
    assert cue.lines[0].spans[2].style.italic
    shown = FORMATS.get("vtt").write(Track((cue,)), WriteOptions()).value.decode()
    assert "How <00:01:47.500>it <i>goes</i>," in shown


def test_the_first_lines_of_a_song_are_read_as_the_later_ones():
    """Where a line is longer than what is before it, some of its spans would be shown by the rule, at other times."""
    for times, said in (
        ((2, 4, 5, 7), "1 of its 3 are never shown"), ((1, 5, 10, 20), "the last of its 3 is cut off"),
        ((60, 61, 62, 63), "3 of its 3 are never shown"),
    ):  # fmt: skip
        spans = "".join(f'<span begin="{a}s" end="{b}s">w{a} </span>' for a, b in pairwise(times))
        track = read(document(f'<div><p begin="{times[0]}s" end="{times[-1]}s">{spans}</p></div>'))
        assert [(cue.start, cue.end) for cue in track] == [(times[0] * 1000, times[-1] * 1000)]
        assert [word.start for word in track[0].words] == [time * 1000 for time in times[:-1]]
        assert said in track.diagnostics[0].message
    # by the rule all are shown, and they neither begin nor end with their paragraph
    track = read(document('<div><p begin="1s" end="20s"><span begin="2s">a</span> <span begin="9s">b</span></p></div>'))
    assert [cue.start for cue in track] == [3000, 10_000]
    assert codes(track) == []


def test_words_are_not_made_of_spans_that_overlap_or_are_alone():
    for body, found in (
        ('<span begin="6s" end="9s">a</span> <span begin="8s" end="10s">b</span>', ["a", "a b", "b"]),
        ('all <span begin="7s" end="9s">a</span>', ["all", "all a", "all"]),
        ('<span begin="6s" dur="1s">a</span> <span begin="8s">b</span>', ["a", "", "b"]),
    ):
        track = read(document(f'<div><p begin="6s" end="10s">{body}</p></div>'))
        assert [cue.text for cue in track] == [text for text in found if text]
        assert codes(track) == ["ttml.absolute-spans"]
    with pytest.raises(StrictError):
        read(
            document('<div><p begin="6s" end="10s"><span begin="6s">a</span> <span begin="8s">b</span></p></div>'),
            strict=True,
        )


def test_what_nothing_ends_lasts_until_the_next():
    track = read(document('<div><p begin="1s" dur="-2s">a</p><p begin="4s" end="5s">b</p><p begin="6s">c</p></div>'))
    assert [(cue.start, cue.end) for cue in track] == [(1000, 4000), (4000, 5000), (6000, 11_000)]
    assert codes(track) == ["ttml.bad-time", "ttml.no-end"]
    assert track.diagnostics[0].line == 1
    with pytest.raises(StrictError):
        read(document('<div><p begin="1s" dur="-2s">a</p></div>'), strict=True)


def test_paragraphs_that_say_the_same_one_after_the_other_stay_two():
    for said in ("Ha!", "<span tts:color='yellow'>Ha!</span>"):
        body = f'<div><p begin="1s" end="2s">{said}</p><p begin="2s" end="3s">{said}</p></div>'
        assert shown(body) == [(1000, 2000, "Ha!"), (2000, 3000, "Ha!")]


def test_set_divides_a_cue():
    body = '<div><p begin="0s" end="9s"><set begin="4s" tts:color="yellow"/>x</p></div>'
    track = read(document(body))
    assert [(c.start, c.end, c.lines[0].spans[0].style.color) for c in track] == [
        (0, 4000, ""),
        (4000, 9000, "#ffff00"),
    ]
    # what a cue cannot say does not divide it
    assert shown('<div><p end="9s"><set begin="4s" tts:fontSize="50%"/>x</p></div>') == [(0, 9000, "x")]
    assert shown('<div><p end="9s"><set begin="4s" tts:display="none"/>x</p></div>') == [(0, 4000, "x")]


# reading: text and styles


def test_blanks():
    assert shown('<div><p end="1s">\n  <span>First  line</span>\n <br/>\n <span>second</span>\n</p></div>') == [
        (0, 1000, "First line\nsecond")
    ]
    assert shown('<div><p end="1s"><span>a</span> <span> b</span></p></div>') == [(0, 1000, "a b")]
    assert shown('<div><p end="1s" xml:space="preserve"> a  b </p></div>') == [(0, 1000, " a  b ")]
    assert shown('<div xml:space="preserve"><p end="1s">\n   \n  a\n\n  b\n  </p></div>') == [(0, 1000, "a\nb")]
    assert shown('<div><p end="1s">a<br/><br/>b</p><p begin="2s" end="3s"> <br/> </p></div>') == [(0, 1000, "a\n\nb")]


def spans(body: str, head: str = "") -> list[tuple[str, Style]]:
    [cue] = read(document(body, head=head))
    return [(span.text, span.style) for line in cue.lines for span in line.spans]


def test_styles_by_reference_in_line_and_inherited():
    head = (
        '<styling><style xml:id="a" tts:color="yellow"/><style xml:id="b" style="a" tts:fontStyle="italic"/>'
        '<style xml:id="c" style="d"/><style xml:id="d" style="c" tts:fontWeight="bold"/></styling>'
    )
    assert spans('<div><p end="1s" style="b">x</p></div>', head) == [("x", Style(italic=True, color="#ffff00"))]
    assert spans('<div style="c"><p end="1s">x</p></div>', head) == [("x", Style(bold=True))]
    inner = '<span tts:fontStyle="normal" tts:color="#FF000080">x</span>'
    assert spans(f'<div style="b"><p end="1s">{inner}</p></div>', head) == [("x", Style(color="#ff000080"))]
    inner = '<span tts:textDecoration="noUnderline">b</span>'
    decorated = f'<div tts:textDecoration="underline lineThrough"><p end="1s">a{inner}</p></div>'
    assert spans(decorated) == [("a", Style(underline=True, strike=True)), ("b", Style(strike=True))]


def test_language_and_speaker_and_ruby_and_font():
    head = '<metadata><ttm:agent xml:id="s"><ttm:name>Ann</ttm:name></ttm:agent></metadata>'
    body = '<div><p end="1s">a<span xml:lang="fr" ttm:agent="s" tts:fontFamily="Arial">b</span></p></div>'
    assert spans(body, head) == [("a", Style()), ("b", Style(lang="fr", voice="Ann", font="Arial"))]
    body = (
        '<div><p end="1s"><span tts:ruby="container"><span tts:ruby="base">山</span><span tts:ruby="delimiter">(</span>'
        '<span tts:ruby="text">やま</span></span>へ</p></div>'
    )
    assert spans(body) == [("山", Style(ruby="base")), ("やま", Style(ruby="text")), ("へ", Style())]


def test_hidden_text_is_left_out_and_named():
    track = read(
        document('<div><p end="1s">a <span tts:visibility="hidden">b</span> c</p><p tts:opacity="0">d</p></div>')
    )
    assert [cue.text for cue in track] == ["a c"]
    [note] = [d for d in track.diagnostics if d.code == "ttml.hidden"]
    assert note.data["hidden"] == ["b", "d"]


@pytest.mark.parametrize(
    "region",
    [
        '<region xml:id="r" tts:opacity="0"/>',
        '<region xml:id="r"><style tts:opacity="0.0"/></region>',
    ],
)
def test_a_region_without_opacity_hides_its_text(region):
    head = f'<layout>{region}<region xml:id="q" tts:opacity="0.5"/></layout>'
    body = '<div><p region="r" end="1s">a<span begin="0.5s">b</span></p><p region="q" begin="1s" end="2s">c</p></div>'
    track = read(document(f'{body}<div><p region="r" end="1s">d</p></div>', head=head))
    assert [cue.text for cue in track] == ["c"]
    [note] = [d for d in track.diagnostics if d.code == "ttml.hidden"]
    assert {"d"} < set(note.data["hidden"])


def test_a_region_shows_its_text_from_when_it_is_given_opacity():
    head = '<layout><region xml:id="r" tts:opacity="0"><set begin="2s" tts:opacity="1"/></region></layout>'
    assert shown('<div><p region="r" end="5s">a</p></div>', head=head) == [(2000, 5000, "a")]


# reading: places


@pytest.mark.parametrize(
    ("region", "align", "place"),
    [
        ('tts:displayAlign="after"', "", None),
        ('tts:displayAlign="before"', "center", Positioning(anchor=8)),
        ('tts:origin="10% 10%" tts:extent="80% 80%" tts:displayAlign="after"', "left", Positioning(anchor=1)),
        ('tts:origin="10% 10%" tts:extent="80% 80%" tts:displayAlign="center"', "end", Positioning(anchor=6)),
        (
            'tts:origin="20% 79%" tts:extent="60% 6%"', "start",
            Positioning(line=79, line_percent=True, position=20, size=60, align="left"),
        ),
        (
            'tts:origin="160px 0px" tts:extent="160px 480px" tts:displayAlign="after"', "",
            Positioning(line=100, line_percent=True, line_align="end", position=37.5, size=25),
        ),
        (
            'tts:origin="80% 10%" tts:extent="10% 80%" tts:writingMode="tbrl"', "",
            Positioning(vertical="rl", line=90, line_percent=True, line_align="end", position=50, size=80),
        ),
    ],
)  # fmt: skip
def test_regions_are_places(region, align, place):
    side = f'tts:textAlign="{align}"' if align else ""
    head = f'<layout><region xml:id="r" {region}/></layout>'
    [cue] = read(document(f'<div><p end="1s" region="r" {side}>x</p></div>', 'tts:extent="640px 480px"', head))
    assert cue.positioning == place


def test_regions_that_contradict_or_lack():
    track = read(document('<div region="low"><p end="1s" region="high">x</p><p end="1s">y</p></div>', head=REGIONS))
    assert [cue.positioning for cue in track] == [Positioning(anchor=8), None]
    assert codes(track) == ["ttml.region-conflict"]
    track = read(document('<div><p end="1s">y</p></div>', head=REGIONS))
    assert (track[0].text, codes(track)) == ("y", ["ttml.no-region"])


# reading: documents


def test_drafts_pictures_and_other_xml():
    for space in ("http://www.w3.org/2006/10/ttaf1", "http://www.w3.org/2006/04/ttaf1", ""):
        text = f'<tt xmlns="{space}"><body><div><p begin="1s" end="2s">Old.</p></div></body></tt>'
        assert [cue.text for cue in read(text)] == ["Old."]
    with pytest.raises(InputError, match="pictures"):
        read(document('<div begin="1s" end="2s"><image src="1.png"/></div>'))
    with pytest.raises(InputError, match="not Timed Text"):
        read("<html><body><p>x</p></body></html>")
    assert len(read(document("<div/>"))) == 0


def test_damage_is_repaired_aloud():
    track = read(document('<div><p end="1s">Fish & chips&nbsp;&amp; peas</p></div>'))
    assert track[0].text == "Fish & chips\u00a0& peas"
    assert codes(track) == ["ttml.ampersand"]
    whole = document('<div><p end="1s">a</p><p begin="2s" end="3s">b</p></div>')
    track = read(whole[: whole.index("b</p>")])
    assert [cue.text for cue in track] == ["a"]
    assert codes(track) == ["ttml.broken"]
    latin = document('<div><p end="1s">café</p></div>').encode("cp1252")
    assert read(latin)[0].text == "café"
    declared = b'<?xml version="1.0" encoding="iso-8859-1"?>' + latin
    assert read(declared)[0].text == "café"


KARAOKE = "".join(f'<span begin="{n}ms">a</span>' for n in range(10_000))


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ('<!DOCTYPE tt [<!ENTITY a "b">]>' + document('<div><p end="1s">&a;</p></div>'), InputError),
        ('<!DOCTYPE tt [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + document("<div/>"), InputError),
        (document("<div>" * 300 + "</div>" * 300), LimitError),
        (document('<div><p end="1s">' + "<span>" * 300 + "x" + "</span>" * 300 + "</p></div>"), LimitError),
        (document('<div><p end="1s"><x>' + "<y>" * 300 + "x" + "</y>" * 300 + "</x></p></div>"), LimitError),
        (document(f'<div><p end="9h">{KARAOKE}</p></div>'), LimitError),
    ],
)  # fmt: skip
def test_attacks_are_stopped(text, error):
    with pytest.raises(error):
        read(text)


def test_members_are_known_by_content():
    track = read(SAMPLE)
    for name, format in MEMBERS.items():
        data = format.write(track, WriteOptions(rate="25")).value
        choice = recognise(Source(data, "x" + format.suffixes[0]))
        assert choice.format.name in (name, "ttml")
        assert choice.format.read(Source(data), ReadOptions()).value.text == track.text


# writing


@pytest.mark.parametrize("name", MEMBERS)
@given(st.data())
@settings(max_examples=25, deadline=None)
def test_written_is_read_back(name, data):
    format = MEMBERS[name]
    track = data.draw(tracks(can=format.can))
    track = track.replace(cues=[cue for cue in track if cue.text.strip()], language="en")
    made = written(track, format, rate="25")
    back = read(made, format)
    if Feature.MILLISECONDS in format.can:
        order = sorted(track, key=lambda cue: cue.start)
        assert [(cue.start, cue.end) for cue in back] == [(cue.start, cue.end) for cue in order]
        assert [meant(cue, format) for cue in back] == [meant(cue, format) for cue in order]
    else:
        assert sorted(cue.text for cue in back) == sorted(cue.text for cue in track)
    assert back.language == "en"


def meant(cue: Cue, format) -> tuple[object, ...]:
    lines = []
    for line in cue.lines:
        runs: list[tuple[str, Style]] = []
        for span in line.spans:
            color = _color(span.style.color)
            voice = "" if span.style.voice == cue.speaker else span.style.voice
            style = span.style.replace(color="" if color == "#ffffff" else color, voice=voice)
            if runs and runs[-1][1] == style:
                runs[-1] = (runs[-1][0] + span.text, style)
            else:
                runs.append((span.text, style))
        lines.append(runs)
    place = place_of(box_to_show(cue.positioning, rtl=is_right_to_left(cue.text))) if format is not DFXP else None
    return cue.speaker, place, lines, [note.strip() for note in cue.notes if note.strip()]


def test_what_is_written_escapes_text_and_names():
    hostile = '"><p>&\x01</p>]]>'
    cue = Cue(0, 900, (Line((Span(hostile, Style(font=hostile, lang=hostile, voice=hostile)),)),), id=hostile,
              speaker=hostile, notes=(hostile,))  # fmt: skip
    track = Track((cue,), hostile, title=hostile, blocks=(Block("note", hostile),))
    for format in MEMBERS.values():
        result = format.write(track, WriteOptions(rate="25"))
        ElementTree.fromstring(result.value)
        back = read(result.value, format)
        assert back[0].text == hostile.replace("\x01", "\ufffd")
        assert "ttml.character" in [d.code for d in result.diagnostics]


def test_a_document_comes_back_with_its_regions():
    track = read(SAMPLE)
    again = read(written(track))
    assert again == track
    assert 'region="high"' in written(track)
    assert losses(track, TTML) == ()


def test_places_that_only_others_have_are_reported():
    track = Track((Cue(0, 900, "x", positioning=Positioning(line=-3)),))
    assert [d.code for d in TTML.write(track, WriteOptions()).diagnostics] == ["ttml.place"]
    track = Track((Cue(0, 900, "x", positioning=Positioning(anchor=5)),), "en")
    assert [d.code for d in DFXP.write(track, WriteOptions()).diagnostics] == ["ttml.place"]


def test_itunes_counts_frames():
    cues = (Cue(0, 1001, "a"), Cue(1001, 3_600_000, "b"), Cue(3_599_000, 3_600_100, "c"))
    text = written(Track(cues, "en-US"), ITT, rate="23.976")
    assert 'ttp:frameRate="24" ttp:frameRateMultiplier="999 1000" ttp:dropMode="nonDrop"' in text
    assert re.findall(r'begin="(\S+)" end="(\S+)"', text) == [
        ("00:00:00:00", "00:00:01:00"), ("00:00:01:00", "00:59:55:10"), ("00:59:55:10", "00:59:56:12"),
    ]  # fmt: skip
    result = ITT.write(Track(cues, "en-US"), WriteOptions(rate="23.976", bom=True))
    assert [d.code for d in result.diagnostics] == ["ttml.overlap"]
    assert result.value.startswith(b"<?xml")
    dropped = read(
        document('<div><p begin="00:01:00:02" end="00:01:01:00">x</p></div>',
                 'ttp:timeBase="smpte" ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001" ttp:dropMode="dropNTSC"'),
        ITT,
    )  # fmt: skip
    assert 'begin="00:01:00:02" end="00:01:01:00"' in written(dropped, ITT)
    assert "ttml.rate-assumed" in [d.code for d in ITT.write(Track(cues, "en"), WriteOptions()).diagnostics]


def test_text_from_right_to_left_says_so():
    track = Track((Cue(0, 900, "שלום, world."), Cue(1000, 1900, "world, שלום.")), "he")
    assert written(track).count('tts:direction="rtl"') == 1
    assert 'tts:direction="rtl"' in written(track, EBU_TT_D)


def test_a_conversion_is_the_same_by_the_fast_way_and_the_slow():
    srt = "1\n00:00:01,000 --> 00:00:02,000\nFish & <i>chips</i>\n\n2\n00:00:02,500 --> 00:00:03,000\nplain\ntext\n"
    track = captionkit.loads(srt)
    by_hand = Track([Cue(c.start, c.end, c.lines, id=c.id) for c in track], track.language)
    for format in MEMBERS.values():
        assert written(track, format, rate="25") == written(by_hand, format, rate="25")


# what each member must and must not hold


def elements(text: str, name: str):
    return [e for e in ElementTree.fromstring(text).iter() if e.tag.rpartition("}")[2] == name]


RICH = Track(
    (
        Cue(0, 900, (Line((Span("a", Style(italic=True, color="yellow")), Span("b"))), Line()), speaker="Ann", id="x"),
        Cue(1000, 2000, "c\nd", positioning=Positioning(anchor=9), notes=("n",)),
        Cue(3000, 4000, "e", positioning=Positioning(line=30, line_percent=True, size=40)),
    ),
    "pt_BR",
    title="T",
)  # fmt: skip
TTS = "{http://www.w3.org/ns/ttml#styling}"
TTP = "{http://www.w3.org/ns/ttml#parameter}"
XML = "{http://www.w3.org/XML/1998/namespace}"


@pytest.mark.parametrize("name", MEMBERS)
def test_every_member_is_sound(name):
    text = written(RICH, MEMBERS[name], rate="25")
    root = ElementTree.fromstring(text)
    ids = [e.get(XML + "id") for e in root.iter() if e.get(XML + "id")]
    assert len(ids) == len(set(ids))
    assert all(re.match(r"[A-Za-z_][\w.-]*\Z", one) for one in ids)
    assert root.get(XML + "lang") == "pt-BR"
    for element in root.iter():
        for reference in (element.get("style") or "").split() + (element.get("region") or "").split():
            assert reference in ids
    assert root.get(TTP + "timeBase") == ("smpte" if name == "itt" else "media")
    assert "px" not in text


def test_netflix_musts():
    text = written(RICH, DFXP)
    assert len(elements(text, "region")) == 2
    assert all(re.match("[A-Za-z]", e.get(XML + "id")) for e in elements(text, "p"))
    assert all(e.get(TTS + "textAlign") and e.get(TTS + "displayAlign") for e in elements(text, "region"))
    assert "ttml.language" in [d.code for d in DFXP.write(RICH.replace(language=""), WriteOptions()).diagnostics]


@pytest.mark.parametrize("name", list(MEMBERS))
def test_words_that_are_no_language_are_not_written_as_one(name):
    for said, tag in (
        ("pt_BR", "pt-BR"),
        ("a language unheard of", ""),
        ("klingonisch", ""),
        ("de-CH-1996", "de-CH-1996"),
    ):
        made = MEMBERS[name].write(RICH.replace(language=said), WriteOptions(rate="25"))
        assert f'xml:lang="{tag}"' in made.value.decode()
        assert ("ttml.language" in [d.code for d in made.diagnostics]) == (not tag)


def test_ebu_tt_d_musts():
    text = written(RICH, EBU_TT_D)
    for element in ElementTree.fromstring(text).iter():
        kind = element.tag.rpartition("}")[2]
        if kind in ("body", "div", "p", "span"):
            assert not [key for key in element.attrib if key.startswith(TTS)], "inline styles"
            assert not {"dur", "timeContainer"} & set(element.attrib)
        if kind == "p":
            assert not (element.text or "").strip()
            assert all(not (child.tail or "").strip() for child in element)
            assert element.get(XML + "id")
            assert re.fullmatch(r"\d\d:\d\d:\d\d\.\d{3}", element.get("begin"))
        if kind == "region":
            assert element.get(TTS + "origin")
            assert element.get(TTS + "extent")
            assert not element.get(TTS + "textAlign")
    assert elements(text, "region")
    assert elements(text, "style")
    assert not elements(written(Track((), "en"), EBU_TT_D), "body")


def test_imsc_smpte_and_itunes_musts():
    root = ElementTree.fromstring(written(RICH))
    assert root.get(TTP + "contentProfiles") == "http://www.w3.org/ns/ttml/profile/imsc1.1/text"
    assert elements(written(RICH, SMPTE_TT), "information")
    text = written(RICH, ITT, rate="29.97")
    assert {e.get(XML + "id") for e in elements(text, "region")} == {"top", "bottom"}
    assert all(e.get("region") for e in elements(text, "p"))
    assert ";" not in text


def test_labels_of_a_document_that_does_not_say_what_they_are():
    """An hour of labels at 23.976 lasts 3.6 s longer than the clock that they look like."""
    root = '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:frameRate="24" '
    root += 'ttp:frameRateMultiplier="1000 1001"><body><div>'
    data = f'{root}<p begin="01:00:00:00" end="01:00:02:00">x</p></div></body></tt>'.encode()
    plain, labels = (TTML.read(Source(data), ReadOptions(time_base=base)) for base in ("", "smpte"))
    assert (plain.value[0].start, labels.value[0].start) == (3_600_000, 3_603_600)
    assert "ttml.time-base" in [d.code for d in plain.diagnostics]
    assert "ttml.time-base" not in [d.code for d in labels.diagnostics]
    with pytest.raises(UsageError):
        ReadOptions(time_base="film")


@pytest.mark.parametrize(("language", "most"), [("en", 2), ("ja", 4)])
def test_itt_names_cues_of_too_many_lines(language, most):
    cues = [Cue(0, 900, "\n".join("abcde"[:lines])) for lines in (most, most + 1)]
    found = FORMATS.get("itt").write(Track(cues, language), WriteOptions(rate="25")).diagnostics
    assert [(d.code, d.cue) for d in found if d.code == "ttml.lines"] == [("ttml.lines", 2)]


def test_itt_names_cues_that_are_shown_together():
    cues = [Cue(0, 2000, "a"), Cue(0, 1000, "b"), Cue(3000, 5000, "c"), Cue(2000, 2500, "d")]
    found = FORMATS.get("itt").write(Track(cues, "en"), WriteOptions(rate="25")).diagnostics
    assert [(d.code, d.cue) for d in found] == [("ttml.overlap", 1), ("ttml.unsorted", 3)]


def test_regions_are_on_the_picture():
    places = [
        Positioning(position=0, align="center"), Positioning(line=0, line_percent=True, line_align="center"),
        Positioning(position=100, line=100, line_percent=True, line_align="center"), Positioning(position=0, size=1),
    ]  # fmt: skip
    text = FORMATS.get("ttml").write(Track([Cue(0, 900, "a", positioning=place) for place in places]), WriteOptions())
    for origin, extent in re.findall(r'<region .*?origin="([^"]*)%" tts:extent="([^"]*)%"', text.value.decode()):
        corner, size = ([float(part) for part in pair.split("% ")] for pair in (origin, extent))
        assert all(at >= 0 and at + length <= 100 for at, length in zip(corner, size, strict=True))


@pytest.mark.parametrize("long", ["<!--{}-->", "<p a='{}'/>", "<?p {}?>"])
def test_a_tag_or_comment_without_end_is_refused(long, monkeypatch):
    """The parser looks at it from its beginning again with each piece of the file."""
    said = '<p begin="1s" end="2s">Good evening.</p>'
    text = f'<tt xmlns="http://www.w3.org/ns/ttml"><body><div>{long.format("a" * 3_000_000)}{said}</div></body></tt>'
    assert captionkit.load(text.encode(), "ttml")[0].text == "Good evening."
    monkeypatch.setattr(stream, "MAX_TOKEN", 1 << 20)
    with pytest.raises(LimitError, match="longer than 1,048,576 bytes"):
        captionkit.load(text.encode(), "ttml")
