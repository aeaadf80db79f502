"""No flash: words between two full neighbours get time or a line of theirs, or are reported."""

import random

import pytest

from captionkit.diagnostics import Result
from captionkit.measure import FLASH
from captionkit.model.cue import Cue
from captionkit.model.track import Track
from captionkit.model.transcript import Transcript
from captionkit.profiles import load, names
from captionkit.segmentation import SegmentOptions, resegment, segment
from captionkit.transforms import Options, apply
from tests.segmentation.test_turns import spoken

KEEPER = "The keeper told us that nobody had crossed the harbour since November."
FERRY = "Then the ferry must have left the pier without a single passenger."


def made(said: Transcript, speakers: str = "none", profile: str = "default") -> Result[Track]:
    return segment(said, load(profile), SegmentOptions(speakers=speakers))


def seen(track: Track, text: str) -> Cue:
    """Return the only cue that shows these words."""
    (cue,) = [cue for cue in track if text in cue.text.split("\n") or text in cue.text]
    return cue


@pytest.mark.parametrize("speakers", ["none", "dash", "label", "voice"])
def test_a_flash_between_full_neighbours_borrows_time_from_the_one_behind(speakers: str) -> None:
    said = spoken(("Ida", KEEPER, 0, 5000), ("Per", "No.", 5000, 5270), ("Eva", FERRY, 5270, 10000))
    result = made(said, speakers)
    cue = seen(result.value, "No.")
    assert (cue.start, cue.duration >= 1000) == (5000, True)
    assert 5270 < seen(result.value, "single").start <= 5270 + 1500
    assert not result.diagnostics


def test_a_flash_borrows_from_the_cue_before_where_the_one_behind_has_no_time() -> None:
    said = spoken(
        ("Ida", KEEPER, 0, 7000),
        ("Per", "No.", 7000, 7270),
        ("Eva", FERRY, 7270, 11200),
        ("Ida", "So. So it was then.", 11200, 13000),
    )
    cue = seen(made(said).value, "No.")
    assert cue.start < 7000
    assert cue.duration >= FLASH


def test_where_nobody_has_time_the_end_of_a_full_cue_shares_the_flash() -> None:
    said = spoken(
        ("Ida", KEEPER, 0, 3600), ("Per", "No.", 3600, 3800), ("Eva", FERRY, 3800, 7000), ("Ida", FERRY, 7000, 10300)
    )
    result = made(said)
    cue = seen(result.value, "No.")
    assert len(cue.lines) == 2
    assert any(line.text == "- No." for line in cue.lines)
    assert all(cue.duration >= FLASH for cue in result.value)
    words = " ".join(cue.text.replace("- ", "") for cue in result.value).split()
    assert words == f"{KEEPER} No. {FERRY} {FERRY}".split()


def test_a_flash_that_nothing_helps_is_reported() -> None:
    turns = [("Ida", "Why?", 0, 150), ("Per", "No.", 150, 300), ("Eva", "Oh.", 300, 450)]
    full = [("Ida", FERRY, 450, 3000), ("Per", KEEPER, 3000, 5600)]
    result = made(spoken(*turns, *full))
    short = [number for number, cue in enumerate(result.value, 1) if cue.duration < FLASH]
    assert short
    assert set(short) <= {found.cue for found in result.diagnostics if found.code == "segment.too-short"}


def test_a_flash_is_reported_where_the_profile_sets_no_least_duration() -> None:
    turns = [("Ida", "Why?", 0, 150), ("Per", "No.", 150, 300), ("Eva", "Oh.", 300, 450), ("Ida", FERRY, 450, 3000)]
    result = segment(spoken(*turns, ("Per", KEEPER, 3000, 5600)), load("default").with_limits(min_duration=0))
    short = {number for number, cue in enumerate(result.value, 1) if cue.duration < FLASH}
    assert short
    assert short == {found.cue for found in result.diagnostics if found.code == "segment.too-short"}


def test_a_flash_of_the_same_speaker_is_given_time_without_dashes() -> None:
    said = spoken(("Ida", f"{KEEPER} {FERRY}", 0, 9000))
    brief = spoken(("Ida", "No.", 4600, 4800)).segments
    track = made(Transcript((*said.segments, *brief), language="en")).value
    assert not any(cue.text.startswith("-") for cue in track)


def test_a_track_with_a_flash_is_segmented_without_it() -> None:
    cues = Cue(0, 4500, KEEPER), Cue(4580, 4780, "No!", speaker="Per"), Cue(4860, 9500, FERRY)
    result = resegment(Track(cues, language="en"), load("default"))
    assert seen(result.value, "No!").duration >= FLASH


@pytest.mark.parametrize("rate", [12, 15, 20])
@pytest.mark.parametrize("profile", ["default", "netflix-en", "bbc"])
def test_flashes_are_saved_or_reported_and_no_word_is_lost(rate: int, profile: str) -> None:
    dice = random.Random(rate)
    for _ in range(12):
        turns, at = [], 0
        for number in range(12):
            text = dice.choice((KEEPER, FERRY, f"{KEEPER} {FERRY}", "No.", "Why not?", "Yes."))
            time = dice.choice((150, 270, 400)) if len(text) < 10 else len(text) * 1000 // rate
            turns.append((f"S{number % 3}", text, at, at + time))
            at += time + dice.choice((0, 0, 40))
        result = made(spoken(*turns), profile=profile)
        limits = load(profile).in_language("en").limits()
        short = {found.cue for found in result.diagnostics if found.code == "segment.too-short"}
        shown = "".join(cue.text for cue in result.value)
        assert [letter for letter in shown if letter.isalpha()] == [
            letter for _, text, _, _ in turns for letter in text if letter.isalpha()
        ]
        for number, cue in enumerate(result.value, 1):
            assert cue.duration >= FLASH or number in short
            assert len(cue.lines) <= (limits.max_lines or 2)
            assert all(line.length <= (limits.max_cpl or 99) for line in cue.lines if hasattr(line, "length"))
        for one, two in zip(result.value, list(result.value)[1:], strict=False):
            assert one.end <= two.start


@pytest.mark.parametrize("profile", names())
def test_in_every_profile_a_flash_between_full_neighbours_is_gone_or_named(profile: str) -> None:
    """A profile that asks for less than half a second gets what it asks for."""
    guide = load(profile)
    least = min(FLASH, guide.in_language("en").limits().min_duration or FLASH)
    for length in (5000, 3600):
        times = (0, length), (length, length + 270), (length + 270, 2 * length)
        texts = list(zip(("Ida", "Per", "Eva"), (KEEPER, "No.", FERRY), times, strict=True))
        cues = [Cue(*time, text, speaker=who) for who, text, time in texts]
        said = spoken(*((who, text, *time) for who, text, time in texts))
        for made in (segment(said, guide), resegment(Track(cues, language="en"), guide)):
            named = any(found.code == "segment.too-short" for found in made.diagnostics)
            assert named or seen(made.value, "No.").duration >= least


@pytest.mark.parametrize("profile", ["default", "bbc", "youtube", "rtl"])
def test_extend_leaves_no_flash_where_there_is_time(profile: str) -> None:
    """A guide that sets no least duration asked for the time of three characters: a tenth of a second."""
    track = Track((Cue(0, 2000, KEEPER), Cue(4000, 4100, "No."), Cue(9000, 12000, FERRY)), language="en")
    assert apply(track, ["extend"], load(profile), Options()).value[1].duration >= FLASH
