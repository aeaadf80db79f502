"""What opens a line as one piece: a quotation, a description in brackets, a speaker's label with its first words."""

from __future__ import annotations

from collections.abc import Sequence

from captionkit.segmentation.features import Shape
from captionkit.text.labels import label_of

__all__ = ["begin_saying", "hold_brackets", "hold_label"]

#: What beginning a line with a quotation of at least so many words is worth, and what in French, whose own weights
#: think less ill of it (by cross-validation).
QUOTATION, QUOTATION_FRENCH, SAYING = 2.5, 1.5, 3
#: What a break inside a description in brackets costs, what one after it is worth where it opens a sentence, and the
#: most words that such a description has.
INSIDE, AFTER, LONGEST = 3.0, 2.5, 8
#: What a line end costs that parts a speaker's label, or leaves it without its first word.
LABELLED = 14.0
_CLOSING = frozenset('"”“»«›’」』')
_OPENING, _CLOSED = ("(", "["), (")", "]")


def begin_saying(texts: Sequence[str], shapes: Sequence[Shape], line: list[float], language: str) -> None:
    """Let a quotation without a mark before it begin a line, unless it is only a word or two; scores in place.

    The guides would rather have the whole of it on one line (``"Let / her play`` is what no subtitler writes).
    """
    worth = QUOTATION_FRENCH if language == "fr" else QUOTATION
    for at, shape in enumerate(shapes):
        if shape.opens == "quote" and at:
            before = shapes[at - 1]
            if not before.leans and not before.tail and _long(texts[at : at + SAYING - 1]):
                line[at - 1] += worth


def _long(texts: Sequence[str]) -> bool:
    """Whether a quotation that begins here does not end with these words."""
    return not any(_CLOSING.intersection(text[1:]) for text in texts)


def hold_brackets(texts: Sequence[str], shapes: Sequence[Shape], line: list[float]) -> None:
    """Keep a description in brackets in one piece, and let a line end after one that opens a sentence, in place."""
    for first, shape in enumerate(shapes):
        if shape.opens == "bracket" and texts[first].startswith(_OPENING):
            last = _closing(texts, first)
            for at in range(first, last):
                line[at] -= INSIDE
            if last > first and last + 1 < len(texts) and (first == 0 or shapes[first - 1].final):
                line[last] += AFTER


def _closing(texts: Sequence[str], first: int) -> int:
    """Return the word that closes the brackets which open with the first, the first itself where none does."""
    for at in range(first, min(first + LONGEST, len(texts))):
        if texts[at].endswith(_CLOSED):
            return at
    return first


def hold_label(texts: Sequence[str], line: list[float]) -> None:
    """Keep the label of the speaker whom a cue begins with in one piece and with its first word, in place."""
    head = texts[: LONGEST + 1]
    if not any(text.endswith((":", "：", *_CLOSED)) for text in head):
        return
    label = label_of(" ".join(head))
    if label is None:
        return
    words = len(" ".join(head)[: label.end].split())
    long = words > 2 and texts[words - 1].endswith(_CLOSED)  # "[Man on radio]" has a line of its own
    for at in range(min(words - long, len(texts) - 1)):
        line[at] -= LABELLED
