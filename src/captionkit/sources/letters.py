"""What the judge of legacy code pages knows of languages; the data stand in ``letters.toml`` beside this module."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

__all__ = ["Language", "languages"]


class Language(NamedTuple):
    """Code pages, most likely first; letters beyond ASCII, most frequent first; frequent words."""

    encodings: tuple[str, ...]
    letters: str
    words: frozenset[str]


@lru_cache(maxsize=1)
def languages() -> dict[str, Language]:
    """Return what is known of each language, by its ISO 639-1 code.

    >>> languages()["pl"].encodings[0]
    'cp1250'
    """
    rows = tomllib.loads(Path(__file__).with_name("letters.toml").read_text(encoding="utf-8"))
    return {
        name: Language(tuple(row["encodings"]), row["letters"], frozenset(row["words"].split()))
        for name, row in rows.items()
    }
