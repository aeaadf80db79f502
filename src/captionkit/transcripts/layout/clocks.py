"""The time layer: where the rows of a text carry times, in which form, and what each way of writing them explains.

A *family* is one way: how the time stands in its row, its brackets, its form. What a family gains, in bits, is what its
digits would cost as text, less what the steps between its times cost: little forward, more back.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from statistics import variance
from typing import NamedTuple

from captionkit.text.marks import SENTENCE_ENDS, TERMINATORS
from captionkit.transcripts.layout.heads import Head, heads_of
from captionkit.transcripts.layout.rows import Row, count_words
from captionkit.transcripts.layout.stamps import ANY, parse, without_date
from captionkit.transcripts.layout.times import TIME, Ruler

__all__ = ["BARE", "INSIDE", "Clock", "begun", "clocks_of"]

_NEAR_MISS = re.compile(r"\d{1,3}:\d{1,3}(?=\s)")
#: A bracketed time anywhere in running text.
INSIDE = re.compile(rf"[\[({{#][ \t]*(?P<a>{ANY})[ \t]*[\])}}#]", re.I)

#: A time without brackets inside running text.
BARE = re.compile(rf"(?<=\s)(?P<a>{TIME})(?=\s)")

#: What a digit of a time costs as text; what a step forward and back cost; what saying that there are times costs.
_DIGIT, _FORWARD, _BACK, _SAY, _ONCE = 2.6, 6.5, 10.5, 10.0, 15.0
_MISS, _SLOW, _RATE = 14.0, 9.0, 0.15
#: A time alone on its line is hardly ever text; names beside times may still bear out times that gain too little.
_ALONE, _NAMED_TOO = 4.0, -16.0


#: So many steps at least tell the pace, and of two one must be so much steadier.
_PACED, _CLEARLY = 4, 0.4


class Clock(NamedTuple):
    """A way of writing times: its heads by row, and its gain in bits; ``stands`` are the ways to stand it joins."""

    stands: frozenset[str]
    bracket: str
    form: str
    heads: dict[int, Head]
    gain: float

    @property
    def named(self) -> bool:
        """Whether names stand beside the times."""
        return bool(self.stands & {"suf", "mid"})


#: Ways to stand that one file mixes: times alone and with text, beside names and without.
_JOINED = (
    ("pre", "own"), ("suf", "mid"), ("suf", "own"), ("suf", "mid", "pre", "own"), ("mid", "own"), ("mid", "pre"),
)  # fmt: skip


def clocks_of(
    rows: Sequence[Row], limit: int = 5, found: Sequence[Sequence[tuple[str, str, Head]]] | None = None
) -> list[Clock]:
    """Return the families of times in these rows that gain anything, the best ``limit`` of them, best first."""
    found = [heads_of(row) for row in rows] if found is None else found
    by_family: dict[tuple[str, str, str], dict[int, Head]] = defaultdict(dict)
    for at, carried in enumerate(found):
        for bracket, form, head in carried:
            by_family[head.stand, bracket, form][at] = head
    by_family = defaultdict(dict, {family: _alike(heads) for family, heads in by_family.items()})
    groups = {(frozenset((stand,)), bracket, form): heads for (stand, bracket, form), heads in by_family.items()}
    for joined in _JOINED:
        for bracket, form in {key[1:] for key in by_family}:
            parts = [by_family[stand, bracket, form] for stand in joined if (stand, bracket, form) in by_family]
            if len(parts) == len(joined) or (len(joined) == 4 and len(parts) == 3):
                groups[frozenset(joined), bracket, form] = {at: head for part in parts for at, head in part.items()}
    clocks = []
    for (stands, bracket, form), heads in groups.items():
        if stands == {"end"}:
            heads = begun(rows, heads)
        gain = _gain(rows, stands, bracket, form, heads)
        if gain > (0.0 if stands == {"end"} else _NAMED_TOO):
            clocks.append(Clock(stands, bracket, form, heads, gain))
    inside = _inside(rows) or _inside(rows, BARE)
    if inside is not None:
        clocks.append(inside)
    return sorted(clocks, key=lambda clock: (-clock.gain, len(clock.stands)))[:limit]


def _alike(heads: dict[int, Head]) -> dict[int, Head]:
    """Return the heads with a date, AM or PM where most have one: beside these a time without it stands in a text."""
    for noon in (False, True):
        mine = {at: h for at, h in heads.items() if (h.noon if noon else without_date(h.taken) != h.taken)}
        heads = mine if 2 * len(mine) > len(heads) and len(mine) > 1 else heads
    return heads


def _gain(rows: Sequence[Row], stands: frozenset[str], bracket: str, form: str, heads: dict[int, Head]) -> float:
    order = sorted(heads)
    ruler = Ruler()
    starts = [ruler.ms(stamp) for at in order if (stamp := heads[at].start or heads[at].end) is not None]
    once = len(order) == 1 and not (stands == {"own"} and starts == [0] and order[0] * 2 <= len(rows))
    gain = -_SAY - (_ONCE if once else 0.0)
    if once and without_date(taken := heads[order[0]].taken) != taken:
        return -math.inf  # a date that stands once is that of the text
    for at in order:
        digits = sum(c.isdigit() for c in heads[at].taken)
        letters = sum(c.isalpha() for c in heads[at].taken) if form in ("words", "seconds") else 0
        gain += _DIGIT * digits + 1.5 * letters + (2.0 if bracket not in ("", "n") else 0.0)
        gain += 6.0 if stands == {"col"} else _ALONE if heads[at].stand == "own" else 0.0
    for before, after in pairwise(starts):
        gain -= _FORWARD if after >= before else _BACK
    if bracket in ("", "n") and stands <= {"pre", "own"} and form != "decimals":
        gain -= _MISS * sum(1 for at, row in enumerate(rows) if at not in heads and _NEAR_MISS.match(row.text))
        gain -= _SLOW * _slow(rows, order, heads)
    if stands == {"end"}:
        if sum(heads[at].rest.endswith((*SENTENCE_ENDS, ",", "—")) for at in order) < 0.4 * len(order):
            return 0.0
        openings = sum(1 for row in rows[1:] if row.gap) + 1
        units = openings if openings > 1 else len(rows)
        if len(order) < 0.6 * units and len(order) < 0.6 * len(rows):
            return 0.0
    return gain


def begun(rows: Sequence[Row], heads: dict[int, Head], *, signed: bool = False) -> dict[int, Head]:
    """Return the heads behind their texts, as the beginnings of these where the first is 0 or the pace says so.

    ``signed``: a name stands beside them, as whoever signs a text says when; only the pace makes them ends.

    A text of many words takes long: what passes before a time or after it, whichever goes better with the words.
    """
    order = sorted(heads)
    ruler = Ruler()
    times = [ruler.ms(stamp) for at in order if (stamp := heads[at].end) is not None and heads[at].start is None]
    if len(times) < len(order) or len(times) < 2:
        return heads
    words = [
        1 + count_words(heads[at].rest) + sum(count_words(row.text) for row in rows[before + 1 : at])
        for before, at in pairwise((-1, *order))
    ]
    steps = [b - a for a, b in pairwise(times)]
    if min(steps) < 0:
        return heads
    after, until = (_spread(counts, steps) for counts in (words[:-1], words[1:]))
    paced = len(steps) >= _PACED
    ends = paced and until < _CLEARLY * after if signed else not (paced and after < _CLEARLY * until)
    if times[0] and ends:
        return heads
    return {at: head._replace(start=head.end, end=None) for at, head in heads.items()}


def _spread(words: Sequence[int], steps: Sequence[int]) -> float:
    """Return how much the pace differs: the variance of the logarithm of words for each step in ms."""
    paces = [math.log(count / max(1, step)) for count, step in zip(words, steps, strict=True)]
    return variance(paces) if len(paces) > 1 else 0.0


def _slow(rows: Sequence[Row], order: list[int], heads: dict[int, Head]) -> int:
    """Return at how many of the times so little is said before the next one that it is a programme, not speech."""
    slow, stopped = 0, 0
    ruler = Ruler()
    for at, after in zip(order, [*order[1:], len(rows)], strict=True):
        lines = [heads[at].rest, *(row.text for row in rows[at + 1 : after])]
        words = sum(count_words(line) for line in lines)
        stopped += any(line[-1] in TERMINATORS for line in lines if line)
        start = heads[at].start
        if after == len(rows) or start is None or heads[after].start is None:
            slow += slow > 0 and after == len(rows)
            continue
        seconds = (ruler.ms(heads[after].start or start) - ruler.ms(start)) / 1000
        slow += seconds > 0 and words / seconds < _RATE
    return slow if slow >= 2 and stopped < 0.5 * len(order) else 0


def _inside(rows: Sequence[Row], pattern: re.Pattern[str] = INSIDE) -> Clock | None:
    """Return the family of times inside running text, where there are two or more in brackets that never go back.

    Without brackets there must be four and more, with as much said between them as one says in that time.
    """
    heads: dict[int, Head] = {}
    times: list[int] = []
    said: list[int] = [0]
    digits = leading = 0
    bare = pattern is BARE
    ruler = Ruler()
    for at, row in enumerate(rows):
        done = 0
        for match in pattern.finditer(row.text) if ":" in row.text or not bare else ():
            found = parse(match["a"])
            if found is None:
                continue
            times.append(ruler.ms(found.stamp))
            leading += match.start() == 0
            digits += sum(c.isdigit() for c in match["a"])
            said[-1] += count_words(row.text[done : match.start()])
            said.append(0)
            done = match.end()
            heads.setdefault(at, Head("in", found.stamp, None, "", row.text, match["a"]))
        said[-1] += count_words(row.text[done:])
    if len(times) < (4 if bare else 2) or any(b < a for a, b in pairwise(times)):
        return None
    if bare:
        rates = [count * 1000 / (b - a) for (a, b), count in zip(pairwise(times), said[1:], strict=False) if b > a]
        if sum(0.4 <= rate <= 7 for rate in rates) < 0.8 * (len(times) - 1):
            return None
    if not bare and leading * 10 >= 9 * len(times):
        return None  # times that begin their rows are not inside a text
    gain = (
        (_DIGIT * digits + 2.0 * len(times) - _FORWARD * len(times)) * 0.8 - _SAY + (4.0 * len(times) if bare else 0.0)
    )
    return Clock(frozenset(("in",)), "" if bare else "[", "clock", heads, gain) if gain > 0 else None
