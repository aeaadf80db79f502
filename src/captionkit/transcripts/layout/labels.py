"""The label layer: in which ways the rows of a text name who speaks, and what each way explains.

A *family* is one way to write a label. Its expression only proposes; the name is judged by what it costs to describe
and by how often it heads different texts, which is what makes a string at the beginning of rows a name.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias

from captionkit.transcripts.layout.affixes import addressed, without_shared
from captionkit.transcripts.layout.candidates import candidates_of
from captionkit.transcripts.layout.families import TOGETHER, Candidate, Family, Item, family_of
from captionkit.transcripts.layout.offices import qualified
from captionkit.transcripts.layout.once import labels_once
from captionkit.transcripts.layout.people import Facts, shape_of, text_bits
from captionkit.transcripts.layout.uses import counted, ends_sentence, name_costs, use_costs, uses_of
from captionkit.transcripts.layout.words import ROLES, SENTENCE_OPENERS

__all__ = ["Layer", "label_layer", "weigh"]


#: The share of openings that must be labelled where the label has the form of a short sentence.
_NEARLY_ALL = 0.8
#: What a likely name costs at most, and how many labels there must be at least.
_LIKELY, _OFTEN = 3.0, 6

#: What it is worth that a name is written as those of the other labels are, in bits.
_ALIKE = 4.0
#: So many other labels, and uses of a single letter, there are where it stands for whoever asks.
_AMONG = 3

#: Families whose labels may say from whom to whom.
_SAID = frozenset(("colon", "colon-line", "beside"))

#: The candidates taken, by place, with their gains in bits.
Taken: TypeAlias = dict[int, tuple[Candidate, float]]


@dataclass(slots=True)
class Layer:
    """The labels of a text in one reading: ``heads`` by place among the items, their ``gains``, all ``gain``."""

    heads: dict[int, Candidate] = field(default_factory=dict)
    gains: dict[int, float] = field(default_factory=dict)
    families: list[str] = field(default_factory=list)
    gain: float = 0.0
    coverage: float = 0.0
    rest: dict[str, list[Candidate]] = field(default_factory=dict)
    candidates: dict[str, list[Candidate]] = field(default_factory=dict)
    """All that may be labels, by family."""
    doubted: dict[int, Candidate] = field(default_factory=dict)
    """What is written as the labels are, stands once, and was not taken."""
    addressed: bool = False
    """Whether each label says from whom to whom, as those of a meeting's chat."""


def label_layer(
    items: Sequence[Item],
    facts: Facts,
    *,
    only: frozenset[str] | None = None,
    without: frozenset[str] = frozenset(),
    stated: bool = False,
) -> Layer:
    """Return the labels of these items: the family that explains most, then those that still gain on what is left.

    ``only`` restricts the families, ``without`` excludes some, ``stated`` says that the user named them.
    """
    found = {name: qualified(name, c) for name, c in candidates_of(items, only).items() if name not in without}
    sent = {at: c for name in _SAID & found.keys() for at, c in addressed(found[name]).items()}
    for name in _SAID & found.keys() if sent else ():
        found[name] = [sent[c.at] if c.at in sent and sent[c.at].family == name else c for c in found[name]]
    layer = Layer(rest=found, candidates=dict(found))
    openings = [at for at, item in enumerate(items) if item.opens and (item.text or item.beside)]
    while found and len(layer.families) < 4:
        best: tuple[float, str, Taken] | None = None
        for name, candidates in found.items():
            if len(candidates) < 1:
                continue
            free = [c for c in candidates if c.at not in layer.heads]
            total, taken = weigh(free, items, facts, family_of(name), openings, layer, stated=stated)
            if taken and (best is None or total > best[0]):
                best = (total, name, taken)
        if best is None or best[0] <= (_wanted(best[1], layer) if layer.families else 0.0):
            break
        total, name, taken = best
        layer.families.append(name)
        layer.gain += total
        for at, (candidate, gain) in taken.items():
            layer.heads[at] = candidate
            layer.gains[at] = gain
        found.pop(name)
    _without_answers(layer, items)
    _take_once(layer, items, openings, stated=stated)
    layer.addressed = len(sent.keys() & layer.heads.keys()) * 2 > len(layer.heads)
    layer.heads = without_shared(layer.heads)
    labelled = sum(1 for at in openings if at in layer.heads)
    layer.coverage = labelled / len(openings) if openings else 0.0
    return layer


