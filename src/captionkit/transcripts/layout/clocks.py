"""The time layer: where the rows of a text carry times, in which form, and what each way of writing them explains.

A *family* is one way: how the time stands in its row, its brackets, its form. What a family gains, in bits, is what its
digits would cost as text, less what the steps between its times cost: little forward, more back.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from statistics import variance
from typing import NamedTuple

from captionkit.transcripts.layout.rows import Row, count_words
from captionkit.transcripts.layout.stamps import ANY, RANGED, parse, without_date
from captionkit.transcripts.layout.times import TIME, Ruler, Stamp

__all__ = ["BARE", "INSIDE", "Clock", "Head", "begun", "clocks_of", "forget", "heads_of"]

_OPEN, _CLOSE = r"[\[({<【（#]?", r"[\])}>】）#]?"
_PAIRS = {"[": "]", "(": ")", "{": "}", "<": ">", "【": "】", "（": "）", "#": "#", "": ""}
_FEW = r"[ \t\u00a0]{0,12}"
_TWO = r"[ \t]{1,12}(?P<c>\d\d:\d\d:\d\d(?:[:;.,]\d{2,3})?)(?![\d:])"
_BULLET = r"(?:[-*•●▶►][ \t]+|\+)?(?P<count>\d{1,6}[.):]?[ \t]+)?"
_LEAD = re.compile(
    rf"{_BULLET}(?P<open>{_OPEN}){_FEW}{RANGED}(?:{_TWO})?"
    rf"{_FEW}(?P<close>{_CLOSE})(?:(?<=[\])}}>】）])|(?![\w%]))[ \t]*"  # a bracket parts time and text, as in LRC
    r"(?P<mark>[-–—|/~>•·][ \t]+|[-–—|/~•·:：,;.]\Z|[:：,][ \t]+|;[ \t]*(?=\D)|\.[ \t]+|：)?(?P<rest>.*)\Z",
    re.S | re.I,
)
#: The same with a sign behind the time that elsewhere closes a bracket: ``0:12 > Ann``.
_BARE_LEAD = re.compile(
    rf"{_BULLET}(?P<open>)(?P<close>){RANGED}[ \t]*(?P<mark>[>#)]{{1,2}})[ \t]*(?P<rest>\S.*)\Z", re.S | re.I
)
_NUMBER = r"\d{1,6}[.,]\d{1,6}"
_PAIR = re.compile(
    rf"(?P<open>[\[(]?){_FEW}(?P<a>{_NUMBER})(?:[ \t]*(?:--?>|→|–|-)[ \t]*|[ \t]+)"
    rf"(?P<b>{_NUMBER}){_FEW}(?P<close>[\])]?)"
    r"(?![\w%.,]\w)[:]?[ \t]+(?P<rest>\S.*)\Z",
    re.S,
)
_SINGLE = re.compile(
    rf"(?P<open>[\[{{]){_FEW}(?P<a>{_NUMBER}){_FEW}s?(?P<close>[\]}}])[:]?[ \t]*(?P<rest>\S.*)\Z", re.S
)
_NAMED = re.compile(
    rf"(?P<name>\[[^\[\]]{{1,60}}\]|[^\s\d\[(<{{#][^\t\n]{{0,90}}?){_FEW}(?P<sep>[-–—,;|/~@:：•·]?){_FEW}"
    rf"(?P<open>{_OPEN}){_FEW}(?<![\w:.,]){RANGED}{_FEW}(?P<close>{_CLOSE})(?![\w%])(?P<gap>{_FEW})(?P<colon>[:：]|(?P=sep)|){_FEW}(?P<rest>.*)\Z",
    re.S | re.I,
)
_BOTH = tuple(
    re.compile(
        rf"(?P<open>[\[({{<【（]){_FEW}{inner}{_FEW}(?P<close>[\])}}>】）]){_FEW}(?P<colon>[:：]?){_FEW}(?P<rest>.*)\Z",
        re.S | re.I,
    )
    for inner in (
        rf"{RANGED}(?:[ \t]*[-–—,;|/·:][ \t]*|[ \t]+)(?P<name>[^\W\d_][^\[\](){{}}<>【】（）\n\t]{{0,60}}?)",
        rf"(?P<name>[^\W\d_][^\[\](){{}}<>【】（）\n\t]{{0,60}}?)(?:[ \t]*[-–—,;|/·@][ \t]*|:[ \t]+|[ \t]+){RANGED}",
    )
)
_NAMED_PAIR = re.compile(
    rf"(?P<name>\S[^\t\n()\[\]]{{0,60}}?){_FEW}(?P<open>[\[(]){_FEW}(?P<a>{_NUMBER})[ \t]*(?:--?>|→|–|-|,|to)[ \t]*"
    rf"(?P<b>{_NUMBER}){_FEW}(?P<close>[\])])(?P<gap>{_FEW})(?P<colon>[:：]?){_FEW}(?P<rest>.*)\Z",
    re.S,
)
_END = re.compile(rf"(?<=\S){_FEW}(?P<open>[\[({{<#]){_FEW}{RANGED}{_FEW}(?P<close>[\])}}>#])\Z", re.S | re.I)
_BARE_END = re.compile(
    rf"(?:(?<=[.!?…。！？।؟\"”»)’])|(?<=\s)[-–—|~/@])[ \t]*(?P<open>)(?P<close>)(?<![\d:]){RANGED}\Z", re.S | re.I
)
_TAIL = 70
_FIGURE = re.compile(r"\d")
_NEAR_MISS = re.compile(r"\d{1,3}:\d{1,3}(?=\s)")
_SENTENCE_ENDS = (".", "!", "?", "…", "。", "！", "？", "।", '"', "”", "»", ")", "’", ",", "—")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")

#: A bracketed time anywhere in running text.
INSIDE = re.compile(rf"[\[({{#][ \t]*(?P<a>{ANY})[ \t]*[\])}}#]", re.I)

#: A time without brackets inside running text.
BARE = re.compile(rf"(?<=\s)(?P<a>{TIME})(?=\s)")

#: What a digit of a time costs as text; what a step forward and back cost; what saying that there are times costs.
_DIGIT, _FORWARD, _BACK, _SAY, _ONCE = 2.6, 6.5, 10.5, 10.0, 15.0
_MISS, _SLOW, _RATE = 14.0, 9.0, 0.15
#: A time alone on its line is hardly ever text; names beside times may still bear out times that gain too little.
_ALONE, _NAMED_TOO = 4.0, -16.0


#: So many steps at least tell the pace, and of two one must be so much steadier.
_PACED, _CLEARLY = 4, 0.4


class Head(NamedTuple):
    """What a row says about time: ``start`` and ``end`` as written, the ``name`` beside them, the ``rest`` of the row.

    ``stand`` is how the time stands: ``own`` line, ``pre`` (text follows), ``suf`` (closes a row that is a name),
    ``mid`` (between name and text), ``end`` (closes a paragraph), ``in`` (inside the text), ``col`` (in a column).
    ``taken`` is what of the row is time and not text.
    """

    stand: str
    start: Stamp | None
    end: Stamp | None
    name: str
    rest: str
    taken: str
    noon: bool = False


class Clock(NamedTuple):
    """A way of writing times: its heads by row, and its gain in bits; ``stands`` are the ways to stand it joins."""

    stands: frozenset[str]
    bracket: str
    form: str
    heads: dict[int, Head]
    gain: float

    @property
    def named(self) -> bool:
        """Whether names stand beside the times."""
        return bool(self.stands & {"suf", "mid"})


def heads_of(row: Row) -> Sequence[tuple[str, str, Head]]:
    """Return (bracket, form, head) of every way in which a row may carry a time outside its running text."""
    return _heads_in(row.text)


def forget() -> None:
    """Let go of what is kept of the rows of a text while it is read."""
    _heads_in.cache_clear()


@lru_cache(maxsize=1 << 16)  # many steps ask it of the same rows
def _heads_in(text: str) -> Sequence[tuple[str, str, Head]]:
    found: list[tuple[str, str, Head]] = []
    if _FIGURE.search(text, 0, 130) is None and _FIGURE.search(text, max(0, len(text) - _TAIL)) is None:
        return found
    if _both(text, found):
        return found
    columns = _columns(text)
    if columns is not None:
        found.append(columns)
    lead = _LEAD.match(text)
    if lead is not None and not lead["open"] and lead["close"]:
        lead = _BARE_LEAD.match(text)
    if lead is not None and _PAIRS[lead["open"]] == lead["close"]:
        _add(found, lead, "pre" if lead["rest"] else "own", "", lead["rest"])
    else:
        pair = _PAIR.match(text) or _SINGLE.match(text)
        if pair is not None and _PAIRS[pair["open"]] == pair["close"]:
            start = _decimal(pair["a"])
            end = _decimal(pair["b"]) if "b" in pair.re.groupindex else None
            head = Head("pre", start, end, "", pair["rest"].strip(), text[: pair.start("rest")])
            found.append((pair["open"], "decimals", head))
    if not found or found[-1][2].stand == "col":
        _beside_names(text, found)
    tail = text[-_TAIL:]
    if tail[-1] in "])}>#" or tail[-1].isdigit():
        end_time = (_BARE_END if tail[-1].isdigit() else _END).search(tail)
        if end_time is not None and _PAIRS[end_time["open"]] == end_time["close"]:
            rest = text[: len(text) - len(tail) + end_time.start()]
            _add(found, end_time, "end", "", rest)
    return found


def _beside_names(text: str, found: list[tuple[str, str, Head]]) -> None:
    """Add the head that is a name and a time behind it."""
    named = _NAMED.match(text) if text[0] == "[" or not text[0].isdigit() else None
    if named is not None and _PAIRS[named["open"]] == named["close"] and _is_named(named):
        _add(found, named, "mid" if named["rest"] else "suf", named["name"].strip(), named["rest"])
    elif named is None and (named := _NAMED_PAIR.match(text)) is not None and any(c.isalpha() for c in named["name"]):
        start, end = (_decimal(named[which]) for which in "ab")
        taken = text[named.start("a") : named.end("b")]
        stand = "mid" if named["rest"] else "suf"
        found.append((named["open"], "decimals", Head(stand, start, end, named["name"], named["rest"].strip(), taken)))


def _both(text: str, found: list[tuple[str, str, Head]]) -> bool:
    """Add the head that holds time and name in one pair of brackets, ``[0:12 Ann]``; return whether it is there."""
    for pattern in _BOTH if text[0] in _PAIRS else ():
        both = pattern.match(text)
        if both is not None and _PAIRS[both["open"]] == both["close"]:
            _add(found, both, "mid" if both["rest"] else "suf", both["name"].strip(), both["rest"])
            if found:
                return True
    return False


def _is_named(named: re.Match[str]) -> bool:
    name = named["name"]
    if not any(c.isalpha() for c in name) or _YEAR.search(name) or name.count(":") > 1:
        return False
    if named["rest"]:
        wide = "\t" in named["gap"] or len(named["gap"]) > 1
        return bool(named["open"] or named["colon"] or wide)
    return True


def _add(found: list[tuple[str, str, Head]], match: re.Match[str], stand: str, name: str, rest: str) -> None:
    groups = match.re.groupindex
    start = parse(match["a"])
    second = match["b"] or (match["c"] if "c" in groups else None)
    end = parse(second) if second else None
    if start is None or (second and end is None):
        return
    counted = "count" in groups and match["count"] is not None
    bracket = match["open"] + ("n" if counted else "")
    begin: Stamp | None = start.stamp
    close = end.stamp if end is not None else None
    if stand == "end" and end is None:
        begin, close = None, start.stamp
    last = "b" if match["b"] else "c" if second else "a"
    taken = match.string[match.start("a") : match.end(last)]
    found.append((bracket, start.form, Head(stand, begin, close, name, rest.strip(), taken, start.noon)))


def _decimal(text: str) -> Stamp:
    whole, _, part = text.replace(",", ".").partition(".")
    seconds = int(whole)
    return Stamp((seconds // 3600, seconds // 60 % 60, seconds % 60), ".", part.ljust(3, "0"))


_COLUMNS = re.compile(r"[ \t]*\t[ \t]*|[ \u00a0]{3,}")
_CELL = re.compile(rf"(?P<open>{_OPEN}){_FEW}{RANGED}{_FEW}(?P<close>{_CLOSE})\Z", re.I)


def _columns(text: str) -> tuple[str, str, Head] | None:
    if "\t" not in text and "   " not in text:
        return None
    cells = [cell.strip() for cell in _COLUMNS.split(text)]
    times = [(at, match) for at, cell in enumerate(cells[:5]) if cell and (match := _CELL.match(cell)) is not None]
    rest = [cell for at, cell in enumerate(cells) if cell and at not in {at for at, _ in times}]
    if not times or len(times) > 3 or not rest or ("\t" not in text and len(cells) < 3):
        return None
    start = parse(times[0][1]["a"])
    second = times[0][1]["b"] or (times[1][1]["a"] if len(times) > 1 else None)
    end = parse(second) if second else None
    if start is None:
        return None
    name = rest[0] if len(rest) > 1 else ""
    said = " ".join(rest[1:]) if len(rest) > 1 else rest[0]
    taken = " ".join(match[0] for _, match in times)
    head = Head("col", start.stamp, end.stamp if end else None, name, said, taken, start.noon)
    return "\t" if "\t" in text else "   ", start.form, head


#: Ways to stand that one file mixes: times alone and with text, beside names and without.
_JOINED = (
    ("pre", "own"), ("suf", "mid"), ("suf", "own"), ("suf", "mid", "pre", "own"), ("mid", "own"), ("mid", "pre"),
)  # fmt: skip


def clocks_of(
    rows: Sequence[Row], limit: int = 5, found: Sequence[Sequence[tuple[str, str, Head]]] | None = None
) -> list[Clock]:
    """Return the families of times in these rows that gain anything, the best ``limit`` of them, best first."""
    found = [heads_of(row) for row in rows] if found is None else found
    by_family: dict[tuple[str, str, str], dict[int, Head]] = defaultdict(dict)
    for at, carried in enumerate(found):
        for bracket, form, head in carried:
            by_family[head.stand, bracket, form][at] = head
    by_family = defaultdict(dict, {family: _alike(heads) for family, heads in by_family.items()})
    groups = {(frozenset((stand,)), bracket, form): heads for (stand, bracket, form), heads in by_family.items()}
    for joined in _JOINED:
        for bracket, form in {key[1:] for key in by_family}:
            parts = [by_family[stand, bracket, form] for stand in joined if (stand, bracket, form) in by_family]
            if len(parts) == len(joined) or (len(joined) == 4 and len(parts) == 3):
                groups[frozenset(joined), bracket, form] = {at: head for part in parts for at, head in part.items()}
    clocks = []
    for (stands, bracket, form), heads in groups.items():
        if stands == {"end"}:
            heads = begun(rows, heads)
        gain = _gain(rows, stands, bracket, form, heads)
        if gain > (0.0 if stands == {"end"} else _NAMED_TOO):
            clocks.append(Clock(stands, bracket, form, heads, gain))
    inside = _inside(rows) or _inside(rows, BARE)
    if inside is not None:
        clocks.append(inside)
    return sorted(clocks, key=lambda clock: (-clock.gain, len(clock.stands)))[:limit]


def _alike(heads: dict[int, Head]) -> dict[int, Head]:
    """Return the heads with a date, AM or PM where most have one: beside these a time without it stands in a text."""
    for noon in (False, True):
        mine = {at: h for at, h in heads.items() if (h.noon if noon else without_date(h.taken) != h.taken)}
        heads = mine if 2 * len(mine) > len(heads) and len(mine) > 1 else heads
    return heads


def _gain(rows: Sequence[Row], stands: frozenset[str], bracket: str, form: str, heads: dict[int, Head]) -> float:
    order = sorted(heads)
    ruler = Ruler()
    starts = [ruler.ms(stamp) for at in order if (stamp := heads[at].start or heads[at].end) is not None]
    once = len(order) == 1 and not (stands == {"own"} and starts == [0] and order[0] * 2 <= len(rows))
    gain = -_SAY - (_ONCE if once else 0.0)
    if once and without_date(taken := heads[order[0]].taken) != taken:
        return -math.inf  # a date that stands once is that of the text
    for at in order:
        digits = sum(c.isdigit() for c in heads[at].taken)
        letters = sum(c.isalpha() for c in heads[at].taken) if form in ("words", "seconds") else 0
        gain += _DIGIT * digits + 1.5 * letters + (2.0 if bracket not in ("", "n") else 0.0)
        gain += 6.0 if stands == {"col"} else _ALONE if heads[at].stand == "own" else 0.0
    for before, after in pairwise(starts):
        gain -= _FORWARD if after >= before else _BACK
    if bracket in ("", "n") and stands <= {"pre", "own"} and form != "decimals":
        gain -= _MISS * sum(1 for at, row in enumerate(rows) if at not in heads and _NEAR_MISS.match(row.text))
        gain -= _SLOW * _slow(rows, order, heads)
    if stands == {"end"}:
        if sum(heads[at].rest.endswith(_SENTENCE_ENDS) for at in order) < 0.4 * len(order):
            return 0.0
        openings = sum(1 for row in rows[1:] if row.gap) + 1
        units = openings if openings > 1 else len(rows)
        if len(order) < 0.6 * units and len(order) < 0.6 * len(rows):
            return 0.0
    return gain


def begun(rows: Sequence[Row], heads: dict[int, Head], *, signed: bool = False) -> dict[int, Head]:
    """Return the heads behind their texts, as the beginnings of these where the first is 0 or the pace says so.

    ``signed``: a name stands beside them, as whoever signs a text says when; only the pace makes them ends.

    A text of many words takes long: what passes before a time or after it, whichever goes better with the words.
    """
    order = sorted(heads)
    ruler = Ruler()
    times = [ruler.ms(stamp) for at in order if (stamp := heads[at].end) is not None and heads[at].start is None]
    if len(times) < len(order) or len(times) < 2:
        return heads
    words = [
        1 + count_words(heads[at].rest) + sum(count_words(row.text) for row in rows[before + 1 : at])
        for before, at in pairwise((-1, *order))
    ]
    steps = [b - a for a, b in pairwise(times)]
    if min(steps) < 0:
        return heads
    after, until = (_spread(counts, steps) for counts in (words[:-1], words[1:]))
    paced = len(steps) >= _PACED
    ends = paced and until < _CLEARLY * after if signed else not (paced and after < _CLEARLY * until)
    if times[0] and ends:
        return heads
    return {at: head._replace(start=head.end, end=None) for at, head in heads.items()}


def _spread(words: Sequence[int], steps: Sequence[int]) -> float:
    """Return how much the pace differs: the variance of the logarithm of words for each step in ms."""
    paces = [math.log(count / max(1, step)) for count, step in zip(words, steps, strict=True)]
    return variance(paces) if len(paces) > 1 else 0.0


def _slow(rows: Sequence[Row], order: list[int], heads: dict[int, Head]) -> int:
    """Return at how many of the times so little is said before the next one that it is a programme, not speech."""
    slow, stopped = 0, 0
    ruler = Ruler()
    for at, after in zip(order, [*order[1:], len(rows)], strict=True):
        lines = [heads[at].rest, *(row.text for row in rows[at + 1 : after])]
        words = sum(count_words(line) for line in lines)
        stopped += any(line[-1:] in ".!?…。！？" for line in lines if line)
        start = heads[at].start
        if after == len(rows) or start is None or heads[after].start is None:
            slow += slow > 0 and after == len(rows)
            continue
        seconds = (ruler.ms(heads[after].start or start) - ruler.ms(start)) / 1000
        slow += seconds > 0 and words / seconds < _RATE
    return slow if slow >= 2 and stopped < 0.5 * len(order) else 0


def _inside(rows: Sequence[Row], pattern: re.Pattern[str] = INSIDE) -> Clock | None:
    """Return the family of times inside running text, where there are two or more in brackets that never go back.

    Without brackets there must be four and more, with as much said between them as one says in that time.
    """
    heads: dict[int, Head] = {}
    times: list[int] = []
    said: list[int] = [0]
    digits = leading = 0
    bare = pattern is BARE
    ruler = Ruler()
    for at, row in enumerate(rows):
        done = 0
        for match in pattern.finditer(row.text) if ":" in row.text or not bare else ():
            found = parse(match["a"])
            if found is None:
                continue
            times.append(ruler.ms(found.stamp))
            leading += match.start() == 0
            digits += sum(c.isdigit() for c in match["a"])
            said[-1] += count_words(row.text[done : match.start()])
            said.append(0)
            done = match.end()
            heads.setdefault(at, Head("in", found.stamp, None, "", row.text, match["a"]))
        said[-1] += count_words(row.text[done:])
    if len(times) < (4 if bare else 2) or any(b < a for a, b in pairwise(times)):
        return None
    if bare:
        rates = [count * 1000 / (b - a) for (a, b), count in zip(pairwise(times), said[1:], strict=False) if b > a]
        if sum(0.4 <= rate <= 7 for rate in rates) < 0.8 * (len(times) - 1):
            return None
    if not bare and leading * 10 >= 9 * len(times):
        return None  # times that begin their rows are not inside a text
    gain = (
        (_DIGIT * digits + 2.0 * len(times) - _FORWARD * len(times)) * 0.8 - _SAY + (4.0 * len(times) if bare else 0.0)
    )
    return Clock(frozenset(("in",)), "" if bare else "[", "clock", heads, gain) if gain > 0 else None
