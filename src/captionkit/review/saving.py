"""Tracks to the bytes of their files, in their own format, encoding, line ends and mark."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from captionkit.api.load import as_track, choose_format
from captionkit.api.save import check_with_witness, render
from captionkit.delivery.atomic import write_atomic
from captionkit.delivery.names import format_of_name
from captionkit.diagnostics import Collector, Diagnostic, Result, report
from captionkit.errors import CaptionkitError, OutputError, UsageError, VerificationError
from captionkit.formats import FORMATS, Format, WriteOptions
from captionkit.formats.loss import losses
from captionkit.formats.srt.writer import encoded
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.review.document import OpenTrack
from captionkit.review.patching import patched
from captionkit.review.refusals import impossible
from captionkit.sources import ReadOptions
from captionkit.sources.source import Source
from captionkit.values import replace

__all__ = ["bytes_of", "format_of", "read_bytes", "write_file"]


def format_of(data: bytes, path: str, language: str) -> str:
    """Return the name of the format that a file is in; where one of its relatives has its suffix, that one's.

    Raises UnknownFormatError where nothing recognises the content.
    """
    found, _ = choose_format(Source(data, path, language=language), None)
    try:
        named = FORMATS.get(format_of_name(path))
    except UsageError:
        return found.name
    return named.name if named.read is not None and named.media_type == found.media_type else found.name


def read_bytes(data: bytes, name: str, format: str | None, language: str) -> Track:
    """Return the track that bytes hold, with what was noticed.

    Raises what :func:`captionkit.load` raises.
    """
    source = Source(data, name, encoding=None, language=language)
    reading = as_track(source, format, ReadOptions(language=language))
    return reading.value.with_diagnostics(reading.diagnostics)


def bytes_of(opened: OpenTrack, origin: bytes, *, encoding: str = "") -> Result[bytes]:
    """Return the bytes of a track as it is now, with what its format cannot carry.

    A track that is as it came in has the bytes that it came with; else what nobody changed keeps its bytes where the
    format is text with a timing line for each cue, and the rest is as the format's writer writes it. ``encoding`` is
    the file's own unless it is said.

    Raises EditError for a format that cannot be written, and for a character that the encoding has not.
    """
    cues = opened.origin.cues
    if not encoding and len(cues) == len(opened.cues) and all(map(_is, cues, opened.cues)):
        return Result(origin)
    format = FORMATS.get(opened.format)
    if format.write is None:
        raise impossible(f"{format.title} can be read but not written", "export it to another format")
    track = opened.track
    if encoding:
        track = track.replace(layout=replace(track.layout, encoding=encoding))
    options = WriteOptions(preserve=True)
    try:
        data = _patched(opened, origin, format, track)
        if data is not None:
            return Result(data, losses(track, format, options))
        made = render(track, format, options)
    except OutputError as error:
        raise impossible(error.message, 'save with "encoding": "utf-8", or change the text') from None
    return Result(made.value, (*made.diagnostics, *_laid_out(opened, origin, format)))


def _is(one: Cue, other: Cue) -> bool:
    return one is other


def _patched(opened: OpenTrack, origin: bytes, format: Format, track: Track) -> bytes | None:
    """Return the file's bytes with what changed put in; None where that is not what would be read again."""
    layout = opened.origin.layout
    try:
        text = origin.decode(layout.encoding).removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError):
        return None
    came = list(zip(opened.came, opened.origin.cues, strict=True))
    made = patched(text, came, opened.named, format, track)
    if made is None:
        return None
    # the text has its own line ends already
    data = encoded(made, replace(track.layout, eol="\n", bom=layout.bom), Collector())
    try:
        again = read_bytes(data, opened.name, format.name, opened.origin.language)
    except CaptionkitError:
        return None
    return data if len(again) == len(track) and all(map(_alike, again.cues, track.cues)) else None


def _alike(one: Cue, other: Cue) -> bool:
    """Whether two cues show the same at the same time."""
    if (one.start, one.end) != (other.start, other.end):
        return False
    if one.raw_format and one.raw == other.raw:
        return True
    return one.text == other.text and one.lines == other.lines and one.positioning == other.positioning


def _laid_out(opened: OpenTrack, origin: bytes, format: Format) -> tuple[Diagnostic, ...]:
    """Return that a file is laid out as captionkit does it, where it was not so before."""
    if render(opened.origin, format, WriteOptions(preserve=True)).value == origin:
        return ()
    return (report("review.laid-out", f"{opened.name} is written as captionkit lays out {format.title}"),)


def write_file(path: str, opened: OpenTrack, data: bytes, origin: bytes, demand: Callable[[], None]) -> None:
    """Put bytes in the place of a file: read back by an independent reader and compared first, then in one step.

    What that reader reads otherwise already in the file that came in is no reason not to save it. ``demand`` is called
    last and may raise.

    Raises VerificationError, OutputError; the file is then as it was.
    """

    def check(draft: str) -> None:
        _demand_readable(opened, origin, draft)
        demand()

    write_atomic(path, data, force=True, check=check)


def _demand_readable(opened: OpenTrack, origin: bytes, path: str) -> None:
    try:
        check_with_witness(opened.format, opened.track, path)
    except VerificationError:
        with TemporaryDirectory() as folder:
            came = Path(folder, "came")
            came.write_bytes(origin)
            try:
                check_with_witness(opened.format, opened.origin, str(came))
            except VerificationError:
                return
        raise
