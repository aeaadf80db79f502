"""From names on a command line to a workbench that is ready to be served."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from fractions import Fraction
from typing import TYPE_CHECKING

from captionkit.errors import InputError, UsageError
from captionkit.review.server import Serving, demand_extra, listening
from captionkit.sources import is_film

if TYPE_CHECKING:
    from captionkit.review.material import Material

__all__ = ["forgotten", "opened", "parted"]

#: Suffixes of sound without pictures, which is reviewed as well.
_SOUNDS = (".aac", ".ac3", ".aif", ".aiff", ".flac", ".mp3", ".oga", ".ogg", ".opus", ".wav", ".wma")


def parted(sources: Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
    """Return the film and the tracks that are named, in any order.

    Raises UsageError for two films.

    >>> parted(["film.mp4", "talk.en.srt", "talk.es.srt"])
    ('film.mp4', ('talk.en.srt', 'talk.es.srt'))
    """
    films = [name for name in sources if is_film(name) or os.path.splitext(name)[1].lower() in _SOUNDS]  # noqa: PTH122
    if len(films) > 1:
        raise UsageError(f"{' and '.join(films)}: one film at a time", hint="captionkit review FILM TRACK...")
    return (films[0] if films else None), tuple(name for name in sources if name not in films)


def forgotten(film: str | None) -> int:
    """Remove what is kept of a film, or of all films; return the bytes.

    Raises InputError for a film that cannot be read.
    """
    from captionkit.media.cache import forget

    try:
        return forget(film)
    except OSError as error:
        raise InputError(f"{film}: {error.strerror}") from None


def opened(
    film: str | None, tracks: Sequence[str], *, profile: str = "default", rate: Fraction | None = None,
    language: str = "", shot_changes: str = "", port: int = 0,
) -> Serving:  # fmt: skip
    """Open tracks and their film and listen for pages; ``rate`` is the film's where it is not given.

    Raises MissingExtraError without the extra ``review``, InputError for what cannot be read, EngineError where ffprobe
    is missing, OutputError where the port is taken or the journal cannot be written.
    """
    demand_extra()
    taken = listening(port)
    try:
        with ThreadPoolExecutor(1) if film else nullcontext() as pool:
            probing = pool.submit(_material, film) if film and pool else None
            from captionkit.review.routes import Workbench
            from captionkit.review.session import Session

            material = probing.result() if probing else None
        rate = rate or (material.facts.rate if material else None)
        shots = _listed(shot_changes, rate)
        session = Session(tracks, profile=profile, rate=rate, language=language)
        try:
            return Serving(Workbench(session, material, shot_changes=shots), taken)
        except BaseException:
            session.close()
            raise
    except BaseException:
        taken.close()
        raise


def _material(film: str) -> Material:
    from captionkit.review.material import Material

    return Material(film)


def _listed(path: str, rate: Fraction | None) -> tuple[int, ...]:
    from captionkit.transforms.shot_changes import read_shot_changes

    return read_shot_changes(path, rate) if path else ()
