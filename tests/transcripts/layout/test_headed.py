"""What headings that come again describe is nobody's speech: panels, stops, scenes."""

from __future__ import annotations

import pytest

from captionkit.model.transcript import Kind
from tests.transcripts.layout.helpers import read, said, unaccounted

TALK = [
    ("HANNE", "The ice is thin."),
    ("UWE", "Then we walk around it."),
    ("HANNE", "It is far, though: all day."),
    ("UWE", "Take a rope."),
    ("CHILD", "It sings!"),
    ("HANNE", "It is here."),
]
SHOWN = ["A pier at night. Two lamps.", "Object: rope, tarred, c. 1880", "Close on the boat"]


def script(heading: str, turn: str, *, apart: bool = False, between: str = "\n") -> str:
    done = "A WINTER\n\n"
    for at, (who, line) in enumerate(TALK):
        if at % 2 == 0:
            done += heading.format(at // 2 + 1) + "\n" + ("\n" if apart else "") + SHOWN[at // 2] + "\n\n"
        done += turn.format(at + 1, who=who, text=line) + "\n" + between
    return done


@pytest.mark.parametrize("heading", ["PANEL {}", "Stop 10{}", "SCENE {}: THE PIER"])
@pytest.mark.parametrize("turn", ["{who}: {text}", "{}. {who}: {text}"])
@pytest.mark.parametrize("apart", [False, True])
def test_what_stands_under_a_heading_is_described(heading: str, turn: str, apart: bool) -> None:
    text = script(heading, turn, apart=apart)
    result = read(text)
    assert said(result) == TALK
    kinds = {s.text: s.kind for s in result.value.segments}
    assert {kinds[line] for line in SHOWN} <= {Kind.NOTE, Kind.TITLE}
    assert not unaccounted(text, result)


def test_turns_right_under_a_heading_are_speech() -> None:
    text = script("SCENE {}", "{who}: {text}").replace("\n\nHANNE: The", "\nHANNE: The")
    assert said(read(text)) == TALK


def test_speech_that_goes_on_below_a_heading_stays_speech() -> None:
    text = "".join(
        f"Hanne: This is what part {at} is about.\n\nAnd it goes on here, in a paragraph of its own.\n\nPART {at}\n\n"
        "Nobody else speaks in this part of the evening, as in the others.\n\nUwe: I do.\n\n"
        for at in (1, 2, 3)
    )
    assert sum("Nobody else" in line for _, line in said(read(text))) == 3
