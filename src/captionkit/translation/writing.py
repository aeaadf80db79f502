"""How a text is written: all in capitals, from right to left, in which language its track says it is.

Translators trained on ordinary text make nonsense of texts all in capitals, as broadcast captions often are. They are
sent in lower case and set in capitals again; which words are names is then taken from the glossary.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from captionkit.model.track import Track
from captionkit.translation.base import Term
from captionkit.translation.proof.text import without_links, words_of
from captionkit.values import replace

__all__ = [
    "in_capitals",
    "in_language",
    "is_rtl",
    "lacks_opening",
    "lowered",
    "mark_direction",
    "mostly_capitals",
    "raised",
]

#: Share of capitals among the letters of a track from which single words in capitals count as shouted, not as acronyms.
_MOSTLY = 0.8
_DOTLESS = str.maketrans({"i": "İ", "ı": "I"})
_RTL = frozenset(("ar", "arc", "ckb", "dv", "fa", "ha-arab", "he", "iw", "ks", "ku-arab", "ps", "sd", "ug", "ur", "yi"))
_RTL_SCRIPTS = frozenset(("arab", "hebr", "thaa", "syrc", "nkoo", "adlm"))
#: RIGHT-TO-LEFT MARK: invisible, strong, no embedding that a cut line could leave open.
RLM = "\u200f"
#: The line of a WebVTT header that names the track's language.
_LANGUAGE = re.compile(r"^(language:[ \t]*)\S.*$", re.IGNORECASE | re.MULTILINE)


def in_language(track: Track, language: str) -> Track:
    r"""Return a track that says it is in a language: by itself, and in a header that names one.

    >>> from captionkit.model.track import Block
    >>> header = Block("header", "WEBVTT\nLanguage: en")
    >>> in_language(Track(blocks=[header]), "pt").blocks[0].text
    'WEBVTT\nLanguage: pt'
    """
    blocks = [
        replace(block, text=_LANGUAGE.sub(lambda m: m[1] + language, block.text)) if block.kind == "header" else block
        for block in track.blocks
    ]
    return track.replace(blocks=blocks, language=language)


def in_capitals(text: str, *, single: bool = False) -> bool:
    """Return whether a text of two words or more (``single``: of one) is all in capitals.

    >>> in_capitals("WHO IS IT?"), in_capitals("NASA."), in_capitals("No."), in_capitals("12 KM")
    (True, False, False, False)
    """
    words = words_of(text)
    return len(words) >= (1 if single else 2) and text.upper() == text and text.lower() != text


def mostly_capitals(texts: Iterable[str]) -> bool:
    """Return whether a whole track is written in capitals."""
    letters = {c: count for c, count in Counter("".join(texts)).items() if c.lower() != c.upper()}
    total = sum(letters.values())
    return total > 20 and sum(count for c, count in letters.items() if c.isupper()) >= _MOSTLY * total


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


def lacks_opening(text: str, language: str) -> str:
    """Return the mark that should open a question or exclamation and does not, ``""`` where none lacks.

    Spanish, Asturian and Galician set them; Galician may leave them out, and is not looked at.

    >>> lacks_opening("Hola. Qué hora es?", "es"), lacks_opening("¡Ven! ¿Me oyes?", "es"), lacks_opening("Quoi ?", "fr")
    ('¿', '', '')
    """
    if language.partition("-")[0].lower() not in ("es", "ast"):
        return ""
    plain = re.sub(r"\([?!]+\)", "", without_links(text))
    closing, opening = re.findall(r"[?!]+", plain), re.findall("[\u00bf\u00a1]+", plain)
    if len(closing) <= len(opening):
        return ""
    return "\u00bf" if "?" in plain and "\u00bf" not in plain else "\u00a1"


def is_rtl(language: str) -> bool:
    """Return whether a language is written right to left.

    >>> is_rtl("ar-EG"), is_rtl("az-Arab"), is_rtl("es")
    (True, True, False)
    """
    parts = language.lower().split("-")
    scripts = [part for part in parts[1:] if len(part) == 4]
    return scripts[0] in _RTL_SCRIPTS if scripts else parts[0] in _RTL


def mark_direction(line: str) -> str:
    """Return a line that a left-to-right player shows right: a mark at each end that has no right-to-left letter.

    Players that order each line as left-to-right text put a full stop on the wrong side and swap what stands around
    figures and Latin names; a strong mark at the ends of the line keeps them in place (Unicode Standard Annex 9,
    rules N1 and N2). Marks that are there already are not doubled.

    >>> mark_direction("\u05e9\u05dc\u05d5\u05dd.") == "\u200f\u05e9\u05dc\u05d5\u05dd.\u200f"
    True
    >>> mark_direction(mark_direction("\u05e9\u05dc\u05d5\u05dd.")) == mark_direction("\u05e9\u05dc\u05d5\u05dd.")
    True
    """
    if not any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in line):
        return line
    before = "" if line.startswith(RLM) else RLM
    after = "" if unicodedata.bidirectional(line[-1]) in ("R", "AL") else RLM
    return before + line + after
