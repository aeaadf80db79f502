"""Hostile text costs time in proportion: a slice of ``python -m tests.growth``, with what was once steeper."""

from __future__ import annotations

import pytest

from tests.growth import growth, jobs

JOBS = dict(jobs())
ONCE_STEEP = [
    ("transform split", "\n"), ("transform split", "a\n"), ("transform clean", "(00:01)\n"),
    ("transform sdh-only", "(00:01)\n"), ("transform casing", ". "), ("read sbv", "\n"), ("reader whisper", "..."),
    ("reader json", "..."), ("write vtt", "\n"), ("write srt cues", "<b>"), ("check cues", ". "),
    ("read vtt cue", "<b>"), ("service assemblyai", "{\\an8}"),
]  # fmt: skip


@pytest.mark.parametrize(("job", "piece"), ONCE_STEEP)
def test_time_grows_with_the_text_and_no_faster(job: str, piece: str) -> None:
    found = growth(job, JOBS[job], piece, 1500)
    assert not found.steep, found
