"""A layout that nobody listed, induced from the text: what comes again at either edge of its lines or paragraphs.

The families of labels (``families``) and of times (``clocks``) know how turns are usually headed. A text may do it in
any other way, before its speech or behind it: ``Ann says Yes.``, ``Yes. [0:12 Ann]``, ``t=0:12 <Ann> Yes.``. Whatever
it is, it repeats: times stand in one place, a few names take turns in another, and the signs and words between them are
the same every time. Cut so that the same few beginnings (or ends) account for nearly every line, the text shows its
layout, which is stated as an example (``NAME says TEXT``) and read as one that the user states.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from captionkit.transcripts.layout.cuts import STOPPED, masked
from captionkit.transcripts.layout.people import Facts, key_of
from captionkit.transcripts.layout.rows import Row, blocks_of, count_words
from captionkit.transcripts.layout.shapes import LEAST, NEARLY_ALL, SHARE, Edge, edge_of
from captionkit.transcripts.layout.stamps import read_stamp
from captionkit.transcripts.layout.times import Ruler

__all__ = ["Induced", "induce"]

#: So many rows are looked at.
_LOOKED_AT = 400
#: The share of the units that names head which come again, and of times that do not go back.
_AGAIN, _FORWARD = 0.7, 0.9
#: How many words a second are said.
_SLOWEST, _FASTEST = 0.4, 7.0
#: So many characters may close a text.
_CLOSING = 24
#: What closes what a sign opens.
_CLOSES = {
    "\"": "\"", "'": "'", "“": "”", "„": "“", "«": "»", "»": "«", "‹": "›", "「": "」", "『": "』", "|": "|", "(": ")",
    "[": "]", "{": "}",
}  # fmt: skip
_OPENS = {closing: opening for opening, closing in _CLOSES.items()}


class Induced(NamedTuple):
    """A layout by example, and what bears it out: the share and the number of the units that have it, and the names.

    ``line`` is where the first of them begins; ``recurs`` says that at least two names come again, or that there are
    none; ``sure`` that it may be read without being asked.
    """

    example: str
    share: float
    units: int
    names: tuple[str, ...]
    line: int
    recurs: bool
    sure: bool


def induce(rows: Sequence[Row], facts: Facts, least: float = SHARE) -> Induced | None:
    """Return the layout that the edges of these rows, or of their paragraphs, show by what comes again in them.

    ``least`` is the share of the units that must have it.

    >>> rows = [Row(n, f"{who} says Yes.") for n, who in enumerate(["Ann", "Ben"] * 3)]
    >>> from captionkit.transcripts.layout.people import facts_of
    >>> induce(rows, facts_of(rows)).example
    'NAME says TEXT'
    """
    rows = rows[:_LOOKED_AT]
    found = [_of_units([[row] for row in rows], facts, least)]
    blocks = list(blocks_of(rows))
    if any(len(block) > 1 for block in blocks) and len(blocks) >= LEAST:
        found.append(_of_units(blocks, facts, least))
    return max((one for one in found if one is not None), key=_worth, default=None)


def _worth(one: Induced) -> tuple[bool, float, int]:
    return one.sure, one.share, len(one.example)


def _of_units(units: Sequence[Sequence[Row]], facts: Facts, least: float) -> Induced | None:
    """Return the layout of these units, each some rows."""
    own = sum(len(unit) > 1 for unit in units) > 0.5 * len(units)
    firsts = masked([unit[0].text for unit in units])
    lasts = masked([unit[-1].text for unit in units], tail=True)
    front = edge_of([line for line, _ in firsts], facts, least, own=own)
    back = edge_of([line[::-1] for line, _ in lasts], facts, least, own=own, turned=True)
    if front is not None and back is not None and front.names and back.names and not _echoed(front, back):
        front, back = (front, None) if len(front.has) * front.size >= len(back.has) * back.size else (None, back)
    edges = [edge for edge in (front, back) if edge is not None]
    both = sorted(frozenset.intersection(*(edge.has for edge in edges))) if edges else []
    share = len(both) / (both[-1] - both[0] + 1) if both else 0.0
    if len(both) < LEAST or share < least:
        return None
    mine, inside = [units[at] for at in both], frozenset(both)
    names = Counter(key_of(name) for edge in edges for at, name in edge.names.items() if at in inside)
    times = [firsts[at][1] if front is not None and front.timed else lasts[at][1] for at in both]
    if any(edge.timed for edge in edges) and not (_rises(times) and (names or _is_spoken(mine, times))):
        return None
    example = _closed(front.shape if front else "", back.shape if back else "", mine)
    recurs = not names or _recur(names, len(both))
    return Induced(
        example, share, len(both), tuple(names), mine[0][0].number, recurs, recurs and _is_sure(edges, share)
    )


def _is_sure(edges: Sequence[Edge], share: float) -> bool:
    """Tell whether signs part names and texts, or, where words do, whether nearly all lines have them and sentences."""
    if share < SHARE or any(edge.loose for edge in edges):
        return False
    bare = not any(edge.signed for edge in edges if edge.names) and any(edge.names for edge in edges)
    return not bare or (share >= NEARLY_ALL and all(edge.sentences for edge in edges))


def _recur(names: Counter[str], total: int) -> bool:
    """Tell whether two names and more come again, and stand in most units."""
    again = [count for count in names.values() if count >= 2]
    return len(again) >= 2 and sum(again) >= _AGAIN * total


def _is_spoken(units: Sequence[Sequence[Row]], times: Sequence[Sequence[str]]) -> bool:
    """Tell whether as much is said as the time allows, where nothing but times repeats: no programme, no log."""
    ruler = Ruler()
    first, last = (read_stamp(found[0]) if found else None for found in (times[0], times[-1]))
    if first is None or last is None:
        return False
    words = sum(count_words(row.text) for unit in units[:-1] for row in unit)
    seconds = (ruler.ms(last) - ruler.ms(first)) / 1000
    return seconds > 0 and _SLOWEST <= words / seconds <= _FASTEST


def _closed(lead: str, trail: str, units: Sequence[Sequence[Row]]) -> str:
    """Return the example with what closes what the edge before the text opened, or opens what one closes."""
    texts = [unit[-1].text for unit in units]
    if lead and not trail:
        trail = next((end for end in _endings(texts[0]) if _opened(lead, end) and _share(texts, end) >= NEARLY_ALL), "")
    elif trail.lstrip()[:1] in _OPENS and not lead:
        opening = _OPENS[trail.lstrip()[0]]
        begun = sum(unit[0].text.startswith(opening) for unit in units)
        lead = opening if begun >= NEARLY_ALL * len(units) else ""
    return f"{lead}TEXT{trail}"


def _endings(text: str) -> Iterator[str]:
    """Yield what a text may be closed with, longest first: from a sign that ends no sentence to its end."""
    for at in range(max(0, len(text) - _CLOSING), len(text)):
        if not text[at].isspace() and not text[at].isalnum() and text[at] not in STOPPED and text[at] not in ",;:":
            yield text[at:]


def _opened(lead: str, end: str) -> bool:
    """Tell whether the edge before a text opens what this closes: a quote, a bracket, a cell, a tag."""
    opening = _OPENS.get(end[0], "")
    return opening in lead if opening else end[0] == "<" and "<" in lead


def _share(texts: Sequence[str], end: str) -> float:
    return sum(text.endswith(end) for text in texts) / len(texts)


def _echoed(front: Edge, back: Edge) -> bool:
    """Tell whether the name is written on both sides of the text: ``<Ann>Yes.</Ann>``."""
    both = front.names.keys() & back.names.keys()
    return sum(front.names[at] == back.names[at] for at in both) >= NEARLY_ALL * len(front.names)


def _rises(times: Sequence[Sequence[str]]) -> bool:
    ruler = Ruler()
    starts = [ruler.ms(stamp) for found in times if found and (stamp := read_stamp(found[0])) is not None]
    return sum(b >= a for a, b in pairwise(starts)) >= _FORWARD * (len(starts) - 1)
