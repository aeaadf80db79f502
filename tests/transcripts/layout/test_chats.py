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


SLACK = """#ice-watch
24 members
Tuesday, June 11th
Hanne Moe
  9:02 AM
The ice is thin.
:eyes:
3
Uwe Rehn
  9:03 AM
Then we walk around it at 10:30
2 replies
Last reply today at 9:30 AM
View thread
IceBot
APP  9:05 AM
Depth 4 cm at 9:00
Hanne Moe
  9:06 AM
It is far, though. (edited)
New
Marta
  9:07 AM
joined #ice-watch.
Marta
  9:08 AM
To whom do I bring the rope?
Uwe Rehn
  9:09 AM
To me
"""


def test_what_the_page_of_a_chat_puts_among_messages() -> None:
    result = read(SLACK)
    assert said(result) == TALK
    assert starts(SLACK) == [0, 60_000, 240_000, 360_000, 420_000]
    assert not unaccounted(SLACK, result)
    beside = SLACK.replace("\n  9:", "  9:").replace("\nAPP", " APP")
    assert said(read(beside)) == TALK


def test_a_pasted_chat_with_days_by_name() -> None:
    text = "".join(f"{who.lower()} — Today at 7:3{at} PM\n{line}\n" for at, (who, line) in enumerate(TALK))
    text = text.replace("It is far, though.\n", "It is far, though. (edited)\nImage\nJune 12, 2024\n")
    result = read(f"{text}NEW\nJump to present\n")
    assert said(result) == [(who.lower(), line) for who, line in TALK]
    assert starts(text) == [0, 60_000, 120_000, 180_000, 240_000]


def test_the_words_of_such_a_page_are_speech_elsewhere() -> None:
    text = "Hanne: What do you see there?\n\nUwe: An\n\nImage\n\nHanne: When?\n\nUwe: Today\n"
    assert ("Uwe", "Today") in said(read(text))
    assert any("Image" in line for _, line in said(read("The word is\nImage\nand so it stays.\n")))
