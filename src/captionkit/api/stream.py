"""Reading cues one by one, for files that should not be held in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from captionkit.errors import InputError
from captionkit.registry import load_target
from captionkit.sources import ReadOptions

if TYPE_CHECKING:
    from captionkit.diagnostics import Diagnostic
    from captionkit.model.cue import Cue

__all__ = ["iter_cues"]

#: Formats that can be read as a stream -> function (file, options, name, notice) that yields cues.
STREAMS = {
    "srt": "captionkit.formats.srt.stream:iter_cues",
    "vtt": "captionkit.formats.webvtt.stream:iter_cues",
}


def iter_cues(
    path: str | PurePath,
    *,
    format: str | None = None,
    encoding: str | None = None,
    language: str = "",
    strict: bool = False,
    notice: Callable[[Diagnostic], object] | None = None,
) -> Iterator[Cue]:
    """Yield the cues of a file in order; where the format can be streamed, in memory that does not grow with the file.

    ``notice`` is called with each diagnostic. The other parameters are those of :func:`captionkit.read`.

    Raises InputError where the file cannot be read, UnknownFormatError, StrictError.
    """
    from captionkit.api.read import choose_format
    from captionkit.sources import Source

    try:
        with Path(path).open("rb") as file:
            head = Source(file.read(65536), str(path), encoding=encoding, language=language)
            target = STREAMS.get(choose_format(head, format)[0].name)
            if target is None:
                yield from _whole(path, format, encoding, language, strict, notice)
                return
            file.seek(0)
            options = ReadOptions(encoding=encoding, language=language, strict=strict)
            yield from load_target(target)(file, options, str(path), notice)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or error}") from None


def _whole(
    path: str | PurePath,
    format: str | None,
    encoding: str | None,
    language: str,
    strict: bool,
    notice: Callable[[Diagnostic], object] | None,
) -> Iterator[Cue]:
    from captionkit.api.read import read

    result = read(path, format=format, encoding=encoding, language=language, strict=strict)
    for diagnostic in result.diagnostics if notice else ():
        notice(diagnostic)  # type: ignore[misc]
    yield from result.value.cues
