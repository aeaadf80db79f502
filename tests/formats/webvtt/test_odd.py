"""Odd files: each with the cues it gives and what is told about it."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from captionkit.diagnostics import all_codes
from captionkit.errors import InputError, StrictError
from captionkit.formats.webvtt.reader import read
from captionkit.sources import ReadOptions, Source
from tests.support import DATA

CASES: dict[str, dict[str, Any]] = tomllib.loads((DATA / "odd_vtt.toml").read_text(encoding="utf-8"))

#: Told, but nothing is changed: strict reading goes on.
ONLY_TOLD = {
    "vtt.mixed-line-ends",
    "vtt.reversed-times",
    "vtt.unsorted",
    "vtt.bad-setting",
    "vtt.unknown-region",
    "vtt.note-as-id",
    "vtt.ends-in-timing",
}


def source(name: str) -> Source:
    return Source(CASES[name]["text"].encode(), "odd.vtt")


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if "error" not in case])
def test_odd_file(name: str) -> None:
    case = CASES[name]
    result = read(source(name), ReadOptions())
    assert [[cue.start, cue.end, cue.id, cue.text] for cue in result.value] == case["cues"]
    assert [f"{d.line}:{d.code}" if d.line else d.code for d in result.diagnostics] == case["codes"]
    assert all(d.code in all_codes() for d in result.diagnostics)


@pytest.mark.parametrize("name", CASES)
def test_strict_reading_refuses_every_repair(name: str) -> None:
    codes = {code.partition(":")[2] or code for code in CASES[name].get("codes", ())}
    if "error" in CASES[name]:
        with pytest.raises(InputError):
            read(source(name), ReadOptions(strict=True))
    elif codes - ONLY_TOLD:
        with pytest.raises(StrictError, match=r"odd.vtt:\d+: (warning|error) vtt\."):
            read(source(name), ReadOptions(strict=True))
    else:
        assert len(read(source(name), ReadOptions(strict=True)).value) == len(CASES[name]["cues"])


def test_a_file_that_is_none_says_so() -> None:
    with pytest.raises(InputError, match="no WebVTT"):
        read(source("html_page"), ReadOptions())


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 80


def test_repair_can_be_asked_for_where_most_timing_lines_mean_nothing() -> None:
    data = b"WEBVTT\n\nx --> y\nLost.\n\n00:00:01,000 --> 00:00:02,000\nKept.\n"
    assert len(read(Source(data, "a.vtt"), ReadOptions()).value) == 0
    assert [cue.text for cue in read(Source(data, "a.vtt"), ReadOptions(dialect="repair")).value] == ["Kept."]
