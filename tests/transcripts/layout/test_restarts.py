"""A clock that begins again at 0: parts are put one behind the other where something divides them."""

from __future__ import annotations

import pytest

from tests.transcripts.layout.helpers import codes, read

SAID = ["The ice is thin here.", "Then we walk around it.", "It is far, though.", "We have all day."]


def part(pattern: str = "[0:{:02}] {}: {}", step: int = 4) -> list[str]:
    return [pattern.format(step * n, ("ANN", "BEN")[n % 2], text) for n, text in enumerate(SAID)]


@pytest.mark.parametrize("divider", ["Tape 2", "* * *", "REEL TWO"])
def test_parts_that_something_divides_are_joined(divider: str) -> None:
    found = read("\n\n".join([*part(), divider, *part(), divider.replace("2", "3"), *part()]))
    starts = [s.start for s in found.value.spoken]
    assert starts == sorted(starts)
    assert len(starts) == 12
    first, second = starts[4], starts[8]
    assert 12_000 < first <= 18_000
    assert starts[4:8] == [first + 4000 * n for n in range(4)]
    assert second == 2 * first
    assert codes(found).count("text.clock-restarts") == 2
    assert "text.times-back" not in codes(found)


def test_the_end_that_a_part_gives_is_where_the_next_one_begins() -> None:
    pattern = "[0:{0:02} - 0:{0:02}.500] {1}: {2}"
    found = read("\n\n".join([*part(pattern), "Tape 2", *part(pattern)]))
    assert [s.start for s in found.value.spoken][4] == 12_500


@pytest.mark.parametrize(
    "rows",
    [
        [*part(), *part()],
        [*part()[2:], "Tape 2", *part()[:2]],
        [*part("[5:{:02}] {}: {}"), "Tape 2", *part("[2:{:02}] {}: {}")],
    ],
    ids=["nothing divides", "selects", "far from 0"],
)
def test_other_times_that_go_back_stay_as_written_and_are_reported(rows: list[str]) -> None:
    found = read("\n\n".join(rows))
    starts = [s.start for s in found.value.spoken]
    assert starts != sorted(starts)
    assert "text.times-back" in codes(found)
