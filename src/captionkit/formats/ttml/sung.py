"""Lines that are sung: spans whose times, counted from the document's start, follow each other within one line.

Programs for lyrics write them so. By the rule a span is shown at its own times alone; here they are times of words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, pairwise

from captionkit.formats.ttml.elements import Element
from captionkit.formats.ttml.moments import Piece
from captionkit.formats.ttml.times import Clock
from captionkit.formats.webvtt.spans import words_of
from captionkit.model.text import Line, Span
from captionkit.model.transcript import Timing, Word
from captionkit.values import replace

__all__ = ["Times", "is_sung", "stamped", "sung_words", "with_ends"]

#: Begin and end, in a clock's units; no end where none is said.
Times = tuple[int, int | None]


def is_sung(marks: Sequence[Times | None]) -> bool:
    """Whether spans are the parts of lines: in order, none over the next, several in one line.

    ``marks`` are their times, None where a line ends. Spans that have a line each are captions one after the other.

    >>> is_sung([(6, 8), (8, None)]), is_sung([(6, 8), None, (8, 10)]), is_sung([(6, 9), (8, 10)])
    (True, False, False)
    """
    before = 0
    for times in marks:
        if times is not None:
            begin, end = times
            if begin < before:
                return False
            before = begin if end is None else end
    return any(one is not None and two is not None for one, two in pairwise(marks))


def with_ends(times: Iterable[Times], last: int) -> Iterator[tuple[int, int]]:
    """Yield times that all have an end: where the next begins, or ``last``."""
    known = list(times)
    for (begin, end), following in zip(known, chain((one[0] for one in known[1:]), (last,)), strict=True):
        yield begin, following if end is None else end


def stamped(pieces: Iterable[Piece], times: Mapping[Element, tuple[int, int]], clock: Clock, begin: int) -> list[Piece]:
    """Return what is shown from ``begin`` on, before the first text of each timed span its time in ms.

    What the line begins with needs none: no format has one at a cue's start.
    """
    made: list[Piece] = []
    done: set[Element] = set()
    first = True
    for piece in pieces:
        at: Element | None = piece.element
        while at is not None and at not in times:
            at = at.parent
        shown = bool(piece.text.strip())
        if at is not None and at not in done and shown:
            done.add(at)
            if not first or times[at][0] != begin:
                piece = piece._replace(look=piece.look.timed(clock.ms(times[at][0])))
        first &= not shown
        made.append(piece)
    return made


def sung_words(lines: Iterable[Line], times: Iterable[tuple[int, int]], clock: Clock, start: int) -> tuple[Word, ...]:
    """Return the words of lines that are stamped, with begin and end; ``start`` (ms) is the cue's."""
    blank = Span(" ")  # a line's end parts words
    spans = [span for line in lines for span in (*line.spans, blank)]
    ends = {clock.ms(begin): clock.ms(end) for begin, end in times}
    words = list(words_of(spans, ends))
    if start in ends and not any(span.style.time == start for span in spans):
        for at, word in enumerate(words):
            if word.start is not None:
                break
            words[at] = replace(word, start=start, end=ends[start], timing=Timing.GIVEN)
    return tuple(words)
