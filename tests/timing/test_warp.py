"""Alignment without a model: the search on made-up features, and the whole on real speech."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.api.sound import align_with
from captionkit.errors import EngineError, StageError
from captionkit.media import Activity
from captionkit.media.cepstra import _noise, compare
from captionkit.model.transcript import Segment, Timing, Transcript
from captionkit.timing.warp import Compared, _read, _Row, _without_intruders, warp
from tests.support import needs

numpy = pytest.importorskip("numpy")
pytest.importorskip("threadpoolctl")

FRAME = 20


def voice_of(count: int, length: int = 40, seed: int = 1):
    """``count`` sentences of ``length`` frames, in which sounds last five frames each."""
    rng = numpy.random.default_rng(seed)
    sounds = rng.standard_normal((count * length // 5, 26)).astype(numpy.float32) * 3
    return numpy.repeat(sounds, 5, axis=0), [n * length for n in range(count + 1)]


def compared(film, voice, starts, words) -> Compared:
    rng = numpy.random.default_rng(2)
    noise = rng.standard_normal(film.shape).astype(numpy.float32)
    return Compared(film + noise, numpy.arange(len(film)), voice, starts, words, FRAME)


def pieces(voice, starts, order):
    return numpy.concatenate([voice[starts[n] : starts[n + 1]] for n in order])


@given(st.floats(0.7, 1.6))
@settings(max_examples=20)
def test_a_faster_or_slower_reader_is_followed(pace: float):
    voice, starts = voice_of(6)
    at = numpy.minimum((numpy.arange(int(len(voice) * pace)) / pace).astype(int), len(voice) - 1)
    placed = warp(compared(voice[at], voice, starts, [[0, 20]] * 6))
    begins = [one.times[0][0] for one in placed]
    assert begins == pytest.approx([start * pace * FRAME for start in starts[:-1]], abs=60)
    assert all(one.score > 0.1 for one in placed)


def test_what_nobody_says_is_left_out_and_what_nobody_wrote_is_passed_over():
    voice, starts = voice_of(6)
    unwritten, _ = voice_of(2, seed=9)
    film = numpy.concatenate([pieces(voice, starts, [0, 1]), unwritten, pieces(voice, starts, [3, 4, 5])])
    placed = warp(compared(film, voice, starts, [[0]] * 6))
    assert [one.times[0][0] if one.times[0] else None for one in placed] == pytest.approx(
        [0, 800, None, 3200, 4000, 4800], abs=60
    ) or placed[2].score < 0.025
    assert [placed[n].times[0][0] for n in (1, 3, 5)] == pytest.approx([800, 3200, 4800], abs=60)


def test_a_sentence_that_nobody_says_is_left_out_where_it_had_taken_the_place_of_the_next():
    """In noise a wrong sentence costs less than a wildcard: it was found on the next one, and that one on unwritten."""
    voice, starts = voice_of(9)
    unwritten, _ = voice_of(1, seed=9)
    film = numpy.concatenate([pieces(voice, starts, [0, 1, 2, 4]), unwritten, pieces(voice, starts, [5, 6, 7, 8])])
    loud = numpy.random.default_rng(5).standard_normal(film.shape).astype(numpy.float32) * 3
    both = compared(film + loud, voice, starts, [[0]] * 9)
    row = _Row(both)
    # the path as it was in such a film: the unspoken sentence on the next one, that one on what nobody wrote
    order = numpy.array([0, 1, 2, 3, 4, 5, 6, 7, 8])
    path = numpy.concatenate([row.wild[n] + 1 + numpy.arange(40) for n in order])
    before = _read(row, both, path, range(9))
    after = _without_intruders(row, both, path, list(before))
    assert [one.times[0][0] for one in before][3:5] == pytest.approx([2400, 3200], abs=60)
    assert after[3].score is None
    assert after[4].times[0][0] == pytest.approx(2400, abs=60)
    assert [after[n] for n in (0, 1, 2, 5, 6, 7, 8)] == [before[n] for n in (0, 1, 2, 5, 6, 7, 8)]


def test_another_text_is_hardly_nearer_than_any():
    voice, starts = voice_of(8)
    film, _ = voice_of(8, seed=7)
    placed = warp(compared(film, voice, starts, [[0]] * 8))
    assert all(one.score is None or one.score < 0.15 for one in placed)


@given(st.permutations(range(5)))
@settings(max_examples=20)
def test_a_sentence_at_the_place_of_another_is_further_than_that_one(order: list[int]):
    voice, starts = voice_of(5)
    placed = warp(compared(pieces(voice, starts, order), voice, starts, [[0]] * 5))
    said = numpy.searchsorted(starts, [(one.times[0] or (0,))[0] // FRAME + 20 for one in placed], side="right") - 1
    for number, one in enumerate(placed):
        if one.times[0] is not None and order[min(4, int(said[number]))] != number:
            assert one.score < 0.025


def test_a_lone_sentence_is_held_against_its_own_sounds_in_another_order():
    voice, starts = voice_of(1, 80)
    (right,) = warp(compared(voice, voice, starts, [[0]]))
    backwards = voice.reshape(16, 5, 26)[::-1].reshape(80, 26)
    (turned,) = warp(compared(backwards, voice, starts, [[0]]))
    assert right.score > 0.1
    assert turned.score is None or turned.score < 0.025


def test_a_long_film_is_searched_within_a_window():
    voice, starts = voice_of(150)
    placed = warp(compared(voice, voice, starts, [[0]] * 150))
    assert [one.times[0][0] for one in placed] == pytest.approx([s * FRAME for s in starts[:-1]], abs=40)


def test_nothing_to_compare_leaves_all_words_without_a_time():
    voice, starts = voice_of(2)
    (one, two) = warp(Compared(voice[:0], numpy.arange(0), voice, starts, [[0, 3], [0]], FRAME))
    assert one.times == (None, None)
    assert two.score is None


@pytest.fixture
def reading(tmp_path, monkeypatch):
    """A reading by another voice than the one compared with, and when each sentence begins."""
    import subprocess
    import wave

    sentences = [
        "The ferry leaves the harbour at seven in the morning.", "Nobody on the quay saw the lights of the trawler.",
        "The council votes on the new bridge next week.", "Prices have doubled since the spring.",
        "A lighthouse keeper heard the horn and called for help.", "The search went on until the next morning.",
    ]  # fmt: skip
    monkeypatch.chdir(tmp_path)
    data, starts, rate = bytearray(), [], 22050
    for sentence in sentences:
        data += bytes(rate)  # half a second
        subprocess.run(["espeak-ng", "-v", "en-gb+f4", "-s", "150", "-w", "one.wav", sentence], check=True)
        with wave.open("one.wav") as file:
            starts.append(len(data) // 2 * 1000 // rate)
            data += file.readframes(file.getnframes())
    with wave.open("film.wav", "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(data)
    return sentences, starts


@needs("ffmpeg", "espeak-ng")
def test_a_reading_is_aligned_without_a_model(reading):
    sentences, starts = reading
    made = align_with(Transcript(tuple(map(Segment, sentences))), "film.wav", language="en", engine="voice").value
    begins = [segment.words[0].start for segment in made.transcript.segments]
    assert begins == pytest.approx(starts, abs=100)
    assert all(w.timing is Timing.ALIGNED for s in made.transcript.segments for w in s.words)
    assert made.unspoken == ()
    assert made.score > 0.05


@needs("ffmpeg", "espeak-ng")
def test_a_wrong_script_is_refused_without_a_model(reading):
    text = "Every autumn the museum lends its best paintings to the schools of the valley."
    with pytest.raises(StageError, match="not what is said"):
        align_with(Transcript((Segment(f"{text} " * 5),)), "film.wav", language="en", engine="voice")


@needs("ffmpeg", "espeak-ng")
def test_the_same_sentences_in_another_order_are_refused_without_a_model(reading):
    for order in (slice(None, None, -1), slice(2, None, -1)):
        script = Transcript(tuple(map(Segment, reading[0][order])))
        with pytest.raises(StageError, match="not what is said"):
            align_with(script, "film.wav", language="en", engine="voice")


@needs("ffmpeg", "espeak-ng")
@pytest.mark.parametrize("count", [1, 2])
def test_few_sentences_are_aligned_with_a_warning_or_refused(reading, count):
    import subprocess

    sentences, starts = reading
    subprocess.run(["ffmpeg", "-v", "error", "-i", "film.wav", "-t", f"{starts[count] / 1000}", "a.wav"], check=True)
    made = align_with(Transcript(tuple(map(Segment, sentences[:count]))), "a.wav", language="en", engine="voice")
    assert made.value.transcript.segments[0].words[0].start == pytest.approx(starts[0], abs=100)
    assert "timing.few-sentences" in {d.code for d in made.diagnostics}
    others = (Segment(" ".join(text.rstrip(".").split()[::-1])) for text in sentences[:count])
    with pytest.raises(StageError, match="not what is said"):
        align_with(Transcript(tuple(others)), "a.wav", language="en", engine="voice")


@needs("ffmpeg", "espeak-ng")
def test_a_voice_that_cannot_be_loaded_is_an_error(reading, monkeypatch):
    monkeypatch.setattr("captionkit.media.cepstra.voice_of", lambda language: "no such voice")
    with pytest.raises(EngineError, match="no further"):
        compare("film.wav", Activity(((0, 5000),), 5000, "speech"), [["Good", "evening."]], "en")


def test_a_sentence_strewn_over_speech_before_it_begins_where_it_goes_on():
    """The first word was found in unwritten speech, seconds before the rest of its sentence."""
    voice, starts = voice_of(4, 60)
    unwritten, _ = voice_of(2, 60, seed=9)
    head = voice[starts[1] : starts[1] + 10]  # the unwritten speech begins like the sentence
    film = numpy.concatenate([voice[: starts[1]], head, unwritten, voice[starts[1] :]])
    placed = warp(compared(film, voice, starts, [[0, 10, 30]] * 4))
    assert [one.times[0][0] for one in placed] == pytest.approx([0, 1200 + 2600, 5000, 6200], abs=300)


def test_a_part_that_is_noisy_is_made_like_the_rest():
    """A minute of noise in an hour was passed over, and nothing after it was found."""
    rng = numpy.random.default_rng(3)
    film = numpy.abs(rng.standard_normal((4000, 26))).astype(numpy.float32) * 1e-3
    spoken = numpy.flatnonzero(numpy.arange(4000) % 100 < 60)
    film[spoken] += 1.0
    film[2000:3000] += 0.1
    local, steady = _noise(numpy, film, spoken)
    assert local[spoken < 1500].mean() < 0.01
    assert local[(spoken > 2000) & (spoken < 3000)].mean() == pytest.approx(0.1, rel=0.1)
    assert steady.mean() == pytest.approx(0.1, rel=0.1)


@needs("ffmpeg", "espeak-ng")
def test_the_same_words_in_another_order_are_refused_or_doubted(reading):
    turned = [" ".join(text.rstrip(".").split()[::-1]) + "." for text in reading[0]]
    try:
        made = align_with(Transcript(tuple(map(Segment, turned))), "film.wav", language="en", engine="voice")
    except StageError:
        return
    assert "timing.script-doubtful" in {d.code for d in made.diagnostics}


@needs("ffmpeg", "espeak-ng")
def test_a_reading_is_not_doubted(reading):
    made = align_with(Transcript(tuple(map(Segment, reading[0]))), "film.wav", language="en", engine="voice")
    assert not {"timing.script-doubtful", "timing.sentence-doubtful"} & {d.code for d in made.diagnostics}


def test_a_long_passage_that_fits_nothing_does_not_lose_the_place():
    """After a minute of noise over a written passage, the search looked for the rest too early, and found little."""
    voice, starts = voice_of(150)
    film = voice.copy()
    noise = slice(starts[40], starts[110])
    film[noise] = numpy.random.default_rng(5).standard_normal(film[noise].shape) * 3
    placed = warp(compared(film, voice, starts, [[0]] * 150))
    known = [*range(40), *range(111, 150)]
    assert [placed[n].times[0][0] for n in known] == pytest.approx([starts[n] * FRAME for n in known], abs=40)
