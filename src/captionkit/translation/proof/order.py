"""Are the replies in the order of their texts? Proven, doubtful or disproved, from the replies themselves.

``S(i, j)`` is the log odds that reply j belongs to text i: by words known to translate each other, words that stay as
they are (names, cognates), numbers, length and the last sign. How much each word weighs follows from how many replies
of the batch hold it, so that common words need no list. The identity is compared with all orders at once (mean and
variance of a random order's sum are known exactly; W. Hoeffding, A combinatorial central limit theorem, 1951), with
the usual rivals (shifts, reversal, pairs exchanged), and place by place. Local evidence never condemns: it says which
texts to ask alone.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from captionkit.translation.proof.cognates import cognates, skeleton
from captionkit.translation.proof.concepts import Concepts, same_word
from captionkit.translation.proof.numbers import numbers_in
from captionkit.translation.proof.text import folded_words, grams, weight

__all__ = ["OrderVerdict", "agrees", "learned", "order_of", "scores"]

#: Texts that are compared at once; longer batches are judged window by window.
WINDOW = 50
#: Texts below which the whole order is never disproved: with words known, and without.
LEAST, LEAST_BLIND = 10, 25
_SPREAD, _LEAST_SPREAD = 0.24, 0.1
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


@dataclass(frozen=True, slots=True)
class OrderVerdict:
    """What is known of a batch's order: ``kind`` is ``proven``, ``plausible`` (a few texts, and nothing speaks
    against it), ``doubtful`` or ``disproved``.

    ``pointed`` are places that another text's reply would fit better; ``unsure`` all places, the least sure first.
    """

    kind: str
    pointed: tuple[int, ...] = ()
    unsure: tuple[int, ...] = ()
    z: float = 0.0
    rival: float = 0.0


Matrix = list[list[float]]


def scores(texts: Sequence[str], replies: Sequence[str], known: Concepts, source: str, target: str) -> Matrix:
    """Return ``S(i, j)`` in log odds for each text and each reply."""
    count = len(texts)
    table = [[0.0] * count for _ in range(count)]
    words = [set(folded_words(reply)) for reply in replies]
    _add_words(table, texts, words, known)
    _add_spelling(table, texts, replies, words, source, target)
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


def _add_words(table: Matrix, texts: Sequence[str], words: Sequence[set[str]], known: Concepts) -> None:
    if not known:
        return
    holders = _Holders(words)
    count = len(texts)
    for i, text in enumerate(texts):
        for word in set(folded_words(text)):
            forms = known[word]
            if not forms:
                continue
            places = frozenset().union(*(holders.of(form) for form in forms))
            share = (len(places) + 0.5) / (count + 1)
            missing = math.log(0.45 / (1 - share))
            found = math.log(0.55 / share)
            row = table[i]
            for j in range(count):
                row[j] += found if j in places else missing


def _add_spelling(
    table: Matrix, texts: Sequence[str], replies: Sequence[str], words: Sequence[set[str]], source: str, target: str
) -> None:
    holders = _Holders(words)
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
    for i in range(count):
        row = table[i]
        for j in range(count):
            off = (two[j] - one[i] - middle) / own
            row[j] += max(-6.0, base[j] - 0.5 * off * off)


def _add_habit(table: Matrix, one: Sequence[object], two: Sequence[object]) -> None:
    """Add what it says that text and reply agree in something, as often as they do in this run in the given order."""
    share = Counter(two)
    count = len(one)
    if len(share) < 2:
        return
    agree = min(0.95, (sum(a == b for a, b in zip(one, two, strict=True)) + 1) / (count + 2))
    for i, mark in enumerate(one):
        part = (share.get(mark, 0) + 0.5) / (count + 1)
        if part >= agree:
            continue
        same, other = math.log(agree / part), math.log((1 - agree) / (1 - part))
        for j in range(count):
            table[i][j] += same if two[j] == mark else other


def _ending(text: str) -> str:
    bare = text.rstrip("\"'\u201d\u2019\u00bb)] \u266a")
    if bare.endswith("..."):
        return "~"
    return _MARKS.get(bare[-1:], "")


def _commas(text: str) -> int:
    return min(3, sum(c in ",;\u060c\u3001\uff0c" for c in text))


def _figures(text: str) -> int:
    return min(3, len(re.findall(r"\d+", text)))


def _others(text: str) -> str:
    """Return the marks of a text that most texts do not have."""
    return "".join(sorted({_KINDS[c] for c in text if c in _KINDS}))


def _raised(text: str) -> int:
    """Return how many words inside a text begin with a capital: names, in most languages."""
    return min(3, len(re.findall(r"(?<=[\w,;] )[^\W\d_a-z\u00df-\u00ff]", text)))


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


def order_of(
    texts: Sequence[str], replies: Sequence[str], known: Concepts, source: str = "", target: str = ""
) -> OrderVerdict:
    """Return what the replies show of their order.

    >>> texts = ["Is it far, Ana?", "Take the boat to Lisbon.", "We are tired, all 3 of us!"]
    >>> replies = ["Toma el barco a Lisbon.", "Estamos cansados, los 3!", "Esta lejos, Ana?"]
    >>> order_of(texts, replies, Concepts({})).kind
    'doubtful'
    """
    verdicts = []
    size = len(texts)
    parts = max(1, -(-size // WINDOW))
    edges = [round(size * n / parts) for n in range(parts + 1)]
    for start, end in pairwise(edges):
        verdicts.append((start, _window(texts[start:end], replies[start:end], known, source, target)))
    kinds = {verdict.kind for _, verdict in verdicts}
    kind = next(kind for kind in ("disproved", "doubtful", "plausible", "proven") if kind in kinds)
    unsure: list[int] = []
    for rank in range(max(len(verdict.unsure) for _, verdict in verdicts) if verdicts else 0):
        for start, verdict in verdicts:
            if verdict.kind == "doubtful" and rank < len(verdict.unsure):
                unsure.append(start + verdict.unsure[rank])
    pointed = tuple(start + place for start, verdict in verdicts for place in verdict.pointed)
    return OrderVerdict(kind, pointed, tuple(unsure), min(v.z for _, v in verdicts), max(v.rival for _, v in verdicts))


def _window(texts: Sequence[str], replies: Sequence[str], known: Concepts, source: str, target: str) -> OrderVerdict:
    count = len(texts)
    if count < 2:
        return OrderVerdict("proven", (), (), 99.0, -99.0)
    table = scores(texts, replies, known, source, target)
    z = _z(table)
    rival = _rival(table)
    margins = [
        max(max(x for j, x in enumerate(row) if j != i), max(table[j][i] for j in range(count) if j != i)) - row[i]
        for i, row in enumerate(table)
    ]
    unsure = tuple(sorted(range(count), key=lambda i: -margins[i]))
    swaps = _swaps(table)
    local = _local(table)
    swap = max((gain for gain, _, _ in swaps), default=-99.0)
    run = local[0] if local else 0.0
    worded = bool(known) and sum(any(known[w] for w in folded_words(text)) for text in texts) * 2 >= count
    least = LEAST if worded else LEAST_BLIND
    pointed: list[int] = []
    if run > 9:
        pointed += _ends_of(local[1], local[2], margins)
    for gain, i, j in sorted(swaps, reverse=True)[:2]:
        if gain > 5:
            pointed += [i, j]
    pointed = list(dict.fromkeys(pointed))[:4]
    if count >= least and (rival > 0 or z < 1.5):
        return OrderVerdict("disproved", tuple(pointed), unsure, z, rival)
    anchored = all(margin < -1.0 for margin in margins)
    if anchored or (z >= 4 and rival < -10 and run < 3 and swap < 1.5):
        return OrderVerdict("proven", (), unsure, z, rival)
    if count < LEAST and rival < 0 and swap < 1.5 and run < 3:
        return OrderVerdict("plausible", (), unsure, z, rival)
    return OrderVerdict("doubtful", tuple(pointed), unsure, z, rival)


def _ends_of(start: int, end: int, margins: Sequence[float]) -> list[int]:
    """Return the two places of a stretch that fit their replies worst."""
    return sorted(range(start, end), key=lambda i: -margins[i])[:2]


def _z(table: Matrix) -> float:
    """Return how many standard deviations the identity lies above the mean of all orders."""
    count = len(table)
    rows = [sum(row) / count for row in table]
    columns = [sum(table[i][j] for i in range(count)) / count for j in range(count)]
    whole = sum(rows) / count
    variance = sum((table[i][j] - rows[i] - columns[j] + whole) ** 2 for i in range(count) for j in range(count)) / max(
        1, count - 1
    )
    identity = sum(table[i][i] for i in range(count))
    return (identity - whole * count) / math.sqrt(variance) if variance > 1e-9 else 0.0


def _rival(table: Matrix) -> float:
    """Return by how much the best of the usual wrong orders beats the identity."""
    count = len(table)
    identity = sum(table[i][i] for i in range(count))
    orders = [[(i + step) % count for i in range(count)] for step in (1, -1, 2, -2, 3, -3) if abs(step) < count]
    orders.append([count - 1 - i for i in range(count)])
    orders.append([i ^ 1 if i ^ 1 < count else i for i in range(count)])
    orders = [order for order in orders if order != list(range(count))]
    return max((sum(table[i][j] for i, j in enumerate(order)) for order in orders), default=-99.0) - identity


def _local(table: Matrix) -> tuple[float, int, int]:
    """Return the stretch where the neighbours' replies fit best against the own ones: its gain, begin and end."""
    count = len(table)
    best = (0.0, 0, 0)
    for step in (1, -1, 2, -2):
        total, begin = 0.0, 0
        for i in range(count):
            gain = table[i][i + step] - table[i][i] if 0 <= i + step < count else -2.0
            if total <= 0:
                total, begin = 0.0, i
            total += gain
            if total > best[0] and i + 1 - begin >= 2:
                best = (total, begin, i + 1)
    return best


