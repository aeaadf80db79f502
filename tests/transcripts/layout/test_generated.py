"""Transcripts made to order, by the hundred: words accounted for always, speakers and times exact, doubt said.

``CAPTIONKIT_GENERATED=5000`` reads so many of each kind; ``python benchmarks/layout.py`` prints the figures.
"""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from captionkit.sources import ReadOptions
from captionkit.transcripts.layout.reader import READER
from tests.transcripts.layout.generate import Made, make
from tests.transcripts.layout.judge import CARRIERS, in_carrier, is_right, read, score
from tests.transcripts.layout.typographies import TYPOGRAPHIES, make_typography
from tests.transcripts.layout.unlisted import make_unlisted

COUNT = int(os.environ.get("CAPTIONKIT_GENERATED", "180"))


@pytest.mark.parametrize("maker", [make, make_typography, make_unlisted], ids=["forms", "typographies", "unlisted"])
def test_generated_transcripts(maker: Callable[[int], Made]) -> None:
    done = score((f"seed {seed}", maker(seed), "text") for seed in range(COUNT))
    assert done.lost == []
    assert done.unsaid == []
    assert len(done.wrong) <= 0.02 * COUNT, "\n".join(done.wrong)
    assert done.false_alarms <= 0.03 * COUNT
    assert len(done.wrong) - done.warned <= max(2, 0.3 * len(done.wrong)), "\n".join(done.wrong)


@pytest.mark.parametrize("carrier", CARRIERS)
def test_generated_transcripts_in_documents(carrier: str) -> None:
    step = max(1, 2 * len(TYPOGRAPHIES) // COUNT)
    made = ((f"seed {seed}", make_typography(seed), carrier) for seed in range(0, COUNT // 3 * step, step))
    done = score(entry for entry in made if entry[1].suffix == ".txt" and "wrap=0" in entry[1].recipe)
    assert done.tried
    assert done.lost == []
    assert len(done.wrong) <= 0.02 * done.tried + 1, "\n".join(done.wrong)


@pytest.mark.parametrize("maker", [make, make_typography, make_unlisted], ids=["forms", "typographies", "unlisted"])
def test_the_example_that_is_reported_reads_the_same_when_it_is_stated(maker: Callable[[int], Made]) -> None:
    made = [one for one in map(maker, range(COUNT)) if one.kind["noise"] == "none"]
    wrong: list[str] = []
    for one in made:
        example = str(read(one).value.meta["layout.example"])
        again = READER.read(in_carrier(one, "text"), ReadOptions(layout=example)).value
        wrong += [] if is_right(one, again) else [f"{example!r}: {one.recipe}"]
    assert len(wrong) <= 0.03 * len(made), "\n".join(wrong)
