"""Moving a whole track in time: shift, scale, another frame rate; and putting its cues in order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import pairwise

from captionkit.diagnostics import Diagnostic, Result, report
from captionkit.errors import UsageError
from captionkit.model.cue import Cue
from captionkit.model.timecode import RATES, format_clock
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.transforms.base import Options, takes

__all__ = ["cut", "retime", "scale", "shift", "sort", "sync", "timed"]


def timed(cue: Cue, change: Callable[[int], int]) -> Cue:
    """Return the cue with ``change`` made to each of its times, those of its words and timed spans included."""
    start, end = change(cue.start), change(cue.end)
    if (start, end) == (cue.start, cue.end):
        return cue
    moved = cue.replace(start=start, end=end)
    if moved.words:
        words = tuple(
            replace(w, start=None if w.start is None else change(w.start), end=None if w.end is None else change(w.end))
            for w in moved.words
        )
        moved = moved.replace(words=words)
    if any(span.style.time is not None for line in moved.lines for span in line.spans):
        lines = tuple(
            replace(line, spans=tuple(
                replace(s, style=s.style.replace(time=change(s.style.time))) if s.style.time is not None else s
                for s in line.spans
            ))
            for line in moved.lines
        )  # fmt: skip
        moved = moved.replace(lines=lines)
    return moved


def _all(track: Track, change: Callable[[int], int], options: Options) -> Result[Track]:
    start, end = options.moment("from", None), options.moment("to", None)

    def inside(cue: Cue) -> bool:
        return (start is None or cue.start >= start) and (end is None or cue.start < end)

    cues = tuple(timed(cue, change) if inside(cue) else cue for cue in track.cues)
    early = next((n for n, cue in enumerate(cues, 1) if cue.start < 0), None)
    notes: list[Diagnostic] = []
    if early is not None:
        count = sum(cue.start < 0 for cue in cues)
        notes.append(report("transform.before-zero", f"{count} cues now begin before 0", cue=early))
    if start is not None or end is not None:
        notes += _collisions(track.cues, cues)
    return Result(track.replace(cues=cues), tuple(notes))


def _collisions(before: Sequence[Cue], after: Sequence[Cue]) -> Iterator[Diagnostic]:
    """Report where a part of a track was moved into what stayed: cues overlap there that did not."""
    pairs = zip(pairwise(before), pairwise(after), strict=True)
    for number, ((was, was_next), (now, following)) in enumerate(pairs, 2):
        if following.start < now.end and was_next.start >= was.end:
            message = (
                f"the cue now begins at {format_clock(following.start)}, before the one above it ends "
                f"({format_clock(now.end)})"
            )
            yield report("transform.moved-into", message, cue=number)


@takes(by="time to add: 1.5s, -00:00:02.000, 12 frames", **{"from": "only cues from this time on", "to": "and before"})
def shift(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Add ``by`` to every time; word times move along.

    Raises UsageError without ``by``.
    """
    by = options.moment("by", None)
    if by is None:
        raise UsageError("shift needs by=", hint="--do shift:by=1.5s")
    return _all(track, lambda time: time + by, options)


@takes(by="factor: 1.001, 24/25", **{"from": "only cues from this time on", "to": "and before"})
def scale(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Multiply every time by a factor, exactly, rounded once (half up).

    Raises UsageError without a positive ``by``.
    """
    by = options.number("by", None)
    if by is None or by <= 0:
        raise UsageError("scale needs a positive by=", hint="--do scale:by=1001/1000")
    return _all(track, lambda time: _times(time, by), options)


def _times(time: int, factor: Fraction) -> int:
    return (2 * time * factor.numerator + factor.denominator) // (2 * factor.denominator)


@takes(**{"from": "rate the track was made for", "to": "rate the picture now runs at"})
def retime(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Follow a picture that runs at another speed: 24 -> 25 makes every time 24/25.

    Only for a picture that was really sped up or slowed down (GUIDELINES: PAL speed-up, 24 -> 23.976); times in SRT and
    WebVTT are playback time, and a file whose frame-rate label alone changes needs nothing.

    Raises UsageError without ``from`` and ``to``.
    """
    before, after = options.frame_rate("from"), options.frame_rate("to")
    if before is None or after is None:
        raise UsageError("retime needs from= and to=", hint=f"--do retime:from=24,to=25; rates: {', '.join(RATES)}")
    values = {"by": str(before / after)}
    return scale(track, profile, options.replace(values=values))


@takes(
    points="where the track is and where it belongs: 0:10>0:12.5, or several joined by +",
)
def sync(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Move the track so that the times named in ``points`` come where they belong.

    One point shifts, two shift and stretch, and with more each stretch between two neighbours has its own rate; before
    the first and after the last point the nearest stretch goes on.

    Raises UsageError without points, and for points that are not in order on both sides.
    """
    pairs = [_point(text) for text in options.text("points").split("+") if text]
    if not pairs:
        raise UsageError("sync needs points=", hint="--do 'sync:points=0:10>0:12.5+50:00>50:07'")
    pairs.sort()
    if any(a[0] >= b[0] or a[1] >= b[1] for a, b in pairwise(pairs)):
        raise UsageError("the points of sync are not in the same order on both sides", hint="write them as was>is")
    if len(pairs) == 1:
        by = pairs[0][1] - pairs[0][0]
        return _all(track, lambda time: time + by, options)
    starts = [was for was, _ in pairs[1:-1]]

    def moved(time: int) -> int:
        at = bisect_right(starts, time)
        (was, now), (was_after, now_after) = pairs[at], pairs[at + 1]
        return now + _times(time - was, Fraction(now_after - now, was_after - was))

    return _all(track, moved, options)


def _point(text: str) -> tuple[int, int]:
    was, arrow, now = text.partition(">")
    if not arrow:
        raise UsageError(f"{text!r} is not a point", hint="write was>is: 0:10>0:12.5")
    times = Options({"was": was.strip(), "now": now.strip()})
    return times.moment("was", 0), times.moment("now", 0)


@takes(**{"from": "keep what is shown from this time on (0)", "to": "and before this one (the end)"},
       times="new: count from the cut; kept: leave the times (new)")  # fmt: skip
def cut(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Keep what is shown between two times; a cue shown across one of them is shortened, which is reported."""
    start, end = options.moment("from", 0), options.moment("to", None)
    if end is not None and end <= start:
        raise UsageError("cut ends before it begins", hint="--do cut:from=10s,to=1:00")
    offset = start if options.choice("times", ("new", "kept")) == "new" else 0
    cues: list[Cue] = []
    through = 0
    for cue in track.cues:
        last = cue.end if end is None else min(cue.end, end)
        if (cue.start >= start or cue.end > start) and (end is None or cue.start < end):
            through += cue.start < start or cue.end > last
            cues.append(timed(cue, partial(_within, start=start, end=max(last, start), offset=offset)))
    notes = (report("transform.cut-through", f"{through} cues are shown across the cut and were shortened"),)
    return Result(track.replace(cues=cues), notes if through else ())


def _within(time: int, start: int, end: int, offset: int) -> int:
    return min(max(time, start), end) - offset


@takes()
def sort(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Put the cues in order of their starts; those that start together stay as they stood."""
    cues = tuple(sorted(track.cues, key=lambda cue: cue.start))
    if all(a is b for a, b in zip(cues, track.cues, strict=True)):
        return Result(track)
    return Result(track.replace(cues=cues))
