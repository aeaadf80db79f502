"""Writing a caption track: rendered, checked by an independent reader, then moved in place."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from captionkit.api.coerce import TrackLike, as_track
from captionkit.diagnostics import Diagnostic, Result, report
from captionkit.errors import UsageError
from captionkit.formats import FORMATS, WriteOptions
from captionkit.values import value

if TYPE_CHECKING:
    from captionkit.formats import Format
    from captionkit.model.track import Track

__all__ = ["Written", "render", "write"]


@value
class Written:
    """One output: its path (``"-"`` for stdout), format, number of cues and bytes."""

    path: str
    format: str
    cues: int
    bytes: int
    language: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        shape = {"path": self.path, "format": self.format, "cues": self.cues, "bytes": self.bytes}
        return shape | ({"language": self.language} if self.language else {})


def write(
    track: TrackLike,
    target: str | os.PathLike[str],
    *,
    format: str | None = None,
    force: bool = False,
    verify: bool = True,
    preserve: bool = False,
    speakers: str = "none",
    dry_run: bool = False,
    sync: bool = True,
) -> Result[Written]:
    """Write ``track`` to ``target`` (``"-"``: stdout) in ``format``, else in the one its suffix stands for.

    The bytes are written aside; unless ``verify`` is false, pysrt or webvtt-py reads them back and times and text are
    compared; then the file takes the target's name in one step. ``force`` allows overwriting. ``preserve`` keeps
    encoding, byte order mark and line ends as read. ``speakers`` renders speakers: none, label, dash, voice. ``sync``
    waits until the disk has the file.

    Raises TargetExistsError, VerificationError, OutputError; in each case the target is as it was.
    """
    value = as_track(track).value
    name = os.fspath(target)
    chosen = FORMATS.get(format) if format else format_for(name)
    rendered = render(value, chosen, WriteOptions(preserve=preserve, speakers=speakers))
    written = Written(name, chosen.name, len(value), len(rendered.value), value.language)
    if not dry_run:
        _put(value, chosen, rendered.value, name, force=force, verify=verify, sync=sync)
    return Result(written, rendered.diagnostics)


def render(track: Track, format: Format, options: WriteOptions) -> Result[bytes]:
    """Return the bytes of ``track`` in ``format``, with what the format could not carry."""
    if format.write is None:
        raise UsageError(f"the format {format.name} can be read but not written")
    from captionkit.formats.loss import losses

    rendered = format.write(track, options)
    return Result(rendered.value, rendered.diagnostics + losses(track, format, options) + _empty(track))


def format_for(name: str) -> Format:
    """Return the format that a file name's suffix stands for."""
    from captionkit.delivery.names import format_of_name

    return FORMATS.get(format_of_name(name))


def _empty(track: Track) -> tuple[Diagnostic, ...]:
    return () if track.cues else (report("delivery.empty-track", "the track has no cue"),)


def _put(track: Track, format: Format, data: bytes, name: str, *, force: bool, verify: bool, sync: bool) -> None:
    if name == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    from captionkit.delivery.atomic import write_atomic

    check = None
    if verify:
        from captionkit.delivery.verify import check_with_witness

        check = check_with_witness(format.name, track)
    write_atomic(name, data, force=force, check=check, sync=sync)
