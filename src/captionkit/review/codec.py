"""Changes as the journal keeps them: JSON, packed where it is long.

Only what is new is kept, and which cues it takes the place of: what was there is there when the journal is read again
from the beginning. Cues keep the text of their file, so that what nobody edited has its bytes when it is saved. Nothing
in a journal is ever run.
"""

from __future__ import annotations

import json
import zlib
from typing import Any

from captionkit.errors import InputError
from captionkit.model.cue import Cue, raw_cue
from captionkit.model.native import cue_of, cue_to_native
from captionkit.model.raw import Raw
from captionkit.model.transcript import Timing
from captionkit.review.document import Delta, Document, Named, Remark, Splice

__all__ = ["packed", "read_delta", "unpacked", "write_delta"]

#: From so many bytes on JSON is packed.
_LONG = 1000


def packed(data: bytes) -> bytes:
    """Return bytes packed fast; :func:`unpacked` undoes it."""
    return zlib.compress(data, 1)


def unpacked(data: bytes) -> bytes:
    """Return packed bytes as they were.

    Raises InputError for damaged ones.
    """
    try:
        return zlib.decompress(data)
    except zlib.error as error:
        raise InputError(f"the journal is damaged: {error}") from None


def write_delta(delta: Delta) -> bytes:
    """Return a delta as bytes."""
    shape: dict[str, Any] = {"at": delta.at} if delta.at else {}
    if delta.splices:
        shape["splices"] = [_splice(one) for one in delta.splices]
    if delta.remarks:
        shape["remarks"] = [[one.kind, one.key, one.new] for one in delta.remarks]
    text = json.dumps(shape, separators=(",", ":")).encode()
    return packed(text) if len(text) >= _LONG else text


def _splice(one: Splice) -> list[Any]:
    if _only_times(one):
        moved = {time - was for (_, a), (_, b) in zip(one.old, one.new, strict=True)
                 for was, time in ((a.start, b.start), (a.end, b.end))}  # fmt: skip
        times = [time for _, cue in one.new for time in (cue.start, cue.end)]
        return [one.track, one.at, len(one.old), times if len(moved) > 1 else moved.pop()]
    return [one.track, one.at, len(one.old), [[name, _cue(cue)] for name, cue in one.new]]


def _only_times(one: Splice) -> bool:
    """Whether the same cues stay with the same text and other times."""
    return len(one.old) == len(one.new) > 0 and all(
        name == other and _says(was) == _says(cue) and (bool(cue.raw_format) or _parts(was) == _parts(cue))
        for (name, was), (other, cue) in zip(one.old, one.new, strict=True)
    )


def _says(cue: Cue) -> tuple[Any, ...]:
    """Return what a cue says in its file beside its times."""
    return cue.raw_format, cue.payload, cue.settings, cue.id, cue.notes, cue.extras, cue.timing


def _parts(cue: Cue) -> tuple[Any, ...]:
    return cue.lines, cue.words, cue.speaker, cue.positioning


def _cue(cue: Cue) -> dict[str, Any]:
    if not cue.raw_format:
        return cue_to_native(cue)
    shape: dict[str, Any] = {
        "start": cue.start, "end": cue.end, "raw": [cue.raw_format, cue.payload, cue.settings], "id": cue.id,
        "notes": list(cue.notes), "extras": dict(cue.extras),
    }  # fmt: skip
    slim = {key: value for key, value in shape.items() if value not in ("", [], {})}
    return slim if cue.timing is Timing.GIVEN else {**slim, "timing": cue.timing.value}


def read_delta(data: bytes, document: Document) -> Delta:
    """Return the delta that bytes hold, for a document that is as it was when the delta was made.

    Raises InputError where they hold none, or one for another document.
    """
    try:
        shape = json.loads(data if data[:1] == b"{" else unpacked(data))
        return _delta(shape, document)
    except (ValueError, TypeError, KeyError, IndexError, LookupError, AttributeError) as error:
        raise InputError(f"the journal is damaged: {type(error).__name__}: {error}") from None


def _delta(shape: dict[str, Any], document: Document) -> Delta:
    splices: list[Splice] = []
    sizes = [len(opened.ids) for opened in document.tracks]
    for track, at, count, new in shape.get("splices", ()):
        if not 0 <= at <= at + count <= sizes[track]:
            raise ValueError(f"{count} cues from {at} of {sizes[track]}")
        one = document.splice(track, at, count, ())
        splices.append(Splice(track, at, one.old, tuple(_new(one, new))))
        sizes[track] += len(splices[-1].new) - count
    remarks = tuple(
        Remark(kind, key, document.remarks[kind].get(key), new) for kind, key, new in shape.get("remarks", ())
    )
    return Delta(tuple(splices), remarks, shape.get("at", ""))


def _new(one: Splice, new: list[Any] | int) -> list[Named]:
    """Return the new cues: as they are written, by their times alone, or all moved by as much."""
    if isinstance(new, int):
        return [(name, cue.replace(start=cue.start + new, end=cue.end + new)) for name, cue in one.old]
    if new and isinstance(new[0], int):
        times = zip(one.old, new[::2], new[1::2], strict=True)
        return [(name, cue.replace(start=start, end=end)) for (name, cue), start, end in times]
    return [(str(name), _read_cue(cue)) for name, cue in new]


def _read_cue(data: dict[str, Any]) -> Cue:
    if "raw" not in data:
        return cue_of(data)
    cue = raw_cue(data["start"], data["end"], Raw(*data["raw"]), id=data.get("id", ""), notes=data.get("notes", ()))
    if "extras" in data or "timing" in data:
        return cue.replace(extras=data.get("extras"), timing=Timing(data.get("timing", "given")))
    return cue
