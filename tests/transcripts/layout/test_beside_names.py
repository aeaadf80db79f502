"""What stands in a label beside the name: an office behind a sign, a number behind a number sign."""

from __future__ import annotations

import pytest

from tests.transcripts.layout.helpers import codes, read, said, unaccounted

BRIDGE = {
    "Ann Lee -- minister for bridges": ("Ann Lee", "minister for bridges"),
    "Jean Morel | ministre": ("Jean Morel", "ministre"),
    "Olga Berg / Bürgermeisterin": ("Olga Berg", "Bürgermeisterin"),
    "Павел Орлов — глава района": ("Павел Орлов", "глава района"),
    "Maja · županja": ("Maja", "županja"),
}


@pytest.mark.parametrize("label", BRIDGE)
def test_an_office_behind_a_sign_is_no_part_of_a_name_that_stands_alone_later(label: str) -> None:
    name, office = BRIDGE[label]
    text = f"{label}: The bridge is open.\n\nTom Oak: Who paid?\n\n{name}: Half of it the county.\n\n"
    text += f"Tom Oak: And the rest?\n\n{name}: A lottery.\n"
    result = read(text)
    assert [speaker for speaker, _ in said(result)] == [name, "Tom Oak", name, "Tom Oak", name]
    assert result.value.segments[0].extras["text.role"] == office
    assert unaccounted(text, result) == []


def test_two_who_speak_together_stay_two() -> None:
    text = "Ann: Go.\n\nBen: Where?\n\nAnn: Home.\n\nAnn / Ben: Home!\n\nBen: Now?\n\nAnn: Now.\n"
    assert ("Ann / Ben", "Home!") in said(read(text))


def test_a_sign_in_a_name_that_never_stands_alone_stays() -> None:
    text = "Ann | North: Go.\n\nBen: Where?\n\nAnn | North: Home.\n\nBen: Now?\n"
    assert {speaker for speaker, _ in said(read(text))} == {"Ann | North", "Ben"}


@pytest.mark.parametrize("name", ["Guard #{}", "WACHE #{}", "Ученик №{}", "Ученик № {}", "Garde # {}"])
def test_a_number_sign_belongs_to_the_name(name: str) -> None:
    one, two = name.format(1), name.format(2)
    turns = [(one, "Who goes there?"), (two, "Only the baker."), (one, "Now?"), (two, "Bread does not wait.")]
    result = read("\n\n".join(f"{who}: {what}" for who, what in turns) + "\n")
    assert said(result) == turns
    assert "text.ambiguous" not in codes(result)


def test_a_numbered_name_that_speaks_first_and_once_is_a_name() -> None:
    turns = [("Guard #2", "Only the baker is here."), ("Nell", "Who is it?"), ("Tom", "I cannot see."), ("Nell", "Ah.")]
    assert said(read("\n\n".join(f"{who}: {what}" for who, what in turns) + "\n")) == turns


EXAMINED = [
    ("BY MS. HALE:", ("Q", "A"), ["Where did you stand?", "At the gate.", "Who else was there?", "Only the dog."]),
    ("DURCH RA BERG:", ("F", "A"), ["Wo standen Sie?", "Am Tor.", "Wer war noch da?", "Nur der Hund."]),
    ("PAR Me MOREL :", ("P", "R"), ["Où étiez-vous ?", "À la porte.", "Qui d'autre ?", "Le chien."]),
    ("POR LA SRA. VEGA:", ("P", "R"), ["¿Dónde estaba?", "En la puerta.", "¿Quién más?", "Solo el perro."]),
]


@pytest.mark.parametrize(("head", "letters", "lines"), EXAMINED)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_whoever_examines_is_a_heading_above_questions_and_answers(
    head: str, letters: tuple[str, str], lines: list[str], between: str
) -> None:
    turns = [(letters[at % 2], line) for at, line in enumerate(lines)]
    part = [head, *(f"     {who}         {what}" for who, what in turns)]
    text = between.join([*part, *part, *part]) + "\n"
    result = read(text)
    assert said(result) == turns * 3
    assert unaccounted(text, result) == []
