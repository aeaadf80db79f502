"""Moving a finished track to a new cut of its film, by the edit lists of both cuts."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import zip_longest
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from captionkit.api.load import TrackLike, as_track, reading_options
from captionkit.api.options import verb
from captionkit.api.save import Saveable, Written, written_to
from captionkit.diagnostics import Collector
from captionkit.model.timecode import parse_rate, rounded
from captionkit.model.transcript import Timing
from captionkit.values import field, replace, value

if TYPE_CHECKING:
    from captionkit.diagnostics import Diagnostic
    from captionkit.formats import WriteOptions
    from captionkit.model.cue import Cue
    from captionkit.model.track import Track
    from captionkit.sources import ReadOptions
    from captionkit.timing.conform import Link
    from captionkit.timing.editlists.events import EditEvent

__all__ = ["Conformed", "Conforming", "conform"]

Action = Literal["moved", "trimmed", "split", "duplicated", "dropped"]
#: A fragment shorter than this (ms) is shown longer, as far as there is time: 20 frames at 24 a second.
LEAST = 833


@value
class Conforming:
    """What became of cue number ``cue`` (from 1): its old times, its new ones (none where it was dropped), the words
    that were cut out of it.
    """

    cue: int
    action: Action
    old: tuple[int, int]
    new: tuple[tuple[int, int], ...]
    lost: str = ""

    def as_dict(self) -> dict[str, object]:
        """Return the JSON shape."""
        return {
            "cue": self.cue, "action": self.action, "old": list(self.old), "new": [list(times) for times in self.new],
            "lost": self.lost,
        }  # fmt: skip


@value
class Conformed(Saveable):
    """The track in the new cut, what became of each cue, and where it was written (None: nowhere)."""

    track: Track
    cues: tuple[Conforming, ...]
    written: Written | None = None
    diagnostics: tuple[Diagnostic, ...] = field(default=(), compare=False)


@verb
def conform(
    source: TrackLike,
    old: str | PurePath,
    new: str | PurePath,
    target: str | PurePath | None = None,
    *,
    rate: Fraction | str | None = None,
    from_format: str | None = None,
    to: str | None = None,
    language: str = "",
    force: bool = False,
    read_options: ReadOptions | None = None,
    write_options: WriteOptions | None = None,
) -> Conformed:
    """Move a track from the cut that the edit list ``old`` describes to the one that ``new`` describes.

    The lists are CMX 3600, xmeml, FCPXML or OpenTimelineIO, by their content; ``rate`` is the frame rate of CMX 3600,
    which does not say it. The sound is followed where a list has any, the first dialogue track first. The track's times
    are counted from the first frame of the old list, or are its timecodes where they lie within them; the new ones are
    counted the same way. Where a cue is cut, its words say which part is which (their times where the track has them,
    else their share of the cue). Every cue that is dropped, and all words that were cut out, are reported.

    Raises InputError for a list that cannot be read or shares no source with the other, UsageError where their rates
    differ or none is known.
    """
    from captionkit.timing.conform import link

    before, after, exact = _lists(old, new, parse_rate(rate) if isinstance(rate, str) else rate)
    reading = as_track(source, from_format, reading_options(read_options, language, rate=exact))
    notes = Collector()
    notes.extend(reading.diagnostics)
    links = link(before, after)
    track = reading.value
    origin, goal = _origins(track, before, after, exact, notes)
    made: list[Cue] = []
    rows: list[Conforming] = []
    for number, cue in enumerate(track.cues, 1):
        parts = list(_parts(cue, links, exact, origin, goal))
        row = _row(number, cue, parts)
        rows.append(row)
        made += [part for _, part in parts]
        _report(row, cue, notes)
    made.sort(key=lambda cue: (cue.start, cue.end))
    result = track.replace(cues=tuple(_long_enough(made)))
    written = written_to(target, result, to, force=force, options=write_options)
    if written:
        notes.extend(written.diagnostics)
    return Conformed(result.with_diagnostics(notes.all), tuple(rows), written, notes.all)


def _lists(
    old: str | PurePath, new: str | PurePath, rate: Fraction | None
) -> tuple[Sequence[EditEvent], Sequence[EditEvent], Fraction]:
    """Return the events of both lists, and their rate: the one given, or the one that a list says."""
    from captionkit.sources import open_source
    from captionkit.timing.editlists.read import read_edit_list

    sources = [open_source(os.fspath(path)) for path in (old, new)]
    stating = next((s for s in sources if s.head.lstrip("\ufeff \t\r\n")[:1] in ("<", "{")), None)
    if rate is None and stating is not None:
        rate = read_edit_list(stating).rate
    before, after = (read_edit_list(source, rate) for source in sources)
    return before.events, after.events, before.rate


def _origins(
    track: Track, old: Sequence[EditEvent], new: Sequence[EditEvent], rate: Fraction, notes: Collector
) -> tuple[int, int]:
    """Return the frames at which the track's times are 0, in the old cut and in the new."""
    first, last = min(event.start for event in old), max(event.end for event in old)
    starts = [cue.start * rate / 1000 for cue in track.cues]
    if first and starts and all(first - rate <= start <= last for start in starts):
        notes.add("timing.conform-timecodes", "the track's times are the timecodes of the edit list")
        return 0, 0
    return first, min(event.start for event in new)


