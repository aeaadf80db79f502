"""The main job: from a transcript to caption tracks."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import IO, TYPE_CHECKING, Any

from captionkit.api.check import media_options, snapped
from captionkit.api.load import reading_options
from captionkit.api.options import verb
from captionkit.api.read_transcript import GUESSED
from captionkit.api.save import Saveable, Written, format_for, save
from captionkit.diagnostics import Diagnostic, Result
from captionkit.errors import UsageError
from captionkit.formats import FORMATS
from captionkit.formats.base import SPEAKERS
from captionkit.values import check_choice

if TYPE_CHECKING:
    from fractions import Fraction

    from captionkit.api.sound import Sound
    from captionkit.formats import Speakers, WriteOptions
    from captionkit.model.track import Track
    from captionkit.model.transcript import Transcript
    from captionkit.profiles import Profile
    from captionkit.sources import Readable, ReadOptions

__all__ = ["Captioned", "Target", "caption", "caption_transcript", "plan_targets"]


@dataclass(frozen=True, slots=True, repr=False)
class Captioned(Saveable):
    """What :func:`caption` made: the transcript as read and timed, the track, its translations, the files written."""

    transcript: Transcript
    track: Track
    written: tuple[Written, ...] = ()
    explain: tuple[Any, ...] = ()
    translations: Mapping[str, Track] = field(default_factory=dict)
    diagnostics: tuple[Diagnostic, ...] = ()

    def save(
        self,
        target: str | os.PathLike[str] | IO[bytes] | IO[str],
        format: str | None = None,
        *,
        force: bool = False,
        options: WriteOptions | None = None,
    ) -> Written:
        """Write the track; as :func:`captionkit.save`."""
        name = format or ("" if not isinstance(target, str | os.PathLike) else format_for(os.fspath(target)).name)
        return save(_shown(self.track, name), target, format, force=force, options=options)


@dataclass(frozen=True, slots=True)
class Target:
    """One output to make: a path (``"-"``: stdout) and a format's name."""

    path: str
    format: str


