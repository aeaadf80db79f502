"""Where a finished track belongs against a film's speech: one offset or several, and the speed it was made for.

Two sets of stretches are compared: the cues, and when somebody speaks (or the cues of a track that fits). A correlation
over all offsets finds the place for each of nine speeds; local offsets find the cuts; and what is found is believed
only where most cues then begin when speech begins. A track that belongs elsewhere is refused.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from captionkit.errors import StageError
from captionkit.model.timecode import format_clock
from captionkit.registry import need
from captionkit.values import value

__all__ = ["SPEEDS", "SyncMatch", "SyncPart", "match_track"]

_NTSC, _PAL, _BOTH, _COUNT = Fraction(1001, 1000), Fraction(25, 24), Fraction(1001, 960), Fraction(1200, 1001)

#: Factor for the track's times -> what it comes from.
SPEEDS: dict[Fraction, str] = {
    Fraction(1): "the same speed",
    _NTSC: "an NTSC label error, or film at 24 that now runs at 23.976",
    1 / _NTSC: "an NTSC label error, or film at 23.976 that now runs at 24",
    _PAL: "made for a PAL speed-up (25), the picture runs at 24",
    1 / _PAL: "made for film at 24, the picture runs at 25 (PAL speed-up)",
    _BOTH: "made for a PAL speed-up (25), the picture runs at 23.976",
    1 / _BOTH: "made for film at 23.976, the picture runs at 25 (PAL speed-up)",
    _COUNT: "frames counted at 29.97 in a picture at 25",
    1 / _COUNT: "frames counted at 25 in a picture at 29.97",
}

#: ms of a sample of the correlation; ms by which starts and ends are blurred; what an end counts beside a start.
BIN, BLUR, END = 20, 80, 0.5
#: A cue is right when it starts this near (ms) to an onset; a distance beyond the second figure is no worse than that.
NEAR, FAR = 120, 300
#: ms within which the offset is refined, in turn.
WIDTHS = (600, 250, 150)
#: Cues of a window, and cues from one window to the next; ms around the offset in which a window is looked for.
WINDOW, STEP, REACH = 25, 8, 900_000
#: Offsets nearer than this (ms) are one; what a cut costs, in cues that fit nowhere; fewest cues of a part.
SAME, CUT, FEWEST = 150, 6.0, 6
#: Speeds nearer to each other than this are distinguished only where they move the ends of the track apart by these ms.
KIN, APART = Fraction(15, 10_000), 400
#: A speed other than 1 must fit better by this share.
BETTER = 0.05
#: Share of cues that must start at an onset: below the first it is no match, below the second it is doubtful.
REFUSED, DOUBTFUL = 0.5, 0.6
#: The chance that a wrong pair fits as well at any place tried.
CHANCE = 0.001


@value
class SyncPart:
    """The cues from number ``first`` (counted from 0) on belong ``offset`` ms later, after the speed is applied."""

    first: int
    start: int
    offset: int


@value
class SyncMatch:
    """How a track fits: ``speed`` multiplies its times, then each part is moved; ``share`` of its cues then start with
    speech. ``speed_certain`` is False where the track is too short to distinguish the speed from its neighbour.
    """

    speed: Fraction
    parts: tuple[SyncPart, ...]
    share: float
    speed_certain: bool = True

    @property
    def doubtful(self) -> bool:
        """Whether the match is likely, but not sure."""
        return self.share < DOUBTFUL

    def moved(self, time: int, cue: int) -> int:
        """Return a time of cue number ``cue`` (from 0) where it belongs."""
        part = next(part for part in reversed(self.parts) if part.first <= cue or part is self.parts[0])
        return _scaled(time, self.speed) + part.offset

    def __str__(self) -> str:
        """Return the match in words.

        >>> print(SyncMatch(Fraction(1001, 1000), (SyncPart(0, 0, 1240), SyncPart(9, 2_590_000, 310)), 0.8))
        +1.240 s until 00:43:10, then +0.310 s; x 1.001: an NTSC label error, or film at 24 that now runs at 23.976
        """
        said = f"{self.parts[0].offset / 1000:+.3f} s"
        for part in self.parts[1:]:
            said += f" until {format_clock(part.start)[:-4]}, then {part.offset / 1000:+.3f} s"
        if self.speed != 1:
            said += f"; x {float(self.speed):.6g}: {SPEEDS[self.speed]}"
        return said


def _scaled(time: int, speed: Fraction) -> int:
    return (2 * time * speed.numerator + speed.denominator) // (2 * speed.denominator)


def match_track(cues: Sequence[tuple[int, int]], heard: Sequence[tuple[int, int]]) -> SyncMatch:
    """Return how cues (start, end in ms, in order of their starts) belong to stretches of speech.

    Raises StageError where they do not fit, with how many would; MissingExtraError without numpy.

    >>> heard = [(t, t + 900) for t in (1000, 4200, 5900, 9000, 13100, 15000, 19800, 21000, 26300, 30000)]
    >>> print(match_track([(start - 700, end - 700) for start, end in heard], heard))
    +0.700 s
    """
    numpy: Any = need("numpy", "align", "finding where a track belongs")
    if len(cues) < FEWEST or len(heard) < FEWEST:
        raise StageError(
            f"{len(cues)} cues and {len(heard)} stretches of speech are too few to find where the track belongs",
            hint='captionkit transform IN OUT --do "shift:by=1.5s" moves a track by a known time',
        )
    fit = _Fit(numpy, cues, heard)
    peaks = {speed: fit.peak(speed) for speed in SPEEDS}
    best = max(peaks, key=lambda speed: peaks[speed][0])
    kin = [speed for speed in SPEEDS if abs(speed - best) <= KIN]
    found = {speed: fit.place(speed, peaks[speed][1]) for speed in kin}
    length = fit.starts[-1] - fit.starts[0]
    certain = float(length) / 1000 >= APART
    chosen = min(kin, key=lambda speed: found[speed][0] * (1 if speed == 1 else 1 + BETTER))
    if not certain and Fraction(1) in kin:
        chosen = Fraction(1)
    placed = SyncMatch(chosen, found[chosen][1], found[chosen][2], speed_certain=certain)
    _judge(placed, fit, numpy)
    return placed


def _judge(match: SyncMatch, fit: _Fit, numpy: Any) -> None:
    """Refuse a match that a wrong pair could have as well."""
    count = len(fit.starts)
    span = max(fit.onsets[-1] - fit.onsets[0], 1)
    chance = min(0.9, len(fit.onsets) * 2 * NEAR / float(span))
    share = match.share
    # the chance of so many hits (Chernoff), at any of the places that were tried
    apart = 0.0
    if share > chance:
        apart = share * math.log(share / chance)
        apart += (1 - share) * math.log((1 - share) / (1 - chance)) if share < 1 else 0.0
    tries = math.log(len(SPEEDS) * (float(span) + float(fit.starts[-1])) / (2 * NEAR)) * len(match.parts)
    if share >= REFUSED and tries - count * apart < math.log(CHANCE):
        return
    raise StageError(
        f"the track does not fit: at the best place {share:.0%} of its {count} cues begin when speech begins, where"
        f" {DOUBTFUL:.0%} and more do in a track that belongs; nothing was moved",
        hint="check that track and film are the same programme, and the film's first audio track the one of the text",
    )


class _Fit:
    """The cues' starts and ends and the onsets of speech, as arrays, and how well they lie on each other."""

    def __init__(self, numpy: Any, cues: Sequence[tuple[int, int]], heard: Sequence[tuple[int, int]]) -> None:
        self.numpy = numpy
        self.starts = numpy.array([start for start, _ in cues], numpy.float64)
        self.ends = numpy.array([end for _, end in cues], numpy.float64)
        self.onsets = numpy.array(sorted(start for start, _ in heard), numpy.float64)
        self.offsets = numpy.array(sorted(end for _, end in heard), numpy.float64)
        longest = float(self.ends.max()) * float(max(SPEEDS))
        self.size = 1 << math.ceil(math.log2((longest + float(self.offsets[-1])) / BIN + 64))
        self.heard = self._spectra(self.onsets, self.offsets)

    def _spectra(self, starts: Any, ends: Any) -> list[tuple[Any, float]]:
        """Return the spectrum and norm of two signals: 1 while there is something, and blurred starts and ends."""
        np = self.numpy
        begin, end = (np.clip((times / BIN).astype(int), 0, self.size // 2 * 2 - 1) for times in (starts, ends))
        box, edges = np.zeros(self.size), np.zeros(self.size)
        np.add.at(box, begin, 1.0)
        np.add.at(box, end, -1.0)
        box = np.minimum(np.cumsum(box), 1.0)
        first, last = int(begin.min()), int(end.max()) + 1
        box[first:last] -= box[first:last].mean()
        np.add.at(edges, begin, 1.0)
        np.add.at(edges, end, -END)
        reach = np.arange(-4 * BLUR // BIN, 4 * BLUR // BIN + 1) * BIN / BLUR
        edges = np.convolve(edges, np.exp(-0.5 * reach**2), "same")
        return [(np.fft.rfft(signal), float(np.linalg.norm(signal)) or 1.0) for signal in (box, edges)]

    def peak(self, speed: Fraction) -> tuple[float, float]:
        """Return the height of the best correlation at a speed, and its offset in ms."""
        np, factor = self.numpy, float(speed)
        mine = self._spectra(self.starts * factor, self.ends * factor)
        both: Any = sum(
            np.conj(a) * b / (norm_a * norm_b) for (a, norm_a), (b, norm_b) in zip(mine, self.heard, strict=True)
        )
        curve = np.fft.irfft(both, self.size)
        at = int(curve.argmax())
        return float(curve[at]), float((at if at < self.size // 2 else at - self.size) * BIN)

    def distance(self, starts: Any) -> Any:
        """Return how far (ms, signed) the nearest onset is from each start."""
        np = self.numpy
        right = np.clip(np.searchsorted(self.onsets, starts), 1, len(self.onsets) - 1)
        left, after = self.onsets[right - 1] - starts, self.onsets[right] - starts
        return np.where(np.abs(left) <= np.abs(after), left, after)

    def refine(self, starts: Any, offset: float) -> float:
        """Return the offset moved so that the starts lie evenly about their onsets."""
        np = self.numpy
        for width in WIDTHS:
            away = self.distance(starts + offset)
            near = away[np.abs(away) <= width]
            if len(near):
                offset += float(np.median(near))
        return offset

    def place(self, speed: Fraction, offset: float) -> tuple[float, tuple[SyncPart, ...], float]:
        """Return the cost for each cue (0 to 1), the parts, and the share of cues that start at an onset."""
        np = self.numpy
        starts = self.starts * float(speed)
        offsets = self._candidates(starts, self.refine(starts, offset))
        states = self._path(starts, offsets)
        bounds = [0, *(n for n in range(1, len(starts)) if states[n] != states[n - 1]), len(starts)]
        parts, moved = [], starts.copy()
        for first, last in pairwise(bounds):
            by = self.refine(starts[first:last], offsets[states[first]])
            parts.append(SyncPart(first, int(self.starts[first]), round(by)))
            moved[first:last] += round(by)
        away = np.abs(self.distance(moved))
        cost = float(np.minimum(away, FAR).sum() / FAR + CUT * (len(parts) - 1)) / len(starts)
        return cost, tuple(parts), float((away <= NEAR).mean())

    def _candidates(self, starts: Any, offset: float) -> list[float]:
        """Return the offsets at which some window of the track fits, the whole track's first."""
        found = [offset]
        for first in range(0, max(1, len(starts) - WINDOW // 2), STEP):
            window = starts[first : first + WINDOW]
            share = max(self._share(window, known) for known in found)
            if share >= DOUBTFUL:
                continue
            near = self.refine(window, self._local(window, offset))
            if self._share(window, near) > max(share + 0.15, REFUSED) and all(abs(near - o) > SAME for o in found):
                found.append(near)
        return found

    def _share(self, starts: Any, offset: float) -> float:
        return float((self.numpy.abs(self.distance(starts + offset)) <= NEAR).mean())

    def _local(self, starts: Any, offset: float) -> float:
        """Return the offset at which most of some starts lie on onsets."""
        np = self.numpy
        low, high = np.searchsorted(self.onsets, (starts[0] + offset - REACH, starts[-1] + offset + REACH))
        away = (self.onsets[None, low:high] - starts[:, None] - offset).ravel()
        away = away[np.abs(away) <= REACH]
        if not len(away):
            return offset
        counts = np.bincount(((away + REACH) / BIN).astype(int), minlength=2 * REACH // BIN + 1)
        reach = np.arange(-3 * BLUR // BIN, 3 * BLUR // BIN + 1) * BIN / BLUR
        return offset + float(np.convolve(counts, np.exp(-0.5 * reach**2), "same").argmax()) * BIN - REACH

    def _path(self, starts: Any, offsets: Sequence[float]) -> list[int]:
        """Return which offset each cue has: the least distance to onsets, where each change costs ``CUT``."""
        np = self.numpy
        costs = np.stack([np.minimum(np.abs(self.distance(starts + offset)), FAR) / FAR for offset in offsets])
        total, back = costs[:, 0].copy(), []
        for n in range(1, len(starts)):
            best = int(total.argmin())
            change = total[best] + CUT < total
            back.append(np.where(change, best, np.arange(len(offsets))))
            total = np.where(change, total[best] + CUT, total) + costs[:, n]
        states = [int(total.argmin())]
        for came in reversed(back):
            states.append(int(came[states[-1]]))
        return states[::-1]
