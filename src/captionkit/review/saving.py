"""Tracks to the bytes of their files, in their own format, encoding, line ends and mark."""

from __future__ import annotations

from functools import partial

from captionkit.api.load import as_track
from captionkit.api.save import check_with_witness, render
from captionkit.delivery.atomic import write_atomic
from captionkit.diagnostics import Result
from captionkit.errors import UsageError
from captionkit.formats import FORMATS, WriteOptions
from captionkit.model.track import Track
from captionkit.review.document import OpenTrack
from captionkit.sources import ReadOptions
from captionkit.sources.source import Source

__all__ = ["bytes_of", "read_bytes", "write_file"]


def read_bytes(data: bytes, name: str, format: str | None, language: str) -> Track:
    """Return the track that bytes hold, with what was noticed.

    Raises what :func:`captionkit.load` raises.
    """
    source = Source(data, name, encoding=None, language=language)
    reading = as_track(source, format, ReadOptions(language=language))
    return reading.value.with_diagnostics(reading.diagnostics)


def bytes_of(opened: OpenTrack, origin: bytes) -> Result[bytes]:
    """Return the bytes of a track as it is now, with what its format cannot carry.

    A track that is as it came in has the bytes that it came with.

    Raises UsageError for a format that cannot be written.
    """
    cues = opened.origin.cues
    if len(cues) == len(opened.cues) and all(a is b for a, b in zip(cues, opened.cues, strict=True)):
        return Result(origin)
    format = FORMATS.get(opened.origin.format)
    if format.write is None:
        raise UsageError(f"{format.title} can be read but not written", hint="export it to another format")
    return render(opened.track, format, WriteOptions(preserve=True))


def write_file(path: str, opened: OpenTrack, data: bytes) -> None:
    """Put bytes in the place of a file: read back and compared first, then in one step.

    Raises VerificationError, OutputError; the file is then as it was.
    """
    check = partial(check_with_witness, opened.origin.format, opened.track)
    write_atomic(path, data, force=True, check=check)
