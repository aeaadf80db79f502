"""The bars that the break model is held to, on human captions that are no part of this project."""

import os
from pathlib import Path

import pytest

from captionkit.model.cue import Cue
from captionkit.model.text import lines_of
from captionkit.model.track import Track
from captionkit.profiles import load
from captionkit.segmentation import rewrap
from tests.support import ROOT

BENCH = Path(os.environ.get("CAPTIONKIT_BENCH") or ROOT.parent / "shared" / "bench" / "segmentation")
DEV = BENCH / "data" / "ted_en_linebreak" / "dev.tsv"


@pytest.mark.corpora
@pytest.mark.skipif(not DEV.is_file(), reason=f"not run: no segmentation bench at {BENCH}")
def test_four_of_five_line_breaks_are_where_the_human_put_them() -> None:
    rows = [row.split("\t")[1:] for row in DEV.read_text("utf-8").splitlines()]
    cues = tuple(Cue(4000 * at, 4000 * at + 3900, lines_of(f"{a} {b}")) for at, (a, b) in enumerate(rows))
    again = rewrap(Track(cues, language="en"), load("default")).value
    same = sum(cue.text == f"{a}\n{b}" for cue, (a, b) in zip(again, rows, strict=True))
    assert same / len(rows) >= 0.82
    assert all(len(cue.lines) == 2 and all(len(line.text) <= 42 for line in cue.lines) for cue in again)
