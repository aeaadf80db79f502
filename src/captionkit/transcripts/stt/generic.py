"""JSON of no known service that yet holds timed texts: a list of objects with text-like and time-like keys.

A guess, and reported as one. The list with the most text wins; the unit of time shows in the keys' names, else in the
speaking rate that it would mean.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from captionkit.transcripts.stt.clocks import unit_of
from captionkit.transcripts.stt.columns import Keys
from captionkit.transcripts.stt.core import Context, Service, Stretch, stretch_of
from captionkit.transcripts.stt.values import dicts, first_of, string_of, time_of

if TYPE_CHECKING:
    from captionkit.transcripts.stt.notes import Notes

__all__ = ["SERVICES"]

# Keys are compared without case, underscores and dashes: startTime, start_time and StartTime are one.
_TEXT = (
    "punctuatedword", "text", "transcript", "sentence", "body", "content", "utterance", "caption", "display", "line",
    "phrase", "value", "word", "w", "rawtext", "utf8", "message",
)  # fmt: skip
_START = (
    "start", "starttime", "begin", "from", "startms", "starttimestamp", "begintime", "offset", "timestamp", "time",
    "ts", "timebegin", "startseconds", "starttimems", "startsec", "tstartms", "in", "t", "bg", "s",
)  # fmt: skip
_END = (
    "end", "endtime", "to", "stop", "endms", "endtimestamp", "finish", "endts", "timeend", "endseconds", "endtimems",
    "endsec", "out", "ed", "e",
)  # fmt: skip
_LENGTH = ("duration", "dur", "length", "durationms", "ddurationms", "d")
_SPEAKER = (
    "speaker", "speakername", "speakerlabel", "speakerid", "participant", "participantname", "spk", "who", "author",
    "role", "user", "name", "label",
)  # fmt: skip
_WORDS = ("words", "tokens", "items", "terms")
_DEPTH = 8
_WIDTH = 64


def _lists(data: Any, path: str = "", depth: int = _DEPTH) -> Iterator[tuple[str, list[Any]]]:
    if depth <= 0:
        return
    if isinstance(data, list):
        if isinstance(_row(data), dict):
            yield path, data
        pairs: Sequence[tuple[Any, Any]] = [(str(i), v) for i, v in enumerate(data[:4])]
    else:
        pairs = list(data.items())[:_WIDTH] if isinstance(data, dict) else []
    for key, value in pairs:
        if isinstance(value, dict | list) and "." not in str(key):
            yield from _lists(value, f"{path}.{key}".lstrip("."), depth - 1)


def _row(rows: list[Any]) -> Any:
    """Return the first object of a list that reads like a timed text, or like a holder of some."""
    rated = [row for row in rows[:8] if isinstance(row, dict)]
    return next((row for row in rated if (_text_key(row) and _time_key(row, _START)) or _inner(row)), None)


def _inner(row: Mapping[str, Any]) -> list[Any]:
    """Return the list of timed words that an object holds."""
    words = row.get(_key(row, _WORDS, list))
    held = words if isinstance(words, list) else []
    first = next(dicts(held[:8]), {})
    return held if _text_key(first) and _time_key(first, _START) else []


def _key(row: Mapping[str, Any], names: tuple[str, ...], *kinds: type) -> str:
    """Return the object's own spelling of the first of ``names`` that has a value of one of the kinds."""
    spelled = {str(key).lower().replace("_", "").replace("-", ""): key for key in row}
    keys = (spelled[name] for name in names if name in spelled)
    return next((key for key in keys if isinstance(row[key], kinds)), "")


def _time_key(row: Mapping[str, Any], names: tuple[str, ...]) -> str:
    key = _key(row, names, int, float, str, dict)
    return key if key and time_of(row[key]) is not None else ""


def _text_key(row: Mapping[str, Any]) -> str:
    return _key(row, _TEXT, str)


def _best(data: Any) -> tuple[str, list[Any]] | None:
    """Return path and rows of the list that holds the most text; of equals the outer one."""
    found = [(path, rows) for path, rows in _lists(data)]
    return max(found, key=lambda item: _letters(item[1]), default=None)


def _letters(rows: list[Any]) -> int:
    count = 0
    for row in dicts(rows):
        key = _text_key(row)
        count += len(row[key]) if key else _letters(_inner(row))
    return count


