"""What texts may expect that the break weights have not seen: talks, lectures and languages left out in turn.

    python -m benchmarks.segmentation_unseen [--bench DIR] [--only fr|ko|others] [--folds 5 10 ...]

The weights that ship for fr, ko and ca el es hu nl were adapted on the very sentences that the bench scores, so its
rows for them prove nothing. Here the recipe of ``scripts/train_breaks.py`` is repeated without a part in turn, and the
parts are scored together:

* French: contiguous sentences, left out of the French and of the English originals alike; the lines of other films as
  in the recipe. One way to cut the folds moves the figures by a point or two, so several are taken.
* Korean: one lecture of eight. Cue ends in its running words (15 characters a second, 42 columns), line ends of its
  two-line cues that need two lines, the cue being known. Beside it what the word list alone makes of them, with the
  weights that all languages share, and sentences cut at 42 by two.
* ca el es hu nl: the line ends of two-line cues, by weights adapted to the cues of all other languages.

Needs the ``bench`` extra; about four minutes.
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
from benchmarks import segmentation_languages as languages
from captionkit.segmentation import engine, segment
from captionkit.segmentation.model import BreakModel, model_of, read_model
from captionkit.text.sentences import split_sentences

WEIGHTS = bench.ROOT / "src" / "captionkit" / "segmentation" / "data"
ADAPTED = ("ca", "el", "es", "hu", "nl")
FOLDS = (4, 5, 7, 8, 10, 13, 16)
MEASURES: dict[str, Callable[[dict[str, Any]], float]] = {
    name: bench.CUE_COLUMNS[name] for name in ("Sigma", "eob F1", "eol F1", "any F1", "CPL %", "bad eol", "bad eob")
}


def recipe() -> ModuleType:
    """Load the training script, by its own name: that is where numba keeps what it has compiled."""
    sys.path.insert(0, str(bench.ROOT / "scripts"))
    return importlib.import_module("train_breaks")


class French:
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
        learned = self._learn(folder)
        held = folder / "held-out.txt"
        _write(held, self.rows["fr"][begin:end])
        with mock.patch.object(engine, "break_model", return_value=learned):
            return bench.captionkit(bench.sentences(held), "fr")

    def _learn(self, folder: Path) -> BreakModel:
        for films in ("languages", "languages_measure", "open"):
            (folder / films).symlink_to((self.data / films).resolve())
        settings = self.recipe.SETTINGS["fr"]
        return model("fr", *self.recipe.adapt_french(folder, *self.start, settings), settings["floor"])


def _rows(path: Path) -> list[str]:
    return [row for row in path.read_text("utf-8").splitlines() if row.strip()]


def _write(path: Path, rows: list[str]) -> None:
    path.write_text("\n".join(rows) + "\n", "utf-8")


class Korean:
    """The lectures: what each tells the recipe, and the human's cues."""

    def __init__(self, score: ModuleType, data: Path) -> None:
        self.recipe = recipe()
        self.settings = self.recipe.SETTINGS["ko"]
        paths = sorted(data.glob("languages_measure/ko/*.srt"))
        self.tracks = [score.read_track(path) for path in paths]
        self.lectures = [self.recipe.lecture(path, self.settings) for path in paths]

    def unseen(self, held: int) -> BreakModel:
        """Return the model that has not seen one of the lectures."""
        seen = [lecture for at, lecture in enumerate(self.lectures) if at != held]
        return model("ko", *self.recipe.learn_korean(seen, WEIGHTS, self.settings), self.settings["floor"])

    def scores(self) -> dict[str, list[float]]:
        """Return system -> cue-end F1, precision and recall, and the exact line ends in %."""
        listed = [read_model("ko")] * len(self.tracks)
        unseen = [self.unseen(held) for held in range(len(self.tracks))]
        return {
            "captionkit, lectures left out": self._scored([*map(self._cues, self.tracks, unseen)], unseen),
            "captionkit, word list alone": self._scored([*map(self._cues, self.tracks, listed)], listed),
            "greedy 42x2 in sentences": self._scored([_greedy(track.words) for track in self.tracks], None),
        }

    def _cues(self, track: Any, learned: BreakModel) -> bench.Cues:
        said = bench.timed([track.words], one_segment=True).replace(language="ko")
        with mock.patch.object(engine, "break_model", return_value=learned):
            made = segment(said, languages.guide()).value
        return [[line.text for line in cue.lines] for cue in made]

    def _scored(self, cues: list[bench.Cues], models: list[BreakModel] | None) -> list[float]:
        found = made = wanted = 0
        for track, rows in zip(self.tracks, cues, strict=True):
            ours, human = _ends(rows), _ends([cue.lines for cue in track.cues])
            found, made, wanted = found + len(ours & human), made + len(ours), wanted + len(human)
        row = [200 * found / (made + wanted), 100 * found / made, 100 * found / wanted]
        return [*row, self._exact(models)] if models else row

    def _exact(self, models: list[BreakModel]) -> float:
        pairs = [languages.needing_two([cue.lines for cue in track.cues]) for track in self.tracks]
        return 100 * sum(map(right, pairs, models)) / sum(map(len, pairs))


