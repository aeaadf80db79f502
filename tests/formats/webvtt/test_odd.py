"""What odd WebVTT files have in common; the files themselves are in ``tests/formats/data/odd``."""

from __future__ import annotations

import pytest

from captionkit.diagnostics import all_codes
from captionkit.errors import InputError, StrictError
from captionkit.formats.webvtt.reader import read
from captionkit.sources import ReadOptions, Source
from tests.support import DATA

FILES = sorted((DATA / "odd").glob("*.vtt"))

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


def test_there_are_enough_of_them() -> None:
    assert len(FILES) >= 80


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_strict_reading_refuses_every_repair_and_nothing_else(path) -> None:  # type: ignore[no-untyped-def]
    source = Source(path.read_bytes(), "odd.vtt")
    codes = {d.code for d in read(source, ReadOptions()).diagnostics}
    assert codes <= all_codes().keys()
    if codes - ONLY_TOLD:
        with pytest.raises(StrictError, match=r"odd.vtt:\d+: (warning|error) vtt\."):
            read(source, ReadOptions(strict=True))
    else:
        read(source, ReadOptions(strict=True))


def test_a_file_that_is_none_says_so() -> None:
    page = b"<!DOCTYPE html>\n<html><body>Not found</body></html>\n"
    with pytest.raises(InputError, match="not WebVTT"):
        read(Source(page, "odd.vtt"), ReadOptions())


def test_repair_can_be_asked_for_where_most_timing_lines_mean_nothing() -> None:
    data = b"WEBVTT\n\nx --> y\nLost.\n\n00:00:01,000 --> 00:00:02,000\nKept.\n"
    assert len(read(Source(data, "a.vtt"), ReadOptions()).value) == 0
    assert [cue.text for cue in read(Source(data, "a.vtt"), ReadOptions(extras={"timings": "repair"})).value] == [
        "Kept."
    ]
