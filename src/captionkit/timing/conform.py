"""Where the times of one cut of a film lie in another, by the edit lists of both.

Every event of a list shows a stretch of a source at a stretch of the film. What the old list takes a moment from, and
the new list shows, links the two versions: each link is a stretch of the old film that is a stretch of the new one. The
sound decides: where a list has audio, its audio events are followed, not the picture.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from captionkit.errors import InputError
from captionkit.timing.editlists.events import EditEvent
from captionkit.values import replace, value

__all__ = ["Link", "link"]

#: A source that runs faster than this, or backwards, holds no speech.
FASTEST = 4


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


def link(old: Sequence[EditEvent], new: Sequence[EditEvent]) -> list[Link]:
    """Return which stretches of the old cut are in the new one, in its order; edits that go on as before are joined.

    Raises InputError where the two lists share no source.

    >>> from captionkit.timing.editlists.cmx import read_edl
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
    """Return the order in which tracks are heard: the first audio track, or the uppermost picture, goes first."""
    found = re.search(r"([AV])(\d)", channels)
    if found is None:
        return 1
    return int(found[2]) if found[1] == "A" else -int(found[2])


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
    return replace(event, start=start, end=end, source=first, source_end=last)


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
