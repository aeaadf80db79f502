"""A track as notebooks show it: a table of its first cues and its last."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from captionkit.model.timecode import format_clock

if TYPE_CHECKING:
    from captionkit.model.cue import Cue

__all__ = ["table_of"]

#: How many cues are shown of the beginning and of the end.
_FIRST, _LAST = 40, 10


def table_of(track: Sequence[Cue]) -> str:
    """Return an HTML table; everything that comes from the track is escaped.

    >>> from captionkit.model.track import Cue, Track
    >>> "&lt;b&gt;" in table_of(Track([Cue(0, 900, "<b>")]))
    True
    """
    rows = [_row(number, cue) for number, cue in enumerate(track, 1)]
    if len(rows) > _FIRST + _LAST:
        left_out = f"<tr><td colspan='5'>&hellip; {len(rows) - _FIRST - _LAST} more &hellip;</td></tr>"
        rows = [*rows[:_FIRST], left_out, *rows[-_LAST:]]
    head = "".join(f"<th>{name}</th>" for name in ("", "start", "end", "speaker", "text"))
    return f"<table><caption>{escape(repr(track))}</caption><tr>{head}</tr>{''.join(rows)}</table>"


def _row(number: int, cue: Cue) -> str:
    text = "<br>".join(escape(line.text) for line in cue.lines)
    cells = (str(number), format_clock(cue.start), format_clock(cue.end), escape(cue.speaker), text)
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
