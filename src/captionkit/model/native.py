"""The lossless native shape: tracks and transcripts as JSON of atomic types, with a schema number.

What is written says ``"schema": "captionkit.track/1"`` or ``"captionkit.transcript/1"``. Fields at their default are
left out; reading puts them back, so that ``of_native(to_native(x)) == x`` for every value (a property test). A reader
of version 1 refuses any other number: it would have to guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from typing import Any, TypeVar

from captionkit.errors import InputError, OutputError
from captionkit.model.cue import Cue, Positioning
from captionkit.model.text import PLAIN, Line, Span, Style
from captionkit.model.track import Block, FileLayout, Track
from captionkit.model.transcript import Kind, Segment, Timing, Transcript, Word

__all__ = [
    "TRACK", "TRANSCRIPT", "cue_of", "cue_to_native", "schema_of", "to_native", "track_of", "transcript_of",
]  # fmt: skip

TRACK = "captionkit.track/1"
TRANSCRIPT = "captionkit.transcript/1"

T = TypeVar("T")


def schema_of(data: object) -> str:
    """Return the schema that a JSON value names, ``""`` for anything else."""
    schema = data.get("schema") if isinstance(data, dict) else None
    return schema if isinstance(schema, str) and schema.startswith("captionkit.") else ""


def to_native(value: Track | Transcript) -> dict[str, Any]:
    """Return the JSON shape of a track or transcript.

    Raises OutputError where ``extras`` or ``meta`` hold something JSON has no word for.

    >>> to_native(Track((Cue(0, 900, "Hi"),)))
    {'schema': 'captionkit.track/1', 'cues': [{'start': 0, 'end': 900, 'lines': ['Hi']}]}
    """
    if isinstance(value, Transcript):
        return {"schema": TRANSCRIPT, **_slim(value, segments=lambda found: [_segment(s) for s in found])}
    return {"schema": TRACK, **_slim(value, cues=lambda found: [cue_to_native(c) for c in found], **_TRACK_PARTS)}


def track_of(data: Any, name: str = "") -> Track:
    """Return the track of its JSON shape.

    Raises InputError, naming where, for another schema number or a shape that is not the schema's.
    """
    return _guarded(data, TRACK, name, _read_track)


def transcript_of(data: Any, name: str = "") -> Transcript:
    """Return the transcript of its JSON shape.

    Raises InputError, naming where, for another schema number or a shape that is not the schema's.
    """
    return _guarded(data, TRANSCRIPT, name, _read_transcript)


# --- writing


def _slim(value: Any, **shapes: Callable[[Any], Any]) -> dict[str, Any]:
    """Return a dataclass's fields that are not at their default, each in its JSON shape."""
    default = type(value)() if not isinstance(value, Span | Word | Segment) else None
    made: dict[str, Any] = {}
    for field in fields(value):
        if field.name == "diagnostics":  # of the reading, not of the track
            continue
        held = getattr(value, field.name)
        plain = getattr(default, field.name) if default is not None else _default_of(field)
        if held != plain or type(held) is not type(plain) or (field.name == "layout"):
            made[field.name] = shapes.get(field.name, _atom)(held)
    return {key: held for key, held in made.items() if held != {} or key in ("extras", "meta")}


def _default_of(field: Any) -> Any:
    if callable(field.default_factory):
        return field.default_factory()
    return field.default


def _atom(value: Any) -> Any:
    """Return a value of JSON's own types; enums by their value, tuples as lists."""
    if isinstance(value, str):
        return str(value.value) if isinstance(value, Timing | Kind) else value
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {_key(key): _atom(held) for key, held in value.items()}
    if isinstance(value, list | tuple):
        return [_atom(held) for held in value]
    raise OutputError(f"{value!r:.60} ({type(value).__name__}) cannot be written as JSON", hint="keep it out of extras")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise OutputError(
            f"the key {key!r:.60} cannot be written as JSON", hint="use strings as keys in extras and meta"
        )
    return key


def _line(line: Line) -> Any:
    if len(line.spans) == 1 and line.spans[0].style == PLAIN and line.spans[0].text:
        return line.spans[0].text
    return [span.text if span.style == PLAIN else [span.text, _slim(span.style)] for span in line.spans]


def _word(word: Word) -> dict[str, Any]:
    return _slim(word)


def _segment(segment: Segment) -> dict[str, Any]:
    return _slim(segment, words=lambda found: [_word(word) for word in found])


def cue_to_native(cue: Cue) -> dict[str, Any]:
    """Return the JSON shape of one cue: what it says and shows, whatever file it came from.

    Raises OutputError where ``extras`` hold something JSON has no word for.
    """
    made: dict[str, Any] = {"start": cue.start, "end": cue.end}
    parts: dict[str, Any] = {
        "lines": [_line(line) for line in cue.lines],
        "id": cue.id,
        "speaker": cue.speaker,
        "words": [_word(word) for word in cue.words],
        "notes": list(cue.notes),
        "extras": _atom(cue.extras),
    }
    made |= {name: value for name, value in parts.items() if value}
    if cue.positioning is not None:
        made["positioning"] = _slim(cue.positioning)
    if cue.timing is not Timing.GIVEN:
        made["timing"] = cue.timing.value
    return made


