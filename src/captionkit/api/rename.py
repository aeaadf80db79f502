"""Speakers' names given on a command line or in a file."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from captionkit.errors import UsageError
from captionkit.sources.tomltext import parse_toml

__all__ = ["speaker_names"]


def speaker_names(pairs: Iterable[str] = (), file: str | None = None) -> dict[str, str]:
    """Return old name -> new name from ``OLD=NEW`` pairs and a JSON or TOML file of the same; pairs win.

    Raises UsageError for a pair without ``=`` and for a file that holds no such table.

    >>> speaker_names(["SPEAKER_00=Anna"])
    {'SPEAKER_00': 'Anna'}
    """
    names = _table(Path(file)) if file else {}
    for pair in pairs:
        old, mark, new = pair.partition("=")
        if not mark or not old.strip():
            raise UsageError(f"{pair!r} renames nobody", hint="write OLD=NEW")
        names[old.strip()] = new.strip()
    return names


def _table(path: Path) -> dict[str, str]:
    try:
        text = path.read_text("utf-8")
        table = parse_toml(text) if path.suffix == ".toml" else json.loads(text)
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: cannot be read as a table of names: {error}") from None
    if not isinstance(table, dict) or not all(isinstance(value, str) for value in table.values()):
        raise UsageError(f"{path}: wants one table of old name to new name")
    return table
