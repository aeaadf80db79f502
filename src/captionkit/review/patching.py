"""A text file with some cues changed: every other byte stays as it is.

Writers lay a file out as they see fit, and as it was read where they know how. Here the file's own text is taken apart
at its timing lines, and only the cues that changed are written: nobody's spacing, numbering, way of writing times or
comments change because one cue did.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from captionkit.formats import Format, WriteOptions
from captionkit.model.cue import Cue
from captionkit.model.layout import FileLayout
from captionkit.model.track import Track
from captionkit.review.document import Named

__all__ = ["patched"]

#: The formats whose cues stand below a line with an arrow, and whether a blank line ends a cue's text for sure.
_ARROWS = {"srt": False, "vtt": True}
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_BLANK = re.compile(r"\s*\Z").match


@dataclass(frozen=True, slots=True)
class _Parts:
    """A text taken apart: ``between[0]`` stands before the first cue, ``between[i + 1]`` after cue ``i``.

    A cue is its number or name with the line end (``""`` where there is none), and the rest.
    """

    names: list[str]
    bodies: list[str]
    between: list[str]


def patched(text: str, origin: Sequence[Named], now: Sequence[Named], format: Format, track: Track) -> str | None:
    """Return a file's text with the cues ``origin`` changed to ``now``; None where that is not sure.

    ``track`` says how the format's writer is to write the cues that are new.
    """
    parts = _taken_apart(text, [cue for _, cue in origin], format.name)
    if parts is None:
        return None
    place = {name: at for at, (name, _) in enumerate(origin)}
    changed = [(name, cue) for name, cue in now if name not in place or not _same(cue, origin[place[name]][1])]
    rendered = _rendered([cue for _, cue in changed], format, track)
    if rendered is None:
        return None
    new = dict(zip([name for name, _ in changed], rendered, strict=True))
    order = [place[name] for name, _ in now if name in place]
    if order != sorted(order):
        return None
    return "".join(
        _assembled(parts, [name for name, _ in now], place, new, eol=track.layout.eol, numbered=format.name == "srt")
    )


def _same(cue: Cue, was: Cue) -> bool:
    return cue is was or (
        bool(cue.raw_format) and (cue.start, cue.end, cue.raw, cue.notes) == (was.start, was.end, was.raw, was.notes)
    )


def _taken_apart(text: str, cues: Sequence[Cue], format: str) -> _Parts | None:
    """Return the parts of a text that holds these cues, None where the timing lines are not one for each."""
    if format not in _ARROWS:
        return None
    lines = _LINE.findall(text)[:-1] if text else []
    timed = [at for at, line in enumerate(lines) if "-->" in line]
    if len(timed) != len(cues):
        return None
    starts = [
        at - 1 if at and (name := lines[at - 1].strip()) and name == cue.id.strip() else at
        for at, cue in zip(timed, cues, strict=True)
    ]
    parts = _Parts([], [], ["".join(lines[: starts[0]] if starts else lines)])
    for begin, at, stop in zip(starts, timed, [*starts[1:], len(lines)], strict=True):
        end = _end_of(lines, at, stop, certain=_ARROWS[format])
        body = "".join(lines[at:end])
        bare = body.rstrip("\r\n")
        parts.names.append("".join(lines[begin:at]))
        parts.bodies.append(bare)
        parts.between.append(body[len(bare) :] + "".join(lines[end:stop]))
    return parts


def _end_of(lines: Sequence[str], at: int, stop: int, *, certain: bool) -> int:
    """Return where the text of the cue whose timing line is ``at`` ends."""
    if certain:
        return next((n for n in range(at + 1, stop) if not lines[n].strip("\r\n")), stop)
    end = stop
    while end > at + 1 and not lines[end - 1].strip():
        end -= 1
    return end


def _rendered(cues: Sequence[Cue], format: Format, track: Track) -> list[tuple[str, str]] | None:
    """Return name and body of each cue, as the format's writer writes them."""
    if not cues:
        return []
    if format.write is None:
        return None
    short = {"short": True} if track.layout.details.get("short") else {}
    layout = FileLayout("utf-8", False, track.layout.eol, details=short)
    alone = Track([cue.replace(notes=()) for cue in cues], track.language, track.format, layout=layout)
    text = format.write(alone, WriteOptions(preserve=True)).value.decode()
    named = [cue.replace(id=str(n)) for n, cue in enumerate(cues, 1)] if format.name == "srt" else cues
    parts = _taken_apart(text, named, format.name)
    return None if parts is None else list(zip(parts.names, parts.bodies, strict=True))


def _assembled(
    parts: _Parts,
    now: Sequence[str],
    place: Mapping[str, int],
    new: Mapping[str, tuple[str, str]],
    *,
    eol: str,
    numbered: bool,
) -> Iterator[str]:
    """Yield the parts of the new text; where cues came or went numbers that go up by one do so again."""
    renumber = list(now) != list(place) and _counted(parts.names)
    last, adjacent, before = -1, True, 0
    yield parts.between[0]
    for number, name in enumerate(now, 1):
        at = place.get(name)
        if at is None:
            yield eol * 2 if number > 1 else ""
        else:
            yield _separator(parts.between, last, at, eol=eol, adjacent=adjacent and at == last + 1, first=number == 1)
            last = at
        adjacent = at is not None
        title, body = new[name] if name in new else (parts.names[at or 0], parts.bodies[at or 0])
        if at is not None and numbered:
            title = parts.names[at]
        if title.strip().isdecimal() and numbered:
            before = number if renumber else int(title) if at is not None else before + 1
            title = title if int(title) == before else f"{before}{eol}"
        yield title
        yield body
    if now:
        count = len(parts.names)
        yield _separator(parts.between, last, count, eol=eol, adjacent=adjacent and count == last + 1, first=False)


def _separator(between: Sequence[str], last: int, at: int, *, eol: str, adjacent: bool, first: bool) -> str:
    """Return what stands between the cues ``last`` and ``at``: as it was, comments included, where none came or went.

    ``at`` may be the end of the text; what stood before the first cue is not looked at here.
    """
    pieces = between[max(last + 1, 1) : at + 1]
    if adjacent:
        return pieces[-1] if pieces else ""
    comments = [piece.strip("\r\n") for piece in pieces if not _BLANK(piece)]
    said = (eol * 2).join(comments)
    if at == len(between) - 1:
        end = pieces[-1] if _BLANK(pieces[-1]) else eol
        return f"{eol * 2}{said}{end}" if said else end
    if first:
        return f"{said}{eol * 2}" if said else ""
    return f"{eol * 2}{said}{eol * 2}" if said else eol * 2


def _counted(names: Sequence[str]) -> bool:
    return all(name.strip() == str(number) for number, name in enumerate(names, 1))
