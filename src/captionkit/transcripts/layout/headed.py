"""What stands under headings that come again: "PANEL 3" and what it shows, "STOP 102" and its object. Nobody says it.

In a text of blocks between blank lines, most of which begin with a label, a block that begins with such a heading
describes what follows, down to the first line with a label that begins blocks elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from captionkit.text.letters import LETTERS
from captionkit.text.marks import TERMINATORS
from captionkit.transcripts.layout.heads import heads_of
from captionkit.transcripts.layout.people import clean, key_of
from captionkit.transcripts.layout.rows import Row

__all__ = ["described"]

#: "PANEL 3", "Stop 102 - The hall", "SCENE TWO": a word, and what numbers it.
_HEADING = re.compile(
    rf"(?P<word>(?=[^ .:#№-]{{3,20}}[ .:#№-]){LETTERS})[ .:#№-]{{1,3}}(?P<number>\d{{1,4}}\b|[^\W\d_]{{3,12}}\b)"
)
_LABEL = re.compile(r"(?P<name>[^:：\n]{1,60})[:：](?=[ \t]|\Z)")
_STOPS = (*TERMINATORS, '"', "”", "»")
#: The longest heading, in characters; how many there must be, and which share of the other blocks begins with a label.
_SHORT, _LEAST, _LABELLED = 60, 2, 0.6


def described(rows: Sequence[Row]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the places of headings that come again and of the lines that describe what follows them."""
    blocks = list(_blocks(rows))
    words = {a: word for a, _ in blocks if (word := _headed(rows[a]))}
    counts = Counter(words.values())
    heads = {a for a, word in words.items() if counts[word] >= _LEAST}
    if not heads:
        return frozenset(), frozenset()
    openers = Counter(label for a, _ in blocks if a not in heads and (label := _label(rows[a])))
    known = {label for label, count in openers.items() if count > 1}
    out = [at for a, b in blocks if a in heads for at in _until(rows, a + 1, b, openers)]
    others = [(a, b) for a, b in blocks if a not in heads]
    below, elsewhere = _unlabelled(rows, blocks, heads)
    if not elsewhere:
        out += [at for a, b in below for at in range(a, b)]
        others = [block for block in others if block not in below]
    if not out or len(known) < 2 or openers.total() < _LABELLED * len(others):
        return frozenset(), frozenset()
    return frozenset(heads), frozenset(out)


def _unlabelled(
    rows: Sequence[Row], blocks: Sequence[tuple[int, int]], heads: Collection[int]
) -> tuple[list[tuple[int, int]], bool]:
    """Return the blocks without a label right below a heading alone, and whether there are others between labels."""
    labelled = [at for at, (a, _) in enumerate(blocks) if a not in heads and _label(rows[a])]
    below: list[tuple[int, int]] = []
    elsewhere = False
    for at in range(1, labelled[-1] if labelled else 0):
        a, b = blocks[at]
        if a in heads or at in labelled or rows[a].text[0] in "[(":
            continue
        above = blocks[at - 1]
        if above[0] in heads and above[1] - above[0] == 1:
            below.append((a, b))
        elsewhere = elsewhere or (at > labelled[0] and (a, b) not in below and rows[b - 1].text.endswith(_STOPS))
    return below, elsewhere


def _blocks(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Yield (begin, end) of the runs of rows that no blank line divides."""
    begin = 0
    for at in range(1, len(rows) + 1):
        if at == len(rows) or rows[at].gap:
            yield begin, at
            begin = at


def _headed(row: Row) -> str:
    """Return the word of a heading that numbers something, ``""`` for any other row."""
    found = _HEADING.match(row.text) if len(row.text) <= _SHORT and row.text[-1] not in TERMINATORS else None
    if found is None or heads_of(row):
        return ""
    numbered = found["number"].isdigit() or (found["word"].isupper() and row.text[-1] not in ":：")
    return found["word"].casefold() if numbered and found["word"][0].isupper() else ""


def _label(row: Row) -> str:
    found = _LABEL.match(row.text)
    return key_of(clean(found["name"]).speaker) if found is not None else ""


def _until(rows: Sequence[Row], begin: int, end: int, openers: Counter[str]) -> range:
    """Return the places up to the first row with a label that begins blocks elsewhere."""
    for at in range(begin, end):
        if openers[_label(rows[at])]:
            return range(begin, at)
    return range(begin, end)