def _take_once(layer: Layer, items: Sequence[Item], openings: Sequence[int], *, stated: bool) -> None:
    """Take what is written as most labels are although its name stands once, where the text bears it out."""
    main = next(iter(layer.families), "")
    candidates = [] if stated else [c for c in layer.candidates.get(main, ()) if c.at not in layer.heads]
    taken, layer.doubted = labels_once(layer.heads, candidates, items, openings)
    layer.heads |= taken
    layer.gains |= dict.fromkeys(taken, 1.0)
    layer.gain += len(taken)


def _without_answers(layer: Layer, items: Sequence[Item]) -> None:
    """Take back the labels that stand mostly right below one on a line of its own: speech begins there, "Chair. I"."""
    below = [at for at, head in layer.heads.items() if head.rest and _is_below(layer, items, at)]
    for family in {layer.heads[at - 1].family for at in below}:
        above = {at for at, head in layer.heads.items() if head.family == family}
        if above == {at - 1 for at in below if layer.heads[at - 1].family == family}:  # "BY MS. X:" names nobody
            below = [at for at in below if at - 1 not in above]
            for at in above:
                layer.gain -= layer.gains.pop(at)
                del layer.heads[at]
    uses = Counter((head.family, head.key) for head in layer.heads.values())
    mostly = Counter((layer.heads[at].family, layer.heads[at].key) for at in below)
    for at in below:
        key = layer.heads[at].family, layer.heads[at].key
        if mostly[key] * 2 > uses[key]:
            layer.gain -= layer.gains.pop(at)
            del layer.heads[at]


def _is_below(layer: Layer, items: Sequence[Item], at: int) -> bool:
    """Tell whether a label of another family stands right above, with nothing beside it."""
    above = layer.heads.get(at - 1)
    if above is None or above.rest or above.family == layer.heads[at].family:
        return False
    return not items[at].timed


def _wanted(family: str, layer: Layer) -> float:
    """Return how much a further family must gain: little where it often stands beside one that is in use."""
    return 1.0 if any(frozenset((family, other)) in TOGETHER for other in layer.families) else 4.0


def weigh(
    candidates: Sequence[Candidate],
    items: Sequence[Item],
    facts: Facts,
    family: Family,
    openings: Sequence[int],
    before: Layer,
    *,
    stated: bool = False,
) -> tuple[float, Taken]:
    """Return (gain in bits, the candidates taken with their gains) of one family on what earlier families left."""
    if not candidates:
        return 0.0, {}
    known = {c.key for c in before.heads.values()}
    counts = counted(uses_of(candidates, items))
    recurring = {key for key, count in counts.items() if count >= 2} | (known & counts.keys())
    costs = name_costs(candidates, items, facts, family, recurring)
    if family.name == "dot" and not _letters_recur(candidates, recurring, 1 if len(before.heads) >= _AMONG else 2):
        candidates = [c for c in candidates if len(c.name.speaker) > 1]
    extra = use_costs(candidates, items, facts, family, recurring)
    friends = not before.families or any(frozenset((family.name, other)) in TOGETHER for other in before.families)
    if before.families and friends and not recurring:
        shape = Counter(shape_of(head.name.speaker) for head in before.heads.values()).most_common(1)[0][0]
        alike = {c.key for c in candidates if shape_of(c.name.speaker) == shape}
        costs = {key: cost - (_ALIKE if key in alike else 0.0) for key, cost in costs.items()}
    share, taken = 0.95, Taken()
    opens = set(openings)
    marks = {c.at for c in candidates if items[c.at].mark} if family.name == "colon" else frozenset[int]()
    strange = frozenset[str]() if friends or not known else counts.keys() - known
    worths = [
        (
            c,
            c.at in opens,
            (5.0 if c.at in marks else 0.0) + _repetition(c, counts, len(candidates), known=c.key in known),
            (6.0 if c.key in strange else 0.0) + _dear(costs[c.key], counts[c.key]) + extra[c.at],
        )
        for c in candidates
    ]
    for _ in range(3):
        reg = min(5.0, max(-4.0, math.log2(share / (1 - share)))) if 0 < share < 1 else -4.0
        taken = {}
        within = min(reg, 0.0) - 3.0
        for c, is_open, worth, dear in worths:
            gain = (reg if is_open else within) + worth - dear
            best = taken.get(c.at)
            if (gain > 0 or (stated and costs[c.key] < 40)) and (best is None or gain >= best[1]):
                taken[c.at] = (c, max(gain, 0.1))
        share = _share(taken, openings, items, before, recurring)
    if stated or not taken:
        return sum(gain for _, gain in taken.values()), taken
    price = 2.0 + max(0.0, family.cost - 6.0) / 2 if before.families else family.cost
    names = {c.key for c, _ in taken.values()}
    if not before.families and not any(counts[key] >= 2 for key in names):
        taken = _sure(taken, items, facts, family, openings, costs)
        taken = {at: (c, gain + 2.0) for at, (c, gain) in taken.items()}
        price = min(price, 2.0)
    if family.certain and not _everywhere(taken, openings, items, before, recurring, costs):
        return 0.0, {}
    return _judged(taken, items, family, openings, before, recurring, price)


