from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captionkit.batch.watch import Settling
from tests.batch.conftest import SRT, Folder

TOOL = str(Path(sys.executable).with_name("captionkit"))


@given(st.lists(st.integers(0, 5), min_size=1, max_size=30))
def test_a_file_is_given_only_after_it_stayed_the_same(sizes: list[int]) -> None:
    settling = Settling(2)
    for now, size in enumerate(sizes):
        if settling.ready({"a": (size, 0)}, now):
            assert sizes[now - 2 : now + 1] == [size] * 3


def test_a_file_is_given_once_and_again_when_it_changes() -> None:
    settling = Settling(1)
    given_at = [now for now in range(6) if settling.ready({"a": (1, 1)}, now)]
    assert given_at == [1]
    assert [now for now in range(6, 12) if settling.ready({"a": (2, 2)}, now)] == [7]


def until(condition, seconds: float = 30) -> bool:  # type: ignore[no-untyped-def]
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("polling", [True, False], ids=["polling", "told"])
def test_files_are_done_once_when_whole_and_a_restart_does_nothing_twice(folder: Folder, polling: bool) -> None:
    recipe = folder(1)
    out = recipe.parent / "out"
    command = [TOOL, "watch", str(recipe), "--settle", "0.4", "--interval", "0.1", *(["--polling"] * polling)]
    watcher = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert until((out / "part0" / "talk0.vtt").exists)
    slow = recipe.parent / "in" / "part0" / "slow.srt"
    with slow.open("w", encoding="utf-8") as file:
        for part in SRT.partition("\n\n"):
            file.write(part)
            file.flush()
            time.sleep(0.15)
    assert until(lambda: list(out.rglob("slow.vtt")))
    assert next(out.rglob("slow.vtt")).read_text("utf-8").count("-->") == 2
    watcher.send_signal(signal.SIGTERM)
    _, told = watcher.communicate(timeout=30)
    assert watcher.returncode == 0, told
    assert told.count(": done") == 2, told
    again = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    time.sleep(1.5)
    again.send_signal(signal.SIGTERM)
    _, told = again.communicate(timeout=30)
    assert "stopped after 0 files" in told


@pytest.mark.parametrize("polling", [True, False], ids=["polling", "told"])
def test_a_watcher_outlives_a_damaged_journal_and_says_so_once(folder: Folder, polling: bool) -> None:
    """Only a signal ends a watcher: one round that failed ended it."""
    recipe = folder(1)
    journal = recipe.parent / "j.sqlite"
    journal.write_bytes(b"no journal" * 500)
    command = [TOOL, "watch", str(recipe), "--settle", "0", "--interval", "0.1", "--journal", str(journal)]
    log = recipe.parent / "stderr"
    with log.open("wb") as file:
        watcher = subprocess.Popen([*command, *(["--polling"] * polling)], stderr=file)
    assert until(lambda: "cannot be used as a journal" in log.read_text("utf-8"))
    time.sleep(1)
    assert watcher.poll() is None
    journal.unlink()
    (recipe.parent / "in" / "part0" / "new.srt").write_text(SRT, "utf-8")
    assert until(lambda: len(list((recipe.parent / "out").rglob("*.vtt"))) == 2)
    watcher.send_signal(signal.SIGTERM)
    watcher.wait(timeout=30)
    said = log.read_text("utf-8")
    assert said.count("cannot be used as a journal") == 1
    assert "stopped after 2 files" in said
