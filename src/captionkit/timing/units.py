"""Words as they are compared: without case, accents and punctuation, parted where writers part them differently.

An edited text and a recogniser's output spell the same speech in their own manner. What is compared is therefore not
a word but its *units*: ``Don't`` is "do" and "not", ``well-known`` "well" and "known", ``U.S.`` "us", ``2,300`` "2300".
A unit remembers its words and its share of their time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from captionkit.model.transcript import Word, share_time
from captionkit.text.letters import WORD
from captionkit.values import value

__all__ = ["Units", "compounds", "split_time", "units_of"]

_DOTTED = re.compile(r"(?<=[^\W\d_])\.(?=[^\W\d_])")
_THOUSANDS = re.compile(r"(?<=\d)[,.'\u2019\u00a0\u202f](?=\d{3}(?!\d))")
_APOSTROPHES = re.compile(r"(?<=\w)['\u2019\u02bc](?=\w)")
_PARTS = re.compile(WORD)
#: English contractions; a language whose forms are not here is compared as it is written.
_CONTRACTED = {
    "can't": "can not", "won't": "will not", "shan't": "shall not", "let's": "let us", "i'm": "i am",
}  # fmt: skip
_ENDINGS = (("n't", " not"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"))
#: A compound is written apart in at most this many pieces.
MOST_PIECES = 4


@value
class Units:
    """The units of a row of words, in columns: ``text``, ``first`` and ``last`` word, ``start`` and ``end`` (ms or
    None).
    """

    text: list[str]
    first: list[int]
    last: list[int]
    start: list[int | None]
    end: list[int | None]

    def __len__(self) -> int:
        return len(self.text)

    def slice(self, begin: int, end: int) -> str:
        """Return the text of some units, for a report."""
        return " ".join(self.text[begin:end])


def folded(text: str) -> list[str]:
    """Return the units of a word.

    >>> folded("Don't"), folded("U.S."), folded("£2,300"), folded("Well-known"), folded("café")
    (['do', 'not'], ['us'], ['2300'], ['well', 'known'], ['cafe'])
    """
    if text.isascii() and text.isalpha():
        return [text.lower()]
    low = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'").strip("'\"")
    for short, long in _ENDINGS:
        bare = low.rstrip('.,;:!?)\u201d"')
        if bare in _CONTRACTED:
            low = _CONTRACTED[bare]
        elif bare.endswith(short):
            low = bare[: -len(short)] + long
    low = _APOSTROPHES.sub("", _THOUSANDS.sub("", _DOTTED.sub("", low)))
    if not low.isascii():
        low = "".join(c for c in unicodedata.normalize("NFD", low) if not unicodedata.combining(c))
    return _PARTS.findall(low)


def units_of(words: Sequence[Word]) -> Units:
    """Return the units of words, each with its share of its word's time by letters.

    >>> units_of([Word("Well-known", 0, 900)]).end
    [400, 900]
    """
    units = Units([], [], [], [], [])
    known: dict[str, list[str]] = {}
    for index, word in enumerate(words):
        parts = known.get(word.text)
        if parts is None:
            parts = known[word.text] = folded(word.text)
        if len(parts) == 1:  # nearly all: not worth sharing anything
            _add(units, parts[0], index, index, word.start, word.end)
            continue
        if not parts:
            continue
        times = split_time(word.start, word.end, [len(part) for part in parts])
        for part, (start, end) in zip(parts, times, strict=True):
            _add(units, part, index, index, start, end)
    return units


def _add(units: Units, text: str, first: int, last: int, start: int | None, end: int | None) -> None:
    units.text.append(text)
    units.first.append(first)
    units.last.append(last)
    units.start.append(start)
    units.end.append(end)


def split_time(start: int | None, end: int | None, weights: Sequence[int]) -> list[tuple[int | None, int | None]]:
    """Return (start, end) of the parts of a stretch of time shared by weight; inner bounds None where an end is."""
    if start is not None and end is not None:
        return [*share_time(start, end, weights)]
    inner = [None] * (len(weights) - 1)
    return list(zip([start, *inner], [*inner, end], strict=True))


def compounds(units: Units, other: Units) -> Units:
    """Return the units with those joined that ``other`` writes as one word ("web site" where it has "website").

    Joined is only what never occurs apart as written on the other side: decided by the texts, not by a word list.
    """
    here = set(units.text)
    wanted = {text for text in other.text if text not in here and len(text) > 3}
    if not wanted:
        return units
    beginnings = {text[:2] for text in wanted}
    joined = Units([], [], [], [], [])
    at, count = 0, len(units)
    while at < count:
        size = 1
        if units.text[at][:2] in beginnings:
            size = _joins(units.text, at, wanted) or 1
        last = at + size - 1
        text = units.text[at] if size == 1 else "".join(units.text[at : at + size])
        _add(joined, text, units.first[at], units.last[last], units.start[at], units.end[last])
        at += size
    return joined


def _joins(texts: list[str], at: int, wanted: set[str]) -> int:
    text = texts[at]
    for size in range(2, MOST_PIECES + 1):
        if at + size > len(texts):
            break
        text += texts[at + size - 1]
        if text in wanted:
            return size
    return 0
