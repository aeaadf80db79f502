"""Lines broken anew, by the break model; and rolling captions made into cues that stand."""

from __future__ import annotations

from captionkit.diagnostics import Result
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.transforms.base import Options, language_of, takes

__all__ = ["deroll", "wrap"]


@takes()
def wrap(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Break the lines of each cue anew, in the profile's taste; dialogues keep a line for each speaker."""
    from captionkit.segmentation.options import SegmentOptions
    from captionkit.segmentation.rewrap import rewrap

    return rewrap(track, profile, SegmentOptions(language=language_of(track, profile, options)))


@takes()
def deroll(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Turn captions that roll up, each cue repeating the last one's lines, into cues that say each line once."""
    from captionkit.formats.webvtt.youtube import deroll as unrolled

    return unrolled(track)
