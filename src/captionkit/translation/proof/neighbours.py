"""Replies that hold what belongs to the text beside theirs: merged, leaked, strayed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from captionkit.translation.proof.numbers import numbers_in
from captionkit.translation.proof.text import folded_words, weight

__all__ = ["holding", "leaked", "strayed", "swollen"]


def swollen(texts: Sequence[str], replies: Sequence[str]) -> set[int]:
    """Return the places of replies that stand beside an empty or very short one and are long for their text.

    A translator that puts two texts into one reply leaves a blank where the other was.
    """
    ratios = [(weight(r) + 4) / (weight(t) + 4) for t, r in zip(texts, replies, strict=True)]
    hollow = {
        i for i, (t, r) in enumerate(zip(texts, replies, strict=True)) if not r or weight(r) * 4.5 + 8 < weight(t)
    }
    beside = {i for h in hollow for i in (h - 1, h + 1) if 0 <= i < len(ratios)} - hollow
    others = sorted(ratio for i, ratio in enumerate(ratios) if i not in hollow | beside)
    middle = others[len(others) // 2] if len(others) >= 3 else 1.1
    return {i for i in beside if ratios[i] > 1.4 * middle}


def leaked(texts: Sequence[str], replies: Sequence[str], target: str) -> set[int]:
    """Return the places of replies that hold a number or name which the text next to them lacks in its own reply."""
    anchors = [(_anchors(text, ""), _anchors(reply, target)) for text, reply in zip(texts, replies, strict=True)]
    found: set[int] = set()
    for one, two in pairwise(range(len(anchors))):
        for loser, holder in ((one, two), (two, one)):
            lost = anchors[loser][0] - anchors[loser][1]
            if lost & (anchors[holder][1] - anchors[holder][0]):
                found |= {loser, holder}
    return found


def holding(texts: Sequence[str], replies: Sequence[str]) -> set[int]:
    """Return the places of replies that begin or end with the whole reply to a text near by, which theirs has not."""
    plain = [" ".join(folded_words(reply)) for reply in replies]
    own = [" ".join(folded_words(text)) for text in texts]
    found: set[int] = set()
    for i, reply in enumerate(plain):
        for j in (i - 2, i - 1, i + 1, i + 2):
            if not 0 <= j < len(plain) or len(plain[j]) < 8 or len(reply) <= len(plain[j]) or own[j] in own[i]:
                continue
            if reply.startswith(plain[j] + " ") or reply.endswith(" " + plain[j]):
                found.add(i)
    return found


def strayed(texts: Sequence[str], replies: Sequence[str], target: str) -> int:
    """Return how many texts miss their numbers and names in their own reply and find them in another one near by.

    Two of them show a wrong order.
    """
    owners = [_anchors(reply, target) for reply in replies]
    count = 0
    for index, text in enumerate(texts):
        own = _anchors(text, "") - owners[index]
        near = range(max(0, index - 12), min(len(texts), index + 13))
        others = set().union(*(owners[j] for j in near if j != index))
        count += bool(own & others) and not (own - others)
    return count


#: A word with a capital inside a sentence; the capital stands first, so that the rest of a text is passed over at once.
_NAME = re.compile(r"[A-Z\u00c0-\u00de](?<=[\w,;] .)[\w-]{3,}")


@lru_cache(maxsize=1024)
def _anchors(text: str, language: str) -> frozenset[str]:
    names = {w.casefold() for w in _NAME.findall(text)}
    return numbers_in(text, language) | names
