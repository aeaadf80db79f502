"""One dialogue in every text layout and tool format: what each file is recognised as, and what it carries."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from captionkit.api.options import arguments
from captionkit.api.read_transcript import read_transcript
from captionkit.model.transcript import Kind, Timing
from captionkit.sources import Source, open_source
from captionkit.transcripts.sniff import recognise

DATA = Path(__file__).parent / "data"
LINES = ["The tide is in, Ola.", "Then we sail. It's late."]
EXACT = [(1200, 2400), (3000, 4640)]
STARTS = [(1200, None), (3000, None)]
WHOLE = [(1000, None), (3000, None)]
NONE = [(None, None), (None, None)]
SHORT, CAPS, FULL = ["Nora", "Ola"], ["NORA", "OLA"], ["Nora Quist", "Ola Berg"]
NOBODY = ["", ""]


class Sample(NamedTuple):
    format: str
    speakers: list[str]
    times: list[tuple[int | None, int | None]]
    layout: str = ""
    shift: int = 0


SAMPLES = {
    "as_broadcast.tsv": Sample("table", SHORT, STARTS),
    "audacity.txt": Sample("audacity", NOBODY, EXACT),
    "bracket.txt": Sample("text", CAPS, WHOLE, "time-first"),
    "columns.txt": Sample("revai-text", ["Speaker 0", "Speaker 1"], WHOLE, "columns"),
    "console.txt": Sample("whisper-console", NOBODY, EXACT, "time-first"),
    "descript.txt": Sample("text", SHORT, WHOLE, "time-first"),
    "drop_frames.txt": Sample("premiere-text", SHORT, [(1201, 2402), (3003, 4605)], "time-line"),
    "f4.txt": Sample("f4", SHORT, [(None, 2400), (None, 4600)], "time-last"),
    "frames.txt": Sample("text", CAPS, STARTS, "time-first", 36_000_000),
    "inqscribe.inqscr": Sample("inqscribe", SHORT, EXACT, "time-first"),
    "labels.txt": Sample("speechmatics-text", ["S1", "S2"], NONE, "labels"),
    "markdown.md": Sample("text", SHORT, WHOLE, "time-first"),
    "markdown_labels.md": Sample("text", SHORT, NONE, "labels"),
    "meet.txt": Sample("meet", FULL, [(0, None), (None, None)], "time-line"),
    "name_bracket_time.txt": Sample("text", SHORT, WHOLE, "name-time"),
    "name_dash_time.txt": Sample("text", FULL, WHOLE, "name-time"),
    "name_time.txt": Sample("text", FULL, WHOLE, "name-time"),
    "nvivo.txt": Sample("text", CAPS, WHOLE, "columns"),
    "otranscribe.otr": Sample("otranscribe", SHORT, STARTS, "elements"),
    "otter.txt": Sample("otter", FULL, WHOLE, "name-time"),
    "own_line.txt": Sample("text", SHORT, WHOLE, "time-line"),
    "paren.txt": Sample("text", NOBODY, WHOLE, "time-first"),
    "podcast.html": Sample("html", SHORT, WHOLE, "elements"),
    "premiere.csv": Sample("premiere-csv", SHORT, EXACT),
    "premiere.txt": Sample("premiere-text", SHORT, EXACT, "time-line"),
    "range_line.txt": Sample("text", NOBODY, EXACT, "time-first"),
    "range_name.txt": Sample("text", SHORT, EXACT, "time-line"),
    "resolve.txt": Sample("resolve", ["Speaker 1", "Speaker 2"], EXACT, "time-line"),
    "rev.txt": Sample("rev", FULL, WHOLE, "name-time"),
    "scriptsync.txt": Sample("text", CAPS, NONE, "labels"),
    "semicolons.csv": Sample("table", SHORT, EXACT),
    "srt_in_text.txt": Sample("srt", NOBODY, EXACT),
    "teams.txt": Sample("teams-text", FULL, WHOLE, "name-time"),
    "teams.vtt": Sample("vtt", FULL, EXACT),
    "teams_2021.txt": Sample("teams-text", FULL, EXACT, "time-line"),
    "trint.html": Sample("html", SHORT, EXACT, "elements"),
    "whisper.csv": Sample("whisper-tsv", NOBODY, EXACT),
    "whisper.tsv": Sample("whisper-tsv", NOBODY, EXACT),
    "youtube_panel.txt": Sample("youtube-panel", NOBODY, WHOLE, "time-line"),
    "zoom.txt": Sample("zoom-text", FULL, [(0, None), (2000, None)], "name-time"),
    "zoom.vtt": Sample("vtt", FULL, EXACT),
}


def lines_of(name, **options):
    transcript = read_transcript(DATA / name, **arguments(read_transcript, options))
    return transcript, [s for s in transcript.segments if s.kind is Kind.SPEECH]


@pytest.mark.parametrize("name", SAMPLES)
def test_what_a_file_is_and_what_it_carries(name):
    wanted = SAMPLES[name]
    transcript, lines = lines_of(name)
    assert transcript.source == recognise(open_source(DATA / name)).name == wanted.format
    assert transcript.meta.get("layout", "") == wanted.layout
    assert [s.text for s in lines] == LINES
    assert [s.speaker for s in lines] == wanted.speakers
    shifted = [tuple(None if t is None else t + wanted.shift for t in pair) for pair in wanted.times]
    assert [(s.start, s.end) for s in lines] == shifted
    assert all(s.timing is (Timing.NONE if (s.start, s.end) == (None, None) else Timing.GIVEN) for s in lines)


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("suffix", ["", ".json", ".srt", ".docx", ".xyz"])
def test_a_wrong_or_missing_suffix_changes_nothing(name, suffix):
    assert recognise(Source((DATA / name).read_bytes(), f"file{suffix}")).name == SAMPLES[name].format


@pytest.mark.parametrize("name", [name for name in SAMPLES if name.endswith(".txt")])
def test_utf_16_changes_nothing(name):
    data = (DATA / name).read_text("utf-8").encode("utf-16")
    assert read_transcript(data).segments == read_transcript(DATA / name).segments


def test_words_of_elements_keep_their_times():
    _, lines = lines_of("trint.html")
    assert [(w.text, w.start, w.end) for w in lines[0].words] == [
        ("The", 1200, 1400),
        ("tide", 1400, 1700),
        ("is", 1700, 1800),
        ("in,", 1800, 2000),
        ("Ola.", 2000, 2400),
    ]


def test_a_rate_and_a_start_timecode_are_obeyed():
    _, lines = lines_of("frames.txt", rate="24", start_timecode=36_000_000)
    assert [s.start for s in lines] == [1208, 3000]


def test_news_typography():
    transcript, lines = lines_of("news.txt")
    assert transcript.source == "news"
    assert [(s.speaker, s.text) for s in lines] == [
        ("NORA QUIST", "The tide is in, Ola."),
        ("OLA BERG", "Then we sail."),
        ("UNIDENTIFIED FEMALE", "It's late."),
        ("NORA QUIST", "Thanks."),
        ("OLA BERG", "Back to the quay."),
    ]
    assert (lines[0].extras["text.role"], lines[1].extras["text.manner"]) == ("HARBOUR NEWS ANCHOR", "voice-over")
    kinds = {s.text: s.kind for s in transcript.segments if s.kind is not Kind.SPEECH}
    assert kinds == {
        "THIS IS A RUSH TRANSCRIPT. IT MAY BE UPDATED.": Kind.NOTE,
        "(BEGIN VIDEO CLIP)": Kind.DIRECTION,
        "(LAUGHTER)": Kind.SOUND,
        "(ph)": Kind.EDITORIAL,
        "(END VIDEO CLIP)": Kind.DIRECTION,
        "(CROSSTALK)": Kind.SOUND,
        "(COMMERCIAL BREAK)": Kind.DIRECTION,
    }
    assert [s.text for s in transcript.segments if s.extras.get("text.clip")][::5] == [
        "(BEGIN VIDEO CLIP)",
        "(END VIDEO CLIP)",
    ]


def test_caption_typography():
    transcript, _ = lines_of("captions.txt")
    assert transcript.meta["layout"] == "chevrons"
    assert [(s.kind.value, s.speaker, s.text) for s in transcript.segments] == [
        ("speech", "", "THE TIDE IS IN, OLA."),
        ("speech", "", "THEN WE SAIL. IT'S LATE."),
        ("sound", "", "[ APPLAUSE ]"),
        ("speech", "", "NOW TO THE WEATHER."),
        ("speech", "Announcer", "STAY TUNED."),
        ("speech", "", "NO."),
        ("music", "", "♪ ♪"),
    ]
    assert [s.text for s in transcript.segments if s.extras.get("text.story")] == ["NOW TO THE WEATHER."]


def test_questions_and_answers():
    transcript, lines = lines_of("qa.txt")
    assert transcript.meta["layout"] == "qa"
    assert [s.speaker for s in lines] == ["Q", "A", "Q", "A", "MR. BERG"]
    assert [s.text for s in transcript.segments if s.kind is Kind.DIRECTION] == ["(Pause.)"]


def test_names_on_lines_of_their_own():
    transcript, lines = lines_of("name_line.txt")
    assert transcript.meta["layout"] == "name-line"
    assert [s.speaker for s in lines] == ["NORA", "OLA", "NORA", "OLA"]


def test_forcing_a_layout_reads_the_text_that_way():
    _, lines = lines_of("qa.txt", layout="paragraphs")
    assert lines[0].text == "Q. Is the tide in?"
    transcript, _ = lines_of("own_line.txt", layout="labels")
    assert transcript.meta["layout"] == "labels"
