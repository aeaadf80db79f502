"""Edit lists (CMX 3600), and where the times of one cut of a film lie in another.

Every event of a list shows a stretch of a source at a stretch of the film. What the old list takes a moment from, and
the new list shows, links the two versions: each link is a stretch of the old film that is a stretch of the new one. The
sound decides: where a list has audio, its audio events are followed, not the picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from captionkit.errors import InputError, UsageError
from captionkit.model.timecode import can_drop, frame_of_label, nominal
from captionkit.values import replace, value

__all__ = ["EditEvent", "Link", "link", "read_edl"]

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
#: A source that runs faster than this, or backwards, holds no speech.
FASTEST = 4


@value
class EditEvent:
    """Frames ``source`` to ``source_end`` of a source, shown at ``start`` to ``end``; ends are exclusive.

    ``names`` are what the source may be called, without case and suffix; ``channels`` as the list has them; ``speed``
    source frames for each frame shown.
    """

    number: int
    names: tuple[str, ...]
    channels: str
    source: int
    source_end: int
    start: int
    end: int
    speed: Fraction


@value
class Link:
    """Frames ``start`` to ``end`` of the old cut are shown from ``to`` on in the new one, ``speed`` times as long."""

    start: Fraction
    end: Fraction
    to: Fraction
    speed: Fraction

    def new(self, frame: Fraction) -> Fraction:
        """Return where a frame of the old cut lies in the new one."""
        return self.to + (frame - self.start) * self.speed


def read_edl(text: str, rate: Fraction, *, name: str = "the edit list") -> list[EditEvent]:
    r"""Return the events of an edit decision list (CMX 3600) in which something is shown.

    Drop-frame is what the list says (``FCM:``) or a ``;`` in a label; ``M2`` lines give speeds.

    Raises InputError for a text without events or with labels that do not exist, with its line.

    >>> edl = "TITLE: A\n001  TAPE7  V  C  10:00:00:00 10:00:02:00 01:00:00:00 01:00:02:00\n"
    >>> [(event.source, event.start, event.end) for event in read_edl(edl, Fraction(25))]
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
            named = _stem(match[2])
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
    names = () if reel.upper() in (*_UNNAMED, *_BLACK) else (f"reel {_stem(reel)}",)
    return EditEvent(number, names, channels.upper(), source, source_end, start, end, speed)


def _at_speed(last: EditEvent, speed: Fraction) -> EditEvent:
    shown = (last.end - last.start) * abs(speed)
    return replace(last, speed=speed, source_end=last.source + int(shown))


def _stem(name: str) -> str:
    """Return a name for comparison: without folder, suffix and case."""
    bare = re.split(r"[\\/]", name.strip())[-1].casefold()
    return re.sub(r"\.[a-z0-9]{2,4}\Z", "", bare)


def link(old: Sequence[EditEvent], new: Sequence[EditEvent]) -> list[Link]:
    """Return which stretches of the old cut are in the new one, in its order; edits that go on as before are joined.

    Raises InputError where the two lists share no source.

    >>> one = read_edl("001 T A C 00:00:00:00 00:00:04:00 00:00:00:00 00:00:04:00", Fraction(25))
    >>> two = read_edl("001 T A C 00:00:01:00 00:00:03:00 00:00:10:00 00:00:12:00", Fraction(25))
    >>> [(int(part.start), int(part.end), int(part.to)) for part in link(one, two)]
    [(25, 75, 250)]
    """
    before, after = _heard(old), _heard(new)
    found = [part for theirs in after for ours in before for part in _common(ours, theirs)]
    if not found:
        sources = sorted({name for event in (*old, *new) for name in event.names})
        raise InputError(
            "the two edit lists share no stretch of a source",
            hint=f"check that reels or clip names are the same in both: {', '.join(sources[:8])}",
        )
    found.sort(key=lambda part: (part.to, part.start))
    joined: list[Link] = []
    going_on: dict[tuple[Fraction, Fraction, Fraction], int] = {}  # where a link ends in old and new, its speed
    for part in found:
        at = going_on.pop((part.start, part.to, part.speed), len(joined))
        if at < len(joined):
            joined[at] = replace(joined[at], end=part.end)
        else:
            joined.append(part)
        going_on[joined[at].end, joined[at].new(joined[at].end), part.speed] = at
    return joined


def _heard(events: Sequence[EditEvent]) -> list[EditEvent]:
    """Return the events whose sound is heard, no moment twice: the first audio track goes before the others."""
    audio = [event for event in events if "A" in event.channels or event.channels == "B"]
    kept: list[EditEvent] = []
    for event in sorted(audio or events, key=lambda e: (_track(e.channels), e.start)):
        if not 0 < event.speed <= FASTEST:
            continue
        kept += _uncovered(event, kept)
    return sorted(kept, key=lambda event: event.start)


def _track(channels: str) -> int:
    found = re.search(r"A(\d)", channels)
    return int(found[1]) if found else 1


def _uncovered(event: EditEvent, taken: Sequence[EditEvent]) -> Iterator[EditEvent]:
    at = event.start
    for other in sorted(taken, key=lambda e: e.start):
        if other.end <= at or other.start >= event.end:
            continue
        if other.start > at:
            yield _cut(event, at, other.start)
        at = max(at, other.end)
    if at < event.end:
        yield _cut(event, at, event.end)


def _cut(event: EditEvent, start: int, end: int) -> EditEvent:
    first = event.source + (start - event.start) * event.speed
    last = event.source + (end - event.start) * event.speed
    return replace(event, start=start, end=end, source=int(first), source_end=int(last))


def _common(old: EditEvent, new: EditEvent) -> Iterator[Link]:
    if not set(old.names) & set(new.names):
        return
    first, last = max(old.source, new.source), min(old.source_end, new.source_end)
    if first >= last:
        return
    start = old.start + (first - old.source) / old.speed
    end = old.start + (last - old.source) / old.speed
    to = new.start + (first - new.source) / new.speed
    yield Link(start, end, to, old.speed / new.speed)
