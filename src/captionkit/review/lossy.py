"""What a file's own format cannot carry of what was edited: said when it is edited, not only when it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from captionkit.diagnostics import Diagnostic
from captionkit.formats import FORMATS
from captionkit.formats.loss import losses
from captionkit.model.track import Track
from captionkit.review.document import Delta, Document, Named, OpenTrack
from captionkit.review.judging import noticed

__all__ = ["losses_of", "said_of"]

#: Of a change of more cues than this it is said when the file is saved.
_MANY = 200


def losses_of(opened: OpenTrack) -> list[dict[str, Any]]:
    """Return what the format cannot carry of the cues of a track that are not as they came in."""
    came = set(map(id, opened.origin.cues))
    changed = [one for one in opened.named if id(one[1]) not in came]
    ids = [name for name, _ in changed]
    return [noticed(diagnostic, ids) for diagnostic in _lost(opened.format, changed)]


def said_of(document: Document, delta: Delta) -> str:
    """Return what a change puts in that the format of the track cannot carry, in words; ``""`` for nothing."""
    said: dict[str, None] = {}
    for one in delta.splices:
        if len(one.new) <= _MANY:
            format = document.tracks[one.track].format
            before = {diagnostic.message for diagnostic in _lost(format, one.old)}
            said |= {d.message: None for d in _lost(format, one.new) if d.message not in before}
    return "; ".join(said)


def _lost(format: str, cues: Sequence[Named]) -> list[Diagnostic]:
    if not cues:
        return []
    found = losses(Track([cue for _, cue in cues]), FORMATS.get(format))
    return [diagnostic for diagnostic in found if diagnostic.cue is not None]
