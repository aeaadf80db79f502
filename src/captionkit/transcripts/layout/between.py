"""What stands between two turns and is said by nobody: a vote, an adjournment, who interrupts.

Whoever speaks on after such a line is named again, which nobody does within a turn; that is the strongest sign, and a
text shows by itself how seldom it happens otherwise.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from captionkit.transcripts.layout.families import Item
from captionkit.transcripts.layout.labels import Layer
from captionkit.transcripts.layout.people import key_of
from captionkit.transcripts.layout.rows import count_words
from captionkit.transcripts.layout.standing import WORD
from captionkit.transcripts.layout.words import FUNCTION, PERSONS, SENTENCE_OPENERS

__all__ = ["OUT", "Between", "between_turns", "impersonal", "persons_of"]

#: A paragraph is left out from so many bits on, and above 0 it is doubtful.
OUT = 1.2
#: What speaks for speech before anything is looked at, in bits: most paragraphs without a label go on with the turn.
_PRIOR = -2.0
#: The share of interruptions behind which the speaker is named who spoke before.
_AGAIN = 0.5
#: What it says, in bits at most, that turns here have no further paragraphs.
_RARE = 1.0
#: What a word costs, and what it says that another interruption closes with the same word, or stands twice (bits).
_WORD, _LIKE = 0.12, 3.0
#: What it says at most that no word is about whoever speaks or listens; a time of day, and two of them (bits).
_NOBODY, _TIMED, _TWICE = 2.0, 1.5, 2.5
#: So few words they are, and what it says that all of them are so few where turns are longer.
_FEW, _BRIEF = 5, 2.0
#: What it says that it begins with a name of a speaker and goes on with what they do, in bits.
_DOES = 1.5
#: A time of day as minutes write it: 11.20, 11,20, 14:05, 17 h 30.
_OF_DAY = re.compile(r"(?<![\d.,:])\d{1,2}(?:[.,:]| ?h ?)[0-5]\d(?![\d.,:]\d)")
#: Turns so near the beginning show how a text speaks.
_EDGE = 60
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
    """Return the paragraphs without a label of each turn, with what speaks against them as speech.

    ``kinds`` are the kinds of the items (see extent); ``against`` what the words and the form of one say, in bits.
    Nothing is returned for a text of few turns.
    """
    heads = [at for at, kind in enumerate(kinds) if kind == "head"]
    if len(layer.heads) < _TURNS:
        return []
    below = dict(pairwise(heads))
    found = {places: above for above in below for places in _paragraphs(kinds, above, below[above])}
    texts = {places: " ".join(items[at].text for at in places).casefold() for places in found}
    often = Counter(texts.values())
    habits = _habits(kinds, layer, heads, set(found.values()))
    brief = _BRIEF if _are_brief(texts.values(), layer) else 0.0
    done: dict[range, float] = {}
    may_be = {c.at for family in layer.families for c in layer.candidates.get(family, ()) if c.rest}
    firsts = _firsts(texts.values(), layer) if habits.rare > _RARE / 2 else frozenset()
    names = {head.key for head in layer.heads.values()}
    for places, above in found.items():
        if places[0] in layer.doubted or places[0] in may_be:
            continue  # it may be a turn
        again = places[-1] + 1 == below[above] and _same(layer, above, below[above])
        bits = _bits(items, places, habits, against, again=again) + brief
        if _first(texts[places]) in firsts:
            bits = max(bits, min(bits + _LIKE, OUT))  # a speaker may begin so too: it is doubted, and stays
        bits += _DOES if _does(items[places[0]].text, names) else 0.0
        done[places] = bits + (_LIKE if often[texts[places]] > 1 else 0.0)
    signs = {_sign(texts[places]) for places, bits in done.items() if bits > OUT}
    return [
        Between(places, bits + (_LIKE if bits <= OUT and _sign(texts[places]) in signs else 0.0))
        for places, bits in done.items()
    ]


def _firsts(texts: Collection[str], layer: Layer) -> frozenset[str]:
    """Return the words that begin several of these paragraphs and no turn, and that begin no sentence elsewhere.

    Whoever takes minutes writes lines of one kind in one way: "Aplausos.", "Aplausos de la izquierda."
    """
    said = {_first(head.rest.casefold()) for head in layer.heads.values()} | SENTENCE_OPENERS | FUNCTION | PERSONS
    counts = Counter(
        _first(text) for text in texts if PERSONS.isdisjoint(WORD.findall(text)) and text[-1] not in "?？؟"
    )
    return frozenset(word for word, count in counts.items() if count > 1 and word not in said and len(word) > 2)


def _first(text: str) -> str:
    return next(iter(WORD.findall(text[:80])), "")


def _does(text: str, names: Collection[str]) -> bool:
    """Tell whether a paragraph begins with the name of a speaker and goes on with what they do: "Tilda odejde"."""
    words = text.split(None, 4)
    return any(
        words[size][0].islower() and words[0][0].isupper() and key_of(" ".join(words[:size])) in names
        for size in range(1, min(4, len(words)))
    )


def _are_brief(texts: Collection[str], layer: Layer) -> bool:
    """Tell whether all paragraphs without a label are a few words and no question, in a text whose turns are longer."""
    if any(count_words(text) > _FEW or text.endswith(("?", "!", "？", "！", "؟")) for text in texts):
        return False
    return median(count_words(head.rest) for head in layer.heads.values()) > _FEW


def _paragraphs(kinds: Sequence[str], above: int, below: int) -> list[range]:
    """Return the places of each further paragraph between two heads."""
    starts = [at for at in range(above + 1, below) if kinds[at] == "further"]
    return [range(a, b) for a, b in pairwise([*starts, below])]


def _same(layer: Layer, above: int, below: int) -> bool:
    one, other = layer.heads.get(above), layer.heads.get(below)
    return one is not None and other is not None and one.key == other.key


def _habits(kinds: Sequence[str], layer: Layer, heads: Sequence[int], further: Collection[int]) -> _Habits:
    pairs = [(a, b) for a, b in pairwise(heads) if a not in further]
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


def _sign(text: str) -> str:
    """Return the last word of a paragraph with the mark behind it, by which lines of one kind know each other."""
    return text.split()[-1] if text.split() else ""


def persons_of(layer: Layer) -> float:
    """Return which share of the words of turns speaks of whoever speaks or listens; 0 in a language that is not known.

    Turns near the beginning are enough.
    """
    words = [word.casefold() for head in list(layer.heads.values())[:_EDGE] for word in WORD.findall(head.rest[:400])]
    return sum(word in PERSONS for word in words) / max(1, len(words))


def impersonal(text: str, persons: float) -> float:
    """Return what speaks against a paragraph as speech, in bits: nobody is spoken of or to, a time of day is stated."""
    words = [word.casefold() for word in WORD.findall(text[:600])]
    bits = min(_NOBODY, persons * len(words) / math.log(2)) if PERSONS.isdisjoint(words) else 0.0
    return bits + min(_TWICE, _TIMED * len(_OF_DAY.findall(text)))
