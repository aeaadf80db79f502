"""Which reading explains a text best: every style looks at every line, and the best and its runner-up are told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from captionkit.transcripts.text.heads import INSIDE, STYLES, Head, TimeStyle
from captionkit.transcripts.text.rows import Row
from captionkit.transcripts.text.times import Ruler, Stamp, monotonic, stamp_of

__all__ = ["Scored", "score_styles"]

#: What a line is worth: it begins an entry; it continues one; it precedes them all; it has a time nobody reads.
_HEAD, _BODY, _BEFORE = 1.0, 0.6, 0.2

#: Times must go forward in at least this share of steps (a tape change sets them back now and then).
FORWARD = 0.8


class Scored(NamedTuple):
    """A style with its score (0..1), what it found in each row, and the share of the rows that it explains (0..1)."""

    style: TimeStyle
    score: float
    heads: list[Head | None]
    explained: float = 0.0


def score_styles(rows: Sequence[Row]) -> list[Scored]:
    """Return the styles with their scores, best first."""
    found = [(style, [style.head(row) for row in rows]) for style in STYLES]
    timed = [
        any(heads[at] is not None for style, heads in found if style.name != "time-inside") for at in range(len(rows))
    ]
    scored = []
    for style, heads in found:
        score = _score(style.name, rows, heads, timed)
        scored.append(Scored(style, score, heads, _explained(style.name, heads, timed) if score else 0.0))
    return sorted(scored, key=lambda s: -s.score)


def _score(name: str, rows: Sequence[Row], heads: Sequence[Head | None], timed: Sequence[bool]) -> float:
    if not heads:
        return 1.0 if name == "untimed" else 0.0
    if name != "untimed" and not _believable(_stamps(name, rows, heads), opens=heads[0] is not None):
        return 0.0
    total, begun = 0.0, name in ("untimed", "time-last", "time-inside")
    for head, is_timed in zip(heads, timed, strict=True):
        begun = begun or head is not None
        if head is not None:
            total += _worth(name)
        elif not is_timed:
            total += _BODY if begun else _BEFORE
    return total / len(heads)


def _explained(name: str, heads: Sequence[Head | None], timed: Sequence[bool]) -> float:
    """Return the share of the rows that begin or continue an entry, no time in them being left unread."""
    begun = name in ("untimed", "time-last", "time-inside")
    count = 0
    for head, is_timed in zip(heads, timed, strict=True):
        begun = begun or head is not None
        count += head is not None or (begun and not is_timed)
    return count / len(heads) if heads else 1.0


def _worth(name: str) -> float:
    return 0.8 if name == "time-inside" else 0.95 if name == "time-last" else _HEAD


def _stamps(name: str, rows: Sequence[Row], heads: Sequence[Head | None]) -> list[Stamp]:
    if name == "time-inside":
        found = [stamp_of(match["a"]) for row in rows for match in INSIDE.finditer(row.text)]
    else:
        found = [head.start or head.end for head in heads if head is not None]
    return [stamp for stamp in found if stamp is not None]


def _believable(stamps: Sequence[Stamp], *, opens: bool) -> bool:
    """Whether so many times in such an order can be a time track: one alone must open the text."""
    if len(stamps) < 2 and not (stamps and opens):
        return False
    clock = Ruler()
    return monotonic([clock.ms(stamp) for stamp in stamps]) >= FORWARD
