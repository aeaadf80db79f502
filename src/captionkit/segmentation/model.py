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

#: Weights for ending a line, for ending a cue, and for ending a line inside a cue that is known.
Scores = tuple[float, float, float]
#: The simple rule, for a language without a word list: what a mark is worth, and ten characters of difference.
_RULE_MARK, _RULE_TEN = 2.4, 1.0
_ZERO: Scores = (0.0, 0.0, 0.0)
_MEMO_LIMIT = 200_000


@dataclass
class BreakModel:
    """Weights of one language (or of all, by word classes), and the memos that make them fast.

    ``weights`` maps a feature's name to (line end, cue end, line end in a known cue); ``one``, ``total`` and ``diff``
    are the shape tables, ``known_diff`` that of a known cue's lines.
    """

    language: str
    weights: Mapping[str, Scores]
    one: Sequence[float]
    total: Sequence[float]
    diff: Sequence[float]
    known_diff: Sequence[float]
    provenance: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.reader = ShapeReader(lexicon(self.language))
        self.wordy = any(name.startswith("w") for name in self.weights)
        self._memos: tuple[dict[Any, Scores], ...] = tuple({} for _ in FAMILIES)
        self._words: dict[tuple[int, int, int, int], tuple[Scores, tuple[Shape, ...]]] = {}

    def scores(
        self, tokens: Sequence[str], ends: Sequence[bool], lengths: Sequence[int]
    ) -> tuple[list[float], list[float], list[float], list[Shape]]:
        """Return (line end, cue end, line end in a known cue) log odds of each token's gap, and the tokens' shapes.

        ``lengths`` are the tokens' widths where a line holds 42. The last token's scores are 0: nothing follows it.
        """
        shapes = self.reader.shapes(tokens)
        where = gap_positions(lengths, [shape.tail for shape in shapes], ends)
        self._forget()
        of_context, of_phrase, of_sentence, of_distance, of_sides = self._memos
        line: list[float] = []
        cue: list[float] = []
        known: list[float] = []
        words = _ZERO
        around = [EDGE, *shapes, EDGE]
        for at, context in enumerate(contexts(shapes)):  # one after the other by hand: a loop over them costs a fifth
            _, phrase, sentence, distance, sides = gap_keys(context, where[at])
            a = of_context.get(context) or self._learn(0, context)
            b = of_phrase.get(phrase) or self._learn(1, phrase)
            c = of_sentence.get(sentence) or self._learn(2, sentence)
            d = of_distance.get(distance) or self._learn(3, distance)
            e = of_sides.get(sides) or self._learn(4, sides)
            if self.wordy:
                words = self._of_words(around[at], around[at + 1], around[at + 2], around[at + 3])
            line.append(a[0] + b[0] + c[0] + d[0] + e[0] + words[0])
            cue.append(a[1] + b[1] + c[1] + d[1] + e[1] + words[1])
            known.append(a[2] + b[2] + c[2] + d[2] + e[2] + words[2])
        return [*line, 0.0], [*cue, 0.0], [*known, 0.0], shapes

    def _learn(self, at: int, key: tuple[Any, ...]) -> Scores:
        worth = self._memos[at][key] = self._worth(FAMILIES[at](*key))
        return worth

    def _of_words(self, before: Shape, left: Shape, right: Shape, after: Shape) -> Scores:
        ids = id(before), id(left), id(right), id(after)
        known = self._words.get(ids)
        if known is None:  # kept with its shapes, so that no other shape can get their identities
            around = before, left, right, after
            known = self._words[ids] = (self._worth(word_features(*around)), around)
        return known[0]

    def _forget(self) -> None:
        for memo in self._memos:
            if len(memo) > _MEMO_LIMIT:
                memo.clear()
        if len(self._words) > _MEMO_LIMIT:
            self._words.clear()

    def _worth(self, names: Sequence[str]) -> Scores:
        line = cue = known = 0.0
        weight = self.weights.get
        for name in names:
            found = weight(name)
            if found is not None:  # few of the names that words make are among the weights
                line += found[0]
                cue += found[1]
                known += found[2]
        return line, cue, known


def break_model(language: str) -> BreakModel:
    """Return the model for a BCP 47 tag: the language's own where one was learned, else the one over word classes."""
    base = language.replace("_", "-").partition("-")[0].lower()
    return _load(base)


@cache
def _load(base: str) -> BreakModel:
    if base in _ADAPTED:
        return _lines_of(read_model(base), read_model(base, "adapted"))
    own = files("captionkit.segmentation") / "data" / f"breaks_{base}.json"
    return read_model(base, base if base and own.is_file() else "")


def _lines_of(model: BreakModel, lines: BreakModel) -> BreakModel:
    """Return a model that ends the lines of a known cue as another does, which was learned from such lines alone."""
    names = model.weights.keys() | lines.weights.keys()
    weights = {name: (*model.weights.get(name, _ZERO)[:2], lines.weights.get(name, _ZERO)[0]) for name in sorted(names)}
    tables = model.one, model.total, model.diff, lines.diff
    return BreakModel(model.language, weights, *tables, lines.provenance)


def read_model(language: str, weights_of: str = "") -> BreakModel:
    """Return the model that reads ``language`` with the weights of another (``""``: those that languages share)."""
    name = f"breaks_{weights_of}.json" if weights_of else "breaks.json"
    return model_of(language, (files("captionkit.segmentation") / "data" / name).read_bytes())


def model_of(language: str, data: bytes) -> BreakModel:
    """Return the model that reads ``language`` with the weights in the bytes of a weights file."""
    read = json.loads(data)
    weights = {name: (row[0], row[1], row[-1] if len(row) > 2 else row[0]) for name, row in read["weights"].items()}
    diff = read["diff"]
    tables = read["one"], read["total"], diff, read.get("known_diff", diff)
    model = BreakModel(language, weights, *tables, read["provenance"])
    return model if model.reader.words.classes else _by_rule(model)


def _by_rule(model: BreakModel) -> BreakModel:
    """Return the model of a language without lists: lines by marks and balance, cues by the weights that need none."""
    unread = ("l=", "lr", "bl", "l2")
    weights = {name: (0.0, cue, 0.0) for name, (_, cue, _) in model.weights.items() if name[:2] not in unread}
    for mark in (".", "?", "…", ",", ";", ":", "-"):
        for tail in (mark, mark + "q"):
            weights[f"t={tail}"] = _RULE_MARK, weights.get(f"t={tail}", _ZERO)[1], _RULE_MARK
    diff = [-_RULE_TEN * abs(3 * step + 1.5 - 42) / 10 for step in range(DIFF_BUCKETS)]
    return BreakModel(model.language, weights, model.one, model.total, diff, diff, model.provenance)
