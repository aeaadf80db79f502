"""How much a file looks like WebVTT."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from captionkit.formats.webvtt.reader import is_webvtt

if TYPE_CHECKING:
    from captionkit.sources import Source

__all__ = ["sniff"]

_LOOSE = re.compile(r"[\ufeff\s]{0,100}webvtt(?![a-z0-9])", re.IGNORECASE)
_DOT_TIMING = re.compile(
    r"^[ \t]*(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}[ \t]*-->[ \t]*(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}", re.MULTILINE
)
_NUMBER_BEFORE = re.compile(r"^[ \t]*\d+[ \t]*\n[ \t]*\d", re.MULTILINE)


def sniff(source: Source) -> float:
    """Score 0..1: the signature settles it; timing lines with a dot before the milliseconds make it likely.

    Those may be SRT as well: there the suffix decides.
    """
    head = source.head
    if is_webvtt(head):
        return 1.0
    if _LOOSE.match(head):
        return 0.9
    if _DOT_TIMING.search(head):
        if source.suffix in (".vtt", ".webvtt"):
            return 0.9
        return 0.4 if _NUMBER_BEFORE.search(head) else 0.6
    return 0.0
