"""Marks: dashes, quotes, brackets, notes, what ends a sentence, and the sign of another speaker at a line's start."""

from __future__ import annotations

import re

__all__ = [
    "BIDI", "BRACKETS", "CLOSERS", "DASH", "DASHES", "NOTES", "OPENERS", "TERMINATORS", "TURN", "ends_sentence",
    "opens_turn",
]  # fmt: skip

#: Hyphens and dashes, as the body of a character class.
DASHES = "-\u2010-\u2015"
#: Marks of direction, which may stand before anything and show nothing.
BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
#: Signs of music.
NOTES = "\u2669-\u266c"
#: Pairs of brackets around what is heard or how it is said.
BRACKETS = (("[", "]"), ("(", ")"), ("\uff08", "\uff09"), ("\uff3b", "\uff3d"), ("\u3010", "\u3011"))
#: What may stand before a word, and after it.
OPENERS = "\"'“„‘‚«‹([{¿¡「『（《〈【〔-–—…*_♪#>"
CLOSERS = "\"'”“’‘»›)]}」』）》〉】〕*_♪"
#: Marks that end a sentence; the Greek question mark depends on the language.
TERMINATORS = ".!?…‽‼⁇⁈⁉。！？｡．؟۔।॥։።።၊။៕"

#: A dash at a line's start with the blanks around it: one, not two (``--`` breaks off).
DASH = re.compile(rf"[\s{BIDI}]*([{DASHES}])(?![{DASHES}])\s*(?=\S)")
#: The sign of another speaker's line: a dash before a word (``-5 degrees`` is a number), or ``>>``.
TURN = re.compile(rf"[\s{BIDI}]*(?:[{DASHES}](?![{DASHES}])[ \t\u00a0]*(?=[^\s\d])|>{{2,3}}[ \t]*)")


def opens_turn(text: str) -> bool:
    """Tell whether a line begins as another speaker's line does: with one dash and a word, or with ``>>``.

    >>> [opens_turn(text) for text in ("- Yes.", "-Yes.", ">> Yes.", "-- yes", "-5 degrees")]
    [True, True, True, False, False]
    """
    return TURN.match(text) is not None


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends with a mark that ends sentences, quotes and brackets after it left out.

    >>> ends_sentence("He said: “Go!”"), ends_sentence("and then")
    (True, False)
    """
    return text.rstrip().rstrip(CLOSERS)[-1:] in tuple(TERMINATORS)
