"""Where cues stand on the picture: set, or moved up and down."""

from __future__ import annotations

from captionkit.diagnostics import Result
from captionkit.errors import UsageError
from captionkit.formats.anchor import positioning_of
from captionkit.model.cue import Cue, Positioning
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.transforms.base import Options, takes

__all__ = ["position"]

_NAMES = {"bottom": 2, "middle": 5, "top": 8}


@takes(
    at="bottom, middle, top, or 1 to 9 as on a numeric keypad; none takes positions away",
    by="how far to move cues: 10% (down), -2 lines (up)",
    **{"from": "only cues that begin from this time on", "to": "and before this one"},
)
def position(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Put cues at a position, or move them by a share of the picture or by lines.

    A cue at the default position, the bottom, is moved from there; nothing leaves the picture.

    Raises UsageError without ``at`` or ``by``, and for what is not a position.
    """
    at, by = options.text("at"), options.text("by")
    if not at and not by:
        raise UsageError("position needs at= or by=", hint="--do position:at=top")
    start, end = options.time("from", None), options.time("to", None)
    amount, percent = _amount(by) if by else (0.0, True)
    cues: list[Cue] = []
    for cue in track.cues:
        if (start is None or cue.start >= start) and (end is None or cue.start < end):
            where = _placed(at) if at else cue.positioning
            where = _moved(where, amount, percent=percent) if by else where
            cues.append(cue if where == cue.positioning else cue.replace(positioning=where))
        else:
            cues.append(cue)
    return Result(track.replace(cues=cues))


def _placed(at: str) -> Positioning | None:
    number = _NAMES.get(at, int(at) if at.isdecimal() and len(at) == 1 else 0)
    if at == "none" or number == 2:
        return None
    if not number:
        raise UsageError(f"at={at}: not a position", hint="bottom, middle, top, 1 to 9, none")
    return positioning_of(number)


def _amount(by: str) -> tuple[float, bool]:
    text = by.strip()
    percent = text.endswith("%")
    try:
        return float(text.removesuffix("%").removesuffix("lines").removesuffix("line").strip()), percent
    except ValueError:
        raise UsageError(f"by={by}: not a distance", hint="10% or -2 lines") from None


def _moved(where: Positioning | None, amount: float, *, percent: bool) -> Positioning:
    if where is not None and where.anchor is not None and where.line is None:
        where = positioning_of(where.anchor)
    where = where or Positioning()
    line, in_percent = (100.0, True) if where.line is None and percent else (where.line, where.line_percent)
    if line is None:
        line = -1.0
    if percent != in_percent:
        # a line is taken to be one of 15
        line = (line if line >= 0 else line + 15) * 100 / 15 if percent else round(line * 15 / 100)
    moved = line + amount
    if percent:
        moved = min(max(moved, 0), 100)
    elif (line < 0) != (moved < 0):
        moved = -1 if line < 0 else 0
    return where.replace(line=moved, line_percent=percent, anchor=None)
