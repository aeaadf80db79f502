"""Moving a finished track to where its words are heard, or to where another track stands."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, cast

from captionkit.api.load import TrackLike, as_track, reading_options
from captionkit.api.options import verb
from captionkit.api.save import Saveable, Written, written_to
from captionkit.diagnostics import Collector
from captionkit.errors import StageError
from captionkit.values import field, value

if TYPE_CHECKING:
    from captionkit.diagnostics import Diagnostic
    from captionkit.formats import WriteOptions
    from captionkit.model.cue import Cue
    from captionkit.model.track import Track
    from captionkit.profiles import Profile
    from captionkit.sources import ReadOptions
    from captionkit.timing.sync import SyncMatch

__all__ = ["Synced", "sync"]

#: ms of a lone offset that is nothing: a track is not known better than that.
NOTHING = 40


@value
class Synced(Saveable):
    """The track in its place, how it was moved (``str(match)`` says it in words; None: it was only snapped to speech),
    how many of its cues changed, and where it was written (None: nowhere).
    """

    track: Track
    match: SyncMatch | None
    changed: int
    written: Written | None = None
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False)


@verb
def sync(
    source: TrackLike,
    against: TrackLike,
    target: str | PurePath | None = None,
    *,
    snap: bool = False,
    doubtful: bool = False,
    lead_in: int | None = None,
    lead_out: int | None = None,
    profile: str | Profile = "default",
    from_format: str | None = None,
    to: str | None = None,
    language: str = "",
    force: bool = False,
    read_options: ReadOptions | None = None,
    write_options: WriteOptions | None = None,
) -> Synced:
    r"""Move a track to the speech in a film, or to the cues of another track: ``against`` is either.

    One offset, one for each part where something was cut out or put in, and one of nine speeds are found; word times
    move along. Nothing is moved where the track does not fit, nor, unless ``doubtful``, where it may not. A track that
    is less than 40 ms off stays as it is.

    With ``snap`` the track is in its place already, and the starts and ends of its cues go to what is heard:
    ``lead_in`` ms before the first word, at most ``lead_out`` ms after the last (by default as ``profile`` has them),
    never shorter than ``profile`` asks.

    Needs numpy (the extra ``align``), and ffmpeg for a film. Raises StageError for a track that does not fit,
    MissingExtraError, EngineError and InputError for a film that cannot be heard.

    >>> cues = [f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\nOne of them.\n" for n in (1, 4, 5, 9, 13, 15, 19, 21, 26)]
    >>> early, right = "\n".join(cues).encode(), "\n".join(cues).replace(",000", ",400").encode()
    >>> made = sync(early, right)
    >>> str(made.match), made.track[0].start
    ('+0.400 s', 1400)
    """
    from captionkit.profiles import load

    reading = as_track(source, from_format, reading_options(read_options, language))
    notes = Collector()
    notes.extend(reading.diagnostics)
    track, heard = reading.value, _stretches(against, notes)
    if snap:
        guide = load(profile) if isinstance(profile, str) else profile
        made, match = _snapped(track, heard, guide, lead_in, lead_out, notes), None
    else:
        made, match = _moved(track, heard, doubtful, notes)
    written = written_to(target, made, to, force=force, options=write_options)
    if written:
        notes.extend(written.diagnostics)
    changed = sum(a is not b for a, b in zip(track.cues, made.cues, strict=True))
    return Synced(made.with_diagnostics(notes.all), match, changed, written, notes.all)


def _stretches(against: TrackLike, notes: Collector) -> Sequence[tuple[int, int]]:
    """Return when somebody speaks: the stretches of a film, or the cues of a track."""
    if isinstance(against, str | os.PathLike) and not _named_as_track(against):
        from captionkit.api.sound import report_activity
        from captionkit.media import find_activity

        activity = find_activity(cast("str", against))
        report_activity(activity, notes)
        return activity.stretches
    other = as_track(against)
    return sorted((cue.start, cue.end) for cue in other.value.cues if cue.end > cue.start)


def _named_as_track(path: str | os.PathLike[str]) -> bool:
    from captionkit.formats import FORMATS

    return str(path) == "-" or bool(FORMATS.by_suffix(PurePath(path).suffix))


def _moved(track: Track, heard: Sequence[tuple[int, int]], doubtful: bool, notes: Collector) -> tuple[Track, SyncMatch]:
    from captionkit.timing.sync import match_track
    from captionkit.transforms.time import timed

    ordered = sorted(track.cues, key=lambda cue: cue.start)
    match = match_track([(cue.start, cue.end) for cue in ordered], heard)
    share = f"{match.share:.0%} of the cues then begin when speech begins"
    if match.doubtful and not doubtful:
        raise StageError(
            f"the track may belong at {match}, but only {share}; nothing was moved",
            hint="look at it with --doubtful, which applies it",
        )
    if not match.speed_certain and match.speed == 1:
        notes.add("timing.speed-open", "so short a track does not say whether x 1.001 is right: its speed was left")
    if match.speed == 1 and len(match.parts) == 1 and abs(match.parts[0].offset) < NOTHING:
        notes.add("timing.synced", f"the track fits as it is ({match}); nothing was moved")
        return track, match
    notes.add("timing.synced", f"{match}; {share}")
    moved = {id(cue): timed(cue, partial(match.moved, cue=n)) for n, cue in enumerate(ordered)}
    cues = [moved[id(cue)] for cue in ordered]
    for part in match.parts[1:]:
        at = part.first
        if cues[at - 1].end > cues[at].start >= ordered[at - 1].end - ordered[at].start + cues[at].start:
            moved[id(ordered[at - 1])] = _ended(cues[at - 1], cues[at].start, at, notes)
    early = sum(cue.start < 0 for cue in moved.values())
    if early:
        notes.add("transform.before-zero", f"{early} cues now begin before 0")
    return track.replace(cues=tuple(moved[id(cue)] for cue in track.cues)), match


def _ended(cue: Cue, end: int, number: int, notes: Collector) -> Cue:
    """Return a cue before a cut that ends where the next begins; one that lies in what was cut stays as it is."""
    notes.add("timing.sync-overlap", f"cue {number} runs into the next across the cut", cue=number)
    return cue.replace(end=end) if end > cue.start else cue


def _snapped(
    track: Track,
    heard: Sequence[tuple[int, int]],
    guide: Profile,
    lead_in: int | None,
    lead_out: int | None,
    notes: Collector,
) -> Track:
    from captionkit.timing.to_speech import snap_times
    from captionkit.transforms.reading import needed_time

    limits = guide.limits()
    ordered = sorted(track.cues, key=lambda cue: cue.start)
    least = [needed_time(cue.text, limits, guide) for cue in ordered]
    usual_in, usual_out = _leads(guide)
    times = snap_times(
        [(cue.start, cue.end) for cue in ordered], heard, least, gap=limits.min_gap or 0,
        lead_in=usual_in if lead_in is None else lead_in, lead_out=usual_out if lead_out is None else lead_out,
    )  # fmt: skip
    moved = {
        id(cue): cue if (cue.start, cue.end) == (start, end) else cue.replace(start=start, end=end)
        for cue, (start, end) in zip(ordered, times, strict=True)
    }
    made = track.replace(cues=tuple(moved[id(cue)] for cue in track.cues))
    count = sum(a is not b for a, b in zip(track.cues, made.cues, strict=True))
    notes.add("timing.snapped", f"{count} of {len(ordered)} cues were moved to what is heard")
    return made


def _leads(guide: Profile) -> tuple[int, int]:
    """Return the ms before its first word at which a cue begins and those after its last that it may stay.

    A guide that has no lead-out may say how long a cue may hang; what it is silent about is the default profile's.
    """
    from captionkit.profiles import load
    from captionkit.transforms.durations import Allowances

    usual = load("default")
    lead, delay, out = guide.time("lead_in"), guide.time("delay_in"), guide.time("lead_out")
    if lead is None:
        lead = (usual.time("lead_in") or 0) - (delay or 0)
    if out is None:
        hang = Allowances.of(guide).hang
        out = (usual.time("lead_out") or 0) if hang is None else hang
    return lead, out
