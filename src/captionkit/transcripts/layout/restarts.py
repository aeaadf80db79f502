"""A clock that begins again at 0: a text of several parts (tapes, sessions, reels), each with times of its own."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from captionkit.diagnostics import Collector
from captionkit.model.timecode import format_clock
from captionkit.model.transcript import Kind, Segment
from captionkit.transcripts.layout.rows import count_words

__all__ = ["join_parts"]

#: A part has so many times at least, and begins within so many ms, and before this share of where the last one ended.
_LEAST, _BEGINS, _SHARE = 3, 60_000, 0.5
#: What a word takes, in ms, where a part does not show it.
_WORD = 400


def join_parts(segments: list[Segment], dividers: Sequence[int], notes: Collector) -> list[Segment]:
    """Return the segments of a text with the times of each part put behind those of the part before.

    So are they only where the times rise in every part, begin near 0, and a heading, a note or a line that divides (by
    its number, in ``dividers``) stands between the parts; else the restart is reported and the times stay as written.
    Where a part gives no end of its last turn, the pace of its words says how long that takes.
    """
    timed = [at for at, segment in enumerate(segments) if _time(segment) is not None]
    times = [_time(segments[at]) or 0 for at in timed]
    drops = [n for n, (before, after) in enumerate(pairwise(times), 1) if after < before]
    bounds = list(pairwise([0, *drops, len(timed)]))
    if not drops or any(b - a < _LEAST or times[a] > _BEGINS for a, b in bounds):
        return segments
    if any(times[n] > _SHARE * times[n - 1] for n in drops):
        return segments
    apart = [_is_divided(segments, timed[n - 1], timed[n], dividers) for n in drops]
    made: list[Segment] = []
    shift = 0
    for number, (first, last) in enumerate(bounds):
        part = segments[timed[first] if number else 0 : timed[last] if last < len(timed) else None]
        line = segments[timed[first]].line
        if number and all(apart):
            text = f"times begin again at {format_clock(times[first])}: part {number + 1} is put behind the one before"
            notes.add("text.clock-restarts", f"{text}, {format_clock(shift)} later", line=line, data={"offset": shift})
        elif number:
            notes.add("text.clock-restarts", "times begin again near 0, but nothing divides two parts here", line=line)
        made += [_later(segment, shift) for segment in part] if all(apart) else part
        shift += _length(part)
    return made


def _time(segment: Segment) -> int | None:
    return segment.end if segment.start is None else segment.start


def _later(segment: Segment, shift: int) -> Segment:
    start, end = (None if at is None else at + shift for at in (segment.start, segment.end))
    return segment.replace(start=start, end=end)


def _is_divided(segments: Sequence[Segment], before: int, after: int, dividers: Sequence[int]) -> bool:
    """Tell whether something that is not spoken stands between two segments."""
    if any(segment.kind in (Kind.TITLE, Kind.NOTE) for segment in segments[before + 1 : after]):
        return True
    first, last = (segments[at].line or 0 for at in (before, after))
    return any(first < line < last for line in dividers)


def _length(part: Sequence[Segment]) -> int:
    """Return when a part ends, in ms: the last time given, or what the words behind it take at the part's pace."""
    timed = [at for at, segment in enumerate(part) if _time(segment) is not None]
    first, last = _time(part[timed[0]]) or 0, _time(part[timed[-1]]) or 0
    end = part[timed[-1]].end
    if end is not None:
        return end
    words = [count_words(segment.text) if segment.kind is Kind.SPEECH else 0 for segment in part]
    before, after = sum(words[timed[0] : timed[-1]]), sum(words[timed[-1] :])
    return last + round(after * ((last - first) / before if before else _WORD))
