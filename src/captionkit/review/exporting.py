"""A track written beside its file in any format, under a bare name that the page gives."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from captionkit.api.save import save
from captionkit.delivery.names import language_in_name
from captionkit.diagnostics import Diagnostic
from captionkit.errors import TargetExistsError
from captionkit.formats import FORMATS
from captionkit.formats.loss import without_language
from captionkit.review.bench import wanted_int, wanted_text
from captionkit.review.client.deliver import export_page
from captionkit.review.journal import SUFFIX
from captionkit.review.refusals import EditError, impossible
from captionkit.review.session import Session

__all__ = ["export", "formats"]

#: Bytes of a name; and what no name has: what parts folders, drives and streams, and what a screen does not show.
_LONGEST = 200
_NEVER = frozenset('/\\:*?"<>|') | {chr(code) for code in (*range(32), 127)}


#: What a track is exported to for a client: not a format, but a page.
_CLIENT = {"name": "client", "title": "A page for a client, who leaves notes", "suffix": ".html"}


def formats() -> list[dict[str, str]]:
    """Return the formats that a track can be exported to, and at last the page for a client."""
    written = [
        {"name": name, "title": row.summary, "suffix": row.suffixes[0]}
        for name, row in FORMATS.rows.items()
        if row.suffixes and FORMATS.get(name).write is not None
    ]
    return [*written, _CLIENT]


def export(session: Session, request: Mapping[str, Any], film: str | None = None) -> dict[str, Any]:
    """Write the track of a request (``track``, ``format``, ``name``, ``force``) and say what the format cannot carry.

    The format ``client`` is a page for a client, which shows the ``film``.

    Raises EditError for a name that is none and, of kind ``exists``, for a file that is there already and may only be
    written over with ``force``; OutputError, UnknownNameError.
    """
    number = wanted_int(request, "track", 0)
    if not 0 <= number < len(session.tracks):
        raise impossible(f"there is no track {number}")
    kind = wanted_text(request, "format")
    name = _checked(wanted_text(request, "name"), (".html",) if kind == "client" else FORMATS.get(kind).suffixes)
    target = Path(session.paths[number]).parent / name
    _demand_free(session, target)
    try:
        cues, found = _written(session, number, kind, target, film, force=request.get("force") is True)
    except TargetExistsError as error:
        raise EditError("exists", f"{name} is there already", hint="it can be written over", name=name) from error
    if language_in_name(name).lower() == session.tracks[number].language.lower():
        found = tuple(without_language(found))
    losses = [{"code": d.code, "severity": d.severity.label, "text": d.message} for d in found]
    return {"name": name, "format": kind, "cues": cues, "losses": losses}


def _written(
    session: Session, number: int, kind: str, target: Path, film: str | None, *, force: bool
) -> tuple[int, tuple[Diagnostic, ...]]:
    """Write a track, or the page of it; return how many cues are in it and what there is to report."""
    if kind == "client":
        page = export_page(session, target, film=film, track=number, force=force)
        return page.cues, page.diagnostics
    written = save(session.tracks[number], target, kind, force=force)
    return written.cues, written.diagnostics


def _checked(name: str, suffixes: Sequence[str]) -> str:
    """Return a name as a file gets it: bare, seen, not hidden, with a suffix of its format, which no film has."""
    bare = name.strip()
    if not bare or bare[0] in ".-~" or _NEVER & set(bare):
        raise impossible(f"{name!r:.60} is not the name of a file", hint="as talk.vtt: it goes beside the track")
    whole = bare if bare.lower().endswith(tuple(suffixes)) else bare + suffixes[0]
    if len(whole.encode("utf-8")) > _LONGEST:
        raise impossible("the name is too long", hint=f"at most {_LONGEST} bytes")
    return whole


def _demand_free(session: Session, target: Path) -> None:
    """Refuse the files that the session works on: they are written by saving, or by nobody else."""
    kept = {os.path.normcase(path) for path in session.paths}
    if os.path.normcase(target) in kept or SUFFIX in target.name or target.is_symlink():
        raise impossible(
            f"{target.name} belongs to this session", hint="save writes the track itself; give another name"
        )
