"""The proof by itself: what is undone, what one reply shows, what the order of many shows, what is remembered."""

from __future__ import annotations

import random
import time

import pytest
from benchmarks.translation_faults import golds, track_of
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.profiles import load
from captionkit.translation.base import Request
from captionkit.translation.client import RequestPolicy
from captionkit.translation.engine import TranslationOptions, translate_track
from captionkit.translation.memory import Memory, MemoryEntry
from captionkit.translation.proof import agrees, concepts_for, faults_of, learned, order_of, undone
from captionkit.translation.proof.cognates import cognates, skeleton

PAIRS = [(name[-2:], text, reply) for name, pairs in golds().items() for text, reply in pairs]


@pytest.mark.parametrize(("target", "text", "reply"), PAIRS)
def test_honest_pairs_have_no_fault_and_no_decoration(target: str, text: str, reply: str) -> None:
    assert undone(text, reply) == (reply, [])
    assert faults_of(text, reply, target, (), "en") == []


DECORATED = {
    "numbering": "3. Busco un regalo.", "bullet": "• Busco un regalo.", "quotes": '"Busco un regalo."',
    "bold": "**Busco un regalo.**", "fence": "```text\nBusco un regalo.\n```", "label": "Spanish: Busco un regalo.",
    "json": '{"translation": "Busco un regalo."}', "list": '["Busco un regalo."]', "element": "<p>Busco un regalo.</p>",
    "entities": "Busco&nbsp;un&#32;regalo.", "ansi": "\x1b[1mBusco un regalo.\x1b[0m",
    "bidi": "\u202eBusco un regalo.\u202c",
    "zero width": "Bus\u200bco un regalo.", "break": "Busco\\Nun regalo.", "percent": "Busco%20un%20regalo.",
    "source in brackets": "Busco un regalo. (I am looking for a present.)",
    "two at once": '2) "Busco un regalo."',
}  # fmt: skip


@pytest.mark.parametrize("name", DECORATED)
def test_certain_decoration_is_undone(name: str) -> None:
    made, kinds = undone("I am looking for a present.", DECORATED[name])
    assert made.replace("\u00a0", " ") == "Busco un regalo."
    assert kinds


@pytest.mark.parametrize(
    "text", ["1. The first step.", '"No," she said.', "Note: bring water.", "- Who is it?", "<3 you"]
)
def test_what_the_text_has_too_stays(text: str) -> None:
    reply = text.replace("The first step", "El primer paso").replace("bring water", "traiga agua")
    assert undone(text, reply)[0] == reply


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.text(max_size=200))
def test_any_reply_can_be_judged(text: str, reply: str) -> None:
    made, _ = undone(text, reply)
    faults_of(text, made, "es", (), "en")
    assert undone(text, made)[0] == made or len(undone(text, made)[0]) < len(made)


@pytest.mark.parametrize("name", golds())
@pytest.mark.parametrize("words", [True, False])
def test_the_order_of_honest_replies_is_never_disproved(name: str, words: bool) -> None:
    texts, replies = map(list, zip(*golds()[name], strict=True))
    known = concepts_for("en", name[-2:] if words else "xx")
    for size in (10, 25, len(texts)):
        for start in range(0, len(texts) - size + 1, 5):
            part = slice(start, start + size)
            assert order_of(texts[part], replies[part], known, "en", name[-2:]).kind != "disproved"


@pytest.mark.parametrize("name", golds())
def test_rotations_reversals_pairs_and_shuffles_are_not_proven(name: str) -> None:
    texts, replies = map(list, zip(*golds()[name][:25], strict=True))
    known = concepts_for("en", name[-2:])
    orders = [replies[n:] + replies[:n] for n in (1, 2, 3, -1, -2)] + [replies[::-1]]
    orders.append([replies[i ^ 1] if i ^ 1 < 25 else replies[i] for i in range(25)])
    orders += [random.Random(seed).sample(replies, 25) for seed in range(10)]
    for order in orders:
        assert order_of(texts, order, known, "en", name[-2:]).kind in ("disproved", "doubtful")


