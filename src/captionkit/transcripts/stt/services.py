"""The table of JSON services, in the order in which they are tried: first match wins.

A service's reader is an attribute of this module under the service's name, for the table of all readers:
``captionkit.transcripts.stt.services:whisper``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from captionkit.errors import CaptionkitError
from captionkit.transcripts.stt.core import Service, passes, reader_of

if TYPE_CHECKING:
    from captionkit.sources import Source
    from captionkit.transcripts.base import Reader

__all__ = ["ORDER", "identify", "services"]

#: Module -> the names of its ``SERVICES``, and keys of which each of its files has at least one near the top (none: any
#: JSON may be its own); the particular before the general. A module is loaded and asked only where a key of its own is.
ORDER = {
    "youtube": ("youtube-json3 youtube-transcript-api", "wireMagic events snippets duration"),
    "microsoft": (
        "azure azure-fast",
        "recognizedPhrases RecognizedPhrases combinedRecognizedPhrases AudioFileResults audioFileResults"
        " RecognitionStatus recognitionStatus NBest nBest combinedPhrases phrases",
    ),
    "amazon": ("aws aws-call", "results Transcript"),
    "deepgram": ("deepgram", "results channel"),
    "cloud": (
        "gladia elevenlabs assemblyai soniox",
        "audio_url acoustic_model utterances sentences paragraphs confidence logprob speaker_id type transcription"
        " prediction start_ms",
    ),
    "monologues": ("revai vosk-transcriber", "monologues schemaVersion"),
    "speechmatics": ("speechmatics speechmatics-v1", "results job"),
    "recognisers": ("watson vosk bbc-kaldi", "results result_index result partial alternatives punct"),
    "google": ("google", "results alternatives"),
    "toolkits": ("funasr sherpa-onnx", "sentence_info timestamp timestamps"),
    "editing": (
        "premiere-json podcast-json sonix happyscribe aeneas gentle trint words-paragraphs",
        "speakers body version transcript data_start fragments case value paragraphs",
    ),
    "whisper": ("whisper-cpp transformers stable-ts whisperx openai whisper-timestamped whisper", ""),
    "generic": ("text-json json", ""),
}

#: How many objects deep keys are looked for, and in how many items of each list.
_DEPTH, _FIRST = 4, 8

_KNOWN: WeakKeyDictionary[Source, Service | None] = WeakKeyDictionary()


def __getattr__(name: str) -> Reader:
    module = next((module for module, (names, _) in ORDER.items() if name in names.split()), None)
    if module is None:
        raise AttributeError(name)
    service = next(service for service in _services_of(module) if service.name == name)
    return reader_of(service, partial(_score, name))


def _services_of(module: str) -> tuple[Service, ...]:
    services: tuple[Service, ...] = import_module(f"captionkit.transcripts.stt.{module}").SERVICES
    return services


def services() -> tuple[Service, ...]:
    """Return every service in the order of recognition."""
    return tuple(service for module in ORDER for service in _services_of(module))


def identify(source: Source) -> Service | None:
    """Return the service whose JSON this is, or None; looked up once a source.

    >>> from captionkit.sources import Source
    >>> identify(Source(b'{"segments": [{"start": 0, "end": 1, "text": " Hi", "tokens": []}]}')).name
    'whisper'
    """
    if source not in _KNOWN:
        _KNOWN[source] = next((service for service in _likely(source) if passes(service, source)), None)
    return _KNOWN[source]


def _likely(source: Source) -> Iterator[Service]:
    """Yield the services of every module that a key of the source points to, in order."""
    try:
        found = frozenset(_keys(source.json_text.values)) if source.opening in ("{", "[") else frozenset()
    except CaptionkitError:
        return
    for module, (_, keys) in ORDER.items():
        if not keys or not found.isdisjoint(keys.split()):
            yield from _services_of(module)


def _keys(value: Any, depth: int = _DEPTH) -> Iterator[str]:
    """Yield the keys of the first objects in a value and of the first objects in those."""
    if isinstance(value, list | tuple):
        for row in islice(value, _FIRST):
            yield from _keys(row, depth)
    elif isinstance(value, dict):
        yield from value
        if depth > 1:
            for inner in islice(value.values(), 8 * _FIRST):
                yield from _keys(inner, depth - 1)


def _score(name: str, source: Source) -> float:
    service = identify(source)
    return service.confidence if service is not None and service.name == name else 0.0
