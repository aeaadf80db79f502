"""Avid DS caption text: what stands between its two lines, under timecodes, and nothing else, is said."""

from __future__ import annotations

import pytest

from captionkit.api.read_transcript import read_transcript
from captionkit.model.transcript import Kind

HEADERS = [
    "@ This file written with the Avid Caption plugin, version 1",
    "@ This file written with Avid Caption Plugin V2.1\n@ Project: Quay",
    "",
]


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
@pytest.mark.parametrize("count", [1, 2, 3, 7])
@pytest.mark.parametrize("said", ["Good evening.", "hello", "Wind\nand rain"])
@pytest.mark.parametrize("hour", [0, 1])
def test_a_file_of_any_length_is_read_by_its_lines(header: str, gap: str, count: int, said: str, hour: int) -> None:
    entries = [f"0{hour}:00:{3 * n:02}:00 0{hour}:00:{3 * n + 2:02}:12\n{said}" for n in range(count)]
    found = read_transcript(gap.join([header, "<begin subtitles>", *entries, "<end subtitles>", ""]).encode())
    assert found.source == "avid-ds"
    assert [(s.text, s.start, s.end) for s in found.spoken] == [
        (said.replace("\n", " "), hour * 3_600_000 + 3000 * n, hour * 3_600_000 + 3000 * n + 2480) for n in range(count)
    ]
    assert len([s for s in found.segments if s.kind is Kind.NOTE]) == len([*header.split("\n"), 1, 2]) - (not header)
    assert ("text.late-start" in [d.code for d in found.diagnostics]) is (hour == 1)


def test_labels_marks_and_what_is_out_of_order_are_read_and_reported() -> None:
    lines = [
        "<begin subtitles>",
        "above the first",
        "00:00:01:00 00:00:03:00",
        "ANN: Is it cold?",
        "00:00:04:00 00:00:04:00",
        "[DOOR SLAMS]",
        "00:00:05:00 00:00:07:00",
        "00:00:08:00 00:00:09:00 BEN: Very.",
        "<end subtitles>",
        "below",
    ]
    found = read_transcript("\n".join(lines).encode(), language="en")
    assert [(s.speaker, s.text) for s in found.spoken] == [("ANN", "Is it cold?"), ("BEN", "Very.")]
    assert [s.text for s in found.segments if s.kind is Kind.SOUND] == ["[DOOR SLAMS]"]
    assert {"text.note", "text.empty-entry", "text.times-back"} <= {d.code for d in found.diagnostics}
    assert {"above the first", "below"} <= {s.text for s in found.segments if s.kind is Kind.NOTE}
