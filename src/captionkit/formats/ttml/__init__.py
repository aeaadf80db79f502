r"""Timed Text (TTML) and its family: IMSC 1.1 text, TTML1 (DFXP), EBU-TT-D, SMPTE-TT and iTunes Timed Text.

``docs/formats/ttml.md`` says what is read as what. One reader reads the whole family: ``times`` (time expressions),
``styles``, ``document`` (the elements, as they come), ``flat`` (paragraphs in which nothing moves), ``moments`` (what a
paragraph shows when), ``lines``, ``place`` (regions),
``reader`` (cues). One writer writes each member by its row of ``variants``, with what its ``head`` must hold.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from captionkit.diagnostics import Result
from captionkit.formats.base import Format, WriteOptions
from captionkit.formats.ttml.variants import DFXP as DFXP_VARIANT
from captionkit.formats.ttml.variants import EBU_TT_D as EBU_VARIANT
from captionkit.formats.ttml.variants import IMSC, Variant
from captionkit.formats.ttml.variants import ITT as ITT_VARIANT
from captionkit.formats.ttml.variants import SMPTE_TT as SMPTE_VARIANT

if TYPE_CHECKING:
    from captionkit.model.track import Track
    from captionkit.sources import ReadOptions, Source

__all__ = ["DFXP", "EBU_TT_D", "ITT", "SMPTE_TT", "TTML", "member_of"]

_ROOT = re.compile(
    r"[\ufeff\s]*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--(?:[^-]|-(?!->)){0,4000}-->\s*|<!DOCTYPE[^>\[]{0,200}>\s*|"
    r"<\?[^>]{0,400}\?>\s*)*<(?:[\w.-]{1,40}:)?tt(?=[\s>/])([^>]{0,4000})"
)


def member_of(head: str) -> str:
    """Return which member of the family a document's beginning shows; ``""`` for other content.

    >>> member_of('<tt xmlns="http://www.w3.org/ns/ttml" ttp:timeBase="smpte" ttp:dropMode="nonDrop">')
    'itt'
    """
    root = _ROOT.match(head)
    if root is None:
        return ""
    if "urn:ebu:tt:distribution" in head:
        return "ebu-tt-d"
    if "captionService" in head:
        return "smpte-tt"
    if re.search(r"timeBase\s*=\s*[\"']smpte[\"']", root[1]):
        return "itt"
    if "/profile/imsc1" in root[1] or "profile" in root[1]:
        return "ttml"
    return "dfxp" if "/ttaf1" in root[1] or "tickRate" in root[1] else "ttml"


def _format(variant: Variant) -> Format:
    def sniff(source: Source) -> float:
        member = member_of(source.head)
        return 1.0 if member == variant.name else 0.6 if member else 0.0

    def read(source: Source, options: ReadOptions) -> Result[Track]:
        from captionkit.formats.ttml.reader import read

        return read(source, options, variant.name)

    def write(track: Track, options: WriteOptions) -> Result[bytes]:
        from captionkit.formats.ttml.writer import write

        return write(track, options, variant)

    return Format(
        name=variant.name,
        title=variant.title,
        suffixes=variant.suffixes,
        media_type="application/ttml+xml",
        sniff=sniff,
        read=read,
        write=write,
        can=variant.can,
    )


TTML = _format(IMSC)
DFXP = _format(DFXP_VARIANT)
EBU_TT_D = _format(EBU_VARIANT)
SMPTE_TT = _format(SMPTE_VARIANT)
ITT = _format(ITT_VARIANT)
