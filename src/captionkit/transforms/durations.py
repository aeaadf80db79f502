"""Durations and gaps: extend, shorten, open gaps, close gaps, mend impossible times."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

from captionkit.diagnostics import Result
from captionkit.model.cue import Cue
from captionkit.model.timecode import snap_to_frame
from captionkit.model.track import Track
from captionkit.profiles import Limits, Profile
from captionkit.transforms.base import Options, takes
from captionkit.transforms.reading import needed_time

__all__ = ["close_gaps", "extend", "gaps", "pad", "repair", "shorten"]

#: How much a cue may take from a neighbour that has time to spare, in ms. Our own choice: at most what a viewer does
#: not notice as late, about five frames.
BORROW = 200
#: The shortest time in ms that a viewer notices text at all. Our own choice, five frames.
VISIBLE = 200


class _Times:
    """Starts and ends of a track, edited in place; cues are made at the end, only where they changed."""

    def __init__(self, track: Track, profile: Profile, options: Options) -> None:
        self.track = track
        self.profile = profile
        self.options = options
        self.limits: Limits = profile.published(options.rate)
        self.starts = [cue.start for cue in track.cues]
        self.ends = [cue.end for cue in track.cues]
        self.gap = self.limits.min_gap or 0

    def need(self, i: int) -> int:
        return needed_time(self.track.cues[i].text, self.limits, self.profile)

    def duration(self, i: int) -> int:
        return self.ends[i] - self.starts[i]

    def room_after(self, i: int) -> int:
        """Free ms between a cue's end and what it may reach."""
        reach = self.ends[i] + 3_600_000 if i + 1 == len(self.starts) else self.starts[i + 1] - self.gap
        if self.options.duration and i + 1 == len(self.starts):
            reach = min(reach, max(self.options.duration, self.ends[i]))
        if self.limits.max_duration:
            reach = min(reach, self.starts[i] + self.limits.max_duration)
        return max(0, reach - self.ends[i])

    def room_before(self, i: int) -> int:
        reach = 0 if i == 0 else self.ends[i - 1] + self.gap
        if self.limits.max_duration:
            reach = max(reach, self.ends[i] - self.limits.max_duration)
        return max(0, self.starts[i] - reach)

    def result(self) -> Result[Track]:
        cues = []
        for i, cue in enumerate(self.track.cues):
            start, end = self._start(i), self._end(i)
            cues.append(cue if (cue.start, cue.end) == (start, end) else cue.replace(start=start, end=end))
        return Result(self.track.replace(cues=cues))

    def _start(self, i: int) -> int:
        """A start that moved goes to the frame at or after it."""
        start, rate = self.starts[i], self.options.rate
        if rate is None or start == self.track.cues[i].start:
            return start
        snapped = snap_to_frame(start, rate)
        return snapped if snapped >= start else snap_to_frame(start + ceil(500 / rate), rate)

    def _end(self, i: int) -> int:
        """An end that moved goes to the frame at or after it, or before it where that leaves the next cue no gap."""
        end, rate = self.ends[i], self.options.rate
        if rate is None or end == self.track.cues[i].end:
            return end
        near = snap_to_frame(end, rate)
        later = near if near >= end else snap_to_frame(end + ceil(500 / rate), rate)
        free = i + 1 == len(self.starts) or later + self.gap <= self._start(i + 1)
        return later if free else near if near <= end else snap_to_frame(end - ceil(500 / rate), rate)


