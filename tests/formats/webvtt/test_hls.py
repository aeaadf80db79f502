"""HLS segments joined: one clock, every cue once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captionkit.errors import InputError, LimitError
from captionkit.formats.hls import FORMAT, TimestampMap, join, playlist_entries, shift_of, timestamp_map
from captionkit.model.timecode import format_clock
from captionkit.sources import ReadOptions, Source, open_source


def segment(
    cues: list[tuple[int, int, str]], header: str = "X-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000"
) -> Source:
    blocks = [f"{format_clock(start, '.')} --> {format_clock(end, '.')}\n{text}\n" for start, end, text in cues]
    return Source("\n".join([f"WEBVTT\n{header}\n", *blocks]).encode(), "s.vtt")


def texts(segments: list[Source]) -> list[tuple[int, int, str]]:
    return [(cue.start, cue.end, cue.text) for cue in join(segments).value]


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("X-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000", TimestampMap(0, 900_000)),
        ("X-TIMESTAMP-MAP=LOCAL:00:01.500,MPEGTS:0", TimestampMap(1500, 0)),
        ("x-timestamp-map = MPEGTS: 5 , LOCAL: 00:00:00.000", TimestampMap(0, 5)),
        ("X-TIMESTAMP-MAP=MPEGTS:8589934592,LOCAL:00:00:00.000", TimestampMap(0, 0)),
        ("X-TIMESTAMP-MAP=MPEGTS:,LOCAL:00:00:00.000", None),
        ("X-TIMESTAMP-MAP=MPEGTS:9", None),
        ("Kind: captions", None),
    ],
)
def test_timestamp_map(header: str, found: TimestampMap | None) -> None:
    assert timestamp_map(header) == found


@given(st.integers(0, (1 << 33) - 1), st.integers(-(10**7), 10**7), st.integers(0, 10**6))
def test_shift_survives_the_wrap_of_the_clock(ticks: int, ms: int, local: int) -> None:
    later = TimestampMap(local, (ticks + 90 * ms) % (1 << 33))
    assert shift_of(TimestampMap(0, ticks), later) == ms - local


def test_a_cue_repeated_or_cut_at_a_border_is_written_once() -> None:
    first = segment([(0, 2000, "one"), (5000, 7000, "whole"), (5500, 6000, "cut")])
    second = segment([(5000, 7000, "whole"), (6000, 8000, "cut"), (9000, 9500, "one")])
    assert texts([first, second]) == [(0, 2000, "one"), (5000, 7000, "whole"), (5500, 8000, "cut"), (9000, 9500, "one")]


def test_the_same_words_said_again_are_kept() -> None:
    assert len(texts([segment([(0, 1000, "Yes."), (1000, 2000, "Yes.")]), segment([(4000, 5000, "Yes.")])])) == 3


def test_segments_with_their_own_clock_are_shifted() -> None:
    later = segment([(0, 1000, "two")], "X-TIMESTAMP-MAP=MPEGTS:1440000,LOCAL:00:00:00.000")
    assert texts([segment([(0, 1000, "one")]), later]) == [(0, 1000, "one"), (6000, 7000, "two")]


def test_a_broken_map_is_told_and_times_are_kept() -> None:
    result = join([segment([(0, 1000, "one")]), segment([(1000, 2000, "two")], "X-TIMESTAMP-MAP=MPEGTS:x")])
    assert [cue.start for cue in result.value] == [0, 1000]
    assert [d.code for d in result.diagnostics] == ["vtt.bad-timestamp-map"]


def test_a_playlist_reads_the_files_beside_it(tmp_path: Path) -> None:
    for name, start in (("a.vtt", 0), ("b.vtt", 4000)):
        (tmp_path / name).write_bytes(segment([(start, start + 1000, name)]).data)
    playlist = tmp_path / "subs.m3u8"
    playlist.write_text("#EXTM3U\n#EXTINF:6,\na.vtt?x=1\n#EXTINF:6,\nb.vtt\n#EXTINF:6,\nmissing.vtt\n#EXT-X-ENDLIST\n")
    assert FORMAT.read is not None
    source = open_source(playlist)
    assert FORMAT.sniff(source) == 1.0
    result = FORMAT.read(source, ReadOptions())
    assert [cue.text for cue in result.value] == ["a.vtt", "b.vtt"]
    assert [d.code for d in result.diagnostics] == ["vtt.segment-missing"]


@pytest.mark.parametrize(
    "entry", ["../outside.vtt", "/etc/hostname", "https://example.com/a.vtt", "file:///etc/hostname"]
)
def test_nothing_outside_the_folder_is_read(tmp_path: Path, entry: str) -> None:
    (tmp_path / "outside.vtt").write_bytes(segment([(0, 1000, "secret")]).data)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.m3u8").write_text(f"#EXTM3U\n{entry}\n")
    assert FORMAT.read is not None
    with pytest.raises(InputError, match="no segment"):
        FORMAT.read(open_source(folder / "a.m3u8"), ReadOptions())


def test_a_master_playlist_is_refused_with_its_subtitles_named() -> None:
    text = (
        '#EXTM3U\n#EXT-X-MEDIA:TYPE=SUBTITLES,GROUP-ID="s",URI="en/index.m3u8"\n#EXT-X-STREAM-INF:BANDWIDTH=1\nv.m3u8\n'
    )
    with pytest.raises(InputError) as caught:
        playlist_entries(text)
    assert "en/index.m3u8" in caught.value.hint


def test_a_pipe_named_as_a_segment_is_left_out(tmp_path: Path) -> None:
    """It was waited for until somebody wrote into it."""
    os.mkfifo(tmp_path / "a.vtt")
    (tmp_path / "b.vtt").write_bytes(segment([(0, 1000, "b")]).data)
    (tmp_path / "s.m3u8").write_text("#EXTM3U\na.vtt\nb.vtt\n")
    assert FORMAT.read is not None
    result = FORMAT.read(open_source(tmp_path / "s.m3u8"), ReadOptions())
    assert [cue.text for cue in result.value] == ["b"]
    assert [d.code for d in result.diagnostics] == ["vtt.segment-missing"]


def test_one_file_named_thousands_of_times_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """2,000 names of one file took 3.9 GB."""
    monkeypatch.setattr("captionkit.formats.hls._MAX_TOTAL", 20_000)
    (tmp_path / "a.vtt").write_bytes(segment([(0, 1000, "a" * 900)]).data)
    (tmp_path / "s.m3u8").write_text("#EXTM3U\n" + "a.vtt\n" * 2000)
    assert FORMAT.read is not None
    with pytest.raises(LimitError, match="larger than 20,000 characters together"):
        FORMAT.read(open_source(tmp_path / "s.m3u8"), ReadOptions())


def test_a_segment_whose_name_holds_nul_is_left_out(tmp_path: Path) -> None:
    """It ended in a ValueError of the file system's."""
    playlist = tmp_path / "subs.m3u8"
    playlist.write_bytes(b"#EXTM3U\n#EXTINF:6,\na\0b.vtt\n#EXTINF:6,\nb.vtt\n#EXT-X-ENDLIST\n")
    (tmp_path / "b.vtt").write_text("WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nGood evening.\n", "utf-8")
    read = FORMAT.read
    assert read is not None
    assert [cue.text for cue in read(open_source(playlist), ReadOptions()).value] == ["Good evening."]
