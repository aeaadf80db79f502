"""Reading what was said, from anything that holds it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from captionkit.api.guess import with_language
from captionkit.api.read import as_rate
from captionkit.diagnostics import Diagnostic, Result
from captionkit.errors import UsageError
from captionkit.formats import FORMATS
from captionkit.sources import ReadOptions, Source, open_source
from captionkit.transcripts import READERS

if TYPE_CHECKING:
    from captionkit.api.coerce import Readable
    from captionkit.model.transcript import Transcript

__all__ = ["read_transcript"]


def read_transcript(
    what: Readable,
    *,
    format: str | None = None,
    encoding: str | None = None,
    language: str = "",
    strict: bool = False,
    rate: Fraction | str | None = None,
    tc_start: int = 0,
    layout: str = "",
    from_line: int | None = None,
    to_line: int | None = None,
    after: str = "",
) -> Result[Transcript]:
    r"""Read a transcript from a file, ``"-"`` (stdin), bytes or an open binary file.

    ``format`` names a transcript or caption format instead of recognising it by content; a caption track is read as a
    transcript of its cues. ``rate`` is in frames per second; ``tc_start`` (ms) is taken from every time; ``layout``
    forces a reading of plain text; ``from_line``, ``to_line`` (from 1, inclusive) and ``after`` say where the
    transcript stands in its file. Where neither ``language`` nor the file says the language it is told from the text,
    if that is clear.

    Raises InputError where the file cannot be read, UnknownFormatError where nothing recognises it, UsageError for
    options that mean nothing, StrictError.

    >>> result = read_transcript(b"Anna: Good evening.\n\nBen: Good evening, Anna.\n")
    >>> [(s.speaker, s.text) for s in result.value.segments]
    [('Anna', 'Good evening.'), ('Ben', 'Good evening, Anna.')]
    """
    source = open_source(what, encoding=encoding, language=language)
    options = ReadOptions(
        encoding=encoding,
        language=language,
        strict=strict,
        rate=as_rate(rate),
        tc_start=tc_start,
        layout=layout,
        from_line=from_line,
        to_line=to_line,
        after=after,
    )
    name, is_track, noticed = _choose(source, format, options)
    reading = _read_track(name, source, options) if is_track else READERS.get(name).read(source, options)
    if not language:
        reading = reading.map(with_language)
    found = (*noticed, *reading.diagnostics)
    return Result(reading.value, tuple(d if d.file else d.at(file=source.name) for d in found))


def _choose(source: Source, name: str | None, options: ReadOptions) -> tuple[str, bool, tuple[Diagnostic, ...]]:
    """Return (name, whether it is a caption format, what was noticed) of the format to read ``source`` in."""
    if name is None:
        if options.layout:
            return "text", False, ()
        from captionkit.transcripts.sniff import recognise

        choice = recognise(source, options)
        return choice.name, choice.is_track, choice.diagnostics
    if name in READERS.names():
        return name, False, ()
    if name in FORMATS.names():
        return name, True, ()
    READERS.get(name)
    return name, False, ()


def _read_track(name: str, source: Source, options: ReadOptions) -> Result[Transcript]:
    from captionkit.transcripts.tracks import transcript_of

    caption = FORMATS.get(name)
    if caption.read is None:
        raise UsageError(f"the format {name} can be written but not read")
    return caption.read(source, options).map(
        lambda track: transcript_of(track, file=source.name, offset=options.tc_start)
    )