def test_one_exchange_is_found_at_ninety_per_cent() -> None:
    hits = count = 0
    for name, pairs in golds().items():
        texts, replies = map(list, zip(*pairs, strict=True))
        known = concepts_for("en", name[-2:])
        for at in range(len(texts) - 1):
            wrong = [*replies[:at], replies[at + 1], replies[at], *replies[at + 2 :]]
            verdict = order_of(texts, wrong, known, "en", name[-2:])
            asked = dict.fromkeys((*verdict.pointed, *verdict.unsure[:2]))
            count += 1
            hits += verdict.kind == "disproved" or any(agrees(replies[place], place, wrong) is False for place in asked)
    assert hits >= 0.9 * count


def test_judging_a_batch_takes_less_than_twenty_milliseconds() -> None:
    texts, replies = map(list, zip(*(golds()["gold_en_pt"][:36]), strict=True))
    known = concepts_for("en", "pt")
    best = 1.0
    for _ in range(7):
        begun = time.process_time()
        order_of(texts, replies, known, "en", "pt")
        best = min(best, time.process_time() - begun)
    assert best < 0.02


def test_words_are_learned_from_the_run_itself() -> None:
    texts = [
        f"The {noun} {verb} today."
        for noun in ("boat", "horse", "train")
        for verb in ("waits", "sleeps", "leaves", "sinks")
    ]
    table = {
        "boat": "taob",
        "horse": "esroh",
        "train": "niart",
        "waits": "stiaw",
        "sleeps": "speels",
        "leaves": "sevael",
        "sinks": "sknis",
    }
    replies = [" ".join(table.get(word.strip("."), "zzz") for word in text.split()) for text in texts]
    found = learned(texts * 3, replies * 3)
    assert found["boat"] == {"taob"}
    assert found["sinks"] == {"sknis"}


class Answering:
    """Gives fixed answers; refuses some texts."""

    def __init__(self, pairs: list[tuple[str, str]], refused: frozenset[str] = frozenset()) -> None:
        self.known, self.refused = dict(pairs), refused

    def __call__(self, texts: list[str], request: Request) -> list[str]:
        return ["Error 429: too many requests" if t in self.refused else self.known[t] for t in texts]


def test_only_what_is_verified_is_remembered() -> None:
    pairs = golds()["gold_en_es"]
    refused = frozenset(text for text, _ in pairs[3:6])
    options = TranslationOptions(RequestPolicy("en", "es", sleep=lambda _: None))
    with Memory() as memory:
        result = translate_track(
            track_of([t for t, _ in pairs]), Answering(pairs, refused), load("default"), options, memory
        )  # type: ignore[arg-type]
        assert result.value.untranslated == (4, 5, 6)
        kept = {entry.source for entry in memory.entries(verified=True)}
        assert kept == {text for text, _ in pairs} - refused
        assert kept == {entry.source for entry in memory.entries()}


def test_an_unverified_entry_is_for_its_own_run_only() -> None:
    with Memory() as memory:
        memory.put([("k", MemoryEntry("Yes.", "Sí.", "en", "es", "me"))], "run 1")
        assert memory.get(["k"], "run 1") == {"k": "Sí."}
        assert memory.get(["k"], "run 2") == memory.get(["k"]) == {}
        assert memory.near("Yes.", "en", "es", 0.5) is None
        memory.confirm("run 1", [])
        assert len(memory) == 0


def test_sys_exit_in_a_translator_is_a_failed_call() -> None:
    def leaves(texts: list[str], request: Request) -> list[str]:
        if len(texts) > 1:
            raise SystemExit(3)
        return [dict(golds()["gold_en_fr"])[texts[0]]]

    pairs = golds()["gold_en_fr"][:6]
    options = TranslationOptions(RequestPolicy("en", "fr", sleep=lambda _: None))
    result = translate_track(track_of([t for t, _ in pairs]), leaves, load("default"), options)  # type: ignore[arg-type]
    assert result.value.untranslated == ()


