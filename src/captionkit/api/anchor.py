"""Times for an edited text from another record of the same speech, or from the sound itself."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from captionkit.api.caption import Captioned, caption_transcript
from captionkit.api.load import reading_options
from captionkit.api.read_transcript import as_transcript

if TYPE_CHECKING:
    from captionkit.api.sound import Engine
    from captionkit.diagnostics import Diagnostic
    from captionkit.model.transcript import Transcript
    from captionkit.sources import Readable, ReadOptions
    from captionkit.timing.anchor import Passage

__all__ = ["AlignedCaptions", "AnchoredCaptions", "align", "anchor"]


@dataclass(frozen=True, slots=True)
class AnchoredCaptions(Captioned):
    """What :func:`anchor` made: of ``words`` words ``kept`` have the time of the same word; and the passages that one
    side lacks or has elsewhere.
    """

    kept: int = 0
    words: int = 0
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True)
class AlignedCaptions(Captioned):
    """What :func:`align` made: of ``sentences`` those ``unspoken`` were not found, ``unwritten`` are the stretches (ms)
    of speech without text; ``score`` is the median clearness (the model's: a natural logarithm, nearer 0 is clearer;
    the voice's: by how much sentences are nearer to their own voice than to others, 0.05 and more is clear).
    """

    score: float = 0.0
    sentences: int = 0
    unspoken: tuple[str, ...] = ()
    unwritten: tuple[tuple[int, int], ...] = ()


def anchor(
    source: Readable,
    times: Readable,
    *,
    from_format: str | None = None,
    times_format: str | None = None,
    language: str = "",
    moved: bool = True,
    read_options: ReadOptions | None = None,
    **captioning: Any,
) -> AnchoredCaptions:
    r"""Caption an edited text with the times of the same words elsewhere: speech-to-text, or an older track.

    ``source`` is the text to show, ``times`` what has the times. Words that both have keep theirs; words that replace
    others are fitted into the time of those; new ones are interpolated and marked. ``moved`` lets passages that stand
    elsewhere in the text go to where they are heard. ``captioning`` are keywords of
    :func:`captionkit.caption_transcript`: ``profile``, ``speakers``, ``include`` ...

    Raises InputError where less than a tenth of the words is found, and as :func:`captionkit.read_transcript`.

    >>> made = anchor(b"Good evening, Anna.", b"1\n00:00:02,000 --> 00:00:03,500\ngood evening anna\n")
    >>> made.kept, made.track[0].text, made.track[0].start
    (3, 'Good evening, Anna.', 2000)
    """
    from captionkit.timing import fill_words
    from captionkit.timing.anchor import anchor as anchored

    reading = as_transcript(source, from_format, reading_options(read_options, language))
    record = as_transcript(times, times_format, reading_options(None, language or reading.value.language))
    filled = fill_words(record.value)
    anchoring = anchored(_untimed(reading.value), filled.value, moved=moved)
    found = anchoring.value
    rate = read_options.rate if read_options else None
    made = caption_transcript(found.transcript, language=language, rate=rate, **captioning)
    notes = (*reading.diagnostics, *record.diagnostics, *anchoring.diagnostics)
    return AnchoredCaptions(
        **_as_given(_reported(made, notes)), kept=found.kept, words=found.words, passages=found.passages
    )


def align(
    source: Readable,
    media: str | os.PathLike[str],
    *,
    from_format: str | None = None,
    language: str = "",
    engine: Engine = "auto",
    progress: Callable[[str, float], None] | None = None,
    read_options: ReadOptions | None = None,
    **captioning: Any,
) -> AlignedCaptions:
    """Caption a script with the times at which its words are heard in ``media``; offline, without a GPU.

    Needs the extra ``align`` and the programs ffmpeg and espeak-ng. ``engine`` is ``"model"`` (a phoneme model),
    ``"voice"`` (the sound is compared with the text as espeak-ng speaks it) or the first of these that runs here. Times
    that the script has are not used. Sentences that nobody says keep an estimate and are listed, as is speech that has
    no text. ``progress`` is called with what is being done and how far it is. ``captioning`` are keywords of
    :func:`captionkit.caption_transcript`.

    Raises StageError where text and sound have nothing to do with each other, MissingExtraError, EngineError,
    InputError, UsageError where the language is not known.
    """
    from captionkit.api.sound import align_with

    reading = as_transcript(source, from_format, reading_options(read_options, language))
    aligning = align_with(_untimed(reading.value), media, language=language, engine=engine, progress=progress)
    found = aligning.value
    rate = read_options.rate if read_options else None
    made = caption_transcript(found.transcript, media=media, language=language, rate=rate, **captioning)
    return AlignedCaptions(
        **_as_given(_reported(made, (*reading.diagnostics, *aligning.diagnostics))),
        score=found.score,
        sentences=found.sentences,
        unspoken=found.unspoken,
        unwritten=found.unwritten,
    )


def _untimed(transcript: Transcript) -> Transcript:
    from captionkit.model.transcript import Timing

    return transcript.replace(
        segments=tuple(s.replace(start=None, end=None, words=(), timing=Timing.NONE) for s in transcript.segments)
    )


def _reported(made: Captioned, before: tuple[Diagnostic, ...]) -> Captioned:
    found = (*before, *made.diagnostics)
    return replace(made, track=made.track.replace(diagnostics=found), diagnostics=found)


def _as_given(made: Captioned) -> dict[str, Any]:
    return {f.name: getattr(made, f.name) for f in fields(Captioned)}
