"""Fitting untimed text to the stretches in which somebody speaks."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from captionkit.model.transcript import Segment, Timing, Transcript, Word
from captionkit.timing.listen import listen
from captionkit.timing.rates import natural
from captionkit.timing.stretches import Sentence, clock_of, starts_of

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
    doubtful = " ".join(d.message for d in read.diagnostics if d.code == "timing.sentence-doubtful")
    assert all(w.timing is Timing.ESTIMATED or "no sound was left" in doubtful for w in words)
    timed = [w for w in words if w.start is not None]
    assert (words[0].timing, words[-1].timing) == (Timing.ESTIMATED, Timing.ESTIMATED)
    assert timed[0].start >= 700
    assert all(a.start <= b.start for a, b in pairwise(timed))
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


#: Sentences whose lengths tell them apart.
READ = (
    "Rain fell all night on the villages along the coast.", "It was cold.", "Nobody on the quay saw the lights.",
    "The council will vote on the plans for a new bridge across the river next week, after months of argument.",
    "Two boats were lost.", "We asked the minister why nothing had been done for the harbour since the last storm.",
    "There was no answer.", "Prices have doubled since the spring, and wages have not.", "The school is closed today.",
    "Three people are still in the hospital, among them a young woman who was able to speak to us this morning.",
    "Thank you.", "The search went on until the next morning without any result at all.",
)  # fmt: skip


def fitted(script, starts, stretches):
    """Return of each sentence that is said how far it is off (ms) and whether it is doubted, and the doubted texts."""
    read = listen(Transcript(tuple(Segment(s) for s in script), "en"), stretches)
    doubtful = " ".join(d.message for d in read.diagnostics if d.code == "timing.sentence-doubtful")
    doubted = {s for s in script if f'"{s:.60}"' in doubtful}
    begins = {s.text: s.words[0].start for s in read.value.segments}
    away = {s: 9999 if begins[s] is None else abs(begins[s] - starts[s]) for s in script if s in starts}
    return away, doubted


def test_what_is_missing_on_either_side_moves_little_and_is_doubted():
    moved = unmarked = missed = sentences = 0
    for seed in range(40):
        rng = random.Random(seed)
        gone = READ[rng.randrange(2, 10)]
        unsaid = seed % 2
        said = [s for s in READ if s != gone or not unsaid]
        starts, stretches = spoken(said, rng)
        script = READ if unsaid else [s for s in READ if s != gone]
        away, doubted = fitted(script, dict(zip(said, starts, strict=True)), stretches)
        off = [s for s, ms in away.items() if ms > 300]
        moved += len(off)
        unmarked += len(set(off) - doubted)
        missed += bool(unsaid) and gone not in doubted
        sentences += len(away)
    assert moved < 0.12 * sentences
    assert unmarked < 0.02 * sentences
    assert missed <= 2


def test_speech_before_and_after_the_text_is_left_alone():
    starts, stretches = spoken(list(READ), random.Random(3))
    away, doubted = fitted(READ[3:11], dict(zip(READ, starts, strict=True)), stretches)
    assert all(ms <= 300 or s in doubted for s, ms in away.items())
    assert sum(ms <= 300 for ms in away.values()) >= 6


def test_starts_rise_and_doubt_is_a_share():
    rng = random.Random(5)
    for _ in range(30):
        sentences = [rng.choice(SENTENCES) for _ in range(rng.randint(1, 15))]
        _, stretches = spoken(sentences, rng, (40, 900))
        clock = clock_of(stretches)
        made = starts_of([Sentence(n, n + 1, rng.uniform(400, 4000), turn=n == 0) for n in range(9)], clock)
        said = [s for s in made if s.begin is not None]
        assert all(0 <= s.sure <= 1.0001 and s.begin < s.end <= clock.total for s in said)
        assert all(a.end <= b.begin for a, b in pairwise(said))
