"""Anchoring at size: an edited text of 100,000 words on the times of the record that it was made from.

    python benchmarks/anchoring.py [--words 100000] [--changed 30]

Words are drawn by Zipf's law from 12,000; a refrain of 60 words comes back every 3,000. Words are changed, dropped and
added in runs of one to four, new ones as common as the others. Further runs move one paragraph in twenty elsewhere, and
take out every third refrain.
Each runs in a process of its own, so that the memory is that of anchoring alone.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import time
from collections.abc import Callable

from captionkit.model.transcript import Segment, Timing, Transcript, Word
from captionkit.timing.anchor import anchor

STEP = 350
PARAGRAPH = 100
#: A word, and its place in the record; None where it is new.
Marked = tuple[str, int | None]
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "el", "ir", "os")]


def record(count: int, rng: random.Random) -> tuple[list[str], list[tuple[int, int]]]:
    """Return the words of a record, and where the refrains are in it."""
    vocabulary = sorted({"".join(rng.choices(SYLLABLES, k=rng.randint(1, 4))) for _ in range(14_000)})[:12_000]
    rng.shuffle(vocabulary)
    weights = [1 / (n + 2.7) for n in range(len(vocabulary))]
    words = rng.choices(vocabulary, weights, k=count)
    refrain = rng.choices(vocabulary, k=60)
    places = [(at, at + 60) for at in range(1500, count - 60, 3000)]
    for begin, end in places:
        words[begin:end] = refrain
    return words, places


def changed(words: list[Marked], share: float, rng: random.Random) -> list[Marked]:
    """Return the words with a share of them changed or dropped, and some new ones, in runs of one to four.

    New words are as common as those of the record, which are drawn for them.
    """
    chance = share / (0.75 * 2.5 * (1 - share))  # three of four runs take 2.5 words away; one word stays after each
    made: list[Marked] = []
    at = 0
    while at < len(words):
        size = rng.randint(1, 4)
        if rng.random() < chance:
            kind = rng.choice(("change", "change", "drop", "add"))
            new: list[Marked] = [(rng.choice(words)[0], None) for _ in range(size)]
            made += [] if kind == "drop" else new
            at += 0 if kind == "add" else size
        if at < len(words):
            made.append(words[at])
            at += 1
    return made


def measured(name: str, edited: list[list[Marked]], heard: list[str]) -> None:
    """Anchor paragraphs on a record and print what became of the kept words."""
    text = Transcript(tuple(Segment(" ".join(w for w, _ in part)) for part in edited if part), "en")
    timed = Transcript(
        (
            Segment(
                "", words=tuple(Word(w, n * STEP, n * STEP + 300, timing=Timing.GIVEN) for n, w in enumerate(heard))
            ),
        ),
        "en",
    )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    made = anchor(text, timed).value
    spent = time.process_time() - begun
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    # the transcript stands in the order of the sound: paragraphs are told by their text
    starts: dict[str, list[list[int | None]]] = {}
    for segment in made.transcript.segments:
        starts.setdefault(segment.text, []).append([w.start for w in segment.words])
    right = wrong = lost = 0
    for part in edited:
        found = starts.get(" ".join(w for w, _ in part), [[]])[0]
        for (_, place), start in zip(part, found or [None] * len(part), strict=False):
            if place is not None:
                right += start is not None and abs(start - place * STEP) <= 20
                wrong += start is not None and abs(start - place * STEP) > 20
                lost += start is None
    kept = right + wrong + lost
    print(f"{name}: {spent:.2f} s CPU, {memory} MB; of {kept} kept words {right / kept:.2%} at their own time,"
          f" {wrong / kept:.2%} elsewhere, {lost / kept:.2%} without one")  # fmt: skip


def paragraphs(words: list[Marked]) -> list[list[Marked]]:
    """Return words a hundred at a time."""
    return [words[n : n + PARAGRAPH] for n in range(0, len(words), PARAGRAPH)]


def main() -> None:
    """Measure changed words, moved paragraphs and deleted copies."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=100_000)
    parser.add_argument("--changed", type=float, default=30)
    given = parser.parse_args()
    rng = random.Random(16)
    heard, refrains = record(given.words, rng)
    all_words: list[Marked] = [(word, n) for n, word in enumerate(heard)]

    def moved() -> list[list[Marked]]:
        parts = paragraphs(all_words)
        chosen = set(rng.sample(range(len(parts)), len(parts) // 20))
        made = [part for n, part in enumerate(parts) if n not in chosen]
        for n in chosen:
            made.insert(rng.randrange(len(made)), parts[n])
        return made

    def without_copies() -> list[list[Marked]]:
        gone = {n for begin, end in refrains[::3] for n in range(begin, end)}
        return paragraphs([word for n, word in enumerate(all_words) if n not in gone])

    jobs: dict[str, Callable[[], list[list[Marked]]]] = {
        f"{given.changed:g} % changed": lambda: paragraphs(changed(all_words, given.changed / 100, rng)),
        "one paragraph in twenty moved": moved,
        "every third refrain taken out": without_copies,
    }
    for name, make in jobs.items():
        process = multiprocessing.get_context("fork").Process(target=measured, args=(name, make(), heard))
        process.start()
        process.join()


if __name__ == "__main__":
    main()
