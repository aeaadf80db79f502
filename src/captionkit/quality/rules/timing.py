"""Times: possible, in order, apart, on frames and shot changes, and neither too short nor too long."""

from __future__ import annotations

from bisect import bisect_left
from fractions import Fraction

from captionkit.model.timecode import format_clock, snap_to_frame
from captionkit.quality.rule import ERROR, FIX, INFO, WARNING, Case, CueTest, Finding, RuleContext, View, rule
from captionkit.transforms.durations import Allowances
from captionkit.transforms.grid import Zones, rate_of
from captionkit.transforms.reading import needed_time

__all__ = ["seconds", "short_of_time"]

_PAL = Fraction(25)
_FILM = Fraction(24)


def seconds(ms: float) -> str:
    """Return ms as seconds for a reader.

    >>> seconds(833), seconds(7000)
    ('0.833 s', '7 s')
    """
    return f"{round(ms) / 1000:g} s"


def _chain_reason(view: View, context: RuleContext) -> str:
    longest = context.limits.max_duration
    if view.prev and longest and view.start - (context.limits.min_gap or 0) - view.prev.start > longest:
        return f"the cue above would last longer than {seconds(longest)}"
    return ""


def short_of_time(view: View, context: RuleContext) -> str:
    """Return why a cue cannot be given the time it needs: what is free around it, and what the profile allows."""
    need = needed_time(view.text, context.limits, context.profile) - view.duration
    if need <= 0:
        return ""
    allowed = Allowances.of(context.profile, context.rate)
    gap = context.limits.min_gap or 0
    after = view.next.start - gap - view.end + _spare(view.next, context, allowed.late) if view.next else need
    before = view.start - gap - view.prev.end + _spare(view.prev, context, allowed.lend) if view.prev else view.start
    after, before = max(0, after), max(0, before)
    free = min(before, allowed.early) + (after if allowed.hang is None else min(after, allowed.hang))
    if free >= need:
        return ""
    leave = "the profile allows" if free < min(after + before, need) else "the neighbours leave"
    reason = f"needs {seconds(need)} more, {leave} {seconds(free)}"
    longest = context.limits.max_duration
    if longest and view.duration + need > longest:
        reason = f"needs {seconds(view.duration + need)} to be read, maximum {seconds(longest)}"
    if context.limits.max_cps:
        most = int(context.limits.max_cps * min(view.duration + free, longest or 10**9) / 1000)
        if view.count > most:
            reason += f"; {view.count - most:g} characters too many"
    return reason


def _spare(view: View, context: RuleContext, most: int) -> int:
    """Return how many ms a neighbour has to spare, at most so many."""
    return min(most, max(0, view.duration - needed_time(view.text, context.limits, context.profile)))


@rule(
    ERROR,
    "a cue begins before 0",
    hint=f"{FIX}, or shift the whole track",
    sees="cue",
    source="WebVTT, SRT: times are not negative",
    fixes=("repair",),
    bad=Case(((-500, 1500, "Good evening."),)),
    good=Case(((0, 1500, "Good evening."),)),
)
def negative_time(context: RuleContext) -> CueTest:
    """No player shows a cue before the beginning."""

    def test(view: View) -> Finding | None:
        if view.start >= 0:
            return None
        return Finding(f"begins {seconds(-view.start)} before 0", -view.start, start=view.start)

    return test


@rule(
    ERROR,
    "a cue does not end after its start",
    hint=FIX,
    sees="cue",
    source="WebVTT: the end is after the start",
    fixes=("repair",),
    bad=Case(((2000, 2000, "Good evening."),)),
    good=Case(((2000, 3500, "Good evening."),)),
)
def end_before_start(context: RuleContext) -> CueTest:
    """A cue without duration is never seen; some players reject the file."""

    def test(view: View) -> Finding | None:
        if view.duration > 0:
            return None
        what = "ends when it begins" if not view.duration else f"ends {seconds(-view.duration)} before it begins"
        return Finding(what, 1 - view.duration, duration=view.duration)

    return test


