"""Films for a player: what a browser plays, times on the clock of the captions, waveforms, copies, the cache."""

from __future__ import annotations

import json
import os
import subprocess
import time
from array import array
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captionkit.errors import InputError
from captionkit.media import work
from captionkit.media.activity import Activity
from captionkit.media.cache import film_folder, films_folder, forget, identity, trim
from captionkit.media.facts import FilmFacts, facts_of
from captionkit.media.film import probe
from captionkit.media.peaks import STEP, peaks, shapes
from captionkit.media.proxy import make_proxy
from captionkit.media.shots import find_shot_changes
from captionkit.media.sound import samples
from tests.support import needs

RATES = {"23.976": "24000/1001", "25": "25", "29.97": "30000/1001"}
H264 = ("-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac")
VP8 = ("-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus")
#: Where the picture turns from dark to bright, and the tone begins.
TURN, TONE = 1.2, 1.0


def make(path: Path, rate: str, *codecs: str) -> Path:
    """Three seconds: a cut at the first frame from 1.2 s on, and silence with a tone from 1 s on."""
    picture = f"color=black:size=160x90:rate={rate}:duration=3,drawbox=color=white:t=fill:enable='gte(t,{TURN})'"
    sound = f"sine=440:duration=3:sample_rate=48000,volume=0:enable='lt(t,{TONE})'"
    command = ["ffmpeg", "-v", "error", "-nostdin", "-y", "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", sound]
    quiet = ("-x265-params", "log-level=error") if "libx265" in codecs else ()
    subprocess.run([*command, *codecs, *quiet, str(path)], check=True, capture_output=True)
    return path


def facts(path: Path) -> FilmFacts:
    return facts_of(probe(path))


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Path]:
    folder = tmp_path_factory.mktemp("films")
    kinds = {"mp4": H264, "mov": H264, "mkv": H264, "webm": VP8, "ts": H264}
    return {
        (kind, name): make(folder / f"{name}.{kind}", rate, *codecs)
        for kind, codecs in kinds.items()
        for name, rate in RATES.items()
        if kind != "ts" or name == "25"
    }


PLAYED = [(kind, rate) for kind in ("mp4", "mov", "mkv", "webm") for rate in RATES]


@needs("ffmpeg", "ffprobe")
@pytest.mark.parametrize(("kind", "rate"), PLAYED)
def test_a_film_that_plays_is_known_to_play_with_its_exact_rate(films: dict, kind: str, rate: str) -> None:
    found = facts(films[kind, rate])
    assert (found.plays, found.why) == ("yes", "")
    assert found.rate == Fraction(RATES[rate])
    assert not found.variable
    assert (found.width, found.height) == (160, 90)
    assert abs(found.duration - 3000) <= 1000 / found.rate
    assert 0 <= found.start < 0.1
    assert (found.start > 0) == (kind in ("mkv", "webm"))


