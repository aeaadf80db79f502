"""Running transforms over a track."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import PurePath
from typing import TYPE_CHECKING

from captionkit.api.check import media_options
from captionkit.api.load import TrackLike, as_track, reading_options
from captionkit.api.options import verb
from captionkit.api.save import Saveable, Written, written_to
from captionkit.values import field, value

if TYPE_CHECKING:
    from captionkit.diagnostics import Diagnostic
    from captionkit.formats import WriteOptions
    from captionkit.model.track import Track
    from captionkit.profiles import Profile
    from captionkit.sources import ReadOptions

__all__ = ["Transformed", "transform"]


@value
class Transformed(Saveable):
    """The track as the steps made it, how many of its cues were changed, and where it was written (None: nowhere)."""

    track: Track
    changed: int
    written: Written | None = None
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False)


@verb
def transform(
    source: TrackLike,
    target: str | PurePath | None = None,
    *,
    do: Sequence[str] = (),
    profile: str | Profile = "default",
    from_format: str | None = None,
    to: str | None = None,
    language: str = "",
    rate: Fraction | str | None = None,
    shot_changes: str | PurePath | Sequence[int] = (),
    duration: int | None = None,
    force: bool = False,
    read_options: ReadOptions | None = None,
    write_options: WriteOptions | None = None,
) -> Transformed:
    r"""Run the steps that ``do`` names, in order: ``shift:by=1.5s``, ``clean``, ``replace:from=colour,to=color``.

    ``docs/transforms.md`` lists them. ``profile`` gives the limits and style that some of them follow. Without
    ``target`` nothing is written.

    Raises UnknownNameError for a transform that is not there, UsageError for options it does not take, and what
    :func:`captionkit.load` and :func:`captionkit.save` raise.

    >>> srt = b"1\n00:00:01,000 --> 00:00:02,000\nGood evening.\n"
    >>> transform(srt, do=["shift:by=-0.5s"]).track[0].start
    500
    """
    from captionkit.profiles import load
    from captionkit.transforms import apply, parse_step

    steps = [parse_step(step) for step in do]
    reading = as_track(source, from_format, reading_options(read_options, language, rate=rate))
    guide = load(profile) if isinstance(profile, str) else profile
    options, doubts = media_options(
        reading.value, language=language, rate=rate, shot_changes=shot_changes, duration=duration
    )
    made = apply(reading.value, steps, guide, options)
    written = written_to(target, made.value, to, force=force, options=write_options)
    found = reading.diagnostics + doubts + made.diagnostics + (written.diagnostics if written else ())
    before = {id(cue) for cue in reading.value.cues}
    changed = sum(id(cue) not in before for cue in made.value.cues)
    return Transformed(made.value.with_diagnostics(found), changed, written, found)
