"""Films without a transcript: the ways to name a recogniser, and one that is run for real."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import captionkit
from captionkit.cli._run import run
from captionkit.errors import EngineError, InputError, MissingExtraError, UnknownNameError, UsageError
from captionkit.media.recognise import find_recogniser
from captionkit.model.transcript import Segment, Transcript
from tests.support import needs

SRT = "1\n00:00:01,000 --> 00:00:02,500\nGood evening.\n"


def whisper_json(path: str, language: str) -> str:
    """A recogniser as a user writes one."""
    word = {"word": "Good evening.", "start": 1.0, "end": 2.5}
    return json.dumps(
        {"language": language, "segments": [{"start": 1.0, "end": 2.5, "text": path[-4:], "words": [word]}]}
    )


def silent(path: str, language: str) -> Transcript:
    """A recogniser that hears nothing."""
    return Transcript(())


@pytest.fixture(autouse=True)
def film(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("film.wav").write_bytes(b"RIFF\0\0")
    return Path("film.wav")


def test_a_program_whose_output_is_any_format_that_is_read():
    Path("said.py").write_text(f"import sys\nassert sys.argv[1].endswith('.wav'), sys.argv\nprint({SRT!r})\n", "utf-8")
    made = captionkit.caption("film.wav", recogniser=f"cmd:{sys.executable} said.py", language="en")
    assert [(cue.start, cue.text) for cue in made.track] == [(1000, "Good evening.")]
    assert run(["caption", "film.wav", "out.srt", "--recogniser", f"cmd:{sys.executable} said.py {{media}}"]) == 0
    assert "Good evening." in Path("out.srt").read_text("utf-8")


def test_a_function_that_can_be_imported():
    made = captionkit.caption("film.wav", recogniser=f"{__name__}:whisper_json", language="en")
    assert made.track[0].start == 1000
    with pytest.raises(EngineError, match="heard no words"):
        captionkit.caption("film.wav", recogniser=f"{__name__}:silent")


@pytest.mark.parametrize(
    ("spec", "error", "said"),
    [
        ("nobody", UnknownNameError, "no recogniser called"),
        ("no_module_here:hear", UnknownNameError, "no module called"),
        (f"{__name__}:nothing", UsageError, "has no nothing"),
        ("cmd:", UsageError, "names no program"),
        ("cmd:'", UsageError, "quotation"),
        ("cmd:no-such-program-here", EngineError, "not installed"),
        (f"cmd:{sys.executable} -c pass", EngineError, "said nothing"),
        (f"cmd:{sys.executable} -c 'raise SystemExit(3)'", EngineError, "exit code 3"),
        ("vosk:nowhere", UsageError, "model's folder"),
        ("whisper.cpp", UsageError, "needs a model"),
    ],
)
def test_what_cannot_be_run_is_named(spec, error, said):
    with pytest.raises(error, match=said):
        captionkit.caption("film.wav", recogniser=spec)


def test_a_film_that_is_not_there_and_a_package_that_is_not_there(monkeypatch):
    with pytest.raises(InputError, match="no such file"):
        captionkit.caption("none.mp4", recogniser="auto")
    monkeypatch.setitem(sys.modules, "faster_whisper", None)
    with pytest.raises(MissingExtraError, match="needs the Python package") as caught:
        captionkit.caption("film.wav", recogniser="faster-whisper")
    assert caught.value.hint == "pip install faster-whisper"


def test_without_any_recogniser_that_is_said_with_how_to_get_one(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UsageError, match="no recogniser is installed") as caught:
        find_recogniser("auto")
    assert "pip install faster-whisper" in caught.value.hint


def test_whisper_segments_become_words(monkeypatch):
    word = SimpleNamespace(word=" evening", start=1.25, end=1.75, probability=0.9)
    said = SimpleNamespace(text=" Evening.", words=[word])

    class Model:
        def __init__(self, name: str) -> None:
            assert name == "tiny"

        def transcribe(self, path: str, *, language: str | None, word_timestamps: bool):
            assert (language, word_timestamps) == ("pt", True)
            return iter([said]), SimpleNamespace(language="pt")

    monkeypatch.setitem(sys.modules, "faster_whisper", SimpleNamespace(WhisperModel=Model))
    heard = find_recogniser("faster-whisper:tiny")("film.wav", "pt-BR")
    assert isinstance(heard, Transcript)
    (segment,) = heard.segments
    assert isinstance(segment, Segment)
    assert (segment.text, segment.words[0].start, segment.words[0].confidence) == ("Evening.", 1250, 0.9)


@needs("ffmpeg", "espeak-ng")
def test_pocketsphinx_hears_words_where_they_are():
    pytest.importorskip("pocketsphinx")
    subprocess.run(["espeak-ng", "-v", "en-us", "-s", "140", "-w", "said.wav", "the morning paper is here"], check=True)
    padded = ["ffmpeg", "-v", "error", "-i", "said.wav", "-af", "adelay=3000,apad=pad_dur=2", "padded.wav"]
    subprocess.run(padded, check=True)
    heard = find_recogniser("pocketsphinx")("padded.wav", "en")
    assert isinstance(heard, Transcript)
    words = [word for segment in heard.segments for word in segment.words]
    assert words
    assert 2800 <= (words[0].start or 0) <= 3400
    assert (words[-1].end or 0) <= 6000
    with pytest.raises(UsageError, match="English only"):
        find_recogniser("pocketsphinx")("padded.wav", "fr")
