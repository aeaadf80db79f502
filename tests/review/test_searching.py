"""Finding: letter by letter or by pattern, in the lines as they are shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from captionkit.review.refusals import EditError
from captionkit.review.session import Session

SRT = (
    "1\n00:00:01,000 --> 00:00:02,000\nThe <i>boat</i> and the boats.\nA boat?\n\n"
    "2\n00:00:03,000 --> 00:00:04,000\nBOAT. 1.5 m (or so)\n\n3\n00:00:05,000 --> 00:00:06,000\n\U0001f6a4 boat\n"
)


@pytest.fixture
def talk(tmp_path: Path) -> Iterator[Session]:
    path = tmp_path / "talk.srt"
    path.write_text(SRT, "utf-8")
    with Session([path]) as session:
        yield session


def _hits(talk: Session, **request: Any) -> list[tuple[str, int, int, str]]:
    return [(one["id"], one["line"], one["start"], one["text"]) for one in talk.find(request)["hits"]]


def test_text_is_found_in_any_case_across_styles_and_counted_as_a_page_counts(talk: Session) -> None:
    assert _hits(talk, text="boat") == [
        ("c1", 0, 4, "boat"), ("c1", 0, 17, "boat"), ("c1", 1, 2, "boat"), ("c2", 0, 0, "BOAT"), ("c3", 0, 3, "boat"),
    ]  # fmt: skip


def test_case_and_whole_words_narrow_it(talk: Session) -> None:
    assert _hits(talk, text="BOAT", case=True) == [("c2", 0, 0, "BOAT")]
    assert ("c1", 0, 17, "boat") not in _hits(talk, text="boat", whole=True)


def test_marks_of_patterns_are_letters_unless_a_pattern_is_asked_for(talk: Session) -> None:
    assert _hits(talk, text="1.5 m (or") == [("c2", 0, 6, "1.5 m (or")]
    assert _hits(talk, text=r"\d\.\d", regex=True) == [("c2", 0, 6, "1.5")]
    assert _hits(talk, text="x*", regex=True) == []


@pytest.mark.parametrize(
    "request_",
    [
        {"text": ""},
        {"text": "(", "regex": True},
        {"text": "a" * 2000},
        {"text": "(x+x+)+y", "regex": True},
        {"text": "b", "regex": True, "with": r"\9"},
    ],
)
def test_what_cannot_be_looked_for_is_refused(talk: Session, request_: dict[str, Any]) -> None:
    with pytest.raises(EditError):
        talk.find(request_)


def test_all_hits_are_replaced_in_one_step(talk: Session) -> None:
    answer = talk.op({"do": "replace", "hits": talk.find({"text": "boat", "whole": True})["hits"], "with": "ship"})
    assert answer["message"] == "4 replacements"
    assert [cue.text for cue in talk.tracks[0]] == [
        "The ship and the boats.\nA ship?", "ship. 1.5 m (or so)", "\U0001f6a4 ship",
    ]  # fmt: skip
    assert talk.tracks[0][0].lines[0].spans[1].style.italic
    talk.undo()
    assert _hits(talk, text="ship") == []


def test_a_replacement_may_break_a_line_and_holds_no_control_character(talk: Session) -> None:
    hits = talk.find({"text": "and the"})["hits"]
    talk.op({"do": "replace", "hits": hits, "with": "and\nall\x07 the"})
    assert [line.text for line in talk.tracks[0][0].lines] == ["The boat and", "all the boats.", "A boat?"]
    assert talk.tracks[0][0].lines[0].spans[1].style.italic
