"""The one place that starts ffmpeg: how it is called, what is said where it is missing or fails, how it is stopped."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from typing import IO, TYPE_CHECKING

from captionkit.errors import EngineError, InputError

if TYPE_CHECKING:
    import subprocess

__all__ = ["encode", "failure", "run_ffmpeg", "start"]

INSTALL = "install ffmpeg (Debian: apt-get install ffmpeg; macOS: brew install ffmpeg)"
CHECK = "check that it is a media file"
NO_REASON = "it gave no reason"


def start(
    arguments: Sequence[str], *, what: str, stderr: IO[bytes] | int, loglevel: str = "error", folder: str | None = None
) -> subprocess.Popen[bytes]:
    """Start ffmpeg with its output on a pipe; ``what`` begins the message where that fails.

    Raises EngineError where it is missing or cannot be run.
    """
    import subprocess  # 5 ms, for this alone

    command = ["ffmpeg", "-v", loglevel, "-nostdin", "-nostats", "-hide_banner", *arguments]
    try:
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=stderr, stdin=subprocess.DEVNULL, cwd=folder)
    except FileNotFoundError:
        raise EngineError(f"{what} needs ffmpeg, which is not installed", hint=INSTALL) from None
    except OSError as error:
        raise EngineError(f"{what}: ffmpeg could not be run: {error.strerror}", hint=INSTALL) from None


def run_ffmpeg(
    arguments: Sequence[str], *, what: str, stream: str = "", loglevel: str = "warning", folder: str | None = None
) -> tuple[bytes, str]:
    """Run ffmpeg to its end and return what it prints and what it complains of.

    Raises EngineError where it is missing, and what :func:`failure` makes of what it said where it fails.
    """
    import subprocess

    process = start(arguments, what=what, stderr=subprocess.PIPE, loglevel=loglevel, folder=folder)
    printed, said = process.communicate()
    complaints = said.decode("utf-8", "replace").strip()
    if process.returncode != 0:
        raise failure(what, complaints, stream)
    return printed, complaints


def failure(what: str, said: str, stream: str = "") -> EngineError | InputError:
    r"""Return the error for a failed run: its last words, or that the file has no ``stream`` (sound, picture).

    >>> failure("a.wav", "Stream map '0:v:0' matches no streams.\nTo ignore this, add a '?'", "picture")
    InputError('a.wav: the file has no picture')
    >>> failure("a.wav", "")
    EngineError('a.wav: ffmpeg failed: it gave no reason')
    """
    lines = [line for line in said.splitlines() if line.strip()]
    if stream and any("matches no streams" in line for line in lines):
        return InputError(f"{what}: the file has no {stream}", hint="give the film, with its picture and its sound")
    return EngineError(f"{what}: ffmpeg failed: {lines[-1].strip() if lines else NO_REASON}", hint=CHECK)


def encode(
    arguments: Sequence[str], *, what: str, duration: int | None, progress: Callable[[float], None] | None = None,
    folder: str | None = None,
) -> str:  # fmt: skip
    """Run ffmpeg while it makes a file, and return what it says at its loglevel ``info``.

    ``progress`` is called with the share (0..1) of ``duration`` (ms) that is done.

    Raises EngineError where it is missing or fails.
    """
    with tempfile.TemporaryFile() as complaints:
        process = start(
            ["-progress", "pipe:1", *arguments], what=what, stderr=complaints, loglevel="info", folder=folder
        )
        with process:
            try:
                for line in process.stdout or ():
                    key, _, number = line.decode("ascii", "replace").strip().partition("=")
                    if key == "out_time_us" and number.isdecimal() and progress and duration:
                        progress(min(1.0, int(number) / 1000 / duration))
            except BaseException:
                process.kill()
                raise
        complaints.seek(0)
        said = complaints.read().decode("utf-8", "replace")
    if process.returncode != 0:
        raise failure(what, said)
    return said
