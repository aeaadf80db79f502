"""Names written surname first, apart from names with a role behind the comma."""

from __future__ import annotations

import pytest

from captionkit.api.read_transcript import read_transcript

TEXTS = ["The tide is in.", "Then we sail.", "Bring the rope.", "It is on board.", "Good."]


def speakers(*names: str) -> list[str]:
    lines = [f"{name}: {text}" for name, text in zip(names, TEXTS, strict=False)]
    return [s.speaker for s in read_transcript("\n\n".join(lines).encode()).spoken]


def test_a_given_name_behind_each_surname_stays_with_it():
    names = ["Quist, Nora", "Berg, Ola", "Quist, Nora", "Berg, Ola"]
    assert speakers(*names) == names


def test_a_name_without_a_comma_between_such_names():
    assert speakers("Quist, Nora", "Ola Berg", "Quist, Nora", "Ola Berg") == ["Quist, Nora", "Ola Berg"] * 2


def test_that_the_names_were_put_together_is_reported():
    text = "\n\n".join(f"Quist, Nora: {text}" if n % 2 else f"Ola Berg: {text}" for n, text in enumerate(TEXTS))
    assert "text.joined-name" in [d.code for d in read_transcript(text.encode()).diagnostics]


@pytest.mark.parametrize(
    "names",
    [
        ["NORA QUIST, HOST", "OLA BERG, CORRESPONDENT", "QUIST", "BERG"],
        ["QUIST, REPORTER", "BERG, REPORTER", "QUIST, REPORTER", "BERG, REPORTER"],
        ["Nora Quist, Quay Radio", "Ola Berg, Quay Radio", "Nora Quist, Quay Radio", "Ola Berg, Quay Radio"],
    ],
)
def test_a_role_behind_the_comma_is_a_role(names):
    assert not any("," in name for name in speakers(*names))


def test_names_in_a_column_of_a_table_too():
    rows = [f"0:0{n};{'Quist, Nora' if n % 2 else 'Berg, Ola'};{text}" for n, text in enumerate(TEXTS)]
    found = read_transcript("\n".join(["Time;Who;Text", *rows]).encode())
    assert [s.speaker for s in found.spoken][:2] == ["Berg, Ola", "Quist, Nora"]
