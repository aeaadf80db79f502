"""Input before it has a format: bytes, where they came from, and the text or JSON in them, each decoded once."""

from captionkit.sources.options import ReadOptions
from captionkit.sources.source import Readable, Source, is_film, open_source

__all__ = ["ReadOptions", "Readable", "Source", "is_film", "open_source"]
