"""Why a break stands where it stands: what it cost, and what the runner-up was."""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import TYPE_CHECKING, Any

from captionkit.segmentation.optimise import Chosen
from captionkit.segmentation.row import WordRow
from captionkit.values import value

if TYPE_CHECKING:
    from captionkit.model.track import Track
    from captionkit.segmentation.engine import Engine

__all__ = ["Break", "explain_breaks", "explained"]

#: How many words on either side of a break an alternative is looked for.
_REACH = 8


@value
class Break:
    """One break: ``kind`` is ``line`` or ``cue``; it stands after ``after`` and before ``before``.

    ``probability`` is the share of all legal divisions, weighed by their worth, that break there; ``cost`` its negative
    natural log. ``score`` is the break model's log odds of the gap against no break. The ``runner_up`` fields say the
    same of the most probable alternative nearby, empty where none is possible.
    """

    cue: int
    kind: str
    after: str
    before: str
    probability: float
    cost: float
    score: float
    runner_up: str = ""
    runner_up_cost: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        return {name: getattr(self, name) for name in self.__match_args__}

    def __str__(self) -> str:
        mark = "/" if self.kind == "line" else "//"
        other = (
            f"; next best {self.runner_up!r} at {self.runner_up_cost:.2f}" if self.runner_up_cost is not None else ""
        )
        return f"cue {self.cue}: {self.after!r} {mark} {self.before!r} cost {self.cost:.2f}{other}"


def explain_breaks(
    row: WordRow, chosen: Chosen, engine: Engine, ends: Sequence[bool], *, known: bool = False
) -> list[list[dict[str, Any]]]:
    """Return for each cue of a block its breaks as JSON-ready rows; cue numbers are filled in by :func:`explained`."""
    count = chosen.cues[-1][1] + 1
    scored = (engine.scored_lines if known else engine.scored)(row[:count], ends[:count])
    texts = row.texts[:count]
    following = row.words[count].text if count < len(row) else ""
    reasons = []
    for first, last, breaks in chosen.cues:
        inside = [_row(k, "line", chosen.p_line, scored.line, texts, following, (first, last)) for k in breaks]
        around = (first, min(count - 1, last + _REACH))
        reasons.append([*inside, _row(last, "cue", chosen.p_cue, scored.cue, texts, following, around)])
    return reasons


def _row(
    at: int,
    kind: str,
    chances: Sequence[float],
    scores: Sequence[float],
    texts: Sequence[str],
    following: str,
    within: tuple[int, int],
) -> dict[str, Any]:
    low, high = max(within[0], at - _REACH), min(within[1], at + _REACH + 1)
    others = [k for k in range(low, high) if k != at and k + 1 < len(texts)]
    best = max(others, key=lambda k: chances[k], default=None)
    known = best is not None and chances[best] > 0.0005
    row = Break(
        cue=0,
        kind=kind,
        after=texts[at],
        before=texts[at + 1] if at + 1 < len(texts) else following,
        probability=round(min(1.0, chances[at]), 3),
        cost=_cost(chances[at]),
        score=round(scores[at], 2),
        runner_up=f"{texts[best]} / {texts[best + 1]}" if known and best is not None else "",
        runner_up_cost=_cost(chances[best]) if known and best is not None else None,
    )
    return row.as_dict()


def _cost(chance: float) -> float:
    return round(-log(min(1.0, max(chance, 1e-9))), 2) + 0.0


def explained(track: Track) -> tuple[Break, ...]:
    """Return the breaks of a track that was made with ``explain``, in order."""
    found = []
    for number, cue in enumerate(track, 1):
        found += [Break(**(row | {"cue": number})) for row in cue.extras.get("explain", ())]
    return tuple(found)
