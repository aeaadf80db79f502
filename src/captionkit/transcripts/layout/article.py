"""A transcript inside an article: where it begins, where it ends, and why.

The beginning is a line that announces a transcript ("Here is the transcript of the report:", "Full transcript"), never
one that merely mentions where it is to be found ("full transcript at the end of this article"). The end is the first
line after it that cannot be speech: an end mark, a source, sharing buttons, comments, a copyright line, or a paragraph
that talks about the report above. Both are reported, and options override both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from captionkit.text.marks import ends_sentence
from captionkit.transcripts.layout import phrases
from captionkit.transcripts.layout.names import plausible_name
from captionkit.transcripts.layout.rows import Row, tidy

__all__ = ["Extent", "Marker", "find_end", "find_markers", "is_rule", "marker_of"]

_DECOR = ' \t#*_=~-–—>•|\u00a0"“”«»'
_RULE = re.compile(r"(?:[-–—_=*~#•·+][ \t]*){3,}\Z|\*\Z|⁂\Z|§\Z")


class Marker(NamedTuple):
    """A line that announces a transcript.

    ``strength`` ranks the forms (4 an announcement with a colon, 1 a weak heading); ``rest`` is the speech that follows
    on the same line.
    """

    row: Row
    strength: int
    rest: str = ""


class Extent(NamedTuple):
    """The rows of a transcript within a text, and the reasons: ``begin`` the marker, ``end`` the first row left out."""

    rows: list[Row]
    begin: Marker | None = None
    end: Row | None = None
    why_end: str = ""


def marker_of(row: Row) -> Marker | None:
    """Return the marker that a row is, or None.

    >>> marker_of(Row(1, "Here is the transcript of the report:")).strength
    4
    >>> marker_of(Row(1, "Watch it here (full transcript at the end of this article):")) is None
    True
    """
    text = tidy(row.text).strip(_DECOR)
    if len(text) > 400 or not phrases.HAS_NOUN.search(text):
        return None
    if text.startswith(("(", "[")) and text.endswith((")", "]", "):", "]:")):
        text = text.strip("()[]: ")
    head, colon, rest = _cut(text)
    if phrases.PROMISE.search(head) or phrases.ENDED.fullmatch(text.strip("()[]. ")):
        return None
    strength = _strength(head, bool(colon), bool(rest))
    if not strength:
        return None
    if rest and (phrases.PROMISE.search(rest) or not _is_speech(rest)):
        return None if phrases.PROMISE.search(rest) else Marker(row, min(strength, 3))
    return Marker(row, strength, rest)


def _cut(text: str) -> tuple[str, str, str]:
    noun = phrases.HAS_NOUN.search(text)
    at = (
        min((i for i in (text.find(":", noun.end()), text.find("：", noun.end())) if i >= 0), default=-1)
        if noun
        else -1
    )
    return (text[:at].strip(_DECOR), ":", text[at + 1 :].strip(_DECOR)) if at >= 0 else (text.rstrip(_DECOR), "", "")


def _strength(head: str, colon: bool, rest: bool) -> int:
    """Rank the announcement ``head``, which a colon and more text may follow."""
    bare = head.rstrip(".… ")
    if len(bare.split()) > 30:
        return 0
    if phrases.BEGUN.fullmatch(bare):
        return 4
    if phrases.ANNOUNCED.match(head) and (colon or len(bare.split()) <= 14 or bare != head):
        return 4 if colon else 2
    if phrases.FOLLOWING.match(head):
        return 3 if colon else 2
    if phrases.HEADED.fullmatch(bare) and len(bare.split()) <= 14 and (colon or bare == head):
        return 2 if rest else 4 if colon else 3 if len(bare.split()) <= 8 else 1
    return 0


def _is_speech(rest: str) -> bool:
    return len(rest.split()) >= 4 and ends_sentence(rest)


def is_rule(text: str) -> bool:
    """Tell whether a line only divides: dashes, stars and the like."""
    return _RULE.match(text) is not None


def find_markers(rows: Sequence[Row]) -> list[Marker]:
    """Return every marker with enough text after it to be a transcript, best first (strength, then position)."""
    left = 0
    counts = []
    for row in reversed(rows):
        counts.append(left)
        left += len(row.text)
    found = []
    for row, after in zip(rows, reversed(counts), strict=True):
        marker = marker_of(row)
        if marker is not None and after + len(marker.rest) >= 20:
            found.append(marker)
    return sorted(found, key=lambda m: (-m.strength, m.row.number))


def find_end(rows: Sequence[Row], structured: Callable[[Row], bool]) -> tuple[int, str]:
    """Return how many of these rows (all after the beginning) belong to the transcript, and why it ends there.

    ``structured`` says whether a row has a label or a time. A rule between such rows divides stories, not articles; a
    credit or a button above all of them stands at the head of the transcript.
    """
    reasons = [_why_end(row) if at else "" for at, row in enumerate(rows)]
    marked = [at for at, row in enumerate(rows) if not reasons[at] and structured(row)]
    first, last = (marked[0], marked[-1]) if marked else (-1, -1)
    for at, why in enumerate(reasons):
        if why and (at > last or why == _MARK or (why == _AROUND and at > first)):
            return at, why
    return len(rows), ""


_MARK = "an end mark"
_AROUND = "a line that stands around articles, not in speech"


def _why_end(row: Row) -> str:
    bare = row.text.strip(_DECOR + "()[].: ")
    if phrases.ENDED.fullmatch(bare):
        return _MARK
    if is_rule(row.text):
        return "a rule"
    text = row.text.lstrip(_DECOR + "[(")
    if phrases.BOILERPLATE.match(text) or phrases.NAVIGATION.fullmatch(text.rstrip(_DECOR + ":]")):
        return _AROUND
    if phrases.LOOKS_BACK.search(row.text) and not plausible_name(row.text.partition(":")[0]):
        return "a paragraph that looks back at the report"
    return ""
