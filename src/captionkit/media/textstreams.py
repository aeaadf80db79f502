"""Text out of a film, and into one: both by ffmpeg, with times that count from the first picture."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from captionkit.diagnostics import Collector
from captionkit.errors import InputError, UsageError
from captionkit.languages.codes import three_letters
from captionkit.media.ffmpeg import run_ffmpeg
from captionkit.media.film import IN_PICTURE, Film, TextStream
from captionkit.media.shown import show_only
from captionkit.model.cue import Cue
from captionkit.model.text import Line
from captionkit.model.track import Track
from captionkit.values import value

__all__ = [
    "MUXERS", "Added", "check_copied", "extracted", "language_for", "mux", "muxer_of", "shifted", "states",
    "stream_hashes",
]  # fmt: skip

#: Suffix of a film -> ffmpeg's muxer, and the codecs that text may have in it, the usual one first.
MUXERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    ".mp4": ("mp4", ("mov_text",)),
    ".m4v": ("mp4", ("mov_text",)),
    ".mov": ("mov", ("mov_text",)),
    ".mkv": ("matroska", ("subrip", "ass", "webvtt")),
    ".webm": ("webm", ("webvtt",)),
}


def extracted(film: Film, stream: TextStream) -> tuple[bytes, str]:
    """Return a text stream as a caption file, and that file's format.

    Its times are the container's: take ``film.first_picture`` from them.

    Raises InputError for a stream of pictures, EngineError where ffmpeg fails.
    """
    if not stream.format:
        raise InputError(
            f"{film.path}: track {stream.number} ({stream.codec}) holds pictures or data, not text",
            hint="captionkit tracks FILM lists the tracks; pictures need an OCR tool",
        )
    if stream.format == "scc":
        from captionkit.media.linetwentyone import line21_file

        return line21_file(film, stream), stream.format
    same = stream.codec in ("subrip", "ass", "webvtt")
    muxer = {"srt": "srt", "ass": "ass", "vtt": "webvtt"}[stream.format]
    codec = "copy" if same else {"srt": "srt", "ass": "ass", "vtt": "webvtt"}[stream.format]
    arguments = ["-copyts", "-i", f"file:{film.path}", "-map", f"0:{stream.index}", "-c:s", codec, "-f", muxer, "-"]
    data = run_ffmpeg(arguments, what=film.path)[0]
    return data.replace(b"\r\n", b"\n"), stream.format


@value
class Added:
    """A track to be put into a film: its file's text in ``format``, and what the container says of it."""

    data: bytes
    format: str
    codec: str
    language: str = ""
    title: str = ""
    flags: tuple[str, ...] = ()


def mux(film: Film, added: Sequence[Added], target: str, muxer: str, codecs: Sequence[str]) -> None:
    """Write ``film`` with tracks added to ``target``, its streams copied.

    Cue times count from the first picture. Raises EngineError where ffmpeg fails.
    """
    shift = film.first_picture - film.first_stamp
    held = [stream for stream in film.texts if stream.index != IN_PICTURE]  # what ffmpeg counts as subtitles
    with tempfile.TemporaryDirectory(prefix="captionkit-") as folder:
        inputs: list[str] = ["-i", f"file:{Path(film.path).resolve()}"]
        maps = ["-map", "0"]
        said: list[str] = []
        for number, track in enumerate(added):
            name = Path(folder) / f"{number}.{track.format}"
            name.write_bytes(track.data)
            inputs += ["-itsoffset", f"{float(shift):.6f}", "-i", str(name)]
            maps += ["-map", f"{number + 1}:s:0"]
            said += _about(len(held) + number, track)
        # data streams are timecodes and chapters, which muxers make by themselves or refuse
        maps += ["-map", "-0:d?"]
        kept = _kept(held, codecs)
        run_ffmpeg([*inputs, *maps, "-c", "copy", *kept, *said, "-f", muxer, "-y", target], what=film.path)
    if muxer in ("mp4", "mov"):
        flags = [*(stream.flags for stream in held), *(track.flags for track in added)]
        show_only(target, ["default" in said for said in flags])


def _kept(streams: Sequence[TextStream], codecs: Sequence[str]) -> Iterator[str]:
    """Yield what becomes of the text that the film has: copied where the container takes it, else converted."""
    for at, stream in enumerate(streams):
        if stream.format and stream.codec not in codecs:
            yield from (f"-c:s:{at}", {"subrip": "srt"}.get(codecs[0], codecs[0]))


