"""Times from the sound: the best that this machine can do with a script and its film."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Literal, get_args

from captionkit.diagnostics import Collector, Result
from captionkit.errors import MissingExtraError, StageError, UsageError
from captionkit.registry import need

if TYPE_CHECKING:
    from collections.abc import Callable

    from captionkit.media import Activity
    from captionkit.model.transcript import Transcript
    from captionkit.timing.align import Aligned

__all__ = ["SOUND", "Engine", "Sound", "align_with", "report_activity", "times_from_sound"]

#: What of the sound is used: its words where the extra is there, when somebody speaks, only how long it is; or the best
#: of these that is possible.
Sound = Literal["auto", "words", "activity", "length"]
SOUND: tuple[str, ...] = get_args(Sound)
#: What finds words in the sound.
Engine = Literal["auto", "model", "voice"]


def times_from_sound(
    transcript: Transcript, media: str | os.PathLike[str], *, language: str = "", sound: Sound = "auto"
) -> Result[Transcript]:
    """Return an untimed transcript with the times that the sound of ``media`` gives.

    With ``"auto"`` the words are aligned where the extra ``align`` and espeak-ng are installed and the script is what
    is said; otherwise the sentences are fitted to the stretches in which somebody speaks. What is left untimed is for
    :func:`captionkit.timing.estimate`. A transcript with times comes back as it was.

    Raises InputError and EngineError for media that cannot be heard, MissingExtraError and StageError where ``"words"``
    were asked for and cannot be had.
    """
    if sound == "length" or _has_times(transcript):
        return Result(transcript)
    notes = Collector()
    if sound != "activity" and (sound == "words" or _can_align()):
        try:
            aligning = align_with(transcript, media, language=language)
            notes.extend(aligning.diagnostics)
            return Result(aligning.value.transcript, notes.all)
        except (MissingExtraError, StageError) as error:
            if sound == "words":
                raise
            notes.add("timing.not-aligned", f"{error.message}; the text was fitted to the stretches of sound instead")
    elif sound == "auto":
        notes.add(
            "timing.not-aligned",
            "the words were not looked for in the sound: the extra 'align' or espeak-ng is missing",
        )
    from captionkit.media import find_activity
    from captionkit.timing.listen import listen

    activity = find_activity(media)
    report_activity(activity, notes)
    fitting = listen(transcript, activity.stretches, language=language)
    notes.extend(fitting.diagnostics)
    return Result(fitting.value, notes.all)


def align_with(
    transcript: Transcript,
    media: str | os.PathLike[str],
    *,
    language: str = "",
    engine: Engine = "auto",
    progress: Callable[[str, float], None] | None = None,
) -> Result[Aligned]:
    """Return the transcript with the times at which its words are heard in ``media``.

    ``engine`` is ``"model"`` (the phoneme model), ``"voice"`` (the sound is compared with the text as espeak-ng speaks
    it) or ``"auto"``: the model where it runs on this machine.

    ``progress`` is called with what is being done and the share (0..1), or the seconds of sound, that is done.

    Raises StageError where text and sound have nothing to do with each other, UsageError where the language is not
    known, MissingExtraError without the extra ``align``, EngineError and InputError for media that cannot be heard.
    """
    from captionkit.media import find_activity
    from captionkit.media.phonemes import has_model, hear, pronounce
    from captionkit.timing.align import VOICE, align, align_by
    from captionkit.timing.words import split_words

    tongue = language or transcript.language
    if not tongue:
        raise UsageError("the language of the text is not known", hint="--language en, as BCP 47 has it")
    activity = find_activity(media)
    if engine == "voice" or (engine == "auto" and not has_model()):
        from captionkit.media.cepstra import compare
        from captionkit.timing.warp import warp

        limits = need("threadpoolctl", "align", "aligning").threadpool_limits
        with limits(1):  # small products on many threads cost more waiting than they save
            return align_by(
                transcript, lambda texts: warp(compare(media, activity, texts, tongue)), VOICE, activity.stretches
            )
    words = [word.text for s in transcript.spoken for word in split_words(s.text)]
    said = pronounce(words, tongue)
    # levels do not know speech: quiet words may lie outside of their stretches
    spans = activity.stretches if activity.method == "speech" else ((0, activity.duration),)
    heard = hear(media, spans, progress=None if progress is None else lambda at: progress("listening", at))
    return align(
        transcript, heard, said, activity.stretches,
        progress=None if progress is None else lambda at: progress("searching", at),
    )  # fmt: skip


def _has_times(transcript: Transcript) -> bool:
    return any(s.start is not None or any(w.start is not None for w in s.words) for s in transcript.segments)


def _can_align() -> bool:
    """Whether everything that an alignment needs is there."""
    from importlib.util import find_spec
    from shutil import which

    return find_spec("numpy") is not None and which("espeak-ng") is not None


def report_activity(activity: Activity, notes: Collector) -> None:
    """Report how the sound was listened to and what was found."""
    seconds = f"{activity.active / 1000:.0f} of {activity.duration / 1000:.0f} s"
    how = "speech, by a detector" if activity.method == "speech" else "sound, by its loudness"
    notes.add("timing.activity", f"{len(activity.stretches)} stretches of {how}, {seconds}")
    if not activity.clear:
        notes.add(
            "timing.few-pauses",
            f"{len(activity.stretches)} stretches in {activity.duration / 1000:.0f} s: too few to part sentences",
        )
