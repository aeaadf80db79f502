"""What a run keeps of its files: everything, but small."""

from __future__ import annotations

import pickle
import tracemalloc

from captionkit.batch.command import run_batch
from captionkit.batch.reports import Reports, kept
from captionkit.batch.run import Summary
from captionkit.batch.work import JobReport
from captionkit.diagnostics import report
from tests.batch.conftest import Folder


def found(number: int) -> JobReport:
    said = tuple(report("batch.worker-died", f"cue {cue} of {number}", file=f"{number}.srt") for cue in range(40))
    return JobReport(f"{number}.srt", "failed" if number % 2 else "done", ({"path": "x"},), said, error="no")


def test_reports_come_back_as_they_were_given() -> None:
    given = [found(number) for number in range(5)] + [JobReport("a.srt", "skipped")]
    reports = Reports(map(kept, given))
    assert (list(reports), reports[1], list(reports[1:3])) == (given, given[1], given[1:3])
    assert reports == given
    assert pickle.loads(pickle.dumps(reports)) == reports


def test_ends_and_counts_need_nothing_unpacked() -> None:
    summary = Summary(Reports(kept(found(number)) for number in range(5)))
    assert {one.diagnostics for one in summary.ends} == {()}
    assert summary.counts() == {"done": 3, "skipped": 0, "failed": 2, "busy": 0}
    assert len(summary.as_dict()["jobs"][0]["diagnostics"]) == 40


def test_bug_a_batch_kept_what_it_found_as_objects() -> None:
    """Some 44 kB a file: 468 MiB at 10,000 files that were fixed."""
    tracemalloc.start()
    try:
        whole = [found(number) for number in range(100)]
        loose = tracemalloc.get_traced_memory()[0]
        small = [kept(one) for one in whole]
        whole.clear()
        assert tracemalloc.get_traced_memory()[0] < loose / 5
        assert len(small) == 100
    finally:
        tracemalloc.stop()


def test_all_diagnostics_of_a_batch_are_those_of_its_files(folder: Folder) -> None:
    made = run_batch(folder(2, bad=1))
    assert made.summary is not None
    each = tuple(one for job in made.summary.reports for one in job.diagnostics)
    assert made.diagnostics == (*made.plan.diagnostics, *each, *made.faults)
