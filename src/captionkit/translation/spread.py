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

#: Weights: distance from the source's share of the text (squared), a break, text too long to be read in the cue's
#: time, text too long for its lines (and any such text at all).
SHARE, BREAK, FAST, WIDE, OVER = 8.0, 0.7, 0.5, 8.0, 4.0

#: Words from which a text is cut evenly instead of well: the optimiser's work grows with their square.
MOST = 300


@dataclass(frozen=True, slots=True)
class Capacity:
    """What one cue has for a sentence: ``share`` of its time and text (any unit), ``characters`` readable in its time,
    ``space`` for characters on its lines; ``lines`` is how many lines of ``width`` a sentence has to itself, the first
    one less ``lead`` for what stands before it (0: lines that it shares, for which ``space`` stands).
    """

    share: float
    characters: float
    space: float = float("inf")
    lines: int = 0
    width: float = float("inf")
    lead: float = 0.0


def spread(
    words: Sequence[TextToken], capacities: Sequence[Capacity], costs: Callable[[], Sequence[Sequence[float]]]
) -> list[list[TextToken]]:
    """Return the words of each cue; ``costs`` gives what each cut (one row a cut) costs before each word.

    Fewer words than cues: the sentence stands in each of them, as it would in one long cue.

    >>> words = [TextToken(w, -1) for w in "a bb ccc dddd".split()]
    >>> parts = spread(words, [Capacity(1, 40), Capacity(1, 40)], lambda: [[0.5] * 4])
    >>> [[w.text for w in part] for part in parts]
    [['a', 'bb'], ['ccc', 'dddd']]
    """
    if len(capacities) == 1 or len(words) < len(capacities):
        return [list(words) for _ in capacities]
    places = _best_breaks(words, capacities, costs()) if len(words) <= MOST else _even_breaks(words, capacities)
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


def _reach(words: Sequence[TextToken], capacity: Capacity) -> list[int]:
    """Return for each word how far the lines of a cue reach that begins with it: the word after the last that fits."""
    count = len(words)
    if not capacity.lines or capacity.width == float("inf"):
        return [count] * count
    sizes = [len(word.text) for word in words]
    line = [_line_end(words, sizes, start, capacity.width) for start in range(count)] + [count]
    reach: list[int] = []
    for start in range(count):
        end = _line_end(words, sizes, start, capacity.width - capacity.lead)
        for _ in range(capacity.lines - 1):
            end = line[end]
        reach.append(end)
    return reach


def _line_end(words: Sequence[TextToken], sizes: Sequence[int], start: int, width: float) -> int:
    at, end = 0.0, start
    while end < len(words):
        at += sizes[end] + (1 if end > start and not words[end].glue else 0)
        if at > width:
            break
        end += 1
    return max(end, start)


def _best_breaks(
    words: Sequence[TextToken], capacities: Sequence[Capacity], costs: Sequence[Sequence[float]]
) -> list[int]:
    """Find the cheapest places by dynamic programming: cues times words squared, for one sentence."""
    edges = [0]
    for word in words:
        edges.append(edges[-1] + len(word.text) + (0 if word.glue else 1))
    total = edges[-1]
    shares = [capacity.share for capacity in capacities]
    goals = [sum(shares[: i + 1]) / (sum(shares) or 1) * total for i in range(len(capacities))]
    count, last = len(words), len(capacities) - 1
    made = {(c.lines, c.width, c.lead): c for c in capacities}
    reach_of = {kind: _reach(words, capacity) for kind, capacity in made.items()}
    table: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for row, capacity in enumerate(capacities):
        best: dict[int, tuple[float, int]] = {}
        reach, characters, space = (
            reach_of[capacity.lines, capacity.width, capacity.lead],
            capacity.characters,
            capacity.space,
        )
        ends = range(row + 1, count - (last - row) + 1) if row < last else range(count, count + 1)
        for end in ends:
            here = ((edges[end] - goals[row]) / total) ** 2 * SHARE + costs[row][end] * BREAK if row < last else 0.0
            edge, least, chosen = edges[end], float("inf"), -1
            for start, (before, _) in table[row].items():
                if start >= end or before + here >= least:  # what is added is never negative
                    continue
                size = edge - edges[start] - 1
                slow = (size - characters) / total * FAST if size > characters else 0.0
                beyond = max(0.0, size - space, edge - edges[min(end, reach[start])])
                wide = (OVER + beyond / total * WIDE) if beyond else 0.0
                value = before + here + slow + wide
                if value < least:
                    least, chosen = value, start
            if chosen >= 0:
                best[end] = (least, chosen)
        table.append(best)
    places: list[int] = []
    end = count
    for row in range(last, 0, -1):
        end = table[row + 1][end][1]
        places.append(end)
    return places[::-1]
