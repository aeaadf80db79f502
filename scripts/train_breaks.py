"""Learn the break model from human subtitles. See docs/segmentation.md for the recipe and what may be used.

    python scripts/train_breaks.py DATA_DIR --out src/captionkit/segmentation/data

DATA_DIR holds ``ted_en_talks/{train,dev}.jsonl`` (running text with the known line ends) and
``ted_en_linebreak/{train,dev}.tsv`` (two-line cues). Where cues end is not known: a semi-Markov conditional random
field over cues of one or two lines is trained with the cue ends summed out. Only weights leave this script, never text.

Needs numpy, scipy and numba (``pip install 'captionkit[bench]'``).
"""

# ruff: noqa: ANN001, ANN201, ANN202 - what numba compiles and what scipy calls has types of its own
from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numba
import numpy as np
from scipy.optimize import minimize

from captionkit.segmentation.features import (
    EDGE,
    FAMILIES,
    ShapeReader,
    contexts,
    gap_keys,
    gap_positions,
    word_features,
)
from captionkit.segmentation.model import DIFF_BUCKETS, ONE_BUCKETS, TOTAL_BUCKETS
from captionkit.segmentation.never import forbid
from captionkit.segmentation.optimise import FORBIDDEN
from captionkit.segmentation.prices import at_marks
from captionkit.segmentation.row import untimed
from captionkit.segmentation.segment import stops
from captionkit.text.lexicon import lexicon
from captionkit.text.sentences import sentence_ends

CPL = 42


def talks(path: Path) -> Iterator[tuple[list[str], list[int]]]:
    """Yield paragraphs, long ones in parts of whole sentences."""
    for row in path.open(encoding="utf-8"):
        for tokens, flags in json.loads(row)["paragraphs"]:
            ends = sentence_ends(tokens, "en")
            begin = 0
            for at, end in enumerate(ends):
                if at + 1 == len(tokens) or (end and not flags[at] and at + 1 - begin > 60):
                    yield tokens[begin : at + 1], flags[begin : at + 1]
                    begin = at + 1


def pairs(path: Path) -> list[tuple[list[str], list[str]]]:
    """Return (line 1, line 2) as tokens."""
    rows = [row.split("\t") for row in path.read_text(encoding="utf-8").splitlines()]
    return [(row[1].split(), row[2].split()) for row in rows if len(row) > 2]


def tagged(path: Path) -> list[tuple[list[str], list[int]]]:
    """Return the sentences of a tagged file: tokens and a label after each (0 none, 1 line end, 2 cue end)."""
    out = []
    for row in path.read_text(encoding="utf-8").splitlines():
        tokens: list[str] = []
        labels: list[int] = []
        for token in row.split():
            if token in ("<eol>", "<eob>"):
                labels[-1] = 1 if token == "<eol>" else 2
            else:
                tokens.append(token)
                labels.append(0)
        if tokens:
            out.append((tokens, labels))
    return out


def reader_of(language: str, use_words: bool) -> ShapeReader:
    """Return the reader of a language; for the weights that all languages share, without the lists of open classes."""
    words = lexicon(language)
    return ShapeReader(words if use_words else replace(words, open={}))


#: Features of places joined with punctuation and word classes. They help where there is much to learn from; French
#: weights, adapted on some hundred sentences, do better without them.
JOINED = frozenset(("nu", "nt", "pd", "pu", "pc", "pe", "cd", "cu", "cq", "rd", "ru", "ld", "lu"))


def plain(gaps: list[list[list[str]]]) -> list[list[list[str]]]:
    """Return the features without :data:`JOINED`."""
    return [[[name for name in gap if name.partition("=")[0] not in JOINED] for gap in item] for item in gaps]


def featurise(items: list[list[str]], language: str, use_words: bool) -> list[list[list[str]]]:
    """Return the feature names of every gap of every item (the gap after each token but the last)."""
    reader = reader_of(language, use_words)
    everything = []
    for tokens in items:
        shapes = reader.shapes(tokens)
        ends = stops(tokens, language)[0] if language == "ko" else sentence_ends(tokens, language)
        where = gap_positions([len(token) for token in tokens], [shape.tail for shape in shapes], ends)
        gaps = []
        for at, (context, position) in enumerate(zip(contexts(shapes), where, strict=False)):
            keys = zip(FAMILIES, gap_keys(context, position), strict=True)
            names = [name for family, key in keys for name in family(*key)]
            if use_words:
                before = shapes[at - 1] if at else EDGE
                after = shapes[at + 2] if at + 2 < len(shapes) else EDGE
                names += word_features(before, shapes[at], shapes[at + 1], after)
            gaps.append(names)
        everything.append(gaps)
    return everything


