"""Whether read SRT cues have anything to report at all: a few passes in C, so that clean files pay next to nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from operator import gt, lt

from captionkit.diagnostics import Collector
from captionkit.model.track import Cue

__all__ = ["UNKNOWN", "check"]

#: A time that could not be read; :func:`captionkit.formats.srt_checks.fill_unknown` puts one in from the neighbours.
UNKNOWN = -(2**62)


def check(cues: list[Cue], wary: list[int], line_of: Callable[[int], int], notes: Collector) -> list[Cue]:
    """Return the cues, unknown times filled in, with everything odd about numbers, order and markup reported.

    ``wary`` are the positions of cues that are empty or whose markup wants a look; ``line_of`` maps a cue's position to
    the line of its timing.
    """
    starts = [cue.start for cue in cues]
    ends = [cue.end for cue in cues]
    if wary or not _are_counted(cues) or not _are_ordered(starts, ends):
        from captionkit.formats.srt_checks import check_cues, fill_unknown

        cues = fill_unknown(cues)
        check_cues(cues, wary, line_of, notes)
    return cues


def _are_counted(cues: Sequence[Cue]) -> bool:
    first = cues[0].id
    if not (first.isascii() and first.isdigit() and len(first) < 10):
        return False
    begin = int(first)
    return [cue.id for cue in cues] == list(map(str, range(begin, begin + len(cues))))


def _are_ordered(starts: list[int], ends: list[int]) -> bool:
    """Whether every cue ends after its start and before the next (times that are unknown are out of order)."""
    if starts[0] < 0 or any(map(lt, ends, starts)):
        return False
    return not any(map(gt, ends, islice(starts, 1, None)))
