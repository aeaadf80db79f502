"""Deepgram: channels of words, with utterances or paragraphs over them, whole or as a stream of messages.

Shape: https://developers.deepgram.com/docs/pre-recorded-audio. Utterances and paragraphs only say where to cut;
they are followed where they hold every word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from captionkit.transcripts.languages import language_tag
from captionkit.transcripts.stt.columns import Keys
from captionkit.transcripts.stt.core import (
    Context,
    Service,
    Stretch,
    by_time,
    channel_name,
    runs,
    stretch_of,
)
from captionkit.transcripts.stt.values import at, dicts, first_of, score_of, string_of, time_of

__all__ = ["SERVICES"]

_WORD = Keys(text=("punctuated_word", "word"))
_UTTERANCE = Keys(text=("transcript",))


def _shape(context: Context) -> Iterator[Stretch]:
    data = context.data
    if not isinstance(data, dict) or "results" not in data:
        yield from _streamed(context)
        return
    channels = [*context.notes.objects(at(data, "results.channels"), "results.channels")]
    context.used(at(data, "results.channels"))
    best = [_best(channel, context) for channel in channels]
    utterances = [*dicts(at(data, "results.utterances"))]
    count = sum(len(_words(alternative)) for alternative in best)
    if len(channels) > 1:
        context.notes.count("stt.channels", number=len(channels))
    if utterances and sum(len(_words(row)) for row in utterances) >= count:
        several = len(channels) if channels else len({row.get("channel") for row in utterances})
        yield from by_time(
            [stretch_of(row, _UTTERANCE, channel=channel_name(row.get("channel"), several)) for row in utterances]
        )
        return
    context.used(at(data, "results.utterances"))
    parts = [part for index, row in enumerate(best) for part in _alternative(row, index, len(best))]
    yield from by_time(parts) if len(best) > 1 else parts


def _best(channel: Mapping[str, Any], context: Context) -> Mapping[str, Any]:
    choices = [*dicts(channel.get("alternatives"))]
    if len(choices) > 1:
        context.notes.count("stt.ignored-alternatives", string_of(choices[1].get("transcript")) or "", len(choices) - 1)
        context.used(channel.get("alternatives"))
    return {"language": channel.get("detected_language"), **choices[0]} if choices else {}


def _words(holder: Mapping[str, Any]) -> list[Any]:
    words = holder.get("words")
    return words if isinstance(words, list) else []


def _alternative(best: Mapping[str, Any], index: int, channels: int) -> Iterator[Stretch]:
    words = _words(best)
    cut = _by_paragraphs(words, at(best, "paragraphs.paragraphs"))
    if cut is None:
        cut = [*runs(words, _WORD)] if channels > 1 else [words]
    for number, part in enumerate(cut):
        yield Stretch(
            text=string_of(best.get("transcript")) if len(cut) == 1 and not _spoken_by_several(words) else None,
            items=part,
            start=time_of(first_of(part[0], "start")) if part and isinstance(part[0], dict) else None,
            channel=channel_name(index, channels),
            language=language_tag(best.get("language")),
            confidence=score_of(best.get("confidence")) if number == 0 and len(cut) == 1 else None,
        )


def _spoken_by_several(words: list[Any]) -> bool:
    return len({word.get("speaker") for word in words if isinstance(word, dict)}) > 1


def _by_paragraphs(words: list[Any], paragraphs: Any) -> list[list[Any]] | None:
    counts = [n for row in dicts(paragraphs) if isinstance(n := row.get("num_words"), int) and n >= 0]
    if not counts or sum(counts) != len(words):
        return None
    cut, begin = [], 0
    for count in counts:
        cut.append(words[begin : begin + count])
        begin += count
    return [part for part in cut if part]


def _streamed(context: Context) -> Iterator[Stretch]:
    """Yield the final results of a stream's messages, a channel by itself where there are several."""
    messages = context.data if isinstance(context.data, list) else [context.data]
    rows = [row for row in context.notes.objects(messages, "messages") if isinstance(row.get("channel"), dict)]
    context.used(messages)
    channels = {at(row, "channel_index.0") for row in rows}
    for row in rows:
        best = _best(row["channel"], context)
        if row.get("is_final") is False:
            context.notes.count("stt.ignored-interim", string_of(best.get("transcript")) or "")
            continue
        start, length = time_of(row.get("start")), time_of(row.get("duration"))
        yield Stretch(
            text=string_of(best.get("transcript")),
            items=_words(best),
            start=None if _words(best) else start,
            end=None if _words(best) or start is None or length is None else start + length,
            channel=channel_name(at(row, "channel_index.0"), len(channels)),
            confidence=score_of(best.get("confidence")),
        )


def _is_deepgram(data: Any) -> bool:
    if isinstance(data, dict) and isinstance(data.get("results"), dict):
        return isinstance(data["results"].get("channels"), list) or "utterances" in data["results"]
    rows = [*dicts(data)] if isinstance(data, list) else [data]
    return any(isinstance(at(row, "channel.alternatives"), list) for row in rows)


DEEPGRAM = Service(
    name="deepgram",
    title="Deepgram JSON, whole or streamed",
    suffixes=(".json", ".jsonl"),
    test=_is_deepgram,
    token=_WORD,
    shape=_shape,
    languages=("results.channels.0.detected_language", "results.channels.0.alternatives.0.languages.0"),
    durations=("metadata.duration",),
    meta={"request": "metadata.request_id", "created": "metadata.created"},
    ignored=frozenset(("paragraphs",)),
)

#: In the order of recognition.
SERVICES = (DEEPGRAM,)
