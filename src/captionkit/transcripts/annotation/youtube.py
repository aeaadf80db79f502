"""YouTube's XML captions: srv1 (seconds, escaped twice), srv2 (ms), srv3 (ms, words as ``s`` elements)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import TYPE_CHECKING

from captionkit.transcripts.annotation.xmlbase import load_xml, local, root_is
from captionkit.transcripts.stt.columns import Keys
from captionkit.transcripts.stt.core import Context, Service, Stretch, reader_of
from captionkit.transcripts.stt.values import time_of
from captionkit.transcripts.stt.youtube import CaptionPiece, Event, stretches_of
from captionkit.transcripts.tokens import Join

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["SRV"]

_TAG = re.compile(r"</?(?:i|b|u|s|em|strong|font)(?:\s[^<>]{0,200})?>", re.IGNORECASE)


def _shape(context: Context) -> Iterator[Stretch]:
    root: Element = context.data
    if local(root) == "transcript":
        yield from stretches_of(_texts(root, "start", "dur", 1000.0))
    elif root.get("format") == "3" or any(local(child) == "body" for child in root):
        yield from stretches_of(_paragraphs(root))
    else:
        yield from stretches_of(_texts(root, "t", "d", 1.0))


def _texts(root: Element, start: str, length: str, unit: float) -> Iterator[Event]:
    for row in root.iter():
        if local(row) == "text":
            piece = CaptionPiece(_plain(row.text))
            yield Event(time_of(row.get(start), unit), time_of(row.get(length), unit), [piece])


def _paragraphs(root: Element) -> Iterator[Event]:
    for row in root.iter():
        if local(row) != "p":
            continue
        pieces = [CaptionPiece(row.text, None)] if row.text and row.text.strip() else []
        for part in row:
            if local(part) == "s" and part.text:
                pieces.append(CaptionPiece(part.text, time_of(part.get("t"), 1.0), None))
            elif local(part) == "br":
                pieces.append(CaptionPiece("\n"))
            if part.tail and part.tail.strip():
                pieces.append(CaptionPiece(part.tail))
        newline = row.get("a") == "1" and not "".join(piece.text for piece in pieces).strip()
        yield Event(time_of(row.get("t"), 1.0), time_of(row.get("d"), 1.0), pieces, newline)


def _plain(text: str | None) -> str:
    """Undo the second escaping and take markup out."""
    return _TAG.sub("", unescape(text or ""))


_SRV1 = root_is("transcript", lambda attributes, head: "<text" in head and ("start=" in head or "dur=" in head))
_SRV23 = root_is("timedtext", lambda attributes, head: True)
_EMPTY = root_is("transcript", lambda attributes, head: head.rstrip().endswith(("<transcript/>", "</transcript>")))

SRV = reader_of(
    Service(
        name="youtube-xml",
        carries="words segments speakers kinds",
        title="YouTube timed text XML (srv1, srv2, srv3)",
        test=lambda data: False,
        token=Keys(),
        shape=_shape,
        join=Join.VERBATIM,
        suffixes=(".srv1", ".srv2", ".srv3", ".ytt", ".xml"),
        languages=(),
        load=load_xml,
    ),
    sniff=lambda source: max(_SRV1(source), _SRV23(source), _EMPTY(source) * 0.5),
)
