"""Words that two languages have in common, each in its own spelling: names, loans, words of one origin.

A word is reduced to a *skeleton* in which the spellings of one sound are one; Cyrillic and Greek letters are read as
Latin ones. Two words are taken for cognates where the skeletons begin alike and share most of their letter pairs.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["cognates", "skeleton"]

_LATIN = str.maketrans({
    **dict(zip("\u0430\u0431\u0432\u0433\u0434\u0435\u0437\u0438\u0439\u043a\u043b\u043c\u043d\u043e\u043f\u0440\u0441\u0442\u0443\u0444\u0445\u044b\u044d\u0456", "abvgdeziiklmnoprstufhiei", strict=True)),
    "\u0436": "s", "\u0446": "ts", "\u0447": "c", "\u0448": "s", "\u0449": "s", "\u044a": "", "\u044c": "", "\u044e": "iu", "\u044f": "ia", "\u0451": "e",
    **dict(zip("\u03b1\u03b2\u03b3\u03b4\u03b5\u03b6\u03b7\u03b9\u03ba\u03bb\u03bc\u03bd\u03bf\u03c0\u03c1\u03c3\u03c4\u03c5\u03c6\u03c7\u03c9\u03c2\u03b8\u03be\u03c8", "abgdeziiklmnoprstufhosTXS", strict=True)),
})  # fmt: skip
_SOUNDS = (
    (re.compile("ph"), "f"), (re.compile("th"), "t"), (re.compile("qu|ck|c(?=[^eiyh])|c$|ch"), "k"),
    (re.compile("[zx]"), "s"), (re.compile("c"), "s"), (re.compile("[yj]"), "i"), (re.compile("[vw]"), "b"),
    (re.compile("h"), ""), (re.compile(r"(.)\1+"), r"\1"),
)  # fmt: skip


@lru_cache(maxsize=16384)
def skeleton(word: str) -> str:
    """Return a folded word with one spelling for each sound, as far as European languages agree.

    >>> skeleton("accessibility"), skeleton("accesibilidad"), skeleton("philosophy")
    ('aksesibiliti', 'aksesibilidad', 'filosofi')
    """
    plain = word.translate(_LATIN)
    for pattern, sound in _SOUNDS:
        plain = pattern.sub(sound, plain)
    return plain


@lru_cache(maxsize=65536)
def cognates(one: str, two: str) -> bool:
    """Return whether two skeletons may be of one word.

    >>> cognates(skeleton("accessibility"), skeleton("accesibilidad")), cognates(skeleton("person"), skeleton("perro"))
    (True, False)
    """
    if one == two:
        return len(one) > 2
    if one[:3] != two[:3] or min(len(one), len(two)) < 4:
        return False
    first, second = _pairs(one), _pairs(two)
    return 2 * len(first & second) >= 0.6 * (len(first) + len(second))


@lru_cache(maxsize=16384)
def _pairs(word: str) -> frozenset[str]:
    return frozenset(word[i : i + 2] for i in range(len(word) - 1))
