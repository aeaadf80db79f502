"""Whoever speaks once: labels that no repetition bears out, in a text that is labelled nearly throughout.

"Voice from the kitchen: Three pairs!" is written as every label of its text is, and as "One thing: wait" is. How seldom
a paragraph here has no label, whether the speaker before is named again right after it, and how a name is written
decide.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from captionkit.transcripts.layout.families import STOPS, Candidate, Item
from captionkit.transcripts.layout.words import ARTICLES, FUNCTION, OPENERS, PARTICLES, PERSONS, SENTENCE_OPENERS

__all__ = ["Once", "labels_once"]

#: Bits from which on a label is taken for one, and from which on it is in doubt.
_TAKEN, _DOUBT = 1.5, -0.5
#: Texts with fewer labels show nothing; labels of more words are none.
_LABELS, _LONG = 8, 5
#: What it says at most that few paragraphs have no label; that the speaker before is named again; that a sentence
#: begins behind the colon; a word in lower case; a word that is in sentences (bits).
_RARE, _AGAIN, _SENTENCE, _LOW, _COMMON = 4.0, 3.0, 1.0, -0.8, -4.0
#: So many times at least have a label beside them, and this share of all.
_TIMED, _MOSTLY = 3, 0.6
#: What it says that no sentence ends behind it, and that it begins in lower case where the others do not.
_OPEN, _SMALL = -2.0, -1.5
#: Families whose labels may stand once.
_FAMILIES = frozenset(("colon", "dot-dash"))
#: Families whose labels stand on a line of their own; so many of their labels at least, and this share of what stands
#: as they do, show that all of it are labels.
_OWN = frozenset(("line", "colon-line"))
_PLACES, _PLACED, _TOLD = 6, 0.7, 0.9


class Once(NamedTuple):
    """The labels taken although their names stand once, and those that hardly show what they are, by place."""

    taken: dict[int, Candidate]
    doubted: dict[int, Candidate]


def labels_once(
    heads: Mapping[int, Candidate], candidates: Sequence[Candidate], items: Sequence[Item], openings: Sequence[int]
) -> Once:
    """Return what may be labels among ``candidates``, which have the form of most of the labels (``heads``)."""
    counts = Counter(head.key for head in heads.values())
    done = Once(_beside_times(heads, candidates, items) | _in_place(heads, candidates, items, counts), {})
    if len(heads) < _LABELS or sum(count > 1 for count in counts.values()) < 2:
        return done
    places = sorted(heads)
    inner = {at for at in openings if places[0] < at < places[-1]}
    free = len(inner - heads.keys())
    rare = min(_RARE, math.log2((len(inner) + 1) / (free + 0.5)))
    pairs = sum(heads[a].key == heads[b].key for a, b in pairwise(places))
    again = min(_AGAIN, math.log2(0.5 * len(places) / (pairs + 0.5)))
    capital = sum(head.raw[:1].isupper() for head in heads.values()) > 0.8 * len(heads)
    for c in candidates:
        if c.at in heads or c.at not in inner or c.family not in _FAMILIES or not c.rest:
            continue
        following = bisect_right(places, c.at)
        same = heads[places[following - 1]].key == heads[places[following]].key
        bits = rare + _of_name(c) + (again if same else 0.0)
        bits += _SMALL if c.raw[:1].islower() and capital else 0.0
        if bits > _TAKEN:
            done.taken[c.at] = c
        elif bits > _DOUBT:
            done.doubted[c.at] = c
    return done


def _beside_times(
    heads: Mapping[int, Candidate], candidates: Sequence[Candidate], items: Sequence[Item]
) -> dict[int, Candidate]:
    """Return those that stand beside a time where nearly all times have a label of that form beside them."""
    beside = {at for at, item in enumerate(items) if item.timed == 1}
    below = {at for at, item in enumerate(items) if at and items[at - 1].timed == 2 and not item.timed}
    done: dict[int, Candidate] = {}
    for timed in (beside, below):
        named = len(timed & heads.keys())
        if named >= _TIMED and named >= _MOSTLY * len(timed):
            done |= {c.at: c for c in candidates if c.at in timed and c.at not in heads and _is_brief(c)}
    return done


def _in_place(
    heads: Mapping[int, Candidate], candidates: Sequence[Candidate], items: Sequence[Item], counts: Counter[str]
) -> dict[int, Candidate]:
    """Return lines that stand where labels on lines of their own stand: nearly all that stand so are such labels.

    They open a paragraph, the line below is speech, as right below or as far as that of the labels, and ends as those.
    """
    own = [at for at, head in heads.items() if head.family in _OWN and at + 1 < len(items)]
    names = {heads[at].family for at in own}
    if len(own) < _PLACES or len(names) > 1 or sum(count > 1 for count in counts.values()) < 2:
        return {}
    near = sum(not items[at + 1].gap for at in own) * 2 > len(own)
    stops = sum(_last_below(items, at).endswith(STOPS) for at in own) >= _TOLD * len(own)
    if not stops or sum(bool(items[at].gap) for at in own[1:]) < _TOLD * (len(own) - 1):
        return {}
    first, last = min(own), max(own)
    found = {
        c.at: c
        for c in candidates
        if first < c.at < last and c.family in names and c.at not in heads and c.at + 1 not in heads
        if items[c.at].gap and _is_brief(c) and bool(items[c.at + 1].gap) != near
        if _last_below(items, c.at).endswith(STOPS)
    }
    return found if len(own) >= _PLACED * (len(own) + len(found)) else {}


def _last_below(items: Sequence[Item], at: int) -> str:
    """Return the last line of the paragraph below a line."""
    last = at + 1
    while last + 1 < len(items) and not items[last + 1].gap:
        last += 1
    return items[last].text


def _is_brief(c: Candidate) -> bool:
    return len(c.name.speaker.split()) <= _LONG


def _of_name(c: Candidate) -> float:
    """Return what the words of a name and the text behind it say, in bits."""
    words = c.name.speaker.split()
    if not words or len(words) > _LONG:
        return -20.0
    first = next((letter for letter in c.rest if letter.isalpha()), "A")
    bits = -6.0 if first.islower() else _SENTENCE if c.rest.endswith(STOPS) else _OPEN
    for at, word in enumerate(words):
        folded = word.casefold()
        opens = not at and folded in SENTENCE_OPENERS
        article = not at and folded in ARTICLES
        said = folded in PERSONS or folded in OPENERS or ((opens or folded in FUNCTION) and folded not in PARTICLES)
        if said and not article:
            bits += _COMMON
        elif word.islower():
            bits += _LOW
    return bits
