"""Text into words and back: blank-separated, and grapheme by grapheme in scripts that write without blanks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from captionkit.model.transcript import Word

__all__ = ["joined", "normal", "split_words"]

# Thai, Lao, Myanmar, Khmer, CJK radicals and ideographs, kana. Hangul is written with blanks.
_NO_BLANKS = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    r"\u4e00-\u9fff\ua9e0-\ua9ff\uaa60-\uaa7f\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
# What belongs to the character before it: vowel signs and tone marks of those scripts, selectors, joiners.
_MARKS = (
    r"\u0300-\u036f\u0e31\u0e33-\u0e3a\u0e45-\u0e4e\u0eb1\u0eb3-\u0ebc\u0ec6-\u0ece\u102b-\u103e\u1056-\u1059"
    r"\u105e-\u1060\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d\u109a-\u109d\u17b4-\u17d3\u17dd"
    r"\u200d\u302a-\u302f\u3099\u309a\u30fc\uff70\uff9e\uff9f\ufe00-\ufe0f\U000e0100-\U000e01ef"
)
_OPENERS = r"([{<‘“«‹「『（［｛〈《【〔〖\"'¿¡"
_OPEN = re.escape(_OPENERS)
_STACKED = rf"[\u1039\u17d2][{_NO_BLANKS}]"  # a consonant written below the one before it
_ANY = re.compile(f"[{_NO_BLANKS}]")


@cache
def _grapheme() -> re.Pattern[str]:  # 8 ms to compile: only for texts that need it
    return re.compile(
        rf"[{_OPEN}]*+"
        rf"(?:(?![{_MARKS}])[{_NO_BLANKS}](?:{_STACKED}|[{_MARKS}])*+|[^{_NO_BLANKS}{_OPEN}]++)"
        rf"(?:(?![{_NO_BLANKS}{_OPEN}])\W)*+"
        r"|.",
        re.DOTALL,
    )


def split_words(text: str) -> tuple[Word, ...]:
    """Return the words of ``text`` without times, punctuation glued on.

    Words stand between blanks. A stretch in a script that writes without blanks (Chinese, Japanese, Thai, Lao, Khmer,
    Burmese) becomes a word for each character with its marks and punctuation; ``glue`` is true for all but the first.

    >>> [word.text for word in split_words("The Su-25 came.")]
    ['The', 'Su-25', 'came.']
    >>> [(word.text, word.glue) for word in split_words("「東京」へ。")]
    [('「東', False), ('京」', True), ('へ。', True)]
    """
    words: list[Word] = []
    for token in text.split():
        if token.isascii() or not _ANY.search(token):
            words.append(Word(token))
        else:
            parts = _grapheme().findall(token)
            words.extend(Word(part, glue=index > 0) for index, part in enumerate(parts))
    return tuple(words)


def joined(words: Iterable[Word]) -> str:
    """Return the words' text, a blank before each that is not glued to the one before it.

    >>> joined(split_words("  one   two "))
    'one two'
    """
    return "".join(word.text if word.glue else f" {word.text}" for word in words).lstrip(" ")


def normal(text: str) -> str:
    """Return ``text`` with each run of blanks and line breaks made one blank: what :func:`joined` gives back."""
    return " ".join(text.split())
