"""Labels that stand once, lines of data amid turns, and what stands before a line says what it is: numbers, words."""

from __future__ import annotations

import pytest

from captionkit.api.read_transcript import read_transcript
from captionkit.diagnostics import Severity
from tests.transcripts.layout.helpers import read, said, unaccounted

TALK = [
    ("Anna", "Where does the path begin?"),
    ("Bero", "At the mill, and it ends there too."),
    ("Anna", "How long did you walk?"),
    ("Bero", "Two days with the goat."),
    ("Anna", "Did the goat like it?"),
    ("Bero", "It has never said so."),
    ("Anna", "And the weather?"),
    ("Bero", "Wet, as it should be."),
    ("Anna", "Would you go again?"),
    ("Bero", "Only with another goat."),
]


def written(turns: list[tuple[str, str]], pattern: str = "{}: {}") -> str:
    return "\n\n".join(pattern.format(*turn) for turn in turns) + "\n"


@pytest.mark.parametrize("name", ["Stemme fra salen", "Głos z kuchni", "une voix", "Voice off", "แม่ค้าข้าง ๆ"])
def test_whoever_speaks_once_is_named_where_all_are(name: str) -> None:
    turns = [*TALK[:6], (name, "It bit me!"), *TALK[5:]]
    assert said(read(written(turns))) == turns


@pytest.mark.parametrize("phrase", ["One thing I know", "So we said", "My answer is"])
def test_a_phrase_before_a_colon_names_nobody(phrase: str) -> None:
    text = written([*TALK[:6]]) + f"\n{phrase}: it bites.\n\n" + written(TALK[6:])
    assert phrase not in {who for who, _ in said(read(text))}


def test_what_may_be_a_turn_is_never_left_out_as_nobodys() -> None:
    turns = [*TALK[:6], ("Bero", "It was my aunt's goat.")]
    further = "Bero: It ate a hat.\n\nAnd the brim of it.\n\n" * 3
    text = written(turns) + "\n" + further + "\nanother old rule of the road here: walk.\n\n" + written(TALK[5:])
    spoken = " ".join(line for _, line in said(read(text)))
    assert "walk." in spoken


@pytest.mark.parametrize("key", ["WATCH", "Related", "PHOTO"])
def test_a_line_of_a_page_with_a_colon_is_no_turn_among_sentences(key: str) -> None:
    text = written(TALK[:5]) + f"\n{key}: Five paths that end where they begin\n\n" + written(TALK[5:])
    result = read(text)
    assert said(result) == TALK
    assert unaccounted(text, result) == []


def test_a_turn_goes_on_below_what_a_page_puts_into_it() -> None:
    text = written(TALK[:2]) + "\nADVERTISEMENT\n\nWe stopped there for soup, all of us.\n\n" + written(TALK[2:])
    assert said(read(text))[2] == ("Bero", "We stopped there for soup, all of us.")


def test_lists_of_who_is_there_above_the_first_turn_are_data() -> None:
    above = "Topics: Paths, goats, weather\n\nSpeakers: Anna, Bero (the miller)\n\n(Anna greets all who are here.)\n\n"
    assert said(read(above + written(TALK))) == TALK


@pytest.mark.parametrize("pattern", ["{n}. {}: {}", "01.{n:02}  {}: {}", "Q{n} {}: {}", "{n}.   {}   {}"])
def test_numbers_before_labels_count_the_turns(pattern: str) -> None:
    rows = [pattern.format(*turn, n=n) for n, turn in enumerate(TALK, 1)]
    assert said(read("\n\n".join(rows) + "\n")) == TALK


def test_times_of_day_with_a_dot_before_labels() -> None:
    rows = [f"16.{2 * n + 2:02} {who} abc (answers): {text}" for n, (who, text) in enumerate(TALK)]
    result = read("\n\n".join(rows) + "\n")
    assert [text for _, text in said(result)] == [text for _, text in TALK]
    assert all(s.start is not None for s in result.value.spoken)
    assert {s.speaker.split()[0] for s in result.value.spoken} == {"Anna", "Bero"}


def test_chapters_that_count_up_are_headings_whatever_time_they_have() -> None:
    rows = [f"{who}: {text}" for who, text in TALK]
    for n, at in enumerate((0, 4, 8)):
        rows.insert(at, f"Chapter {n + 1}. The {('path', 'goat', 'soup')[n]} [00:{12 * n:02}:07]")
    assert said(read("\n\n".join(rows) + "\n")) == TALK


def test_a_word_before_each_time_is_no_part_of_it() -> None:
    rows = [f"Kl. 10:{n:02}\n{who}: {text}" for n, (who, text) in enumerate(TALK)]
    result = read("\n\n".join(rows) + "\n")
    assert said(result) == TALK
    assert all(s.start is not None for s in result.value.spoken)


def test_times_that_close_their_paragraphs_are_those_of_what_stands_above() -> None:
    rows = [
        f"{who}    {text}\nTC      00:00:{3 * n:02}.200 - 00:00:{3 * n + 2:02}.100"
        for n, (who, text) in enumerate(TALK)
    ]
    result = read("\n\n".join(rows) + "\n")
    assert [(s.start, s.end) for s in result.value.spoken] == [(3000 * n + 200, 3000 * n + 2100) for n in range(10)]
    assert said(result) == TALK


