"""Where lines end in many languages: captionkit beside a balanced split and a simple rule, and what may never be torn.

    python -m benchmarks.segmentation_languages [--bench DIR]

Four tables, each with the number of cases it rests on:

* human two-line cues of the bench's ``data/languages*``, ``data/open`` and amara fr: those whose lines are at most 42
  and together more. ``rule`` is half the difference of lengths, 12 for punctuation at the break, 12 against a forbidden
  word; ``torn`` is the share of cues whose lines part at a word that ``ties.toml`` forbids there although another
  legal break forbids nothing, ``no other`` the share where none does: lines of a cue that is given, which only another
  cue could part otherwise; ``as cues`` counts those of them that lines and cues chosen again part without a forbidden
  word. ``own end`` is the share of cues whose text itself stops at a forbidden word. The weights of ca el es hu nl, fr
  and ko were adapted on these very cues: ``segmentation_unseen.py`` has what others may expect.
* the words of the same files cut into cues, where no cue forces a line to end: lines torn inside cues, and cues that
  end so.
* the pairs of ``ties.toml``: sentences with a best and a forbidden break.
* generated sentences of ten languages: lines that end with a clitic, an article, a preposition, a one-letter word.

Texts are read where they lie; none is part of this project. Needs the ``bench`` extra.
"""

from __future__ import annotations

import argparse
import random
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks import segmentation as bench
from captionkit.measure import width
from captionkit.model.cue import Cue
from captionkit.model.text import lines_of
from captionkit.model.track import Track
from captionkit.profiles import load
from captionkit.profiles.model import Profile
from captionkit.segmentation import SegmentOptions, rewrap, segment
from captionkit.text.lexicon import lexicon
from captionkit.values import replace

CPL = 42
#: Columns of the pairs whose characters are wide (42 half-width ones; 16 without blanks).
WIDE = {"ko": 21, "ja": 16, "zh": 16}
#: A language with fewer cues here is shown with others of its kind.
SMALL = 60
#: Languages whose weights were learned from these very cues.
SEEN = ("ca", "el", "es", "fr", "hu", "ko", "nl")
Pair = tuple[str, str]
Breaker = Callable[[Sequence[str], str], list[list[str]]]
_MARKS = "\"'”’»)]"


def human_pairs(score: ModuleType, data: Path) -> dict[str, dict[str, list[Pair]]]:
    """Return language -> file -> its two-line cues that need two lines of 42 and fit them."""
    found: dict[str, dict[str, list[Pair]]] = {}
    for language, path in files(data):
        pairs = needing_two([cue.lines for cue in score.read_track(path).cues])
        if pairs:
            found.setdefault(language, {})[path.name] = pairs
    return found


def files(data: Path) -> Iterator[tuple[str, Path]]:
    """Yield the files of human cues in other languages than English, each with its language."""
    for path in sorted([*data.glob("languages*/*/*.srt"), *data.glob("open/*.srt"), data / "amara.fr.dev.txt"]):
        language = path.parent.name if "languages" in path.parent.parent.name else path.name.split(".")[1]
        if language != "en":
            yield language, path


def needing_two(cues: Sequence[Sequence[str]]) -> list[Pair]:
    """Return the cues of two lines that do not fit on one of 42."""
    pairs = [(lines[0], lines[1]) for lines in cues if len(lines) == 2]
    return [p for p in pairs if max(map(len, p)) <= CPL < len(p[0]) + len(p[1]) + 1]


def guide() -> Profile:
    """42 columns of any letter, for every script."""
    return replace(load("default"), name="bench")


def wrapped(texts: Sequence[str], language: str) -> list[list[str]]:
    """Our own lines, by the path that `captionkit wrap` takes."""
    cues = tuple(Cue(4000 * at, 4000 * at + 3900, lines_of(text)) for at, text in enumerate(texts))
    track = rewrap(Track(cues, language=language), guide(), SegmentOptions()).value
    return [[line.text for line in cue.lines] for cue in track]


def balanced(texts: Sequence[str], language: str) -> list[list[str]]:
    """The two lines whose lengths differ least."""
    return [bench.balanced(text) for text in texts]


