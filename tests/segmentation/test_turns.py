"""Two speakers: what may share a cue with dashes, how the profile writes it, and a sentence that somebody cuts off."""

import pytest

from captionkit.model.transcript import Segment, Timing, Transcript, Word
from captionkit.profiles import load
from captionkit.segmentation import SegmentOptions, segment

LONG = "The keeper told us that nobody had crossed the harbour since the storm of last November, and"


def spoken(*turns: tuple[str, str, int, int]) -> Transcript:
    """Return turns of (speaker, text, start, end), their words evenly in time."""
    segments = []
    for speaker, text, start, end in turns:
        words = text.split()
        step = (end - start) / len(words)
        timed = [
            Word(word, round(start + step * at), round(start + step * (at + 1)), timing=Timing.GIVEN)
            for at, word in enumerate(words)
        ]
        segments.append(Segment("", speaker, words=tuple(timed), turn=True))
    return Transcript(tuple(segments), language="en")


def texts(said: Transcript, profile: str = "default", speakers: str = "dash", *, pauses: bool = False) -> list[str]:
    track = segment(said, load(profile), SegmentOptions(speakers=speakers, pauses=pauses)).value
    return [cue.text for cue in track]


@pytest.mark.parametrize(
    ("profile", "shown"),
    [
        ("default", "- Did you see him?\n- No."),
        ("netflix-en", "-Did you see him?\n-No."),
        ("netflix-nl", "Did you see him?\n-No."),
        ("bbc", "– Did you see him?\n– No."),
    ],
)
def test_two_turns_share_a_cue_as_the_profile_writes_them(profile: str, shown: str) -> None:
    assert texts(spoken(("Ida", "Did you see him?", 0, 1200), ("Per", "No.", 1300, 2300)), profile) == [shown]


def test_the_end_of_a_torn_sentence_shares_no_cue() -> None:
    said = spoken(
        ("Ida", f"{LONG} we went home.", 0, 9000), ("Per", "Really?", 9050, 9950), ("Ida", "Yes.", 12000, 12900)
    )
    cues = texts(said)
    assert cues[-2:] == ["Really?", "Yes."]
    assert not any(cue.startswith("-") for cue in cues)


def test_the_beginning_of_a_torn_sentence_shares_no_cue() -> None:
    said = spoken(("Per", "Really?", 0, 900), ("Ida", f"We went home, {LONG} the road was gone.", 950, 11000))
    assert texts(said)[0] == "Really?"


def test_the_last_sentence_of_a_turn_shares_its_cue_only_with_an_answer_that_has_no_time() -> None:
    asked = "We waited there for the whole of a rainy week. Did you ever see him?"
    short = spoken(("Ida", asked, 0, 5000), ("Per", "No.", 5050, 5650), ("Ida", "Then listen to me now.", 5700, 9000))
    assert "- Did you ever see him?\n- No." in texts(short)
    slow = spoken(("Ida", asked, 0, 5000), ("Per", "No.", 5050, 6950), ("Ida", "Then listen to me now.", 7000, 9000))
    assert "Did you ever see him?" in texts(slow)


def test_a_question_and_the_first_sentence_of_a_longer_answer_share_no_cue() -> None:
    """Either can be read alone, and the answer would stand there 2.7 s before it is said."""
    asked, answer = "How long have you lived out here?", "Eleven years in March."
    turns = ("Ida", asked, 0, 1740), ("Per", answer, 2740, 4140)
    longer = ("Per", "I came for one winter, and then I forgot to leave.", 4740, 7850)
    alone = spoken(*turns, ("Ida", "And when did you begin to count the birds?", 8850, 11150))
    assert texts(spoken(*turns, longer))[:2] == [asked, answer]
    assert texts(alone)[0] == f"- {asked}\n- {answer}"


def test_a_flash_goes_with_whole_sentences_where_it_can() -> None:
    said = spoken(
        ("Ida", f"{LONG} we went home.", 0, 9000), ("Per", "No.", 9010, 9300), ("Ida", "You must.", 9320, 10600)
    )
    assert texts(said, speakers="none")[-1] == "- No.\n- You must."


@pytest.mark.parametrize(
    ("profile", "cut"), [("netflix-en", "--"), ("netflix-de", "…"), ("bbc", "..."), ("default", "")]
)
def test_a_sentence_that_somebody_cuts_off_is_marked_as_the_profile_does(profile: str, cut: str) -> None:
    said = spoken(("Ida", "It was late. I went to the", 0, 3000), ("Per", "Who let you in?", 3050, 4500))
    assert texts(said, profile, "none", pauses=True) == ["It was late. I went to the" + cut, "Who let you in?"]
    dashes = texts(spoken(("Ida", "I saw. I was the", 0, 1800), ("Per", "No!", 1850, 2700)), profile, pauses=True)
    assert dashes[0].split("\n")[0].endswith("I was the" + cut)
    assert texts(said, profile, "none")[0] == "It was late. I went to the"


@pytest.mark.parametrize(("last", "start"), [("Anna", 3050), ("the", 3600), ("the.", 3050)])
def test_a_sentence_that_may_have_ended_is_not_called_cut_off(last: str, start: int) -> None:
    said = spoken(("Ida", f"It was late. I went to {last}", 0, 3000), ("Per", "Who let you in?", start, 5000))
    assert texts(said, "netflix-en", "none", pauses=True)[0] == f"It was late. I went to {last}"