def _parts(
    cue: Cue, links: Sequence[Link], rate: Fraction, origin: int, goal: int
) -> Iterator[tuple[tuple[int, int], Cue]]:
    """Yield (first and last word, exclusive, of the cue; the part as a cue) for each place in the new cut."""
    tokens = [match.span() for match in re.finditer(r"\S+", cue.text)]
    middles = _middles(cue, tokens)
    for part in links:
        start = max(Fraction(cue.start) * rate / 1000 + origin, part.start)
        end = min(Fraction(cue.end) * rate / 1000 + origin, part.end)
        if start >= end:
            continue
        low, high = ((frame - origin) * 1000 / rate for frame in (part.start, part.end))
        words = [n for n, middle in enumerate(middles) if low <= middle < high]
        if not words and tokens:
            continue
        begin, finish = (rounded((part.new(frame) - goal) * 1000 / rate) for frame in (start, end))
        span = (words[0], words[-1] + 1) if words else (0, 0)
        yield span, _cut(cue, tokens, span, (begin, max(finish, begin + 1)), part, rate, origin, goal)


def _middles(cue: Cue, tokens: Sequence[tuple[int, int]]) -> list[Fraction]:
    """Return the middle of each word of a cue in ms."""
    timed = [w for w in cue.words if w.start is not None and w.end is not None]
    if len(timed) == len(tokens) == len(cue.words):
        return [Fraction((w.start or 0) + (w.end or 0), 2) for w in timed]
    whole = max(len(cue.text), 1)
    return [cue.start + Fraction((a + b) * (cue.end - cue.start), 2 * whole) for a, b in tokens]


def _cut(
    cue: Cue, tokens: Sequence[tuple[int, int]], span: tuple[int, int], times: tuple[int, int], part: Link,
    rate: Fraction, origin: int, goal: int,
) -> Cue:  # fmt: skip
    whole = span == (0, len(tokens))
    made = cue if whole else cue.with_text(cue.text[tokens[span[0]][0] : tokens[span[1] - 1][1]])

    def moved(time: int | None) -> int | None:
        if time is None:
            return None
        new = rounded((part.new(Fraction(time) * rate / 1000 + origin) - goal) * 1000 / rate)
        return min(max(new, times[0]), times[1])

    words = tuple(replace(w, start=moved(w.start), end=moved(w.end)) for w in made.words)
    sure = whole or bool(cue.words)
    return made.replace(start=times[0], end=times[1], words=words, timing=cue.timing if sure else Timing.INTERPOLATED)


def _row(number: int, cue: Cue, parts: Sequence[tuple[tuple[int, int], Cue]]) -> Conforming:
    count = len(cue.text.split())
    kept = {n for (a, b), _ in parts for n in range(a, b)}
    lost = " ".join(word for n, word in enumerate(cue.text.split()) if n not in kept)
    times = tuple((part.start, part.end) for _, part in parts)
    shown = sum(b - a for (a, b), _ in parts)
    action: Action
    if not parts:
        action = "dropped"
    elif shown > len(kept) or (len(parts) > 1 and not count):
        action = "duplicated"
    elif len(parts) > 1:
        action = "split"
    else:
        action = "trimmed" if lost or times[0][1] - times[0][0] < cue.duration - 1 else "moved"
    return Conforming(number, action, (cue.start, cue.end), times, lost)


def _report(row: Conforming, cue: Cue, notes: Collector) -> None:
    if row.action == "dropped":
        notes.add("timing.conform-dropped", f"not in the new cut: {cue.text!r:.80}", cue=row.cue)
    elif row.lost:
        notes.add("timing.conform-lost", f"words were cut out: {row.lost!r:.80}", cue=row.cue)
    elif row.action in ("split", "duplicated"):
        notes.add("timing.conform-split", f"the cue was {row.action}: it is at {len(row.new)} places", cue=row.cue)


def _long_enough(cues: Sequence[Cue]) -> Iterator[Cue]:
    """Yield the cues with short fragments shown longer, as far as the next cue lets them."""
    for cue, after in zip_longest(cues, cues[1:]):
        if cue.duration >= LEAST:
            yield cue
        else:
            limit = cue.start + LEAST if after is None else min(cue.start + LEAST, after.start)
            yield cue.replace(end=max(cue.end, limit))
