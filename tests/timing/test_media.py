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


def answer(*durations):
    """Return the shell command that says what ffprobe would say of streams of these durations."""
    streams = [{"codec_type": "audio", "duration": duration} for duration in durations] or [{"codec_type": "audio"}]
    return f"echo '{json.dumps({'streams': streams, 'format': {'format_name': 'wav'}})}'"


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


NO_MEDIA = {
    "talk.mp4": b"Good evening.\n" * 50,
    "talk.txt": b"Good evening.\n" * 50,  # ffprobe would draw it on a terminal and time that
    "talk.srt": b"1\n00:00:01,000 --> 00:00:02,000\nGood evening.\n",
    "talk.png": bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001"
        "f61738550000000049454e44ae426082"
    ),
    "empty.wav": b"",
    "noise.ogg": bytes(range(256)) * 20,
}


@needs("ffprobe")
@pytest.mark.parametrize("name", NO_MEDIA)
def test_a_file_that_is_no_media_is_refused(name, tmp_path):
    path = tmp_path / name
    path.write_bytes(NO_MEDIA[name])
    with pytest.raises((EngineError, InputError), match=name):
        probe_duration(path)


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
        (answer(), InputError, "does not say how long"),
        (answer("inf", "nan", "-4", "N/A", "9e99"), InputError, "does not say how long"),
        ("echo '{}'", InputError, "neither sound nor film"),
        ("echo moov", EngineError, "answer cannot be read"),
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
    monkeypatch.setenv("PATH", program(tmp_path, answer("61.5", "N/A", "62.0404")) + os.pathsep + os.environ["PATH"])
    assert probe_duration(BULLETIN) == 62_040
