"""How far estimated times lie from true ones, beside the naive share by characters.

    python benchmarks/timing.py [FOLDER OF CAPTION FILES]

Truth is (1) the bundled bulletin's word times and (2) human captions: their text is joined, forgotten times are
estimated between the first cue's start and the last cue's end, and the start of each cue's first word is compared. A
caption's start is where a human put it, not where the sound begins, so (2) holds some error of its own.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import mean, median
from typing import Any

import pysrt

from captionkit.model.transcript import Segment, Transcript
from captionkit.timing import estimate, fill_words, split_words
from captionkit.timing.rates import SENTENCE_PAUSE, pause_after
from captionkit.timing.syllables import syllables

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT.parent / "shared" / "bench" / "segmentation" / "data" / "open"


def naive(texts: list[str], start: int, end: int) -> list[int]:
    """Return where each text begins when time is shared out by characters alone."""
    marks, at, whole = [], 0, sum(map(len, texts))
    for text in texts:
        marks.append(start + (end - start) * at // whole)
        at += len(text)
    return marks


def model(paragraphs: list[list[str]], language: str, start: int, end: int | None, speakers: list[str]) -> list[int]:
    """Return where each text begins by the estimate, given the paragraphs it stands in."""
    segments = tuple(
        Segment(" ".join(texts), speaker=speaker) for texts, speaker in zip(paragraphs, speakers, strict=True)
    )
    timed = estimate(Transcript(segments, language=language), start=start, duration=end).value
    marks = []
    for texts, segment in zip(paragraphs, timed.segments, strict=True):
        at = 0
        for text in texts:
            marks.append(segment.words[at].start)
            at += len(split_words(text))
    return marks


def line(name: str, truth: list[int], *columns: list[int]) -> str:
    cells = []
    for found in columns:
        errors = sorted(abs(a - b) for a, b in zip(found, truth, strict=True))
        cells.append(f"{median(errors):6.0f} {mean(errors):6.0f} {errors[int(len(errors) * 0.9)]:6.0f}")
    return f"{name:42s} {len(truth):4d}  " + "  |  ".join(cells)


def bulletin() -> tuple[list[list[str]], list[str], list[int], list[int], int]:
    document = json.loads((ROOT / "samples" / "harbour_news.words.json").read_text(encoding="utf-8"))
    paragraphs: list[list[str]] = []
    speakers: list[str] = []
    last = None
    for word in document["words"]:
        if word["paragraph"] != last:
            paragraphs.append([])
            speakers.append(word["speaker"])
            last = word["paragraph"]
        paragraphs[-1].append(word["text"])
    return paragraphs, speakers, *_times(document), document["duration"]


def _times(document: dict[str, Any]) -> tuple[list[int], list[int]]:
    return [word["start"] for word in document["words"]], [word["end"] for word in document["words"]]


def captions(path: Path) -> tuple[list[str], list[int], int]:
    cues = [cue for cue in pysrt.open(str(path), encoding="utf-8") if re.search(r"\w", cue.text_without_tags)]
    texts = [" ".join(cue.text_without_tags.split()) for cue in cues]
    return texts, [cue.start.ordinal for cue in cues], cues[-1].end.ordinal


def bulletin_anchored(paragraphs: list[list[str]], truth: list[int], ends: list[int]) -> tuple[list[int], list[int]]:
    """Return word starts between known sentence times: by characters, and by the model's fill_words."""
    by_characters: list[int] = []
    segments, at = [], 0
    for sentence in sentences(paragraphs):
        start, end = truth[at], ends[at + len(sentence) - 1]
        at += len(sentence)
        by_characters += naive(sentence, start, end)
        segments.append(Segment(" ".join(sentence), start=start, end=end))
    filled = fill_words(Transcript(tuple(segments), language="en")).value
    return by_characters, [word.start or 0 for segment in filled.segments for word in segment.words]


def sentences(paragraphs: list[list[str]]) -> list[list[str]]:
    made: list[list[str]] = []
    for paragraph in paragraphs:
        held: list[str] = []
        for word in paragraph:
            held.append(word)
            if pause_after(word) >= SENTENCE_PAUSE:
                made.append(held)
                held = []
        if held:
            made.append(held)
    return made


