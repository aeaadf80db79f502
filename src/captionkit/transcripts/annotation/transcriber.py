"""Transcriber (.trs): turns with sync points, overlapping speakers, noises as empty elements between the words.

Format: http://trans.sourceforge.net (trans-14.dtd). The DTD is named in every file and never fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from captionkit.model.transcript import Kind
from captionkit.transcripts.annotation.xmlbase import load_xml, local, root_is, squeezed
from captionkit.transcripts.languages import language_tag
from captionkit.transcripts.stt.columns import Keys
from captionkit.transcripts.stt.core import Context, Service, Stretch, reader_of
from captionkit.transcripts.stt.marks import kind_of_text
from captionkit.transcripts.stt.values import time_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["TRANSCRIBER"]


@dataclass(slots=True)
class _Part:
    """What stands between two sync points, for each speaker of the turn."""

    start: int | None
    who: int = 0
    texts: dict[int, list[str]] = field(default_factory=dict)
    asides: list[tuple[str, Kind]] = field(default_factory=list)

    def say(self, text: str | None) -> None:
        if text and text.strip():
            self.texts.setdefault(self.who, []).append(squeezed(text))


def _parts(turn: Element) -> Iterator[_Part]:
    part = _Part(time_of(turn.get("startTime")))
    part.say(turn.text)
    for child in turn:
        name = local(child)
        if name == "Sync":
            if part.texts or part.asides:
                yield part
            part = _Part(time_of(child.get("time")))
        elif name == "Who":
            part.who = max(0, int(child.get("nb") or 1) - 1) if (child.get("nb") or "1").isdecimal() else 0
        elif name == "Comment":
            part.asides.append((child.get("desc") or "", Kind.EDITORIAL))
        elif name == "Event" and child.get("extent", "instantaneous") in ("instantaneous", "begin"):
            part.asides.append((f"[{child.get('desc') or child.get('type') or ''}]", Kind.SOUND))
        part.say(child.tail)
    if part.texts or part.asides:
        yield part


def _shape(context: Context) -> Iterator[Stretch]:
    root: Element = context.data
    names = {row.get("id"): row.get("name") or "" for row in root.iter("Speaker")}
    for turn in root.iter("Turn"):
        speakers = [names.get(ref, ref) for ref in (turn.get("speaker") or "").split()] or [""]
        parts = [*_parts(turn)]
        fresh = True
        for number, part in enumerate(parts):
            following = parts[number + 1].start if number + 1 < len(parts) else None
            end = following if following is not None else time_of(turn.get("endTime"))
            for who, texts in sorted(part.texts.items()):
                label = speakers[who] if who < len(speakers) else ""
                yield Stretch(text=" ".join(texts), start=part.start, end=end, label=label, turn=fresh)
                fresh = False
            for text, kind in part.asides:
                if text.strip("[] "):
                    known = kind_of_text(text)
                    kind = known if known is not Kind.SPEECH and kind is Kind.SOUND else kind
                    yield Stretch(text=text, start=part.start, end=end, kind=kind, turn=False)
    context.meta["language"] = language_tag(root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("lang"))


TRANSCRIBER = reader_of(
    Service(
        name="transcriber",
        machine=False,
        carries="segments speakers language kinds",
        title="Transcriber (trs)",
        test=lambda data: False,
        token=Keys(),
        shape=_shape,
        suffixes=(".trs",),
        languages=(),
        load=load_xml,
    ),
    sniff=root_is("Trans", lambda attributes, head: "<Turn" in head or "<Episode" in head or "audio_filename" in head),
)
