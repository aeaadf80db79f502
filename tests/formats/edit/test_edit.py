"""Formats of edit suites, chapters and podcasts: structure, frames, and text that breaks naive writers."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.diagnostics import Collector
from captionkit.formats import FORMATS, WriteOptions
from captionkit.formats.edit.rows import rows_of
from captionkit.model.cue import Cue, Positioning
from captionkit.model.text import Line, Span, Style
from captionkit.model.timecode import RATES, ms_to_frames
from captionkit.model.track import Block, Track
from captionkit.model.transcript import Word
from captionkit.sources import ReadOptions, Source
from captionkit.testing import FormatSuite
from captionkit.transcripts.table import READERS
from captionkit.transforms.karaoke import shown_words
from tests.strategies import texts, tracks

NAMES = (
    "fcpxml", "avid", "lrc", "podcast", "chapters-youtube", "ffmetadata", "chapters-mkv", "chapters-podcast",
    "markers-premiere", "markers-resolve", "markers-avid", "markers-xmeml", "xmeml", "premiere",
)  # fmt: skip
ODD = 'He said "go" & left\n<now> | = # ; \\ it\'s'


def written(name: str, track: Track, **options: object) -> str:
    result = FORMATS.get(name).write(track, WriteOptions(**options))  # type: ignore[arg-type, misc]
    return result.value.decode("utf-16" if name == "markers-premiere" else "utf-8")


def codes(name: str, track: Track, **options: object) -> list[str]:
    return [d.code for d in FORMATS.get(name).write(track, WriteOptions(**options)).diagnostics]  # type: ignore[arg-type, misc]


@pytest.mark.parametrize("name", NAMES)
def test_suite(name):
    suite = FormatSuite()
    type(suite).format = FORMATS.get(name)
    suite.test_describes_itself()
    suite.test_recognises_its_samples()


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=20, deadline=None)
@given(track=tracks())
def test_any_track_is_written(name, track):
    text = written(name, track, rate="29.97")
    if name in ("fcpxml", "chapters-mkv", "xmeml", "markers-xmeml"):
        ElementTree.fromstring(text)
    if name in ("podcast", "chapters-podcast"):
        json.loads(text)


def captions(text: str, rate: Fraction) -> list[tuple[int, int, str]]:
    """Return (first frame, end, text) of the captions; every time of the document is a whole frame."""
    root = ElementTree.fromstring(text)

    def frames(value: str) -> int:
        time = Fraction(value.removesuffix("s")) * rate
        assert time.denominator == 1, value
        return int(time)

    for element in root.iter():
        for key in ("offset", "duration", "start", "frameDuration", "tcStart"):
            if key in element.attrib:
                frames(element.attrib[key])
    return [
        (
            frames(c.attrib["offset"]),
            frames(c.attrib["offset"]) + frames(c.attrib["duration"]),
            "".join(c.find("text").itertext()),
        )
        for c in root.iter("caption")
    ]


_CUES = st.lists(st.tuples(st.integers(0, 30_000), st.integers(1, 4000), texts(min_size=1)), min_size=1, max_size=8)


@pytest.mark.parametrize("name", ["23.976", "25", "29.97", "59.94"])
@settings(max_examples=30, deadline=None)
@given(rows=_CUES)
def test_captions_are_on_frames_and_never_overlap(name, rows):
    track = Track([Cue(start, start + length, text) for start, length, text in rows])
    found = captions(written("fcpxml", track, rate=name), RATES[name])
    assert len(found) == sum(bool(cue.text.strip()) for cue in track)
    assert all(start < end for start, end, _ in found)
    assert all(a[1] <= b[0] for a, b in pairwise(found))


@pytest.mark.parametrize("name", ["23.976", "29.97", "59.94"])
def test_cues_that_touch_touch_in_frames(name):
    """Lengths that are rounded on their own leave gaps and overlaps of a frame."""
    track = Track([Cue(n * 1001 + n % 7, (n + 1) * 1001 + (n + 1) % 7, f"Second {n}") for n in range(300)])
    found = captions(written("fcpxml", track, rate=name), RATES[name])
    assert all(a[1] == b[0] for a, b in pairwise(found))
    assert [start for start, _, _ in found] == [ms_to_frames(cue.start, RATES[name]) for cue in track]


def test_fcpxml_text_styles_and_places():
    lines = (Line((Span("He said "), Span('"go"', Style(italic=True, color="#ff0000")))), Line((Span("& left"),)))
    track = Track(
        [Cue(1000, 2000, lines, positioning=Positioning(anchor=8)), Cue(2000, 3000, ODD)], "fr", title='A "b"'
    )
    text = written("fcpxml", track, rate="25", size="1280x720")
    assert [said for _, _, said in captions(text, RATES["25"])] == ['He said "go"\n& left', ODD]
    root = ElementTree.fromstring(text)
    assert root.attrib["version"] == "1.8"
    assert root.find("library/event").attrib["name"] == 'A "b"'
    first, second = root.iter("caption")
    assert first.attrib["role"] == "iTT?captionFormat=ITT.fr"
    assert (first.find("text").attrib["placement"], second.find("text").attrib["placement"]) == ("top", "bottom")
    assert second.attrib["name"] == ODD.replace("\n", " ").replace(" | ", " ")
    looks = [element.attrib for element in first.iterfind("text-style-def/text-style")]
    assert looks[1]["italic"] == "1"
    assert looks[1]["fontColor"] == "1 0 0 1"
    ids = [element.attrib["id"] for element in root.iter("text-style-def")]
    assert len(ids) == len(set(ids))
    assert {element.attrib["ref"] for element in root.iter("text-style") if "ref" in element.attrib} == set(ids)


def test_overlaps_are_trimmed_and_reported():
    track = Track([Cue(1000, 4000, "One"), Cue(3500, 6000, "Two"), Cue(6001, 6020, "Blink"), Cue(6001, 6020, "Same")])
    found = captions(written("fcpxml", track, rate="23.976"), RATES["23.976"])
    assert [(a, b) for a, b, _ in found] == [(24, 84), (84, 144), (144, 145), (145, 146)]
    assert codes("fcpxml", track, rate="23.976") == [
        "edit.trimmed", "edit.too-short", "edit.too-short", "edit.trimmed",
    ]  # fmt: skip
    assert codes("fcpxml", track[:1]) == ["edit.rate-assumed"]


def test_rows_in_any_order_are_in_order():
    notes = Collector()
    rows = rows_of(Track([Cue(900, 1000, "b"), Cue(0, 500, "a"), Cue(0, 9, "")]), RATES["25"], notes, apart=True)
    assert [(row.number, row.start, row.end) for row in rows] == [(2, 0, 13), (1, 23, 25)]


def test_avid_is_read_again():
    track = Track([Cue(0, 1000, "Good\n\nevening."), Cue(1000, 2000, "<end subtitles>"), Cue(61_000, 62_000, "Rain.")])
    text = written("avid", track, rate="29.97")
    assert text.startswith("@ This file written with the Avid Caption plugin, version 1\n\n<begin subtitles>\n\n")
    assert text.endswith("Rain.\n\n<end subtitles>\n")
    assert "Good\nevening.\n\n" in text
    assert "\n <end subtitles>\n" in text
    plain = written("avid", Track([track[0], track[2]]), rate="29.97")
    transcript = READERS.get("avid-ds").read(Source(plain.encode(), "t.txt"), ReadOptions(rate=RATES["29.97"])).value
    said = {segment.text: segment.start for segment in transcript.segments}
    assert {"Good evening.", "Rain."} <= said.keys()
    assert abs(said["Rain."] - 61_000) < 34


CHAPTERS = Track(
    [Cue(0, 12_500, "Intro"), Cue(12_500, 70_000, "Rain #2 = wet"), Cue(3_725_000, 3_800_000, "Good\nbye")]
)


def test_chapters_of_each_kind():
    assert written("chapters-youtube", CHAPTERS) == "0:00 Intro\n0:12 Rain #2 = wet\n1:02:05 Good bye\n"
    meta = written("ffmetadata", CHAPTERS.replace(title="Demo = one"))
    assert meta.startswith(
        ";FFMETADATA1\ntitle=Demo \\= one\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=12500\ntitle=Intro\n"
    )
    assert "title=Rain \\#2 \\= wet\n" in meta
    root = ElementTree.fromstring(written("chapters-mkv", CHAPTERS.replace(language="pt-BR")))
    atoms = list(root.iter("ChapterAtom"))
    assert [a.findtext("ChapterTimeStart") for a in atoms] == [
        "00:00:00.000000000", "00:00:12.500000000", "01:02:05.000000000",
    ]  # fmt: skip
    assert atoms[2].findtext("ChapterDisplay/ChapLanguageIETF") == "pt-BR"
    document = json.loads(written("chapters-podcast", CHAPTERS))
    assert document["chapters"][1] == {"startTime": 12.5, "endTime": 70.0, "title": "Rain #2 = wet"}


def test_what_youtube_would_not_show_is_reported():
    assert codes("chapters-youtube", CHAPTERS) == []
    short = Track([Cue(5000, 6000, "One"), Cue(7000, 9000, "Two")])
    result = FORMATS.get("chapters-youtube").write(short, WriteOptions())
    assert [d.code for d in result.diagnostics] == ["edit.chapters-refused"]
    assert all(part in result.diagnostics[0].message for part in ("0:00", "3 are the least", "shorter than 10 s"))
    assert codes("ffmetadata", Track([Cue(0, 9000, "One"), Cue(5000, 9000, "Two")])) == ["edit.trimmed"]


def test_markers_of_each_kind():
    track = Track([Cue(520, 560, "Name | check", speaker="Ann"), Cue(2200, 3920, "Rain")])
    premiere = written("markers-premiere", track, rate="25").split("\n")
    assert premiere[0] == "Marker Name\tDescription\tIn\tOut\tDuration\tMarker Type"
    assert premiere[1] == "Name check\tAnn\t00:00:00:13\t00:00:00:14\t00:00:00:01\tComment"
    resolve = written("markers-resolve", track, rate="25")
    assert "002  001      V     C        00:00:02:05 00:00:02:06 00:00:02:05 00:00:02:06\n" in resolve
    assert " |C:ResolveColorBlue |M:Rain |D:43\n" in resolve
    assert written("markers-avid", track, rate="25").split("\n")[0] == "Ann\t00:00:00:13\tV1\tred\tName check\t1"


def test_podcast_and_lyrics():
    track = Track([Cue(520, 1600, "Good\nevening.", speaker="Ann"), Cue(2200, 3920, "Rain.")], "en", title="Talk")
    document = json.loads(written("podcast", track))
    assert document["version"] == "1.0.0"
    assert document["segments"][0] == {"speaker": "Ann", "startTime": 0.52, "endTime": 1.6, "body": "Good evening."}
    reader = READERS.get("podcast-json")
    transcript = reader.read(Source(written("podcast", track).encode(), "t.json"), ReadOptions()).value
    assert next((s.speaker, s.start, s.text) for s in transcript.segments) == ("Ann", 520, "Good evening.")
    assert (
        written("lrc", track)
        == "[ti:Talk]\n[la:en]\n[00:00.52]Good evening.\n[00:01.60]\n[00:02.20]Rain.\n[00:03.92]\n"
    )
    words = Track([Cue(0, 900, "Low tide.", words=[Word("Low", 0, 400), Word("tide.", 400, 900)])])
    assert "[00:00.00]Low <00:00.40>tide.\n" in written("lrc", shown_words(words, "times").value)


@pytest.mark.parametrize("name", ["fcpxml", "ffmetadata", "lrc", "markers-resolve", "chapters-podcast"])
def test_header_lines_are_comments(name):
    track = Track([Cue(0, 900, "x")], blocks=(Block("header", "Kind: cap--tions-"),))
    assert re.search("Kind: cap-(?: -|-)tions", written(name, track))


def test_premiere_transcript_is_of_the_schema_and_read_again():
    words = (Word("Low", 1000, 1400, confidence=0.5), Word("tide.", 1400, 2000))
    track = Track([Cue(1000, 2000, "Low tide.", speaker="Ann", words=words), Cue(2000, 3000, "The quay -")], "en-US")
    found = json.loads(written("premiere", track))
    assert found.keys() == {"language", "segments", "speakers"}
    assert [(segment["start"], segment["duration"], segment["language"]) for segment in found["segments"]] == [
        (1.0, 1.0, "en-us"), (2.0, 1.0, "en-us"),
    ]  # fmt: skip
    rows = [word for segment in found["segments"] for word in segment["words"]]
    assert all(word.keys() == {"confidence", "duration", "eos", "start", "tags", "text", "type"} for word in rows)
    assert [(word["text"], word["start"], word["eos"], word["type"]) for word in rows[:2]] == [
        ("Low", 1.0, False, "word"), ("tide.", 1.4, True, "word"),
    ]  # fmt: skip
    assert [word["type"] for word in rows[2:]] == ["word", "word", "word"], "a dash between blanks does not cling"
    assert rows[0]["confidence"] == 0.5
    four = r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    assert all(re.fullmatch(four, speaker["id"]) for speaker in found["speakers"])
    assert [speaker["name"] for speaker in found["speakers"]] == ["Ann", "Unknown"]
    assert {segment["speaker"] for segment in found["segments"]} == {speaker["id"] for speaker in found["speakers"]}
    data = written("premiere", track).encode()
    back = READERS.get("premiere-json").read(Source(data, "t.json"), ReadOptions()).value
    assert [segment.text for segment in back.segments] == ["Low tide.", "The quay -"]
    assert back.segments[0].words[1].start == 1400
    assert "edit.language" in codes("premiere", Track(track.cues, "eu"))


def test_xmeml_titles_and_markers():
    track = Track([Cue(1000, 2000, [Line((Span(ODD.split("\n")[0], Style(italic=True)),)), Line((Span("two"),))])])
    root = ElementTree.fromstring(written("xmeml", track, rate="29.97"))
    [item] = root.iter("generatoritem")
    assert [item.findtext(name) for name in ("start", "end", "in", "out", "duration")] == ["30", "60", "0", "30", "30"]
    values = {p.findtext("parameterid"): p.findtext("value") for p in item.iter("parameter")}
    assert values["str"] == ODD.split("\n")[0] + "\rtwo"
    assert (root.findtext(".//timebase"), root.findtext(".//ntsc")) == ("30", "TRUE")
    assert "edit.part-style" in codes("xmeml", track, rate="29.97")
    whole = Track([Cue(0, 1000, [Line((Span("x", Style(italic=True, bold=True)),))])])
    assert "<value>4</value>" in written("xmeml", whole)
    root = ElementTree.fromstring(written("markers-xmeml", Track([Cue(1000, 2000, ODD, speaker="Ann")]), rate="25"))
    [marker] = root.iter("marker")
    assert [marker.findtext(n) for n in ("in", "out", "comment")] == ["25", "50", "Ann"]


def test_cues_without_text_are_left_out_and_counted():
    track = Track([Cue(0, 900, ""), Cue(1000, 20_000, "One"), Cue(30_000, 31_000, " "), Cue(40_000, 41_000, "Two")])
    for name in (*set(NAMES) - {"lrc"}, "sami"):  # in lyrics they are lines without words
        [said] = [
            d for d in FORMATS.get(name).write(track, WriteOptions(rate="25")).diagnostics if d.code == "edit.empty"
        ]
        assert said.message == "2 cues without text left out"


def test_a_line_that_the_next_replaces_and_a_chapter_that_it_trims_are_named_by_their_numbers():
    track = Track([Cue(0, 900, ""), Cue(1000, 20_000, "One"), Cue(11_000, 31_000, "Two")])
    for name in ("lrc", "chapters-youtube", "sami", "fcpxml"):
        found = FORMATS.get(name).write(track, WriteOptions(rate="25")).diagnostics
        assert [d.cue for d in found if d.code == "edit.trimmed"] == [2], name
