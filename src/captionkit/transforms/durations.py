"""Durations and gaps: extend, shorten, open gaps, close gaps, repair impossible times.

How far times may move counts from those the cues came with: a fix that runs in several passes hands them on
(``Options.came``), a transform that runs once takes the present ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from captionkit.diagnostics import Result
from captionkit.model.cue import Cue
from captionkit.model.timecode import frames_to_ms, ms_to_frames
from captionkit.model.track import Track
from captionkit.profiles import Limits, Profile
from captionkit.profiles.model import DEFAULT_RATE
from captionkit.transforms.base import Options, takes
from captionkit.transforms.reading import needed_time

__all__ = ["BORROW", "Allowances", "close_gaps", "extend", "gaps", "pad", "repair", "shorten", "spoken"]

#: How much a cue may take from a neighbour that has time to spare, in ms. Our own choice: at most what a viewer does
#: not notice as late, about five frames.
BORROW = 200
#: The shortest time in ms that a viewer notices text at all. Our own choice, five frames.
VISIBLE = 200


@dataclass(frozen=True, slots=True)
class Allowances:
    """How far a cue's times may move from those it came with, in ms.

    ``early`` its start before, ``late`` its start after (to lend time), ``hang`` its end after (None: as long as there
    is time), ``lend`` its end before (to lend time).
    """

    early: int
    late: int
    hang: int | None
    lend: int

    @classmethod
    def of(cls, profile: Profile, rate: Fraction | None = None, *, borrow: int = BORROW) -> Allowances:
        """Return what a profile allows: ``max_early`` or ``in_tolerance``, ``max_hang`` or ``out_extension``."""
        return profile.kept((cls, rate, borrow), lambda: cls._of(profile, rate, borrow))

    @classmethod
    def _of(cls, profile: Profile, rate: Fraction | None, borrow: int) -> Allowances:
        tolerance = profile.time("in_tolerance", rate)
        early = profile.time("max_early", rate)
        hang = profile.time("max_hang", rate)
        return cls(
            early=(tolerance or 0) if early is None else early,
            late=borrow if tolerance is None else min(tolerance, borrow),
            hang=profile.time("out_extension", rate) if hang is None else hang,
            lend=borrow,
        )


def spoken(cue: Cue) -> tuple[int, int] | None:
    """Return when a cue's first word begins and its last one ends (ms), None where word times are not known."""
    starts = [word.start for word in cue.words if word.start is not None]
    ends = [word.end for word in cue.words if word.end is not None]
    return (min(starts), max(ends)) if starts and ends else None


