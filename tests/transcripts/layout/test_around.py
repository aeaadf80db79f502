"""What stands around speech and among it: data, numbers, times at the edge, pipes, sounds with a label."""

from __future__ import annotations

import pytest

from captionkit.model.transcript import Kind
from tests.transcripts.layout.helpers import codes, read, said

TALK = [
    ("Hanne Moe", "The ice is thin."),
    ("Uwe Rehn", "Then we walk around it, all of us, as we did in the year before."),
    ("Hanne Moe", "It is far, though."),
    ("Uwe Rehn", "We have all day."),
    ("Hanne Moe", "Take a rope."),
    ("Uwe Rehn", "It is here."),
]


def written(turn: str = "{}: {}", between: str = "\n\n") -> str:
    return between.join(turn.format(*entry) for entry in TALK) + "\n"


def test_data_above_the_transcript_is_no_speech() -> None:
    head = "Reporter: Hanne Moe\nProducer: Ole Berg\nRecorded: Monday\n\n"
    assert said(read(head + written())) == TALK


def test_a_first_speaker_who_speaks_once_is_one() -> None:
    assert said(read("Ole Berg: Good evening, all.\n\n" + written()))[0] == ("Ole Berg", "Good evening, all.")


@pytest.mark.parametrize("number", ["- {} -", "3-04{}-0000", "● (101{})", "({}/9)"])
def test_numbers_that_stand_alone_are_not_said(number: str) -> None:
    parts = written().split("\n\n")
    text = "\n\n".join(f"{number.format(at)}\n\n{part}" for at, part in enumerate(parts, 1))
    assert said(read(text)) == TALK


def test_times_at_the_right_edge_are_not_said() -> None:
    lines = [f"{who.split()[0].upper()}:  {text}" for who, text in TALK]
    edged = [f"{line:<90}{9 + at // 60:02}:{at % 60:02}" if at % 2 else line for at, line in enumerate(lines)]
    assert [text for _, text in said(read("\n".join(edged) + "\n"))] == [text for _, text in TALK]


def test_a_table_between_pipes_is_a_table() -> None:
    rows = "".join(f"| 0:{3 * at:02} | {who} | {text} |\n" for at, (who, text) in enumerate(TALK))
    result = read(f"# Part two\n\n| Time | Speaker | Text |\n|:----:|:--------|------|\n{rows}\nNext part: tomorrow\n")
    assert said(result)[: len(TALK)] == TALK
    assert [s.start for s in result.value.spoken][: len(TALK)] == [3000 * at for at in range(len(TALK))]


def test_pipes_without_a_table_stay_text() -> None:
    assert said(read("Yes | no | maybe.\nSo we go.\n")) == [("", "Yes | no | maybe. So we go.")] or said(
        read("Yes | no | maybe.\nSo we go.\n")
    ) == [("", "Yes | no | maybe."), ("", "So we go.")]


def test_sounds_with_a_label_are_sounds() -> None:
    script = "F/X: A DOOR SLAMS.\n\n" + written() + "\nMUSIC: LOW STRINGS.\n\nF/X: WIND.\n\nHanne Moe: Shut it.\n"
    result = read(script)
    assert said(result) == [*TALK, ("Hanne Moe", "Shut it.")]
    heard = [(s.kind, s.text) for s in result.value.segments if s.kind in (Kind.SOUND, Kind.MUSIC)]
    assert heard == [(Kind.SOUND, "A DOOR SLAMS."), (Kind.MUSIC, "LOW STRINGS."), (Kind.SOUND, "WIND.")]


def test_a_shouted_text_keeps_what_its_labels_head() -> None:
    shouted = "SOUND: WE HEAR IT.\n\n" + written().upper()
    assert ("SOUND", "WE HEAR IT.") in said(read(shouted))


def test_headings_of_two_lines_between_turns() -> None:
    parts = written().split("\n\n")
    text = "\n\n".join([*parts[:3], "2\nThe long way", *parts[3:]])
    assert said(read(text)) == TALK


def test_a_number_begins_an_answer() -> None:
    rows = "".join(
        f"        {'QA'[at % 2]}    {text}\n"
        for at, text in enumerate(["How much is it?", "29.2, and falling.", "Is it?", "It is.", "Is that all?", "Yes."])
    )
    assert [who for who, _ in said(read(rows))] == ["Q", "A"] * 3