def _dear(cost: float, count: int) -> float:
    """Return what a name costs at each of its uses, in bits; what hardly is one costs more."""
    return cost / max(1, count) + (0.5 * (cost - 8) if cost > 8 else 0.0)


def _repetition(c: Candidate, counts: dict[str, int], total: int, *, known: bool) -> float:
    """Return what it is worth, in bits, that a name is said again in the same place."""
    count = max(1, counts[c.key])
    spared = text_bits(c.name.speaker) - math.log2(max(1.0, total / count)) - 1
    return spared if known else (count - 1) / count * spared


def _judged(
    taken: Taken,
    items: Sequence[Item],
    family: Family,
    openings: Sequence[int],
    before: Layer,
    recurring: set[str],
    price: float,
) -> tuple[float, Taken]:
    """Return (gain in bits, candidates taken) of a whole family: one name alone, few openings labelled are dear."""
    if not taken or (family.name in ("number", "hash") and _only_grows([c for c, _ in taken.values()])):
        return 0.0, {}
    if before.families and len(taken) == 1 and family.name == "line":
        return 0.0, {}  # a name that stands alone once where labels have another form: a caption, a by-line
    gain = sum(gain for _, gain in taken.values()) - price
    if any(item.mark for item in items):
        return gain, taken
    labelled = _share(taken, openings, items, Layer(), recurring)
    if len({c.key for c, _ in taken.values()} | {c.key for c in before.heads.values()}) == 1 and labelled < 0.7:
        gain -= 12.0 + sum(min(4.0, gain) for _, gain in taken.values())
    if labelled < 0.3 and not before.families:
        gain -= (0.3 - labelled) / 0.3 * 8.0 * len(taken)
    return gain, taken


def _everywhere(
    taken: Taken,
    openings: Sequence[int],
    items: Sequence[Item],
    before: Layer,
    recurring: set[str],
    costs: dict[str, float],
) -> bool:
    """Tell whether what may be sentences are labels: likely names, two recur, hardly a paragraph is without."""
    likely = [c.key for c, _ in taken.values() if costs[c.key] <= _LIKELY]
    names = set(likely) & recurring | {c.key for c in before.heads.values()}
    if len(names) < 2 or len(likely) + len(before.heads) < _OFTEN or len(likely) < _NEARLY_ALL * len(taken):
        return False
    return _share(taken, openings, items, before, recurring) >= _NEARLY_ALL


def _letters_recur(candidates: Sequence[Candidate], recurring: set[str], wanted: int) -> bool:
    """Tell whether so many letters come again; one is enough where names answer it: "Q. Why? ANN LEE: Why not?"."""
    uses = Counter(c.key for c in candidates if len(c.name.speaker) == 1 and c.key in recurring)
    return len(uses) >= 2 or (wanted == 1 and max(uses.values(), default=0) >= _AMONG)


