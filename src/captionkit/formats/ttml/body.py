"""The text of a cue that no span changes, kept as it stood: lines joined by line feeds, its place beside it."""

from __future__ import annotations

from functools import lru_cache

from captionkit.model.cue import Positioning
from captionkit.model.raw import Body, raw_format
from captionkit.model.text import lines_of

__all__ = ["TTML", "place_in", "settings_of"]

#: The name of this reading of a cue's text.
TTML = "ttml"

_NUMBERS = ("line", "position", "size", "anchor")
_WORDS = ("vertical", "line_align", "align")


def settings_of(place: Positioning | None) -> str:
    """Return a place as it is kept beside a text; ``""`` for where captions stand anyway.

    >>> settings_of(Positioning(line=79, line_percent=True, size=60, align="left"))
    'line:79% size:60 align:left'
    """
    if place is None:
        return ""
    said = [f"{name}:{value!r}{'%' if name == 'line' and place.line_percent else ''}" for name in _NUMBERS
            if (value := getattr(place, name)) is not None]  # fmt: skip
    return " ".join([*said, *(f"{name}:{value}" for name in _WORDS if (value := getattr(place, name)))])


@lru_cache(maxsize=1024)
def place_in(settings: str) -> Positioning | None:
    """Return the place that :func:`settings_of` kept."""
    if not settings:
        return None
    said = dict(part.split(":", 1) for part in settings.split(" "))
    percent = said.get("line", "").endswith("%")
    numbers = {name: _number(said[name].rstrip("%")) for name in _NUMBERS if name in said}
    words = {name: said[name] for name in _WORDS if name in said}
    return Positioning(line_percent=percent, **numbers, **words)  # type: ignore[arg-type]


def _number(text: str) -> float:
    return int(text) if text.lstrip("-").isdigit() else float(text)


@raw_format(TTML)
def parse_body(payload: str, settings: str = "") -> Body:
    """Return the lines of a text, and where it stands."""
    return lines_of(payload), place_in(settings), "", ()
