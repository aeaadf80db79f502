"""The media beside a transcript: how long it is. The only module of the package that runs ffprobe."""

from __future__ import annotations

from pathlib import Path

from captionkit.errors import EngineError, InputError

__all__ = ["probe_duration"]

#: Seconds after which ffprobe is given up: it reads a header, not the file.
TIME_LIMIT = 30.0

_INSTALL = "install ffmpeg (Debian: apt-get install ffmpeg; macOS: brew install ffmpeg), or give --duration"
_ASK = [
    "ffprobe",
    "-v",
    "error",
    "-show_entries",
    "format=duration:stream=duration",
    "-of",
    "default=noprint_wrappers=1:nokey=1",
]


def probe_duration(path: str | Path) -> int:
    """Return the length in ms of a media file, as ffprobe tells it: the container's, or else its longest stream's.

    Raises InputError for a file that is not there or states no length, and EngineError where ffprobe is missing, does
    not answer in time, or cannot read the file.
    """
    media = Path(path)
    if not media.is_file():
        raise InputError(f"{media}: there is no such file", hint="check the path given as media")
    return _longest(_ask(media), media)


def _ask(media: Path) -> str:
    import subprocess  # 5 ms, for this alone

    try:
        # file: keeps a name such as "concat:a|b" or "-i" from meaning anything but a name
        answer = subprocess.run(
            [*_ASK, f"file:{media}"], capture_output=True, timeout=TIME_LIMIT, stdin=subprocess.DEVNULL, check=False
        )
    except FileNotFoundError:
        raise EngineError(f"{media}: its length is told by ffprobe, which is not installed", hint=_INSTALL) from None
    except OSError as error:
        raise EngineError(f"{media}: ffprobe could not be run: {error.strerror}", hint=_INSTALL) from None
    except subprocess.TimeoutExpired:
        raise EngineError(f"{media}: ffprobe gave no answer in {TIME_LIMIT:g} s", hint="give --duration") from None
    if answer.returncode != 0:
        said = answer.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = said[-1] if said else f"exit code {answer.returncode}"
        raise EngineError(f"{media}: ffprobe cannot read it: {reason}", hint="check that it is a media file")
    return answer.stdout.decode("ascii", "replace")


def _longest(answer: str, media: Path) -> int:
    lengths = []
    for line in answer.split():
        try:
            lengths.append(float(line))
        except ValueError:  # N/A
            continue
    lengths = [length for length in lengths if 0 < length < 1e7]
    if not lengths:
        raise InputError(f"{media}: the file does not say how long it is", hint="give --duration")
    return round(max(lengths) * 1000)
