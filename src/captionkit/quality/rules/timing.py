"""Times: possible, in order, apart, on frames and cuts, and neither too short nor too long."""

from __future__ import annotations

from bisect import bisect_left
from fractions import Fraction

from captionkit.model.timecode import format_clock, snap_to_frame
from captionkit.quality.rule import Case, CueTest, Finding, Rule, StyleGuide, View
from captionkit.transforms.durations import BORROW
from captionkit.transforms.grid import Zones, rate_of
from captionkit.transforms.reading import needed_time

__all__ = ["RULES", "seconds"]

_25 = Fraction(25)
_24 = Fraction(24)


def seconds(ms: float) -> str:
    """Return ms as seconds for a reader.

    >>> seconds(833), seconds(7000)
    ('0.833 s', '7 s')
    """
    return f"{round(ms) / 1000:g} s"


def _negative(guide: StyleGuide) -> CueTest:
    def test(view: View) -> Finding | None:
        if view.start >= 0:
            return None
        return Finding(f"begins {seconds(-view.start)} before 0", -view.start, start=view.start)

    return test


def _end(guide: StyleGuide) -> CueTest:
    def test(view: View) -> Finding | None:
        if view.duration > 0:
            return None
        what = "ends when it begins" if not view.duration else f"ends {seconds(-view.duration)} before it begins"
        return Finding(what, 1 - view.duration, duration=view.duration)

    return test


def _order(guide: StyleGuide) -> CueTest:
    def test(view: View) -> Finding | None:
        if view.prev is None or view.start >= view.prev.start:
            return None
        return Finding(f"begins before the cue above it, at {format_clock(view.start)}", view.prev.start - view.start)

    return test


def _overlap(guide: StyleGuide) -> CueTest:
    def test(view: View) -> Finding | None:
        prev = view.prev
        if (
            prev is None
            or view.start >= prev.end
            or view.end <= prev.start
            or view.cue.positioning != prev.cue.positioning
        ):
            return None
        over = min(prev.end, view.end) - max(view.start, prev.start)
        if over <= 0:
            return None
        return Finding(f"stands {seconds(over)} together with the cue above it", over, overlap=over)

    return test


def _min_duration(guide: StyleGuide) -> CueTest | None:
    limit = guide.limits.min_duration
    if not limit:
        return None

    def test(view: View) -> Finding | None:
        if view.duration >= limit or view.duration <= 0:
            return None
        message = f"stands {seconds(view.duration)}, at least {seconds(limit)} are asked for"
        return Finding(message, limit - view.duration, duration=view.duration, limit=limit)

    return test


def _max_duration(guide: StyleGuide) -> CueTest | None:
    limit = guide.limits.max_duration
    if not limit:
        return None

    def test(view: View) -> Finding | None:
        if view.duration <= limit:
            return None
        message = f"stands {seconds(view.duration)}, at most {seconds(limit)} are allowed"
        return Finding(message, view.duration - limit, duration=view.duration, limit=limit)

    return test


def _min_gap(guide: StyleGuide) -> CueTest | None:
    limit = guide.limits.min_gap
    if not limit:
        return None

    def test(view: View) -> Finding | None:
        if view.prev is None:
            return None
        gap = view.start - view.prev.end
        if gap >= limit or gap < 0:
            return None
        return Finding(
            f"{seconds(gap)} after the cue above it, at least {seconds(limit)} are asked for", limit - gap, gap=gap
        )

    return test


def _chain_gap(guide: StyleGuide) -> CueTest | None:
    limit, low = guide.limits.chain_gap, guide.limits.min_gap or 0
    if not limit:
        return None

    def test(view: View) -> Finding | None:
        if view.prev is None:
            return None
        gap = view.start - view.prev.end
        if gap <= low + 1 or gap >= limit:  # 1 ms: two frames are 83 or 84 ms at 24 frames per second
            return None
        return Finding(f"{seconds(gap)} after the cue above it: close the gap to {seconds(low)}", gap - low, gap=gap)

    return test


def _chain_reason(view: View, guide: StyleGuide) -> str:
    longest = guide.limits.max_duration
    if view.prev and longest and view.start - (guide.limits.min_gap or 0) - view.prev.start > longest:
        return f"the cue above would stand longer than {seconds(longest)}"
    return ""


def _frame_grid(guide: StyleGuide) -> CueTest | None:
    rate = rate_of(guide.profile, guide.options)
    if rate is None:
        return None

    step, rest = divmod(1000 * rate.denominator, rate.numerator)
    whole = 0 if rest else step  # the ms of a frame, where they are a whole number

    def test(view: View) -> Finding | None:
        if whole and not view.start % whole and not view.end % whole:
            return None
        off = abs(view.start - snap_to_frame(view.start, rate)) + abs(view.end - snap_to_frame(view.end, rate))
        return Finding(f"off the frame grid at {float(rate):g} frames per second by {off} ms", off) if off else None

    return test


def _shot_change(guide: StyleGuide) -> CueTest | None:
    zones = Zones.of(guide.profile, guide.rate)
    if zones is None or not guide.cuts:
        return None

    cuts, reach = guide.cuts, zones.reach

    def test(view: View) -> Finding | None:
        if _clear(view.start, cuts, reach) and _clear(view.end, cuts, reach):
            return None
        start, end = zones.start(view.start, cuts), zones.end(view.end, cuts)
        parts = []
        if start != view.start:
            parts.append(f"begins near a shot change: {seconds(abs(start - view.start))} {_way(start - view.start)}")
        if end != view.end:
            parts.append(f"ends near a shot change: {seconds(abs(end - view.end))} {_way(end - view.end)}")
        return Finding("; ".join(parts), abs(start - view.start) + abs(end - view.end)) if parts else None

    return test


