"""Shot changes from a file: one time a line, an edit decision list, or PySceneDetect's list of scenes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from captionkit.diagnostics import Diagnostic, report
from captionkit.errors import InputError, UsageError
from captionkit.model.cue import Cue
from captionkit.model.timecode import format_clock, frame_of_label, frames_to_ms, parse_clock, parse_smpte

__all__ = ["aligned", "parse_shot_changes", "read_shot_changes"]

_SMPTE = re.compile(r"\d{2}:\d{2}:\d{2}[:;]\d{2}")
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,9})?\Z", re.ASCII)
#: CMX 3600: event, reel, track, transition, then source in, source out, record in, record out.
_EVENT = re.compile(rf"^\s*\d{{1,6}}\s+\S+\s+\S+\s+\S+.*?((?:{_SMPTE.pattern}\s*){{4}})$")


def read_shot_changes(path: str, rate: Fraction | None = None) -> tuple[int, ...]:
    """Return the shot changes in a file, in ms, sorted, each once.

    Raises InputError, with the line, for what is not a time; UsageError where frames need ``rate`` and it is not given.
    """
    try:
        text = Path(path).read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    return parse_shot_changes(text, rate, name=path)


def parse_shot_changes(text: str, rate: Fraction | None = None, *, name: str = "shot changes") -> tuple[int, ...]:
    r"""Return the shot changes that ``text`` lists.

    A line is seconds (``12.48``), a clock time (``0:12.480``), a timecode (``00:00:12:12``) or a frame number with an
    ``f`` (``312f``); what follows a blank, comma or tab is a comment, and so is a line that begins with ``#``. In an
    edit decision list (CMX 3600) each event's record-in is one.

    >>> parse_shot_changes("1.5\n0:03\n")
    (1500, 3000)
    """
    lines = text.splitlines()
    if scenes := _scenes(lines, name):
        return scenes
    events = [match[1].split()[2] for line in lines if (match := _EVENT.match(line))]
    if events:
        if rate is None:
            raise UsageError(f"{name}: an edit decision list needs the frame rate", hint="--rate 25")
        return tuple(sorted({parse_smpte(event, rate) for event in events}))
    found = set()
    for number, line in enumerate(lines, 1):
        bare = re.split(r"[\s,]", line.strip(), maxsplit=1)[0]
        if bare and not bare.startswith("#"):
            found.add(_time(bare, rate, f"{name}:{number}"))
    return tuple(sorted(found))


def aligned(
    times: tuple[int, ...], cues: Sequence[Cue], rate: Fraction | None = None
) -> tuple[tuple[int, ...], tuple[Diagnostic, ...]]:
    """Return shot changes counted as the track's cues are, with what there is to report.

    A list whose times begin at a whole hour, as programmes do, where the track begins near zero is counted from that
    hour. A list none of whose shot changes is inside the track is reported.

    >>> aligned((3_600_000, 3_605_000), [Cue(1000, 9000, "Yes.")])[0]
    (0, 5000)
    """
    if not times or not cues:
        return times, ()
    first, last = min(cue.start for cue in cues), max(cue.end for cue in cues)
    if any(first <= time <= last for time in times):
        return times, ()
    hour = times[0] // 3_590_000
    start = hour * 3_600_000 if rate is None else frames_to_ms(frame_of_label(hour, 0, 0, 0, rate), rate)
    moved = tuple(time - start for time in times)
    if hour and any(first <= time <= last for time in moved):
        begins = f"the shot changes begin at {format_clock(times[0])}, the cues at {format_clock(first)}"
        message = f"{begins}: {hour} h were taken off"
        return moved, (report("transform.shot-changes-aligned", message),)
    listed = f"{format_clock(times[0])} to {format_clock(times[-1])}"
    shown = f"{format_clock(first)} to {format_clock(last)}"
    message = f"{len(times)} shot changes, {listed}, and none inside the track, {shown}"
    return times, (report("transform.shot-changes-outside", message),)


#: A column of PySceneDetect's list of scenes.
_SCENE_START = "Start Time (seconds)"


def _scenes(lines: list[str], name: str) -> tuple[int, ...]:
    """Return the scenes' starts in a CSV that PySceneDetect wrote, ``()`` for anything else."""
    head = next((n for n, line in enumerate(lines[:2]) if _SCENE_START in line.split(",")), None)
    if head is None:
        return ()
    column = lines[head].split(",").index(_SCENE_START)
    found = set()
    for number, line in enumerate(lines[head + 1 :], head + 2):
        cell = (line.split(",") + [""] * column)[column].strip()
        if line.strip():
            if not _NUMBER.match(cell):
                raise InputError(
                    f"{name}:{number}: {cell!r} is not a time in seconds", hint="write it with list-scenes"
                )
            found.add(_seconds(cell))
    return tuple(sorted(found - {0}))


def _seconds(text: str) -> int:
    return int(Fraction(text) * 1000 + Fraction(1, 2))


def _time(text: str, rate: Fraction | None, where: str) -> int:
    frames = text.endswith("f") and text[:-1].isascii() and text[:-1].isdigit()
    if (frames or _SMPTE.fullmatch(text)) and rate is None:
        raise UsageError(f"{where}: {text!r} needs the frame rate", hint="--rate 25")
    if _NUMBER.match(text):
        return _seconds(text)
    try:
        if frames and rate:
            return frames_to_ms(int(text[:-1]), rate)
        return parse_smpte(text, rate) if rate and _SMPTE.fullmatch(text) else parse_clock(text)
    except UsageError as error:
        raise InputError(f"{where}: {error.message}", hint=error.hint) from None
