"""What a worker does with jobs: their steps, each result prepared, placed, reported. A failure is a report too."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Iterator
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from captionkit.api.save import Written, check_with_witness, render, shown_in
from captionkit.batch.files import Coming, prepare, read, stamp
from captionkit.batch.limits import Limits
from captionkit.batch.steps import STEPS, JobState, read_state
from captionkit.diagnostics import Diagnostic, failing, report
from captionkit.errors import CaptionkitError, UsageError
from captionkit.formats import FORMATS
from captionkit.sources.source import MAX_BYTES
from captionkit.values import replace, value

if TYPE_CHECKING:
    from captionkit.batch.plan import Job, Output
    from captionkit.batch.recipe import Recipe

__all__ = ["JobReport", "report_of_death", "report_of_failure", "run_chunk", "run_each"]

#: So many files at most are given to the disk before the first is waited for.
_TOGETHER = 64


@value
class JobReport:
    """How a job ended: ``status`` is ``done``, ``failed``, ``skipped`` or ``busy`` (another run is doing it)."""

    source: str
    status: str
    outputs: tuple[dict[str, Any], ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    error: str = ""
    hint: str = ""
    seconds: float = 0.0
    content: str = ""
    size: int = 0
    changed: int = 0

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape, one line of the log."""
        shape: dict[str, Any] = {
            "source": self.source,
            "status": self.status,
            "outputs": list(self.outputs),
            "diagnostics": [d.as_dict() for d in self.diagnostics],
            "seconds": round(self.seconds, 3),
        }
        return shape | ({"error": self.error, "hint": self.hint} if self.error else {})


def run_chunk(jobs: list[Job], *, force: bool = False, sync: bool = True) -> list[JobReport]:
    """Run several jobs; return their reports in order."""
    return [report for _, report in run_each(jobs, force=force, sync=sync)]


def run_each(
    jobs: Iterable[Job], *, force: bool = False, sync: bool = True
) -> Generator[tuple[Job, JobReport], None, None]:
    """Run jobs; yield each with its report, which reports a failure of any kind.

    Where files are only converted, most of the time is waiting for the disk to have each: it takes some together.
    """
    with Limits() as limits:
        for group in _groups(jobs, sync=sync):
            begun: list[_Begun] = []
            try:
                for job in group:
                    begun.append(_begin(job, limits, force=force, sync=sync))
                for one in begun:
                    yield one.job, _end(one)
            finally:  # an interrupt, or a run that ends at the first failure
                for one in begun:
                    _drop(one.coming)


def _groups(jobs: Iterable[Job], *, sync: bool) -> Iterator[list[Job]]:
    """Yield the jobs in groups whose results are placed together: alone where a job is work, not waiting."""
    group: list[Job] = []
    together = _together()
    for job in jobs:
        if group and job.recipe.steps:
            yield group
            group = []
        group.append(job)
        if job.recipe.steps or not sync or len(group) >= together:  # the next job is claimed only when it is its turn
            yield group
            group = []
    if group:
        yield group


