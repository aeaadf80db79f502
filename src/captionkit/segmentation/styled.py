"""Styled lines taken apart into words and put together again: the words' styles travel in their origins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import inf
from operator import attrgetter

from captionkit.measure import width
from captionkit.model.text import PLAIN, Line, Span, Style
from captionkit.model.transcript import Word
from captionkit.segmentation.row import Origin, WordRow
from captionkit.text.marks import BIDI, CLOSERS, CLOSES_WORD, opens_turn
from captionkit.text.phrases import phrases
from captionkit.text.scripts import has_unspaced
from captionkit.text.turns import inner_turns
from captionkit.text.words import split_blanks

__all__ = ["frame_of", "framed", "line_of_row", "row_of_lines", "turns_apart", "unframed"]

#: The styled runs of a word that is being put together, whether it is glued, and whether a speaker's turn begins.
_Runs = tuple[list[Span], bool, bool]
_PLAIN_ORIGIN = Origin()
_spans_of = attrgetter("spans")


_FIRST = re.compile(f"[{BIDI}]+")
_LAST = re.compile(f"[{BIDI}]+\\Z")


def frame_of(lines: Sequence[Line]) -> tuple[str, str]:
    r"""Return the marks of direction before and after a cue's lines, ``""`` where they are not all alike.

    Lines that are broken or parted again each get them (:func:`unframed`, :func:`framed`). Marks around nothing are
    text: a line of them alone has no frame.

    >>> frame_of([Line((Span("\u202b- \u05db\u05df.\u202c"),))]) == ("\u202b", "\u202c")
    True
    """
    texts = [line.text for line in lines]
    if not texts or all(map(str.isascii, texts)) or any(map(_FIRST.fullmatch, texts)):
        return "", ""
    firsts = {match[0] if (match := _FIRST.match(text)) else "" for text in texts}
    lasts = {match[0] if (match := _LAST.search(text)) else "" for text in texts}
    first, last = _FIRST.match(texts[0]), _LAST.search(texts[-1])
    marks = first[0] if first else "", last[0] if last else ""
    return marks if firsts <= {"", marks[0]} and lasts <= {"", marks[1]} else ("", "")


def unframed(lines: Sequence[Line], frame: tuple[str, str]) -> tuple[Line, ...]:
    """Return lines without the marks of direction around them."""
    if not any(frame):
        return tuple(lines)
    first, last = map(len, frame)
    return tuple(
        _sliced(line, first if line.text.startswith(frame[0]) else 0,
                len(line.text) - (last if line.text.endswith(frame[1]) else 0))
        for line in lines
    )  # fmt: skip


def framed(lines: Sequence[Line], frame: tuple[str, str]) -> tuple[Line, ...]:
    """Return lines with marks of direction around each."""
    if not any(frame):
        return tuple(lines)
    made = []
    for line in lines:
        spans = list(line.spans)
        if spans:
            spans[0] = Span(frame[0] + spans[0].text, spans[0].style)
            spans[-1] = Span(spans[-1].text + frame[1], spans[-1].style)
        made.append(Line(tuple(spans)))
    return tuple(made)


def turns_apart(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return the lines, with a new one where another speaker's turn begins inside one.

    >>> [line.text for line in turns_apart([Line((Span("- I broke it! - I never liked it."),))])]
    ['- I broke it!', '- I never liked it.']
    """
    made: list[Line] = []
    for line in lines:
        turns = inner_turns(line.text)
        if turns:
            made += [_sliced(line, a, b) for a, b in pairwise((0, *turns, len(line.text)))]
        else:
            made.append(line)
    return tuple(made)


def _sliced(line: Line, start: int, end: int) -> Line:
    """Return a line's spans between two positions, blanks at the end left out."""
    end = start + len(line.text[start:end].rstrip())
    spans, at = [], 0
    for span in line.spans:
        text = span.text[max(0, start - at) : max(0, end - at)]
        at += len(span.text)
        if text:
            spans.append(Span(text, span.style))
    return Line(tuple(spans))


