"""Where would a subtitler break? captionkit beside simple baselines, by the scorer of the segmentation bench.

    python -m benchmarks.segmentation [--bench DIR] [--json] [--speed]

DIR (default: ``$CAPTIONKIT_BENCH`` or ``../shared/bench/segmentation`` beside the project) holds ``score.py`` and
``data/``; its texts may not be copied, so they are no part of this project. Word times as the bench asks: a constant
15 characters a second, pauses after punctuation only. Needs the ``bench`` extra.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from statistics import median
from types import ModuleType
from typing import Any

from captionkit.model.cue import Cue
from captionkit.model.text import lines_of
from captionkit.model.track import Track
from captionkit.model.transcript import Segment, Timing, Transcript, Word
from captionkit.profiles import load
from captionkit.segmentation import SegmentOptions, engine, rewrap, segment
from captionkit.segmentation.model import break_model, read_model
from captionkit.segmentation.options import PRESETS

ROOT = Path(__file__).resolve().parent.parent
MS = 1000 / 15
PAUSES = {".": 600, "?": 600, "!": 600, "…": 600, ",": 200, ";": 300, ":": 300, "-": 300}

Cues = list[list[str]]


def scorer(folder: Path) -> ModuleType:
    """Load the bench's own scorer."""
    spec = importlib.util.spec_from_file_location("bench_score", folder / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_score"] = module
    sys.dont_write_bytecode = True
    spec.loader.exec_module(module)
    return module


def timed(sentences: Iterable[list[str]], *, one_segment: bool = False) -> Transcript:
    """Return a transcript with constant word times."""
    segments, words, clock = [], [], 0.0
    for sentence in sentences:
        for text in sentence:
            end = clock + len(text) * MS
            words.append(Word(text, round(clock), round(end), timing=Timing.GIVEN))
            clock = end + MS + PAUSES.get(text.rstrip("\"'”’»)")[-1:], 0)
        if not one_segment:
            segments.append(Segment("", words=tuple(words)))
            words = []
    if words:
        segments.append(Segment("", words=tuple(words)))
    return Transcript(tuple(segments))


def sentences(path: Path) -> list[list[str]]:
    """Return the words of a tagged file, a sentence a row."""
    marks = {"<eol>", "<eob>"}
    return [[t for t in row.split() if t not in marks] for row in path.read_text("utf-8").splitlines() if row.strip()]


def captionkit(rows: list[list[str]], language: str, profile: str = "default", style: str = "") -> Cues:
    """Our own cut, by the path that `captionkit caption` takes."""
    said = timed(rows, one_segment=True).replace(language=language)
    track = segment(said, load(profile), SegmentOptions(style=style)).value
    return [[line.text for line in cue.lines] for cue in track]


def unadapted(rows: list[list[str]], language: str) -> Cues:
    """The weights that all languages share, without any subtitle of this language seen."""
    engine.break_model = lambda _: read_model(language)
    try:
        return captionkit(rows, language)
    finally:
        engine.break_model = break_model


def greedy(rows: list[list[str]], language: str) -> Cues:
    """Fill 42 x 2 inside sentences."""
    cues = []
    for row in rows:
        lines = textwrap.wrap(" ".join(row), 42, break_long_words=False, break_on_hyphens=False)
        cues += [lines[at : at + 2] for at in range(0, len(lines), 2)]
    return cues


def even(rows: list[list[str]], language: str) -> Cues:
    """Equal chunks of at most 84 characters, balanced lines."""
    cues = []
    for row in rows:
        text = " ".join(row)
        count = -(-len(text) // 84)
        for chunk in textwrap.wrap(
            text, max(43, len(text) // count + 8), break_long_words=False, break_on_hyphens=False
        ):
            cues.append(balanced(chunk) if len(chunk) > 42 else [chunk])
    return cues


def balanced(text: str) -> list[str]:
    """The two lines whose lengths differ least."""
    words = text.split()
    splits = [(" ".join(words[:k]), " ".join(words[k:])) for k in range(1, len(words))]
    return list(min(splits, key=lambda pair: abs(len(pair[0]) - len(pair[1])))) if splits else [text]


def tagged(cues: Cues) -> str:
    """The scorer's own format: cue after cue."""
    return "\n".join(" <eol> ".join(cue) + " <eob>" for cue in cues) + "\n"


def as_srt(cues: Cues) -> str:
    """Cues with the bench's times, as SRT (texts without sentence rows are read this way)."""
    clock, blocks = 0, []
    for number, cue in enumerate(cues, 1):
        end = clock + round(sum(map(len, cue)) * MS)
        blocks.append(f"{number}\n{stamp(clock)} --> {stamp(end)}\n" + "\n".join(cue) + "\n")
        clock = end
    return "\n".join(blocks) + "\n"


def stamp(ms: int) -> str:
    return f"{ms // 3600000:02d}:{ms // 60000 % 60:02d}:{ms // 1000 % 60:02d},{ms % 1000:03d}"


def score_cues(score: ModuleType, reference: Path, cues: Cues, language: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hyp.srt"
        path.write_text(as_srt(cues), "utf-8")
        ref, hyp = score.read_track(reference), score.read_track(path)
        return score.cue_scores(ref, hyp, language, with_suber=False)


def whole(score: ModuleType, data: Path, language: str) -> dict[str, dict[str, Any]]:
    """The whole-transcript task on one half of amara."""
    reference = data / f"amara.{language}.dev.txt"
    rows = sentences(reference)
    systems: dict[str, Callable[[list[list[str]], str], Cues]] = {
        "captionkit": captionkit,
        "greedy 42x2 in sentences": greedy,
        "equal chunks, balanced lines": even,
        "one cue a sentence": lambda rows, _: [[" ".join(row)] for row in rows],
    }
    if language == "fr":
        trained = systems.pop("captionkit")
        systems = {"captionkit (seen these sentences)": trained, "captionkit (seen no French)": unadapted} | systems
    return {name: score_cues(score, reference, make(rows, language), language) for name, make in systems.items()}


def line_break(score: ModuleType, data: Path) -> dict[str, dict[str, Any]]:
    """The line break of two-line cues whose text is given (TED dev)."""
    rows = [r.split("\t")[1:] for r in (data / "ted_en_linebreak" / "dev.tsv").read_text("utf-8").splitlines()]
    pairs = [(a, b) for a, b in rows]
    texts = [f"{a} {b}" for a, b in pairs]
    systems: dict[str, Callable[[], list[list[str]]]] = {
        f"captionkit ({style})": lambda style=style: wrapped(texts, style)
        for style in ("ted", "balanced", "bottom-heavy")
    }
    systems["greedy 42"] = lambda: [textwrap.wrap(t, 42, break_on_hyphens=False) for t in texts]
    systems["balanced by length"] = lambda: [balanced(t) for t in texts]
    return {name: score.linebreak_scores(pairs, make(), "en", 42) for name, make in systems.items()}


def wrapped(texts: list[str], style: str) -> list[list[str]]:
    cues = [Cue(4000 * at, 4000 * at + 3900, lines_of(text)) for at, text in enumerate(texts)]
    track = rewrap(Track(tuple(cues), language="en"), load("default"), SegmentOptions(style=style)).value
    return [[line.text for line in cue.lines] for cue in track]


def open_captions(score: ModuleType, data: Path) -> dict[str, dict[str, Any]]:
    """Other guides' captions with real times: line breaks of two-line cues, all files of a language together."""
    found: dict[str, dict[str, Any]] = {}
    for language in ("en", "es", "de", "ru"):
        pairs = []
        for path in sorted((data / "open").glob(f"*.{language}.srt")):
            pairs += [tuple(c.lines) for c in score.read_track(path).cues if len(c.lines) == 2]
        pairs = [p for p in pairs if max(map(len, p)) <= 42 and sum(map(len, p)) >= 42]
        if not pairs:
            continue
        texts = [" ".join(p) for p in pairs]
        cues = [Cue(4000 * at, 4000 * at + 3900, lines_of(t)) for at, t in enumerate(texts)]
        track = rewrap(Track(tuple(cues), language=language), load("default"), SegmentOptions()).value
        lines = [[line.text for line in cue.lines] for cue in track]
        found[f"captionkit {language}"] = score.linebreak_scores(pairs, lines, language, 42)
        found[f"balanced by length {language}"] = score.linebreak_scores(
            pairs, [balanced(t) for t in texts], language, 42
        )
    return found


def styles(score: ModuleType, data: Path) -> dict[str, dict[str, Any]]:
    """What each style guide makes of the words of amara en, at three line lengths."""
    reference = data / "amara.en.dev.txt"
    said = timed(sentences(reference), one_segment=True).replace(language="en")
    guide = load("default")
    found: dict[str, dict[str, Any]] = {}
    for columns in (42, 37, 32):
        profile = replace(guide, base=guide.base.replace(max_cpl=columns))
        for style in PRESETS:
            track = segment(said, profile, SegmentOptions(style=style)).value
            cues = [[line.text for line in cue.lines] for cue in track]
            pairs = [(len(lines[0]), len(lines[1])) for lines in cues if len(lines) == 2]
            found[f"{columns} {style}"] = {
                "cues": len(cues),
                "two": 100 * len(pairs) / len(cues),
                "difference": sum(abs(upper - lower) for upper, lower in pairs) / len(pairs),
                "bottom": 100 * sum(upper <= lower for upper, lower in pairs) / len(pairs),
                "over": sum(len(line) > columns for lines in cues for line in lines),
                **{k: v for k, v in score_cues(score, reference, cues, "en")["hyp"].items() if k.startswith("bad_")},
            }
    return found


def speed(data: Path) -> dict[str, float]:
    """Words a second on one core, everything included, warm: the best of fifteen runs, and their median.

    The best is what the code can do; the median tells what the machine's neighbours take of it.
    """
    rows = sentences(data / "amara.en.dev.txt") * 4
    said = timed(rows, one_segment=True).replace(language="en")
    count = sum(map(len, rows))
    profile = load("default")
    segment(said, profile)
    runs = []
    for _ in range(15):
        begin = time.process_time()
        segment(said, profile)
        runs.append(time.process_time() - begin)
    return {"words": count, "words_per_second": round(count / min(runs)), "median": round(count / median(runs))}


def show(title: str, table: dict[str, dict[str, Any]], columns: dict[str, Callable[[dict[str, Any]], float]]) -> None:
    print(f"\n{title}")
    print(f"  {'':34s}" + "".join(f"{name:>10s}" for name in columns))
    for system, row in table.items():
        print(f"  {system:34s}" + "".join(f"{get(row):10.1f}" for get in columns.values()))


CUE_COLUMNS: dict[str, Callable[[dict[str, Any]], float]] = {
    "Sigma": lambda r: r["sigma"],
    "eob P": lambda r: r["eob"]["p"],
    "eob R": lambda r: r["eob"]["r"],
    "eob F1": lambda r: r["eob"]["f1"],
    "eol F1": lambda r: r["eol"]["f1"],
    "any F1": lambda r: r["any"]["f1"],
    "WD": lambda r: r["window_diff"],
    "CPL %": lambda r: r["hyp"]["cpl"],
    "bad eol": lambda r: r["hyp"]["bad_eol"],
    "bad eob": lambda r: r["hyp"]["bad_eob"],
}
STYLE_COLUMNS: dict[str, Callable[[dict[str, Any]], float]] = {
    "cues": lambda r: r["cues"],
    "2 lines %": lambda r: r["two"],
    "|diff|": lambda r: r["difference"],
    "bottom %": lambda r: r["bottom"],
    "over": lambda r: r["over"],
    "bad eol": lambda r: r["bad_eol"],
    "bad eob": lambda r: r["bad_eob"],
}
LINE_COLUMNS: dict[str, Callable[[dict[str, Any]], float]] = {
    "cues": lambda r: r["cues"],
    "exact %": lambda r: r["exact"],
    "+-1 word": lambda r: r["within_1_word"],
    "bad %": lambda r: r["bad_break"],
    "over %": lambda r: r["over_cpl"],
    "|diff|": lambda r: r["mean_abs_diff"] or 0.0,
    "bottom %": lambda r: r["bottom_heavy"] or 0.0,
}


def parsed(parser: argparse.ArgumentParser) -> argparse.Namespace:
    """Return the arguments, ``--bench`` among them; end well where there is no bench there."""
    default = os.environ.get("CAPTIONKIT_BENCH") or ROOT.parent / "shared" / "bench" / "segmentation"
    parser.add_argument("--bench", type=Path, default=Path(default))
    options = parser.parse_args()
    if not (options.bench / "score.py").is_file():
        print(f"not run: no segmentation bench at {options.bench}", file=sys.stderr)
        raise SystemExit(0)
    return options


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--json", action="store_true")
    options = parsed(parser)
    score, data = scorer(options.bench), options.bench / "data"
    found: dict[str, Any] = {
        "line break, TED dev": line_break(score, data),
        "amara en (dev half)": whole(score, data, "en"),
        "amara fr (dev half)": whole(score, data, "fr"),
        "line break, open captions": open_captions(score, data),
        "style guides": styles(score, data),
        "speed": speed(data),
    }
    if options.json:
        print(json.dumps(found, ensure_ascii=False))
        return 0
    show("Line break given the cue's text: TED dev", found["line break, TED dev"], LINE_COLUMNS)
    for language in ("en", "fr"):
        show(f"Whole transcript: amara {language}, dev half", found[f"amara {language} (dev half)"], CUE_COLUMNS)
    print("  The French weights were adapted on these very sentences: see benchmarks/segmentation_unseen.py.")
    show("Line break, other guides (W3C, Elephants Dream)", found["line break, open captions"], LINE_COLUMNS)
    show("Style guides: amara en at 42, 37 and 32 columns", found["style guides"], STYLE_COLUMNS)
    best, usual, words = (found["speed"][key] for key in ("words_per_second", "median", "words"))
    print(f"\nSpeed: {best:,} words a second on one core, {usual:,} in the median of fifteen runs ({words} words)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
