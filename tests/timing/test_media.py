"""The length of media: what ffprobe says, and every way in which it cannot say it."""

from __future__ import annotations

import json
import os
import stat
import subprocess

import pytest

from captionkit.errors import EngineError, InputError
from captionkit.timing import media, probe_duration
from tests.support import ROOT, needs

BULLETIN = ROOT / "samples" / "harbour_news.ogg"


def program(folder, body):
    """Put an ffprobe of our own first on the path."""
    path = folder / "ffprobe"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(folder)


@needs("ffprobe")
def test_the_bulletin_is_as_long_as_its_words_say():
    stated = json.loads((ROOT / "samples" / "harbour_news.words.json").read_text(encoding="utf-8"))["duration"]
    assert abs(probe_duration(BULLETIN) - stated) <= 20


@needs("ffprobe", "ffmpeg")
@pytest.mark.parametrize("name", ["-i.wav", "concat:a|b.wav", "sp ace'\".wav", "%03d.wav"])
def test_a_name_is_only_ever_a_name(name, tmp_path):
    wav = tmp_path / "plain.wav"
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "anullsrc=d=1.5", str(wav)], check=True)
    wav.rename(tmp_path / name)
    assert probe_duration(tmp_path / name) == 1500


@needs("ffprobe")
def test_a_file_that_is_no_media_is_refused(tmp_path):
    text = tmp_path / "talk.mp4"
    text.write_text("Good evening.\n" * 50)
    with pytest.raises((EngineError, InputError), match=r"talk\.mp4"):
        probe_duration(text)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        probe_duration(tmp_path / "gone.mp4")


def test_without_ffprobe_it_says_how_to_get_it(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineError, match="not installed") as caught:
        probe_duration(BULLETIN)
    assert "install ffmpeg" in caught.value.hint


@pytest.mark.skipif(os.name == "nt", reason="not run: stands in for ffprobe with a shell script")
@pytest.mark.parametrize(
    ("body", "error", "said"),
    [
        ("echo N/A; echo N/A", InputError, "does not say how long"),
        ("echo inf; echo nan; echo -4", InputError, "does not say how long"),
        ("echo 'moov atom not found' >&2; exit 1", EngineError, "moov atom not found"),
        ("exit 3", EngineError, "exit code 3"),
        ("sleep 5", EngineError, "no answer"),
    ],
)
def test_what_ffprobe_cannot_say(body, error, said, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", program(tmp_path, body) + os.pathsep + os.environ["PATH"])
    monkeypatch.setattr(media, "TIME_LIMIT", 0.5)
    with pytest.raises(error, match=said):
        probe_duration(BULLETIN)


@pytest.mark.skipif(os.name == "nt", reason="not run: stands in for ffprobe with a shell script")
def test_the_longest_stream_counts(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", program(tmp_path, "echo 61.5; echo N/A; echo 62.0404") + os.pathsep + os.environ["PATH"])
    assert probe_duration(BULLETIN) == 62_040
