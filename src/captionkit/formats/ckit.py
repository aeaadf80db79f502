"""``.ckit.json``: captionkit's own format, which loses nothing (:mod:`captionkit.model.native`)."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from captionkit.diagnostics import Result
from captionkit.errors import InputError
from captionkit.formats.base import Feature, Format, WriteOptions
from captionkit.model.native import TRACK, schema_of, to_native, track_of

if TYPE_CHECKING:
    from captionkit.model.track import Track
    from captionkit.model.transcript import Transcript
    from captionkit.sources import ReadOptions, Source

__all__ = ["FORMAT", "dumps", "read", "sniff", "write"]


def sniff(source: Source) -> float:
    """Return 1 for JSON that names captionkit's track schema, else 0."""
    if '"captionkit.' not in source.head or not source.is_json:
        return 0.0
    return 1.0 if schema_of(_value(source)).startswith("captionkit.track/") else 0.0


def _value(source: Source) -> object:
    try:
        return source.json
    except InputError:
        return None


def read(source: Source, options: ReadOptions) -> Result[Track]:
    """Return the track as it was written.

    Raises InputError for JSON that is not of this schema.
    """
    track = track_of(source.json, source.name)
    return Result(track if track.language else track.replace(language=options.language))


#: Control characters that JSON need not escape, and a terminal obeys.
_RAW_CONTROL = re.compile("[\x7f-\x84\x86-\x9f]")


def dumps(value: Track | Transcript) -> bytes:
    """Return a track or transcript as JSON, a cue or segment a line.

    Raises OutputError where ``extras`` or ``meta`` hold something JSON has no word for.
    """
    shape = to_native(value)
    try:
        return _text(shape, ascii_only=False).encode()
    except UnicodeEncodeError:  # half a character: JSON can spell it, UTF-8 cannot
        return _text(shape, ascii_only=True).encode()


def _text(shape: dict[str, Any], *, ascii_only: bool) -> str:
    list_name = "cues" if shape["schema"] == TRACK else "segments"
    head = json.dumps({k: v for k, v in shape.items() if k != list_name}, ensure_ascii=ascii_only, indent=1)
    body = ",\n".join("  " + json.dumps(row, ensure_ascii=ascii_only) for row in shape.get(list_name, ()))
    text = f'{head[:-2]},\n "{list_name}": [\n{body}\n ]\n}}\n'
    return _RAW_CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def write(track: Track, options: WriteOptions) -> Result[bytes]:
    """Return the track as JSON; always UTF-8 with LF, whatever the options say."""
    return Result(dumps(track))


FORMAT = Format(
    name="ckit",
    title="captionkit native",
    suffixes=(".ckit.json", ".json"),
    media_type="application/json",
    sniff=sniff,
    read=read,
    write=write,
    can=frozenset(Feature),
)
