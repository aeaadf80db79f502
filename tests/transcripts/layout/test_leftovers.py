"""What a reading leaves unexplained is a warning, and what it explains is none."""

from __future__ import annotations

import pytest

from captionkit.api.read_transcript import read_transcript
from captionkit.diagnostics import Severity
from tests.transcripts.layout.helpers import codes, read, said

SAID = [
    "The ice is thin.",
    "Then we walk around.",
    "It is far, though.",
    "We have all day.",
    "Take a rope.",
    "It is here.",
]


def written(pattern: str) -> str:
    rows = [
        pattern.replace("NAME", ("Hanne", "Uwe")[n % 2]).replace("TIME", f"0:{3 * n:02}").replace("TEXT", text)
        for n, text in enumerate(SAID)
    ]
    return "\n\n".join(rows) + "\n"


@pytest.mark.parametrize(
    "pattern",
    ["NAME, TEXT", "NAME... TEXT", "TEXT — NAME", "TEXT (NAME)", "NAME % TEXT", '"NAME" TEXT', "at TIME, NAME: TEXT"],
)
def test_a_form_that_is_not_read_is_a_warning(pattern: str) -> None:
    doubts = [d for d in read(written(pattern)).diagnostics if d.severity >= Severity.WARNING]
    assert doubts
    assert all(d.line or d.code != "text.unexplained" for d in doubts)


@pytest.mark.parametrize("pattern", ["NAME: TEXT", "[TIME] NAME: TEXT", "NAME (TIME)\nTEXT", "TEXT"])
def test_a_form_that_is_read_is_none(pattern: str) -> None:
    assert "text.unexplained" not in codes(read(written(pattern)))


def test_a_label_that_was_passed_over_is_named() -> None:
    text = written("NAME: TEXT").replace("We have all day.", "We have all day.\n\nDora Falk (North) : Indeed so.", 1)
    found = read(text)
    assert ("Dora Falk", "Indeed so.") in said(found) or "text.unexplained" in codes(found)


def test_a_few_words_of_an_editor_are_no_warning_and_many_are() -> None:
    few = read("Ann: He saw [the ship] there.\n\nBen: Who did?\n\nAnn: The man did.\n\nBen: Oh.\n")
    assert "text.editorial" not in codes(few)
    inserted = "[who had come from the north with the fleet that winter]"
    many = read(f"Ann: He saw {inserted} it.\n\nBen: Who did?\n\nAnn: The man did.\n\nBen: Oh.\n")
    assert "text.editorial" in codes(many)


def test_what_a_recogniser_writes_for_silence_names_nobody() -> None:
    text = (
        "[00:00:01.000 --> 00:00:04.500]   We row across the bay.\n[00:00:04.500 --> 00:00:06.000]   [BLANK_AUDIO]\n"
        "[00:00:06.000 --> 00:00:08.000]   Then we rest.\n"
    )
    assert [s.speaker for s in read_transcript(text.encode(), language="en").spoken] == ["", ""]
