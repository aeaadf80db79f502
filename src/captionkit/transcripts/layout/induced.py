"""A layout that nobody listed, induced from the text: what comes again at either edge of its lines or paragraphs.

The families of labels (``families``) and of times (``clocks``) know how turns are usually headed. A text may do it in
any other way, before its speech or behind it: ``Ann says Yes.``, ``Yes. [0:12 Ann]``, ``t=0:12 <Ann> Yes.``. Whatever
it is, it repeats: times stand in one place, a few names take turns in another, and the signs and words between them are
the same every time. Cut so that the same few beginnings (or ends) account for nearly every line, the text shows its
layout, which is stated as an example (``NAME says TEXT``) and read as one that the user states.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from captionkit.text.scripts import is_unspaced
from captionkit.transcripts.layout.edges import COMBINED
from captionkit.transcripts.layout.families import STOPS
from captionkit.transcripts.layout.people import Facts, clean, key_of, name_cost
from captionkit.transcripts.layout.rows import Row, blocks_of, count_words
from captionkit.transcripts.layout.stamps import ANY, read_stamp
from captionkit.transcripts.layout.times import Ruler

__all__ = ["Induced", "induce"]

#: So many units at least, and this share of them, must have the layout.
_LEAST, _SHARE = 5, 0.8
#: Where nothing but words or the signs of sentences stand between a name and its text, nearly all must have it.
_NEARLY_ALL = 0.95
#: An edge has so many characters at most, and so many rows are looked at.
_EDGE, _LOOKED_AT = 80, 400
#: What a name costs at most (bits), and the share of uses by names that come again.
_NAME, _AGAIN = 8.0, 0.7
#: Names are spoken of in at most this share of their uses.
_SPOKEN = 0.5
#: How many words a second are said.
_SLOWEST, _FASTEST = 0.4, 7.0
#: So many characters, at an edge that comes again, are worth a line that has it not.
_MISSED = 20
#: Stand-ins for a time and for a number that counts the units.
_TIME, _COUNT = "\x01", "\x02"
_SLOTS = {_TIME: "TIME", _COUNT: "NUMBER"}
_NO_SLOTS = dict.fromkeys(map(ord, _SLOTS), " ")
_MASKS = re.compile(f"([{_TIME}{_COUNT}])")
_ANY_TIME = re.compile(ANY, re.I)
_NUMBER = re.compile(r"(?P<before>[^\w]{0,3}(?:[^\W\d_]{1,10}[ .#]{1,2})?)(?P<number>\d{1,5})(?![\w:.,]\d|\d)")
_SIGNS = re.compile(rf"[^\w{COMBINED}{_TIME}{_COUNT}]+")
_WORD = re.compile(r" (?P<word>[^\W\d_]{2,12})(?= )")
_AHEAD, _BEHIND = re.compile(r"\w+"), re.compile(r"\w+\Z")
#: A sign has so many characters at most, and a word before a stop that ends no sentence.
_LONGEST_SIGN, _ABBREVIATED = 6, 3
_SAID = frozenset(".,!?;…，。、！？；'’\"”“ ")
#: Where nothing but a blank ends an edge that a sign begins.
_LOOSE = ""
#: What ends a sentence belongs to the text before it.
_STOPS = frozenset(".!?…。！？।؟")
#: What closes what a sign opens.
#: So many characters may close a text, and so many are its other end.
_CLOSING = _FAR_END = 24
_CLOSES = {
    '"': '"',
    "'": "'",
    "“": "”",
    "„": "“",
    "«": "»",
    "»": "«",
    "‹": "›",
    "「": "」",
    "『": "』",
    "|": "|",
    "(": ")",
    "[": "]",
    "{": "}",
}
_OPENS = {closing: opening for opening, closing in _CLOSES.items()}
_TOKENS = re.compile(r"NAME|TIME|END|NUMBER")
#: A sign that no name has.
_ODD = re.compile(r"[^\w\s.'’·・&-]")
#: A slot inside a word.
_TORN = re.compile(r"(?:NAME|TEXT|TIME|NUMBER)[^\W_]|[^\W_](?:NAME|TIME|NUMBER)")
#: What a name is written with; more may stand in brackets behind it.
_NAME_ONLY = re.compile(rf"(?=.*[^\W\d_])[\w{COMBINED} .'’·・&/_-]+(?: ?[(\[（][^()\[\]（）]{{1,40}}[)\]）])?")


class Induced(NamedTuple):
    """A layout by example, and what bears it out: the share and the number of the units that have it, and the names.

    ``line`` is where the first of them begins; ``recurs`` says that at least two names come again, or that there are
    none; ``sure`` that it may be read without being asked.
    """

    example: str
    share: float
    count: int
    names: tuple[str, ...]
    line: int
    recurs: bool
    sure: bool


class _Edge(NamedTuple):
    """One edge of the units: its shape by slots, as it stands, and which units have it with which names and times."""

    shape: str
    size: int
    names: dict[int, str]
    has: frozenset[int]
    timed: bool
    signed: bool
    anew: bool
    loose: bool


def induce(rows: Sequence[Row], facts: Facts, least: float = _SHARE) -> Induced | None:
    """Return the layout that the edges of these rows, or of their paragraphs, show by what comes again in them.

    ``least`` is the share of the units that must have it.

    >>> rows = [Row(n, f"{who} says Yes.") for n, who in enumerate(["Ann", "Ben"] * 3)]
    >>> from captionkit.transcripts.layout.people import facts_of
    >>> induce(rows, facts_of(rows)).example
    'NAME says TEXT'
    """
    rows = rows[:_LOOKED_AT]
    found = [_of_units([[row] for row in rows], facts, least)]
    blocks = list(blocks_of(rows))
    if any(len(block) > 1 for block in blocks) and len(blocks) >= _LEAST:
        found.append(_of_units(blocks, facts, least))
    return max((one for one in found if one is not None), key=_worth, default=None)


def _worth(one: Induced) -> tuple[bool, float, int]:
    return one.sure, one.share, len(one.example)


def _of_units(units: Sequence[Sequence[Row]], facts: Facts, least: float) -> Induced | None:
    """Return the layout of these units, each some rows."""
    several = sum(len(unit) > 1 for unit in units) > 0.5 * len(units)
    masked = _masked([unit[0].text for unit in units])
    front = _edge([line for line, _ in masked], facts, least, own=several)
    ends = _masked([unit[-1].text for unit in units], tail=True)
    back = _edge([line[::-1] for line, _ in ends], facts, least, own=several, turned=True)
    if front is not None and back is not None and front.names and back.names and not _echoed(front, back):
        front, back = (front, None) if len(front.has) * front.size >= len(back.has) * back.size else (None, back)
    edges = [edge for edge in (front, back) if edge is not None]
    if not edges:
        return None
    both = frozenset.intersection(*(edge.has for edge in edges))
    names = Counter(key_of(name) for edge in edges for at, name in edge.names.items() if at in both)
    timed = any(edge.timed for edge in edges)
    beside = masked if front is not None and front.timed else ends
    if timed and not _rises([beside[at][1] for at in sorted(both)]):
        return None
    if not both or not (names or timed) or (not names and not _is_spoken(units, both, masked, ends)):
        return None
    share = len(both) / (max(both) - min(both) + 1)
    if len(both) < _LEAST or share < least:
        return None
    example = _closed(front.shape if front else "", back.shape if back else "", [units[at] for at in sorted(both)])
    recur = not names or _recur(names, len(both))
    sure = recur and share >= _SHARE and not any(edge.loose for edge in edges)
    if names and not any(edge.signed for edge in edges if edge.names):
        sure = sure and share >= _NEARLY_ALL and all(edge.anew for edge in edges)
    first = units[min(both)][0].number
    return Induced(example, share, len(both), tuple(names), first, recurs=recur, sure=sure)


def _recur(names: Counter[str], total: int) -> bool:
    """Tell whether two names and more come again, and stand in most units."""
    again = [count for count in names.values() if count >= 2]
    return len(again) >= 2 and sum(again) >= _AGAIN * total


def _is_spoken(
    units: Sequence[Sequence[Row]],
    both: frozenset[int],
    masked: Sequence[tuple[str, list[str]]],
    ends: Sequence[tuple[str, list[str]]],
) -> bool:
    """Tell whether as much is said as the time allows, where nothing but times repeats: no programme, no log."""
    ruler = Ruler()
    found = [masked[at][1] or ends[at][1] for at in (min(both), max(both))]
    first, last = (read_stamp(times[0]) if times else None for times in found)
    if first is None or last is None:
        return False
    words = sum(count_words(row.text) for at in sorted(both)[:-1] for row in units[at])
    seconds = (ruler.ms(last) - ruler.ms(first)) / 1000
    return seconds > 0 and _SLOWEST <= words / seconds <= _FASTEST


def _closed(lead: str, trail: str, units: Sequence[Sequence[Row]]) -> str:
    """Return the example with what closes what the edge before the text opened, or opens what one closes."""
    texts = [unit[-1].text for unit in units]
    if lead and not trail:
        trail = next(
            (end for end in _endings(texts[0]) if _opened(lead, end) and _share(texts, end) >= _NEARLY_ALL), ""
        )
    elif trail.lstrip()[:1] in _OPENS and not lead:
        opening = _OPENS[trail.lstrip()[0]]
        begun = sum(unit[0].text.startswith(opening) for unit in units)
        lead = opening if begun >= _NEARLY_ALL * len(units) else ""
    return f"{lead}TEXT{trail}"


def _endings(text: str) -> Iterator[str]:
    """Yield what a text may be closed with, longest first: from a sign that ends no sentence to its end."""
    for at in range(max(0, len(text) - _CLOSING), len(text)):
        if not text[at].isspace() and not text[at].isalnum() and text[at] not in _STOPS and text[at] not in ",;:":
            yield text[at:]


def _opened(lead: str, end: str) -> bool:
    """Tell whether the edge before a text opens what this closes: a quote, a bracket, a cell, a tag."""
    opening = _OPENS.get(end[0], "")
    return opening in lead if opening else end[0] == "<" and "<" in lead


def _share(texts: Sequence[str], end: str) -> float:
    return sum(text.endswith(end) for text in texts) / len(texts)


def _echoed(front: _Edge, back: _Edge) -> bool:
    """Tell whether the name is written on both sides of the text: ``<Ann>Yes.</Ann>``."""
    both = front.names.keys() & back.names.keys()
    return sum(front.names[at] == back.names[at] for at in both) >= _NEARLY_ALL * len(front.names)


def _masked(lines: Sequence[str], *, tail: bool = False) -> list[tuple[str, list[str]]]:
    """Return (the line with stand-ins for its times and its counter, the times) of each line, at one edge."""
    done: list[tuple[str, list[str]]] = []
    for line in (line.translate(_NO_SLOTS) for line in lines):
        cut = max(0, len(line) - _EDGE) if tail else _EDGE
        zone, kept = (line[cut:], line[:cut]) if tail else (line[:cut], line[cut:])
        times: list[str] = []

        def stand_in(match: re.Match[str], times: list[str] = times) -> str:
            if read_stamp(match[0]) is None:
                return match[0]
            times.append(match[0])
            return _TIME

        zone = _ANY_TIME.sub(stand_in, zone)
        done.append((f"{kept}{zone}" if tail else f"{zone}{kept}", times))
    return done if tail else _counted(done)


def _counted(lines: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """Return the lines with a stand-in for a number near their beginning that counts them."""
    numbers = {at: match for at, (line, _) in enumerate(lines) if (match := _NUMBER.match(line)) is not None}
    values = [int(match["number"]) for match in numbers.values()]
    if len(values) < _SHARE * len(lines) or sum(b - a == 1 for a, b in pairwise(values)) < _SHARE * (len(values) - 1):
        return lines
    return [
        (line[: numbers[at].start("number")] + _COUNT + line[numbers[at].end("number") :] if at in numbers else line, t)
        for at, (line, t) in enumerate(lines)
    ]


def _cuts(line: str, *, turned: bool) -> Iterator[tuple[str, int, int]]:
    """Yield (sign or word, how often it stood before, where it ends) of each place at which an edge may end.

    None is beyond the end of a sentence.
    """
    zone = line[: _EDGE + 1]
    seen: Counter[str] = Counter()
    last = len(zone)
    for match in _SIGNS.finditer(zone):
        run = match[0][:_LONGEST_SIGN]
        after_slot = zone[match.start() - 1 : match.start()] in _SLOTS
        for size in range(1, len(run) + 1) if match.start() or not turned else ():
            sign = run[:size]
            if not (sign.isspace() and not after_slot) and not (turned and sign[-1] in _STOPS):
                seen[sign] += 1
                yield sign, seen[sign], match.start() + size
        if _ends_sentence(zone, match, turned=turned) and not (turned and not match.start()):
            last = match.end()
            break
    for word in islice(_WORD.finditer(zone[:last]), 6):
        if word["word"].islower():
            seen[word[0]] += 1
            yield word[0], seen[word[0]], word.end() + 1
    first = zone.find(" ", 2)
    if first > 0 and not zone[0].isalnum() and zone[0] not in _SLOTS:
        yield _LOOSE, 1, first + 1


def _ends_sentence(zone: str, signs: re.Match[str], *, turned: bool) -> bool:
    """Tell whether there is a stop among these signs, and a word before it that is no initial and no title."""
    if _STOPS.isdisjoint(signs[0]):
        return False
    word = _AHEAD.match(zone, signs.end()) if turned else _BEHIND.search(zone[: signs.start()])
    initial = "" if word is None else word[0][-1 if turned else 0]
    return word is None or len(word[0]) > _ABBREVIATED or not initial.isupper()


def _edge(lines: Sequence[str], facts: Facts, least: float, *, own: bool, turned: bool = False) -> _Edge | None:
    """Return what nearly all lines begin with but for who and when; ``turned``: the lines are written backwards."""
    found: dict[tuple[str, int], dict[int, str]] = defaultdict(dict)
    for at, line in enumerate(lines):
        for sign, nth, end in _cuts(line, turned=turned):
            if nth <= 3 and end < len(line):
                found[sign, nth][at] = line[:end]
        if own and len(line) <= _EDGE:
            found["\n", 1][at] = f"{line}\n"
    # at the other end the name may stand once more
    near = [line[: len(line) - min(_FAR_END, len(line) // 3)] for line in lines]
    text = "\n".join(line[::-1] for line in near) if turned else "\n".join(near)
    best: tuple[int, _Edge] | None = None
    wanted = max(_LEAST, 0.9 * least * len(lines))
    for (sign, _), heads in found.items():
        if len(heads) < wanted:
            continue
        counts = Counter(heads.values())
        again = sum(len(head) * count for head, count in counts.items() if count >= 2)
        again -= _MISSED * (len(lines) - len(heads))
        if best is not None and again <= best[0]:
            continue
        edge = _shaped(heads, counts, facts, text, turned=turned)
        if edge is not None and len(edge.has) >= wanted:
            rests = [lines[at][len(heads[at]) :].lstrip() for at in edge.has]
            anew = sum(not rest or (rest[0] in STOPS if turned else not rest[0].islower()) for rest in rests)
            best = (again, edge._replace(anew=anew >= _SHARE * len(rests), loose=sign == _LOOSE))
    return None if best is None else best[1]


def _shaped(heads: dict[int, str], counts: Counter[str], facts: Facts, said: str, *, turned: bool) -> _Edge | None:
    """Return the edge that these heads are: the same slots and signs in each, and one place where names stand."""
    masks = Counter("".join(_MASKS.findall(head)) for head in counts.elements()).most_common(1)[0][0]
    split = {head: _MASKS.split(head) for head in counts}
    parts = {
        head: [piece[::-1] if turned else piece for piece in pieces]
        for head, pieces in split.items()
        if "".join(_MASKS.findall(head)) == masks
    }
    shape: list[str] = []
    names: dict[str, str] = {}
    beside = ""
    for place in range(2 * len(masks) + 1):
        if not parts:
            return None
        values: Counter[str] = Counter()
        for head, pieces in parts.items():
            values[pieces[place]] += counts[head]
        usual, count = values.most_common(1)[0]
        if count >= _NEARLY_ALL * values.total():
            shape.append(_SLOTS.get(usual, usual))
            parts = {head: pieces for head, pieces in parts.items() if pieces[place] == usual}
            beside += usual if usual not in _SLOTS else ""
            continue
        if names:
            return None
        lead, trail = _around([value for value, count in values.items() if count > 1] or list(values))
        between = {head: pieces for head, pieces in parts.items() if _is_between(pieces[place], lead, trail)}
        if sum(counts[head] for head in between) < _SHARE * values.total():
            lead, trail = _around(list(values))
            between = {head: pieces for head, pieces in parts.items() if _is_between(pieces[place], lead, trail)}
        parts = between
        names = {head: pieces[place][len(lead) : len(pieces[place]) - len(trail)] for head, pieces in parts.items()}
        shape.append(f"{lead}NAME{trail}")
        beside += lead + trail
    names = {head: name for head, name in names.items() if head in parts}
    text = "".join(reversed(shape) if turned else shape)
    text = f"{'TIME'.join(text.split('TIME')[:2])}{'END'.join(('', *text.split('TIME')[2:]))}"
    if (
        not (names or _TIME in masks)
        or (names and not _are_names(names, counts, facts, said))
        or _is_torn(text, turned=turned)
    ):
        return None
    has = frozenset(at for at, head in heads.items() if head in parts)
    size = sum(map(len, heads.values())) // len(heads)
    named = {at: names[head] for at, head in heads.items() if head in names}
    signed = any(char not in _SAID and not char.isalnum() for char in beside)
    return _Edge(text, size, named, has, _TIME in masks, signed, anew=True, loose=False)


def _is_torn(shape: str, *, turned: bool) -> bool:
    """Tell whether a slot stands inside a word, or what is next to the text is of the text: words behind a sign."""
    if _TORN.search(shape):
        return True
    pieces = _TOKENS.split(shape)
    beside = pieces[0] if turned else pieces[-1]
    odd = [match.start() for match in _ODD.finditer(beside)]
    words = "" if not odd else beside[: odd[0]] if turned else beside[odd[-1] :]
    return any(char.isalpha() and not char.islower() for char in words)


def _is_between(value: str, lead: str, trail: str) -> bool:
    return len(value) > len(lead) + len(trail) and value.startswith(lead) and value.endswith(trail)


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
    ends = [match.end() for match in _SIGNS.finditer(shared)]
    shared = shared[: ends[-1]] if ends else ""
    odd = next((at + 1 for at in range(len(shared) - 1, -1, -1) if _ODD.match(shared[at])), 0)
    word = next((word for word in re.finditer(r"[^\W\d_]+", shared[odd:]) if not word[0].islower()), None)
    return shared if word is None else shared[:odd]


def _are_names(names: dict[str, str], counts: Counter[str], facts: Facts, said: str) -> bool:
    """Tell whether what stands in the place of names may be some: short, unlike sentences, hardly spoken of."""
    total = sum(counts[head] for head in names)
    likely = sum(
        counts[head]
        for head, name in names.items()
        if _NAME_ONLY.fullmatch(name) and name_cost(clean(name), facts) <= _NAME
    )
    if likely < _SHARE * total:
        return False
    spoken = sum(_count(name, said) for name in set(names.values())) - total
    return spoken <= _SPOKEN * total


def _count(name: str, said: str) -> int:
    """Return how often a name is said; in scripts that part words, as a word."""
    if is_unspaced(name[0]):
        return said.count(name)
    return len(re.findall(rf"(?<![\w{COMBINED}]){re.escape(name)}(?![\w{COMBINED}])", said))


def _rises(times: Sequence[Sequence[str]]) -> bool:
    ruler = Ruler()
    starts = [ruler.ms(stamp) for found in times if found and (stamp := read_stamp(found[0])) is not None]
    return sum(b >= a for a, b in pairwise(starts)) >= 0.9 * (len(starts) - 1)
