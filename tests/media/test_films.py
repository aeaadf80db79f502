"""Captions in films: put in and read back in four codecs, drawn into pictures, packaged for HLS."""

from __future__ import annotations

import json
import re
import subprocess
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import captionkit
from captionkit.api.film import burn, mux
from captionkit.api.from_film import film_tracks
from captionkit.api.hls import hls
from captionkit.cli._run import run
from captionkit.diagnostics import Collector
from captionkit.errors import EngineError, InputError, TargetExistsError, UsageError, VerificationError
from captionkit.formats.segments import Rendition, joined_master, media_line, playlist, segments
from captionkit.languages.codes import three_letters, two_letters
from captionkit.media.film import IN_PICTURE, TextStream, probe
from captionkit.media.shown import show_only
from captionkit.media.textstreams import Added, states, stream_hashes
from captionkit.media.textstreams import mux as add
from captionkit.model.cue import Cue, Positioning
from captionkit.model.text import Line, Span, Style
from captionkit.model.timecode import RATES, ms_to_frames, parse_smpte
from captionkit.model.track import Block, Track
from captionkit.sources import ReadOptions
from captionkit.values import replace
from tests.support import needs

CUES = (
    Cue(500, 2000, [Line((Span("First "), Span("line", Style(italic=True)), Span(".")))]),
    Cue(2000, 3000, "Second one,\ntwo lines."),
    Cue(4000, 6960, "¡Última!"),
)


