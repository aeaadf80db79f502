"""Words that carry their styles: styled lines taken apart into words and put together again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from captionkit.model.text import Line, Span, Style
from captionkit.segmentation.tokens import split_text
from captionkit.segmentation.unspaced import is_unspaced, phrases

__all__ = ["Piece", "line_of_pieces", "opens_turn", "pieces_of"]

_TURN = re.compile(r"\s*(?:[-‐–—][ \t\u00a0]?(?=[^\s\d‐–—-])|>>)")


def opens_turn(line: Line) -> bool:
    """Tell whether a line begins as another speaker's line does: with one dash and a word, or with ``>>``.

    >>> [opens_turn(Line((Span(text),))) for text in ("- Yes.", "-Yes.", ">> Yes.", "-- yes", "-5 degrees")]
    [True, True, True, False, False]
    """
    return _TURN.match(line.text) is not None


@dataclass(slots=True)
class Piece:
    """One word of a cue, as runs of styled text."""

    spans: list[Span]
    glue: bool

    @property
    def text(self) -> str:
        """The word without its styles."""
        return "".join(span.text for span in self.spans)


def line_of_pieces(pieces: Sequence[Piece]) -> Line:
    """Return one line of these words; a blank takes the style of its neighbours where they agree."""
    spans: list[Span] = []
    for number, piece in enumerate(pieces):
        if number and not piece.glue:
            before, after = spans[-1].style, piece.spans[0].style
            style = after if after == before or after.replace(time=None) == before else _shared_style(before, after)
            _add(spans, Span(" ", style))
        for span in piece.spans:
            _add(spans, span)
    return Line(tuple(spans))


def _shared_style(before: Style, after: Style) -> Style:
    """A blank between two styles is shown in neither."""
    return Style(voice=before.voice if before.voice == after.voice else "")


def _add(spans: list[Span], span: Span) -> None:
    if spans and spans[-1].style == span.style and span.style.time is None and not span.style.ruby:
        spans[-1] = Span(spans[-1].text + span.text, span.style)
    elif span.text:
        spans.append(span)


def pieces_of(lines: Iterable[Line], language: str) -> list[Piece]:
    """Return the words of lines; a script without blanks is cut where a line may end."""
    pieces: list[Piece] = []
    for line in lines:
        joined = False  # whether the next word continues the one before it
        unspaced = bool(pieces) and (is_unspaced(pieces[-1].text[-1:]) or is_unspaced(line.text[:1]))
        for span in line.spans:
            words = split_text(span.text)
            if joined and words and not span.text[:1].isspace():
                pieces[-1].spans.append(Span(words.pop(0), span.style))
            for word in words:
                pieces.append(Piece([Span(word, span.style)], unspaced))
                unspaced = False
            joined = bool(span.text) and not span.text[-1:].isspace() and (bool(words) or joined)
    return [part for piece in pieces for part in _recut(piece, language)]


def _recut(piece: Piece, language: str) -> list[Piece]:
    """Cut a piece of a script without blanks where a line may end."""
    text = piece.text
    if not is_unspaced(text) or any(span.style.ruby for span in piece.spans):
        return [piece]
    parts: list[Piece] = []
    at = 0
    for phrase in phrases(text, language):
        parts.append(Piece(_cut_spans(piece.spans, at, at + len(phrase)), piece.glue or at > 0))
        at += len(phrase)
    return parts


def _cut_spans(spans: list[Span], begin: int, end: int) -> list[Span]:
    cut, at = [], 0
    for span in spans:
        low, high = max(begin - at, 0), min(end - at, len(span.text))
        if low < high:
            cut.append(Span(span.text[low:high], span.style))
        at += len(span.text)
    return cut
