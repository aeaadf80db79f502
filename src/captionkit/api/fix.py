"""Fixing what a check finds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from captionkit.api.check import media_options
from captionkit.api.load import TrackLike, as_track, reading_options
from captionkit.api.options import verb
from captionkit.api.save import Saveable, Written, written_to
from captionkit.diagnostics import Diagnostic
from captionkit.values import field, value

if TYPE_CHECKING:
    from captionkit.formats import WriteOptions
    from captionkit.model.track import Track
    from captionkit.profiles import Profile
    from captionkit.quality.fix import Change, Fixing
    from captionkit.sources import ReadOptions

__all__ = ["Fixed", "fix", "fixing"]

#: What a fix may change besides times, breaks, blanks and marks.
Allowance = Literal["casing", "numbers", "encoding"]


@value
class Fixed(Saveable):
    """A fixed track, the changes made, what remains with the reason why, and where it was written (None: nowhere)."""

    track: Track
    changes: tuple[Change, ...]
    remaining: tuple[Diagnostic, ...]
    written: Written | None = None
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False)


@verb
def fix(
    source: TrackLike,
    target: str | PurePath | None = None,
    *,
    profile: str | Profile = "default",
    rule: Sequence[str] = (),
    ignore: Sequence[str] = (),
    allow: Sequence[Allowance] = (),
    from_format: str | None = None,
    to: str | None = None,
    language: str = "",
    rate: Fraction | str | None = None,
    shot_changes: str | PurePath | Sequence[int] = (),
    duration: int | None = None,
    force: bool = False,
    read_options: ReadOptions | None = None,
    write_options: WriteOptions | None = None,
) -> Fixed:
    r"""Fix what :func:`captionkit.check` finds, as far as that does no harm.

    No change adds a finding of the same severity or a higher one, none changes a letter or digit unless ``allow`` asks
    for it (``casing``, ``numbers``, ``encoding``); running it again changes nothing. The diagnostics say what remains,
    each finding with the reason why. Without ``target`` nothing is written: ``.save(...)`` on the result does that.

    Raises what :func:`captionkit.check` and :func:`captionkit.save` raise.

    >>> srt = b"1\n00:00:01,000 --> 00:00:01,400\nGood  evening.\n"
    >>> fixed = fix(srt, profile="ted")
    >>> fixed.track[0].text, fixed.track[0].duration, fixed.remaining
    ('Good evening.', 1000, ())
    """
    from captionkit.profiles import load
    from captionkit.quality.fix import fix as fix_track

    reading = as_track(source, from_format, reading_options(read_options, language, rate=rate))
    guide = load(profile) if isinstance(profile, str) else profile
    options, doubts = media_options(
        reading.value, language=language, rate=rate, shot_changes=shot_changes, duration=duration
    )
    fixed = fix_track(reading.value, guide, options, only=rule, ignore=ignore, allow=allow)
    found = reading.diagnostics + doubts + fixed.remaining
    written = written_to(target, fixed.track, to, force=force, options=write_options)
    found += written.diagnostics if written else ()
    return Fixed(
        fixed.track.with_diagnostics(found),
        fixed.changes,
        fixed.remaining,
        written,
        found,
    )


@verb
def fixing(
    source: TrackLike,
    *,
    profile: str | Profile = "default",
    rule: Sequence[str] = (),
    ignore: Sequence[str] = (),
    allow: Sequence[Allowance] = (),
    from_format: str | None = None,
    language: str = "",
    rate: Fraction | str | None = None,
    shot_changes: str | PurePath | Sequence[int] = (),
    duration: int | None = None,
    stop: Callable[[], bool] = lambda: False,
    read_options: ReadOptions | None = None,
) -> Fixing:
    r"""Fix a track change by change: what is returned is iterated over, and left off whenever one likes.

    Each :class:`~captionkit.quality.fix.Change` has been made when it is yielded. ``outcome()`` gives the track as it
    stands, the changes made and what remains, each finding with the reason why. ``stop`` is asked between two tries,
    of which there may be thousands without a change. To the end it comes to what :func:`captionkit.fix` does.

    Raises what :func:`captionkit.fix` raises.

    >>> srt = b"1\n00:00:01,000 --> 00:00:01,400\nGood  evening.\n"
    >>> under_way = fixing(srt, profile="ted")
    >>> [change.transform for change in under_way], under_way.outcome().track[0].text
    (['spaces', 'extend'], 'Good evening.')
    """
    from captionkit.profiles import load
    from captionkit.quality.fix import fixing as fix_track

    track = as_track(source, from_format, reading_options(read_options, language, rate=rate)).value
    guide = load(profile) if isinstance(profile, str) else profile
    options, _ = media_options(track, language=language, rate=rate, shot_changes=shot_changes, duration=duration)
    return fix_track(track, guide, options, only=rule, ignore=ignore, allow=allow, stop=stop)
