"""Running transforms over a track."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import PurePath
from typing import TYPE_CHECKING

from captionkit.api.check import media_options
from captionkit.api.coerce import TrackLike, as_track
from captionkit.diagnostics import Result
from captionkit.values import value

if TYPE_CHECKING:
    from captionkit.api.write import Written
    from captionkit.model.track import Track
    from captionkit.profiles import Profile

__all__ = ["Transformed", "transform"]


@value
class Transformed:
    """The track as the steps made it, how many of its cues were changed, and where it was written (None: nowhere)."""

    track: Track
    changed: int
    written: Written | None


def transform(
    source: TrackLike,
    target: str | PurePath | None = None,
    *,
    do: Sequence[str] = (),
    profile: str | Profile = "default",
    from_format: str | None = None,
    to: str | None = None,
    encoding: str | None = None,
    language: str = "",
    rate: Fraction | str | None = None,
    strict: bool = False,
    cuts: str | Sequence[int] = (),
    duration: int | None = None,
    force: bool = False,
    verify: bool = True,
    preserve: bool = False,
    dry_run: bool = False,
) -> Result[Transformed]:
    r"""Run the steps that ``do`` names, in order: ``shift:by=1.5s``, ``clean``, ``replace:from=colour,to=color``.

    ``docs/transforms.md`` lists them. ``profile`` gives the limits and style that some of them follow. Without
    ``target`` nothing is written.

    Raises UnknownNameError for a transform that is not there, UsageError for options it does not take, and what
    :func:`captionkit.read` and :func:`captionkit.write` raise.

    >>> srt = b"1\n00:00:01,000 --> 00:00:02,000\nGood evening.\n"
    >>> transform(srt, do=["shift:by=-0.5s"]).value.track.cues[0].start
    500
    """
    from captionkit.profiles import load
    from captionkit.transforms import apply, parse_step

    steps = [parse_step(step) for step in do]
    reading = as_track(source, format=from_format, encoding=encoding, language=language, strict=strict, rate=rate)
    guide = load(profile) if isinstance(profile, str) else profile
    options = media_options(language=language, rate=rate, cuts=cuts, duration=duration)
    made = apply(reading.value, steps, guide, options)
    written, told = None, reading.diagnostics + made.diagnostics
    if target is not None:
        from captionkit.api.write import write

        writing = write(made.value, target, format=to, force=force, verify=verify, preserve=preserve, dry_run=dry_run)
        written, told = writing.value, told + writing.diagnostics
    before = {id(cue) for cue in reading.value.cues}
    changed = sum(id(cue) not in before for cue in made.value.cues)
    return Result(Transformed(made.value, changed, written), told)
