"""Running a plan: on any executor, in chunks sized by cost, remembered in a journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from captionkit.batch.files import exists, read, stamp
from captionkit.batch.journal import Claim, Journal, Past
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

    def tell(report: JobReport) -> None:
        ended[report.source] = report
        if progress is not None:
            progress(report, len(ended), len(plan.jobs))

    def end(job: Job, report: JobReport) -> None:
        journal.finish(job, report.status, report.size, report.changed, report.content, report.as_dict())
        tell(report)

    with _Runner(settings, executor, end) as runner:
        claims = journal.claim(plan.jobs)
        todo: list[Job] = []
        for job in plan.jobs:
            report = _known_end(job, claims.get(job.source), settings)
            if report is None:
                todo.append(job)
            else:
                tell(report)
        runner.run(todo, claims)
    return Summary(tuple(ended[job.source] for job in plan.jobs if job.source in ended))


def _known_end(job: Job, claim: Claim | None, settings: Settings) -> JobReport | None:
    """Return the report of a job that need not be done: another run does it, or the journal knows how it ended."""
    if claim is None:
        return JobReport(job.source, "busy", error="another run is doing this file")
    past = None if settings.force else claim.past
    if past is None or past.status == "planned" or (past.status == "failed" and settings.retry_failed):
        return None
    if not _unchanged(job, past):
        return None
    if past.status == "done":
        return JobReport(job.source, "skipped", tuple(past.report.get("outputs", ())))
    return JobReport(job.source, "failed", error=past.report.get("error", ""), hint="--retry-failed tries again")


def _unchanged(job: Job, past: Past) -> bool:
    """Tell whether the input is as it was and, for a job that is done, every output still stands."""
    now = stamp(job.source)
    same = now == (past.size, past.changed)
    if not same and past.content and now[0] == past.size:
        same = sha256(read(job.source)[0]).hexdigest() == past.content
    return same and (past.status == "failed" or all(exists(output.path) for output in job.outputs))


def _owned(job: Job, claim: Claim) -> Job:
    there = [output.path for output in job.outputs if exists(output.path)]
    free = frozenset(output.path for output in job.outputs if output.path not in there)
    return replace(job, owned=claim.ours.intersection(there), free=free)


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
        self.warm: Executor | None = None

    def __enter__(self) -> _Runner:
        if self.make is not None and not self.strange:  # the processes start up while the journal is asked
            self.warm = self.make()
            self.warm.submit(_warm)
        return self

    def __exit__(self, *_: object) -> None:
        if self.warm is not None:
            self.warm.shutdown(wait=True)

    def run(self, jobs: list[Job], claims: Mapping[str, Claim]) -> None:
        """Do the jobs, those that failed with their worker last and one by one."""
        if self.make is None:
            self._here(jobs, claims)
            return
        pending = (
            [self._mine(_owned(job, claims[job.source])) for job in chunk]
            for chunk in chunks(jobs, max(1, self.settings.jobs))
        )
        orphans = self._spread(self.make, pending)
        for orphan in orphans:
            job = _own(orphan)
            if self._spread(self.make, iter([[job]])):
                self._end(job, report_of_death(job))

    def _mine(self, job: Job) -> Job:
        """Return the job as this executor needs it: a cluster runs a task again where its result was lost."""
        return _own(job) if self.strange else job

    def _here(self, jobs: list[Job], claims: Mapping[str, Claim]) -> None:
        for job in jobs:
            if self.stopped:
                return
            mine = _owned(job, claims[job.source])
            for report in run_chunk([mine], force=self.settings.force, sync=self.settings.sync):
                self._end(job, report)

    def _spread(self, make: Callable[[], Executor], pending: Iterator[list[Job]]) -> list[Job]:
        """Run chunks; return the jobs whose worker died."""
        orphans: list[Job] = []
        waiting: dict[Future[list[JobReport]], list[Job]] = {}
        executor, self.warm = self.warm or make(), None
        try:
            while not self.stopped:
                self._feed(executor, pending, waiting, orphans)
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
        while len(waiting) < 4 * max(1, self.settings.jobs):
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
