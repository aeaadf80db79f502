"""Shot changes that are seen in a film."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from captionkit.api.check import media_options
from captionkit.cli._run import run
from captionkit.errors import InputError
from captionkit.media.shots import find_shot_changes
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


@needs("ffmpeg")
def test_cuts_are_found_on_their_frame(film):
    assert find_shot_changes(film) == (2000, 3520)
    assert media_options(shot_changes=film).shot_changes == (2000, 3520)


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
