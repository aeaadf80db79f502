"""What is written is read back: any track that uses only what SRT carries."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies import texts, tracks

from captionkit.formats import FORMATS, WriteOptions
from captionkit.formats.srt import CAN, FORMAT
from captionkit.formats.srt.fast import SrtReadingState, fast_cues
from captionkit.formats.srt.writer import write
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source


def read(data: bytes, **options):
    return FORMAT.read(Source(data, "t.srt"), ReadOptions(**options))


def shown(track: Track):
    return [(cue.start, cue.end, cue.lines, cue.positioning) for cue in track]


def test_table_row_is_the_format():
    assert FORMATS.get("srt") is FORMAT


@given(tracks(can=CAN))
@settings(max_examples=200, deadline=None)
def test_written_track_is_read_back(track):
    data = write(track, WriteOptions()).value
    assert shown(read(data).value) == shown(track)


@given(tracks(can=CAN))
@settings(max_examples=100, deadline=None)
def test_second_writing_is_the_first(track):
    data = write(track, WriteOptions()).value
    assert write(read(data).value, WriteOptions()).value == data


@given(tracks())
@settings(max_examples=100, deadline=None)
def test_second_writing_of_any_track_is_the_first(track):
    data = write(track, WriteOptions()).value
    assert write(read(data).value, WriteOptions()).value == data


@given(tracks(can=CAN), st.sampled_from(("\r\n", "\r")), st.booleans(), st.sampled_from(("utf-8", "utf-16-le")))
@settings(max_examples=60, deadline=None)
def test_layout_is_preserved(track, eol, bom, encoding):
    data = write(track, WriteOptions(eol=eol, bom=bom or encoding != "utf-8", encoding=encoding)).value
    assert write(read(data).value, WriteOptions(preserve=True)).value == data


@given(st.lists(st.lists(texts(min_size=1), min_size=1, max_size=2), min_size=1, max_size=4))
@settings(max_examples=100, deadline=None)
def test_text_is_never_numbers_none(bodies):
    track = Track(tuple(Cue(n * 1000, n * 1000 + 900, "\n".join(body), id="None") for n, body in enumerate(bodies)))
    back = read(write(track, WriteOptions()).value).value
    assert [cue.id for cue in back] == [str(n) for n in range(1, len(bodies) + 1)]
    assert [cue.text for cue in back] == ["\n".join(body) for body in bodies]


def test_plain_file_takes_the_fast_path():
    data = write(Track((Cue(0, 900, "One"), Cue(1000, 1900, "Two\nlines"))), WriteOptions()).value
    assert [cue.payload for cue in fast_cues(data.decode(), SrtReadingState()) or []] == ["One", "Two\nlines"]


def test_bug_markup_that_nearly_balances_is_read():
    """A capturing group inside a possessive repeat made Python 3.11 fail with a SystemError."""
    for payload in ("<i>a</i> <b", "<b>a</b><i>b", "<i></i>-->", "<u>x</u><u>y</b>" * 3, "<i>a</i>{\\an8}<font"):
        data = f"1\n00:00:00,000 --> 00:00:01,000\n{payload}\n".encode() * 3
        assert read(data).value.cues
