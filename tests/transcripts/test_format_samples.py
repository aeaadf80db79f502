"""One dialogue in every transcript format: the words, speakers and times that each sample carries.

The samples lie beside the project, not in it; where they are absent the test is reported as not run. A row says what
the sample is recognised as and what it carries; times are ms.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest

from captionkit.api.read_transcript import as_transcript
from captionkit.diagnostics import Result
from captionkit.model.transcript import Kind, Transcript
from captionkit.sources import ReadOptions, open_source
from captionkit.transcripts.sniff import recognise
from tests.support import CORPORA

SAMPLES = CORPORA.parent / "reference" / "format-samples"
LINES = ("Hello there, Bob.", "Hi Ann. It's raining.")
EXACT = ((520, 1600), (2200, 3920))
STARTS = ((520, None), (2200, None))
WHOLE = ((0, None), (2000, None))
NONE = ((None, None), (None, None))


class Sample(NamedTuple):
    """What a sample carries: the format's name, two speakers, the (start, end) of both lines."""

    format: str
    speakers: tuple[str, str] = ("", "")
    times: tuple[tuple[int | None, int | None], ...] = EXACT
    offset: int = 0
    layout: str = ""


NAMED = ("Ann", "Bob")
FULL = ("Ann Lee", "Bob Ray")
NUMBERED = ("Speaker 1", "Speaker 2")

TEXT = {
    "audacity.txt": Sample("audacity"),
    "descript.txt": Sample("text", NAMED, WHOLE, layout="time-first"),
    "f4.txt": Sample("f4", NAMED, ((None, 1600), (None, 3900))),
    "gmeet.txt": Sample("meet", FULL, ((0, None), (None, None))),
    "inqscribe.inqscr": Sample("inqscribe", NAMED),
    "otranscribe.otr": Sample("otranscribe", NAMED, STARTS),
    "otter.txt": Sample("otter", FULL, WHOLE),
    "out.srt": Sample("srt"),
    "out.vtt": Sample("vtt", NAMED),
    "out_avid_ds.txt": Sample("avid-ds", offset=3_600_000),
    "out_crlf_bom.srt": Sample("srt"),
    "out_encore.txt": Sample("text", layout="time-first"),
    "out_youtube.srt": Sample("srt", ("ANN", "BOB")),
    "plain_bracket.txt": Sample("text", ("ANN", "BOB"), WHOLE, layout="time-first"),
    "plain_frames.txt": Sample("text", ("ANN", "BOB"), STARTS, 3_600_000, "time-first"),
    "plain_ownline.txt": Sample("text", NAMED, WHOLE, layout="time-line"),
    "plain_paren.txt": Sample("text", times=WHOLE, layout="time-first"),
    "plain_range.txt": Sample("text", NAMED, layout="time-line"),
    "plain_speaker_time.txt": Sample("text", ("SPEAKER 1", "SPEAKER 2"), WHOLE, layout="name-time"),
    "podcast.html": Sample("html", NAMED, WHOLE),
    "premiere.txt": Sample("premiere-text", NAMED),
    "premiere_transcript.csv": Sample("premiere-csv", NAMED),
    "resolve_transcript.txt": Sample("resolve", NUMBERED),
    "rev.txt": Sample("rev", FULL, WHOLE),
    "revai.txt": Sample("revai-text", ("Speaker 0", "Speaker 1"), WHOLE),
    "scriptsync.txt": Sample("text", ("ANN", "BOB"), NONE, layout="labels"),
    "speechmatics.txt": Sample("speechmatics-text", ("S1", "S2"), NONE),
    "stream.vtt": Sample("vtt"),
    "teams.vtt": Sample("vtt", FULL),
    "teams_docx.txt": Sample("teams-text", FULL, WHOLE),
    "translators.csv": Sample("table", NAMED),
    "whisper.tsv": Sample("whisper-tsv"),
    "whisper_console.txt": Sample("whisper-console"),
    "youtube.sbv": Sample("sbv"),
    "youtube_panel.txt": Sample("youtube-panel", times=WHOLE),
    "zoom.vtt": Sample("vtt", FULL),
    "zoom_caption.txt": Sample("zoom-text", FULL, WHOLE),
}

samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"not run: no samples at {SAMPLES}")


def read(name: str) -> Result[Transcript]:
    return as_transcript(SAMPLES / name, None, ReadOptions())


@pytest.mark.corpora
@samples
@pytest.mark.parametrize("name", TEXT)
def test_a_sample_is_recognised_and_gives_what_it_carries(name):
    wanted = TEXT[name]
    transcript = read(name).value
    assert recognise(open_source(SAMPLES / name)).name == wanted.format
    assert transcript.source == wanted.format
    if wanted.layout:
        assert transcript.meta["layout"] == wanted.layout
    lines = [s for s in transcript.segments if s.kind is Kind.SPEECH]
    assert tuple(s.text for s in lines) == LINES
    assert tuple(s.speaker for s in lines) == wanted.speakers
    shifted = tuple(tuple(None if t is None else t + wanted.offset for t in pair) for pair in wanted.times)
    assert tuple((s.start, s.end) for s in lines) == shifted


@pytest.mark.corpora
@samples
@pytest.mark.parametrize("name", TEXT)
@pytest.mark.parametrize("suffix", ["", ".json", ".srt", ".docx", ".bin"])
def test_a_wrong_suffix_changes_nothing(name, suffix):
    source = open_source((SAMPLES / name).read_bytes())
    source.name = f"file{suffix}"
    assert recognise(source).name == TEXT[name].format


@pytest.mark.corpora
@samples
def test_news_typography():
    segments = read("cnn.txt").value.segments
    assert read("cnn.txt").value.source == "news"
    assert [(s.speaker, s.text) for s in segments if s.kind is Kind.SPEECH] == [
        ("ANN LEE", LINES[0]),
        ("BOB RAY", LINES[1]),
        ("UNIDENTIFIED MALE", "It is -- it's pouring."),
        ("ANN LEE", "Thanks."),
        ("BOB RAY", "Back to you."),
    ]
    clip = [s.text for s in segments if s.extras.get("text.clip")]
    assert clip[0] == "(BEGIN VIDEO CLIP)"
    assert clip[-1] == "(END VIDEO CLIP)"
    assert LINES[0] not in clip
    assert next(s for s in segments if s.text == "(ph)").kind is Kind.EDITORIAL


@pytest.mark.corpora
@samples
def test_caption_typography():
    segments = read("news_caption.txt").value.segments
    assert [(s.kind.value, s.speaker, s.text) for s in segments] == [
        ("speech", "", "HELLO THERE, BOB."),
        ("speech", "", "HI, ANN. IT'S RAINING."),
        ("sound", "", "[ APPLAUSE ]"),
        ("speech", "", "NOW TO WEATHER."),
        ("speech", "Announcer", "THIS IS A TEST."),
        ("music", "", "♪ ♪"),
    ]
    assert [bool(s.extras.get("text.change")) for s in segments] == [True, True, False, True, True, False]
    assert segments[3].extras["text.story"]


@pytest.mark.corpora
@samples
def test_questions_and_answers():
    result = read("qa.txt")
    assert result.value.meta["layout"] == "qa"
    assert [(s.speaker, s.text) for s in result.value.spoken] == [
        ("Q", "Where were you?"),
        ("A", "At home."),
        ("Q", "And then?"),
        ("A", "I left."),
        ("MR. RAY", "Objection."),
    ]


@pytest.mark.corpora
@samples
def test_times_inside_the_text():
    assert [(s.start, s.speaker, s.text) for s in read("plain_inline.txt").value.segments] == [
        (None, "ANN", "Hello there, Bob."),
        (2000, "ANN", "How are"),
        (3000, "ANN", "things?"),
    ]


@pytest.mark.corpora
@samples
def test_rolling_captions_are_read_once_with_their_word_times():
    segments = read("out_ytauto.vtt").value.segments
    assert [s.text for s in segments] == ["hello there bob", "hi ann"]
    assert [[w.start for w in s.words] for s in segments] == [[520, 920, 1280], [2200, 2480]]
