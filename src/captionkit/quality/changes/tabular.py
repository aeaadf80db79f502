"""One row a change, for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from fractions import Fraction

from captionkit.model.cue import Cue
from captionkit.model.timecode import format_clock, ms_to_frames
from captionkit.quality.changes.report import Changes, numbered, words_of
from captionkit.quality.changes.revision import Revision
from captionkit.quality.reports.tabular import cell

__all__ = ["render"]


def render(changes: Changes) -> str:
    """Return a row a change: what it is, the cues' numbers, times before and after, how far they moved, the texts."""
    unit = "frames" if changes.rate else "ms"
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((
        "change", "old cues", "new cues", "old start", "old end", "new start", "new end", f"start moved ({unit})",
        f"end moved ({unit})", "old text", "new text",
    ))  # fmt: skip
    for one in changes.items:
        writer.writerow(_row(one, changes.rate))
    return out.getvalue()


def _row(one: Revision, rate: Fraction | None) -> list[str | int]:
    (old_start, new_start), (old_end, new_end) = one.start, one.end
    times = [format_clock(time) if time is not None else "" for time in (old_start, old_end, new_start, new_end)]
    moved = [_by(old, new, rate) for old, new in (one.start, one.end)]
    texts = ["", ""] if one.kind == "shifted" else [cell(_text(cues)) for cues in (one.before, one.after)]
    return [cell(", ".join(words_of(one))), numbered(one.old), numbered(one.new), *times, *moved, *texts]


def _by(old: int | None, new: int | None, rate: Fraction | None) -> str | int:
    if old is None or new is None:
        return ""
    return new - old if rate is None else ms_to_frames(new, rate) - ms_to_frames(old, rate)


def _text(cues: Sequence[Cue]) -> str:
    return "\n".join(cue.text for cue in cues)
