"""The table of JSON services, in the order in which they are tried: first match wins.

A service's reader is an attribute of this module under the service's name, for the table of all readers:
``captionkit.transcripts.stt.services:whisper``.
"""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from captionkit.transcripts.stt.core import Service, passes, reader_of

if TYPE_CHECKING:
    from captionkit.sources import Source
    from captionkit.transcripts.base import Reader

__all__ = ["ORDER", "identify", "services"]

#: Module -> the names of its ``SERVICES``; the particular before the general.
ORDER = {
    "youtube": "youtube-json3 youtube-transcript-api",
    "microsoft": "azure azure-fast",
    "amazon": "aws aws-call",
    "deepgram": "deepgram",
    "cloud": "gladia elevenlabs assemblyai soniox",
    "monologues": "revai vosk-transcriber",
    "speechmatics": "speechmatics speechmatics-v1",
    "recognisers": "watson vosk bbc-kaldi",
    "google": "google",
    "toolkits": "funasr sherpa-onnx",
    "editing": "premiere-json podcast-json sonix happyscribe aeneas gentle trint words-paragraphs",
    "whisper": "whisper-cpp transformers stable-ts whisperx openai whisper-timestamped whisper",
    "generic": "text-json json",
}

_KNOWN: WeakKeyDictionary[Source, Service | None] = WeakKeyDictionary()


def __getattr__(name: str) -> Reader:
    module = next((module for module, names in ORDER.items() if name in names.split()), None)
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
        _KNOWN[source] = next((service for service in services() if passes(service, source)), None)
    return _KNOWN[source]


def _score(name: str, source: Source) -> float:
    service = identify(source)
    return service.confidence if service is not None and service.name == name else 0.0
