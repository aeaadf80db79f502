"""Whole tracks moved, divided and put together."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import TYPE_CHECKING

from captionkit.errors import UsageError
from captionkit.model.timecode import frames_to_ms, rounded
from captionkit.model.track import Track
from captionkit.sources.options import as_rate
from captionkit.transforms import Options
from captionkit.transforms.lines import slice_line, spans_of, stripped
from captionkit.transforms.structure import divided
from captionkit.transforms.time import retimed

if TYPE_CHECKING:
    from collections.abc import Callable

    from captionkit.model.cue import Cue

__all__ = ["scale", "shift", "split"]


def shift(
    track: Track, seconds: float | Fraction, *, ms: int = 0, frames: int = 0, rate: Fraction | str | None = None
) -> Track:
    """Return the track with all times moved; see :meth:`captionkit.Track.shift`."""
    by = rounded(Fraction(seconds) * 1000) + ms
    if frames:
        exact = as_rate(rate)
        if exact is None:
            raise UsageError(f"{frames} frames are no time without a frame rate", hint='rate="25"')
        by += frames_to_ms(frames, exact)
    return _moved(track, lambda time: time + by)


def scale(track: Track, by: float | Fraction, over: int = 1) -> Track:
    """Return the track with all times multiplied; see :meth:`captionkit.Track.scale`."""
    factor = Fraction(by) / over if over > 0 else Fraction(0)
    if factor <= 0:
        raise UsageError(f"{by}/{over} is not a factor above zero")
    return _moved(track, lambda time: rounded(time * factor))


def split(track: Track, index: int, word: int | str) -> Track:
    """Return the track with one cue divided in two; see :meth:`captionkit.Track.split`."""
    cue = track.cues[index]
    at = index % len(track.cues)
    number, start = _word_in(cue, word)
    line = cue.lines[number]
    before, after = (stripped(spans_of(slice_line(line, a, b))) for a, b in ((0, start), (start, len(line.text))))
    groups = [
        [*cue.lines[:number], *([before] if before.text else [])],
        [after, *cue.lines[number + 1 :]],
    ]
    parts = divided(cue, groups)
    if len(parts) != 2:
        raise UsageError(f"cue {at + 1} lasts {cue.duration} ms: too short to be divided")
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


def _moved(track: Track, change: Callable[[int], int]) -> Track:
    moved = retimed(track, change, Options())
    return moved.value.replace(diagnostics=track.diagnostics + moved.diagnostics)
