"""Anchoring an edited text on the times of another record of the same speech."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captionkit.errors import InputError
from captionkit.model.transcript import Segment, Timing, Transcript, Word
from captionkit.timing import estimate
from captionkit.timing.anchor import anchor
from captionkit.timing.correspond import correspond
from captionkit.timing.units import folded

STEP = 400


def heard(text: str, start: int = 0) -> Transcript:
    """A recogniser's record: a word every 400 ms, 300 ms long."""
    words = tuple(
        Word(w, start + n * STEP, start + n * STEP + 300, timing=Timing.GIVEN) for n, w in enumerate(text.split())
    )
    return Transcript((Segment(text, words=words),), "en")


def times(text: str, record: str) -> list[tuple[str, int | None, int | None]]:
    made = anchor(Transcript((Segment(text),), "en"), heard(record)).value.transcript
    return [(w.text, w.start, w.end) for s in made.segments for w in s.words]


@given(st.lists(st.sampled_from("abcde"), max_size=40), st.lists(st.sampled_from("abcde"), max_size=40))
def test_pairs_are_equal_units_in_rising_order(old, new):
    found = correspond(old, new)
    tied = [(y, x) for y, x in enumerate(found) if x >= 0]
    assert len(found) == len(new)
    assert all(old[x] == new[y] for y, x in tied)
    assert all(a[1] < b[1] for a, b in pairwise(tied))


@given(st.lists(st.text("abcdefgh", min_size=1, max_size=3), max_size=60))
def test_the_same_text_corresponds_word_for_word(units):
    assert correspond(units, units) == list(range(len(units)))


def test_large_stretches_without_unique_words_take_linear_memory_and_rise():
    rng = random.Random(4)
    old = [rng.choice("abc") for _ in range(3000)]
    new = [unit for unit in old if rng.random() > 0.1]
    found = correspond(old, new)
    tied = [x for x in found if x >= 0]
    assert tied == sorted(set(tied))
    assert len(tied) > 0.9 * len(new)


@pytest.mark.parametrize(
    ("text", "record", "word", "start"),
    [
        ("We paid £25 for the boat.", "we paid twenty five pounds for the boat", "£25", 800),
        ("We paid £25 for the boat.", "we paid twenty five pounds for the boat", "for", 2000),
        ("Built in 1998, it sank.", "built in nineteen ninety eight it sank", "1998,", 800),
        ("Some 2,300 came.", "some 2300 came", "2,300", 400),
        ("About 75% agreed.", "about seventy five percent agreed", "agreed.", 1600),
        ("They don't know.", "they do not know", "don't", 400),
        ("A well-known pilot waits.", "a well known pilot waits", "well-known", 400),
        ("The website is down.", "the web site is down", "website", 400),
        ("The data base is down.", "the database is down", "base", 550),
        ("The U.S. navy left.", "the US navy left", "U.S.", 400),
        ("No, no, no! Stop.", "no no no stop", "Stop.", 1200),
        ("The café opened.", "the cafe opened", "café", 400),
    ],
)
def test_words_written_in_another_manner_keep_their_time(text, record, word, start):
    assert (word, start) in [(w, s) for w, s, _ in times(text, record)]


def test_replaced_words_are_fitted_into_the_time_of_what_they_replace():
    record = "the harbour master opened the bridge"
    made = anchor(Transcript((Segment("The harbour mistress raised the bridge."),), "en"), heard(record)).value
    words = estimate(made.transcript).value.segments[0].words
    assert [(w.text, w.start) for w in words if w.text in ("The", "mistress", "the")] == [
        ("The", 0), ("mistress", 800), ("the", 1600),
    ]  # fmt: skip
    assert [w.timing for w in words if w.text in ("mistress", "raised")] == [Timing.INTERPOLATED] * 2


def test_an_inserted_word_is_marked_and_the_words_around_it_keep_their_starts():
    text, record = "Good very evening to all", "good evening to all"
    made = estimate(anchor(Transcript((Segment(text),), "en"), heard(record)).value.transcript).value
    words = made.segments[0].words
    assert [w.start for w in words if w.text != "very"] == [0, 400, 800, 1200]
    assert next(w for w in words if w.text == "very").timing is not Timing.GIVEN


def test_the_copy_that_was_deleted_is_the_one_without_times():
    copy = "this is the evening bulletin from the harbour"
    record = f"first the ferries {copy} then the fishing fleet {copy} and last the weather {copy}"
    text = f"First the ferries. {copy} Then the fishing fleet. And last the weather. {copy}"
    starts = [start for _, start, _ in times(text, record)]
    assert starts == [n * STEP for n in (*range(15), *range(23, 27), *range(27, 35))][: len(starts)]


