"""Reading a caption track, from whatever holds one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, Union

from captionkit.api.options import verb
from captionkit.diagnostics import Diagnostic, Result
from captionkit.errors import InputError, UsageError
from captionkit.formats import FORMATS
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source, is_film, open_source
from captionkit.values import replace

if TYPE_CHECKING:
    from typing import IO

    from captionkit.formats import Format
    from captionkit.sources import Readable

__all__ = ["TrackLike", "as_track", "choose_format", "has_encoding", "load", "loads", "reading_options"]


class SubRipFile(Protocol):
    """As type checkers know a ``pysrt.SubRipFile``, whose library has no types."""

    def shift(self, *args: Any, **kwargs: Any) -> Any:
        """Move all times."""

    def clean_indexes(self) -> Any:
        """Number the items."""


class WebVTT(Protocol):
    """As type checkers know a ``webvtt.WebVTT``."""

    captions: Any


#: A track, a pysrt.SubRipFile, a webvtt.WebVTT, or something to read one from.
TrackLike: TypeAlias = Union[Track, SubRipFile, WebVTT, "Readable"]


@verb
def load(
    source: TrackLike,
    format: str | None = None,
    *,
    language: str = "",
    encoding: str | None = None,
    options: ReadOptions | None = None,
) -> Track:
    r"""Return the caption track in a file, ``"-"`` (stdin), an open file or bytes; ``track.diagnostics`` says what was
    repaired and guessed.

    ``format`` names the format instead of recognising it by content. ``language`` (BCP 47) is a prior for the encoding
    and the language of the track where the file says none; ``encoding`` overrides detection. ``options`` hold these and
    the rest (:class:`captionkit.ReadOptions`). Objects of pysrt and webvtt-py become tracks too.

    Raises InputError where the file cannot be read, UnknownFormatError where nothing recognises it, StrictError.

    >>> load(b"1\n00:00:01,000 --> 00:00:02,000\nGood evening.\n")[0].text
    'Good evening.'
    """
    if isinstance(source, str) and "\n" in source:
        raise InputError("the name of a file holds a line break", hint="to read a text, not a file: loads(text)")
    reading = as_track(source, format, reading_options(options, language, encoding))
    track = reading.value
    return track.with_diagnostics(reading.diagnostics) if reading.diagnostics else track


@verb
def loads(
    text: str | bytes | IO[str] | IO[bytes],
    format: str | None = None,
    *,
    language: str = "",
    options: ReadOptions | None = None,
) -> Track:
    r"""Return the caption track in a text, in bytes, or in an open file; otherwise as :func:`captionkit.load`.

    >>> loads("1\n00:00:01,000 --> 00:00:02,000\nGood evening.\n", format="srt")[0].text
    'Good evening.'
    """
    if isinstance(text, str):
        from io import StringIO

        text = StringIO(text)
    source: Any = text
    return load(source, format, language=language, options=options)


def as_track(what: TrackLike, format: str | None = None, options: ReadOptions | None = None) -> Result[Track]:
    """Return the track that ``what`` is or holds.

    Raises UsageError for an object that is none of these.
    """
    if isinstance(what, Track):
        return Result(what)
    given = options or ReadOptions()
    if given.track is not None or (isinstance(what, str | os.PathLike) and is_film(os.fspath(what))):
        from captionkit.api.from_film import film_track

        return film_track(what, options=given)
    theirs: Any = what
    library = type(what).__module__.partition(".")[0]  # asked by name, so that neither library is loaded for it
    if library == "pysrt":
        return Result(Track.from_pysrt(theirs))
    if library == "webvtt":
        return Result(Track.from_webvtt(theirs))
    if not isinstance(what, str | os.PathLike | bytes | Source) and not hasattr(what, "read"):
        raise UsageError(f"a {type(what).__name__} is not a caption track", hint="give a path, an open file or bytes")
    source = open_source(theirs, encoding=given.encoding, language=given.language)
    chosen, noticed = choose_format(source, format)
    if chosen.read is None:
        raise UsageError(f"the format {chosen.name} can be written but not read")
    result = chosen.read(source, given)
    found = (*(source.noticed if has_encoding(source, chosen.name) else ()), *noticed, *result.diagnostics)
    return Result(result.value, tuple(d if d.file else d.at(file=source.name) for d in found))


def has_encoding(source: Source, format: str) -> bool:
    """Whether a file in a format is text: any other has no encoding, whatever it was taken for to recognise it."""
    if source.data.startswith((b"PK\x03\x04", b"%PDF-")):
        return False
    return format not in FORMATS.names() or not FORMATS.get(format).binary


def choose_format(source: Source, name: str | None) -> tuple[Format, tuple[Diagnostic, ...]]:
    """Return the caption format called ``name``, or the one the content shows."""
    if name is not None:
        return FORMATS.get(name), ()
    from captionkit.formats.sniff import recognise

    choice = recognise(source)
    return choice.format, choice.diagnostics


def reading_options(
    options: ReadOptions | None, language: str = "", encoding: str | None = None, rate: Any = None
) -> ReadOptions:
    """Return options for reading, with what a verb was given by keyword in place of what they say."""
    given = {"language": language, "encoding": encoding, "rate": rate}
    return replace(options or ReadOptions(), **{name: item for name, item in given.items() if item})
