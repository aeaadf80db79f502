"""A text cut at its times: each entry has what the style read beside the time, and the rows that belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from captionkit.transcripts.text.heads import INSIDE, Head
from captionkit.transcripts.text.names import plausible_name, split_role
from captionkit.transcripts.text.rows import Row
from captionkit.transcripts.text.score import Scored
from captionkit.transcripts.text.times import Stamp, stamp_of

__all__ = ["Entry", "entries_of"]

_SHOUTED = re.compile(
    r"(?P<name>(?:[^\W\d_a-z][^\Wa-z]*[.'’-]?[^\Wa-z]*[ \t]+){1,3})(?=\S*[^\W\d_])(?P<rest>\S.*)\Z", re.S
)
_LABEL = re.compile(r"(?:[^\sa-z:：]+[ \t]+){0,3}[^\sa-z:：]+[:：]")  # "VERLING: ...", the rest of a labelled name
_STOPS = (".", "!", "?", "…", ":", ",", ";", "。", "！", "？")

#: Share of the entries that must show the same habit before it is taken for one.
HABIT = 0.6


@dataclass(slots=True)
class Entry:
    """What stands between two times.

    ``line`` is where it begins, ``named`` the line of the speaker's name; ``glued`` that it begins inside a line.
    """

    line: int
    start: Stamp | None = None
    end: Stamp | None = None
    speaker: str = ""
    rows: list[Row] = field(default_factory=list)
    glued: bool = False
    named: int = 0


def entries_of(rows: Sequence[Row], reading: Scored) -> tuple[list[Row], list[Entry]]:
    """Return (rows before the first time, entries) of rows in the style that ``reading`` chose."""
    name = reading.style.name
    if name == "untimed" or not rows:
        return [], [Entry(rows[0].number, rows=list(rows))] if rows else []
    if name == "time-inside":
        return [], list(_inside(rows))
    if name == "time-last":
        return [], list(_last(rows, reading.heads))
    before, entries = _begun(rows, reading.heads)
    _take_names(entries)
    return before, entries


def _begun(rows: Sequence[Row], heads: Sequence[Head | None]) -> tuple[list[Row], list[Entry]]:
    before: list[Row] = []
    entries: list[Entry] = []
    for row, head in zip(rows, heads, strict=True):
        if head is not None:
            entries.append(Entry(row.number, head.start, head.end, head.speaker))
            if head.rest:
                entries[-1].rows.append(Row(row.number, head.rest, row.gap))
        else:
            (entries[-1].rows if entries else before).append(row)
    return before, entries


def _last(rows: Sequence[Row], heads: Sequence[Head | None]) -> Iterator[Entry]:
    entry: Entry | None = None
    for row, head in zip(rows, heads, strict=True):
        entry = entry or Entry(row.number)
        entry.rows.append(row if head is None else Row(row.number, head.rest, row.gap))
        if head is not None:
            entry.end = head.end
            yield entry
            entry = None
    if entry is not None:
        yield entry


def _inside(rows: Sequence[Row]) -> Iterator[Entry]:
    entry: Entry | None = None
    for row in rows:
        done = 0
        for match in INSIDE.finditer(row.text):
            stamp = stamp_of(match["a"])
            if stamp is None:
                continue
            before = row.text[done : match.start()].strip()
            if before:
                entry = entry or Entry(row.number)
                entry.rows.append(Row(row.number, before, row.gap if not done else 0))
            if entry is not None:
                yield entry
            entry = Entry(row.number, stamp, glued=bool(before) or done > 0)
            done = match.end()
        rest = row.text[done:].strip()
        if rest:
            entry = entry or Entry(row.number)
            entry.rows.append(Row(row.number, rest, row.gap if not done else 0))
    if entry is not None:
        yield entry


def _take_names(entries: Sequence[Entry]) -> None:
    """Take the speakers that stand beside or below the times without a colon, where most entries have them."""
    for take in (_name_beside, _name_below, _name_shouted):
        found = [take(entry) for entry in entries]
        count = sum(bool(name) for name in found)
        real = sum(bool(entry.rows) for entry in entries)
        if not count or count < HABIT * real:
            continue
        for entry, name in zip(entries, found, strict=True):
            if name:
                _give(entry, name)
        return


def _give(entry: Entry, name: str) -> None:
    first = entry.rows[0]
    rest = first.text[len(name) :].strip()
    entry.speaker, entry.named = name, first.number
    entry.rows[:1] = [Row(first.number, rest, first.gap)] if rest else []


def _name_beside(entry: Entry) -> str:
    """Return the name that is all that follows the time on its line, text standing below."""
    if entry.speaker or len(entry.rows) < 2 or entry.rows[0].number != entry.line or entry.rows[1].gap:
        return ""
    return _bare_name(entry.rows[0].text)


def _name_below(entry: Entry) -> str:
    """Return the name on the line below the time, text standing below it in turn."""
    if entry.speaker or len(entry.rows) < 2 or entry.rows[0].number == entry.line or entry.rows[1].gap:
        return ""
    return _bare_name(entry.rows[0].text)


def _bare_name(text: str) -> str:
    return text if not text.endswith(_STOPS) and plausible_name(split_role(text)[0]) else ""


def _name_shouted(entry: Entry) -> str:
    """Return the capitals that open the text ("ANN Hello there"), the text itself not being in capitals."""
    if entry.speaker or not entry.rows:
        return ""
    match = _SHOUTED.match(entry.rows[0].text)
    if match is None or match["rest"].upper() == match["rest"] or _LABEL.match(match["rest"]):
        return ""
    name = match["name"].strip()
    return name if len(name) > 1 and plausible_name(name) else ""
