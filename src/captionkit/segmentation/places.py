"""Where a gap stands: how far from the punctuation on either side, and from the ends of its sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Place", "places"]

#: Beyond so many words, sixes of characters and characters all is the same.
_WORDS, _SIXES, _ROOM = 9, 15, 72


class Place(NamedTuple):
    """A gap's place.

    ``since`` and ``until`` count the words since the last punctuation and until the next (9 at most), ``before`` and
    ``after`` their characters with blanks (72 at most); ``start`` and ``end`` the sixes of characters since the
    sentence began and until it ends (15 at most); ``mark`` is the class of the next punctuation, ``end`` where the text
    has none any more.
    """

    since: int
    until: int
    start: int
    end: int
    before: int
    after: int
    mark: str


def places(lengths: Sequence[int], tails: Sequence[str], ends: Sequence[bool]) -> list[Place]:
    """Return the place of the gap after each token.

    ``lengths`` are the tokens' characters, ``tails`` the punctuation class each ends with ("" for none), ``ends``
    whether a sentence ends with it.

    >>> places([3, 5, 4], ["", ",", "."], [False, False, True])[0]
    Place(since=1, until=1, start=0, end=1, before=4, after=6, mark=',')
    """
    behind = _behind(lengths, tails, ends)
    found: list[Place] = []
    words = room = sentence = 0
    mark = "end"
    for at in range(len(lengths) - 1, -1, -1):
        if ends[at]:
            sentence = 0
        since, before, start = behind[at]
        # what follows the gap; then the token itself is what follows the gap before it
        found.append(
            Place(since, min(words, _WORDS), start, min(sentence // 6, _SIXES), before, min(room, _ROOM), mark)
        )
        if tails[at]:
            words = room = 0
            mark = tails[at]
        words += 1
        room += lengths[at] + 1
        sentence += lengths[at] + 1
    found.reverse()
    return found


def _behind(lengths: Sequence[int], tails: Sequence[str], ends: Sequence[bool]) -> list[tuple[int, int, int]]:
    """Return words and characters since punctuation, and sixes of characters since the sentence began."""
    found: list[tuple[int, int, int]] = []
    words = room = sentence = 0
    for at, length in enumerate(lengths):
        words += 1
        room += length + 1
        sentence += length + 1
        found.append((min(words, _WORDS), min(room, _ROOM), min(sentence // 6, _SIXES)))
        if tails[at]:
            words = room = 0
        if ends[at]:
            sentence = 0
    return found