def ffmpeg(*arguments: str) -> bytes:
    return subprocess.run(
        ["ffmpeg", "-v", "error", "-nostdin", "-y", *arguments], check=True, capture_output=True
    ).stdout


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight seconds at 23.976, whose sound begins before the pictures."""
    path = tmp_path_factory.mktemp("film") / "film.mp4"
    ffmpeg(
        "-f", "lavfi", "-i", "color=black:size=160x90:rate=24000/1001:duration=8", "-f", "lavfi", "-i",
        "sine=440:duration=8", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac",
        str(path),
    )  # fmt: skip
    return path


def kept(track: Track) -> list[tuple[int, int, str]]:
    return [(cue.start, cue.end, cue.text) for cue in track]


@needs("ffmpeg", "ffprobe")
@pytest.mark.parametrize(
    ("source", "target", "codec"),
    [("srt", "mp4", "mov_text"), ("srt", "mkv", "subrip"), ("ass", "mkv", "ass"), ("vtt", "mkv", "webvtt"),
     ("srt", "mov", "mov_text")],
)  # fmt: skip
def test_what_goes_into_a_film_comes_out(film: Path, tmp_path: Path, source: str, target: str, codec: str) -> None:
    before = film.read_bytes()
    track = Track(CUES, language="es")
    captionkit.save(track, tmp_path / f"talk.es.{source}")
    mux(film, [tmp_path / f"talk.es.{source}"], tmp_path / f"out.{target}")
    (stream,) = film_tracks(tmp_path / f"out.{target}")
    assert (stream.codec, two_letters(stream.language)) == (codec, "es")
    back = captionkit.load(tmp_path / f"out.{target}")
    assert [text for *_, text in kept(back)] == [text for *_, text in kept(track)]
    slack = 10 if codec == "ass" else 1
    for found, wanted in zip(back, track, strict=True):
        assert abs(found.start - wanted.start) <= slack
        assert abs(found.end - wanted.end) <= slack
    assert any(span.style.italic for span in back[0].lines[0].spans)
    assert back.language == "es"
    assert film.read_bytes() == before
    assert stream_hashes(str(film)) == stream_hashes(str(tmp_path / f"out.{target}"))


@needs("ffmpeg", "ffprobe")
def test_times_count_from_the_first_picture(film: Path, tmp_path: Path) -> None:
    late = tmp_path / "late.ts"
    ffmpeg("-i", str(film), "-c", "copy", "-f", "mpegts", str(late))
    assert probe(late).first_stamp > 1
    captionkit.save(Track(CUES), tmp_path / "t.srt")
    mux(late, [tmp_path / "t.srt"], tmp_path / "out.mkv")
    for found, wanted in zip(captionkit.load(tmp_path / "out.mkv"), CUES, strict=True):
        assert abs(found.start - wanted.start) <= 1


@needs("ffmpeg", "ffprobe")
def test_languages_titles_and_flags(film: Path, tmp_path: Path) -> None:
    for name in ("talk.en.sdh.srt", "talk.es-419.srt", "talk.zh-Hant.forced.srt"):
        captionkit.save(Track(CUES), tmp_path / name)
    names = [tmp_path / name for name in ("talk.en.sdh.srt", "talk.es-419.srt", "talk.zh-Hant.forced.srt")]
    made = mux(film, names, tmp_path / "o.mp4", titles={"en": "English (SDH)"}, default="en")
    found = film_tracks(tmp_path / "o.mp4")
    assert [(t.language, t.title) for t in found] == [("eng", "English (SDH)"), ("spa", "es-419"), ("zho", "zh-Hant")]
    assert [{"default", "hearing_impaired", "forced"} & set(t.flags) for t in found] == [
        {"default", "hearing_impaired"}, set(), {"forced"},
    ]  # fmt: skip
    assert [d.code for d in made.diagnostics].count("film.language") == 2
    assert any("region" in d.message for d in made.diagnostics)
    mux(film, names, tmp_path / "o.mkv")
    assert [t.language for t in film_tracks(tmp_path / "o.mkv")] == ["en", "es-419", "zh-Hant"]
    second = captionkit.load(tmp_path / "o.mkv", options=ReadOptions(track=2))
    assert second.language == "es-419"
    assert "film.track-chosen" in [d.code for d in captionkit.load(tmp_path / "o.mkv").diagnostics]
    with pytest.raises(InputError, match="no text track 9"):
        captionkit.load(tmp_path / "o.mkv", options=ReadOptions(track=9))


@needs("ffmpeg", "ffprobe")
@pytest.mark.parametrize("container", ["mp4", "mov", "mkv"])
def test_no_track_is_on_that_nobody_asked_for(container: str, film: Path, tmp_path: Path) -> None:
    for language in ("en", "es", "fr"):
        captionkit.save(Track(CUES), tmp_path / f"talk.{language}.srt")
    names = [tmp_path / f"talk.{language}.srt" for language in ("en", "es")]

    def on(path: Path) -> list[bool]:
        return ["default" in track.flags for track in film_tracks(path)]

    one, two, three = (tmp_path / f"{name}.{container}" for name in ("one", "two", "three"))
    mux(film, names, one)
    assert on(one) == [False, False]
    mux(film, names, two, default="es")
    assert on(two) == [False, True]
    # tracks that the film has stay as they are
    mux(one, [tmp_path / "talk.fr.srt"], three)
    assert on(three) == [False, False, False]
    mux(two, [tmp_path / "talk.fr.srt"], three, force=True)
    assert on(three) == [False, True, False]
    assert [cue.text for cue in captionkit.load(three, options=ReadOptions(track=3))] == [cue.text for cue in CUES]


@needs("ffmpeg", "ffprobe")
def test_captions_in_the_pictures_are_no_track_that_the_new_one_stands_behind(film: Path, tmp_path: Path) -> None:
    probed = replace(probe(film), texts=(TextStream(1, IN_PICTURE, "eia_608", "scc"),))
    added = Added(b"1\n00:00:01,000 --> 00:00:02,000\nOne.\n", "srt", "mov_text", "spa", flags=("forced",))
    add(probed, [added], str(tmp_path / "o.mp4"), "mp4", ("mov_text",))
    [track] = film_tracks(tmp_path / "o.mp4")
    assert (track.language, track.flags) == ("spa", ("forced",))


@pytest.mark.parametrize("data", [b"", b"\0\0\0\x08moov", b"\0\0\0\x07moov1234", b"\0\0\0\x01moov\0\0\0\0\0\0\0\x10",
                                  b"\0\0\0\x18moov\0\0\0\x10trak\0\0\0\x08tkhd", b"\xff" * 64])  # fmt: skip
def test_a_file_that_is_no_film_stays_as_it_is(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "odd.mp4"
    path.write_bytes(data)
    show_only(str(path), [False])
    assert path.read_bytes() == data


@needs("ffmpeg", "ffprobe")
def test_overlaps_become_states_in_mp4(film: Path, tmp_path: Path) -> None:
    captionkit.save(Track([Cue(3917, 5000, "First."), Cue(4500, 6000, "Second.")]), tmp_path / "t.srt")
    made = mux(film, [tmp_path / "t.srt"], tmp_path / "o.mp4")
    assert "film.overlap" in [d.code for d in made.diagnostics]
    assert kept(captionkit.load(tmp_path / "o.mp4")) == [
        (3917, 4500, "First."), (4500, 5000, "First.\nSecond."), (5000, 6000, "Second."),
    ]  # fmt: skip


@needs("ffmpeg", "ffprobe")
def test_what_mp4_cannot_say_is_reported_and_a_failure_leaves_nothing(film: Path, tmp_path: Path) -> None:
    captionkit.save(Track([Cue(-200, 900, "x", positioning=Positioning(anchor=8))]), tmp_path / "t.ckit.json")
    made = mux(film, [tmp_path / "t.ckit.json"], tmp_path / "o.mp4")
    assert {"film.lost", "film.clamped"} <= {d.code for d in made.diagnostics}
    with pytest.raises(TargetExistsError):
        mux(film, [tmp_path / "t.ckit.json"], tmp_path / "o.mp4")
    for target, error in ((film, UsageError), (tmp_path / "o.avi", UsageError)):
        with pytest.raises(error):
            mux(film, [tmp_path / "t.ckit.json"], target, force=True)
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"not a film")
    with pytest.raises((EngineError, InputError, VerificationError)):
        mux(broken, [tmp_path / "t.ckit.json"], tmp_path / "p.mp4")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["broken.mp4", "o.mp4", "t.ckit.json"]


@needs("ffmpeg", "ffprobe")
def test_a_film_without_text_and_a_recording(film: Path) -> None:
    assert film_tracks(film) == ()
    with pytest.raises(InputError, match="no text track"):
        captionkit.load(film)
    with pytest.raises(InputError, match="no such file"):
        captionkit.load("missing.mkv")


@needs("ffmpeg", "ffprobe")
def test_burnt_captions_are_seen_on_their_own_pictures(film: Path, tmp_path: Path) -> None:
    rate = Fraction(24000, 1001)
    spans = [(12, 31), (48, 49), (100, 147)]
    cues = [Cue(round(a * 1000 / rate), round(b * 1000 / rate), "█████ █████") for a, b in spans]
    captionkit.save(Track(cues), tmp_path / "t.srt")
    shares: list[float] = []
    style = {"Fontsize": "30", "PrimaryColour": "white"}
    made = burn(film, tmp_path / "t.srt", tmp_path / "o.mp4", style=style, progress=shares.append)
    assert made.tracks == 1
    assert shares
    assert shares == sorted(shares)
    assert shares[-1] > 0.9
    grey = ffmpeg(
        "-i", str(tmp_path / "o.mp4"), "-vf", "format=gray", "-f", "rawvideo", "-fps_mode", "passthrough", "-"
    )
    size = 160 * 90
    seen = [number for number in range(len(grey) // size) if max(grey[number * size : (number + 1) * size]) > 128]
    assert seen == [n for a, b in spans for n in range(a, b)]
    with pytest.raises(UsageError, match="no column"):
        burn(film, tmp_path / "t.srt", tmp_path / "p.mp4", style={"Fontsise": "1"})


@needs("ffmpeg", "ffprobe")
@pytest.mark.parametrize("rate", ["24000/1001", "30000/1001"])
def test_burnt_pictures_are_those_that_ffmpeg_burns_from_the_same_script(rate: str, tmp_path: Path) -> None:
    """The pictures are equal, pixel by pixel: the same styles, on the same frames, through the same encoder."""
    film = tmp_path / "film.mp4"
    ffmpeg("-f", "lavfi", "-i", f"testsrc2=size=320x180:rate={rate}:duration=3", "-c:v", "libx264", "-preset",
           "ultrafast", "-pix_fmt", "yuv420p", str(film))  # fmt: skip
    exact = Fraction(rate)
    cues = [
        Cue(round(a * 1000 / exact), round(b * 1000 / exact), "Low tide,\nthe quay.") for a, b in ((3, 20), (21, 60))
    ]
    captionkit.save(Track(cues), tmp_path / "t.srt")
    captionkit.save(Track(cues), tmp_path / "t.ass", options=captionkit.WriteOptions(rate=exact, size=(320, 180)))
    burn(film, tmp_path / "t.srt", tmp_path / "ours.mkv")
    subprocess.run(
        ["ffmpeg", "-v", "error", "-i", "film.mp4", "-vf", "ass=t.ass", "-c:v", "libx264", "-crf", "18", "-fps_mode",
         "passthrough", "theirs.mkv"],
        cwd=tmp_path, check=True, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    ours, theirs, plain = (
        ffmpeg("-i", str(tmp_path / name), "-f", "framemd5", "-fps_mode", "passthrough", "-").decode().splitlines()
        for name in ("ours.mkv", "theirs.mkv", "film.mp4")
    )
    sums = [[line.split(",")[-1].strip() for line in lines if line[:1] == "0"] for lines in (ours, theirs, plain)]
    assert len(sums[0]) == len(sums[2]) > 70
    assert sums[0] == sums[1]


LINE_21 = (
    Cue(2002, 4004, [Line((Span("Low tide.", Style(italic=True)),))], positioning=Positioning(anchor=8)),
    Cue(5005, 7007, "The quay,\nin the rain."),
)


def check_line_21(path: Path) -> None:
    [stream] = film_tracks(path)
    assert (stream.codec, stream.as_dict()["text"]) == ("eia_608", True)
    found = captionkit.load(path)[:2]
    assert [cue.text for cue in found] == [cue.text for cue in LINE_21]
    for cue, wanted in zip(found, LINE_21, strict=True):
        assert abs(cue.start - wanted.start) <= 34
        assert abs(cue.end - wanted.end) <= 34
    assert found[0].lines[0].spans[0].style.italic
    assert found[0].positioning is not None
    assert found[0].positioning.line is not None
    assert found[0].positioning.line < 20


@needs("ffmpeg", "ffprobe")
def test_line_21_captions_of_a_track_keep_times_styles_and_places(tmp_path: Path) -> None:
    """ffmpeg's own text of them has a face for every line, times cut to hundredths and ends of its own."""
    # ffmpeg leaves out the last line of an SCC file
    captionkit.save(Track((*LINE_21, Cue(7500, 7900, "last"))), tmp_path / "t.scc")
    ffmpeg(
        "-f", "lavfi", "-i", "color=black:size=160x90:rate=30000/1001:duration=9", "-i", str(tmp_path / "t.scc"),
        "-map", "0", "-map", "1", "-c:v", "libx264", "-preset", "ultrafast", "-c:s", "copy", str(tmp_path / "o.mov"),
    )  # fmt: skip
    check_line_21(tmp_path / "o.mov")


