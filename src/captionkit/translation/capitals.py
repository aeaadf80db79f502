"""Texts all in capitals, as broadcast captions often are: translators trained on ordinary text make nonsense of them.

They are sent in lower case and set in capitals again. What lower case loses (which words are names) is taken from the
glossary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from captionkit.translation.base import Term
from captionkit.translation.verify import words_of

__all__ = ["in_capitals", "lowered", "mostly_capitals", "raised"]

#: Share of capitals among the letters of a track from which single words in capitals count as shouted, not as acronyms.
_MOSTLY = 0.8
_DOTLESS = str.maketrans({"i": "İ", "ı": "I"})


def in_capitals(text: str, *, single: bool = False) -> bool:
    """Tell whether a text of two words or more (``single``: of one) is all in capitals.

    >>> in_capitals("WHO IS IT?"), in_capitals("NASA."), in_capitals("No."), in_capitals("12 KM")
    (True, False, False, False)
    """
    words = words_of(text)
    return len(words) >= (1 if single else 2) and text.upper() == text and text.lower() != text


def mostly_capitals(texts: Iterable[str]) -> bool:
    """Tell whether a whole track is written in capitals."""
    letters = [letter for text in texts for letter in text if letter.lower() != letter.upper()]
    return len(letters) > 20 and sum(letter.isupper() for letter in letters) >= _MOSTLY * len(letters)


def lowered(text: str, language: str, terms: Sequence[Term] = ()) -> str:
    """Return a text in capitals as one would write it: a capital first, glossary terms as the glossary has them.

    >>> lowered("WHERE DO I FIND MRS. LEE?", "en", [Term("Lee", "Lee")])
    'Where do I find mrs. Lee?'
    """
    low = text.lower()
    if language.lower().startswith("en"):
        low = re.sub(r"(?<!\w)i(?!\w)", "I", low)
    for term in terms:
        pattern = r"(?<!\w)" + re.escape(term.source) + r"(?!\w)"
        low = re.sub(pattern, lambda _, term=term: term.source, low, flags=re.IGNORECASE)  # type: ignore[misc]
    at = next((i for i, letter in enumerate(low) if letter.isalpha()), 0)
    return low[:at] + low[at : at + 1].upper() + low[at + 1 :]


def raised(text: str, language: str) -> str:
    """Return a text in capitals, as its language has them.

    >>> raised("iyi", "tr"), raised("Straße", "de")
    ('İYİ', 'STRASSE')
    """
    return (text.translate(_DOTLESS) if language.partition("-")[0].lower() in ("tr", "az") else text).upper()
