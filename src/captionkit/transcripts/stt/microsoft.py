"""Azure AI Speech: batch results (ticks of 100 ns), fast transcription (ms), and their older relatives.

Shapes: https://learn.microsoft.com/azure/ai-services/speech-service/batch-transcription-get and
.../fast-transcription-create. Words are spelled as heard (``words``) or as shown (``displayWords``); without the latter
the shown text is timed by the former.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from captionkit.transcripts.languages import language_tag
from captionkit.transcripts.stt.columns import Keys
from captionkit.transcripts.stt.core import Context, Service, Stretch, by_time, channel_name, stretch_of
from captionkit.transcripts.stt.values import at, dicts, first_of, score_of, string_of, time_of

__all__ = ["SERVICES"]

#: One tick is 100 ns: 10,000 make a millisecond.
_TICKS = 1e-4
_WORD = Keys(
    text=("displayText", "word", "text"), start=("offsetInTicks", "offset"), end=(), unit=_TICKS,
    length=("durationInTicks", "duration"), speaker=(),
)  # fmt: skip
_FAST_UNIT: dict[str, Any] = {
    "start": ("offsetMilliseconds", "offset"), "end": (), "length": ("durationMilliseconds", "duration"), "unit": 1.0,
}  # fmt: skip
_FAST_WORD = Keys(text=("text", "word"), speaker=(), **_FAST_UNIT)
_FAST_PHRASE = Keys(text=("text", "display"), language=("locale", "language"), **_FAST_UNIT)


def _camel(value: Any) -> Any:
    """Return the JSON with PascalCase keys made camelCase, as older services write the same tree."""
    if isinstance(value, dict):
        return {str(key)[:1].lower() + str(key)[1:]: _camel(inner) for key, inner in value.items()}
    return [_camel(inner) for inner in value] if isinstance(value, list) else value


def _phrases(data: Any) -> Any:
    if isinstance(data, list):
        return data
    found = first_of(data, "recognizedPhrases", "RecognizedPhrases")
    if found is None:
        files = dicts(first_of(data, "AudioFileResults", "audioFileResults"))
        found = [row for file in files for row in dicts(first_of(file, "SegmentResults", "segmentResults"))] or None
    return found if found is not None else ([data] if isinstance(data, dict) else None)


def _shape(context: Context) -> Iterator[Stretch]:
    given = _phrases(context.data)
    context.used(given, at(context.data, "AudioFileResults"))
    phrases = [*context.notes.objects([_camel(row) for row in given] if given else [], "recognizedPhrases")]
    channels = {first_of(row, "channel", "channelNumber") for row in phrases}
    if len(channels) > 1:
        context.notes.count("stt.channels", number=len(channels))
    yield from by_time([_phrase(row, len(channels), context) for row in phrases])


def _phrase(row: Mapping[str, Any], channels: int, context: Context) -> Stretch:
    choices = [*dicts(row.get("nBest", row.get("nbest")))]
    best = choices[0] if choices else row
    if len(choices) > 1:
        context.notes.count("stt.ignored-alternatives", string_of(choices[1].get("display")) or "", len(choices) - 1)
    status = row.get("recognitionStatus", "Success")
    if status not in ("Success", 0, None):
        context.notes.count("stt.failed-part", string_of(status) or "")
    start = _seconds_or_ticks(row, "offset")
    length = _seconds_or_ticks(row, "duration")
    return Stretch(
        text=string_of(first_of(best, "display", "displayText", "maskedITN", "itn", "lexical")),
        items=first_of(best, "displayWords") or first_of(best, "words"),
        start=start,
        end=None if start is None or length is None else start + length,
        label=first_of(row, "speaker", "speakerId"),
        channel=channel_name(first_of(row, "channel", "channelNumber"), channels),
        language=language_tag(first_of(row, "locale", "language", "primaryLanguage.language")),
        confidence=score_of(best.get("confidence")),
    )


def _seconds_or_ticks(row: Mapping[str, Any], name: str) -> int | None:
    ticks = row.get(f"{name}InTicks")
    if ticks is not None:
        return time_of(ticks, _TICKS)
    seconds = row.get(f"{name}InSeconds")
    return time_of(seconds) if seconds is not None else time_of(row.get(name), _TICKS)


def _is_batch(data: Any) -> bool:
    if isinstance(data, dict) and (
        {"recognizedPhrases", "RecognizedPhrases", "combinedRecognizedPhrases", "AudioFileResults"} & data.keys()
    ):
        return True
    first = next(dicts(_phrases(data)), {})
    return bool({"RecognitionStatus", "recognitionStatus"} & first.keys()) or (
        bool({"NBest", "nBest"} & first.keys()) and bool({"Offset", "offset", "offsetInTicks"} & first.keys())
    )


def _fast(context: Context) -> Iterator[Stretch]:
    phrases = [*context.notes.objects(at(context.data, "phrases"), "phrases")]
    channels = {row.get("channel") for row in phrases}
    if len(channels) > 1:
        context.notes.count("stt.channels", number=len(channels))
    yield from by_time(
        [stretch_of(row, _FAST_PHRASE, channel=channel_name(row.get("channel"), len(channels))) for row in phrases]
    )


BATCH = Service(
    name="azure",
    title="Azure AI Speech batch JSON",
    test=_is_batch,
    token=_WORD,
    shape=_shape,
    languages=("locale",),
    durations=("duration", "Duration"),
    ignored=frozenset(("lexical", "itn", "maskedITN", "source", "AudioFileUrl", "Lexical", "ITN", "MaskedITN")),
)

FAST = Service(
    name="azure-fast",
    title="Azure AI Speech fast transcription JSON",
    test=lambda data: "combinedPhrases" in data or "offsetMilliseconds" in data["phrases"][0],
    token=_FAST_WORD,
    shape=_fast,
    durations=("durationMilliseconds", "duration"),
    duration_unit=1.0,
)

#: In the order of recognition.
SERVICES = (BATCH, FAST)
