"""Shot changes that are seen in a film."""

from __future__ import annotations

import subprocess
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace

import pytest

from captionkit.api.check import media_options
from captionkit.cli._run import run
from captionkit.errors import EngineError, InputError
from captionkit.media.shots import find_shot_changes
from captionkit.model.track import Track
from captionkit.transforms.shot_changes import parse_shot_changes
from tests.support import needs

SRT = "1\n00:00:01,000 --> 00:00:02,100\nGood evening.\n\n2\n00:00:03,000 --> 00:00:04,500\nHere is the news.\n"


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Three shots of 2, 1.52 and 2 seconds at 25 frames a second."""
    path = tmp_path / "film.mp4"
    shots = [
        ("testsrc=s=160x120:r=25:d=2", "a"),
        ("color=c=white:s=160x120:r=25:d=1.52", "b"),
        ("mandelbrot=s=160x120:r=25", "c"),
    ]
    inputs = [part for source, _ in shots for part in ("-f", "lavfi", "-t", "2", "-i", source)]
    subprocess.run(["ffmpeg", "-v", "error", *inputs, "-filter_complex", "concat=n=3", "-r", "25", path], check=True)
    return path


METHODS = [
    pytest.param("scenedetect", marks=pytest.mark.skipif(not find_spec("scenedetect"), reason="PySceneDetect missing")),
    "ffmpeg",
]


@needs("ffmpeg")
@pytest.mark.parametrize("method", METHODS)
def test_cuts_are_found_on_their_frame(film, method):
    shots = find_shot_changes(film, method=method)
    assert shots.times == (2000, 3520)
    assert str(shots).startswith("2 shot changes, found by ")


@needs("ffmpeg")
@pytest.mark.parametrize("method", METHODS)
def test_the_report_says_what_found_them(film, method, monkeypatch):
    monkeypatch.setattr("captionkit.media.shots.find_spec", lambda name: name if method == "scenedetect" else None)
    options, (said,) = media_options(Track(), shot_changes=film)
    assert options.shot_changes == (2000, 3520)
    assert said.code == "transform.shot-changes-found"
    assert {"scenedetect": "PySceneDetect", "ffmpeg": "ffmpeg"}[method] in said.message


@needs("ffmpeg")
def test_a_film_that_pyscenedetect_cannot_open_is_left_to_ffmpeg(film, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError

    class OpenError(Exception):
        """What PySceneDetect raises."""

    package = SimpleNamespace(detect=refuse, AdaptiveDetector=lambda **_: None, VideoOpenFailure=OpenError)
    monkeypatch.setattr("captionkit.media.shots.find_spec", lambda name: name)
    monkeypatch.setattr("captionkit.media.shots.need", lambda *_: package)
    assert find_shot_changes(film).method == "ffmpeg"
    with pytest.raises(EngineError, match="PySceneDetect cannot open"):
        find_shot_changes(film, method="scenedetect")


@needs("ffmpeg")
def test_a_film_stands_for_its_shot_changes_on_the_command_line(film, monkeypatch, capsys):
    monkeypatch.chdir(film.parent)
    Path("a.srt").write_text(SRT, "utf-8")
    assert run(["check", "a.srt", "--profile", "netflix-en", "--rate", "25", "--shot-changes", "film.mp4"]) in (0, 1)
    assert "shot" in capsys.readouterr().out


@needs("ffmpeg")
def test_a_file_without_a_picture_is_named(tmp_path):
    sound = tmp_path / "a.wav"
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=d=1", sound], check=True)
    with pytest.raises(InputError, match="no picture"):
        find_shot_changes(sound)
    with pytest.raises(InputError, match="no such file"):
        find_shot_changes(tmp_path / "none.mp4")


def test_the_list_that_pyscenedetect_writes_is_read():
    head = "Scene Number,Start Frame,Start Timecode,Start Time (seconds),End Frame\n"
    rows = "1,1,00:00:00.000,0.000,50\n2,51,00:00:02.000,2.000,88\n3,89,00:00:03.520,3.520,139\n"
    assert parse_shot_changes(head + rows) == (2000, 3520)
    assert parse_shot_changes("Timecode List:,00:00:02.000,00:00:03.520\n" + head + rows) == (2000, 3520)
    with pytest.raises(InputError, match=r"list:2: 'soon'"):
        parse_shot_changes(head + "1,1,x,soon,4\n", name="list")