def test_what_a_wide_gap_divides_is_not_a_name() -> None:
    rows = [
        "Q    How many?",
        "MS. LUND: Many.",
        "Q    Ann, just one more: Is it far?",
        "MS. LUND: No.",
        "Q    Thanks.",
        "MS. LUND: Yes.",
    ]
    assert said(read("\n\n".join(rows) + "\n"))[2] == ("Q", "Ann, just one more: Is it far?")


def test_a_label_right_below_a_label_is_what_is_said() -> None:
    talk = (
        "The chair:\nGood day.\n\nMrs Moe:\nChair. The lock is shut.\n\nThe chair:\nIs it?\n\nMrs Moe:\nChair. It is.\n"
    )
    assert said(read(talk)) == [
        ("The chair", "Good day."), ("Mrs Moe", "Chair. The lock is shut."), ("The chair", "Is it?"),
        ("Mrs Moe", "Chair. It is."),
    ]  # fmt: skip


def test_messages_of_several_lines_in_a_chat_without_stops() -> None:
    rows = ["Uwe: Hello", "Hanne: I bring", "rope", "coffee", "Uwe: ok", "Hanne: Good", "Uwe: When", "Hanne: At ten"]
    text = "".join(f"[04.10.24, 09:0{at}:00] {row}\n" if ":" in row else f"{row}\n" for at, row in enumerate(rows))
    assert " ".join(text for _, text in said(read(text))) == "Hello I bring rope coffee ok Good When At ten"


def test_tortoise_shell_brackets_hold_marks() -> None:
    talk = "○浜口　始めます。\n○岸本　はい。\n　　　〔笑声〕\n○浜口　では終わります。\n○岸本　はい、どうも。\n"
    assert "笑声" not in " ".join(text for _, text in said(read(talk)))


def test_a_time_of_the_day_is_said_to_be_one() -> None:
    talk = "".join(f"[20:0{at}:11] {who}: {text}\n" for at, (who, text) in enumerate(TALK))
    result = read(talk)
    assert "text.late-start" in codes(result)
    assert any("--start-timecode 20:00:11" in (d.hint or "") for d in result.diagnostics)


def test_who_examines_is_named_above_the_question() -> None:
    rows = [
        "BY MR. LUND:", "     Q    What is it?", "     A    A rope.", "     Q    Whose?", "     A    Mine.",
        "BY MS. MOE:", "     Q    Is it long?", "     A    It is.", "     Q    How long?", "     A    Very.",
    ]  # fmt: skip
    assert [who for who, _ in said(read("\n".join(rows) + "\n"))] == ["Q", "A"] * 4


@pytest.mark.parametrize(
    "time",
    [
        lambda m, s: f"{m}:{s:02}" + (f"{m} minutes, {s} seconds" if m else f"{s} seconds"),
        lambda m, s: f"{m}:{s:02}" + (f"{m} Minuten und {s} Sekunden" if m else f"{s} Sekunden"),
        lambda m, s: f"Play from :{m}:{s} and follow the text{m}:{s:02}",
    ],
)
def test_times_that_pages_show_and_say_are_times(time) -> None:
    lines = "".join(f"{time(at // 2, 7 + 9 * (at % 2))}\n{text}\n" for at, (_, text) in enumerate(TALK))
    result = read(lines)
    assert [(s.start, s.text) for s in result.value.spoken] == [
        ((at // 2 * 60 + 7 + 9 * (at % 2)) * 1000, text) for at, (_, text) in enumerate(TALK)
    ]


def test_a_time_that_closes_sentences_of_the_same_words_in_speech_stays() -> None:
    assert "at 9:30" in said(read("Ann: It leaves at 9:30\n\nBob: It comes at 9:45\n\nAnn: Then we wait.\n"))[0][1]


def test_an_odd_name_where_all_lines_of_its_form_hold_names() -> None:
    names = ["Uwe", "Hanne", "Uwe", "far_from.everywhere", "Hanne", "Uwe"]
    text = "".join(
        f"{who} — 04/10/2024 7:{at:02} PM\n{said}\n"
        for at, (who, (_, said)) in enumerate(zip(names, TALK, strict=True))
    )
    assert said(read(text)) == [(who, text) for who, (_, text) in zip(names, TALK, strict=True)]
