"""From one caption format to another."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING

from captionkit.api.load import TrackLike, as_track, reading_options
from captionkit.api.options import verb
from captionkit.api.save import Saveable, Written, save
from captionkit.values import field, value

if TYPE_CHECKING:
    from captionkit.diagnostics import Diagnostic
    from captionkit.formats import WriteOptions
    from captionkit.model.track import Track
    from captionkit.sources import ReadOptions

__all__ = ["Converted", "convert"]


@value
class Converted(Saveable):
    """A track and where it was written; ``diagnostics`` say every repair and everything the format cannot carry."""

    track: Track
    written: Written
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False)


@verb
def convert(
    source: TrackLike,
    target: str | os.PathLike[str] | IO[bytes] | IO[str],
    *,
    from_format: str | None = None,
    to: str | None = None,
    language: str = "",
    force: bool = False,
    read_options: ReadOptions | None = None,
    write_options: WriteOptions | None = None,
) -> Converted:
    """Read ``source`` and write it to ``target`` (``"-"``: stdout), in the format ``to`` or the suffix's.

    For the options see :func:`captionkit.load` and :func:`captionkit.save`.

    Raises what those raise.
    """
    reading = as_track(source, from_format, reading_options(read_options, language))
    written = save(reading.value, target, to, force=force, options=write_options)
    return Converted(reading.value, written, reading.diagnostics + written.diagnostics)
