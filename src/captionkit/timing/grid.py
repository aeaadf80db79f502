"""The frame grid: cue times moved onto frames."""

from __future__ import annotations

from fractions import Fraction

from captionkit.model.cue import Cue
from captionkit.model.timecode import frames_to_ms, ms_to_frames
from captionkit.model.track import Track

__all__ = ["snap"]


def snap(track: Track, rate: Fraction) -> Track:
    """Return the track with every start and end on the nearest frame at ``rate`` frames per second.

    A cue keeps at least one frame, unless it had no length before. Applying it again changes nothing.

    >>> snap(Track((Cue(10, 95, "Good evening."),)), Fraction(25)).cues[0].duration
    80
    """
    return track.replace(cues=(_snapped(cue, rate) for cue in track.cues))


def _snapped(cue: Cue, rate: Fraction) -> Cue:
    start, end = ms_to_frames(cue.start, rate), ms_to_frames(cue.end, rate)
    if end <= start and cue.end > cue.start:
        end = start + 1
    times = frames_to_ms(start, rate), frames_to_ms(end, rate)
    return cue if times == (cue.start, cue.end) else cue.replace(start=times[0], end=times[1])
