"""Which languages run right to left, and the marks their lines need."""

from __future__ import annotations

import unicodedata

__all__ = ["is_rtl", "mark_direction"]

_RTL = frozenset(("ar", "arc", "ckb", "dv", "fa", "ha-arab", "he", "iw", "ks", "ku-arab", "ps", "sd", "ug", "ur", "yi"))
_RTL_SCRIPTS = frozenset(("arab", "hebr", "thaa", "syrc", "nkoo", "adlm"))
#: RIGHT-TO-LEFT MARK: invisible, strong, no embedding that a cut line could leave open.
RLM = "\u200f"


def is_rtl(language: str) -> bool:
    """Tell whether a language is written right to left.

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
