"""Whether a reply leaves out part of its text, by the run's own lengths and the words that are known.

The log odds of two explanations: an honest reply of this translator, or one that lost a third of its words. Lengths
are compared with the run's middle; how far they stray from it falls with the length of the text (measured: as its
power of -0.3, from 8 to 100 characters). A known word that is missing counts by how seldom the run misses one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache

from captionkit.translation.proof.concepts import Concepts, same_word
from captionkit.translation.proof.text import folded_words

__all__ = ["Omission", "known_in"]

#: Characters of the text at which the run's spread is stated, and the power by which it falls.
_AT, _POWER = 40.0, 0.3
_LEAST_SPREAD = 0.06
#: ln of what is left where a third is lost; the share of known words that is then still found.
_LOST, _LEFT = -0.42, 0.62
#: What missing words weigh at most: they go together (a free rendering), as do those of one clause.
_WORDS = 3.0
#: Honest replies that stray further: their share, and how much further.
_STRAY, _FURTHER = 0.04, 2.2


@lru_cache(maxsize=8192)
def known_in(text: str, reply: str, known: Concepts) -> tuple[int, int]:
    """Return of how many known words of a text a translation is in the reply, and of how many it is not."""
    here = folded_words(reply)
    whole, heads = set(here), {word[:4] for word in here}
    found = missing = 0
    for word in dict.fromkeys(folded_words(text)):
        forms = known[word]
        if not forms:
            continue
        near = (form for form in forms if form[:4] in heads)  # as words that are the same begin
        if not whole.isdisjoint(forms) or any(same_word(form, other) for form in near for other in here):
            found += 1
        else:
            missing += 1
    return found, missing


class Omission:
    """The habits of a run by which lost words show; for replies of twelve texts and more."""

    def __init__(self, ratios: Mapping[str, float], middle: float, words: Iterable[tuple[int, int]]) -> None:
        self.middle = middle
        off = sorted(abs(ratio - middle) * _scale(len(text)) for text, ratio in ratios.items())
        self.spread = max(_LEAST_SPREAD, 1.48 * off[len(off) // 2])
        counts = list(words)
        found, all_known = sum(row[0] for row in counts), sum(map(sum, counts))
        self.found = min(0.93, (found + 3.0) / (all_known + 4.0))

    def odds(self, text: str, ratio: float, found: int, missing: int) -> float:
        """Return the log odds that a third of a text is lost, against an honest reply; ``ratio`` is ln of lengths."""
        off = ratio - self.middle
        spread = self.spread / _scale(len(text))
        honest = (1 - _STRAY) * _normal(off, 0.0, spread) + _STRAY * _normal(off, -0.1, _FURTHER * spread)
        lost = _normal(off, _LOST, max(0.15, 1.2 * spread))
        length = max(-4.0, min(6.0, math.log((lost + 1e-9) / (honest + 1e-9))))
        words = missing * math.log((1 - _LEFT * self.found) / (1 - self.found)) + found * math.log(_LEFT)
        return length + min(_WORDS, words)


def _scale(size: int) -> float:
    return float((max(6, size) / _AT) ** _POWER)


def _normal(x: float, middle: float, spread: float) -> float:
    return math.exp(-0.5 * ((x - middle) / spread) ** 2) / spread
