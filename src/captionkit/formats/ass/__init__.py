r"""Advanced SubStation Alpha (ASS) and its ancestor SSA: styled captions that libass draws.

``docs/formats/ass.md`` says what is read as what. Modules: ``reader`` (a script to a track), ``markup`` (override tags
to spans and back), ``karaoke`` (times of words), ``styles`` (the style table, and the style that a profile asks for),
``writer``. Line ends of text stand as ``\N``; a script's sections, comments and drawings are kept beside the cues
(:mod:`.script`), so that ASS comes out as it went in.
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

_SURE = re.compile(r"\s*(?:;[^\n]*\n\s*)*\[(?:script info|v4\+? styles|events)\]", re.IGNORECASE)
_LIKELY = re.compile(r"^[ \t]*Dialogue:[^\n]{0,40}\d:\d\d:\d\d[.:]\d", re.MULTILINE)

CAN = frozenset((
    Feature.ITALIC, Feature.BOLD, Feature.UNDERLINE, Feature.STRIKE, Feature.COLOR, Feature.FONT, Feature.VOICE,
    Feature.WORD_TIMES, Feature.ANCHOR, Feature.NOTES, Feature.HEADER, Feature.LANGUAGE, Feature.BLANK_LINES,
    Feature.SCRIPT,
))  # fmt: skip


def sniff(source: Source) -> float:
    r"""Return how much a source looks like ASS or SSA: its first section, or lines of ``Dialogue:``.

    >>> from captionkit.sources import Source
    >>> sniff(Source(b"[Script Info]\nScriptType: v4.00+\n"))
    1.0
    """
    head = source.head.lstrip("\ufeff")
    if _SURE.match(head):
        return 1.0
    return 0.7 if _LIKELY.search(head) else 0.0


def _read(source: Source, options: ReadOptions) -> Result[Track]:
    from captionkit.formats.ass.reader import read

    return read(source, options)


def _write(track: Track, options: WriteOptions) -> Result[bytes]:
    from captionkit.formats.ass.writer import write

    return write(track, options)


FORMAT = Format(
    name="ass",
    title="Advanced SubStation Alpha",
    suffixes=(".ass", ".ssa"),
    media_type="text/x-ssa",
    sniff=sniff,
    read=_read,
    write=_write,
    can=CAN,
)
