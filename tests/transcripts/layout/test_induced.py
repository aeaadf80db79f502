"""Layouts that nobody listed: what is induced from the edges of lines, and what is left alone."""

# ruff: noqa: E501

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captionkit.transcripts.layout.examples import is_example, words_of
from captionkit.transcripts.layout.induced import Induced, induce
from captionkit.transcripts.layout.people import facts_of
from captionkit.transcripts.layout.rows import rows_of
from tests.transcripts.layout.helpers import codes, read, said, spoken
from tests.transcripts.layout.unlisted import UNLISTED

WHO = ("Hanne Lund", "Uwe Brandt", "Hanne Lund", "Mirja Falk", "Uwe Brandt", "Mirja Falk")
SAID = (
    "The ice is thin.",
    "Then we walk around, as we did last year.",
    "Is it far?",
    "We have all day.",
    "Take a rope!",
    "It is here, under the boat.",
)


def written(pattern: str, gap: str = "\n\n") -> str:
    rows = [
        pattern.replace("#", str(n + 1)).replace("NAME", who).replace("TIME", f"0:{7 * n:02}").replace("TEXT", text)
        for n, (who, text) in enumerate(zip(WHO, SAID, strict=True))
    ]
    return gap.join(rows) + "\n"


def induced(text: str) -> Induced | None:
    rows = rows_of(text.split("\n"))
    return induce(rows, facts_of(rows))


@pytest.mark.parametrize("pattern", sorted({form.pattern for form in UNLISTED if form.tongue.name == "en"}))
def test_the_example_is_the_pattern_or_the_reading_is_right_without(pattern: str) -> None:
    found = read(written(pattern))
    assert [(speaker.casefold(), text.strip("\"'")) for speaker, text in said(found)] == [
        (who.casefold(), text) for who, text in zip(WHO, SAID, strict=True)
    ]
    if "TIME" in pattern:
        assert [s.start for s in found.value.spoken] == [7000 * n for n in range(len(SAID))]
    assert is_example(str(found.value.meta["layout.example"]))


def test_words_of_the_layout_are_reported_and_not_captioned() -> None:
    found = read(written("NAME says at TIME: TEXT").replace("says at", "speaks near"))
    assert "near" not in spoken(found)
    assert words_of("NAME says at TIME: TEXT") == ["says", "at"]


NO_LAYOUT = [
    "Tom says no.\n\nAnn says yes.\n\nTom says never.\n\nAnn says always.\n\nTom says no.\n\nAnn says yes.\n",
    "09:00 Doors open\n09:30 Welcome\n10:15 The lamp\n11:00 Coffee\n11:30 Gulls\n13:00 Lunch\n",
    "Monday: bread.\nTuesday: fish.\nWednesday: soup.\nThursday: bread.\nFriday: fish.\nSaturday: rest.\n",
    "We sailed at noon (again).\n\nThe sea was calm (again).\n\nNobody spoke (at last).\n\nWe came home (again).\n\nSo did they.\n",
    "Red, then blue.\n\nBlue, then red.\n\nRed, then green.\n\nGreen, then red.\n\nBlue, then green.\n\nRed, then blue.\n",
    "Two cups of flour - sifted\nOne egg - beaten\nTwo cups of milk - warm\nOne spoon of salt - fine\nThree apples - peeled\n",
    "The lamp goes round, O sea, O sea.\nThe gulls go home, O sea, O sea.\nThe boat comes in, O sea, O sea.\n"
    "The rope is tied, O sea, O sea.\nThe night is long, O sea, O sea.\n",
]


@pytest.mark.parametrize("text", NO_LAYOUT)
def test_what_repeats_in_other_texts_names_nobody(text: str) -> None:
    found = read(text)
    assert {speaker for speaker, _ in said(found)} <= {""}
    words = [word for line in text.split("\n") for word in line.split()]
    kept = " ".join(s.text for s in found.value.segments).split()
    assert [word for word in words if not word[0].isdigit()] == [word for word in kept if not word[0].isdigit()]


@pytest.mark.parametrize("pattern", ["NAME: TEXT", "[TIME] NAME: TEXT", "NAME (TIME)\nTEXT", "NAME\nTEXT", "TIME TEXT"])
def test_known_layouts_come_first(pattern: str) -> None:
    assert read(written(pattern)).value.meta["layout.example"] != ""
    assert "text.unexplained" not in codes(read(written(pattern)))


@pytest.mark.parametrize("word", ["발언인", "वक्ता", "speaker", "المتحدث", "Speaker"])
def test_a_word_that_all_numbered_speakers_share_is_theirs(word: str) -> None:
    text = "\n\n".join(f"{word} {n % 2 + 1}: {line}" for n, line in enumerate(SAID))
    assert [speaker for speaker, _ in said(read(text))] == [f"{word} {n % 2 + 1}" for n in range(len(SAID))]


def test_five_lines_at_least() -> None:
    assert induced("\n\n".join(written("TEXT [NAME]").split("\n\n")[:4])) is None


@given(st.lists(st.text(st.sampled_from('ab A:.[](),-\x01\x020:12\n|"<>/=»你，。'), max_size=40), max_size=12))
def test_any_text_has_a_layout_or_none(lines: list[str]) -> None:
    found = induced("\n".join(lines))
    assert found is None or (is_example(found.example) and 0.8 <= found.share <= 1)
