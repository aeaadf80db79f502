"""A film's sound as samples, a block at a time, so that an hour takes no more memory than a minute."""

from __future__ import annotations

import os
import sys
from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from captionkit.errors import EngineError, InputError

__all__ = ["RATE", "blocks"]

#: Samples a second of everything that listens.
RATE = 16_000

_INSTALL = "install ffmpeg (Debian: apt-get install ffmpeg; macOS: brew install ffmpeg)"


def blocks(path: str | os.PathLike[str], size: int, *, rate: int = RATE) -> Iterator[array[int]]:
    """Yield the sound of a media file as blocks of ``size`` signed 16-bit samples at ``rate`` a second, mono.

    The first sample is at time 0 of the file, also where its sound starts later (start time, edit lists, priming of
    AAC). The last block may be shorter. Of several audio tracks ffmpeg's default one is taken.

    Raises InputError for a file that is not there or has no sound, EngineError where ffmpeg is missing or fails.
    """
    import subprocess

    name = os.fspath(path)
    if not Path(name).is_file():
        raise InputError(f"{name}: there is no such file", hint="check the path given as media")
    # file: keeps a name such as "concat:a|b" or "-i" from meaning anything but a name
    command = [
        "ffmpeg", "-v", "error", "-nostdin", "-i", f"file:{name}", "-map", "0:a:0", "-vn", "-sn", "-dn",
        "-af", "aresample=async=1:first_pts=0", "-ac", "1", "-ar", str(rate), "-f", "s16le", "-",
    ]  # fmt: skip
    try:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    except FileNotFoundError:
        raise EngineError(f"{name}: its sound is decoded by ffmpeg, which is not installed", hint=_INSTALL) from None
    except OSError as error:
        raise EngineError(f"{name}: ffmpeg could not be run: {error.strerror}", hint=_INSTALL) from None
    assert process.stdout is not None  # noqa: S101
    assert process.stderr is not None  # noqa: S101
    done = False
    try:
        yield from _read(process.stdout, size)
        done = True
    finally:
        if not done:
            process.kill()
        process.stdout.close()
        said = process.stderr.read().decode("utf-8", "replace").strip().splitlines()
        process.stderr.close()
        code = process.wait()
    if code != 0:
        raise _failure(name, said)


def _read(pipe: IO[bytes], size: int) -> Iterator[array[int]]:
    while data := pipe.read(2 * size):
        block = array("h")
        block.frombytes(data[: len(data) // 2 * 2])
        if sys.byteorder == "big":
            block.byteswap()
        yield block


def _failure(name: str, said: list[str]) -> EngineError | InputError:
    reason = said[-1] if said else "it gave no reason"
    if any("matches no streams" in line for line in said):
        return InputError(f"{name}: the file has no sound", hint="give a film or recording with an audio track")
    return EngineError(f"{name}: ffmpeg cannot decode its sound: {reason}", hint="check that it is a media file")