def model(language: str, index: Any, weights: Any, floor: float) -> BreakModel:
    """Return the model of weights as they would be written."""
    with tempfile.TemporaryDirectory() as name, contextlib.redirect_stderr(io.StringIO()):
        path = Path(name) / "weights.json"
        recipe().save(path, index, weights, floor, {})
        return model_of(language, path.read_bytes())


def right(pairs: list[languages.Pair], known: BreakModel) -> int:
    """Return how many two-line cues get the human's lines."""
    with mock.patch.object(engine, "break_model", return_value=known):
        lines = languages.wrapped([" ".join(pair) for pair in pairs], known.language)
    return sum(tuple(made) == pair for made, pair in zip(lines, pairs, strict=True))


def others(score: ModuleType, data: Path) -> None:
    """Print how many line ends are the human's in languages whose cues the adapted weights have not seen."""
    train, start, settings = recipe(), WEIGHTS / "breaks.json", recipe().SETTINGS["adapted"]
    print("\nLine break given the cue's text, weights adapted without the language: cues, exact %")
    for language, files in languages.human_pairs(score, data).items():
        if language in ADAPTED:
            learned = train.adapt_shared(*train.started(start), train.shared_problems(data, language), settings)
            pairs = [pair for rows in files.values() for pair in rows]
            share = 100 * right(pairs, model(language, *learned, settings["floor"])) / len(pairs)
            print(f"  {language:34s}{len(pairs):10d}{share:10.1f}")


def _greedy(words: list[str]) -> bench.Cues:
    return bench.greedy([sentence.split() for sentence in split_sentences(words, "ko")], "ko")


def _ends(cues: bench.Cues) -> set[int]:
    """Return how many words have been said when a cue ends, for all but the last."""
    at, ends = 0, set()
    for lines in cues[:-1]:
        at += len(" ".join(lines).split())
        ends.add(at)
    return ends


def french(score: ModuleType, data: Path, folds: list[int]) -> None:
    validation = French(data)
    table: dict[str, dict[str, Any]] = {}
    for count in folds:
        cues = list(validation.cues(count))
        table[f"{count} folds"] = bench.score_cues(score, data / "amara.fr.dev.txt", cues, "fr")
    bench.show("Whole transcript: amara fr, dev half, sentences that the weights have not seen", table, MEASURES)
    means = "".join(f"{mean(get(row) for row in table.values()):10.1f}" for get in MEASURES.values())
    print(f"  {'mean':34s}{means}")


def korean(score: ModuleType, data: Path) -> None:
    lectures = Korean(score, data)
    print(f"\nKorean: {len(lectures.tracks)} lectures, {sum(len(track.cues) for track in lectures.tracks)} cues")
    print(f"  {'':34s}" + "".join(f"{name:>10s}" for name in ("eob F1", "eob P", "eob R", "line %")))
    for system, row in lectures.scores().items():
        print(f"  {system:34s}" + "".join(f"{figure:10.1f}" for figure in row))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--only", choices=("fr", "ko", "others"))
    parser.add_argument("--folds", type=int, nargs="+", default=FOLDS)
    options = bench.parsed(parser)
    score, data = bench.scorer(options.bench), options.bench / "data"
    if options.only in (None, "fr"):
        french(score, data, options.folds)
    if options.only in (None, "ko"):
        korean(score, data)
    if options.only in (None, "others"):
        others(score, data)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
