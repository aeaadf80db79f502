"""Putting times on frames and on shot changes."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from captionkit.diagnostics import Result
from captionkit.errors import UsageError
from captionkit.model.cue import Cue
from captionkit.model.timecode import frames_to_ms, ms_to_frames, parse_rate
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.profiles.model import DEFAULT_RATE
from captionkit.transforms.base import Options, takes

__all__ = ["Zones", "rate_of", "snap_frames", "snap_shots"]


def rate_of(profile: Profile, options: Options) -> Fraction | None:
    """Return the frame rate: asked for, else the profile's."""
    own = profile.style.get("frame_rate")
    return options.rate or (parse_rate(own) if own else None)


@takes(rate="frame rate (else --rate or the profile's)")
def snap_frames(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Move each start and end to a frame, a start and the end before it together.

    The nearest frame, unless a gap or a duration that was long enough would then be too short: gaps of about the
    profile's smallest become as many frames. Where all times are within 1 ms of frames they stay. A cue keeps at least
    one frame.

    Raises UsageError where the rate is not known.
    """
    rate = options.frame_rate("rate") or rate_of(profile, options)
    if rate is None:
        raise UsageError("snap-frames needs the frame rate", hint="--rate 25, or --do snap-frames:rate=25")
    grid = _Grid(profile, rate)
    cues: list[Cue] = []
    before: int | None = None
    for i, cue in enumerate(track.cues):
        start, end = grid.place(cue, track.cues[i + 1] if i + 1 < len(track.cues) else None, before)
        before = end
        times = frames_to_ms(start, rate), frames_to_ms(end, rate)
        cues.append(cue if times == (cue.start, cue.end) else cue.replace(start=times[0], end=times[1]))
    rounded = all(
        abs(a.start - b.start) <= 1 and abs(a.end - b.end) <= 1 for a, b in zip(cues, track.cues, strict=True)
    )
    return Result(track if rounded else track.replace(cues=cues))


class _Grid:
    """The frames of a rate, and a profile's limits in frames."""

    def __init__(self, profile: Profile, rate: Fraction) -> None:
        self.rate = rate
        self.limits = profile.published(rate)
        self.gap = self._at_least(self.limits.min_gap)
        self.chain = self._at_least(self.limits.chain_gap)
        self.shortest = self._at_least(self.limits.min_duration)
        longest = self.limits.max_duration
        self.longest = None if longest is None else floor((longest + 1) * rate / 1000)

    def _at_least(self, ms: int | None) -> int:
        return 0 if not ms else ceil((ms - 1) * self.rate / 1000)

    def place(self, cue: Cue, following: Cue | None, before: int | None) -> tuple[int, int]:
        """Return the frames at which a cue begins and ends, given where the one before it ends."""
        start, end = ms_to_frames(cue.start, self.rate), ms_to_frames(cue.end, self.rate)
        last = None
        if following is not None:
            end, last = self._parted(end, cue, following)
        if cue.end <= cue.start:
            return start, end
        if self.longest and cue.duration <= (self.limits.max_duration or 0):
            end = min(end, start + self.longest)
        if end - start < self.shortest <= self._at_least(cue.duration + 1):
            if last is None or end < last:
                end += 1
            elif before is None or start - 1 - before >= self.gap:
                start -= start > 0
        return start, max(end, start + 1)

    def _parted(self, end: int, cue: Cue, following: Cue) -> tuple[int, int | None]:
        """Return the frame at which a cue ends before the next one, and the last at which it may end."""
        following_start = ms_to_frames(following.start, self.rate)
        gap = following.start - cue.end
        if gap < 0:
            return end, None
        if self.gap and ms_to_frames(gap, self.rate) == self.gap:
            return following_start - self.gap, following_start - self.gap
        least = self.gap if gap + 1 >= (self.limits.min_gap or 0) else min(1, gap)
        if self.chain and gap >= (self.limits.chain_gap or 0):
            least = self.chain
        last = following_start - least
        return min(end, last), last


@dataclass(frozen=True, slots=True)
class Zones:
    """Where starts and ends may be around a shot change, in frames; after the timing guide a profile cites.

    ``half`` is the window (half a second), ``near`` the last frame before a shot change from which a start moves to it,
    ``gap`` how many frames before a shot change a cue ends.
    """

    rate: Fraction
    half: int
    near: int
    gap: int

    @classmethod
    def of(cls, profile: Profile, rate: Fraction | None) -> Zones | None:
        """Return a profile's zones at ``rate``, None where it has no rule for shot changes."""
        window = profile.style.get("shot_window")
        if window is None:
            return None
        rate = rate or DEFAULT_RATE
        half = floor((window.exact(rate) or 0) * rate / 1000 + Fraction(1, 2))
        share = Fraction(str(profile.style.get("shot_near") or "0.75"))
        gap = profile.style.get("shot_gap")
        frames = floor((gap.exact(rate) or 0) * rate / 1000 + Fraction(1, 2)) if gap else 0
        return cls(rate, half, floor(half * share + Fraction(1, 2)) - 1, frames)

    @property
    def reach(self) -> int:
        """The ms beyond which a shot change does not matter."""
        return frames_to_ms(self.half + 1, self.rate)

    def start(self, start: int, changes: tuple[int, ...]) -> int:
        """Return where a start must be, in ms: on the shot change, or half a second before it; or where it is."""
        frame = ms_to_frames(start, self.rate)
        for change in _around(start, changes):
            distance = frame - ms_to_frames(change, self.rate)
            if distance == 0:
                return start
            if 0 < distance < self.half or -self.near <= distance < 0:
                return change
            if -self.half < distance < 0:
                return frames_to_ms(ms_to_frames(change, self.rate) - self.half, self.rate)
        return start

    def end(self, end: int, changes: tuple[int, ...]) -> int:
        """Return where an end must be: ``gap`` frames before a shot change within the window; or where it is."""
        frame = ms_to_frames(end, self.rate)
        for change in _around(end, changes):
            at = ms_to_frames(change, self.rate)
            if frame == at - self.gap:
                return end
            if abs(frame - at) < self.half:
                return frames_to_ms(at - self.gap, self.rate)
        return end


def _around(time: int, changes: tuple[int, ...]) -> list[int]:
    """Return the shot changes next to a time, the nearer first."""
    at = bisect_left(changes, time)
    return sorted(changes[max(0, at - 1) : at + 1], key=lambda change: abs(change - time))


@takes()
def snap_shots(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Move starts and ends that are near a shot change on to it, as the profile's zones say.

    A cue is left alone where it would lose its duration or run into its neighbour.

    Raises UsageError where no shot changes are given.
    """
    if not options.shot_changes:
        raise UsageError("snap-shots needs the shot changes", hint="--shot-changes FILE (times, timecodes, or an EDL)")
    zones = Zones.of(profile, options.rate) or Zones(options.rate or DEFAULT_RATE, 12, 8, 2)
    cues = list(track.cues)
    for i, cue in enumerate(cues):
        start, end = zones.start(cue.start, options.shot_changes), zones.end(cue.end, options.shot_changes)
        floor_at = cues[i - 1].end if i else 0
        ceiling = track.cues[i + 1].start if i + 1 < len(cues) else end
        if (start < cue.start and start < floor_at) or (end > cue.end and end > ceiling) or end <= start:
            continue
        if (start, end) != (cue.start, cue.end):
            cues[i] = cue.replace(start=start, end=end)
    return Result(track.replace(cues=cues))
