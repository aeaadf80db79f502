"""Input before it has a format: bytes, where they came from, and the text or JSON in them, each decoded once."""

from captionkit.sources.options import ReadOptions
from captionkit.sources.source import Source, open_source

__all__ = ["ReadOptions", "Source", "open_source"]
