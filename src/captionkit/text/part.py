"""What the parts of a cue's text are."""

from __future__ import annotations

import re
from enum import StrEnum

from captionkit.text.marks import BRACKETS, TERMINATORS
from captionkit.values import value

__all__ = ["BRACKET", "ENDED", "MUSIC", "NEAR", "Part", "PartKind"]

#: As many characters before a sign decide what it is: a look at all of them each time would grow with the text.
NEAR = 40


class PartKind(StrEnum):
    """What a part of a cue's text is."""

    MARK = "mark"
    LABEL = "label"
    SOUND = "sound"
    PLACE = "place"
    SONG = "song"
    SPEECH = "speech"


@value
class Part:
    """A part of a text, from ``start`` to ``end``.

    ``text`` is what it says without the signs around it: a sound without brackets, a song without notes, a label's
    name. ``manner`` is how a label says that the words are spoken.
    """

    kind: PartKind
    start: int
    end: int
    text: str = ""
    manner: str = ""


MUSIC = "\u2669\u266a\u266b\u266c\U0001f3b5\U0001f3b6"
_PAIRS = "|".join(
    rf"{re.escape(first)}[^{re.escape(first + last)}]{{1,200}}{re.escape(last)}" for first, last in BRACKETS
)
#: A text in brackets, or between asterisks.
BRACKET = re.compile(rf"{_PAIRS}|\*[^\W\d_][^*\n]{{0,40}}\*")
#: The end of a text that ends with a sentence, or breaks off.
ENDED = re.compile(rf"[{re.escape(TERMINATORS)}\u2014-][\"'\u2019\u201d]*[ \t\n]*\Z")
