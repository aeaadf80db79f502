"""The main job: from a transcript to caption tracks."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from captionkit.api.guess import GUESSED
from captionkit.api.read import as_rate
from captionkit.api.write import Written, format_for, write
from captionkit.diagnostics import Diagnostic, Result
from captionkit.errors import UsageError
from captionkit.formats import FORMATS

if TYPE_CHECKING:
    from captionkit.api.coerce import Readable
    from captionkit.model.track import Track
    from captionkit.model.transcript import Transcript
    from captionkit.profiles import Profile

__all__ = ["Captioned", "Target", "caption", "caption_transcript", "plan_targets"]


@dataclass(frozen=True, slots=True)
class Captioned:
    """What :func:`caption` made: the transcript as read and timed, the track, its translations, the files written."""

    transcript: Transcript
    track: Track
    written: tuple[Written, ...]
    explain: tuple[Any, ...] = ()
    translations: Mapping[str, Track] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Target:
    """One output to make: a path (``"-"``: stdout) and a format's name."""

    path: str
    format: str


def caption(
    source: Readable,
    *,
    output: str | PurePath | None = None,
    to: Sequence[str] = (),
    profile: str | Profile = "default",
    media: str | PurePath | None = None,
    duration: int | None = None,
    from_format: str | None = None,
    language: str = "",
    encoding: str | None = None,
    layout: str = "",
    rate: Fraction | str | None = None,
    tc_start: int = 0,
    from_line: int | None = None,
    to_line: int | None = None,
    after: str = "",
    speakers: str = "none",
    rename: Mapping[str, str] | None = None,
    include: Sequence[str] = (),
    strict: bool = False,
    force: bool = False,
    verify: bool = True,
    dry_run: bool = False,
    explain: bool = False,
    translate: Sequence[str] = (),
    translator: str = "auto",
    via: str = "",
) -> Result[Captioned]:
    r"""Turn a transcript into caption tracks that obey a style guide.

    ``source`` is a transcript in any form captionkit reads, timed or not, or a caption track to segment anew.
    ``output`` is a file (its suffix names the format), a folder (``to`` names the formats) or ``"-"``; without it
    nothing is written and the track is returned. Untimed text is spread over ``duration`` (ms) or the length of
    ``media``, or timed by the speaking rate of its language; such a track is marked as estimated.
    ``from_line``, ``to_line`` and ``after`` say where in the file the transcript stands. ``speakers`` is ``none``,
    ``label``, ``dash`` or ``voice``; ``rename`` maps speakers' names; ``include`` names kinds of segments besides
    speech that shall be captioned (``sound``, ``music``, ``direction``). ``translate`` names languages (BCP 47) to
    translate the track into, with ``translator`` and ``via`` as for :func:`captionkit.translate`; those tracks are
    written beside the first, their names with the language's tag.

    Raises InputError, UsageError, OutputError as their places in the errors' tree tell.

    >>> made = caption(b"Anna: Good evening.\n\nBen: Good evening, Anna.\n").value
    >>> [cue.text for cue in made.track]
    ['Good evening.', 'Good evening, Anna.']
    """
    from captionkit.api.read_transcript import read_transcript
    from captionkit.profiles import load

    targets = plan_targets(source, output, to)
    if translate and any(target.path == "-" for target in targets):
        raise UsageError("a translation needs a file or folder to be written to", hint="-o FOLDER/ --to srt")
    guide = load(profile) if isinstance(profile, str) else profile  # a wrong name is told before anything is read
    reading = read_transcript(
        source,
        format=from_format,
        encoding=encoding,
        language=language,
        strict=strict,
        rate=as_rate(rate),
        tc_start=tc_start,
        layout=layout,
        from_line=from_line,
        to_line=to_line,
        after=after,
    )
    made = caption_transcript(
        reading.value,
        profile=guide,
        duration=duration,
        media=media,
        language=language,
        speakers=speakers,
        rename=rename,
        include=include,
        explain=explain,
    )
    translating = _translate(made.value.track, translate, translator, via, language, guide)
    options: dict[str, Any] = {"force": force, "verify": verify, "dry_run": dry_run}
    writings = [
        write(_shown(track, target.format), _tagged(target.path, tag), format=target.format, **options)
        for tag, track in {"": made.value.track, **translating.value}.items()
        for target in targets
    ]
    found = (
        *reading.diagnostics,
        *made.diagnostics,
        *translating.diagnostics,
        *(d for w in writings for d in w.diagnostics),
    )
    name = str(source) if isinstance(source, str | PurePath) else ""
    value = replace(made.value, written=tuple(w.value for w in writings), translations=translating.value)
    return Result(value, tuple(d if d.file else d.at(file=name) for d in found))


