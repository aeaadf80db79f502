"""A run that is killed goes on where it stopped: the same bytes, and nothing is asked for twice."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from captionkit.api.save import render
from captionkit.formats import FORMATS, WriteOptions
from captionkit.model.track import Track
from captionkit.translation.base import Ability, Request
from captionkit.translation.client import RequestPolicy
from captionkit.translation.engine import TranslationOptions, translate_track
from captionkit.translation.memory import Memory
from tests.translation.support import HOUSE, fake, track_of

KILLS = 100
BATCH = 4
#: Seconds that the translator takes for a batch.
PAUSE = 0.004
TRACK = track_of([f"The {n}th boat carries {n * 3 + 1} crates of apples to the other side." for n in range(1, 41)])


class Logged:
    """Writes down what it is asked before it answers, and takes a little time for it."""

    ability = Ability(name="logged", batch=BATCH)

    def __init__(self, log: Path, pause: float) -> None:
        self.log, self.pause = log, pause

    def __call__(self, texts: Sequence[str], request: Request) -> list[str]:
        with self.log.open("ab", buffering=0) as file:
            file.write("".join(f"{text}\n" for text in texts).encode())
        time.sleep(self.pause)
        return [fake(text) for text in texts]


def run(memory: str, log: str, out: str, pause: float) -> None:
    with Memory(memory) as store:
        options = TranslationOptions(RequestPolicy("en", "xx", sleep=lambda _: None))
        track = translate_track(TRACK, Logged(Path(log), pause), HOUSE, options, store).value.track
    Path(out).write_bytes(rendered(track))


def rendered(track: Track) -> bytes:
    return render(track, FORMATS.get("srt"), WriteOptions()).value


def asked(log: Path) -> Counter[str]:
    return Counter(log.read_text().splitlines()) if log.exists() else Counter()


def answered(memory: Path) -> set[str]:
    if not memory.exists():
        return set()
    with Memory(memory) as store:
        return {entry.source for entry in store.entries()}


@pytest.mark.skipif(os.name != "posix", reason="not run: needs SIGKILL")
def test_killed_at_a_hundred_random_moments(tmp_path: Path) -> None:
    """The process is ended by SIGKILL at a random moment of its run, then the same run is made again.

    A text whose answer had been written down is never asked for again. What was under way when the process died (one
    batch at most) was answered to nobody, and has to be.
    """
    run(str(tmp_path / "whole"), str(tmp_path / "whole.log"), str(tmp_path / "whole.srt"), 0)
    right = (tmp_path / "whole.srt").read_bytes()
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    chance = random.Random(20261122)
    stopped: list[int] = []
    for number in range(KILLS):
        memory, log, out = (tmp_path / f"{number}.{end}" for end in ("sqlite", "log", "srt"))
        child = context.Process(target=run, args=(str(memory), str(log), str(out), PAUSE))
        child.start()
        _wait_for(log, chance.randrange(len(TRACK)), chance.random() * 2 * PAUSE)
        if child.pid is not None and child.is_alive():
            os.kill(child.pid, signal.SIGKILL)
        child.join()
        done, before = answered(memory), asked(log)
        stopped.append(len(done))
        run(str(memory), str(log), str(out), 0)
        after = asked(log)
        assert out.read_bytes() == right
        assert all(after[text] == before[text] == 1 for text in done)
        again = {text for text, count in after.items() if count > 1}
        assert len(again) <= BATCH
        assert not again & done
        assert max(after.values()) <= 2
    # the kills really fell into the run, not before or after it
    assert sum(0 < count < len(TRACK) for count in stopped) >= KILLS // 2


def _wait_for(log: Path, texts: int, more: float) -> None:
    """Wait until the run has asked for more than so many texts, then a random time.

    The moment goes by what the run has done, not by the clock from its start: on a busy machine, where the run and this
    process get their turns late, a fixed stretch of time would end before the first call or after the last one.
    """
    deadline = time.monotonic() + 20
    while (not log.exists() or log.read_bytes().count(b"\n") <= texts) and time.monotonic() < deadline:
        time.sleep(0.001)
    time.sleep(more)


def test_a_second_run_asks_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        run(str(tmp_path / "tm"), str(tmp_path / "log"), str(tmp_path / "out"), 0)
    assert set(asked(tmp_path / "log").values()) == {1}


def test_a_partly_edited_file_asks_for_its_edits_only(tmp_path: Path) -> None:
    """Resuming does not go by line numbers: a cue put in at the front costs one text."""
    texts = ["A cue that was not there before.", *(cue.text for cue in TRACK)]
    log = tmp_path / "log"
    run(str(tmp_path / "tm"), str(log), str(tmp_path / "out"), 0)
    log.unlink()
    with Memory(tmp_path / "tm") as store:
        options = TranslationOptions(RequestPolicy("en", "xx", sleep=lambda _: None))
        translate_track(track_of(texts), Logged(log, 0), HOUSE, options, store)
    assert asked(log) == Counter(["A cue that was not there before."])


def test_the_same_text_twice_in_a_file_is_asked_once(tmp_path: Path) -> None:
    log = tmp_path / "log"
    options = TranslationOptions(RequestPolicy("en", "xx", sleep=lambda _: None))
    track = track_of(["We sail at dawn.", "The wind turns north.", "We sail at dawn."])
    made = translate_track(track, Logged(log, 0), HOUSE, options).value.track
    assert asked(log) == Counter(["We sail at dawn.", "The wind turns north."])
    assert made.cues[0].text == made.cues[2].text == fake("We sail at dawn.")
