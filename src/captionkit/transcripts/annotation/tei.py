"""TEI and ISO 24624 transcripts of speech: utterances on a timeline.

Format: https://tei-c.org/release/doc/tei-p5-doc/en/html/TS.html. Utterances (``u``) and annotation blocks are read;
pauses, incidents and the header's prose are not speech.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from captionkit.model.transcript import Kind
from captionkit.transcripts.annotation.xmlbase import load_xml, local, root_is, squeezed, text_inside
from captionkit.transcripts.stt.columns import Keys
from captionkit.transcripts.stt.core import Context, Service, Stretch, reader_of
from captionkit.transcripts.stt.values import time_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["TEI"]

_XML = "{http://www.w3.org/XML/1998/namespace}"
_UNITS = {"s": 1000.0, "ms": 1.0, "min": 60_000.0}
_ASIDE = frozenset(("desc", "spanGrp", "note", "pause", "incident", "kinesic", "vocal", "shift"))


def _timeline(root: Element) -> dict[str, int | None]:
    times: dict[str, int | None] = {}
    for line in root.iter():
        if local(line) != "timeline":
            continue
        unit = _UNITS.get(line.get("unit") or "s", 1000.0)
        for when in line:
            name = when.get(f"{_XML}id") or ""
            since = times.get((when.get("since") or line.get("origin") or "").lstrip("#"), 0)
            interval = time_of(when.get("interval"), unit)
            absolute = time_of(when.get("absolute"), unit)
            times[name] = since + interval if since is not None and interval is not None else absolute
            if interval is None and absolute is None and not times.keys() - {name}:
                times[name] = 0
    return times


def _people(root: Element) -> dict[str, str]:
    people: dict[str, str] = {}
    for person in root.iter():
        if local(person) == "person":
            name = next((squeezed(text_inside(n)) for n in person.iter() if local(n) in ("persName", "name")), "")
            people[person.get(f"{_XML}id") or ""] = name or person.get("n") or ""
    return people


def _shape(context: Context) -> Iterator[Stretch]:
    root: Element = context.data
    times, people = _timeline(root), _people(root)
    inside: set[int] = set()
    for block in root.iter():
        name = local(block)
        if name in ("incident", "kinesic", "vocal") and id(block) not in inside:
            text = squeezed(text_inside(block))
            if text:
                yield Stretch(
                    text=f"[{text}]", start=times.get((block.get("start") or "").lstrip("#")), kind=Kind.SOUND
                )
        if name not in ("annotationBlock", "u") or id(block) in inside:
            continue
        inside.update(map(id, block.iter()))
        who = (block.get("who") or "").lstrip("#")
        yield Stretch(
            text=squeezed(_words(block) or text_inside(block, _ASIDE)),
            start=times.get((block.get("start") or "").lstrip("#")),
            end=times.get((block.get("end") or "").lstrip("#")),
            label=people.get(who) or who.capitalize() if who.isupper() else people.get(who) or who,
        )


def _words(block: Element) -> str:
    """Return the text of ``w`` and ``pc`` elements, where the utterance is taken apart so."""
    text = ""
    for part in block.iter():
        if local(part) in ("w", "pc"):
            word = squeezed(text_inside(part))
            text += word if local(part) == "pc" else f" {word}"
    return text


TEI = reader_of(
    Service(
        name="tei",
        machine=False,
        carries="segments speakers kinds",
        title="TEI / ISO 24624 transcript of speech",
        test=lambda data: False,
        token=Keys(),
        shape=_shape,
        suffixes=(".xml", ".tei", ".exs"),
        languages=(),
        load=load_xml,
    ),
    sniff=root_is("TEI"),
)
