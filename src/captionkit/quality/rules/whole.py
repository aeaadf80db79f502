"""A track against its surroundings: its start, the picture, its language, its speakers' names."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction

from captionkit.formats.webvtt.youtube import is_rolling
from captionkit.model.timecode import format_clock
from captionkit.model.track import Track
from captionkit.quality.rule import ERROR, INFO, WARNING, Case, CueTest, Finding, RuleContext, TrackTest, View, rule
from captionkit.transforms.speakers import label_names

Found = Iterator[tuple[View | None, Finding]]
_HOUR = 3_600_000
#: NDF labels taken for seconds: 1001/1000, 3.6 s an hour.
_NTSC = Fraction(1001, 1000)
#: Cues looked at to find a drift, or lines that roll.
_SAMPLE = 600


_CHANGES = tuple(range(7000, 3_600_000, 61_000))


def _drifting(factor: Fraction) -> tuple[tuple[int, int, str], ...]:
    return tuple((int(change / factor), int(change / factor) + 2000, "Good evening.") for change in _CHANGES)


@rule(
    WARNING,
    "the first cue begins at 0",
    hint="begin later: shift, or shorten it at its start",
    source="Apple AVCaption; CEA-608",
    bad=Case(((0, 2000, "Good evening."),), "cea608"),
    good=Case(((1000, 3000, "Good evening."),), "cea608"),
)
def first_cue(context: RuleContext) -> CueTest | None:
    """A line-21 decoder needs a caption's data before it can show it."""
    if context.style("first_cue_at_zero") is not False:
        return None

    def test(view: View) -> Finding | None:
        if view.prev is not None or view.start > 0:
            return None
        return Finding("begins at 0: the decoder needs time to load the first caption")

    return test


@rule(
    WARNING,
    "times look like the programme's timecode",
    hint="--do shift:by=-10:00:00",
    source="BBC section 24.4: 10:00:00:00; Amazon: from 00:00:00",
    bad=Case(((36_000_000, 36_002_000, "Good evening."),)),
    good=Case(((1000, 3000, "Good evening."),)),
)
def programme_start(context: RuleContext) -> CueTest:
    """A file made for tape begins at 1 or 10 hours; a player shows nothing until then."""
    length = context.duration

    def test(view: View) -> Finding | None:
        if view.prev is not None or view.start < _HOUR or (length is not None and view.start <= length):
            return None
        message = f"the first cue begins at {format_clock(view.start)}: is this the programme's timecode?"
        return Finding(message, start=view.start)

    return test


@rule(
    ERROR,
    "a cue is after the media's end",
    hint="check that track and media belong together",
    sees="cue",
    source="every format's own rules",
    bad=Case(((9000, 10_000, "Good night."),), duration=9000),
    good=Case(((8000, 9000, "Good night."),), duration=9000),
)
def past_end(context: RuleContext) -> CueTest | None:
    """A cue after the end of the picture is never seen."""
    length = context.duration
    if not length:
        return None

    def test(view: View) -> Finding | None:
        if view.start < length:
            return None
        return Finding(f"begins after the media's end at {format_clock(length)}", view.start - length + 1)

    return test


