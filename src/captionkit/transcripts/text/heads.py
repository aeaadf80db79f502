"""Where a line carries its time: at its beginning, after a name, in a column, at its end, or inside the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from captionkit.transcripts.text.names import plausible_name, split_role
from captionkit.transcripts.text.rows import Row, tidy
from captionkit.transcripts.text.times import RANGE, TIME, Stamp, stamp_of

__all__ = ["INSIDE", "STYLES", "Head", "TimeStyle"]

_OPEN, _CLOSE = r"[\[({<#]?", r"[\])}>#]?"
_PAIRS = {"[": "]", "(": ")", "{": "}", "<": ">", "#": "#", "": ""}
_NOON = r"(?![ \t]?[aApP]\.?[mM]\b)"
#: Blanks inside a head are few: the bound keeps matching linear in the line.
_GAP = r"[ \t\u00a0]{0,12}"
_TWO_CODES = r"[ \t]+(?P<c>\d\d:\d\d:\d\d[:;]\d\d)(?!\d)"
_FIRST = re.compile(
    rf"(?P<open>{_OPEN})[ \t]*(?P<a>{TIME}){_NOON}(?:{RANGE}(?P<b>{TIME}){_NOON}|{_TWO_CODES})?"
    rf"[ \t]*(?P<close>{_CLOSE})(?![\w%])[ \t]*(?:[-–—|][ \t]+|[:,][ \t]+|\.[ \t]+)?(?P<rest>.*)\Z",
    re.S | re.ASCII,
)
_FEW = r"[ \t]{0,12}"
_NAMED = re.compile(
    rf"(?P<ob>\[?)(?P<name>[^\W_][^:\[\]{{}}<>!?|\t]{{0,69}}?)(?P<cb>\]?){_GAP}[-–—,|@]?{_GAP}"
    rf"(?P<open>{_OPEN}){_FEW}(?P<a>{TIME}){_NOON}(?:{RANGE}(?P<b>{TIME}))?{_FEW}(?P<close>{_CLOSE})"
    rf"{_FEW}(?P<colon>[:：]?){_FEW}(?P<rest>.*)\Z",
    re.S,
)

#: How many characters at the end of a line may hold its closing time.
_TAIL = 60
_LAST = re.compile(
    rf"(?<=\S){_FEW}(?P<open>[\[({{<#]){_FEW}(?P<a>{TIME}|\d\d:\d\d:\d\d-\d){_FEW}(?P<close>[\])}}>#])\Z", re.S
)
_COLUMNS = re.compile(r"[ \t]*\t[ \t]*|[ \u00a0]{3,}")
_COLON_END = re.compile(r"[ \t]*[:：]\Z")

#: A bracketed time anywhere in running text.
INSIDE = re.compile(rf"[\[({{][ \t]*(?P<a>{TIME})[ \t]*[\])}}]")


class Head(NamedTuple):
    """What a line says about time: ``start`` and ``end`` as written, the speaker beside them, the text around them.

    ``rest`` is the text that the time belongs to; in the style ``time-last`` it stands before the time.
    """

    start: Stamp | None
    end: Stamp | None = None
    speaker: str = ""
    rest: str = ""


class TimeStyle(NamedTuple):
    """A way of writing times: ``head`` finds one in a row."""

    name: str
    head: Callable[[Row], Head | None]


def _first(row: Row) -> Head | None:
    match = _FIRST.match(row.text)
    if match is None or _PAIRS[match["open"]] != match["close"]:
        return None
    start = stamp_of(match["a"])
    end = stamp_of(match["b"] or match["c"] or "")
    return None if start is None else Head(start, end, "", match["rest"].strip())


def _named(row: Row) -> Head | None:
    match = _NAMED.match(row.text)
    if match is None or len(match["ob"]) != len(match["cb"]) or _PAIRS[match["open"]] != match["close"]:
        return None
    if match["rest"] and not (match["open"] or match["colon"]):
        return None
    name, _, _ = split_role(match["name"].strip(" \t-–—,*_"))
    start = stamp_of(match["a"])
    if start is None or not plausible_name(name):
        return None
    return Head(start, stamp_of(match["b"] or ""), tidy(match["name"].strip(" \t-–—,*_")), match["rest"].strip())


def _columns(row: Row) -> Head | None:
    cells = [cell.strip() for cell in _COLUMNS.split(row.text)]
    if len(cells) < 3 and "\t" not in row.text:
        return None
    times = [at for at, cell in enumerate(cells) if _cell_times(cell) is not None]
    if not times or times[0] > 1 or len(times) > 2:
        return None
    start, end = _cell_times(cells[times[0]]) or (None, None)
    if len(times) == 2:
        end = (_cell_times(cells[times[1]]) or (None, None))[0]
    rest = [cell for at, cell in enumerate(cells) if at not in times and cell]
    speaker = ""
    if len(rest) >= 2 and plausible_name(_COLON_END.sub("", split_role(rest[0])[0])):
        speaker = _COLON_END.sub("", rest.pop(0))
    return Head(start, end, speaker, " ".join(rest)) if rest else None


def _cell_times(cell: str) -> tuple[Stamp | None, Stamp | None] | None:
    match = _FIRST.match(cell)
    if match is None or match["rest"]:
        return None
    return stamp_of(match["a"]), stamp_of(match["b"] or match["c"] or "")


def _last(row: Row) -> Head | None:
    tail = row.text[-_TAIL:]
    match = _LAST.search(tail)
    if match is None or _PAIRS[match["open"]] != match["close"]:
        return None
    written = match["a"].replace("-", ".")
    return Head(None, stamp_of(written), "", row.text[: len(row.text) - len(tail) + match.start()])


def _inside(row: Row) -> Head | None:
    match = INSIDE.search(row.text)
    return None if match is None else Head(stamp_of(match["a"]), None, "", row.text)


def _none(row: Row) -> Head | None:
    return None


#: The styles, those that say more first: of two that explain a text equally well the earlier is taken.
STYLES: tuple[TimeStyle, ...] = (
    TimeStyle("columns", _columns),
    TimeStyle("time-first", _first),
    TimeStyle("name-time", _named),
    TimeStyle("time-last", _last),
    TimeStyle("time-inside", _inside),
    TimeStyle("untimed", _none),
)
