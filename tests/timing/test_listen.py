"""Fitting untimed text to the stretches in which somebody speaks."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from captionkit.model.transcript import Segment, Timing, Transcript, Word
from captionkit.timing.listen import listen
from captionkit.timing.rates import natural

SENTENCES = (
    "The ferry leaves at seven.", "Nobody saw the lights of the trawler.", "It was cold.",
    "The council votes on the new bridge next week.", "Two boats were lost in the storm.", "We asked why.",
)  # fmt: skip


def spoken(
    sentences: list[str], rng: random.Random, pause: tuple[int, int] = (300, 900)
) -> tuple[list[int], list[tuple[int, int]]]:
    """Return when each sentence starts and the stretches of a reader of uneven tempo who pauses between sentences."""
    at, starts, stretches = 1500, [], []
    for sentence in sentences:
        length = sum(natural(word, "en").speech for word in sentence.split()) * rng.uniform(0.85, 1.18)
        starts.append(at)
        stretches.append((at, at + round(length)))
        at += round(length) + rng.randint(*pause)
    return starts, stretches


def first_words(transcript: Transcript) -> list[int]:
    words = [w for s in transcript.segments for w in s.words]
    return [w.start or 0 for n, w in enumerate(words) if n == 0 or words[n - 1].text[-1] in ".?!"]


@given(st.integers(0, 10**6), st.integers(4, 30))
def test_sentences_parted_by_pauses_are_found(seed, count):
    rng = random.Random(seed)
    sentences = [rng.choice(SENTENCES) for _ in range(count)]
    starts, stretches = spoken(sentences, rng)
    made = listen(Transcript((Segment(" ".join(sentences)),), "en"), stretches).value
    found = first_words(made)
    assert len(found) == count
    near = sum(abs(a - b) <= 300 for a, b in zip(starts, found, strict=True))
    assert near >= 0.9 * count - 1


@given(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=12),
    st.lists(st.tuples(st.integers(200, 4000), st.integers(100, 3000)), min_size=1, max_size=20),
)
def test_words_stay_in_order_inside_the_sound_and_none_is_lost(sentences, lengths):
    at, stretches = 700, []
    for sound, gap in lengths:
        stretches.append((at, at + sound))
        at += sound + gap
    read = listen(Transcript(tuple(Segment(s) for s in sentences), "en"), stretches)
    made = read.value
    if not made.segments[0].words:
        assert [d.code for d in read.diagnostics] == ["timing.sound-differs"]
        return
    words = [w for s in made.segments for w in s.words]
    assert " ".join(w.text for w in words) == " ".join(sentences)
    assert all(w.timing is Timing.ESTIMATED for w in words)
    assert words[0].start == 700
    assert all(a.start <= b.start for a, b in pairwise(words))
    if sum(sound for sound, _ in lengths) > 100 * len(words):
        assert (words[-1].end or 0) <= stretches[-1][1] + len(words)


def test_a_pause_is_never_covered_by_a_word_of_either_side():
    made = listen(Transcript((Segment("Good evening. The harbour is closed."),), "en"), ((2000, 2900), (6000, 7700)))
    words = made.value.segments[0].words
    assert [w.start for w in words if w.text == "The"] == [6000]
    assert [w.end for w in words if w.text == "evening."] == [2900]


def test_times_that_are_known_are_left_alone():
    given_times = Transcript((Segment("Good", words=(Word("Good", 5, 9),)),))
    assert listen(given_times, ((0, 900),)).value == given_times
    untimed = Transcript((Segment("Good evening."),))
    assert listen(untimed, ()).value == untimed


def test_text_and_sound_of_different_length_are_reported():
    made = listen(Transcript((Segment("Good evening."),), "en"), ((0, 60_000),))
    assert "timing.sound-differs" in [d.code for d in made.diagnostics]


def test_a_sentence_with_an_unlikely_length_is_reported():
    text = "Good evening. " + "The ferry leaves at seven. " * 6
    stretches = [(0, 1800), *((n, n + 1500) for n in range(3000, 15_000, 2000))]
    codes = [d.code for d in listen(Transcript((Segment(text),), "en"), stretches).diagnostics]
    assert "timing.sentence-doubtful" in codes
