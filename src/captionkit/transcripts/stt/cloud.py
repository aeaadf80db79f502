"""Services whose JSON is a list of utterances with words: little more than a row of names each.

Shapes: https://www.assemblyai.com/docs/api-reference/transcripts/get, https://elevenlabs.io/docs/api-reference/speech-to-text,
https://docs.gladia.io/api-reference/v2/pre-recorded/get, https://soniox.com/docs/stt/api-reference.
"""

from __future__ import annotations

from collections.abc import Iterator
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
    share_words,
    stretch_of,
)
from captionkit.transcripts.stt.values import at, dicts, first_of, string_of
from captionkit.transcripts.tokens import Join

__all__ = ["SERVICES"]

# AssemblyAI: times in ms, the length of the sound in seconds.
_MS_WORD = Keys(text=("text", "word"), unit=1.0)
_MS_UTTERANCE = Keys(unit=1.0)


def _assemblyai(context: Context) -> Iterator[Stretch]:
    data, notes = context.data, context.notes
    status = string_of(at(data, "status"))
    if status and status != "completed":
        notes.count("stt.job-status", f"{status} {string_of(at(data, 'error')) or ''}".strip())
    words = at(data, "words")
    units = [*notes.objects(first_of(data, "utterances", "sentences", "paragraphs"), "utterances")]
    channels = len({unit.get("channel") for unit in units})
    context.used(words)
    if not units:
        yield Stretch(text=string_of(at(data, "text")) if not words else None, items=words)
        return
    kept = sum(len(unit["words"]) for unit in units if isinstance(unit.get("words"), list))
    flat = words if isinstance(words, list) else []
    shares = share_words(units, flat, _MS_WORD) if kept < len(flat) else [unit.get("words") for unit in units]
    for unit, share in zip(units, shares, strict=True):
        context.used(unit.get("words"))
        yield stretch_of(unit, _MS_UTTERANCE, items=share, channel=channel_name(unit.get("channel"), channels))


def _whole_ms(data: Any) -> frozenset[str]:
    """Return the keys of the first word, if its times are whole numbers that cannot be seconds of speech."""
    word = next(dicts(data.get("words")), {})
    start, end = word.get("start"), word.get("end")
    whole = isinstance(start, int) and isinstance(end, int) and end - start > 20 and "segments" not in data
    return frozenset(word) if whole else frozenset()


ASSEMBLYAI = Service(
    name="assemblyai",
    title="AssemblyAI JSON",
    test=lambda data: (
        "audio_url" in data
        or "acoustic_model" in data
        or (isinstance(data.get("utterances"), list) and isinstance(data["utterances"][0].get("start"), int))
        or {"text", "start", "end", "confidence"} <= _whole_ms(data)
        or ("sentences" in data and isinstance(data["sentences"][0].get("words"), list))
        or (
            "paragraphs" in data
            and "text" in data["paragraphs"][0]
            and isinstance(data["paragraphs"][0]["words"], list)
        )
    ),
    token=_MS_WORD,
    shape=_assemblyai,
    languages=("language_code", "language"),
    durations=("audio_duration",),
    meta={"id": "id", "model": "speech_model"},
)

# ElevenLabs: blanks are tokens, sounds are tokens in brackets, scores are logarithms.
_EL_WORD = Keys(speaker=("speaker_id",), confidence=("logprob",), log=True)


def _elevenlabs(context: Context) -> Iterator[Stretch]:
    parts = [*dicts(first_of(context.data, "transcripts"))] or [context.data]
    if len(parts) > 1:
        context.notes.count("stt.channels", number=len(parts))
    stretches = []
    for number, part in enumerate(parts):
        words, name = at(part, "words"), channel_name(part.get("channel_index", number), len(parts))
        context.used(words, at(part, "text"))
        language = language_tag(part.get("language_code"))
        if len(parts) == 1 or not isinstance(words, list):
            stretches.append(Stretch(text=string_of(at(part, "text")), items=words, channel=name, language=language))
            continue
        for run in runs(words, _EL_WORD):
            first = stretch_of(run[0], Keys())
            stretches.append(Stretch(items=run, start=first.start, channel=name, language=language))
    yield from by_time(stretches) if len(parts) > 1 else stretches


ELEVENLABS = Service(
    name="elevenlabs",
    carries="words speakers confidence language kinds",
    title="ElevenLabs Scribe JSON",
    test=lambda data: (
        bool({"logprob", "speaker_id", "type"} & first_of(data, "words.0", "transcripts.0.words.0").keys())
        and "text" in first_of(data, "words.0", "transcripts.0.words.0")
        and ("language_code" in data or "transcripts" in data or "logprob" in at(data, "words.0"))
    ),
    token=_EL_WORD,
    shape=_elevenlabs,
    join=Join.VERBATIM,
    languages=("language_code", "transcripts.0.language_code"),
    durations=("audio_duration_secs",),
    markers=True,
    meta={"id": "transcription_id"},
    ignored=frozenset(("characters", "additional_formats")),
)

# Gladia: two versions of the same list.
_GLADIA = ("result.transcription.utterances", "payload.transcription.utterances", "transcription.utterances")


def _gladia(context: Context) -> Iterator[Stretch]:
    units = [*context.notes.objects(first_of(context.data, *_GLADIA, "prediction", "utterances"), "utterances")]
    channels = len({unit.get("channel") for unit in units})
    keys = Keys(text=("text", "transcription"), start=("start", "time_begin"), end=("end", "time_end"))
    for unit in units:
        label = unit.get("speaker")
        name = "" if label == "speaker_not_activated" else label
        yield stretch_of(unit, keys, label=name, channel=channel_name(unit.get("channel"), channels))


GLADIA = Service(
    name="gladia",
    title="Gladia JSON",
    test=lambda data: (
        isinstance(first_of(data, *_GLADIA), list) or bool({"time_begin", "words"} <= at(data, "prediction.0").keys())
    ),
    token=Keys(text=("word", "text"), start=("start", "time_begin"), end=("end", "time_end"), speaker=()),
    shape=_gladia,
    languages=("result.transcription.languages.0", "transcription.languages.0"),
    durations=("result.metadata.audio_duration", "metadata.audio_duration"),
    meta={"id": "id", "request": "request_id"},
    ignored=frozenset(("subtitles",)),
)

# Soniox: tokens are parts of words, blanks belong to them.
SONIOX = Service(
    name="soniox",
    carries="words speakers confidence language",
    title="Soniox JSON",
    test=lambda data: {"text", "start_ms"} <= at(data, "tokens.0").keys(),
    token=Keys(start=("start_ms",), end=("end_ms",), length=("duration_ms",), unit=1.0),
    shape=lambda context: _soniox(context),
    join=Join.PIECES,
    languages=("tokens.0.language",),
)


def _soniox(context: Context) -> Iterator[Stretch]:
    tokens = at(context.data, "tokens")
    context.used(tokens)
    spoken: list[Any] = []
    for token in context.notes.objects(tokens, "tokens"):
        if token.get("translation_status") == "translation":
            context.notes.count("stt.ignored-text", string_of(token.get("text")) or "")
        elif token.get("text") in ("<end>", "<fin>"):
            context.notes.count("stt.ignored-markers", string_of(token.get("text")) or "")
        else:
            spoken.append(token)
    yield Stretch(items=spoken)


#: In the order of recognition.
SERVICES = (GLADIA, ELEVENLABS, ASSEMBLYAI, SONIOX)
