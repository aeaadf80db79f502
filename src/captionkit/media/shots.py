"""The shot changes of a film, found in its picture."""

from __future__ import annotations

import os
import re
from fractions import Fraction
from pathlib import Path

from captionkit.errors import EngineError, InputError
from captionkit.model.timecode import rounded

__all__ = ["find_shot_changes", "is_film"]

#: How much of the picture must change from one frame to the next, 0 to 1; the width at which it is compared.
THRESHOLD, WIDTH = 0.3, 320
#: ms: of two changes that are nearer than this, as in a flash, the first counts.
APART = 200

_TIME = re.compile(r"^frame:\d+\s+pts:\S+\s+pts_time:(\d{1,9}(?:\.\d{1,9})?)", re.MULTILINE | re.ASCII)


def is_film(path: str | os.PathLike[str]) -> bool:
    """Whether a file holds something other than text: a zero byte near its beginning."""
    try:
        with Path(path).open("rb") as file:
            return b"\0" in file.read(4096)
    except OSError:
        return False


def find_shot_changes(path: str | os.PathLike[str], *, threshold: float = THRESHOLD) -> tuple[int, ...]:
    """Return the times (ms) of the first frame of each new shot.

    Hard cuts are found; slow dissolves are not. ``threshold`` is the share of the picture that must change.

    Raises InputError for a file that is not there or has no picture, EngineError where ffmpeg is missing or fails.
    """
    import subprocess

    name = os.fspath(path)
    if not Path(name).is_file():
        raise InputError(f"{name}: there is no such file", hint="check the path of the film")
    # file: keeps a name such as "concat:a|b" or "-i" from meaning anything but a name
    command = [
        "ffmpeg", "-v", "error", "-nostdin", "-i", f"file:{name}", "-map", "0:v:0", "-an", "-sn", "-dn",
        "-vf", f"scale={WIDTH}:-2,select='gt(scene,{threshold:.4f})',metadata=print:file=-", "-f", "null", "-",
    ]  # fmt: skip
    try:
        answer = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    except FileNotFoundError:
        raise EngineError(
            f"{name}: its picture is decoded by ffmpeg, which is not installed",
            hint="install ffmpeg (Debian: apt-get install ffmpeg; macOS: brew install ffmpeg)",
        ) from None
    said = answer.stderr.decode("utf-8", "replace").strip().splitlines()
    if answer.returncode != 0:
        if any("matches no streams" in line for line in said):
            raise InputError(f"{name}: the file has no picture", hint="give the film, not its sound")
        reason = said[-1] if said else "it gave no reason"
        raise EngineError(f"{name}: ffmpeg cannot decode its picture: {reason}", hint="check that it is a film")
    found: list[int] = []
    for text in _TIME.findall(answer.stdout.decode("ascii", "replace")):
        time = rounded(Fraction(text) * 1000)
        if not found or time - found[-1] >= APART:
            found.append(time)
    return tuple(found)
