"""Paragraphs that begin in the column in which the text of their turn does go on with it."""

from __future__ import annotations

import pytest

from captionkit.model.transcript import Kind
from tests.transcripts.layout.helpers import read, said, unaccounted

TALKS = {
    "en": ("Irma:", "Otto:", "Do you miss it?", "Every morning at five.", "the harbour, the gulls, all of it"),
    "de": ("Frage:", "Antwort:", "Fehlt es Ihnen?", "Jeden Morgen um fünf.", "Niemand segelt mehr."),
    "pl": ("Iga:", "Olek:", "Tęskni pan?", "Co rano o piątej.", "Dużo mew nad portem"),
    "el": ("Ίρμα:", "Όθων:", "Σου λείπει;", "Κάθε πρωί στις πέντε.", "Το λιμάνι και οι γλάροι"),
}


@pytest.mark.parametrize("language", TALKS)
def test_a_paragraph_below_the_text_of_its_turn_is_of_the_turn(language: str) -> None:
    one, other, asks, answers, more = TALKS[language]
    turns = f"{one:<10}{asks}\n\n{other:<10}{answers}\n\n{'':<10}{more}\n\n"
    text = turns + f"{one:<10}{asks}\n\n{other:<10}{answers}\n\n" + turns
    result = read(text)
    speaker = other.rstrip(":")
    assert [line for who, line in said(result) if who == speaker] == [answers, more, answers, answers, more]
    assert unaccounted(text, result) == []


def test_a_heading_at_the_margin_stays_a_heading() -> None:
    turns = "Irma:     Do you miss it?\n\nOtto:     Every morning at five.\n\n"
    result = read(turns + "The second day\n\n" + turns + turns)
    assert [s.text for s in result.value.segments if s.kind is Kind.TITLE] == ["The second day"]
