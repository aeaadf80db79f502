"""SCC as written: read back the same, within what the channel takes, by this reader and by others."""

from __future__ import annotations

import re
import subprocess
from itertools import pairwise

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.cli._run import group
from captionkit.formats import FORMATS, WriteOptions
from captionkit.formats.cea608.characters import CHARACTERS
from captionkit.formats.cea608.encoder import words_to_load
from captionkit.formats.cea608.layout import Text, wrap
from captionkit.formats.loss import losses
from captionkit.model.cue import Cue, Positioning
from captionkit.model.text import Line, Span, Style
from captionkit.model.timecode import RATES, frames_to_ms, ms_to_frames, parse_smpte
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source
from tests.support import CORPORA, corpora, needs

SCC = FORMATS.get("scc")
RATE = RATES["29.97"]


def write(*cues, **options):
    result = SCC.write(Track(cues), WriteOptions(**options))
    return result.value.decode("ascii"), result.diagnostics


def read(text):
    result = SCC.read(Source(text.encode()), ReadOptions())
    assert [d for d in result.diagnostics if d.severity.label != "info"] == []
    return result.value


def codes(diagnostics):
    return [d.code for d in diagnostics]


def lines_of(text):
    """Return (frame, words) of each line of a file."""
    rows = [line.split("\t") for line in text.splitlines()[1:] if line]
    return [(ms_to_frames(parse_smpte(label, RATE), RATE), words.split()) for label, words in rows]


def check_channel(text):
    """The channel sends one pair a frame; every byte has odd parity; swaps and clears stand alone."""
    rows = lines_of(text)
    for (frame, words), (following, _) in pairwise(rows):
        assert frame + len(words) <= following
    for _, words in rows:
        assert all(int(word[at : at + 2], 16).bit_count() % 2 for word in words for at in (0, 2))
        if {"942f", "942c"} & set(words):
            assert words in (["942f", "942f"], ["942c", "942c"])


def on_frames(*cues):
    return [Cue(frames_to_ms(start, RATE), frames_to_ms(end, RATE), text, **more) for start, end, text, more in cues]


def cue(start, end, text, **more):
    return on_frames((start, end, text, more))[0]


# --- the film, by three readers


def film():
    data = (CORPORA / "cea608/Plan9fromOuterSpace.scc").read_bytes()
    return SCC.read(Source(data), ReadOptions()).value


@corpora
@pytest.mark.parametrize("placed", [True, False])
def test_the_film_is_read_back_the_same(placed):
    track = film()
    if not placed:
        track = track.replace(cues=[c.replace(positioning=None, extras=None) for c in track])
    text, found = write(*track)
    check_channel(text)
    again = read(text)
    assert [(c.start, c.end, c.text) for c in track] == [(c.start, c.end, c.text) for c in again]
    assert set(codes(found)) <= {"cea608.rows", "cea608.position"}
    if placed:
        assert list(track) == list(again)


@corpora
def test_ttconv_reads_the_film_the_same():
    reader = pytest.importorskip("ttconv.scc.reader")
    writer = pytest.importorskip("ttconv.srt.writer")
    track = film()
    srt = writer.from_model(reader.to_model(write(*track)[0]))
    read_by_it = FORMATS.get("srt").read(Source(srt.encode()), ReadOptions()).value
    assert [c.text for c in read_by_it] == [c.text for c in track]
    assert all(abs(a.start - b.start) <= 1 and abs(a.end - b.end) <= 1 for a, b in zip(read_by_it, track, strict=True))


@corpora
def test_pycaption_reads_the_film_the_same():
    pycaption = pytest.importorskip("pycaption")
    track = film()
    captions = pycaption.SCCReader().read(write(*track)[0])
    (language,) = captions.get_languages()
    found = captions.get_captions(language)
    assert [c.get_text() for c in found] == [c.text for c in track]
    assert max(abs(a.start / 1000 - b.start) for a, b in zip(found, track, strict=True)) <= 70


# --- round trips

WORDS = st.lists(
    st.text(st.sampled_from([c for c in CHARACTERS if c != " "]), min_size=1, max_size=6), min_size=1, max_size=4
)
STYLES = st.builds(Style, italic=st.booleans(), underline=st.booleans(), color=st.sampled_from(["", "lime", "yellow"]))


