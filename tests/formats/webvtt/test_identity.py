"""What is written is read back: any track that uses only what WebVTT carries."""

from __future__ import annotations

import pickle

from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.formats import FORMATS
from captionkit.formats.anchor import positioning_of
from captionkit.formats.base import WriteOptions
from captionkit.formats.webvtt import FORMAT
from captionkit.formats.webvtt.colors import class_of_color, color_of_class
from captionkit.formats.webvtt.reader import read
from captionkit.formats.webvtt.writer import write
from captionkit.model.cue import Cue, Positioning, raw_cue
from captionkit.model.raw import Raw
from captionkit.model.text import Line, Span
from captionkit.model.track import Block, Track
from captionkit.sources import ReadOptions, Source
from tests.strategies import texts, tracks

CAN = FORMAT.can


def again(track: Track, **options: object) -> Track:
    data = write(track, WriteOptions(**options)).value  # type: ignore[arg-type]
    return read(Source(data, "t.vtt"), ReadOptions(strict=True)).value


def meant(cue: Cue) -> tuple[object, ...]:
    """What of a cue WebVTT carries, colours by their class and places by their settings."""
    place = cue.positioning
    if place is not None and place.anchor is not None:
        place = positioning_of(place.anchor)
    place = None if place == Positioning() else place
    lines = []
    for line in cue.lines:
        spans = [Span(s.text, s.style.replace(color=color_of_class(class_of_color(s.style.color)))) for s in line.spans]
        lines.append(Line(tuple(spans)))
    return cue.start, cue.end, cue.id, cue.notes, place, tuple(lines)


def test_table_row_is_the_format() -> None:
    assert FORMATS.get("vtt") is FORMAT


@given(tracks(can=CAN))
@settings(max_examples=200, deadline=None)
def test_written_track_is_read_back_without_a_repair(track: Track) -> None:
    back = again(track)
    # a note before the first cue belongs to the file
    notes = tuple(block.text for block in back.blocks if block.kind == "note")
    cues = [back.cues[0].replace(notes=notes), *back.cues[1:]]
    assert [meant(cue) for cue in cues] == [meant(cue) for cue in track]


@given(tracks(can=CAN))
@settings(max_examples=100, deadline=None)
def test_second_writing_is_the_first(track: Track) -> None:
    data = write(track, WriteOptions()).value
    assert write(read(Source(data, "t.vtt"), ReadOptions()).value, WriteOptions()).value == data


@given(tracks(can=CAN))
@settings(max_examples=60, deadline=None)
def test_speakers_written_as_voices_are_read_back(track: Track) -> None:
    for read_back, cue in zip(again(track, speakers="voice"), track, strict=True):
        if cue.speaker and cue.text and not any(span.style.voice for line in cue.lines for span in line.spans):
            assert read_back.speaker == (cue.speaker if cue.text.strip() else "")


@given(tracks())
@settings(max_examples=150, deadline=None)
def test_any_track_is_written_as_valid_webvtt(track: Track) -> None:
    data = write(track, WriteOptions()).value.decode()
    assert data.startswith("WEBVTT")
    assert data.count("-->") == len(track)
    assert "\n\n\n" not in data
    assert "\r" not in data
    assert len(read(Source(data.encode(), "t.vtt"), ReadOptions()).value) == len(track)


@given(texts(), st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
@settings(max_examples=150, deadline=None)
def test_hostile_payloads_and_names_cannot_break_the_file(payload: str, name: str, note: str, title: str) -> None:
    raw = Raw("vtt", f"a\n\n{payload}\n\r-->", "line:0 -->")
    first = raw_cue(0, 1000, raw, id=name, notes=(note, "x\n\n00:01.000 --> 00:02.000"))
    track = Track(
        (first, Cue(-5, 2000, "b")), title=title, blocks=(Block("style", "a\n\nb --> c"), Block("note", note))
    )
    result = write(track, WriteOptions())
    back = read(Source(result.value, "t.vtt"), ReadOptions()).value
    assert [cue.start for cue in back] == [0, 0]
    assert back.cues[1].text == "b"
    assert {d.code for d in result.diagnostics} >= {"vtt.time-clamped", "vtt.block-changed"}


@given(tracks(can=CAN))
@settings(max_examples=30, deadline=None)
def test_cues_as_read_can_be_pickled(track: Track) -> None:
    back = again(track)
    assert pickle.loads(pickle.dumps(back)) == back


@given(tracks(can=CAN), st.sampled_from(("\r\n", "\r")), st.booleans())
@settings(max_examples=60, deadline=None)
def test_layout_is_preserved(track: Track, eol: str, bom: bool) -> None:
    data = write(track, WriteOptions(eol=eol, bom=bom)).value
    assert write(read(Source(data, "t.vtt"), ReadOptions()).value, WriteOptions(preserve=True)).value == data
