"""Times for untimed speech: a speaking-rate model fitted between whatever times are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from captionkit.diagnostics import Collector, Result, Severity
from captionkit.errors import UsageError
from captionkit.model.timecode import format_clock, whole_ms
from captionkit.timing.fit import Interval, place, total
from captionkit.timing.interpolate import fill_words
from captionkit.timing.timeline import Least, Timeline, UntimedRun, complete

if TYPE_CHECKING:
    from captionkit.model.transcript import Transcript
    from captionkit.profiles.model import Profile

__all__ = ["estimate"]

#: Between two known times speech is stretched to this many times its expected length; what is left over is silence.
MOST_STRETCH = 1.25
#: A stretch of speech is implausible where it would take less, or more, than this many times its natural length.
#: English at 0.5 is about 10 syllables a second; Coupé et al. (2019) found no speaker above 9.1.
#: Below ``IMPOSSIBLE`` text and media cannot belong together, if it is ``MANY`` words: one or two between words that
#: have times (a sound, a number) are only too close together.
TOO_FAST, TOO_SLOW, IMPOSSIBLE = 0.5, 2.5, 0.25
MANY = 5
#: Rounding to ms must not make a cue unreadable by a hair.
MARGIN = 1.01


def estimate(
    transcript: Transcript,
    *,
    duration: int | None = None,
    start: int = 0,
    language: str = "",
    profile: Profile | None = None,
) -> Result[Transcript]:
    """Return the transcript with times for every segment and word that takes time.

    ``duration`` is the length of the media and ``start`` where the speech begins in it, both in ms; with neither a
    duration nor any time in the transcript the speech runs at its language's natural rate, each word slowed where
    ``profile`` allows fewer characters a second. Times that are known already are kept and everything between is
    fitted to them. Sounds, music and inaudible stretches take a second each; stage directions and editors' remarks
    take no time and stay untimed.

    What was computed is marked ESTIMATED and reported, once for the whole (``timing.estimated``). Applying it again
    changes nothing.

    Raises UsageError for a ``duration`` that is over before ``start``.

    >>> from captionkit.model.transcript import Kind, Segment, Transcript
    >>> said = Transcript((Segment("Good evening."), Segment("( WOW!)", kind=Kind.EDITORIAL)), language="en")
    >>> timed = estimate(said, duration=1200).value
    >>> [(word.text, word.start, word.end, word.timing.value) for word in timed.segments[0].words]
    [('Good', 0, 324, 'estimated'), ('evening.', 324, 1200, 'estimated')]
    """
    filled = fill_words(transcript)
    if complete(filled.value):
        return filled
    notes = Collector()
    notes.extend(filled.diagnostics)
    line = Timeline(filled.value, language or transcript.language)
    length = _length(transcript, duration, start)
    if length is None and not line.anchored:
        line = Timeline(filled.value, language or transcript.language, _readable(profile))
    _Fitter(line, start, length, notes).fit()
    return Result(line.written(), notes.all)


def _length(transcript: Transcript, duration: int | None, start: int) -> int | None:
    """Return the media's length: as asked for, or as the transcript states it where that can be."""
    if duration is not None and whole_ms("duration", duration) <= start:
        raise UsageError(
            f"the speech cannot start at {format_clock(start)}: the media ends at {format_clock(duration)}",
            hint="give a start before the duration",
        )
    stated = transcript.duration
    return duration if duration is not None or stated is None or stated <= start else stated


def _readable(profile: Profile | None) -> Least | None:
    """Return what finds the least ms a word takes so that a cue of any words is read at the profile's speed."""
    limits = profile.limits() if profile is not None else None
    if limits is None or not (limits.max_cps or limits.max_wpm):
        return None
    from captionkit.measure import width

    per_character = 1000 / float(limits.max_cps) * MARGIN if limits.max_cps else 0.0
    per_word = 60_000 / float(limits.max_wpm) * MARGIN if limits.max_wpm else 0.0
    counting = limits.counting
    return lambda word: max(per_word, per_character * (width(word.text, counting) + (not word.glue)))


