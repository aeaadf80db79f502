"""Chats as they are saved and pasted: from whom to whom, dates beside names, texts that end without a stop."""

from __future__ import annotations

import pytest

from captionkit.model.transcript import Kind
from tests.transcripts.layout.helpers import read, said, unaccounted

TALK = [
    ("Hanne Moe", "The ice is thin."),
    ("Uwe Rehn", "Then we walk around it at 10:30"),
    ("Hanne Moe", "It is far, though."),
    ("Marta", "To whom do I bring the rope?"),
    ("Uwe Rehn", "To me"),
]


def starts(text: str) -> list[int | None]:
    return [s.start for s in read(text).value.segments if s.kind is Kind.SPEECH]


@pytest.mark.parametrize("sent", ["From {} to {}", "Von {} an {}", "De {} à {}"])
def test_the_sender_is_the_name_and_times_begin_at_the_first(sent: str) -> None:
    to = ["everyone", "everyone", "Marta", "everyone", "everyone"]
    text = "".join(
        f"10:0{at}:14 {sent.format(who, whom)}:\n\t{line}\n"
        for at, ((who, line), whom) in enumerate(zip(TALK, to, strict=True))
    )
    result = read(text)
    assert said(result) == TALK
    assert starts(text) == [0, 60_000, 120_000, 180_000, 240_000]
    manners = [s.extras.get("text.manner", "") for s in result.value.segments]
    assert [manner.split()[-1] for manner in manners] == to
    assert not unaccounted(text, result)


def test_names_that_share_words_are_not_senders() -> None:
    names = ["Lord North of Quay", "Lord South of Pier", "Lord North of Quay", "Lord West of Sea"]
    text = "".join(f"{who}: {line}\n\n" for who, (_, line) in zip(names, TALK, strict=False))
    assert [who for who, _ in said(read(text))] == names


def test_a_time_without_a_date_is_text_where_the_others_have_one() -> None:
    text = "".join(f"{who} — 06/11/2024 7:3{at} PM\n{line}\n" for at, (who, line) in enumerate(TALK))
    text = text.replace("The ice is thin.", "me, the lamp runs until 8:00")
    assert said(read(text)) == [("Hanne Moe", "me, the lamp runs until 8:00"), *TALK[1:]]
    assert starts(text) == [0, 60_000, 120_000, 180_000, 240_000]


def test_labels_open_lines_where_no_text_ends_a_sentence() -> None:
    text = """T3_ice, 00:12-00:31

01  HAN:  the ice is thin
02        (0.8)
03        and it sings
04  UWE:  it sings
05  HAN:  only at (.) the pier
06  UWE:  and if it breaks
07        (1.2)
08  HAN:  then you were heavy
09  UWE:  I see
"""
    assert said(read(text)) == [
        ("HAN", "the ice is thin"),
        ("HAN", "and it sings"),
        ("UWE", "it sings"),
        ("HAN", "only at"),
        ("HAN", "the pier"),
        ("UWE", "and if it breaks"),
        ("HAN", "then you were heavy"),
        ("UWE", "I see"),
    ]
