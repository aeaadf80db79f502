"""The target language and its style guide, as far as lines and cues are concerned: limits, cuts, breaks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from captionkit.model.cue import Cue
from captionkit.model.text import Line
from captionkit.profiles import Limits, Profile
from captionkit.text.scripts import count_unspaced
from captionkit.text.sentences import sentence_ends
from captionkit.translation.spread import BreakCosts
from captionkit.translation.units import TextToken

if TYPE_CHECKING:
    from captionkit.segmentation.engine import Engine

__all__ = ["TargetLayout", "layout_of"]

#: Breaks a cue's lines again; one line for each speaker goes in.
Breaker = Callable[[tuple[Line, ...]], tuple[Line, ...]]

#: Log odds of ending a cue that count as a good place (no cost) and as a bad one (cost 1).
_GOOD, _BAD = 1.0, -7.0
#: Words (or letters of scripts without spaces) of a cue beyond which its lines are not optimised.
_MOST = 150


@dataclass(frozen=True, slots=True)
class TargetLayout:
    """The target language and its style guide: limits, what a cut between cues costs, how lines are broken."""

    limits: Limits
    language: str
    costs: BreakCosts
    breaker: Breaker


def layout_of(profile: Profile, language: str) -> TargetLayout:
    """Return how text of a language is reflowed out in a style guide: the break model's costs and lines."""
    from captionkit.segmentation.engine import engine_for
    from captionkit.segmentation.options import SegmentOptions
    from captionkit.segmentation.rewrap import wrapped

    engine = engine_for(profile, SegmentOptions(), language)

    def costs(words: Sequence[TextToken]) -> list[float]:
        return _costs(engine, words, language)

    def breaker(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return wrapped(Cue(0, 0, lines), engine).lines if _few(lines) else lines

    return TargetLayout(profile.limits(), language, costs, breaker)


def _few(lines: tuple[Line, ...]) -> bool:
    """Return whether lines can be those of one cue; what is ten times as long stays as it is and is reported."""
    return sum(line.text.count(" ") + 1 + count_unspaced(line.text) for line in lines) <= _MOST


def _costs(engine: Engine, words: Sequence[TextToken], language: str) -> list[float]:
    """Return the cost of a cut before each word, from the log odds that a cue ends after the one before."""
    from captionkit.segmentation.row import untimed

    ends = sentence_ends([word.text for word in words], language)
    row = untimed([word.text for word in words], [word.glue and number > 0 for number, word in enumerate(words)])
    scores = engine.scored(row, ends).cue
    return [0.0, *(max(0.0, min(2.0, (_GOOD - score) / (_GOOD - _BAD))) for score in scores[:-1])]
