"""Writing a caption track: rendered, checked by an independent reader, then moved in place."""

from __future__ import annotations

import os
import sys
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from functools import partial
from typing import IO, TYPE_CHECKING, Any

from captionkit.api.load import TrackLike, as_track
from captionkit.api.options import verb
from captionkit.diagnostics import Diagnostic, Result, report
from captionkit.errors import OutputError, UsageError, VerificationError
from captionkit.formats import FORMATS, WriteOptions
from captionkit.registry import load_target
from captionkit.text.controls import has_controls
from captionkit.values import field, replace, value

if TYPE_CHECKING:
    from captionkit.formats import Format
    from captionkit.model.track import Track

__all__ = ["WITNESSES", "Saveable", "Written", "check_with_witness", "render", "save", "shown_in", "written_to"]

#: What XML has for a character that it cannot hold.
_REPLACED = "\ufffd"


@value
class Written:
    """One output: its path (``"-"`` for stdout), format, number of cues and bytes, and what could not be carried."""

    path: str
    format: str
    cues: int
    bytes: int
    language: str = ""
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        shape = {"path": self.path, "format": self.format, "cues": self.cues, "bytes": self.bytes}
        return shape | ({"language": self.language} if self.language else {})


class Saveable:
    """What a verb made: a track, ready to be written."""

    __slots__ = ()
    if TYPE_CHECKING:

        @property
        def track(self) -> Track:
            """The track that was made."""

    def __repr__(self) -> str:
        reported = len(getattr(self, "diagnostics", ()))
        return f"{type(self).__name__}({self.track!r}, {reported} diagnostics)"

    def save(
        self,
        target: str | os.PathLike[str] | IO[bytes] | IO[str],
        format: str | None = None,
        *,
        force: bool = False,
        options: WriteOptions | None = None,
    ) -> Written:
        """Write the track; as :func:`captionkit.save`."""
        return save(self.track, target, format, force=force, options=options)

    def to_string(self, format: str = "srt", *, options: WriteOptions | None = None) -> str:
        """Return the track as the text of a file; as :meth:`captionkit.Track.to_string`."""
        return self.track.to_string(format, options=options)


@verb
def save(
    track: TrackLike,
    target: str | os.PathLike[str] | IO[bytes] | IO[str],
    format: str | None = None,
    *,
    force: bool = False,
    options: WriteOptions | None = None,
) -> Written:
    """Write ``track`` to a file, ``"-"`` (stdout) or an open file, in ``format``, else in that of its suffix.

    The bytes are written beside the file; unless ``options`` say ``verify=False``, pysrt or webvtt-py reads them back
    and times and text are compared; then the file takes the target's name in one step. ``force`` allows overwriting.
    For the rest see :class:`captionkit.WriteOptions`. What the format cannot carry is in the result's ``diagnostics``.

    Raises TargetExistsError, VerificationError, OutputError; in each case the target is as it was.
    """
    given = options or WriteOptions()
    stream: Any = None if isinstance(target, str | os.PathLike) else target
    name = str(getattr(target, "name", "<file>")) if stream is not None else os.fspath(target)  # type: ignore[arg-type]
    chosen = FORMATS.get(format) if format else format_for(name)
    shown = shown_in(as_track(track).value, chosen, given)
    value = shown.value
    text = hasattr(stream, "encoding")  # a file opened for text
    value, rendered = _text(value, chosen, given) if text else _rendered(value, chosen, given)
    written = Written(
        name, chosen.name, len(value), len(rendered.value), value.language, (*shown.diagnostics, *rendered.diagnostics)
    )
    if given.dry_run:
        return written
    if stream is not None:
        stream.write(_decoded(rendered.value, chosen) if text else rendered.value)
    else:
        _put(value, chosen, rendered.value, name, force=force, options=given)
    return written


def written_to(
    target: str | os.PathLike[str] | None,
    track: Track,
    format: str | None,
    *,
    force: bool,
    options: WriteOptions | None,
) -> Written | None:
    """Write a track where a target is given; to stdout in the format it was read from, where none is named."""
    if target is None:
        return None
    return save(
        track, target, format or (track.format if os.fspath(target) == "-" else None), force=force, options=options
    )


def _text(track: Track, format: Format, options: WriteOptions) -> tuple[Track, Result[bytes]]:
    """Return the bytes of a text: UTF-8, whatever encoding a file would have."""
    layout = replace(track.layout, encoding="utf-8", bom=False)
    return _rendered(track.replace(layout=layout), format, replace(options, encoding="utf-8", bom=False))


