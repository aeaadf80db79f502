"""Praat TextGrid: tiers of intervals and points, in long or short text form.

Format: https://www.fon.hum.uva.nl/praat/manual/TextGrid_file_formats.html. Both forms hold the same free-standing
strings, numbers and flags in the same order; everything between them is decoration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from captionkit.errors import InputError
from captionkit.model.transcript import Kind
from captionkit.transcripts.annotation.tiers import Mark, Tier, stretches_of_tiers
from captionkit.transcripts.stt.columns import Keys
from captionkit.transcripts.stt.core import Context, Service, Stretch, reader_of
from captionkit.transcripts.stt.values import time_of

if TYPE_CHECKING:
    from captionkit.sources import Source
    from captionkit.transcripts.stt.notes import Notes

__all__ = ["TEXTGRID"]

_ITEM = re.compile(r'"((?:[^"]|"")*)"|(?<![^\s"])([-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)(?=[\s%]|\Z)|(<exists>|<absent>)')
_HEAD = re.compile(r"\s*(?:File type\s*=\s*)?\"ooTextFile( short)?\"", re.IGNORECASE)


@dataclass(slots=True)
class _Feed:
    """The free-standing values of the file, one after the other."""

    values: Iterator[re.Match[str]]
    name: str

    def number(self) -> str:
        """Return the next number as written, passing over nothing."""
        match = self._next()
        if match[2] is None:
            raise self._wrong(match)
        return match[2]

    def string(self) -> str:
        """Return the next string, doubled quotes made single."""
        match = self._next()
        if match[1] is None:
            raise self._wrong(match)
        return match[1].replace('""', '"')

    def size(self) -> int:
        """Return the next number as a count."""
        return int(float(self.number()))

    def _next(self) -> re.Match[str]:
        for match in self.values:
            if match[3] is None:
                return match
        raise InputError(f"{self.name}: the TextGrid ends too early", hint="save it again from Praat")

    def _wrong(self, match: re.Match[str]) -> InputError:
        line = match.string.count("\n", 0, match.start()) + 1
        return InputError(f"{self.name}:{line}: not what a TextGrid has here: {match[0][:40]!r}")


def _load(source: Source, notes: Notes) -> list[Tier]:
    if source.data.startswith(b"ooBinaryFile"):
        raise InputError(f"{source.name}: a binary TextGrid", hint="save it as text from Praat: Save as text file")
    feed = _Feed(_ITEM.finditer(source.text), source.name)
    feed.string()
    kind = feed.string()
    if kind != "TextGrid":
        raise InputError(f"{source.name}: a Praat {kind}, not a TextGrid")
    feed.number()
    feed.number()
    return [_tier(feed) for _ in range(min(feed.size(), 10_000))]


def _tier(feed: _Feed) -> Tier:
    points = feed.string() == "TextTier"
    name = feed.string()
    feed.number()
    feed.number()
    marks = []
    for _ in range(feed.size()):
        start = time_of(feed.number())
        end = None if points else time_of(feed.number())
        text = feed.string().strip()
        if text:
            marks.append(Mark(text, start, end))
    return Tier(name, marks, points=points)


def _shape(context: Context) -> Iterator[Stretch]:
    tiers: list[Tier] = context.data
    yield from stretches_of_tiers(tiers, context, point_kind=Kind.NOTE)


def _sniff(source: Source) -> float:
    if source.data.startswith(b"ooBinaryFile"):
        return 0.9
    return 0.95 if _HEAD.match(source.head) and "TextGrid" in source.head else 0.0


TEXTGRID = reader_of(
    Service(
        name="textgrid",
        machine=False,
        carries="words segments speakers kinds",
        title="Praat TextGrid",
        test=lambda data: False,
        token=Keys(),
        shape=_shape,
        suffixes=(".textgrid",),
        languages=(),
        load=_load,
    ),
    sniff=_sniff,
)
