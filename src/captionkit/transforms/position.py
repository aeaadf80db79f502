"""Where cues stand on the picture: set, or moved up and down."""

from __future__ import annotations

import re
from collections.abc import Sequence

from captionkit.diagnostics import Result
from captionkit.errors import UsageError
from captionkit.formats.anchor import positioning_of
from captionkit.model.cue import Cue, Positioning
from captionkit.model.layout import Block
from captionkit.model.track import Track
from captionkit.profiles import Profile
from captionkit.transforms.base import Options, takes

__all__ = ["position"]

#: Lines that a picture is taken to have.
_LINES = 15
_REGION_ID = re.compile(r"(?:^|\s)id[:=](\S+)")
_ANCHOR = re.compile(r"(?<!\S)viewportanchor[:=]\d{1,3}(?:\.\d{1,9})?%,(\d{1,3}(?:\.\d{1,9})?)%")
_NAMES = {"bottom": 2, "middle": 5, "top": 8}


@takes(
    at="bottom, middle, top, or 1 to 9 as on a numeric keypad; none takes positions away",
    by="how far to move cues: 10% (down), -2 lines (up)",
    **{"from": "only cues that begin from this time on", "to": "and before this one"},
)
def position(track: Track, profile: Profile, options: Options) -> Result[Track]:
    """Put cues at a position, or move them by a share of the picture or by lines.

    A cue at the default position, the bottom, is moved from there; a cue in a WebVTT region is moved with its region,
    or into a copy of it where others stay. Nothing leaves the picture.

    Raises UsageError without ``at`` or ``by``, and for what is not a position.
    """
    at, by = options.text("at"), options.text("by")
    if not at and not by:
        raise UsageError("position needs at= or by=", hint="--do position:at=top")
    start, end = options.moment("from", None), options.moment("to", None)
    amount, percent = _amount(by) if by else (0.0, True)
    meant = [(start is None or cue.start >= start) and (end is None or cue.start < end) for cue in track.cues]
    blocks, renamed = track.blocks, dict[str, str]()
    if by and not at:
        blocks, renamed = _regions_moved(track, meant, amount if percent else amount * 100 / _LINES)
    cues: list[Cue] = []
    for cue, mine in zip(track.cues, meant, strict=True):
        where = cue.positioning
        if mine:
            where = _placed(at) if at else where
            if where is not None and where.region in renamed:
                where = where.replace(region=renamed[where.region])
            elif by:
                where = _moved(where, amount, percent=percent)
        cues.append(cue if where == cue.positioning else cue.replace(positioning=where))
    return Result(track.replace(cues=cues, blocks=blocks))


def _regions_moved(track: Track, meant: Sequence[bool], amount: float) -> tuple[tuple[Block, ...], dict[str, str]]:
    """Return the blocks with the regions of the cues that are meant moved down by ``amount`` percent, and their names.

    A region in which other cues stay is kept; a second one of another name stands where it would be.
    """
    moving, staying = (
        {cue.positioning.region for cue, mine in zip(track.cues, meant, strict=True)
         if mine is wanted and cue.positioning is not None and cue.positioning.line is None}
        for wanted in (True, False)
    )  # fmt: skip
    blocks: list[Block] = []
    renamed: dict[str, str] = {}
    taken = {match[1] for block in track.blocks for match in _REGION_ID.finditer(block.text)}
    for block in track.blocks:
        named = _REGION_ID.search(block.text) if block.kind == "region" else None
        name = named[1] if named else ""
        if named is None or name not in moving:
            blocks.append(block)
            continue
        renamed[name] = name
        if name in staying:
            blocks.append(block)
            renamed[name] = next(f"{name}-{n}" for n in range(2, len(taken) + 3) if f"{name}-{n}" not in taken)
            taken.add(renamed[name])
        text = block.text[: named.start(1)] + renamed[name] + block.text[named.end(1) :]
        blocks.append(Block(block.kind, _anchored(text, amount)))
    return tuple(blocks), renamed


def _anchored(text: str, amount: float) -> str:
    """Return a region's settings with the point of the picture it is fixed to moved down."""
    match = _ANCHOR.search(text)
    if match is None:
        return f"{text.rstrip()}\nviewportanchor:0%,{_share(100 + amount)}"
    return text[: match.start(1)] + _share(float(match[1]) + amount) + text[match.end() :]


def _share(percent: float) -> str:
    return f"{min(max(percent, 0), 100):g}%"


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
        line = (line if line >= 0 else line + _LINES) * 100 / _LINES if percent else round(line * _LINES / 100)
    moved = line + amount
    if percent:
        moved = min(max(moved, 0), 100)
    elif (line < 0) != (moved < 0):
        moved = -1 if line < 0 else 0
    return where.replace(line=moved, line_percent=percent, anchor=None)
