"""How well each reply of a batch fits each text: log odds from words, spelling, length and habits of writing.

How much a word or a habit weighs follows from the batch itself: what most replies share says nothing.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from operator import add

from captionkit.translation.proof.cognates import cognates, skeleton
from captionkit.translation.proof.concepts import Concepts, same_word
from captionkit.translation.proof.numbers import numbers_in
from captionkit.translation.proof.text import folded_words, weight

__all__ = ["Matrix", "scores"]

_SPREAD, _LEAST_SPREAD = 0.24, 0.1

_FIGURE, _CAPITAL = re.compile(r"\d+"), re.compile(r"[^\W\d_a-z\u00df-\u00ff](?<=[\w,;] .)")

_MARKS = {
    "?": "?",
    "\uff1f": "?",
    "\u061f": "?",
    ";": "?",
    "!": "!",
    "\uff01": "!",
    "\u2026": "~",
    ".": ".",
    "\u3002": ".",
    ",": ",",
    ":": ":",
}

Matrix = list[list[float]]


def scores(texts: Sequence[str], replies: Sequence[str], known: Concepts, source: str, target: str) -> Matrix:
    """Return ``S(i, j)`` in log odds for each text and each reply."""
    count = len(texts)
    table = [[0.0] * count for _ in range(count)]
    words = [set(folded_words(reply)) for reply in replies]
    holders = _Holders(words)
    _add_words(table, texts, holders, known)
    _add_spelling(table, texts, replies, holders, source, target)
    _add_lengths(table, texts, replies)
    for habit in _HABITS:
        _add_habit(table, [habit(text) for text in texts], [habit(reply) for reply in replies])
    return table


class _Holders:
    """Which replies hold a word, or one like it."""

    def __init__(self, words: Sequence[set[str]]) -> None:
        self.exact: dict[str, set[int]] = defaultdict(set)
        self.heads: dict[str, set[str]] = defaultdict(set)
        for place, row in enumerate(words):
            for word in row:
                self.exact[word].add(place)
                self.heads[word[:4]].add(word)
        self.roots: dict[str, set[str]] = defaultdict(set)
        for word in self.exact:
            if len(word) >= 4:
                self.roots[skeleton(word)[:3]].add(word)
        self._memo: dict[str, frozenset[int]] = {}
        self._likes: dict[str, frozenset[int]] = {}

    def like(self, word: str) -> frozenset[int]:
        """Return the replies that hold a word which may be this one, as names and cognates are."""
        if len(word) < 4:
            return frozenset()
        if word not in self._likes:
            root = skeleton(word)
            near = self.roots.get(root[:3], set()) | self.heads.get(word[:4], set())
            found = (self.exact[other] for other in near if other == word or cognates(root, skeleton(other)))
            self._likes[word] = frozenset().union(*found)
        return self._likes[word]

    def of(self, word: str) -> frozenset[int]:
        if word not in self._memo:
            found = set(self.exact.get(word, ()))
            if len(word) >= 5:
                for other in self.heads.get(word[:4], ()):
                    if same_word(word, other):
                        found |= self.exact[other]
            self._memo[word] = frozenset(found)
        return self._memo[word]


def _add_words(table: Matrix, texts: Sequence[str], holders: _Holders, known: Concepts) -> None:
    if not known:
        return
    gains: dict[str, list[float]] = {}
    for i, text in enumerate(texts):
        for word in set(folded_words(text)):
            if word not in gains:
                gains[word] = _gains_of(known[word], holders, len(texts))
            if gains[word]:
                table[i] = list(map(add, table[i], gains[word]))


def _gains_of(forms: frozenset[str], holders: _Holders, count: int) -> list[float]:
    """Return what it says for each reply that it holds one of a word's translations or does not."""
    if not forms:
        return []
    places = frozenset().union(*(holders.of(form) for form in forms))
    share = (len(places) + 0.5) / (count + 1)
    gains = [math.log(0.45 / (1 - share))] * count
    found = math.log(0.55 / share)
    for j in places:
        gains[j] = found
    return gains


