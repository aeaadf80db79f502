"""What a track is like in numbers: how reading speed, durations and gaps are spread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from captionkit import measure
from captionkit.model.track import Track

__all__ = ["Spread", "Statistics", "sparkline", "statistics"]

_BARS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588"


@dataclass(frozen=True, slots=True)
class Spread:
    """How values are spread: least, quartiles, 95th percentile, greatest, and a histogram of ``bins`` from 0 up.

    Percentiles are values that occur (nearest rank). ``step`` is a bin's width; the last bin holds the rest.
    """

    least: float
    lower: float
    median: float
    upper: float
    high: float
    greatest: float
    step: float
    bins: tuple[int, ...]

    def as_dict(self) -> dict[str, object]:
        """Return the JSON shape."""
        return {
            "min": self.least, "p25": self.lower, "median": self.median, "p75": self.upper, "p95": self.high,
            "max": self.greatest, "step": self.step, "histogram": list(self.bins),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Statistics:
    """A track's numbers: cues, words, ms shown; the spread of characters a second, seconds shown, seconds between."""

    cues: int
    words: int
    shown: int
    speed: Spread | None
    duration: Spread | None
    gap: Spread | None

    def as_dict(self) -> dict[str, object]:
        """Return the JSON shape."""
        spreads = {"speed": self.speed, "duration": self.duration, "gap": self.gap}
        rest = {name: spread.as_dict() if spread else None for name, spread in spreads.items()}
        return {"cues": self.cues, "words": self.words, "shown_ms": self.shown, **rest}


def statistics(track: Track, counting: str = "graphemes") -> Statistics:
    """Return the numbers of a track; cues without duration have no speed, overlaps no gap.

    >>> from captionkit.model.cue import Cue
    >>> statistics(Track((Cue(0, 1000, "Good evening."),))).speed.median
    13.0
    """
    cues = track.cues
    texts = [cue.text for cue in cues]
    speeds = [
        round(measure.speed(text, cue.duration, counting), 2)
        for cue, text in zip(cues, texts, strict=True) if cue.duration > 0
    ]  # fmt: skip
    gaps = [b.start - a.end for a, b in pairwise(cues)]
    return Statistics(
        cues=len(cues),
        words=sum(map(measure.word_count, texts)),
        shown=sum(max(0, cue.duration) for cue in cues),
        speed=_spread(speeds, 2, 16),
        duration=_spread([cue.duration / 1000 for cue in cues], 0.5, 18),
        gap=_spread([gap / 1000 for gap in gaps if gap >= 0], 0.25, 16),
    )


def _spread(values: Sequence[float], step: float, count: int) -> Spread | None:
    if not values:
        return None
    ranked = sorted(values)
    bins = [0] * count
    for value in ranked:
        bins[min(count - 1, max(0, int(value / step)))] += 1
    least, lower, median, upper, high = (_ranked(ranked, share) for share in (0, 25, 50, 75, 95))
    return Spread(least, lower, median, upper, high, ranked[-1], step, tuple(bins))


def _ranked(ranked: Sequence[float], share: int) -> float:
    return ranked[max(0, -(-len(ranked) * share // 100) - 1)]


def sparkline(bins: Sequence[int]) -> str:
    """Return a histogram as one line of bars; a bin with anything in it shows at least the lowest.

    >>> sparkline([0, 1, 4, 8])
    ' \u2581\u2584\u2588'
    """
    most = max(bins, default=0)
    return "".join(_BARS[max(0, -(-8 * n // most) - 1)] if n else " " for n in bins) if most else ""
