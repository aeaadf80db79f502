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

#: Languages in which the shared weights, adapted to human cues of 13 languages, did better on films left out.
_ADAPTED = frozenset(("ca", "el", "es", "hu", "nl"))

Pair = tuple[float, float]
#: The simple rule, for a language without a word list: what a mark is worth, and ten characters of difference.
_RULE_MARK, _RULE_TEN = 2.4, 1.0
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
        self._by_family = tuple(zip(self._memos, FAMILIES, strict=True))
        self._words: dict[tuple[int, ...], tuple[Pair, tuple[Shape, ...]]] = {}

    def scores(
        self, tokens: Sequence[str], ends: Sequence[bool], lengths: Sequence[int]
    ) -> tuple[list[float], list[float], list[Shape]]:
        """Return (line end, cue end) log odds of the gap after each token, and the tokens' shapes.

        ``lengths`` are the tokens' widths where a line holds 42. The last token's scores are 0: nothing follows it.
        """
        shapes = self.reader.shapes(tokens)
        where = gap_positions(lengths, [shape.tail for shape in shapes], ends)
        self._forget()
        memos = self._by_family
        lines: list[float] = []
        cues: list[float] = []
        for at, context in enumerate(contexts(shapes)):
            line = cue = 0.0
            for (memo, family), key in zip(memos, gap_keys(context, where[at])):  # noqa: B905 - it costs a tenth
                pair = memo.get(key)
                if pair is None:
                    pair = memo[key] = self._worth(family(*key))
                line += pair[0]
                cue += pair[1]
            if self.wordy:
                before = shapes[at - 1] if at else EDGE
                after = shapes[at + 2] if at + 2 < len(shapes) else EDGE
                pair = self._of_words((before, shapes[at], shapes[at + 1], after))
                line += pair[0]
                cue += pair[1]
            lines.append(line)
            cues.append(cue)
        return [*lines, 0.0], [*cues, 0.0], shapes

    def _of_words(self, around: tuple[Shape, ...]) -> Pair:
        ids = tuple(map(id, around))
        known = self._words.get(ids)
        if known is None:  # kept with its shapes, so that no other shape can get their identities
            known = self._words[ids] = (self._worth(word_features(*around)), around)
        return known[0]

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
    if base in _ADAPTED:
        return read_model(base, "adapted")
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
    model = BreakModel(language, weights, read["one"], read["total"], read["diff"], read["provenance"])
    return model if model.reader.words.classes else _by_rule(model)


def _by_rule(model: BreakModel) -> BreakModel:
    """Return the model of a language without lists: lines by marks and balance, cues by the weights that need none."""
    weights = {name: (0.0, cue) for name, (_, cue) in model.weights.items() if name[:2] not in ("l=", "lr", "bl", "l2")}
    for mark in (".", "?", "…", ",", ";", ":", "-"):
        for tail in (mark, mark + "q"):
            weights[f"t={tail}"] = _RULE_MARK, weights.get(f"t={tail}", _ZERO)[1]
    steps = range(DIFF_BUCKETS)
    diff = [-_RULE_TEN * abs(3 * step + 1.5 - 42) / 10 for step in steps]
    return BreakModel(model.language, weights, model.one, model.total, diff, model.provenance)
