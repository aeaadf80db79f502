"""FCPXML, Final Cut Pro's XML: the events of a project, through clips in clips, with times as fractions of a second."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from captionkit.errors import InputError
from captionkit.timing.editlists.events import EditEvent, EditList, event_of, stem
from captionkit.values import value

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["read_fcpxml"]

_TIME = re.compile(r"(-?\d{1,15})(?:/(\d{1,15}))?s?\Z")
_DECIMAL = re.compile(r"(-?\d{1,12}\.\d{1,12})s?\Z")
#: Elements that show a source, and those that hold others.
_SHOWN = ("asset-clip", "video", "audio", "ref-clip", "mc-clip")
_HOLD = (
    "clip",
    "sync-clip",
    "gap",
    "spine",
    "asset-clip",
    "ref-clip",
    "mc-clip",
    "audition",
    "video",
    "audio",
    "title",
)
#: Clips in clips deeper than this are not looked into.
_DEEPEST = 32
#: Decibels from which on nothing is heard.
_SILENT = -90


@value
class _Stretch:
    """Seconds ``start`` to ``end`` of the film, at which an element's own clock says ``local`` (at ``start``)."""

    start: Fraction
    end: Fraction
    local: Fraction

    def film(self, time: Fraction) -> Fraction:
        """Return when in the film the element's clock says ``time``."""
        return self.start + time - self.local


def read_fcpxml(root: Element, name: str) -> EditList:
    """Return the events of the first project's sequence.

    What is in the main storyline goes before connected clips, dialogue before other roles. Speed changes (``timeMap``)
    become an event for each stretch of one speed.

    Raises InputError where there is no sequence, or its format has no frame duration.
    """
    resources = {element.get("id", ""): element for element in root.iterfind("resources/*")}
    sequence = next(root.iter("sequence"), None)
    if sequence is None:
        raise InputError(f"{name}: no sequence in this FCPXML file", hint="export the project, not an event or clip")
    form = resources.get(sequence.get("format", ""))
    frame = _time(form.get("frameDuration")) if form is not None else None
    if not frame or frame < 0:
        raise InputError(f"{name}: the sequence's format has no frame duration")
    rate = 1 / frame
    begin = _time(sequence.get("tcStart")) or Fraction(0)
    length = _time(sequence.get("duration"))
    end = begin + (length if length else Fraction(10**6))
    events: list[EditEvent] = []
    waiting = [(spine, _Stretch(begin, end, begin), "", 0, 0) for spine in sequence.findall("spine")]
    while waiting:
        element, held, inside, lane, depth = waiting.pop()
        if depth > _DEEPEST or element.get("enabled") == "0":
            continue
        # the sound inside a clip has a lane, and is cut with the clip; what is connected to one is not
        part = element.tag == "audio" and inside in ("video", "audio")
        lane = lane if part else lane or _lane(element)
        own = _stretch(element, held, resources, connected=bool(_lane(element)) and not part)
        if own is None:
            continue
        if element.tag in _SHOWN:
            events.extend(_events(element, own, lane, rate, resources))
        children = [child for child in element if child.tag in _HOLD]
        if element.tag == "audition":
            children = children[:1]  # what is chosen stands first
        waiting.extend((child, own, element.tag, lane, depth + 1) for child in reversed(children))
    return EditList(tuple(events), rate)


def _time(text: str | None) -> Fraction | None:
    if text is None:
        return None
    match = _TIME.match(text.strip())
    if match:
        return Fraction(int(match[1]), int(match[2] or 1) or 1)
    match = _DECIMAL.match(text.strip())
    return Fraction(match[1]) if match else None


def _lane(element: Element) -> int:
    text = element.get("lane", "0")
    return int(text) if re.fullmatch(r"-?\d{1,3}", text) else 0


def _stretch(element: Element, held: _Stretch, resources: Mapping[str, Element], *, connected: bool) -> _Stretch | None:
    """Return where an element is shown, cut to what holds it (a connected clip to nothing but the film)."""
    offset, length = _time(element.get("offset")), _time(element.get("duration"))
    if element.tag == "spine" and offset is None:
        return held
    at = held.film(offset) if offset is not None else held.start
    local = _time(element.get("start"))
    if local is None:
        source = resources.get(element.get("ref", ""))
        local = (_time(source.get("start")) if source is not None else None) or Fraction(0)
    if element.tag == "spine":
        return _Stretch(at, held.end if length is None else at + length, Fraction(0))
    if element.tag == "audition":
        return _Stretch(at, held.end, held.local + at - held.start)
    if length is None:
        length = held.end - at
    if connected:
        return _Stretch(at, at + length, local)
    start, end = max(at, held.start), min(at + length, held.end)
    return _Stretch(start, end, local + start - at) if start < end else None


def _events(
    element: Element, own: _Stretch, lane: int, rate: Fraction, resources: Mapping[str, Element]
) -> Iterator[EditEvent]:
    source = resources.get(element.get("ref", ""))
    names = _names(element, source)
    if not names:
        return
    for channels in _channels(element, source, lane):
        stretch = own
        if channels.startswith("A"):  # sound that begins before the picture or goes on after it
            first, length = _time(element.get("audioStart")), _time(element.get("audioDuration"))
            if first is not None and length is not None:
                stretch = _Stretch(own.film(first), own.film(first) + length, first)
        for start, end, media, speed in _speeds(element, stretch):
            yield event_of(0, names, channels, media * rate, start * rate, (end - start) * rate, speed)


def _names(element: Element, source: Element | None) -> tuple[str, ...]:
    said = [] if source is None else [source.get("src"), source.get("name")]
    if source is not None:
        media = source.find("media-rep")
        said.append(media.get("src") if media is not None else None)
    if not any(said):
        said.append(element.get("name"))
    return tuple(dict.fromkeys(stem(text) for text in said if text))


def _channels(element: Element, source: Element | None, lane: int) -> Iterator[str]:
    enabled = element.get("srcEnable", "all")
    kind = element.tag
    pictures, sound = kind != "audio" and enabled != "audio", kind != "video" and enabled != "video"
    if source is not None and source.tag == "asset":
        sound = sound and source.get("hasAudio") == "1"
        pictures = pictures and (source.get("hasVideo") == "1" or source.get("hasAudio") != "1")
    if pictures:
        yield f"V{min(max(lane, 0) + 1, 9)}"
    if sound and not _silent(element):
        role = (element.get("audioRole") or element.get("role") or "dialogue").partition(".")[0].lower()
        yield f"A{min(1 + abs(lane), 8) if role == 'dialogue' else 9}"


def _silent(element: Element) -> bool:
    volume = element.find("adjust-volume")
    match = re.match(r"-?\d{1,4}(?:\.\d{1,4})?", volume.get("amount", "")) if volume is not None else None
    return match is not None and float(match[0]) <= _SILENT


def _speeds(element: Element, own: _Stretch) -> Iterator[tuple[Fraction, Fraction, Fraction, Fraction]]:
    """Yield (start, end in the film, start in the source, speed) for each stretch of one speed, in seconds."""
    points = [
        (time, media)
        for point in element.iterfind("timeMap/timept")
        if (time := _time(point.get("time"))) is not None and (media := _time(point.get("value"))) is not None
    ]
    if len(points) < 2:
        yield own.start, own.end, own.local, Fraction(1)
        return
    points.sort()
    for (time, media), (after, then) in pairwise(points):
        start, end = max(own.start, own.film(time)), min(own.end, own.film(after))
        if start < end and after > time:
            speed = (then - media) / (after - time)
            yield start, end, media + (start - own.film(time)) * speed, speed
