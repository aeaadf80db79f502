"""What stands in an ASS script beside the text: a cue's other columns, and the lines around it.

A cue keeps both in ``extras["ass"]``, so that they move with it: ``fields`` holds the columns that differ from what is
written anyway, ``before`` and ``after`` hold comments, drawings and unknown lines, each with its times counted from the
cue's start (ms).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from captionkit.model.cue import Cue

__all__ = ["FIELDS", "STAMP", "aside", "aside_lines", "beside_of", "field_of", "note_of", "stamp", "with_beside"]

#: An event's columns beside times and text, and what they are where nothing else is said.
FIELDS: Mapping[str, str] = {
    "Layer": "0", "Marked": "Marked=0", "Style": "Default", "Name": "", "MarginL": "0", "MarginR": "0", "MarginV": "0",
    "Effect": "",
}  # fmt: skip
STAMP = re.compile(r"(\d{1,9}):(\d{1,2}):(\d{1,2})[.:,](\d{1,3})")

Aside = list[Any]


def stamp(hundredths: int) -> str:
    """Return a time as ASS has it.

    >>> stamp(220899)
    '0:36:48.99'
    """
    seconds, rest = divmod(hundredths, 100)
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:02d}"


def aside(line: str, start: int | None, times: tuple[int, int] | None) -> Aside:
    """Return a line to be kept with the cue that begins at ``start``, its times (ms) counted from there."""
    if times is None or start is None:
        return [line, None, None]
    return [line, times[0] - start, times[1] - start]


def aside_lines(cue: Cue, where: str) -> Iterator[str]:
    """Yield the lines that stand before or after a cue, at the times that they have now."""
    for line, start, end in cue.extras.get("ass", {}).get(where, ()):
        if start is None:
            yield line
            continue
        times = iter((max(0, cue.start + start), max(0, cue.start + end)))
        yield STAMP.sub(_moved(times), line, count=2)


def _moved(times: Iterator[int]) -> Callable[[re.Match[str]], str]:
    def moved(match: re.Match[str]) -> str:
        time = next(times)
        return match[0] if time == ms_of_stamp(match) else stamp(time // 10)

    return moved


def ms_of_stamp(match: re.Match[str]) -> int:
    """Return the ms that a time says, its last part being a decimal fraction."""
    hours, minutes, seconds, fraction = match.groups()
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(fraction.ljust(3, "0"))


def note_of(line: str) -> str | None:
    """Return the text of a comment, None for any other line.

    >>> note_of("Comment: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,a remark, kept")
    'a remark, kept'
    """
    keyword, _, rest = line.partition(":")
    if keyword.strip().lower() != "comment":
        return None
    return rest.split(",", 9)[-1].strip()


def with_beside(cue: Cue, fields: Mapping[str, str], before: Sequence[Aside], after: Sequence[Aside] = ()) -> Cue:
    """Return the cue with what stands beside it, its comments among its notes."""
    kept: dict[str, Any] = {**cue.extras.get("ass", {})}
    kept |= {key: value for key, value in (("fields", dict(fields)), ("before", list(before))) if value}
    if after:
        kept["after"] = list(after)
    if not kept:
        return cue
    notes = [note for line, *_ in before if (note := note_of(line)) is not None]
    return cue.replace(extras={**cue.extras, "ass": kept}, notes=(*cue.notes, *notes))


def field_of(cue: Cue, name: str) -> str:
    """Return what a column says of a cue."""
    said = cue.extras.get("ass", {}).get("fields", {}).get(name) if cue.extras else None
    return FIELDS[name] if said is None else re.sub(r"[,\r\n]", " ", str(said))


def beside_of(cue: Cue) -> str:
    """Return, in a few words, what a cue has that only a script can say."""
    kept = cue.extras.get("ass", {})
    said = [f"{name}={text}" for name, text in kept.get("fields", {}).items() if name != "Style"]
    lines = [line for where in ("before", "after") for line, *_ in kept.get(where, ())]
    said += [line[:60] for line in lines if note_of(line) is None]
    return "; ".join(said)
