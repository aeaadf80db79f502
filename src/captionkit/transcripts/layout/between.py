"""What stands between two turns and is said by nobody: a vote, an adjournment, who interrupts.

Whoever speaks on after such a line is named again, which nobody does within a turn; that is the strongest sign, and a
text shows by itself how seldom it happens otherwise.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from captionkit.transcripts.layout.families import Item
from captionkit.transcripts.layout.labels import Layer
from captionkit.transcripts.layout.rows import count_words

__all__ = ["OUT", "Between", "between_turns"]

#: A paragraph is left out from so many bits on, and above 0 it is doubtful.
OUT = 1.2
#: What speaks for speech before anything is looked at, in bits: most paragraphs without a label go on with the turn.
_PRIOR = -2.0
#: The share of interruptions behind which the speaker is named who spoke before.
_AGAIN = 0.5
#: What it says, in bits at most, that turns here have no further paragraphs.
_RARE = 1.0
#: What a word costs, and what a closing word says that another interruption has too, in bits.
_WORD, _LIKE = 0.12, 3.0
#: Texts with fewer turns show nothing.
_TURNS = 5


class Between(NamedTuple):
    """A paragraph between turns: the ``places`` of its rows, and what speaks against it as speech, in bits."""

    places: range
    bits: float


@dataclass(frozen=True, slots=True)
class _Habits:
    """How a text is written: how rare further paragraphs are, and names said twice running, in bits."""

    rare: float
    again: float


def between_turns(
    items: Sequence[Item], kinds: Sequence[str], layer: Layer, against: Callable[[int], float]
) -> list[Between]:
    """Return the last paragraph without a label of each turn, with what speaks against it as speech.

    ``kinds`` are the kinds of the items (see extent); ``against`` what the words and the form of one say, in bits.
    Nothing is returned for a text of few turns.
    """
    heads = [at for at, kind in enumerate(kinds) if kind == "head"]
    if len(layer.heads) < _TURNS:
        return []
    below = dict(pairwise(heads))
    found = {above: places for above in below if (places := _last_paragraph(kinds, above, below[above]))}
    habits = _habits(kinds, layer, heads, found)
    done: dict[int, float] = {}
    for above, places in found.items():
        again = _same(layer, above, below[above])
        done[above] = _bits(items, places, habits, against, again=again)
    signs = {_sign(items, found[above]) for above, bits in done.items() if bits > OUT}
    return [
        Between(places, done[above] + (_LIKE if done[above] <= OUT and _sign(items, places) in signs else 0.0))
        for above, places in found.items()
    ]


def _last_paragraph(kinds: Sequence[str], above: int, below: int) -> range:
    """Return the places of the last further paragraph between two heads; an empty range where there is none."""
    start = max((at for at in range(above + 1, below) if kinds[at] == "further"), default=below)
    return range(start, below)


def _same(layer: Layer, above: int, below: int) -> bool:
    one, other = layer.heads.get(above), layer.heads.get(below)
    return one is not None and other is not None and one.key == other.key


def _habits(kinds: Sequence[str], layer: Layer, heads: Sequence[int], found: Mapping[int, range]) -> _Habits:
    pairs = [(a, b) for a, b in pairwise(heads) if a not in found]
    again = (sum(_same(layer, a, b) for a, b in pairs) + 0.5) / (len(pairs) + 1)
    others = max(0, kinds[heads[0] : heads[-1]].count("further") - 1)
    rare = -math.log2(min(1.0, (others + 0.7) / (len(heads) + 2))) / 2
    return _Habits(min(_RARE, rare), math.log2(_AGAIN / again))


def _bits(
    items: Sequence[Item], places: range, habits: _Habits, against: Callable[[int], float], *, again: bool
) -> float:
    words = sum(count_words(items[at].text) for at in places)
    bits = _PRIOR + habits.rare + max(-3.0, sum(against(at) for at in places)) - _WORD * words
    return bits + (habits.again if again else 0.0)


def _sign(items: Sequence[Item], places: range) -> str:
    """Return the last word of a paragraph with the mark behind it, by which lines of one kind know each other."""
    words = " ".join(items[at].text for at in places).split()
    return words[-1].casefold() if words else ""