@cache
def forbidden(ties: Path, language: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that may not end a line and those that may not begin one."""
    row = tomllib.loads(ties.read_text("utf-8")).get(language, {})
    noted = "before_note" in row  # of those only where they end the sentence
    after = set(row.get("after", "").split()) - set(row.get("after_soft", "").split())
    before = set(row.get("before", "").split()) - set(row.get("before_soft", "").split())
    return frozenset(after), frozenset() if noted else frozenset(before)


def bad(lines: Sequence[str], ties: Path, language: str) -> bool:
    """Whether the first of two lines ends, or the second begins, with a forbidden word."""
    last, first = lines[0].split()[-1], lines[1].split()[0]
    before = forbidden(ties, language)[1]
    return _waits(lines[0], ties, language) or (first.lower().rstrip('.,;:!?"”»)') in before and last[-1].isalnum())


def _waits(line: str, ties: Path, language: str) -> bool:
    """Whether a line ends with a word that belongs to the next."""
    return line.split()[-1].lower().lstrip('"“„«([¿¡-–') in forbidden(ties, language)[0]


def avoidable(lines: Sequence[str], ties: Path, language: str) -> bool:
    """Whether two lines within the limit could part where no word is forbidden."""
    words = " ".join(lines).split()
    return any(not bad((upper, lower), ties, language) for upper, lower in _legal(words))


def parts_well(text: str, ties: Path, language: str) -> bool:
    """Whether a cue's words part without a forbidden word where cues are chosen again."""
    said = bench.timed([text.split()], one_segment=True).replace(language=language)
    lines = [line.text for cue in segment(said, guide(), SegmentOptions()).value for line in cue.lines]
    return not any(bad(pair, ties, language) for pair in pairwise(lines))


def rule(ties: Path) -> Breaker:
    """Return the simple rule of the reference study."""

    def split(text: str, language: str) -> list[str]:
        words = text.split()
        best, lines = 1e9, [text]
        for k in range(1, len(words)):
            pair = [" ".join(words[:k]), " ".join(words[k:])]
            if max(map(len, pair)) > CPL:
                continue
            cost = abs(len(pair[0]) - len(pair[1])) / 2
            cost -= 12 * (words[k - 1].rstrip(_MARKS)[-1:] in tuple(".,;:!?…،؛؟"))
            cost += 12 * bad(pair, ties, language)
            if cost < best:
                best, lines = cost, pair
        return lines

    return lambda texts, language: [split(text, language) for text in texts]


def line_breaks(pairs: Mapping[str, Mapping[str, Sequence[Pair]]], ties: Path, breakers: Mapping[str, Breaker]) -> Any:
    """Return language -> number, human bad %, and per breaker (exact %, torn avoidably %, without another way %)."""
    table = {}
    for language, files in sorted(pairs.items()):
        rows = [pair for file in files.values() for pair in file]
        texts = [f"{a} {b}" for a, b in rows]
        row: dict[str, Any] = {"n": len(rows), "human": 100 * sum(bad(p, ties, language) for p in rows) / len(rows)}
        row["own end"] = 100 * sum(_waits(lower, ties, language) for _, lower in rows) / len(rows)
        forced = [text for text in texts if not avoidable([text], ties, language)]
        row["forced"], row["as cues"] = len(forced), sum(parts_well(text, ties, language) for text in forced)
        for name, make in breakers.items():
            lines = make(texts, language)
            exact = sum(tuple(a) == b for a, b in zip(lines, rows, strict=True))
            parted = [a for a in lines if len(a) == 2 and bad(a, ties, language)]
            torn = sum(avoidable(a, ties, language) for a in parted)
            row[name] = tuple(100 * count / len(rows) for count in (exact, torn, len(parted) - torn))
        table[language] = row
    return table


def tie_pairs(ties: Path) -> Iterator[tuple[str, str, str, list[str], list[str]]]:
    """Yield language, kind, text, the best lines and the forbidden ones (of the text as one cue)."""
    for language, row in tomllib.loads(ties.read_text("utf-8")).items():
        for kind, marked in row.get("pairs", ()):
            text = _without(marked, "|~")
            yield language, kind, text, _cut(marked, "|", "~"), _cut(marked, "~", "|")


def _without(marked: str, marks: str) -> str:
    for mark in marks:
        marked = marked.replace(f" {mark} ", " ").replace(mark, "")
    return marked


def _cut(marked: str, at: str, drop: str) -> list[str]:
    return [" ".join(part.split()) for part in _without(marked, drop).split(at)]


def judged(ties: Path) -> dict[str, dict[str, int]]:
    """Return language -> how many pairs took the best break, the forbidden one, another."""
    table: dict[str, dict[str, int]] = {}
    for language, _, text, best, torn in tie_pairs(ties):
        found = broken(text, language)
        row = table.setdefault(language, {"n": 0, "best": 0, "forbidden": 0})
        row["n"] += 1
        row["best"] += found == best
        row["forbidden"] += any(
            "".join(found[: k + 1]).replace(" ", "") == torn[0].replace(" ", "") for k in range(len(found) - 1)
        )
    return table


def broken(text: str, language: str) -> list[str]:
    """The two lines of a cue at 42 columns; at the nearest limit that makes two where these make others."""
    limits = load("default").in_language(language).limits()
    columns, tried = WIDE.get(language, CPL), set()
    while True:
        profile = guide().with_limits(max_cpl=columns, counting=limits.counting)
        track = rewrap(Track((Cue(0, 4000, lines_of(text)),), language=language), profile, SegmentOptions()).value
        lines = [line.text for line in track.cues[0].lines]
        tried.add(columns)
        columns += 1 if len(lines) > 2 else -1
        if len(lines) == 2 or columns in tried:
            return lines


#: Lines but the last, those that part at a forbidden word inside a cue, and between two cues.
Parted = tuple[int, int, int]


def whole(score: ModuleType, data: Path, ties: Path) -> dict[str, tuple[Parted, Parted]]:
    """Return language -> how the lines part that we make of the words, and how the human's do."""
    table: dict[str, tuple[Parted, Parted]] = {}
    for language, path in files(data):
        track = score.read_track(path)
        said = bench.timed([track.words], one_segment=True).replace(language=language)
        ours = [[line.text for line in cue.lines] for cue in segment(said, guide(), SegmentOptions()).value]
        found = [parted(cues, ties, language) for cues in (ours, [cue.lines for cue in track.cues])]
        before = table.get(language, ((0, 0, 0), (0, 0, 0)))
        ours_now, human = (tuple(map(sum, zip(a, b, strict=True))) for a, b in zip(before, found, strict=True))
        table[language] = ours_now, human
    return table


def parted(cues: Sequence[Sequence[str]], ties: Path, language: str) -> Parted:
    """Return how many lines cues have (but the last), and how many of them part at a forbidden word."""
    inside = sum(bad(pair, ties, language) for cue in cues for pair in pairwise(cue))
    between = sum(bad((cue[-1], following[0]), ties, language) for cue, following in pairwise(cues))
    return sum(map(len, cues)) - 1, inside, between


#: Languages of the generated sentences, and the classes that may not end a line there.
GENERATED = ("es", "fr", "it", "pt", "de", "nl", "pl", "cs", "sv", "el")
PROCLITIC = ("article", "clitic", "preposition", "of", "possessive")


def generated(language: str, count: int, seed: int = 18) -> list[str]:
    """Return sentences of the language's own closed-class words between made-up longer ones, no punctuation inside."""
    draw = random.Random(seed)
    words = lexicon(language)
    closed = sorted(word for word, name in words.classes.items() if name in PROCLITIC and word.isalpha())
    letters = sorted({letter for word in words.classes for letter in word if letter.isalpha()})
    sentences = []
    while len(sentences) < count:
        parts: list[str] = []
        while len(" ".join(parts)) < draw.choice((46, 54, 62, 70)):
            if draw.random() < 0.45 and (len(parts) < 2 or parts[-1] not in closed or parts[-2] not in closed):
                parts.append(draw.choice(closed))
            else:
                parts.append("".join(draw.choice(letters) for _ in range(draw.randint(4, 9))))
        text = (" ".join(parts) + " " + "".join(draw.choice(letters) for _ in range(5))).capitalize() + "."
        if width(text) <= 2 * CPL - 8:
            sentences.append(text)
    return sentences


def torn(language: str, count: int) -> tuple[int, int, int, list[str]]:
    """Return lines looked at, those torn though another line end was legal, those that had no other, and some torn."""
    words = lexicon(language)
    closed = {word for word, name in words.classes.items() if name in PROCLITIC}

    def ends(line: str) -> bool:
        last = line.split()[-1].lower()
        return last in closed or (len(last) == 1 and last.isalpha())

    found, lines, forced = [], 0, 0
    for cue in wrapped(generated(language, count), language):
        lines += len(cue) - 1
        if any(ends(line) for line in cue[:-1]):
            if all(ends(upper) for upper, _ in _legal(" ".join(cue).split())):
                forced += 1
            else:
                found.append(cue[0])
    return lines, len(found), forced, found[:2]


def _legal(words: Sequence[str]) -> list[Pair]:
    """Return the pairs of lines that keep within the limit."""
    splits = ((" ".join(words[:k]), " ".join(words[k:])) for k in range(1, len(words)))
    return [pair for pair in splits if max(map(len, pair)) <= CPL]


def show_languages(table: Mapping[str, Mapping[str, Any]], breakers: Sequence[str]) -> None:
    """Print the table of human line breaks, and the languages that have few cues here in one row."""
    print("Line break given the cue's text, human two-line cues at 42: exact % / torn % / no other way %")
    heads = "".join(f"{name:>20s}" for name in breakers)
    print(f"  {'':10s}{'cues':>6s}{'human bad':>11s}{heads}{'own end':>9s}{'as cues':>9s}")
    small = {language: row for language, row in table.items() if row["n"] < SMALL}
    for language, row in [*table.items(), ("small", _pooled(list(small.values()), breakers))]:
        cells = "".join("{:10.1f} /{:4.1f} /{:4.1f}".format(*row[name]) for name in breakers)
        again = f"{row['as cues']}/{row['forced']}"
        print(f"  {language:10s}{row['n']:6d}{row['human']:11.1f}{cells}{row['own end']:9.1f}{again:>9s}")
    print(f"  small: {' '.join(small)} together. In sample, weights having seen these cues: {' '.join(SEEN)}.")


def _pooled(rows: Sequence[Mapping[str, Any]], breakers: Sequence[str]) -> dict[str, Any]:
    n = sum(row["n"] for row in rows)
    pooled: dict[str, Any] = {key: sum(row[key] * row["n"] for row in rows) / n for key in ("human", "own end")}
    pooled |= {key: sum(row[key] for row in rows) for key in ("forced", "as cues")} | {"n": n}
    for name in breakers:
        pooled[name] = tuple(sum(row[name][part] * row["n"] for row in rows) / n for part in range(3))
    return pooled


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options = bench.parsed(parser)
    score, data = bench.scorer(options.bench), options.bench / "data"
    ties = options.bench.parent.parent / "reference" / "ties.toml"
    breakers: dict[str, Breaker] = {"captionkit": wrapped, "balanced": balanced, "rule": rule(ties)}
    show_languages(line_breaks(human_pairs(score, data), ties, breakers), list(breakers))
    print("\nThe same words cut into cues: lines that part at a forbidden word, in a cue + between cues (the human's)")
    for language, rows in sorted(whole(score, data, ties).items()):
        ours, human = (f"{inside} + {between} of {lines}" for lines, inside, between in rows)
        print(f"  {language}: {ours} ({human})")
    pairs = judged(ties)
    print("\nPairs of ties.toml: best / forbidden of n")
    print("  " + "; ".join(f"{lang} {r['best']}/{r['forbidden']} of {r['n']}" for lang, r in pairs.items()))
    best, forbidden_, n = (sum(row[key] for row in pairs.values()) for key in ("best", "forbidden", "n"))
    print(f"  all: {best} best, {forbidden_} forbidden of {n}")
    print("\nGenerated sentences, 200 a language: lines that end with a clitic, article, preposition, one-letter word")
    for language in GENERATED:
        lines, count, forced, some = torn(language, 200)
        print(f"  {language}: {count} of {lines} lines, {forced} more without another way {some if count else ''}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
