"""Reading speech-to-text JSON against parsing it: alternating runs, medians, one ratio a format.

    python benchmarks/transcripts.py [--words 100000] [--rounds 7]

Each file is made here: ten hours of speech, 100,000 words in segments of twelve. "read" is everything from bytes to
Transcript; "json.loads" parses the same bytes and does nothing else. Processor time is compared, which other programs
on the machine disturb least. The bar is 3x for each.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from captionkit.sources import ReadOptions, Source
from captionkit.transcripts import READERS

STEMS = [
    "harbour",
    "tide",
    "rain",
    "morning",
    "engine",
    "pilot",
    "mainland",
    "ferry",
    "rope",
    "signal",
    "quiet",
    "council",
    "paper",
    "bridge",
    "light",
]
STEP = 0.36


def words(count: int) -> Iterator[tuple[str, float, float, float]]:
    rng = random.Random(7)
    for number in range(count):
        text = rng.choice(STEMS) + ("." if number % 12 == 11 else "," if number % 5 == 4 else "")
        start = round(number * STEP, 3)
        yield text, start, round(start + 0.31, 3), round(rng.random(), 4)


def lines(count: int) -> list[list[tuple[str, float, float, float]]]:
    every = list(words(count))
    return [every[at : at + 12] for at in range(0, count, 12)]


def whisper(count: int) -> Any:
    segments = []
    for number, line in enumerate(lines(count)):
        segments.append({
            "id": number, "seek": 0, "start": line[0][1], "end": line[-1][2], "text": "".join(" " + w[0] for w in line),
            "tokens": list(range(len(line) * 2)), "temperature": 0.0, "avg_logprob": -0.2, "compression_ratio": 1.4,
            "no_speech_prob": 0.01,
            "words": [{"word": " " + t, "start": s, "end": e, "probability": p} for t, s, e, p in line],
        })  # fmt: skip
    return {"text": "".join(s["text"] for s in segments), "segments": segments, "language": "en"}


def whisperx(count: int) -> Any:
    data = whisper(count)
    segments = [
        {
            "start": s["start"], "end": s["end"], "text": s["text"], "speaker": f"SPEAKER_0{n % 2}",
            "words": [
                {"word": w["word"].strip(), "start": w["start"], "end": w["end"], "score": w["probability"],
                 "speaker": f"SPEAKER_0{n % 2}"} for w in s["words"]
            ],
        }
        for n, s in enumerate(data["segments"])
    ]  # fmt: skip
    return {"segments": segments, "word_segments": [w for s in segments for w in s["words"]], "language": "en"}


def deepgram(count: int) -> Any:
    flat = [
        {"word": t.strip(".,"), "start": s, "end": e, "confidence": p, "speaker": n // 120 % 2, "punctuated_word": t}
        for n, (t, s, e, p) in enumerate(words(count))
    ]
    text = " ".join(w["punctuated_word"] for w in flat)
    alternative = {"transcript": text, "confidence": 0.9, "words": flat}
    return {"metadata": {"duration": count * STEP}, "results": {"channels": [{"alternatives": [alternative]}]}}


def aws(count: int) -> Any:
    items: list[Any] = []
    for text, start, end, score in words(count):
        bare = text.rstrip(".,")
        items.append({
            "id": len(items), "type": "pronunciation", "start_time": str(start), "end_time": str(end),
            "speaker_label": "spk_0", "alternatives": [{"confidence": str(score), "content": bare}],
        })  # fmt: skip
        if bare != text:
            mark = {"confidence": "0.0", "content": text[-1]}
            items.append({"id": len(items), "type": "punctuation", "speaker_label": "spk_0", "alternatives": [mark]})
    whole = " ".join(w[0] for w in words(count))
    return {"jobName": "b", "status": "COMPLETED", "results": {"transcripts": [{"transcript": whole}], "items": items}}


def assemblyai(count: int) -> Any:
    flat = [
        {"text": t, "start": int(s * 1000), "end": int(e * 1000), "confidence": p, "speaker": "AB"[n // 120 % 2]}
        for n, (t, s, e, p) in enumerate(words(count))
    ]
    return {"id": "t", "status": "completed", "audio_url": "", "text": " ".join(w["text"] for w in flat), "words": flat}


def median_of(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def compare(name: str, data: bytes, rounds: int) -> tuple[float, float]:
    parse, read = [], []
    for _ in range(rounds):
        parse.append(median_of(lambda: json.loads(data)))
        read.append(median_of(lambda: READERS.get(name).read(Source(data, f"{name}.json"), ReadOptions())))
    return statistics.median(parse), statistics.median(read)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--words", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    print(f"{options.words:,} words, {options.words * STEP / 3600:.1f} hours, medians of {options.rounds}")
    for make, name in ((whisper, "whisper"), (whisperx, "whisperx"), (deepgram, "deepgram"), (aws, "aws"),
                       (assemblyai, "assemblyai")):  # fmt: skip
        if name not in READERS.names():
            continue
        data = json.dumps(make(options.words)).encode()
        parse, read = compare(name, data, options.rounds)
        print(f"{name:12} {len(data) / 1e6:6.1f} MB   json.loads {parse * 1000:6.0f} ms   "
              f"read {read * 1000:6.0f} ms   {read / parse:.2f}x")  # fmt: skip


if __name__ == "__main__":
    main()
