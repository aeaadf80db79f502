"""SRT (SubRip): as programs write it, and as people and broken tools do.

``docs/formats/srt.md`` says what each choice of the dialect is. Modules: ``reader`` (a file in stretches), ``fast`` and
``tolerant`` (the two ways to read a stretch), ``timing`` (timing lines), ``checks`` (what is wrong with the cues read),
``markup`` (tags to spans and back), ``stream`` (constant memory), ``writer``.
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

_SURE = re.compile(r"\s*\d{1,9}[ \t]*\r?\n[ \t]*-?\d{1,3}:\d{1,2}:\d{1,2}[.,]\d{1,4}[ \t]*-->")
_LIKELY = re.compile(
    r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,:]\d{1,4})?[ \t]*"
    r"(?:(?:[-\u2010-\u2015\u2212=~][ \t]?){1,4}(?:>|&gt;){1,3}|"
    r"[–—=\u2190-\u21ff\u2794\u2798-\u27be\u27f0-\u27ff\u2900-\u297f]{1,2})[ \t]*\d{1,3}:\d"
)
_NUMBER = r"\d{1,9}[ \t]*\r?\n[ \t]*"
#: A number, and under it nothing but two times with an odd arrow between them, or in seconds.
_ODD = re.compile(rf"{_NUMBER}-?{_LIKELY.pattern}[\d:.,]{{1,12}}[ \t]*\r?\n")
_SECONDS = re.compile(rf"{_NUMBER}\d{{1,6}}(?:[.,]\d{{1,9}})?[ \t]*-->[ \t]*\d{{1,6}}(?:[.,]\d{{1,9}})?[ \t]*\r?\n")

#: What SRT carries in this project's dialect. A blank line is kept apart from the end of a cue by an empty tag.
CAN = frozenset((
    Feature.ITALIC, Feature.BOLD, Feature.UNDERLINE, Feature.STRIKE, Feature.COLOR, Feature.FONT, Feature.ANCHOR,
    Feature.BOX, Feature.MILLISECONDS, Feature.BLANK_LINES,
))  # fmt: skip


def sniff(source: Source) -> float:
    r"""Return how much a source looks like SRT: number, then two times with an arrow.

    >>> from captionkit.sources import Source
    >>> sniff(Source(b"1\n00:00:01,000 --> 00:00:02,000\nHi\n"))
    1.0
    """
    head = source.head.lstrip("\ufeff \t\r\n\x00")
    if head.startswith("WEBVTT"):
        return 0.2 if "-->" in head else 0.0
    if _SURE.match(head):
        return 1.0
    if _ODD.match(head) or _SECONDS.match(head):
        return 0.95
    if re.search(_LIKELY, head):
        return 0.8 if "-->" in head else 0.6
    return 0.3 if "-->" in source.text else 0.0


def _read(source: Source, options: ReadOptions) -> Result[Track]:
    from captionkit.formats.srt.reader import read

    return read(source, options)


def _write(track: Track, options: WriteOptions) -> Result[bytes]:
    from captionkit.formats.srt.writer import write

    return write(track, options)


FORMAT = Format(
    name="srt",
    title="SubRip",
    suffixes=(".srt",),
    media_type="application/x-subrip",
    sniff=sniff,
    read=_read,
    write=_write,
    can=CAN,
)
