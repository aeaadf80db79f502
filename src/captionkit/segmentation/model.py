"""The break model at work: scores of every gap and of every cue's shape, from readable weights.

Weights are natural logs of odds. A gap has two scores, one for ending a line there and one for ending a cue, each
against no break at all; a cue's shape (how long, how even) adds its own. The numbers are learned by
``scripts/train_breaks.py`` and lie, with their provenance and scores, in ``data/breaks_*.json``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from captionkit.segmentation.features import (
    EDGE,
    Context,
    Reader,
    Shape,
    context_features,
    contexts,
    distance_features,
    word_features,
)
from captionkit.segmentation.words import lexicon

__all__ = ["DIFF_BUCKETS", "ONE_BUCKETS", "TOTAL_BUCKETS", "BreakModel", "break_model", "distances", "read_model"]

#: How cue shapes are binned, at 42 characters a line: a one-line cue's length by 3, a two-line cue's length above the
#: line limit by 6, line 1 minus line 2 (plus the limit) by 3.
ONE_BUCKETS, TOTAL_BUCKETS, DIFF_BUCKETS = 15, 8, 29

Pair = tuple[float, float]
_ZERO: Pair = (0.0, 0.0)
_MEMO_LIMIT = 200_000


@dataclass
class BreakModel:
    """Weights of one language (or of all, by word classes), and the memos that make them fast.

    ``weights`` maps a feature's name to (line end, cue end); ``one``, ``total`` and ``diff`` are the shape tables.
    """

    language: str
    weights: Mapping[str, Pair]
    one: Sequence[float]
    total: Sequence[float]
    diff: Sequence[float]
    provenance: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.reader = Reader(lexicon(self.language))
        self.wordy = any(name.startswith("w") for name in self.weights)
        self._contexts: dict[Context, Pair] = {}
        self._places: dict[tuple[int, int, int, int], Pair] = {}
        self._words: dict[tuple[int, ...], Pair] = {}

    def scores(self, tokens: Sequence[str], ends: Sequence[bool]) -> tuple[list[float], list[float], list[Shape]]:
        """Return (line end, cue end) log odds of the gap after each token, and the tokens' shapes.

        The last token's scores are 0: nothing follows it.
        """
        shapes = self.reader.shapes(tokens)
        places = distances(tokens, shapes, ends)
        by_context, by_place, by_words = self._contexts, self._places, self._words
        if len(by_context) > _MEMO_LIMIT or len(by_words) > _MEMO_LIMIT:
            by_context.clear()
            by_words.clear()
        lines: list[float] = []
        cues: list[float] = []
        for at, context in enumerate(contexts(shapes)):
            a = by_context.get(context) or self._learn(by_context, context, context_features(context))
            since, until, start, end = places[at]
            place = (min(since, 9), min(until, 9), min(start // 6, 15), min(end // 6, 15))
            b = by_place.get(place) or self._learn(by_place, place, distance_features(*places[at]))
            line, cue = a[0] + b[0], a[1] + b[1]
            if self.wordy:
                before = shapes[at - 1] if at else EDGE
                after = shapes[at + 2] if at + 2 < len(shapes) else EDGE
                around = (before, shapes[at], shapes[at + 1], after)
                key = tuple(map(id, around))
                c = by_words.get(key) or self._learn(by_words, key, word_features(*around))
                line, cue = line + c[0], cue + c[1]
            lines.append(line)
            cues.append(cue)
        return [*lines, 0.0], [*cues, 0.0], shapes

    def _learn(self, memo: dict[Any, Pair], key: Any, names: Sequence[str]) -> Pair:
        found = [self.weights.get(name, _ZERO) for name in names]
        memo[key] = pair = (sum(w[0] for w in found), sum(w[1] for w in found))
        return pair


def distances(tokens: Sequence[str], shapes: Sequence[Shape], ends: Sequence[bool]) -> list[tuple[int, int, int, int]]:
    """Return for the gap after each token: words since and until punctuation, characters since the sentence began and
    until it ends.
    """
    count = len(tokens)
    since = [0] * count
    begun = [0] * count
    words = characters = 0
    for at in range(count):
        words += 1
        characters += len(tokens[at]) + 1
        since[at], begun[at] = words, characters
        if shapes[at].tail:
            words = 0
        if ends[at]:
            characters = 0
    places: list[tuple[int, int, int, int]] = [(0, 0, 0, 0)] * count
    words = characters = 0
    for at in range(count - 1, -1, -1):
        if ends[at]:
            characters = 0
        if shapes[at].tail:
            words = 0
        places[at] = (since[at], words, begun[at], characters)
        words += 1
        characters += len(tokens[at]) + 1
    return places


def break_model(language: str) -> BreakModel:
    """Return the model for a BCP 47 tag: the language's own where one was learned, else the one over word classes."""
    base = language.replace("_", "-").partition("-")[0].lower()
    return _load(base)


@cache
def _load(base: str) -> BreakModel:
    own = files("captionkit.segmentation") / "data" / f"breaks_{base}.json"
    return read_model(base, base if base and own.is_file() else "")


def read_model(language: str, weights_of: str = "") -> BreakModel:
    """Return the model that reads ``language`` with the weights of another (``""``: those that languages share)."""
    name = f"breaks_{weights_of}.json" if weights_of else "breaks.json"
    data = json.loads((files("captionkit.segmentation") / "data" / name).read_bytes())
    weights = {feature: (pair[0], pair[1]) for feature, pair in data["weights"].items()}
    return BreakModel(language, weights, data["one"], data["total"], data["diff"], data["provenance"])
