"""Tracks put one after the other, tracks cut in parts, and a cue divided in two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal, get_args

from captionkit.api.load import TrackLike, as_track
from captionkit.api.options import verb
from captionkit.diagnostics import Diagnostic, report
from captionkit.errors import StageError, UsageError
from captionkit.model.timecode import format_clock, ms_of, whole_ms
from captionkit.model.track import Track
from captionkit.transforms.byhand import split_at
from captionkit.transforms.time import timed
from captionkit.values import check_choice

if TYPE_CHECKING:
    from captionkit.model.cue import Cue
    from captionkit.model.track import Time

__all__ = ["cut", "join", "split_cue"]

#: What becomes of a cue that is shown across a cut: it goes where it is shown longer, or to both parts.
Across = Literal["longer", "both"]


@verb
def join(
    tracks: Iterable[TrackLike],
    *,
    durations: Sequence[int] = (),
    media: Sequence[str | PurePath] = (),
    gap: int = 0,
) -> Track:
    """Return one track of several that play one after the other; each begins where the one before ends.

    ``durations`` are the lengths in ms of what the tracks belong to, ``media`` the files to ask. Without
    either a track ends with its last cue, which is reported. ``gap`` ms are added. The last track needs no length.

    Raises UsageError for too few lengths, InputError and EngineError for media that cannot be read.

    >>> from captionkit import Cue
    >>> first, second = Track([Cue(0, 900, "Hello.")]), Track([Cue(500, 900, "Goodbye.")])
    >>> [cue.start for cue in join([first, second], durations=[60_000])]
    [0, 60500]
    """
    parts = [as_track(track) for track in tracks]
    if not parts:
        return Track()
    lengths, found = _lengths([part.value for part in parts], durations, media, gap)
    joined, offset = parts[0].value, 0
    for part, length in zip(parts[1:], lengths, strict=False):
        offset += length
        joined += _without_numbers(part.value).shift(ms=offset)
    languages = {part.value.language for part in parts if part.value.language}
    if len(languages) > 1:
        joined = joined.replace(language="")
    return joined.with_diagnostics([*(d for part in parts for d in part.diagnostics), *found])


def _without_numbers(track: Track) -> Track:
    """Return an SRT track whose cues are not called by their numbers, which begin again in each file."""
    if track.format != "srt":
        return track
    return track.map(lambda cue: cue.replace(id="") if cue.id.isdigit() else cue)


def _lengths(
    tracks: Sequence[Track], durations: Sequence[int], media: Sequence[str | PurePath], gap: int
) -> tuple[list[int], list[Diagnostic]]:
    """Return the length of all tracks but the last, and what there is to report about them."""
    wanted = len(tracks) - 1
    if durations and media:
        raise UsageError("the lengths come from durations or from media, not from both")
    for name, given in (("durations", durations), ("media", media)):
        if given and len(given) < wanted:
            raise UsageError(
                f"{len(tracks)} tracks need {wanted} {name}, and there are {len(given)}",
                hint="one for each track but the last, in order",
            )
    ends = [max((cue.end for cue in track), default=0) for track in tracks[:-1]]
    if media:
        from captionkit.timing import probe_duration

        durations = [probe_duration(str(path)) for path in media[:wanted]]
    if not durations:
        shown = ", ".join(format_clock(end) for end in ends)
        note = f"no lengths given: each track is taken to end with its last cue ({shown})"
        return [end + gap for end in ends], [report("transform.joined-at-last-cue", note)] if ends else []
    lengths = [whole_ms("durations", length) + gap for length in durations[:wanted]]
    late = [
        report("transform.past-length", f"track {n} lasts {length} ms, its last cue ends at {end} ms")
        for n, (length, end) in enumerate(zip(lengths, ends, strict=True), 1)
        if end > length
    ]
    return lengths, late


@verb
def cut(track: TrackLike, *at: Time, across: Across = "longer") -> tuple[Track, ...]:
    """Return a track in parts, cut at one time or several; each part begins at 0.

    A time is in seconds, a clock time like ``"00:21:30,000"``, or a timedelta. A cue that is shown across a cut ends
    there: it goes to the part where it is shown longer, or with ``across="both"`` to each part. Either is reported.

    Raises UsageError where no time is given, or one that is not above zero.

    >>> from captionkit import Cue
    >>> first, second = cut(Track([Cue(0, 900, "Hello."), Cue(61_000, 62_000, "Goodbye.")]), 60)
    >>> first.text, second.text, second[0].start
    ('Hello.', 'Goodbye.', 1000)
    """
    check_choice("across", across, get_args(Across))
    times = sorted({ms_of(time) for time in at})
    if not times or times[0] <= 0:
        raise UsageError("cut needs a time above zero", hint="the beginning of the second part: 60 s, 21:30")
    reading = as_track(track)
    bounds = [0, *times, None]
    parts: list[list[Cue]] = [[] for _ in bounds[1:]]
    found: list[list[Diagnostic]] = [[] for _ in parts]
    for number, cue in enumerate(reading.value, 1):
        shown = [_shown(cue, start, end) for start, end in pairwise(bounds)]
        here = [n for n, length in enumerate(shown) if length > 0] or [sum(cue.start >= time for time in times)]
        if len(here) > 1:
            kept = here if across == "both" else [max(here, key=lambda n: (shown[n], -n))]
            where = " and ".join(format_clock(times[n]) for n in here[:-1])
            message = f"the cue is shown across the cut at {where}: {cue.text!r}"
            for n in kept:
                found[n].append(report("transform.cut-through", message, cue=number))
            here = kept
        for n in here:
            parts[n].append(timed(cue, partial(_clipped, start=bounds[n] or 0, end=bounds[n + 1])))
    last = max((cue.end for cue in reading.value), default=0)
    for n, time in enumerate(times, 1):
        if time >= last:
            message = f"the cut at {format_clock(time)} is past the last cue, which ends at {format_clock(last)}"
            found[n].append(report("transform.cut-outside", message))
    reported = reading.diagnostics
    return tuple(
        reading.value.replace(cues=cues).with_diagnostics([*reported, *notes])
        for cues, notes in zip(parts, found, strict=True)
    )


def _shown(cue: Cue, start: int | None, end: int | None) -> int:
    """Return for how many ms a cue is shown between two times; what begins before 0 belongs to the first part."""
    first = cue.start if not start else max(cue.start, start)
    return (cue.end if end is None else min(cue.end, end)) - first


def _clipped(time: int, start: int, end: int | None) -> int:
    """Return a time counted from the start of a part, within it."""
    inside = time if end is None else min(time, end)
    return max(inside, start) - start if start else inside


def split_cue(track: Track, index: int, word: int | str) -> Track:
    """Return the track with one cue divided in two; see :meth:`captionkit.Track.split`."""
    cue = track.cues[index]
    at = index % len(track.cues)
    try:
        parts = split_at(cue, *_word_in(cue, word))
    except StageError as error:
        raise UsageError(f"cue {at + 1}: {error.message}") from None
    return track.replace(cues=(*track.cues[:at], *parts, *track.cues[at + 1 :]))


def _word_in(cue: Cue, word: int | str) -> tuple[int, int]:
    """Return the line of a word and where it begins there."""
    tokens = [(n, match) for n, line in enumerate(cue.lines) for match in re.finditer(r"\S+", line.text)]
    if isinstance(word, int):
        found = tokens[word : word + 1] if word >= 0 else []
    else:
        found = [(n, m) for n, m in tokens if m[0] == word]
        found = found or [(n, m) for n, m in tokens if _bare(m[0]) == _bare(word)]
    if len(found) != 1:
        raise UsageError(
            f"the cue has the word {word!r} {len(found)} times: {cue.text!r}", hint="name it by its number"
        )
    if found[0] == tokens[0]:
        raise UsageError(f"nothing stands before the word {word!r} in {cue.text!r}")
    return found[0][0], found[0][1].start()


def _bare(word: str) -> str:
    return re.sub(r"^\W+|\W+$", "", word).casefold()
