"""Tracks into films: put in beside the film's streams, or drawn into its pictures.

A film is never changed: what is made has another name, is checked, and only then takes it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from captionkit.api.load import TrackLike, as_track
from captionkit.api.options import verb
from captionkit.api.save import render
from captionkit.diagnostics import Collector, Diagnostic
from captionkit.errors import InputError, UsageError, VerificationError
from captionkit.fitting import number_of
from captionkit.model.track import Track
from captionkit.sources import ReadOptions, Source
from captionkit.values import field, value

if TYPE_CHECKING:
    from captionkit.media.film import Film

__all__ = ["MadeFilm", "burn", "mux"]


@value
class MadeFilm:
    """A film that was made: its path, and the tracks in it."""

    path: str
    tracks: int
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        return {"path": self.path, "tracks": self.tracks}


@verb
def mux(
    film: str | os.PathLike[str],
    tracks: Sequence[TrackLike],
    target: str | os.PathLike[str],
    *,
    titles: Mapping[str, str] | None = None,
    default: str = "",
    language: str = "",
    force: bool = False,
    verify: bool = True,
    read_options: ReadOptions | None = None,
) -> MadeFilm:
    """Put caption tracks into a film; pictures and sound are copied, the film itself stays as it is.

    A track's language is in it or in its file's name, ``language`` is that of the others; ``sdh`` and ``forced`` in the
    name become flags. ``titles`` are by language; ``default`` names the language whose track players show, without
    it (or ``default`` in a name) none is on when the film is opened. ``verify``
    compares the copied streams and reads the tracks back before the file takes its name.

    Raises UsageError for a container that takes no text, VerificationError, TargetExistsError, EngineError.
    """
    from captionkit.delivery.atomic import written_by
    from captionkit.media.film import probe
    from captionkit.media.textstreams import check_copied, muxer_of
    from captionkit.media.textstreams import mux as add

    target = os.fspath(target)
    muxer, codecs = muxer_of(target)
    if os.path.abspath(target) == os.path.abspath(os.fspath(film)):
        raise UsageError("a film is never written over itself", hint="-o OTHER")
    probed, notes = probe(film), Collector()
    check_copied(probed, muxer)
    if any(stream.get("codec_type") == "data" for stream in probed.streams):
        notes.add("film.data", "data streams (timecode, chapters' text) were left to the new container")
    ready = [_ready(one, codecs, muxer, titles or {}, default, language, read_options, notes) for one in tracks]
    with written_by(target, force=force) as draft:
        add(probed, [added for added, _ in ready], draft, muxer, codecs)
        if verify:
            _compare(probed, draft, [track for _, track in ready], muxer)
    return MadeFilm(target, len(ready), notes.all)


def _ready(
    one: TrackLike, codecs: Sequence[str], muxer: str, titles: Mapping[str, str], default: str, language: str,
    options: ReadOptions | None, notes: Collector,
) -> tuple[Any, Track]:  # fmt: skip
    """Return a track as it goes into the container, and what will be read of it."""
    from captionkit.delivery.names import parts_of
    from captionkit.formats import FORMATS, WriteOptions
    from captionkit.media.textstreams import Added, language_for, states

    reading = as_track(one, None, options)
    notes.extend(reading.diagnostics)
    named = parts_of(os.fspath(one)) if isinstance(one, str | os.PathLike) else parts_of("")
    name = named.stem + (f".{named.language}" if named.language else "")
    track, tag = reading.value, reading.value.language or named.language or language
    codec = codecs[0]
    if "ass" in codecs and track.format == "ass":
        codec = "ass"
    elif "webvtt" in codecs and track.format in ("vtt", "hls"):
        codec = "webvtt"
    if codec == "mov_text":
        apart = states(track)
        if apart is not track:
            notes.add("film.overlap", f"{name}: {muxer} shows one text at a time; {len(apart)} states were written")
            track = apart
    track = _within(track, name, notes)
    format = FORMATS.get({"mov_text": "srt", "subrip": "srt", "ass": "ass", "webvtt": "vtt"}[codec])
    written = render(track, format, WriteOptions())
    notes.extend(written.diagnostics)
    flags = [flag for word in named.version.lower().split(".") if (flag := _FLAGS.get(word, ""))]
    if default and default.lower() == tag.lower():
        flags.append("default")
    placed = sum(cue.positioning is not None for cue in track) if codec == "mov_text" else 0
    if placed:
        notes.add("film.lost", f"{name}: {muxer} cannot say where {number_of(placed, 'cue')} should stand")
    if muxer == "mov" and "hearing_impaired" in flags:
        notes.add("film.lost", f"{name}: mov cannot say that a track is for the hearing impaired")
    title = titles.get(tag, "") or track.title or (tag if "-" in tag else "")
    code = language_for(muxer, tag, name, notes)
    return Added(written.value, format.suffixes[0][1:], codec, code, title, tuple(dict.fromkeys(flags))), track


#: What a word of a file's name says -> the container's flag.
_FLAGS = {
    "sdh": "hearing_impaired", "cc": "hearing_impaired", "hi": "hearing_impaired", "forced": "forced",
    "default": "default", "commentary": "comment",
}  # fmt: skip


def _within(track: Track, name: str, notes: Collector) -> Track:
    """Return the track without times before the first picture."""
    if all(cue.start >= 0 for cue in track):
        return track
    kept = [cue if cue.start >= 0 else cue.replace(start=0) for cue in track if cue.end > 0]
    notes.add(
        "film.clamped", f"{name}: {number_of(sum(cue.start < 0 for cue in track), 'cue')} before the first picture"
    )
    return track.replace(cues=kept)


#: ms by which a time may differ that was in a container: its clocks count in ms, the film's first picture need not.
_TOLERANCE = 2


def _compare(film: Film, draft: str, tracks: Sequence[Track], muxer: str) -> None:
    from captionkit.media.film import probe
    from captionkit.media.textstreams import extracted, shifted, stream_hashes

    # streams of MPEG-2 and AVI are framed otherwise in the new containers: their bytes differ by design
    framed_alike = any(kind in film.container for kind in ("mp4", "matroska"))
    if framed_alike and stream_hashes(film.path) != stream_hashes(draft):
        raise VerificationError("pictures or sound of the new film are not those of the old", hint="--no-verify")
    made = probe(draft)
    from captionkit.formats import FORMATS

    for stream, track in zip(made.texts[len(made.texts) - len(tracks) :], tracks, strict=True):
        data, format = extracted(made, stream)
        read = FORMATS.get(format).read
        assert read is not None  # noqa: S101 - all three are read
        back = shifted(read(Source(data, draft), ReadOptions()).value, made.first_picture)
        wanted = [(cue.start, cue.end, _words(cue.text)) for cue in track if cue.end > cue.start and cue.text.strip()]
        found = [(cue.start, cue.end, _words(cue.text)) for cue in back]
        wrong = [
            f"{one} became {other}"
            for one, other in zip(sorted(wanted), sorted(found), strict=False)
            if one[2] != other[2] or max(abs(one[0] - other[0]), abs(one[1] - other[1])) > _tolerance(muxer)
        ]
        if wrong or len(wanted) != len(found):
            first = wrong[0] if wrong else f"{len(wanted)} cues became {len(found)}"
            raise VerificationError(f"track {stream.number} reads back differently: {first}", hint="--no-verify")


def _tolerance(muxer: str) -> int:
    return 10 if muxer == "matroska" else _TOLERANCE  # ASS counts in hundredths


def _words(text: str) -> list[str]:
    return text.split()


@verb
def burn(
    film: str | os.PathLike[str],
    track: TrackLike,
    target: str | os.PathLike[str],
    *,
    style: Mapping[str, str] | None = None,
    profile: str = "",
    fonts: str = "",
    quality: int | None = None,
    force: bool = False,
    progress: Callable[[float], None] | None = None,
    read_options: ReadOptions | None = None,
) -> MadeFilm:
    """Draw a caption track into a film's pictures; sound is copied, pictures are encoded again.

    The captions are an ASS script of the film's size and rate, so that each is seen from its own picture on. ``style``
    sets columns of its style (``Fontname``, ``Fontsize``, ``PrimaryColour`` ...), ``profile`` gives the look of a style
    guide, ``fonts`` is a folder of fonts, ``quality`` the encoder's constant rate factor, ``progress`` is called with
    the share that is done.

    Raises UsageError for a style's column that is not there and for a container that is not made, InputError for a film
    without pictures, EngineError.
    """
    from captionkit.delivery.atomic import written_by
    from captionkit.formats import WriteOptions
    from captionkit.formats.ass import writer
    from captionkit.media.burn import burn_in
    from captionkit.media.film import probe
    from captionkit.media.textstreams import check_copied, muxer_of

    target = os.fspath(target)
    muxer, _ = muxer_of(target)
    if os.path.abspath(target) == os.path.abspath(os.fspath(film)):
        raise UsageError("a film is never written over itself", hint="-o OTHER")
    probed, notes = probe(film), Collector()
    check_copied(probed, muxer, ("audio",))
    if probed.size is None:
        raise InputError(f"{probed.path}: there are no pictures to draw on")
    if probed.rate is None:
        notes.add("film.rate", "the film's pictures come at no constant rate")
    reading = as_track(track, None, read_options)
    notes.extend(reading.diagnostics)
    script = writer.write(reading.value, WriteOptions(rate=probed.rate, size=probed.size, profile=profile))
    notes.extend(script.diagnostics)
    styled = _styled(script.value.decode(), style or {}).encode()
    with written_by(target, force=force) as draft:
        missing = burn_in(probed, styled, draft, muxer, fonts=fonts, quality=quality, progress=progress)
    if missing:
        shown = ", ".join(f"{char} (U+{ord(char):04X})" for char in missing[:12])
        notes.add("film.glyphs", f"the style's font lacks {shown}", data={"characters": missing})
    return MadeFilm(target, 1, notes.all)


def _styled(script: str, style: Mapping[str, str]) -> str:
    """Return an ASS script with columns of its styles set.

    Raises UsageError for a column that a style has not.
    """
    if not style:
        return script
    from captionkit.formats.ass.styles import STYLE_COLUMNS, ass_color

    columns = [name.strip() for name in STYLE_COLUMNS.split(",")]
    by_name = {name.lower(): at for at, name in enumerate(columns)}
    lines = script.split("\n")
    for name, said in style.items():
        at = by_name.get(name.lower())
        if at is None:
            raise UsageError(f"an ASS style has no column {name!r}", hint=f"one of {', '.join(columns[1:])}")
        if any(mark in said for mark in ",\r\n"):
            raise UsageError(f"{name}={said!r}: a style's column holds no comma", hint="write one value")
        color = ass_color(said) if "colour" in name.lower() else ""
        for number, line in enumerate(lines):
            if line.startswith("Style:"):
                cells = line[6:].strip().split(",")
                cells[at] = f"&H00{color}" if color else said
                lines[number] = "Style: " + ",".join(cells)
    return "\n".join(lines)
