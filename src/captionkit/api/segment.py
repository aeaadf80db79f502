"""Existing tracks divided again into cues."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from fractions import Fraction
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from captionkit.api.check import media_options, snapped
from captionkit.api.load import TrackLike, as_track, reading_options
from captionkit.api.options import verb
from captionkit.api.save import Saveable, Written, written_to
from captionkit.values import field, value

if TYPE_CHECKING:
    from captionkit.diagnostics import Diagnostic
    from captionkit.formats import WriteOptions
    from captionkit.model.track import Track
    from captionkit.profiles import Profile
    from captionkit.segmentation import Break
    from captionkit.sources import ReadOptions

__all__ = ["BreakStyleName", "Resegmented", "segment"]

#: How lines like to be broken; ``""`` is as the profile says.
BreakStyleName = Literal["", "ted", "balanced", "bottom-heavy", "one-line"]


@value
class Resegmented(Saveable):
    """A track with new breaks: where it was written, how many cues changed, and why each break stands where it does."""

    track: Track
    written: Written | None = None
    changed: int = 0
    explain: tuple[Break, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False)


@verb
def segment(
    source: TrackLike,
    target: str | PurePath | None = None,
    *,
    profile: str | Profile = "default",
    style: BreakStyleName = "",
    max_words: int | None = None,
    only_flagged: bool = False,
    cues: Collection[int] = (),
    from_format: str | None = None,
    to: str | None = None,
    language: str = "",
    rate: Fraction | str | None = None,
    shot_changes: str | PurePath | Sequence[int] = (),
    explain: bool = False,
    force: bool = False,
    read_options: ReadOptions | None = None,
    write_options: WriteOptions | None = None,
) -> Resegmented:
    r"""Divide the words of a track into cues again, within the limits of ``profile``; words, order and styles stay.

    Word times that the track does not have are computed inside each cue and marked as interpolated. ``only_flagged``
    touches only cues that break a limit of the profile, ``cues`` only those numbers. ``style`` (ted, balanced,
    bottom-heavy, one-line) overrides the profile's, ``max_words`` its most words of a cue. ``shot_changes`` are a file
    of them, or their times in ms: cues like to end there and, where all cues are divided again, starts and ends near
    one are put on it as the profile says. Without ``target`` nothing is written. For a transcript use
    :func:`captionkit.caption`.

    Raises what :func:`captionkit.load` and :func:`captionkit.save` raise; UnknownNameError for an unknown style.

    >>> srt = b"1\n00:00:01,000 --> 00:00:09,000\nWe waited until midnight. Nobody called. Then the lights went out.\n"
    >>> [cue.text for cue in segment(srt, language="en").track]
    ['We waited until midnight.', 'Nobody called.', 'Then the lights went out.']
    """
    from captionkit.profiles import load
    from captionkit.segmentation import SegmentOptions, explained, resegment
    from captionkit.transcripts.tracks import said_once

    reading = as_track(source, from_format, reading_options(read_options, language, rate=rate)).map(said_once)
    guide = (load(profile) if isinstance(profile, str) else profile).with_limits(max_words=max_words)
    media, doubts = media_options(reading.value, rate=rate, shot_changes=shot_changes)
    options = SegmentOptions(language=language, style=style, explain=explain, rate=media.rate, shots=media.shot_changes)
    making = resegment(reading.value, guide, options, only_flagged=frozenset(cues) if cues else only_flagged)
    track = making.value if only_flagged or cues else snapped(making.value, guide, media)
    old = {(cue.start, cue.end, cue.text) for cue in reading.value}
    changed = sum((cue.start, cue.end, cue.text) not in old for cue in track)
    written = written_to(target, track, to, force=force, options=write_options)
    found = reading.diagnostics + doubts + making.diagnostics + (written.diagnostics if written else ())
    explanations = explained(making.value) if explain else ()
    return Resegmented(track.with_diagnostics(found), written, changed, explanations, found)
