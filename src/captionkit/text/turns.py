"""Where another speaker's turn begins inside a line."""

from __future__ import annotations

import re

from captionkit.text.lexicon import abbreviations
from captionkit.text.marks import BIDI, CHEVRONS, DASH, DASHES
from captionkit.text.part import NEAR

__all__ = ["inner_turns", "last_turn"]

_TURN_INSIDE = re.compile(
    rf"(?:(?P<sure>[?!\u061f\uff01\uff1f])|(?P<stop>[.\u2026\u3002]))[\"'\u2019\u201d)\]]*(?P<apart>[ \t\u00a0{BIDI}]*)"
    rf"(?P<dash>[{DASHES}])(?![{DASHES}])(?P<blank>[ \t\u00a0]*)(?=[\"'\u2018\u201c\u00bf\u00a1(\[]*[^\W\d_])"
)
_QUOTES = re.compile("[\"'\u2018\u201c\u00bf\u00a1(\\[]*")
_WORD_BEFORE = re.compile(r"(?<![\w.])[^\W\d_]{2,}\Z")
_ANY_DASH = re.compile(f"[{DASHES}]")


def inner_turns(line: str) -> list[int]:
    """Return where another speaker's turn begins inside a line: at a dash after the end of a sentence.

    A dash with a blank after it, in a line that begins with none, may be that of an afterthought: it is a turn only
    after a question or a call. Without a blank before it, it is one in a line that begins with a dash too.

    >>> [inner_turns(text) for text in ("- I broke it! - I never did.", "Where is he? -Here.", "Go. - so", "-Yes.-No.")]
    [[14], [13], [], [5]]
    """
    if "-" not in line and (line.isascii() or not _ANY_DASH.search(line)):
        return []
    opened = DASH.match(line) is not None
    found = []
    for match in _TURN_INSIDE.finditer(line):
        first = line[_QUOTES.match(line, match.end()).end()]  # type: ignore[union-attr]  # it matches anywhere
        if first.lower() == first != first.upper():
            continue
        if not match["apart"] and not (
            opened and (match["sure"] or _stops(line[max(0, match.start() - NEAR) : match.start()]))
        ):
            continue
        if opened or not match["blank"] or match["sure"]:
            found.append(match.start("dash"))
    return found


def last_turn(text: str) -> int:
    """Return where the words of the last turn begin: behind its mark, 0 where no mark opens one."""
    begin = at = 0
    for line in text.split("\n"):
        for turn in (0, *inner_turns(line)):
            mark = CHEVRONS.match(line, turn) or DASH.match(line, turn)
            if mark is not None:
                begin = at + mark.end()
        at += len(line) + 1
    return begin


def _stops(before: str) -> bool:
    """Whether a full stop behind these words ends a sentence, and no abbreviation: not U.S.-Mexico, not Ste.-Marie."""
    word = _WORD_BEFORE.search(before.rstrip(".") if before.endswith(".") else before)
    return word is not None and word[0].lower() not in abbreviations()
