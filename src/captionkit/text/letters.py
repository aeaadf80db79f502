"""Letters of every script, for expressions: to ``re``, marks that combine with letters belong to no word.

Without them every word of an Indic script falls apart, and so do accents written as signs of their own (NFD).
"""

from __future__ import annotations

__all__ = ["COMBINED", "LETTERS", "WHOLE_WORD", "WORD"]

#: Marks that combine with letters, and letters of scripts that have many of them: no signs.
COMBINED = (
    r"\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    r"\u06d6-\u06ed\u0730-\u074a\u07a6-\u07b0\u0900-\u0963\u0971-\u0df3\u0e01-\u0e4e\u0e81-\u0ecd\u0f18-\u0fbc"
    r"\u1000-\u1049\u1050-\u109f\u1780-\u17d3\u200b-\u200f\ufe00-\ufe0f"
)

#: Letters in a row with their marks; what follows never makes them fewer.
LETTERS = rf"[^\W\d_]++(?:[{COMBINED}]++[^\W\d_]*+)*+"

#: Letters and digits in a row with their marks.
WORD = rf"[^\W_]++(?:[{COMBINED}]++[^\W_]*+)*+"

#: The same with what an apostrophe joins to it: don't, l'eau.
WHOLE_WORD = rf"{WORD}(?:['’]{WORD})*"
