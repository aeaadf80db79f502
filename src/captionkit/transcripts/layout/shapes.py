"""The shape of the edges of lines: the same slots, signs and words in nearly all, names taking turns in one place."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from captionkit.text.letters import COMBINED, LETTERS
from captionkit.text.scripts import is_unspaced
from captionkit.transcripts.layout.cuts import EDGE, LOOSE, MASKS, SIGNS, SLOTS, TIME, cuts_of
from captionkit.transcripts.layout.families import STOPS
from captionkit.transcripts.layout.people import Facts, clean, name_cost

__all__ = ["LEAST", "NEARLY_ALL", "SHARE", "Edge", "edge_of"]

#: So many lines at least, and this share of them, must have the shape.
LEAST, SHARE = 5, 0.8
#: What holds for nearly all of them.
NEARLY_ALL = 0.95
#: What a name costs at most (bits), and in which share of their uses names are spoken of at most.
_NAME, _SPOKEN = 8.0, 0.5
#: The share of the uses of names that are of names used again.
_AGAIN = 0.5
#: So many characters, at an edge that comes again, are worth a line that has it not.
_MISSED = 20
#: So many characters at the other end of a line are not looked at for names, and so many of it at most are.
_FAR_END, _LOOKED_INTO = 24, 500
#: How often one sign may stand in an edge.
_NTH = 3
#: Signs that sentences have too.
_SAID = frozenset(".,!?;…，。、！？；।؟،؛'’\"”“ ")
_TOKENS = re.compile(r"NAME|TIME|END|NUMBER")
#: A sign that no name has.
_ODD = re.compile(r"[^\w\s.'’·・&-]")
#: A slot inside a word.
_TORN = re.compile(r"(?:NAME|TEXT|TIME|NUMBER)[^\W_]|[^\W_](?:NAME|TIME|NUMBER)")
#: What a name is written with; more may stand in brackets behind it.
_NAME_ONLY = re.compile(rf"(?=.*[^\W\d_])[\w{COMBINED} .'’·・&/_-]+(?: ?[(\[（][^()\[\]（）]{{1,40}}[)\]）])?")


class Edge(NamedTuple):
    """One edge of the units: its shape by slots, as it stands, and which units have it with which names and times."""

    shape: str
    size: int
    names: dict[int, str]
    has: frozenset[int]
    timed: bool
    signed: bool
    sentences: bool
    loose: bool


def edge_of(lines: Sequence[str], facts: Facts, least: float, *, own: bool, turned: bool = False) -> Edge | None:
    """Return what nearly all lines begin with but for who and when; ``turned``: the lines are written backwards."""
    # at the other end the name may stand once more
    near = [line[: min(_LOOKED_INTO, len(line) - min(_FAR_END, len(line) // 3))] for line in lines]
    said = "\n".join(line[::-1] for line in near) if turned else "\n".join(near)
    wanted = max(LEAST, 0.9 * least * len(lines))
    best: tuple[int, Edge] | None = None
    for sign, heads in _heads(lines, own=own, turned=turned):
        counts = Counter(heads.values())
        again = sum(len(head) * count for head, count in counts.items() if count >= 2)
        again -= _MISSED * (len(lines) - len(heads))
        if len(heads) < wanted or (best is not None and again <= best[0]):
            continue
        edge = _shaped(heads, counts, facts, said, turned=turned)
        if edge is not None and len(edge.has) >= wanted:
            rests = [lines[at][len(heads[at]) :].lstrip() for at in edge.has]
            sentences = sum(not rest or (rest[0] in STOPS if turned else not rest[0].islower()) for rest in rests)
            best = (again, edge._replace(sentences=sentences >= SHARE * len(rests), loose=sign == LOOSE))
    return None if best is None else best[1]


def _heads(lines: Sequence[str], *, own: bool, turned: bool) -> Iterator[tuple[str, dict[int, str]]]:
    """Yield (sign, the beginnings of lines as far as it) for each sign and word, as often as it stands there."""
    found: dict[tuple[str, int], dict[int, str]] = defaultdict(dict)
    for at, line in enumerate(lines):
        for sign, nth, end in cuts_of(line, turned=turned):
            if nth <= _NTH and end < len(line):
                found[sign, nth][at] = line[:end]
        if own and len(line) <= EDGE:
            found["\n", 1][at] = f"{line}\n"
    for (sign, _), heads in found.items():
        yield sign, heads


def _shaped(heads: dict[int, str], counts: Counter[str], facts: Facts, said: str, *, turned: bool) -> Edge | None:
    """Return the edge that these heads are: the same slots and signs in each, and one place where names stand."""
    masks = Counter("".join(MASKS.findall(head)) for head in counts.elements()).most_common(1)[0][0]
    parts = {
        head: [piece[::-1] if turned else piece for piece in MASKS.split(head)]
        for head in counts
        if "".join(MASKS.findall(head)) == masks
    }
    shape: list[str] = []
    names: dict[str, str] = {}
    for place in range(2 * len(masks) + 1):
        lead, trail, named = _column(parts, place, counts)
        if named and names:
            return None
        parts = {head: pieces for head, pieces in parts.items() if _is_between(pieces[place], lead, trail, named=named)}
        if named:
            names = {head: pieces[place][len(lead) : len(pieces[place]) - len(trail)] for head, pieces in parts.items()}
        shape.append(f"{lead}NAME{trail}" if named else SLOTS.get(lead, lead))
        if not parts:
            return None
    text = _with_end("".join(reversed(shape) if turned else shape))
    names = {head: name for head, name in names.items() if head in parts}
    plausible = _are_names(names, counts, facts, said) if names else TIME in masks
    if not plausible or _is_torn(text, turned=turned):
        return None
    has = frozenset(at for at, head in heads.items() if head in parts)
    named_at = {at: names[head] for at, head in heads.items() if head in names}
    signed = any(char not in _SAID and not char.isalnum() for char in _TOKENS.sub("", text))
    size = sum(map(len, heads.values())) // len(heads)
    return Edge(text, size, named_at, has, TIME in masks, signed, sentences=True, loose=False)


def _column(parts: dict[str, list[str]], place: int, counts: Counter[str]) -> tuple[str, str, bool]:
    """Return (what stands there in nearly all, "", False), or what stands before and behind a name, and True."""
    values: Counter[str] = Counter()
    for head, pieces in parts.items():
        values[pieces[place]] += counts[head]
    usual, count = values.most_common(1)[0]
    if count >= NEARLY_ALL * values.total():
        return usual, "", False
    lead, trail = _around([value for value, count in values.items() if count > 1] or list(values))
    between = sum(count for value, count in values.items() if _is_between(value, lead, trail, named=True))
    return (lead, trail, True) if between >= SHARE * values.total() else (*_around(list(values)), True)


def _is_between(value: str, lead: str, trail: str, *, named: bool) -> bool:
    """Tell whether a name stands between what is before and behind it; without names, whether nothing else is there."""
    if not named:
        return value == lead
    return len(value) > len(lead) + len(trail) and value.startswith(lead) and value.endswith(trail)


def _with_end(shape: str) -> str:
    """Return a shape whose second time is called the end."""
    first, time, rest = shape.partition("TIME")
    return first + time + rest.replace("TIME", "END", 1)


def _is_torn(shape: str, *, turned: bool) -> bool:
    """Tell whether a slot stands inside a word, or what is next to the text is of the text: words behind a sign."""
    if _TORN.search(shape):
        return True
    pieces = _TOKENS.split(shape)
    beside = pieces[0] if turned else pieces[-1]
    odd = [match.start() for match in _ODD.finditer(beside)]
    words = "" if not odd else beside[: odd[0]] if turned else beside[odd[-1] :]
    return any(char.isalpha() and not char.islower() for char in words)


def _around(values: Sequence[str]) -> tuple[str, str]:
    """Return what stands before the name and behind it in all of these: signs, and words in lower case."""
    trail = _bare(_common([value[::-1] for value in values]))[::-1]
    lead = _bare(_common([value[: len(value) - len(trail)] for value in values]))
    return lead, trail


def _common(values: Sequence[str]) -> str:
    """Return what all of these begin with."""
    first, last = min(values), max(values)
    return first[: next((n for n, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))]


def _bare(shared: str) -> str:
    """Return what is shared as far as the last sign that no name has, and behind it the words in lower case."""
    ends = [match.end() for match in SIGNS.finditer(shared)]
    shared = shared[: ends[-1]] if ends else ""
    odd = next((at + 1 for at in range(len(shared) - 1, -1, -1) if _ODD.match(shared[at])), 0)
    word = next((word for word in re.finditer(LETTERS, shared[odd:]) if not word[0].islower()), None)
    return shared if word is None else shared[:odd]


def _are_names(names: dict[str, str], counts: Counter[str], facts: Facts, said: str) -> bool:
    """Tell whether what stands in the place of names may be some: unlike sentences, used again, hardly spoken of."""
    total = sum(counts[head] for head in names)
    likely = sum(
        counts[head]
        for head, name in names.items()
        if _NAME_ONLY.fullmatch(name) and name_cost(clean(name), facts) <= _NAME
    )
    if likely < SHARE * total:
        return False
    uses: Counter[str] = Counter()
    for head, name in names.items():
        uses[name] += counts[head]
    if sum(count for count in uses.values() if count > 1) < _AGAIN * total:
        return False
    spoken = sum(_count(name, said) for name in uses) - total
    return spoken <= _SPOKEN * total


def _count(name: str, said: str) -> int:
    """Return how often a name is said; in scripts that part words, as a word."""
    if is_unspaced(name[0]):
        return said.count(name)
    return len(re.findall(rf"(?<![\w{COMBINED}]){re.escape(name)}(?![\w{COMBINED}])", said))
