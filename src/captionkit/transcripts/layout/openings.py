"""Where a paragraph opens: behind a blank line, a stop, a time or a mark."""

from __future__ import annotations

import re
from collections.abc import Sequence

from captionkit.transcripts.layout.families import STOPS, Item
from captionkit.transcripts.layout.people import Facts

__all__ = ["openings_of"]

_ALL_BRACKETS = re.compile(r"(?:\([^()]*\)|\[[^\[\]]*\])\Z")


def openings_of(items: Sequence[Item], facts: Facts) -> None:
    """Mark the items at which a paragraph opens."""
    tight = not (facts.blanks and facts.stops)  # where texts end without a stop, its absence says nothing
    before: Item | None = None
    for item in items:
        stop = before is None or not before.text or before.text.endswith(STOPS)
        deeper = before is not None and item.row.indent > before.row.indent + 1
        item.opens = before is None or bool(item.gap) or bool(item.timed) or bool(item.mark) or deeper
        if (item.text and item.text[0] in "♪♫♬" and not item.timed) or (
            item.text
            and item.text[0] in "[("
            and item.text[-1] in ")]"
            and _ALL_BRACKETS.match(item.text)
            and not item.timed
        ):
            item.opens = False
        elif not item.opens:
            item.opens = (stop or not facts.wrapped) if tight else stop
        before = item
