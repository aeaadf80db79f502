"""Where a row may stand: before a transcript, in it, in a gap of it, after it; what announces it, and its headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from captionkit.text.letters import WHOLE_WORD
from captionkit.text.marks import TERMINATORS
from captionkit.transcripts.layout import phrases
from captionkit.transcripts.layout.article import Marker, marker_of
from captionkit.transcripts.layout.families import Item
from captionkit.transcripts.layout.labels import Layer
from captionkit.transcripts.layout.people import Facts
from captionkit.transcripts.layout.rows import Row
from captionkit.transcripts.layout.words import ABOUT_TEXT

__all__ = [
    "AFTER",
    "BEFORE",
    "EDGE",
    "ENDS",
    "GAP",
    "HEADING",
    "IN",
    "SENTENCE",
    "WORD",
    "about",
    "announcements",
    "centred",
    "headings",
]

BEFORE, IN, GAP, AFTER, HEADING = "before", "in", "gap", "after", "heading"

#: What a row that is no heading ends with.
ENDS = tuple(TERMINATORS + "\"”»)]'’,:：;—-–")
WORD = re.compile(WHOLE_WORD)
#: A centred line begins so many columns at least right of all that is set flush, and its middle is as near to that of
#: the column of text.
_DEEP, _NEAR = 6, 5
#: Where fewer lines than this share end with a stop, none says nothing.
_STOPPED = 0.2
#: Lines begin where so many at least begin.
_FLUSH = 2
#: So do paragraphs of so many lengths, each four characters and more from the next.
_MANY = 4
#: Where a sentence ends.
SENTENCE = re.compile(rf"(?<=[{TERMINATORS}])\s+")
_INTRODUCES = re.compile(
    r"(?:^|[.!?]\s+)(?:here(?:['’]s| is| are| follows)|below|what follows|the following|excerpts?)\b[^.!?]{0,60}"
    r"\b(?:conversation|interview|exchange|excerpts?|discussion|q ?& ?a|talk)\b[^.!?]{0,80}[.:]?\Z",
    re.I,
)
#: So many rows at either end of a text are looked at closely although they carry a label or a time.
EDGE = 60
_STRENGTH = {4: 8.0, 3: 6.0, 2: 4.0, 1: 2.0}
#: A line that announces a transcript in whatever language has so many characters at most.
_TITLE = 80


def about(text: str) -> bool:
    """Tell whether a text speaks of a transcript, an interview, a video: of itself."""
    return any(word.casefold() in ABOUT_TEXT for word in WORD.findall(text[:400]))


def centred(items: Sequence[Item], layer: Layer) -> Iterator[int]:
    """Yield the places of lines set in the middle of a column of text whose other lines begin in a few columns."""
    if not layer.heads or not any(item.row.indent >= _DEEP for item in items):
        return
    begins: dict[int, int] = {}
    lengths: dict[int, set[int]] = {}
    for at, item in enumerate(items):
        if at in layer.heads or not item.gap:
            begins[item.row.indent] = begins.get(item.row.indent, 0) + 1
        else:
            lengths.setdefault(item.row.indent, set()).add(len(item.row.text) // 4)
    flush = {indent for indent, count in begins.items() if count >= _FLUSH}
    flush |= {indent for indent, found in lengths.items() if len(found) >= _MANY}  # centred, each would begin elsewhere
    flush |= {items[at].row.indent for at in layer.heads}
    deep = max(flush) + _DEEP
    left, right = min(flush), max(item.row.indent + len(item.row.text) for item in items)
    for at, item in enumerate(items):
        row = item.row
        middle = row.indent + len(row.text) / 2
        if at not in layer.heads and row.indent >= deep and abs(middle - (left + right) / 2) <= _NEAR:
            yield at


def _is_heading(text: str) -> bool:
    """Tell whether a row that ends in a colon is a heading: every word a capital, or a word about the text."""
    words = [word for word in text.split() if word[0].isalpha()]
    return len(words) <= 6 and (all(word[0].isupper() for word in words) or about(text))


def headings(items: Sequence[Item], layer: Layer, facts: Facts, roles: list[str]) -> None:
    """Set the role of headings between turns: short, without a stop, a blank above, the next row a head."""
    pending = False
    stopless = sum(item.text.endswith(ENDS) for item in items) < _STOPPED * len(items)  # as in Thai
    for at, item in enumerate(items):
        candidate = layer.heads.get(at)
        if roles[at] != IN or candidate is not None or item.timed or item.mark:
            pending = roles[at] == IN and (
                (candidate is not None and not candidate.rest) or (candidate is None and not item.text)
            )
            continue
        if pending:
            pending = False
            continue
        if not layer.heads or len(item.text) > 80 or not item.text:
            continue
        if stopless and not item.row.heading:
            continue
        if item.text.endswith(ENDS) and not (item.text[-1] in ":：" and _is_heading(item.text)):
            continue
        after = at + 1
        headed = after in layer.heads or (after < len(items) and bool(items[after].timed))
        letters = sum(c.isalpha() for c in item.text)
        shout = item.text.upper() == item.text and item.text.lower() != item.text and not facts.shouted and letters > 5
        above = items[at - 1] if at and not item.gap and at - 1 not in layer.heads else None
        second = above is not None and above.gap and not above.text.endswith(ENDS) and len(above.text) <= 80
        called = item.opens and item.text[-1] in ":："  # in a text without blank lines
        short = bool(item.gap or second or called) and headed and letters > 0 and len(item.text.split()) <= 9
        again = shout and at > 0 and roles[at - 1] == HEADING
        if item.row.heading or short or (shout and item.opens) or again:
            roles[at] = HEADING
            if short and second and roles[at - 1] == IN:
                roles[at - 1] = HEADING
    _above_headings(items, layer, facts, roles)


def _above_headings(items: Sequence[Item], layer: Layer, facts: Facts, roles: list[str]) -> None:
    """Set the role of a row in capitals that stands alone above a heading: "MUSIC", then "EXTRACT FROM ..."."""
    for at in range(len(items) - 2, 0, -1):
        item = items[at]
        if roles[at] != IN or roles[at + 1] != HEADING or facts.shouted or not (item.gap and items[at + 1].gap):
            continue
        above = layer.heads.get(at - 1)
        free = at not in layer.heads and not item.timed and not item.mark and (above is None or bool(above.rest))
        if free and item.text.isupper() and len(item.text) <= 80 and not item.text.endswith(ENDS):
            roles[at] = HEADING


def announcements(items: Sequence[Item], layer: Layer) -> dict[int, float]:
    """Return the places that follow a row announcing a transcript, with how strongly it does, in bits."""
    found: dict[int, float] = {}
    for at, item in enumerate(items[:-1]):
        if len(item.row.text) > 400 or item.timed or item.mark:
            continue
        if at >= EDGE and (at in layer.heads or ((above := layer.heads.get(at - 1)) and not above.rest)):
            continue
        marker = marker_of(item.row) or _last_sentence(item.row)
        bits = 0.0
        if marker is not None:
            bits = 4.0 if marker.rest else _STRENGTH[marker.strength]
        elif _INTRODUCES.search(item.row.text):
            bits = 4.0
        elif about(item.row.text) and phrases.PROMISE.search(item.row.text) is None:
            short = len(item.row.text) <= 40 and item.row.text[-1] not in TERMINATORS
            bits = 5.0 if item.row.heading or short else 2.0
        elif _leads_on(items, at, layer):
            bits = 6.0
        if bits:
            found[at + 1] = max(bits, found.get(at + 1, 0.0))
    return found


def _leads_on(items: Sequence[Item], at: int, layer: Layer) -> bool:
    """Tell whether a row with a colon stands alone above the first label or time, so that nobody says what follows it.

    In whatever language, it announces what is below it: ``Udskrift:``.
    """
    item, below = items[at], items[at + 1]
    if at in layer.heads or len(item.row.text) > _TITLE or item.row.text[-1] not in ":：" or not below.gap:
        return False
    if at and not item.gap:
        return False
    regular = {head.family for place, head in layer.heads.items() if place > at}
    if at + 1 in layer.heads:
        return not any(head.rest and head.family in regular for place, head in layer.heads.items() if place < at)
    return bool(below.timed) and not any(row.timed for row in items[:at])


def _last_sentence(row: Row) -> Marker | None:
    """Return the marker that the last sentence of a row is: "We met the keeper. What follows is a transcript."""
    sentences = SENTENCE.split(row.text)
    return marker_of(row._replace(text=sentences[-1])) if len(sentences) > 1 else None
