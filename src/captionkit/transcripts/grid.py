"""What stands in which column of a table of speech: said by the cells, with the words of the headings as a help.

A time column parses and goes forward; a counter, a share of one and a channel parse too and do not go at the pace of
speech. An end is never before its start; a duration is the one less the other. The text is the column with most words
and most sentences, the speaker one of few short values that recur, in which a blank one carries on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, permutations
from math import log2
from typing import NamedTuple

from captionkit.text.marks import SENTENCE_ENDS, TERMINATORS
from captionkit.transcripts.headings import CONTRARY, SPOKEN, said_by, words_of
from captionkit.transcripts.layout.cells import cell_times, number_ms, unit_of
from captionkit.transcripts.layout.people import clean, facts_of, name_cost
from captionkit.transcripts.layout.rows import count_words, tidy
from captionkit.transcripts.layout.stamps import read_stamp
from captionkit.transcripts.layout.times import Ruler

__all__ = ["MINUTES", "SAMPLE", "Grid", "cell_ms", "grid_of"]

#: The unit, in ms, of numbers whose whole part counts minutes and whose two digits after the dot count seconds.
MINUTES = 60_000
#: So many rows show what the columns of a table hold.
SAMPLE = 400

_NUMBER = re.compile(r"\d{1,12}(?:[.,]\d{1,12})?\Z", re.ASCII)
_MINUTES = re.compile(r"\d{1,3}[.,][0-5]\d\Z", re.ASCII)
_LETTERS = re.compile(r"[^\W\d_]")

#: Share of a column's cells that must be times, of its rows that must hold one, and of steps that must go forward.
_PARSE, _FILLED, _FORWARD = 0.9, 0.5, 0.8
#: So long are minutes and seconds of two digits each; no seconds are written with noughts in front.
_PADDED = 5
#: More words a second than this nobody says, over a whole table: numbers that would have it so do not count seconds.
_FASTEST = 8.0
#: Headings stand in one of so many rows at the top.
_HEAD = 5
#: The longest heading, in characters, and the longest name, in characters and words.
_HEADING, _NAME, _NAME_WORDS = 40, 60, 8
#: Bits between two columns below which either may be what was said, and the share of words that makes one a rival.
_MARGIN, _RIVAL = 2.0, 0.3


@dataclass(slots=True)
class Grid:
    """Which column holds what (``places``), the headings, and how many rows at the top are not entries.

    ``unit`` (ms) is what a bare number counts (:data:`MINUTES` for minutes and seconds). ``others`` are the columns of
    words that are taken for no speech, ``rival`` the one of them that may be speech as well, -1 without one.
    """

    places: dict[str, int]
    headings: list[str] = field(default_factory=list)
    first: int = 0
    unit: int = 1000
    others: list[int] = field(default_factory=list)
    rival: int = -1

    def cell(self, cells: Sequence[str], what: str) -> str:
        """Return the cell of a row that holds ``what``, ``""`` where there is none."""
        at = self.places.get(what, -1)
        return cells[at].strip() if 0 <= at < len(cells) else ""

    def heading(self, at: int) -> str:
        """Return what stands over a column, its number (from 1) where nothing does."""
        return self.headings[at] if at < len(self.headings) and self.headings[at] else str(at + 1)


class _Column(NamedTuple):
    """A column below the headings: its cells as written (``""`` where a row is short), and those with something."""

    at: int
    cells: list[str]
    filled: list[str]

    @property
    def words(self) -> int:
        return sum(count_words(cell) for cell in self.filled)


def cell_ms(cell: str, unit: int) -> int | None:
    """Return the (first) time in a cell in ms, a bare number in units of ``unit`` ms; None for anything else.

    >>> cell_ms("0:12", 1000), cell_ms("12.5", 1000), cell_ms("1.30", MINUTES), cell_ms("tide", 1000)
    (12000, 12500, 90000, None)
    """
    times = cell_times(cell)
    if times is None:
        return None
    stamp = read_stamp(times[0])
    if stamp is not None:
        return Ruler().ms(stamp)
    if unit != MINUTES:
        return number_ms(times[0], unit)
    minutes, _, seconds = times[0].replace(",", ".").partition(".")
    return (int(minutes) * 60 + int(seconds.ljust(2, "0")[:2] or 0)) * 1000


def grid_of(rows: Sequence[Sequence[str]], *, certain: bool = False) -> Grid | None:
    """Return what the columns of these rows hold, None where they are not a table of speech.

    ``certain`` says that they are a table whatever is in it, as quoted cells do: headings and a text are enough then.

    >>> grid_of([["Zeit", "Wer", "Was"], ["0:01", "Ann", "Yes, it is."], ["0:04", "Ben", "So be it."]]).places
    {'start': 0, 'text': 2, 'speaker': 1}
    """
    width = max((len(cells) for cells in rows), default=0)
    if width < 2:
        return None
    first, said = _headed(rows, width)
    columns: list[_Column] = []
    times: list[_Column] = []
    unit = 1000
    for skip in range(first, first + 3 if not first else first + 1):
        columns = _columns([cells for cells in rows[skip:] if len(cells) >= 2 or width == 2], width)
        times, unit = _times(columns, said)
        if times:
            first = skip
            break
    headings = [tidy(cell) for cell in rows[first - 1]] if first else []
    places = _spans(times, said, unit)
    free = [c for c in columns if c not in times and c.filled]
    if "duration" not in places and (length := _duration(free, said)) is not None:
        places["duration"] = length.at
        places.pop("end", None)
        free.remove(length)
    texts = [c for c in free if any(_LETTERS.search(cell) for cell in c.filled)]
    ranked = sorted(((_speech_bits(c, texts, headings, said), -c.at, c) for c in texts), reverse=True)
    if not ranked:
        return None
    text = ranked[0][2]
    places["text"] = text.at
    rest = [c for c in texts if c is not text]
    speaker = _speaker(rest, text, said, headings) or _numbered(free, said)
    if speaker is not None:
        places["speaker"] = speaker.at
        rest = [c for c in rest if c is not speaker]
    if not {"start", "end"} & places.keys() and not (headings and (certain or speaker is not None)):
        return None
    rivals = [c for bits, _, c in ranked[1:] if c in rest and bits > ranked[0][0] - _MARGIN]
    rival = next((c.at for c in rivals if c.words >= _RIVAL * text.words), -1)
    return Grid(places, headings, first, unit, [c.at for c in rest], rival)


def _columns(body: Sequence[Sequence[str]], width: int) -> list[_Column]:
    found = []
    for at in range(width):
        cells = [cells[at].strip() if at < len(cells) else "" for cells in body]
        found.append(_Column(at, cells, [cell for cell in cells if cell]))
    return found


def _headed(rows: Sequence[Sequence[str]], width: int) -> tuple[int, dict[str, int]]:
    """Return (the number of rows down to the headings, what their words say); 0 where there are no headings.

    A row is one of headings where two of its cells say so by their words, or where it holds words in a column that
    holds numbers or times below.
    """
    spoken: list[int] = []
    for at, cells in enumerate(rows[:_HEAD]):
        shown = [cell for cell in cells if cell.strip()]
        if len(shown) < 2 or any(len(cell) > _HEADING or cell_times(cell) is not None for cell in shown):
            continue
        if len(said := said_by(cells)) >= 2:
            return at + 1, said
        below = _columns(rows[at + 1 :], width)
        if any(_contrasts(cell, column) for cell, column in zip(cells, below, strict=False)):
            spoken.append(at)
    return (spoken[-1] + 1, said_by(rows[spoken[-1]])) if spoken else (0, {})


def _contrasts(cell: str, below: _Column) -> bool:
    times = [number for number in below.filled if cell_times(number) is not None]
    return len(times) >= 2 and len(times) >= _PARSE * len(below.filled) and bool(_LETTERS.search(cell))


# --- times ---


def _times(columns: Sequence[_Column], said: Mapping[str, int]) -> tuple[list[_Column], int]:
    """Return the columns of times, and what a bare number in them counts (ms)."""
    words = max((c.words for c in columns if not any(cell_times(cell) for cell in c.filled)), default=0)
    clocks = [c for c in columns if _is_clock(c)]
    numbers = [] if clocks else [c for c in columns if _is_numbers(c)]
    numbers = [c for c in numbers if not _is_counter(c, others=len(numbers) > 1)]
    if not {said.get("start"), said.get("end")} & {c.at for c in numbers}:
        numbers = [c for c in numbers if not _is_far(c)]
    unit = _unit(numbers, words) if numbers else 1000
    numbers = [c for c in numbers if _paced(c, unit, words)]
    return sorted((*clocks, *numbers)), unit


def _is_clock(column: _Column) -> bool:
    """Tell whether a column holds times that say by themselves that they are; few of many rows must go forward."""
    parsed = [cell for cell in column.filled if cell_times(cell) is not None and not _NUMBER.match(cell)]
    if not parsed or len(parsed) < _PARSE * len(column.filled):
        return False
    return len(column.filled) >= _FILLED * len(column.cells) or _rises(column, 1000)


def _is_numbers(column: _Column) -> bool:
    numbers = [cell for cell in column.filled if _NUMBER.match(cell)]
    if len(numbers) < 1 or len(numbers) < _PARSE * len(column.filled):
        return False
    if len(column.filled) < _FILLED * len(column.cells) and not (len(numbers) > 1 and _rises(column, 1000)):
        return False
    values = [_value(cell) for cell in numbers]
    forward = sum(b >= a for a, b in pairwise(values))
    return forward >= _FORWARD * (len(values) - 1) and len(set(values)) >= 0.6 * len(values)


def _rises(column: _Column, unit: int) -> bool:
    values = [ms for cell in column.filled if (ms := cell_ms(cell, unit)) is not None]
    return len(values) > 1 and all(b > a for a, b in pairwise(values))


def _value(cell: str) -> float:
    return float(cell.replace(",", "."))


def _is_counter(column: _Column, *, others: bool) -> bool:
    """Tell whether numbers only count rows, or are shares of one; ``others``: other columns may be the times."""
    values = [_value(cell) for cell in column.filled if _NUMBER.match(cell)]
    if len(values) < 2:
        return False
    if all(0 <= value <= 1 for value in values) and not all(map(_MINUTES.match, column.filled)):
        return True
    if any(value != int(value) for value in values):
        return False
    steps = [b - a for a, b in pairwise(values)]
    if all(step == 1 for step in steps):
        return True
    return others and all(step >= 0 for step in steps) and sum(steps) <= 1.5 * len(steps)


def _is_far(column: _Column) -> bool:
    """Tell whether whole numbers begin farther from 0 than they go, or come again: years, and numbers of things."""
    values = [_value(cell) for cell in column.filled if _NUMBER.match(cell)]
    again = len(set(values)) < _PARSE * len(values)
    return all(value == int(value) for value in values) and (again or min(values) > max(values) - min(values))


def _unit(numbers: Sequence[_Column], words: int) -> int:
    """Return what these numbers count, in ms: seconds, or what the pace of speech says instead."""
    starts, ends = numbers[0].cells, numbers[1].cells if len(numbers) > 1 else []
    filled = [cell for column in numbers for cell in column.filled]
    if all(map(_MINUTES.match, filled)):
        padded = len(filled) > 2 and any(len(cell) == _PADDED and cell[0] == "0" for cell in filled)
        if padded or not _paced(numbers[0], 1000, words):
            return MINUTES
    return unit_of(starts, ends, words)


def _paced(column: _Column, unit: int, words: int) -> bool:
    """Tell whether so many words can be said in the time that a column spans."""
    known = [ms for cell in column.filled if (ms := cell_ms(cell, unit)) is not None]
    span = (max(known) - min(known)) / 1000 if known else 0.0
    return len(known) < 3 or words <= _FASTEST * (span * len(known) / (len(known) - 1) + 2)


def _spans(times: Sequence[_Column], said: dict[str, int], unit: int) -> dict[str, int]:
    """Return which of the time columns hold the start, the end and the duration."""
    values = {c.at: [cell_ms(cell, unit) for cell in c.cells] for c in times}
    for what in permutations(values, 3):
        start, end, length = (values[at] for at in what)
        if what[0] < what[1] and _differs(start, end, length):
            return {"start": what[0], "end": what[1], "duration": what[2]}
    found = _agreed(values, said)
    if "start" not in found and values:
        found |= _begun(values, found)
    if not {"end", "duration"} & found.keys():
        left = [at for at in values if at not in found.values()]
        start = values.get(found.get("start", -1), [])
        ends = [at for at in left if _follows(start, values[at])]
        if ends:
            return {**found, "end": ends[0]}
        if left and _is_shorter(start, values[left[0]]):
            return {**found, "duration": left[0]}
    return found


def _begun(values: Mapping[int, Sequence[int | None]], found: Mapping[str, int]) -> dict[str, int]:
    """Return which column holds starts, by another that holds the ends of what begins there."""
    ends = [found["end"]] if "end" in found else list(values)
    pairs = [(a, b) for a in values for b in ends if a != b and _follows(values[a], values[b])]
    free = [at for at in values if at not in found.values()]
    return {"start": pairs[0][0]} if pairs else {"start": free[0]} if free else {}


def _agreed(values: Mapping[int, Sequence[int | None]], said: Mapping[str, int]) -> dict[str, int]:
    """Return what the headings say of the time columns, as far as the times agree."""
    found = {what: said[what] for what in ("start", "end", "duration") if said.get(what) in values}
    if {"start", "end"} <= found.keys() and not _follows(values[found["start"]], values[found["end"]]):
        if _follows(values[found["end"]], values[found["start"]]):
            found["start"], found["end"] = found["end"], found["start"]
        elif _is_shorter(values[found["start"]], values[found["end"]]):
            found["duration"] = found.pop("end")
    return found


def _known(*columns: Sequence[int | None]) -> list[tuple[int, ...]]:
    rows = zip(*columns, strict=True)
    return [tuple(ms for ms in row if ms is not None) for row in rows if None not in row]


def _differs(start: Sequence[int | None], end: Sequence[int | None], length: Sequence[int | None]) -> bool:
    """Tell whether one column is what lies between the two others, as nearly as it is written."""
    rows = _known(start, end, length)
    equal = sum(abs(b - a - c) <= 50 or (not c % 1000 and abs(b - a - c) <= 1000) for a, b, c in rows)
    return len(rows) >= 2 and equal >= _FORWARD * len(rows) and any(c for _, _, c in rows)


def _follows(start: Sequence[int | None], end: Sequence[int | None]) -> bool:
    """Tell whether one column may hold the ends of what begins at the other: never before, and hardly overlapping."""
    rows = _known(start, end)
    if not rows or sum(b >= a for a, b in rows) < _PARSE * len(rows):
        return False
    span = max(b for _, b in rows) - min(a for a, _ in rows)
    return sum(b - a for a, b in rows) <= 2 * span and any(b > a for a, b in rows)


def _is_shorter(start: Sequence[int | None], length: Sequence[int | None]) -> bool:
    rows = _known(start, length)
    return len(rows) >= 2 and sum(b < a for a, b in rows) > 0.6 * len(rows)


def _duration(free: Sequence[_Column], said: dict[str, int]) -> _Column | None:
    """Return the column that its heading says holds durations, which go neither forward nor back."""
    for column in free:
        if column.at == said.get("duration") and all(cell_times(cell) is not None for cell in column.filled):
            return column
    return None


# --- words ---


def _speech_bits(column: _Column, texts: Sequence[_Column], headings: Sequence[str], said: dict[str, int]) -> float:
    """Return how much speaks for a column being what was said, in bits.

    By its share of the words, the share of its cells that end a sentence, how full it is, how seldom a cell comes
    again, and what its heading says of it.
    """
    most = max(c.words for c in texts)
    cells = column.filled
    stops = sum(cell.endswith(SENTENCE_ENDS) for cell in cells) / len(cells)
    new = len({cell.casefold() for cell in cells}) / len(cells)
    heading = headings[column.at] if column.at < len(headings) else ""
    words = words_of(heading)
    bits = 2 * log2(column.words / most) if column.words else -40.0
    bits += 3 * stops + 4 * new + 2 * len(cells) / max(len(column.cells), 1)
    if said.get("text") == column.at:
        bits += 3.0 if len(words) == 1 else 1.5
    bits += 3.0 if words & SPOKEN else 0.0
    return bits - (5.0 if words & CONTRARY else 0.0)


def _speaker(rest: Sequence[_Column], text: _Column, said: dict[str, int], headings: Sequence[str]) -> _Column | None:
    """Return the column of speakers: short values, of which some come again or whose heading says so."""
    short = [c for c in rest if _is_short(c, text)]
    named = [c for c in short if c.at == said.get("speaker")]
    found = [c for c in short if _is_names(c) and (c.at >= len(headings) or not words_of(headings[c.at]) & CONTRARY)]
    return next(iter(named or found), None)


def _numbered(free: Sequence[_Column], said: Mapping[str, int]) -> _Column | None:
    """Return a column of few numbers that its heading calls that of speakers, as diarisation numbers them."""
    found = (c for c in free if c.at == said.get("speaker") and all(map(str.isdecimal, c.filled)))
    return next((c for c in found if len(set(c.filled)) < len(c.filled)), None)


def _is_short(column: _Column, text: _Column) -> bool:
    """Tell whether the values of a column may be names: a few words, not sentences, and fewer than were said."""
    cells = column.filled
    short = sum(len(cell) <= _NAME and count_words(cell) <= _NAME_WORDS for cell in cells)
    sentences = sum(cell[-1] in TERMINATORS and count_words(cell) > 2 for cell in cells)
    return short >= _PARSE * len(cells) and 2 * sentences < len(cells) and column.words <= max(text.words, len(cells))


def _is_names(column: _Column) -> bool:
    cells = column.filled
    if len({cell.casefold() for cell in cells}) * 2 > len(cells) + 2:
        return False
    facts = facts_of([])
    return sum(name_cost(clean(cell), facts) < 12 for cell in cells) >= 0.8 * len(cells)
