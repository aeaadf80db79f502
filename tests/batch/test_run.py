from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from captionkit.api.save import WITNESSES
from captionkit.batch.command import JOURNAL, Batched, plan_batch, run_batch
from captionkit.batch.files import read
from captionkit.batch.holders import EXPIRES, this_process
from captionkit.batch.journal import Claim, Journal
from captionkit.batch.manifest import MANIFEST, verify_folder
from captionkit.batch.plan import Job
from captionkit.batch.run import Summary
from captionkit.batch.work import JobReport, run_chunk, run_each
from captionkit.delivery.atomic import TEMPORARY_SUFFIX, PreparedFile
from captionkit.errors import InputError, OutputError
from captionkit.values import replace
from tests.batch.conftest import SRT, Folder

TOOL = str(Path(sys.executable).with_name("captionkit"))


def _command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([TOOL, *arguments], capture_output=True, text=True, check=False)


def counts(summary: Summary | None) -> dict[str, int]:
    assert summary is not None
    return {s: summary.count(s) for s in ("done", "skipped", "failed", "busy") if summary.count(s)}


def test_good_files_are_done_and_bad_ones_named(folder: Folder) -> None:
    recipe = folder(3, bad=2)
    made = run_batch(recipe)
    assert counts(made.summary) == {"done": 3, "failed": 2}
    assert made.summary is not None
    bad = [r for r in made.summary.reports if r.status == "failed"]
    assert all("broken" in r.error and r.hint is not None for r in bad)
    out = recipe.parent / "out"
    assert (out / "part0" / "talk0.vtt").read_text("utf-8").startswith("WEBVTT")
    assert verify_folder(out).as_dict() == {"folder": str(out), "files": 3, "bad": 0}


def test_a_second_run_does_nothing_and_a_changed_file_is_done_again(folder: Folder) -> None:
    recipe = folder(3, bad=1)
    run_batch(recipe)
    assert counts(run_batch(recipe).summary) == {"skipped": 3, "failed": 1}
    changed = recipe.parent / "in" / "part0" / "talk0.srt"
    changed.write_text(SRT.replace("evening", "morning"), "utf-8")
    assert counts(run_batch(recipe).summary) == {"done": 1, "skipped": 2, "failed": 1}
    assert "morning" in (recipe.parent / "out" / "part0" / "talk0.vtt").read_text("utf-8")


def test_a_file_that_was_only_touched_is_not_done_again(folder: Folder) -> None:
    recipe = folder(1)
    run_batch(recipe)
    os.utime(recipe.parent / "in" / "part0" / "talk0.srt", (1, 1))
    assert counts(run_batch(recipe).summary) == {"skipped": 1}


def test_films_are_recognised(tmp_path: Path) -> None:
    (tmp_path / "film.wav").write_bytes(b"RIFF\0\0")
    (tmp_path / "said.py").write_text(f"import sys\nassert sys.argv[1].endswith('.wav')\nprint({SRT!r})\n", "utf-8")
    recogniser = f"cmd:{sys.executable} {tmp_path / 'said.py'}"
    recipe = tmp_path / "recipe.toml"
    step = f'[[steps]]\nstep = "caption"\nrecogniser = {json.dumps(recogniser)}\n'
    recipe.write_text(f'schema = 1\ninputs = ["*.wav"]\n{step}[write]\nto = ["srt"]\n', "utf-8")
    assert counts(run_batch(recipe).summary) == {"done": 1}
    assert "Good evening." in (tmp_path / "out" / "film.srt").read_text("utf-8")
    assert counts(run_batch(recipe).summary) == {"skipped": 1}


def test_a_deleted_output_is_made_again(folder: Folder) -> None:
    recipe = folder(2)
    run_batch(recipe)
    (recipe.parent / "out" / "part0" / "talk0.vtt").unlink()
    assert counts(run_batch(recipe).summary) == {"done": 1, "skipped": 1}


def test_a_changed_recipe_does_everything_again(folder: Folder) -> None:
    recipe = folder(2)
    run_batch(recipe)
    recipe.write_text(recipe.read_text("utf-8") + "preserve = true\n", "utf-8")
    assert counts(run_batch(recipe).summary) == {"done": 2}


