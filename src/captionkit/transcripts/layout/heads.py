"""Where a row may carry a time outside its running text, and how it stands there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from captionkit.text.marks import TERMINATORS
from captionkit.transcripts.layout.rows import Row
from captionkit.transcripts.layout.stamps import RANGED, parse
from captionkit.transcripts.layout.times import Stamp

__all__ = ["Head", "forget", "heads_of"]

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
    rf"(?:(?<=[{TERMINATORS}\"”»)’])|(?<=\s)[-–—|~/@])[ \t]*(?P<open>)(?P<close>)(?<![\d:]){RANGED}\Z", re.S | re.I
)
_TAIL = 70
_FIGURE = re.compile(r"\d")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")


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
