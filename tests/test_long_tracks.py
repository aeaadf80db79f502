"""Long tracks cost in proportion: calls, bytes and objects left behind, counted in the commands of the benchmark.

``python -m benchmarks.million`` measures a million cues; here the same commands run over a few hundred, and what is
counted is the same on every machine: how often each function is called, and how many bytes are held at most.
"""

from __future__ import annotations

import cProfile
import gc
import importlib
import pstats
import random
import re
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from benchmarks import million
from benchmarks.generate import stamp

import captionkit
from captionkit.cli._run import run as commands
from captionkit.model.transcript import Segment, Timing, Word
from captionkit.quality.rule import View
from captionkit.segmentation.row import Origin, WordRow
from captionkit.transcripts.stt.marks import separate_marks
from captionkit.transcripts.stt.notes import Notes

#: The module, whose name a function of it has taken.
stage = importlib.import_module("captionkit.segmentation.segment")
SMALL, TIMES = 100, 4
#: Bytes that a cue may take at most, all that is made of it counted: a fifth more than measured.
HELD = {"convert": 2100, "check": 5000, "fix": 3700, "segment": 3500, "translate": 8200}


@pytest.fixture(scope="module")
def tracks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two tracks of the benchmark, one as long as the other several times; every command has run on both."""
    folder = tmp_path_factory.mktemp("long")
    first, short, long = (folder / f"{name}.en.srt" for name in ("first", "short", "long"))
    million.write(str(first), SMALL // 3, seed=1)
    million.write(str(short), SMALL, seed=2)
    long.write_text("".join(again(short.read_text("utf-8"), number) for number in range(TIMES)), "utf-8", newline="")
    for command in million.STAGES:
        for track in (first, short, long):  # what is kept of words and times must not hang on other tests
            run(command, track)
    return short, long


def again(text: str, number: int) -> str:
    """Return a track as what follows it: later, with other numbers and other names, so that no text is the same."""
    track = captionkit.load(text.encode(), "srt")
    later = number * (track[-1].end + 1000)
    dice = random.Random(number)
    return "".join(
        f"{at}\n{stamp(cue.start + later, ',')} --> {stamp(cue.end + later, ',')}\n"
        + re.sub(r"[A-Z]\w+(?=\W*(</\w+>)?$)", lambda _: dice.choice("BDFG") + dice.choice("aeiou") * 3, cue.payload)
        + "\n\n"
        for at, cue in enumerate(track, 1 + number * len(track))
    )


def run(command: str, source: Path) -> None:
    """Run a command of the benchmark on a track."""
    places = {"source": str(source), "target": str(source.parent / f"out-{command}")}
    assert commands([part.format(**places) for part in million.STAGES[command]]) in (0, 1)
    for made in source.parent.glob("out-*"):
        made.unlink()


def calls(work: Callable[[], object]) -> dict[tuple[str, int, str], int]:
    """Return how often each function was called."""
    profile = cProfile.Profile()
    profile.runcall(work)
    return {where: row[1] for where, row in pstats.Stats(profile).stats.items()}  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", million.STAGES)
def test_no_function_is_called_more_often_a_cue_in_a_longer_track(command: str, tracks: tuple[Path, Path]) -> None:
    less, more = (calls(lambda track=track: run(command, track)) for track in tracks)  # type: ignore[misc]
    assert sum(more.values()) < 1.1 * TIMES * sum(less.values())
    steep = {
        where: (less.get(where, 0), count)
        for where, count in more.items()
        if count > 2 * SMALL and count > 1.7 * TIMES * less.get(where, 0)
    }
    assert not steep


def peaks_of(command: str, tracks: tuple[Path, Path]) -> tuple[int, ...]:
    """Return the most memory, in bytes, that a command takes for each track, when it has run on both."""
    for track in tracks:
        run(command, track)
    peaks = []
    for track in tracks:
        gc.collect()
        tracemalloc.start()
        run(command, track)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    return tuple(peaks)


@pytest.mark.parametrize("command", million.STAGES)
def test_memory_grows_with_the_track_and_no_faster(command: str, tracks: tuple[Path, Path]) -> None:
    # in a process of its own: the more objects other tests have left behind, the later garbage is collected
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as alone:
        short, long = alone.submit(peaks_of, command, tracks).result()
    assert (long - short) / (SMALL * (TIMES - 1)) < HELD[command]


@pytest.mark.parametrize("verb", ["check", "fix"])
def test_what_was_known_of_a_track_is_gone_with_the_report(verb: str, tracks: tuple[Path, Path]) -> None:
    # neighbours that know each other are a circle: nobody else would take it apart before the garbage collector comes
    gc.collect()
    gc.disable()
    try:
        getattr(captionkit, verb)(str(tracks[0]), profile="netflix-en")
        assert not any(isinstance(one, View) for one in gc.get_objects())
    finally:
        gc.enable()


def test_words_that_nobody_ends_a_sentence_in_are_looked_at_a_few_times(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = 0

    def counted(texts: Any, language: str = "") -> Any:
        nonlocal looked
        looked += len(texts)
        return [False] * len(texts)

    monkeypatch.setattr(stage, "sentence_ends", counted)
    monkeypatch.setattr(stage, "HELD", 50)
    words = [Word("word", 300 * n, 300 * n + 280, timing=Timing.GIVEN) for n in range(5000)]
    rows = [WordRow([word], [Origin()]) for word in words]
    assert sum(count for _, count, _ in stage.blocks(rows, "en")) == len(words)
    assert looked < 4 * len(words)


def test_a_segment_of_many_marks_costs_in_proportion() -> None:
    """The words of each mark were looked for among all words of the segment: 8 times as many took 60 times as long."""

    def calls(count: int) -> int:
        words = tuple(Word("(laughs)", 500 * n, 500 * n + 400, timing=Timing.GIVEN) for n in range(count))
        segment = Segment("(laughs) " * count, start=0, end=500 * count, words=words)
        with cProfile.Profile() as profile:
            parts = separate_marks([segment], Notes("talk.json"))
        assert len(parts) == count
        return pstats.Stats(profile).total_calls  # type: ignore[attr-defined,no-any-return]

    calls(10)
    assert calls(800) <= 4.4 * calls(200)
