"""Forced alignment: the search on made-up emissions, and the whole on real speech."""

from __future__ import annotations

import random
import subprocess
import wave
from array import array
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import captionkit
from captionkit.api.sound import align_with
from captionkit.errors import EngineError, StageError
from captionkit.media import find_activity
from captionkit.media.phonemes import FRAME as HEARD
from captionkit.media.phonemes import PIECE, _pieces, hear, pronounce
from captionkit.model.transcript import Segment, Timing, Transcript
from captionkit.timing.align import PHONEMES, _without_strays, align
from captionkit.timing.likeness import LONG
from captionkit.timing.second import look_again
from captionkit.timing.viterbi import Heard, Spoken, align_words
from tests.support import needs

numpy = pytest.importorskip("numpy")

LABELS = ("p", "a", "t", "i", "k", "u", "s", "o", "<wb>", "<blank>")
FRAME, LAG = 20, 0


def heard_of(script: list[tuple[str, int]], silence: int = 2) -> Heard:
    """Emissions in which each label of ``script`` is clear for one frame, ``silence`` blanks after it (0: its own)."""
    rows = []
    for label, blanks in script:
        for name in (label, *(["<blank>"] * (blanks or silence))):
            row = numpy.full(len(LABELS), -9.0, numpy.float32)
            row[LABELS.index(name)] = -0.05
            rows.append(row)
    return Heard(numpy.stack(rows), LABELS, FRAME, LAG)


def word(text: str) -> Spoken:
    return Spoken(tuple((c,) for c in text))


def words_of(heard: Heard, *sentences: str):
    spoken = [[word(w) for w in s.split()] for s in sentences]
    return looked_again(spoken, heard)


def looked_again(spoken, heard: Heard, stretches=()):
    return look_again(spoken, heard, align_words(spoken, heard), PHONEMES.clear, stretches)


def said(*texts: str, pause: int = 20) -> Heard:
    return heard_of([("<blank>", 4), *((c, pause if n == len(t) - 1 else 0) for t in texts for n, c in enumerate(t))])


def test_words_are_found_where_they_are():
    (placed,) = words_of(said("pat", "kit"), "pat kit")
    assert [time[0] for time in placed.times] == [5 * FRAME, (5 + 2 * 3 + 1 + 20) * FRAME]
    assert placed.score == pytest.approx(-0.05)


def test_a_sentence_that_nobody_says_is_skipped():
    texts = ["patikus", "sokitap", "uptokis"]
    placed = words_of(said(texts[0], texts[2]), *texts)
    assert [p.score is None or p.score < -5 for p in placed] == [False, True, False]


def test_a_sentence_that_took_the_place_of_another_is_left_out_at_the_second_look():
    """Next to speech that nobody wrote, one that nobody says was found upon it, and the one before it was not."""
    texts = ["patikuso", "kopakitu", "sitakopu", "tokusipa", "pitokasu", "kusapoti"]
    murmur = numpy.full((18, len(LABELS)), -2.5, numpy.float32)
    logs = numpy.concatenate([said(*texts[:3], pause=3).logs, murmur, said(*texts[3:], pause=3).logs])
    script = [*texts[:3], "posatuki " * 4, *texts[3:]]
    placed = words_of(Heard(logs, LABELS, FRAME, LAG), *script)
    assert placed[3].score is None
    assert [one.times[0][0] for one in placed[:3]] == [100, 600, 1100]
    assert all(one.like > 0.9 for n, one in enumerate(placed) if n != 3)