class Index:
    """Feature names to columns."""

    def __init__(self, names: list[str]) -> None:
        self.names = names
        self.column = {name: at for at, name in enumerate(names)}

    @classmethod
    def count(cls, gaps: list[list[list[str]]], least: int, least_words: int) -> Index:
        counts = Counter(name for item in gaps for gap in item for name in gap)
        kept = [n for n, c in counts.items() if c >= (least_words if n[0] in "wsxc" and n[1] in "<>" else least)]
        return cls(sorted(kept))

    def rows(self, gaps: list[list[list[str]]]) -> tuple[np.ndarray, np.ndarray]:
        """Return (columns, row starts) with an empty row after each item's last token."""
        flat: list[int] = []
        starts = [0]
        column = self.column
        for item in gaps:
            for gap in item:
                flat += [column[name] for name in gap if name in column]
                starts.append(len(flat))
            starts.append(len(flat))
        return np.array(flat, dtype=np.int32), np.array(starts, dtype=np.int64)


@numba.njit(cache=True)
def score_gaps(flat, starts, weights, out):
    for row in range(len(starts) - 1):
        total = 0.0
        for at in range(starts[row], starts[row + 1]):
            total += weights[flat[at]]
        out[row] = total


@numba.njit(cache=True)
def add_gaps(flat, starts, counts, out):
    for row in range(len(starts) - 1):
        value = counts[row]
        if value != 0.0:
            for at in range(starts[row], starts[row + 1]):
                out[flat[at]] += value


