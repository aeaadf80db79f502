"""Marks in a language that no list has: the same few words in brackets that come again where sentences end.

``(হাসি)``, ``[smeh]``, ``(κλαίει)``: an aside is said once and within its sentence; what is heard is written the same
way every time, mostly where somebody begins or has ended a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from captionkit.text.marks import TERMINATORS
from captionkit.transcripts.layout.rows import Row, count_words, tidy

__all__ = ["key_of_mark", "repeated_marks"]

_BRACKETS = re.compile(r"(?<!\w)(?:\[[^\[\]]{1,60}\]|\([^()]{1,60}\)|（[^（）]{1,60}）)(?!\w)")
_STOP = re.compile(rf"[{TERMINATORS}:;]['\"”’»)\]]*\s*\Z")
#: A mark has so many words at most, and comes so often at least.
_WORDS, _LEAST = 6, 2


def key_of_mark(mark: str) -> str:
    """Return what two uses of one mark have in common.

    >>> key_of_mark("[ Smeh ]") == key_of_mark("(smeh)")
    True
    """
    return tidy(mark[1:-1]).casefold()


class _Use(NamedTuple):
    """A bracket in a text: its key, how it opens, whether it stands at an edge, and right behind a stop or first."""

    key: str
    form: str
    edge: bool
    clear: bool


def repeated_marks(turns: Iterable[Sequence[Row]], unlisted: Callable[[str], bool]) -> frozenset[str]:
    """Return the keys of the marks that no list has, of all of these turns.

    What comes again in brackets is one, if it stands at the edge of a sentence more often than not; and, where there
    are such, what stands once in brackets of the same form between sentences, and is no longer than they are.
    """
    uses = [use for rows in turns for use in _uses(rows, unlisted)]
    count, edges = Counter(use.key for use in uses), Counter(use.key for use in uses if use.edge)
    again = frozenset(key for key, times in count.items() if times >= _LEAST and edges[key] * 2 > times)
    forms = {use.form for use in uses if use.key in again}
    size = max((count_words(key) for key in again), default=0)
    alike = (use.key for use in uses if use.clear and use.form in forms and count_words(use.key) <= size)
    return again.union(alike)


def _uses(rows: Sequence[Row], unlisted: Callable[[str], bool]) -> Iterator[_Use]:
    for row in rows:
        if "(" not in row.text and "[" not in row.text and "（" not in row.text:
            continue
        for match in _BRACKETS.finditer(row.text):
            key = key_of_mark(match[0])
            if not _may_be(key) or not unlisted(match[0]):
                continue
            before, after = row.text[: match.start()].rstrip(), row.text[match.end() :]
            clear = not before or _STOP.search(before[-20:]) is not None
            closes = row is rows[-1] and not any(map(str.isalnum, after))
            yield _Use(key, match[0][0] + ("a" if match[0][1].islower() else "A"), clear or closes, clear)


def _may_be(key: str) -> bool:
    """Tell whether words in brackets may be a mark: a few, of letters, and no sentence."""
    if not key or key[-1] in TERMINATORS + ",:" or any(map(str.isdigit, key)):
        return False
    return any(map(str.isalpha, key)) and count_words(key) <= _WORDS