def _share(
    taken: Taken,
    openings: Sequence[int],
    items: Sequence[Item],
    before: Layer,
    recurring: set[str],
) -> float:
    """Return the share of the openings that are labelled, of those between the first and the last head.

    The first and last are those of names that recur, if any do; openings that a label on the row above accounts for do
    not count.
    """
    ends = [at for at, (c, _) in taken.items() if c.key in recurring] or list(taken)
    ends += before.heads
    if not ends:
        return 0.0
    openings = openings[bisect_left(openings, min(ends)) : bisect_right(openings, max(ends))]
    done = {at for at, (c, _) in taken.items() if not c.rest} | {at for at, c in before.heads.items() if not c.rest}
    heads = taken.keys() | before.heads.keys()
    free = labelled = 0
    last = -1
    for at in openings:
        if at in heads:
            labelled += 1
            free += 1
        elif last not in done or _spoken_between(items, last, at):
            free += 1
        if at in heads or items[at].text:
            last = at
    return min(0.97, labelled / free) if free else 0.0


def _spoken_between(items: Sequence[Item], a: int, b: int) -> bool:
    return any(item.text for item in items[a + 1 : b])


def _sure(
    taken: Taken,
    items: Sequence[Item],
    facts: Facts,
    family: Family,
    openings: Sequence[int],
    costs: dict[str, float],
) -> Taken:
    """Return those that are names although none comes twice: beside every time, behind a mark, or each one sure."""
    timed = [at for at, item in enumerate(items) if item.timed]
    if len(timed) >= 2:
        near = min(len(taken), sum(1 for at in timed if at in taken or at + 1 in taken or at - 1 in taken))
        if near >= 0.8 * len(timed) and all(costs[c.key] <= 6 for c, _ in taken.values()):
            return taken
    marked = {at: entry for at, entry in taken.items() if items[at].mark and costs[entry[0].key] <= 2}
    if marked and family.name == "colon":
        return marked
    if family.name not in ("colon", "colon-line", "bold", "bold-line", "dot-dash", "header"):
        return {}
    sure = {at: entry for at, entry in taken.items() if _sure_name(entry[0].name.speaker, facts)}
    shapes = Counter(shape_of(c.name.speaker) for c, _ in sure.values())
    if len(sure) == 1 == len(openings) and shapes["UPPER"]:
        return sure
    for shape in ("", *(shape for shape, _ in shapes.most_common(1))):
        mine = {at: entry for at, entry in sure.items() if not shape or shape_of(entry[0].name.speaker) == shape}
        if len(mine) >= 2 and _share(mine, openings, items, Layer(), set()) >= 0.8:
            return mine
    if family.name in ("colon", "bold") and len(taken) >= 2 and _share(taken, openings, items, Layer(), set()) >= 0.95:
        rows = sum(1 for item in items if item.opens and item.text and not item.row.heading)
        bold = family.name == "bold" or all(items[at].row.bold for at in taken)
        if len(taken) >= (0.6 if bold else 0.95) * rows and all(_spoken(c, items, costs) for c, _ in taken.values()):
            return taken
    return {}


def _spoken(c: Candidate, items: Sequence[Item], costs: dict[str, float]) -> bool:
    """Tell whether a label that comes once may head speech: a likely name, a sentence after it."""
    first = next((letter for letter in c.rest if letter.isalpha()), "")
    return costs[c.key] <= 3 and not first.islower() and ends_sentence(c.rest, items, c.at)


def _sure_name(name: str, facts: Facts) -> bool:
    words = name.split()
    if any(word.casefold().rstrip(".") in ROLES for word in words) or re.fullmatch(r"[A-Z]{1,2}", name):
        return True
    if name.upper() == name.lower():
        return 2 <= sum(c.isalpha() for c in name) <= (14 if " " in name else 6)
    if name.upper() == name and len(words) <= 4 and not facts.shouted:
        return all(word.casefold() not in SENTENCE_OPENERS for word in words)
    return (
        2 <= len(words) <= 4
        and all(word[0].isupper() for word in words)
        and not any(word.casefold() in facts.lower or word.casefold() in SENTENCE_OPENERS for word in words)
    )


def _only_grows(taken: Sequence[Candidate]) -> bool:
    """Tell whether numbers in labels only grow: then they number a list."""
    numbers = [int(found[0]) for c in taken if (found := re.findall(r"\d+", c.name.speaker))]
    return len(numbers) >= 2 and all(a < b for a, b in pairwise(numbers))
