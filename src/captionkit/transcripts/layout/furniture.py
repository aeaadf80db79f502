"""The page around a transcript: heads and feet, page and line numbers, comments, rules; by position and repetition."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from captionkit.text.letters import COMBINED
from captionkit.text.marks import TERMINATORS
from captionkit.transcripts.layout.article import is_rule
from captionkit.transcripts.layout.chatpage import chat_page
from captionkit.transcripts.layout.counted import (
    chapters,
    contents,
    dotted_times,
    times_after_a_word,
    turn_numbers,
    unlisted_times,
)
from captionkit.transcripts.layout.cycles import entries_of
from captionkit.transcripts.layout.headed import described
from captionkit.transcripts.layout.heads import heads_of
from captionkit.transcripts.layout.pages import bare_numbers, page_blocks, page_heads, page_marks
from captionkit.transcripts.layout.rows import Row
from captionkit.transcripts.layout.signs import tool_of

__all__ = ["Page", "clear"]

_MARGIN = re.compile(r"(?P<number>\d{1,4})(?P<gap>[ \t]+|\Z)(?P<rest>.*)\Z", re.S)
_EDGE_TIME = re.compile(r"(?P<text>\S.*\S)[ \t]{2,}(?P<time>\d{1,2}:\d\d(?::\d\d)?)", re.S)
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?"
_GLUED = re.compile(rf"(?P<time>{_CLOCK})(?P<words>\d{{1,2}}[ \u00a0]?[^\W\d].*)", re.S)
_CLOSING = re.compile(rf"(?P<words>\S.*[^\W\d_]\b.*[^\W\d]) ?(?P<time>{_CLOCK})", re.S)
#: So many times at least stand twice in their lines.
_AGAIN = 3
#: The longest cell between name and text that may stand for neither, in characters.
_CELL = 12
#: So many lines at least are quoted where a text is.
_QUOTED = 4
#: A name with a line of dashes below it has so many characters at most.
_UNDERLINED = 80
_DIGITS = re.compile(r"\d+")
_ANCHOR = re.compile(r"\[([a-z]{1,2}|\d{1,3})\]")
_COMMENT = re.compile(r"\[([a-z]{1,2}|\d{1,3})\][ \t]*\S")
_REACTION = re.compile(r"(?::[a-z0-9_+-]{2,40}:[ \t]*\d{0,4}[ \t]*)+\Z")
_LABEL = re.compile(rf"(?:[^\W\d_][\w{COMBINED}.'’-]{{0,24}}[ ]?){{1,5}}[:：]")


@dataclass(slots=True)
class Page:
    """The rows that may be speech, and those of the page around them, each with what it is.

    ``tools`` are the tools whose own lines stand in the text; ``divided`` the numbers of rows that only divide;
    ``gone`` is what of a row, by its number, is neither name nor text; ``chat`` says that it is the page of a chat,
    whose times are those of a day; ``times`` a time as written in a form that is not listed, and as read.
    """

    rows: list[Row]
    around: list[tuple[Row, str]] = field(default_factory=list)
    divided: list[Row] = field(default_factory=list)
    tools: list[str] = field(default_factory=list)
    taken: dict[int, str] = field(default_factory=dict)
    gone: dict[int, str] = field(default_factory=dict)
    chat: bool = False
    times: tuple[str, str] | None = None


def clear(rows: Sequence[Row]) -> Page:
    """Return the rows without the page around them."""
    page = Page(list(rows))
    _quoted(page)
    page.times = unlisted_times(page.rows)
    times_after_a_word(page.rows, page.taken)
    _tool_lines(page)
    _chat_page(page)
    _cycles(page)
    _spelled_times(page)
    _margin_numbers(page)
    _times_at_the_edge(page)
    _counters(page)
    for lines in (contents, page_blocks, page_heads, page_marks, bare_numbers):
        _keep(page, lines(page.rows))
    _described(page)
    _middle_cells(page)
    for take in (turn_numbers, chapters, dotted_times):
        take(page.rows, page.taken)
    _comments(page)
    _rules(page)
    _hyphens(page)
    return page


def _keep(page: Page, out: dict[int, str]) -> None:
    """Take the rows at these places out, each for a reason; the next row keeps the blank lines above them."""
    if not out:
        return
    kept: list[Row] = []
    gap = 0
    broken = False
    for at, row in enumerate(page.rows):
        if at in out:
            page.around.append((row, out[at]))
            gap += row.gap
            broken = broken or row.page
        else:
            kept.append(row._replace(gap=row.gap + gap, page=row.page or broken) if gap or broken else row)
            gap, broken = 0, False
    page.rows = kept


def _quoted(page: Page) -> None:
    """Take the sign of a quotation from the lines of a text that was mailed in one, and out what stands around it.

    Its blank lines have the sign too, which nothing else that begins with it has (RFC 3676, section 4.5).
    """
    quoted = [at for at, row in enumerate(page.rows) if row.text[0] == ">" and row.text[:2] != ">>"]
    if len(quoted) < _QUOTED or not any(page.rows[at].text == ">" for at in quoted):
        return
    first, last = quoted[0], quoted[-1]
    inside = range(first, last + 1)
    if len(quoted) < 0.8 * len(inside):
        return
    rows: list[Row] = []
    gap = 0
    for at, row in enumerate(page.rows):
        text = row.text[1:].strip() if at in inside and row.text[0] == ">" else row.text
        if at not in inside:
            page.around.append((row, "outside the quoted text"))
        elif text:
            rows.append(row._replace(text=text, gap=row.gap + gap))
            gap = 0
        else:
            gap += row.gap + 1
    page.rows = rows


def _tool_lines(page: Page) -> None:
    out: dict[int, str] = {}
    for at, row in enumerate(page.rows):
        tool = tool_of(row.text)
        if tool:
            out[at] = "a line that a tool writes"
            page.tools.append(tool)
        elif row.text[0] == ":" and _REACTION.match(row.text):
            out[at] = "reactions"
    _keep(page, out)


def _chat_page(page: Page) -> None:
    """Take out what the page of a chat puts among its messages."""
    reactions = [row.number for row, why in page.around if why == "reactions"]
    found = chat_page(page.rows, reactions)
    if found is None:
        return
    page.chat = True
    for at, text in found.edited.items():
        row = page.rows[at]
        page.gone[row.number] = text.strip()
        page.rows[at] = row._replace(text=row.text[: -len(text)])
    _keep(page, found.out)


def _cycles(page: Page) -> None:
    """Take out what comes again with every entry of a page, and set the names of the entries apart."""
    entries = entries_of(page.rows)
    if not entries:
        return
    first = min((*entries[0].rest, *entries[0].said, *((entries[0].name,) if entries[0].name >= 0 else ())))
    out = dict.fromkeys(range(first), "above the first entry of a page")
    for entry in entries:
        if entry.name >= 0:
            row = page.rows[entry.name]
            name = row.text.lstrip("@")
            page.rows[entry.name] = row._replace(text=name, bold=name, gap=max(1, row.gap))
        out |= dict.fromkeys(entry.rest, "it comes again with every entry of the page")
    _keep(page, out)


def _described(page: Page) -> None:
    """Take out what headings that come again describe; they themselves are headings."""
    heads, out = described(page.rows)
    for at in heads:
        page.rows[at] = page.rows[at]._replace(heading=True)
    _keep(page, dict.fromkeys(sorted(out), "it describes what follows, under a heading"))


def _middle_cells(page: Page) -> None:
    """Take out a short cell between name and text, as ``cont``, where the same names stand a tab before their texts."""
    tabbed = [(at, row.text.split("\t")) for at, row in enumerate(page.rows) if "\t" in row.text]
    names = Counter(cells[0] for _, cells in tabbed if len(cells) == 2)
    marked = [(at, cells) for at, cells in tabbed if len(cells) == 3 and names[cells[0]] and 0 < len(cells[1]) <= _CELL]
    if sum(names.values()) < max(_AGAIN, 2 * len(marked)):
        return
    for at, (name, cell, text) in marked:
        if cell[-1] not in TERMINATORS and len(text) > 2 * len(cell):
            page.gone[page.rows[at].number] = cell
            page.rows[at] = page.rows[at]._replace(text=f"{name}\t{text}")


def _spelled_times(page: Page) -> None:
    """Take the words from times that stand twice in lines of their own, as pages show and screen readers say them.

    ``1:021 minute, 2 seconds`` has the numbers of its time again; ``Play from 7 and follow 0:07`` the same words as the
    other lines that end with a time.
    """
    said: dict[int, tuple[str, str]] = {}
    phrases: dict[str, dict[int, tuple[str, str]]] = defaultdict(dict)
    for at, row in enumerate(page.rows):
        if len(row.text) > 120 or ":" not in row.text:
            continue
        glued = _GLUED.fullmatch(row.text) if row.text[0].isdecimal() else None
        closing = _CLOSING.fullmatch(row.text) if row.text[-1].isdecimal() else None
        if glued is not None and _numbers(glued["words"]) == _numbers(glued["time"]):
            said[at] = (glued["time"], glued["words"])
        elif closing is not None and any(map(str.isdigit, closing["words"])):
            phrases["".join(filter(str.isalpha, closing["words"]))][at] = (closing["time"], closing["words"])
    for found in [said, *phrases.values()]:
        if len(found) >= _AGAIN:
            for at, (time, words) in found.items():
                page.rows[at] = page.rows[at]._replace(text=time)
                page.taken[page.rows[at].number] = words


def _numbers(text: str) -> list[int]:
    """Return the numbers of a time, those that say nothing left out."""
    return [number for number in map(int, _DIGITS.findall(text)) if number]


def _margin_numbers(page: Page) -> None:
    """Strip line numbers in the margin: most rows begin with one, and they count up or begin again."""
    rows = page.rows
    if len(rows) < 4:
        return
    numbered = [
        (at, match) for at, row in enumerate(rows) if row.text[0].isdigit() and (match := _MARGIN.match(row.text))
    ]
    if len(numbered) < 0.6 * len(rows):
        return
    numbers = [int(match["number"]) for _, match in numbered]
    steps = [(a, b) for a, b in pairwise(numbers)]
    good = sum(1 for a, b in steps if b == a + 1 or b == 1)
    bare = sum(1 for _, match in numbered if not match["rest"])
    if good < 0.85 * len(steps) or bare > 0.5 * len(numbered):
        return
    restarts = any(b <= a for a, b in steps)
    by_place = dict(numbered)
    done: list[Row] = []
    out: dict[int, str] = {}
    for at, row in enumerate(rows):
        match = by_place.get(at)
        if match is None:
            done.append(row)
            if restarts and not _LABEL.match(row.text):
                out[at] = "outside the numbered lines"
            continue
        page.taken[row.number] = match["number"]
        rest = match["rest"]
        indent = row.indent + len(match["number"]) + len(match["gap"])
        done.append(row._replace(text=rest or row.text, indent=indent))
        if not rest:
            out[at] = "a line number"
    page.rows = done
    _keep(page, out)


def _times_at_the_edge(page: Page) -> None:
    """Strip times that rise at the right edge of lines of any length, as court reporters set them."""
    found = {
        at: match
        for at, row in enumerate(page.rows)
        if row.text[-1].isdecimal() and (match := _EDGE_TIME.fullmatch(row.text)) is not None
    }
    edges = {page.rows[at].indent + len(page.rows[at].text) for at in found}
    lengths = {len(match["text"]) for match in found.values()}
    times = [tuple(map(int, match["time"].split(":"))) for match in found.values()]
    if len(found) < 3 or max(edges) - min(edges) > 1 or len(lengths) < 3 or times != sorted(times):
        return
    for at, match in found.items():
        row = page.rows[at]
        page.taken[row.number] = f"{page.taken.get(row.number, '')} {match['time']}".strip()
        page.rows[at] = row._replace(text=match["text"])


def _counters(page: Page) -> None:
    """Take out cue numbers: bare numbers that grow, each above a time that has a line of its own."""
    rows = page.rows
    owned = [
        at
        for at, row in enumerate(rows)
        if row.text[0] in "0123456789[(" and any(h.stand in ("own", "pre") for _, _, h in heads_of(row))
    ]
    above = [at - 1 for at in owned if at and rows[at - 1].text.isdecimal() and len(rows[at - 1].text) <= 6]
    numbers = [int(rows[at].text) for at in above]
    if above and len(above) >= 0.6 * len(owned) and numbers == sorted(set(numbers)):
        _keep(page, dict.fromkeys(above, "a cue number"))


def _comments(page: Page) -> None:
    """Take out comments at the end that anchors in the text refer to: both must be there."""
    rows = page.rows
    notes = [
        (at, match[1]) for at, row in enumerate(rows) if row.text[0] == "[" and (match := _COMMENT.match(row.text))
    ]
    if not notes:
        return
    first = notes[0][0]
    anchors = Counter(name for row in rows[:first] for name in _ANCHOR.findall(row.text[1:]))
    mine = [at for at, name in notes if anchors[name]]
    if mine and mine[0] > 0 and len(mine) == len(notes) and len(rows) - mine[0] <= 3 * len(mine):
        known = {name for _, name in notes}
        for at, row in enumerate(rows[: mine[0]]):
            text = _ANCHOR.sub(lambda match: "" if match[1] in known else match[0], row.text)
            if text != row.text and text:
                page.taken[row.number] = " ".join(match[0] for match in _ANCHOR.finditer(row.text))
                rows[at] = row._replace(text=text)
        out = dict.fromkeys(range(mine[0], len(rows)), "a comment") if mine[0] > 0 else {}
        _keep(page, out)


def _rules(page: Page) -> None:
    kept: list[Row] = []
    gap = 0
    underlined = _underlined(page.rows)
    for at, row in enumerate(page.rows):
        if is_rule(row.text) or (row.text[0] in "<[(" and row.text in ("<…>", "<...>", "[…]", "[...]", "(…)", "(...)")):
            page.divided.append(row)
            gap += row.gap + (at - 1 not in underlined)
        else:
            row = row._replace(bold=row.text) if at in underlined else row
            kept.append(row._replace(gap=row.gap + gap, ruled=True) if gap else row)
            gap = 0
    page.rows = kept


def _underlined(rows: Sequence[Row]) -> frozenset[int]:
    """Return the places of names that a line of dashes right below each sets apart: half of them come again."""
    found = [
        at
        for at, below in enumerate(rows[1:])
        if not below.gap and is_rule(below.text) and len(rows[at].text) <= _UNDERLINED and not is_rule(rows[at].text)
    ]
    texts = Counter(rows[at].text for at in found)
    again = sum(count for count in texts.values() if count > 1)
    return frozenset(found) if len(found) >= _AGAIN and again * 2 >= len(found) else frozenset()


def _hyphens(page: Page) -> None:
    """Join a word that a line break divides where its second half begins lower-case and the first ends in a hyphen."""
    rows = page.rows
    if not any(row.text[-1] == "-" for row in rows):
        return
    for at in range(len(rows) - 1):
        row, after = rows[at], rows[at + 1]
        if len(row.text) > 24 and row.text[-1] == "-" and row.text[-2:-1].isalpha() and after.text[0].islower():
            head, _, rest = after.text.partition(" ")
            if row.text[-3:-1] and not row.text.endswith("--") and rest and (not after.gap or after.page):
                rows[at] = row._replace(text=row.text[:-1] + head)
                rows[at + 1] = after._replace(text=rest.strip())
