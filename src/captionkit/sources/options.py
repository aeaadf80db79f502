"""What a caller may tell any reader, of tracks and of transcripts alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from captionkit.values import field, value

if TYPE_CHECKING:
    from fractions import Fraction

__all__ = ["ReadOptions"]


@value
class ReadOptions:
    """Options for reading.

    ``encoding`` overrides detection; ``language`` (BCP 47) is a prior for it and the language of the result where the
    file says none; ``strict`` turns repairs into errors; ``rate`` is the frame rate of frame-based timecodes and
    ``tc_start`` the ms that its first timecode stands for; ``layout`` forces a reading of plain text; ``from_line``,
    ``to_line`` (1-based, inclusive) and ``after`` (the transcript starts after the line holding this text) override
    where a transcript stands in its file.
    """

    encoding: str | None = None
    language: str = ""
    strict: bool = False
    rate: Fraction | None = None
    tc_start: int = 0
    layout: str = ""
    from_line: int | None = None
    to_line: int | None = None
    after: str = ""
    extras: dict[str, str] = field(default_factory=dict)