def _keys(rows: list[Any]) -> Keys:
    row = _row(rows)
    start, end, length = _time_key(row, _START), _time_key(row, _END), _time_key(row, _LENGTH)
    text, speaker = _text_key(row), _key(row, _SPEAKER, str, int, dict)
    return Keys(
        text=(text, *_TEXT) if text else _TEXT, start=(start,), end=(end,) if end else (),
        length=(length,) if length else (), speaker=(speaker,) if speaker and speaker != text else (),
        unit=_unit(rows, start, end, length),
        words=tuple(filter(None, (_key(row, _WORDS, list),))),
    )  # fmt: skip


def _measured(rows: list[Any], notes: Notes) -> Keys:
    """Return the rows' keys with the unit of time that their speaking rate bears out, unless a key names it."""
    keys = _keys(rows)
    named = keys.start[0].lower().endswith(("ms", "millis"))
    return keys if named else replace(keys, unit=unit_of([*dicts(rows)], keys, notes))


def _unit(rows: list[Any], start: str, end: str, length: str) -> float:
    """Return ms per unit, by the key's name, else by whether whole numbers would be too long for seconds."""
    if start.lower().endswith("ms") or start.lower().endswith("millis"):
        return 1.0
    values = [row.get(start) for row in dicts(rows)]
    if not all(isinstance(value, int) for value in values if value is not None):
        return 1000.0
    spans = [_span(row, start, end, length) for row in dicts(rows)]
    known = [span for span in spans if span is not None]
    if known:
        return 1.0 if statistics.median(known) > 100 else 1000.0
    numbers = sorted(value for value in values if isinstance(value, int))
    steps = [b - a for a, b in pairwise(numbers)]
    return 1.0 if steps and statistics.median(steps) > 100 else 1000.0


def _span(row: Mapping[str, Any], start: str, end: str, length: str) -> float | None:
    begin, stop, size = row.get(start), row.get(end), row.get(length)
    if isinstance(begin, int) and isinstance(stop, int | float):
        return stop - begin
    return size if isinstance(size, int | float) else None


def _shape(context: Context) -> Iterator[Stretch]:
    best = _best(context.data)
    if best is None:
        return
    path, rows = best
    keys = _measured(rows, context.notes)
    context.notes.count(
        "stt.guessed-shape", f"{path or 'the list'}: {keys.text[0]}, {keys.start[0]}, unit {keys.unit:g} ms"
    )
    context.used(rows)
    objects = [*context.notes.objects(rows, path)]
    single = sum(len((string_of(first_of(row, *keys.text)) or "").split()) <= 1 and not _inner(row) for row in objects)
    if len(objects) > 1 and 10 * single >= 9 * len(objects):
        yield Stretch(items=objects, keys=keys)
        return
    for row in objects:
        inner = _inner(row)
        inner_keys = replace(_keys(inner), unit=keys.unit) if inner else None
        yield stretch_of(row, keys, keys=inner_keys, items=inner if inner_keys else None)


GENERIC = Service(
    name="json",
    title="any other JSON with timed texts, by guess",
    suffixes=(".json", ".jsonl", ".ndjson"),
    test=lambda data: _best(data) is not None,
    token=Keys(),
    shape=_shape,
    confidence=0.4,
    languages=("language", "language_code", "lang", "locale"),
    durations=(),
    titles=("title", "name"),
)


def _is_only_text(data: Any) -> bool:
    rows = data if isinstance(data, list) else [data]
    return bool(rows) and all(
        isinstance(row["text"], str) and row.keys() <= _BESIDE_TEXT and not row.get("words") and not row.get("segments")
        for row in rows
    )


def _only_text(context: Context) -> Iterator[Stretch]:
    for row in context.data if isinstance(context.data, list) else [context.data]:
        yield Stretch(text=string_of(row["text"]))


_BESIDE_TEXT = frozenset(["text", "usage", "logprobs", "language", "duration", "task", "x_groq", "words", "segments"])


TEXT_ONLY = Service(
    name="text-json",
    carries="language",
    title="JSON with a text and no times, or lines of such (OpenAI audio API, format json)",
    test=_is_only_text,
    token=Keys(),
    shape=_only_text,
    confidence=0.6,
    durations=("duration",),
)

#: In the order of recognition.
SERVICES = (TEXT_ONLY, GENERIC)
