"""Text into words without times, and word times carried over to another division of the same text."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from captionkit.model.transcript import Word
from captionkit.text.words import split_graphemes
from captionkit.values import replace

__all__ = ["carry", "split_words"]

#: Above this many words on either side texts that differ are not compared: the comparison is quadratic at worst.
MOST_COMPARED = 2000


def split_words(text: str) -> tuple[Word, ...]:
    """Return the words of ``text`` without times, punctuation glued on.

    Words stand between blanks. A stretch in a script that writes without blanks (Chinese, Japanese, Thai, Lao, Khmer,
    Burmese) becomes a word for each character with its marks and punctuation; ``glue`` is true for all but the first.

    >>> [word.text for word in split_words("The Su-25 came.")]
    ['The', 'Su-25', 'came.']
    >>> [(word.text, word.glue) for word in split_words("「東京」へ。")]
    [('「東', False), ('京」', True), ('へ。', True)]
    """
    parted = map(split_graphemes, text.split())
    return tuple(Word(part, glue=index > 0) for parts in parted for index, part in enumerate(parts))


def carry(timed: Sequence[Word], words: Sequence[Word]) -> tuple[tuple[Word, ...], int]:
    """Return ``words`` with the times of ``timed`` where they spell the same, and how many words found no match.

    Where both spell the same characters, words may be divided differently: a word takes the start of its first part
    and the end of its last.

    >>> carry((Word("Su", 0, 200), Word("-25", 200, 900)), (Word("Su-25"),))[0][0].end
    900
    """
    if _letters(timed) == _letters(words):
        return _by_letters(timed, words), 0
    if max(len(timed), len(words)) > MOST_COMPARED:
        return tuple(words), len(words)
    return _by_likeness(timed, words)


def _letters(words: Sequence[Word]) -> str:
    return "".join("".join(word.text.split()) for word in words)


def _lengths(words: Sequence[Word]) -> list[int]:
    return [len("".join(word.text.split())) for word in words]


def _by_letters(timed: Sequence[Word], words: Sequence[Word]) -> tuple[Word, ...]:
    ends = list(accumulate(_lengths(timed)))
    begun = {end - length: word for end, length, word in zip(ends, _lengths(timed), timed, strict=True) if length}
    ended = {end: word for end, length, word in zip(ends, _lengths(timed), timed, strict=True) if length}
    carried, at = [], 0
    for word, length in zip(words, _lengths(words), strict=True):
        first, last = begun.get(at), ended.get(at + length)
        at += length
        known = first or last
        timing = known.timing if known else word.timing
        confidence = known.confidence if known else None
        carried.append(
            replace(
                word,
                start=first.start if first else None,
                end=last.end if last else None,
                timing=timing,
                confidence=confidence,
            )
        )
    return tuple(carried)


def _by_likeness(timed: Sequence[Word], words: Sequence[Word]) -> tuple[tuple[Word, ...], int]:
    from difflib import SequenceMatcher  # only for texts that differ

    here, there = [_key(word) for word in timed], [_key(word) for word in words]
    carried = list(words)
    for mine, yours, size in SequenceMatcher(None, here, there, autojunk=False).get_matching_blocks():
        for step in range(size):
            source = timed[mine + step]
            carried[yours + step] = replace(
                words[yours + step],
                start=source.start, end=source.end, timing=source.timing, confidence=source.confidence,
            )  # fmt: skip
    return tuple(carried), sum(word.start is None for word in carried)


def _key(word: Word) -> str:
    return "".join(c for c in word.text.casefold() if c.isalnum())
