"""Text tracks of films: listed and read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from captionkit.diagnostics import Collector, Result
from captionkit.errors import InputError, UsageError
from captionkit.sources import ReadOptions, Source

if TYPE_CHECKING:
    from captionkit.media.facts import FilmFacts
    from captionkit.media.film import Film, TextStream
    from captionkit.model.track import Track

__all__ = ["film_facts", "film_track", "film_tracks"]


def film_tracks(path: str | os.PathLike[str]) -> tuple[TextStream, ...]:
    """Return the text tracks of a film, those of pictures too.

    Raises InputError for a file that is no film, EngineError where ffprobe is missing or fails.
    """
    from captionkit.media.film import probe

    return probe(path, texts=True).texts


def film_facts(path: str | os.PathLike[str]) -> FilmFacts:
    """Return what is known of a film before it is played: codecs, exact rate, length, when its first picture is shown,
    its timecode, and whether a browser plays all of it.

    Raises InputError for a file that is no film, EngineError where ffprobe is missing or fails.
    """
    from captionkit.media.facts import facts_of
    from captionkit.media.film import probe

    return facts_of(probe(path))


def film_track(path: Any, *, options: ReadOptions | None = None) -> Result[Track]:
    """Return one text track of a film, its times counted from the first picture.

    ``options.track`` is its number; without it the film's default track, or its first, is read.

    Raises InputError where there is no such track or it holds pictures, EngineError where ffmpeg fails.
    """
    from captionkit.formats import FORMATS
    from captionkit.languages.codes import two_letters
    from captionkit.media.film import probe
    from captionkit.media.textstreams import extracted, shifted

    given = options or ReadOptions()
    if not isinstance(path, str | os.PathLike):
        raise UsageError("tracks of films are read from a file by its name", hint="--track is for films")
    film = probe(path, texts=True)
    notes = Collector(film.path)
    stream = _chosen(film, given.track, notes)
    data, format = extracted(film, stream)
    read = FORMATS.get(format).read
    assert read is not None  # noqa: S101 - all three are read
    result = read(Source(data, f"{film.path}"), given)
    track = shifted(result.value, film.first_picture)
    if not track.language and stream.language:
        track = track.replace(language=two_letters(stream.language))
    if not track.title and stream.title and format != "srt":
        track = track.replace(title=stream.title)
    return Result(track, (*notes.all, *result.diagnostics))


def _chosen(film: Film, number: int | None, notes: Collector) -> TextStream:
    listed = ", ".join(f"{t.number}: {t.codec} {t.language}".strip() for t in film.texts)
    if number is not None:
        if number > len(film.texts):
            raise InputError(f"{film.path}: there is no text track {number}", hint=f"it has {listed or 'none'}")
        return film.texts[number - 1]
    readable = [t for t in film.texts if t.format]
    if not readable:
        raise InputError(
            f"{film.path}: the film has no text track" + (f" but pictures ({listed})" if listed else ""),
            hint="captionkit caption FILM --recogniser NAME has its words written down",
        )
    chosen = next((t for t in readable if "default" in t.flags), readable[0])
    if len(film.texts) > 1:
        notes.add("film.track-chosen", f"track {chosen.number} was read of {listed}")
    return chosen
