"""Caption tracks as HLS subtitles: segments, playlists, the lines of a master playlist."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from captionkit.api.load import TrackLike, as_track
from captionkit.api.options import verb
from captionkit.diagnostics import Collector, Diagnostic
from captionkit.errors import UsageError
from captionkit.model.timecode import whole_ms
from captionkit.text.controls import has_controls
from captionkit.values import field, value

if TYPE_CHECKING:
    from captionkit.formats.segments import Rendition
    from captionkit.model.track import Track
    from captionkit.sources import ReadOptions

__all__ = ["Packaged", "hls"]

_GROUP = "subs"


@value
class Packaged:
    """What was written: the folder, its playlists, segments each, and the clock's first time stamp (90 kHz)."""

    folder: str
    playlists: tuple[str, ...]
    segments: int
    mpegts: int
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        shape = {"folder": self.folder, "playlists": list(self.playlists), "segments": self.segments}
        return shape | {"mpegts": self.mpegts}


@verb
def hls(
    tracks: Sequence[TrackLike],
    folder: str | os.PathLike[str],
    *,
    segment: int = 6000,
    duration: int | None = None,
    media: str | os.PathLike[str] = "",
    mpegts: int | None = None,
    master: str | os.PathLike[str] = "",
    titles: Mapping[str, str] | None = None,
    default: str = "",
    language: str = "",
    force: bool = False,
    read_options: ReadOptions | None = None,
) -> Packaged:
    """Write tracks as WebVTT segments of ``segment`` ms with their playlists into a folder.

    Segments cover ``duration`` ms: that of ``media`` where it is not given, else until the last cue ends. The clock is
    that of ``media``'s smallest time stamp, or ``mpegts`` (90 kHz); 0, which is right for films in fragmented MP4, is
    reported. ``master`` is the film's master playlist: a copy that names the subtitles is written as ``master.m3u8``;
    without it ``subtitles.m3u8`` holds their ``EXT-X-MEDIA`` lines.

    Raises UsageError for two tracks of one name, TargetExistsError, OutputError.
    """
    from captionkit.delivery.atomic import write_atomic
    from captionkit.formats.segments import joined_master, media_line

    notes = Collector()
    if segment <= 0:
        raise UsageError(f"a segment of {segment} ms cannot be written", hint="--segment 6")
    read = [_named(one, language, read_options, notes) for one in tracks]
    if media:
        from captionkit.media.film import probe

        film = probe(media)
        duration = film.duration if duration is None else duration
        mpegts = round(film.first_stamp * 90_000) % (1 << 33) if mpegts is None else mpegts
    if mpegts is None:
        notes.add("film.hls-clock", "MPEGTS is 0: right for films in fragmented MP4, not for MPEG-2 segments")
        mpegts = 0
    length = whole_ms("duration", duration or 0) or max(
        (cue.end for track, _ in read for cue in track), default=segment
    )
    root = Path(folder)
    files: dict[str, bytes] = {}
    renditions: list[Rendition] = []
    for track, names in read:
        renditions.append(_rendition(names, titles or {}, default, track))
        files |= _files(track, renditions[-1].uri, segment, length, mpegts, notes)
    if len({one.uri for one in renditions}) < len(renditions):
        raise UsageError("two tracks would have one playlist", hint="name them apart by language: talk.en.vtt")
    lines = [media_line(one, _GROUP) for one in renditions]
    if master:
        away = os.path.relpath(os.path.dirname(os.path.abspath(master)), os.path.abspath(root)).replace(os.sep, "/")
        text = Path(master).read_text("utf-8")
        files["master.m3u8"] = joined_master(text, lines, _GROUP, lambda uri: _moved(uri, away)).encode()
    else:
        files["subtitles.m3u8"] = "\n".join(["#EXTM3U", *lines, ""]).encode()
    for name, data in files.items():
        write_atomic(root / name, data, force=force, sync=False)
    playlists = tuple(name for name in files if name.endswith(".m3u8"))
    return Packaged(str(root), playlists, max(1, -(-length // segment)), mpegts, notes.all)


def _moved(uri: str, away: str) -> str:
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|/", uri):
        return uri
    return posixpath.normpath(posixpath.join(away, uri))


def _named(one: TrackLike, language: str, options: ReadOptions | None, notes: Collector) -> tuple[Track, Any]:
    from captionkit.delivery.names import parts_of
    from captionkit.formats.controls import harmless, report_controls

    reading = as_track(one, None, options)
    notes.extend(reading.diagnostics)
    names = parts_of(os.fspath(one)) if isinstance(one, str | os.PathLike) else parts_of("")
    track = reading.value
    if has_controls(track.text):
        notes.extend(report_controls(track.text))
        track = harmless(track)
    return track.replace(language=track.language or names.language or language), names


def _rendition(names: Any, titles: Mapping[str, str], default: str, track: Track) -> Rendition:
    from captionkit.formats.segments import Rendition

    versions = [part for part in names.version.lower().split(".") if part]
    stem = ".".join([track.language or names.stem, *versions])
    sdh = bool({"sdh", "cc", "hi"} & set(versions))
    shown = titles.get(track.language) or track.title or ".".join([track.language or names.stem, *versions])
    return Rendition(
        uri=f"{re.sub(r'[^A-Za-z0-9._-]+', '-', stem)}.m3u8", name=shown, language=track.language,
        default=bool(default) and default.lower() == track.language.lower(), forced="forced" in versions, sdh=sdh,
    )  # fmt: skip


def _files(track: Track, uri: str, segment: int, length: int, mpegts: int, notes: Collector) -> dict[str, bytes]:
    from captionkit.formats.segments import playlist, segments

    stem = uri.removesuffix(".m3u8")
    parts = segments(track, segment, length, mpegts, notes)
    names = [f"{stem}/{number:05d}.vtt" for number in range(len(parts))]
    return {uri: playlist(names, segment, length).encode()} | dict(zip(names, parts, strict=True))
