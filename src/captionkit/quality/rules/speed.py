"""Reading speed: characters a second, words a minute, time a word, tables."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from captionkit import measure
from captionkit.quality.rule import Case, CueTest, Finding, Rule, StyleGuide, View
from captionkit.quality.rules.timing import seconds, short_of_time
from captionkit.transforms.clean import labels
from captionkit.transforms.reading import table_time

__all__ = ["RULES"]


def _reading_speed(guide: StyleGuide) -> CueTest | None:
    limit = guide.limits.max_cps
    if not limit:
        return None

    def test(view: View) -> Finding | None:
        duration = view.duration
        if duration <= 0 or view.count * 1000 <= limit * duration:
            return None
        cps = view.count * 1000 / duration
        message = f"{measure.shown(cps, limit)} characters per second, at most {limit:g} are allowed"
        return Finding(message, cps - limit, cps=round(cps, 3), limit=limit)

    return test


def _word_speed(guide: StyleGuide) -> CueTest | None:
    limit = guide.limits.max_wpm
    if not limit:
        return None

    def test(view: View) -> Finding | None:
        if view.duration <= 0:
            return None
        words = measure.word_count(view.text)
        if not measure.too_fast(words * 60, view.duration, limit):
            return None
        wpm = words * 60_000 / view.duration
        message = f"{measure.shown(wpm, limit)} words per minute, at most {limit:g} are allowed"
        return Finding(message, wpm - limit, wpm=round(wpm, 3), limit=limit)

    return test


def _word_time(guide: StyleGuide) -> CueTest | None:
    limit = guide.limits.min_word_time
    if not limit:
        return None

    def test(view: View) -> Finding | None:
        words = measure.word_count(view.text)
        if view.duration <= 0 or words * limit <= view.duration:
            return None
        message = f"{seconds(view.duration)} for {words} words, at least {seconds(limit)} a word is asked for"
        return Finding(message, words * limit - view.duration, words=words, limit=limit)

    return test


def _reading_table(guide: StyleGuide) -> CueTest | None:
    table = guide.style("reading_table")
    if not table:
        return None
    tolerance = Fraction(str(guide.style("reading_tolerance") or 0))

    def test(view: View) -> Finding | None:
        if view.duration <= 0:
            return None
        need = table_time(view.count, table, tolerance)
        if view.duration >= need:
            return None
        message = f"{seconds(view.duration)} for {view.count:g} characters, the table asks for {seconds(need)}"
        return Finding(message, need - view.duration, need=need)

    return test


def _label_time(guide: StyleGuide) -> CueTest | None:
    extra = guide.profile.time("label_extra", guide.rate)
    limit = guide.limits.max_wpm
    if not extra or not limit:
        return None

    def test(view: View) -> Finding | None:
        if view.duration <= 0 or ":" not in view.text or not labels(view.text):
            return None
        need = ceil(measure.reading_time(measure.word_count(view.text) * 60, limit)) + extra
        if view.duration >= need:
            return None
        message = f"{seconds(view.duration)} with a speaker label, {seconds(need)} would give the label its own time"
        return Finding(message, need - view.duration, need=need)

    return test


_LONG = "The harbour master has told us to wait."

RULES = (
    Rule(
        "reading-speed",
        "speed",
        _reading_speed,
        "Text that goes faster than it can be read is lost on the viewer.",
        "each profile's own number; equal to it passes",
        bad=Case(((0, 1949, _LONG),)),
        good=Case(((0, 1950, _LONG),)),
        mends=("extend",),
        reason=short_of_time,
    ),
    Rule(
        "word-speed",
        "speed",
        _word_speed,
        "Houses that count words a minute judge by reading level or live speed.",
        "BBC section 4, DCMP Presentation Rate, Sony; names and sounds are counted",
        bad=Case(((0, 2990, _LONG),), "dcmp-upper"),
        good=Case(((0, 3000, _LONG),), "dcmp-upper"),
        mends=("extend",),
        reason=short_of_time,
    ),
    Rule(
        "word-time",
        "speed",
        _word_time,
        "Short words need time too.",
        "BBC section 4.1: 0.3 s a word",
        bad=Case(((0, 2399, "It is as it is, is it not?"),), "bbc"),
        good=Case(((0, 2400, "It is as it is, is it not?"),), "bbc"),
        mends=("extend",),
        reason=short_of_time,
    ),
    Rule(
        "reading-table",
        "speed",
        _reading_table,
        "The charter gives a number of characters for each second a cue stands.",
        "CSA/Arcom charter 2011: 12, 20, 36, 60 characters in 1, 2, 3, 4 s, with 20 % tolerance",
        bad=Case(((0, 2399, "Le port restera ferme ce matin. Oui."),), "csa", "fr"),
        good=Case(((0, 2400, "Le port restera ferme ce matin. Oui."),), "csa", "fr"),
        mends=("extend",),
        reason=short_of_time,
    ),
    Rule(
        "label-time",
        "speed",
        _label_time,
        "A speaker's name has to be read before the words.",
        "BBC section 4.3.3, where possible",
        bad=Case(((0, 2600, "ANN: The harbour is closed."),), "bbc"),
        good=Case(((0, 2700, "ANN: The harbour is closed."),), "bbc"),
    ),
)
