"""Words that two languages have in common, each in its own spelling: names, loans, words of one origin.

A word is reduced to a *skeleton* in which the spellings of one sound are one; Cyrillic and Greek letters are read as
Latin ones. Two words are taken for cognates where the skeletons begin alike and share most of their letter pairs.
"""

from __future__ import annotations

import re
from functools import lru_cache

__all__ = ["cognates", "skeleton"]

#: Cyrillic and Greek small letters in the order of their codes, as Latin ones.
_CYRILLIC = "a b v g d e s z i i k l m n o p r s t u f h ts c s s - i - e iu ia"
_GREEK = "a b g d e z i t i k l m n s o p r s s t i f h ps o"
_LATIN = {
    first + at: sound.strip("-")
    for first, sounds in ((0x430, _CYRILLIC), (0x3B1, _GREEK))
    for at, sound in enumerate(sounds.split(" "))
} | {0x451: "e", 0x456: "i"}
_HARD, _DOUBLED = re.compile("qu|ck|c(?=[^eiyh])|c$|ch"), re.compile(r"(.)\1+")
_SOUNDS = str.maketrans({"z": "s", "x": "s", "c": "s", "y": "i", "j": "i", "v": "b", "w": "b", "h": None})


@lru_cache(maxsize=16384)
def skeleton(word: str) -> str:
    """Return a folded word with one spelling for each sound, as far as European languages agree.

    >>> skeleton("accessibility"), skeleton("accesibilidad"), skeleton("philosophy")
    ('aksesibiliti', 'aksesibilidad', 'filosofi')
    """
    plain = word if word.isascii() else word.translate(_LATIN)
    plain = _HARD.sub("k", plain.replace("ph", "f").replace("th", "t"))
    return _DOUBLED.sub(r"\1", plain.translate(_SOUNDS))


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
