"""From names on a command line to a workbench that is ready to be served."""

from __future__ import annotations

import os
from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from captionkit.errors import InputError, UsageError
from captionkit.review.address import taken
from captionkit.review.server import Serving, demand_extra
from captionkit.sources import is_film

if TYPE_CHECKING:
    from captionkit.review.material import Material
    from captionkit.review.session import Session

__all__ = ["forgotten", "opened", "parted"]

#: Suffixes of media that hold no text, beside those of films: sound is reviewed as well.
_MEDIA = (
    ".3gp", ".aac", ".ac3", ".aif", ".aiff", ".flac", ".flv", ".mp3", ".mpeg", ".oga", ".ogg", ".ogv", ".opus", ".wav",
    ".wma", ".wmv",
)  # fmt: skip


def parted(sources: Sequence[str]) -> tuple[str | None, tuple[str, ...]]:
    """Return the film and the tracks that are named, in any order.

    Raises UsageError for two films.

    >>> parted(["film.mp4", "talk.en.srt", "talk.es.srt"])
    ('film.mp4', ('talk.en.srt', 'talk.es.srt'))
    """
    films = [name for name in sources if is_film(name) or os.path.splitext(name)[1].lower() in _MEDIA]  # noqa: PTH122
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
    language: str = "", shot_changes: str = "", port: int | None = None,
) -> Serving:  # fmt: skip
    """Listen for pages of a workbench; tracks and film are opened once it runs. ``rate`` is else the film's own.

    ``port`` is else that which the first track had before, or one of a few.

    Raises MissingExtraError without the extra ``review``, InputError for what is not there, OutputError where the port
    is taken.
    """
    demand_extra()
    for name in (*tracks, *filter(None, (film, shot_changes))):
        _demand_readable(name)
    from captionkit.review.routes import Workbench

    def session() -> Session:
        from captionkit.review.session import Session

        return Session(tracks, profile=profile, rate=rate, language=language)

    bench = Workbench(
        session, partial(_material, film) if film else None, rate=rate, shot_changes=_listed(shot_changes, rate)
    )
    return Serving(bench, *taken(tracks[0], port))


def _demand_readable(name: str) -> None:
    try:
        with open(name, "rb"):  # noqa: PTH123
            pass
    except OSError as error:
        raise InputError(f"{name}: {error.strerror}", hint="check the path") from None


def _material(film: str) -> Material:
    from captionkit.review.material import Material

    return Material(film)


def _listed(path: str, rate: Fraction | None) -> tuple[int, ...]:
    from captionkit.transforms.shot_changes import read_shot_changes

    # those of a film are looked for in any case
    return read_shot_changes(path, rate) if path and not is_film(path) else ()
