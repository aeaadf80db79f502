"""Line breaks inside the cues of a track."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from pathlib import PurePath
from typing import TYPE_CHECKING

from captionkit.api.load import TrackLike, as_track, reading_options
from captionkit.api.options import verb
from captionkit.api.save import written_to
from captionkit.api.segment import BreakStyleName, Resegmented

if TYPE_CHECKING:
    from captionkit.formats import WriteOptions
    from captionkit.profiles import Profile
    from captionkit.sources import ReadOptions

__all__ = ["wrap"]


@verb
def wrap(
    source: TrackLike,
    target: str | PurePath | None = None,
    *,
    profile: str | Profile = "default",
    style: BreakStyleName = "",
    cues: Collection[int] = (),
    from_format: str | None = None,
    to: str | None = None,
    language: str = "",
    rate: Fraction | str | None = None,
    explain: bool = False,
    force: bool = False,
    read_options: ReadOptions | None = None,
    write_options: WriteOptions | None = None,
) -> Resegmented:
    r"""Divide the text of each cue into lines again, where a subtitler would; times, words and styles stay.

    ``profile`` gives the line length and the number of lines, ``style`` (ted, balanced, bottom-heavy, one-line)
    overrides its own; ``cues`` limits the work to those cue numbers. Without ``target`` nothing is written.

    Raises what :func:`captionkit.load` and :func:`captionkit.save` raise; UnknownNameError for an unknown style.

    >>> srt = b"1\n00:00:01,000 --> 00:00:04,000\nWe waited until midnight and\nnobody called us from home.\n"
    >>> print(wrap(srt, language="en").track[0].text)
    We waited until midnight
    and nobody called us from home.
    """
    from captionkit.profiles import load
    from captionkit.segmentation import SegmentOptions, explained, rewrap

    reading = as_track(source, from_format, reading_options(read_options, language, rate=rate))
    guide = load(profile) if isinstance(profile, str) else profile
    wanted = frozenset(cues)
    options = SegmentOptions(language=language, style=style, explain=explain)
    making = rewrap(reading.value, guide, options, only=(lambda number, _: number in wanted) if wanted else None)
    changed = sum(old.text != new.text for old, new in zip(reading.value, making.value, strict=True))
    written = written_to(target, making.value, to, force=force, options=write_options)
    found = reading.diagnostics + making.diagnostics + (written.diagnostics if written else ())
    explanations = explained(making.value) if explain else ()
    return Resegmented(making.value.with_diagnostics(found), written, changed, explanations, found)
