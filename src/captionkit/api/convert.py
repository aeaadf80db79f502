"""From one caption format to another."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from captionkit.api.coerce import TrackLike, as_track
from captionkit.api.write import Written, write
from captionkit.diagnostics import Result
from captionkit.values import value

if TYPE_CHECKING:
    from fractions import Fraction

    from captionkit.model.track import Track

__all__ = ["Converted", "convert"]


@value
class Converted:
    """A track and where it was written."""

    track: Track
    written: Written


def convert(
    source: TrackLike,
    target: str | os.PathLike[str],
    *,
    from_format: str | None = None,
    to: str | None = None,
    encoding: str | None = None,
    language: str = "",
    rate: Fraction | str | None = None,
    strict: bool = False,
    preserve: bool = False,
    speakers: str = "none",
    force: bool = False,
    verify: bool = True,
    dry_run: bool = False,
) -> Result[Converted]:
    """Read ``source`` and write it to ``target`` (``"-"``: stdout), in the format ``to`` or the suffix's.

    The diagnostics tell every repair of the reading and everything that the target format cannot carry.
    For the options see :func:`captionkit.read` and :func:`captionkit.write`.

    Raises what those raise.
    """
    reading = as_track(source, format=from_format, encoding=encoding, language=language, strict=strict, rate=rate)
    writing = write(
        reading.value,
        target,
        format=to,
        force=force,
        verify=verify,
        preserve=preserve,
        speakers=speakers,
        dry_run=dry_run,
    )
    return Result(Converted(reading.value, writing.value), reading.diagnostics + writing.diagnostics)
