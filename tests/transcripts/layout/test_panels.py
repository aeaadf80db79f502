"""Panels and scripts: titles between times, cells between name and text, capitals that nobody says, "X said:"."""

from __future__ import annotations

import pytest

from captionkit.model.transcript import Kind
from tests.transcripts.layout.helpers import read, said, unaccounted

LINES = [
    "hi everyone we are on the pier",
    "today and the ice is thin so",
    "we bring a rope and",
    "a lamp and nine boots",
    "then we go home at 10:30",
    "as we always do",
]


@pytest.mark.parametrize("titles", [("The rope", "Going home"), ("Chapter 2: the rope", "Chapter 3: going home")])
def test_titles_between_times_are_not_said(titles: tuple[str, str]) -> None:
    text = "Transcript\nChapter 1: intro\n"
    for at, line in enumerate(LINES):
        text += f"0:{3 * at:02}\n{line}\n" + {1: f"{titles[0]}\n", 3: f"{titles[1]}\n"}.get(at, "")
    result = read(text)
    assert [line for _, line in said(result)] == LINES
    assert [s.text for s in result.value.segments if s.kind is Kind.TITLE] == list(titles)
    assert not unaccounted(text, result)


def test_second_lines_of_texts_are_said() -> None:
    text = "".join(
        f"0:{3 * at:02}\n{line}\nAnd more {word}\n" for at, (line, word) in enumerate(zip(LINES, "abcdef", strict=True))
    )
    assert sum("And more" in line for _, line in said(read(text))) == 6
    text = "".join(f"0:{3 * at:02}\n{line.capitalize()}\n" + "And so on\n" * (at == 2) for at, line in enumerate(LINES))
    assert sum("And so on" in line for _, line in said(read(text))) == 1


def test_a_cell_between_name_and_text_is_neither() -> None:
    text = (
        "MOE:\tIt is seven, and the ice is thin. Nobody is out.\n\nREHN:\tYou get used to it.\n\nMUSIC\n\n"
        "EXTRACT FROM A MEETING\n\nMOE:\tcont\tTonight: who walks on it, and who pays?\n\n"
        "REHN:\tNobody does. We swim.\n\n"
        "MOE:\tWould you do it again?\n"
    )
    result = read(text)
    assert said(result) == [
        ("MOE", "It is seven, and the ice is thin. Nobody is out."),
        ("REHN", "You get used to it."),
        ("MOE", "Tonight: who walks on it, and who pays?"),
        ("REHN", "Nobody does. We swim."),
        ("MOE", "Would you do it again?"),
    ]
    assert [s.text for s in result.value.segments if s.kind is Kind.TITLE] == ["MUSIC", "EXTRACT FROM A MEETING"]
    assert not any("cont" in s.text.split() for s in result.value.segments)


@pytest.mark.parametrize(("ask", "answer"), [("You said:", "The machine said:"), ("You wrote:", "Helper wrote:")])
def test_words_around_all_names_are_none_of_them(ask: str, answer: str) -> None:
    text = (
        f"Skip to the text\n{ask}\nHow thick is the ice?\n{answer}\nIt depends on the pier.\n\nNear it, it is thin.\n\n"
        f"{ask}\nAnd there?\n{answer}\nFour centimetres.\n\n{ask}\nThanks\n{answer}\nYou are welcome.\n"
    )
    names = [who for who, _ in said(read(text))]
    assert names[0] == names[3] == names[5] == "You"
    assert len(set(names)) == 2


def test_the_heading_of_a_page_is_no_speaker() -> None:
    text = "Lecture 3\nTranscript\nRead-along Transcript - Turn it off with the key\nYou may go through it by tab.\n"
    text += "".join(
        f"0:{7 * at:02}\nThe ice is {word}, as you see.\n" for at, word in enumerate(["thin", "far", "old", "new"])
    )
    assert {who for who, _ in said(read(text))} == {""}
