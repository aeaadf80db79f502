"""The samples through the installed command: what comes out, against golden files and against the true word times."""

from __future__ import annotations

import difflib
import importlib.util
import json
import subprocess
import sys
from statistics import median

import pysrt
import pytest
import webvtt

from tests.support import ROOT, needs

SAMPLES = ROOT / "samples"


def load_script(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


goldens = load_script("make_goldens")
TRUTH = json.loads((SAMPLES / "harbour_news.words.json").read_text(encoding="utf-8"))
BULLETIN = ["harbour_news.txt", "harbour_news.timed.txt", "harbour_news.whisper.json"]


def caption(tmp_path, sample, *options, to="srt"):
    """Run the command and return the cues it wrote as (start ms, text), read by an independent library."""
    target = tmp_path / f"out.{to}"
    command = [sys.executable, "-m", "captionkit", "caption", str(SAMPLES / sample), "-o", str(target), *options]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True)
    return read(target)


def read(target):
    if target.suffix == ".srt":
        return [(cue.start.ordinal, cue.text) for cue in pysrt.open(str(target), encoding="utf-8")]
    cues = webvtt.read(str(target))
    return [(round(cue.start_in_seconds * 1000), cue.text) for cue in cues]


def words_of(cues):
    return [word for _, text in cues for word in text.split()]


@pytest.mark.parametrize("name", goldens.CASES)
def test_golden(name):
    """Where a difference is meant: python scripts/make_goldens.py, and look at the diff."""
    wanted = (goldens.GOLDEN / name).read_text(encoding="utf-8").splitlines()
    got = goldens.made(name).decode("utf-8").splitlines()
    changes = list(difflib.unified_diff(wanted, got, name, "now", n=1, lineterm=""))
    if changes:
        pytest.fail("\n".join(changes[:40]), pytrace=False)


def test_no_golden_file_is_forgotten():
    assert {path.name for path in goldens.GOLDEN.iterdir()} == set(goldens.CASES)


@pytest.mark.parametrize("to", ["srt", "vtt"])
@pytest.mark.parametrize("sample", BULLETIN)
def test_every_spoken_word_in_order_and_nothing_else(sample, to, tmp_path):
    assert words_of(caption(tmp_path, sample, to=to)) == [word["text"] for word in TRUTH["words"]]


def start_errors(cues):
    """Return how far each cue's start lies from the true start of its first word, in ms."""
    at, errors = 0, []
    for start, text in cues:
        errors.append(abs(start - TRUTH["words"][at]["start"]))
        at += len(text.split())
    return errors


def test_word_times_of_the_source_reach_the_cues(tmp_path):
    errors = start_errors(caption(tmp_path, "harbour_news.whisper.json"))
    assert median(errors) <= 10  # the sample's own rounding
    assert max(errors) <= 500  # a cue may begin early or late to be shown long enough


@needs("ffprobe")
def test_media_fits_the_estimate(tmp_path):
    cues = caption(tmp_path, "harbour_news.txt", "--media", str(SAMPLES / "harbour_news.ogg"))
    errors = start_errors(cues)
    assert median(errors) < 800
    assert max(errors) < 3000
    assert pysrt.open(str(tmp_path / "out.srt"))[-1].end.ordinal <= TRUTH["duration"] + 20


@needs("ffprobe")
@pytest.mark.parametrize("media", ["gone.mp4", "harbour_news.txt"])
def test_media_that_is_none_stops_the_run_before_anything_is_written(media, tmp_path):
    target = tmp_path / "out.srt"
    command = [sys.executable, "-m", "captionkit", "caption", str(SAMPLES / "harbour_news.txt"), "-o", str(target)]
    run = subprocess.run([*command, "--media", str(SAMPLES / media)], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert media in run.stderr
    assert "Traceback" not in run.stderr
    assert not target.exists()


@needs("ffprobe")
def test_an_estimated_track_says_so(tmp_path):
    command = [sys.executable, "-m", "captionkit", "caption", str(SAMPLES / "harbour_news.txt")]
    command += ["--media", str(SAMPLES / "harbour_news.ogg"), "--sound", "length"]
    command += ["-o", str(tmp_path / "out.vtt"), "--json"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "timing.estimated" in run.stdout
    assert "timing.unfitted" not in run.stdout


def test_paragraph_starts_are_kept(tmp_path):
    cues = caption(tmp_path, "harbour_news.timed.txt")
    lines = (SAMPLES / "harbour_news.timed.txt").read_text(encoding="utf-8").splitlines()
    stated = {(int(line[4:6]) * 60 + int(line[7:9])) * 1000 for line in lines if line.startswith("[")}
    assert stated <= {start for start, _ in cues}


def test_both_speakers_of_the_bulletin_are_named(tmp_path):
    caption(tmp_path, "harbour_news.txt", "--speakers", "voice", to="vtt")
    text = (tmp_path / "out.vtt").read_text(encoding="utf-8")
    assert "<v Presenter>Good evening." in text
    assert "<v Tomas Verling>The first call" in text
    assert "WOW" not in text


def test_a_label_of_two_capital_words_beside_a_time_is_one_name(tmp_path):
    caption(tmp_path, "harbour_news.timed.txt", "--speakers", "voice", to="vtt")
    text = (tmp_path / "out.vtt").read_text(encoding="utf-8")
    assert "<v PRESENTER>Good evening." in text
    assert "<v TOMAS VERLING>The first call" in text
    assert "<v VERLING>" not in text


@needs("ffmpeg")
def test_the_true_word_times_agree_with_the_sound():
    """Where sound begins after a silence, a word begins; no word is silent."""
    run = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "make_samples.py"), "--check"],
        capture_output=True,
        text=True,
        check=True,
    )
    numbers = [int(word) for word in run.stdout.replace(",", "").replace(";", "").split() if word.isdigit()]
    words, onsets, _silence, typical, worst, silent, length, declared = numbers
    assert words == len(TRUTH["words"])
    assert onsets > 30
    assert typical <= 20
    assert worst <= 150
    assert silent == 0
    assert abs(length - declared) <= 20


def test_the_derived_transcripts_say_what_their_source_says():
    source = load_script("make_samples").turns((SAMPLES / "harbour_news.txt").read_text(encoding="utf-8"))
    timed = (SAMPLES / "harbour_news.timed.txt").read_text(encoding="utf-8").split("\n\n")
    assert [block.strip().partition("] ")[2] for block in timed] == [f"{who}: {what}" for who, what in source]
    document = json.loads((SAMPLES / "harbour_news.whisper.json").read_text(encoding="utf-8"))
    words = [word for segment in document["segments"] for word in segment["words"]]
    assert [word["word"].strip() for word in words] == [word["text"] for word in TRUTH["words"]]
    for word, true in zip(words, TRUTH["words"], strict=True):
        assert word["start"] * 1000 == pytest.approx(true["start"], abs=5.001)
        assert word["end"] * 1000 == pytest.approx(true["end"], abs=5.001)


def test_samples_are_small():
    assert sum(path.stat().st_size for path in SAMPLES.iterdir()) < 3_000_000