def sei(pair: bytes) -> bytes:
    """Return an H.264 NAL unit with one pair of the first field, as ATSC A/53 part 4 has it."""
    cc = b"\x03" + bytes((0xC0 | 1, 0xFF)) + b"\xfc" + pair + b"\xff"
    payload = b"\xb5\x00\x31GA94" + cc
    body = bytes((4, len(payload))) + payload + b"\x80"
    return b"\0\0\0\1\x06" + re.sub(rb"\x00\x00(?=[\x00-\x03])", b"\0\0\3", body)


@needs("ffmpeg", "ffprobe")
def test_line_21_captions_in_the_picture(tmp_path: Path) -> None:
    raw = ffmpeg("-f", "lavfi", "-i", "color=black:size=160x90:rate=30000/1001:duration=9", "-c:v", "libx264",
                 "-bf", "0", "-preset", "ultrafast", "-x264-params", "slices=1", "-f", "h264", "-")  # fmt: skip
    captionkit.save(Track(LINE_21), tmp_path / "t.scc")
    sent: dict[int, bytes] = {}
    for line in (tmp_path / "t.scc").read_text().splitlines()[1:]:
        if line:
            label, pairs = line.split("\t")
            first = ms_to_frames(parse_smpte(label, RATES["29.97"]), RATES["29.97"])
            sent |= {first + at: bytes.fromhex(pair) for at, pair in enumerate(pairs.split())}
    units = re.split(rb"(?=\x00\x00\x00\x01|(?<!\x00)\x00\x00\x01)", raw)
    made, frame = [], 0
    for unit in units:
        kind = re.match(rb"\x00+\x01(.)", unit, re.DOTALL)
        if kind and kind[1][0] & 0x1F in (1, 5):
            made.append(sei(sent.get(frame, b"\x80\x80")))
            frame += 1
        made.append(unit)
    (tmp_path / "cc.h264").write_bytes(b"".join(made))
    ffmpeg("-r", "30000/1001", "-i", str(tmp_path / "cc.h264"), "-c", "copy", str(tmp_path / "cc.mp4"))
    check_line_21(tmp_path / "cc.mp4")


