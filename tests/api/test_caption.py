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
