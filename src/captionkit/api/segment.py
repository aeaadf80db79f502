"""Existing tracks cut anew into cues."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from captionkit.api.coerce import TrackLike, as_track
from captionkit.api.write import Written, write
from captionkit.diagnostics import Result
from captionkit.values import value

if TYPE_CHECKING:
    from captionkit.model.track import Track
    from captionkit.profiles import Profile
    from captionkit.segmentation import Break

__all__ = ["Resegmented", "put", "segment"]


@value
class Resegmented:
    """A track with new breaks: where it was written, how many cues changed, and why each break stands where it does."""

    track: Track
    written: Written | None = None
    changed: int = 0
    explain: tuple[Break, ...] = ()


def segment(
    source: TrackLike,
    target: str | PurePath | None = None,
    *,
    profile: str | Profile = "default",
    style: str = "",
    only_flagged: bool = False,
    cues: Collection[int] = (),
    from_format: str | None = None,
    to: str | None = None,
    encoding: str | None = None,
    language: str = "",
    rate: Fraction | str | None = None,
    strict: bool = False,
    force: bool = False,
    verify: bool = True,
    dry_run: bool = False,
    explain: bool = False,
) -> Result[Resegmented]:
    r"""Cut the cues of a track anew, within the limits of ``profile``; words, their order and their styles stay.

    Word times that the track does not have are computed inside each cue and marked as interpolated. ``only_flagged``
    touches only cues that break a limit of the profile, ``cues`` only those numbers. ``style`` (ted, balanced,
    bottom-heavy, one-line) overrides the profile's taste. Without ``target`` nothing is written. For a transcript use
    :func:`captionkit.caption`.

    Raises what :func:`captionkit.read` and :func:`captionkit.write` raise; UnknownNameError for an unknown style.

    >>> srt = b"1\n00:00:01,000 --> 00:00:09,000\nWe waited until midnight. Nobody called. Then the lights went out.\n"
    >>> [cue.text for cue in segment(srt, language="en").value.track]
    ['We waited until midnight.', 'Nobody called.', 'Then the lights went out.']
    """
    from captionkit.profiles import load
    from captionkit.segmentation import SegmentOptions, explained, resegment
    from captionkit.transcripts.tracks import said_once

    reading = as_track(source, format=from_format, encoding=encoding, language=language, strict=strict, rate=rate)
    reading = reading.map(said_once)
    guide = load(profile) if isinstance(profile, str) else profile
    options = SegmentOptions(language=language, style=style, explain=explain, rate=_rate(rate))
    making = resegment(reading.value, guide, options, only_flagged=frozenset(cues) if cues else only_flagged)
    old = {(cue.start, cue.end, cue.text) for cue in reading.value}
    changed = sum((cue.start, cue.end, cue.text) not in old for cue in making.value)
    writing = put(making.value, target, to=to, force=force, verify=verify, dry_run=dry_run)
    found = Resegmented(making.value, writing.value, changed, explained(making.value) if explain else ())
    return Result(found, reading.diagnostics + making.diagnostics + writing.diagnostics)


def _rate(rate: Fraction | str | None) -> Fraction | None:
    from captionkit.api.read import as_rate

    return as_rate(rate)


def put(track: Track, target: str | PurePath | None, *, to: str | None, **options: Any) -> Result[Written | None]:
    """Write a track where a target is given."""
    if target is None:
        return Result(None)
    name = to or (track.format if str(target) == "-" else None) or None
    writing = write(track, target, format=name, **options)
    return Result(writing.value, writing.diagnostics)