@needs("ffmpeg", "ffprobe")
@pytest.mark.parametrize(("kind", "rate"), [*PLAYED, ("ts", "25")])
def test_cuts_and_sound_have_the_times_of_the_captions(films: dict, tmp_path: Path, kind: str, rate: str) -> None:
    """Whatever the container's clock begins with: the film's first picture is at 0."""
    film, exact = films[kind, rate], Fraction(RATES[rate])
    frame = -(-Fraction(TURN).limit_denominator(100) * exact // 1)  # the first frame from then on
    work.KINDS["shots"](str(film), facts(film), str(tmp_path / "shots"), lambda _: None)
    (shot,) = json.loads((tmp_path / "shots").read_text())["times"]
    assert abs(shot - frame / exact * 1000) <= 2
    shape = array("b", b"".join(peaks(film, before=facts(film).before)))
    loud = next(at for at in range(0, len(shape), 2) if shape[at + 1] - shape[at] > 8)
    assert abs(loud // 2 * STEP - TONE * 1000) <= 12


@needs("ffmpeg", "ffprobe")
@pytest.mark.parametrize("kind", ["mp4", "mkv", "webm", "ts"])
@pytest.mark.parametrize("method", ["ffmpeg", "scenedetect"])
def test_shot_changes_count_from_the_first_picture(films: dict, kind: str, method: str) -> None:
    if method == "scenedetect":
        pytest.importorskip("scenedetect", reason="not run: the extra shots is not installed")
    (time,) = find_shot_changes(films[kind, "25"], method=method).times
    assert abs(time - 1200) <= 2


UNPLAYABLE = {
    "a.mp4": (("-c:v", "libx265", "-c:a", "aac"), "no picture", "HEVC"),
    "b.mov": (("-c:v", "prores", "-c:a", "pcm_s16le"), "no picture", "ProRes"),
    "c.mp4": ((*H264[:-1], "ac3"), "no sound", "AC-3"),
    "d.mxf": (("-c:v", "mpeg2video", "-c:a", "pcm_s16le", "-ar", "48000"), "no", "MXF"),
    "e.ts": (H264, "no", "transport stream"),
    "f.mkv": (("-c:v", "libx265", "-c:a", "ac3"), "no", "HEVC (H.265) or play AC-3"),
    "g.avi": (("-c:v", "mpeg4", "-c:a", "mp2"), "no", "AVI"),
}


@needs("ffmpeg", "ffprobe")
@pytest.mark.parametrize("name", UNPLAYABLE)
def test_what_a_browser_fails_at_silently_is_named_and_gets_a_copy_that_plays(tmp_path: Path, name: str) -> None:
    codecs, plays, word = UNPLAYABLE[name]
    film = probe(make(tmp_path / name, "25", *codecs))
    found = facts_of(film)
    assert found.plays == plays
    assert word in found.why
    shares: list[float] = []
    make_proxy(film.path, found, str(tmp_path / "copy.mp4"), shares.append)
    copy = facts(tmp_path / "copy.mp4")
    assert (copy.plays, copy.video, copy.audio) == ("yes", "h264", "aac")
    assert copy.rate == found.rate
    assert copy.duration == 3000
    assert copy.before == round(copy.start * 1000)
    assert shares == sorted(shares)
    (time,) = find_shot_changes(tmp_path / "copy.mp4", method="ffmpeg").times
    assert abs(time - 1200) <= 2


@needs("ffmpeg", "ffprobe")
def test_a_film_whose_key_pictures_are_far_apart_gets_one_each_second(films: dict, tmp_path: Path) -> None:
    film = films["webm", "29.97"]
    make_proxy(str(film), facts(film), str(tmp_path / "copy.mp4"))
    assert facts(tmp_path / "copy.mp4").start == 0
    asked = ["-select_streams", "v", "-show_entries", "packet=pts_time,flags", "-of", "csv=p=0"]
    printed = subprocess.run(
        ["ffprobe", "-v", "error", *asked, str(tmp_path / "copy.mp4")], capture_output=True, text=True
    )
    keys = [float(line.split(",")[0]) for line in printed.stdout.split() if ",K" in line]
    assert len(keys) >= 3
    assert len(printed.stdout.split()) == 90  # as many pictures as the film has


@needs("ffmpeg", "ffprobe")
def test_sound_alone_plays_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "talk.mp3"
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=440:duration=2", str(path)], check=True)
    found = facts(path)
    assert (found.plays, found.video, found.audio, found.rate, found.variable) == ("yes", "", "mp3", None, False)
    with pytest.raises(InputError, match="no picture"):
        find_shot_changes(path, method="ffmpeg")


@needs("ffmpeg", "ffprobe")
def test_a_start_timecode_is_found_with_its_drop_frames(tmp_path: Path) -> None:
    found = facts(make(tmp_path / "a.mov", "30000/1001", *H264, "-timecode", "10:00:00;00"))
    assert (found.start_timecode, found.drop) == ("10:00:00;00", True)
    found = facts(make(tmp_path / "b.mov", "25", *H264, "-timecode", "10:00:00:00"))
    assert (found.start_timecode, found.drop) == ("10:00:00:00", False)


@needs("ffmpeg", "ffprobe")
def test_pictures_at_no_constant_rate_are_said_to_be_so(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", "25", "-vf", "select='not(mod(n,3))+lt(n,20)'", "-fps_mode", "vfr", *H264)
    found = facts(path)
    assert (found.rate, found.variable) == (None, True)
    make_proxy(str(path), found, str(tmp_path / "copy.mp4"))
    assert facts(tmp_path / "copy.mp4").plays == "yes"


@needs("ffmpeg", "ffprobe")
def test_samples_are_those_of_the_time_that_is_asked_for(films: dict) -> None:
    for kind in ("mp4", "mkv", "webm"):
        film = films[kind, "25"]
        heard = array("h", samples(film, 980 + facts(film).before, 40))
        assert len(heard) == 40 * 48
        first = next(at for at, value in enumerate(heard) if abs(value) > 500)
        assert abs(first / 48 - 20) <= 10
    assert samples(films["mp4", "25"], 60_000, 10) == b""


def test_stretches_of_speech_count_from_the_first_picture(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    found = Activity(((0, 50), (40, 300), (500, 900)), 1000, "speech")
    monkeypatch.setattr("captionkit.media.activity.find_activity", lambda *_: found)
    about = FilmFacts("a", Fraction(0), 60, 1000, 0, 0, "", "aac", None, False, "", False, "yes", "")
    work.KINDS["speech"]("a", about, str(tmp_path / "out"), lambda _: None)
    assert json.loads((tmp_path / "out").read_text())["stretches"] == [[0, 240], [440, 840]]


# -- waveforms ------------------------------------------------------------------------------------------


@given(st.lists(st.binary(max_size=300), max_size=200), st.integers(0, 100))
def test_a_waveform_is_the_least_and_the_greatest_of_each_two_ms(blocks: list[bytes], repeat: int) -> None:
    blocks = blocks * (1 + repeat)
    samples = [value - 128 for block in blocks for value in block]
    wanted = [bound(samples[at : at + 16]) for at in range(0, len(samples), 16) for bound in (min, max)]
    assert list(array("b", b"".join(shapes(blocks)))) == wanted


@needs("ffmpeg", "ffprobe")
def test_the_first_of_a_waveform_comes_before_the_rest() -> None:
    pieces = shapes(b"\x80" * 4000 for _ in range(400))
    assert [len(piece) for piece in pieces] == [1000, 60_000, 60_000, 60_000, 19_000]


# -- the cache ------------------------------------------------------------------------------------------


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


def test_a_film_is_known_again_by_what_it_holds_not_by_its_name(cache: Path) -> None:
    film = cache / "film.mp4"
    film.write_bytes(b"x" * 3_000_000)
    first = identity(film)
    film.rename(cache / "moved.mp4")
    assert identity(cache / "moved.mp4") == first
    stamp = (cache / "moved.mp4").stat().st_mtime_ns
    (cache / "moved.mp4").write_bytes(b"x" * 2_999_999 + b"y")
    os.utime(cache / "moved.mp4", ns=(stamp, stamp))
    assert identity(cache / "moved.mp4") != first


def test_what_was_not_opened_for_longest_goes_first_and_the_film_at_hand_never(cache: Path) -> None:
    folders = []
    for number in range(4):
        film = cache / f"{number}.mp4"
        film.write_bytes(bytes([number]) * 100)
        folder = film_folder(film)
        (folder / "proxy.mp4").write_bytes(b"x" * 1000)
        os.utime(folder / "film.json", (number, number))
        folders.append(folder)
    assert trim(10**6) == 0
    assert trim(2500, besides=folders[0]) > 2000
    assert [folder.is_dir() for folder in folders] == [True, False, False, True]
    assert forget(cache / "3.mp4") > 1000
    assert forget(cache / "3.mp4") == 0
    assert [folder.is_dir() for folder in folders] == [True, False, False, False]
    assert forget() > 1000
    assert list(films_folder().iterdir()) == []


def test_what_a_killed_run_left_half_made_is_removed_the_next_day(cache: Path) -> None:
    (cache / "a.mp4").write_bytes(b"a")
    for name, age in (("part-old", 90_000), ("part-new", 60)):
        half = film_folder(cache / "a.mp4") / name
        half.mkdir()
        (half / "proxy.mp4").write_bytes(b"x" * 5000)
        os.utime(half, (time.time() - age, time.time() - age))
    assert [half.name for half in film_folder(cache / "a.mp4").glob("part-*")] == ["part-new"]
    assert forget() > 5000


def test_a_cache_is_for_its_owner_alone(cache: Path) -> None:
    (cache / "a.mp4").write_bytes(b"a")
    assert film_folder(cache / "a.mp4").stat().st_mode & 0o077 == 0


def test_there_need_not_be_a_cache(cache: Path) -> None:
    assert (trim(0), forget()) == (0, 0)
