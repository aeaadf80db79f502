"""ASS: what is written is read back, scripts come out as they went in, and text is text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import captionkit
from captionkit import parse_markup
from captionkit.errors import InputError, StrictError
from captionkit.formats import FORMATS, Feature, WriteOptions
from captionkit.formats.ass import FORMAT
from captionkit.formats.ass.markup import is_drawing, parse_body
from captionkit.formats.ass.styles import ass_color, css_color
from captionkit.formats.loss import losses
from captionkit.model.cue import Cue, Positioning
from captionkit.model.text import Line, Span, Style
from captionkit.model.timecode import RATES, frames_to_ms
from captionkit.model.track import Block, Track
from captionkit.model.transcript import Word
from captionkit.sources import ReadOptions, Source
from captionkit.testing import FormatSuite, Sample
from tests.strategies import tracks

SCRIPT = r"""[Script Info]
; made by hand
Title: Harbour
ScriptType: v4.00+
PlayResX: 640
PlayResY: 360
X-Note: kept

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding
Style: Default,Arial,28,&H00FFFFFF,&H000000FF,&H00000000,&H80000000,0,0,0,0,100,100,0,0,1,2,0,2,20,20,20,1
Style: Far,Arial,28,&H0000FFFF,&H000000FF,&H00000000,&H80000000,0,-1,0,0,100,100,0,0,1,2,0,8,20,20,20,1

