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
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from captionkit.translation.proof.concepts import Concepts
from captionkit.translation.proof.pairing import Matrix, scores
from captionkit.translation.proof.text import folded_words, grams

__all__ = ["OrderVerdict", "agrees", "learned", "order_of"]

#: Texts that are compared at once; longer batches are judged window by window.
WINDOW = 50
#: Texts below which the whole order is never disproved: with words known, and without.
LEAST, LEAST_BLIND = 10, 25


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
    columns = list(zip(*table, strict=True))
    margins = [
        max(*row[:i], *row[i + 1 :], *column[:i], *column[i + 1 :]) - row[i]
        for i, (row, column) in enumerate(zip(table, columns, strict=True))
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
    columns = [sum(column) / count for column in zip(*table, strict=True)]
    whole = sum(rows) / count
    squares = [
        (x - mean - other + whole) ** 2
        for row, mean in zip(table, rows, strict=True)
        for x, other in zip(row, columns, strict=True)
    ]
    variance = sum(squares) / max(1, count - 1)
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
    own = [row[i] for i, row in enumerate(table)]
    found = []
    for i, (row, column) in enumerate(zip(table, zip(*table, strict=True), strict=True)):
        here, after = own[i], i + 1
        for j, (one, two, there) in enumerate(zip(row[after:], column[after:], own[after:], strict=True), after):
            gain = one + two - here - there
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
    usual = {other for other, times in rarely.items() if 3 <= times <= count / 3}
    together: dict[str, list[str]] = {word: [] for word, times in often.items() if 3 <= times <= count / 3}
    for left, right in zip(one, two, strict=True):
        others = right & usual
        for word in left & together.keys():
            together[word] += others
    pairs: dict[str, set[str]] = defaultdict(set)
    for word, beside in together.items():
        least = max(3, 0.4 * often[word])
        for other, both in Counter(beside).items():
            if both >= least and _ratio(both, often[word], rarely[other], count) > 12:
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
