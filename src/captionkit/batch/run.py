"""Running a plan: on any executor, in chunks sized by cost, remembered in a journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from captionkit.batch.files import exists, read, stamp
from captionkit.batch.journal import Journal, Past
from captionkit.batch.plan import Job, Plan
from captionkit.batch.work import JobReport, report_of_death, run_chunk

__all__ = ["Summary", "chunks", "run_plan"]

#: Called after each job with its report, the number of jobs ended and of all jobs.
Progress = Callable[[JobReport, int, int], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """How a run ended, in the order of the plan."""

    reports: tuple[JobReport, ...]

    def count(self, status: str) -> int:
        """Return how many jobs ended so (``done``, ``failed``, ``skipped``, ``busy``)."""
        return sum(report.status == status for report in self.reports)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        counts = {status: self.count(status) for status in ("done", "skipped", "failed", "busy")}
        return {"counts": counts, "jobs": [report.as_dict() for report in self.reports]}


@dataclass(frozen=True, slots=True)
class Settings:
    """How to run: ``force`` does everything anew and overwrites; ``retry_failed`` tries failed files again."""

    jobs: int = 1
    force: bool = False
    retry_failed: bool = False
    sync: bool = True
    stop_on_failure: bool = False


def run_plan(
    plan: Plan,
    journal: Journal,
    settings: Settings,
    *,
    executor: Callable[[], Executor] | None = None,
    progress: Progress | None = None,
) -> Summary:
    """Run every job of the plan that the journal does not know as done.

    ``executor`` makes the executor to run on (again, should it break); without it ``settings.jobs`` processes are used,
    or this process where that is 1.
    """
    ended: dict[str, JobReport] = {}

    def end(job: Job, report: JobReport) -> None:
        ended[job.source] = report
        if report.status in ("done", "failed"):
            journal.finish(job, report.status, report.size, report.changed, report.content, report.as_dict())
        if progress is not None:
            progress(report, len(ended), len(plan.jobs))

    todo = list(_still_to_do(plan, journal, settings, end))
    busy = journal.claim(todo)
    for job in todo:
        if job.source in busy:
            end(job, JobReport(job.source, "busy", error="another run is doing this file"))
    todo = [job for job in todo if job.source not in busy]
    _Runner(settings, executor, end).run(todo)
    return Summary(tuple(ended[job.source] for job in plan.jobs if job.source in ended))


def _still_to_do(
    plan: Plan, journal: Journal, settings: Settings, end: Callable[[Job, JobReport], None]
) -> Iterator[Job]:
    for job in plan.jobs:
        past = None if settings.force else journal.past(job)
        if past is not None and past.status == "done" and _unchanged(job, past):
            end(job, JobReport(job.source, "skipped", tuple(past.report.get("outputs", ()))))
        elif past is not None and past.status == "failed" and not settings.retry_failed and _unchanged(job, past):
            end(
                job,
                JobReport(job.source, "failed", error=past.report.get("error", ""), hint="--retry-failed tries again"),
            )
        else:
            yield _owned(job, journal)


def _unchanged(job: Job, past: Past) -> bool:
    """Tell whether the input is as it was and, for a job that is done, every output still stands."""
    now = stamp(job.source)
    same = now == (past.size, past.changed)
    if not same and past.content and now[0] == past.size:
        same = sha256(read(job.source)[0]).hexdigest() == past.content
    return same and (past.status == "failed" or all(exists(output.path) for output in job.outputs))


def _owned(job: Job, journal: Journal) -> Job:
    paths = [output.path for output in job.outputs]
    free = frozenset(path for path in paths if not exists(path))
    return replace(job, owned=frozenset(journal.ours(paths)), free=free)


def chunks(jobs: Sequence[Job], workers: int) -> Iterator[list[Job]]:
    """Split jobs into chunks of about equal cost: some eight per worker, at most 64 files each.

    The cost of a file is its size plus what opening and writing cost.
    """
    overhead = 4096
    total = sum(job.size + overhead for job in jobs)
    aim = max(overhead, total // (8 * workers))
    chunk: list[Job] = []
    cost = 0
    for job in jobs:
        chunk.append(job)
        cost += job.size + overhead
        if cost >= aim or len(chunk) >= 64:
            yield chunk
            chunk, cost = [], 0
    if chunk:
        yield chunk


def _own(job: Job) -> Job:
    """Return the job with leave to replace whatever has appeared at its outputs since the run began."""
    return replace(job, owned=job.owned | job.free)


class _Runner:
    """Feeds chunks to an executor; where a worker dies, tries its files one by one to find the one to blame."""

    def __init__(
        self, settings: Settings, make: Callable[[], Executor] | None, end: Callable[[Job, JobReport], None]
    ) -> None:
        self.settings = settings
        self.strange = make is not None
        self.make = make or (_processes(settings.jobs) if settings.jobs > 1 else None)
        self.end = end
        self.stopped = False

    def run(self, jobs: list[Job]) -> None:
        if self.make is None:
            self._here(jobs)
            return
        if self.strange:  # a cluster runs a task again where its result was lost with a worker
            jobs = [_own(job) for job in jobs]
        orphans = self._spread(self.make, list(chunks(jobs, max(1, self.settings.jobs))))
        for orphan in orphans:
            job = _own(orphan)
            if self._spread(self.make, [[job]]):
                self._end(job, report_of_death(job))

    def _here(self, jobs: list[Job]) -> None:
        for job in jobs:
            if self.stopped:
                return
            for report in run_chunk([job], force=self.settings.force, sync=self.settings.sync):
                self._end(job, report)

    def _spread(self, make: Callable[[], Executor], pending: list[list[Job]]) -> list[Job]:
        """Run chunks; return the jobs whose worker died."""
        orphans: list[Job] = []
        waiting: dict[Future[list[JobReport]], list[Job]] = {}
        queue = iter(pending)
        executor = make()
        try:
            while not self.stopped:
                self._feed(executor, queue, waiting, orphans)
                if not waiting:
                    break
                orphans += self._collect(waiting)
        finally:
            for future in waiting:
                future.cancel()
            executor.shutdown(wait=True)
        return orphans

    def _feed(
        self,
        executor: Executor,
        queue: Iterator[list[Job]],
        waiting: dict[Future[list[JobReport]], list[Job]],
        orphans: list[Job],
    ) -> None:
        options: dict[str, Any] = {"force": self.settings.force, "sync": self.settings.sync}
        while len(waiting) < 2 * max(1, self.settings.jobs):
            chunk = next(queue, None)
            if chunk is None:
                return
            try:
                waiting[executor.submit(run_chunk, chunk, **options)] = chunk
            except BrokenProcessPool:
                orphans += chunk

    def _collect(self, waiting: dict[Future[list[JobReport]], list[Job]]) -> list[Job]:
        orphans: list[Job] = []
        done, _ = wait(waiting, return_when=FIRST_COMPLETED)
        for future in done:
            chunk = waiting.pop(future)
            try:
                reports = future.result()
            except Exception:  # a worker that died, or a cluster that lost it: the files tell which one is to blame
                orphans += chunk
                continue
            for job, report in zip(chunk, reports, strict=True):
                self._end(job, report)
        return orphans

    def _end(self, job: Job, report: JobReport) -> None:
        self.end(job, report)
        if report.status == "failed" and self.settings.stop_on_failure:
            self.stopped = True


def _processes(count: int) -> Callable[[], Executor]:
    def make() -> Executor:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        return ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_warm)

    return make


def _warm() -> None:
    """Pay for the imports that nearly every job needs once per worker; leave interrupts to the parent."""
    import signal

    import captionkit.api.read
    import captionkit.api.write
    import captionkit.formats.sniff  # noqa: F401

    signal.signal(signal.SIGINT, signal.SIG_IGN)
