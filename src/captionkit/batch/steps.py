"""What a worker does with one input: read it, then the steps in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from captionkit.diagnostics import Diagnostic, Result
from captionkit.errors import UsageError
from captionkit.values import field, replace, value

if TYPE_CHECKING:
    from captionkit.batch.plan import Job
    from captionkit.batch.recipe import Recipe, RecipeStep
    from captionkit.model.track import Track
    from captionkit.model.transcript import Transcript

__all__ = ["STEPS", "JobState", "read_state"]


@value
class JobState:
    """Where a job stands between two steps."""

    transcript: Transcript | None = None
    tracks: Mapping[str, Track] = field(default_factory=dict)
    found: tuple[Diagnostic, ...] = ()

    def each(self, stage: Callable[[Track], Result[Track]]) -> JobState:
        """Run a stage over every track."""
        results = {language: stage(track) for language, track in self.tracks.items()}
        found = tuple(d for result in results.values() for d in result.diagnostics)
        return replace(self, tracks={k: r.value for k, r in results.items()}, found=self.found + found)


def read_state(job: Job, data: bytes) -> JobState:
    """Return what a job begins with: a transcript where captions are to be made of one, else a track."""
    from captionkit.sources import Source

    options = {key.replace("-", "_"): value for key, value in job.recipe.read.items()}
    keys = ("encoding", "language")
    source = Source(data, job.source, **{key: options[key] for key in keys if key in options})
    if job.recipe.steps and job.recipe.steps[0].name == "caption":
        from captionkit.api.read_transcript import read_transcript

        reading = read_transcript(source, **options)
        return JobState(transcript=reading.value, found=reading.diagnostics)
    from captionkit.api.read import read as read_track

    track = read_track(
        source, **{k: v for k, v in options.items() if k in ("format", "encoding", "language", "rate", "strict")}
    )
    return JobState(tracks={"": track.value}, found=track.diagnostics)


def _caption(state: JobState, step: RecipeStep, recipe: Recipe) -> JobState:
    from captionkit.api.caption import caption_transcript

    if state.transcript is None:
        raise UsageError("caption must be the first step", hint="segment divides an existing track again")
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
    return JobState(made.value.transcript, {"": made.value.track}, state.found + made.diagnostics)


def _segment(state: JobState, step: RecipeStep, recipe: Recipe) -> JobState:
    from captionkit.profiles import load
    from captionkit.segmentation import resegment

    profile = load(recipe.profile)
    return state.each(lambda track: resegment(track, profile))


def _wrap(state: JobState, step: RecipeStep, recipe: Recipe) -> JobState:
    from captionkit.profiles import load
    from captionkit.segmentation import rewrap

    profile = load(recipe.profile)
    return state.each(lambda track: rewrap(track, profile))


def _do(state: JobState, step: RecipeStep, recipe: Recipe) -> JobState:
    from captionkit.profiles import load
    from captionkit.transforms import Options, apply

    profile, steps = load(recipe.profile), step.options.get("transforms", ())
    return state.each(lambda track: apply(track, steps, profile, Options()))


def _fix(state: JobState, step: RecipeStep, recipe: Recipe) -> JobState:
    from captionkit.api.fix import fix

    options = dict(step.options)
    return state.each(lambda track: _track_of(fix(track, profile=recipe.profile, **options)))


def _track_of(result: Result[Any]) -> Result[Track]:
    return Result(getattr(result.value, "track", result.value), result.diagnostics)


def _check(state: JobState, step: RecipeStep, recipe: Recipe) -> JobState:
    from captionkit.api.check import check

    found = tuple(
        d for track in state.tracks.values() for d in check(track, profile=recipe.profile, **step.options).diagnostics
    )
    return replace(state, found=state.found + found)


def _translate(state: JobState, step: RecipeStep, recipe: Recipe) -> JobState:
    from captionkit.api.translate import translate

    options = {key: value for key, value in step.options.items() if key not in ("to", "from", "keep")}
    options["from_language"] = step.options.get("from", "") or recipe.read.get("language", "")
    tracks, found = dict(state.tracks), state.found
    for language in step.options.get("to", ()):
        result = translate(tracks[""], to=language, profile=recipe.profile, **options)
        tracks[language], found = result.value[0].track, found + result.diagnostics
    return replace(state, tracks=tracks, found=found)


#: Step name -> what a worker does; the names and options are checked by :mod:`captionkit.batch.schema`.
STEPS: dict[str, Callable[[JobState, RecipeStep, Recipe], JobState]] = {
    "caption": _caption,
    "segment": _segment,
    "wrap": _wrap,
    "do": _do,
    "fix": _fix,
    "check": _check,
    "translate": _translate,
}
