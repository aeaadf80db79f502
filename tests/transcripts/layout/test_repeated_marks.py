"""Marks in brackets in languages that no list has: what comes again where sentences end is heard, not said."""

from __future__ import annotations

import pytest

from captionkit.model.transcript import Kind
from tests.transcripts.layout.helpers import read, said, unaccounted

TALKS = {
    "(হাসি)": ("মিতা", "রাহুল", "তুমি কখন এলে?", "এইমাত্র এলাম।", "পথ খুব খারাপ ছিল।"),
    "[smeh]": ("Maja", "Luka", "Kje si bil?", "Doma.", "Pes je pojedel ključe."),
    "(κλαίει)": ("Ελένη", "Νίκος", "Πού ήσουν;", "Στο λιμάνι.", "Το πλοίο έφυγε."),
    "(smejas un klepo ilgi un skaļi)": ("Ieva", "Juris", "Kur tu biji?", "Pie upes.", "Zivis nebija."),
    "[ıslık sesi]": ("Elif", "Deniz", "Neredeydin?", "Evdeydim.", "Köpek anahtarı yedi."),
}


@pytest.mark.parametrize("mark", TALKS)
def test_what_comes_again_in_brackets_is_heard(mark: str) -> None:
    one, other, asks, answers, more = TALKS[mark]
    text = f"{one}: {asks}\n\n{other}: {answers} {mark} {more}\n\n{one}: {asks} {mark}\n\n{other}: {mark} {more}\n"
    result = read(text)
    assert [s.text for s in result.value.segments if s.kind is Kind.SOUND] == [mark] * 3
    assert all(mark not in line for _, line in said(result))
    assert unaccounted(text, result) == []


def test_a_repeated_mark_is_one_within_a_sentence_too() -> None:
    text = "Maja: Vse? [smeh]\n\nLuka: Samo tri. [smeh]\n\nMaja: In kje so [smeh] zdaj?\n\nLuka: V psu.\n"
    result = read(text)
    assert [s.text for s in result.value.segments if s.kind is Kind.SOUND] == ["[smeh]"] * 3
    assert said(result)[2:4] == [("Maja", "In kje so"), ("Maja", "zdaj?")]


def test_what_stands_once_among_repeated_marks_is_one() -> None:
    text = "Maja: Vse? [smeh]\n\nLuka: Samo tri. [vzdih] Res.\n\nMaja: In kje so? [smeh]\n\nLuka: V psu.\n"
    sounds = [s.text for s in read(text).value.segments if s.kind is Kind.SOUND]
    assert sounds == ["[smeh]", "[vzdih]", "[smeh]"]


@pytest.mark.parametrize("aside", ["(kot vedno)", "(EU)", "(Ljubljana)", "(prav tam.)"])
def test_an_aside_within_a_sentence_stays_speech(aside: str) -> None:
    text = f"Maja: Šli smo v mesto {aside} po kruh.\n\nLuka: In potem {aside} domov.\n\nMaja: Ja.\n\nLuka: Lepo.\n"
    assert [line for _, line in said(read(text))][:2] == [
        f"Šli smo v mesto {aside} po kruh.",
        f"In potem {aside} domov.",
    ]
