"""From a translated sentence back to the cues it came from: as much in each as its time lets one read.

A sentence's words go to the cues of its source and to no other, in order, none left empty; where it is cut follows the
cues' time, the space on the screen and where a reader would pause.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from captionkit.translation.units import TextToken

__all__ = ["BreakCosts", "Capacity", "spread"]

#: For some words, the cost of a cut before each: 0 after a full stop, about 1 inside a phrase.
BreakCosts = Callable[[Sequence[TextToken]], Sequence[float]]


#: Words from which a text is cut evenly instead of well: the optimiser's work grows with their square.
MOST = 300


@dataclass(frozen=True, slots=True)
class Capacity:
    """What one cue has for a sentence: ``share`` of its time and text (any unit), ``characters`` readable in it."""

    share: float
    characters: float


def spread(words: Sequence[TextToken], capacities: Sequence[Capacity], costs: BreakCosts) -> list[list[TextToken]]:
    """Return the words of each cue.

    Fewer words than cues: the sentence stands in each of them, as it would in one long cue.

    >>> words = [TextToken(w, -1) for w in "a bb ccc dddd".split()]
    >>> parts = spread(words, [Capacity(1, 40), Capacity(1, 40)], lambda texts: [0.5] * len(texts))
    >>> [[w.text for w in part] for part in parts]
    [['a', 'bb'], ['ccc', 'dddd']]
    """
    if len(capacities) == 1 or len(words) < len(capacities):
        return [list(words) for _ in capacities]
    places = _best_breaks(words, capacities, costs) if len(words) <= MOST else _even_breaks(words, capacities)
    return [list(words[a:b]) for a, b in zip([0, *places], [*places, len(words)], strict=True)]


def _even_breaks(words: Sequence[TextToken], capacities: Sequence[Capacity]) -> list[int]:
    """Cut by shares alone, in one pass: for texts that no sentence is as long as."""
    whole = sum(capacity.share for capacity in capacities) or 1.0
    total = sum(len(word.text) + 1 for word in words)
    places: list[int] = []
    goal = at = 0.0
    index = 0
    for row, capacity in enumerate(capacities[:-1]):
        goal += capacity.share / whole * total
        last = len(words) - (len(capacities) - 1 - row)
        while index < last and (at < goal or index <= (places[-1] if places else 0)):
            at += len(words[index].text) + 1
            index += 1
        places.append(index)
    return places


def _best_breaks(words: Sequence[TextToken], capacities: Sequence[Capacity], costs: BreakCosts) -> list[int]:
    """Find the cheapest places by dynamic programming: cues times words squared, for one sentence."""
    edges = [0]
    for word in words:
        edges.append(edges[-1] + len(word.text) + (0 if word.glue else 1))
    total = edges[-1]
    shares = [capacity.share for capacity in capacities]
    goals = [sum(shares[: i + 1]) / (sum(shares) or 1) * total for i in range(len(capacities))]
    breaks = [*costs(words), 0.0]
    count, last = len(words), len(capacities) - 1
    table: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for row, capacity in enumerate(capacities):
        best: dict[int, tuple[float, int]] = {}
        ends = range(row + 1, count - (last - row) + 1) if row < last else range(count, count + 1)
        for end in ends:
            off = ((edges[end] - goals[row]) / total) ** 2 * 12 if row < last else 0.0
            here = off + breaks[end] * 0.45
            for start, (before, _) in table[row].items():
                if start >= end:
                    continue
                over = max(0.0, edges[end] - edges[start] - 1 - capacity.characters) / total
                value = before + here + over * 3
                if end not in best or value < best[end][0]:
                    best[end] = (value, start)
        table.append(best)
    places: list[int] = []
    end = count
    for row in range(last, 0, -1):
        end = table[row + 1][end][1]
        places.append(end)
    return places[::-1]