def test_failed_files_are_tried_again_when_asked_or_changed(folder: Folder) -> None:
    recipe = folder(0, bad=1)
    run_batch(recipe)
    assert counts(run_batch(recipe, retry_failed=True).summary) == {"failed": 1}
    (recipe.parent / "in" / "broken0.srt").write_text(SRT, "utf-8")
    assert counts(run_batch(recipe).summary) == {"done": 1}


def test_a_failed_file_that_is_left_alone_is_left_alone_by_the_next_run_too(folder: Folder) -> None:
    """A run that left a failed file alone used to note it as of no size, so that the next run tried it."""
    recipe = folder(0, bad=1)
    run_batch(recipe)
    for _ in range(2):
        (report,) = run_batch(recipe).summary.reports
        assert (report.status, report.hint) == ("failed", "--retry-failed tries again")


def test_a_journal_that_cannot_be_written_any_more_costs_no_report(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    recipe = folder(5)
    claim = Journal.claim
    calls: list[Sequence[Job]] = []

    def full_later(self: Journal, jobs: Sequence[Job], *, force: bool = False) -> dict[str, Claim]:
        calls.append(jobs)
        if len(calls) == 2:
            raise OutputError("the disk is full")
        return claim(self, jobs, force=force)

    monkeypatch.setattr(Journal, "claim", full_later)
    monkeypatch.setattr("captionkit.batch.run._CLAIMED", 2)
    assert counts(run_batch(recipe).summary) == {"done": 3, "failed": 2}
    monkeypatch.undo()
    assert counts(run_batch(recipe).summary) == {"done": 2, "skipped": 3}


def test_a_changed_policy_does_everything_again(folder: Folder) -> None:
    recipe = folder(1)
    run_batch(recipe)
    recipe.write_text(recipe.read_text("utf-8") + '[policy]\nfail-on = ["never"]\n', "utf-8")
    assert counts(run_batch(recipe).summary) == {"done": 1}


def test_somebody_elses_file_is_not_overwritten_without_force(folder: Folder) -> None:
    recipe = folder(1)
    target = recipe.parent / "out" / "part0" / "talk0.vtt"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("mine", "utf-8")
    assert counts(run_batch(recipe).summary) == {"failed": 1}
    assert target.read_text("utf-8") == "mine"
    assert counts(run_batch(recipe, force=True).summary) == {"done": 1}


def test_stop_on_failure_stops(folder: Folder) -> None:
    recipe = folder(3, bad=1, text='inputs = ["in/*.srt", "in/**/*.srt"]\n[policy]\non-failure = "stop"\n')
    summary = run_batch(recipe).summary
    assert counts(summary) == {"failed": 1}


@pytest.mark.parametrize(
    "make", [lambda: ThreadPoolExecutor(2), lambda: ProcessPoolExecutor(2)], ids=["threads", "processes"]
)
def test_any_executor_will_do(folder: Folder, make: type[Executor]) -> None:
    recipe = folder(5, bad=1)
    assert counts(run_batch(recipe, executor=make).summary) == {"done": 5, "failed": 1}


def test_a_run_that_is_given_up_leaves_nothing_of_what_it_had_begun(folder: Folder) -> None:
    recipe = folder(5)
    ended = run_each(plan_batch(recipe).jobs)
    job, report = next(ended)
    assert report.status == "done"
    ended.close()
    left = [str(path) for path in (recipe.parent / "out").rglob("*") if path.is_file()]
    assert left == [job.outputs[0].path]


@pytest.mark.parametrize("kind", [OSError("the disk broke"), RuntimeError("a bug")])
def test_a_result_that_cannot_be_placed_fails_its_file_alone(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, kind: Exception
) -> None:
    def place(self: PreparedFile) -> None:
        if "talk1" in self.name:
            raise OutputError(str(kind)) if isinstance(kind, OSError) else kind
        placed(self)

    placed = PreparedFile.place
    monkeypatch.setattr(PreparedFile, "place", place)
    recipe = folder(4)
    summary = run_batch(recipe).summary
    assert counts(summary) == {"done": 3, "failed": 1}
    assert summary is not None
    (bad,) = (report for report in summary.reports if report.status == "failed")
    assert str(kind) in bad.error
    assert bad.outputs == ()
    assert len(list((recipe.parent / "out").rglob("talk*"))) == 3


def test_results_of_one_file_are_placed_together_or_not_at_all(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second result that could not be verified used to leave the first behind."""
    recipe = folder(1, text='inputs = ["in/**/*.srt"]\n[write]\nto = ["srt", "vtt"]\n')
    monkeypatch.setitem(WITNESSES, "vtt", f"{__name__}:_doubtful")
    assert counts(run_batch(recipe).summary) == {"failed": 1}
    assert not list((recipe.parent / "out").rglob("talk*"))


def _doubtful(path: str, track: object) -> list[str]:
    return ["cue 1: reads otherwise"]


def _die_late(jobs: list, **options: object) -> list:  # type: ignore[type-arg]
    done = run_chunk(jobs)
    if len(jobs) > 1:
        os.kill(os.getpid(), signal.SIGKILL)
    return done


def test_what_a_dead_worker_had_written_is_no_obstacle(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("captionkit.batch.run.run_chunk", _die_late)
    monkeypatch.setattr("captionkit.batch.run.chunks", lambda jobs, aim: iter([list(jobs)]))
    summary = run_batch(folder(4), jobs=2, executor=lambda: ProcessPoolExecutor(2)).summary
    assert counts(summary) == {"done": 4}


def _die(jobs: list, **options: object) -> list:  # type: ignore[type-arg]
    if any("talk1" in job.source for job in jobs):
        os.kill(os.getpid(), signal.SIGKILL)
    return run_chunk(jobs)


def test_a_worker_that_dies_costs_only_its_own_file(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("captionkit.batch.run.run_chunk", _die)
    recipe = folder(4)
    summary = run_batch(recipe, jobs=2, executor=lambda: ProcessPoolExecutor(2)).summary
    assert counts(summary) == {"done": 3, "failed": 1}
    assert summary is not None
    assert [r.source.endswith("talk1.srt") for r in summary.reports if r.status == "failed"] == [True]


def _held_by_another(recipe: Path, **changes: Any) -> None:
    """Let a run with this process's marks, but for ``changes``, hold the first file."""
    run_batch(recipe)
    held = replace(this_process(), **changes)
    with closing(sqlite3.connect(recipe.parent / "out" / JOURNAL)) as base, base:
        base.execute("UPDATE outputs SET live = 1, run = 'another' WHERE source LIKE '%talk0.srt'")
        row = ("another", held.pid, held.started, held.space, held.boot, held.host, held.seen)
        base.execute("INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    (recipe.parent / "in" / "part0" / "talk0.srt").write_text(SRT.replace("evening", "morning"), "utf-8")


def test_a_file_that_another_living_run_is_doing_is_left_to_it_and_the_run_fails(folder: Folder) -> None:
    recipe = folder(2)
    _held_by_another(recipe)
    done = _command("batch", str(recipe))
    assert done.returncode == 1
    assert "1 skipped, 0 failed, 1 busy" in done.stderr
    assert f"another run is doing this file: process {os.getpid()} on " in done.stderr
    assert "--force breaks them" in done.stderr
    assert counts(run_batch(recipe, force=True).summary) == {"done": 2}


@pytest.mark.parametrize(
    "changes",
    [
        {"started": "1"},  # its number is another process's now: a container's first process is always number 1
        {"seen": time.time() - EXPIRES - 1},
        {"host": "elsewhere", "seen": time.time() - 40 * 86400},
    ],
    ids=["restarted", "silent", "forty days"],
)
def test_the_claims_of_a_run_that_is_gone_do_not_stand(folder: Folder, changes: dict[str, Any]) -> None:
    """A run killed as process 1 of a container and started again said "busy" for ever, and ended with 0."""
    recipe = folder(2)
    _held_by_another(recipe, **changes)
    assert counts(run_batch(recipe).summary) == {"done": 1, "skipped": 1}


def test_a_second_run_takes_what_the_first_has_not_come_to(folder: Folder) -> None:
    """The first run used to claim everything at once, and a second one found nothing to do."""
    recipe = folder(100)
    second: list[Batched] = []

    def begin_another(report: JobReport, ended: int, total: int) -> None:
        if not second:
            second.append(run_batch(recipe))

    first = run_batch(recipe, progress=begin_another)
    assert counts(second[0].summary)["done"] == 36
    assert counts(first.summary) == {"done": 64, "skipped": 36}


def test_what_another_run_had_is_looked_at_again_at_the_end(folder: Folder) -> None:
    recipe = folder(3)
    journal = recipe.parent / "out" / JOURNAL
    with ExitStack() as another:
        holder = another.enter_context(Journal(journal))
        holder.claim(plan_batch(recipe).jobs[:1])

        def end_the_other(report: JobReport, ended: int, total: int) -> None:
            if report.status == "done":
                another.close()

        assert counts(run_batch(recipe, progress=end_the_other).summary) == {"done": 3}


def test_a_run_of_another_container_stands_by_its_signs_of_life(folder: Folder) -> None:
    recipe = folder(1)
    _held_by_another(recipe, space="pid:[1]", started="1")
    assert counts(run_batch(recipe).summary) == {"busy": 1}


def test_a_run_gives_signs_of_life(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("captionkit.batch.holders._EVERY", 0.01)
    recipe = folder(1)
    with Journal(recipe.parent / "j.sqlite") as journal, closing(sqlite3.connect(journal.path)) as base:
        journal.claim(plan_batch(recipe).jobs)
        base.execute("UPDATE runs SET seen = 0")
        base.commit()
        until = time.monotonic() + 20
        while not base.execute("SELECT seen FROM runs").fetchone()[0] and time.monotonic() < until:
            time.sleep(0.01)
        assert base.execute("SELECT seen FROM runs").fetchone()[0] > 0
    with closing(sqlite3.connect(recipe.parent / "j.sqlite")) as base:
        assert base.execute("SELECT count(*) FROM runs").fetchone() == (0,)


def test_an_input_that_cannot_be_read_is_that_files_failure(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """It ended the batch, and a watcher with it, where the file had been done before."""
    recipe = folder(3)
    run_batch(recipe)
    for name in ("talk0", "talk1"):
        os.utime(recipe.parent / "in" / f"part{name[-1]}" / f"{name}.srt", (1, 1))

    def unreadable(name: str, limit: int) -> Any:
        if "talk0" in name:
            raise InputError(f"{name}: Permission denied")
        return read(name, limit)

    monkeypatch.setattr("captionkit.batch.run.read", unreadable)
    summary = run_batch(recipe).summary
    assert counts(summary) == {"failed": 1, "skipped": 2}
    assert summary is not None
    assert [r.error.rpartition(": ")[2] for r in summary.reports if r.status == "failed"] == ["Permission denied"]


def test_a_file_that_kills_its_worker_is_found_in_halves(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each file that was with the dead worker had an executor of its own: some 220 for one death."""
    monkeypatch.setattr("captionkit.batch.run.run_chunk", _die)
    monkeypatch.setattr("captionkit.batch.run.chunk_cost", lambda *_: 1 << 30)  # all files are with one worker
    recipe = folder(40)
    made = 0

    def executor() -> Executor:
        nonlocal made
        made += 1
        return ProcessPoolExecutor(2)

    for path in (recipe.parent / "in").rglob("talk1?.srt"):
        path.unlink()
    assert counts(run_batch(recipe, jobs=2, executor=executor).summary) == {"done": 29, "failed": 1}
    assert made <= 16


@pytest.mark.parametrize("sound", [100, 4096], ids=["not opened", "opened, and damaged inside"])
def test_a_damaged_journal_is_an_error_with_a_way_out(folder: Folder, sound: int) -> None:
    recipe = folder(1)
    run_batch(recipe)
    journal = recipe.parent / "out" / JOURNAL
    data = bytearray(journal.read_bytes())
    data[sound:] = b"\xff" * (len(data) - sound)
    journal.write_bytes(data)
    with pytest.raises(OutputError) as raised:
        run_batch(recipe)
    assert "delete it if it is damaged" in raised.value.hint


@pytest.mark.parametrize("text", ["[]", '{"files": 3}', '{"files": {"a.vtt": 7}}', "{" * 9], ids=str)
def test_a_manifest_of_another_shape_is_replaced_and_refused_by_verify(folder: Folder, text: str) -> None:
    recipe = folder(1)
    out = recipe.parent / "out"
    out.mkdir()
    (out / MANIFEST).write_text(text, "utf-8")
    with pytest.raises(InputError, match="is not a manifest"):
        verify_folder(out)
    run_batch(recipe)
    assert verify_folder(out).bad == 0


def test_a_log_that_cannot_be_written_is_said_and_ends_no_run(folder: Folder) -> None:
    recipe = folder(2)
    gone = _command("batch", str(recipe), "--log", str(recipe.parent / "no" / "log"))
    assert gone.returncode == 1
    assert "cannot be written: No such file or directory" in gone.stderr
    full = _command("batch", str(recipe), "--log", "/dev/full")
    assert full.returncode == 1
    assert "2 done" in full.stderr
    assert "2 lines of the log could not be written: No space left on device" in full.stderr


@pytest.mark.parametrize("place", ["/dev/full", "/proc/no/junit.xml"])
def test_a_junit_report_that_cannot_be_written_is_said_beside_what_was_done(folder: Folder, place: str) -> None:
    ended = _command("batch", str(folder(2)), "--junit", place)
    assert ended.returncode == 1
    assert "2 done" in ended.stderr
    assert f"{place}: cannot be written" in ended.stderr


def _open_at(path: str, moment: float) -> None:
    while time.time() < moment:
        pass
    with Journal(path):
        pass


def test_runs_that_make_a_journal_at_the_same_moment_wait_for_each_other(tmp_path: Path) -> None:
    """SQLite refused the second of two that switched a new journal to its write-ahead log at once."""
    with ProcessPoolExecutor(2) as pool:
        pool.submit(_open_at, str(tmp_path / "warm.sqlite"), 0).result()
        for number in range(20):
            both = [pool.submit(_open_at, str(tmp_path / f"{number}.sqlite"), time.time() + 0.02) for _ in range(2)]
            assert [one.result() for one in both] == [None, None]


def test_a_claim_of_a_dead_run_does_not_stand(folder: Folder) -> None:
    recipe = folder(1)
    run_batch(recipe)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    base = sqlite3.connect(recipe.parent / "out" / JOURNAL)
    with base:
        base.execute("UPDATE outputs SET live = 1, run = 'another', pid = ?", (dead.pid,))
    base.close()
    assert counts(run_batch(recipe, force=True).summary) == {"done": 1}


def test_a_name_that_is_not_utf8_is_done_and_noted_like_any_other(folder: Folder) -> None:
    """One such name ended the whole run: the journal and the manifest could not hold it."""
    recipe = folder(1)
    odd = recipe.parent / "in" / os.fsdecode(b"caf\xe9.srt")
    try:
        odd.write_text(SRT, "utf-8")
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    assert counts(run_batch(recipe).summary) == {"done": 2}
    assert counts(run_batch(recipe).summary) == {"skipped": 2}
    out = recipe.parent / "out"
    assert (out / os.fsdecode(b"caf\xe9.vtt")).exists()
    assert verify_folder(out).bad == 0
    command = [TOOL, "batch", str(recipe), "--force", "--json", "--log", "log.jsonl", "--junit", "junit.xml"]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8:strict"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=recipe.parent, env=environment)
    assert done.returncode == 0, done.stderr
    assert str(odd) in {job["source"] for job in json.loads(done.stdout)["result"]["jobs"]}
    logged = (recipe.parent / "log.jsonl").read_text("utf-8").splitlines()
    assert str(odd) in {json.loads(line)["source"] for line in logged}
    ElementTree.parse(recipe.parent / "junit.xml")


def test_processes_start_where_a_socket_has_no_place(folder: Folder, tmp_path: Path) -> None:
    long = tmp_path / ("x" * 120)
    long.mkdir()
    command = [TOOL, "batch", str(folder(3)), "--jobs", "2"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "TMPDIR": str(long)})
    assert done.returncode == 0, done.stderr


@pytest.fixture
def temporary() -> Iterator[Path]:
    """A temporary folder with a name that is short enough for sockets."""
    with tempfile.TemporaryDirectory(prefix="ck") as name:
        yield Path(name)


def test_workers_end_with_a_killed_run(folder: Folder, tmp_path: Path, temporary: Path) -> None:
    """They used to wait for the next file for ever, a pair of them after each kill."""
    command = [TOOL, "batch", str(folder(2000)), "--jobs", "2", "-q"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, env={**os.environ, "TMPDIR": str(temporary)}) as process:
        _wait_until(lambda: any((tmp_path / "out").rglob("*.vtt")))
        process.kill()
        process.communicate(timeout=60)  # the workers hold the same pipe: it ends when the last of them does
    assert list(temporary.iterdir()) == []


def test_what_a_run_left_that_was_killed_with_its_workers_is_gone_with_the_next(
    folder: Folder, tmp_path: Path, temporary: Path
) -> None:
    recipe = folder(2000)
    elses = temporary / "pymp-elses"
    elses.mkdir()
    settings = {**os.environ, "TMPDIR": str(temporary)}
    command = [TOOL, "batch", str(recipe), "--jobs", "2", "-q"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, env=settings, start_new_session=True) as process:
        _wait_until(lambda: any((tmp_path / "out").rglob("*.vtt")))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
    assert len(list(temporary.iterdir())) == 2
    for path in sorted((tmp_path / "in").rglob("*.srt"))[20:]:
        path.unlink()
    subprocess.run(command, env=settings, check=True, capture_output=True)
    assert list(temporary.iterdir()) == [elses]


def _wait_until(ready: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not ready() and time.monotonic() < end:
        time.sleep(0.05)


def test_a_killed_run_continues_and_shows_no_partial_file(folder: Folder) -> None:
    recipe = folder(60)
    out = recipe.parent / "out"
    for pause in (0.25, 0.45, 0.65):
        process = subprocess.Popen([TOOL, "batch", str(recipe), "--jobs", "2"], stderr=subprocess.DEVNULL)
        time.sleep(pause)
        process.send_signal(signal.SIGKILL)
        process.wait()
        for path in out.rglob("*.vtt"):
            if not path.name.endswith(TEMPORARY_SUFFIX):
                assert path.read_text("utf-8").rstrip().endswith("Here is the news.")
    done = subprocess.run(
        [TOOL, "batch", str(recipe), "--jobs", "2", "--json"], capture_output=True, text=True, check=False
    )
    document = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert document["result"]["counts"]["failed"] == 0
    assert len(list(out.rglob("talk*.vtt"))) == 60
    assert verify_folder(out).bad == 0


def test_a_manifest_finds_what_was_changed_or_lost(folder: Folder) -> None:
    recipe = folder(3)
    run_batch(recipe)
    out = recipe.parent / "out"
    (out / "part0" / "talk0.vtt").write_text("changed", "utf-8")
    (out / "part1" / "talk1.vtt").unlink()
    assert sorted(d.code for d in verify_folder(out).diagnostics) == ["batch.changed-output", "batch.missing-output"]
    assert (out / MANIFEST).exists()


def test_log_and_junit(folder: Folder) -> None:
    recipe = folder(2, bad=1)
    base = recipe.parent
    done = subprocess.run(
        [TOOL, "batch", str(recipe), "--log", str(base / "log.jsonl"), "--junit", str(base / "junit.xml")], check=False
    )
    assert done.returncode == 1
    lines = [json.loads(line) for line in (base / "log.jsonl").read_text("utf-8").splitlines()]
    assert sorted(line["status"] for line in lines) == ["done", "done", "failed"]
    suite = ElementTree.parse(base / "junit.xml").getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")


def test_names_from_stdin_and_dry_run(folder: Folder) -> None:
    recipe = folder(3)
    name = str(recipe.parent / "in" / "part0" / "talk0.srt")
    done = subprocess.run(
        [TOOL, "batch", str(recipe), "-", "--dry-run"], input=f"{name}\n", capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert done.stdout.count("->") == 1
    assert not (recipe.parent / "out").exists()


def test_a_recipe_of_the_main_job(folder: Folder) -> None:
    recipe = folder(0, text='inputs = ["*.txt"]\nprofile = "ted"\n[[steps]]\nstep = "caption"\n[write]\nto = ["srt"]\n')
    (recipe.parent / "talk.txt").write_text(
        "Anna: Good evening.\n\nBen: Good evening, Anna. It is raining again.\n", "utf-8"
    )
    made = run_batch(recipe)
    assert counts(made.summary) == {"done": 1}
    assert "It is raining again." in (recipe.parent / "out" / "talk.srt").read_text("utf-8")


@pytest.mark.parametrize(
    ("step", "names"),
    [
        ('step = "segment"', ["talk0.srt"]),
        ('step = "wrap"', ["talk0.srt"]),
        ('step = "do"\ntransforms = ["shift:by=1s"]', ["talk0.srt"]),
        ('step = "fix"', ["talk0.srt"]),
        ('step = "fix"\nrule = ["min-gap"]', ["talk0.srt"]),
        ('step = "check"\nignore = ["numbers"]', ["talk0.srt"]),
        (
            'step = "translate"\nto = ["es", "fr"]\nfrom = "en"\ntranslator = "echo"',
            ["talk0.es.srt", "talk0.fr.srt", "talk0.srt"],
        ),
    ],
)
def test_every_step_does_its_work(folder: Folder, step: str, names: list[str]) -> None:
    text = (
        f'inputs = ["in/**/*.srt"]\n[[steps]]\n{step}\n'
        '[write]\nto = ["srt"]\ntemplate = "{stem}.{language}.{ext}"\n'
    )
    recipe = folder(1, text=text)
    summary = run_batch(recipe).summary
    assert summary is not None
    assert [report.error for report in summary.reports if report.error] == []
    assert sorted(p.name for p in (recipe.parent / "out").glob("*.srt")) == names


def test_findings_that_the_policy_names_make_a_file_a_failed_one(folder: Folder) -> None:
    text = 'inputs = ["in/**/*.srt"]\n[write]\nto = ["vtt"]\n[policy]\nfail-on = ["srt.times-reversed"]\n'
    recipe = folder(2, text=text)
    odd = recipe.parent / "in" / "part0" / "talk0.srt"
    odd.write_text("1\n00:00:05,000 --> 00:00:02,000\nBackwards.\n", "utf-8")
    assert counts(run_batch(recipe).summary) == {"done": 1, "failed": 1}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cut.srt", "1\n00:00:01,000 --> 00:00:02,500\nGood evening.\n\n2\n00:00:03,000 --> 00:0"),
        ("cut.srt", "1\n00:00:01,000 --> 00:00:02,500\nGood evening.\n\n2\n00:00:03"),
        ("cut.vtt", "WEBVTT\n\n00:01.000 --> 00:02.500\nGood evening.\n\n00:03.000 --> 00:0"),
        ("cut.vtt", "WEBVTT\n\n00:01.000 --> 00:02.500\nGood evening.\n\n00:03.000 --> 00:04.500"),
    ],
)
def test_a_file_that_is_cut_off_inside_a_timing_line_can_be_made_a_failed_one(
    folder: Folder, name: str, text: str
) -> None:
    recipe = folder(0, text='inputs = ["in/*"]\n[write]\nto = ["sbv"]\n[policy]\nfail-on = ["warning"]\n')
    (recipe.parent / "in" / name).write_text(text, "utf-8")
    assert counts(run_batch(recipe).summary) == {"failed": 1}


def test_few_files_are_open_at_once_where_few_may_be(folder: Folder) -> None:
    """Results were prepared 64 at a time, however few files a process may hold open."""
    recipe = folder(100)
    shell = f"ulimit -n 64; exec {TOOL} batch {recipe} --jobs 1"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=False)
    assert "100 done" in done.stderr, done.stderr
    assert done.returncode == 0


def test_names_as_long_as_file_systems_take_are_done_again(folder: Folder) -> None:
    recipe = folder(1)
    long = recipe.parent / "in" / f"{'x' * 245}.srt"
    long.write_text(SRT, "utf-8")
    assert counts(run_batch(recipe).summary) == {"done": 2}
    long.write_text(SRT.replace("evening", "morning"), "utf-8")
    assert counts(run_batch(recipe).summary) == {"done": 1, "skipped": 1}


@pytest.mark.parametrize("name", ["/etc/hostname", "../recipe.toml", "https://example.org/a.vtt", "link.vtt"])
def test_verify_looks_at_nothing_outside_the_folder(folder: Folder, name: str) -> None:
    recipe = folder(1)
    run_batch(recipe)
    out = recipe.parent / "out"
    (out / "link.vtt").symlink_to("/etc/hostname")
    manifest = json.loads((out / MANIFEST).read_text("utf-8"))
    manifest["files"][name] = {"sha256": "0"}
    (out / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    assert [d.code for d in verify_folder(out).diagnostics] == ["batch.outside"]


def test_an_output_folder_that_is_deleted_in_mid_run_keeps_what_the_journal_knew(folder: Folder) -> None:
    """The results that came after it "existed already" for the next run."""
    recipe = folder(12)
    out = recipe.parent / "out"

    def delete(report: object, ended: int, total: int) -> None:
        if ended == 4:
            shutil.rmtree(out)

    summary = run_batch(recipe, sync=False, progress=delete).summary
    assert counts(summary) == {"done": 12}
    there = len(list(out.rglob("*.vtt")))
    assert there == 8
    assert counts(run_batch(recipe).summary) == {"done": 4, "skipped": 8}
    assert verify_folder(out).as_dict() == {"folder": str(out), "files": 12, "bad": 0}


def test_the_rate_of_a_recipe_is_the_rate_of_its_steps(folder: Folder) -> None:
    text = (
        'inputs = ["in/**/*.srt"]\n[read]\nrate = "25"\n[[steps]]\nstep = "do"\n'
        'transforms = ["shift:by=12 frames", "snap-frames"]\n[[steps]]\nstep = "check"\nrule = ["frame-grid"]\n'
        '[write]\nto = ["srt"]\n[policy]\nfail-on = ["info"]\n'
    )
    recipe = folder(1, text=text)
    assert counts(run_batch(recipe).summary) == {"done": 1}
    (made,) = (recipe.parent / "out").rglob("*.srt")
    assert made.read_text("utf-8").splitlines()[1] == "00:00:01,480 --> 00:00:03,000"


def test_a_transcript_whose_name_says_its_language_is_not_guessed_at_in_a_batch(folder: Folder) -> None:
    text = (
        'inputs = ["in/*.srt"]\n[[steps]]\nstep = "caption"\n[[steps]]\nstep = "translate"\nto = ["es"]\n'
        'translator = "echo"\n[write]\nto = ["srt", "vtt"]\ntemplate = "{stem}.{language}.{ext}"\n'
    )
    recipe = folder(0, text=text)
    text = "Good evening. The harbour was closed this morning after a ship lost two containers."
    (recipe.parent / "in" / "talk.en.srt").write_text(f"1\n00:00:01,000 --> 00:00:06,500\n{text}\n", "utf-8")
    summary = run_batch(recipe).summary
    assert summary is not None
    codes = {d.code for report in summary.reports for d in report.diagnostics}
    assert not {code for code in codes if "guessed" in code or code == "loss.word-times"}


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ('[read]\nlanguage = "english"', "'english' is not a language"),
        ('[read]\nrate = "fast"', "frame rate 'fast'"),
        ('[write]\nspeakers = "lable"', "speakers='lable'"),
        ('[[steps]]\nstep = "do"\ntransforms = ["shfit:by=1s"]', "no transform called 'shfit'"),
        ('[[steps]]\nstep = "do"\ntransforms = ["shift:bye=1s"]', "no option 'bye'"),
    ],
)
def test_what_a_recipe_cannot_mean_is_said_before_anything_is_read(folder: Folder, part: str, said: str) -> None:
    planned = plan_batch(folder(1, text=f'inputs = ["in/**/*.srt"]\n{part}\n'))
    assert [d.code for d in planned.diagnostics] == ["batch.bad-recipe"]
    assert said in planned.diagnostics[0].message
