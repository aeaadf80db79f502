"""What a worker does with one job: read, the steps in order, write each result in place. It never raises."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from captionkit.batch.files import put, read
from captionkit.diagnostics import Diagnostic, Result, failing, report
from captionkit.errors import CaptionkitError, UsageError
from captionkit.values import field, replace, value

if TYPE_CHECKING:
    from captionkit.batch.plan import Job, Output
    from captionkit.batch.recipe import Recipe, Step
    from captionkit.model.track import Track
    from captionkit.model.transcript import Transcript

__all__ = ["JobReport", "run_chunk", "run_job"]


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


@value
class _State:
    """Where a job stands between two steps."""

    transcript: Transcript | None = None
    tracks: Mapping[str, Track] = field(default_factory=dict)
    found: tuple[Diagnostic, ...] = ()

    def each(self, stage: Callable[[Track], Result[Track]]) -> _State:
        """Run a stage over every track."""
        results = {language: stage(track) for language, track in self.tracks.items()}
        found = tuple(d for result in results.values() for d in result.diagnostics)
        return replace(self, tracks={k: r.value for k, r in results.items()}, found=self.found + found)


def run_chunk(jobs: list[Job], *, force: bool = False, sync: bool = True) -> list[JobReport]:
    """Run several jobs; return their reports in order.

    Where files are only converted, most of the time is spent waiting for the disk to have each: the next one is worked
    on meanwhile.
    """
    run = partial(run_job, force=force, sync=sync)
    if not sync or len(jobs) < 2 or any(job.recipe.steps for job in jobs):
        return [run(job) for job in jobs]
    with ThreadPoolExecutor(2) as pair:
        return list(pair.map(run, jobs))


def run_job(job: Job, *, force: bool = False, sync: bool = True) -> JobReport:
    """Run one job and say how it ended; a failure of any kind is a report, never an exception."""
    begun = time.perf_counter()
    data, (size, changed) = b"", (-1, -1)
    try:
        data, (size, changed) = read(job.source)
        done = _run(job, data, force=force, sync=sync)
    except CaptionkitError as error:
        done = JobReport(job.source, "failed", error=error.message, hint=error.hint)
    except Exception as error:  # one bad file must not stop ten thousand good ones
        done = JobReport(
            job.source, "failed", error=f"{type(error).__name__}: {error}", hint="a bug in captionkit: please report it"
        )
    content = sha256(data).hexdigest()
    return replace(done, seconds=time.perf_counter() - begun, content=content, size=size, changed=changed)


def _run(job: Job, data: bytes, *, force: bool, sync: bool) -> JobReport:
    state = _read(job, data)
    for step in job.recipe.steps:
        state = STEPS[step.name](state, step, job.recipe)
    written = [
        _write(state, output, job.recipe, force=force or output.path in job.owned, sync=sync) for output in job.outputs
    ]
    found = tuple(
        d if d.file else d.at(file=job.source) for d in (*state.found, *(x for _, more in written for x in more))
    )
    outputs = tuple(shape for shape, _ in written)
    if failing(found, job.recipe.fail_on):
        worst = max(found, key=lambda d: d.severity)
        return JobReport(job.source, "failed", outputs, found, error=str(worst), hint=worst.hint)
    return JobReport(job.source, "done", outputs, found)


def _read(job: Job, data: bytes) -> _State:
    from captionkit.sources import Source

    options = {key.replace("-", "_"): value for key, value in job.recipe.read.items()}
    keys = ("encoding", "language")
    source = Source(data, job.source, **{key: options[key] for key in keys if key in options})
    if job.recipe.steps and job.recipe.steps[0].name == "caption":
        from captionkit.api.read_transcript import read_transcript

        reading = read_transcript(source, **options)
        return _State(transcript=reading.value, found=reading.diagnostics)
    from captionkit.api.read import read as read_track

    track = read_track(
        source, **{k: v for k, v in options.items() if k in ("format", "encoding", "language", "rate", "strict")}
    )
    return _State(tracks={"": track.value}, found=track.diagnostics)


def _caption(state: _State, step: Step, recipe: Recipe) -> _State:
    from captionkit.api.caption import caption_transcript

    if state.transcript is None:
        raise UsageError("caption must be the first step", hint="use segment to cut a track anew")
    options = dict(step.options)
    made = caption_transcript(
        state.transcript,
        profile=recipe.profile,
        duration=int(options["duration"]) if "duration" in options else None,
        media=options.get("media"),
        language=str(recipe.read.get("language", "")),
        speakers=options.get("speakers", "none"),
        include=tuple(options.get("include", ())),
    )
    return _State(made.value.transcript, {"": made.value.track}, state.found + made.diagnostics)


def _segment(state: _State, step: Step, recipe: Recipe) -> _State:
    from captionkit.profiles import load
    from captionkit.segmentation import resegment

    profile = load(recipe.profile)
    return state.each(lambda track: resegment(track, profile))


def _wrap(state: _State, step: Step, recipe: Recipe) -> _State:
    from captionkit.profiles import load
    from captionkit.segmentation import rewrap

    profile = load(recipe.profile)
    return state.each(lambda track: rewrap(track, profile))


def _do(state: _State, step: Step, recipe: Recipe) -> _State:
    from captionkit.profiles import load
    from captionkit.transforms import Options, apply

    profile, steps = load(recipe.profile), step.options.get("transforms", ())
    return state.each(lambda track: apply(track, steps, profile, Options()))


def _fix(state: _State, step: Step, recipe: Recipe) -> _State:
    from captionkit.api.fix import fix

    options = dict(step.options)
    return state.each(lambda track: _track_of(fix(track, profile=recipe.profile, **options)))


def _track_of(result: Result[Any]) -> Result[Track]:
    return Result(getattr(result.value, "track", result.value), result.diagnostics)


def _check(state: _State, step: Step, recipe: Recipe) -> _State:
    from captionkit.api.check import check

    found = tuple(
        d for track in state.tracks.values() for d in check(track, profile=recipe.profile, **step.options).diagnostics
    )
    return replace(state, found=state.found + found)


def _translate(state: _State, step: Step, recipe: Recipe) -> _State:
    from captionkit.api.translate import translate

    options = {key: value for key, value in step.options.items() if key not in ("to", "from", "keep")}
    options["from_language"] = step.options.get("from", "") or recipe.read.get("language", "")
    tracks, found = dict(state.tracks), state.found
    for language in step.options.get("to", ()):
        result = translate(tracks[""], to=language, profile=recipe.profile, **options)
        tracks[language], found = result.value[0].track, found + result.diagnostics
    return replace(state, tracks=tracks, found=found)


#: Step name -> what a worker does; the names and options are checked by :mod:`captionkit.batch.schema`.
STEPS: dict[str, Callable[[_State, Step, Recipe], _State]] = {
    "caption": _caption,
    "segment": _segment,
    "wrap": _wrap,
    "do": _do,
    "fix": _fix,
    "check": _check,
    "translate": _translate,
}


def _write(
    state: _State, output: Output, recipe: Recipe, *, force: bool, sync: bool
) -> tuple[dict[str, Any], tuple[Diagnostic, ...]]:
    from captionkit.api.write import Written, render
    from captionkit.delivery.verify import check_with_witness
    from captionkit.formats import FORMATS, WriteOptions

    if output.language not in state.tracks:
        raise UsageError(f"nothing was made in {output.language or 'the input language'} for {output.path}")
    track, chosen = state.tracks[output.language], FORMATS.get(output.format)
    options = {key: recipe.write[key] for key in ("speakers", "preserve") if key in recipe.write}
    rendered = render(track, chosen, WriteOptions(**options))
    check = check_with_witness(chosen.name, track) if recipe.write.get("verify", True) else None
    put(output.path, rendered.value, force=force, check=check, sync=sync)
    written = Written(output.path, chosen.name, len(track), len(rendered.value), output.language)
    return written.as_dict() | {"sha256": sha256(rendered.value).hexdigest()}, rendered.diagnostics


def report_of_death(job: Job) -> JobReport:
    """Return the report of a job whose worker process died."""
    message = "the worker process died over this file"
    return JobReport(job.source, "failed", (), (report("batch.worker-died", message, file=job.source),), error=message)
