"""Services that write monologues: Rev.ai, Rev, and vosk-transcriber.

Shapes: https://docs.rev.ai/api/asynchronous/transcripts/ and https://github.com/alphacep/vosk-api
(``python/vosk/transcriber``). Rev.ai's blanks and marks are elements of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from captionkit.transcripts.stt.amazon import clinging
from captionkit.transcripts.stt.columns import Keys, columns_of
from captionkit.transcripts.stt.core import Context, Service, Stretch, stretch_of
from captionkit.transcripts.stt.values import at, dicts, first_of, string_of
from captionkit.transcripts.tokens import Join

__all__ = ["SERVICES"]

_ELEMENT = Keys(text=("value",), start=("ts", "timestamp"), end=("end_ts", "end_timestamp"), speaker=())


def _revai(context: Context) -> Iterator[Stretch]:
    for monologue in context.notes.objects(at(context.data, "monologues"), "monologues"):
        elements = monologue.get("elements")
        context.used(elements)
        yield Stretch(
            items=[_named(element) for element in dicts(elements)],
            label=first_of(monologue, "speaker_info", "speaker", "speaker_name"),
        )


def _named(element: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give a tag element its text: ``{"type": "tag", "name": "laughter"}`` shows as ``[laughter]``, between blanks."""
    name = string_of(element.get("name"))
    if element.get("type") != "tag" or name is None:
        return element
    return {**element, "value": f" [{name.strip('[]<> ')}] "}


def _vosk(context: Context) -> Iterator[Stretch]:
    word = Keys(text=("text", "value"), speaker=())
    for monologue in context.notes.objects(at(context.data, "monologues"), "monologues"):
        terms = [*context.notes.objects(monologue.get("terms"), "terms")]
        context.used(monologue.get("terms"))
        stretch = stretch_of(monologue, Keys(text=(), words=()))
        columns = columns_of(terms, word, context.notes, context.labels)
        if len(columns.texts) == len(terms):
            columns.attach = [clinging(term.get("type"), text) for term, text in zip(terms, columns.texts, strict=True)]
        stretch.columns = columns
        yield stretch


REVAI = Service(
    name="revai",
    carries="words speakers confidence kinds",
    title="Rev.ai and Rev JSON",
    test=lambda data: "elements" in data["monologues"][0],
    token=_ELEMENT,
    shape=_revai,
    join=Join.VERBATIM,
    speakers="speakers",
    markers=True,
)

VOSK_TRANSCRIBER = Service(
    name="vosk-transcriber",
    carries="words segments speakers confidence kinds",
    title="vosk-transcriber JSON",
    test=lambda data: "schemaVersion" in data or "terms" in data["monologues"][0],
    token=Keys(),
    shape=_vosk,
    markers=True,
)

#: In the order of recognition.
SERVICES = (REVAI, VOSK_TRANSCRIBER)