def test_a_moved_passage_is_put_where_it_is_heard_and_reported():
    a = "the ferry to the islands leaves at seven in the morning"
    b = "nobody on the quay had seen the lights of the trawler"
    made = anchor(Transcript((Segment(b), Segment(a)), "en"), heard(f"{a} {b}"))
    assert [s.text for s in made.value.transcript.segments] == [a, b]
    assert [p.kind for p in made.value.passages] == ["moved"]
    assert "timing.anchor-moved" in [d.code for d in made.diagnostics]
    kept = anchor(Transcript((Segment(b), Segment(a)), "en"), heard(f"{a} {b}"), moved=False).value
    assert [s.text for s in kept.transcript.segments] == [b, a]


def test_dropped_and_new_passages_are_quoted_with_their_time():
    record = "good evening and welcome um let me just find my notes here tonight the harbour"
    made = anchor(Transcript((Segment("Good evening and welcome. Tonight the harbour."),), "en"), heard(record))
    (passage,) = made.value.passages
    assert (passage.kind, passage.text, passage.start) == ("dropped", "um let me just find my notes here", 1600)


def test_speakers_come_from_the_record_where_the_text_names_none():
    first, second = heard("good evening"), heard("good evening anna", 800)
    record = Transcript((first.segments[0].replace(speaker="Anna"), second.segments[0].replace(speaker="Ben")), "en")
    made = anchor(Transcript((Segment("Good evening."), Segment("Good evening, Anna."))), record).value
    assert [s.speaker for s in made.transcript.segments] == ["Anna", "Ben"]


def test_another_text_is_refused_and_a_poor_one_doubted():
    with pytest.raises(InputError, match="of 4 words"):
        anchor(Transcript((Segment("Altogether different words entirely."),)), heard("good evening to all of you"))
    text = "good evening to you and now some text that nobody has ever said in this studio"
    made = anchor(Transcript((Segment(text),)), heard("good evening to you"))
    assert "timing.anchor-poor" in [d.code for d in made.diagnostics]


@given(st.data())
def test_no_word_is_lost_and_kept_words_have_their_own_time(data):
    words = data.draw(st.lists(st.text("abcdefg", min_size=1, max_size=6), min_size=5, max_size=60))
    edits = data.draw(
        st.lists(st.sampled_from(["keep"] * 6 + ["drop", "new"]), min_size=len(words), max_size=len(words))
    )
    text = [w if e == "keep" else "zz" for w, e in zip(words, edits, strict=True) if e != "drop"]
    if not text or edits.count("keep") < 2 * len(words) / 3:
        return
    made = anchor(Transcript((Segment(" ".join(text)),)), heard(" ".join(words)), moved=False).value
    got = [w for s in made.transcript.segments for w in s.words]
    assert [w.text for w in got] == text
    starts = [w.start for w in got if w.start is not None]
    assert starts == sorted(starts)


def test_thirty_per_cent_changed_words_of_a_long_text():
    rng = random.Random(7)
    vocabulary = [f"w{n}" for n in range(3000)]
    old = [vocabulary[int(3000 ** rng.random()) - 1] for _ in range(12_000)]
    new: list[str] = []
    truth: list[int] = []
    at = 0
    while at < len(old):
        if rng.random() < 0.12:
            size, kind = rng.randint(1, 4), rng.choice(("drop", "add", "change"))
            at += size if kind != "add" else 0
            if kind != "drop":
                new += [f"x{rng.randrange(900)}" for _ in range(size)]
                truth += [-1] * size
        else:
            new.append(old[at])
            truth.append(at)
            at += 1
    found = correspond(old, new)
    kept = [(t, f) for t, f in zip(truth, found, strict=True) if t >= 0]
    assert sum(t == f for t, f in kept) >= 0.99 * len(kept)


def test_a_word_that_survived_alone_is_found():
    """Two gaps cost the alignment more than one word brings: such words were called new."""
    old = [f"a{n}" for n in range(40)]
    new = [*old[:10], "x1", "x2", "x3", old[13], "x4", "x5", "x6", *old[17:]]
    found = correspond(old, new)
    assert found[13] == 13
    assert [new[y] for y, x in enumerate(found) if x < 0] == ["x1", "x2", "x3", "x4", "x5", "x6"]


@pytest.mark.parametrize("word", ["किनारे", "নদীর", "ஆற்றின்", "ပေါင်မုန့်ဝယ်", "ริมแม่น้ำ"])
def test_a_word_whose_letters_carry_vowel_signs_is_one_unit(word: str) -> None:
    assert len(folded(word)) == 1
    assert folded(word) != folded(word[0])
