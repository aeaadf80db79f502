"""Line breaks inside cues: words and styles stay, nothing else of a cue moves, twice is once."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from captionkit.measure import width
from captionkit.model.cue import Cue, Positioning
from captionkit.model.text import Line, Span, Style, lines_of
from captionkit.model.track import Track
from captionkit.profiles import load
from captionkit.profiles.model import Limits, Profile
from captionkit.segmentation import SegmentOptions, explained, flagged, resegment, rewrap
from captionkit.text.scripts import has_unspaced
from tests.strategies import tracks

ITALIC = Style(italic=True)


def letters(cue: Cue) -> Iterator[tuple[str, Style]]:
    """Each character that is no blank, with its style."""
    for line in cue.lines:
        for span in line.spans:
            yield from ((letter, span.style.replace(time=None)) for letter in span.text if not letter.isspace())


@settings(max_examples=40, deadline=None)
@given(tracks())
def test_letters_and_their_styles_stay(track: Track) -> None:
    again = rewrap(track, load("default")).value
    assert [list(letters(cue)) for cue in again] == [list(letters(cue)) for cue in track]


@settings(max_examples=40, deadline=None)
@given(tracks())
def test_nothing_but_lines_changes(track: Track) -> None:
    again = rewrap(track, load("default")).value
    assert [cue.replace(lines=()) for cue in again] == [cue.replace(lines=()) for cue in track]


@settings(max_examples=40, deadline=None)
@given(tracks())
def test_twice_is_once(track: Track) -> None:
    """Not where a script without blanks stands beside a blank: a line end there does not tell whether it was one."""
    assume(not has_unspaced(track.text))
    once = rewrap(track, load("default")).value
    assert [cue.text for cue in rewrap(once, load("default")).value] == [cue.text for cue in once]


COLOURED = st.builds(
    Span,
    st.lists(st.sampled_from(("a", "red", "Yes.", "- ", " ", "indistinguishable", "the")), min_size=1, max_size=6).map(
        " ".join
    ),
    st.sampled_from((Style(), Style(color="red"), Style(color="yellow"))),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.lists(COLOURED, max_size=3).map(lambda spans: Line(tuple(spans))), min_size=1, max_size=5))
def test_twice_is_once_where_colours_change(made: list[Line]) -> None:
    """A line end that comes to stand between two colours is a turn to whoever reads it next."""
    once = rewrap(Track((Cue(0, 0, tuple(made)),)), load("default")).value
    assert rewrap(once, load("default")).value == once


def test_a_dash_that_lost_its_word_still_opens_a_turn() -> None:
    text = "He did.\n- " + "Tatsächlich" * 4
    once = wrap(text)
    assert once.split("\n")[:2] == ["He did.", "-"]
    assert wrap(once) == once


def test_a_line_in_two_colours_does_not_join_the_next_speaker() -> None:
    white, yellow, cyan = Style(), Style(color="yellow"), Style(color="cyan")
    upper = Line((Span("Never. ", yellow), Span("(LAUGHS)", white)))
    cue = Cue(0, 0, (upper, Line((Span("Oh, come on.", cyan),))))
    assert rewrap(Track((cue,)), load("default")).value.cues[0].text == "Never. (LAUGHS)\nOh, come on."


@settings(max_examples=40, deadline=None)
@given(tracks())
def test_limits_hold_or_are_reported(track: Track) -> None:
    result = rewrap(track, load("default"))
    told = {d.cue for d in result.diagnostics}
    for number, cue in enumerate(result.value, 1):
        assert number in told or (len(cue.lines) <= 2 and all(width(line.text) <= 42 for line in cue.lines))


@settings(max_examples=40, deadline=None)
@given(tracks())
def test_resegmenting_keeps_letters_and_order(track: Track) -> None:
    again = resegment(track, load("default")).value
    assert [letter for cue in again for letter in letters(cue)] == [letter for cue in track for letter in letters(cue)]


def test_resegmenting_never_joins_the_cues_of_two_speakers() -> None:
    cues = (Cue(0, 200, lines_of("No."), speaker="Ann"), Cue(200, 2000, lines_of("Yes, you did."), speaker="Bob"))
    again = resegment(Track(cues, language="en"), load("default")).value
    assert [(cue.text, cue.speaker) for cue in again] == [("No.", "Ann"), ("Yes, you did.", "Bob")]


ITALICS, UPRIGHT = Style(italic=True), Style()


@pytest.mark.parametrize(
    ("last", "first", "joined"),
    [
        ((Span("We sat..."),), (Span("...and talked."),), "We sat and talked."),
        ((Span("We sat"),), (Span("…and talked."),), "We sat and talked."),
        ((Span("We sat,…"),), (Span("…and talked."),), "We sat, and talked."),
        ((Span("We sat...", ITALICS),), (Span("..", ITALICS), Span(".and talked.")), "We sat and talked."),
        ((Span("We sat…"),), (Span("and talked."),), "We sat… and talked."),
        ((Span("We sat..."),), (Span("...Really?"),), "We sat... ...Really?"),
        ((Span("We sat."),), (Span("...and talked."),), "We sat. ...and talked."),
    ],
)
def test_marks_of_a_sentence_that_goes_on_are_left_out_where_one_cue_holds_it(
    last: tuple[Span, ...], first: tuple[Span, ...], joined: str
) -> None:
    cues = (Cue(0, 900, (Line(last),)), Cue(980, 2500, (Line(first),)))
    result = resegment(Track(cues, language="en"), load("default"))
    shown = " ".join(result.value.text.split())
    assert shown == joined
    told = sum(d.code == "segment.continuation" for d in result.diagnostics)
    assert told == ("talked" in joined and joined.count(".") == 1 and "…" not in joined)


def wrap(text: str, profile: str = "default", language: str = "en") -> str:
    track = Track((Cue(0, 5000, lines_of(text)),), language=language)
    return rewrap(track, load(profile)).value.cues[0].text


#: language, a break a subtitler would make; sentences made for this test after the rules of docs/segmentation.md
TABLE = [
    ("en", "He had hidden the old ship's papers\nunder the kitchen table."),
    ("en", "We waited until long after midnight,\nand nobody called us."),
    ("en", "They will probably have finished\nby the end of next week."),
    ("en", "The forecast for the northern waters\nis not at all encouraging."),
    ("es", "Nos vemos mañana por la mañana\nen la estación de tren."),
    ("fr", "Elle ne m'a pas encore répondu\ndepuis hier soir à midi."),
    ("de", "Er weiß schon seit gestern Abend,\ndass du gelogen hast."),
    ("it", "Ho lasciato le chiavi di casa\nsul tavolo della cucina."),
    ("pt", "Ela chegou ontem à nossa casa\nantes da reunião começar."),
    ("nl", "Hij probeert al uren te slapen\nin de trein naar Utrecht."),
    ("ru", "Я совсем не знаю этого человека,\nно он живёт где-то рядом."),
]


@pytest.mark.parametrize(("language", "text"), TABLE)
def test_where_a_subtitler_would_break(language: str, text: str) -> None:
    assert wrap(text.replace("\n", " "), language=language) == text


NEVER_LAST = {
    "en": "the a an my your his her our their Mr. Dr.",
    "fr": "le la les un une des mon ma ses leurs M. Mme",
    "es": "el la los las un una mi su Sr. Dra.",
    "de": "der die das den dem ein eine mein seine Dr.",
    "it": "il lo la gli un una mio sua Sig. Dott.",
    "pt": "o a os as um uma meu sua Sr. Dra.",
    "nl": "de het een mijn onze Dhr. Mevr.",
    "ru": "мой твоя наш их г-н г-жа",
}


@pytest.mark.parametrize("language", NEVER_LAST)
def test_what_leans_on_the_next_word_never_ends_a_line(language: str) -> None:
    for word in NEVER_LAST[language].split():
        for before in range(2, 9):
            text = " ".join(["Xaverin"] * before + [word] + ["Obelisko"] * (9 - before))
            assert not wrap(text, language=language).split("\n")[0].endswith(f" {word}")


def test_text_that_fits_one_line_stands_on_one() -> None:
    assert wrap("We waited\nfor hours.") == "We waited for hours."


def test_dialogue_keeps_a_line_for_each_speaker() -> None:
    assert wrap("- Where were you?\n- At home.") == "- Where were you?\n- At home."


def test_chosen_cues_only() -> None:
    cue = Cue(0, 4000, lines_of("One\ntwo"))
    again = rewrap(Track((cue, cue)), load("default"), only=lambda number, _: number == 2).value
    assert [c.text for c in again] == ["One\ntwo", "One two"]


def test_an_italic_phrase_across_the_break_stays_italic() -> None:
    line = Line((Span("We said "), Span("never sail in weather like this again", ITALIC), Span(" and went.")))
    cue = rewrap(Track((Cue(0, 4000, (line,)),), language="en"), load("default")).value.cues[0]
    assert len(cue.lines) == 2
    italic = " ".join(s.text for row in cue.lines for s in row.spans if s.style == ITALIC)
    assert italic.split() == "never sail in weather like this again".split()  # noqa: SIM905


def test_french_marks_never_begin_a_line() -> None:
    text = "Est-ce que vous avez vraiment fermé la porte ? Non !"
    assert not any(line.startswith(("?", "!", ":", ";", "»")) for line in wrap(text, language="fr").split("\n"))


def test_japanese_is_broken_by_phrases_and_never_before_closing_marks() -> None:
    text = "港の責任者は、夜のあいだに風が強くなったので、港を閉めました。"
    lines = wrap(text, "netflix-ja", "ja").split("\n")
    assert "".join(lines) == text
    assert len(lines) > 1
    assert not any(line[0] in "、。ー」" for line in lines)


def test_right_to_left_marks_stay() -> None:
    text = "\u200fהנמל נסגר אתמול בלילה כי הרוח התחזקה מאוד\u200f, אמר המפקד של הנמל."
    lines = wrap(text, "netflix-he", "he").split("\n")
    assert len(lines) == 2
    assert all(line.startswith("\u200f") for line in lines), "each line is a paragraph of its own to a player"
    assert f"{lines[0]} {lines[1].removeprefix(chr(0x200F))}" == text


def test_a_line_that_cannot_be_broken_is_reported_not_lost() -> None:
    result = rewrap(Track((Cue(0, 4000, lines_of("x" * 50)),)), load("default"))
    assert result.value.cues[0].text == "x" * 50
    assert [d.code for d in result.diagnostics] == ["segment.over-long-word"]


def test_reasons_of_line_breaks() -> None:
    track = Track(
        (Cue(0, 5000, lines_of("We waited until long after midnight, and nobody called us.")),), language="en"
    )
    rows = explained(rewrap(track, load("default"), SegmentOptions(explain=True)).value)
    assert [(row.kind, row.after, row.before) for row in rows] == [("line", "midnight,", "and")]


LONG = "The pilots of the northern station went out to the ship again. They brought all of the crew home before dawn."


def test_only_flagged_cues_are_resegmented() -> None:
    fine = Cue(0, 2000, lines_of("We waited."), id="a")
    long = Cue(2100, 8800, lines_of(LONG), id="b")
    result = resegment(
        Track((fine, long, fine.replace(start=9000, end=11000)), language="en"), load("default"), only_flagged=True
    )
    cues = result.value.cues
    assert cues[0] == fine
    assert [c.id for c in cues] == ["a", *[""] * (len(cues) - 2), "a"]
    assert len(cues) > 3
    assert all(a.end <= b.start for a, b in pairwise(cues))


def test_nothing_flagged_leaves_the_track_alone() -> None:
    track = Track((Cue(0, 2000, lines_of("We waited.")),), language="en")
    result = resegment(track, load("default"), only_flagged=True)
    assert result.value == track
    assert [d.code for d in result.diagnostics] == ["segment.not-flagged"]


def test_flagged_are_the_cues_that_break_a_limit() -> None:
    track = Track((Cue(0, 2000, lines_of("We waited.")), Cue(2100, 2500, lines_of("Then the long night came."))))
    assert flagged(track, load("default").limits()) == {2}


def test_interpolated_times_are_marked_and_given_ones_are_not() -> None:
    track = Track((Cue(0, 8000, lines_of(LONG)), Cue(8100, 10000, lines_of("We waited."))), language="en")
    cues = resegment(track, load("default")).value.cues
    assert cues[0].timing == "interpolated"
    assert cues[-1].timing == "given"
    assert (cues[-1].start, cues[-1].end) == (8100, 10000)


def test_places_keep_cues_apart() -> None:
    top = Cue(0, 1000, lines_of("We waited and"), positioning=Positioning(anchor=8))
    low = Cue(1000, 2500, lines_of("the pilots came."))
    cues = resegment(Track((top, low), language="en"), load("default")).value.cues
    assert [(c.text, c.positioning) for c in cues] == [("We waited and", top.positioning), ("the pilots came.", None)]


def test_three_lines_where_the_house_allows_them() -> None:
    guide = Profile("own", "Own", base=Limits(max_cpl=26, max_lines=3))
    track = Track(
        (Cue(0, 6000, lines_of("The pilots of the northern station went out to the ship again.")),), language="en"
    )
    lines = rewrap(track, guide).value.cues[0].lines
    assert len(lines) == 3
    assert all(len(line.text) <= 26 for line in lines)


def test_a_cue_without_duration_is_flagged_not_a_crash() -> None:
    track = Track((Cue(5000, 5000, lines_of("Nobody has time to read this one.")),), language="en")
    assert flagged(track, load("netflix-en").limits()) == {1}
    assert resegment(track, load("netflix-en"), only_flagged=True).value.cues[0].text.startswith("Nobody")
