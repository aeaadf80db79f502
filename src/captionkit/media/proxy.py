"""A copy of a film that any browser plays and seeks in: H.264 of at most 720 lines, a key picture each second, AAC.

What plays already is copied, not encoded: the pictures of a film whose sound alone is missing, both of a transport
stream. Pictures keep their rate and their times, so that captions fit the copy as they fit the film.
"""

from __future__ import annotations

from collections.abc import Callable

from captionkit.media.facts import PICTURES, FilmFacts
from captionkit.media.ffmpeg import encode

__all__ = ["make_proxy"]

#: Lines of the picture, its quality (the encoder's constant rate factor), seconds between key pictures.
LINES, QUALITY, KEY = 720, 23, 1
#: Square pixels, even sides, fields of interlaced pictures put together; the first picture is at 0.
_SCALE = (
    f"setpts=PTS-STARTPTS,yadif=deint=interlaced,scale=w='trunc(min({LINES},ih)*dar/2)*2':"
    f"h='trunc(min({LINES},ih)/2)*2',setsar=1,format=yuv420p"
)


def make_proxy(film: str, facts: FilmFacts, target: str, progress: Callable[[float], None] | None = None) -> None:
    """Write a copy of the file ``film`` that a browser plays to ``target`` (MP4).

    ``progress`` is called with the share that is done. Raises EngineError where ffmpeg is missing or fails.
    """
    # a film that plays is copied because the browser lost its way in it: its key pictures are too far apart
    kept = facts.video in PICTURES and facts.plays != "yes"
    arguments = [
        "-i", f"file:{film}", *(_picture(facts, kept) if facts.video else ()),
        *(_sound(facts, kept or not facts.video) if facts.audio else ()), "-sn", "-dn", "-map_chapters", "-1",
        "-movflags", "+faststart", "-f", "mp4", "-y", target,
    ]  # fmt: skip
    encode(arguments, what=film, duration=facts.duration, progress=progress)


def _picture(facts: FilmFacts, kept: bool) -> list[str]:
    if kept:
        return ["-map", "0:V:0", "-c:v", "copy"]
    # as many pictures as there are, each at its time
    times = ["-fps_mode", "vfr", "-enc_time_base", "-1"] if facts.variable else ["-fps_mode", "passthrough"]
    return [
        "-map", "0:V:0", "-vf", _SCALE, "-c:v", "libx264", "-preset", "veryfast", "-crf", str(QUALITY), *times,
        "-force_key_frames", f"expr:gte(t,n_forced*{KEY})",
    ]  # fmt: skip


def _sound(facts: FilmFacts, kept: bool) -> list[str]:
    if kept and facts.audio == "aac":
        return ["-map", "0:a:0", "-c:a", "copy"]
    moved = f"atrim=start={facts.before / 1000},asetpts=PTS-{facts.before / 1000}/TB"
    shift = ["-af", moved] if facts.before and not kept else []
    return ["-map", "0:a:0", *shift, "-c:a", "aac", "-b:a", "160k", "-ac", "2"]
