"""The table of JSON services, in the order in which they are tried: first match wins."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from captionkit.errors import CaptionkitError

if TYPE_CHECKING:
    from captionkit.sources import Source
    from captionkit.transcripts.stt.core import Service

__all__ = ["identify", "services"]

#: Modules with a tuple ``SERVICES``; the particular before the general.
MODULES = (
    "youtube", "microsoft", "amazon", "deepgram", "cloud", "monologues", "speechmatics", "recognisers", "google",
    "editing", "whisper", "generic",
)  # fmt: skip

_KNOWN: WeakKeyDictionary[Source, Service | None] = WeakKeyDictionary()


def services() -> tuple[Service, ...]:
    """Return every service in the order of recognition."""
    found: list[Service] = []
    for name in MODULES:
        found.extend(import_module(f"captionkit.transcripts.stt.{name}").SERVICES)
    return tuple(found)


def identify(source: Source) -> Service | None:
    """Return the service whose JSON this is, or None; looked up once a source.

    >>> from captionkit.sources import Source
    >>> identify(Source(b'{"segments": [{"start": 0, "end": 1, "text": " Hi", "tokens": []}]}')).name
    'whisper'
    """
    if source not in _KNOWN:
        _KNOWN[source] = _identify(source)
    return _KNOWN[source]


def _identify(source: Source) -> Service | None:
    try:
        if not source.head.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
            return None
        values = source.json_text.values
    except CaptionkitError:
        return None
    data = values[0] if len(values) == 1 else list(values)
    return next((service for service in services() if _passes(service, data)), None)


def _passes(service: Service, data: object) -> bool:
    try:
        return bool(service.test(data))
    except (TypeError, KeyError, IndexError, AttributeError, ValueError):
        return False
