"""MicroDVD, MPL2, SubViewer, SAMI, Spruce, Encore: what each says, both ways, beside pysubs2 where that reads them."""

from __future__ import annotations

import random

import pysubs2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.errors import CaptionkitError, InputError
from captionkit.formats import FORMATS, Feature, WriteOptions
from captionkit.formats.classes import style_of
from captionkit.formats.small.lines import APART
from captionkit.formats.sniff import recognise
from captionkit.model.cue import Cue
from captionkit.model.text import Line, Span, Style
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source
from tests.strategies import tracks

NAMES = ("microdvd", "mpl2", "subviewer", "sami", "spruce", "encore")
#: How far (ms) a time may be from what was written.
GRAIN = {"microdvd": 21, "mpl2": 50, "subviewer": 10, "sami": 0, "spruce": 21, "encore": 21}
TRACK = Track(
    [
        Cue(1000, 2000, [Line((Span("Low tide.", Style(italic=True)),))]),
        Cue(2500, 4000, "The quay,\nin the rain."),
        Cue(4000, 5520, "¿Quién? «Nadie»"),
    ]
)


def written(track, name, **options):
    return FORMATS.get(name).write(track, WriteOptions(**({"rate": "25"} | options)))


def read(data, name, **options):
    return FORMATS.get(name).read(Source(data, "t"), ReadOptions(**options))


def codes(result):
    return {diagnostic.code for diagnostic in result.diagnostics}


@pytest.mark.parametrize("name", NAMES)
def test_own_files_are_known_by_content(name):
    for suffix in ("", ".sub", ".txt", ".stl"):
        assert recognise(Source(written(TRACK, name).value, f"t{suffix}")).format.name == name


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_is_read_again(name):
    back = read(written(TRACK, name).value, name, rate="25").value
    assert [cue.text for cue in back] == [cue.text for cue in TRACK]
    for cue, wanted in zip(back, TRACK, strict=True):
        assert abs(cue.start - wanted.start) <= GRAIN[name]
        assert abs(cue.end - wanted.end) <= GRAIN[name]
    assert back[0].lines[0].spans[0].style.italic is (Feature.ITALIC in FORMATS.get(name).can)


def shown(track, can):
    """What of a track is kept: cues in order, each line's text and style."""
    rows = []
    for cue in track:
        lines = [(line.text.replace(APART, ""), style_of(line, {})[0]) for line in cue.lines]
        if Feature.BLANK_LINES not in can:
            lines = [line for line in lines if line[0].strip()]
        rows.append(lines)
    return rows


@pytest.mark.parametrize("name", ["microdvd", "mpl2", "spruce", "encore", "subviewer"])
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_any_track_of_what_a_format_can_carry(name, data):
    """Texts and styles of whole lines come back; a bar and a part's style are reported where they do not."""
    can = FORMATS.get(name).can
    track = data.draw(tracks(can=can - {Feature.HEADER, Feature.FONT, Feature.COLOR}))
    made = written(track, name)
    back = read(made.value, name, rate="25").value
    wanted = [[(text.replace("|", "¦") if name not in ("encore", "subviewer") else text, style) for text, style in row]
              for row in shown(track, can)]  # fmt: skip
    found = shown(back, can)
    strip = [[text.strip() for text, _ in row] for row in found]
    assert [[t for t in row if t] for row in strip] == [[t for text, _ in row if (t := text.strip())] for row in wanted]
    if name in ("microdvd", "mpl2", "spruce"):
        for row, other in zip(found, wanted, strict=True):
            for (_, style), (text, expected) in zip(row, other, strict=False):
                assert not text.strip() or style == expected.replace(strike=expected.strike and name == "microdvd")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5000), st.text("ab <>&;\u00a0né'\"|-", min_size=1)), min_size=1, max_size=6))
def test_sami_keeps_text_and_times(rows):
    cues, at = [], 0
    for length, text in rows:
        if text.strip():
            cues.append(Cue(at, at + length + 1, text.replace("\u00a0", " ")))
        at += length + 1
    if cues:
        back = read(written(Track(cues), "sami").value, "sami").value
        assert [(c.start, c.end, c.text.rstrip(" ")) for c in back] == [
            (c.start, c.end, c.text.rstrip(" ")) for c in cues
        ]


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25, deadline=None)
@given(track=tracks())
def test_any_track_is_written(name, track):
    data = written(track, name).value
    assert read(data, name).value if any(cue.text.strip() for cue in track) else True


# --- each format's own


