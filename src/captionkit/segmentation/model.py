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
    FAMILIES,
    Shape,
    ShapeReader,
    contexts,
    gap_keys,
    gap_positions,
    word_features,
)
from captionkit.text.lexicon import lexicon

__all__ = ["DIFF_BUCKETS", "ONE_BUCKETS", "TOTAL_BUCKETS", "BreakModel", "break_model", "model_of", "read_model"]

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
        self.reader = ShapeReader(lexicon(self.language))
        self.wordy = any(name.startswith("w") for name in self.weights)
        self._memos: tuple[dict[Any, Pair], ...] = tuple({} for _ in FAMILIES)
        self._words: dict[tuple[int, ...], tuple[Pair, tuple[Shape, ...]]] = {}

    def scores(self, tokens: Sequence[str], ends: Sequence[bool]) -> tuple[list[float], list[float], list[Shape]]:
        """Return (line end, cue end) log odds of the gap after each token, and the tokens' shapes.

        The last token's scores are 0: nothing follows it.
        """
        shapes = self.reader.shapes(tokens)
        where = gap_positions([len(token) for token in tokens], [shape.tail for shape in shapes], ends)
        self._forget()
        surroundings, phrase, sentence, distance, side = self._memos
        words = self._of_words(shapes) if self.wordy else [_ZERO] * len(shapes)
        lines: list[float] = []
        cues: list[float] = []
        for at, context in enumerate(contexts(shapes)):
            # spelled out for the five families: a loop over them costs half as much again
            k0, k1, k2, k3, k4 = keys = gap_keys(context, where[at])
            try:
                a, b, c, d, e = surroundings[k0], phrase[k1], sentence[k2], distance[k3], side[k4]
            except KeyError:
                a, b, c, d, e = self._of_families(keys)
            f = words[at]
            lines.append(a[0] + b[0] + c[0] + d[0] + e[0] + f[0])
            cues.append(a[1] + b[1] + c[1] + d[1] + e[1] + f[1])
        return [*lines, 0.0], [*cues, 0.0], shapes

    def _of_families(self, keys: Sequence[tuple[Any, ...]]) -> list[Pair]:
        """Return the worth of a gap by each family, learnt where it is not known."""
        found = []
        for memo, family, key in zip(self._memos, FAMILIES, keys, strict=True):
            if key not in memo:
                memo[key] = self._worth(family(*key))
            found.append(memo[key])
        return found

    def _of_words(self, shapes: Sequence[Shape]) -> list[Pair]:
        """Return the worth of each gap by the four words around it."""
        known = self._words
        found = []
        around = [EDGE, *shapes, EDGE]
        ids = [*map(id, around)]
        for at in range(len(shapes) - 1):
            key = (ids[at], ids[at + 1], ids[at + 2], ids[at + 3])
            kept = known.get(key)
            if kept is None:  # kept with its shapes, so that no other shape can get their identities
                four = (around[at], around[at + 1], around[at + 2], around[at + 3])
                kept = known[key] = (self._worth(word_features(*four)), four)
            found.append(kept[0])
        return found

    def _forget(self) -> None:
        for memo in self._memos:
            if len(memo) > _MEMO_LIMIT:
                memo.clear()
        if len(self._words) > _MEMO_LIMIT:
            self._words.clear()

    def _worth(self, names: Sequence[str]) -> Pair:
        found = [self.weights.get(name, _ZERO) for name in names]
        return (sum(w[0] for w in found), sum(w[1] for w in found))


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
    return model_of(language, (files("captionkit.segmentation") / "data" / name).read_bytes())


def model_of(language: str, data: bytes) -> BreakModel:
    """Return the model that reads ``language`` with the weights in the bytes of a weights file."""
    read = json.loads(data)
    weights = {feature: (pair[0], pair[1]) for feature, pair in read["weights"].items()}
    return BreakModel(language, weights, read["one"], read["total"], read["diff"], read["provenance"])