def _swaps(table: Matrix) -> list[tuple[float, int, int]]:
    count = len(table)
    found = []
    for i in range(count):
        for j in range(i + 1, count):
            gain = table[i][j] + table[j][i] - table[i][i] - table[j][j]
            if gain > 0:
                found.append((gain, i, j))
    return found


def agrees(probe: str, place: int, replies: Sequence[str]) -> bool | None:
    """Return whether a reply asked alone is that of its place; None where it is too short to tell.

    It is nearest to its own reply of the batch by letter triples, and near enough.
    """
    mine = grams(probe)
    near = [_likeness(mine, grams(reply)) for reply in replies]
    best = max(range(len(near)), key=lambda i: (near[i], i == place))
    if near[place] >= 0.35 and (best == place or near[best] - near[place] < 0.05):
        return True
    if near[best] >= 0.6 and best != place:
        return False
    return None if len(folded_words(probe)) <= 3 else False


def _likeness(one: frozenset[str], two: frozenset[str]) -> float:
    return len(one & two) / len(one | two) if one or two else 1.0


def learned(texts: Sequence[str], replies: Sequence[str]) -> dict[str, frozenset[str]]:
    """Return words that occur together so often that they must translate each other, learned from these replies.

    Log-likelihood ratio (T. Dunning, Accurate methods for the statistics of surprise and coincidence, 1993) above 12,
    found in 40 % of the word's texts, three texts at least.
    """
    one = [{word[:6] for word in folded_words(text) if len(word) > 2} for text in texts]
    two = [set(folded_words(reply)) for reply in replies]
    count = len(texts)
    often = Counter(word for row in one for word in row)
    rarely = Counter(word for row in two for word in row)
    together: Counter[tuple[str, str]] = Counter()
    for left, right in zip(one, two, strict=True):
        for word in left:
            if 3 <= often[word] <= count / 3:
                together.update((word, other) for other in right if 3 <= rarely[other] <= count / 3)
    pairs: dict[str, set[str]] = defaultdict(set)
    for (word, other), both in together.items():
        if both >= 0.4 * often[word] and both >= 3 and _ratio(both, often[word], rarely[other], count) > 12:
            pairs[word].add(other)
    full: dict[str, frozenset[str]] = {}
    for text in texts:
        for word in folded_words(text):
            if word[:6] in pairs and len(word) > 2:
                full[word] = frozenset(pairs[word[:6]])
    return full


def _ratio(both: int, one: int, two: int, count: int) -> float:
    cells = (both, one - both, two - both, count - one - two + both)
    expected = (
        one * two / count,
        one * (count - two) / count,
        (count - one) * two / count,
        (count - one) * (count - two) / count,
    )
    return 2 * sum(o * math.log(o / e) for o, e in zip(cells, expected, strict=True) if o > 0 and e > 0)
