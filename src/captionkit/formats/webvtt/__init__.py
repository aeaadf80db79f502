"""WebVTT, as the specification says (https://www.w3.org/TR/webvtt1/), and as people write it.

``docs/formats/webvtt.md`` says what each choice is. Modules: ``reader`` (signature, header, chunks), ``fast`` and
``blocks`` (the two ways to read a chunk), ``stream``, ``timings``, ``settings``, ``regions``, ``asides`` (notes and
styles), ``body`` (payload to spans), ``render`` (spans to payload), ``colors``, ``check`` (markup oddities),
``writer``, ``from_srt`` (SRT payloads without spans), ``careful`` (unsafe parts, and the layout as read).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from captionkit.diagnostics import Result
from captionkit.formats.base import Feature, Format, WriteOptions

if TYPE_CHECKING:
    from captionkit.model.track import Track
    from captionkit.sources import ReadOptions, Source

__all__ = ["FORMAT"]


def _sniff(source: Source) -> float:
    from captionkit.formats.webvtt.sniff import sniff

    return sniff(source)


def _read(source: Source, options: ReadOptions) -> Result[Track]:
    from captionkit.formats.webvtt.reader import read

    return read(source, options)


def _write(track: Track, options: WriteOptions) -> Result[bytes]:
    from captionkit.formats.webvtt.writer import write

    return write(track, options)


FORMAT = Format(
    name="vtt",
    title="WebVTT",
    suffixes=(".vtt", ".webvtt"),
    media_type="text/vtt",
    sniff=_sniff,
    read=_read,
    write=_write,
    can=frozenset(
        (
            Feature.ITALIC, Feature.BOLD, Feature.UNDERLINE, Feature.COLOR, Feature.CLASSES, Feature.LANG,
            Feature.VOICE, Feature.RUBY, Feature.WORD_TIMES, Feature.POSITION, Feature.ANCHOR, Feature.REGION,
            Feature.ID, Feature.NOTES, Feature.STYLESHEET, Feature.HEADER, Feature.MILLISECONDS,
        )
    ),
)  # fmt: skip