def _add_spelling(
    table: Matrix, texts: Sequence[str], replies: Sequence[str], holders: _Holders, source: str, target: str
) -> None:
    count = len(texts)
    theirs = [numbers_in(reply, target) for reply in replies]
    numbers: dict[str, set[int]] = defaultdict(set)
    for j, row in enumerate(theirs):
        for number in row:
            numbers[number].add(j)
    for i, text in enumerate(texts):
        for word in set(folded_words(text)):
            places = holders.like(word)
            if places and len(places) <= count / 3:
                gain = min(3.0, math.log(0.5 / ((len(places) + 0.0) / count)))
                for j in places:
                    table[i][j] += max(0.0, gain)
        for number in numbers_in(text, ""):
            places = frozenset(numbers.get(number, ()))
            gain = min(3.0, math.log(0.5 / max(1e-9, len(places) / count))) if places else 0.0
            for j in range(count):
                table[i][j] += max(0.5, gain) if j in places else -1.0


def _add_lengths(table: Matrix, texts: Sequence[str], replies: Sequence[str]) -> None:
    count = len(texts)
    one = [math.log(weight(text) + 3) for text in texts]
    two = [math.log(weight(reply) + 3) for reply in replies]
    ratios = sorted(b - a for a, b in zip(one, two, strict=True))
    middle = ratios[count // 2]
    mean = sum(two) / count
    deviations = sorted(abs(ratio - middle) for ratio in ratios)
    own = min(_SPREAD, max(_LEAST_SPREAD, 1.7 * deviations[count // 2]))  # of this run, where it is in order at all
    spread = max(_SPREAD, math.sqrt(sum((b - mean) ** 2 for b in two) / count))
    base = [0.5 * ((b - mean) / spread) ** 2 + math.log(spread / own) for b in two]
    for i, mine in enumerate(one):
        offs = [(theirs - mine - middle) / own for theirs in two]
        gains = [worth - 0.5 * off * off for worth, off in zip(base, offs, strict=True)]
        table[i] = [x + (gain if gain > -6.0 else -6.0) for x, gain in zip(table[i], gains, strict=True)]


def _add_habit(table: Matrix, one: Sequence[object], two: Sequence[object]) -> None:
    """Add what it says that text and reply agree in something, as often as they do in this run in the given order."""
    share = Counter(two)
    count = len(one)
    if len(share) < 2:
        return
    agree = min(0.95, (sum(a == b for a, b in zip(one, two, strict=True)) + 1) / (count + 2))
    gains: dict[object, list[float]] = {}
    for i, mark in enumerate(one):
        if mark not in gains:
            part = (share.get(mark, 0) + 0.5) / (count + 1)
            same, other = math.log(agree / part), math.log((1 - agree) / (1 - part))
            gains[mark] = [same if own == mark else other for own in two] if part < agree else []
        if gains[mark]:
            table[i] = list(map(add, table[i], gains[mark]))


def _ending(text: str) -> str:
    bare = text.rstrip("\"'\u201d\u2019\u00bb)] \u266a")
    if bare.endswith("..."):
        return "~"
    return _MARKS.get(bare[-1:], "")


def _commas(text: str) -> int:
    return min(3, sum(map(text.count, ",;\u060c\u3001\uff0c")))


def _figures(text: str) -> int:
    return min(3, len(_FIGURE.findall(text)))


def _others(text: str) -> str:
    """Return the marks of a text that most texts do not have."""
    return "".join(sorted({_KINDS[c] for c in _KINDS.keys() & set(text)}))


def _raised(text: str) -> int:
    """Return how many words inside a text begin with a capital: names, in most languages."""
    return min(3, len(_CAPITAL.findall(text)))


_KINDS = {
    sign: kind
    for kind, signs in {
        "q": '"\u201c\u201d\u00ab\u00bb\u201e\u2018',
        "-": "-\u2013\u2014",
        ":": ":\uff1a",
        "(": "([",
        "?": "?\uff1f\u061f",
        "!": "!\uff01",
        "%": "%",
        "/": "/",
        "@": "@",
        "$": "$\u20ac\u00a3\u00a5",
    }.items()
    for sign in signs
}

#: What text and reply mostly agree in.
_HABITS: tuple[Callable[[str], object], ...] = (_ending, _commas, _figures, _others, _raised)
