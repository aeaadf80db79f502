"""Legacy encodings: a slice of the matrix, what a stray byte must not do, and what doubt says."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.sources.matrix import Sample, matrix, same_text
from tests.sources.samples import track_text

from captionkit.diagnostics import Severity
from captionkit.sources.decode import CONFIDENT, Decoded, decode
from captionkit.sources.legacy import EACH, NEAR, NONSENSE, SAMPLE, _sample, languages

ENGLISH = (
    "The boats come back before dark and nobody waits for them.", "She said that we could stay until the morning.",
    "What time does the last train leave?", "I have no idea who wrote that letter.",
)  # fmt: skip


def english(*more: str) -> str:
    return track_of([*ENGLISH * 5, *more])


def track_of(lines: list[str]) -> str:
    return "\n".join(f"{n}\n00:00:{n:02d},000 --> 00:00:{n:02d},900\n{line}\n" for n, line in enumerate(lines, 1))


@cache
def judged() -> list[tuple[Sample, Decoded]]:
    return [(sample, decode(sample.data)) for sample in matrix((3, 10, 30))]


def test_the_matrix_is_large_enough() -> None:
    samples = [sample for sample, _ in judged()]
    assert len({sample.language for sample in samples}) >= 40
    assert len({(sample.language, sample.encoding) for sample in samples}) >= 130
    assert len(samples) >= 1200


def test_99_of_100_files_of_the_matrix_are_read_exactly() -> None:
    wrong = [sample[:4] for sample, found in judged() if not same_text(found.text, sample.text)]
    assert len(wrong) <= 0.01 * len(judged()), wrong


def test_no_wrong_guess_of_the_matrix_is_a_sure_one() -> None:
    wrong = [(sample[:4], found.encoding) for sample, found in judged() if not same_text(found.text, sample.text)]
    sure = [sample[:4] for sample, found in judged() if found.confidence >= CONFIDENT]
    assert not {row for row, _ in wrong} & set(sure)
    assert len(sure) >= 0.9 * len(judged())


def test_english_with_curly_apostrophes_is_not_macintosh() -> None:
    """Every ``can’t`` in Windows-1252 was read as ``canít``, and only an info said so."""
    for text in ("I can\u2019t.", "Don\u2019t \u2013 it\u2019s mine\u2026", "\u201cWe\u2019re here,\u201d he said."):
        found = decode(english(text).encode("cp1252"))
        assert (found.encoding, text in found.text) == ("cp1252", True)
    assert decode("I can\u2019t.".encode("mac_roman")).text == "I can\u2019t."


@pytest.mark.parametrize("language", ["fr", "en", "de", "fi", "es"])
def test_latin_9_is_recognised_by_the_letters_that_only_it_has(language: str) -> None:
    text = track_text("fr", 40) + "\n41\n00:05:00,000 --> 00:05:02,000\nUn c\u0153ur, une s\u0153ur, 30 \u20ac.\n"
    assert decode(text.encode("iso8859-15"), language=language).text == text


def test_a_letter_late_in_a_long_file_counts() -> None:
    text = "La mer est calme, l'\u00e9t\u00e9 s'ach\u00e8ve.\n" * 40_000 + "Il a du c\u0153ur, ma s\u0153ur.\n" * 3
    assert decode(text.encode("iso8859-15")).text == text


@given(st.integers(0x80, 0xFF), st.lists(st.integers(10, 1500), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_a_stray_byte_never_makes_english_east_asian(byte: int, places: list[int]) -> None:
    data = bytearray(english().encode())
    for at in places:
        data[at % len(data)] = byte
    found = decode(bytes(data))
    assert found.encoding not in ("big5", "gb18030", "cp932", "euc_jp", "cp949", "cp874", "cp1251", "cp1256")
    assert len(found.text) == len(data)


def test_doubt_is_a_warning_that_names_the_option_and_the_runner_up() -> None:
    found = decode("Hotel S\u00f6dra\n".encode("mac_roman"), name="a.srt")
    note = found.diagnostics[0]
    assert found.confidence < CONFIDENT
    assert note.severity is Severity.WARNING
    assert f"--encoding {note.data['runner_up']}" in note.hint
    assert str(note.data["runner_up"]) in note.message


def test_noise_is_no_text_of_any_language() -> None:
    noise = bytes((n * n * 31 + n * 7) % 255 + 1 for n in range(4000))
    assert decode(noise).confidence <= NONSENSE


def test_the_sample_is_bounded_whatever_the_file() -> None:
    most = SAMPLE + (EACH * 128 + 2) * 2 * NEAR
    for data in (
        b"\xe9" * 3_000_000,
        bytes(range(128, 256)) * 20_000,
        b"a\xe9\n" * 700_000,
        b"a" * 2_000_000 + b"\xe9",
    ):
        sample = _sample(data)
        assert 0 < len(sample) <= most
        assert any(byte > 127 for byte in sample)


def test_the_letters_of_every_language_are_in_one_of_its_code_pages() -> None:
    for name, known in languages().items():
        if name not in ("zh", "fa"):  # two ways of writing; two code points for one letter
            lacking = [c for c in known.letters if not any(c.encode(e, "ignore") for e in known.encodings)]
            assert not lacking, name
