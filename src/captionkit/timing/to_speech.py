"""Moving the starts and ends of cues to what is heard: a recogniser's cues begin early, linger or flash."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

__all__ = ["snap_times"]

#: ms that a start or an end is moved at most.
REACH = 700


def snap_times(
    cues: Sequence[tuple[int, int]],
    heard: Sequence[tuple[int, int]],
    least: Sequence[int],
    *,
    lead_in: int = 0,
    lead_out: int = 500,
    gap: int = 0,
) -> list[tuple[int, int]]:
    """Return cues (start, end in ms, in order) moved to stretches of speech (rising and apart).

    A start in silence moves to the onset that follows within the cue, one shortly after an onset moves back to it; in
    both cases ``lead_in`` ms before it (after it where that is negative). An end that stays more than ``lead_out`` ms
    after the last speech is moved there, one shortly before the end of speech to that end. No cue gets shorter than
    ``least`` (ms, one for each) or than it was, no start passes the end of the cue before, and no end comes nearer than
    ``gap`` ms to the next cue by being moved. A cue over which nobody speaks stays as it is.

    >>> snap_times([(600, 4000)], [(1000, 2000)], [900])
    [(1000, 2500)]
    """
    starts = [start for start, _ in heard]
    made: list[tuple[int, int]] = []
    for number, (start, end) in enumerate(cues):
        first = max(bisect_right(starts, start) - 1, 0)
        last = bisect_right(starts, end - 1) - 1
        while first <= last and heard[first][1] <= start:
            first += 1
        if first > last or end <= start:
            made.append((start, end))
            continue
        before = max((e for _, e in made[-1:]), default=0)
        after = cues[number + 1][0] if number + 1 < len(cues) else None
        need = min(least[number], end - start)
        onset = heard[first][0]  # what begins after it leaves the cue its reading time
        onset = onset - lead_in if lead_in >= 0 else max(onset, min(onset - lead_in, end - need))
        begin = _start(start, onset, before + gap)
        finish = _end(end, heard[last][1], lead_out)
        if after is not None and finish > end:
            finish = max(end, min(finish, after - gap))
        finish = max(finish, begin + 1)
        if finish - begin < need:  # the end stays first, then the start
            finish = min(max(end, finish), begin + need)
            begin = min(begin, max(start, finish - need)) if begin > start else begin
            begin = begin if finish - begin >= need else min(begin, start)
        made.append((begin, finish))
    return made


def _start(start: int, onset: int, earliest: int) -> int:
    if start <= onset:
        return onset if onset - start <= REACH else start
    return max(onset, earliest) if start - onset <= REACH and earliest <= start else start


def _end(end: int, quiet: int, lead_out: int) -> int:
    if end >= quiet:
        return min(end, quiet + lead_out)
    return quiet if quiet - end <= REACH else end
