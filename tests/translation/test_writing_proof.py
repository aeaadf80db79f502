"""What a reply is written with, what it leaves out, and what installed dictionaries know."""

from __future__ import annotations

import gzip
import os
import random
from pathlib import Path

import pytest
from benchmarks.translation_faults import golds

from captionkit.translation.align import tidied
from captionkit.translation.proof import Crowd, faults_of, unaccented, uncounted, undone
from captionkit.translation.proof.dictionaries import _read, dictionary_words
from captionkit.translation.proof.language import aside, stray_word
from captionkit.translation.proof.numbers import numbers_in
from captionkit.translation.proof.omission import Omission
from captionkit.translation.proof.signs import foreign_signs, hints_of

TEXT = "The boats come back before noon."


def kinds(text: str, reply: str, target: str = "es") -> list[str]:
    return [fault.kind for fault in faults_of(text, undone(text, reply)[0], target, (), "en")]


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        ("Los barc⁇s vuelven antes de mediodía.", "signs"),
        ("Los barcos vuelven antes del mediod⊥a.", "signs"),
        ("Lòs bàrcos vuelven antes de mediodía.", "letters"),
        ("Los barcos vuelven antes de mediodìa.", "letters"),
        ("LosBarcos vuelvenAntes de mediodía.", "capitals"),
        ("Los UNK vuelven antes de mediodía.", "capitals"),
        ("Los b-barcos vuelven antes de mediodía.", "loop"),
        ("Los barcos vuelven aqui antes de mediodía.", "accents"),
        ("Los barcos vuelven. Gracias por su atención.", "added"),
        ("Okay, let me see what this means. Los barcos vuelven.", "language"),
        ("Los barcos vuelven with antes de mediodía.", "language"),
    ],
)
def test_what_neither_text_nor_language_has_is_seen(reply: str, kind: str) -> None:
    assert kind in kinds(TEXT, reply)


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("The UN met today.", "La ONU se reunió hoy."),
        ("In the nineteenth century.", "En el siglo XIX."),
        ("Press ⌘ to copy.", "Pulse ⌘ para copiar."),
        ("Her iPhone rings.", "Suena su iPhone."),
        ("He met Dvořák once.", "Conoció a Dvořák una vez."),
        ("Mr. Lopez is here. Sit down.", "El Sr. López está aquí. Siéntese."),
        ("It costs 5 €.", "Cuesta 5 €."),
        ("The temperature is 5°.", "La temperatura es de 5°."),
    ],
)
def test_honest_writing_passes(text: str, reply: str) -> None:
    assert kinds(text, reply) == []


def test_a_catalan_point_is_no_strange_sign() -> None:
    assert foreign_signs("The school.", "El col·legi.") == set()
    assert foreign_signs("The school.", "El· colegi.") == {"·"}


def test_a_language_that_is_not_listed_is_left_alone() -> None:
    assert kinds(TEXT, "Tā ŵêŕķś ŠOME xyz.", "xx") == []


@pytest.mark.parametrize(
    ("text", "reply", "expected"),
    [
        (TEXT, "Los+barcos+vuelven+antes+de+mediodía.", "Los barcos vuelven antes de mediodía."),
        (TEXT, "Los.barcos.vuelven.antes.de.mediodía.", "Los barcos vuelven antes de mediodía."),
        (TEXT, ". Los barcos vuelven.", "Los barcos vuelven."),
        (TEXT, "Los barcos, al mediodía.".encode().decode("mac_roman"), "Los barcos, al mediodía."),
        ("See w3.org/WAI now or never.", "w3.org/WAI+ahora", "w3.org/WAI+ahora"),
        ("A well-known man.", "Archi-re-que-te-conocido", "Archi-re-que-te-conocido"),
    ],
)  # fmt: skip
def test_blanks_stops_and_letters_are_put_back(text: str, reply: str, expected: str) -> None:
    assert undone(text, reply)[0] == expected


def test_numbers_that_count_up_come_off() -> None:
    texts = ["One.", "Two.", "Three."]
    assert uncounted(texts, ["007 Uno.", "008 Dos.", "009 Tres."]) == ["Uno.", "Dos.", "Tres."]
    assert (
        uncounted(["12 men.", "13 men.", "14 men."], ["12 hombres.", "13 hombres.", "14 hombres."])[0] == "12 hombres."
    )
    assert uncounted(texts, ["7 Uno.", "9 Dos.", "8 Tres."])[0] == "7 Uno."


def test_french_keeps_the_blanks_that_are_its_own() -> None:
    assert tidied("Is it late?", "Il est tard .", "fr") == "Il est tard."
    assert tidied("Is it late?", "Est-il tard ?", "fr") == "Est-il tard ?"


