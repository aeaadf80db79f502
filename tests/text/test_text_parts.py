"""The parts of a cue's text: one table of ways to write them, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from captionkit import profiles
from captionkit.text.parts import PartKind, parts_of
from captionkit.text.turns import inner_turns
from captionkit.text.writing import Writing, written

CASES = [
    ("HONDO [over comm]: We wait.", ["label HONDO/over comm", "speech We wait."]),
    ("[Ann]: Hi", ["label Ann/", "speech Hi"]),
    ("(ANN): Hi", ["label ANN/", "speech Hi"]),
    ("Ann (whispering): Hush.", ["label Ann/whispering", "speech Hush."]),
    ("[men 1]: Come on!", ["label men 1/", "speech Come on!"]),
    ("[men 1] Come on!", ["label men 1/", "speech Come on!"]),
    (">> JOHN: Go on.", ["mark >>/", "label JOHN/", "speech Go on."]),
    ("We row! (MASTER): Faster.", ["speech We row!", "label MASTER/", "speech Faster."]),
    ("（咲太）\n行こう。", ["sound 咲太/", "speech 行こう。"]),
    ("（咲太）行こう。", ["label 咲太/", "speech 行こう。"]),
    ("♬～", ["sound ♬～/"]),
    ("♪ You make me\nlike a sailor ♪", ["song You make me\nlike a sailor/"]),
    ("♪ One ♪\n♪ two ♪\nYes.", ["song One/", "song two/", "speech Yes."]),
    ("♪ One ♪ Yes.", ["song One/", "speech Yes."]),
    ("# Sailing home #", ["song Sailing home/"]),
    ("#1 is here", ["speech #1 is here"]),
    ("*sighs* Yes.", ["sound sighs/", "speech Yes."]),
    ("I *really* mean it.", ["speech I *really* mean it."]),
    ("(glass shatters)", ["sound glass shatters/"]),
    ("Yes. (cat meows)", ["speech Yes.", "sound cat meows/"]),
    ("He is... (coughs) quite well.", ["speech He is...", "sound coughs/", "speech quite well."]),
    ("I -- (sobbing) will not.", ["speech I --", "sound sobbing/", "speech will not."]),
    ("It is... (maybe) not so.", ["speech It is... (maybe) not so."]),
    ("We go... (always) alone.", ["speech We go... (always) alone."]),
    ("Wir warten... (meistens) hier.", ["speech Wir warten... (meistens) hier."]),
    ("Wait for me.\n- and sail away ♪", ["speech Wait for me.", "mark -/", "song and sail away/"]),
    ("All right (as they say).", ["speech All right (as they say)."]),
    ("(He was ill that day.) Yes.", ["speech (He was ill that day.) Yes."]),
    ("What the [bleep] is it?", ["speech What the", "place bleep/", "speech is it?"]),
    ("[bleep]", ["sound bleep/"]),
    ("What's going on? -Help!", ["speech What's going on?", "mark -/", "speech Help!"]),
    ("-Yes.-No.", ["mark -/", "speech Yes.", "mark -/", "speech No."]),
    ("- By the U.S.-Mexico border.", ["mark -/", "speech By the U.S.-Mexico border."]),
    ("قال: «نعم»، ثم خرج.", ["speech قال: «نعم»، ثم خرج."]),
    ("הוא אמר: כן", ["speech הוא אמר: כן"]),
    ("他说：我们走吧。", ["speech 他说：我们走吧。"]),
    ("小明：我们走吧。", ["label 小明/", "speech 我们走吧。"]),
    ("Is she (coughs)... is she there?", ["speech Is she", "sound coughs/", "speech ... is she there?"]),
    ("(SINGS) ♪ Oh my ♪", ["sound SINGS/", "song Oh my/"]),
    ("WARNING: strong winds", ["speech WARNING: strong winds"]),
    ("9 A.M.: the harbour", ["speech 9 A.M.: the harbour"]),
    ("CHAPTER 2: the sea", ["speech CHAPTER 2: the sea"]),
    ("\u202b- שלום", ["mark -/", "speech שלום"]),
    ("NOTE:", ["speech NOTE:"]),
    ("At 12:30 we left.", ["speech At 12:30 we left."]),
]


@pytest.mark.parametrize(("text", "parts"), CASES)
def test_parts(text: str, parts: list[str]) -> None:
    found = [f"{p.kind.value} {p.text}" + ("" if p.kind is PartKind.SPEECH else f"/{p.manner}") for p in parts_of(text)]
    assert found == parts


@settings(max_examples=300)
@given(st.text(st.sampled_from("ABa :[]()（）->♪#*1\n.?!\u202b"), max_size=60))
@example("-1♪")  # a mark in a song that began in the cue before
@example("1-1\n-♪")
def test_parts_are_in_order_and_hold_every_character(text: str) -> None:
    at = 0
    for part in parts_of(text):
        assert at <= part.start < part.end <= len(text)
        assert not text[at : part.start].strip(" \n\u202b")
        at = part.end
    assert not text[at:].strip(" \n\u202b")


NAMES = ("ANN", "OLAF", "MR LEE")
SPEECH = st.sampled_from(["We wait.", "Hush now!", "Is it you?", "Yes."])
TURN = st.one_of(
    st.builds("{}: {}".format, st.sampled_from(NAMES), SPEECH),
    st.builds("{} ({}): {}".format, st.sampled_from(NAMES), st.sampled_from(["whispering", "over comm"]), SPEECH),
    st.builds("[{}] {}".format, st.sampled_from(["door slams", "sighs"]), SPEECH),
    st.sampled_from(["[thunder]", "♪ Row the boat ♪", "Plain speech."]),
)
STYLES = list(
    dict.fromkeys(
        [
            *(Writing.of(profiles.load(name).style) for name in profiles.names()),
            *(Writing(brackets, label) for brackets in ("[]", "()") for label in ("colon", "brackets")),
        ]
    )
)
#: What captions of other styles have besides.
OTHER = st.one_of(
    TURN,
    st.builds("- {}: {}".format, st.sampled_from(NAMES), SPEECH),
    st.builds("- [{}] {}".format, st.sampled_from(NAMES), SPEECH),
    st.builds("[{} {}] {}".format, st.sampled_from(NAMES), st.sampled_from(["off", "over comm"]), SPEECH),
    st.builds("[{}]: {}".format, st.sampled_from(NAMES), SPEECH),
    st.builds("({}): {}".format, st.sampled_from(NAMES), SPEECH),
    st.builds(">> {}: {}".format, st.sampled_from(NAMES), SPEECH),
    st.sampled_from(["*sighs*", "# Row the boat #", "\u266a Row the boat\nover the sea \u266a", "What the [bleep]?"]),
)


def told(source: str) -> list[tuple[str, str, str]]:
    return [(p.kind.value, p.text.upper(), p.manner) for p in parts_of(source, NAMES)]


@given(st.lists(OTHER, min_size=1, max_size=3).map("\n".join), st.sampled_from(STYLES), st.sampled_from(STYLES))
def test_parts_come_back_from_each_style(text: str, writing: Writing, other: Writing) -> None:
    made = written(text, writing, NAMES)
    assert told(made) == told(text)
    assert written(made, writing, NAMES) == made
    assert told(written(made, other, NAMES)) == told(text)


def test_an_afterthought_is_no_turn() -> None:
    assert inner_turns("We left. - and came back.") == []
    assert inner_turns("We left - and came back.") == []
    assert inner_turns("It was -5 degrees. -5!") == []