class _Fitter:
    """Gives every run its times."""

    def __init__(self, line: Timeline, start: int, duration: int | None, notes: Collector) -> None:
        self.line = line
        self.start = start
        self.duration = duration
        self.fitted = duration is not None
        self.notes = notes
        self.tempo = self._own_tempo()

    def _own_tempo(self) -> float:
        """Return how long the transcript's speakers take, as a multiple of what is natural, between known times."""
        inner = (run for run in self.line.runs if run.first >= 0 and run.last < len(self.line.times))
        shares = [(self._known(run.last) - self._known(run.first)) / max(1.0, total(run.intervals)) for run in inner]
        usable = sorted(share for share in shares if share > 0)
        return min(TOO_SLOW, max(TOO_FAST, usable[(len(usable) - 1) // 2])) if usable else 1.0

    def _known(self, knot: int) -> int:
        time = self.line.times[knot]
        assert time is not None  # noqa: S101  # runs lie between known knots
        return time

    def fit(self) -> None:
        """Set the times of the line and report how they came about."""
        anchored = self.line.anchored
        self._check_duration()
        for run in self.line.runs:
            self.line.times[run.first + 1 : run.last] = self._placed(run, anchored)
        self._report(sum(run.words for run in self.line.runs), anchored)

    def _placed(self, run: UntimedRun, anchored: bool) -> list[int]:
        """Return the times of a run's knots."""
        begin = self._known(run.first) if run.first >= 0 else self.start
        end = self._known(run.last) if run.last < len(self.line.times) else self.duration
        if end is not None and end - begin < run.words and run.last == len(self.line.times):
            # not a ms for each word: this length cannot be meant (what is past it already has its own report)
            if begin <= end:
                self._check_rate(run, begin, end)
            self.fitted, end = False, None
        if end is None:
            end = begin + self._expected(run.intervals)
        elif end - begin < run.words:
            return self._overlapping(run, begin, end)
        elif anchored:
            begin, end = self._narrowed(run, begin, end)
        self._check_rate(run, begin, end)
        return self._marks(run.intervals, begin, end, run.first < 0)[: run.last - run.first - 1]

    @staticmethod
    def _marks(intervals: list[Interval], begin: int, end: int, with_begin: bool) -> list[int]:
        return [begin] * with_begin + place(intervals, begin, end)

    def _expected(self, intervals: list[Interval]) -> int:
        return max(sum(interval.spoken for interval in intervals), round(total(intervals) * self.tempo))

    def _narrowed(self, run: UntimedRun, begin: int, end: int) -> tuple[int, int]:
        """Leave silent what the words of a run cannot use: before it where it ends at a word's end, else after it."""
        most = round(self._expected(run.intervals) * MOST_STRETCH)
        if run.first < 0:
            return max(begin, end - most), end
        if run.last == len(self.line.times) or not run.intervals[-1].spoken:
            return begin, min(end, begin + most)
        return (begin if run.intervals[0].spoken else max(begin, end - most)), end

    def _overlapping(self, run: UntimedRun, begin: int, end: int) -> list[int]:
        """Place a run where there is no time for it: what leads on from the left, then what leads up to the right."""
        message = f"{run.words} words stand between {format_clock(begin)} and {format_clock(end)}; they overlap others"
        severity = Severity.ERROR if run.words >= MANY else Severity.WARNING
        self.notes.add("timing.no-time", message, severity=severity)
        cut = run.split - max(run.first, 0)
        left, right = run.intervals[: max(0, cut - 1)], run.intervals[cut:]
        placed: list[int] = []
        if run.split > run.first + 1:
            placed = self._marks(left, begin, begin + self._expected(left), run.first < 0)
        if right:
            placed += self._marks(right, max(min(0, end), end - self._expected(right)), end, True)[:-1]
        return placed

    def _check_duration(self) -> None:
        latest = max((time for time in self.line.times if time is not None), default=0)
        if self.duration is not None and latest > self.duration:
            message = f"the transcript has times up to {format_clock(latest)}, the media ends at "
            self.notes.add("timing.past-duration", message + format_clock(self.duration))

    def _check_rate(self, run: UntimedRun, begin: int, end: int) -> None:
        share = (end - begin) / max(1.0, total(run.intervals))
        if TOO_FAST <= share <= TOO_SLOW:
            return
        rate = run.words * 60_000 / max(1, end - begin)
        message = (
            f"{run.words} words from {format_clock(begin)} to {format_clock(end)} are {rate:.0f} words a minute, "
            f"{1 / share:.1f} times the usual speed" if share > 0 else
            f"{run.words} words from {format_clock(begin)} on have no time at all"
        )  # fmt: skip
        impossible = share < IMPOSSIBLE and run.words >= MANY
        severity = Severity.ERROR if impossible else Severity.WARNING
        data = {"words_per_minute": round(rate), "share": round(share, 3)}
        self.notes.add("timing.implausible-rate", message, severity=severity, data=data)

    def _report(self, words: int, anchored: bool) -> None:
        basis = "the times known" if anchored else "the media's length" if self.fitted else "nothing"
        of = len(self.line.times) // 2
        message = f"the times of {words} of {of} words are estimates, fitted to {basis}"
        self.notes.add("timing.estimated", message, data={"words": words, "of": of, "fitted_to": basis})
        if not anchored and not self.fitted:
            last = self.line.times[-1] or 0
            self.notes.add("timing.unfitted", f"by its usual speaking rate the speech lasts until {format_clock(last)}")
