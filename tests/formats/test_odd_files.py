"""Every odd file gives the cues and diagnostics that are kept beside it; strict refuses what was repaired."""

from __future__ import annotations

import json

import pytest

from captionkit.diagnostics import all_codes
from captionkit.errors import StrictError
from captionkit.formats import FORMATS, WriteOptions
from captionkit.sources import ReadOptions, Source
from tests.support import DATA

FILES = [path for path in sorted((DATA / "odd").iterdir()) if path.suffix in (".srt", ".vtt")]


def read(path, *, strict=False):
    source = Source(path.read_bytes(), path.name)
    result = FORMATS.get(path.suffix[1:]).read(source, ReadOptions(strict=strict))
    return result.value, (*source.noticed, *result.diagnostics)


def expected(path):
    return json.loads(path.with_name(path.name + ".json").read_text("utf-8"))


def test_there_are_enough():
    assert sum(path.suffix == ".srt" for path in FILES) >= 80
    assert sum(path.suffix == ".vtt" for path in FILES) >= 25


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_cues_and_report(path):
    wanted = expected(path)
    track, notes = read(path)
    assert [[cue.start, cue.end, cue.text] for cue in track] == wanted["cues"]
    assert [[note.code, note.line] for note in notes] == wanted["diagnostics"]
    assert all(note.code in all_codes() and note.message for note in notes)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_strict(path):
    if expected(path)["strict"] == "reads":
        read(path, strict=True)
    else:
        with pytest.raises(StrictError):
            read(path, strict=True)


@pytest.mark.parametrize("path", [p for p in FILES if p.suffix == ".srt"], ids=lambda path: path.name)
def test_repaired_file_is_well_formed_when_written(path):
    """What is written needs no further repair, except for times that only a person can put right."""
    track, _ = read(path)
    data = FORMATS.get("srt").write(track, WriteOptions()).value
    source = Source(data, "again.srt")
    again = FORMATS.get("srt").read(source, ReadOptions())
    assert [(max(0, cue.start), cue.end, cue.text) for cue in track] == [(c.start, c.end, c.text) for c in again.value]
    left = {note.code for note in again.diagnostics if note.code.startswith("srt.")}
    assert left <= {
        "srt.unsorted", "srt.times-reversed", "srt.overlap", "srt.empty-cue", "srt.coordinates", "srt.hours-many",
        "srt.no-cues",
    }  # fmt: skip
