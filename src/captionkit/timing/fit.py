"""Fit words and pauses into a stretch of time: pauses give way before speech does, as they do in people.

A stretch is a list of :class:`Piece`: speech and silence in turn. Placing it gives the time at the end of each piece.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

__all__ = ["Piece", "place", "scales", "total"]

#: How far speech itself is stretched or squeezed before pauses take all the rest.
SLOWEST, FASTEST = 1.5, 0.65
#: The exponent by which the speech follows a change of tempo; the pauses take what remains.
SHARE = 0.45
#: Pauses are never squeezed below this share of their natural length while speech can still be.
LEAST_PAUSE = 0.25
#: Less than this many ms is none.
_NOTHING = 1e-3


class Piece(NamedTuple):
    """Speech or silence and its natural length in ms."""

    spoken: bool
    length: float


def total(pieces: Sequence[Piece]) -> float:
    """Return the natural length in ms of ``pieces``."""
    return sum(piece.length for piece in pieces)


def scales(speech: float, pause: float, room: float, most_pause: float = float("inf")) -> tuple[float, float]:
    """Return the factors by which speech and pauses are multiplied so that together they fill ``room`` ms.

    Pauses are stretched to ``most_pause`` times their length at most, unless the speech would be stretched even more.

    >>> scales(1000.0, 500.0, 1500.0)
    (1.0, 1.0)
    """
    if speech < _NOTHING or pause < _NOTHING:
        even = room / (speech + pause) if speech + pause >= _NOTHING else 0.0
        return even, even
    tempo = room / (speech + pause)
    speaking = min(SLOWEST, max(FASTEST, tempo**SHARE))
    pausing = (room - speaking * speech) / pause
    pausing = min(max(pausing, LEAST_PAUSE * min(1.0, tempo)), max(most_pause, tempo))
    return (room - pausing * pause) / speech, pausing


def place(pieces: Sequence[Piece], begin: int, end: int, most_pause: float = float("inf")) -> list[int]:
    """Return the ms at the end of each piece, filling ``begin`` to ``end``; the last is ``end``.

    Each spoken piece gets at least 1 ms where there is room for that.

    >>> place([Piece(True, 200.0), Piece(False, 100.0), Piece(True, 200.0)], 0, 1000)
    [273, 727, 1000]
    """
    speech = sum(piece.length for piece in pieces if piece.spoken)
    speaking, pausing = scales(speech, total(pieces) - speech, max(0, end - begin), most_pause)
    lengths = (piece.length * (speaking if piece.spoken else pausing) for piece in pieces)
    return _spread([begin + round(at) for at in accumulate(lengths)], pieces, begin, end)


def _spread(marks: list[int], pieces: Sequence[Piece], begin: int, end: int) -> list[int]:
    """Keep the marks in order and in the room, 1 ms for each spoken piece."""
    left = sum(piece.spoken for piece in pieces)
    if end - begin < left:
        return [begin + max(0, end - begin) * (k + 1) // len(marks) for k in range(len(marks))]
    floor = begin
    for index, piece in enumerate(pieces):
        left -= piece.spoken
        floor = marks[index] = min(max(marks[index], floor + piece.spoken), end - left)
    marks[-1:] = [end] if marks else []
    return marks
