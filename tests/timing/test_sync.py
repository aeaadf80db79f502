"""Where a track belongs against speech: offsets, speeds, cuts, and what is refused."""

from __future__ import annotations

import random
import subprocess
import wave
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import captionkit
from captionkit import Cue, Track, Word
from captionkit.cli._run import run
from captionkit.errors import StageError
from captionkit.timing.sync import SPEEDS, match_track
from captionkit.timing.to_speech import snap_times
from tests.support import needs

pytest.importorskip("numpy")

Stretches = list[tuple[int, int]]


def speech(rng: random.Random, minutes: float) -> Stretches:
    """Stretches of people who speak, with short and long pauses, and minutes in which nobody does."""
    at, found = rng.randint(500, 20_000), []
    while at < minutes * 60_000:
        length = rng.randint(400, 6000)
        found.append((at, at + length))
        at += length + (rng.randint(8000, 25_000) if rng.random() < 0.04 else rng.choice((150, 300, 600, 1200, 2500)))
        at += rng.randint(0, 200)
    return found


def track_of(heard: Stretches, rng: random.Random) -> Stretches:
    """Cues as people set them: starts off by up to 80 ms, lingering ends, long speech in several cues, gaps."""
    cues: Stretches = []
    for start, end in heard:
        if rng.random() < 0.08:
            continue
        inside = rng.randint(1500, 3000)
        at = start + rng.randint(-80, 80)
        while end - at > 3500:
            cues.append((at, at + inside))
            at += inside + 80
        cues.append((at, end + rng.randint(0, 700)))
    return cues


def distorted(cues: Stretches, speed: Fraction, offset: int) -> Stretches:
    return [(round((start - offset) / speed), round((end - offset) / speed)) for start, end in cues]


@pytest.mark.parametrize("seed", range(30))
def test_an_offset_and_a_speed_are_found(seed):
    rng = random.Random(seed)
    heard = speech(rng, rng.uniform(3, 6) if seed % 3 else 12)
    cues = track_of(heard, rng)
    speed = rng.choice([Fraction(1), *SPEEDS]) if seed % 3 == 0 else rng.choice([Fraction(1), Fraction(25, 24)])
    offset = rng.randint(-40_000, 60_000)
    found = match_track(distorted(cues, speed, offset), heard)
    assert len(found.parts) == 1
    for n, (start, _) in enumerate(distorted(cues, speed, offset)):
        assert abs(found.moved(start, n) - cues[n][0]) <= 40 if found.speed == speed else not found.speed_certain


