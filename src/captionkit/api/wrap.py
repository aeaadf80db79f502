"""Line breaks anew inside the cues of a track."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from pathlib import PurePath
from typing import TYPE_CHECKING

from captionkit.api.coerce import TrackLike, as_track
from captionkit.api.segment import Resegmented, put
from captionkit.diagnostics import Result

if TYPE_CHECKING:
    from captionkit.profiles import Profile

__all__ = ["wrap"]


def wrap(
    source: TrackLike,
    target: str | PurePath | None = None,
    *,
    profile: str | Profile = "default",
    style: str = "",
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
    r"""Break the lines inside each cue anew, where a subtitler would; times, words and styles stay.

    ``profile`` gives the line length and the number of lines, ``style`` (ted, balanced, bottom-heavy, one-line)
    overrides its taste; ``cues`` limits the work to those cue numbers. Without ``target`` nothing is written.

    Raises what :func:`captionkit.read` and :func:`captionkit.write` raise; UnknownNameError for an unknown style.

    >>> srt = b"1\n00:00:01,000 --> 00:00:04,000\nWe waited until midnight and\nnobody called us from home.\n"
    >>> print(wrap(srt, language="en").value.track.cues[0].text)
    We waited until midnight
    and nobody called us from home.
    """
    from captionkit.profiles import load
    from captionkit.segmentation import SegmentOptions, explained, rewrap

    reading = as_track(source, format=from_format, encoding=encoding, language=language, strict=strict, rate=rate)
    guide = load(profile) if isinstance(profile, str) else profile
    wanted = frozenset(cues)
    options = SegmentOptions(language=language, style=style, explain=explain)
    making = rewrap(reading.value, guide, options, only=(lambda number, _: number in wanted) if wanted else None)
    changed = sum(old.text != new.text for old, new in zip(reading.value, making.value, strict=True))
    writing = put(making.value, target, to=to, force=force, verify=verify, dry_run=dry_run)
    value = Resegmented(making.value, writing.value, changed, explained(making.value) if explain else ())
    return Result(value, reading.diagnostics + making.diagnostics + writing.diagnostics)
