"""How wide text is and how fast it reads: ONE definition, used by cues, segmentation, rules and transforms alike.

How characters are counted (``counting``):

``graphemes``
    what a reader sees as one character counts 1: combining and spacing marks, variation selectors, emoji modifiers,
    zero-width-joiner sequences, flags and conjoining Hangul count with their base (after UAX #29, extended clusters,
    without its conjunct rule GB9c for Indic scripts).
``halfwidth``
    East Asian wide, full-width and ambiguous characters count 1, all others 0.5 (UAX #11; ambiguous ones are wide in
    an East Asian setting).
``no-marks``
    every character counts 1 except nonspacing marks; unlike clusters, a vowel that takes space of its own counts.

In each of them controls, bidirectional marks and zero-width characters count 0, and so do line breaks; blanks count.
"""

from __future__ import annotations

import re

__all__ = ["speed", "width"]

_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_MARKS = frozenset(("Mn", "Me"))
_UNSEEN = _INVISIBLE | _MARKS
_SPACING_VOWELS = frozenset((0x0E33, 0x0EB3))  # Thai and Lao AM: letters by category, marks by UAX #29
_JOINERS = re.compile("[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff\u200d\U0001f1e6-\U0001f1ff]")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_ZWJ = re.compile("(?<=[\u00a9-\u3299\ufe0f\U0001f000-\U0001faff])\u200d[\u2190-\u2bff\U0001f000-\U0001faff]")
_HANGUL = re.compile("[\u1100-\u115f\ua960-\ua97c]+[\u1160-\u11a7\ud7b0-\ud7c6]*[\u11a8-\u11ff\ud7cb-\ud7fb]*")
_HANGUL_TAIL = re.compile("(?<=[\uac00-\ud7a3])[\u1160-\u11ff\ud7b0-\ud7fb]+")


class _Kept(dict[int, int | None]):
    """A ``str.translate`` table that learns each character when it is first seen: None drops it."""

    def __init__(self, dropped: frozenset[str], *, clusters: bool = False) -> None:
        super().__init__()
        self.dropped = dropped
        self.clusters = clusters

    def __missing__(self, code: int) -> int | None:
        from unicodedata import category  # a shared library of its own: most text is ASCII and never comes here

        gone = category(chr(code)) in self.dropped or (
            self.clusters and (code in _SPACING_VOWELS or 0x1F3FB <= code <= 0x1F3FF)
        )
        value = None if gone else code
        self[code] = value
        return value


class _Halves(dict[str, int]):
    """Twice the width of each character, learnt when it is first seen."""

    def __missing__(self, char: str) -> int:
        from unicodedata import category, east_asian_width

        seen = category(char) not in _UNSEEN
        value = self[char] = seen * (2 if east_asian_width(char) in "WFA" else 1)
        return value


_CLUSTERS = _Kept(_UNSEEN | {"Mc"}, clusters=True)
_NO_MARKS = _Kept(_UNSEEN)
_HALVES = _Halves()


def width(text: str, counting: str = "graphemes") -> float:
    r"""Return how wide ``text`` is, in characters as ``counting`` counts them; line breaks count nothing.

    >>> width("Good evening."), width("e\u0301a"), width("\u65e5\u672c ok", "halfwidth")
    (13, 2, 3.5)
    """
    if text.isascii():
        text = text.replace("\n", "")
        count = len(text) if text.isprintable() else sum(" " <= c <= "~" for c in text)
        return count / 2 if counting == "halfwidth" else count
    if counting == "graphemes":
        return _clusters(text)
    if counting == "no-marks":
        return len(text.translate(_NO_MARKS))
    return sum(map(_HALVES.__getitem__, text)) / 2


def _clusters(text: str) -> int:
    if _JOINERS.search(text):
        text = _ZWJ.sub("", _FLAG.sub("\U0001f1e6", text))
        text = _HANGUL_TAIL.sub("", _HANGUL.sub("\uac00", text))
    return len(text.translate(_CLUSTERS))


def speed(text: str, duration: int, counting: str = "graphemes") -> float:
    r"""Return the reading speed in characters a second of ``text`` shown for ``duration`` ms.

    Lines are joined with newlines, which do not count; infinite where the duration is not positive.

    >>> speed("Good\nevening.", 1000)
    12.0
    """
    return width(text, counting) * 1000 / duration if duration > 0 else float("inf")
