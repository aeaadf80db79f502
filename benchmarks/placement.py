"""Where sentences over several cues are cut: as people cut them, by share of characters alone and as captionkit does.

Human pairs of subtitles, each sentence over as many cues in both languages: the source's cues are given, the human
translation is handed back as one text, and its cuts are compared with the person's; where a person's cues exceed two
lines of 42, without limits. Prints, for each pair, the share of
cuts at exactly the same word, those off by three words or more, and the mean distance in words. Material that is not
there is reported as not run.

    python benchmarks/placement.py [--verbose]
"""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from pathlib import Path

import captionkit
from captionkit.model.cue import Cue
from captionkit.profiles import load
from captionkit.text.sentences import sentence_ends
from captionkit.translation.layout import TargetLayout, layout_of
from captionkit.translation.reflow import reflow
from captionkit.translation.units import Joining, passages_of, units_of

CORPORA = Path(os.environ.get("CAPTIONKIT_CORPORA") or Path(__file__).parents[2] / "shared" / "corpora")
DATA = CORPORA.parent / "bench" / "segmentation" / "data"
#: Ms a character, for texts without times.
PACE = 1000 / 15

#: Cue texts of one sentence in the source and in the target language, and the source cues' times.
Pair = tuple[list[str], list[str], list[tuple[int, int]]]

TAGGED = {"talks en-fr": ("en", "fr"), "talks fr-en": ("fr", "en")}
TIMED = {
    "story en-es": ("open/wai_user-stories_6.en.srt", "open/wai_user-stories_6.es.srt", "en", "es"),
    "short film en-fr": ("languages/en/brique_en.srt", "languages/fr/brique_fr.srt", "en", "fr"),
    "industry en-es": ("languages/en/wot_WOTMotion_en.srt", "languages/es/wot_WOTMotion_es.srt", "en", "es"),
    "industry en-fr": ("languages/en/wot_WOTMotion_en.srt", "languages/fr/wot_WOTMotion_fr.srt", "en", "fr"),
    "industry en-it": ("languages/en/wot_WOTMotion_en.srt", "languages/it/wot_WOTMotion_it.srt", "en", "it"),
    "industry en-de": ("languages/en/wot_WOTMotion_en.srt", "languages/de/wot_WOTMotion_de.srt", "en", "de"),
}


def tagged(source: str, target: str) -> list[Pair]:
    """Return the sentences of talks that have no times, over 2 to 5 cues in both languages."""
    texts = [(DATA / f"amara.{name}.dev.txt").read_text("utf-8").splitlines() for name in (source, target)]
    pairs = []
    for one, two in zip(*texts, strict=True):
        cues = [
            [" ".join(c.replace("<eol>", " ").split()) for c in row.split("<eob>") if c.strip()] for row in (one, two)
        ]
        if len(cues[0]) == len(cues[1]) and 2 <= len(cues[0]) <= 5:
            edges = [0, *accumulate(round(len(text) * PACE) for text in cues[0])]
            pairs.append((cues[0], cues[1], list(pairwise(edges))))
    return pairs


def timed(source: str, target: str, one: str, two: str) -> list[Pair]:
    """Return the sentences over 2 to 5 cues of two tracks whose cues stand at the same times."""
    tracks = [captionkit.load(DATA / name) for name in (source, target)]
    pairs: list[Pair] = []
    group: list[tuple[Cue, Cue]] = []
    for cue in tracks[0]:
        other = next((c for c in tracks[1] if abs(c.start - cue.start) <= 300 and abs(c.end - cue.end) <= 600), None)
        if other is None:
            group = []
            continue
        group.append((cue, other))
        if ended(cue.text, one) and ended(other.text, two):
            if 2 <= len(group) <= 5 and not any(ended(a.text, one) or ended(b.text, two) for a, b in group[:-1]):
                pairs.append((
                    [" ".join(a.text.split()) for a, _ in group], [" ".join(b.text.split()) for _, b in group],
                    [(a.start, a.end) for a, _ in group],
                ))  # fmt: skip
            group = []
    return pairs


