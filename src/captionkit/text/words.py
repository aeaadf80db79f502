"""Text into words: at blanks, and character by character in scripts that write without them."""

from __future__ import annotations

import re
from functools import cache

from captionkit.text.scripts import COMBINING, UNSPACED, has_unspaced

__all__ = ["split_blanks", "split_graphemes", "squeeze"]

#: Blanks that a line may break at; the no-break ones stay inside their word.
_BLANKS = re.compile(r"[^\S\u00a0\u2007\u202f]+")
_NO_BREAK = re.compile("[\u00a0\u2007\u202f]")
_OPEN = re.escape("([{<‘“«‹「『（［｛〈《【〔〖\"'¿¡")


def split_blanks(text: str) -> list[str]:
    r"""Return the words of a text; no-break blanks stay inside their word.

    >>> split_blanks("14\u00a0km  away")
    ['14\xa0km', 'away']
    """
    if text.isascii() or not _NO_BREAK.search(text):
        return text.split()
    return [part for part in _BLANKS.split(text) if part and not part.isspace()]


def squeeze(text: str) -> str:
    r"""Return ``text`` with each run of blanks and line breaks made one blank.

    >>> squeeze("  one \n two ")
    'one two'
    """
    return " ".join(text.split())


@cache
def _grapheme() -> re.Pattern[str]:  # 8 ms to compile: only for texts that need it
    stacked = rf"[\u1039\u17d2][{UNSPACED}]"  # a consonant written below the one before it
    return re.compile(
        rf"[{_OPEN}]*+"
        rf"(?:(?![{COMBINING}])[{UNSPACED}](?:{stacked}|[{COMBINING}])*+|[^{UNSPACED}{_OPEN}]++)"
        rf"(?:(?![{UNSPACED}{_OPEN}])\W)*+"
        r"|.",
        re.DOTALL,
    )


def split_graphemes(word: str) -> list[str]:
    """Return a word cut between the characters of a script without blanks, each with its marks and punctuation.

    >>> split_graphemes("「東京」へ。"), split_graphemes("Su-25")
    (['「東', '京」', 'へ。'], ['Su-25'])
    """
    return _grapheme().findall(word) if has_unspaced(word) else [word]
