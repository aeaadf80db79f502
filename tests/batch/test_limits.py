"""What one file may cost."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from captionkit.batch.command import run_batch
from captionkit.batch.limits import Limits
from captionkit.errors import LimitError
from tests.batch.conftest import Folder


def _spin() -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            sum(range(1000))
        except Exception:  # what a reader that tries one thing after the other would do
            continue


def _match() -> None:
    re.match(r"(a|aa)+$", "a" * 60 + "b")  # some 10^12 steps


@pytest.mark.parametrize("work", [_spin, _match], ids=["python", "a regular expression"])
def test_work_that_takes_too_long_is_ended(work: Callable[[], None]) -> None:
    begun = time.monotonic()
    late = pytest.raises(LimitError, match=r"a\.srt: not ready after 0\.2 s")
    with Limits() as limits, late, limits.on("a.srt", 0.2, 0):
        work()
    assert time.monotonic() - begun < 30


def test_work_in_another_thread_is_ended_too() -> None:
    found: list[BaseException] = []

    def work() -> None:
        try:
            with Limits() as limits, limits.on("a.srt", 0.2, 0):
                _spin()
        except LimitError as error:
            found.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(40)
    assert "not ready after 0.2 s" in str(found[0])


def test_work_that_takes_too_much_memory_is_ended_and_the_limit_is_lifted() -> None:
    with Limits() as limits, pytest.raises(LimitError, match="takes more than 64 MB"), limits.on("a.srt", 0, 64):
        bytearray(256_000_000)
    assert len(bytearray(256_000_000)) == 256_000_000


def test_work_within_its_limits_is_left_alone() -> None:
    with Limits() as limits, limits.on("a.srt", 30, 1000):
        assert sum(range(10)) == 45
    time.sleep(0.01)


def test_each_file_has_its_own_time_under_one_watch() -> None:
    """The timer runs on from file to file: an alarm set for an earlier one must not end a later one too soon."""
    with Limits() as limits:
        for _ in range(5):
            with limits.on("quick.srt", 0.3, 0):
                time.sleep(0.1)
        begun = time.monotonic()
        with pytest.raises(LimitError, match=r"slow\.srt: not ready after 0\.5 s"), limits.on("slow.srt", 0.5, 0):
            _spin()
        assert time.monotonic() - begun >= 0.5
        begun = time.monotonic()
        with limits.on("a.srt", 60, 0):
            pass
        with pytest.raises(LimitError, match=r"b\.srt: not ready after 0\.2 s"), limits.on("b.srt", 0.2, 0):
            _spin()
        assert 0.2 <= time.monotonic() - begun < 30
        time.sleep(1.2)  # nothing is at work when the timer reminds: nothing is interrupted


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="no such timer on this system")
def test_whoever_had_the_timer_has_it_back() -> None:
    rung: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda number, frame: rung.append(number))
    try:
        with Limits() as limits, limits.on("a.srt", 30, 0):
            pass
        assert signal.setitimer(signal.ITIMER_REAL, 0.01) == (0.0, 0.0)
        end = time.monotonic() + 10
        while not rung and time.monotonic() < end:
            time.sleep(0.01)
        assert rung == [signal.SIGALRM]
    finally:
        signal.signal(signal.SIGALRM, before)


def test_what_the_system_hands_over_in_pieces_is_whole(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    reading, writing = os.read, os.write
    monkeypatch.setattr(os, "read", lambda handle, size: reading(handle, min(size, 7)))
    monkeypatch.setattr(os, "write", lambda handle, data: writing(handle, bytes(data[:7])))
    summary = run_batch(folder(2)).summary
    monkeypatch.undo()
    assert summary is not None
    assert [report.status for report in summary.reports] == ["done", "done"]
    for report in summary.reports:
        made = Path(report.outputs[0]["path"]).read_bytes()
        assert (len(made), sha256(made).hexdigest()) == (report.outputs[0]["bytes"], report.outputs[0]["sha256"])
        assert report.content == sha256(Path(report.source).read_bytes()).hexdigest()


def test_a_slow_file_fails_alone(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = folder(3)
    recipe.write_text(recipe.read_text("utf-8") + "[policy]\nmax-seconds = 0.3\n", "utf-8")

    from captionkit.batch import work

    made = work._make

    def slow(job, *args, **options):  # type: ignore[no-untyped-def]
        if "talk1" in job.source:
            _spin()
        return made(job, *args, **options)

    monkeypatch.setattr(work, "_make", slow)
    summary = run_batch(recipe).summary
    assert summary is not None
    assert [(Path(r.source).name, r.error.rpartition(": ")[2]) for r in summary.reports if r.status != "done"] == [
        ("talk1.srt", "not ready after 0.3 s")
    ]


def test_a_file_that_is_too_large_is_not_read(folder: Folder) -> None:
    recipe = folder(1)
    with (recipe.parent / "in" / "huge.srt").open("wb") as file:
        file.truncate(3_000_000_000)
    summary = run_batch(recipe).summary
    assert summary is not None
    assert [r.error for r in summary.reports if r.status == "failed"] == [
        f"{recipe.parent / 'in' / 'huge.srt'}: 3,000,000,000 bytes, 536,870,912 allowed"
    ]


def test_a_negative_limit_is_a_fault_of_the_recipe(folder: Folder) -> None:
    from captionkit.errors import UsageError

    recipe = folder(1)
    recipe.write_text(recipe.read_text("utf-8") + "[policy]\nmax-memory = -1\n", "utf-8")
    with pytest.raises(UsageError, match="less than 0"):
        run_batch(recipe)


@pytest.mark.parametrize("seconds", [5.0, 0.05], ids=["in time", "too late"])
def test_a_limit_in_a_thread_leaves_nothing_behind(seconds: float) -> None:
    """The interpreter looked for an interruption for ever; under a trace function (Hypothesis's) it never came back."""
    program = f"""
import sys, threading, time
from captionkit.batch.limits import Limits
from captionkit.errors import LimitError

def work():
    try:
        with Limits() as limits, limits.on("a.srt", {seconds}, 0):
            end = time.monotonic() + 0.2
            while time.monotonic() < end:
                pass
    except LimitError:
        pass

thread = threading.Thread(target=work)
thread.start()
thread.join()
sys.settrace(lambda frame, event, arg: None)

def traced():
    return sum(range(100))

print(traced())
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.stdout == "4950\n", done.stderr