@verb
def caption(
    source: Readable,
    output: str | PurePath | None = None,
    *,
    to: str | Sequence[str] = (),
    profile: str | Profile = "default",
    from_format: str | None = None,
    language: str = "",
    media: str | PurePath | None = None,
    duration: int | None = None,
    sound: Sound = "auto",
    recogniser: str = "",
    speakers: Speakers = "none",
    rename: Mapping[str, str] | None = None,
    speakers_from: str | PurePath = "",
    include: str | Sequence[str] = (),
    max_words: int | None = None,
    lead_in: int = 0,
    shot_changes: str | PurePath | Sequence[int] = (),
    translate: str | Sequence[str] = (),
    translator: str = "auto",
    via: str = "",
    explain: bool = False,
    force: bool = False,
    read_options: ReadOptions | None = None,
    write_options: WriteOptions | None = None,
) -> Captioned:
    r"""Turn a transcript into caption tracks that obey a style guide.

    ``source`` is a transcript in any form captionkit reads, timed or not, or a caption track to re-segment. ``output``
    is a file (its suffix names the format), a folder (``to`` names the formats) or ``"-"``; without it nothing is
    written: ``.save(...)`` on the result does that. Untimed text is timed by the sound of ``media`` (``sound``: its
    words, when somebody speaks, or its length; by default the best that is possible), spread over ``duration`` (ms), or
    timed by the speaking rate of its language; what was not measured is marked as estimated. With a ``recogniser``
    (``"faster-whisper:small"``, ``"module:function"``, ``"cmd:PROGRAM {media}"``, ``"auto"``) ``source`` is a film
    without a transcript. ``speakers`` is ``none``, ``label``, ``dash`` or ``voice``; ``rename`` maps speakers' names;
    ``speakers_from`` is an RTTM file of who speaks when;
    ``include`` names kinds of segments besides speech that shall be captioned (``sound``, ``music``, ``direction``).
    ``max_words`` is the most words of a cue, ``lead_in`` how many ms earlier each cue begins where nothing else shows.
    ``shot_changes`` are a file of them, a film to find them in, or their times in ms: cues like to end there, and
    starts and ends near one are put on it as the profile says. ``translate`` names languages (BCP 47) to translate the
    track into, with ``translator`` and ``via`` as for :func:`captionkit.translate`; those tracks are written beside the
    first, their names with the language's tag. With a frame rate in ``read_options`` the cues start and end on frames.

    Raises InputError, UsageError and OutputError; :mod:`captionkit.errors` says which means what.

    >>> made = caption(b"Anna: Good evening.\n\nBen: Good evening, Anna.\n")
    >>> [cue.text for cue in made.track]
    ['Good evening.', 'Good evening, Anna.']
    """
    from captionkit.api.read_transcript import as_transcript, recognised
    from captionkit.profiles import load

    check_choice("speakers", speakers, SPEAKERS)
    targets = plan_targets(source, output, _several(to))
    if translate and any(target.path == "-" for target in targets):
        raise UsageError("a translation needs a file or folder to be written to", hint="-o FOLDER/ --to srt")
    guide = load(profile) if isinstance(profile, str) else profile  # a wrong name is reported before anything is read
    guide = guide.with_limits(max_words=max_words)
    given = reading_options(read_options, language)
    reading = recognised(source, recogniser, given) if recogniser else as_transcript(source, from_format, given)
    made = caption_transcript(
        reading.value,
        profile=guide,
        duration=duration,
        media=media,
        sound=sound,
        language=language,
        speakers=speakers,
        rename=rename,
        speakers_from=speakers_from,
        include=include,
        explain=explain,
        rate=read_options.rate if read_options else None,
        lead_in=lead_in,
        shot_changes=shot_changes,
    )
    translating = _translate(made.track, _several(translate), translator, via, language, guide)
    writings = [
        save(_shown(track, target.format), _tagged(target.path, tag), target.format, force=force, options=write_options)
        for tag, track in {"": made.track, **translating.value}.items()
        for target in targets
    ]
    name = str(source) if isinstance(source, str | PurePath) else ""
    found = tuple(
        d if d.file else d.at(file=name)
        for d in (
            *reading.diagnostics,
            *made.diagnostics,
            *translating.diagnostics,
            *(d for w in writings for d in w.diagnostics),
        )
    )
    return replace(
        made,
        track=made.track.replace(diagnostics=found),
        written=tuple(writings),
        translations=translating.value,
        diagnostics=found,
    )


def _several(given: str | Sequence[str]) -> tuple[str, ...]:
    """Return what may be given as one or as several."""
    return (given,) if isinstance(given, str) else tuple(given)


def _padded(track: Track, profile: Profile, lead: int) -> Track:
    from captionkit.transforms.base import Options
    from captionkit.transforms.durations import pad

    return pad(track, profile, Options({"lead": f"{lead}ms"})).value


def _translate(
    track: Track, languages: Sequence[str], translator: str, via: str, language: str, profile: Profile
) -> Result[dict[str, Track]]:
    if not languages:
        return Result({})
    from captionkit.api.translate import translate

    result = translate(
        _shown(track, ""), languages, source_language=language, translator=translator, via=via, profile=profile
    )
    return Result({made.language: made.track for made in result}, result.diagnostics)


def _shown(track: Track, format_name: str) -> Track:
    """Return the track without its word times: they served the segmentation, caption formats do not show them."""
    return track if format_name == "ckit" else track.replace(cues=[cue.replace(words=()) for cue in track])


def _tagged(path: str, language: str) -> str:
    """Return the name of a translation beside a file: ``talk.srt`` -> ``talk.es.srt``."""
    if not language:
        return path
    folder, name = os.path.split(path)
    stem, dot, rest = name.partition(".ckit.json") if name.endswith(".ckit.json") else name.rpartition(".")
    return os.path.join(folder, f"{stem}.{language}{dot}{rest}")


def _renamed(transcript: Transcript, rename: Mapping[str, str]) -> tuple[Transcript, tuple[Diagnostic, ...]]:
    from captionkit.transcripts.rename import rename_speakers

    renaming = rename_speakers(transcript, rename)
    return renaming.value, renaming.diagnostics


