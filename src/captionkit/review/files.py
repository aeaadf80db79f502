"""The files of the open tracks: what others wrote to them, and writing them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from captionkit.errors import CaptionkitError
from captionkit.formats.loss import without_language
from captionkit.review import judging
from captionkit.review.desk import Desk
from captionkit.review.document import Delta
from captionkit.review.journal import KeptTrack, hash_of
from captionkit.review.outside import compare
from captionkit.review.refusals import EditError
from captionkit.review.saving import bytes_of, read_bytes, write_file

__all__ = ["Stamp", "bring_up_to_date", "outside_of", "settle_outside", "stamp_of", "write_all"]

#: Size, time and number of a file.
Stamp = tuple[int, int, int]


def stamp_of(desk: Desk, track: int) -> Stamp | None:
    """Return by what a changed file is noticed without reading it; None where there is no file."""
    try:
        found = Path(desk.paths[track]).stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino


def outside_of(desk: Desk) -> dict[int, str]:
    """Return the tracks, with their names, whose files are others than we saw or wrote last."""
    found: dict[int, str] = {}
    for kept in desk.files():
        stamp = stamp_of(desk, kept.n)
        if stamp is None or desk.stamps.get(kept.n) == stamp:
            continue
        known = hash_of(_bytes(kept.path))
        if known in (kept.hash, kept.writing):
            desk.stamps[kept.n] = stamp
        else:
            found[kept.n] = desk.track(kept.n).name
    return found


def _take_in(desk: Desk, tracks: Iterable[int], choices: Mapping[str, str]) -> tuple[list[Delta], list[dict[str, Any]]]:
    """Take in what others wrote to the files of tracks; return the changes made, and what people must decide.

    Where there is something to decide nothing is taken in.

    Raises EditError where a file cannot be read any more.
    """
    found = []
    conflicts: list[dict[str, Any]] = []
    for kept in [kept for kept in desk.files() if kept.n in set(tracks)]:
        data = _bytes(kept.path)
        comparison = compare(desk.document, _base(desk, kept), _cues(desk, kept, data), choices)
        conflicts += comparison.conflicts
        found.append((kept, data, comparison))
    if conflicts:
        return [], conflicts
    made: list[Delta] = []
    in_step = not desk.history.unsaved
    for kept, data, comparison in found:
        delta, order = comparison.delta(desk.document, kept.n)
        if not delta.empty:
            desk.do(delta, "outside", "", "", join=False)
            made.append(delta)
        desk.journal.keep(kept.n, data)
        desk.journal.seen(kept.n, data)
        desk.disk_is(kept.n, order)
    if in_step and made:
        desk.saved(desk.saved_at or "")  # the files are as the document is
    return made, []


def _base(desk: Desk, kept: KeptTrack) -> list[Any]:
    """Return the cues of a file as we saw it last, each with its identifier."""
    opened = desk.track(kept.n)
    cues = read_bytes(desk.journal.disk(kept.n), kept.path, kept.format, kept.language).cues
    return list(zip(opened.disk, cues, strict=False))


def _cues(desk: Desk, kept: KeptTrack, data: bytes) -> list[Any]:
    try:
        cues = list(read_bytes(data, kept.path, kept.format, kept.language).cues)
        why = "" if cues else "there is no cue in it"
    except CaptionkitError as error:
        cues, why = [], error.message
    if why:
        message = f"{desk.track(kept.n).name} was changed outside and cannot be read: {why}"
        raise EditError("outside", message, hint='save with "force": true', conflicts=[], merged=False)
    return cues


def settle_outside(desk: Desk, request: Mapping[str, Any]) -> tuple[list[Delta], EditError | None]:
    """Take in what others wrote to the files; return the changes made, and what people must look at before saving."""
    seen = outside_of(desk)
    if not seen:
        return [], None
    if request.get("force") is True:
        _keep_bytes(desk, seen)
        return [], None
    choices = request.get("resolve") or {}
    taken, conflicts = _take_in(desk, seen, choices if isinstance(choices, dict) else {})
    if choices and not conflicts:
        return taken, None
    both = f"{len(conflicts)} cues were changed both there and here"
    message = f"{', '.join(seen.values())} was changed outside: {both if conflicts else 'its changes are taken in'}"
    hint = "choose which to keep" if conflicts else "look at them, then save again"
    return taken, EditError("outside", message, hint=hint, conflicts=conflicts, merged=not conflicts)


def _keep_bytes(desk: Desk, tracks: Iterable[int]) -> None:
    """Keep what others wrote before it is written over."""
    for track in tracks:
        desk.journal.keep(track, _bytes(desk.paths[track]))


def _bytes(path: str) -> bytes:
    """Return what a file holds.

    Raises EditError where it cannot be read: then nobody knows what would be written over.
    """
    try:
        return Path(path).read_bytes()
    except OSError as error:
        message = f"{Path(path).name} cannot be read: {error.strerror or error}"
        raise EditError("outside", message, hint="see to its rights", conflicts=[], merged=False) from None


def write_all(desk: Desk, encoding: str, *, force: bool) -> list[dict[str, Any]]:
    """Write the files whose tracks have changed, with ``force`` all; return what they cannot carry.

    Raises what :func:`captionkit.review.saving.write_file` raises, EditError for a file that somebody else writes
    meanwhile.
    """
    losses: list[dict[str, Any]] = []
    tracks = desk.files()
    origins = [desk.journal.origin(kept.n) for kept in tracks]
    made = [bytes_of(desk.track(kept.n), data, encoding=encoding) for kept, data in zip(tracks, origins, strict=True)]
    for kept, origin, result in zip(tracks, origins, made, strict=True):
        found = without_language(result.diagnostics)  # a file in its own format says of its language what it said
        losses += [{"track": kept.n, **judging.noticed(d, desk.track(kept.n).ids)} for d in found]
        there = stamp_of(desk, kept.n) is not None
        if there and not force and hash_of(result.value) == kept.hash:
            continue
        desk.journal.writes(kept.n, result.value)
        same = partial(_demand_same, desk, kept.n, stamp_of(desk, kept.n))
        write_file(kept.path, desk.track(kept.n), result.value, origin, same)
        _wrote(desk, kept.n, result.value)
    return losses


def _demand_same(desk: Desk, track: int, stamp: Stamp | None) -> None:
    """Refuse to write over a file that was written since it was looked at."""
    if stamp_of(desk, track) != stamp:
        message = f"{desk.track(track).name} was changed outside while it was being saved"
        raise EditError("outside", message, hint="save again", conflicts=[], merged=False)


def _wrote(desk: Desk, track: int, data: bytes) -> None:
    desk.journal.seen(track, data)
    desk.written(track)
    stamp = stamp_of(desk, track)
    if stamp is not None:
        desk.stamps[track] = stamp


def bring_up_to_date(desk: Desk) -> None:
    """Bring a document that was opened again into step with its files.

    Files are noted as saved where a process was killed between writing and noting it. Where everything was saved and
    a file is another since, what it says now is taken in: there is nothing here that it could overwrite.
    """
    _finish_writing(desk)
    if not desk.history.unsaved:
        with suppress(EditError):  # a file that cannot be read: that is said on saving
            _take_in(desk, outside_of(desk), {})


def _finish_writing(desk: Desk) -> None:
    for kept in desk.files():
        path = Path(kept.path)
        if kept.writing and path.is_file() and hash_of(data := path.read_bytes()) == kept.writing:
            _wrote(desk, kept.n, data)
            desk.saved(datetime.now().strftime("%H:%M"))
