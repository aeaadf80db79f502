"""Lines between turns that nobody says, outside brackets: known by what several have in common, never kept silently."""

from __future__ import annotations

import pytest

from tests.transcripts.layout.helpers import read, said, unaccounted

PLAYS = {
    "cs": ("TILDA", "BOREK", ["Kde je klíč?", "V kapse.", "Nečekám."], "Tilda odejde do zahrady."),
    "it": ("NINA", "ALDO", ["Dove sono le chiavi?", "In tasca.", "Allora vado."], "Aldo esce dalla porta."),
    "de": (
        "GRETE",
        "HANNO",
        ["Wo ist der Schlüssel?", "In der Tasche.", "Dann los."],
        "Hanno bleibt am Fenster stehen.",
    ),
    "en": ("Nell", "Tom", ["Where is the key?", "In the drawer.", "Then come."], "Tom leaves through the garden."),
}
REPORTS = {
    "es": ("El señor PARDO", "La señora VEGA", "Aplausos de la izquierda.", "Aplausos."),
    "hr": ("Josip Vuk", "Ana Perić", "Pljesak na lijevoj strani.", "Pljesak."),
    "fi": ("Aino Salo", "Eero Kivi", "Taputuksia vasemmalta.", "Taputuksia."),
}


def doubted(text: str, line: str) -> bool:
    """Whether a line is left out, or kept with a warning."""
    result = read(text)
    assert unaccounted(text, result) == []
    number = text.split("\n").index(line) + 1
    kept = any(line in spoken for _, spoken in said(result))
    return not kept or any(d.code == "text.between" and d.line == number for d in result.diagnostics)


@pytest.mark.parametrize("language", PLAYS)
def test_what_a_speaker_does_is_not_said_in_silence(language: str) -> None:
    one, other, (asks, answers, goes), line = PLAYS[language]
    turns = [f"{one}: {asks}", f"{other}: {answers}", line, f"{other}: {goes}", f"{one}: {answers}", f"{other}: {asks}"]
    assert doubted("\n\n".join(turns) + "\n", line)


@pytest.mark.parametrize("language", REPORTS)
def test_lines_of_one_kind_are_not_said_in_silence(language: str) -> None:
    one, other, line, brief = REPORTS[language]
    turns = [f"{one}: Abc def.", f"{other}: Ghi jkl mno.", line, f"{one}: Pqr stu?", f"{other}: Vwx yz."]
    text = "\n\n".join([*turns, brief, *turns[:2]]) + "\n"
    assert doubted(text, line)
    assert doubted(text, brief)


def test_paragraphs_of_turns_that_begin_alike_stay_speech() -> None:
    more = "Boats came and went all day. We knew each of them by name."
    turn = f"Nell: What did you see from there?\n\nTom: The quay.\n\n{more}\n\n"
    assert sum(line == more for _, line in said(read(turn * 4))) == 4
