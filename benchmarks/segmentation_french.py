"""What French talks may expect: the French break weights, cross-validated.

    python -m benchmarks.segmentation_french [--bench DIR] [--folds 5 10 ...]

The weights that ship were adapted on the very sentences that the segmentation bench scores, so its French row proves
nothing. Here the recipe of ``scripts/train_breaks.py`` is repeated without each fold in turn (contiguous sentences,
left out of the French and of the English originals alike; the lines of other films as in the recipe), and the folds are
scored together. One way to cut the folds
moves the figures by a point or two, so several are taken. Needs the ``bench`` extra; about two minutes.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from statistics import mean
from types import ModuleType
from typing import Any
from unittest import mock

from benchmarks import segmentation as bench
from captionkit.segmentation import engine
from captionkit.segmentation.model import BreakModel, model_of

FOLDS = (4, 5, 7, 8, 10, 13, 16)
MEASURES: dict[str, Callable[[dict[str, Any]], float]] = {
    name: bench.CUE_COLUMNS[name] for name in ("Sigma", "eob F1", "eol F1", "any F1", "CPL %", "bad eol", "bad eob")
}


def recipe() -> ModuleType:
    """Load the training script, by its own name: that is where numba keeps what it has compiled."""
    sys.path.insert(0, str(bench.ROOT / "scripts"))
    return importlib.import_module("train_breaks")


class CrossValidation:
    """The sentences of both languages, and the English weights that every fold starts from."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.recipe = recipe()
        self.start = self.recipe.learn_french_start(data)
        self.rows = {language: _rows(data / f"amara.{language}.dev.txt") for language in ("fr", "en")}

    def cues(self, folds: int) -> Iterator[list[str]]:
        """Yield the cues of every fold, cut by weights that have not seen it."""
        count = len(self.rows["fr"])
        edges = [count * fold // folds for fold in range(folds + 1)]
        for begin, end in pairwise(edges):
            with tempfile.TemporaryDirectory() as name:
                yield from self._fold(Path(name), begin, end)

    def _fold(self, folder: Path, begin: int, end: int) -> list[list[str]]:
        for language, rows in self.rows.items():
            _write(folder / f"amara.{language}.dev.txt", rows[:begin] + rows[end:])
        model = self._learn(folder)
        held = folder / "held-out.txt"
        _write(held, self.rows["fr"][begin:end])
        with mock.patch.object(engine, "break_model", return_value=model):
            return bench.captionkit(bench.sentences(held), "fr")

    def _learn(self, folder: Path) -> BreakModel:
        for films in ("languages", "languages_measure", "open"):
            (folder / films).symlink_to((self.data / films).resolve())
        settings = self.recipe.SETTINGS["fr"]
        index, weights = self.recipe.adapt_french(folder, *self.start, settings)
        with contextlib.redirect_stderr(io.StringIO()):
            self.recipe.save(folder / "weights.json", index, weights, settings["floor"], {})
        return model_of("fr", (folder / "weights.json").read_bytes())


def _rows(path: Path) -> list[str]:
    return [row for row in path.read_text("utf-8").splitlines() if row.strip()]


def _write(path: Path, rows: list[str]) -> None:
    path.write_text("\n".join(rows) + "\n", "utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--folds", type=int, nargs="+", default=FOLDS)
    options = bench.parsed(parser)
    score, data = bench.scorer(options.bench), options.bench / "data"
    validation = CrossValidation(data)
    table: dict[str, dict[str, Any]] = {}
    for folds in options.folds:
        cues = list(validation.cues(folds))
        table[f"{folds} folds"] = bench.score_cues(score, data / "amara.fr.dev.txt", cues, "fr")
    bench.show("Whole transcript: amara fr, dev half, sentences that the weights have not seen", table, MEASURES)
    means = "".join(f"{mean(get(row) for row in table.values()):10.1f}" for get in MEASURES.values())
    print(f"  {'mean':34s}{means}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
