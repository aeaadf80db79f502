"""What the proof passes over at once: each shortcut finds what the whole search finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.languages import costs_of, grams_of, odds_between
from captionkit.languages import words_of as listed_words
from captionkit.translation.proof import faults_of, neighbours, reply, signs, text, undo
from captionkit.translation.proof.concepts import same_word
from captionkit.translation.proof.text import links_in, without_links

#: What patterns turn on, mixed with letters of several scripts.
_TEXT = st.text("aáñbdeEÁNIX .,;:!?'’-_/@#0127$%&()[]<>{}\\\"«»\u0301Жя…\u00a0", max_size=40)
_WORDS = ("quota", "rate-limit", "http 500", "api key", "stacktrace", "timeout", "try again later", "copyright",
          "no such file", "segmentation fault", "Translated by", "subtitle by", "errno", "<html", "TIMED OUT",
          "usage limit", "error 404", "max retries", "too many requests", "service unavailable", "apikey",
          "out of memory", "invalid request", "credits exhausted", "payment required", "tokens used", "warning:x",
          "model is loading", "connection reset", "unauthorised", "captcha", "not found (404",
          "T\u0131MED OUT")  # fmt: skip
_ASIDES = ("Sure, it", "Certainly! Here", "Of course. Here", "Here is", "Here's the", "As an AI model",
           "I'm sorry, but I",
           "I cannot translate", "Translation: a", "```a", "Aquí tienes", "Aqui está", "Claro, aquí",
           "Voici la traduction", "Natürlich, a", "It translates to", "Let me know", "hope this helps",
           "the system prompt", "you are a helpful")  # fmt: skip
_TASKS = ("translate", "requested", "content", "policy", "guidelines", "model", "assist", "text", "provided", "help",
          "prompt", "input", "traducir", "traduzir", "traduisez", "solicitud", "contenido", "conteúdo", "pedido",
          "texto", "contenu", "demande", "política", "ayudarte", "ajudar", "aider", "übersetzen", "Inhalte",
          "Anfrage", "vertalen", "inhoud", "översätta", "oversætte", "richiesta", "contenuto", "tłumaczyć", "treść",
          "перевести")  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "heads", "wordings"),
    [
        (reply._ERROR, reply._ERROR_HEADS, _WORDS),
        (reply._CHATTER, reply._CHATTER_HEADS, _ASIDES),
        (reply._TASK, reply._TASK_HEADS, _TASKS),
    ],
)
def test_every_wording_of_a_pattern_has_one_of_its_heads(
    pattern: re.Pattern[str], heads: frozenset[str], wordings: tuple[str, ...]
) -> None:
    for wording in wordings:
        assert pattern.search(wording), wording
        found = {word[:4] for word in reply._LETTERS.findall(wording.casefold())}
        assert found & heads or "```" in wording or reply._OTHER_I.search(wording), wording


@given(_TEXT)
def test_patterns_that_begin_with_what_is_rare_find_the_same(given_text: str) -> None:
    for fast, plain in (
        (signs._CAPITALS, r"\b[A-Z\u00c0-\u00de]{2,}\b"),
        (neighbours._NAME, r"(?<=[\w,;] )[A-Z\u00c0-\u00de][\w-]{3,}"),
        (text._NAME, r"(?<=[\w,;:] )[A-Z\u00c0-\u00de\u0410-\u042f][\w-]{2,}"),
    ):
        assert fast.findall(given_text) == re.findall(plain, given_text)
    assert bool(signs._RUNS_ON.search(given_text)) >= bool(signs._RUN_ON.search(given_text))


@given(_TEXT)
def test_what_is_passed_over_has_neither_link_nor_decoration(given_text: str) -> None:
    assert links_in(given_text) == text._LINK.findall(given_text)
    assert without_links(given_text) == text._LINK.sub(" ", given_text)
    if " " in given_text and undo._PLAIN.fullmatch(given_text):
        assert all(step("One two.", given_text) == given_text for _, step in undo._STEPS)


@given(st.lists(st.sampled_from(["Él", "vino", "a", "A", "ña", "l'été", "it's", "¿qué", "no"]), min_size=1, max_size=9),
       st.sampled_from(["", ".", "!", "?"]), st.sampled_from([" ", ", ", "; ", ". ", "-"]))  # fmt: skip
def test_a_plain_reply_stays_as_it_is_by_every_step(words: list[str], stop: str, between: str) -> None:
    plain = between.join(words) + stop
    if " " in plain and undo._PLAIN.fullmatch(plain):
        assert all(step("One two.", plain) == plain for _, step in undo._STEPS)
        assert undo.undone("One two.", plain) == (plain, [])


@given(st.text("aábc", max_size=8), st.text("aábc", max_size=8))
def test_words_that_are_the_same_begin_with_the_same_four_letters(one: str, two: str) -> None:
    assert not same_word(one, two) or one[:4] == two[:4]


@given(st.lists(st.sampled_from(["quando", "vieram", "the", "xq", "niño", "hus"]), max_size=6))
@settings(max_examples=50)
def test_odds_between_two_languages_are_the_difference_of_their_costs(words: list[str]) -> None:
    costs = costs_of(words, "pt")
    assert odds_between(words, "en", "pt-BR") == costs["pt"] - costs["en"]
    assert odds_between(words, "ru", "pt") == odds_between(words, "xx", "pt") == odds_between(words, "pt", "xx") == 0.0


def test_a_word_has_a_triple_for_each_letter() -> None:
    for word in listed_words("L'île d'Izmir, à côté"):
        assert len(list(grams_of(word))) == len(word)


def test_a_loop_is_seen_though_only_words_that_come_again_are_looked_at() -> None:
    for loop in ("no no no no no no", "ven aquí ven aquí ven aquí ven aquí", "e " * 6):
        assert [fault.kind for fault in faults_of("Come here, all of you, at once.", loop, "es", (), "en")] == ["loop"]
