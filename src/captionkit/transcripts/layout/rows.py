"""The lines of a text with their numbers: what every step of the text reader works on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from captionkit.text.marks import TERMINATORS

__all__ = ["Row", "blocks_of", "count_words", "flow", "plain", "rows_of", "tidy"]

_BLANKS = re.compile(r"[ \t\v\f]+")
_BOLD = re.compile(r"\A(?:(?P<mark>\*\*|__)|<(?:b|strong)>)(?P<bold>[^*_<>]{1,100})(?(mark)(?P=mark)|</(?:b|strong)>)")
_STOPS = TERMINATORS + ":;”\"'’»)]"

#: Lines up to this many characters may be the pieces of a hard-wrapped paragraph; editors wrap at 72 to 100.
WRAP_LIMIT = 100


class Row(NamedTuple):
    """One line that is not blank: its number in the source (from 1), its text, and the blank lines before it.

    ``indent`` is the width of the white space before it, ``bold`` the text in bold type that it begins with,
    ``heading`` whether the source marks it as a heading, ``page`` whether a page begins with it,
    ``ruled`` whether a line that only divides stood above it.
    """

    number: int
    text: str
    gap: int = 0
    indent: int = 0
    bold: str = ""
    heading: bool = False
    page: bool = False
    ruled: bool = False


def tidy(text: str) -> str:
    r"""Return ``text`` without surrounding white space, runs of blanks and tabs as one blank.

    >>> tidy("  Good \t evening. ")
    'Good evening.'
    """
    text = text.strip()
    return text if "  " not in text and text.isprintable() else _BLANKS.sub(" ", text)


def count_words(text: str) -> int:
    """Return about how many words a text has; two characters count for one in scripts without blanks.

    >>> count_words("The tide is in."), count_words("桥已经断了")
    (4, 2)
    """
    count = len(text.split())
    return count if text.isascii() else max(count, sum(c > "\u2e80" for c in text) // 2)


def plain(text: str) -> str:
    """Return a line without the marks that set its beginning in bold type (Markdown, or stray HTML).

    >>> plain("**Anna:** Good evening."), plain("**Anna**: Good evening."), plain("2 ** 3 ** 4")
    ('Anna: Good evening.', 'Anna: Good evening.', '2 ** 3 ** 4')
    """
    return _BOLD.sub(r"\g<bold>", text, count=1) if text[0] in "*_<" else text


def rows_of(lines: Sequence[str], first: int = 1, last: int | None = None) -> list[Row]:
    """Return the rows of lines number ``first`` to ``last`` (from 1, inclusive)."""
    rows: list[Row] = []
    gap = 0
    page = False
    for number, line in enumerate(lines[first - 1 : last], first):
        text = line.strip().strip("\x00\x1a\ufeff").strip()
        page = page or "\f" in line
        if not text:
            gap += 1
            continue
        indent = len(line) - len(line.lstrip(" \t\u00a0\u3000"))
        rows.append(Row(number, text, gap, indent, page=page))
        gap, page = 0, False
    return rows


def blocks_of(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the runs of rows that no blank line divides."""
    block: list[Row] = []
    for row in rows:
        if row.gap and block:
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def flow(block: Sequence[Row]) -> Iterator[list[Row]]:
    """Yield the paragraphs of a block: its rows one by one, or joined where the text was hard-wrapped.

    A row continues the one before it where that one does not end a sentence; in a block where some row does not, also
    where that one fills the width that the block is wrapped at.
    """
    wrapped = any(row.text[-1] not in _STOPS and len(row.text) <= WRAP_LIMIT for row in block[:-1])
    width = max((len(row.text) for row in block), default=0) if wrapped else 0
    paragraph: list[Row] = []
    for row in block:
        if paragraph and not _continues(paragraph[-1].text, row.text, width):
            yield paragraph
            paragraph = []
        paragraph.append(row)
    if paragraph:
        yield paragraph


def _continues(before: str, after: str, width: int) -> bool:
    if before[-1] not in _STOPS:
        return len(before) <= WRAP_LIMIT or after[0].islower()
    return 40 < width <= WRAP_LIMIT and len(before) + 1 + len(after.split(None, 1)[0]) > width
