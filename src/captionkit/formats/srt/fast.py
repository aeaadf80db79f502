"""SRT as programs write it: whole blocks by slices and dictionary look-ups, or not at all.

:func:`fast_cues` takes text in which every block is exactly number, ``hh:mm:ss,mmm --> hh:mm:ss,mmm``, text; for
anything else it returns None and the tolerant reader takes over. That both give the same cues wherever this one
answers is a property test.
"""

from __future__ import annotations

import re

from captionkit.formats.srt.markup import SRT
from captionkit.model.cue import Cue, raw_cues

__all__ = ["ARROWISH", "ARROWS", "BALANCED", "DASHES", "SrtReadingState", "fast_cues", "is_blankish"]

DASHES = "-\u2010-\u2015\u2212"
#: Arrows of one character, in every block that has some.
ARROWS = "\u2190-\u21ff\u2794\u2798-\u27be\u27f0-\u27ff\u2900-\u297f"
#: What every arrow that is read as one holds; the quick test for a line that may be a timing line.
ARROWISH = re.compile(rf"[{DASHES}=~][ \t]?(?:>|&gt;)|[{ARROWS}]")

#: A line of blanks and tabs alone: to every reader a blank line, to ``split("\n\n")`` none.
_BLANKISH = re.compile(r"\n[ \t]+(?:\n|\Z)")


_TEXT = "[^<{&]*+"
#: Markup as it should be: no tag inside another, nothing open at the end. No capturing group: inside a possessive
#: repeat one makes some Pythons fail with a SystemError (CPython issue 101955).
_PAIRS = "|".join(f"<{tag}>{_TEXT}</{tag}>" for tag in "ibu")
BALANCED = re.compile(
    rf"{_TEXT}(?:(?:{_PAIRS}|<font color=\"?#?\w{{1,20}}\"?>{_TEXT}</font>|\{{\\an[1-9]\}}){_TEXT})*+\Z"
)

#: ``"01:02:"`` -> ms, filled as met; at most 6,000 entries.
_MINUTE: dict[str, int] = {}
_SECOND = {f"{n:02d},": n * 1000 for n in range(60)}
_THOUSANDTH = {f"{n:03d}": n for n in range(1000)}
_MINUTE_SHAPE = re.compile(r"([0-9]{2}):([0-5][0-9]):\Z")


def _fill(*keys: str) -> None:
    """Put hours and minutes into the table; KeyError for anything but ``hh:mm:`` with minutes to 59."""
    for key in keys:
        match = _MINUTE_SHAPE.match(key)
        if match is None:
            raise KeyError(key)
        _MINUTE[key] = (int(match[1]) * 60 + int(match[2])) * 60_000


def is_blankish(text: str) -> bool:
    """Whether a line of the text holds nothing but blanks and tabs."""
    return _BLANKISH.search(text) is not None


class SrtReadingState:
    """What has been seen of a track so far: ``cues`` of them, the last one's ``end``, and whether all were in order
    (``orderly``: numbered without a gap, none before the end of the one above, none reversed). ``suspicious`` are the
    positions of cues that are empty or whose markup wants a look.
    """

    __slots__ = ("begin", "cues", "end", "orderly", "suspicious")

    def __init__(self) -> None:
        self.cues = self.end = self.begin = 0
        self.orderly = True
        self.suspicious: list[int] = []


def fast_cues(text: str, state: SrtReadingState) -> list[Cue] | None:
    r"""Return the cues of canonical SRT text (line ends ``\n``, no control characters), None for any other text.

    ``state`` is brought up to date where there are cues.
    """
    if is_blankish(text) or (not text.isascii() and "\u2192" in text):
        return None
    try:
        cues, marked, orderly = _cues(text.strip("\n").split("\n\n"), state.end)
        counted = _are_counted([cue.id for cue in cues], state)
    except (KeyError, ValueError):
        return None
    state.suspicious += [state.cues + position for position in marked if not _is_clean(cues[position].payload)]
    state.orderly = state.orderly and orderly and counted
    state.cues += len(cues)
    state.end = cues[-1].end
    return cues


def _are_counted(numbers: list[str], state: SrtReadingState) -> bool:
    """Whether the numbers go on from those before without a gap; ValueError where one is not a number at all."""
    begin = state.begin + state.cues if state.cues else int(numbers[0])
    if begin < 0:
        raise ValueError("-1 is not a number of a cue")
    if numbers == list(map(str, range(begin, begin + len(numbers)))):
        state.begin = begin - state.cues
        return True
    joined = "".join(numbers)
    if "" in numbers or not (joined.isascii() and joined.isdigit()):
        raise ValueError("a number is missing")
    return False


def _is_clean(payload: str) -> bool:
    return bool(payload) and BALANCED.match(payload) is not None


def _cues(blocks: list[str], last: int) -> tuple[list[Cue], list[int], bool]:
    """Return the cues, the positions of those that are empty or hold a sign of markup, and whether they are in order
    after a cue that ends at ``last``.
    """
    minute, second, thousandth = _MINUTE, _SECOND, _THOUSANDTH
    rows: list[tuple[int, int, str, str, str, tuple[str, ...]]] = []
    marked: list[int] = []
    orderly = True
    add = rows.append
    for block in blocks:
        try:
            number, times, payload = block.split("\n", 2)
        except ValueError:
            number, times, payload = _short(block)
        if not number:
            number, times, payload = _short(block.lstrip("\n"))
        if "<" in payload or ">" in payload or "{" in payload or "&" in payload or not payload:
            if ARROWISH.search(payload):
                raise ValueError(block)
            marked.append(len(rows))
        if times[12:17] != " --> ":
            raise ValueError(block)
        try:
            start = minute[times[:6]] + second[times[6:9]] + thousandth[times[9:12]]
            end = minute[times[17:23]] + second[times[23:26]] + thousandth[times[26:]]
        except KeyError:
            _fill(times[:6], times[17:23])
            start = minute[times[:6]] + second[times[6:9]] + thousandth[times[9:12]]
            end = minute[times[17:23]] + second[times[23:26]] + thousandth[times[26:]]
        if start < last or end < start:
            orderly = False
        last = end
        add((start, end, payload, "", number, ()))
    return raw_cues(SRT, rows), marked, orderly


def _short(block: str) -> tuple[str, str, str]:
    """Return the parts of a block without text, or with blank lines before it; ValueError for anything shorter."""
    number, _, rest = block.partition("\n")
    times, _, payload = rest.partition("\n")
    return number, times, payload
