"""Laying a segment's own text over its tokens: which stretch of the text each token stands for.

The text as displayed has capitals, punctuation and blanks that the tokens may lack (``"hello" "there" "bob"`` against
``"Hello there, Bob."``), and numbers the tokens spell out. Both ways of matching take linear time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from captionkit.model.transcript import share_time

__all__ = ["Occurrence", "match_words", "share", "slice_text", "squash"]

#: How far two word lists may run apart before matching gives the place up, in words.
_REACH = 10


def squash(text: str) -> str:
    """Return the letters and digits alone, caseless: what a token and its display form have in common.

    >>> squash("Ann's, 2nd!")
    'anns2nd'
    """
    folded = text.casefold()
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))


def share(start: int | None, end: int | None, sizes: Sequence[int]) -> list[tuple[int | None, int | None]]:
    """Share a time span out in proportion to ``sizes``, where both its ends are known; the outer times stay.

    >>> share(0, 1000, [1, 3])
    [(0, 250), (250, 1000)]
    """
    if start is not None and end is not None:
        return [*share_time(start, end, sizes)]
    spans: list[tuple[int | None, int | None]] = [(None, None)] * len(sizes)
    if sizes:
        spans[0] = (start, end if len(sizes) == 1 else None)
    return spans


def slice_text(display: str, texts: Sequence[str]) -> tuple[list[str], list[bool]] | None:
    """Cut ``display`` into one piece for each token, with whether the piece clings to the one before.

    None where letters and digits of text and tokens are not the same. Marks between two tokens go with the one before,
    up to the next blank; a token without letters gets an empty piece.

    >>> slice_text("Hello there, Bob.", ["hello", "there", "bob"])
    (['Hello', 'there,', 'Bob.'], [True, False, False])
    """
    wanted = [squash(text) for text in texts]
    if squash(display) != "".join(wanted):
        return None
    pieces, glues, at = [], [], 0
    for size in map(len, wanted):
        begin, at = at, _reach(display, at, size)
        piece = display[begin:at]
        pieces.append(piece.strip())
        glues.append(not piece[:1].isspace())
    if at < len(display.rstrip()) and pieces:
        last = max((i for i, size in enumerate(wanted) if size), default=len(wanted) - 1)
        pieces[last] += display[at:].rstrip()
    return pieces, glues


def _reach(text: str, at: int, size: int) -> int:
    """Return the place behind ``size`` caseless letters or digits and the marks that cling to them."""
    if not size:
        return at
    while size > 0 and at < len(text):
        size -= len(squash(text[at]))
        at += 1
    while at < len(text) and not text[at].isspace() and not squash(text[at]):
        at += 1
    return at


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A run of display words (``first`` to ``last``, exclusive) and the tokens they stand for; ``exact`` if equal."""

    first: int
    last: int
    token_first: int
    token_last: int
    exact: bool


def match_words(shown: Sequence[str], texts: Sequence[str]) -> list[Occurrence]:
    """Match display words with tokens, in order; every word and every token is in exactly one match.

    >>> [m.exact for m in match_words(["It", "cost", "$5."], ["it", "cost", "five", "dollars"])]
    [True, True, False]
    """
    left, right = [squash(word) for word in shown], [squash(text) for text in texts]
    return list(_matches(left, right))


def _matches(left: list[str], right: list[str]) -> Iterator[Occurrence]:
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] == right[j]:
            yield Occurrence(i, i + 1, j, j + 1, exact=True)
            i, j = i + 1, j + 1
            continue
        step = _next_equal(left, right, i, j)
        if step is None:
            near_end = len(left) - i <= _REACH and len(right) - j <= _REACH
            step = (len(left) - i, len(right) - j) if near_end else (1, 1)
        yield Occurrence(i, i + step[0], j, j + step[1], exact=False)
        i, j = i + step[0], j + step[1]
    if i < len(left) or j < len(right):
        yield Occurrence(i, len(left), j, len(right), exact=False)


def _next_equal(left: list[str], right: list[str], i: int, j: int) -> tuple[int, int] | None:
    for total in range(1, 2 * _REACH):
        for a in range(max(0, total - _REACH), min(total, _REACH) + 1):
            b = total - a
            if i + a < len(left) and j + b < len(right) and left[i + a] == right[j + b] != "":
                return a, b
    return None
