"""Times in forms that no list has, found by what their digits do from line to line; nothing else is taken for one."""

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from captionkit import read_transcript
from captionkit.model.transcript import Kind, Transcript

SAID = (
    ("Mina", "The ferry left before the bell rang."),
    ("Jonas", "Who was on it?"),
    ("Mina", "Four sheep and a piano tuner."),
    ("Jonas", "Did he play?"),
    ("Mina", "All the way to the other side."),
    ("Jonas", "I should have liked to hear that."),
    ("Mina", "You would have heard the sheep."),
    ("Jonas", "They sing well enough."),
)
STANDS: dict[str, Callable[[str, str, str], str]] = {
    "own": lambda time, name, text: f"{time}\n{name}: {text}\n",
    "before": lambda time, name, text: f"{time} {name}: {text}",
    "bracket": lambda time, name, text: f"[{time}] {name}: {text}",
    "behind": lambda time, name, text: f"{name} ({time})\n{text}\n",
}
DIGITS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "０１２３４５６７８９")


def read(text: str) -> Transcript:
    return read_transcript(text.encode(), format="text")


def starts(said: Transcript) -> list[int | None]:
    return [segment.start for segment in said.segments if segment.kind is Kind.SPEECH]


@given(
    st.sampled_from([";", "_", "：", " : ", "+", "'", "/", "·", "*", "-"]),
    st.sampled_from(sorted(STANDS)),
    st.sampled_from(DIGITS),
    st.lists(st.integers(3, 40), min_size=len(SAID), max_size=len(SAID)),
)
@example(";", "before", "0123456789", [20] * len(SAID))
def test_any_sign_between_the_digits_of_times(sign: str, stand: str, digits: str, steps: list[int]) -> None:
    times = [sum(steps[:at]) for at in range(len(SAID))]
    lines = []
    for time, (name, text) in zip(times, SAID, strict=True):
        written = sign.join(f"{part:02d}" for part in (0, time // 60, time % 60))
        lines.append(STANDS[stand](written.translate(str.maketrans("0123456789", digits)), name, text))
    said = read("\n".join(lines))
    assert starts(said) == [time * 1000 for time in times]
    assert [segment.speaker for segment in said.segments if segment.kind is Kind.SPEECH] == [name for name, _ in SAID]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("00;01;{:02d};00", [61995, 71004, 85018, 98031]),  # two labels are dropped: (30 * n - 2) * 1001 / 30
        ("{}000 ms", [2000, 11000, 25000, 38000]),
        ("00:01:{:02d}+12", [60000 + n * 1000 + 480 for n in (2, 11, 25, 38)]),
        ("3;{:02d}", [180000 + n * 1000 for n in (2, 11, 25, 38)]),
    ],
)
def test_frames_milliseconds_and_two_groups(form: str, expected: list[int]) -> None:
    lines = [f"[{form.format(n)}] {name}: {text}" for n, (name, text) in zip((2, 11, 25, 38), SAID, strict=False)]
    assert starts(read("\n".join(lines))) == expected


def test_both_ends_of_a_range() -> None:
    lines = [f"0_00_{n:02d} - 0_00_{n + 4:02d}\n{text}\n" for n, (_, text) in zip(range(0, 40, 5), SAID, strict=True)]
    said = read("\n".join(lines))
    assert [(s.start, s.end) for s in said.segments] == [(n * 1000, n * 1000 + 4000) for n in range(0, 40, 5)]


@pytest.mark.parametrize(
    "numbers",
    [
        ["05-03-24", "12-03-24", "19-03-24", "26-03-24", "02-04-24"],  # dates
        ["1-00", "1-01", "1-02", "2-00", "2-01"],  # paragraphs that count up
        ["3-12", "1-10", "2-11", "4-10", "0-12"],  # scores
        ["12-14", "15-18", "20-22", "25-27", "28-30"],  # amounts from and to, no greater than a day
    ],
)
def test_numbers_that_are_no_times(numbers: list[str]) -> None:
    lines = [f"{number} {name}: {text}" for number, (name, text) in zip(numbers, SAID, strict=False)]
    assert set(starts(read("\n".join(lines)))) == {None}


def test_bug_names_beside_times_were_taken_for_a_word_before_them() -> None:
    """Only names of one word were counted, and the one who spoke most vanished from the transcript."""
    names = ("Wim", "Anna van Dijk", "Wim", "Speaker 3", "Wim", "Anna van Dijk", "Wim", "Speaker 3")
    lines = [f"{name}  00:{7 * at:02d}\n{text}\n" for at, (name, (_, text)) in enumerate(zip(names, SAID, strict=True))]
    assert tuple(segment.speaker for segment in read("\n".join(lines)).segments) == names


def test_times_of_a_known_form_are_whole_though_part_of_them_looks_like_another() -> None:
    turns = [("Ana", "Salimos del molino."), ("Luis", "Y llegamos al río."), ("Ana", "Nadie esperaba."), ("Ana", "No.")]
    text = "\n\n".join(f"0'{3 + 9 * at:02d}\"\t{who}\t{what}" for at, (who, what) in enumerate(turns))
    found = [(s.speaker, s.text, s.start) for s in read(text + "\n").segments]
    assert found == [(who, what, 3000 + 9000 * at) for at, (who, what) in enumerate(turns)]