def line_of_row(row: WordRow) -> Line:
    """Return one line of these words; a blank takes the style of its neighbours where they agree."""
    if not any(map(_spans_of, row.origins)):
        text = "".join([word.text if word.glue else f" {word.text}" for word in row.words])
        text = text[1:] if row.words and not row.words[0].glue else text
        return Line((Span(text),) if text else ())
    spans: list[Span] = []
    for word, origin in zip(row.words, row.origins, strict=True):
        own = origin.spans or (Span(word.text),)
        if spans and not word.glue:
            before, after = spans[-1].style, own[0].style
            style = after if after == before or after.replace(time=None) == before else _shared_style(before, after)
            _add(spans, Span(" ", style))
        for span in own:
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


def row_of_lines(lines: Iterable[Line], language: str, most: float = inf, counting: str = "graphemes") -> WordRow:
    """Return the words of lines, without times; a script without blanks is parted where a line may end.

    A line's first word that is closing punctuation (``,000``) belongs to the word before it, unless both and a blank
    would be wider than ``most``: then it was the width that parted them.

    A word that opens another speaker's line (but the first) is marked as one that must begin a cue.
    """
    lines = turns_apart(lines)
    plain = _plain_row(lines)
    if plain is not None:
        return plain
    found: list[_Runs] = []
    for line in lines:
        joined = False  # whether the next word continues the one before it
        turn = bool(found) and opens_turn(line.text)
        glue = bool(found) and (
            has_unspaced(found[-1][0][-1].text[-1:])
            or has_unspaced(line.text[:1])
            or _continues("".join([span.text for span in found[-1][0]]), line.text, most, counting)
        )
        for span in line.spans:
            words = split_blanks(span.text)
            if joined and words and not span.text[:1].isspace():
                found[-1][0].append(Span(words.pop(0), span.style))
            for word in words:
                found.append(([Span(word, span.style)], glue, turn))
                glue = turn = False
            joined = bool(span.text) and not span.text[-1:].isspace() and (bool(words) or joined)
    row = WordRow()
    for spans, glue, turn in found:
        for number, part in enumerate(_phrased(spans, language)):
            styles = () if all(span.style == PLAIN for span in part) else tuple(part)
            text = "".join(span.text for span in part)
            row.add(Word(text, glue=glue or number > 0), Origin(forced=turn and not number, spans=styles))
    return row


def _continues(last: str, line: str, most: float, counting: str) -> bool:
    """Whether a line begins with punctuation that belongs to the word before it."""
    if CLOSES_WORD.match(line) is None:
        return False
    first = split_blanks(line)[0]
    whole = last[-1:].isalnum() or (last[-1:] in CLOSERS and not any(map(str.isalnum, first)))
    return whole and width(last + first, counting) < most


def _plain_row(lines: Sequence[Line]) -> WordRow | None:
    """Return the words of lines in no style, of one speaker, with blanks between words; None for any others."""
    words: list[Word] = []
    for number, line in enumerate(lines):
        if len(line.spans) != 1:
            return None
        span = line.spans[0]
        if (span.style is not PLAIN and span.style != PLAIN) or has_unspaced(span.text):
            return None
        if number and (opens_turn(span.text) or CLOSES_WORD.match(span.text)):
            return None
        words += map(Word, split_blanks(span.text))
    return WordRow(words, [_PLAIN_ORIGIN] * len(words))


def _phrased(spans: list[Span], language: str) -> list[list[Span]]:
    """Part a word of a script without blanks where a line may end."""
    text = "".join(span.text for span in spans)
    if not has_unspaced(text) or any(span.style.ruby for span in spans):
        return [spans]
    parts: list[list[Span]] = []
    at = 0
    for phrase in phrases(text, language):
        parts.append(_between(spans, at, at + len(phrase)))
        at += len(phrase)
    return parts


def _between(spans: list[Span], begin: int, end: int) -> list[Span]:
    cut, at = [], 0
    for span in spans:
        low, high = max(begin - at, 0), min(end - at, len(span.text))
        if low < high:
            cut.append(Span(span.text[low:high], span.style))
        at += len(span.text)
    return cut
