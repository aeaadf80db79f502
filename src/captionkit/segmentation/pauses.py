"""A sentence that pauses: what a profile writes where a cue stops in mid-sentence and the next one comes late."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from captionkit.profiles.model import Profile
from captionkit.segmentation.row import Draft, WordRow
from captionkit.text.marks import ends_sentence
from captionkit.values import value

__all__ = ["PauseMarks", "pause_marks", "paused"]

#: A pause (ms) where a profile says how a cue goes on after one, but not how long it is; Netflix's threshold.
_PAUSE = 2000


@value
class PauseMarks:
    """What a profile writes where a sentence pauses for ``least`` ms or more: after the one cue, before the next."""

    least: int
    closing: str
    opening: str = ""


def pause_marks(profile: Profile, rate: Fraction | None) -> PauseMarks | None:
    """Return how a profile marks a pause (Netflix: an ellipsis after 2 s; BBC: ``...`` and ``..``), None for none."""
    ellipsis = str(profile.style.get("ellipsis") or "…")
    least = profile.time("pause_ellipsis", rate)
    if least:
        return PauseMarks(least, ellipsis, ellipsis if profile.style.get("restart_ellipsis") else "")
    opening = str(profile.style.get("continuation_start") or "")
    return PauseMarks(_PAUSE, ellipsis, opening) if opening else None


def paused(drafts: Iterable[Draft], marks: PauseMarks | None, language: str) -> Iterator[Draft]:
    """Yield the drafts, marked where a sentence of one speaker pauses between two of them.

    Only in text that is punctuated: there a word without a mark ends no sentence. Nothing is marked across turns, nor
    where a time is only estimated.
    """
    waiting: Draft | None = None
    punctuated = False
    for draft in drafts:
        punctuated = punctuated or _punctuated(draft.row)
        if waiting is not None:
            if marks and punctuated and _goes_on(waiting.row, draft.row, marks.least, language):
                waiting.closing, draft.opening = marks.closing, marks.opening
            yield waiting
        waiting = draft
    if waiting is not None:
        yield waiting


def _punctuated(row: WordRow) -> bool:
    return any(ends_sentence(word.text) for word in row.words)


def _goes_on(before: WordRow, after: WordRow, least: int, language: str) -> bool:
    last, first = before.words[-1], after.words[0]
    origin, following = before.origins[-1], after.origins[0]
    if following.forced or following.change or origin.label or origin.computed or origin.speaker != following.speaker:
        return False
    if not (last.timing.bounded and first.timing.bounded) or (first.start or 0) - (last.end or 0) < least:
        return False
    small = not first.text[:1].isupper() or language == "de"  # nouns have capitals there
    return last.text[-1:].isalnum() and first.text[:1].isalnum() and small