@rule(
    ERROR,
    "a cue begins before the one above it",
    hint=f"{FIX} sorts cues by time",
    sees="times",
    source="WebVTT: start times do not go backwards",
    fixes=("sort",),
    bad=Case(((3000, 4500, "Second."), (1000, 2500, "First."))),
    good=Case(((1000, 2500, "First."), (3000, 4500, "Second."))),
)
def order(context: RuleContext) -> CueTest:
    """Players and converters stop or skip at a cue that begins before the one above it."""

    def test(view: View) -> Finding | None:
        if view.prev is None or view.start >= view.prev.start:
            return None
        return Finding(f"begins before the cue above it, at {format_clock(view.start)}", view.prev.start - view.start)

    return test


@rule(
    ERROR,
    "two cues overlap",
    hint=f"{FIX} ends the earlier one sooner",
    sees="times",
    source="Netflix timing guide, Subtitle Edit; every guide read",
    fixes=("gaps", "gaps:side=both", "gaps:side=later"),
    bad=Case(((0, 2000, "Where were you?"), (1900, 4000, "At the harbour."))),
    good=Case(((0, 2000, "Where were you?"), (2080, 4000, "At the harbour."))),
)
def overlap(context: RuleContext) -> CueTest:
    """Overlapping cues jump about on the screen, or one is lost."""

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
        return Finding(f"overlaps the cue above it by {seconds(over)}", over, overlap=over)

    return test


@rule(
    WARNING,
    "a cue's duration is below the minimum",
    hint=f"{FIX} takes free time around it",
    sees="cue",
    source="Netflix 5/6 s; Ivarsson & Carroll item 18, TED, ARD 1 s",
    fixes=("extend", "merge:short=yes"),
    reason=short_of_time,
    bad=Case(((0, 999, "Yes."),)),
    good=Case(((0, 1000, "Yes."),)),
)
def min_duration(context: RuleContext) -> CueTest | None:
    """A cue that flashes cannot be read, however short it is."""
    limit = context.limits.min_duration
    if not limit:
        return None

    def test(view: View) -> Finding | None:
        if view.duration >= limit or view.duration <= 0:
            return None
        message = f"duration {seconds(view.duration)}, minimum {seconds(limit)}"
        return Finding(message, limit - view.duration, duration=view.duration, limit=limit)

    return test


@rule(
    WARNING,
    "a cue's duration is above the maximum",
    hint=f"{FIX} ends it sooner, or splits it",
    sees="cue",
    source="Netflix, Ivarsson & Carroll item 18, TED 7 s; Karamitroglou 6 s",
    fixes=("shorten", "split"),
    bad=Case(((0, 7001, "Well, that is it."),)),
    good=Case(((0, 7000, "Well, that is it."),)),
)
def max_duration(context: RuleContext) -> CueTest | None:
    """A cue that stays too long is read twice."""
    limit = context.limits.max_duration
    if not limit:
        return None

    def test(view: View) -> Finding | None:
        if view.duration <= limit:
            return None
        message = f"duration {seconds(view.duration)}, maximum {seconds(limit)}"
        return Finding(message, view.duration - limit, duration=view.duration, limit=limit)

    return test


@rule(
    WARNING,
    "the gap between two cues is below the minimum",
    hint=f"{FIX} ends the earlier one sooner",
    sees="times",
    source="Netflix timing guide: 2 frames; Karamitroglou 1/4 s",
    fixes=("gaps", "gaps:side=both", "gaps:side=later"),
    bad=Case(((0, 2000, "Where were you?"), (2079, 4000, "At the harbour."))),
    good=Case(((0, 2000, "Where were you?"), (2080, 4000, "At the harbour."))),
)
def min_gap(context: RuleContext) -> CueTest | None:
    """Without a gap the eye does not notice that the text has changed."""
    limit = context.limits.min_gap
    if not limit:
        return None

    def test(view: View) -> Finding | None:
        if view.prev is None:
            return None
        gap = view.start - view.prev.end
        if gap >= limit or gap < 0:
            return None
        return Finding(f"gap of {seconds(gap)} after the cue above it, minimum {seconds(limit)}", limit - gap, gap=gap)

    return test


