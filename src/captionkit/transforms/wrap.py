"""Lines re-wrapped by the break model; and roll-up captions made into cues that show each line once."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from captionkit.diagnostics import Collector, Result
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.transforms.base import Options, language_of, takes

if TYPE_CHECKING:
    from captionkit.segmentation.engine import Engine

__all__ = ["deroll", "engine_of", "spoken_in", "wrap"]


@takes()
def wrap(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Wrap the lines of each cue again, in the profile's style; dialogues keep a line for each speaker."""
    from captionkit.segmentation.faults import report_lines
    from captionkit.segmentation.rewrap import wrapped

    engine = engine_of(profile, language_of(track, profile, options) or spoken_in(track))
    notes = Collector()
    cues = [wrapped(cue, engine) if cue.lines else cue for cue in track.cues]
    for number, cue in enumerate(cues, 1):
        report_lines(cue, number, engine.limits, notes)
    return Result(track.replace(cues=cues), notes.all)


def engine_of(profile: Profile, language: str, rate: Fraction | None = None) -> Engine:
    """Return the break model of a profile in a language; it is kept, since a fix asks for it cue by cue."""
    from captionkit.segmentation.engine import engine_for
    from captionkit.segmentation.options import SegmentOptions

    options = SegmentOptions(language=language, rate=rate)
    return profile.kept(("engine", language, rate), lambda: engine_for(profile, options, language))


def spoken_in(track: Track) -> str:
    """Return the language that a track's text is likely in."""
    from captionkit.languages import likely_language

    return likely_language(cue.text for cue in track)


@takes()
def deroll(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Turn captions that roll up, each cue repeating the last one's lines, into cues that say each line once."""
    from captionkit.formats.webvtt.youtube import deroll as unrolled

    return unrolled(track)
