"""A sentence that stops: what a profile writes where a cue ends in mid-sentence and the next is late, or another's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from captionkit.profiles.model import Profile
from captionkit.segmentation.features import ShapeReader
from captionkit.segmentation.row import Draft, WordRow
from captionkit.text.marks import ends_sentence
from captionkit.values import value

__all__ = ["PauseMarks", "pause_marks", "paused"]

#: Who begins within this time (ms) of another's last word cuts him off.
_AT_ONCE = 300
#: A pause (ms) where a profile says how a cue goes on after one, but not how long it is; Netflix's threshold.
_PAUSE = 2000


@value
class PauseMarks:
    """What a profile writes where a sentence pauses for ``least`` ms or more: after the one cue, before the next;
    ``interrupted`` is its mark of a sentence that another speaker cuts off.
    """

    least: int
    closing: str
    opening: str = ""
    interrupted: str = ""


def pause_marks(profile: Profile, rate: Fraction | None) -> PauseMarks | None:
    """Return how a profile marks a pause (Netflix: an ellipsis after 2 s, in English ``--`` where somebody is cut off;
    BBC: ``...`` and ``..``), None for none.
    """
    ellipsis = str(profile.style.get("ellipsis") or "…")
    interrupted = str(profile.style.get("interruption_mark") or "")
    least = profile.time("pause_ellipsis", rate)
    if least:
        opening = ellipsis if profile.style.get("restart_ellipsis") else ""
        return PauseMarks(least, ellipsis, opening, interrupted)
    opening = str(profile.style.get("continuation_start") or "")
    return PauseMarks(_PAUSE, ellipsis, opening, interrupted) if opening else None


def paused(drafts: Iterable[Draft], marks: PauseMarks | None, reader: ShapeReader) -> Iterator[Draft]:
    """Yield the drafts, marked where a sentence of one speaker pauses between two of them, or another cuts it off.

    Only in text that is punctuated: there a word without a mark ends no sentence. A pause is none across turns, nor
    where a time is only estimated. A sentence is cut off where another speaker begins at once and its last word cannot
    end one: a name, or a word whose mark a recogniser left out, may.
    """
    waiting: Draft | None = None
    punctuated = False
    for draft in drafts:
        punctuated = punctuated or _punctuated(draft.row)
        if marks and punctuated and draft.dashed and _cut_off(draft.lines[0], draft.lines[1], reader):
            draft.between = marks.interrupted
        if waiting is not None:
            if marks and punctuated and _goes_on(waiting.row, draft.row, marks.least, reader.words.language):
                waiting.closing, draft.opening = marks.closing, marks.opening
            elif marks and punctuated and _cut_off(waiting.lines[-1], draft.row, reader):
                waiting.closing = marks.interrupted
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


def _cut_off(before: WordRow, after: WordRow, reader: ShapeReader) -> bool:
    """Whether somebody begins to speak while another's sentence waits for its next word ("I thought the")."""
    last, first = before.words[-1], after.words[0]
    origin, following = before.origins[-1], after.origins[0]
    other = following.change or (origin.speaker != following.speaker and bool(origin.speaker and following.speaker))
    if not other or origin.label or origin.computed or not (last.timing.bounded and first.timing.bounded):
        return False
    return (first.start or 0) - (last.end or 0) < _AT_ONCE and reader.shapes([last.text])[0].leans
