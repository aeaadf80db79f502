"""What changed between two versions of a track."""

from __future__ import annotations

from fractions import Fraction
from pathlib import PurePath
from typing import TYPE_CHECKING

from captionkit.api.load import TrackLike, as_track, reading_options
from captionkit.api.options import verb
from captionkit.quality.changes.report import Changes
from captionkit.sources.options import as_rate

if TYPE_CHECKING:
    from captionkit.sources import ReadOptions

__all__ = ["Changes", "changes"]


@verb
def changes(
    old: TrackLike,
    new: TrackLike,
    *,
    rate: Fraction | str | None = None,
    from_format: str | None = None,
    language: str = "",
    read_options: ReadOptions | None = None,
) -> Changes:
    r"""Return what changed between two versions of a track: which cues became which, and what differs.

    Cues are paired by their words and times, whatever the formats: a cue that was split, joined, broken otherwise,
    deleted, moved with others or to another place is reported as that, once; what is as it was is left out. ``rate`` is
    the frame rate that reports tell times in (without it: seconds). ``changes.render("html")`` gives a report.

    Raises what :func:`captionkit.load` raises.

    >>> old = b"1\n00:00:01,000 --> 00:00:02,000\nWe sail at noon.\n"
    >>> new = b"1\n00:00:00,880 --> 00:00:02,000\nWe sail at seven.\n"
    >>> found = changes(old, new, rate="25")
    >>> found[0].fields, found[0].moves(found.rate)
    (('text', 'start'), ['start -3 f'])
    """
    from captionkit.quality.changes import revisions

    options = reading_options(read_options, language, rate=rate)
    was, now = (as_track(source, from_format, options) for source in (old, new))
    names = (_name(old), _name(new))
    found = [
        d if d.file else d.at(file=name) for name, one in zip(names, (was, now), strict=True) for d in one.diagnostics
    ]
    return Changes(
        revisions(was.value.cues, now.value.cues),
        names,
        (len(was.value), len(now.value)),
        now.value.language,
        as_rate(rate),
        tuple(found),
    )


def _name(source: object) -> str:
    return str(source) if isinstance(source, str | PurePath) else ""