@pytest.mark.parametrize("speaks", [True, False])
def test_a_sentence_that_is_heard_badly_among_others_is_heard_by_itself(speaks):
    """Where noise began in a piece of sound the model heard nothing of the first sentence in it."""
    texts = ["patikuso", "kopakitu", "sitakopu", "tokusipa", "pitokasu", "kusapoti"]
    clear = said(*texts, pause=3)
    length = 7 * 3 + 1 + 3
    begin, end = 5 + 2 * length, 5 + 3 * length
    blurred = clear.logs.copy()
    blurred[begin:end] = clear.logs[0]  # silence
    asked = []

    def alone(spans):
        asked.extend(spans)
        return [clear.logs[first:last] for first, last in spans]

    heard = Heard(blurred, LABELS, FRAME, LAG, 0, alone)
    stretches = [(0, begin * FRAME), (end * FRAME, len(blurred) * FRAME)] if not speaks else ()
    placed = looked_again([[word(text)] for text in texts], heard, stretches)
    right = words_of(clear, *texts)
    assert len(asked) == speaks
    assert [one.times for n, one in enumerate(placed) if n != 2] == [one.times for n, one in enumerate(right) if n != 2]
    assert (placed[2].times == right[2].times) == speaks


def test_speech_that_nobody_wrote_is_eaten_by_the_wildcard():
    first, second = words_of(said("patikus", "sososos", "uptokis"), "patikus", "uptokis")
    assert second.times[0][0] == (5 + 2 * (6 * 3 + 1 + 20)) * FRAME
    assert first.times[0][1] == (5 + 6 * 3 + 1) * FRAME + 40


@settings(max_examples=30)
@given(st.lists(st.text("patikuso", min_size=4, max_size=9), min_size=1, max_size=6, unique=True), st.randoms())
def test_what_is_said_is_liker_its_sound_than_its_words_in_another_order(texts, rng):
    heard = said(*texts, pause=3)
    for text, placed in zip(texts, words_of(heard, *texts), strict=True):
        assert placed.like is None or placed.like > 0.5
        assert (placed.like is None) == (len(set(text)) == len(texts) == 1)  # nothing else can be made of it
        other = "".join(rng.sample(text, len(text)))
        (wrong,) = words_of(said(other, pause=3), text)
        assert wrong.like is None or other == text or wrong.like < placed.like


def test_a_sentence_that_differs_in_a_name_alone_is_not_held_against_it():
    texts = ["kit pat sos", "kit pat sop", "kit pat sok"]
    first, *_ = words_of(said(*" ".join(texts).split(), pause=3), *texts)
    (alone,) = words_of(said(*texts[0].split(), pause=3), texts[0])
    assert first.like == pytest.approx(alone.like, abs=0.01)