def _clear(time: int, cuts: tuple[int, ...], reach: int) -> bool:
    """Tell whether no cut is so near that zones have to be looked at."""
    at = bisect_left(cuts, time - reach)
    return at == len(cuts) or cuts[at] > time + reach


def _way(delta: int) -> str:
    return "later is right" if delta > 0 else "earlier is right"


def short_of_time(view: View, guide: StyleGuide) -> str:
    """Return why a cue cannot be given the time it needs: what is free around it and what its neighbours can spare."""
    need = needed_time(view.text, guide.limits, guide.profile) - view.duration
    if need <= 0:
        return ""
    gap = guide.limits.min_gap or 0
    after = max(0, view.next.start - gap - view.end) if view.next else need
    before = max(0, view.start - gap - view.prev.end) if view.prev else view.start
    spare = [
        min(BORROW, max(0, side.duration - needed_time(side.text, guide.limits, guide.profile)))
        for side in (view.prev, view.next) if side
    ]  # fmt: skip
    free = after + min(before, guide.profile.time("max_early", guide.rate) or 0) + sum(spare)
    told = f"needs {seconds(need)} more, the neighbours leave {seconds(min(free, need))}"
    longest = guide.limits.max_duration
    if longest and view.duration + need > longest:
        told = f"needs {seconds(view.duration + need)} to be read, at most {seconds(longest)} are allowed"
    if guide.limits.max_cps:
        most = int(guide.limits.max_cps * min(view.duration + free, longest or 10**9) / 1000)
        if view.count > most:
            told += f"; {view.count - most:g} characters too many"
    return told


RULES = (
    Rule(
        "negative-time",
        "timing",
        _negative,
        "No player shows a cue before the beginning.",
        "WebVTT, SRT: times are not negative",
        bad=Case(((-500, 1500, "Good evening."),)),
        good=Case(((0, 1500, "Good evening."),)),
        mends=("repair",),
    ),
    Rule(
        "end-before-start",
        "timing",
        _end,
        "A cue without duration is never seen; some players reject the file.",
        "WebVTT: the end is after the start",
        bad=Case(((2000, 2000, "Good evening."),)),
        good=Case(((2000, 3500, "Good evening."),)),
        mends=("repair",),
    ),
    Rule(
        "order",
        "timing",
        _order,
        "Players and converters stop or skip at a cue that begins before the one above it.",
        "WebVTT: start times do not go backwards",
        bad=Case(((3000, 4500, "Second."), (1000, 2500, "First."))),
        good=Case(((1000, 2500, "First."), (3000, 4500, "Second."))),
        mends=("sort",),
    ),
    Rule(
        "overlap",
        "timing",
        _overlap,
        "Overlapping cues jump about on the screen, or one is lost.",
        "Netflix timing guide, Subtitle Edit; every guide read",
        bad=Case(((0, 2000, "Where were you?"), (1900, 4000, "At the harbour."))),
        good=Case(((0, 2000, "Where were you?"), (2080, 4000, "At the harbour."))),
        mends=("gaps", "gaps:side=both", "gaps:side=later"),
    ),
    Rule(
        "min-duration",
        "timing",
        _min_duration,
        "A cue that flashes cannot be read, however short it is.",
        "Netflix 5/6 s; Ivarsson & Carroll item 18, TED, ARD 1 s",
        bad=Case(((0, 999, "Yes."),)),
        good=Case(((0, 1000, "Yes."),)),
        mends=("extend", "merge:short=yes"),
        reason=short_of_time,
    ),
    Rule(
        "max-duration",
        "timing",
        _max_duration,
        "A cue that stands too long is read twice.",
        "Netflix, Ivarsson & Carroll item 18, TED 7 s; Karamitroglou 6 s",
        bad=Case(((0, 7001, "Well, that is it."),)),
        good=Case(((0, 7000, "Well, that is it."),)),
        mends=("split", "shorten"),
    ),
    Rule(
        "min-gap",
        "timing",
        _min_gap,
        "Without a gap the eye does not notice that the text has changed.",
        "Netflix timing guide: 2 frames; Karamitroglou 1/4 s",
        bad=Case(((0, 2000, "Where were you?"), (2079, 4000, "At the harbour."))),
        good=Case(((0, 2000, "Where were you?"), (2080, 4000, "At the harbour."))),
        mends=("gaps", "gaps:side=both", "gaps:side=later"),
    ),
    Rule(
        "chain-gap",
        "timing",
        _chain_gap,
        "A gap of a few frames looks like a flicker: close it, or make it a pause.",
        "Netflix timing guide: 3 frames to half a second are closed to 2",
        bad=Case(((0, 2000, "Where were you?"), (2200, 4000, "At the harbour.")), "netflix-en"),
        good=Case(((0, 2000, "Where were you?"), (2500, 4000, "At the harbour.")), "netflix-en"),
        mends=("close-gaps",),
        reason=_chain_reason,
    ),
    Rule(
        "frame-grid",
        "timing",
        _frame_grid,
        "Frame-based systems round times off the grid, each in its own way.",
        "EBU Tech 3264, CEA-608: times are frames",
        bad=Case(((0, 1990, "Good evening."),), rate=_25),
        good=Case(((0, 2000, "Good evening."),), rate=_25),
        mends=("snap-frames",),
    ),
    Rule(
        "shot-change",
        "timing",
        _shot_change,
        "A cue that changes a few frames from a cut makes the eye jump twice.",
        "Netflix timing guide; thresholds as in Subtitle Edit",
        bad=Case(((2125, 4000, "Good evening."),), "netflix-en", rate=_24, cuts=(2000,)),
        good=Case(((2000, 4000, "Good evening."),), "netflix-en", rate=_24, cuts=(2000,)),
        mends=("snap-shots",),
    ),
)
