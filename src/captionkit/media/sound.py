"""A film's sound as samples, a block at a time, so that an hour takes no more memory than a minute."""

from __future__ import annotations

import os
import sys
from array import array
from collections.abc import Iterator
from pathlib import Path

from captionkit.errors import InputError
from captionkit.media.ffmpeg import failure, run_ffmpeg, start

__all__ = ["RATE", "blocks", "pieces", "samples"]

#: Samples a second of everything that listens.
RATE = 16_000


def blocks(path: str | os.PathLike[str], size: int, *, rate: int = RATE) -> Iterator[array[int]]:
    """Yield the sound of a media file as blocks of ``size`` signed 16-bit samples at ``rate`` a second, mono.

    The first sample is at time 0 of the file, also where its sound starts later (start time, edit lists, priming of
    AAC). The last block may be shorter. Of several audio tracks ffmpeg's default one is taken.

    Raises InputError for a file that is not there or has no sound, EngineError where ffmpeg is missing or fails.
    """
    for data in pieces(path, 2 * size, rate=rate, format="s16le"):
        block = array("h")
        block.frombytes(data[: len(data) // 2 * 2])
        if sys.byteorder == "big":
            block.byteswap()
        yield block


def pieces(path: str | os.PathLike[str], size: int, *, rate: int, format: str, rough: bool = False) -> Iterator[bytes]:
    """Yield the same sound as ``size`` bytes at a time of samples in one of ffmpeg's raw formats (``s16le``, ``u8``).

    ``rough`` resamples with a short filter: good enough to look at, for half the time.

    Raises what :func:`blocks` raises.
    """
    import subprocess

    name = os.fspath(path)
    if not Path(name).is_file():
        raise InputError(f"{name}: there is no such file", hint="check the path given as media")
    # file: keeps a name such as "concat:a|b" or "-i" from meaning anything but a name
    resampling = f"aresample={rate}:async=1:first_pts=0" + ":filter_size=4:phase_shift=4" * rough
    arguments = [
        "-i", f"file:{name}", "-map", "0:a:0", "-vn", "-sn", "-dn",
        "-af", resampling, "-ac", "1", "-ar", str(rate), "-f", format, "-",
    ]  # fmt: skip
    process = start(arguments, what=name, stderr=subprocess.PIPE)
    assert process.stdout is not None  # noqa: S101
    assert process.stderr is not None  # noqa: S101
    done = False
    try:
        while data := process.stdout.read(size):
            yield data
        done = True
    finally:
        if not done:
            process.kill()
        process.stdout.close()
        said = process.stderr.read().decode("utf-8", "replace")
        process.stderr.close()
        code = process.wait()
    if code != 0:
        raise failure(name, said, "sound")


def samples(path: str | os.PathLike[str], at: int, length: int, *, rate: int = 48_000) -> bytes:
    """Return ``length`` ms of the same sound from ``at`` ms on, as signed 16-bit samples (little endian) in mono.

    It is sought, not decoded from the beginning. Raises InputError for a file without sound, EngineError.
    """
    name = os.fspath(path)
    arguments = [
        "-ss", f"{at / 1000:.3f}", "-t", f"{length / 1000:.3f}", "-i", f"file:{name}", "-map", "0:a:0", "-vn", "-sn",
        "-dn", "-af", "aresample=async=1:first_pts=0", "-ac", "1", "-ar", str(rate), "-f", "s16le", "-",
    ]  # fmt: skip
    return run_ffmpeg(arguments, what=name, stream="sound", loglevel="error")[0]
