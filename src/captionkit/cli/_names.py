"""The names that completion offers."""

from __future__ import annotations

__all__ = ["names_of"]


def names_of(kind: str) -> list[str]:
    """Return the known names of ``profiles``, ``formats`` or ``readers``."""
    if kind == "profiles":
        from captionkit.profiles import names

        return list(names())
    if kind == "formats":
        from captionkit.formats import FORMATS

        return FORMATS.names()
    from captionkit.transcripts import READERS

    return READERS.names()