def test_a_word_that_is_the_same_in_both_languages_is_a_translation() -> None:
    assert faults_of("No, no, no.", "No, no, no.", "es", (), "en") == []


@pytest.mark.parametrize(
    ("text", "reply"),
    [("It cost £600.", "Costó 600 euros."), ("Where is she?", "Ella está allí."), ("Yes.", "No."), ("♪ la la", "la la"),
     ("See you at 5 p.m.", "Nos vemos a las 5."), ("It is on 3/4.", "Es el 4/3.")],
)  # fmt: skip
def test_small_facts_that_change_are_noticed(text: str, reply: str) -> None:
    assert faults_of(text, reply, "es", (), "en")


# -- sister languages, letters, marks of models, numbers in words ----------------------------------------------------


def kinds(text: str, reply: str, source: str, target: str) -> list[str]:
    return [fault.kind for fault in faults_of(text, undone(text, reply)[0], target, (), source)]


@pytest.mark.parametrize(
    ("text", "reply", "source", "target"),
    [
        ("Esto es un problema de memoria.", "Isso é um problema de memória.", "es", "pt"),
        ("Para indicar diferentes partes.", "Para indicar diferentes partes.", "es", "pt"),
        ("No, no, no.", "No, no, no.", "en", "es"),
        ("We met twice.", "Nos vimos dos veces.", "en", "es"),
        ("Five of them came.", "Vinieron 5 de ellos.", "en", "es"),
        ("Write to example.org/people.", "Escriba a example.org/people.", "en", "es"),
        ("He is 'our' man.", "Es 'nuestro' hombre.", "en", "es"),
        ("An iPhone rings.", "iPhone sonando.", "en", "es"),
    ],
)
def test_honest_replies_pass(text: str, reply: str, source: str, target: str) -> None:
    assert kinds(text, reply, source, target) == []


@pytest.mark.parametrize(
    ("text", "reply", "kind"),
    [
        ("Where were you all this time?", "¿Jurer jrer lbh nyy guvf gvzr?", "gibberish"),
        ("It smells of old paper.", "Hl ppl vj.", "gibberish"),
        ("The boats come back at noon.", "los barcos vuelven al mediodía.", "begun"),
        ("The boats come back at noon.", "Los Los barcos vuelven al mediodía.", "loop"),
        ("Right behind it.", "Justo Detrás.", "capitals"),
        ("The world is small.", "El mundo es pequen'o.", "accents"),
        ("Twelve boats came.", "Vinieron trece barcos.", "number"),
        ("It cost £600.", "Costó 600 euros.", "sign"),
    ],
)
def test_what_is_odd_is_seen(text: str, reply: str, kind: str) -> None:
    assert kind in kinds(text, reply, "en", "es")


def test_half_of_a_text_left_in_a_sister_language() -> None:
    text, reply = (
        "Ella no sabía que ellos estaban aquí con nosotros.",
        "Ela não sabia que ellos estaban aquí con nosotros.",
    )
    assert kinds(text, reply, "es", "pt") == ["half-done"]


@pytest.mark.parametrize(
    "worn",
    ["{}</s>", "<|im_start|>assistant {}<|im_end|>", ">>es<< {}", "__es__ {}", "[es] {}", "<2es> {}", "{}.", '"{}'],
)
def test_marks_of_models_come_off(worn: str) -> None:
    assert undone("The boats leave.", worn.format("Los barcos salen."))[0] == "Los barcos salen."


def test_pieces_of_words_are_joined() -> None:
    assert undone("The boats leave.", "\u2581Los \u2581barcos \u2581salen.")[0] == "Los barcos salen."
    assert undone("The boats leave.", "Los bar@@ cos salen.")[0] == "Los barcos salen."


@given(st.text(max_size=40))
def test_a_skeleton_is_of_any_text(word: str) -> None:
    assert cognates(skeleton(word), skeleton(word)) == (len(skeleton(word)) > 2)
