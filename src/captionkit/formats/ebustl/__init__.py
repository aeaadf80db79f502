"""EBU STL (EBU Tech 3264, "N19"): the binary subtitle file of European television.

``docs/formats/stl.md`` says what is read as what. Modules: ``gsi`` (the header block), ``languages`` (its language
codes), ``tables`` (character tables), ``field`` (text fields to lines), ``blocks`` (subtitles from their blocks),
``reader``, ``place`` (rows and justification), ``encode`` (lines to text fields), ``writer``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from captionkit.diagnostics import Result
from captionkit.formats.base import Feature, Format, WriteOptions

if TYPE_CHECKING:
    from captionkit.model.track import Track
    from captionkit.sources import ReadOptions, Source

__all__ = ["CAN", "FORMAT", "sniff"]

CAN = frozenset((
    Feature.ITALIC, Feature.UNDERLINE, Feature.COLOR, Feature.POSITION, Feature.ANCHOR, Feature.NOTES, Feature.HEADER,
    Feature.LANGUAGE, Feature.BLANK_LINES,
))  # fmt: skip

_SIGNATURE = re.compile(rb"[ -~\x00]{3}STL\d\d\.\d\d")


def sniff(source: Source) -> float:
    """Return 1 for a header block's disk format code where Tech 3264 has it.

    >>> from captionkit.sources import Source
    >>> sniff(Source(b"850STL25.01" + bytes(1013)))
    1.0
    """
    return 1.0 if _SIGNATURE.match(source.data) else 0.0


def _read(source: Source, options: ReadOptions) -> Result[Track]:
    from captionkit.formats.ebustl.reader import read

    return read(source, options)


def _write(track: Track, options: WriteOptions) -> Result[bytes]:
    from captionkit.formats.ebustl.writer import write

    return write(track, options)


FORMAT = Format(
    name="stl",
    title="EBU STL",
    suffixes=(".stl",),
    media_type="application/x-ebu-stl",
    sniff=sniff,
    read=_read,
    write=_write,
    can=CAN,
    binary=True,
)
