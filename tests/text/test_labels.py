"""Speaker labels: one table of forms, and of lines that look like labels and are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captionkit.text.labels import label_of

LABELS = [
    ("ANN: Good evening.", "ANN", "", "Good evening."),
    ("DR. O'NEIL: Sit down.", "DR. O'NEIL", "", "Sit down."),
    ("MAN 2: Hey!", "MAN 2", "", "Hey!"),
    ("- ANN: Hi.", "ANN", "", "Hi."),
    ("-ANN: Hi.", "ANN", "", "Hi."),
    (">> JOHN: Go on.", "JOHN", "", "Go on."),
    (">>> JOHN: Go on.", "JOHN", "", "Go on."),
    ("\u202b- ANN: Hi.", "ANN", "", "Hi."),
    ("[Ann]: Hi", "Ann", "", "Hi"),
    ("[Mrs. Lee, off]: Hi", "Mrs. Lee", "off", "Hi"),
    ("(ANN): Hi", "ANN", "", "Hi"),
    ("ANN (whispering): Hush.", "ANN", "whispering", "Hush."),
    ("HONDO [over comm]: We wait.", "HONDO", "over comm", "We wait."),
    ("[over comm] HONDO: We wait.", "HONDO", "over comm", "We wait."),
    ("（咲太）待って", "咲太", "", "待って"),
    ("咲太：待って", "咲太", "", "待って"),
    ("민수: 기다려.", "민수", "", "기다려."),
    ("ИВАН: Подожди.", "ИВАН", "", "Подожди."),
    ("ÉLISE : Attends.", "ÉLISE", "", "Attends."),
    ("ANN:", "ANN", "", ""),
]
NONE = [
    "At 12:30 we left.",
    "12:30: the train left",
    "HTTP://example.org/a",
    "He said: wait.",
    "Remember this: never again.",
    "[door slams]",
    "(laughs) No.",
    "（拍手）",
    "♪ HEY: ♪",
    "A: first",
    "-- ",
    "",
    "THE ONE THING THAT NOBODY EVER TOLD US: go",
]


@pytest.mark.parametrize(("line", "name", "manner", "rest"), LABELS)
def test_labels_are_read(line: str, name: str, manner: str, rest: str) -> None:
    label = label_of(line)
    assert label is not None
    assert (label.name, label.manner, line[label.end :]) == (name, manner, rest)


@pytest.mark.parametrize("line", NONE)
def test_what_is_no_label(line: str) -> None:
    assert label_of(line) is None


def test_known_names_may_be_written_in_any_case() -> None:
    assert label_of("Ann Lee: Hi.") is None
    label = label_of("Ann Lee: Hi.", names={"Ann Lee"})
    assert label is not None
    assert label.name == "Ann Lee"


@given(st.text(st.sampled_from("AB c:[]()（）->♪：1\u202b"), max_size=300))
def test_a_label_is_a_part_of_its_line(line: str) -> None:
    label = label_of(line)
    if label is not None:
        assert 0 <= label.start < label.end <= len(line)
        assert label.name in line[label.start : label.end]
