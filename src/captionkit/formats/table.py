"""The table of caption formats. Adding one: a module, a row here, data under ``tests/formats``."""

from __future__ import annotations

from captionkit.formats.base import Format
from captionkit.registry import Registry, Row

__all__ = ["FORMATS"]

FORMATS: Registry[Format] = Registry(
    "caption format",
    "captionkit.formats",
    {
        "srt": Row("captionkit.formats.srt:FORMAT", "SubRip, the format every player reads", (".srt",)),
        "vtt": Row("captionkit.formats.webvtt:FORMAT", "WebVTT, the format of the web", (".vtt", ".webvtt")),
        "sbv": Row("captionkit.formats.sbv:FORMAT", "SBV, which YouTube exports and takes", (".sbv",)),
        "hls": Row("captionkit.formats.hls:FORMAT", "WebVTT segments of an HLS playlist, joined", (".m3u8",)),
        "ckit": Row("captionkit.formats.ckit:FORMAT", "captionkit's own lossless JSON", (".json",)),
    },
)
