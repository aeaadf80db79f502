"""Real files: every word of the JSON is in the transcript, and a vendor's own rendering says the same."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from captionkit.model.transcript import Timing
from captionkit.sources import ReadOptions, Source
from captionkit.testing import check_transcript, letters
from captionkit.transcripts import READERS
from captionkit.transcripts.sniff import recognise
from captionkit.transcripts.stt.core import passes
from captionkit.transcripts.stt.services import identify, services
from tests.support import CORPORA, ROOT, corpora

STT = CORPORA / "stt"
#: Files beside the transcripts that are none.
NO_TRANSCRIPT = {"transcription_config.json"}
FILES = sorted(path for path in STT.rglob("*.json*") if path.name not in NO_TRANSCRIPT) if STT.is_dir() else []
MARKUP = [path for path in sorted(STT.rglob("*")) if path.suffix in (".ctm", ".xml")] if STT.is_dir() else []

#: Where each service keeps the words, for a walk that shares nothing with the readers.
_WORD_KEYS = ("punctuated_word", "word", "text", "content", "body", "utf8")


def read(path):
    source = Source(path.read_bytes(), str(path))
    return READERS.get(recognise(source).name).read(source, ReadOptions())


def said(path) -> Iterator[str]:
    """Yield the words of a file by a plain walk over its JSON."""
    data = json.loads(path.read_text())
    folder = path.parent.name
    if folder == "aws":
        yield from (item["alternatives"][0]["content"] for item in data["results"]["items"])
    elif "events" in data:
        yield from (seg["utf8"] for event in data["events"] for seg in event.get("segs", ()))
    elif "body" in str(data.get("segments", ""))[:200]:
        yield from (segment["body"] for segment in data["segments"])
    elif folder == "speechmatics":
        for result in data["results"]:
            for part in result.get("written_form", [result]):
                yield part["alternatives"][0]["content"]
    else:
        yield from _leaves(data)


def _leaves(data: Any) -> Iterator[str]:
    if "segments" in data:
        words = [word for segment in data["segments"] for word in segment["words"]]
    elif "channels" in data.get("results", {}):
        words = [w for channel in data["results"]["channels"] for w in channel["alternatives"][0]["words"]]
    else:
        words = data["words"]
    for word in words:
        yield next(word[key] for key in _WORD_KEYS if key in word)


@corpora
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_word_is_lost(path):
    transcript = read(path).value
    check_transcript(transcript)
    text = letters("".join(segment.text for segment in transcript.segments))
    assert text == letters("".join(said(path)))


@corpora
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_word_time_is_the_files_own(path):
    """The multiset of word starts read equals the one written (AWS writes strings, AssemblyAI ms)."""
    transcript = read(path).value
    words = [word for segment in transcript.segments for word in segment.words]
    if not words or path.parent.name == "speechmatics":
        return
    raw = re.findall(r'"(?:start|start_time|startTime)":\s*"?([\d.]+)', path.read_text())
    unit = 1 if "assemblyai" in path.name else 1000
    known = {int(float(value) * unit + 0.5) for value in raw}
    assert all(word.timing is Timing.GIVEN for word in words)
    assert {word.start for word in words} <= known


@corpora
@pytest.mark.parametrize("path", MARKUP, ids=lambda path: path.name)
def test_text_and_xml_files_lose_no_word(path):
    text = path.read_text()
    if path.suffix == ".xml":
        bare = letters(re.sub(r"&lt;/?i>|<[^>]*>", " ", text))
        assert letters("".join(segment.text for segment in read(path).value.segments)) == bare
        return
    rows = [line.split() for line in text.splitlines()]
    found: Counter[str] = Counter()
    for recording in {row[0] for row in rows}:
        options = ReadOptions(extras={"recording": recording})
        transcript = READERS.get("ctm").read(Source(path.read_bytes(), path.name), options).value
        found.update(word.text for segment in transcript.segments for word in segment.words)
    assert found == Counter(row[4] for row in rows)


def _cues(text: str) -> str:
    lines = [line for line in text.splitlines() if "-->" not in line and not line.strip().isdecimal()]
    return " ".join(lines).removeprefix("WEBVTT")


@corpora
@pytest.mark.parametrize(
    ("name", "rendering"),
    [
        ("aws/expert.json", "aws/expert.vtt"),
        ("youtube/subtitleJson3.json3", "youtube/subtitleSrt.srt"),
        ("speechmatics/entity.json", "speechmatics/entity.txt"),
        ("speechmatics/punctuation.json", "speechmatics/punctuation.txt"),
        ("speechmatics/simple_case.json", "speechmatics/simple_case.txt"),
        ("speechmatics/two_speakers.json", "speechmatics/two_speakers.txt"),
        ("speechmatics/empty.json", "speechmatics/empty.txt"),
    ],
)
def test_same_text_as_the_vendors_rendering(name, rendering):
    transcript = read(STT / name).value
    ours = " ".join(segment.text for segment in transcript.segments).split()
    theirs = _cues((STT / rendering).read_text()).split()
    assert [word.lower() for word in ours] == [word.lower() for word in theirs]


@corpora
def test_two_speakers_are_two_turns():
    segments = read(STT / "speechmatics" / "two_speakers.json").value.segments
    lines = (STT / "speechmatics" / "two_speakers_with_speaker_labels.txt").read_text().split("\n")
    assert [(f"SPEAKER: {s.speaker}", s.text) for s in segments] == [tuple(lines[0:2]), tuple(lines[2:4])]


@corpora
def test_japanese_is_joined_as_the_file_shows_it():
    path = STT / "whisper-timestamped" / "tiny_auto" / "japanese.mp3.words.json"
    transcript = read(path).value
    shown = [segment["text"].strip() for segment in json.loads(path.read_text())["segments"]]
    assert [segment.text for segment in transcript.segments] == shown
    assert transcript.language == "ja"


@corpora
@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_recognised_under_a_wrong_name(path):
    data = path.read_bytes()
    right = recognise(Source(data, path.name)).name
    assert right not in ("text", "json")
    assert {recognise(Source(data, name)).name for name in ("x", "x.srt", "x.txt", "x.csv")} == {right}


@corpora
@pytest.mark.parametrize("name", sorted(NO_TRANSCRIPT))
def test_settings_are_no_transcript(name):
    path = next(STT.rglob(name))
    claims = [r for r in READERS.names() if READERS.get(r).sniff(Source(path.read_bytes(), path.name)) > 0]
    assert claims == []


@pytest.mark.parametrize(
    "path", [*FILES, *sorted((ROOT / "tests" / "transcripts" / "stt" / "data").glob("*.json*"))], ids=lambda p: p.name
)
def test_asking_only_the_services_whose_keys_are_there_finds_the_same_one(path):
    source = Source(path.read_bytes(), name=path.name)
    every = next((service for service in services() if passes(service, source)), None)
    assert identify(source) is every
