"""Numbers, words and times that stand before what a line says: of turns that count up, of chapters, of the day."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from captionkit.text.letters import COMBINED
from captionkit.text.marks import TERMINATORS
from captionkit.transcripts.layout.heads import Head, heads_of
from captionkit.transcripts.layout.rows import Row, count_words
from captionkit.transcripts.layout.stamps import ANY, BETWEEN, RANGED
from captionkit.transcripts.layout.times import Ruler

__all__ = ["chapters", "contents", "dotted_times", "times_after_a_word", "turn_numbers", "unlisted_times"]

#: So many lines at least are alike.
_AGAIN = 3
#: A name ends at a colon, a bracket or a wide blank, or with its line.
_NAMED = r"(?P<name>[^\W\d_](?:(?! {3})[^:!?\[(\t]){0,79})(?=[:(\[\t]| {3}|\Z)"
_NUMBERED = re.compile(
    rf"(?P<word>(?:[^\W\d_][\w{COMBINED}'’-]*[.:]?[ ]){{0,2}}(?:n[or°º]\.?[ ])?[#§№]?[A-Z]?)"
    r"(?P<number>\d{1,5}|\d{1,3}\.\d{1,3})[.:)]?[ \t]+" + _NAMED
)
_CHAPTER = re.compile(
    rf"(?P<word>[^\W\d_][\w{COMBINED}'’-]*)[ ](?P<number>\d{{1,3}})[.:)]?[ \t]+(?:[-–—][ \t]+)?"
    r"(?P<title>[^\W\d_](?:[^.!?…:\[(\n]|\.(?=\S)){0,70}[^\s.!?…:;,\[(])[ \t]*(?:[\[(]?\d{1,2}(?::\d\d){1,2}[\])]?)?"
)
_AFTER_WORD = re.compile(
    rf"(?P<word>[^\W\d_][\w{COMBINED}'’]{{0,15}}[.]?|(?P<name>[^\W\d_].{{1,59}}?))[ \t]+(?P<time>{RANGED})"
)
#: This share of the numbers is one more than the number before.
_COUNTING = 0.9
#: Two to four groups of digits with one and the same sign between them, before the last perhaps another.
_GROUPS = re.compile(
    r"(?<![\w.,:;])(?:(?P<ms>\d{1,9})[ ]?ms(?!\w)|(?P<a>\d{1,3})(?P<sign>[ ]?(?:[^\w\s]|_)[ ]?)(?P<b>\d\d)"
    r"(?:(?P=sign)(?P<c>\d\d)(?:(?P<last>(?P=sign)|[^\w\s]|_)(?P<d>\d{1,3}))?)?(?![ ]?\d|(?P=sign)\d)(?!\w))"
)
#: A time in a form that is known, with all that belongs to it: 0'12".
_LISTED = re.compile(ANY, re.I)
_OPENS, _CLOSES = "[({<【（", "])}>】）"
#: Groups that two signs divide are times where they hardly ever go back; so many of one form are needed, by groups.
_RISING, _ALIKE = 0.9, {1: 4, 2: 4, 3: 3, 4: 3}
#: A number of a day is no greater; nobody says fewer or more words a second.
_DAYS, _LEAST, _FASTEST = 31, 0.08, 8.0
#: A title of a chapter has so many characters at most; a list of them says fewer words a second than anybody.
_TITLE, _SLOWEST = 80, 0.4
#: The whole text has so many times its words at least.
_MORE = 5
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


def contents(rows: Sequence[Row]) -> dict[int, str]:
    """Return the places of a list of chapters, each with its time: far too few words for what they span to be speech.

    It stands above all other times, and these, where there are any, do not go on from its last. All else has many more
    words.
    """
    timed: list[tuple[int, Head]] = []
    for at, row in enumerate(rows):
        head = next((h for _, form, h in heads_of(row) if h.stand == "pre" and form != "decimals"), None)
        if head is not None and head.start is not None:
            timed.append((at, head))
    found: list[tuple[int, Head]] = []
    for at, head in timed:
        titled = len(head.rest) <= _TITLE and head.rest[-1] not in TERMINATORS and ":" not in head.rest
        if not titled or (found and (rows[at].gap or found[-1][0] != at - 1)):
            break
        found.append((at, head))
    if len(found) < _AGAIN:
        return {}
    ruler = Ruler()
    times = [ruler.ms(head.start) for _, head in found if head.start is not None]
    words = sum(count_words(head.rest) for _, head in found)
    after = timed[len(found)][1].start if len(timed) > len(found) else None
    goes_on = after is not None and Ruler().ms(after) >= times[-1]
    rises = all(b > a for a, b in pairwise(times)) and words * 1000 < _SLOWEST * (times[-1] - times[0])
    if goes_on or not rises or sum(count_words(row.text) for row in rows) < _MORE * words:
        return {}
    return dict.fromkeys((at for at, _ in found), "a list of chapters")


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


class _Found(NamedTuple):
    """Groups of digits where a time may stand: the row, the match, and the values of its groups."""

    at: int
    match: re.Match[str]
    values: tuple[int, ...]


def unlisted_times(rows: list[Row]) -> tuple[str, str] | None:
    """Write times in a form that no list has as all others are: ``00;00;02;00``, ``0_02_15``, ``٠٠:١٢``, ``2400 ms``.

    Groups of digits stand where times do, below 60 where they must be, and go forward from line to line; dates,
    scores, numbers of turns and amounts do not. Returns an example as written and as read, None without any.
    """
    found: dict[tuple[object, ...], list[_Found]] = defaultdict(list)
    for at, row in enumerate(rows):
        groups = _at_an_edge(row.text)
        listed = _LISTED.match(row.text, groups.start()) if groups is not None else None
        if groups is not None and (listed is None or listed.end() < groups.end()):
            values = tuple(int(groups[name]) for name in ("ms", "a", "b", "c", "d") if groups[name])
            opens = row.text[groups.start() - 1 : groups.start()]
            form = (opens, groups["sign"], groups["last"], len(values), groups[0].isascii(), bool(groups["ms"]))
            found[form].append(_Found(at, groups, values))
    done = None
    for lines in found.values():
        if _are_times(lines, rows):
            first = lines[0].match
            for at, match, _ in lines:
                text = rows[at].text
                until = _until(text, match)
                read = _GROUPS.sub(_as_usual, text[match.start() : until])
                rows[at] = rows[at]._replace(text=text[: match.start()] + read + text[until:])
            done = done or (first[0], _as_usual(first))
    return done


def _at_an_edge(text: str) -> re.Match[str] | None:
    """Return the groups of digits that begin a line, or close it, bare or in brackets."""
    first = _GROUPS.match(text, 1 if text[0] in _OPENS else 0)
    if first is not None:
        rest = text[first.end() :]
        return first if not rest or rest[0] in _CLOSES or not rest[0].isalpha() else None
    if not text.rstrip(":：")[-1:].isdigit() and text.rstrip(":：")[-1:] not in _CLOSES:
        return None
    last = max(_GROUPS.finditer(text, max(0, len(text) - 40)), key=re.Match.start, default=None)
    return last if last is not None and not text[last.end() :].strip(_CLOSES + ":： ") else None


def _until(text: str, match: re.Match[str]) -> int:
    """Return where the time ends, or the one behind it that ends what it begins."""
    between = re.compile(BETWEEN).match(text, match.end())
    second = between and _GROUPS.match(text, between.end())
    alike = second and (second["sign"], second["last"]) == (match["sign"], match["last"])
    return second.end() if second and alike else match.end()


def _are_times(lines: Sequence[_Found], rows: Sequence[Row]) -> bool:
    """Tell whether groups of digits of one form count minutes and seconds."""
    groups, sign = len(lines[0].values), (lines[0].match["sign"] or "").strip()
    values = [found.values for found in lines]
    times = [found[:3] for found in values]
    if len(lines) < _ALIKE[groups] or any(max(found[1:3], default=0) > 59 for found in values):
        return False
    steps = [b >= a for a, b in pairwise(times)]
    last = {found[-1] for found in times}
    if len(set(times)) * 2 < len(lines):
        return False
    said = sum(count_words(rows[at].text) for at in range(lines[0].at, lines[-1].at))
    if groups == 3 and len(last) * 2 < len(lines):  # years, or the seconds of times at regular steps, as one says them
        first, end = ((hours * 60 + minutes) * 60 + seconds for hours, minutes, seconds in (times[0], times[-1]))
        if not _LEAST * (end - first) <= said <= _FASTEST * (end - first):
            return False
    if groups < 4 and sum(steps) < _RISING * len(steps):
        return False
    if groups != 2:
        return True
    if all(b[1] == a[1] + 1 or b[0] > a[0] for a, b in pairwise(times)):
        return False  # they count up one by one
    if sign in (".", ","):
        seconds = [float(f"{found.match['a']}.{found.match['b']}") for found in (lines[0], lines[-1])]
        return said > _FASTEST * (seconds[1] - seconds[0]) and max(last) > _DAYS
    return max(last) > _DAYS or sign in (":", "：", ";")


def _as_usual(match: re.Match[str]) -> str:
    if match["ms"]:
        seconds, ms = divmod(int(match["ms"]), 1000)
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{ms:03d}"
    whole = ":".join(f"{int(match[name]):02d}" for name in "abc" if match[name])
    if not match["d"]:
        return whole
    mark = match["last"].strip() if match["last"].strip() in (";", ".", ",") else ":"
    if mark == "." == match["sign"].strip():
        mark = ":"
    return f"{whole}{mark}{int(match['d']):0{len(match['d'])}d}"


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
    if len(lines) < _AGAIN or len(found) > 1 or lines[0][1]["name"]:  # names stand beside times too
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