[Graphics]
filename: mark.png
[M"!`A0E*E]

[Unknown Things]
anything: at all

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,a remark, with a comma
Dialogue: 1,0:00:01.00,0:00:02.00,Default,Ann,0,0,0,,{\an8\pos(320,40)\blur2}Sign, {\k20}one {\k30}two
Dialogue: 0,0:00:02.00,0:00:03.00,Default,,0,0,0,,{\p1}m 0 0 l 10 0 10 10{\p0}
Dialogue: 0,0:00:02.50,0:00:03.50,Far,,0,0,40,Banner;5,Nearer{a remark} {\i0}now{\i}\Nand \nso\hon {\c&H0000FF&}red{\c} {\fad(0,100)}
Dialogue: 0,0:00:04.00,0:00:05.00,Default,,0,0,0,,Plain
Comment: 0,0:00:05.00,0:00:06.00,Default,,0,0,0,,the end

[Fonts]
fontname: harbour.ttf
[&E8A'0E]
"""  # noqa: E501


def read(text: str | bytes, **options: object):
    data = text if isinstance(text, bytes) else text.encode()
    return FORMAT.read(Source(data, "t.ass"), ReadOptions(**options))  # type: ignore[misc, arg-type]


def written(track: Track, **options: object) -> str:
    return FORMAT.write(track, WriteOptions(**options)).value.decode()  # type: ignore[misc, arg-type]


def events(script: str) -> list[str]:
    return [line for line in script.split("\n") if line.startswith("Dialogue:")]


class TestSuite(FormatSuite):
    format = FORMAT
    samples = (Sample("t.ass", SCRIPT.encode()),)


def test_a_script_comes_out_as_it_went_in():
    result = read(SCRIPT)
    assert written(result.value) == SCRIPT
    assert losses(result.value, FORMAT) == ()


def test_what_a_script_says():
    track = read(SCRIPT).value
    assert track.title == "Harbour"
    sign, far, plain = track
    assert (sign.text, sign.speaker, sign.positioning.anchor) == ("Sign, one two", "Ann", 8)
    assert sign.notes == ("a remark, with a comma",)
    assert [(w.text, w.start, w.end) for w in sign.words[1:]] == [("one", 1000, 1200), ("two", 1200, 1500)]
    assert far.text == "Nearer now\nand  so\u00a0on red "
    assert far.positioning.anchor == 8
    assert far.positioning.other == ("{a remark}", "{\\fad(0,100)}")
    styles = {span.text.strip(): span.style for line in far.lines for span in line.spans}
    assert (styles["Nearer"].italic, styles["now"].italic, styles["red"].color) == (True, False, "#ff0000")
    assert styles["Nearer"].color == "#ffff00"
    assert plain.lines == (Line((Span("Plain"),)),)


def test_cues_that_are_moved_take_their_drawings_and_comments_along():
    track = captionkit.transform(read(SCRIPT).value, do=["shift:by=10s"]).track
    script = written(track)
    assert "Comment: 0,0:00:10.00,0:00:11.00" in script
    assert "0:00:12.00,0:00:13.00,Default,,0,0,0,,{\\p1}m 0 0" in script
    assert [(w.start, w.end) for w in track[0].words[1:]] == [(11_000, 11_200), (11_200, 11_500)]
    assert "Sign, {\\k20}one {\\k30}two" in script or "{\\k20}one {\\k30}two" in script


def test_a_changed_text_keeps_the_columns():
    track = read(SCRIPT).value
    track = track.replace(cues=[cue.with_text(cue.text.replace("Nearer", "Closer")) for cue in track])
    far = events(written(track))[2]
    assert far.startswith("Dialogue: 0,0:00:02.50,0:00:03.50,Far,,0,0,40,Banner;5,")
    again = read(written(track)).value
    assert [cue.lines for cue in again] == [cue.lines for cue in track]


def place(cue: Cue) -> tuple[object, ...]:
    anchor = cue.positioning.anchor if cue.positioning else None
    return (anchor or 2,)


def color(style: Style) -> Style:
    return style.replace(color=css_color(f"&H{ass_color(style.color)}") if style.color else "", voice="", time=None)


def meant(cue: Cue) -> tuple[object, ...]:
    lines = []
    for line in cue.lines:
        runs: list[Span] = []
        for span in line.spans:
            style = color(span.style)
            if runs and runs[-1].style == style:
                runs[-1] = Span(runs[-1].text + span.text, style)
            else:
                runs.append(Span(span.text, style))
        lines.append(Line(tuple(runs)))
    notes = tuple(note.strip("\n") for note in cue.notes)
    return cue.start // 10, cue.end // 10, place(cue), notes, tuple(lines)


@given(tracks(can=FORMAT.can))
@settings(max_examples=60, deadline=None)
def test_written_track_is_read_back(track):
    track = track.replace(
        cues=[cue.replace(words=(), notes=[n.replace("\n", "\\N") for n in cue.notes]) for cue in track]
    )
    back = read(written(track), strict=True).value
    assert [meant(cue) for cue in back] == [meant(cue) for cue in track]
    assert written(back) == written(track)


@given(tracks())
@settings(max_examples=40, deadline=None)
def test_any_track_is_written_an_event_a_cue(track):
    script = written(track)
    back = read(script).value
    assert [cue.start // 10 for cue in back] == [cue.start // 10 for cue in track]
    assert len(events(script)) >= len(track)


@given(st.text("\\{}Nnhip1&k20H()anr, a\u2060\n", max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_text_and_any_payload_is_read(text):
    text = text.strip("\n")
    track = Track([Cue(0, 1000, text)])
    assert read(written(track)).value[0].text == text
    payload = text.replace("\n", "")
    lines = parse_body(payload)[0]
    is_drawing(payload)
    assert all("\n" not in line.text for line in lines)


@pytest.mark.parametrize("piece", ["{", "}", "{}", "\\{", "{\\", "{\\t(", "\\N", "{\\k1}a", "{\\i1", "(", "{a\\b1}"])
def test_reading_is_linear(piece):
    """Twenty thousand signs of any kind are read at once: nothing looks back."""
    lines, *_ = parse_body(piece * 20_000)
    assert lines is not None


@pytest.mark.parametrize("rate", ["23.976", "25", "29.97", "50", "59.94"])
def test_every_start_and_end_is_on_its_frame(rate):
    """The clock of a player is whole ms, cut: an event is seen from the first picture that is not before its start."""
    exact = RATES[rate]
    cues = [Cue(frames_to_ms(n, exact), frames_to_ms(n + 7, exact), "x") for n in range(0, 4000, 7)]
    clock = [int(n * 1000 / exact) for n in range(4100)]
    late = 0
    for cue, line in zip(cues, events(written(Track(cues), rate=rate)), strict=True):
        for ms, said in zip((cue.start, cue.end), re.findall(r"(\d):(\d\d):(\d\d)\.(\d\d)", line), strict=True):
            hours, minutes, seconds, rest = map(int, said)
            time = ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest * 10
            first = next(n for n, now in enumerate(clock) if now >= time)
            late += first != round(ms * exact / 1000)
    assert late == 0


def test_hundredths_are_cut_and_never_100():
    (line,) = events(written(Track([Cue(2_208_998, 2_211_292, "Line two")])))
    assert line.startswith("Dialogue: 0,0:36:48.99,0:36:51.29,")


def test_karaoke_lengths_add_up():
    words = [Word("Here", 1000, 1333), Word("it", 1400, 1555), Word("rains.", 1555, 1999)]
    spans = tuple(Span(word.text + " " * (n < 2), Style(time=word.start)) for n, word in enumerate(words))
    track = Track([Cue(800, 2345, [Line(spans)], words=words)])
    (line,) = events(written(track))
    assert line.endswith("{\\k20\\k33}Here {\\k7\\k15}it {\\k44}rains.{\\k35}")
    assert sum(map(int, re.findall(r"\\k(\d+)", line))) == 234 - 80
    back = read(written(track)).value[0]
    assert [(w.text, w.start, w.end) for w in back.words] == [
        ("Here", 1000, 1330), ("it", 1400, 1550), ("rains.", 1550, 1990)
    ]  # fmt: skip


def test_styles_follow_profile_and_size():
    tall = written(Track([Cue(0, 900, "x")]), size="1080x1920")
    assert "PlayResX: 1080\nPlayResY: 1920" in tall
    left, right, below = map(int, re.search(r"Style: Default,.*,2,(\d+),(\d+),(\d+),1", tall).groups())
    assert left == right == 108
    assert 1920 * 0.18 <= below <= 1920 * 0.2
    guide = written(Track([Cue(0, 900, "x")]), size="1080x1920", profile="bbc-online-9x16")
    assert "Style: Default,Reith" in guide
    assert "PlayResX: 1920" in written(Track([Cue(0, 900, "x")]))


def test_a_scripts_own_size_is_kept():
    result = FORMAT.write(read(SCRIPT).value, WriteOptions(size="1920x1080"))
    assert result.value.decode() == SCRIPT
    assert [d.code for d in result.diagnostics] == ["ass.size-kept"]


def test_ssa_of_version_4():
    script = (
        "[Script Info]\nScriptType: v4.00\n\n[V4 Styles]\nFormat: Name, PrimaryColour, Bold, Alignment\n"
        "Style: Default,16777215,0,2\nStyle: Top,65535,-1,6\n\n[Events]\n"
        "Format: Marked, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
        "Dialogue: Marked=0,0:00:01.00,0:00:02.00,Default,,0,0,0,,Low\n"
        "Dialogue: Marked=1,0:00:02.00,0:00:03.00,Top,,0,0,0,,{\\a9}Mid\n"
        "Dialogue: Marked=0,0:00:03.00,0:00:04.00,*Default,,0,0,0,,Low\n"
    )
    track = read(script).value
    assert [cue.positioning and cue.positioning.anchor for cue in track] == [None, 4, None]
    assert track[1].lines[0].spans[0].style == Style(bold=True, color="#ffff00")
    assert written(track) == script


def test_markup_both_ways():
    (line,) = parse_markup("Good {\\i1}evening", "ass")
    assert [(span.text, span.style.italic) for span in line.spans] == [("Good ", False), ("evening", True)]
    text = b'1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<i>Far</i> <font color="#ff8800">off</font>\n'
    track = FORMATS.get("srt").read(Source(text), ReadOptions()).value
    (event,) = events(written(track))
    assert event.endswith(",,{\\an8\\i1}Far{\\i0} {\\c&H0088FF&}off")


def test_oddities():
    script = (
        "[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
        "Dialogue: 0,0:00:02.5,0:00:01.00,Default,,0,0,0,,Late\n"
        "Dialogue: 0,soon,later,Default,,0,0,0,,Never\n"
        "Dialogue: 0,0:00:01.00,0:00:02.00\n"
        "Picture: 0,nothing\n; a remark\n"
    )
    result = read(script)
    assert [(cue.start, cue.end, cue.text) for cue in result.value] == [(2500, 1000, "Late"), (1000, 2000, "")]
    assert {d.code for d in result.diagnostics} == {
        "ass.time-digits", "ass.times-reversed", "ass.times", "ass.columns", "ass.line", "ass.unsorted",
    }  # fmt: skip
    again = written(result.value)
    assert "Dialogue: 0,soon,later,Default,,0,0,0,,Never" in again
    assert "Picture: 0,nothing" in again
    with pytest.raises(StrictError):
        read(script, strict=True)
    with pytest.raises(InputError, match="no section"):
        read("Good evening.\n")
    assert [d.code for d in read("[Script Info]\nTitle: Empty\n").diagnostics] == ["ass.no-events"]


def test_what_ass_cannot_say_is_reported():
    line = Line((Span("One ", Style(voice="Ann", color="rgb(1 2 3)")), Span("two", Style(voice="Ben"))))
    result = FORMAT.write(Track([Cue(-10, 900, [line])]), WriteOptions())
    assert [d.code for d in result.diagnostics] == ["ass.time-clamped", "ass.voices", "ass.color"]
    assert events(result.value.decode())[0].startswith("Dialogue: 0,0:00:00.00,0:00:00.90,Default,Ann; Ben,")


def test_scripts_lose_their_script_elsewhere_and_it_is_said():
    found = losses(read(SCRIPT).value, FORMATS.get("vtt"))
    assert {d.code for d in found} == {"loss.script", "loss.summary"}
    assert "{\\fad(0,100)}" in " ".join(str(d.data["lost"]) for d in found if d.code == "loss.script")
    webvtt = FORMATS.get("vtt").write(read(SCRIPT).value, WriteOptions()).value.decode()
    assert "[Script Info]" not in webvtt
    # the first word begins with the cue: WebVTT has no time for that inside a cue
    assert "Sign, one <00:00:01.200>two" in webvtt


def test_notes_and_titles_of_other_formats_are_comments():
    track = Track(
        [Cue(0, 900, "x", notes=("a note",))], "fr", title="News", blocks=(Block("header", "Kind: captions"),)
    )
    script = written(track)
    assert "; Kind: captions\nTitle: News\n" in script
    assert "Comment: 0,0:00:00.00,0:00:00.90,Default,,0,0,0,,a note\n" in script
    back = read(script).value
    assert (back.title, back.language, back[0].notes) == ("News", "fr", ("a note",))
    renamed = back.replace(title="Weather", language="")
    assert "Title: Weather" in written(renamed)
    assert "Language:" not in written(renamed)


def test_ckit_keeps_a_script():
    track = read(SCRIPT).value
    ckit = FORMATS.get("ckit")
    back = ckit.read(Source(ckit.write(track, WriteOptions()).value), ReadOptions()).value
    assert read(written(back)).value.cues[0].words == track[0].words
    assert "[Unknown Things]" in written(back)


def test_place_of_a_line_that_has_only_tags():
    track = Track([Cue(0, 900, [Line()], positioning=Positioning(anchor=8))])
    assert Feature.ANCHOR in FORMAT.can
    assert read(written(track)).value[0].lines == (Line(),)


@given(tracks(can=FORMATS.get("srt").can))
@settings(max_examples=40, deadline=None)
def test_text_as_read_from_srt_is_written_as_its_spans_are(track):
    srt = FORMATS.get("srt")
    lazy = srt.read(Source(srt.write(track, WriteOptions()).value), ReadOptions()).value
    spans = lazy.replace(cues=[cue.replace(lines=cue.lines) for cue in lazy])
    assert written(lazy) == written(spans)