@needs("ffmpeg", "ffprobe")
def test_commands(film: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    captionkit.save(Track(CUES), tmp_path / "t.en.srt")
    assert run(["mux", str(film), str(tmp_path / "t.en.srt"), "-o", str(tmp_path / "o.mkv")]) == 0
    capsys.readouterr()
    assert run(["tracks", str(tmp_path / "o.mkv")]) == 0
    assert capsys.readouterr().out.split()[:3] == ["1", "subrip", "en"]
    assert run(["convert", str(tmp_path / "o.mkv"), str(tmp_path / "o.srt"), "--track", "1"]) == 0
    assert kept(captionkit.load(tmp_path / "o.srt")) == kept(Track(CUES))
    out = str(tmp_path / "p.mp4")
    assert run(["burn", str(film), str(tmp_path / "t.en.srt"), "-o", out, "--style", "Fontsize=20"]) == 0
    assert run(["mux", str(film), str(tmp_path / "t.en.srt")]) == 2
    assert run(["hls", str(tmp_path / "t.en.srt"), "-o", str(tmp_path / "hls"), "--media", str(film)]) == 0
    capsys.readouterr()
    assert run(["--json", "hls", str(tmp_path / "t.en.srt"), "-o", str(tmp_path / "hls"), "-f"]) in (0, 2)


# --- without an engine


def test_three_letters_and_back() -> None:
    assert [three_letters(t) for t in ("en", "es-419", "zh-Hant", "yue", "x-a")] == ["eng", "spa", "zho", "yue", ""]
    assert [two_letters(t) for t in ("eng", "ger", "deu", "es-419")] == ["en", "de", "de", "es-419"]


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=8))
@settings(max_examples=80, deadline=None)
def test_states_show_at_every_moment_what_the_cues_show(rows: list[tuple[int, int]]) -> None:
    track = Track([Cue(start, start + length, f"c{n}") for n, (start, length) in enumerate(rows)])
    made = states(track)
    cues = sorted(made, key=lambda cue: cue.start)
    assert all(a.end <= b.start for a, b in pairwise(cues))
    for moment in range(75):
        shown = sorted(line for cue in track if cue.start <= moment < cue.end for line in cue.text.split("\n"))
        assert shown == sorted(line for c in made if c.start <= moment < c.end for line in c.text.split("\n"))


