"""WebVTT, as the specification says (https://www.w3.org/TR/webvtt1/), and as people write it.

``docs/formats/webvtt.md`` says what each choice is. Modules: ``reader`` (signature, header, chunks), ``fast`` and
``blocks`` (the two ways to read a chunk), ``stream``, ``timings``, ``settings``, ``regions``, ``asides`` (notes and
styles), ``body`` (payload to spans), ``render`` (spans to payload), ``colors``, ``check`` (markup oddities),
``writer``, ``from_srt`` (SRT payloads without spans), ``careful`` (unsafe parts, and the layout as read).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from captionkit.diagnostics import Result
from captionkit.formats.base import Feature, Format, WriteOptions

if TYPE_CHECKING:
    from captionkit.model.track import Track
    from captionkit.sources import ReadOptions, Source

__all__ = ["FORMAT", "sniff"]


# compiled when a file is sniffed: the writer of a converted file wants none of them
_LOOSE = r"(?i)[\ufeff\s]{0,100}webvtt(?![a-z0-9])"
_DOT_TIMING = r"(?m)^[ \t]*(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}[ \t]*-->[ \t]*(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}"
_NUMBER_BEFORE = r"(?m)^[ \t]*\d+[ \t]*\n[ \t]*\d"


def sniff(source: Source) -> float:
    """Score 0..1: the signature settles it; timing lines with a dot before the milliseconds make it likely.

    Those may be SRT as well: there the suffix decides.
    """
    from captionkit.formats.webvtt.reader import is_webvtt

    head = source.head
    if is_webvtt(head):
        return 1.0
    if re.match(_LOOSE, head):
        return 0.9
    if re.search(_DOT_TIMING, head):
        if source.suffix in (".vtt", ".webvtt"):
            return 0.9
        return 0.4 if re.search(_NUMBER_BEFORE, head) else 0.6
    return 0.0


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
    sniff=sniff,
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