@rule(
    WARNING,
    "times drift by 3.6 s an hour",
    hint="--do scale:by=1001/1000, or its reverse",
    source="SMPTE ST 12-1: 1001/1000",
    whole=True,
    fixes=("scale:by=1001/1000",),
    safe=False,
    bad=Case(_drifting(_NTSC), shot_changes=_CHANGES),
    good=Case(_drifting(Fraction(1)), shot_changes=_CHANGES),
)
def drift(context: RuleContext) -> TrackTest | None:
    """Timecode labels at 29.97 taken for seconds run 3.6 s an hour early."""
    if len(context.shot_changes) < 10:
        return None

    def test(views: Sequence[View]) -> Found:
        if len(views) < 10 or views[-1].start < _HOUR // 6:
            return
        starts = [view.start for view in views[:: 1 + len(views) // _SAMPLE]]
        shares = {
            factor: _on_changes(starts, context.shot_changes, factor) for factor in (Fraction(1), _NTSC, 1 / _NTSC)
        }
        best = max(shares, key=lambda factor: shares[factor])
        if best != 1 and shares[best] >= 0.2 and shares[best] >= 3 * shares[Fraction(1)]:
            way = "early" if best > 1 else "late"
            share = f"{shares[best]:.0%} begin on a shot change if times are scaled by {best}"
            message = f"cues run {way} by 3.6 s an hour: {share}"
            yield None, Finding(message, factor=str(best))

    return test


def _on_changes(starts: Sequence[int], changes: Sequence[int], factor: Fraction) -> float:
    """Return the share of starts that, scaled, are within 40 ms (a frame) of a shot change."""
    hits = 0
    for start in starts:
        time = start * factor.numerator // factor.denominator
        at = bisect_left(changes, time)
        hits += any(abs(change - time) <= 40 for change in changes[max(0, at - 1) : at + 1])
    return hits / len(starts)


#: Scripts by language; a language that is not here is written in Latin letters.
_SCRIPTS = {
    "ru": "\u0400-\u04ff",
    "uk": "\u0400-\u04ff",
    "bg": "\u0400-\u04ff",
    "sr": "\u0400-\u04ffA-Za-z\u00aa-\u024f",
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    "he": "\u0590-\u05ff",
    "ar": "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff",
    "fa": "\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff",
    "hi": "\u0900-\u097f",
    "th": "\u0e00-\u0e7f",
    "ko": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af",
    "ja": "\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f\u3005",
    "zh": "\u3400-\u9fff\u3105-\u312f",
}
_LATIN = "A-Za-z\u00aa-\u024f\u1e00-\u1eff"
#: Words so common that a cue with several of them, and none of its own language's, is in that language.
_COMMON = {
    "en": "the and of to is that it was for you with are this have not they what we be",
    "de": "der die das und ist nicht ich es ein eine zu mit wir sie den auf von auch dass",
    "fr": "le la les et est une des que je il pas pour vous dans nous ce qui sur avec",
    "es": "el la los las y que es un una no por con para lo se est\u00e1 pero como muy",
    "it": "il la che di \u00e8 non un una per sono gli le con mi come ma anche questo",
    "pt": "o a os as que e n\u00e3o um uma \u00e9 para com se por mais voc\u00ea isso muito est\u00e1",
    "nl": "de het een en van ik is niet dat je te op zijn met voor wat er maar ook",
}
_SETS = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_ALL = frozenset[str]().union(*_SETS.values())
#: As many of a language's commonest words tell that a text is in it.
_TELLING = 3
_WORDS = re.compile(r"[^\W\d_]+")


@rule(
    WARNING,
    "a cue looks like another language",
    hint="check the text, or the track's language",
    sees="text",
    source="common fault of translated files",
    bad=Case(((0, 4000, "Wir sind nicht auf der F\u00e4hre und das ist gut."),)),
    good=Case(((0, 4000, "We are not on the ferry and that is good."),)),
)
def language(context: RuleContext) -> CueTest | None:
    """A cue in another language was left over, or belongs to another track."""
    language = context.language
    if not language:
        return None
    own = re.compile(f"[{_SCRIPTS.get(language, _LATIN)}]")
    latin = language not in _SCRIPTS
    mine = _SETS.get(language)
    blind = mine is None
    # the commonest words: most texts have one of them, and are done with at once
    usual = tuple(f" {word} " for word in _COMMON.get(language, "").split()[:6])

    def test(view: View) -> Finding | None:
        text = view.text
        for word in usual:
            if word in text:
                return None
        if len(text) < 8 or (latin and (blind or len(text) < 24) and text.isascii()):
            return None
        if mine is not None and not mine.isdisjoint(text.lower().split()):
            return None
        trouble = _foreign(text, language, own)
        return Finding(trouble) if trouble else None

    return test


def _foreign(text: str, language: str, own: re.Pattern[str]) -> str:
    if not (text.isascii() and language not in _SCRIPTS):
        letters = sum(map(str.isalpha, text))
        if letters >= 8 and len(own.findall(text)) * 2 < letters:
            return f"most letters are not of the script of {language!r}"
    mine = _SETS.get(language)
    if mine is None or len(text) < 24:
        return ""
    words = _WORDS.findall(text.lower())
    if len(words) < 6 or not mine.isdisjoint(words):
        return ""
    found = set(words)
    if len(found & _ALL) < _TELLING:
        return ""
    best = max((name for name in _SETS if name != language), key=lambda name: len(found & _SETS[name]))
    return f"looks like {best!r}, not {language!r}" if len(found & _SETS[best]) >= _TELLING else ""


@rule(
    WARNING,
    "captions roll up",
    hint="--do deroll shows each line once",
    source="live captions and YouTube's own; guides for subtitles show a line once",
    whole=True,
    bad=Case(
        ((0, 2000, "the boats"), (2000, 4000, "the boats\nsail at dawn"), (4000, 6000, "sail at dawn\nand return"),
         (6000, 8000, "and return\nby night"))
    ),
    good=Case(((0, 2000, "The boats sail at dawn."), (2000, 4000, "They return by night."))),
)  # fmt: skip
def rolling(context: RuleContext) -> TrackTest:
    """A line that moves up and stays is read twice, counts twice, and takes part in every fix."""

    def test(views: Sequence[View]) -> Found:
        sample = views[:_SAMPLE]
        at_once = sum(one.prev is not None and one.start - one.prev.end <= 1 for one in sample)
        if 2 * at_once > len(sample) and is_rolling(Track([one.cue for one in sample])):
            yield views[0], Finding("most cues repeat lines of the cue above them")

    return test


@rule(
    INFO,
    "a speaker is spelled in several ways",
    hint="--do speakers:rename=Jon>John",
    source="BBC section 7",
    whole=True,
    bad=Case(((0, 3000, "MR JONES: Are you in?"), (3080, 6000, "MR. JONES: Hello?"))),
    good=Case(((0, 3000, "MR JONES: Are you in?"), (3080, 6000, "MR JONES: Hello?"))),
)
def label_spelling(context: RuleContext) -> TrackTest:
    """A speaker whose name is spelled two ways is two people to a reader."""

    def test(views: Sequence[View]) -> Found:
        seen: dict[str, Counter[str]] = {}
        where: dict[str, View] = {}
        for view in views:
            names = label_names(view.text) if ":" in view.text else []
            speaker = view.cue.speaker
            for name in (*names, speaker) if speaker else names:
                seen.setdefault(_key(name), Counter())[name] += 1
                where.setdefault(name, view)
        for spellings in seen.values():
            labels = [name for name, _ in spellings.most_common()]
            shown = [name for name in labels[1:] if name.upper() != labels[0].upper()]
            for name in shown:
                yield where[name], Finding(f"the speaker {name!r} is also spelled {labels[0]!r}", name=name)

    return test


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()
