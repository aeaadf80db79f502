"""Marks: dashes, quotes, brackets, notes, what ends a sentence, and the sign of another speaker at a line's start."""

from __future__ import annotations

import re

__all__ = [
    "BIDI", "BRACKETS", "CHEVRONS", "CLOSERS", "CLOSES_WORD", "DASH", "DASHES", "DIALOGUE", "MARKS", "NOTES", "OPENERS",
    "REVERSED", "SENTENCE_ENDS", "SET_APART", "TERMINATORS", "TURN", "TURN_DASH", "ends_sentence", "opens_turn",
    "turned",
]  # fmt: skip

#: Hyphens, dashes and the minus sign, as the body of a character class.
DASHES = "-\u2010-\u2015\u2212"
#: Marks of direction, which may stand before anything and show nothing.
MARKS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
#: The same as a class of a regular expression.
BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
#: Signs of music.
NOTES = "\u2669-\u266c"
#: Pairs of brackets around what is heard or how it is said.
BRACKETS = (("[", "]"), ("(", ")"), ("\uff08", "\uff09"), ("\uff3b", "\uff3d"), ("\u3010", "\u3011"))
#: What may stand before a word, and after it.
OPENERS = "\"'“„‘‚«‹([{¿¡「『（《〈【〔-–—…*_♪#>"
CLOSERS = "\"'”“’‘»›)]}」』）》〉】〕*_♪"
#: What closes a quotation that stands behind a blank, as French writes it ("« Oui ! » Et").
SET_APART = frozenset("»›”’")
#: Languages that point them inwards ("»Komm!«"), where a mark with blanks on both sides tells nothing.
REVERSED = frozenset(("da", "de"))
#: Punctuation at the beginning of what belongs to the word before it, though a line was broken there: "100" / ",000".
CLOSES_WORD = re.compile(r"[,;:!?%](?![\w%]|[;:][()DPp])|,\d|\.(?![.\w])")
#: Marks that end a sentence: the property Sentence_Terminal of living scripts (Unicode, PropList.txt) and the ellipsis;
#: the Greek question mark depends on the language.
TERMINATORS = (
    "!.?։\u061d\u061e؟۔\u0700\u0701\u0702\u07f9।॥၊။።\u1367\u1368\u166e\u17d4\u17d5\u1803\u1809"
    "\u1944\u1945\u1b5a\u1b5b\u1c3b\u1c3c\u1c7e\u1c7f…‼‽⁇⁈⁉。\ua4ff\ua9c8\ua9c9\uaaf0\uaaf1\uabeb\ufe52\ufe56\ufe57！．？｡"
)

#: The last sign of a text that ends a sentence, or closes a quotation or a bracket: a glance at texts that go on where
#: they have none of these (:func:`ends_sentence` looks for the mark behind what closes).
SENTENCE_ENDS = (*TERMINATORS, *'"”’»)]」』）')

#: A dash at a line's start with the blanks around it: one, not two (``--`` breaks off).
DASH = re.compile(rf"[\s{BIDI}]*([{DASHES}])(?![{DASHES}])\s*(?=\S)")
#: The same before a word, not a number (``-5 degrees``): another speaker's line.
TURN_DASH = re.compile(rf"[\s{BIDI}]*[{DASHES}](?![{DASHES}])[ \t\u00a0]*(?=[^\s\d])")
#: The other sign of another speaker's line.
CHEVRONS = re.compile(rf"[\s{BIDI}]*>{{2,3}}[ \t]*")
#: Both signs.
TURN = re.compile(f"(?:{TURN_DASH.pattern}|{CHEVRONS.pattern})")
#: How guides mark two speakers in a cue: what stands before the first speaker's line, and before the others'.
DIALOGUE = {"both": ("-", "-"), "both-space": ("- ", "- "), "second": ("", "-"), "second-space": ("", "- ")}


def opens_turn(text: str) -> bool:
    """Tell whether a line begins as another speaker's line does: with one dash and a word, or with ``>>``.

    >>> [opens_turn(text) for text in ("- Yes.", "-Yes.", ">> Yes.", "-- yes", "-5 degrees")]
    [True, True, True, False, False]
    """
    return TURN.match(text) is not None


def turned(token: str) -> str:
    """Return a token with quotation marks that point inwards turned outwards.

    >>> turned("»Komm"), turned("her!«"), turned("«Komm"), turned("»")
    ('«Komm', 'her!»', '«Komm', '»')
    """
    if len(token) > 1 and token[0] in "»›":
        token = "«" + token[1:]
    return token[:-1] + "»" if len(token) > 1 and token[-1] in "«‹" else token


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends with a mark that ends sentences, quotes and brackets after it left out.

    >>> ends_sentence("He said: “Go!”"), ends_sentence("and then")
    (True, False)
    """
    return text.rstrip().rstrip(CLOSERS)[-1:] in tuple(TERMINATORS)
