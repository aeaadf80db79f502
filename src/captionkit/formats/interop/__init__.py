"""pysrt and webvtt-py objects to tracks and back, and both libraries as witnesses of what was written.

The two submodules are the only places that touch private parts of those libraries; nothing of them is loaded before a
name is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from captionkit.formats.interop.pysrt import from_pysrt, read_pysrt, to_pysrt, witness_srt
    from captionkit.formats.interop.webvtt import from_webvtt, read_webvtt, to_webvtt, witness_vtt

__all__ = [
    "from_pysrt",
    "from_webvtt",
    "read_pysrt",
    "read_webvtt",
    "to_pysrt",
    "to_webvtt",
    "witness_srt",
    "witness_vtt",
]

_HOMES = {
    "from_pysrt": "pysrt",
    "read_pysrt": "pysrt",
    "to_pysrt": "pysrt",
    "witness_srt": "pysrt",
    "from_webvtt": "webvtt",
    "read_webvtt": "webvtt",
    "to_webvtt": "webvtt",
    "witness_vtt": "webvtt",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
