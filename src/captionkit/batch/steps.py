"""What a worker does with one input: read it, then the steps in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from captionkit.api.load import as_track
from captionkit.delivery.names import fitting_language, language_in_name
from captionkit.diagnostics import Diagnostic, Result
from captionkit.errors import UsageError
from captionkit.sources import Source
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
    """Return what a job begins with: a transcript where captions are to be made of one, else a track.

    ``data`` is the file's content; a recogniser opens its film itself.
    """
    form, given = job.recipe.format, job.recipe.reading
    if job.recipe.recogniser:
        from captionkit.api.read_transcript import recognised

        hearing = recognised(job.source, job.recipe.recogniser, given)
        return JobState(transcript=hearing.value, found=hearing.diagnostics)
    source = Source(data, job.source, encoding=given.encoding, language=given.language)
    if job.recipe.captions:
        from captionkit.api.read_transcript import GUESSED, as_transcript

        reading = as_transcript(source, form, given)
        stated = given.language or (reading.value.language if GUESSED not in reading.value.meta else "")
        named = "" if stated else language_in_name(job.source)
        if not named:
            return JobState(transcript=reading.value, found=reading.diagnostics)
        language, doubts = fitting_language(job.source, named, [s.text for s in reading.value.spoken])
        if not language:
            return JobState(transcript=reading.value, found=(*reading.diagnostics, *doubts))
        # the name says it: what was guessed before it was looked at is nothing to report
        meta = {key: value for key, value in reading.value.meta.items() if key != GUESSED}
        found = tuple(d for d in reading.diagnostics if d.code != "transcript.language-guessed")
        return JobState(transcript=reading.value.replace(language=language, meta=meta), found=found)
    result = as_track(source, form, given)
    track, found = result.value, result.diagnostics
    named = "" if track.language else language_in_name(job.source)
    if named:
        language, doubts = fitting_language(job.source, named, [cue.text for cue in track])
        track, found = track.replace(language=language), (*found, *doubts)
    return JobState(tracks={"": track}, found=found)


def _caption(state: JobState, step: RecipeStep, recipe: Recipe) -> JobState:
    from captionkit.api.caption import caption_transcript
    from captionkit.sources.options import as_rate

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
        rate=as_rate(recipe.read.get("rate")),
    )
    return JobState(made.transcript, {"": made.track}, state.found + made.diagnostics)


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
    options = Options(rate=recipe.reading.rate, language=recipe.reading.language)
    return state.each(lambda track: apply(track, steps, profile, options))


def _fix(state: JobState, step: RecipeStep, recipe: Recipe) -> JobState:
    from captionkit.api.fix import fix
    from captionkit.api.options import arguments

    def fixed(track: Track) -> Result[Track]:
        made = fix(track, profile=recipe.profile, rate=recipe.reading.rate, **arguments(fix, step.options))
        return Result(made.track, made.diagnostics)

    return state.each(fixed)


def _check(state: JobState, step: RecipeStep, recipe: Recipe) -> JobState:
    from captionkit.api.check import check
    from captionkit.api.options import arguments

    options = {"rate": recipe.reading.rate, **arguments(check, step.options)}
    found = tuple(
        d for track in state.tracks.values() for d in check(track, profile=recipe.profile, **options).diagnostics
    )
    return replace(state, found=state.found + found)


def _translate(state: JobState, step: RecipeStep, recipe: Recipe) -> JobState:
    from captionkit.api.options import arguments
    from captionkit.api.translate import translate

    options = {key: value for key, value in step.options.items() if key not in ("to", "from", "keep")}
    options["source_language"] = step.options.get("from", "") or recipe.read.get("language", "")
    tracks, found = dict(state.tracks), state.found
    for language in step.options.get("to", ()):
        result = translate(tracks[""], str(language), profile=recipe.profile, **arguments(translate, options))
        tracks[language], found = result.track, found + result.diagnostics
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
