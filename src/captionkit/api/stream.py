"""Reading cues one by one, for files that should not be held in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from captionkit.errors import InputError
from captionkit.registry import load_target

if TYPE_CHECKING:
    from captionkit.diagnostics import Diagnostic
    from captionkit.model.cue import Cue
    from captionkit.sources import ReadOptions

__all__ = ["iter_cues"]

#: Formats that can be read as a stream -> function (file, options, name, notice) that yields cues.
STREAMS = {
    "srt": "captionkit.formats.srt.stream:iter_cues",
    "vtt": "captionkit.formats.webvtt.stream:iter_cues",
}


def iter_cues(
    path: str | PurePath,
    format: str | None = None,
    *,
    language: str = "",
    options: ReadOptions | None = None,
    notice: Callable[[Diagnostic], object] | None = None,
) -> Iterator[Cue]:
    """Yield the cues of a file in order; where the format can be streamed, in memory that does not grow with the file.

    ``notice`` is called with each diagnostic. The other parameters are those of :func:`captionkit.load`.

    Raises InputError where the file cannot be read, UnknownFormatError, StrictError.
    """
    from captionkit.api.load import choose_format, reading_options
    from captionkit.sources import Source

    given = reading_options(options, language)
    try:
        with Path(path).open("rb") as file:
            head = Source(file.read(65536), str(path), encoding=given.encoding, language=given.language)
            target = STREAMS.get(choose_format(head, format)[0].name)
            if target is None:
                yield from _whole(path, format, given, notice)
                return
            file.seek(0)
            yield from load_target(target)(file, given, str(path), notice)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None


def _whole(
    path: str | PurePath, format: str | None, options: ReadOptions, notice: Callable[[Diagnostic], object] | None
) -> Iterator[Cue]:
    from captionkit.api.load import as_track

    reading = as_track(str(path), format, options)
    for diagnostic in reading.diagnostics if notice is not None else ():
        notice(diagnostic)  # type: ignore[misc]
    yield from reading.value