def test_microdvd_codes_rates_and_ends():
    file = b"{0}{0}23.976\n{24}{48}{Y:i}{c:$0000ff}One|{y:b}two\n{72}{}/open\n{96}{}{P:3}last\nno cue\n"
    found = read(file, "microdvd")
    one, two, three = found.value
    assert (one.start, one.end, two.end, three.end) == (1001, 2002, 4004, 9004)
    first, second = (line.spans[0].style for line in one.lines)
    assert (first.italic, first.color, first.bold, second.italic, second.bold) == (True, "#ff0000", False, True, True)
    assert two.lines[0].spans[0].style.italic
    assert codes(found) >= {"small.codes", "small.line"}
    assert "edit.rate-assumed" in codes(read(b"{25}{50}x\n", "microdvd"))
    assert read(b"{25}{50}x\n", "microdvd", rate="50").value[0].start == 500


def test_microdvd_counts_frames_of_the_rate():
    data = written(TRACK, "microdvd", rate="23.976").value
    assert data.startswith(b"{1}{1}23.976\n{24}{48}{y:i}Low tide.\n")
    assert [cue.start for cue in read(data, "microdvd").value] == [1001, 2503, 4004]


def test_mpl2_marks():
    found = read(b"[10][25]/\\Both|_line|none\n[30][]x\n", "mpl2").value
    first, second, third = (line.spans[0].style for line in found[0].lines)
    assert (first.italic, first.bold, second.underline, third) == (True, True, True, Style())
    assert (found[0].end, found[1].end) == (2500, 8000)
    assert b"[0][10]\xe2\x81\xa0/slash" in written(Track([Cue(0, 1000, "/slash")]), "mpl2").value


def test_subviewer_header_and_breaks():
    file = (
        "[INFORMATION]\n[TITLE]The Tides\n[AUTHOR]\n[COMMENT]by hand\n[END INFORMATION]\n[SUBTITLE]\n"
        "[COLF]&HFFFFFF,[STYLE]no\n00:00:01.50,00:00:02.5\nOne[br]two\n\n00:00:03:00,00:00:04:00\nthree\n"
    )
    track = read(file.encode(), "subviewer").value
    assert [(cue.start, cue.end, cue.text) for cue in track] == [(1500, 2500, "One\ntwo"), (3000, 4000, "three")]
    assert track.title == "The Tides"
    assert "by hand" in track.blocks[0].text
    again = read(written(track, "subviewer").value, "subviewer").value
    assert (again.title, [b.text for b in again.blocks]) == (track.title, [b.text for b in track.blocks])


SAMI_TWO = (
    '<SAMI><HEAD><TITLE>Tides</TITLE><STYLE TYPE="text/css"><!--\n.ENCC {Name: English; lang: en-US;}\n'
    ".FRCC {Name: French; lang: fr-FR;}\n--></STYLE></HEAD><BODY>\n<SYNC Start=1000><P Class=ENCC>"
    "Low <I>tide</I> &amp; "
    '<font color="#00ff00">fog</font><br>here\n<P Class=FRCC>Marée basse\n<SYNC Start=2000><P Class=ENCC>&nbsp;'
    "<P Class=FRCC>&nbsp;<!-- <SYNC Start=9> --></BODY></SAMI>"
)


def test_sami_languages_styles_and_ends():
    found = read(SAMI_TWO.encode(), "sami")
    [cue] = found.value
    assert (cue.start, cue.end, cue.text, found.value.language, found.value.title) == (
        1000, 2000, "Low tide & fog\nhere", "en-US", "Tides",
    )  # fmt: skip
    assert [span.style.italic for span in cue.lines[0].spans] == [False, True, False, False]
    assert cue.lines[0].spans[3].style.color == "#00ff00"
    assert "small.languages" in codes(found)
    french = read(SAMI_TWO.encode(), "sami", language="fr").value
    assert [cue.text for cue in french] == ["Marée basse"]


def test_sami_trims_overlaps_aloud():
    made = written(Track([Cue(0, 3000, "one"), Cue(1000, 2000, "two")]), "sami")
    assert "edit.trimmed" in codes(made)
    assert [(c.start, c.end) for c in read(made.value, "sami").value] == [(0, 1000), (1000, 2000)]


def test_spruce_switches_go_over_breaks():
    file = "//by hand\n$Italic = FALSE\n00:00:01:00,00:00:02:12,^IOne|two^I|^Bthree^B\n"
    [cue] = read(file.encode(), "spruce").value
    assert [(line.text, line.spans[0].style.italic, line.spans[0].style.bold) for line in cue.lines] == [
        ("One", True, False), ("two", True, False), ("three", False, True),
    ]  # fmt: skip
    assert (cue.start, cue.end) == (1000, 2480)