def _named(transcript: Transcript, path: str | PurePath) -> Result[Transcript]:
    """Return the transcript with the speakers of an RTTM file."""
    from captionkit.sources import open_source
    from captionkit.timing.turns import name_speakers
    from captionkit.transcripts.rttm import read_rttm

    turns = read_rttm(open_source(path).text)
    naming = name_speakers(transcript, turns.value)
    return Result(naming.value, (*turns.diagnostics, *naming.diagnostics))


def caption_transcript(
    transcript: Transcript,
    *,
    profile: str | Profile = "default",
    duration: int | None = None,
    media: str | os.PathLike[str] | None = None,
    sound: Sound = "auto",
    language: str = "",
    speakers: Speakers = "none",
    rename: Mapping[str, str] | None = None,
    speakers_from: str | PurePath = "",
    include: str | Sequence[str] = (),
    explain: bool = False,
    rate: Fraction | None = None,
    lead_in: int = 0,
    shot_changes: str | PurePath | Sequence[int] = (),
) -> Captioned:
    """Time a transcript and segment it into a track: the middle of :func:`caption`, without reading and writing.

    With ``rate`` (frames a second) every cue starts and ends on a frame, and gaps are the profile's in frames; with
    ``shot_changes`` they are on these where the profile says so, after the ``lead_in`` (ms).

    >>> from captionkit import Segment, Transcript
    >>> caption_transcript(Transcript((Segment("Good evening."),))).track[0].text
    'Good evening.'
    """
    from captionkit.profiles import load
    from captionkit.segmentation import SegmentOptions, explained, segment
    from captionkit.timing import estimate

    guide = load(profile) if isinstance(profile, str) else profile
    found: tuple[Diagnostic, ...] = ()
    if rename and not speakers_from:
        transcript, found = _renamed(transcript, rename)
    if media is not None:
        from captionkit.api.sound import times_from_sound
        from captionkit.timing import probe_duration

        duration = probe_duration(str(media)) if duration is None else duration
        listening = times_from_sound(transcript, media, language=language, sound=sound)
        transcript, found = listening.value, (*found, *listening.diagnostics)
    # fills the words of timed segments first, and estimates only what is left
    timing = estimate(transcript, duration=duration, language=language, profile=guide)
    if speakers_from:
        naming = _named(timing.value, speakers_from)
        timing = Result(naming.value, (*timing.diagnostics, *naming.diagnostics))
        if rename:
            renamed, said = _renamed(timing.value, rename)
            timing = Result(renamed, (*timing.diagnostics, *said))
    options = SegmentOptions(
        speakers=speakers, language=language, include=_several(include), explain=explain, rate=rate, pauses=True
    )
    known, doubts = media_options(_extent(timing.value), rate=rate, shot_changes=shot_changes)
    cutting = segment(timing.value, guide, options.replace(shots=known.shot_changes))
    track = _padded(cutting.value, guide, lead_in) if lead_in else cutting.value
    if rate is not None:
        from captionkit.transforms import TRANSFORMS, Options

        track = TRANSFORMS.get("snap-frames")(track, guide, Options(rate=rate)).value
    track = snapped(track, guide, known)
    if GUESSED in transcript.meta and not language:
        track = track.replace(language="")  # a guess serves the segmentation; no file states it
    found += timing.diagnostics + doubts + cutting.diagnostics
    explanations = explained(cutting.value) if explain else ()
    return Captioned(timing.value, track.replace(diagnostics=found), (), explanations, {}, found)


def _extent(transcript: Transcript) -> Track:
    """Return a track of one cue from the first time of a transcript to its last: what shot changes are held against."""
    from captionkit.model.cue import Cue
    from captionkit.model.track import Track

    starts = [s.start for s in transcript.segments if s.start is not None]
    ends = [s.end for s in transcript.segments if s.end is not None]
    return Track((Cue(min(starts), max(ends), ""),) if starts and ends else ())


def plan_targets(source: Readable, output: str | PurePath | None, to: Sequence[str]) -> tuple[Target, ...]:
    """Return what shall be written, before anything is read.

    Raises UsageError for a file name with several formats, stdout with several, or a folder with none.
    """
    for name in to:
        FORMATS.get(name)  # a wrong name is reported before anything is read
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
