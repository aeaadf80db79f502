"""The stage itself: a transcript with word times in, a caption track of a house style out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from captionkit.diagnostics import Collector, Result
from captionkit.model.track import Cue, Track
from captionkit.model.transcript import Timing, Transcript
from captionkit.profiles.model import Profile
from captionkit.segmentation.blocks import blocks
from captionkit.segmentation.cues import Draft, draft_cues, finish
from captionkit.segmentation.engine import Engine, engine_for
from captionkit.segmentation.options import SegmentOptions
from captionkit.segmentation.report import report_faults
from captionkit.segmentation.tokens import Token, gather
from captionkit.segmentation.words import guess_language

__all__ = ["cut", "segment", "timing_of"]


def segment(transcript: Transcript, profile: Profile, options: SegmentOptions | None = None) -> Result[Track]:
    """Return a caption track of a transcript: cues and lines chosen together, within the profile's limits.

    Words keep their order and their letters. Only speech is captioned, unless ``options.include`` names other kinds;
    whatever is left out is reported (``segment.left-out``). Where limits cannot all be met the least bad is chosen and
    reported per cue. Each cue's ``extras["breaks"]`` holds the probability of its line ends and of its end.

    Raises UnknownNameError for an unknown break style.

    >>> from captionkit.model.transcript import Segment, Word
    >>> words = [Word(w, 300 * i, 300 * i + 280, timing=Timing.GIVEN) for i, w in enumerate(
    ...     "The harbour master closed the port because the wind had risen all night.".split())]
    >>> said = Transcript((Segment("", words=tuple(words)),), language="en")
    >>> from captionkit.profiles import load
    >>> print(segment(said, load("default")).value.text)
    The harbour master closed the port
    because the wind had risen all night.
    """
    options = options or SegmentOptions()
    notes = Collector()
    tokens = gather(transcript, profile, options, notes)
    language = options.language or transcript.language
    engine = engine_for(profile, options, language or guess_language(token.text for token in tokens))
    drafts = list(cut(tokens, engine, options, profile))
    cues = finish(drafts, engine, options, str(profile.style.get("dialog_style") or ""))
    report_faults(cues, engine.limits, notes)
    return Result(Track(tuple(cues), language=language, timing=timing_of(cues)), notes.all)


def cut(tokens: Sequence[Token], engine: Engine, options: SegmentOptions, profile: Profile) -> Iterator[Draft]:
    """Yield the cues of a row of tokens, block by block, not yet timed."""
    language = engine.model.language
    for begin, end, ends in blocks(tokens, language):
        chosen = engine.cut(tokens, begin, end, ends)
        yield from draft_cues(tokens, begin, chosen, explain=options.explain, engine=engine, ends=ends)


def timing_of(cues: Iterable[Cue]) -> Timing:
    """Return the weakest way in which the cues' times came about."""
    order = (Timing.NONE, Timing.ESTIMATED, Timing.INTERPOLATED, Timing.ALIGNED, Timing.GIVEN)
    return min((cue.timing for cue in cues), key=order.index, default=Timing.NONE)