def _blocks(blocks: Iterable[Block]) -> list[list[str]]:
    return [[block.kind, block.text] for block in blocks]


_TRACK_PARTS: dict[str, Callable[[Any], Any]] = {"blocks": _blocks, "footer": _blocks, "layout": _slim}


# --- reading


def cue_of(data: Any) -> Cue:
    """Return the cue of its JSON shape.

    Raises InputError for what is not the schema's.
    """
    try:
        return _read_cue(data)
    except (TypeError, KeyError, ValueError, AttributeError, IndexError) as error:
        raise InputError(f"not what {TRACK} says of a cue: {type(error).__name__}: {error}") from None


def _guarded(data: Any, schema: str, name: str, read: Callable[[dict[str, Any]], T]) -> T:
    found = schema_of(data)
    if found != schema:
        raise InputError(_wrong_schema(found, schema, name), hint=f"this version of captionkit reads {schema}")
    try:
        return read(data)
    except (TypeError, KeyError, ValueError, AttributeError, IndexError) as error:
        raise InputError(f"{name}: not what {schema} says: {type(error).__name__}: {error}") from None


def _wrong_schema(found: str, schema: str, name: str) -> str:
    kind = schema.partition("/")[0]
    lead = f"{name}: " if name else ""
    if not found:
        return f'{lead}not a captionkit file: it has no "schema"'
    if found.startswith(kind + "/"):
        return f"{lead}{found} was written by another version of captionkit"
    return f"{lead}{found} where {schema} is wanted"


def _read_track(data: dict[str, Any]) -> Track:
    parts = _known(data, Track)
    parts["cues"] = tuple(_read_cue(cue) for cue in data.get("cues", ()))
    for name in ("blocks", "footer"):
        if name in parts:
            parts[name] = tuple(Block(_text(kind), _text(text)) for kind, text in data[name])
    if "layout" in parts:
        parts["layout"] = FileLayout(**_known(data["layout"], FileLayout))
    return Track(**_timed(parts))


def _read_transcript(data: dict[str, Any]) -> Transcript:
    parts = _known(data, Transcript)
    parts["segments"] = tuple(_read_segment(segment) for segment in data.get("segments", ()))
    return Transcript(**parts)


def _known(data: dict[str, Any], cls: type) -> dict[str, Any]:
    names = {field.name for field in fields(cls)} - {"diagnostics"}
    unknown = data.keys() - names - {"schema"}
    if unknown:
        raise ValueError(f"unknown field {min(unknown)!r} in a {cls.__name__.lower()}")
    return {name: value for name, value in data.items() if name != "schema"}


def _timed(parts: dict[str, Any]) -> dict[str, Any]:
    if "timing" in parts:
        parts["timing"] = Timing(parts["timing"])
    return parts


def _read_word(data: dict[str, Any]) -> Word:
    return Word(**_timed(_known(data, Word)))


def _read_segment(data: dict[str, Any]) -> Segment:
    parts = _timed(_known(data, Segment))
    parts["words"] = tuple(_read_word(word) for word in data.get("words", ()))
    if "kind" in parts:
        parts["kind"] = Kind(parts["kind"])
    return Segment(**parts)


_CUE_FIELDS = frozenset(("start", "end", "lines", "id", "speaker", "positioning", "words", "notes", "extras", "timing"))


def _read_cue(data: dict[str, Any]) -> Cue:
    unknown = data.keys() - _CUE_FIELDS
    if unknown:
        raise ValueError(f"unknown field {min(unknown)!r} in a cue")
    parts = _timed(dict(data))
    parts["lines"] = tuple(_read_line(line) for line in data.get("lines", ()))
    parts["words"] = tuple(_read_word(word) for word in data.get("words", ()))
    if "positioning" in parts:
        parts["positioning"] = _read_positioning(data["positioning"])
    start, end = parts.pop("start"), parts.pop("end")
    if type(start) is not int or type(end) is not int:
        raise TypeError(f"a cue's times are whole milliseconds, not {start!r} and {end!r}")
    return Cue(start, end, **parts)


def _read_positioning(data: dict[str, Any]) -> Positioning:
    parts = _known(data, Positioning)
    if parts.get("box") is not None:
        x1, x2, y1, y2 = parts["box"]
        parts["box"] = (x1, x2, y1, y2)
    if "other" in parts:
        parts["other"] = tuple(parts["other"])
    return Positioning(**parts)


def _read_line(data: Any) -> Line:
    if isinstance(data, str):
        return Line((Span(data),))
    return Line(tuple(_read_span(span) for span in data))


def _read_span(data: Any) -> Span:
    if isinstance(data, str):
        return Span(data)
    text, style = data
    parts = _known(style, Style)
    if "classes" in parts:
        parts["classes"] = tuple(parts["classes"])
    return Span(_text(text), Style(**parts))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r:.40} where text is wanted")
    return value
