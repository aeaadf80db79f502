"""What a transcript reader is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from captionkit.diagnostics import Result

if TYPE_CHECKING:
    from captionkit.model.transcript import Transcript
    from captionkit.sources import ReadOptions, Source

__all__ = ["Reader"]


@dataclass(frozen=True, slots=True)
class Reader:
    """A transcript format.

    ``sniff`` scores 0..1 how much a source looks like this format and knows no other. ``carries`` names what the
    format can hold: ``words``, ``segments`` (times), ``speakers``, ``confidence``, ``language``, ``kinds``.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    sniff: Callable[[Source], float]
    read: Callable[[Source, ReadOptions], Result[Transcript]]
    carries: frozenset[str] = frozenset()
