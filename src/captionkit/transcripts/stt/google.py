"""Google Speech-to-Text v1 and v2: results with words, times as protobuf durations in several spellings.

Shapes: https://cloud.google.com/speech-to-text/docs/reference/rest/v1/speech/recognize and .../v2. With speakers asked
for in v1, the last result repeats every word with its speaker and has no text of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from captionkit.transcripts.languages import language_tag
from captionkit.transcripts.stt.columns import Keys
from captionkit.transcripts.stt.core import Context, Service, Stretch, by_time, channel_name
from captionkit.transcripts.stt.values import at, dicts, first_of, score_of, string_of, time_of

__all__ = ["SERVICES"]

_START = ("startOffset", "startTime", "start_offset", "start_time")
_END = ("endOffset", "endTime", "end_offset", "end_time")
_SPEAKER = ("speakerLabel", "speakerTag", "speaker_label", "speaker_tag")
_WORD = Keys(text=("word",), start=_START, end=_END, speaker=_SPEAKER)


def _results(data: Any) -> Any:
    """Return the list of results, wherever it is wrapped: an operation, a response, a map of files."""
    found = first_of(data, "response.results", "results", "transcript.results", "response.transcript.results")
    if isinstance(data, list):
        found = data
    if isinstance(found, dict):
        inner = next((value for value in found.values() if isinstance(value, dict)), {})
        found = first_of(inner, "transcript.results", "inlineResult.transcript.results", "results")
    if found is None and isinstance(data, dict) and len(data) == 1:
        found = at(next(iter(data.values())), "results")
    return found


def _best(result: Mapping[str, Any]) -> Mapping[str, Any]:
    return next(dicts(result.get("alternatives")), {})


def _is_google(data: Any) -> bool:
    results = [*dicts(_results(data))]
    words = (word for result in results for word in dicts(_best(result).get("words")))
    word = next(words, None)
    if word is not None:
        return "word" in word and bool(set(_START + _END) & word.keys())
    keys = {"resultEndTime", "resultEndOffset", "languageCode", "result_end_time", "language_code", "channelTag"}
    return any("transcript" in _best(result) and bool(keys & result.keys()) for result in results)


def _shape(context: Context) -> Iterator[Stretch]:
    results = [*context.notes.objects(_results(context.data), "results")]
    repeated, speakers = _repeated(results, context)
    channels = {result.get("channelTag", result.get("channel_tag")) for result in results if isinstance(result, dict)}
    stretches = [_stretch(result, speakers, len(channels), context) for result in results if result is not repeated]
    if len(channels) > 1:
        context.notes.count("stt.channels", number=len(channels))
        stretches = by_time(stretches)
    yield from stretches


def _repeated(results: list[Mapping[str, Any]], context: Context) -> tuple[Any, dict[Any, Any]]:
    """Return the last result where it only repeats the words with speakers, and the speakers it names."""
    if len(results) < 2:
        return None, {}
    last = _best(results[-1])
    words = [*dicts(last.get("words"))]
    before = {_mark(word) for result in results[:-1] for word in dicts(_best(result).get("words"))}
    tagged = words and all(first_of(word, *_SPEAKER) is not None for word in words)
    if not tagged or string_of(last.get("transcript")) or not before.issuperset(map(_mark, words)):
        return None, {}
    context.used(last.get("words"))
    context.notes.count("stt.ignored-repeats", string_of(words[0].get("word")) or "", len(words))
    return results[-1], {_mark(word): first_of(word, *_SPEAKER) for word in words}


def _mark(word: Mapping[str, Any]) -> tuple[int | None, str | None]:
    return time_of(first_of(word, *_START)) or 0, string_of(word.get("word"))


def _stretch(result: Mapping[str, Any], speakers: dict[Any, Any], channels: int, context: Context) -> Stretch:
    choices = [*dicts(result.get("alternatives"))]
    best = choices[0] if choices else {}
    if len(choices) > 1:
        context.notes.count("stt.ignored-alternatives", string_of(choices[1].get("transcript")) or "", len(choices) - 1)
        context.used(result.get("alternatives"))
    words = [_complete(word, index, speakers) for index, word in enumerate(dicts(best.get("words")))]
    context.used(best.get("words"))
    end = first_of(result, "resultEndTime", "resultEndOffset", "result_end_time", "result_end_offset")
    return Stretch(
        text=string_of(best.get("transcript")),
        items=words,
        start=time_of(first_of(words[0], *_START)) if words else None,
        end=None if words else time_of(end),
        channel=channel_name(first_of(result, "channelTag", "channel_tag"), channels),
        language=language_tag(first_of(result, "languageCode", "language_code")),
        confidence=score_of(best.get("confidence")) or None,
    )


def _complete(word: Mapping[str, Any], index: int, speakers: dict[Any, Any]) -> Mapping[str, Any]:
    """Fill in what protobuf leaves out: a start at zero, a speaker named elsewhere, a confidence not computed (0)."""
    more: dict[str, Any] = {}
    if index == 0 and first_of(word, *_START) is None and first_of(word, *_END) is not None:
        more[next((a for a, b in zip(_START, _END, strict=True) if b in word), _START[0])] = 0.0
    if speakers:
        more["speakerTag"] = speakers.get(_mark(word))
    if word.get("confidence") in (0, 0.0):
        more["confidence"] = None
    return {**word, **more} if more else word


GOOGLE = Service(
    name="google",
    title="Google Speech-to-Text JSON, v1 and v2",
    test=_is_google,
    token=_WORD,
    shape=_shape,
    languages=("response.results.0.languageCode", "results.0.languageCode"),
    ignored=frozenset(("@type", "name", "totalBilledTime", "requestId")),
)

#: In the order of recognition.
SERVICES = (GOOGLE,)
