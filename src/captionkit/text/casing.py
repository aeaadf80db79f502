"""Capitals and small letters as languages have them.

Python's own methods know Unicode's rules that hold everywhere, the Greek final sigma among them; what belongs to a
language (SpecialCasing.txt; CLDR) is here: the dotted and the dotless i of Turkish and Azerbaijani, the Dutch ij, Greek
capitals without accents.
"""

from __future__ import annotations

from unicodedata import normalize

__all__ = ["capitalised", "lower", "upper"]

_DOTTED = ("tr", "az", "crh", "tt", "kk-Latn")
_TONOS = "\u0301\u0342\u0300\u0313\u0314\u0345"


def upper(text: str, language: str = "") -> str:
    """Return a text in capitals, as its language writes them.

    >>> upper("istanbul ılık", "tr"), upper("milk is in it", "en"), upper("Άννα", "el")
    ('İSTANBUL ILIK', 'MILK IS IN IT', 'ΑΝΝΑ')
    """
    if language in _DOTTED:
        return text.replace("i", "\u0130").upper()
    if language == "el":
        return normalize("NFC", "".join(c for c in normalize("NFD", text.upper()) if c not in _TONOS))
    return text.upper()


def lower(text: str, language: str = "") -> str:
    """Return a text in small letters, as its language writes them.

    >>> lower("IŞIKLAR İYİ", "tr"), lower("ΟΔΟΣ", "el"), lower("IJSBERG", "nl")
    ('ışıklar iyi', 'οδος', 'ijsberg')
    """
    if language in _DOTTED:
        return text.replace("I", "\u0131").replace("\u0130", "i").lower()
    # Python writes a dotted capital as i with a second dot above it
    return text.replace("\u0130", "i").lower()


def capitalised(word: str, language: str = "") -> str:
    """Return a word with its first letter a capital; the Dutch ij is one letter.

    >>> capitalised("ijsberg", "nl"), capitalised("iyi", "tr"), capitalised("ice", "en")
    ('IJsberg', 'İyi', 'Ice')
    """
    size = 2 if language == "nl" and word[:2].lower() == "ij" else 1
    return upper(word[:size], language) + word[size:]