@st.composite
def tracks(draw):
    """Tracks that line 21 can carry: 32 columns, four rows, a style a word, time to load."""
    cues, frame = [], draw(st.integers(420, 500))
    for _ in range(draw(st.integers(1, 4))):
        lines = []
        for words in draw(st.lists(WORDS, min_size=1, max_size=4)):
            lines.append(Line((Span(" ".join(words)),)))
        end = frame + draw(st.integers(30, 90))
        cues += on_frames((frame, end, lines, {}))
        frame = end + draw(st.integers(420, 500))
    return cues


@given(tracks())
@settings(max_examples=60, deadline=None)
def test_text_and_times_are_read_back(cues):
    text, found = write(*cues)
    check_channel(text)
    assert [(c.start, c.end, c.text) for c in read(text)] == [(c.start, c.end, c.text) for c in cues]
    assert not found


@given(st.lists(st.tuples(WORDS, STYLES), min_size=1, max_size=3))
@settings(max_examples=60, deadline=None)
def test_a_style_of_a_line_is_read_back(rows):
    lines = [Line((Span(" ".join(words)[:28].strip(), style),)) for words, style in rows]
    text, _ = write(cue(120, 200, lines))
    assert list(read(text)[0].lines) == lines


@given(st.integers(1, 12), st.integers(0, 20), st.sampled_from(["start", "end", ""]))
@settings(max_examples=40, deadline=None)
def test_places_are_read_back(row, column, align):
    made = read(write(cue(120, 200, "Low tide at\ndawn"))[0])[0]
    place = Positioning(
        line=round(10 + 80 / 15 * (row - 1), 2), line_percent=True, position=round(10 + 2.5 * (column + 5.5), 2),
        position_align="center", size=27.5, align=align or "center",
    )  # fmt: skip
    moved = read(write(made.replace(positioning=place, extras=None))[0])[0]
    assert [row for row, _ in moved.extras["cea608"]] == [row, row + 1]
    assert moved.extras["cea608"][0][1] == column
    again = read(write(moved)[0])[0]
    assert again == moved


@given(
    st.lists(st.tuples(st.integers(0, 600), st.integers(-5, 120), st.sampled_from(["One", "Two\nthree", "x" * 30])),
             min_size=1, max_size=12)
)  # fmt: skip
@settings(max_examples=100, deadline=None)
def test_no_caption_is_dropped_and_none_ends_before_it_starts(given_cues):
    cues = on_frames(
        *((start, start + length, f"{text} {n}", {}) for n, (start, length, text) in enumerate(given_cues))
    )
    text, _ = write(*cues)
    check_channel(text)
    track = read(text)
    said = " ".join(c.text for c in track).split()
    assert all(c.end > c.start for c in track)
    assert {str(number) for number in range(len(given_cues))} <= set(said)


# --- capacity


def test_no_clear_where_captions_touch():
    text, found = write(cue(100, 160, "One"), cue(160, 200, "Two"))
    assert text.count("942c 942c") == 1
    assert not found


def test_a_clear_within_a_load_goes_between_codes():
    one, two = cue(100, 160, "One"), cue(165, 200, "Two and more")
    for end in range(140, 165):
        cues = [one.replace(end=frames_to_ms(end, RATE)), two]
        text, found = write(*cues)
        check_channel(text)
        again = read(text)
        assert [(c.start, c.text) for c in again] == [(c.start, c.text) for c in cues]
        moved = [d.data["frames"] for d in found if d.code == "cea608.end-moved"]
        assert ms_to_frames(again[0].end, RATE) - end == (moved[0] if moved else 0)
        assert all(abs(frames) <= 1 for frames in moved)


def test_too_little_time_makes_a_late_start_that_is_reported():
    text, found = write(cue(100, 130, "x" * 32 + "\n" + "y" * 32), cue(130, 160, "z" * 32 + "\n" + "z" * 32))
    assert [(d.code, d.data["frames"]) for d in found] == [("cea608.late", 12), ("cea608.end-moved", 12)]
    assert read(text)[1].start == frames_to_ms(142, RATE)


def test_the_first_caption_needs_its_load():
    text, found = write(cue(0, 60, "Low tide"))
    assert read(text)[0].start == frames_to_ms(10, RATE)
    assert "cea608.late" in codes(found)


