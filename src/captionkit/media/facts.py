"""What a page needs to know of a film before it plays it: times, rate, timecode, and whether a browser plays it.

A browser is asked nothing: it says "" of QuickTime, which it plays, and plays HEVC and ProRes as sound without picture
and AC-3 as picture without sound, each without an error. So codecs and containers decide, by what Chromium plays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from captionkit.model.timecode import RATES, can_drop, parse_clock
from captionkit.values import value

if TYPE_CHECKING:
    from captionkit.media.film import Film

__all__ = ["FilmFacts", "facts_of", "rate_dict"]

#: Containers (ffprobe's names) that Chromium opens.
CONTAINERS = ("mov", "mp4", "matroska", "webm", "mp3", "wav", "ogg", "flac", "aac")
#: Codecs that it decodes; PCM is found in MOV and WAV.
PICTURES = ("h264", "vp8", "vp9", "av1")
SOUNDS = ("aac", "mp3", "opus", "vorbis", "flac", "pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_u8",
          "pcm_f32le", "pcm_s32le", "pcm_alaw", "pcm_mulaw")  # fmt: skip
#: What people call what it does not decode.
NAMES: Mapping[str, str] = {
    "hevc": "HEVC (H.265)", "prores": "ProRes", "dnxhd": "DNxHD or DNxHR", "mpeg2video": "MPEG-2",
    "mpeg4": "MPEG-4 part 2", "mjpeg": "Motion JPEG", "ffv1": "FFV1", "vc1": "VC-1", "theora": "Theora",
    "rawvideo": "uncompressed pictures", "ac3": "AC-3", "eac3": "E-AC-3", "dts": "DTS", "truehd": "TrueHD",
    "mp2": "MP2", "alac": "Apple Lossless", "mxf": "MXF", "mpegts": "MPEG transport stream", "avi": "AVI",
    "asf": "Windows Media", "flv": "Flash Video", "mpeg": "MPEG program stream",
}  # fmt: skip

_TIMECODE = re.compile(r"\d\d:\d\d:\d\d[:;.]\d\d", re.ASCII)


@value
class FilmFacts:
    """A film for a player.

    ``start`` is in seconds, on the container's own clock: when the first picture is shown; captions count from there.
    ``before`` (ms) is how long the file runs before it. ``duration`` (ms) ends with the last picture. ``variable`` says
    that pictures come at no constant rate. ``plays`` is ``"yes"``, ``"no picture"``, ``"no sound"`` or ``"no"``, and
    ``why`` says it in words.
    """

    name: str
    start: Fraction
    before: int
    duration: int
    width: int
    height: int
    video: str
    audio: str
    rate: Fraction | None
    variable: bool
    start_timecode: str
    drop: bool
    plays: str
    why: str

    @property
    def media_type(self) -> str:
        """What a server calls the file: browsers look into it all the same, but refuse some by their name."""
        kind = "video" if self.video else "audio"
        return f"{kind}/{'webm' if self.name.lower().endswith(('.webm', '.mkv', '.mka')) else 'mp4'}"

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        return {
            "name": self.name, "start": float(self.start), "before": self.before, "duration": self.duration,
            "width": self.width, "height": self.height, "video": self.video, "audio": self.audio,
            "rate": rate_dict(self.rate), "variable": self.variable, "start_timecode": self.start_timecode or None,
            "drop": self.drop, "plays": self.plays, "why": self.why,
        }  # fmt: skip


def rate_dict(rate: Fraction | None) -> dict[str, Any] | None:
    """Return a rate as JSON has it.

    >>> rate_dict(Fraction(30000, 1001))
    {'num': 30000, 'den': 1001, 'text': '29.97'}
    """
    if rate is None:
        return None
    name = next((name for name, known in RATES.items() if known == rate), f"{float(rate):.3f}".rstrip("0").rstrip("."))
    return {"num": rate.numerator, "den": rate.denominator, "text": name}


def facts_of(film: Film) -> FilmFacts:
    """Return what a player needs to know of a film."""
    picture = next(_streams(film, "video"), {})
    sound = next(_streams(film, "audio"), {})
    width, height = film.size or (0, 0)
    rate = _standard(film.rate)
    timecode = _timecode(film)
    plays, why = _played(film.container, picture, sound)
    return FilmFacts(
        name=re.split(r"[/\\]", film.path)[-1],
        start=film.first_picture,
        before=round((film.first_picture - film.first_stamp) * 1000) if picture else 0,
        duration=_length(picture, film.first_picture) or film.duration or 0,
        width=width,
        height=height,
        video=str(picture.get("codec_name", "")),
        audio=str(sound.get("codec_name", "")),
        rate=rate,
        variable=bool(picture) and rate is None,
        start_timecode=timecode,
        drop=";" in timecode and rate is not None and can_drop(rate),
        plays=plays,
        why=why,
    )


def _streams(film: Film, kind: str) -> Iterator[Mapping[str, Any]]:
    """Yield the streams of a kind, covers of albums left out."""
    for stream in film.streams:
        if stream.get("codec_type") == kind and not stream.get("disposition", {}).get("attached_pic"):
            yield stream


def _standard(rate: Fraction | None) -> Fraction | None:
    """Return the standard rate that is meant: containers that count in ms say 2997/100, or 24 for 23.976 no less."""
    return next((known for known in RATES.values() if rate and abs(known - rate) * 10_000 < rate), rate)


def _timecode(film: Film) -> str:
    """Return the timecode of the first picture as the file states it, ``""`` where it states none."""
    for tags in (film.tags, *(stream.get("tags", {}) for stream in film.streams)):
        said = str(tags.get("timecode") or tags.get("TIMECODE") or "")
        if _TIMECODE.fullmatch(said):
            return said.replace(".", ";")
    return ""


def _length(stream: Mapping[str, Any], start: Fraction) -> int:
    """Return how long the pictures go on (ms), 0 where the file does not say it.

    Matroska states when they end on its own clock.
    """
    try:
        if "duration" in stream:
            return round(float(stream["duration"]) * 1000)
        tags = {key.upper(): str(text) for key, text in stream.get("tags", {}).items()}
        return parse_clock(tags["DURATION"]) - round(start * 1000)
    except (KeyError, ValueError, OverflowError):
        return 0


def _played(container: str, picture: Mapping[str, Any], sound: Mapping[str, Any]) -> tuple[str, str]:
    """Return what a browser plays of a film, and why not all of it."""
    kinds = container.split(",")
    if not any(kind in CONTAINERS for kind in kinds):
        return "no", f"A browser does not open {_named(kinds[0])} files."
    lacking = []
    if picture and picture.get("codec_name") not in PICTURES:
        lacking.append(("show", picture, "picture"))
    if sound and sound.get("codec_name") not in SOUNDS:
        lacking.append(("play", sound, "sound"))
    if not lacking:
        return "yes", ""
    said = " or ".join(f"{verb} {_named(str(stream.get('codec_name')))}" for verb, stream, _ in lacking)
    without = " and ".join(f"without {part}" for _, _, part in lacking)
    rest = bool(picture) + bool(sound) - len(lacking)
    return f"no {lacking[0][2]}" if rest else "no", f"A browser does not {said}. The film would play {without}."


def _named(codec: str) -> str:
    return NAMES.get(codec, codec)
