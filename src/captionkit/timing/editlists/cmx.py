"""Edit decision lists, CMX 3600."""

from __future__ import annotations

import re
from fractions import Fraction

from captionkit.errors import InputError, UsageError
from captionkit.model.timecode import can_drop, frame_of_label, nominal
from captionkit.timing.editlists.events import EditEvent, stem
from captionkit.values import replace

__all__ = ["read_edl"]

_TC = r"(\d{2}:\d{2}:\d{2}[:;.,]\d{2})"
#: number, reel, channels, transition (and its wipe and length), source in and out, record in and out.
_EVENT = re.compile(
    rf"(\d{{1,6}})\s+(\S{{1,64}})\s+(\S{{1,16}})\s+([CDWK]\S{{0,8}})\s+(?:\d{{1,4}}\s+)?"
    rf"{_TC}\s+{_TC}\s+{_TC}\s+{_TC}\s*\Z"
)
_SPEED = re.compile(r"M2\s+(\S{1,64})\s+(-?\d{1,5}(?:\.\d{1,6})?)\s", re.IGNORECASE)
_NAME = re.compile(r"\*\s*(FROM CLIP NAME|TO CLIP NAME|SOURCE FILE)\s*:\s*(.{1,512})", re.IGNORECASE)
#: Reels that name no tape: the clip's name says what is shown, and nothing at all is black.
_UNNAMED, _BLACK = ("AX", ""), ("BL", "BLACK")


def read_edl(text: str, rate: Fraction, *, name: str = "the edit list") -> list[EditEvent]:
    r"""Return the events of an edit decision list (CMX 3600) in which something is shown.

    Drop-frame is what the list says (``FCM:``) or a ``;`` in a label; ``M2`` lines give speeds.

    Raises InputError for a text without events or with labels that do not exist, with its line.

    >>> edl = "TITLE: A\n001  TAPE7  V  C  10:00:00:00 10:00:02:00 01:00:00:00 01:00:02:00\n"
    >>> [(int(event.source), event.start, event.end) for event in read_edl(edl, Fraction(25))]
    [(900000, 90000, 90050)]
    """
    events: list[EditEvent] = []
    drop = False
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if line.upper().startswith("FCM"):
            drop = "NON" not in line.upper() and "DROP" in line.upper() and can_drop(rate)
        elif match := _EVENT.match(line):
            frames = [_frame(label, rate, drop, f"{name}:{number}") for label in match.groups()[4:]]
            events.append(_event(int(match[1]), match[2], match[3], frames))
        elif (match := _SPEED.match(f"{line} ")) and events:
            events[-1] = _at_speed(events[-1], Fraction(match[2]) / nominal(rate))
        elif (match := _NAME.match(line)) and events:
            last = events[-1]
            named = stem(match[2])
            if match[1].upper() == "TO CLIP NAME":  # of a dissolve: this is the clip that comes in
                kept = tuple(n for n in last.names if n.startswith("reel "))
                events[-1] = replace(last, names=(*kept, named))
            elif named not in last.names:
                events[-1] = replace(last, names=(*last.names, named))
    shown = [event for event in events if event.end > event.start and event.names]
    if not events:
        raise InputError(f"{name}: no event of an edit decision list (CMX 3600)", hint="export it as EDL, CMX 3600")
    return shown


def _frame(label: str, rate: Fraction, drop: bool, where: str) -> int:
    hours, minutes, seconds, frames = (int(part) for part in re.split(r"[:;.,]", label))
    dropping = can_drop(rate) and (drop or label[8] in ";,")
    try:
        return frame_of_label(hours, minutes, seconds, frames, rate, drop=dropping)
    except UsageError as error:
        raise InputError(f"{where}: {label}: {error.message}", hint="--rate with the list's frame rate") from None


def _event(number: int, reel: str, channels: str, frames: list[int]) -> EditEvent:
    source, source_end, start, end = frames
    length = end - start
    speed = Fraction(source_end - source, length) if length > 0 else Fraction(1)
    names = () if reel.upper() in (*_UNNAMED, *_BLACK) else (f"reel {stem(reel)}",)
    return EditEvent(number, names, channels.upper(), Fraction(source), Fraction(source_end), start, end, speed)


def _at_speed(last: EditEvent, speed: Fraction) -> EditEvent:
    shown = (last.end - last.start) * abs(speed)
    return replace(last, speed=speed, source_end=last.source + shown)