def _together() -> int:
    """Return how many files this process may hold open at once, beside whatever else it has open."""
    try:
        import resource
    except ImportError:
        return _TOGETHER
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _TOGETHER if soft == resource.RLIM_INFINITY else max(1, min(_TOGETHER, (soft - 48) // 4))


class _Begun(NamedTuple):
    """A job whose results are made; those still to come are not to be seen yet."""

    job: Job
    report: JobReport
    facts: dict[str, Any]
    coming: list[Coming]


def _begin(job: Job, limits: Limits, *, force: bool, sync: bool) -> _Begun:
    """Make the results of a job."""
    begun = time.perf_counter()
    data, (size, changed) = b"", (-1, -1)
    coming: list[Coming] = []
    try:
        if job.recipe.recogniser:  # films are not held in memory: their stamp says whether they changed
            size, changed = stamp(job.source)
        else:
            data, (size, changed) = read(job.source, MAX_BYTES)
        with limits.on(job.source, job.recipe.max_seconds, job.recipe.max_memory):
            made = _make(job, data, coming, force=force, sync=sync)
    except BaseException as error:
        _drop(coming)
        if not isinstance(error, Exception):
            raise
        made = report_of_failure(job, error)
    content = "" if job.recipe.recogniser else sha256(data).hexdigest()
    facts = {"seconds": time.perf_counter() - begun, "content": content, "size": size, "changed": changed}
    return _Begun(job, made, facts, coming)


def _drop(coming: list[Coming]) -> None:
    while coming:
        coming.pop().drop()


def _end(one: _Begun) -> JobReport:
    """Let the results of a job be seen, and say how it ended."""
    begun = time.perf_counter()
    ended = one.report
    try:
        while one.coming:
            one.coming.pop(0).place()
    except Exception as error:
        failed = report_of_failure(one.job, error)
        ended = replace(ended, status="failed", outputs=(), error=failed.error, hint=failed.hint)
    one.facts["seconds"] += time.perf_counter() - begun
    return replace(ended, **one.facts)


def report_of_failure(job: Job, error: Exception) -> JobReport:
    """Return the report of a failure: one bad file must not stop ten thousand good ones."""
    if isinstance(error, CaptionkitError):
        return JobReport(job.source, "failed", error=error.message, hint=error.hint)
    hint = "a bug in captionkit: please report it"
    return JobReport(job.source, "failed", error=f"{type(error).__name__}: {error}", hint=hint)


def _make(job: Job, data: bytes, coming: list[Coming], *, force: bool, sync: bool) -> JobReport:
    """Read, do the steps, prepare each result; append what is to be placed to ``coming``."""
    state = read_state(job, data)
    for step in job.recipe.steps:
        state = STEPS[step.name](state, step, job.recipe)
    written = []
    for output in job.outputs:
        shape, more, file = _write(state, output, job.recipe, force=force or output.path in job.owned, sync=sync)
        coming.append(file)
        written.append((shape, more))
    found = tuple(
        d if d.file else d.at(file=job.source) for d in (*state.found, *(x for _, more in written for x in more))
    )
    outputs = tuple(shape for shape, _ in written)
    if failing(found, job.recipe.fail_on):
        worst = max(found, key=lambda d: d.severity)
        return JobReport(job.source, "failed", outputs, found, error=str(worst), hint=worst.hint)
    return JobReport(job.source, "done", outputs, found)


def _write(
    state: JobState, output: Output, recipe: Recipe, *, force: bool, sync: bool
) -> tuple[dict[str, Any], tuple[Diagnostic, ...], Coming]:
    if output.language not in state.tracks:
        raise UsageError(f"nothing was made in {output.language or 'the input language'} for {output.path}")
    track, chosen = state.tracks[output.language], FORMATS.get(output.format)
    given = recipe.writing
    if recipe.captions and given.word_times == "none" and chosen.name != "ckit":
        # as the command caption writes them: word times serve the timing, and nobody asked to see them
        track = track.replace(cues=[cue.replace(words=()) for cue in track])
    shown = shown_in(track, chosen, given)
    track = shown.value
    rendered = render(track, chosen, given)
    check = partial(check_with_witness, chosen.name, track) if recipe.write.get("verify", True) else None
    coming = prepare(output.path, rendered.value, force=force, check=check, sync=sync)
    written = Written(output.path, chosen.name, len(track), len(rendered.value), output.language)
    return (
        written.as_dict() | {"sha256": sha256(rendered.value).hexdigest()},
        (*shown.diagnostics, *rendered.diagnostics),
        coming,
    )


def report_of_death(job: Job) -> JobReport:
    """Return the report of a job whose worker process died."""
    message = "the worker process died over this file"
    return JobReport(job.source, "failed", (), (report("batch.worker-died", message, file=job.source),), error=message)
