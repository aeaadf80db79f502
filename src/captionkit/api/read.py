"""Reading a caption track."""

from __future__ import annotations

from typing import TYPE_CHECKING

from captionkit.diagnostics import Diagnostic, Result
from captionkit.errors import UsageError
from captionkit.formats import FORMATS
from captionkit.sources import ReadOptions, Source, open_source

if TYPE_CHECKING:
    from fractions import Fraction

    from captionkit.api.coerce import Readable
    from captionkit.formats import Format
    from captionkit.model.track import Track

__all__ = ["read"]


def read(
    what: Readable,
    *,
    format: str | None = None,
    encoding: str | None = None,
    language: str = "",
    strict: bool = False,
    rate: Fraction | str | None = None,
) -> Result[Track]:
    r"""Read a caption track from a file, ``"-"`` (stdin), bytes or an open binary file.

    ``format`` names the format instead of recognising it by content; ``encoding`` overrides detection; ``language``
    (BCP 47) is a prior for it and the track's language; ``strict`` turns repairs into errors; ``rate`` is the frame
    rate (frames per second) of frame-based times.

    Raises InputError where the file cannot be read, UnknownFormatError where nothing recognises it, StrictError.

    >>> read(b"1\n00:00:01,000 --> 00:00:02,000\nGood evening.\n").value.cues[0].text
    'Good evening.'
    """
    options = ReadOptions(encoding=encoding, language=language, strict=strict, rate=as_rate(rate))
    source = open_source(what, encoding=encoding, language=language)
    chosen, noticed = choose_format(source, format)
    if chosen.read is None:
        raise UsageError(f"the format {chosen.name} can be written but not read")
    result = chosen.read(source, options)
    found = (*source.noticed, *noticed, *result.diagnostics)
    return Result(result.value, tuple(d if d.file else d.at(file=source.name) for d in found))


def choose_format(source: Source, name: str | None) -> tuple[Format, tuple[Diagnostic, ...]]:
    """Return the caption format called ``name``, or the one the content shows."""
    if name is not None:
        return FORMATS.get(name), ()
    from captionkit.formats.sniff import recognise

    choice = recognise(source)
    return choice.format, choice.diagnostics


def as_rate(rate: Fraction | str | None) -> Fraction | None:
    """Return the exact frame rate, from a fraction or as a user types it."""
    if not isinstance(rate, str):
        return rate
    from captionkit.model.timecode import parse_rate

    return parse_rate(rate)
