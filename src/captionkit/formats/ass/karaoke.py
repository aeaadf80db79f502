r"""Karaoke: the lengths of ``\k`` tags and the times of words.

A length is in hundredths of a second and counts from where the one before it ended; the first counts from the event's
start. Written lengths are differences of times that were cut to hundredths, so that no rounding adds up and all of
them together are the event's length.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from captionkit.model.cue import Cue
from captionkit.model.text import Line
from captionkit.values import value

__all__ = ["Syllable", "lengths"]


@value
class Syllable:
    """What stands before a timed span: hundredths of silence, then the tag's own length."""

    pause: int
    length: int


def lengths(cue: Cue, lines: Sequence[Line], start: int, end: int) -> tuple[dict[int, Syllable], int]:
    """Return, by the number of each timed span of ``lines``, what is written before it, and the silence at the end.

    ``start`` and ``end`` are the event's times as written, in hundredths. A span lasts until its word ends, where that
    is known, or the next begins.
    """
    timed = list(_timed(lines))
    first = cue.words[0].start if cue.words else None
    if timed and timed[0][0] > 0 and first is not None:  # a word that begins with the cue needs no stamp
        timed.insert(0, (0, min(max(first, cue.start), timed[0][1])))
    ends = {word.start: word.end for word in cue.words if word.start is not None and word.end is not None}
    made: dict[int, Syllable] = {}
    at = 0
    for n, (number, time) in enumerate(timed):
        following = timed[n + 1][1] if n + 1 < len(timed) else end * 10
        stop = min(ends.get(time, following), following)
        begin = min(max(time // 10 - start, at), max(end - start, at))
        finish = min(max(stop // 10 - start, begin), max(end - start, begin))
        made[number] = Syllable(begin - at, finish - begin)
        at = finish
    return made, max(0, end - start - at) if timed else 0


def _timed(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    number = 0
    for line in lines:
        for span in line.spans:
            if span.style.time is not None:
                yield number, span.style.time
            number += 1