@pytest.mark.parametrize("name", ["spruce", "encore"])
def test_labels_of_2997_drop(name):
    late = Track([Cue(60_060, 62_062, "After a minute.")])
    data = written(late, name, rate="29.97").value
    assert b"00:01:00;02" in data
    back = read(data, name)
    assert back.value[0].start == 60_060
    assert "edit.rate-assumed" not in codes(back)


def test_encore_lines_and_numbers():
    file = "1 00:00:01:00 00:00:02:00 One\ntwo\n2\t00:00:03:00\t00:00:04:10\nthree\n\n"
    assert [(c.start, c.end, c.text) for c in read(file.encode(), "encore").value] == [
        (1000, 2000, "One\ntwo"), (3000, 4400, "three"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_other_content_is_refused(name):
    for data in (b"", b"just a text\n", b"1\n00:00:01,000 --> 00:00:02,000\nx\n"):
        with pytest.raises(InputError):
            read(data, name)


@pytest.mark.parametrize("name", NAMES)
def test_a_part_of_a_line_with_a_style_is_reported(name):
    made = written(Track([Cue(0, 900, [Line((Span("one "), Span("two", Style(italic=True))))])]), name)
    lost = Feature.ITALIC in FORMATS.get(name).can and name != "sami"
    assert ("small.part-style" in codes(made)) is (lost or name != "sami")


@pytest.mark.parametrize("name", NAMES)
def test_damaged_files_are_read_or_refused(name):
    data = written(TRACK, name).value
    dice = random.Random(19)
    for _ in range(300):
        damaged = bytearray(data)
        for _ in range(dice.randint(1, 6)):
            damaged[dice.randrange(len(damaged))] = dice.choice(b"{}[]<>|:;,0123456789\n\x00\xff^/")
        try:
            for cue in read(bytes(damaged), name).value:
                assert cue.lines is not None
        except CaptionkitError:
            continue


# --- beside pysubs2


@pytest.mark.parametrize(("name", "theirs"), [("microdvd", "microdvd"), ("mpl2", "mpl2"), ("sami", "sami")])
@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(100, 5000), st.text("abc déñ.", min_size=1, max_size=20)),
                min_size=1, max_size=5))  # fmt: skip
def test_pysubs2_reads_what_is_written(name, theirs, rows):
    cues = [Cue(start, start + length, text) for start, length, text in sorted(rows) if text.strip()]
    cues = [cue for at, cue in enumerate(cues) if at + 1 == len(cues) or cue.end < cues[at + 1].start]
    if not cues:
        return
    data = written(Track(cues), name).value.decode()
    subs = pysubs2.SSAFile.from_string(data, format_=theirs)
    shown = [(e.start, e.end, " ".join(e.plaintext.split())) for e in subs if e.plaintext.strip()]
    assert [text for *_, text in shown] == [" ".join(cue.text.split()) for cue in cues]
    for (start, end, _), cue in zip(shown, cues, strict=True):
        assert abs(start - cue.start) <= GRAIN[name] + 1
        # pysubs2 guesses when the last text of a SAMI file goes
        assert abs(end - cue.end) <= GRAIN[name] + 1 or name == "sami"


@pytest.mark.parametrize(
    ("name", "file"),
    [("microdvd", "{1}{1}25\n{25}{50}{c:$0000ff}red\n"), ("mpl2", "[10][25]\\bold\n")],
)
def test_why_a_maintained_library_does_not_do_it(name, file):
    """pysubs2 leaves out colours and weights without a word, writes no SAMI, and has no other of the six."""
    again = pysubs2.SSAFile.from_string(file, format_=name).to_string(name, fps=25.0)
    ours, theirs = (read(data.encode(), name, rate="25").value[0] for data in (file, again))
    assert ours.lines[0].spans[0].style != Style()
    assert ours.lines[0].spans[0].style != theirs.lines[0].spans[0].style
    with pytest.raises(NotImplementedError):
        pysubs2.SSAFile.from_string(SAMI_TWO, format_="sami").to_string("sami")
    assert not {"subviewer", "spruce", "encore"} & pysubs2.formats.FORMAT_IDENTIFIER_TO_FORMAT_CLASS.keys()


def test_a_blank_beside_a_change_of_style_is_a_blank_in_sami():
    """A hard one is another character to other readers, and no place to break a line."""
    italic = Style(italic=True)
    lines = [Line((Span("Low "), Span("tide", italic), Span(" now"))), Line((Span(" a  b"), Span(" ", italic)))]
    made = FORMATS.get("sami").write(Track([Cue(0, 900, lines)]), WriteOptions()).value.decode()
    assert "Low <i>tide</i> now<br>&nbsp;a &nbsp;b<i>&nbsp;</i>" in made
