"""AWS Transcribe: items with punctuation as untimed items of its own, times and scores as strings.

Shape: https://docs.aws.amazon.com/transcribe/latest/dg/how-it-works.html#how-it-works-output. Speakers stand on the
items (newer files) or in a table of their own, matched by start time; channels keep their items apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from captionkit.model.transcript import Kind
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
from captionkit.transcripts.stt.values import at, dicts, score_of, string_of, time_of
from captionkit.transcripts.tokens import TokenColumns

__all__ = ["SERVICES"]

_ITEM = Keys(start=("start_time",), end=("end_time",), speaker=("speaker_label",))
_OPENING = frozenset("¿¡«([{“‘„")


def clinging(kind: Any, text: str) -> str:
    """Return how a token of a service with punctuation tokens attaches: marks to the word before, openers to the next.

    >>> clinging("punctuation", ","), clinging("punctuation", "¿"), clinging("word", "rain")
    ('previous', 'next', '')
    """
    if kind == "pronunciation" or not str(kind).lower().startswith("punct"):
        return ""
    return "next" if text in _OPENING else "previous"


def _shape(context: Context) -> Iterator[Stretch]:
    results = at(context.data, "results")
    channels = [*dicts(at(results, "channel_labels.channels"))]
    context.used(at(results, "items"), at(results, "audio_segments"), at(results, "speaker_labels"), channels)
    if str(at(context.data, "status") or "COMPLETED").upper() != "COMPLETED":
        context.notes.count("stt.job-status", string_of(at(context.data, "status")) or "")
    if len(channels) > 1:
        context.notes.count("stt.channels", number=len(channels))
        yield from by_time(_channel(channel, context) for channel in _split(channels))
        return
    items = [*context.notes.objects(at(results, "items"), "results.items")]
    speakers = _speaker_times(results)
    segments = [*dicts(at(results, "audio_segments"))]
    if not items and not segments:
        yield from (Stretch(text=string_of(row.get("transcript"))) for row in dicts(at(results, "transcripts")))
        return
    for part in _segmented(items, segments) or [items]:
        yield Stretch(columns=_columns(part, speakers, context))


def _split(channels: list[Mapping[str, Any]]) -> Iterator[tuple[str, list[Any], int]]:
    for channel in channels:
        items = [*dicts(channel.get("items"))]
        name = str(channel.get("channel_label") or "").removeprefix("ch_")
        yield from ((name, run, len(channels)) for run in runs(items, _ITEM))


def _channel(channel: tuple[str, list[Any], int], context: Context) -> Stretch:
    name, items, count = channel
    columns = _columns(items, {}, context)
    start = next((time for time in columns.starts if time is not None), None)
    return Stretch(columns=columns, channel=channel_name(name, count), start=start)


def _segmented(items: list[Any], segments: list[Mapping[str, Any]]) -> list[list[Any]] | None:
    """Group the items by the file's segments, where each item is in exactly one of them."""
    by_id = {item.get("id"): item for item in items if isinstance(item.get("id"), int | str)}
    groups = [[by_id.get(ref) for ref in _references(segment)] for segment in segments]
    flat = [item for group in groups for item in group]
    if not flat or len(flat) != len(items) or any(a is not b for a, b in zip(flat, items, strict=True)):
        return None
    return [group for group in groups if group]


def _references(segment: Mapping[str, Any]) -> list[Any]:
    refs = segment.get("items")
    return [ref for ref in refs if isinstance(ref, int | str)] if isinstance(refs, list) else []


def _speaker_times(results: Any) -> dict[Any, Any]:
    """Return start time -> label, from the table that older files keep beside the items."""
    return {
        item.get("start_time"): item.get("speaker_label", segment.get("speaker_label"))
        for segment in dicts(at(results, "speaker_labels.segments"))
        for item in dicts(segment.get("items"))
        if isinstance(item.get("start_time"), str | int | float)
    }


def _columns(items: Sequence[Any], speakers: Mapping[Any, Any], context: Context) -> TokenColumns:
    columns, labels = TokenColumns(), context.labels
    attach: list[str] = []
    owners: list[str] = []
    for item in items:
        choices = item.get("alternatives")
        best = choices[0] if isinstance(choices, list) and choices else item
        text = string_of(best.get("content")) if isinstance(best, dict) else None
        if text is None:
            context.notes.malformed("item", item)
            continue
        if isinstance(choices, list) and len(choices) > 1:
            context.notes.count("stt.ignored-alternatives", choices[1].get("content", ""), len(choices) - 1)
        mark = clinging(item.get("type"), text)
        columns.texts.append(text)
        columns.starts.append(time_of(item.get("start_time")))
        columns.ends.append(time_of(item.get("end_time")))
        columns.confidences.append(None if mark else score_of(best.get("confidence")))
        attach.append(mark)
        label = item.get("speaker_label")
        owners.append(labels(speakers.get(item.get("start_time")) if label is None and speakers else label))
    columns.attach = attach
    columns.speakers = owners if any(owners) else None
    return columns


def _turns(context: Context) -> Iterator[Stretch]:
    """Yield the turns of a call that AWS analysed."""
    turn = Keys(
        text=("Content",), start=("BeginOffsetMillis",), end=("EndOffsetMillis",), unit=1.0,
        speaker=("ParticipantRole", "ParticipantId"), confidence=(), language=(), words=("Items",),
    )  # fmt: skip
    word = Keys(
        text=("Content",), start=("BeginOffsetMillis",), end=("EndOffsetMillis",), unit=1.0, speaker=(),
        confidence=("Confidence",),
    )  # fmt: skip
    turns = context.notes.objects(at(context.data, "Transcript"), "Transcript")
    yield from by_time([stretch_of(row, turn, keys=word, kind=Kind.SPEECH) for row in turns])


AWS = Service(
    name="aws",
    title="AWS Transcribe JSON",
    test=lambda data: (
        isinstance(data["results"], dict)
        and isinstance(data["results"].get("items", data["results"].get("channel_labels")), list | dict)
        and bool({"transcripts", "items", "channel_labels"} & data["results"].keys())
        and "channels" not in data["results"]
    ),
    token=_ITEM,
    shape=_shape,
    languages=(
        "results.language_code",
        "results.language_identification.0.code",
        "results.language_codes.0.language_code",
    ),
    titles=("jobName",),
    markers=False,
    ignored=frozenset(("jobName", "accountId", "language_identification")),
)

CALL = Service(
    name="aws-call",
    title="AWS Transcribe call analytics JSON",
    test=lambda data: isinstance(data["Transcript"], list) and "BeginOffsetMillis" in data["Transcript"][0],
    token=_ITEM,
    shape=_turns,
    languages=("LanguageCode",),
    titles=("JobName",),
    ignored=frozenset(("JobName", "AccountId", "ConversationCharacteristics", "Participants")),
)

#: In the order of recognition.
SERVICES = (AWS, CALL)
