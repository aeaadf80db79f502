"""Unattended: broken files, kills at random moments, a full disk, two runs at once.

The full size (2,000 files, 50 kills) runs with ``CAPTIONKIT_SOAK=full``; by default a smaller one of the same kind.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from captionkit.batch.command import run_batch
from captionkit.batch.manifest import verify_folder
from captionkit.delivery.atomic import TEMPORARY_SUFFIX

FULL = os.environ.get("CAPTIONKIT_SOAK") == "full"
FILES, KILLS = (2000, 50) if FULL else (240, 10)
TOOL = str(Path(sys.executable).with_name("captionkit"))


def cues(number: int) -> list[str]:
    return [f"Line {i} of file {number}." for i in range(1, 3 + number % 40)]


def srt(number: int) -> str:
    rows = enumerate(cues(number), 1)
    return "\n".join(f"{i}\n00:00:{i:02},000 --> 00:00:{i:02},900\n{text}\n" for i, text in rows)


def fill(folder: Path) -> Path:
    """Write the inputs, one in twenty of them broken, and a recipe."""
    for number in range(FILES):
        path = folder / "in" / f"{number % 7}" / f"{number}.srt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("no caption at all" if number % 20 == 7 else srt(number), "utf-8")
    recipe = folder / "recipe.toml"
    recipe.write_text('inputs = ["in/**/*.srt"]\n[write]\nto = ["vtt"]\n', "utf-8")
    return recipe


def broken_or_partial(out: Path) -> list[str]:
    """Return the visible results that are not whole."""
    return [str(path) for path in out.rglob("*.vtt") if not _whole(path)]


def _whole(path: Path) -> bool:
    text = path.read_text("utf-8")
    return text.startswith("WEBVTT\n") and text.count("-->") == len(cues(int(path.stem))) and text.endswith("\n")


def check_all(recipe: Path) -> None:
    out = recipe.parent / "out"
    made = run_batch(recipe, jobs=2)
    assert made.summary is not None
    failed = [r for r in made.summary.reports if r.status == "failed"]
    assert {int(Path(r.source).stem) % 20 for r in failed} == {7}
    assert len(failed) == len([n for n in range(FILES) if n % 20 == 7])
    assert all(Path(r.source).name in r.error for r in failed)
    assert {int(p.stem) for p in out.rglob("*.vtt")} == {n for n in range(FILES) if n % 20 != 7}
    assert broken_or_partial(out) == []
    assert verify_folder(out).bad == 0


def test_killed_again_and_again(tmp_path: Path) -> None:
    recipe = fill(tmp_path)
    dice = random.Random(20)
    out = tmp_path / "out"
    for _ in range(KILLS):
        process = subprocess.Popen(
            [TOOL, "batch", str(recipe), "-j", "2", "-q"], stderr=subprocess.PIPE, start_new_session=True
        )
        time.sleep(dice.uniform(0.1, 1.2))
        number = dice.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
        # the whole group, or the parent alone: then its workers end by themselves
        (os.killpg if dice.random() < 0.5 else os.kill)(process.pid, number)
        process.communicate(timeout=60)  # returns when the last process that could write there has ended
        if out.exists():
            assert broken_or_partial(out) == []
    check_all(recipe)


def test_two_runs_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    recipe = fill(tmp_path)
    runs = [subprocess.Popen([TOOL, "batch", str(recipe), "-q"], stderr=subprocess.PIPE) for _ in range(2)]
    told = [run.communicate()[1].decode() for run in runs]
    assert not any("Traceback" in text or "locked" in text for text in told), told
    check_all(recipe)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="not run: a small disk can be mounted by root only")
def test_a_full_disk_fails_files_with_its_reason_and_leaves_no_part(tmp_path: Path) -> None:
    recipe = fill(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=256k", "none", str(out)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("not run: mounting is not allowed here")
    try:
        made = run_batch(recipe, jobs=2, journal=tmp_path / "journal.sqlite", manifest=False)
        assert made.summary is not None
        full = [r for r in made.summary.reports if "No space left" in r.error]
        assert full
        assert all(r.status == "failed" for r in full)
        assert broken_or_partial(out) == []
        assert not [p for p in out.rglob("*") if p.name.endswith(TEMPORARY_SUFFIX)]
        subprocess.run(["mount", "-o", "remount,size=64m", str(out)], check=True)
        again = run_batch(recipe, jobs=2, journal=tmp_path / "journal.sqlite", manifest=False, retry_failed=True)
        assert again.summary is not None
        assert not [r for r in again.summary.reports if "No space left" in r.error]
        assert {int(p.stem) for p in out.rglob("*.vtt")} == {n for n in range(FILES) if n % 20 != 7}
        assert broken_or_partial(out) == []
    finally:
        subprocess.run(["umount", "-l", str(out)], check=False)
        shutil.rmtree(out, ignore_errors=True)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="not run: a small disk can be mounted by root only")
def test_a_journal_on_a_full_disk_costs_no_report(tmp_path: Path) -> None:
    """SQLite's "database or disk is full" ended the run with a bug report."""
    recipe = fill(tmp_path)
    out = tmp_path / "out"
    out.mkdir()
    size = f"size={max(256, FILES)}k"  # room for the journal's beginning, not for all the files
    if subprocess.run(["mount", "-t", "tmpfs", "-o", size, "none", str(out)], check=False).returncode:
        pytest.skip("not run: mounting is not allowed here")
    try:
        run = subprocess.run([TOOL, "batch", str(recipe)], check=False, capture_output=True, text=True)
        assert run.returncode == 1
        assert "No space left" in run.stderr
        assert " failed, 0 busy" in run.stderr
        assert "bug" not in run.stderr
        assert broken_or_partial(out) == []
        subprocess.run(["mount", "-o", "remount,size=64m", str(out)], check=True)
        run_batch(recipe, retry_failed=True)
        check_all(recipe)
    finally:
        subprocess.run(["umount", "-l", str(out)], check=False)
        shutil.rmtree(out, ignore_errors=True)


def test_inputs_that_vanish_or_cannot_be_read_fail_alone(tmp_path: Path) -> None:
    recipe = fill(tmp_path)
    plan_time = run_batch(recipe, dry_run=True).plan
    gone = Path(plan_time.jobs[0].source)
    names = [job.source for job in plan_time.jobs]
    from captionkit.batch.work import run_chunk

    gone.unlink()
    report = run_chunk([plan_time.jobs[0]])[0]
    assert report.status == "failed"
    assert "No such file" in report.error
    assert len(names) == FILES
