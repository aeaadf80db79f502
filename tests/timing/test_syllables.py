"""Spoken lengths of written words: a table of words whose syllables anyone can count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captionkit.timing.rates import MEAN_RATE, NARRATED, natural, pause_after, rate_of
from captionkit.timing.syllables import syllables

ENGLISH = {
    "harbour": 2, "freighter": 2, "people": 2, "engine": 2, "parted": 2, "moved": 1, "cleared": 1, "places": 2,
    "little": 2, "table": 2, "lines": 1, "science": 2, "museum": 3, "being": 2, "idea": 3, "quiet": 2, "reporter": 3,
    "national": 3, "social": 2, "million": 2, "strengths": 1, "don't": 1, "(": 0, "–": 0, "…": 0, "evening,": 3,
}  # fmt: skip
NUMBERS = {
    "0": 2, "7": 2, "11": 3, "20": 2, "21": 3, "77": 5, "100": 3, "187": 7, "850": 5, "1,300": 6, "1998": 5, "2024": 5,
    "60,000": 4, "1.5": 3, "11:52": 6, "007": 6, "1,000,000": 3, "20%": 4, "$240": 7, "24th": 3,
}  # fmt: skip
SHORT = {
    "km": 4,
    "Dr.": 2,
    "a.m.": 2,
    "U.N.": 2,
    "U.S.": 2,
    "BBC": 3,
    "WWF": 7,
    "NATO": 2,
    "Su-25": 4,
    "Tern-7": 3,
    "&": 1,
}
OTHERS = [
    ("東京", "ja", 3.6), ("きょう", "ja", 2), ("カメラ", "ja", 3), ("你好", "zh", 2), ("안녕하세요", "ko", 5),
    ("здравствуйте", "ru", 3), ("её", "ru", 2), ("parlent", "fr", 1), ("ville", "fr", 1), ("teatro", "es", 3),
    ("país", "es", 2), ("Straße", "de", 2), ("καλημέρα", "el", 4), ("مرحبا", "ar", 2.75),
]  # fmt: skip


@pytest.mark.parametrize(("word", "count"), [*ENGLISH.items(), *NUMBERS.items(), *SHORT.items()])
def test_english(word, count):
    assert syllables(word, "en") == count


@pytest.mark.parametrize(("word", "language", "count"), OTHERS)
def test_other_languages(word, language, count):
    assert syllables(word, language) == pytest.approx(count)


@given(st.text(max_size=200), st.sampled_from(["", "en", "fr-CA", "ja", "xx"]))
def test_any_text_has_a_length_that_is_never_negative(text, language):
    atom = natural(text, language)
    assert atom.speech >= 0
    assert atom.pause >= 0
    assert any(c.isalnum() for c in text) <= (atom.speech > 0)


def test_a_number_takes_longer_than_its_characters():
    assert natural("187", "en").speech > 3 * natural("way", "en").speech


@pytest.mark.parametrize(
    ("word", "pause"),
    [
        ("and", 0),
        ("well,", 200),
        ("this:", 350),
        ("–", 350),
        ("end.", 600),
        ('end."', 600),
        ("Dr.", 0),
        ("そう。", 600),
    ],
)
def test_pauses_after_punctuation(word, pause):
    assert pause_after(word) == pause


def test_rates_by_language():
    assert rate_of("en-GB") == rate_of("en") < rate_of("es")
    assert rate_of("tlh") == MEAN_RATE * NARRATED
