"""Tables, caption tracks as sources, recognition, speakers: what each makes of odd content."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.api.options import arguments
from captionkit.api.read_transcript import read_transcript
from captionkit.api.speakers import speakers
from captionkit.errors import InputError, UnknownFormatError, UnknownNameError
from captionkit.model.cue import Cue
from captionkit.model.text import Line, Span, Style
from captionkit.model.track import Track
from captionkit.model.transcript import Kind, Segment, Transcript
from captionkit.sources import ReadOptions, Source
from captionkit.transcripts.rename import rename_speakers
from captionkit.transcripts.sniff import recognise
from captionkit.transcripts.tracks import transcript_of
from tests.support import CORPORA, corpora


def said(data, **options):
    transcript = read_transcript(data, **arguments(read_transcript, options))
    return [(s.speaker, s.start, s.end, s.text) for s in transcript.segments if s.kind is Kind.SPEECH]


def test_a_table_without_headings_is_recognised_by_its_content():
    table = b'f1,0.000,2.680,"First, the tide."\nf2,2.680,5.880,"Then the sail."\nf3,5.880,9.240,"Then home."\n'
    assert said(table)[0] == ("", 0, 2680, "First, the tide.")
    assert recognise(Source(table)).name == "table"


def test_a_duration_column_gives_the_end_and_other_columns_are_kept():
    table = b"Start;Duration;Name;Text;Reel\n00:00:01.000;00:00:02.000;Nora;The tide is in.;A1\n"
    segment = read_transcript(table).segments[0]
    assert (segment.start, segment.end, segment.extras) == (1000, 3000, {"table.Reel": "A1"})


def test_a_cell_may_hold_line_breaks_and_a_row_without_text_is_reported():
    table = b'start,end,text\n1.0,2.0,"The tide\nis in."\n3.0,4.0,\n5.0,6.0,Home.\n'
    result = read_transcript(table)
    assert [(s.text, s.line) for s in result.segments] == [("The tide is in.", 2), ("Home.", 5)]
    assert [d.line for d in result.diagnostics if d.code == "text.empty-entry"] == [4]


def test_text_without_columns_is_no_table():
    with pytest.raises(InputError):
        read_transcript(b"one, two\nthree\n", format="table")


def track(*texts, **more):
    return Track(tuple(Cue(n * 1000, n * 1000 + 900, text, **more) for n, text in enumerate(texts)))


def spoken(track):
    return [(s.speaker, s.text) for s in transcript_of(track).value.segments if s.kind is Kind.SPEECH]


def test_two_speakers_with_dashes_in_one_cue_are_two_turns():
    segments = transcript_of(track("- Is the tide in?\n- It is.")).value.segments
    assert [(s.text, s.start, s.end, s.turn) for s in segments] == [
        ("Is the tide in?", 0, None, True),
        ("It is.", None, 900, True),
    ]


def test_a_number_after_a_hyphen_is_no_dialogue():
    assert spoken(track("-5 degrees tonight.")) == [("", "-5 degrees tonight.")]


def test_labels_in_cues_go_on_until_the_next():
    assert spoken(track("NORA: The tide", "is in.", "OLA: Good.")) == [
        ("NORA", "The tide"),
        ("NORA", "is in."),
        ("OLA", "Good."),
    ]


def test_two_voices_in_one_line_are_two_turns():
    line = Line((Span("Is it in? ", Style(voice="Nora")), Span("It is.", Style(voice="Ola"))))
    assert spoken(Track((Cue(0, 900, (line,)),))) == [("Nora", "Is it in?"), ("Ola", "It is.")]


def test_sounds_and_music_are_kept_apart_from_speech():
    kinds = [(s.kind, s.text) for s in transcript_of(track("[DOOR SLAMS] Who is there?", "♪ la la ♪")).value.segments]
    assert kinds == [(Kind.SOUND, "[DOOR SLAMS]"), (Kind.SPEECH, "Who is there?"), (Kind.MUSIC, "♪ la la ♪")]


def test_rolling_lines_are_read_once_and_a_repeated_reply_stays():
    rolling = track("the tide", "the tide\nis in now", "is in now\nand we sail", "and we sail\ninto the dark")
    result = transcript_of(rolling)
    assert [s.text for s in result.value.segments] == ["the tide", "is in now", "and we sail", "into the dark"]
    assert [d.cue for d in result.diagnostics] == [2, 3, 4]
    assert len(transcript_of(track("No.", "No.", "No.")).value.segments) == 3


def test_a_start_timecode_is_taken_from_cues_and_their_words():
    vtt = b"WEBVTT\n\n10:00:01.000 --> 10:00:03.000\nthe <10:00:02.000>tide\n"
    segment = read_transcript(vtt, options=ReadOptions(start_timecode=36_000_000)).segments[0]
    assert (segment.start, segment.end, [w.start for w in segment.words]) == (1000, 3000, [1000, 2000])


def test_a_cue_without_text_is_reported():
    assert [(d.code, d.cue) for d in transcript_of(track("Yes.", "")).diagnostics] == [("transcript.empty-cue", 2)]


@given(
    st.lists(
        st.lists(st.sampled_from(["the", "tide", "is", "in", "(sic)", "♪", "-", ">>", "Ann:"]), min_size=1, max_size=6),
        max_size=5,
    )
)
@settings(max_examples=100, deadline=None)
def test_every_word_of_every_cue_is_in_the_transcript(cues):
    result = transcript_of(Track(tuple(Cue(n * 9, n * 9 + 5, " ".join(words)) for n, words in enumerate(cues))))
    held = " ".join(f"{s.speaker} {s.text}" for s in result.value.segments)
    assert {w for words in cues for w in words if w.isalpha() or w == "(sic)"} <= set(held.split())


def test_content_comes_before_the_suffix_and_a_mismatch_is_reported():
    choice = recognise(Source(b"WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n", "talk.srt"))
    assert (choice.name, choice.is_track) == ("vtt", True)
    assert [d.code for d in choice.diagnostics] == ["transcript.suffix"]
    assert recognise(Source(b"ANN: Hello.\n", "talk.txt")).diagnostics == ()


def test_what_nothing_reads_is_refused():
    with pytest.raises(UnknownFormatError):
        recognise(Source(bytes(range(256)) * 4, "x.bin"))
    with pytest.raises(UnknownNameError) as caught:
        read_transcript(b"x", format="oter")
    assert "otter" in caught.value.hint


def test_renaming_reports_who_was_renamed_and_whom_nobody_knows():
    talk = Transcript((Segment("Good evening.", "SPEAKER_00"), Segment("Hello.", "SPEAKER_01")))
    result = rename_speakers(talk, {"speaker_00": "Anna", "SPEAKER_1": "Ben"})
    assert result.value.speakers == ("Anna", "SPEAKER_01")
    assert [d.code for d in result.diagnostics] == ["transcript.renamed", "transcript.no-such-speaker"]
    assert "SPEAKER_01" in result.diagnostics[1].hint


def test_talk_time_is_given_interpolated_or_estimated():
    given_times = speakers(
        b"1\n00:00:01,000 --> 00:00:03,000\nAnna: Hello there.\n\n2\n00:00:04,000 --> 00:00:05,000\nBen: Yes.\n"
    )
    assert [(s.name, s.talk_time, s.timing, s.words) for s in given_times] == [
        ("Anna", 2000, "given", 2),
        ("Ben", 1000, "given", 1),
    ]
    assert {s.timing for s in speakers(b"[00:01] ANNA: Hello there.\n[00:09] BEN: Yes.\n")} == {"interpolated"}
    estimated = speakers(b"ANNA: Hello there.\n\nBEN: Yes.\n", rename={"ANNA": "Anna"})
    assert [(s.name, s.timing) for s in estimated] == [("Anna", "estimated"), ("BEN", "estimated")]
    assert sum(s.share for s in estimated) == pytest.approx(1, abs=0.001)


def test_the_command_lists_speakers_and_renames(tmp_path):
    path, names = tmp_path / "talk.txt", tmp_path / "names.json"
    path.write_text("S1: Good evening, everybody.\n\nS2: Yes.\n", "utf-8")
    names.write_text('{"S1": "Anna"}', "utf-8")
    arguments = ["speakers", str(path), "--speaker-map", str(names), "--speaker", "S2=Ben", "--json"]
    done = subprocess.run([sys.executable, "-m", "captionkit", *arguments], capture_output=True, check=True)
    shape = json.loads(done.stdout)
    assert [s["name"] for s in shape["result"]["speakers"]] == ["Anna", "Ben"]


@corpora
def test_recognition_of_the_corpora():
    wrong = {}
    wanted = {".srt": "srt", ".vtt": "vtt", ".html": "html"}
    for path in sorted((CORPORA / "stt").rglob("*")):
        expected = wanted.get(path.suffix)
        for name in (path.name, "file", "file.xyz") if expected and path.is_file() else ():
            found = recognise(Source(path.read_bytes(), name)).name
            if found != expected:
                wrong[f"{path.name} as {name}"] = found
    assert wrong == {}


@corpora
@pytest.mark.parametrize(
    "suffix", ["aud", "audh", "audm", "csv", "csvh", "csvm", "ssv", "ssvh", "ssvm", "txt", "txth", "txtm"]
)
@pytest.mark.parametrize("stem", ["sonnet001", "sonnet001_u"])
def test_every_table_of_a_poem_gives_the_same_timed_lines(stem, suffix):
    folder = CORPORA / "aeneas-syncmaps"
    lines = said((folder / f"{stem}.{suffix}").read_bytes())
    assert lines == said((folder / f"{stem}.srt").read_bytes())
    assert len(lines) == 15


@pytest.mark.parametrize(
    ("first", "second", "times"),
    [
        ("0,2000", "2500,5000", [(0, 2000), (2500, 5000)]),  # as Whisper and whisper.cpp write them
        ("0.0,2000.0", "2500.0,5000.0", [(0, 2000), (2500, 5000)]),  # ... and a data frame after them
        ("0,90", "100,800", [(0, 90), (100, 800)]),
        ("1.0,2.5", "3.0,4.5", [(1000, 2500), (3000, 4500)]),
        ("0,2", "3,5", [(0, 2000), (3000, 5000)]),
        ("0.0,2.0", "3.0,5.0", [(0, 2000), (3000, 5000)]),
        ("00:00:01.000,00:00:02.500", "00:00:03.000,00:00:04.500", [(1000, 2500), (3000, 4500)]),
    ],
)
@pytest.mark.parametrize("heading", ["start,end,text", "start,end,speaker,text", "start\tend\ttext"])
def test_seconds_under_whispers_headings_are_no_milliseconds(first, second, times, heading):
    speaker = "Ann," if "speaker" in heading else ""
    table = f"{heading}\n{first},{speaker}Good evening.\n{second},{speaker}The harbour was closed.\n"
    if "\t" in heading:
        table = table.replace(",", "\t")
    read = read_transcript(table.encode())
    assert [(s.start, s.end) for s in read.segments] == times
