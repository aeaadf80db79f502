"""Pages that list entries: what comes again with each is furniture, found by its coming again and not by its words."""

from __future__ import annotations

import pytest

from captionkit.model.transcript import Kind
from tests.transcripts.layout.helpers import codes, read, said, unaccounted

TALK = [
    ("hanne_moe", "The ice is thin near the pier: who has the rope?"),
    ("uwe.rehn", "I do. It hangs in the shed."),
    ("hanne_moe", "Then bring it at 10:30"),
    ("marta", "And the boat?"),
    ("uwe.rehn", "It is frozen in."),
    ("hanne_moe", "So we walk, all of us."),
]

FORMS = [
    "rank {0}\n{who}\n·\n{0} days past\n{text}\n{0}7\nAnswer\nHand on\n\n",
    "{who}\n{0} hours past\n{text}\n{0}\nAnswer\n",
    "Member\n{who}\nPosts: {0}0\nWrote\n{text}\nQuote\n\n",
]


@pytest.mark.parametrize("form", FORMS)
def test_entries_with_their_buttons(form: str) -> None:
    text = "The ice board\n\n" + "".join(form.format(at, who=who, text=line) for at, (who, line) in enumerate(TALK, 1))
    result = read(text)
    assert said(result) == TALK
    assert not unaccounted(text, result)


def test_an_entry_that_lacks_a_line_has_its_name_all_the_same() -> None:
    entries = [FORMS[0].format(at, who=who, text=line) for at, (who, line) in enumerate(TALK, 1)]
    entries[3] = entries[3].replace("\n47", "")
    assert said(read("".join(entries))) == TALK


def test_a_name_above_each_speech_makes_no_cycle() -> None:
    text = "".join(f"{who}\n{line}\n\n" for who, line in [("Hanne", "Yes"), ("Uwe", "No")] * 5)
    result = read(text)
    assert not [s for s in result.value.segments if s.kind is Kind.NOTE]
    assert "text.note" not in codes(result)


def test_a_refrain_makes_no_cycle() -> None:
    text = "\n".join(
        f"The lamp goes round\nThe tide is {word}\nRound and round\n" for word in ("in", "out", "low", "far")
    )
    assert len([s for s in read(text).value.segments if s.kind is Kind.NOTE]) == 0
