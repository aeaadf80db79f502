"""What pages print around a text: heads and feet, page marks, numbers; known by position and repetition."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from captionkit.text.letters import COMBINED
from captionkit.transcripts.layout.heads import heads_of
from captionkit.transcripts.layout.rows import Row
from captionkit.transcripts.layout.stamps import ANY

__all__ = ["bare_numbers", "page_blocks", "page_heads", "page_marks"]

_DIGITS = re.compile(r"\d+")
_WORDS = r"page|pages|seite|página|pagina|pag|pg|pp|p|стр|страница|sida|side|strona|oldal|sivu|str"
_PAGE = re.compile(rf"\b(?:{_WORDS})\b\.?|页|頁|쪽", re.I)
_PAGE_NUMBER = re.compile(rf"(?:{_PAGE.pattern})[ \t]?\d{{1,4}}[ \t)\]-]*\Z", re.I)
#: A page's number alone on its line, perhaps of how many, perhaps between dashes.
_PAGE_LINE = re.compile(
    rf"[-–—~ ]*(?:{_PAGE.pattern})[ \t]?\d{{1,5}}(?:[ \t]*(?:/|[^\W\d_]{{1,4}})[ \t]*\d{{1,5}})?[-–—~ ]*", re.I
)
#: A mark of a page in brackets: ``[[Page H12]]``, ``(Seite 4)``, ``{p. 7}``.
_PAGE_MARK = re.compile(
    rf"[\[({{<]{{1,2}}[ \t]*(?:{_PAGE.pattern})[ \t]?[A-Z]{{0,3}}[ -]?\d{{1,6}}[a-z]?[ \t]*[\])}}>]{{1,2}}", re.I
)
_WIDE = re.compile(r"\S {4,}\S|\t")
_CELLS = re.compile(r" {4,}|\t+")
_TIME = re.compile(ANY)
_LABEL = re.compile(rf"(?:[^\W\d_][\w{COMBINED}.'’-]{{0,24}}[ ]?){{1,5}}[:：]")
#: A block that every page begins or ends with has so many lines at most.
_BLOCK = 6

_HEAD = "a page head or foot"


def page_blocks(rows: Sequence[Row]) -> dict[int, str]:
    """Return the lines around page numbers that count up which are the same on every page, with the reason.

    Such a block may stand within a turn, and no blank line shows where it begins.
    """
    shapes: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        if len(row.text) <= 40 and _PAGE_LINE.fullmatch(row.text):
            shapes[_DIGITS.sub("0", row.text)].append(at)
    out: dict[int, str] = {}
    for found in shapes.values():
        numbers = [int(_DIGITS.findall(rows[at].text)[0]) for at in found]
        if len(found) < 2 or any(a >= b for a, b in pairwise(numbers)):
            continue
        out.update(dict.fromkeys(found, _HEAD))
        for step in (-1, 1):
            for away in range(1, _BLOCK):
                places = [at + step * away for at in found]
                inside = [at for at in places if 0 <= at < len(rows) and at not in out]
                if len(inside) < len(places) or len({rows[at].text for at in inside}) > 1:
                    break
                out.update(dict.fromkeys(inside, _HEAD))
    return out


def page_heads(rows: Sequence[Row]) -> dict[int, str]:
    """Return lines that are equal but for numbers which only grow, alone between blanks, with a sign of a page."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        if len(row.text) <= 160 and (row.gap or row.page or not at):
            places[_DIGITS.sub("0", row.text)].append(at)
    breaks = any(row.page for row in rows)
    out: dict[int, str] = {}
    for shape, found in places.items():
        texts = [rows[at].text for at in found]
        if len(found) < 2:
            if rows[found[0]].page and _is_alone(rows, found[0]) and _PAGE_NUMBER.search(texts[0]):
                out[found[0]] = _HEAD
            continue
        if _TIME.search(texts[0]) is not None:
            continue
        numbers = [tuple(int(n) for n in _DIGITS.findall(text)) for text in texts]
        grows = bool(numbers[0]) and all(a < b for a, b in pairwise(numbers))
        same = not numbers[0] or len(set(numbers)) == 1
        alone = all(_is_alone(rows, at) or rows[at].page for at in found)
        sign = bool(_PAGE.search(shape)) or _WIDE.search(texts[0]) is not None
        torn = breaks and sum(_near_break(rows, at) for at in found) >= 0.8 * len(found)
        bare = shape.strip("-–— ") == "0"
        first = any(rows[at].page or (at + 1 < len(rows) and rows[at + 1].page) for at in found)
        same = same and torn and alone and not _LABEL.match(shape) and (first or len(found) > 2)
        if same or (grows and alone and (sign or bare or torn)):
            out.update(dict.fromkeys(found, _HEAD))
    return out


def page_marks(rows: Sequence[Row]) -> dict[int, str]:
    """Return lines that by themselves are a page's: its mark in brackets, or numbers and signs at both margins.

    ``A/98/PV.14          11/06/2024`` is one where one side stands alone elsewhere, ``24-09814      3/12`` anyhow.
    """
    out = {at: "the mark of a page" for at, row in enumerate(rows) if _PAGE_MARK.fullmatch(row.text)}
    wide = {
        at: _CELLS.split(row.text)
        for at, row in enumerate(rows)
        if (row.gap or row.page or not at) and len(row.text) <= 160 and at not in out
        if _is_alone(rows, at) and _WIDE.search(row.text)
    }
    coded = {
        at: here
        for at, sides in wide.items()
        if len(sides) <= 3
        and any(here := [not any(map(str.isalpha, side)) and any(map(str.isdigit, side)) for side in sides])
    }
    if coded:
        texts = {row.text for row in rows}
        cells = Counter(cell for row in rows if len(row.text) <= 160 for cell in set(_CELLS.split(row.text)))
        for at, here in coded.items():
            again = [side in texts or cells[side] > 1 for side in wide[at]]
            if all(map(max, here, again)) and not heads_of(rows[at]):
                out[at] = _HEAD
    gone = {side for at in out for side in _CELLS.split(rows[at].text) if any(map(str.isalpha, side))}
    alone = {at: _HEAD for at, row in enumerate(rows) if row.text in gone and _is_alone(rows, at)}
    return out | alone


def bare_numbers(rows: Sequence[Row]) -> dict[int, str]:
    """Return what has digits and no letters, stands between blanks and comes again with other digits, but for times.

    Numbers of pages, columns and contributions: ``- 12 -``, ``3-042-0000``, ``● (1010)``.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for at, row in enumerate(rows):
        text = row.text
        if len(text) <= 40 and any(map(str.isdigit, text)) and not any(map(str.isalpha, text)) and not heads_of(row):
            places[_DIGITS.sub("0", text)].append(at)
    bare = {at for found in places.values() for at in found}
    out = {
        at
        for found in places.values()
        if len({rows[at].text for at in found}) > 1
        for at in found
        if (not at or rows[at].gap or rows[at].page or at - 1 in bare) and (_is_alone(rows, at) or at + 1 in bare)
    }
    return dict.fromkeys(sorted(out), "a number that stands alone")


def _is_alone(rows: Sequence[Row], at: int) -> bool:
    return at + 1 >= len(rows) or rows[at + 1].gap > 0 or rows[at + 1].page


def _near_break(rows: Sequence[Row], at: int) -> bool:
    return rows[at].page or (at + 1 < len(rows) and rows[at + 1].page) or (at > 0 and rows[at - 1].page)
