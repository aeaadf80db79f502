"""The stage itself: a transcript with word times in, a caption track of a style guide out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice

from captionkit.diagnostics import Collector, Result
from captionkit.languages import likely_language
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.model.transcript import Segment, Timing, Transcript
from captionkit.profiles.model import Profile
from captionkit.segmentation.blocks import blocks
from captionkit.segmentation.cues import Draft, draft_cues, finish, report_faults
from captionkit.segmentation.engine import Engine, engine_for
from captionkit.segmentation.gather import gather
from captionkit.segmentation.options import SegmentOptions
from captionkit.segmentation.row import Row

__all__ = ["cut", "segment", "stream", "timing_of"]

#: Words that the language is judged by.
FIRST = 400


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
    language = options.language or transcript.language
    cues = tuple(stream(transcript.segments, profile, options.replace(language=language), notes))
    report_faults(cues, profile.in_language(language).limits(options.rate), notes)
    return Result(Track(cues, language=language, timing=timing_of(cues)), notes.all)


def stream(
    segments: Iterable[Segment], profile: Profile, options: SegmentOptions, notes: Collector | None = None
) -> Iterator[Cue]:
    """Yield the cues of segments as they come: the same cues as :func:`segment` makes of the whole.

    A cue is handed on when the sentence after it is known. What is left out is noted in ``notes``; limits that could
    not be met are for the caller to report. Without a language the first words decide which one they are.

    Raises UnknownNameError for an unknown break style.
    """
    rows = gather(segments, profile, options, options.language, notes or Collector())
    language = options.language
    if not language:
        first = _first(rows)
        language = likely_language(islice((text for row in first for text in row.texts), FIRST))
        rows = chain(first, rows)
    engine = engine_for(profile, options, language)
    for _, cue in finish(cut(rows, engine, options), engine, options, dialogue_style(profile)):
        yield cue


def _first(rows: Iterator[Row]) -> list[Row]:
    """Take rows until they hold the words that the language is judged by."""
    taken: list[Row] = []
    count = 0
    for row in rows:
        taken.append(row)
        count += len(row)
        if count >= FIRST:
            break
    return taken


def cut(rows: Iterable[Row], engine: Engine, options: SegmentOptions) -> Iterator[Draft]:
    """Yield the cues that words are divided into, block by block, not yet timed."""
    for row, count, ends in blocks(rows, engine.model.language):
        chosen = engine.cut(row, count, ends)
        yield from draft_cues(row, chosen, ends, engine, explain=options.explain)


def dialogue_style(profile: Profile) -> str:
    """Return how the guide marks two speakers in a cue; ``""`` where it does not say."""
    return str(profile.style.get("dialog_style") or "")


def timing_of(cues: Iterable[Cue]) -> Timing:
    """Return the weakest way in which the cues' times came about."""
    return Timing.weakest(cue.timing for cue in cues)
