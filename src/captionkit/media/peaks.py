"""The shape of a film's sound, small enough to draw two hours of it: the least and the greatest of each 2 ms.

Two bytes, signed, for each 2 ms: 7 MB for two hours. ffmpeg resamples to 8 kHz and 8 bits, so that 16 bytes are 2 ms
and Python's own ``min`` and ``max`` over bytes serve without any package; numpy, where it is there, takes a fifth of
their time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from captionkit.media.sound import pieces

__all__ = ["RATE", "STEP", "peaks", "shapes"]

#: Samples a second; ms of a pair; samples of a pair, and samples that are read at once: a second at first, so that
#: something can be drawn soon, then a minute.
RATE, STEP = 8_000, 2
_EACH = RATE * STEP // 1000
_FIRST, _THEN = RATE, 60 * RATE
#: 8-bit samples as ffmpeg writes them are unsigned, around 128.
_SIGNED = bytes(value ^ 0x80 for value in range(256))


def peaks(film: str | os.PathLike[str], *, before: int = 0) -> Iterator[bytes]:
    """Yield the pairs of a film's sound in time order, a second at first, then a minute at a time.

    The first pair is ``before`` ms into the file.

    Raises InputError for a film that is not there or has no sound, EngineError where ffmpeg is missing or fails.
    """
    return shapes(_from(pieces(film, _FIRST, rate=RATE, format="u8", rough=True), before * RATE // 1000))


def shapes(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield least and greatest of each 2 ms of unsigned 8-bit samples at 8 kHz, in few large pieces.

    >>> [list(pair) for pair in shapes([bytes([128] * 15 + [200]), bytes([0, 255])])]
    [[0, 72, 128, 127]]
    """
    held, wanted = bytearray(), _FIRST
    for block in blocks:
        held += block
        if len(held) >= wanted:
            whole = len(held) // _EACH * _EACH
            yield _pairs(bytes(held[:whole]))
            del held[:whole]
            wanted = _THEN
    if held:
        yield _pairs(bytes(held))


def _pairs(samples: bytes) -> bytes:
    whole = len(samples) // _EACH * _EACH
    least, greatest = _bounds()(samples[:whole])
    if whole < len(samples):
        least, greatest = least + bytes([min(samples[whole:])]), greatest + bytes([max(samples[whole:])])
    made = bytearray(2 * len(least))
    made[::2], made[1::2] = least, greatest
    return bytes(made).translate(_SIGNED)


@cache
def _bounds() -> Callable[[bytes], tuple[bytes, bytes]]:
    """Return what finds the least and the greatest of each 16 bytes."""
    return _by_python if find_spec("numpy") is None else _by_numpy


def _by_python(samples: bytes) -> tuple[bytes, bytes]:
    parts = [samples[at : at + _EACH] for at in range(0, len(samples), _EACH)]
    return bytes(map(min, parts)), bytes(map(max, parts))


def _by_numpy(samples: bytes) -> tuple[bytes, bytes]:
    numpy: Any = import_module("numpy")
    rows = numpy.frombuffer(samples, numpy.uint8).reshape(-1, _EACH)
    return rows.min(axis=1).tobytes(), rows.max(axis=1).tobytes()


def _from(blocks: Iterable[bytes], skipped: int) -> Iterator[bytes]:
    for block in blocks:
        yield block[skipped:]
        skipped = max(0, skipped - len(block))