class _Times:
    """Starts and ends of a track, edited in place; cues are made at the end, only where they changed."""

    def __init__(self, track: Track, profile: Profile, options: Options, *, borrow: int = BORROW) -> None:
        self.track = track
        self.profile = profile
        self.options = options
        self.limits: Limits = profile.published(options.rate)
        self.starts = [cue.start for cue in track.cues]
        self.ends = [cue.end for cue in track.cues]
        self.came: Sequence[tuple[int, int]] = options.came or list(zip(self.starts, self.ends, strict=True))
        self.allowed = Allowances.of(profile, options.rate, borrow=borrow)
        self.gap = self.limits.min_gap or 0
        self._needs: dict[int, int] = {}

    def need(self, i: int) -> int:
        known = self._needs.get(i)
        if known is None:
            known = self._needs[i] = needed_time(self.track.cues[i].text, self.limits, self.profile)
        return known

    def duration(self, i: int) -> int:
        return self.ends[i] - self.starts[i]

    def earliest(self, i: int) -> int:
        """Where a start may be moved to; with a rate, the frame nearest to it."""
        return self._near(self.came[i][0] - self.allowed.early)

    def latest(self, i: int) -> int:
        """Where an end may be moved to; with a rate, the frame nearest to it."""
        hang = self.allowed.hang
        return _NEVER if hang is None else self._near(self.came[i][1] + hang)

    def _near(self, time: int) -> int:
        rate = self.options.rate
        return time if rate is None else frames_to_ms(ms_to_frames(time, rate), rate)

    def space_after(self, i: int) -> int:
        """Free ms between a cue's end and what it may reach, whatever it may hang."""
        reach = self.ends[i] + _NEVER if i + 1 == len(self.starts) else self.starts[i + 1] - self.gap
        if self.options.duration and i + 1 == len(self.starts):
            reach = min(reach, max(self.options.duration, self.ends[i]))
        if self.limits.max_duration:
            reach = min(reach, self.starts[i] + self.limits.max_duration)
        return max(0, reach - self.ends[i])

    def space_before(self, i: int) -> int:
        reach = 0 if i == 0 else max(0, self.ends[i - 1] + self.gap)
        if self.limits.max_duration:
            reach = max(reach, self.ends[i] - self.limits.max_duration)
        return max(0, self.starts[i] - reach)

    def lends_start(self, i: int) -> int:
        """How much of a cue's time the one before it may take: what it can spare without being late for its speech.

        A gap that is too small is opened first, from the same time.
        """
        if not 0 < i < len(self.starts):
            return 0
        heard = spoken(self.track.cues[i])
        latest = self.came[i][0] + self.allowed.late if heard is None else heard[0]
        spare = min(latest - self.starts[i], self.duration(i) - self.need(i))
        return max(0, spare - self.lacking_gap(i))

    def lends_end(self, i: int) -> int:
        """How much of a cue's time the one after it may take: what it can spare when its speech is over."""
        if not 0 <= i < len(self.starts) - 1:
            return 0
        heard = spoken(self.track.cues[i])
        soonest = max(self.came[i][1] - self.allowed.lend, 0 if heard is None else heard[1])
        spare = min(self.ends[i] - soonest, self.duration(i) - self.need(i))
        return max(0, spare - self.lacking_gap(i + 1))

    def lacking_gap(self, i: int) -> int:
        """How many ms a cue and the one before it lack of the smallest gap between them."""
        return max(0, self.ends[i - 1] + self.gap - self.starts[i])

    def result(self) -> Result[Track]:
        cues = list(self.track.cues)
        changed = False
        for i, cue in enumerate(self.track.cues):
            if self.starts[i] != cue.start or self.ends[i] != cue.end:
                start, end = self._start(i, cues[i - 1].end if i else None), self._end(i)
                if start != cue.start or end != cue.end:
                    cues[i] = cue.replace(start=start, end=end)
                    changed = True
        return Result(self.track.replace(cues=cues) if changed else self.track)

    def _frames(self, time: int) -> tuple[int, int]:
        """Return the frames before and after a time (ms); the same one twice where it is on a frame, within 1 ms."""
        rate = self.options.rate or DEFAULT_RATE
        at = ms_to_frames(time, rate)
        near = frames_to_ms(at, rate)
        if abs(near - time) <= 1:
            return near, near
        other = frames_to_ms(at - 1 if near > time else at + 1, rate)
        return min(near, other), max(near, other)

    def _start(self, i: int, ended: int | None) -> int:
        """A start that moved goes to the frame before it where that is allowed, else to the one after it."""
        start, was = self.starts[i], self.track.cues[i].start
        if self.options.rate is None or start == was:
            return start
        before, after = self._frames(start)
        free = ended is None or before - ended >= self.gap
        return before if before >= 0 and free and (start > was or before >= self.earliest(i)) else after

    def _end(self, i: int) -> int:
        """An end that moved on goes to the frame after it where that leaves the next cue its gap, else before it."""
        end, was = self.ends[i], self.track.cues[i].end
        if self.options.rate is None or end == was:
            return end
        before, after = self._frames(end)
        following = self.starts[i + 1] if i + 1 < len(self.starts) else _NEVER
        if end > was and after + self.gap <= following and after <= self.latest(i):
            return after
        return before if before > self.starts[i] else after


#: Later than any time (ms) in a track.
_NEVER = 1 << 50