@takes(
    borrow="ms a neighbour with time to spare may give (0 for none; 200)",
    lead="ms a cue may begin early, where the room before is free (the profile's max_early, else 0)",
)
def extend(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Give cues that are too short to read more time: free room after, free room before, then from neighbours.

    Words are not touched. A cue that cannot be helped fully gets the free room after it.
    """
    times = _Times(track, profile, options)
    borrow = options.time("borrow", BORROW)
    lead = options.time("lead", profile.time("max_early", options.rate) or profile.time("in_tolerance") or 0)
    for i in range(len(track.cues)):
        missing = times.need(i) - times.duration(i)
        if missing <= 0 or times.duration(i) <= 0:
            continue
        step = min(missing, times.room_after(i))
        times.ends[i] += step
        missing -= step
        if missing > 0:
            step = min(missing, lead, times.room_before(i))
            times.starts[i] -= step
            missing -= step
        if missing > 0:
            _borrow(times, i, missing, borrow)
    return times.result()


@takes(
    lead="ms that each cue begins earlier, where the time before is free (200)",
    tail="ms that each cue ends later, where the time after is free (0)",
)
def pad(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Begin each cue earlier and end it later by up to so much, never over a neighbour or its gap."""
    times = _Times(track, profile, options)
    lead, tail = options.time("lead", BORROW), options.time("tail", 0)
    for i in range(len(track.cues)):
        if times.duration(i) <= 0:
            continue
        times.starts[i] -= min(lead, times.room_before(i))
        times.ends[i] += min(tail, times.room_after(i))
    return times.result()


def _borrow(times: _Times, i: int, missing: int, most: int) -> None:
    """Take time from the next cue, then from the one before, if together they have all that is missing."""
    if times.limits.max_duration and times.need(i) > times.limits.max_duration:
        return
    after = min(most, _spare(times, i + 1)) if i + 1 < len(times.starts) else 0
    before = min(most, _spare(times, i - 1)) if i else 0
    if max(after, 0) + max(before, 0) < missing:
        return
    step = max(0, min(missing, after))
    if step:
        times.starts[i + 1] = max(times.starts[i + 1], times.ends[i] + step + times.gap)
        times.ends[i] += step
    if missing - step:
        times.ends[i - 1] = min(times.ends[i - 1], times.starts[i] - (missing - step) - times.gap)
        times.starts[i] -= missing - step


def _spare(times: _Times, i: int) -> int:
    return times.duration(i) - times.need(i)


@takes()
def shorten(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """End cues that stand longer than the profile allows at the longest duration; speech that goes on is not cut.

    A cue whose word times reach further stays as it is.
    """
    times = _Times(track, profile, options)
    longest = times.limits.max_duration
    if longest is None:
        return Result(track)
    for i, cue in enumerate(track.cues):
        if times.duration(i) <= longest:
            continue
        spoken = max((word.end for word in cue.words if word.end is not None), default=0)
        end = times.starts[i] + longest
        if spoken <= end:
            times.ends[i] = end
    return times.result()


@takes(side="which cue gives way: earlier, later, both")
def gaps(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Part cues that overlap or stand closer than the smallest gap: the earlier ends sooner.

    ``side=later`` lets the later begin later, ``side=both`` shares. No cue is left shorter than the profile's shortest
    duration for a gap; to end an overlap one may be, but not shorter than can be seen, and then the gap is left out:
    no overlap goes before duration, duration before the gap. Cues that begin together or out of order stay.
    """
    times = _Times(track, profile, options)
    side = options.choice("side", ("earlier", "later", "both"))
    shortest = max(times.limits.min_duration or 0, 1)
    for i in range(len(track.cues) - 1):
        over = times.ends[i] - times.starts[i + 1]
        if over + times.gap <= 0 or times.starts[i + 1] <= times.starts[i] or times.duration(i) <= 0:
            continue
        if not _parted(times, i, over + times.gap, side, shortest) and over > 0:
            _parted(times, i, over, side, min(shortest, VISIBLE))
    return times.result()


def _parted(times: _Times, i: int, missing: int, side: str, shortest: int) -> bool:
    """Take ``missing`` ms from two cues, unless that leaves one of them too short; tell whether it was done."""
    first = {"earlier": missing, "later": 0, "both": missing - missing // 2}[side]
    second = missing - first
    if (first and times.duration(i) - first < shortest) or (second and times.duration(i + 1) - second < shortest):
        return False
    times.ends[i] -= first
    times.starts[i + 1] += second
    return True


@takes(below="close gaps shorter than this (the profile's chain_gap)")
def close_gaps(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Close gaps that look like a flicker: the earlier cue stays until the smallest gap before the next.

    A cue is never made longer than the profile allows.
    """
    times = _Times(track, profile, options)
    below = options.time("below", times.limits.chain_gap)
    if below is None:
        return Result(track)
    for i in range(len(track.cues) - 1):
        space = times.starts[i + 1] - times.ends[i]
        end = times.starts[i + 1] - times.gap
        longest = times.limits.max_duration
        if times.gap < space < below and (longest is None or end - times.starts[i] <= longest):
            times.ends[i] = end
    return times.result()


@takes()
def repair(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Mend times that no player can show: before 0, or an end that is not after the start.

    A start before 0 becomes 0. A reversed cue whose end and start fit between its neighbours when swapped is swapped;
    any other gets the time it needs to be read, as far as the next cue leaves it.
    """
    cues = list(track.cues)
    for i, cue in enumerate(cues):
        if cue.start >= 0 and cue.end > cue.start:
            continue
        following = cues[i + 1].start if i + 1 < len(cues) else None
        before = cues[i - 1].end if i else 0
        cues[i] = _mended(
            cue, before, following, lambda c: needed_time(c.text, profile.published(options.rate), profile)
        )
    return Result(track if all(a is b for a, b in zip(cues, track.cues, strict=True)) else track.replace(cues=cues))


def _mended(cue: Cue, before: int, following: int | None, need: Callable[[Cue], int]) -> Cue:
    start, end = max(0, cue.start), cue.end
    if end < cue.start and max(0, before) <= end and (following is None or cue.start <= following):
        return cue.replace(start=end, end=start)
    if end <= start:
        reach = start + need(cue)
        end = min(reach, following) if following is not None and following > start else reach
    return cue.replace(start=start, end=end)