def _decoded(data: bytes, format: Format) -> str:
    """Return the text of a file.

    Raises UsageError for a binary format.
    """
    if not format.binary:
        return data.decode()
    raise UsageError(f"{format.title} is binary: it cannot be written as text", hint="name a file, as out.stl")


def shown_in(track: Track, format: Format, options: WriteOptions) -> Result[Track]:
    """Return the track as a format shows it: cues that it cannot place apart as one, words at their own times where
    the options ask for that.
    """
    from captionkit.formats.stacked import stacked

    whole = stacked(track, format)
    if options.word_times == "none":
        return whole
    from captionkit.transforms.karaoke import shown_words

    shown = shown_words(whole.value, options.word_times)
    return Result(shown.value, (*whole.diagnostics, *shown.diagnostics))


def render(track: Track, format: Format, options: WriteOptions) -> Result[bytes]:
    """Return the bytes of ``track`` in ``format``, with what the format could not carry."""
    return _rendered(track, format, options)[1]


def _rendered(track: Track, format: Format, options: WriteOptions) -> tuple[Track, Result[bytes]]:
    """Return the bytes of ``track`` with what the format could not carry, and the track that these bytes hold.

    No control character goes into a text file: whoever shows it on a terminal would obey it.
    """
    if format.write is None:
        raise UsageError(f"the format {format.name} can be read but not written")
    from captionkit.formats.loss import losses

    said: tuple[Diagnostic, ...] = ()
    try:
        written = format.write(track, options)
        text = None if format.binary else _with_controls(written, options, track)
    except OutputError:  # an encoding may lack a control character
        text = track.text
        if not has_controls(text):
            raise
    if text is not None:
        from captionkit.formats.controls import harmless, report_controls

        track, said = harmless(track), report_controls(text)
        written = format.write(track, options) if said else written
    empty = () if track.cues else (report("delivery.empty-track", "the track has no cue"),)
    return track, Result(written.value, (*written.diagnostics, *said, *losses(track, format, options), *empty))


def _with_controls(written: Result[bytes], options: WriteOptions, track: Track) -> str | None:
    """Return the text of a file with control characters; "" where its writer has taken them out.

    XML cannot hold them, and what is written as XML has U+FFFD in their place: then it is the text of the track.
    """
    encoding = track.layout.encoding if options.preserve else options.encoding
    data = written.value
    wide = data[:2] in (BOM_UTF16_LE, BOM_UTF16_BE)  # some formats have an encoding of their own
    if encoding.lower() in ("utf-8", "utf8") and not wide:
        if has_controls("", data, "utf-8"):
            return data.decode("utf-8", "ignore")
        replaced = _REPLACED.encode() in data
    else:
        text = _text_of(data, "utf-16" if wide else encoding)
        if has_controls(text):
            return text
        replaced = _REPLACED in text
    if replaced and not _says(written, "ttml.character") and has_controls(track.text):
        return track.text
    return "" if _says(written, "srt.control") else None


def _says(written: Result[bytes], code: str) -> bool:
    return any(one.code == code for one in written.diagnostics)


def _text_of(data: bytes, encoding: str) -> str:
    """Return the text of a file in an encoding, or in UTF-8, which some formats have whatever is asked for."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode(encoding, "ignore")


def format_for(name: str) -> Format:
    """Return the format that a file name's suffix stands for."""
    from captionkit.delivery.names import format_of_name

    return FORMATS.get(format_of_name(name))


def _put(track: Track, format: Format, data: bytes, name: str, *, force: bool, options: WriteOptions) -> None:
    if name == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from captionkit.delivery.atomic import write_atomic

    check = partial(check_with_witness, format.name, track) if options.verify else None
    write_atomic(name, data, force=force, check=check, sync=options.sync)


#: Format name -> function (path, track) that returns a line for each difference an independent reader sees.
WITNESSES = {
    "srt": "captionkit.formats.interop.pysrt:witness_srt",
    "vtt": "captionkit.formats.interop.webvtt:witness_vtt",
}


def check_with_witness(format_name: str, track: Track, path: str) -> None:
    """Compare what an independent library reads in the file at ``path`` with the track that was written.

    A format that no such library reads is not looked at.

    Raises VerificationError where times or text differ.
    """
    target = WITNESSES.get(format_name)
    differences = load_target(target)(path, track) if target else []
    if differences:
        shown = "\n  ".join(differences[:10])
        more = f"\n  ... and {len(differences) - 10} more" if len(differences) > 10 else ""
        raise VerificationError(
            f"an independent reader reads the file differently from what was to be written:\n  {shown}{more}",
            hint="nothing was written; --no-verify writes it all the same (please report the case)",
        )