def bulletin_starts(paragraphs: list[list[str]], truth: list[int], duration: int) -> list[int]:
    """Return word starts where the second in which each paragraph begins is all that is known."""
    segments, at = [], 0
    for paragraph in paragraphs:
        segments.append(Segment(" ".join(paragraph), start=truth[at] // 1000 * 1000))
        at += len(paragraph)
    timed = estimate(Transcript(tuple(segments), language="en"), duration=duration).value
    return [word.start or 0 for segment in timed.segments for word in segment.words]


def nuclei(words: list[str], language: str) -> list[int]:
    """Return how many syllables espeak-ng says each word with."""
    command = ["espeak-ng", "-q", "--ipa", "-v", language]
    said = subprocess.run(command, input="\n".join(f"{w}." for w in words), capture_output=True, text=True, check=True)
    lines = [line.replace("ː", "") for line in said.stdout.splitlines() if line.strip()]
    return [len(re.findall("[aeiouyøœɶɐɑɒæɛɜɞəɘɵɤɯɨʉʊɪʏɔʌɚɝᵻ]+", line)) for line in lines]


def spoken_lengths(vocabulary: dict[str, set[str]]) -> None:
    """Print how often the syllables counted are those that espeak-ng says, language by language."""
    numbers = [str(n) for n in (*range(1, 100, 7), 100, 120, 187, 240, 300, 450, 850, 1000, 1300, 1987, 2024, 5000)]
    for language, found in sorted(vocabulary.items()):
        words = sorted(found)
        said, counted = nuclei(words, language), [syllables(word, language) for word in words]
        exact = sum(a == b for a, b in zip(said, counted, strict=True)) / len(words)
        spoken = sum(syllables(n, language) for n in numbers) / sum(nuclei(numbers, language))
        share = sum(counted) / sum(said)
        print(
            f"{language}: {len(words)} words, {exact:.0%} with espeak-ng's syllables, in sum {share:.2f} of them",
            end="; ",
        )
        print(f"numbers {spoken:.2f}")


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("CAPTIONKIT_CAPTIONS", FOLDER))
    print(f"{'start error in ms: median, mean, 90th percentile':42s}    n    by characters          model")
    paragraphs, speakers, truth, ends, duration = bulletin()
    words = [word for paragraph in paragraphs for word in paragraph]
    whole = naive(words, truth[0], ends[-1])
    print(line("bulletin: start and end known", truth, whole, model(paragraphs, "en", truth[0], ends[-1], speakers)))
    media = naive(words, 0, duration), model(paragraphs, "en", 0, duration, speakers)
    print(line("bulletin: length of the media known", truth, *media))
    seconds = bulletin_starts(paragraphs, truth, duration)
    print(line("bulletin: paragraph starts, in seconds", truth, whole, seconds))
    print(line("bulletin: sentence times known", truth, *bulletin_anchored(paragraphs, truth, ends)))
    rates, ratios, vocabulary = [], [], {}
    for path in sorted(folder.glob("*.srt")):
        texts, starts, end = captions(path)
        language = path.name.split(".")[-2]
        bare = {word.strip(".,!?\"'…:;()").lower() for text in texts for word in text.split()}
        vocabulary.setdefault(language, set()).update(word for word in bare if word.isalpha())
        columns = naive(texts, starts[0], end), model([texts], language, starts[0], end, [""])
        free = model([texts], language, starts[0], None, [""])
        rates.append((free[-1] - free[0]) / (starts[-1] - starts[0]))
        off = [mean(abs(a - b) for a, b in zip(column, starts, strict=True)) for column in columns]
        ratios.append(off[1] / off[0])
        print(line(path.name, starts, *columns), f"  unfitted length {rates[-1]:.2f}")
    if rates:
        nearer = sum(ratio < 1 for ratio in ratios)
        print(
            f"{len(ratios)} caption files: the model is nearer in {nearer}; its mean error is {median(ratios):.2f} of"
        )
        print(f"the other's (median of the files); unfitted, it gives {median(rates):.2f} of the true length (median)")
    if vocabulary and shutil.which("espeak-ng"):
        spoken_lengths(vocabulary)


if __name__ == "__main__":
    main()
