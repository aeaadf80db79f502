"""Times of words inside cues as formats have them: after the cue's start and the time before, and before its end.

https://www.w3.org/TR/webvtt1/#webvtt-timestamp: a player shows what stands behind any other time at once, or never.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from captionkit.diagnostics import Collector, Diagnostic
from captionkit.fitting import number_of
from captionkit.formats.srt.markup import LOOSE, SRT
from captionkit.formats.webvtt.body import VTT
from captionkit.model.cue import Cue
from captionkit.model.text import Line, Span
from captionkit.model.track import Track

__all__ = ["count_misplaced", "cue_with_times_inside", "with_times_inside"]

#: Raw text that has no times in it.
_UNTIMED = frozenset((SRT, LOOSE, "sbv"))
_TIME = re.compile("<[0-9]").search


def with_times_inside(
    track: Track, code: str, *, at_start: bool = False, keep: str = ""
) -> tuple[Track, tuple[Diagnostic, ...]]:
    """Return the track without the times in its cues that are not inside them, and a report (``code``) of each cue's.

    A time that says nothing new, the cue's own start before its first word, is left out without a word, unless such
    may stand ``at_start``. Raw text of the format ``keep`` stays as it was read, and is reported too.

    >>> from captionkit.model.text import Style
    >>> word = lambda text, time: Span(text, Style(time=time))
    >>> cue = Cue(1000, 2000, (Line((word("Low ", 1000), word("tide ", 1400), word("now", 2500))),))
    >>> made, said = with_times_inside(Track([cue]), "vtt.stamp-outside")
    >>> [span.style.time for span in made[0].lines[0].spans], [diagnostic.code for diagnostic in said]
    ([None, 1400, None], ['vtt.stamp-outside'])
    """
    notes = Collector()
    changed: dict[int, Cue] = {}
    untimed = _UNTIMED
    for at, cue in enumerate(track.cues):
        if cue.raw_format not in untimed and (cue.raw_format != VTT or "<" in cue.payload):
            made = cue_with_times_inside(cue, at + 1, notes, code, at_start=at_start, keep=keep)
            if made is not cue:
                changed[at] = made
    if not changed:
        return track, notes.all
    return track.replace(cues=[changed.get(at, cue) for at, cue in enumerate(track.cues)]), notes.all


def cue_with_times_inside(
    cue: Cue, number: int, notes: Collector, code: str, *, at_start: bool = False, keep: str = ""
) -> Cue:
    """Return one cue as :func:`with_times_inside` has it: itself where all its times may stand, or are kept."""
    times = _times(cue)
    start = max(cue.start, 0)
    stand = list(_judged(times, start - at_start, cue.end))
    if all(stand):
        return cue
    kept = bool(keep) and cue.raw_format == keep
    lost = _count_outside(times, stand, start)
    if lost:
        what = "kept as read" if kept else "left out"
        message = f"{number_of(lost, 'time')} of words not between the one before and the cue's end; {what}"
        notes.add(code, message, cue=number, data={"times": lost})
    if kept:
        return cue
    left = iter(stand)
    return cue.replace(lines=[Line(tuple([_kept(span, left) for span in line.spans])) for line in cue.lines])


def count_misplaced(cue: Cue) -> int:
    """Return how many times in a cue's text are before it or the time before, or after its end.

    >>> from captionkit.model.text import Style
    >>> words = [Span("Low ", Style(time=0)), Span("tide", Style(time=2500))]
    >>> count_misplaced(Cue(1000, 2000, (Line(words),)))
    2
    """
    count, last = 0, cue.start
    for time in _times(cue):
        placed = last <= time <= cue.end
        last = time if placed else last
        count += not placed
    return count


def _times(cue: Cue) -> list[int]:
    """Return the times in a cue's text, in order."""
    if cue.raw_format == VTT and not _TIME(cue.payload):
        return []
    return [span.style.time for line in cue.lines for span in line.spans if span.style.time is not None]


def _judged(times: Sequence[int], last: int, end: int) -> Iterator[bool]:
    """Yield for each time whether it may stand where it does: after the ``last`` and before the ``end``."""
    for time in times:
        stands = last < time < end
        last = time if stands else last
        yield stands


def _count_outside(times: Sequence[int], stand: Sequence[bool], last: int) -> int:
    """Return how many of the times that may not stand say another than what holds there already."""
    lost = 0
    for time, stands in zip(times, stand, strict=True):
        lost += not stands and time != last
        last = time if stands else last
    return lost


def _kept(span: Span, stand: Iterator[bool]) -> Span:
    if span.style.time is None or next(stand):
        return span
    return Span(span.text, span.style.replace(time=None))