def test_a_text_without_full_stops_is_compared_in_parts():
    rng = random.Random(5)
    words = ["".join(rng.choice("patikuso") for _ in range(5)) for _ in range(3 * LONG // 5 + 2)]
    (right,) = words_of(said(*words, pause=2), " ".join(words))
    (wrong,) = words_of(said(*words[::-1], pause=2), " ".join(words))
    assert right.like > 0.9
    assert wrong.like is None or wrong.like < 0.1


@settings(max_examples=40)
@given(st.lists(st.text("patikuso", min_size=2, max_size=6), min_size=1, max_size=6), st.integers(0, 9))
def test_times_rise_and_every_sentence_comes_back(texts, seed):
    rng = random.Random(seed)
    heard = said(*[t for t in texts if rng.random() > 0.2] or ["pat"], pause=rng.randint(1, 30))
    placed = words_of(heard, *texts)
    assert len(placed) == len(texts)
    times = [t for p in placed for t in p.times if t is not None]
    assert all(a[0] <= b[0] for a, b in pairwise(times))
    assert all(start < end for start, end in times)


def test_loose_words_match_what_they_are_not():
    spoken = [[word("pat"), Spoken((("k",), ("k",)), loose=True), word("sos")]]
    heard = said("pat", "iuiu", "sos", pause=3)
    (placed,) = align_words(spoken, heard)
    assert placed.times[2][0] == (5 + 2 * 3 + 4 + 3 * 3 + 4) * FRAME


def test_a_script_without_a_sound_that_fits_is_refused():
    rng = random.Random(3)
    heard = said(*("".join(rng.choice("so") for _ in range(6)) for _ in range(12)), pause=1)
    texts = ["Pitak tipak.", "Kapit tikap.", "Tapik pikat."]
    spoken = {w: word(w.lower().strip(".")) for t in texts for w in t.split()}
    with pytest.raises(StageError, match="not what is said"):
        align(Transcript(tuple(Segment(t) for t in texts)), heard, spoken)


@given(st.lists(st.integers(0, 90_000), max_size=24, unique=True))
def test_the_pieces_that_are_heard_hold_all_speech_and_none_is_long(marks):
    stretches = list(pairwise(sorted(marks)))[::2]
    pieces = list(_pieces(stretches))
    assert all(a[1] <= b[0] for a, b in pairwise(pieces))
    assert all(first - before >= 0 and first < last for first, last, before, _ in pieces)
    assert all((last + after - first + before) * HEARD <= PIECE for first, last, before, after in pieces)
    heard = {frame for first, last, _, _ in pieces for frame in range(first, last)}
    for start, end in stretches:
        assert heard.issuperset(range(start // HEARD, end // HEARD))


SENTENCES = (
    "The ferry leaves the harbour at seven in the morning.", "Nobody on the quay saw the lights of the trawler.",
    "It was cold.", "Two boats were lost in the storm on Friday night.", "She paid £25 in 1998 for the old lamp.",
    "Rain is expected along the coast.",
)  # fmt: skip


@pytest.fixture(scope="module")
def narration(tmp_path_factory) -> tuple[Path, list[int]]:
    """A reading by espeak-ng with pauses of known length, and when each sentence begins."""
    folder = tmp_path_factory.mktemp("narration")
    samples, starts, rng = array("h", [0] * 24_000), [], random.Random(2)
    for n, sentence in enumerate(SENTENCES):
        raw, even = folder / f"{n}.wav", folder / f"{n}e.wav"
        subprocess.run(["espeak-ng", "-v", "en-gb", "-s", "165", "-w", raw, sentence], check=True)
        subprocess.run(["ffmpeg", "-v", "error", "-i", raw, "-ar", "16000", even], check=True)
        with wave.open(str(even)) as file:
            spoken = array("h", file.readframes(file.getnframes()))
        begin = next(n for n, sample in enumerate(spoken) if abs(sample) > 200)
        starts.append(len(samples) // 16)
        samples.extend(spoken[begin:])
        samples.extend([0] * rng.randint(6000, 16_000))
    path = folder / "narration.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(samples.tobytes())
    return path, starts


@pytest.fixture(scope="module")
def heard(narration) -> Heard:
    pytest.importorskip("hama")
    return hear(narration[0], find_activity(narration[0]).stretches)


@needs("ffmpeg", "espeak-ng")
def test_sentences_of_a_reading_are_found_within_a_tenth_of_a_second(narration, heard):
    path, starts = narration
    text = Transcript(tuple(Segment(s) for s in SENTENCES), "en")
    made = align(text, heard, pronounce(" ".join(SENTENCES).split(), "en"), find_activity(path).stretches)
    found = [s.words[0].start for s in made.value.transcript.segments]
    assert [abs(a - b) <= 100 for a, b in zip(found, starts, strict=True)] == [True] * len(starts)
    assert made.value.unspoken == ()
    assert made.value.unwritten == ()
    words = [w for s in made.value.transcript.segments for w in s.words]
    assert {w.timing for w in words} == {Timing.ALIGNED}
    assert all(0 < w.confidence <= 1 for w in words)


@needs("ffmpeg", "espeak-ng")
def test_unspoken_and_unwritten_sentences_are_listed(narration, heard):
    path, starts = narration
    script = [SENTENCES[0], "Visitors are asked to bring their own cups and plates.", *SENTENCES[1:3], *SENTENCES[4:]]
    text = Transcript((Segment(" ".join(script)),), "en")
    made = align(text, heard, pronounce(" ".join(script).split(), "en"), find_activity(path).stretches)
    assert made.value.unspoken == ("Visitors are asked to bring their own cups and plates.",)
    ((begin, end),) = made.value.unwritten
    assert starts[3] - 200 <= begin
    assert end <= starts[4]
    codes = [d.code for d in made.diagnostics]
    assert "timing.sentence-unspoken" in codes
    assert "timing.speech-unwritten" in codes


@needs("ffmpeg", "espeak-ng")
@pytest.mark.parametrize("number", [1, 3])
def test_a_sentence_in_noise_is_found_between_clean_ones(narration, tmp_path, number):
    """Of an hour three sentences were taken for unspoken: those heard together with sound of another background."""
    pytest.importorskip("hama")
    path, starts = narration
    with wave.open(str(path)) as file:
        samples = numpy.frombuffer(file.readframes(file.getnframes()), "<i2").astype(numpy.float32)
    begin, end = (starts[n] * 16 - 3000 for n in (number, number + 1))
    samples[begin:end] += numpy.random.default_rng(7).normal(0, 3000, end - begin)
    noisy = tmp_path / "noisy.wav"
    with wave.open(str(noisy), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(numpy.clip(samples, -32_767, 32_767).astype("<i2").tobytes())
    made = align_with(Transcript(tuple(map(Segment, SENTENCES)), "en"), noisy, language="en")
    found = [s.words[0].start for s in made.value.transcript.segments]
    assert made.value.unspoken == ()
    assert [abs(a - b) <= 200 for a, b in zip(found, starts, strict=True)] == [True] * len(starts)


@needs("ffmpeg", "espeak-ng")
def test_another_script_is_refused(narration, heard):
    script = "Every autumn the museum lends paintings to schools. Teachers choose them. Children vote for the best one."
    stretches = find_activity(narration[0]).stretches
    with pytest.raises(StageError, match="sentences were found"):
        align(Transcript((Segment(script),), "en"), heard, pronounce(script.split(), "en"), stretches)


@needs("ffmpeg", "espeak-ng")
def test_the_same_words_backwards_and_the_same_sentences_in_another_order_are_refused(narration, heard):
    """Nine of 21 such texts, and translations, were aligned without a word of doubt."""
    stretches = find_activity(narration[0]).stretches
    said = pronounce(" ".join(SENTENCES).replace(".", "").split() + " ".join(SENTENCES).split(), "en")
    backwards = [" ".join(text.rstrip(".").split()[::-1]) for text in SENTENCES]
    for script in (backwards, SENTENCES[::-1]):
        with pytest.raises(StageError, match="like their sound"):
            align(Transcript(tuple(map(Segment, script)), "en"), heard, said, stretches)


SWEDISH = """Båten lämnade hamnen klockan sju på morgonen.|Ingen såg ljusen den natten.|Det var mycket kallt.
Ministern ville inte svara på våra frågor.|I morgon regnar det längs hela kusten.|Bron är stängd sedan måndag.
Två båtar försvann i stormen.|Polisen söker vittnen till olyckan.|Priset på bröd har fördubblats.
Många familjer har bott här i åratal.""".replace("\n", "|").split("|")
NORWEGIAN = """Båten forlot havnen klokka sju om morgenen.|Ingen så lysene den natten.|Det var veldig kaldt.
Ministeren ville ikke svare på spørsmålene våre.|I morgen regner det langs hele kysten.|Brua er stengt siden mandag.
To båter forsvant i stormen.|Politiet søker vitner til ulykken.|Prisen på brød er doblet.
Mange familier har bodd her i årevis.""".replace("\n", "|").split("|")


@needs("ffmpeg", "espeak-ng")
@pytest.mark.parametrize(("language", "said"), [("sv", SWEDISH), ("nb", NORWEGIAN)])
def test_a_script_in_a_very_near_language_is_doubted_and_the_right_one_is_not(tmp_path, language, said):
    """Half of a Norwegian text's sentences were 0.46 like a Swedish film, and nothing was said about it."""
    pytest.importorskip("hama")
    parts = []
    for n, sentence in enumerate(said):
        raw = tmp_path / f"{n}.wav"
        subprocess.run(["espeak-ng", "-v", f"{language}+f3", "-s", "150", "-w", raw, sentence], check=True)
        with wave.open(str(raw)) as file:
            rate = file.getframerate()
            parts += [file.readframes(file.getnframes()), bytes(rate)]
    film = tmp_path / "film.wav"
    with wave.open(str(film), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(b"".join(parts))
    doubted = {}
    for tongue, text in (("sv", SWEDISH), ("nb", NORWEGIAN)):
        made = align_with(Transcript(tuple(map(Segment, text)), tongue), film, language=tongue)
        doubted[tongue] = "timing.script-doubtful" in {note.code for note in made.diagnostics}
    assert doubted == {"sv": language != "sv", "nb": language != "nb"}


@needs("ffmpeg", "espeak-ng")
@pytest.mark.parametrize("count", [1, 2])
def test_few_sentences_are_believed_where_they_are_said(narration, heard, count):
    """Of so few the score alone says nothing: what is held against them is their own sounds in another order."""
    from captionkit.values import replace

    last = narration[1][count] // heard.frame
    cut = replace(heard, logs=heard.logs[:last])
    stretches = [s for s in find_activity(narration[0]).stretches if s[1] <= narration[1][count]]
    texts = SENTENCES[:count]
    words = [w for text in texts for w in text.split()]
    said = pronounce([*words, *(w.rstrip(".") for w in words)], "en")
    made = align(Transcript(tuple(map(Segment, texts)), "en"), cut, said, stretches)
    assert "timing.few-sentences" in {d.code for d in made.diagnostics}
    backwards = (Segment(" ".join(text.rstrip(".").split()[::-1])) for text in texts)
    with pytest.raises(StageError, match="like their sound"):
        align(Transcript(tuple(backwards), "en"), cut, said, stretches)


@needs("ffmpeg", "espeak-ng")
def test_a_film_in_which_nobody_speaks_is_no_error_for_captions(tmp_path):
    film = tmp_path / "still.wav"
    subprocess.run(["ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=f=300:d=5", film], check=True)
    with pytest.raises(StageError):
        align_with(Transcript((Segment("Good evening."),)), film, language="en")
    made = captionkit.caption(b"Good evening.\n", media=film, language="en")
    assert [cue.text for cue in made.track] == ["Good evening."]
    assert "timing.not-aligned" in {d.code for d in made.diagnostics}


@needs("espeak-ng")
@pytest.mark.parametrize("language", ["en", "es", "de", "fr", "fr-CH", "it", "pt", "pt-BR", "ru", "pl"])
def test_a_language_whose_voices_are_of_regions_has_a_voice(language):
    """French was refused: espeak-ng has fr-fr and fr-be, and no fr."""
    assert all(spoken.phonemes for spoken in pronounce(["radio", "moto"], language).values())


@needs("espeak-ng")
def test_vowel_signs_of_indic_scripts_are_said():
    """They are marks, but of those that "combine" with nothing: "do", "ke", "ko" were all said with the same vowel."""
    said = pronounce(["दो", "के", "को"], "hi")
    assert len({spoken.phonemes for spoken in said.values()}) == 3
    assert not any(spoken.loose for spoken in said.values())


@needs("espeak-ng")
def test_pronunciations_and_their_refusals():
    said = pronounce(["harbour", "£7.50", "—", "1998"], "en")
    assert said["harbour"].phonemes[0][0] == "h"
    assert said["—"].phonemes == ()
    assert (said["£7.50"].loose, said["1998"].loose, said["harbour"].loose) == (True, True, False)
    with pytest.raises(EngineError, match="no voice for the language 'xx'"):
        pronounce(["a"], "xx")


@pytest.mark.parametrize(("clear", "first"), [(True, 4760), (False, 1000)])
def test_a_first_word_far_ahead_is_put_before_a_clear_one_and_left_before_a_doubtful_one(clear, first):
    """A foreign name after a title, said longer than it reads, had the title moved by seconds."""
    times = [(1000, 1200), (5000, 5400), (5400, 5900)]
    moved = _without_strays(list(times), [True, clear, True], [(900, 6000)])
    assert moved == [(first, first + (240 if clear else 200)), *times[1:]]


def test_a_pause_after_a_first_word_is_left():
    times = [(1000, 1200), (5000, 5400)]
    assert _without_strays(list(times), [True, True], [(900, 1250), (4950, 5500)]) == times
