"""The language of a transcript that does not say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from captionkit.diagnostics import Result, report

if TYPE_CHECKING:
    from captionkit.model.transcript import Transcript

__all__ = ["GUESSED", "with_language"]

#: The key of a transcript's ``meta`` that holds how sure (0..1) its language is, where it was guessed from the text.
GUESSED = "language.guessed"


def with_language(transcript: Transcript) -> Result[Transcript]:
    """Return the transcript with the language its speech is in, where it states none and the guess is sure enough.

    That it was guessed is reported (``transcript.language-guessed``) and kept in ``meta[GUESSED]``.

    >>> from captionkit import Segment, Transcript
    >>> with_language(Transcript((Segment("Das Boot liegt noch immer im Hafen."),))).value.language
    'de'
    """
    if transcript.language:
        return Result(transcript)
    from captionkit.languages import SURE, guess_language, joined

    guess = guess_language(joined(s.text or " ".join(w.text for w in s.words) for s in transcript.spoken))
    if not guess.language or guess.confidence < SURE:
        return Result(transcript)
    guessed = report(
        "transcript.language-guessed",
        f"nothing says what language this is; taken for {guess.language} ({guess.confidence:.0%} sure)",
        data={"language": guess.language, "confidence": guess.confidence, "runner_up": guess.runner_up},
    )
    meta = {**transcript.meta, GUESSED: guess.confidence}
    return Result(transcript.replace(language=guess.language, meta=meta), (guessed,))
