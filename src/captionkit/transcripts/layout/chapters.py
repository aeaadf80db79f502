"""Titles of chapters among times on lines of their own, where each time has one line of text: the line too many.

Panels of players show them so. What tells a title from a second line of text: it begins as a title does and no text
there (a capital), or it numbers like another of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from captionkit.text.marks import TERMINATORS
from captionkit.transcripts.layout.families import Item

__all__ = ["chapters_of"]

_DIGITS = re.compile(r"\d+")
#: So many times at least, which share of them has one line of text, and the longest title, in characters.
_LEAST, _SINGLE, _TITLE = 5, 0.75, 80
#: The share of texts that may begin with a capital where a capital tells a title.
_CAPITALS = 0.25


def chapters_of(items: Sequence[Item]) -> list[int]:
    """Return the places of the lines between times that are titles."""
    times = [at for at, item in enumerate(items) if item.timed == 2]
    if len(times) < _LEAST:
        return []
    texts = {at: range(at + 1, after) for at, after in zip(times, [*times[1:], len(items)], strict=True)}
    single = [found[0] for found in texts.values() if len(found) == 1]
    if len(single) < _SINGLE * (len(times) - 1):
        return []
    extra = [found[1] for at, found in texts.items() if len(found) == 2 and at != times[-1]]
    extra = [at for at in extra if _may_be_title(items[at].text)]
    lower = sum(_begins_lower(items[at].text) for at in single) >= (1 - _CAPITALS) * len(single)
    above = [times[0] - 1] if times[0] else []
    shapes = Counter(shape for at in (*extra, *above) if (shape := _numbered(items[at].text)))
    return [
        at for at in extra if shapes[_numbered(items[at].text)] > 1 or (lower and not _begins_lower(items[at].text))
    ]


def _may_be_title(text: str) -> bool:
    return len(text) <= _TITLE and text[-1] not in TERMINATORS + ",;" and text[0] not in "[(♪"


def _begins_lower(text: str) -> bool:
    return next((c.islower() for c in text if c.isalpha()), True)


def _numbered(text: str) -> str:
    """Return how a title that is numbered begins, "Chapter 0:"; ``""`` for one that is not."""
    found = re.match(r"(?:[^\W\d_]+ )?\d{1,3}[:.)]? ", f"{text} ")
    return _DIGITS.sub("0", found[0]) if found is not None else ""
