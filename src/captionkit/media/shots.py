"""The shot changes of a film, found in its picture: by PySceneDetect where it is installed, else by ffmpeg."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path

from captionkit.errors import EngineError, InputError
from captionkit.media.ffmpeg import run_ffmpeg
from captionkit.model.timecode import rounded
from captionkit.registry import need
from captionkit.values import value

__all__ = ["Shots", "find_shot_changes", "is_film"]

#: How much of the picture must change from one frame to the next, 0 to 1; the width at which it is compared.
THRESHOLD, WIDTH = 0.3, 320
#: ms: of two changes that are nearer than this, as in a flash, the first counts.
APART = 200

#: How a method is called in a report.
_NAMES = {"scenedetect": "PySceneDetect", "ffmpeg": "ffmpeg, which finds hard cuts only"}

_TIME = re.compile(r"^frame:\d+\s+pts:\S+\s+pts_time:(\d{1,9}(?:\.\d{1,9})?)", re.MULTILINE | re.ASCII)


def is_film(path: str | os.PathLike[str]) -> bool:
    """Whether a file holds something other than text: a zero byte near its beginning."""
    try:
        with Path(path).open("rb") as file:
            return b"\0" in file.read(4096)
    except OSError:
        return False


@value
class Shots:
    """The times of the first frame of each new shot, rising: in ms from the first picture of the film.

    ``method`` is ``"scenedetect"`` or ``"ffmpeg"``.
    """

    times: tuple[int, ...]
    method: str

    def __str__(self) -> str:
        """Return what was found, and by what.

        >>> str(Shots((2000, 3520), "scenedetect"))
        '2 shot changes, found by PySceneDetect'
        """
        return f"{len(self.times)} shot changes, found by {_NAMES[self.method]}"


def find_shot_changes(path: str | os.PathLike[str], *, method: str = "auto") -> Shots:
    """Return the shot changes of a film.

    ``method`` is ``"scenedetect"`` (the extra ``shots``: a frame is held against those around it, so that fast motion
    does not count), ``"ffmpeg"`` (the share of the picture that changes from one frame to the next), or ``"auto"``: the
    first where it is installed and opens the film. Hard cuts are found; slow dissolves are not.

    Raises InputError for a file that is not there or has no picture, EngineError where ffmpeg is missing or fails,
    MissingExtraError where PySceneDetect is asked for and missing.
    """
    name = os.fspath(path)
    if not Path(name).is_file():
        raise InputError(f"{name}: there is no such file", hint="check the path of the film")
    if method == "scenedetect" or (method == "auto" and find_spec("scenedetect") is not None):
        found = _by_scenes(name)
        if found is not None:
            return Shots(_apart(found), "scenedetect")
        if method == "scenedetect":
            raise EngineError(f"{name}: PySceneDetect cannot open it", hint="check that it is a film")
    return Shots(_apart(_by_ffmpeg(name)), "ffmpeg")


def _by_scenes(name: str) -> list[int] | None:
    """Return the shot changes that PySceneDetect finds, None where it cannot open the film."""
    package = need("scenedetect", "shots", "finding shot changes with PySceneDetect")
    try:
        # an absolute path is taken for no address of a stream
        scenes = package.detect(str(Path(name).absolute()), package.AdaptiveDetector(min_scene_len=APART / 1000))
    except (package.VideoOpenFailure, OSError):
        return None
    return [rounded(Fraction(start.seconds) * 1000) for start, _ in scenes[1:]]


def _apart(times: Sequence[int]) -> tuple[int, ...]:
    found: list[int] = []
    for time in times:
        if not found or time - found[-1] >= APART:
            found.append(time)
    return tuple(found)


def _by_ffmpeg(name: str) -> list[int]:
    # file: keeps a name such as "concat:a|b" or "-i" from meaning anything but a name
    arguments = [
        "-i", f"file:{name}", "-map", "0:v:0", "-an", "-sn", "-dn", "-vf",
        f"setpts=PTS-STARTPTS,scale={WIDTH}:-2,select='gt(scene,{THRESHOLD})',metadata=print:file=-", "-f", "null", "-",
    ]  # fmt: skip
    printed, _ = run_ffmpeg(arguments, what=name, stream="picture", loglevel="error")
    return [rounded(Fraction(text) * 1000) for text in _TIME.findall(printed.decode("ascii", "replace"))]