@takes(
    borrow="ms a neighbour with time to spare may give (0 for none; 200)",
    lead="ms a cue may begin early, where the time before is free (the profile's max_early, else 0)",
)
def extend(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Give cues that are too short to read more time: free time after, free time before, then from neighbours.

    How early a cue may begin, how long it may stay after its speech and what a neighbour gives is the profile's
    (:class:`Allowances`). Words are not touched. A cue that cannot be helped fully gets what is free; in a fix, which
    must change nothing when it is run again, only where its neighbour is what ends it.
    """
    times = _Times(track, profile, options, borrow=options.time("borrow", BORROW))
    lead = options.time("lead", None)
    if lead is not None:
        allowed = times.allowed
        times.allowed = Allowances(lead, allowed.late, allowed.hang, allowed.lend)
    for i in range(len(track.cues)):
        missing = times.need(i) - times.duration(i)
        if missing > 0 and times.duration(i) > 0:
            _extend(times, i, missing)
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
        times.starts[i] -= min(lead, times.space_before(i))
        times.ends[i] += min(tail, times.space_after(i))
    return times.result()


def _extend(times: _Times, i: int, missing: int) -> None:
    free = times.space_after(i)
    hang = max(0, times.latest(i) - times.ends[i])
    early = max(0, times.starts[i] - times.earliest(i))
    after = min(missing, free, hang)
    before = min(missing - after, times.space_before(i), early)
    longest = times.limits.max_duration
    rest = missing - after - before
    later = sooner = lent = 0
    if rest > 0 and not (longest and times.need(i) > longest):
        lent = min(rest, times.lends_start(i + 1)) if after == free else 0
        later = min(lent, hang - after)
        sooner = min(rest - later, times.lends_end(i - 1), early - before)
    if after + before + later + sooner < missing:
        if times.options.came:  # in a fix: a second one, which cannot know what the first one took, would go on
            ended = after == free and after + before + lent + sooner < missing
            after, before = (after if ended else 0), 0
        later = sooner = 0
    if later:
        times.starts[i + 1] = max(times.starts[i + 1], times.ends[i] + after + later + times.gap)
    if sooner:
        times.ends[i - 1] = min(times.ends[i - 1], times.starts[i] - before - sooner - times.gap)
    times.ends[i] += after + later
    times.starts[i] -= before + sooner


@takes()
def shorten(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """End cues that last longer than the profile allows at the longest duration; speech that goes on is not cut.

    A cue whose word times reach further, or whose text needs more time to be read, stays as it is.
    """
    times = _Times(track, profile, options)
    longest = times.limits.max_duration
    if longest is None:
        return Result(track)
    for i, cue in enumerate(track.cues):
        heard = spoken(cue)
        end = times.starts[i] + longest
        if times.duration(i) > longest and times.need(i) <= longest and (heard is None or heard[1] <= end):
            times.ends[i] = end
    return times.result()


@takes(side="which cue gives way: earlier, later, both")
def gaps(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Part cues that overlap or are closer than the smallest gap: the earlier ends sooner.

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
    """Take ``missing`` ms from two cues, unless that leaves one of them too short; return whether it was done."""
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
    """Repair times that no player can show: before 0, or an end that is not after the start.

    A start before 0 becomes 0. A reversed cue whose end and start fit between its neighbours when swapped is swapped;
    any other gets the time it needs to be read, as far as the next cue leaves it.
    """
    cues = list(track.cues)
    for i, cue in enumerate(cues):
        if cue.start >= 0 and cue.end > cue.start:
            continue
        following = cues[i + 1].start if i + 1 < len(cues) else None
        before = cues[i - 1].end if i else 0
        cues[i] = _repaired(
            cue, before, following, lambda c: needed_time(c.text, profile.published(options.rate), profile)
        )
    return Result(track if all(a is b for a, b in zip(cues, track.cues, strict=True)) else track.replace(cues=cues))


def _repaired(cue: Cue, before: int, following: int | None, need: Callable[[Cue], int]) -> Cue:
    start, end = max(0, cue.start), cue.end
    if end < cue.start and max(0, before) <= end and (following is None or cue.start <= following):
        return cue.replace(start=end, end=start)
    if end <= start:
        reach = start + need(cue)
        end = min(reach, following) if following is not None and following > start else reach
    return cue.replace(start=start, end=end)