@given(
    st.lists(st.tuples(st.integers(0, 60_000), st.integers(1, 15_000)), min_size=1, max_size=12),
    st.integers(1000, 10_000),
    st.integers(0, (1 << 33) - 1),
)
@settings(max_examples=60, deadline=None)
def test_segments_join_to_the_same_track(tmp_path_factory, rows, length, mpegts) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path_factory.mktemp("hls")
    cues = [Cue(start, start + shown, f"text {n}", id=f"i{n}") for n, (start, shown) in enumerate(sorted(rows))]
    hls([Track(cues, language="en")], folder, segment=length, mpegts=mpegts)
    back = captionkit.load(folder / "en.m3u8")
    assert sorted((c.start, c.end, c.id, c.text) for c in back) == sorted((c.start, c.end, c.id, c.text) for c in cues)


def test_every_segment_says_the_clock_and_cues_stand_in_each_they_touch(tmp_path: Path) -> None:
    track = Track([Cue(36_000, 43_000, "Late.")], language="en")
    made = hls([track], tmp_path / "out", segment=6000, duration=60_000, mpegts=126_000)
    assert (made.segments, made.mpegts) == (10, 126_000)
    parts = [p.read_text("utf-8") for p in sorted((tmp_path / "out" / "en").iterdir())]
    assert len(parts) == 10
    assert all("X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:126000\n" in part for part in parts)
    assert [n for n, part in enumerate(parts) if "Late." in part] == [6, 7]
    assert all("1\n00:00:36.000 --> 00:00:43.000" in parts[n] for n in (6, 7))
    assert "film.hls-clock" in [d.code for d in hls([track], tmp_path / "b").diagnostics]


@needs("ffmpeg", "ffprobe")
def test_the_clock_is_the_smallest_stamp_of_the_film(film: Path, tmp_path: Path) -> None:
    late = tmp_path / "late.ts"
    ffmpeg("-i", str(film), "-c", "copy", "-f", "mpegts", str(late))
    made = hls([Track(CUES, language="en")], tmp_path / "out", media=late)
    answer = subprocess.run(
        ["ffprobe", "-v", "error", "-show_entries", "stream=start_pts", "-of", "json", str(late)],
        check=True, capture_output=True,
    ).stdout  # fmt: skip
    assert made.mpegts == min(stream["start_pts"] for stream in json.loads(answer)["streams"])
    assert made.segments == 2


