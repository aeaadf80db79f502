"""Three ways compared: nothing of what was written outside is lost, and nothing of what was edited here."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.review.document import Delta, Document
from captionkit.review.outside import compare

TEXTS = st.sampled_from(("One.", "Two.", "Three.", "Four.", "One."))


def cues(prefix: str = "") -> st.SearchStrategy[list[Cue]]:
    one = st.tuples(st.integers(0, 5), TEXTS).map(lambda row: Cue(row[0] * 1000, row[0] * 1000 + 900, prefix + row[1]))
    return st.lists(one, max_size=7)


def _opened(came: list[Cue]) -> tuple[Document, list[tuple[str, Cue]]]:
    document = Document()
    opened = document.add(Track(came), "talk.srt")
    return document, opened.named


def _take_in(document: Document, base: list[tuple[str, Cue]], outside: list[Cue], choices: dict[str, str]) -> list[Cue]:
    found = compare(document, base, outside, choices)
    assert found.conflicts == []
    delta, order = found.delta(document, 0)
    assert len(order) == len(outside)
    document.apply(delta)
    assert len(set(document.tracks[0].ids)) == len(document.tracks[0].ids)
    return list(document.tracks[0].cues)


@given(cues(), cues())
def test_where_nothing_was_edited_here_the_file_outside_is_what_there_is(came: list[Cue], outside: list[Cue]) -> None:
    document, base = _opened(came)
    before = document.tracks[0].named
    found = compare(document, base, outside, {})
    delta, _ = found.delta(document, 0)
    document.apply(delta)
    assert document.tracks[0].cues == outside
    document.apply(delta.inverse)
    assert document.tracks[0].named == before


@given(cues(), st.data())
def test_where_nothing_was_written_outside_nothing_changes(came: list[Cue], data: st.DataObject) -> None:
    document, base = _opened(came)
    opened = document.tracks[0]
    for _ in range(data.draw(st.integers(0, 3)) if came else 0):
        at = data.draw(st.integers(0, len(opened.cues)))
        new = [(name, Cue(0, 900, "Mine.")) for name in document.new_ids(data.draw(st.integers(0, 2)))]
        count = data.draw(st.integers(0, len(opened.cues) - at))
        document.apply(Delta((document.splice(0, at, count, new),)))
    before = opened.named
    assert _take_in(document, base, list(came), {}) == [cue for _, cue in before]
    assert opened.named == before


@given(st.lists(TEXTS, min_size=2, max_size=8), st.data())
def test_edits_of_different_cues_come_together(texts: list[str], data: st.DataObject) -> None:
    came = [Cue(n * 1000, n * 1000 + 900, text) for n, text in enumerate(texts)]
    document, base = _opened(came)
    here = data.draw(st.sets(st.integers(0, len(came) - 1)))
    there = data.draw(st.sets(st.integers(0, len(came) - 1))) - here
    opened = document.tracks[0]
    for n in here:
        opened.cues[n] = came[n].with_text("Mine.")
    outside = [cue.replace(end=cue.end + 50) if n in there else cue for n, cue in enumerate(came)]
    expected = [cue.with_text("Mine.") if n in here else outside[n] for n, cue in enumerate(came)]
    assert _take_in(document, base, outside, {}) == expected


@given(st.lists(TEXTS, min_size=1, max_size=6), st.data())
def test_edits_of_the_same_cue_are_decided_by_people(texts: list[str], data: st.DataObject) -> None:
    came = [Cue(n * 1000, n * 1000 + 900, text) for n, text in enumerate(texts)]
    document, base = _opened(came)
    both = data.draw(st.sets(st.integers(0, len(came) - 1), min_size=1))
    for n in both:
        document.tracks[0].cues[n] = came[n].with_text("Mine.")
    outside = [cue.with_text("Theirs.") if n in both else cue for n, cue in enumerate(came)]
    found = compare(document, base, outside, {})
    assert [one["id"] for one in found.conflicts] == [base[n][0] for n in sorted(both)]
    choices = {base[n][0]: data.draw(st.sampled_from(("here", "outside"))) for n in both}
    made = _take_in(document, base, outside, choices)
    for n, cue in enumerate(made):
        chosen = choices.get(base[n][0])
        assert cue.text == {"here": "Mine.", "outside": "Theirs.", None: texts[n]}[chosen]
