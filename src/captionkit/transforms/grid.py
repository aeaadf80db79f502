"""Putting times on frames and on shot changes."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from captionkit.diagnostics import Result
from captionkit.errors import UsageError
from captionkit.model.timecode import frames_to_ms, ms_to_frames, parse_rate
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.profiles.model import DEFAULT_RATE
from captionkit.timing.grid import snap
from captionkit.transforms.base import Options, takes

__all__ = ["Zones", "snap_frames", "snap_shots"]


def rate_of(profile: Profile, options: Options) -> Fraction | None:
    """Return the frame rate: asked for, else the profile's."""
    own = profile.style.get("frame_rate")
    return options.rate or (parse_rate(own) if own else None)


@takes(rate="frame rate (else --rate or the profile's)")
def snap_frames(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Move each start and end to the nearest frame; a cue keeps at least one frame.

    Raises UsageError where the rate is not known.
    """
    rate = options.frame_rate("rate") or rate_of(profile, options)
    if rate is None:
        raise UsageError("snap-frames needs the frame rate", hint="--rate 25, or --do snap-frames:rate=25")
    return Result(snap(track, rate))


@dataclass(frozen=True, slots=True)
class Zones:
    """Where starts and ends may be around a cut, in frames; after the timing guide that a profile cites.

    ``half`` is the window (half a second), ``near`` the last frame before a cut from which a start moves on to it,
    ``gap`` how many frames before a cut a cue ends.
    """

    rate: Fraction
    half: int
    near: int
    gap: int

    @classmethod
    def of(cls, profile: Profile, rate: Fraction | None) -> Zones | None:
        """Return a profile's zones at ``rate``, None where it has no rule for cuts."""
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
        """The ms beyond which a cut does not matter."""
        return frames_to_ms(self.half + 1, self.rate)

    def start(self, start: int, cuts: tuple[int, ...]) -> int:
        """Return where a start must be, in ms: on the cut, or half a second before it; ``start`` where it is fine."""
        frame = ms_to_frames(start, self.rate)
        for cut in _around(start, cuts):
            distance = frame - ms_to_frames(cut, self.rate)
            if distance == 0:
                return start
            if 0 < distance < self.half or -self.near <= distance < 0:
                return cut
            if -self.half < distance < 0:
                return frames_to_ms(ms_to_frames(cut, self.rate) - self.half, self.rate)
        return start

    def end(self, end: int, cuts: tuple[int, ...]) -> int:
        """Return where an end must be: ``gap`` frames before a cut within the window; ``end`` where it is fine."""
        frame = ms_to_frames(end, self.rate)
        for cut in _around(end, cuts):
            at = ms_to_frames(cut, self.rate)
            if frame == at - self.gap:
                return end
            if abs(frame - at) < self.half:
                return frames_to_ms(at - self.gap, self.rate)
        return end


def _around(time: int, cuts: tuple[int, ...]) -> list[int]:
    """Return the cuts next to a time, the nearer first."""
    at = bisect_left(cuts, time)
    return sorted(cuts[max(0, at - 1) : at + 1], key=lambda cut: abs(cut - time))


@takes()
def snap_shots(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Move starts and ends that are near a cut on to it, as the profile's zones say.

    A cue is left alone where it would lose its duration or run into its neighbour.

    Raises UsageError where no cuts are given.
    """
    if not options.cuts:
        raise UsageError("snap-shots needs the shot changes", hint="--shot-changes FILE (times, timecodes, or an EDL)")
    zones = Zones.of(profile, options.rate) or Zones(options.rate or DEFAULT_RATE, 12, 8, 2)
    cues = list(track.cues)
    for i, cue in enumerate(cues):
        start, end = zones.start(cue.start, options.cuts), zones.end(cue.end, options.cuts)
        floor_at = cues[i - 1].end if i else 0
        ceiling = track.cues[i + 1].start if i + 1 < len(cues) else end
        if (start < cue.start and start < floor_at) or (end > cue.end and end > ceiling) or end <= start:
            continue
        if (start, end) != (cue.start, cue.end):
            cues[i] = cue.replace(start=start, end=end)
    return Result(track.replace(cues=cues))
