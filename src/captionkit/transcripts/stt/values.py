"""Reading single values of services' JSON: times in all their spellings, scores, speaker labels, paths."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["FAR", "SpeakerNames", "at", "dicts", "first_of", "score_of", "string_of", "time_of"]

#: A tuple, because "int | float" in a loop makes a new union each time.
_NUMBERS = (int, float)
#: Times beyond this (about 31 years, in ms) are no times of a recording.
FAR = 10**12
_NUMBER = re.compile(r"\s*([-+]?(?:\d{1,18}(?:\.\d{0,18})?|\.\d{1,18})(?:[eE][-+]?\d{1,3})?)\s*(m?s)?\s*\Z", re.ASCII)
_CLOCK = re.compile(r"\s*(?:(\d{1,6}):)?(\d{1,3}):(\d{1,2}(?:[.,]\d{1,9})?)\s*\Z", re.ASCII)
_ISO = re.compile(
    r"\s*P(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9}(?:[.,]\d{1,9})?)S)?)?\s*\Z", re.ASCII
)
#: What services write where they do not know who speaks.
_NOBODY = frozenset(("", "uu", "unknown", "?", "none", "null", "unk", "-1", "undefined", "n/a"))


def time_of(value: Any, unit: float = 1000.0) -> int | None:
    """Return a time in ms, or None for anything else.

    Numbers (and numbers in strings) count ``unit`` ms each; ``"1.28s"``, ``"0:00:01.28"``, ``"PT1M2.5S"`` and
    ``{"seconds": "1", "nanos": 280000000}`` say their unit themselves.

    >>> time_of(1.28), time_of("1280", 1.0), time_of("PT1M2.5S"), time_of({"nanos": 5_000_000}), time_of("soon")
    (1280, 1280, 62500, 5, None)
    """
    if isinstance(value, str):
        seconds, unit = _spelled(value, unit)
    elif isinstance(value, Mapping):
        seconds, unit = _protobuf(value), 1000.0
    elif isinstance(value, _NUMBERS) and not isinstance(value, bool):
        seconds = value
    else:
        return None
    try:
        ms = math.floor(seconds * unit + 0.5)
    except (OverflowError, ValueError):
        return None
    return ms if abs(ms) < FAR else None


def _spelled(text: str, unit: float) -> tuple[float, float]:
    number = _NUMBER.match(text)
    if number:
        said = number[2]
        return float(number[1]), unit if said is None else 1000.0 if said == "s" else 1.0
    clock = _CLOCK.match(text)
    if clock:
        hours, minutes, seconds = clock.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds.replace(",", ".")), 1000.0
    iso = _ISO.match(text)
    if iso and any(iso.groups()):
        days, hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in iso.groups())
        return ((days * 24 + hours) * 60 + minutes) * 60 + seconds, 1000.0
    return math.nan, unit


def _protobuf(value: Mapping[Any, Any]) -> float:
    try:
        seconds, nanos = value.get("seconds"), value.get("nanos")
        if isinstance(seconds, Mapping):  # a 64-bit number taken apart, as old JavaScript dumps have it
            seconds = (seconds.get("high") or 0) * 2**32 + (seconds.get("low") or 0)
        return float(0 if seconds is None else seconds) + float(0 if nanos is None else nanos) / 1e9
    except (TypeError, ValueError, OverflowError):
        return math.nan


def score_of(value: Any, *, log: bool = False) -> float | None:
    """Return a confidence of 0..1, or None; ``log`` reads a natural logarithm of a probability.

    >>> score_of("0.99"), score_of(87), score_of(float("nan")), round(score_of(-0.1, log=True), 3)
    (0.99, 0.87, None, 0.905)
    """
    if value is None or isinstance(value, bool):
        return None
    try:
        score = float(value)
        if log:
            score = math.exp(min(score, 0.0))
    except (TypeError, ValueError, OverflowError):
        return None
    if 1.0 < score <= 100.0:
        score /= 100.0
    return score if 0.0 <= score <= 1.0 else None


def string_of(value: Any) -> str | None:
    """Return text, a number as its text, None for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, _NUMBERS) and not isinstance(value, bool) else None


def at(data: Any, path: str) -> Any:
    """Return what stands at a dotted path of keys (a number picks a list item), or None.

    >>> at({"a": [{"b": 1}]}, "a.0.b")
    1
    """
    for key in path.split("."):
        if isinstance(data, Mapping):
            data = data.get(key)
        elif isinstance(data, list) and key.isdigit() and int(key) < len(data):
            data = data[int(key)]
        else:
            return None
    return data


def first_of(data: Any, *paths: str) -> Any:
    """Return the first value that is not None at any of the paths."""
    flat = type(data) is dict
    for path in paths:
        value = data.get(path) if flat and "." not in path else at(data, path)
        if value is not None:
            return value
    return None


def dicts(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the objects in a list; nothing for anything else."""
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, dict))


class SpeakerNames:
    """Speakers' names: by the file's own table where it has one, else by the label.

    A bare number becomes ``"Speaker 0"``; whatever means nobody becomes ``""``. ``seen`` maps each name back to the
    label as written.

    >>> labels = SpeakerNames({"a1": "Ann"})
    >>> labels("a1"), labels(0), labels("UU"), labels("SPEAKER_01")
    ('Ann', 'Speaker 0', '', 'SPEAKER_01')
    """

    def __init__(self, names: Mapping[str, str] | None = None, *, prefix: str = "Speaker") -> None:
        self.names = dict(names or {})
        self.prefix = prefix
        self.seen: dict[str, str] = {}
        self._known: dict[Any, str] = {}

    def __call__(self, value: Any) -> str:
        """Return the name for a label as written (text, a number, an object with a name)."""
        try:
            known = self._known.get(value)
        except TypeError:
            return self._read(value)
        if known is None:
            known = self._known[value] = self._read(value)
        return known

    def _read(self, value: Any) -> str:
        if isinstance(value, Mapping):
            found = first_of(value, "display_name", "name", "label", "speaker", "id")
            return "" if found is None or isinstance(found, Mapping) else self(found)
        raw = string_of(value)
        if raw is None:
            return ""
        label = " ".join(self.names.get(raw, raw).split())
        if label.lower() in _NOBODY:
            return ""
        name = f"{self.prefix} {label}" if label.isdecimal() else label
        self.seen[name] = raw
        return name
