"""YouTube's timed text: json3, and the events that its XML forms (srv1, srv2, srv3) share with it.

Automatic captions roll up: an event's duration is its time on the screen, over the next one's, and a word's time is the
event's plus the word's own offset. Uploaded captions have one text an event, its line breaks made on purpose. No
specification is public; the shapes are those of downloaded files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from captionkit.model.transcript import Kind
from captionkit.transcripts.stt.columns import Keys
from captionkit.transcripts.stt.core import Context, Service, Stretch
from captionkit.transcripts.stt.marks import kind_of_text
from captionkit.transcripts.stt.values import at, string_of, time_of
from captionkit.transcripts.tokens import Join, TokenColumns

__all__ = ["SERVICES"]

#: ``>>`` marks a new speaker; a name in capitals may follow.
_CHANGE = re.compile(r"\s*(?:>>+|&gt;&gt;)[ \t]*(?:([A-Z][A-Z0-9 .'’-]{1,30}):[ \t]+)?")


@dataclass(slots=True)
class CaptionPiece:
    """A part of an event: text, and its offset (ms) from the event's start where the file says it."""

    text: str
    offset: int | None = None
    confidence: float | None = None


@dataclass(slots=True)
class Event:
    """Something shown from ``start`` for ``length`` ms; ``newline`` where it only scrolls."""

    start: int | None
    length: int | None
    pieces: list[CaptionPiece] = field(default_factory=list)
    newline: bool = False

    @property
    def text(self) -> str:
        """All pieces' text."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def end(self) -> int | None:
        """Start plus length, where both are known."""
        return None if self.start is None or self.length is None else self.start + self.length


def stretches_of(events: Iterable[Event]) -> Iterator[Stretch]:
    """Yield one stretch for each event that shows text.

    Where any piece of the file has its own time, the captions are automatic: an event then ends where the next begins.
    """
    shown = [event for event in events if not event.newline and event.text.strip()]
    automatic = any(piece.offset for event in shown for piece in event.pieces)
    changes = any(_CHANGE.match(event.text) for event in shown)
    for number, event in enumerate(shown):
        end = event.end
        following = shown[number + 1].start if number + 1 < len(shown) else None
        if automatic and end is not None and following is not None and (event.start or 0) < following < end:
            end = following
        change = _CHANGE.match(event.text)
        stretch = Stretch(
            text=event.text[change.end() :] if change else event.text,
            start=event.start,
            end=end,
            label=change[1].title() if change and change[1] else None,
            turn=change is not None or not changes,
        )
        stretch.kind = kind_of_text((stretch.text or "").strip())
        if automatic and stretch.kind is Kind.SPEECH:
            stretch.columns = _columns(event, change.end() if change else 0)
        yield stretch


def _columns(event: Event, cut: int) -> TokenColumns:
    """Return the pieces as tokens, less the first ``cut`` characters."""
    columns = TokenColumns()
    for piece in event.pieces:
        text, cut = piece.text[cut:], max(0, cut - len(piece.text))
        if text.strip():
            columns.texts.append(text)
            columns.starts.append(None if event.start is None else event.start + (piece.offset or 0))
            columns.ends.append(None)
            columns.confidences.append(piece.confidence)
    return columns


def _json3(context: Context) -> Iterator[Stretch]:
    events = []
    for row in context.notes.objects(at(context.data, "events"), "events"):
        if row.get("segs") is None:
            continue
        pieces = [*_pieces(row["segs"], context)]
        newline = bool(row.get("aAppend")) and not "".join(piece.text for piece in pieces).strip()
        events.append(Event(time_of(row.get("tStartMs"), 1.0), time_of(row.get("dDurationMs"), 1.0), pieces, newline))
    context.used(at(context.data, "events"))
    yield from stretches_of(events)


def _pieces(segs: Any, context: Context) -> Iterator[CaptionPiece]:
    for seg in context.notes.objects(segs, "segs"):
        text = string_of(seg.get("utf8"))
        if text is not None:
            score = seg.get("acAsrConf")
            # 0..255 in the automatic captions that have one; 0 means that none was computed.
            known = score / 255 if isinstance(score, int | float) and 0 < score <= 255 else None
            yield CaptionPiece(text, time_of(seg.get("tOffsetMs"), 1.0), known)


JSON3 = Service(
    name="youtube-json3",
    carries="words segments speakers confidence kinds",
    title="YouTube timed text, json3",
    test=lambda data: "wireMagic" in data or "tStartMs" in data["events"][0],
    token=Keys(),
    shape=_json3,
    join=Join.VERBATIM,
    suffixes=(".json3", ".json"),
)


def _snippets(context: Context) -> Iterator[Stretch]:
    rows = context.data if isinstance(context.data, list) else context.data["snippets"]
    context.used(rows)
    events = []
    for row in context.notes.objects(rows, "the list"):
        piece = CaptionPiece(string_of(row.get("text")) or "")
        events.append(Event(time_of(row.get("start")), time_of(row.get("duration")), [piece]))
    yield from stretches_of(events)


SNIPPETS = Service(
    name="youtube-transcript-api",
    carries="segments speakers language kinds",
    title="youtube-transcript-api JSON",
    test=lambda data: (data if isinstance(data, list) else data["snippets"])[0].keys() == {"text", "start", "duration"},
    token=Keys(),
    shape=_snippets,
    languages=("language_code", "language"),
)

#: In the order of recognition.
SERVICES = (JSON3, SNIPPETS)
