"""Running a plan: on any executor, in chunks sized by cost, remembered in a journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from captionkit.batch.executors import Processes
from captionkit.batch.files import exists, read, stamp
from captionkit.batch.journal import Claim, Journal, Past
from captionkit.batch.plan import Job, Plan
from captionkit.batch.work import JobReport, report_of_death, run_chunk, run_each
from captionkit.errors import OutputError
from captionkit.values import replace

__all__ = ["Summary", "chunk_cost", "chunks", "run_plan"]

#: Jobs are claimed so many at a time: the workers begin with the first while the rest is claimed.
_CLAIMED = 512
#: What opening and writing a file costs, in bytes of subtitles converted.
_OPENING = 4096

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
    """How to run: ``force`` does everything again and overwrites; ``retry_failed`` tries failed files again."""

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

    ``executor`` makes the executor to run on (again, should it break); without it this process does the work.
    """
    ended: dict[str, JobReport] = {}

    def note_end(report: JobReport) -> None:
        ended[report.source] = report
        if progress is not None:
            progress(report, len(ended), len(plan.jobs))

    def end(job: Job, report: JobReport) -> None:
        journal.finish(job, report.status, report.size, report.changed, report.content, report.as_dict())
        note_end(report)

    aim = chunk_cost(plan.jobs, settings.jobs)
    _Runner(settings, executor, end).run(_to_do(plan, journal, settings, note_end), aim)
    return Summary(tuple(ended[job.source] for job in plan.jobs if job.source in ended))


def _to_do(plan: Plan, journal: Journal, settings: Settings, note_end: Callable[[JobReport], None]) -> Iterator[Job]:
    """Claim jobs some hundred at a time; yield those that must be done, report the others.

    Raises OutputError where the journal cannot be written from the first.
    """
    for start in range(0, len(plan.jobs), _CLAIMED):
        part = plan.jobs[start : start + _CLAIMED]
        try:
            claims = journal.claim(part)
        except OutputError as error:
            if not start:
                raise
            for job in part:  # the disk has become full: what was done before is reported all the same
                note_end(JobReport(job.source, "failed", error=error.message, hint=error.hint))
            continue
        for job in part:
            claim = claims.get(job.source)
            report = _known_end(job, claim, settings)
            if report is not None:
                note_end(report)
            elif claim is not None:
                yield _owned(job, claim)


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
    """Return whether the input is as it was and, for a job that is done, every output still stands."""
    now = stamp(job.source)
    same = now == (past.size, past.changed)
    if not same and past.content and now[0] == past.size:
        same = sha256(read(job.source)[0]).hexdigest() == past.content
    return same and (past.status == "failed" or all(exists(output.path) for output in job.outputs))


def _owned(job: Job, claim: Claim) -> Job:
    there = [output.path for output in job.outputs if exists(output.path)]
    free = frozenset(output.path for output in job.outputs if output.path not in there)
    return replace(job, owned=claim.ours.intersection(there), free=free)


def chunk_cost(jobs: Iterable[Job], workers: int) -> int:
    """Return how much a chunk should cost for each worker to get some eight of them."""
    return max(_OPENING, sum(job.size + _OPENING for job in jobs) // (8 * workers))


def chunks(jobs: Iterable[Job], aim: int) -> Iterator[list[Job]]:
    """Split jobs into chunks that cost ``aim`` each, of at most 64 files.

    The cost of a file is its size in bytes plus what opening and writing cost.
    """
    chunk: list[Job] = []
    cost = 0
    for job in jobs:
        chunk.append(job)
        cost += job.size + _OPENING
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
        self.make = make
        self.strange = not isinstance(make, Processes)
        self.end = end
        self.stopped = False

    def run(self, jobs: Iterator[Job], aim: int) -> None:
        """Do the jobs in chunks that cost ``aim``; those that failed with their worker last and one by one."""
        if self.make is None:
            self._here(jobs)
            return
        orphans = self._spread(self.make, chunks(map(self._mine, jobs), aim))
        for orphan in orphans:
            job = _own(orphan)
            if self._spread(self.make, iter([[job]])):
                self._end(job, report_of_death(job))

    def _mine(self, job: Job) -> Job:
        """Return the job as this executor needs it: a cluster runs a task again where its result was lost."""
        return _own(job) if self.strange else job

    def _here(self, jobs: Iterator[Job]) -> None:
        with closing(run_each(jobs, force=self.settings.force, sync=self.settings.sync)) as ended:
            for job, report in ended:
                self._end(job, report)
                if self.stopped:
                    return

    def _spread(self, make: Callable[[], Executor], pending: Iterator[list[Job]]) -> list[Job]:
        """Run chunks; return the jobs whose worker died."""
        orphans: list[Job] = []
        waiting: dict[Future[list[JobReport]], list[Job]] = {}
        executor = make()
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
            except Exception:  # a worker that died, or a cluster that lost it: the files note_end which one is to blame
                orphans += chunk
                continue
            for job, report in zip(chunk, reports, strict=True):
                self._end(job, report)
        return orphans

    def _end(self, job: Job, report: JobReport) -> None:
        self.end(job, report)
        if report.status == "failed" and self.settings.stop_on_failure:
            self.stopped = True