def test_accents_that_are_all_gone() -> None:
    replies = [reply for _, reply in golds()["gold_en_es"]]
    bare = [reply.translate(str.maketrans("áéíóúñ", "aeioun")) for reply in replies]
    assert unaccented(bare, "es")
    assert not unaccented(replies, "es")
    assert not unaccented(bare, "en")
    assert not unaccented(bare[:3], "es")


@pytest.mark.parametrize("name", golds())
def test_nobody_honest_thinks_aloud(name: str) -> None:
    for text, reply in golds()[name]:
        assert aside(text, reply, "en", name[-2:]) == stray_word(text, reply, "en", name[-2:]) == ""


@pytest.mark.parametrize(
    ("text", "reply", "kind"),
    [
        ("Six people came.", "Vinieron personas.", ["number"]),
        ("Both of them came.", "Vinieron.", []),
        ("Twenty-two came.", "Vinieron muchos.", []),
        ("She is seventeen.", "Elle a dix-sept ans.", []),
        ("Five boats came.", "Vinieron five barcos.", ["number"]),
    ],
)
def test_numbers_in_words(text: str, reply: str, kind: list[str]) -> None:
    target = "fr" if reply.startswith("Elle") else "es"
    assert sorted({k for k in kinds(text, reply, target) if k == "number"}) == kind
    assert numbers_in("dix-huit ou dix", "fr") == {"18", "10"}


# -- parts left out ---------------------------------------------------------------------------------------------------


def test_a_lost_third_is_likelier_than_an_honest_reply() -> None:
    ratios = {f"{'word ' * 8}{n}": random.Random(n).gauss(0.05, 0.1) for n in range(40)}
    habits = Omission(ratios, 0.05, [(3, 0), (2, 1)] * 20)
    text = next(iter(ratios))
    assert habits.odds(text, 0.05, 3, 0) < 0 < habits.odds(text, -0.4, 1, 2)
    assert habits.odds(text, -0.4, 3, 0) < habits.odds(text, -0.4, 0, 3)


def test_parts_lost_again_and_again_condemn_those_that_lost_them() -> None:
    pairs = golds()["gold_en_pt"]
    cut = [(t, " ".join(r.split()[: len(r.split()) // 2]) + "." if n % 3 == 0 else r) for n, (t, r) in enumerate(pairs)]
    for given, expected in ((pairs, set()), (cut, {"habit"})):
        crowd = Crowd("en", "pt")
        crowd.add(given)
        found = crowd.habits(given)
        assert {fault.kind for fault in found.values() if fault.hard} == expected
        assert all(n % 3 == 0 for n in found)


def test_what_is_unusual_once_is_no_fault() -> None:
    assert hints_of(TEXT, "Atención: los barcos vuelven.", "en", "es") == {"a colon is added"}
    assert kinds(TEXT, "Atención: los barcos vuelven antes de mediodía.") == []


# -- dictionaries -----------------------------------------------------------------------------------------------------

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def number(value: int) -> str:
    return (number(value // 64) if value >= 64 else "") + DIGITS[value % 64]


def installed(folder: Path, entries: dict[str, str], name: str = "freedict-eng-spa") -> None:
    """Write a dictionary as dictd has it."""
    body, index = b"", []
    for head, entry in entries.items():
        made = f"{head} /x,y/ <n>\n{entry}\n".encode()
        index.append(f"{head}\t{number(len(body))}\t{number(len(made))}")
        body += made
    (folder / f"{name}.index").write_text("\n".join(index) + "\n", "utf-8")
    (folder / f"{name}.dict.dz").write_bytes(gzip.compress(body))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    _read.cache_clear()
    monkeypatch.setenv("CAPTIONKIT_DICTIONARIES", str(tmp_path))
    monkeypatch.setenv("PATH", os.devnull)  # no Apertium
    return tmp_path


def test_words_of_an_installed_dictionary(folder: Path) -> None:
    installed(folder, {"otter": "1. nutria\n2. (animal) perro de agua", "rudder": "timón, gobernalle; caña", "a": "un"})
    found = dictionary_words(["otter", "rudders", "keel", "a"], "en-GB", "es-MX")
    assert found == {"otter": {"nutria", "perro", "agua"}, "rudders": {"timon", "gobernalle", "cana"}}
    assert dictionary_words(["otter"], "es", "en") == {}


@pytest.mark.parametrize("broken", ["dict", "index", "both"])
def test_a_broken_dictionary_knows_nothing(folder: Path, broken: str) -> None:
    installed(folder, {"otter": "nutria"})
    if broken != "index":
        (folder / "freedict-eng-spa.dict.dz").write_bytes(b"\x1f\x8b\x08 no gzip")
    if broken != "dict":
        (folder / "freedict-eng-spa.index").write_bytes(b"otter\t?!\xff\nrudder\nx\tzzzz\tzzzz\n")
    assert dictionary_words(["otter"], "en", "es") == {}