@pytest.mark.parametrize("seed", range(12))
def test_a_cut_is_found_with_both_offsets(seed):
    rng = random.Random(100 + seed)
    heard = speech(rng, 8)
    cues = track_of(heard, rng)
    at = rng.randint(len(cues) // 3, 2 * len(cues) // 3)
    jump = rng.choice((3700, -3700, 42_000, 900))
    moved = [(s - 1240 - jump * (n >= at), e - 1240 - jump * (n >= at)) for n, (s, e) in enumerate(cues)]
    found = match_track(moved, heard)
    assert [abs(part.offset - by) <= 50 for part, by in zip(found.parts, (1240, 1240 + jump), strict=True)] == [
        True
    ] * 2
    assert abs(found.parts[1].first - at) <= 4


@pytest.mark.parametrize("speed", [s for s in SPEEDS if s != 1])
def test_speeds_are_told_apart_on_ten_minutes(speed):
    rng = random.Random(7)
    heard = speech(rng, 11)
    found = match_track(distorted(track_of(heard, rng), speed, 5000), heard)
    assert (found.speed, found.speed_certain) == (speed, True)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("speed", [Fraction(1001, 1000), Fraction(1000, 1001)])
def test_an_ntsc_label_is_not_claimed_on_two_minutes(seed, speed):
    rng = random.Random(seed)
    heard = speech(rng, 2)
    found = match_track(distorted(track_of(heard, rng), speed, 700), heard)
    assert (found.speed, found.speed_certain) == (1, False)


@pytest.mark.parametrize("seed", range(24))
def test_a_track_of_another_film_is_refused(seed):
    rng = random.Random(1000 + seed)
    minutes = rng.choice((2, 5, 12, 40))
    heard, other = speech(rng, minutes), speech(rng, minutes * rng.uniform(0.7, 1.3))
    with pytest.raises(StageError, match="does not fit"):
        match_track(track_of(other, rng), heard)


def test_too_little_to_tell_is_refused():
    with pytest.raises(StageError, match="too few"):
        match_track([(0, 900)], [(0, 900)])


SENTENCES = (
    "The ferry leaves the harbour at seven.", "It was cold.", "Nobody saw the lights of the trawler that night.",
    "The council votes on the new bridge next week.", "Two boats were lost in the storm.", "We asked why.",
    "There was no answer from the ministry.", "The fishermen went home before the evening.", "That may change.",
    "Prices have doubled since the spring.", "A lighthouse keeper heard the horn.", "He called the coast guard.",
    "They came within the hour.", "The search went on until morning.", "Nothing was found.",
    "On Monday the families will meet again.",
)  # fmt: skip


@needs("ffmpeg", "espeak-ng")
def test_a_track_is_moved_to_what_is_heard(tmp_path, capsys, monkeypatch):
    rng = random.Random(5)
    frames, cues = bytearray(), []
    for number, text in enumerate(SENTENCES):
        spoken = tmp_path / "said.wav"
        subprocess.run(["espeak-ng", "-w", spoken, text], check=True)
        with wave.open(str(spoken)) as file:
            rate, data = file.getframerate(), file.readframes(file.getnframes())
        frames += bytes(2 * int(rate * rng.uniform(0.4, 2.5)))
        start = len(frames) * 500 // rate
        frames += data
        cues.append(Cue(start, start + len(data) * 500 // rate, text, id=str(number)))
    film, early = tmp_path / "film.wav", tmp_path / "early.srt"
    with wave.open(str(film), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(bytes(frames))
    captionkit.save(Track(cues).shift(seconds=3.7), early)
    monkeypatch.chdir(tmp_path)
    assert run(["sync", "early.srt", "film.wav", "--dry-run"]) == 0
    assert "-3.6" in (said := capsys.readouterr().err) or "-3.7" in said
    assert not list(tmp_path.glob("right*"))
    assert run(["sync", "early.srt", "film.wav", "-o", "right.srt"]) == 0
    right = captionkit.load("right.srt")
    assert max(abs(a.start - b.start) for a, b in zip(right, cues, strict=True)) <= 80
    assert run(["sync", "right.srt", "early.srt", "-o", "back.srt"]) == 0
    assert abs(captionkit.load("back.srt")[0].start - captionkit.load("early.srt")[0].start) <= 1
    wrong = Track(Cue(n * 2600 + rng.randint(0, 900), n * 2600 + 2000, "Elsewhere.") for n in range(16))
    with pytest.raises(StageError, match="nothing was moved"):
        captionkit.sync(wrong, film)


def test_word_times_move_along_and_what_fits_stays_as_it_is():
    rng = random.Random(2)
    heard = speech(rng, 4)
    right = Track(Cue(s, e, "Word", words=(Word("Word", s, e),)) for s, e in heard)
    moved = captionkit.sync(right.shift(seconds=-2), right).track
    assert [c.words[0].start for c in moved] == [c.start for c in moved] == [c.start for c in right]
    same = captionkit.sync(right, right)
    assert (same.changed, same.track.cues) == (0, right.cues)


def test_cues_before_a_cut_do_not_run_into_those_after_it():
    rng = random.Random(4)
    heard = speech(rng, 8)
    right = [Cue(s, e, "Word") for s, e in heard]
    half = len(right) // 2
    late = [c.replace(end=c.end + 400) if n == half - 1 else c for n, c in enumerate(right)]
    moved = Track(
        c.replace(start=c.start + 9000 * (n >= half), end=c.end + 9000 * (n >= half)) for n, c in enumerate(late)
    )
    made = captionkit.sync(moved, Track(right)).track
    assert all(a.end <= b.start for a, b in pairwise(made))


@given(st.data())
def test_snapping_keeps_order_and_never_makes_a_cue_unreadable(data):
    times = sorted(data.draw(st.lists(st.integers(0, 60_000), min_size=2, max_size=40, unique=True)))
    cues = [(a, b) for a, b in pairwise(times)][::2]
    marks = sorted(data.draw(st.lists(st.integers(0, 60_000), max_size=40, unique=True)))
    heard = [(a, b) for a, b in pairwise(marks)][::2]
    least = [data.draw(st.integers(1, 3000)) for _ in cues]
    made = snap_times(cues, heard, least, lead_in=data.draw(st.integers(-300, 300)), gap=data.draw(st.integers(0, 100)))
    assert len(made) == len(cues)
    for (old, new), need in zip(zip(cues, made, strict=True), least, strict=True):
        assert new[1] - new[0] >= min(need, old[1] - old[0])
    assert all(a[1] <= b[0] for a, b in pairwise(made))
    if not heard:
        assert made == cues


@pytest.mark.parametrize(
    ("cue", "made"),
    [
        ((600, 2100), (1000, 2100)),  # before the first word
        ((1200, 2000), (1000, 2000)),  # after it
        ((1000, 4000), (1000, 2500)),  # lingers
        ((1000, 1700), (1000, 2000)),  # gone before the last word
        ((3000, 4000), (3000, 4000)),  # nobody speaks
        ((1000, 2300), (1000, 2300)),  # stays a little
    ],
)
def test_a_cue_goes_to_what_is_heard(cue, made):
    assert snap_times([cue], [(1000, 2000)], [500]) == [made]


@pytest.mark.parametrize(
    ("profile", "times"),
    [
        ("default", (1000, 2500)),
        ("netflix-en", (1000, 2500)),  # half a second after speech
        ("bbc", (1000, 3500)),  # may hang for 1.5 s
        ("karamitroglou", (1250, 4000)),  # a quarter of a second after speech begins, 2 s after it ends
    ],
)
def test_a_guide_says_how_a_cue_stands_to_its_speech(profile, times):
    cue, heard = Track((Cue(600, 4400, "Yes."),)), Track((Cue(1000, 2000, "Yes."),))
    made = captionkit.sync(cue, heard, snap=True, profile=profile).track[0]
    assert (made.start, made.end) == times
    made = captionkit.sync(cue, heard, snap=True, profile=profile, lead_in=100, lead_out=200).track[0]
    assert made.start == 900
