"""Whole pages: what stands around turns and between them, and labels that have the shape of others."""

from __future__ import annotations

import pytest

from captionkit.model.transcript import Kind
from tests.transcripts.layout.helpers import read, said, unaccounted

WALK = [
    ("Ines", "¿Dónde empieza el camino?"),
    ("Bruno", "En el molino, y allí termina."),
    ("Ines", "¿Cuánto tardasteis?"),
    ("Bruno", "Dos días con la cabra."),
    ("Ines", "¿Le gustó?"),
    ("Bruno", "Nunca lo ha dicho."),
    ("Ines", "¿Volverías?"),
    ("Bruno", "Solo con otra cabra."),
]


def test_what_describes_a_picture_is_not_said() -> None:
    lines = [f"**{who}:** {what}" for who, what in WALK]
    lines[3] += " ![una cabra](cabra.jpg)"
    assert said(read("\n\n".join(lines) + "\n")) == WALK


def test_who_says_their_own_name_first_is_not_named_anew() -> None:
    turns = [*WALK]
    turns[4] = ("Ines", "Ines: así me llamaba la cabra.")
    text = "\n\n".join(f"{who}: 0:{at:02d}\n\n{what}" for at, (who, what) in enumerate(turns))
    assert said(read(text + "\n")) == turns


def test_paragraphs_that_begin_in_one_column_are_not_centred() -> None:
    long = "Una respuesta tan larga que su mitad cae justo donde cae la de la página entera, y no por ello es menos."
    turns = [*WALK[:3], ("Bruno", long), *WALK[4:]]
    pages = [f"{who.upper()}:\n\n          {what}" for who, what in turns]
    pages.insert(2, " " * 40 + "SUENA EL TIMBRE")
    result = read("\n\n".join(pages) + "\n")
    assert [text for _, text in said(result)] == [text for _, text in turns]


def test_a_name_in_angle_brackets_has_none() -> None:
    turns = [("問" if who == "Ines" else "答", what) for who, what in WALK]
    assert said(read("\n\n".join(f"<{who}> {what}" for who, what in turns) + "\n")) == turns


def test_a_label_in_capitals_with_a_manner_is_no_heading() -> None:
    blocks = []
    for at, (who, what) in enumerate(WALK):
        name = "DON BRUNO (pensando)" if who == "Bruno" else "INES"
        blocks += [f"VIÑETA {at}\nUna cabra mira el monte.", f"{name}:\n{what}"]
    assert [text for _, text in said(read("\n\n".join(blocks) + "\n"))] == [text for _, text in WALK]


@pytest.mark.parametrize("word", ["Speaker", "Ведущий", "Puhuja", "發言人", "Zabierający"])
def test_the_word_that_heads_all_names_is_no_part_of_them(word: str) -> None:
    result = read("\n\n".join(f"{word}: {who}\n{what}" for who, what in WALK) + "\n")
    assert said(result) == WALK
    assert next(d for d in result.diagnostics if d.code == "text.layout").data["keys"] == [word]


def test_the_word_that_heads_names_is_reported_where_one_says_nothing() -> None:
    text = "Ведущий: Анна\nВедущий:Анна\nДобрый вечер всем:"
    assert unaccounted(text, read(text)) == []


@pytest.mark.parametrize("times", [False, True], ids=["no other times", "times that begin again"])
@pytest.mark.parametrize("form", ["({}) {}", "{} {}", "[{}] - {}"])
def test_a_list_of_chapters_is_no_speech(form: str, times: bool) -> None:
    titles = ["Apertura", "Il molino", "La capra di montagna"]
    chapters = "\n".join(form.format(f"0{at}:15", title) for at, title in enumerate(titles))
    turns = [f"[00:{7 * at:02d}] {who}: {what}" if times else f"{who}: {what}" for at, (who, what) in enumerate(WALK)]
    result = read(f"{chapters}\n\n" + "\n\n".join(turns) + "\n")
    assert said(result) == WALK
    starts = [s.start for s in result.value.segments if s.kind is Kind.SPEECH]
    assert starts == ([7_000 * at for at in range(len(WALK))] if times else [None] * len(WALK))


def test_times_that_go_on_are_no_list_of_chapters() -> None:
    text = "0:00 good evening\n0:03 the harbour is closed\n0:05 nobody knows why\n\n"
    text += "0:08 and the ice is thin\n0:11 that is all\n"
    assert [what for _, what in said(read(text))][:2] == ["good evening", "the harbour is closed"]


@pytest.mark.parametrize("line", ["Aplausos en varios bancos.", "Wesołość na sali.", "Skratt.", "Γέλια."])
def test_a_few_words_by_nobody_between_longer_turns_are_doubted(line: str) -> None:
    turns = [f"{who}: {what} Y eso fue todo lo que pasó allí." for who, what in WALK]
    turns.insert(4, line)
    result = read("\n\n".join(turns) + "\n")
    found = [d for d in result.diagnostics if d.code == "text.between"]
    assert [d.line for d in found] == [9]
    assert line.rstrip(".") in found[0].message