def test_captions_that_come_far_too_fast_are_shown_together():
    cues = on_frames(*((100 + 6 * n, 106 + 6 * n, f"w{n}", {}) for n in range(200)))
    text, found = write(*cues)
    track = read(text)
    assert " ".join(c.text for c in track).split() == [f"w{n}" for n in range(200)]
    assert track[-1].end - cues[-1].end < 3000
    assert {"cea608.joined", "cea608.late"} <= set(codes(found))


def test_cues_that_overlap_share_the_screen():
    text, found = write(cue(100, 200, "One"), cue(150, 300, "Two"))
    assert [c.text for c in read(text)] == ["One", "One\nTwo", "Two"]
    assert codes(found) == ["cea608.joined"]
    at_top = cue(100, 200, "One", positioning=Positioning(anchor=8))
    assert read(write(at_top, cue(100, 200, "Two"))[0])[0].extras["cea608"] == [[1, 14], [15, 14]]


def test_what_the_screen_does_not_take_is_trimmed():
    one, two = cue(100, 300, "a\nb\nc"), cue(200, 400, "d\ne")
    text, found = write(one, two)
    assert [c.text for c in read(text)] == ["a\nb\nc", "d\ne"]
    assert [(d.code, d.data["frames"]) for d in found] == [("cea608.trimmed", 100)]


# --- text


def test_characters_it_lacks_are_named_and_counted():
    text, found = write(cue(100, 200, "Привет, Škoda… “ok” it’s Łódź 東京"))
    assert read(text)[0].text.replace("\n", " ") == "??????, Skoda... “ok” it's Lódz ??"
    (named,) = [d for d in found if d.code == "cea608.characters"]
    assert named.data["characters"]["Š"] == {"written": "S", "count": 1}
    assert all(letter in named.message for letter in "ПриветŠ東京")


def test_lines_of_42_columns_are_wrapped():
    said = "The last ferry leaves from the other shore\nat a quarter past ten every evening"
    text, found = write(cue(100, 200, said))
    assert all(len(line) <= 32 for line in read(text)[0].text.split("\n"))
    assert "cea608.wrapped" in codes(found)
    assert read(text)[0].text.split() == said.split()
    assert len(read(text)[0].lines) == 3
    dialogue = "- The last ferry leaves from the other shore\n- At a quarter past ten"
    assert read(write(cue(100, 200, dialogue))[0])[0].text.split("\n")[-1] == "- At a quarter past ten"


def test_a_change_of_style_within_a_word():
    text, found = write(cue(100, 200, [Line((Span("un"), Span("believable", Style(italic=True)), Span(", he said")))]))
    (line,) = read(text)[0].lines
    assert [(s.text, s.style.italic) for s in line.spans] == [("unbelievable,", True), (" he said", False)]
    assert codes(found) == ["cea608.styles-moved"]


def test_colours_come_to_the_nearest():
    text, found = write(cue(100, 200, [Line((Span("tide", Style(color="#f5d040")),))]))
    assert read(text)[0].lines[0].spans[0].style.color == "yellow"
    assert codes(found) == ["cea608.color"]


def test_more_rows_than_a_screen_has():
    text, found = write(cue(100, 400, "\n".join(f"row {n}" for n in range(20))))
    assert [line for c in read(text) for line in c.text.split("\n")] == [f"row {n}" for n in range(20)]
    assert "cea608.divided" in codes(found)


def test_labels_for_speakers():
    assert read(write(cue(100, 200, "Low tide", speaker="Ann"), speakers="label")[0])[0].text == "Ann: Low tide"


def test_time_before_zero_and_cues_without_text():
    text, found = write(Cue(-500, 900, "One"), Cue(5000, 6000, " "))
    assert [c.text for c in read(text)] == ["One"]
    assert {"cea608.time-clamped", "cea608.empty-cue"} <= set(codes(found))
    assert re.fullmatch(r"Scenarist_SCC V1.0\n", write()[0])


# --- roll-up


