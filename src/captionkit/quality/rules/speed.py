"""Reading speed: characters a second, words a minute, time a word, tables."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from captionkit import measure
from captionkit.model.timecode import ms_to_frames
from captionkit.quality.rule import INFO, WARNING, Case, CueTest, Finding, RuleContext, View, rule
from captionkit.quality.rules.timing import seconds, short_of_time
from captionkit.transforms.reading import table_time
from captionkit.transforms.speakers import label_names

_LONG = "The harbour master has sent us to wait."


@rule(
    WARNING,
    "text goes faster than it can be read",
    hint="give it time, or shorten the text",
    sees="cue",
    source="each profile's own number; equal to it passes",
    fixes=("extend",),
    reason=short_of_time,
    bad=Case(((0, 1949, _LONG),)),
    good=Case(((0, 1950, _LONG),)),
)
def reading_speed(context: RuleContext) -> CueTest | None:
    """Text that goes faster than it can be read is lost on the viewer."""
    limit = context.limits.max_cps
    if not limit:
        return None

    slack = context.slack

    def test(view: View) -> Finding | None:
        duration = view.duration
        if (
            duration <= 0
            or view.count * 1000 <= limit * duration
            or view.count * 1000 <= limit * (duration + slack(view))
        ):
            return None
        cps = view.count * 1000 / duration
        message = f"reading speed {measure.shown(cps, limit)} cps, limit {limit:g}"
        return Finding(message, cps - limit, cps=round(cps, 3), limit=limit)

    return test


@rule(
    WARNING,
    "too many words a minute",
    hint="give the cue time, or shorten the text",
    sees="cue",
    source="BBC section 4, DCMP Presentation Rate, Sony; names and sounds are counted",
    fixes=("extend",),
    reason=short_of_time,
    bad=Case(((0, 2990, _LONG),), "dcmp-upper"),
    good=Case(((0, 3000, _LONG),), "dcmp-upper"),
)
def word_speed(context: RuleContext) -> CueTest | None:
    """Style guides that count words a minute judge by reading level or live speed."""
    limit = context.limits.max_wpm
    if not limit:
        return None

    slack = context.slack

    def test(view: View) -> Finding | None:
        if view.duration <= 0:
            return None
        words = measure.word_count(view.text)
        if not measure.too_fast(words * 60, view.duration + slack(view), limit):
            return None
        wpm = words * 60_000 / view.duration
        message = f"reading speed {measure.shown(wpm, limit)} words a minute, limit {limit:g}"
        return Finding(message, wpm - limit, wpm=round(wpm, 3), limit=limit)

    return test


@rule(
    INFO,
    "too little time a word",
    hint="give the cue time, or shorten the text",
    sees="cue",
    source="BBC section 4.1: 0.3 s a word",
    fixes=("extend",),
    reason=short_of_time,
    bad=Case(((0, 2399, "It is as it is, is it not?"),), "bbc"),
    good=Case(((0, 2400, "It is as it is, is it not?"),), "bbc"),
)
def word_time(context: RuleContext) -> CueTest | None:
    """Short words need time too."""
    limit = context.limits.min_word_time
    if not limit:
        return None

    slack = context.slack

    def test(view: View) -> Finding | None:
        words = measure.word_count(view.text)
        if view.duration <= 0 or words * limit <= view.duration + slack(view):
            return None
        message = f"duration {seconds(view.duration)} for {words} words, minimum {seconds(limit)} a word"
        return Finding(message, words * limit - view.duration, words=words, limit=limit)

    return test


@rule(
    WARNING,
    "less time than the profile's table asks for",
    hint="give it time, or shorten the text",
    sees="cue",
    source="CSA/Arcom charter 2011: 12, 20, 36, 60 characters in 1, 2, 3, 4 s, with 20 % tolerance",
    fixes=("extend",),
    reason=short_of_time,
    bad=Case(((0, 2399, "Le port restera ferme ce matin. Oui."),), "csa", "fr"),
    good=Case(((0, 2400, "Le port restera ferme ce matin. Oui."),), "csa", "fr"),
)
def reading_table(context: RuleContext) -> CueTest | None:
    """The charter gives a number of characters for each second a cue is shown."""
    table = context.style("reading_table")
    if not table:
        return None
    tolerance = Fraction(str(context.style("reading_tolerance") or 0))

    slack = context.slack

    def test(view: View) -> Finding | None:
        if view.duration <= 0:
            return None
        need = table_time(view.count, table, tolerance)
        if view.duration + slack(view) >= need:
            return None
        message = (
            f"duration {seconds(view.duration)} for {view.count:g} characters, the profile's table has {seconds(need)}"
        )
        return Finding(message, need - view.duration, need=need)

    return test


@rule(
    INFO,
    "no time for the speaker's label",
    hint="let the cue stay longer where possible",
    sees="cue",
    source="BBC section 4.3.3, where possible",
    bad=Case(((0, 2600, "ANN: The harbour is closed."),), "bbc"),
    good=Case(((0, 2700, "ANN: The harbour is closed."),), "bbc"),
)
def label_time(context: RuleContext) -> CueTest | None:
    """A speaker's name has to be read before the words."""
    extra = context.profile.time("label_extra", context.rate)
    limit = context.limits.max_wpm
    if not extra or not limit:
        return None

    slack = context.slack

    def test(view: View) -> Finding | None:
        if view.duration <= 0 or ":" not in view.text or not label_names(view.text):
            return None
        need = ceil(measure.reading_time(measure.word_count(view.text) * 60, limit)) + extra
        if view.duration + slack(view) >= need:
            return None
        message = (
            f"duration {seconds(view.duration)} with a speaker label, minimum {seconds(need)} to read the label too"
        )
        return Finding(message, need - view.duration, need=need)

    return test


_WIDE = "\n".join("abcdefg hijklmno pqrstuvw xyz 12"[:31] for _ in (1, 2))


@rule(
    WARNING,
    "a caption cannot be loaded in time",
    hint="merge it with the one before, shorten it, or let it begin later",
    source="47 CFR 79.101 (f): two bytes a frame, one hidden memory",
    bad=Case(((2000, 3000, _WIDE), (3000, 4000, _WIDE)), "scc"),
    good=Case(((2000, 4000, _WIDE), (4000, 6000, _WIDE)), "scc"),
)
def channel(context: RuleContext) -> CueTest | None:
    """Line 21 carries two characters a frame; what is not loaded in time is shown late."""
    if context.style("bytes_per_frame") != 2:
        return None
    from captionkit.formats.cea608.codes import RATE
    from captionkit.formats.cea608.encoder import words_to_load

    def test(view: View) -> Finding | None:
        if view.prev is not None and view.prev.start >= view.start:
            return None  # both are on one screen
        # the code that shows the one before goes out twice
        free = ms_to_frames(view.prev.start, RATE) + 2 if view.prev is not None else 0
        frames, words = ms_to_frames(view.start, RATE) - free, words_to_load(view.cue)
        if words <= frames:
            return None
        since = "the one before is shown" if view.prev is not None else "the start"
        message = f"loading takes {words} frames, {max(frames, 0)} have passed since {since}"
        return Finding(message, words - frames, words=words, frames=frames)

    return test
