"""What a reading leaves unexplained: signs that the text has a structure that was not found, whatever the margin says.

No rival competes for a form that is not known, so that the margin is silent about it; but the form is still there: the
same few beginnings come again, times stay in the text, brackets are torn, a row looks as the labels do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from captionkit.text.marks import SENTENCE_ENDS
from captionkit.transcripts.layout.candidates import candidates_of
from captionkit.transcripts.layout.families import Candidate, family_of
from captionkit.transcripts.layout.induced import induce
from captionkit.transcripts.layout.people import Facts, name_cost
from captionkit.transcripts.layout.reading import Reading
from captionkit.transcripts.layout.rows import Row
from captionkit.transcripts.layout.standing import IN

__all__ = ["Leftover", "leftovers_of"]

#: So many rows at least, and this share of them, must show the same sign.
_LEAST, _SHARE = 3, 0.6
#: So many paragraphs are looked at.
_LOOKED_AT = 1000
#: A time in a text.
_TIME = re.compile(r"(?<![\d:.])\d{1,3}:[0-5]\d(?::[0-5]\d)?(?![\d:])")
#: Where in a text a time is one of its structure: so near its beginning or its end, in characters.
_EDGE = 24
#: A row whose label costs more (bits) is not like one; brackets say much by themselves.
_LIKE, _BRACKETED = 4.0, 10.0
_PAIRS = (("(", ")"), ("[", "]"), ("{", "}"), ("（", "）"), ("【", "】"))


class Leftover(NamedTuple):
    """A sign of structure that was not read: what it is, in words, and the first line that shows it."""

    what: str
    line: int


def leftovers_of(reading: Reading, facts: Facts) -> Leftover | None:
    """Return the strongest sign of a structure that this reading does not explain, None where there is none."""
    texts = _texts(reading)[:_LOOKED_AT]
    signs = (
        _times(texts),
        _torn(texts),
        _shaped(texts, facts),
        _passed(reading, facts),
        _untimed(reading),
    )
    return next((sign for sign in signs if sign is not None), None)


def _texts(reading: Reading) -> list[tuple[int, str]]:
    """Return (line, what is said there) of each row that opens a paragraph, less its label and time."""
    done: list[tuple[int, str]] = []
    for at, item in enumerate(reading.items):
        head = reading.layer.heads.get(at)
        text = item.text if head is None else head.rest
        if reading.roles[at] == IN and text and (item.opens or head is not None):
            done.append((item.row.number, text))
    return done


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


def _shaped(texts: Sequence[tuple[int, str]], facts: Facts) -> Leftover | None:
    """Tell of texts that begin or end alike but for a few names, or for times."""
    found = induce([Row(line, text, gap=1) for line, text in texts], facts, _SHARE)
    if found is None or not found.recurs:
        return None
    what = f"{found.units} of {len(texts)} paragraphs have one shape, {found.example!r}, and were not read as such"
    return Leftover(what, found.line)


def _untimed(reading: Reading) -> Leftover | None:
    """Tell of a row that is a few words and a time, as the heads of the others are, and was not read as one."""
    for at, head in reading.heads.items():
        item = reading.items[at]
        apart = item.row.gap or head.stand == "mid"
        if head.stand in ("suf", "mid") and not item.timed and item.opens and reading.roles[at] == IN and apart:
            return Leftover(
                f"{item.row.text[:40]!r} looks like a name and a time, but was not read so", item.row.number
            )
    return None


def _passed(reading: Reading, facts: Facts) -> Leftover | None:
    """Tell of a row between the labels that looks like one of them and was not taken."""
    doubted = (c for at, c in reading.layer.doubted.items() if reading.roles[at] == IN)
    for candidate in (*doubted, *_unlabelled(reading, facts)):
        raw = candidate.raw[:40]
        return Leftover(
            f"{raw!r} looks like a label too, but was not read as one", reading.items[candidate.at].row.number
        )
    return None


def _unlabelled(reading: Reading, facts: Facts) -> Iterator[Candidate]:
    layer = reading.layer
    plain = (name for name in layer.families if name not in ("line", "beside", "stated"))
    families = frozenset(name for name in plain if not family_of(name).certain)
    if not families or not layer.heads:
        return
    first, last = min(layer.heads), max(layer.heads)
    between = [
        (at, item)
        for at, item in enumerate(reading.items[first:last], first)
        if item.opens and not item.timed and at not in layer.heads and reading.roles[at] == IN
        if item.gap or not facts.blanks
    ]
    for found in candidates_of([item for _, item in between], families).values():
        for c in found:
            begins = next((letter for letter in c.rest if letter.isalpha()), "A")
            ends = not c.rest or c.rest.endswith(SENTENCE_ENDS)
            most = _BRACKETED if c.family in ("square", "corner") else _LIKE
            if not begins.islower() and ends and name_cost(c.name, facts, bracketed=most > _LIKE) <= most:
                yield c._replace(at=between[c.at][0])