def test_names_with_a_line_of_dashes_below_are_names() -> None:
    turns = [*TALK[:6], ("a listener", "Does it bite?"), *TALK[5:]]
    assert said(read(written(turns, "{}\n--------------------\n{}"))) == turns


def test_one_letter_that_asks_is_a_label_where_names_answer() -> None:
    rows = [f"Q. {text}" if who == "Anna" else f"BERO LUND: {text}" for who, text in TALK]
    assert [who for who, _ in said(read("\n\n".join(rows) + "\n"))] == ["Q", "BERO LUND"] * 5


def test_signs_before_names_are_before_all_of_them() -> None:
    rows = [f"○{who}　{text}" for who, text in TALK]
    head = "委員長　桐谷君\n理事　　三輪君\n\n"
    assert said(read(head + "\n\n".join(rows) + "\n")) == TALK


def test_an_end_mark_in_brackets_ends_the_transcript() -> None:
    text = (
        written(TALK) + "\n[end of transcript]\n\nUnless it is said otherwise, all of this may be copied by anybody.\n"
    )
    assert said(read(text)) == TALK


def test_a_first_label_on_a_line_of_its_own_is_one_where_all_others_have_text() -> None:
    turns = [("BERO LUND" if who == "Bero" else "ANNA RILL", text) for who, text in TALK]
    text = "SELMA WARD, HOST:\n\nTwo people and a goat went for a walk. Our reporter asked.\n\n" + written(turns)
    assert said(read(text)) == [("SELMA WARD", "Two people and a goat went for a walk. Our reporter asked."), *turns]


def test_an_office_of_many_words_stands_beside_a_name() -> None:
    office = "secrétaire d'État auprès de la ministre des eaux, chargé des berges"
    turns = [("M. Yvon Bero" if who == "Bero" else "Mme la présidente", text) for who, text in TALK]
    rows = [f"{who}. {text}" for who, text in turns]
    rows[3] = rows[3].replace("M. Yvon Bero.", f"M. Yvon Bero, {office}.")
    assert said(read("\n\n".join(rows) + "\n")) == turns


def test_two_who_speak_together_are_not_the_one_named_last() -> None:
    turns = [("B1" if who == "Anna" else "B2", text) for who, text in TALK]
    turns.insert(7, ("B1 und B2", "Ja!"))
    assert said(read(written(turns))) == turns


def test_lines_without_stops_are_no_headings_where_no_line_has_one() -> None:
    rows = [f"ถาม : {n} ร่มคันแรกเมื่อไหร่คะ" if n % 2 else f"ตอบ : ปี 252{n} เป็นร่มของครู" for n in range(1, 9)]
    rows.insert(5, "แมวชื่อเมฆ")
    spoken = " ".join(s.text for s in read_transcript("\n\n".join(rows).encode(), language="th").spoken)
    assert "แมวชื่อเมฆ" in spoken


def test_labels_in_doubt_are_a_warning() -> None:
    text = written(TALK[:6]) + "\nstill another rule: Walk on.\n\n" + written([("Anna", "And?"), *TALK[5:]])
    result = read(text)
    assert "still another rule" not in {who for who, _ in said(result)}
    (doubt,) = (d for d in result.diagnostics if d.severity >= Severity.WARNING)
    assert (doubt.code, doubt.line) == ("text.unexplained", 13)


RADIO = [
    ("Kapten Ros", "Vi ser fyren nu."),
    ("Vakten", "Vilken av dem?"),
    ("Kapten Ros", "Den som inte blinkar."),
    ("Vakten", "Det är månen, kapten."),
    ("Kapten Ros", "Då svänger vi."),
    ("Vakten", "Vänta lite."),
    ("Kapten Ros", "Nu ser jag två."),
    ("Vakten", "En av dem är min lampa."),
]


@pytest.mark.parametrize("end", [":", ""])
def test_a_long_office_right_below_a_time_is_whoever_speaks(end: str) -> None:
    turns = [*RADIO[:5], ("Ombudet för gamla fyrar", "Båda är mina, och de är från 1902."), *RADIO[5:]]
    text = "\n\n".join(f"12:{at:02d}:00\n\n{who}{end}\n\n{what}" for at, (who, what) in enumerate(turns))
    assert said(read(text + "\n")) == turns


@pytest.mark.parametrize("end", [":", ""])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_line_that_stands_as_all_the_labels_do_is_one(end: str, between: str) -> None:
    turns = [*RADIO[:4], ("En röst från bryggan", "Kom hem nu!"), *RADIO[4:]]
    text = "\n\n".join(f"{who}{end}{between}{what}" for who, what in turns)
    assert said(read(text + "\n")) == turns


def test_a_heading_above_the_next_label_is_no_label() -> None:
    lines = [f"{who}\n{what}" for who, what in RADIO]
    text = "\n\n".join([*lines[:4], "Den andra natten\n41-B", *lines[4:]])
    assert "Den andra natten" not in {who for who, _ in said(read(text + "\n"))}
