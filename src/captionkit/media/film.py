"""What a film holds: its streams, its text tracks, when its first picture is shown.

Times of captions count from the first picture, whatever a container's own clock begins with.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

from captionkit.errors import InputError
from captionkit.timing.media import ask_ffprobe
from captionkit.values import field, value

__all__ = ["IN_PICTURE", "Film", "TextStream", "probe"]

#: Codecs of text -> the caption format that they are read as.
TEXT_CODECS: Mapping[str, str] = {
    "subrip": "srt", "srt": "srt", "text": "srt", "mov_text": "srt", "eia_608": "scc", "ass": "ass", "ssa": "ass",
    "webvtt": "vtt",
}  # fmt: skip
#: The index of captions that stand in the pictures' own data.
IN_PICTURE = -1
#: What programs call their handlers of text, which says nothing of the track.
_HANDLERS = ("SubtitleHandler", "Text Media Handler", "ClosedCaptionHandler")
_FLAGS = ("default", "forced", "hearing_impaired", "comment", "captions", "original", "dub")


@value
class TextStream:
    """A subtitle stream: ``number`` counts them from 1, ``index`` is the container's (``IN_PICTURE``: captions in the
    pictures' own data); ``format`` is "" for pictures.
    """

    number: int
    index: int
    codec: str
    format: str
    language: str = ""
    title: str = ""
    flags: tuple[str, ...] = ()
    events: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        return {
            "track": self.number, "codec": self.codec, "text": bool(self.format), "language": self.language,
            "title": self.title, "flags": list(self.flags), "events": self.events,
        }  # fmt: skip


@value
class Film:
    """A media file as ffprobe describes it.

    ``first_picture`` and ``first_stamp`` are in seconds: when the first picture is shown (0 without pictures), and the
    smallest time stamp over pictures and sound. ``rate`` is None where the pictures have no constant rate; ``size`` is
    in pixels as shown, after rotation; ``tags`` are the container's own.
    """

    path: str
    container: str
    streams: tuple[Mapping[str, Any], ...]
    texts: tuple[TextStream, ...] = ()
    first_picture: Fraction = Fraction(0)
    first_stamp: Fraction = Fraction(0)
    duration: int | None = None
    rate: Fraction | None = None
    size: tuple[int, int] | None = None
    tags: Mapping[str, Any] = field(default_factory=dict)


def probe(path: str | os.PathLike[str], *, texts: bool = False) -> Film:
    """Return what a media file holds; with ``texts`` its first pictures are looked at for captions in their own data.

    Raises InputError for a file that is not there or holds no streams, EngineError where ffprobe is missing or fails.
    """
    name = os.fspath(path)
    if not Path(name).is_file():
        raise InputError(f"{name}: there is no such file")
    answered = ask_ffprobe(Path(name), "-show_format", "-show_streams")
    streams = [s for s in answered.get("streams", []) if isinstance(s, dict)]
    if not streams:
        raise InputError(f"{name}: ffprobe finds no streams in it", hint="check that it is a media file")
    kind = answered.get("format", {})
    pictures = [s for s in streams if s.get("codec_type") == "video" and not _flag(s, "attached_pic")]
    main = pictures[0] if pictures else {}
    starts = [s for stream in streams if stream.get("codec_type") in ("video", "audio") for s in _start(stream)]
    return Film(
        path=name,
        container=str(kind.get("format_name", "")),
        streams=tuple(streams),
        texts=_texts(streams, in_picture=texts and _carries_captions(name, main)),
        first_picture=next(iter(_start(main)), Fraction(0)),
        first_stamp=min(starts, default=Fraction(0)),
        duration=_ms(kind.get("duration")),
        rate=_rate(main),
        size=_size(main),
        tags=kind.get("tags", {}),
    )


def _carries_captions(name: str, main: Mapping[str, Any]) -> bool:
    """Whether pictures carry line-21 captions, as ATSC A/53 part 4 has them."""
    if not main or main.get("closed_captions"):
        return bool(main)
    first = ("-select_streams", str(main.get("index", 0)), "-read_intervals", "%+#4")
    answered = ask_ffprobe(Path(name), *first, "-show_entries", "frame_side_data=side_data_type")
    frames = [frame for frame in answered.get("frames", []) if isinstance(frame, dict)]
    return any("A53" in str(side) for frame in frames for side in frame.get("side_data_list", []))


def _texts(streams: Sequence[Mapping[str, Any]], *, in_picture: bool) -> tuple[TextStream, ...]:
    found: list[TextStream] = []
    for stream in streams:
        if stream.get("codec_type") != "subtitle":
            continue
        tags = {key.lower(): str(said) for key, said in stream.get("tags", {}).items()}
        codec = str(stream.get("codec_name", "unknown"))
        count = str(stream.get("nb_frames") or tags.get("number_of_frames") or "")
        handler = tags.get("handler_name", "")
        language = tags.get("language", "")
        found.append(
            TextStream(
                number=len(found) + 1,
                index=int(stream["index"]),
                codec=codec,
                format=TEXT_CODECS.get(codec, ""),
                language="" if language == "und" else language,
                title=tags.get("title") or ("" if handler in _HANDLERS else handler),
                flags=tuple(flag for flag in _FLAGS if _flag(stream, flag)),
                events=int(count) if count.isdecimal() else None,
            )
        )
    if in_picture:
        number, title = len(found) + 1, "in the picture's data"
        found.append(TextStream(number, IN_PICTURE, "eia_608", TEXT_CODECS["eia_608"], title=title))
    return tuple(found)


def _flag(stream: Mapping[str, Any], name: str) -> bool:
    return bool(stream.get("disposition", {}).get(name))


def _start(stream: Mapping[str, Any]) -> list[Fraction]:
    try:
        return [int(stream["start_pts"]) * Fraction(stream["time_base"])]
    except (KeyError, ValueError, TypeError, ZeroDivisionError):
        return []


def _ms(duration: Any) -> int | None:
    try:
        return round(float(duration) * 1000)
    except (TypeError, ValueError, OverflowError):
        return None


def _rate(stream: Mapping[str, Any]) -> Fraction | None:
    """Return the rate of pictures, None where they have none that is constant."""
    try:
        said, mean = (Fraction(stream[key]) for key in ("r_frame_rate", "avg_frame_rate"))
    except (KeyError, ValueError, ZeroDivisionError):
        return None
    return said if 0 < said <= 1000 and abs(said - mean) * 200 < said else None


def _size(stream: Mapping[str, Any]) -> tuple[int, int] | None:
    width, height = stream.get("width"), stream.get("height")
    if not (isinstance(width, int) and isinstance(height, int) and width > 0 and height > 0):
        return None
    turned = [side.get("rotation", 0) for side in stream.get("side_data_list", []) if isinstance(side, dict)]
    ratio = str(stream.get("sample_aspect_ratio", "1:1")).replace(":", "/")
    with suppress(ValueError, ZeroDivisionError):
        width = round(width * Fraction(ratio)) or width
    on_side = any(isinstance(angle, int | float) and round(angle) % 180 == 90 for angle in turned)
    return (height, width) if on_side else (width, height)
