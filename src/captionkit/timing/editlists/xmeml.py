"""xmeml, the XML of Final Cut Pro 7, which Premiere and Resolve write: the events of a sequence."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from captionkit.errors import InputError
from captionkit.timing.editlists.events import EditEvent, EditList, event_of, stem

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["read_xmeml"]


def read_xmeml(root: Element, name: str) -> EditList:
    """Return the events of the first sequence; a nested sequence counts as a source of its name.

    Edges inside a transition (``-1``) lie at its start: what comes in is heard from there on. ``in`` and ``out`` of a
    clip with another speed may count shown or source frames; which, their distance says.

    Raises InputError where there is no sequence, or one without a rate.
    """
    sequence = next(root.iter("sequence"), None)
    rate = None if sequence is None else _rate(sequence)
    if sequence is None or rate is None:
        raise InputError(f"{name}: no sequence with a rate in this xmeml file", hint="export the sequence, not a clip")
    first = _number(sequence.find("timecode/frame")) or Fraction(0)
    files = {file.get("id", ""): file for file in root.iter("file") if len(file)}
    events: list[EditEvent] = []
    for kind, letter in (("video", "V"), ("audio", "A")):
        for number, track in enumerate(sequence.findall(f"media/{kind}/track"), 1):
            if _off(track):
                continue
            for item, start, end in _placed(track):
                event = _event(item, first, start, end, f"{letter}{min(number, 9)}", rate, files, len(events) + 1)
                if event is not None:
                    events.append(event)
    return EditList(tuple(events), rate)


def _rate(element: Element) -> Fraction | None:
    base = _number(element.find("rate/timebase"))
    if base is None or not 0 < base <= 1000:
        return None
    return base * 1000 / 1001 if (element.findtext("rate/ntsc") or "").strip().upper() == "TRUE" else base


def _number(element: Element | None) -> Fraction | None:
    try:
        return None if element is None or not element.text else Fraction(element.text.strip()[:30])
    except (ValueError, ZeroDivisionError):
        return None


def _off(element: Element) -> bool:
    return (element.findtext("enabled") or "").strip().upper() == "FALSE"


def _placed(track: Element) -> Iterator[tuple[Element, Fraction | None, Fraction | None]]:
    """Yield the clips of a track with where they begin and end; what a transition hides is where that begins."""
    items = [child for child in track if child.tag in ("clipitem", "transitionitem")]
    for at, item in enumerate(items):
        if item.tag != "clipitem" or _off(item):
            continue
        edges: list[Fraction | None] = []
        for edge, beside in (("start", at - 1), ("end", at + 1)):
            number = _number(item.find(edge))
            if number is not None and number < 0:
                other = items[beside] if 0 <= beside < len(items) else None
                number = _number(other.find("start")) if other is not None and other.tag == "transitionitem" else None
            edges.append(number)
        yield item, edges[0], edges[1]


def _event(
    item: Element, first: Fraction, start: Fraction | None, end: Fraction | None, channels: str, rate: Fraction,
    files: dict[str, Element], number: int,
) -> EditEvent | None:  # fmt: skip
    begin, stop = _number(item.find("in")), _number(item.find("out"))
    if begin is None or stop is None:
        return None
    speed = _speed(item)
    scale = rate / (_rate(item) or rate)
    begin, stop = begin * scale, stop * scale
    if start is None and end is not None:
        start = end - (stop - begin)
    elif end is None and start is not None:
        end = start + (stop - begin)
    if start is None or end is None or end <= start:
        return None
    shown = end - start
    hidden_start = (_number(item.find("start")) or Fraction(0)) < 0
    whole = stop - begin
    by_source = abs(whole - shown * abs(speed)) < abs(whole - shown)  # in and out count source frames, not shown ones
    factor = Fraction(1) if by_source else speed
    source = stop * factor - shown * speed if hidden_start else begin * factor
    file = item.find("file")
    if file is not None and not len(file):
        file = files.get(file.get("id", ""), file)
    offset = Fraction(0)
    if file is not None:
        own = _rate(file) or rate
        offset = (_number(file.find("timecode/frame")) or Fraction(0)) * rate / own
    names = _names(item, file)
    if not names:
        return None
    return event_of(number, names, channels, offset + source, first + start, shown, speed)


def _names(item: Element, file: Element | None) -> tuple[str, ...]:
    said: list[str] = []
    if file is not None:
        reel = file.findtext("timecode/reel/name")
        said += [f"reel {stem(reel)}"] if reel and reel.strip() else []
        said += [stem(text) for tag in ("name", "pathurl") if (text := file.findtext(tag))]
    if not said:
        said += [stem(text) for text in (item.findtext("sequence/name"), item.findtext("name")) if text]
    return tuple(dict.fromkeys(part for part in said if part and part != "reel "))


def _speed(item: Element) -> Fraction:
    """Return the speed that a clip's time remapping gives it, 1 where it has none."""
    for effect in item.iterfind("filter/effect"):
        if (effect.findtext("effectid") or "").strip().lower() != "timeremap":
            continue
        speed, backwards = Fraction(100), False
        for parameter in effect.iterfind("parameter"):
            which = (parameter.findtext("parameterid") or "").strip().lower()
            if which == "speed":
                speed = _number(parameter.find("value")) or Fraction(0)
            elif which == "reverse":
                backwards = (parameter.findtext("value") or "").strip().upper() == "TRUE"
        return (-speed if backwards else speed) / 100
    return Fraction(1)