def ended(text: str, language: str) -> bool:
    words = text.split()
    return bool(words) and (sentence_ends([*words, "And"], language)[-2] or re.search(r"[.?!…]\W*$", text) is not None)


def cuts_of(parts: Sequence[str]) -> list[int]:
    """Return the cuts as numbers of words before each."""
    return list(accumulate(len(part.split()) for part in parts))[:-1]


def by_share(pair: Pair) -> list[int]:
    """Cut at the word nearest to the source's share of characters."""
    source, target, _ = pair
    words = " ".join(target).split()
    edges = list(accumulate(len(word) + 1 for word in words))
    whole = sum(len(text) + 1 for text in source)
    goals = [goal / whole * edges[-1] for goal in accumulate(len(text) + 1 for text in source)][:-1]
    return [min(range(1, len(words)), key=lambda n, goal=goal: abs(edges[n - 1] - goal)) for goal in goals]  # type: ignore[misc]


def by_captionkit(pair: Pair, source: str, layout: TargetLayout) -> list[int] | None:
    """Cut as a translation of the whole track is; None where the sentence is not one to the program."""
    cues = [Cue(start, end, text) for text, (start, end) in zip(pair[0], pair[2], strict=True)]
    passages = passages_of(cues)
    units = units_of(cues, passages, lambda words: sentence_ends(words, source), Joining())
    if len(units) != 1 or len(units[0].pieces) != len(cues):
        return None
    made = reflow(cues, passages, units, {units[0].id: " ".join(pair[1])}, layout, lambda _: None, source)
    return cuts_of([" ".join(line.text for line in made.lines[n]) for n in range(len(cues))])


def measured(pairs: Sequence[Pair], source: str, target: str, *, verbose: bool) -> Iterator[tuple[str, list[int]]]:
    """Yield for each method how many words each of its cuts is off."""
    guide = load("default")
    layout = layout_of(guide, target)
    longest = max((len(text) for _, texts, _ in pairs for text in texts), default=0)
    if longest > 2 * (layout.limits.max_cpl or longest):  # people who keep another limit are not measured by ours
        layout = replace(layout, limits=layout.limits.replace(max_cpl=None, max_lines=None))
    kept = [(pair, found) for pair in pairs if (found := by_captionkit(pair, source, layout)) is not None]
    yield "share alone", [abs(a - b) for p, _ in kept for a, b in zip(cuts_of(p[1]), by_share(p), strict=True)]
    yield "captionkit", [abs(a - b) for p, found in kept for a, b in zip(cuts_of(p[1]), found, strict=True)]
    for pair, found in kept if verbose else ():
        if found != cuts_of(pair[1]):
            words = " ".join(pair[1]).split()
            shown = " | ".join(" ".join(words[a:b]) for a, b in pairwise([0, *found, len(words)]))
            print(f"    source {' | '.join(pair[0])}\n    person {' | '.join(pair[1])}\n    here   {shown}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--verbose", action="store_true", help="print the sentences cut otherwise")
    verbose = parser.parse_args().verbose
    if not DATA.is_dir():
        print(f"not run: {DATA} is not there")
        return
    for name, (one, two) in TAGGED.items():
        report(name, tagged(one, two), one, two, verbose)
    for name, (first, second, one, two) in TIMED.items():
        report(name, timed(first, second, one, two), one, two, verbose)


def report(name: str, pairs: Sequence[Pair], source: str, target: str, verbose: bool) -> None:
    for method, off in measured(pairs, source, target, verbose=verbose):
        count = len(off) or 1
        exact, far = sum(n == 0 for n in off) / count, sum(n >= 3 for n in off) / count
        print(f"{name:17} {method:12} {len(off):4} places: exact {exact:.0%}, 3 words off {far:.0%}, "
              f"mean {sum(off) / count:.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