def _about(at: int, track: Added) -> Iterator[str]:
    if track.codec == "mov_text":
        yield from (f"-c:s:{at}", "mov_text")
    said = {"language": track.language or "und", "title": track.title, "handler_name": track.title}
    for key, text in said.items():
        if text:
            yield from (f"-metadata:s:s:{at}", f"{key}={text}")
    yield from (f"-disposition:s:{at}", "+".join(track.flags) or "0")


def states(track: Track) -> Track:
    r"""Return a track in which one text at a time is shown: cues that overlap become what is seen from time to time.

    >>> track = Track([Cue(0, 3000, "A"), Cue(2000, 4000, "B")])
    >>> [(cue.start, cue.end, cue.text) for cue in states(track)]
    [(0, 2000, 'A'), (2000, 3000, 'A\nB'), (3000, 4000, 'B')]
    """
    cues = sorted((cue for cue in track if cue.end > cue.start), key=lambda cue: cue.start)
    if all(a.end <= b.start for a, b in pairwise(cues)):
        return track
    times = sorted({time for cue in cues for time in (cue.start, cue.end)})
    made: list[Cue] = []
    shown: list[Cue] = []
    at = 0
    for start, end in pairwise(times):
        while at < len(cues) and cues[at].start <= start:
            shown.append(cues[at])
            at += 1
        shown = [cue for cue in shown if cue.end > start]
        if shown:
            made.append(shown[0].replace(start=start, end=end, lines=_together(shown)) if len(shown) > 1 else
                        shown[0].replace(start=start, end=end))  # fmt: skip
    return track.replace(cues=made)


def _together(cues: Iterable[Cue]) -> list[Line]:
    return [line for cue in cues for line in cue.lines]


def stream_hashes(path: str) -> list[str]:
    """Return a hash of each stream of pictures and sound, in order."""
    command = ["-i", f"file:{path}", "-map", "0:v?", "-map", "0:a?", "-c", "copy", "-f", "streamhash", "-"]
    lines = run_ffmpeg(command, what=path)[0].decode("ascii", "replace").split()
    return [line.partition("=")[2] for line in lines]


def shifted(track: Track, seconds: Fraction) -> Track:
    """Return the track with times that count from ``seconds`` of its own clock."""
    ms = round(seconds * 1000)
    return track.shift(ms=-ms) if ms else track


def muxer_of(name: str) -> tuple[str, tuple[str, ...]]:
    """Return the muxer and the text codecs of a film's name.

    Raises UsageError for a container that is not made here.
    """
    suffix = Path(name).suffix.lower()
    if suffix not in MUXERS:
        said = f"a film cannot be written as {suffix}" if suffix else "the name says no container"
        raise UsageError(f"{name}: {said}", hint=f"a name in one of {', '.join(MUXERS)}")
    return MUXERS[suffix]


#: What WebM holds of pictures and sound (https://www.webmproject.org/docs/container/).
_WEBM = {"video": ("vp8", "vp9", "av1"), "audio": ("vorbis", "opus")}


def check_copied(film: Film, muxer: str, kinds: Sequence[str] = ("video", "audio")) -> None:
    """Raise UsageError where a container does not take streams that are to be copied into it."""
    if muxer != "webm":
        return
    for stream in film.streams:
        kind, codec = str(stream.get("codec_type")), str(stream.get("codec_name"))
        if kind in kinds and codec not in _WEBM[kind]:
            message = f"{film.path}: WebM takes {kind} as {' or '.join(_WEBM[kind])}, not as {codec}, and it is copied"
            raise UsageError(message, hint="-o with .mkv, which takes any")


def language_for(muxer: str, tag: str, name: str, notes: Collector) -> str:
    """Return a language as the container says it; MP4 and MOV have three letters, what is finer is reported."""
    if muxer not in ("mp4", "mov") or not tag:
        return tag
    code = three_letters(tag)
    if not code:
        notes.add("film.language", f"{name}: {muxer} has no code for the language {tag!r}; it is und in the file")
        return "und"
    if "-" in tag:
        message = (
            f"{name}: {muxer} has three letters for a language: {tag} is {code}; its region or script is the title"
        )
        notes.add("film.language", message, data={"tag": tag, "code": code})
    return code
