"""What comes again with every entry of a page that lists them: buttons, counts, "3 days ago" around a name and a text.

Nothing is listed: lines that are equal but for their numbers, come as often as one another and in one order make a
cycle. Of what stands between them, one place holds a short line that comes again (who), another the most words (what).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from captionkit.text.marks import TERMINATORS
from captionkit.transcripts.layout.heads import heads_of
from captionkit.transcripts.layout.rows import Row, count_words

__all__ = ["Entry", "entries_of"]

_DIGITS = re.compile(r"\d+")
#: A number and what it counts: "3 days ago", "2 months ago (edited)".
_COUNTED = re.compile(r"0 ?[^\W\d].*")
#: The longest line that comes again, and the longest name, in characters.
_SHORT, _NAME = 40, 40
#: So many entries at least, and so much of them in the same order; how many of the lines they take up.
_LEAST, _SAME, _COVER = 4, 0.7, 0.6
#: How much oftener or less often than the others a line of the cycle may come.
_NEAR = 0.2
#: So many kinds of lines make a cycle at most, and so many counts are tried.
_KINDS, _TRIED = 12, 6


class Entry(NamedTuple):
    """One entry: the places of its name (-1: it has none), of its text, and of all else that belongs to it."""

    name: int
    said: list[int]
    rest: list[int]


class _Cycle(NamedTuple):
    """The shapes of a cycle in their order, where each whole one begins, and (begin, end) of those that lack some."""

    order: tuple[str, ...]
    starts: list[int]
    torn: list[tuple[int, int]]


def entries_of(rows: Sequence[Row]) -> list[Entry]:
    """Return the entries of a page in order; none where its lines make no cycle."""
    exact = [_shape(row) for row in rows]
    loose = [_COUNTED.sub("0 +", shape) for shape in exact]
    best: list[Entry] = []
    for shapes in (exact, loose):
        for found in _ways(rows, shapes):
            if sum(len(entry.rest) for entry in found) > sum(len(entry.rest) for entry in best):
                best = found
    return [_bare(entry, exact) for entry in best]


def _bare(entry: Entry, shapes: Sequence[str]) -> Entry:
    """Return an entry with the numbers at the edges of its text among the rest: points, counts."""
    said = list(entry.said)
    while len(said) > 1 and not any(map(str.isalpha, shapes[said[-1]] or "a")):
        said.pop()
    while len(said) > 1 and not any(map(str.isalpha, shapes[said[0]] or "a")):
        said.pop(0)
    return entry._replace(said=said, rest=sorted({*entry.rest, *entry.said} - set(said)))


def _ways(rows: Sequence[Row], shapes: Sequence[str]) -> Iterator[list[Entry]]:
    """Yield the entries by each cycle that these shapes make."""
    counts = Counter(filter(None, shapes))
    often = sorted({count for count in counts.values() if count >= _LEAST}, reverse=True)
    for usual in often[:_TRIED]:
        constant = frozenset(
            s for s, n in counts.items() if abs(n - usual) <= max(1, _NEAR * usual) and n >= _LEAST - 1
        )
        if not 2 <= len(constant) <= _KINDS:
            continue
        for cycle in _cycles([shape if shape in constant else "" for shape in shapes]):
            yield _entries(rows, shapes, cycle)


def _shape(row: Row) -> str:
    """Return a short line that ends no sentence less its numbers; ``""`` for any other, and for a time."""
    text = row.text
    if len(text) > _SHORT or text[-1] in TERMINATORS or row.bold:
        return ""
    if ":" in text and any(head.stand == "own" for _, _, head in heads_of(row)):
        return ""
    return _DIGITS.sub("0", text)


def _cycles(shapes: Sequence[str]) -> list[_Cycle]:
    """Return the orders in which the shapes come again, by what they may begin with, those of most entries first."""
    found: list[_Cycle] = []
    places: dict[str, list[int]] = defaultdict(list)
    for at, shape in enumerate(shapes):
        places[shape].append(at)
    places.pop("", None)
    for starts in places.values():
        spans = list(pairwise([*starts, len(shapes)]))
        units = [tuple(filter(None, shapes[a:b])) for a, b in spans]
        order, count = Counter(units).most_common(1)[0]
        whole = [unit == order for unit in units]
        last = len(units) - (units[-1] != order and units[-1] == order[: len(units[-1])])  # less one that breaks off
        if count < max(_LEAST - 1, _SAME * last) or len(order) < 2 or len(set(order)) < len(order):
            continue
        starts = [at for at, is_whole in zip(starts, whole, strict=True) if is_whole]
        torn = [span for span, is_whole in zip(spans, whole, strict=True) if not is_whole]
        found.append(_Cycle(order, starts, torn))
    return sorted(found, key=lambda cycle: -len(cycle.starts))


def _entries(rows: Sequence[Row], shapes: Sequence[str], cycle: _Cycle) -> list[Entry]:
    """Return the entries of a cycle, where one place in it holds names and another texts."""
    begins = sorted({*cycle.starts, *(span[0] for span in cycle.torn), len(rows)})
    ends = dict(pairwise(begins))
    units = [_slots(shapes, cycle.order, at, ends[at]) for at in cycle.starts]
    if not any(unit[-1] for unit in units[:-1]):
        units[-1][-1].clear()
    words = [sum(count_words(rows[at].text) for unit in units for at in unit[slot]) for slot in range(len(cycle.order))]
    text = max(range(len(words)), key=words.__getitem__)
    named = next((slot for slot in range(text) if _are_names(rows, [unit[slot] for unit in units])), None)
    if named is None and not (
        all(len(unit[text]) > 1 for unit in units) and _are_names(rows, [unit[text] for unit in units])
    ):
        return []
    found: list[Entry] = []
    for start, unit in zip(cycle.starts, units, strict=True):
        who = unit[text if named is None else named][0]
        said = [at for at in unit[text] if at != who]
        end = start + sum(map(len, unit)) + len(cycle.order)
        found.append(Entry(who, said, [at for at in range(start, end) if at != who and at not in said]))
    found += _first(shapes, cycle, named if named is not None else text)
    found += [_torn(shapes, cycle.order, span) for span in cycle.torn]
    found.sort(key=lambda entry: min(entry.rest))
    covered = sum(1 + len(entry.said) + len(entry.rest) for entry in found)
    return found if covered >= _COVER * len(rows) else []


def _slots(shapes: Sequence[str], order: Sequence[str], start: int, end: int) -> list[list[int]]:
    """Return the places behind each shape of the cycle, before the next one."""
    slots: list[list[int]] = [[]]
    for at in range(start + 1, end):
        if len(slots) < len(order) and shapes[at] == order[len(slots)]:
            slots.append([])
        else:
            slots[-1].append(at)
    return slots


def _first(shapes: Sequence[str], cycle: _Cycle, named: int) -> list[Entry]:
    """Return the entry above the first whole one, where it lacks only what stands above the names of the others."""
    begin = min((cycle.starts[0], *(span[0] for span in cycle.torn)))
    places: list[int] = []
    at = begin - 1
    for shape in reversed(cycle.order[named + 1 :]):
        while at >= 0 and shapes[at] != shape:
            at -= 1
        places.insert(0, at)
        at -= 1
    if not places or places[0] < 1:
        return []
    between = [at for at in range(places[0], begin) if at not in places]
    return [Entry(places[0] - 1, between, places)] if between else []


def _torn(shapes: Sequence[str], order: Sequence[str], span: tuple[int, int]) -> Entry:
    """Return the entry that lacks a line of the cycle, or has one twice: the first other line is its name."""
    rest = [at for at in range(*span) if shapes[at] in order]
    said = [at for at in range(*span) if shapes[at] not in order]
    return Entry(said[0] if len(said) > 1 else -1, said[1:] if len(said) > 1 else said, rest)


def _are_names(rows: Sequence[Row], places: Sequence[Sequence[int]]) -> bool:
    """Tell whether each of these places holds a short line first, of which some come again and not all are the same."""
    if not all(places):
        return False
    names = Counter(rows[found[0]].text for found in places)
    if any(len(name) > _NAME or name[-1] in TERMINATORS + ":" or not any(map(str.isalpha, name)) for name in names):
        return False
    return 1 < len(names) < sum(names.values())
