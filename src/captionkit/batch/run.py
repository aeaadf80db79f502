"""Running a plan: on any executor, in chunks sized by cost, remembered in a journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from typing import Any

from captionkit.batch.executors import Processes
from captionkit.batch.files import exists, read, stamp
from captionkit.batch.holders import EXPIRES
from captionkit.batch.journal import Claim, Journal, Past
from captionkit.batch.plan import Job, Plan
from captionkit.batch.reports import Kept, Reports, kept
from captionkit.batch.work import JobReport, report_of_death, report_of_failure, run_chunk, run_each
from captionkit.errors import OutputError
from captionkit.sources.source import MAX_BYTES
from captionkit.values import replace

__all__ = ["Summary", "chunk_cost", "chunks", "run_plan"]

#: Jobs are claimed so many at a time: the workers begin with the first while the rest is claimed, and another run with
#: the same journal finds work too.
_CLAIMED = 64
#: Chunks given to an executor ahead, for each worker.
_AHEAD = 2
#: What opening and writing a file costs, in bytes of subtitles converted.
_OPENING = 4096

#: Called after each job with its report, the number of jobs ended and of all jobs.
Progress = Callable[[JobReport, int, int], None]


@dataclass(frozen=True, slots=True)
class Summary:
    """How a run ended, in the order of the plan."""

    reports: Reports

    @property
    def ends(self) -> Sequence[JobReport]:
        """The reports without what was found in each file, which is unpacked for whoever reads :attr:`reports`."""
        return self.reports.bare

    def count(self, status: str) -> int:
        """Return how many jobs ended so (``done``, ``failed``, ``skipped``, ``busy``)."""
        return sum(report.status == status for report in self.ends)

    def counts(self) -> dict[str, int]:
        """Return how many jobs ended in each way."""
        return {status: self.count(status) for status in ("done", "skipped", "failed", "busy")}

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        return {"counts": self.counts(), "jobs": [report.as_dict() for report in self.reports]}


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
    ended: dict[str, Kept] = {}

    def note_end(report: JobReport) -> None:
        ended[report.source] = kept(report)
        if progress is not None:
            progress(report, len(ended), len(plan.jobs))

    def end(job: Job, report: JobReport) -> None:
        journal.finish(job, report.status, report.size, report.changed, report.content, report.as_dict())
        note_end(report)

    aim = chunk_cost(plan.jobs, settings.jobs)
    jobs: Sequence[Job] = plan.jobs
    for _ in range(2):  # what another run was doing at first may be done, or its claims expired, by the end
        _Runner(settings, executor, end).run(_to_do(jobs, journal, settings, end, note_end), aim)
        jobs = [job for job in plan.jobs if job.source in ended and ended[job.source].bare.status == "busy"]
        if not jobs:
            break
    return Summary(Reports(ended[job.source] for job in plan.jobs if job.source in ended))


def _to_do(
    jobs: Sequence[Job],
    journal: Journal,
    settings: Settings,
    end: Callable[[Job, JobReport], None],
    note_end: Callable[[JobReport], None],
) -> Iterator[Job]:
    """Claim jobs some at a time; yield those that must be done, report the others.

    Raises OutputError where the journal cannot be written from the first.
    """
    for start in range(0, len(jobs), _CLAIMED):
        part = jobs[start : start + _CLAIMED]
        try:
            claims = journal.claim(part, force=settings.force)
        except OutputError as error:
            if not start:
                raise
            for job in part:  # the disk has become full: what was done before is reported all the same
                note_end(JobReport(job.source, "failed", error=error.message, hint=error.hint))
            continue
        for job in part:
            claim = claims[job.source]
            try:
                report = _known_end(job, claim, settings)
                owned = _owned(job, claim)
            except Exception as error:  # a file that cannot be looked at is that file's failure
                end(job, report_of_failure(job, error))
                continue
            if report is not None:
                note_end(report)
            else:
                yield owned


def _known_end(job: Job, claim: Claim, settings: Settings) -> JobReport | None:
    """Return the report of a job that need not be done: another run does it, or the journal knows how it ended."""
    if claim.holder is not None:
        hint = f"wait for it to end; if it is gone, its claims expire after {EXPIRES:.0f} s, and --force breaks them"
        return JobReport(job.source, "busy", error=f"another run is doing this file: {claim.holder}", hint=hint)
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
        same = sha256(read(job.source, MAX_BYTES)[0]).hexdigest() == past.content
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
    """Feeds chunks to an executor; where a worker dies, finds the file to blame among those it had."""

    def __init__(
        self, settings: Settings, make: Callable[[], Executor] | None, end: Callable[[Job, JobReport], None]
    ) -> None:
        self.settings = settings
        self.make = make
        self.strange = not isinstance(make, Processes)
        self.end = end
        self.stopped = False

    def run(self, jobs: Iterator[Job], aim: int) -> None:
        """Do the jobs in chunks that cost ``aim``; those whose worker died last."""
        if self.make is None:
            self._here(jobs)
            return
        pending = chunks(map(self._mine, jobs), aim)
        suspects: list[Job] = []
        while True:
            lost, more = self._spread(self.make, pending)
            suspects += lost
            if not more:
                break
        self._find_culprits(self.make, [_own(job) for job in suspects], aim)

    def _find_culprits(self, make: Callable[[], Executor], suspects: list[Job], aim: int) -> None:
        """Do jobs again whose worker died, all together first, then in halves, until one is left alone with the blame.

        A worker that was killed from outside costs one more executor, a file that kills its worker some two for each
        doubling of the number of suspects.
        """
        groups = [suspects]
        while groups and not self.stopped:
            group = groups.pop()
            pending = chunks(iter(group), aim)
            lost, _ = self._spread(make, pending) if group else ([], False)
            lost += chain.from_iterable(pending)
            if lost and len(group) == 1:
                self._end(lost[0], report_of_death(lost[0]))
            elif lost:
                half = (len(lost) + 1) // 2
                groups += [lost[half:], lost[:half]]

    def _mine(self, job: Job) -> Job:
        """Return the job as this executor needs it: a cluster runs a task again where its result was lost."""
        return _own(job) if self.strange else job

    def _here(self, jobs: Iterator[Job]) -> None:
        with closing(run_each(jobs, force=self.settings.force, sync=self.settings.sync)) as ended:
            for job, report in ended:
                self._end(job, report)
                if self.stopped:
                    return

    def _spread(self, make: Callable[[], Executor], pending: Iterator[list[Job]]) -> tuple[list[Job], bool]:
        """Run chunks until there are none or the executor breaks; return the jobs lost, and whether it broke."""
        lost: list[Job] = []
        waiting: dict[Future[list[JobReport]], list[Job]] = {}
        executor, broken = make(), False
        try:
            while not self.stopped:
                broken = broken or not self._feed(executor, pending, waiting, lost)
                if not waiting:
                    break
                lost += self._collect(waiting)
        finally:
            for future in waiting:
                future.cancel()
            executor.shutdown(wait=True)
        return lost, broken

    def _feed(
        self,
        executor: Executor,
        queue: Iterator[list[Job]],
        waiting: dict[Future[list[JobReport]], list[Job]],
        lost: list[Job],
    ) -> bool:
        """Give the executor work ahead; return whether it takes any."""
        options: dict[str, Any] = {"force": self.settings.force, "sync": self.settings.sync}
        while len(waiting) < _AHEAD * max(1, self.settings.jobs):
            chunk = next(queue, None)
            if chunk is None:
                return True
            try:
                waiting[executor.submit(run_chunk, chunk, **options)] = chunk
            except BrokenProcessPool:
                lost += chunk
                return False
        return True

    def _collect(self, waiting: dict[Future[list[JobReport]], list[Job]]) -> list[Job]:
        lost: list[Job] = []
        done, _ = wait(waiting, return_when=FIRST_COMPLETED)
        for future in done:
            chunk = waiting.pop(future)
            try:
                reports = future.result()
            except Exception:  # a worker that died, or a cluster that lost it
                lost += chunk
                continue
            for job, report in zip(chunk, reports, strict=True):
                self._end(job, report)
        return lost

    def _end(self, job: Job, report: JobReport) -> None:
        self.end(job, report)
        if report.status == "failed" and self.settings.stop_on_failure:
            self.stopped = True
