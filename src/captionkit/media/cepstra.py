"""A film's sound and the same text spoken by espeak-ng, both as cepstra: what is compared where there is no model.

Both sides get the film's own noise: its spectrum, found in the pauses, is added to the synthetic voice, which is first
brought to the loudness of the speech. Silence is cut out of the film, and the times of what is left are kept.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from captionkit.errors import EngineError
from captionkit.media.phonemes import spelled, voice_of
from captionkit.media.sound import RATE, blocks
from captionkit.registry import need
from captionkit.timing.warp import Compared

if TYPE_CHECKING:
    from captionkit.media.activity import Activity

__all__ = ["compare"]

#: ms of a frame and of the window it is cut from; mel bands and their Hz; cepstra kept; weight of their deltas.
FRAME, WINDOW = 20, 32
BANDS, LOW, HIGH, KEPT, DELTA = 26, 80.0, 7600.0, 13, 1.5
#: Words a minute of the synthetic voice; seconds of sound that are transformed at once.
SPEED, BLOCK = 170, 20
#: Frames of silence before each sentence of the voice.
GAP = 5
#: ms by which stretches of speech are widened, and below which a pause is kept.
WIDEN, PAUSE = 60, 250
#: Below speech by this share of its power lies a noise that is added to both sides: silence is never digital.
HISS = 10**-3.3
#: Frames in which noise is thought to be even; the most of it, as a share of the power of speech.
NOISE, MOST = 500, 0.3


def compare(
    path: str | os.PathLike[str], activity: Activity, sentences: Sequence[Sequence[str]], language: str
) -> Compared:
    """Return a film and its sentences, spoken by espeak-ng, as rows of cepstra.

    Raises MissingExtraError without numpy, EngineError where espeak-ng or its library is missing or has no such voice.
    """
    numpy: Any = need("numpy", "align", "aligning")
    film = _power(numpy, blocks(path, BLOCK * RATE), RATE)
    spoken = _speech(activity, len(film))
    said, starts, words = _reference(numpy, sentences, language)
    if not len(spoken) or not len(said):
        return Compared(numpy.zeros((0, 2 * KEPT)), spoken, numpy.zeros((0, 2 * KEPT)), starts, words, FRAME)
    loud = film[spoken].mean(axis=0)
    hiss = HISS * loud.mean()
    local, steady = _noise(numpy, film, spoken)
    gain = max(loud.mean() - local.mean(), hiss) / said.mean()
    return Compared(
        _features(numpy, film[spoken] + (steady - local) + hiss), spoken,
        _features(numpy, said * gain + steady + hiss), starts, words, FRAME,
    )  # fmt: skip


def _noise(numpy: Any, film: Any, spoken: Any) -> tuple[Any, Any]:
    """Return the power of the noise about each spoken frame, and the greatest of it, which both sides are brought to.

    It is found in the pauses of some seconds, or where there are none in the faintest frames. Where only a part of a
    film is noisy, the rest is made so: else the two parts would not be alike, and neither would the voice be.
    """
    quiet = numpy.ones(len(film), bool)
    quiet[spoken] = False
    parts = []
    for begin in range(0, len(film), NOISE):
        around = slice(max(0, begin - NOISE), begin + 2 * NOISE)
        pauses = film[around][quiet[around]]
        parts.append(numpy.median(pauses, axis=0) if len(pauses) > 50 else numpy.percentile(film[around], 5, axis=0))
    loud = film[spoken].mean(axis=0)
    noise = numpy.minimum(numpy.array(parts, numpy.float32), loud * MOST)
    return noise[spoken // NOISE], numpy.percentile(noise, 95, axis=0).astype(numpy.float32)


def _speech(activity: Activity, frames: int) -> Any:
    """Return the numbers of the film's frames in which somebody speaks, short pauses included."""
    import numpy

    keep = numpy.zeros(frames, bool)
    before = -PAUSE
    for start, end in activity.stretches:
        first = before if start - before < PAUSE else start - WIDEN
        keep[max(0, first // FRAME) : (end + WIDEN) // FRAME] = True
        before = end
    return numpy.flatnonzero(keep)


def _power(numpy: Any, sound: Iterator[Any], rate: int) -> Any:
    """Return the power in each mel band of each frame."""
    hop, width = rate * FRAME // 1000, rate * WINDOW // 1000
    size = 1 << (width - 1).bit_length()
    filters = _filters(numpy, size, rate)
    shape = numpy.hamming(width).astype(numpy.float32)
    held, made = numpy.zeros((width - hop) // 2, numpy.float32), []
    for block in sound:
        held = numpy.concatenate([held, numpy.asarray(block, numpy.float32)])
        count = (len(held) - width) // hop + 1
        if count > 0:
            cut = numpy.lib.stride_tricks.sliding_window_view(held, width)[: count * hop : hop]
            spectrum = numpy.abs(numpy.fft.rfft(cut * shape, size)).astype(numpy.float32) ** 2
            made.append(spectrum @ filters)
            held = held[count * hop :]
    return numpy.concatenate(made) if made else numpy.zeros((0, BANDS), numpy.float32)


def _filters(numpy: Any, size: int, rate: int) -> Any:
    """Return triangles over the bins of a spectrum, evenly apart on the mel scale."""
    low, high = (2595 * numpy.log10(1 + hertz / 700) for hertz in (LOW, HIGH))
    edges = 700 * (10 ** (numpy.linspace(low, high, BANDS + 2) / 2595) - 1)
    bins = numpy.arange(size // 2 + 1)[:, None] * rate / size
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    return numpy.maximum(0, numpy.minimum(rising, falling)).astype(numpy.float32)


def _features(numpy: Any, power: Any) -> Any:
    """Return cepstra of even mean and spread, and their slopes."""
    at = (numpy.arange(BANDS) + 0.5) * numpy.pi / BANDS
    cosines = numpy.cos(at[:, None] * numpy.arange(KEPT)).astype(numpy.float32)
    cepstra = numpy.log(power + 1e-6) @ cosines
    cepstra -= cepstra.mean(axis=0)
    cepstra /= cepstra.std(axis=0) + 1e-6
    around = numpy.pad(cepstra, ((2, 2), (0, 0)), mode="edge")
    slopes = (around[3:-1] - around[1:-3] + 2 * (around[4:] - around[:-4])) / 10
    return numpy.concatenate([cepstra, DELTA * slopes], axis=1).astype(numpy.float32)


def _reference(numpy: Any, sentences: Sequence[Sequence[str]], language: str) -> tuple[Any, list[int], Any]:
    """Return the power of all sentences, the frame at which each begins (and the end), and words' frames (None)."""
    texts, places = [], []
    for sentence in sentences:
        text, at = "", []
        for word in sentence:
            read = spelled(word, language)
            at.append(len(text) if read else -1)
            text += f"{read} " if read else ""
        texts.append(text.strip())
        places.append(at)
    parts, starts, words = [], [0], []
    for place, text, (samples, heard, rate) in zip(places, texts, _spoken(texts, voice_of(language)), strict=True):
        power = _power(numpy, iter([numpy.frombuffer(samples, "<i2")]), rate)
        loud = numpy.flatnonzero(power.sum(axis=1) > 1e-4 * power.sum(axis=1).max()) if len(power) else []
        first, last = (int(loud[0]), int(loud[-1]) + 1) if len(loud) else (0, 0)
        first = max(0, first - 1)
        power = power[first : last + 1]
        parts += [numpy.zeros((GAP, BANDS), numpy.float32), power]
        frames = _frames_of(numpy, place, heard, len(text), len(samples) // 2, rate)
        words.append([None if f is None else GAP + max(0, min(f - first, len(power) - 1)) for f in frames])
        starts.append(starts[-1] + GAP + len(power))
    return (numpy.concatenate(parts) if parts else numpy.zeros((0, BANDS), numpy.float32)), starts, words


def _frames_of(
    numpy: Any, places: Sequence[int], heard: Sequence[tuple[int, int]], size: int, samples: int, rate: int
) -> list[int | None]:
    """Return the frames at which words begin, given where in the text they stand (-1: not spoken).

    espeak-ng runs small words together ("of the") and reports the first alone; the others share its time by letters.
    """
    known = [(0, 0)]
    for at, sample in heard:
        if at > known[-1][0]:  # an event out of order, as at the end of a text with commas, is of no word
            known.append((at, sample))
    begins = numpy.interp(places, *zip(*known, (size, samples), strict=True)).astype(int)
    return [
        None if place < 0 else int(begin) * 1000 // rate // FRAME for place, begin in zip(places, begins, strict=True)
    ]


def _spoken(texts: Sequence[str], voice: str) -> Iterator[tuple[bytes, list[tuple[int, int]], int]]:
    """Yield samples, the (character, sample) at which words begin, and the rate, for each text."""
    import json

    command = [sys.executable, str(Path(__file__).with_name("_speak.py")), voice, str(SPEED)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin is not None and process.stdout is not None and process.stderr is not None  # noqa: S101, PT018
    try:
        process.stdin.write(json.dumps(list(texts)).encode())
        process.stdin.close()
        (rate,) = struct.unpack("<I", _exactly(process.stdout, 4))
        for _ in texts:
            count, words = struct.unpack("<II", _exactly(process.stdout, 8))
            marks = _exactly(process.stdout, 8 * words)
            yield _exactly(process.stdout, 2 * count), list(struct.iter_unpack("<II", marks)), rate
    except (EOFError, BrokenPipeError):
        said = process.stderr.read().decode("utf-8", "replace").strip().splitlines()
        raise EngineError(
            f"espeak-ng's library spoke no further: {said[-1] if said else 'it gave no reason'}",
            hint="install espeak-ng with its library (Debian: apt-get install espeak-ng)",
        ) from None
    finally:
        process.kill()
        process.stdout.close()
        process.stderr.close()
        process.wait()


def _exactly(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data