def test_a_master_playlist_gets_the_subtitles(tmp_path: Path) -> None:
    (tmp_path / "film").mkdir()
    master = tmp_path / "film" / "master.m3u8"
    master.write_text(
        '#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="a",URI="a.m3u8"\n'
        '#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO="a"\nv1.m3u8\n#EXT-X-STREAM-INF:BANDWIDTH=2\nhttps://cdn.example/v2.m3u8\n'
    )
    tracks = []
    for name in ("talk.en.sdh.vtt", "talk.es.forced.vtt"):
        captionkit.save(Track(CUES), tmp_path / name)
        tracks.append(tmp_path / name)
    hls(tracks, tmp_path / "out", master=master, titles={"en": "English"}, default="en")
    text = (tmp_path / "out" / "master.m3u8").read_text("utf-8")
    lines = text.splitlines()
    assert lines[1] == '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="a",URI="../film/a.m3u8"'
    assert 'NAME="English",LANGUAGE="en",AUTOSELECT=YES,DEFAULT=YES,FORCED=NO,CHARACTERISTICS="public.' in lines[2]
    assert lines[3].endswith('FORCED=YES,URI="es.forced.m3u8"')
    assert [line for line in lines if "STREAM-INF" in line] == [
        '#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO="a",SUBTITLES="subs"', '#EXT-X-STREAM-INF:BANDWIDTH=2,SUBTITLES="subs"',
    ]  # fmt: skip
    assert "../film/v1.m3u8" in lines
    assert "https://cdn.example/v2.m3u8" in lines


def test_playlists_and_lines() -> None:
    text = playlist(["0.vtt", "1.vtt"], 6500, 8000)
    assert "#EXT-X-TARGETDURATION:7\n" in text
    assert "#EXTINF:1.500,\n1.vtt\n" in text
    assert "'\"" not in media_line(Rendition("a.m3u8", 'quo"ted'))[:70].replace("quo'ted", "")
    assert joined_master("#EXTM3U\n", ["#x"], "subs", str).splitlines() == ["#EXTM3U", "#x"]
    notes = Collector()
    segments(Track(CUES, blocks=[Block("style", "::cue {}")]), 6000, 6000, 0, notes)
    assert [d.code for d in notes.all] == ["film.hls-left-out"]


def test_two_tracks_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        hls([Track(CUES, language="en"), Track(CUES, language="en")], tmp_path)
    with pytest.raises(UsageError):
        hls([Track(CUES)], tmp_path, segment=0)


@pytest.mark.parametrize("name", ["o.avi", "o.txt", "o"])
def test_a_film_is_only_made_in_the_container_that_its_name_says(name: str, film: Path, tmp_path: Path) -> None:
    """A film of MP4 was made under any name."""
    for make in (burn, lambda film, track, target: mux(film, [track], target)):
        with pytest.raises(UsageError, match=r"cannot be written as|says no container") as refused:
            make(film, Track([Cue(0, 900, "a")], "en"), tmp_path / name)
        assert ".mkv" in (refused.value.hint or "")
    assert list(tmp_path.glob("o*")) == []


def test_streams_that_a_container_does_not_take_are_named_before_it_is_made(film: Path, tmp_path: Path) -> None:
    """ffmpeg's last words are "Conversion failed!"."""
    with pytest.raises(UsageError, match="WebM takes video as vp8 or vp9 or av1, not as h264"):
        mux(film, [Track([Cue(0, 900, "a")], "en")], tmp_path / "o.webm")
    with pytest.raises(UsageError, match="WebM takes audio as vorbis or opus, not as aac"):
        burn(film, Track([Cue(0, 900, "a")], "en"), tmp_path / "o.webm")
    assert list(tmp_path.glob("o*")) == []


SRT_OVER_A_BORDER = "1\n00:00:01,000 --> 00:00:03,000\nOne.\n\n2\n00:00:04,000 --> 00:00:08,000\nTwo.\n"


@pytest.mark.parametrize("text", [SRT_OVER_A_BORDER, SRT_OVER_A_BORDER.replace("2\n", "7\n", 1)])
def test_a_cue_is_the_same_in_every_segment_whatever_it_was_read_from(text: str) -> None:
    """An SRT file's number was left out in the first segment and written in the next: two cues to a player."""
    track = captionkit.loads(text)
    one, two = (part.decode().split("\n\n") for part in segments(track, 6000, 8000, 0, Collector()))
    assert [block.split("\n")[0] for block in one[1:]] == ["1", text.split("\n\n")[1][0]]
    assert one[-1].strip() == two[1].strip()
    assert len(two) == 2
