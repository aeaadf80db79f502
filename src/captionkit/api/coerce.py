"""What callers may hand in where a track is wanted: ours, theirs, or a file."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, BinaryIO, TypeAlias, Union

from captionkit.diagnostics import Result
from captionkit.errors import UsageError
from captionkit.model.track import Track
from captionkit.sources import Source

if TYPE_CHECKING:
    import pysrt
    import webvtt

__all__ = ["Readable", "TrackLike", "as_track"]

#: A file path, ``"-"`` for stdin, bytes, or an open binary file.
Readable: TypeAlias = Union[str, "os.PathLike[str]", bytes, BinaryIO, Source]

#: A track, a pysrt.SubRipFile, a webvtt.WebVTT, or something to read one from.
TrackLike: TypeAlias = Union[Track, "pysrt.SubRipFile", "webvtt.WebVTT", Readable]


def as_track(what: TrackLike, **options: Any) -> Result[Track]:
    """Return the track that ``what`` is or holds; ``options`` are those of :func:`captionkit.read`.

    Raises UsageError for an object that is none of these.
    """
    if isinstance(what, Track):
        return Result(what)
    theirs: Any = what
    library = type(what).__module__.partition(".")[0]  # asked by name, so that neither library is loaded for it
    if library == "pysrt":
        return Result(Track.from_pysrt(theirs))
    if library == "webvtt":
        return Result(Track.from_webvtt(theirs))
    if isinstance(what, str | os.PathLike | bytes | Source) or hasattr(what, "read"):
        from captionkit.api.read import read

        return read(theirs, **options)
    raise UsageError(f"cannot make a caption track of a {type(what).__name__}")
