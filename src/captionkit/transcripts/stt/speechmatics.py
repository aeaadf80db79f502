"""Speechmatics json-v2 (batch and real-time messages) and the old v1.

Shape: https://docs.speechmatics.com/speech-to-text/batch/output. Marks say where they attach; an entity shows its
written form; the language pack says what stands between words (nothing in Japanese and Chinese).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from captionkit.transcripts.stt.columns import Keys
from captionkit.transcripts.stt.core import Context, Service, Stretch
from captionkit.transcripts.stt.values import at, dicts, first_of, score_of, string_of, time_of
from captionkit.transcripts.tokens import TokenColumns

__all__ = ["SERVICES"]


def _shape(context: Context) -> Iterator[Stretch]:
    messages = context.data if isinstance(context.data, list) else [context.data]
    delimiter = next(
        (d for m in messages if (d := at(m, "metadata.language_pack_info.word_delimiter")) is not None), " "
    )
    columns = _Taker(context, spaced=delimiter != "")
    for message in context.notes.objects(messages, "messages"):
        context.used(message.get("results"), at(message, "metadata.transcript"))
        if message.get("message") == "AddPartialTranscript":
            context.notes.count("stt.ignored-interim", string_of(at(message, "metadata.transcript")) or "")
            continue
        for result in context.notes.objects(message.get("results"), "results"):
            columns.take(result)
    yield Stretch(columns=columns.finish())


class _Taker:
    """Takes results apart into columns."""

    def __init__(self, context: Context, *, spaced: bool) -> None:
        self.context = context
        self.spaced = spaced
        self.columns = TokenColumns()
        self.attach: list[str] = []
        self.speakers: list[str] = []

    def take(self, result: Mapping[str, Any]) -> None:
        """Take one result: a word, a mark, or an entity with its written form."""
        kind = result.get("type")
        if kind == "speaker_change":
            self.context.notes.count("stt.ignored-markers", "speaker_change")
            return
        written = [*dicts(result.get("written_form"))] if kind == "entity" else []
        for part in written or [result]:
            self._put(part)

    def _put(self, part: Mapping[str, Any]) -> None:
        choices = [*dicts(part.get("alternatives"))]
        best = choices[0] if choices else part
        text = string_of(first_of(best, "content", "name"))
        if text is None:
            self.context.notes.malformed("result", part)
            return
        if len(choices) > 1:
            self.context.notes.count("stt.ignored-alternatives", choices[1].get("content", ""), len(choices) - 1)
        mark = part.get("type") == "punctuation"
        columns = self.columns
        columns.texts.append(text)
        columns.starts.append(time_of(part.get("start_time")))
        columns.ends.append(time_of(part.get("end_time")))
        columns.confidences.append(score_of(best.get("confidence")))
        self.speakers.append(self.context.labels(first_of(best, "speaker") or part.get("speaker")))
        usual = "previous" if mark or not self.spaced else ""
        self.attach.append(string_of(part.get("attaches_to")) or usual)

    def finish(self) -> TokenColumns:
        """Return the columns."""
        self.columns.attach = self.attach
        self.columns.speakers = self.speakers if any(self.speakers) else None
        return self.columns


def _is_v2(data: Any) -> bool:
    rows = data if isinstance(data, list) else [data]
    first = next((row for row in dicts(rows) if isinstance(row.get("results"), list)), None)
    if first is None:
        return False
    result = next(dicts(first["results"]), None)
    if result is None:
        return str(first.get("format", "")).startswith("2") or "Transcript" in str(first.get("message", ""))
    return "type" in result and isinstance(result.get("alternatives", result.get("written_form")), list)


def _v1(context: Context) -> Iterator[Stretch]:
    """Yield the flat words of v1; a mark is a word too, its speakers stand in a list with times."""
    turns = sorted(
        (time_of(row.get("time")) or 0, string_of(row.get("name")) or "") for row in dicts(at(context.data, "speakers"))
    )
    taker = _Taker(context, spaced=True)
    words = at(context.data, "words")
    context.used(words)
    place = 0
    for word in context.notes.objects(words, "words"):
        start, length = time_of(word.get("time")), time_of(word.get("duration"))
        while place + 1 < len(turns) and start is not None and turns[place + 1][0] <= start:
            place += 1
        name = string_of(word.get("name")) or ""
        taker.take({
            "type": "word" if any(map(str.isalnum, name)) else "punctuation",
            "start_time": None if start is None else start / 1000,
            "end_time": None if start is None or length is None else (start + length) / 1000,
            "alternatives": [{"content": name, "confidence": word.get("confidence")}],
            "speaker": turns[place][1] if turns else None,
        })  # fmt: skip
    yield Stretch(columns=taker.finish())


V2 = Service(
    name="speechmatics",
    carries="words speakers confidence language",
    title="Speechmatics JSON, batch and real-time",
    test=_is_v2,
    token=Keys(),
    shape=_shape,
    languages=("metadata.transcription_config.language", "results.0.alternatives.0.language"),
    durations=("job.duration",),
    titles=("job.data_name",),
    meta={"created": "metadata.created_at"},
    ignored=frozenset(("spoken_form", "message", "format")),
)

V1 = Service(
    name="speechmatics-v1",
    carries="words speakers confidence language",
    title="Speechmatics JSON, version 1",
    test=lambda data: isinstance(data["job"], dict) and {"name", "time"} <= data["words"][0].keys(),
    token=Keys(),
    shape=_v1,
    languages=("job.lang",),
    durations=("job.duration",),
    titles=("job.name",),
)

#: In the order of recognition.
SERVICES = (V2, V1)
