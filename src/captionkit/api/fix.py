"""Mending tracks, and running transforms over them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import PurePath
from typing import TYPE_CHECKING

from captionkit.api.check import media_options
from captionkit.api.coerce import TrackLike, as_track
from captionkit.diagnostics import Diagnostic, Result
from captionkit.values import value

if TYPE_CHECKING:
    from captionkit.api.write import Written
    from captionkit.model.track import Track
    from captionkit.profiles import Profile
    from captionkit.quality.fix import Change

__all__ = ["Fixed", "fix"]


@value
class Fixed:
    """A mended track, the changes made, what remains with the reason why, and where it was written (None: nowhere)."""

    track: Track
    changes: tuple[Change, ...]
    remaining: tuple[Diagnostic, ...]
    written: Written | None


def fix(
    source: TrackLike,
    target: str | PurePath | None = None,
    *,
    profile: str | Profile = "default",
    rule: Sequence[str] = (),
    ignore: Sequence[str] = (),
    mend: Sequence[str] = (),
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
) -> Result[Fixed]:
    r"""Mend what :func:`captionkit.check` finds, as far as it can be mended without harm.

    No change adds a finding of the same severity or a higher one, none changes a letter or digit unless ``mend`` asks
    for it (``casing``, ``numbers``, ``encoding``); running it again changes nothing. The diagnostics tell what remains,
    each finding with the reason why. Without ``target`` nothing is written.

    Raises what :func:`captionkit.check` and :func:`captionkit.write` raise.

    >>> srt = b"1\n00:00:01,000 --> 00:00:01,400\nGood  evening.\n"
    >>> mended = fix(srt, profile="ted").value
    >>> mended.track.cues[0].text, mended.track.cues[0].duration, mended.remaining
    ('Good evening.', 1000, ())
    """
    from captionkit.profiles import load
    from captionkit.quality.fix import fix as mended

    reading = as_track(source, format=from_format, encoding=encoding, language=language, strict=strict, rate=rate)
    guide = load(profile) if isinstance(profile, str) else profile
    options = media_options(language=language, rate=rate, cuts=cuts, duration=duration)
    fixed = mended(reading.value, guide, options, only=rule, ignore=ignore, allow=mend)
    written, told = None, reading.diagnostics + fixed.remaining
    if target is not None:
        from captionkit.api.write import write

        writing = write(fixed.track, target, format=to, force=force, verify=verify, preserve=preserve, dry_run=dry_run)
        written, told = writing.value, told + writing.diagnostics
    return Result(Fixed(fixed.track, fixed.changes, fixed.remaining, written), told)
