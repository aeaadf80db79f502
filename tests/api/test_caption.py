"""``caption`` with a frame rate: what is delivered stands on frames, with the profile's gaps."""

from __future__ import annotations

import random
from fractions import Fraction
from itertools import pairwise
from math import ceil

import pytest

import captionkit
from captionkit import profiles
from captionkit.api.caption import caption_transcript
from captionkit.cli._run import run
from captionkit.model.timecode import RATES, ms_to_frames, snap_to_frame
from captionkit.model.transcript import Segment, Transcript, Word

SENTENCES = (
    "The ferry leaves at seven.", "We waited on the pier until the lamps went out, and nobody came.",
    "Why?", "She has the only key to the old boathouse.", "No.", "Then we shall row across before the tide turns.",
)  # fmt: skip


def spoken(seed: int) -> Transcript:
    """Return sentences whose words have times to the ms, with pauses of any length between them."""
    dice = random.Random(seed)
    at, segments = dice.randrange(3000), []
    for _ in range(40):
        words = []
        for text in dice.choice(SENTENCES).split():
            end = at + dice.randrange(200, 420)
            words.append(Word(text, at, end))
            at = end + dice.choice((0, 0, 7, 33))
        text = " ".join(word.text for word in words)
        segments.append(Segment(text, start=words[0].start, end=words[-1].end, words=tuple(words)))
        at += dice.choice((0, 20, 41, 83, 130, 500, 2600))
    return Transcript(tuple(segments), language="en")


@pytest.mark.parametrize("guide", ["default", "netflix-en", "bbc-broadcast"])
@pytest.mark.parametrize("name", RATES)
def test_no_cue_is_off_the_grid_at_any_standard_rate(name, guide):
    rate, profile = RATES[name], profiles.load(guide)
    for seed in range(2):
        said = " ".join(segment.text for segment in spoken(seed).segments)
        track = caption_transcript(spoken(seed), profile=guide, rate=rate).track
        times = [time for cue in track for time in (cue.start, cue.end)]
        assert [time for time in times if time != snap_to_frame(time, rate)] == []
        assert " ".join(track.text.split()) == said
        least = ceil(Fraction(max(0, (profile.published(rate).min_gap or 0) - 1)) * rate / 1000)
        gaps = [ms_to_frames(b.start, rate) - ms_to_frames(a.end, rate) for a, b in pairwise(track)]
        assert min(gaps) >= least


def test_a_written_file_is_on_the_grid_too(tmp_path):
    source = tmp_path / "talk.srt"
    captionkit.save(caption_transcript(spoken(9)).track, source)
    rate = RATES["23.976"]
    captionkit.caption(source, tmp_path / "out.srt", read_options=captionkit.ReadOptions(rate=rate))
    times = [time for cue in captionkit.load(tmp_path / "out.srt") for time in (cue.start, cue.end)]
    assert len(times) > 40
    assert [time for time in times if time != snap_to_frame(time, rate)] == []


def test_a_lead_in_stays_on_frames():
    source, rate = b"1\n00:00:05,000 --> 00:00:08,000\nThe ferry leaves at seven.\n", RATES["23.976"]
    made = captionkit.caption(source, lead_in=130, read_options=captionkit.ReadOptions(rate=rate))
    assert made.track[0].start < 5000
    assert made.track[0].start == snap_to_frame(made.track[0].start, rate)


FERRY = (
    b"1\n00:00:01,100 --> 00:00:04,000\nThe ferry leaves at seven.\n\n2\n00:00:06,000 --> 00:00:08,000\nWe waited.\n"
)


def starts(track) -> list[int]:
    return [cue.start for cue in track]


@pytest.mark.parametrize("verb", [captionkit.caption, captionkit.segment])
def test_cues_near_shot_changes_begin_on_them(verb, tmp_path):
    assert starts(verb(FERRY, profile="netflix-en").track) == [1100, 6000]
    assert starts(verb(FERRY, profile="netflix-en", shot_changes=(1000, 20_000)).track) == [1000, 6000]
    listed = tmp_path / "shots.txt"
    listed.write_text("1.0\n6.16\n")
    assert starts(verb(FERRY, profile="netflix-en", shot_changes=listed).track) == [1000, 6160]


@pytest.mark.parametrize("verb", [captionkit.caption, captionkit.segment])
def test_shot_changes_of_a_programme_are_counted_from_the_track(verb):
    made = verb(FERRY, profile="netflix-en", shot_changes=(3_600_000, 3_601_000, 3_605_000))
    assert starts(made.track) == [1000, 6000]
    assert "transform.shot-changes-aligned" in {d.code for d in made.diagnostics}


def test_cues_that_are_not_divided_again_stay_off_shot_changes():
    made = captionkit.segment(FERRY, profile="netflix-en", only_flagged=True, shot_changes=(1000,))
    assert starts(made.track) == [1100, 6000]


@pytest.mark.parametrize("command", ["caption", "segment"])
def test_the_commands_take_shot_changes(command, tmp_path):
    source, listed, out = tmp_path / "talk.srt", tmp_path / "shots.txt", tmp_path / "out.srt"
    source.write_bytes(FERRY)
    listed.write_text("1.0\n")
    arguments = [command, str(source), str(out), "--shot-changes", str(listed), "-p", "netflix-en"]
    assert run(arguments) == 0
    assert starts(captionkit.load(out)) == [1000, 6000]
