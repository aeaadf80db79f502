"""The media beside a transcript: how long it is. The only module of the package that runs ffprobe."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from captionkit.errors import EngineError, InputError

__all__ = ["ask_ffprobe", "probe_duration"]

#: Seconds after which ffprobe is given up: it reads a header, not the file.
TIME_LIMIT = 30.0
#: ms beyond which a stated length is nonsense: four weeks.
LONGEST = 28 * 24 * 3_600_000

_INSTALL = "install ffmpeg (Debian: apt-get install ffmpeg; macOS: brew install ffmpeg), or give --duration"
_LENGTHS = ("-show_entries", "format=format_name,duration:stream=codec_type,duration")
#: What ffprobe makes of any text or picture: it draws it as a film of its own length.
_NO_MEDIA = ("tty", "bin", "xbin", "adf", "idf", "image2")


def probe_duration(path: str | Path) -> int:
    """Return the length in ms of a media file, as ffprobe states it: the longest of the container's and its streams'.

    Raises InputError for a file that is not there, has neither sound nor moving pictures, or states no length, and
    EngineError where ffprobe is missing, does not answer in time, or cannot read the file.
    """
    media = Path(path)
    if not media.is_file():
        raise InputError(f"{media}: there is no such file", hint="check the path given as media")
    return _longest(ask_ffprobe(media, *_LENGTHS), media)


def ask_ffprobe(media: Path, *asked: str) -> dict[str, Any]:
    """Return ffprobe's answer about a file.

    Raises EngineError where ffprobe is missing, does not answer in time, or cannot read the file.
    """
    import json
    import subprocess  # 5 ms, for this alone

    command = ["ffprobe", "-v", "error", *asked, "-of", "json", f"file:{media}"]
    try:
        # file: keeps a name such as "concat:a|b" or "-i" from meaning anything but a name
        answer = subprocess.run(command, capture_output=True, timeout=TIME_LIMIT, stdin=subprocess.DEVNULL, check=False)
    except FileNotFoundError:
        raise EngineError(f"{media}: ffprobe, which states its length, is not installed", hint=_INSTALL) from None
    except OSError as error:
        raise EngineError(f"{media}: ffprobe could not be run: {error.strerror}", hint=_INSTALL) from None
    except subprocess.TimeoutExpired:
        raise EngineError(f"{media}: ffprobe gave no answer in {TIME_LIMIT:g} s", hint="give --duration") from None
    if answer.returncode != 0:
        said = answer.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = said[-1] if said else f"exit code {answer.returncode}"
        raise EngineError(f"{media}: ffprobe cannot read it: {reason}", hint="check that it is a media file")
    try:
        answered: dict[str, Any] = json.loads(answer.stdout)
    except ValueError:
        raise EngineError(f"{media}: ffprobe's answer cannot be read", hint="give --duration") from None
    return answered


def _longest(answered: dict[str, Any], media: Path) -> int:
    kind, streams = answered.get("format", {}), answered.get("streams", [])
    name = str(kind.get("format_name", ""))
    if (
        name in _NO_MEDIA
        or name.endswith("_pipe")
        or not any(s.get("codec_type") in ("audio", "video") for s in streams)
    ):
        raise InputError(f"{media}: neither sound nor film (ffprobe: {name})", hint="check the path given as media")
    lengths = [_ms(part.get("duration")) for part in (kind, *streams)]
    usable = [length for length in lengths if 0 < length <= LONGEST]
    if not usable:
        raise InputError(f"{media}: the file does not say how long it is", hint="give --duration")
    return max(usable)


def _ms(duration: str | None) -> int:
    try:
        return round(float(duration or 0) * 1000)
    except (ValueError, OverflowError):  # "N/A", nan, inf
        return 0
