"""Numbers, words and times that stand before what a line says: of turns that count up, of chapters, of the day."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from captionkit.transcripts.layout.rows import Row
from captionkit.transcripts.layout.stamps import RANGED

__all__ = ["chapters", "dotted_times", "times_after_a_word", "turn_numbers"]

#: So many lines at least are alike.
_AGAIN = 3
#: A name ends at a colon, a bracket or a wide blank, or with its line.
_NAMED = r"(?P<name>[^\W\d_](?:(?! {3})[^:!?\[(\t]){0,79})(?=[:(\[\t]| {3}|\Z)"
_NUMBERED = re.compile(
    r"(?P<word>(?:[^\W\d_][\w'’-]*[.:]?[ ]){0,2}(?:n[or°º]\.?[ ])?[#§№]?[A-Z]?)"
    r"(?P<number>\d{1,5}|\d{1,3}\.\d{1,3})[.:)]?[ \t]+" + _NAMED
)
_CHAPTER = re.compile(
    r"(?P<word>[^\W\d_][\w'’-]*)[ ](?P<number>\d{1,3})[.:)]?[ \t]+(?:[-–—][ \t]+)?"
    r"(?P<title>[^\W\d_](?:[^.!?…:\[(\n]|\.(?=\S)){0,70}[^\s.!?…:;,\[(])[ \t]*(?:[\[(]?\d{1,2}(?::\d\d){1,2}[\])]?)?"
)
_AFTER_WORD = re.compile(rf"(?P<word>[^\W\d_][\w'’]{{0,15}}[.]?)[ \t]+(?P<time>{RANGED})")
#: This share of the numbers is one more than the number before.
_COUNTING = 0.9
_DOTTED = re.compile(r"(?P<hour>[01]?\d|2[0-3])\.(?P<minute>[0-5]\d)[ \t]+" + _NAMED)


def turn_numbers(rows: list[Row], taken: dict[int, str]) -> None:
    """Take from the lines that name a speaker the number of the turn: ``Anf. 41 ANN LEE``, ``01.02 Ann: Yes``.

    The same words stand before numbers that count up one by one, and what stands behind them comes again.
    """
    found: dict[tuple[str, bool], list[tuple[int, re.Match[str]]]] = defaultdict(list)
    for at, row in enumerate(rows):
        match = _NUMBERED.match(row.text) if (row.gap or row.page or not at) and not row.heading else None
        if match is not None:
            found[match["word"], "." in match["number"]].append((at, match))
    for lines in found.values():
        numbers = [tuple(map(int, match["number"].split("."))) for _, match in lines]
        steps = [
            (a[:-1] == b[:-1] and b[-1] == a[-1] + 1) or (a[:-1] < b[:-1] and b[-1] <= 1) for a, b in pairwise(numbers)
        ]
        if len(numbers[0]) > 1 and numbers[0][-1] != 1:
            continue  # a time of day
        if len(lines) < _AGAIN or sum(steps) < _COUNTING * len(steps) or not _come_again(lines):
            continue
        for at, match in lines:
            row = rows[at]
            rows[at] = row._replace(text=row.text[match.start("name") :])
            taken[row.number] = row.text[: match.start("name")].strip()


def chapters(rows: list[Row], taken: dict[int, str]) -> None:
    """Set apart the headings that count up, ``Chapter 2. The Cheese [00:14:37]``: a few lines, no sentences, all else.

    A time in one is where the chapter begins, and no turn.
    """
    found: dict[str, list[tuple[int, re.Match[str]]]] = defaultdict(list)
    for at, row in enumerate(rows):
        match = _CHAPTER.fullmatch(row.text) if row.gap or not at else None
        if match is not None:
            found[match["word"]].append((at, match))
    for lines in found.values():
        numbers = [int(match["number"]) for _, match in lines]
        texts = {match["title"] for _, match in lines}
        counted = numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        if len(lines) < _AGAIN or not counted or len(texts) < len(lines) or len(lines) * 4 > len(rows):
            continue
        for at, match in lines:
            row = rows[at]
            rows[at] = row._replace(text=row.text[: match.end("title")], bold="", heading=True)
            taken[row.number] = row.text[match.end("title") :].strip()


def dotted_times(rows: list[Row], taken: dict[int, str]) -> None:
    """Write the times of day before names with a colon, ``14.05 Ann Lee``: they never go back, and names come again."""
    found = [
        (at, match)
        for at, row in enumerate(rows)
        if (row.gap or not at) and (match := _DOTTED.match(row.text)) is not None
    ]
    times = [(int(match["hour"]), int(match["minute"])) for _, match in found]
    if len(found) < _AGAIN or times != sorted(times) or len(set(times)) * 2 < len(times) or not _come_again(found):
        return
    for at, match in found:
        row = rows[at]
        rest = row.text[match.start("name") :]
        rows[at] = row._replace(text=f"{match['hour']}:{match['minute']} {rest}")


def times_after_a_word(rows: list[Row], taken: dict[int, str]) -> None:
    """Take the word from times that have lines of their own, ``Kl. 10:05``, ``TC 0:01.2 - 0:03.1``, where all have it.

    Where each such time closes its paragraph, it is put above it.
    """
    found: dict[str, list[tuple[int, re.Match[str]]]] = defaultdict(list)
    for at, row in enumerate(rows):
        match = _AFTER_WORD.fullmatch(row.text) if len(row.text) <= 60 else None
        if match is not None:
            found[match["word"]].append((at, match))
    word, lines = max(found.items(), key=lambda entry: len(entry[1]), default=("", []))
    if len(lines) < _AGAIN or sum(map(len, found.values())) > len(lines):
        return
    for at, match in lines:
        rows[at] = rows[at]._replace(text=match["time"])
        taken[rows[at].number] = word
    _times_below(rows, [at for at, _ in lines])


def _times_below(rows: list[Row], times: Sequence[int]) -> None:
    """Put times that each close a paragraph above it: every paragraph ends with one, and none begins with one."""
    starts = [at for at, row in enumerate(rows) if row.gap or not at]
    ends = [*(at - 1 for at in starts[1:]), len(rows) - 1]
    closing = set(times) & set(ends)
    if len(closing) < len(times) or set(times) & set(starts) or len(times) < 0.8 * len(starts):
        return
    done: list[Row] = []
    for start, end in zip(starts, ends, strict=True):
        block = rows[start : end + 1]
        if end in closing:
            time, first = block[-1], block[0]
            block = [time._replace(gap=first.gap, page=first.page), first._replace(gap=0, page=False), *block[1:-1]]
        done += block
    rows[:] = done


def _come_again(lines: Sequence[tuple[int, re.Match[str]]]) -> bool:
    """Tell whether half of what is taken for names stands in more than one line."""
    names = Counter(match["name"].casefold().strip() for _, match in lines)
    return sum(count for count in names.values() if count > 1) * 2 >= len(lines)