def test_captions_roll_up_where_the_profile_asks(tmp_path):
    guide = tmp_path / "live.toml"
    guide.write_text(
        'schema = 1\ntitle = "Live"\ninherits = "scc"\nevidence = "own"\n[style]\nroll_up = 3\n', encoding="utf-8"
    )
    cues = [cue(60, 150, "Low tide\nat dawn"), cue(160, 220, "The ferry"), cue(400, 500, "♪ leaves")]
    text, found = write(*cues, profile=str(guide))
    track = read(text)
    assert [c.text for c in track] == ["Low tide", "at dawn", "The ferry", "♪ leaves"]
    assert [c.start for c in track if c.text != "at dawn"] == [c.start for c in cues]
    assert [track[2].end, track[3].end] == [cues[1].end, cues[2].end]
    assert codes(found) == ["cea608.rolled"]
    whole = SCC.read(Source(text.encode()), ReadOptions(roll_up="screen")).value
    assert [c.text for c in whole] == ["Low tide", "Low tide\nat dawn", "The ferry", "♪ leaves"]


def test_rows_that_stand_apart_are_a_loss_elsewhere():
    at_top = cue(100, 200, "One", positioning=Positioning(anchor=8))
    track = read(write(at_top, cue(100, 200, "Two"))[0])
    assert [d.code for d in losses(track, FORMATS.get("vtt"))] == ["loss.grid", "loss.summary"]
    assert losses(track, SCC) == ()


@corpora
@needs("ffmpeg")
def test_ffmpeg_reads_the_film_the_same(tmp_path):
    track = film()
    (tmp_path / "film.scc").write_text(write(*track)[0], encoding="ascii")
    arguments = ["ffmpeg", "-v", "error", "-nostdin", "-i", "film.scc", "-f", "srt", "-"]
    srt = subprocess.run(arguments, cwd=tmp_path, capture_output=True, check=True, timeout=60).stdout
    found = FORMATS.get("srt").read(Source(srt), ReadOptions()).value
    said = [" ".join(c.text.replace("’", "'").split()) for c in found]
    assert said == [" ".join(c.text.split()) for c in track]
    assert max(abs(a.start - b.start) for a, b in zip(found, track, strict=True)) <= 67


def test_the_command_converts_and_checks(tmp_path):
    (tmp_path / "talk.srt").write_text("1\n00:00:02,000 --> 00:00:04,000\n<i>Low tide</i>\n", encoding="utf-8")
    run = CliRunner().invoke
    assert run(group, ["convert", str(tmp_path / "talk.srt"), str(tmp_path / "talk.scc"), "-v"]).exit_code == 0
    back = run(group, ["convert", str(tmp_path / "talk.scc"), "-o", "-", "--to", "srt", "--roll-up", "screen"])
    assert "00:00:02,002 --> 00:00:04,004\n<i>Low tide</i>" in back.output
    checked = run(group, ["check", str(tmp_path / "talk.srt"), "--profile", "scc"])
    assert (checked.exit_code, "channel" in checked.output) == (0, False)


@pytest.mark.parametrize(
    "text",
    [
        "Low tide",
        "The harbour master waved to the ferry\nand the ferry sounded its horn twice",  # three rows, not two and two
        "- The harbour master waved to the ferry\n- And did the ferry sound its horn?",
        "naïve “café” – Škoda…",
    ],
)
def test_what_a_load_takes_is_what_is_sent(text):
    written, _ = write(cue(0, 300, text))
    assert words_to_load(cue(0, 300, text)) == len(lines_of(written)[0][1])


@given(st.lists(st.text("abcdefgh ", min_size=1, max_size=70), min_size=1, max_size=3))
@settings(deadline=None, max_examples=200)
def test_rows_are_the_narrowest_that_hold_the_words(lines):
    """No narrower width holds the text in as few rows; every word stays whole where a row takes it."""
    text = " ".join(" ".join(lines).split())
    rows = [row.letters for row in wrap(Text(text, bytes(len(text))))]
    parts = [word[at : at + 32] for word in text.split(" ") for at in range(0, len(word), 32)]
    assert " ".join(rows).split() == parts
    widest = max(map(len, rows))
    assert widest <= 32

    def fill(columns):
        made = [""]
        for part in parts:
            fits = len(made[-1]) + 1 + len(part) <= columns
            made = [*made[:-1], f"{made[-1]} {part}"] if made[-1] and fits else [*made, part] if made[-1] else [part]
        return made

    assert len(fill(32)) == len(rows)
    longest = max(map(len, parts), default=0)
    assert widest <= longest or len(fill(widest - 1)) > len(rows)