@rule(
    INFO,
    "a gap looks like a flicker",
    hint=f"{FIX} closes it",
    sees="times",
    source="Netflix timing guide: 3 frames to half a second are closed to 2",
    fixes=("close-gaps",),
    reason=_chain_reason,
    bad=Case(((0, 2000, "Where were you?"), (2200, 4000, "At the harbour.")), "netflix-en"),
    good=Case(((0, 2000, "Where were you?"), (2500, 4000, "At the harbour.")), "netflix-en"),
)
def chain_gap(context: RuleContext) -> CueTest | None:
    """A gap of a few frames looks like a flicker: close it, or make it a pause."""
    limit, low = context.limits.chain_gap, context.limits.min_gap or 0
    if not limit:
        return None

    def test(view: View) -> Finding | None:
        if view.prev is None:
            return None
        gap = view.start - view.prev.end
        if gap <= low + 1 or gap >= limit:  # 1 ms: two frames are 83 or 84 ms at 24 frames per second
            return None
        return Finding(f"gap of {seconds(gap)} after the cue above it: close it to {seconds(low)}", gap - low, gap=gap)

    return test


@rule(
    INFO,
    "times are off the frame grid",
    hint=f"{FIX} --rate snaps them",
    sees="cue",
    source="EBU Tech 3264, CEA-608: times are frames",
    fixes=("snap-frames",),
    bad=Case(((0, 1990, "Good evening."),), rate=_PAL),
    good=Case(((0, 2000, "Good evening."),), rate=_PAL),
)
def frame_grid(context: RuleContext) -> CueTest | None:
    """Frame-based systems round times off the grid, each in its own way."""
    rate = rate_of(context.profile, context.options)
    if rate is None:
        return None

    step, rest = divmod(1000 * rate.denominator, rate.numerator)
    whole = 0 if rest else step  # the ms of a frame, where they are a whole number

    def test(view: View) -> Finding | None:
        if whole and not view.start % whole and not view.end % whole:
            return None
        away = {"start": view.start - snap_to_frame(view.start, rate), "end": view.end - snap_to_frame(view.end, rate)}
        off = {side: abs(by) for side, by in away.items() if abs(by) > 1}
        if not off:
            return None
        listed = ", ".join(f"{side} by {by} ms" for side, by in off.items())
        return Finding(f"off the frame grid at {float(rate):g} frames per second: {listed}", sum(off.values()))

    return test


@rule(
    INFO,
    "a cue changes near a shot change",
    hint=f"{FIX} --shot-changes moves it",
    sees="cue",
    source="Netflix timing guide; thresholds as in Subtitle Edit",
    fixes=("snap-shots",),
    bad=Case(((2125, 4000, "Good evening."),), "netflix-en", rate=_FILM, shot_changes=(2000,)),
    good=Case(((2000, 4000, "Good evening."),), "netflix-en", rate=_FILM, shot_changes=(2000,)),
)
def shot_change(context: RuleContext) -> CueTest | None:
    """A cue that changes a few frames from a shot change makes the eye jump twice."""
    zones = Zones.of(context.profile, context.rate)
    if zones is None or not context.shot_changes:
        return None

    changes, reach = context.shot_changes, zones.reach

    def test(view: View) -> Finding | None:
        if _clear(view.start, changes, reach) and _clear(view.end, changes, reach):
            return None
        start, end = zones.start(view.start, changes), zones.end(view.end, changes)
        parts = []
        if start != view.start:
            parts.append(f"begins near a shot change: {seconds(abs(start - view.start))} {_way(start - view.start)}")
        if end != view.end:
            parts.append(f"ends near a shot change: {seconds(abs(end - view.end))} {_way(end - view.end)}")
        return Finding("; ".join(parts), abs(start - view.start) + abs(end - view.end)) if parts else None

    return test


def _clear(time: int, changes: tuple[int, ...], reach: int) -> bool:
    """Tell whether no shot change is so near that zones have to be looked at."""
    at = bisect_left(changes, time - reach)
    return at == len(changes) or changes[at] > time + reach


def _way(delta: int) -> str:
    return "later is right" if delta > 0 else "earlier is right"
