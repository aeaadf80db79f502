"""OpenTimelineIO's JSON (``.otio``): the events of a timeline's tracks.

Read here and not by the library: what is wanted of it is the order of clips and their ranges, which stand in the JSON
as they are; the tests compare with the library.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from captionkit.errors import InputError
from captionkit.timing.editlists.events import EditEvent, EditList, event_of, stem, whole_rate

__all__ = ["read_otio"]


def read_otio(document: Any, name: str) -> EditList:
    """Return the events of a timeline. A stack or track in a track counts as a source of its name.

    The rate is that of the start time, else of the first clip.

    Raises InputError where there is no timeline, where the length of something in a track is nowhere said, which all
    behind it hangs on, and where only a part of a track is shown.
    """
    tracks = list(_tracks(document))
    if not tracks:
        raise InputError(f"{name}: no timeline with tracks in this OpenTimelineIO file")
    begin = _field(document, "global_start_time")
    clips = (_range(item) for track in tracks for item in _children(track))
    rate = _rate_of(begin) or next((_rate_of(found.get("duration")) for found in clips if found), None)
    if rate is None:
        raise InputError(f"{name}: no clip of the timeline has a range")
    first = _frames(begin, rate) or Fraction(0)
    events: list[EditEvent] = []
    count = {"A": 0, "V": 0}
    for track in tracks:
        letter = "A" if _field(track, "kind") == "Audio" else "V"
        count[letter] += 1
        if _field(track, "enabled") is not False:
            channels = f"{letter}{min(count[letter], 9)}"
            if _field(track, "source_range") and _trims(track, rate):
                raise InputError(f"{name}: only a part of track {channels} is shown", hint="flatten the timeline")
            events.extend(_events(track, channels, first, rate, name))
    return EditList(tuple(events), rate)


def _field(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, Mapping) else None


def _schema(value: Any) -> str:
    return str(_field(value, "OTIO_SCHEMA") or "").partition(".")[0]


def _children(value: Any) -> list[Any]:
    found = _field(value, "children")
    return found if isinstance(found, list) else []


def _tracks(document: Any) -> Iterator[Any]:
    if _schema(document) == "SerializableCollection":
        document = next((child for child in _children(document) if _schema(child) == "Timeline"), None)
    stack = _field(document, "tracks") if _schema(document) == "Timeline" else document
    if _schema(stack) == "Stack":
        yield from (child for child in _children(stack) if _schema(child) == "Track")


def _rate_of(time: Any) -> Fraction | None:
    rate = _field(time, "rate")
    if isinstance(rate, int | float) and not isinstance(rate, bool) and 0 < rate <= 1000:
        return whole_rate(rate)
    return None


def _frames(time: Any, rate: Fraction) -> Fraction | None:
    """Return a RationalTime in frames of ``rate``."""
    number, own = _field(time, "value"), _rate_of(time)
    if own is None or not isinstance(number, int | float) or isinstance(number, bool) or abs(number) > 1e12:
        return None
    return Fraction(number).limit_denominator(10**6) * rate / own


def _reference(item: Any) -> Any:
    several = _field(item, "media_references")
    if isinstance(several, Mapping):
        return several.get(str(_field(item, "active_media_reference_key") or "DEFAULT_MEDIA"))
    return _field(item, "media_reference")


def _range(item: Any) -> Mapping[str, Any]:
    found = _field(item, "source_range") or _field(_reference(item), "available_range")
    return found if isinstance(found, Mapping) else {}


def _length(item: Any, rate: Fraction) -> Fraction | None:
    """Return how many frames an item takes in a track; None where nothing says it.

    What has no range of its own is as long as what it holds, as in OpenTimelineIO: a track all of it one after the
    other, a stack the longest. A transition lies over the clips beside it and takes none.
    """
    if _schema(item) == "Transition":
        return Fraction(0)
    length = _frames(_range(item).get("duration"), rate)
    if length is None and not _range(item) and _schema(item) in ("Stack", "Track"):
        held = [_length(child, rate) for child in _children(item)]
        known = [one for one in held if one is not None]
        if len(known) == len(held):
            length = sum(known, Fraction(0)) if _schema(item) == "Track" else max(known, default=Fraction(0))
    return length if length is not None and length >= 0 else None


def _trims(track: Any, rate: Fraction) -> bool:
    """Whether a track's own range leaves out something of what it holds, or moves it."""
    own = _range(track)
    held = [_length(child, rate) or Fraction(0) for child in _children(track)]
    start, length = _frames(own.get("start_time"), rate), _frames(own.get("duration"), rate)
    return bool(start) or length is None or length < sum(held, Fraction(0))


def _events(track: Any, channels: str, first: Fraction, rate: Fraction, name: str) -> Iterator[EditEvent]:
    at = first
    for number, item in enumerate(_children(track), 1):
        length = _length(item, rate)
        if length is None:
            raise InputError(f"{name}: item {number} of track {channels} has no length that can be read")
        if _schema(item) == "Transition":
            continue
        found = _range(item)
        names = _names(item)
        source = _frames(found.get("start_time"), rate) or Fraction(0)
        if _schema(item) != "Gap" and names and length and _field(item, "enabled") is not False:
            yield event_of(number, names, channels, source, at, length, _speed(item))
        at += length


def _names(item: Any) -> tuple[str, ...]:
    reference = _reference(item)
    said = [_field(reference, "target_url"), _field(reference, "name")]
    if not any(said):
        said.append(_field(item, "name"))
    return tuple(dict.fromkeys(stem(text) for text in said if isinstance(text, str) and stem(text)))


def _speed(item: Any) -> Fraction:
    speed = Fraction(1)
    effects = _field(item, "effects")
    for effect in effects if isinstance(effects, list) else ():
        scalar = _field(effect, "time_scalar")
        if _schema(effect) == "FreezeFrame":
            return Fraction(0)
        if _schema(effect) == "LinearTimeWarp" and isinstance(scalar, int | float) and abs(scalar) < 1e6:
            speed *= Fraction(scalar).limit_denominator(10**6)
    return speed