@numba.njit(cache=True)
def expect(begin, end, width, observed, known, el, eb, one, total, diff, gl, gb, g1, gt, gd, cpl, sign):
    """Forward-backward over one item; adds sign * expected counts; returns log Z (nan where nothing is possible).

    ``known``: 0 nothing observed, 1 line ends observed, 2 line and cue ends observed. ``observed``: 0 unknown
    or none, 1 a line end, 2 a cue end, 3 no break.
    """
    n = end - begin
    alpha = np.zeros(n + 1)
    scale = np.zeros(n + 1)
    alpha[0] = 1.0
    # position i: a cue ends after token begin+i-1. Scaled: true alpha[i] = alpha[i] * exp(scale[i])
    inner = np.zeros((n + 1, 40))
    for i in range(1, n + 1):
        gi = begin + i - 1
        if i < n and known > 0 and (observed[gi] == 1 or observed[gi] == 3):
            continue
        if i < n and known == 2 and observed[gi] != 2:
            continue
        bond = eb[gi] if i < n else 1.0
        top = -1e300
        length = -1
        j = i - 1
        while j >= 0 and i - j < 40:
            length += width[begin + j] + 1
            if length > 2 * cpl + 1:
                break
            if alpha[j] > 0.0 and scale[j] > top:
                top = scale[j]
            j -= 1
        if top == -1e300:
            continue
        value = 0.0
        length = -1
        j = i - 1
        while j >= 0 and i - j < 40:
            length += width[begin + j] + 1
            if length > 2 * cpl + 1:
                break
            if alpha[j] > 0.0:
                w = 0.0
                if length <= cpl:
                    ok = True
                    if known > 0:
                        for k in range(j, i - 1):
                            if observed[begin + k] == 1 or observed[begin + k] == 2:
                                ok = False
                    if ok:
                        w = one[min(length // 3, one.shape[0] - 1)]
                else:
                    count = 0
                    which = -1
                    if known > 0:
                        for k in range(j, i - 1):
                            if observed[begin + k] == 1 or observed[begin + k] == 2:
                                count += 1
                                which = k
                    if known == 0 or count == 1:
                        first = -1
                        for k in range(j, i - 1):
                            first += width[begin + k] + 1
                            second = length - first - 1
                            if first > cpl:
                                break
                            if second > cpl or (known > 0 and (k != which or observed[begin + k] != 1)):
                                continue
                            w += el[begin + k] * diff[(first - second + cpl) // 3]
                        w *= total[min(length - cpl, cpl) // 6]
                inner[i, i - j] = w
                value += w * alpha[j] * np.exp(scale[j] - top)
            j -= 1
        value *= bond
        if value > 0.0:
            scale[i] = top + np.log(value)
            alpha[i] = 1.0
    if alpha[n] == 0.0:
        return np.nan
    logz = scale[n]
    beta = np.full(n + 1, -1e300)
    beta[n] = 0.0
    for i in range(n, 0, -1):
        if alpha[i] == 0.0 or beta[i] == -1e300:
            continue
        gi = begin + i - 1
        p = np.exp(scale[i] + beta[i] - logz)
        if i < n:
            gb[gi] += sign * p
        bond = eb[gi] if i < n else 1.0
        out = beta[i] + np.log(bond)
        length = -1
        j = i - 1
        while j >= 0 and i - j < 40:
            length += width[begin + j] + 1
            if length > 2 * cpl + 1:
                break
            w = inner[i, i - j]
            if alpha[j] > 0.0 and w > 0.0:
                s = out + np.log(w)
                if beta[j] == -1e300:
                    beta[j] = s
                elif s > beta[j]:
                    beta[j] = s + np.log1p(np.exp(beta[j] - s))
                else:
                    beta[j] += np.log1p(np.exp(s - beta[j]))
                q = sign * np.exp(s + scale[j] - logz)
                if abs(q) > 1e-9:
                    if length <= cpl:
                        g1[min(length // 3, one.shape[0] - 1)] += q
                    else:
                        bucket = min(length - cpl, cpl) // 6
                        gt[bucket] += q
                        q /= w / total[bucket]
                        count = 0
                        first = -1
                        for k in range(j, i - 1):
                            first += width[begin + k] + 1
                            second = length - first - 1
                            if first > cpl:
                                break
                            if second > cpl or (known > 0 and observed[begin + k] != 1):
                                continue
                            x = q * el[begin + k] * diff[(first - second + cpl) // 3]
                            gl[begin + k] += x
                            gd[(first - second + cpl) // 3] += x
            j -= 1
    return logz


@numba.njit(cache=True)
def all_items(bounds, width, observed, known, el, eb, one, total, diff, gl, gb, g1, gt, gd, cpl, usable):
    value = 0.0
    for item in range(len(bounds) - 1):
        if not usable[item]:
            continue
        b, e = bounds[item], bounds[item + 1]
        con = expect(b, e, width, observed, known, el, eb, one, total, diff, gl, gb, g1, gt, gd, cpl, 1.0)
        if np.isnan(con):
            usable[item] = False
            continue
        value += con
        value -= expect(b, e, width, observed, 0, el, eb, one, total, diff, gl, gb, g1, gt, gd, cpl, -1.0)
    return value


class Problem:
    """Items as flat arrays."""

    def __init__(self, items: list[list[str]], labels: list[list[int]], known: int, language: str, words: bool) -> None:
        self.gaps = featurise(items, language, words)
        self.items = items
        self.known = known
        self.bounds = np.cumsum([0] + [len(t) for t in items])
        self.width = np.array([len(w) for t in items for w in t], dtype=np.int64)
        self.observed = np.array([x for f in labels for x in f], dtype=np.int64)
        self.usable = np.ones(len(items), dtype=np.bool_)

    def index(self, index: Index) -> None:
        self.flat, self.starts = index.rows(self.gaps)

    def value(self, model: dict[str, np.ndarray]) -> tuple[float, dict[str, np.ndarray]]:
        rows = len(self.width)
        sl, sb = np.zeros(rows), np.zeros(rows)
        score_gaps(self.flat, self.starts, model["eol"], sl)
        score_gaps(self.flat, self.starts, model["eob"], sb)
        grads = {k: np.zeros_like(v) for k, v in model.items()}
        gl, gb = np.zeros(rows), np.zeros(rows)
        value = all_items(
            self.bounds, self.width, self.observed, self.known, np.exp(np.clip(sl, -30, 30)),
            np.exp(np.clip(sb, -30, 30)), np.exp(model["one"]), np.exp(model["total"]), np.exp(model["diff"]),
            gl, gb, grads["one"], grads["total"], grads["diff"], CPL, self.usable,
        )  # fmt: skip
        add_gaps(self.flat, self.starts, gl, grads["eol"])
        add_gaps(self.flat, self.starts, gb, grads["eob"])
        return value, grads


@numba.njit(cache=True)
def choose_lines(bounds, width, gold, sl, diff, gl, gd, cpl):
    """Log likelihood of the human's line end among the legal ones of each two-line cue, and its gradient."""
    value = 0.0
    for item in range(len(bounds) - 1):
        b, e = bounds[item], bounds[item + 1]
        length = e - b - 1
        for k in range(b, e):
            length += width[k]
        top = -1e300
        whole = 0.0
        for turn in range(3):
            first = -1
            for k in range(b, e - 1):
                first += width[k] + 1
                second = length - first - 1
                if first > cpl or second > cpl:
                    continue
                bucket = (first - second + cpl) // 3
                score = sl[k] + diff[bucket]
                if turn == 0:
                    top = max(top, score)
                elif turn == 1:
                    whole += np.exp(score - top)
                else:
                    share = -np.exp(score - top) / whole
                    if k - b == gold[item]:
                        share += 1.0
                        value += score - top - np.log(whole)
                    gl[k] += share
                    gd[bucket] += share
    return value


class Pairs(Problem):
    """Two-line cues with the human's line end: the choice of the line end alone."""

    def __init__(self, rows: list[tuple[list[str], list[str]]], language: str, words: bool) -> None:
        super().__init__([a + b for a, b in rows], [[0] * len(a + b) for a, b in rows], 0, language, words)
        self.gold = np.array([len(a) - 1 for a, _ in rows])
        self.rules: np.ndarray | None = None

    def value(self, model: dict[str, np.ndarray]) -> tuple[float, dict[str, np.ndarray]]:
        rows = len(self.width)
        sl, gl = np.zeros(rows), np.zeros(rows)
        score_gaps(self.flat, self.starts, model["eol"], sl)
        if self.rules is not None:
            sl += self.rules
        grads = {k: np.zeros_like(v) for k, v in model.items()}
        value = choose_lines(self.bounds, self.width, self.gold, sl, model["diff"], gl, grads["diff"], CPL)
        add_gaps(self.flat, self.starts, gl, grads["eol"])
        return value, grads


def exact(model: dict[str, np.ndarray], problem: Problem, gold: list[int]) -> float:
    """Return the share of two-line cues whose line end is the human's."""
    rows = len(problem.width)
    sl = np.zeros(rows)
    score_gaps(problem.flat, problem.starts, model["eol"], sl)
    right = 0
    for item, want in enumerate(gold):
        b, e = problem.bounds[item], problem.bounds[item + 1]
        width = problem.width[b:e]
        length = width.sum() + e - b - 1
        best, where = -1e9, -1
        first = -1
        for k in range(e - b - 1):
            first += width[k] + 1
            second = length - first - 1
            if first > CPL or second > CPL:
                continue
            score = sl[b + k] + model["diff"][(first - second + CPL) // 3]
            if score > best:
                best, where = score, k
        right += where == want
    return 100 * right / len(gold)


def pack(model: dict[str, np.ndarray]) -> np.ndarray:
    return np.concatenate([model[k] for k in sorted(model)])


def unpack(x: np.ndarray, like: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    out, at = {}, 0
    for k in sorted(like):
        out[k] = x[at : at + len(like[k])]
        at += len(like[k])
    return out


def learn(problems, start, sigma, iterations, centre=None, report=None):
    """Maximise the conditional likelihood with a Gaussian prior of width ``sigma`` around ``centre``."""
    mid = pack(centre) if centre is not None else np.zeros_like(pack(start))
    n = [0]

    def objective(x):
        model = unpack(x, start)
        value, grad = 0.0, np.zeros_like(x)
        for problem, weight in problems:
            v, g = problem.value(model)
            value += weight * v
            grad += weight * pack(g)
        d = x - mid
        return -(value - (d * d).sum() / (2 * sigma**2)), -(grad - d / sigma**2)

    def callback(x):
        n[0] += 1
        if report and n[0] % 10 == 0:
            report(n[0], unpack(x, start))

    best = minimize(objective, pack(start), jac=True, method="L-BFGS-B", callback=callback,
                    options={"maxiter": iterations, "maxcor": 12})  # fmt: skip
    return unpack(best.x, start)


def blank(index: Index) -> dict[str, np.ndarray]:
    """Return a model that knows nothing."""
    size = len(index.names)
    sizes = {"eol": size, "eob": size, "one": ONE_BUCKETS, "total": TOTAL_BUCKETS, "diff": DIFF_BUCKETS}
    return {name: np.zeros(count) for name, count in sizes.items()}


def learn_english(data: Path, use_words: bool, settings: dict[str, Any]) -> tuple[Index, dict[str, np.ndarray], dict]:
    """Learn from TED: with the words themselves (English), or with the classes that all languages share."""
    train = list(talks(data / "ted_en_talks" / "train.jsonl"))
    problem = Problem([tokens for tokens, _ in train], [flags for _, flags in train], 1, "en", use_words)
    if settings.get("plain"):
        problem.gaps = plain(problem.gaps)
    index = Index.count(problem.gaps, settings["least"], settings["least_words"])
    problem.index(index)
    problem.gaps = []
    dev = Pairs(pairs(data / "ted_en_linebreak" / "dev.tsv"), "en", use_words)
    dev.index(index)
    gold = [int(k) for k in dev.gold]

    def report(step: int, model: dict[str, np.ndarray]) -> None:
        loss = dev.value(model)[0] / len(gold)
        print(f"  step {step}: exact {exact(model, dev, gold):.2f} %, log likelihood {loss:.4f}", file=sys.stderr)

    model = learn([(problem, 1.0)], blank(index), settings["sigma"], settings["iterations"], report=report)
    return index, model, {"ted_dev_line_break_exact": round(exact(model, dev, gold), 1)}


def learn_french_start(data: Path) -> tuple[Index, dict[str, np.ndarray]]:
    """Return the weights that French starts from: English ones over plain word classes."""
    index, model, _ = learn_english(data, False, SETTINGS["shared"] | {"plain": True})
    return index, model


def adapt_french(
    data: Path, index: Index, english: dict[str, np.ndarray], settings: dict[str, Any]
) -> tuple[Index, dict[str, np.ndarray]]:
    """Adapt weights over plain word classes to French subtitles with known line and cue ends and to their originals.

    The English half tells where subtitlers of such talks end cues, which the running text of TED does not. Learned from
    so few sentences the weights are surer than they should be: they are drawn in by ``scale``.
    """
    problems = [_known(data, language) for language in ("fr", "en")]
    films = [ScaledPairs(rows, "fr", False) for (language, _), rows in human_pairs(data).items() if language == "fr"]
    for film in films:
        film.gaps = plain(film.gaps)
    wider, start = widened(index, english, [*problems, *films], settings["least"])
    weighed = [(problem, 1.0) for problem in problems] + [(film, settings["films"]) for film in films]
    model = learn(weighed, start, settings["sigma"], settings["iterations"], centre=start)
    return wider, {name: settings["scale"] * weights for name, weights in model.items()}


def _known(data: Path, language: str) -> Problem:
    rows = tagged(data / f"amara.{language}.dev.txt")
    labels = [[label or 3 for label in row] for _, row in rows]
    problem = Problem([tokens for tokens, _ in rows], labels, 2, language, words=False)
    problem.gaps = plain(problem.gaps)
    return problem


def cues_of(path: Path) -> list[list[str]]:
    """Return the lines of each cue of an SRT file, tags and blanks cleaned away."""
    text = path.read_text(encoding="utf-8-sig", errors="replace").replace("\r\n", "\n")
    found = []
    for block in re.split(r"\n[ \t]*\n", text):
        _, arrow, body = block.partition(" --> ")
        lines = [" ".join(re.sub(r"<[^>]*>|\{\\[^}]*\}", "", line).split()) for line in body.split("\n")[1:]]
        lines = [line for line in lines if line]
        if arrow and lines:
            found.append(lines)
    return found


def human_pairs(data: Path) -> dict[tuple[str, str], list[tuple[list[str], list[str]]]]:
    """Return (language, file) -> its two-line cues of one speaker that need two lines, in languages with classes."""
    found = {}
    for path in sorted([*data.glob("languages*/*/*.srt"), *data.glob("open/*.srt")]):
        language = path.parent.name if path.parent.name != "open" else path.name.split(".")[1]
        if language != "en" and lexicon(language).classes:
            cues = [cue for cue in cues_of(path) if len(cue) == 2 and len(cue[0]) + len(cue[1]) + 1 > CPL]
            rows = [(a.split(), b.split()) for a, b in cues if a[0] not in "-–—" and b[0] not in "-–—"]
            if rows:
                found[language, path.name] = rows
    return found


def amara_pairs(data: Path, language: str) -> list[tuple[list[str], list[str]]]:
    """Return the two-line cues of a tagged file."""
    found = []
    for tokens, labels in tagged(data / f"amara.{language}.dev.txt"):
        begin = 0
        for at, label in enumerate([*labels[:-1], 2]):
            if label == 2:
                ends = [k for k in range(begin, at) if labels[k] == 1]
                if len(ends) == 1 and sum(map(len, tokens[begin : at + 1])) + at - begin > CPL:
                    found.append((tokens[begin : ends[0] + 1], tokens[ends[0] + 1 : at + 1]))
                begin = at + 1
    return found


class ScaledPairs(Pairs):
    """Two-line cues of other guides: lines longer than 42 are taken as if the widest had 42.

    What the hard rules and priors say (``never.py``) is no matter of learning: it stands beside the weights, and cues
    whose human break the rules forbid are left out.
    """

    def __init__(self, rows: list[tuple[list[str], list[str]]], language: str, words: bool) -> None:
        ruled = [(row, _rules(row[0] + row[1], language)) for row in rows]
        ruled = [(row, rules) for row, rules in ruled if rules[len(row[0]) - 1] > FORBIDDEN]
        super().__init__([row for row, _ in ruled], language, words)
        self.rules = np.array([score for _, rules in ruled for score in rules])
        widths = self.width.astype(float)
        for at, (row, _) in enumerate(ruled):
            widest = max(len(" ".join(line)) for line in row)
            if widest > CPL:
                widths[self.bounds[at] : self.bounds[at + 1]] *= CPL / widest
        self.width = np.maximum(1, np.floor(widths)).astype(np.int64)


def _rules(tokens: list[str], language: str) -> list[float]:
    """Return what the hard rules and priors add to the line end after each token."""
    words = lexicon(language)
    line, cue = [0.0] * len(tokens), [0.0] * len(tokens)
    shapes = ShapeReader(words).shapes(tokens)
    forbid(untimed(tokens, [False] * len(tokens)), shapes, line, cue, words)
    return at_marks(shapes, line, words)


def started(path: Path) -> tuple[Index, dict[str, np.ndarray]]:
    """Return the weights of a file that :func:`save` wrote."""
    data = json.loads(path.read_text(encoding="utf-8"))
    index = Index(sorted(data["weights"]))
    model = blank(index) | {name: np.array(data[name]) for name in ("one", "total", "diff")}
    for at, name in enumerate(index.names):
        model["eol"][at], model["eob"][at] = data["weights"][name][:2]
    return index, model


def widened(
    index: Index, model: dict[str, np.ndarray], problems: list[Problem], least: int
) -> tuple[Index, dict[str, np.ndarray]]:
    """Return an index with the features that these problems have often, too, and the model over it."""
    counts = Counter(name for problem in problems for item in problem.gaps for gap in item for name in gap)
    wider = Index(sorted({*index.names, *(name for name, n in counts.items() if n >= least)}))
    start = blank(wider) | {name: model[name].copy() for name in ("one", "total", "diff")}
    for name in ("eol", "eob"):
        for feature, weight in zip(index.names, model[name], strict=True):
            start[name][wider.column[feature]] = weight
    for problem in problems:
        problem.index(wider)
    return wider, start


def adapt_shared(
    index: Index, english: dict[str, np.ndarray], problems: list[Problem], settings: dict[str, Any]
) -> tuple[Index, dict[str, np.ndarray]]:
    """Adapt the weights over word classes to the line ends of human two-line cues in other languages."""
    wider, start = widened(index, english, problems, settings["least"])
    weighed = [(problem, 1.0) for problem in problems]
    return wider, learn(weighed, start, settings["sigma"], settings["iterations"], centre=start)


def shared_problems(data: Path, without: str = "") -> list[Problem]:
    """Return the two-line cues that the shared weights learn from, one language left out; Korean has its own."""
    rows = human_pairs(data) | {("fr", "amara"): amara_pairs(data, "fr")}
    return [
        ScaledPairs(pairs, language, False) for (language, _), pairs in rows.items() if language not in ("ko", without)
    ]


def runs(path: Path, most: int = 6) -> tuple[list[list[str]], list[list[int]]]:
    """Return the words of an SRT file in runs of cues that 42 columns hold, with a label after each (1 line end, 2 cue
    end, 3 none). Two lines that fit on one tell only where the cue ends: they are taken as one.
    """
    items: list[list[str]] = []
    labels: list[list[int]] = []
    tokens: list[str] = []
    flags: list[int] = []
    for cue in [*cues_of(path), []]:
        whole = len(" ".join(cue))
        cue = [" ".join(cue)] if len(cue) == 2 and whole <= CPL else cue
        fits = len(cue) == (2 if whole > CPL else 1) and max(map(len, cue)) <= CPL and len(" ".join(cue).split()) < 39
        if (not fits or flags.count(2) == most) and tokens:
            items.append(tokens)
            labels.append(flags)
            tokens, flags = [], []
        for number, line in enumerate(cue if fits else ()):
            words = line.split()
            tokens += words
            flags += [3] * (len(words) - 1) + [1 if number + 1 < len(cue) else 2]
    return items, labels


def lecture(path: Path, settings: dict[str, Any]) -> list[tuple[Problem, float]]:
    """Return what a Korean lecture tells and how much each counts: where its cues and lines end, and where the lines
    of its two-line cues do.
    """
    items, labels = runs(path)
    rows = [(cue[0].split(), cue[1].split()) for cue in cues_of(path) if len(cue) == 2]
    rows = [row for row in rows if max(len(" ".join(line)) for line in row) <= CPL]
    rows = [row for row in rows if len(" ".join(row[0] + row[1])) > CPL]
    known = ScaledPairs(rows, "ko", True)
    return [(Problem(items, labels, 2, "ko", words=True), 1.0), (known, settings["pairs"])]


def learn_korean(
    lectures: list[list[tuple[Problem, float]]], out: Path, settings: dict[str, Any]
) -> tuple[Index, dict[str, np.ndarray]]:
    """Learn where Korean lines and cues end from the words and their endings; shapes start from the shared ones."""
    problems = [weighed for rows in lectures for weighed in rows]
    shapes = started(out / "breaks.json")[1]
    index, start = widened(Index([]), blank(Index([])) | {n: shapes[n] for n in ("one", "total", "diff")},
                           [problem for problem, _ in problems], settings["least"])  # fmt: skip
    return index, learn(problems, start, settings["sigma"], settings["iterations"], centre=start)


def monotone(diff: np.ndarray) -> np.ndarray:
    """Return the worth of uneven lines, never rising away from the best bin: what was hardly ever seen is no better."""
    best = int(np.argmax(diff))
    out = diff.copy()
    out[best:] = np.minimum.accumulate(diff[best:])
    out[: best + 1] = np.minimum.accumulate(diff[: best + 1][::-1])[::-1]
    return out


def save(
    path: Path,
    index: Index,
    model: dict[str, np.ndarray],
    floor: float,
    provenance: dict[str, Any],
    known: dict[str, np.ndarray] | None = None,
) -> None:
    """Write the weights that matter, rounded, one feature a line: line end, cue end, line end in a ``known`` cue."""
    columns = [model["eol"], model["eob"]] + ([known["eol"]] if known else [])
    rows = []
    for name, *weights in zip(index.names, *columns, strict=True):
        if max(map(abs, weights)) >= floor:
            rows.append(f"{json.dumps(name, ensure_ascii=False)}: [{', '.join(f'{weight:.2f}' for weight in weights)}]")
    head = {"provenance": provenance | {"weights": len(rows)}}
    model = model | {"diff": monotone(model["diff"])}
    tables = {name: [round(float(x), 2) for x in model[name]] for name in ("one", "total", "diff")}
    if known:
        tables["known_diff"] = [round(float(x), 2) for x in monotone(known["diff"])]
    text = json.dumps(head | tables, ensure_ascii=False)[:-1] + ', "weights": {\n' + ",\n".join(rows) + "\n}}\n"
    json.loads(text)
    path.write_text(text, encoding="utf-8")
    print(f"wrote {path}: {len(rows)} weights, {path.stat().st_size // 1000} kB", file=sys.stderr)


SETTINGS: dict[str, dict[str, Any]] = {
    "en": {"least": 20, "least_words": 20, "sigma": 0.2, "iterations": 60, "floor": 0.06},
    "lines": {"sigma": 0.12, "iterations": 20},
    "shared": {"least": 60, "least_words": 60, "sigma": 0.4, "iterations": 40, "floor": 0.05},
    "adapted": {"least": 10, "sigma": 0.2, "iterations": 30, "floor": 0.03},
    "fr": {"least": 4, "films": 0.3, "sigma": 0.5, "iterations": 40, "scale": 0.85, "floor": 0.04},
    "ko": {"least": 6, "pairs": 1.0, "sigma": 0.4, "iterations": 40, "floor": 0.05},
}
TED = "TED talks in English, 344 for training (CC BY-NC-ND 4.0; only weights were taken)"
AMARA = (
    "amara French and English: half of the MuST-Cinema test set, 272 sentences each"
    " (CC BY-NC-ND 4.0; only weights were taken)"
)
HUMAN = (
    "two-line cues of 14 films and talks in ar ca de el es fr hu it nl pl pt ru sv: Elephants Dream (CC BY 2.5), W3C,"
    " Able Player (MIT), La Quadrature du Net and others named in the bench's index.json; The Internet's Own Boy"
    " (subtitles CC0, film CC BY-NC-SA 4.0; only weights were taken)"
)
LECTURES = "Korean translations of eight lectures (MIT, lectures without a free licence; only weights were taken)"


def made_english(data: Path, out: Path) -> None:
    index, model, scores = learn_english(data, True, SETTINGS["en"])
    save(out / "breaks_en.json", index, model, SETTINGS["en"]["floor"],
         MADE | {"data": TED, "settings": SETTINGS["en"], "scores": scores})  # fmt: skip


def made_lines(data: Path, out: Path) -> None:
    """Learn on from the English weights where the line of a two-line cue ends, its text being known."""
    path = out / "breaks_en.json"
    index, model = started(path)
    cues = Pairs(pairs(data / "ted_en_linebreak" / "train.tsv"), "en", words=True)
    cues.index(index)
    settings = SETTINGS["lines"]
    known = learn([(cues, 1.0)], model, settings["sigma"], settings["iterations"], centre=model)
    before = json.loads(path.read_text(encoding="utf-8"))["provenance"]
    save(
        path,
        index,
        model,
        0.0,
        before | {"lines": "the two-line cues of the same talks", "lines_settings": settings},
        known,
    )


def made_shared(data: Path, out: Path) -> None:
    index, model, scores = learn_english(data, False, SETTINGS["shared"])
    save(out / "breaks.json", index, model, SETTINGS["shared"]["floor"],
         MADE | {"data": TED, "settings": SETTINGS["shared"], "scores": scores})  # fmt: skip


def made_adapted(data: Path, out: Path) -> None:
    wider, model = adapt_shared(*started(out / "breaks.json"), shared_problems(data), SETTINGS["adapted"])
    save(out / "breaks_adapted.json", wider, model, SETTINGS["adapted"]["floor"],
         MADE | {"data": f"{TED}; then {HUMAN}; {AMARA}", "settings": SETTINGS["adapted"]})  # fmt: skip


def made_french(data: Path, out: Path) -> None:
    wider, french = adapt_french(data, *learn_french_start(data), SETTINGS["fr"])
    save(out / "breaks_fr.json", wider, french, SETTINGS["fr"]["floor"],
         MADE | {"data": f"{TED}; then {AMARA}; the French of: {HUMAN}", "settings": SETTINGS["fr"]})  # fmt: skip


def made_korean(data: Path, out: Path) -> None:
    lectures = [lecture(path, SETTINGS["ko"]) for path in sorted(data.glob("languages_measure/ko/*.srt"))]
    index, model = learn_korean(lectures, out, SETTINGS["ko"])
    save(out / "breaks_ko.json", index, model, SETTINGS["ko"]["floor"],
         MADE | {"data": LECTURES, "settings": SETTINGS["ko"]})  # fmt: skip


MADE = {"script": "scripts/train_breaks.py", "model": "semi-Markov CRF over cues of one or two lines of 42"}
FILES = {
    "en": made_english, "lines": made_lines, "shared": made_shared, "adapted": made_adapted, "fr": made_french,
    "ko": made_korean,
}  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, required=True, help="the folder for the weights, breaks*.json")
    parser.add_argument(
        "--only", choices=list(FILES), help="one file of weights; adapted and ko start from breaks.json"
    )
    options = parser.parse_args()
    for name, make in FILES.items():
        if options.only in (None, name):
            make(options.data, options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
