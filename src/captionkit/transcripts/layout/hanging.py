"""Paragraphs set where the text of their turn begins, right of its label: they go on with the turn, whatever they say.

::

    Irma:  Do you miss it?
    Otto:  Every morning at five.

           The harbour, the gulls
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from captionkit.transcripts.layout.families import Item
from captionkit.transcripts.layout.labels import Layer

__all__ = ["hanging"]

#: A paragraph is set so many columns at least right of its label, and so near to the text.
_LEAST, _NEAR = 3, 1


def hanging(items: Sequence[Item], layer: Layer) -> frozenset[int]:
    """Return the places of the rows without a label that begin in the column in which their turn's text does.

    A column that most turns share counts for all of them.
    """
    if not any(item.row.indent >= _LEAST and item.gap for item in items):
        return frozenset()
    columns = {at: _column(items[at], head.rest) for at, head in layer.heads.items() if head.rest}
    usual, times = next(iter(Counter(columns.values()).most_common(1)), (0, 0))
    common = usual if times * 2 > len(columns) else 0
    found: set[int] = set()
    own = label = 0
    for at, item in enumerate(items):
        if at in layer.heads:
            own, label = columns.get(at, 0), item.row.indent
        elif own and item.row.indent >= label + _LEAST and _is_near(item.row.indent, own, common):
            found.add(at)
    return frozenset(found)


def _is_near(indent: int, own: int, common: int) -> bool:
    return abs(indent - own) <= _NEAR or (common > 0 and abs(indent - common) <= _NEAR)


def _column(item: Item, rest: str) -> int:
    """Return the column in which the text of a labelled row begins; 0 where that cannot be said."""
    row = item.row
    return row.indent + len(row.text) - len(rest) if row.text.endswith(rest) else 0