def _translate(
    track: Track, languages: Sequence[str], translator: str, via: str, language: str, profile: Profile
) -> Result[dict[str, Track]]:
    if not languages:
        return Result({})
    from captionkit.api.translate import translate

    result = translate(
        _shown(track, ""), to=languages, from_language=language, translator=translator, via=via, profile=profile
    )
    return Result({made.language: made.track for made in result.value}, result.diagnostics)


def _shown(track: Track, format_name: str) -> Track:
    """Return the track without its word times: they served the cutting, no caption format is expected to show them."""
    return track if format_name == "ckit" else track.replace(cues=[cue.replace(words=()) for cue in track])


def _tagged(path: str, language: str) -> str:
    """Return the name of a translation beside a file: ``talk.srt`` -> ``talk.es.srt``."""
    if not language:
        return path
    folder, name = os.path.split(path)
    stem, dot, rest = name.partition(".ckit.json") if name.endswith(".ckit.json") else name.rpartition(".")
    return os.path.join(folder, f"{stem}.{language}{dot}{rest}")


def caption_transcript(
    transcript: Transcript,
    *,
    profile: str | Profile = "default",
    duration: int | None = None,
    media: str | PurePath | None = None,
    language: str = "",
    speakers: str = "none",
    rename: Mapping[str, str] | None = None,
    include: Sequence[str] = (),
    explain: bool = False,
) -> Result[Captioned]:
    """Time a transcript and cut it into a track; the middle of :func:`caption`, for scripts that read by themselves.

    >>> from captionkit import Segment, Transcript
    >>> caption_transcript(Transcript((Segment("Good evening."),))).value.track.cues[0].text
    'Good evening.'
    """
    from captionkit.profiles import load
    from captionkit.segmentation import SegmentOptions, explained, segment
    from captionkit.timing import estimate

    guide = load(profile) if isinstance(profile, str) else profile
    found: tuple[Diagnostic, ...] = ()
    if rename:
        from captionkit.transcripts.rename import rename_speakers

        renaming = rename_speakers(transcript, rename)
        transcript, found = renaming.value, renaming.diagnostics
    if media is not None and duration is None:
        from captionkit.timing import probe_duration

        duration = probe_duration(str(media))
    # fills the words of timed segments first, and estimates only what is left
    timing = estimate(transcript, duration=duration, language=language, profile=guide)
    options = SegmentOptions(speakers=speakers, language=language, include=tuple(include), explain=explain)
    cutting = segment(timing.value, guide, options)
    track = cutting.value
    if GUESSED in transcript.meta and not language:
        track = track.replace(language="")  # a guess serves the cutting; no file states it
    value = Captioned(timing.value, track, (), explained(cutting.value) if explain else ())
    return Result(value, (*found, *timing.diagnostics, *cutting.diagnostics))


def plan_targets(source: Readable, output: str | PurePath | None, to: Sequence[str]) -> tuple[Target, ...]:
    """Return what shall be written, before anything is read.

    Raises UsageError for a file name with several formats, stdout with several, or a folder with none.
    """
    for name in to:
        FORMATS.get(name)  # a wrong name is told before anything is read
    formats = tuple(dict.fromkeys(to))
    if output is None:
        return ()
    if str(output) == "-":
        return (Target("-", _only(formats, "stdout takes one format")),)
    from captionkit.delivery.names import is_folder, output_name

    if is_folder(str(output)):
        if not formats:
            raise UsageError(f"{output} is a folder: say which formats to write there", hint="--to srt --to vtt")
        name = str(source) if isinstance(source, str | PurePath) else ""
        return tuple(Target(str(Path(output) / output_name(name, FORMATS.get(f).suffixes[0])), f) for f in formats)
    chosen = _only(formats, f"{output} is one file") if formats else format_for(str(output)).name
    return (Target(str(output), chosen),)


def _only(formats: tuple[str, ...], why: str) -> str:
    if len(formats) != 1:
        raise UsageError(f"{why}; formats asked for: {', '.join(formats) or 'none'}", hint="give --to once")
    return formats[0]
