"""What a reading leaves unexplained: signs that the text has a structure that was not found, whatever the margin says.

No rival competes for a form that is not known, so that the margin is silent about it; but the form is still there: the
same few beginnings come again, times stay in the text, brackets are torn, a row looks as the labels do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from captionkit.transcripts.layout.compose import Composed
from captionkit.transcripts.layout.extent import IN, SENTENCE_ENDS
from captionkit.transcripts.layout.families import Candidate, candidates_of
from captionkit.transcripts.layout.people import Facts, name_cost
from captionkit.transcripts.layout.reading import Reading
from captionkit.transcripts.layout.words import SENTENCE_OPENERS

__all__ = ["Leftover", "leftovers_of"]

#: So many rows at least, and this share of them, must show the same sign.
_LEAST, _SHARE = 3, 0.6
#: What begins a text without being a word of it, and a time in a text.
_BEGINNING = re.compile(r"(?P<name>[^\s\w]{0,3}[ ]?\w[\w.'’-]*)(?P<sign>[^\w\s]{0,3}[ ]?[^\w\s]{0,2})")
_TIME = re.compile(r"(?<![\d:.])\d{1,3}:[0-5]\d(?::[0-5]\d)?(?![\d:])")
#: Where in a text a time is one of its structure: so near its beginning or its end, in characters.
_EDGE = 24
#: A row whose label costs more (bits) is not like one.
_LIKE = 4.0
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("（", "）"), ("【", "】"))


class Leftover(NamedTuple):
    """A sign of structure that was not read: what it is, in words, and the first line that shows it."""

    what: str
    line: int


def leftovers_of(reading: Reading, composed: Composed, facts: Facts) -> Leftover | None:
    """Return the strongest sign of a structure that this reading does not explain, None where there is none."""
    texts = [(turn.line or turn.rows[0].number, turn.rows[0].text) for turn in composed.turns if turn.rows]
    signs = (_times(texts), _torn(texts), _beginnings(reading), _passed(reading, facts))
    return next((sign for sign in signs if sign is not None), None)


def _often(lines: Sequence[int], total: int) -> bool:
    return len(lines) >= _LEAST and len(lines) >= _SHARE * total


def _times(texts: Sequence[tuple[int, str]]) -> Leftover | None:
    """Tell of texts that keep a time at their beginning or end."""
    found = [line for line, text in texts if _TIME.search(text[:_EDGE]) or _TIME.search(text[-_EDGE:])]
    if not _often(found, len(texts)):
        return None
    return Leftover(f"{len(found)} of {len(texts)} texts hold a time that was not read as one", found[0])


def _torn(texts: Sequence[tuple[int, str]]) -> Leftover | None:
    """Tell of texts in which a bracket closes that was not opened: the label ended inside it."""
    found = [line for line, text in texts if any(0 <= text.find(b) < text.find(a) % 10**9 for a, b in _PAIRS)]
    if not _often(found, len(texts)):
        return None
    return Leftover(f"{len(found)} of {len(texts)} texts begin inside a bracket", found[0])


def _beginnings(reading: Reading) -> Leftover | None:
    """Tell of a text without labels whose paragraphs begin with the same few words and signs."""
    if reading.layer.heads:
        return None
    rows = [
        (item.row.number, item.text)
        for at, item in enumerate(reading.items)
        if reading.roles[at] == IN and item.opens and item.text
    ]
    found: Counter[str] = Counter()
    lines: dict[str, int] = {}
    for line, text in rows:
        match = _BEGINNING.match(text)
        if match is None or match["name"].casefold() in SENTENCE_OPENERS or not match["sign"].strip(" ,'’"):
            continue
        begin = f"{match['name']}{match['sign']}".strip()
        found[begin] += 1
        lines.setdefault(begin, line)
    again = {begin: count for begin, count in found.items() if count >= 2}
    if len(again) < 2 or not _often(range(sum(again.values())), len(rows)) or sum(again.values()) < 2 * _LEAST - 1:
        return None
    shown = ", ".join(repr(begin) for begin in sorted(again, key=lambda b: -again[b])[:3])
    return Leftover(
        f"{sum(again.values())} of {len(rows)} paragraphs begin alike ({shown}), as labels do",
        min(lines[begin] for begin in again),
    )


def _passed(reading: Reading, facts: Facts) -> Leftover | None:
    """Tell of a row between the labels that looks like one of them and was not taken."""
    for candidate in _unlabelled(reading, facts):
        raw = candidate.raw[:40]
        return Leftover(
            f"{raw!r} looks like a label too, but was not read as one", reading.items[candidate.at].row.number
        )
    return None


def _unlabelled(reading: Reading, facts: Facts) -> Iterator[Candidate]:
    layer = reading.layer
    families = frozenset(layer.families) - {"line", "beside", "stated", "stop"}
    if not families or not layer.heads:
        return
    first, last = min(layer.heads), max(layer.heads)
    for found in candidates_of(reading.items, families).values():
        for c in found:
            item = reading.items[c.at]
            if not first < c.at < last or c.at in layer.heads or reading.roles[c.at] != IN or not item.opens:
                continue
            if item.timed or (facts.blanks and not item.gap):
                continue
            begins = next((letter for letter in c.rest if letter.isalpha()), "A")
            ends = not c.rest or c.rest.endswith(SENTENCE_ENDS)
            if not begins.islower() and ends and name_cost(c.name, facts) <= _LIKE:
                yield c
