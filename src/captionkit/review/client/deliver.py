"""Out to a client and back: the page written, the notes brought in."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

from captionkit.diagnostics import Collector, Diagnostic
from captionkit.errors import CaptionkitError, InputError, LimitError
from captionkit.review.client.export import client_page, film_data
from captionkit.review.client.notes import MOST_BYTES, Imported, read_notes, take_notes
from captionkit.values import field, value

if TYPE_CHECKING:
    from captionkit.media.facts import FilmFacts
    from captionkit.review.session import Session

__all__ = ["ExportedPage", "export_page", "import_notes"]


@value
class ExportedPage:
    """A page that was written: where, how many cues it shows, the film's name (``""`` for none)."""

    path: str
    cues: int
    film: str = ""
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON shape."""
        return {"page": self.path, "cues": self.cues, "film": self.film}


def export_page(
    session: Session,
    target: str | os.PathLike[str],
    *,
    film: str | os.PathLike[str] | None = None,
    track: int = 0,
    title: str = "",
    force: bool = False,
) -> ExportedPage:
    """Write one page for a client, with the captions of a track as they are now; the film stays a file of its own.

    What will not work on the client's side is reported: a film in another folder, or one that browsers do not play.

    Raises TargetExistsError, unless ``force``, for a page that is there; EditError for a track that is not open.
    """
    from captionkit.delivery.atomic import write_atomic

    noticed = Collector(os.fspath(target))
    data = None
    if film is not None:
        facts = _facts(film)
        _report_film(film, target, facts, noticed)
        data = film_data(os.fspath(film), os.fspath(target), facts)
    text = client_page(session, track=track, film=data, title=title)
    write_atomic(os.fspath(target), text.encode("utf-8"), force=force)
    return ExportedPage(
        os.fspath(target), len(session.tracks[track]), PurePath(film).name if film is not None else "", noticed.all
    )


def _facts(film: str | os.PathLike[str]) -> FilmFacts | None:
    """Return what ffprobe says of a film; None where it cannot say anything: the page works without."""
    from captionkit.media.facts import facts_of
    from captionkit.media.film import probe

    try:
        return facts_of(probe(film))
    except CaptionkitError:
        return None


def _report_film(
    film: str | os.PathLike[str], target: str | os.PathLike[str], facts: FilmFacts | None, noticed: Collector
) -> None:
    name = PurePath(film).name
    if Path(film).resolve().parent != Path(target).resolve().parent:
        noticed.add("review.film-elsewhere", f"{name} is not in the page's folder; a client's page looks for it there")
    if facts and facts.plays != "yes":
        noticed.add("review.film-unplayable", f"{name}: {facts.plays} in a browser: {facts.why}")


def import_notes(session: Session, files: Sequence[str | os.PathLike[str]]) -> Imported:
    """Bring in what clients gave back, all files or, where one cannot be read, none; each note can be undone.

    Raises what :func:`~captionkit.review.client.notes.read_notes` and ``take_notes`` raise.
    """
    read = [read_notes(_bytes(file), os.fspath(file)) for file in files]
    taken = [take_notes(session, file) for file in read]
    counts = {name: sum(one.as_dict()[name] for one in taken) for name in Imported().as_dict()}
    return Imported(**counts, diagnostics=tuple(found for one in taken for found in one.diagnostics))


def _bytes(file: str | os.PathLike[str]) -> bytes:
    try:
        with Path(file).open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputError(f"{os.fspath(file)}: {error.strerror}", hint="check the path") from None
    if len(data) > MOST_BYTES:
        raise LimitError(f"{os.fspath(file)}: more than {MOST_BYTES} bytes", hint="a notes file holds notes alone")
    return data
