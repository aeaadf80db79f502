"""The stage: no word lost, limits held or reported, chunks as the whole, stable on its own output."""

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.errors import UnknownNameError, UsageError
from captionkit.measure import width
from captionkit.model.track import Track
from captionkit.model.transcript import Kind, Segment, Timing, Transcript, Word
from captionkit.profiles import load
from captionkit.profiles.model import Limits, Profile
from captionkit.segmentation import SegmentOptions, explained, resegment, segment, stream

LISTED = st.sampled_from(
    """
    the a of and but that we they never harbour crane stopped, said. why? Dr. Ines Vahl 1,250 km -- “oh” … i.e. he was
    lighthouse-keeper's “No,” qu'un l'eau עברית 👩‍👩‍👧 e\u0301te extraordinarilylongwordwithoutanyblankwhatsoeverinit
    """.split()  # noqa: SIM905
)
UNSPACED = st.sampled_from(("東京", "は東京。", "ไทย", "「いい天気」と言う"))
ANY = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp", "Cf")), min_size=1)


@st.composite
def transcripts(draw: st.DrawFn, plain: bool = False) -> Transcript:
    text = LISTED if plain else st.one_of(LISTED, UNSPACED, ANY)
    clock = draw(st.integers(0, 5000))
    segments = []
    for _ in range(draw(st.integers(0, 5))):
        words = []
        for token in draw(st.lists(text, min_size=1, max_size=30)):
            clock += draw(st.sampled_from((0, 0, 0, 40, 300, 900, 2500)))
            end = clock + draw(st.integers(1, 900))
            words.append(Word(token, clock, end, timing=Timing.GIVEN))
            clock = end
        timed = draw(st.sampled_from((True, True, True, False)))
        speaker = draw(st.sampled_from(("", "", "Ana", "Ben Holt")))
        if timed:
            segments.append(Segment("", speaker, words=tuple(words), turn=draw(st.booleans())))
        else:
            joined = " ".join(word.text for word in words)
            segments.append(Segment(joined, speaker, start=words[0].start, end=words[-1].end))
    return Transcript(tuple(segments), language=draw(st.sampled_from(("en", "", "fr", "de", "ja", "xx"))))


def letters(transcript: Transcript) -> str:
    said = (s.text or " ".join(w.text for w in s.words) for s in transcript.spoken)
    return "".join("".join(text.split()) for text in said)


def shown(track: Track) -> str:
    return "".join("".join(undashed(cue.text).split()) for cue in track)


def undashed(text: str) -> str:
    """A cue's text without the dashes of two speakers who share it (one would flash)."""
    lines = text.split("\n")
    shared = len(lines) == 2 and all(line[:1] in set("-–—") and line[1:2] not in set("-–—") for line in lines)
    return "\n".join(re.sub("^[-–—] ?", "", line) for line in lines) if shared else text


@settings(max_examples=60, deadline=None)
@given(transcripts(), st.sampled_from(("default", "netflix-en", "bbc", "ted", "netflix-ja", "dcmp")))
def test_no_letter_is_lost_added_or_moved(transcript: Transcript, profile: str) -> None:
    assert shown(segment(transcript, load(profile)).value) == letters(transcript)


@settings(max_examples=60, deadline=None)
@given(transcripts(), st.sampled_from(("default", "bbc", "netflix-ja")), st.sampled_from(("none", "voice")))
def test_limits_hold_or_are_reported(transcript: Transcript, name: str, speakers: str) -> None:
    limits = load(name).limits()
    result = segment(transcript, load(name), SegmentOptions(speakers=speakers))
    told = {(d.code, d.cue) for d in result.diagnostics}
    for number, cue in enumerate(result.value, 1):
        wide = any(width(line.text, limits.counting) > (limits.max_cpl or 1e9) for line in cue.lines)
        assert not wide or {("segment.over-long-word", number), ("segment.over-long-line", number)} & told
        assert len(cue.lines) <= (limits.max_lines or 9) or ("segment.over-lines", number) in told
        assert cue.duration <= (limits.max_duration or 10**9) or ("segment.too-long", number) in told
        assert cue.duration >= (limits.min_duration or 0) or ("segment.too-short", number) in told
        assert cue.duration > 0


@settings(max_examples=60, deadline=None)
@given(transcripts())
def test_cues_do_not_overlap_and_rise(transcript: Transcript) -> None:
    cues = segment(transcript, load("default")).value.cues
    assert all(a.end <= b.start and a.start < b.start for a, b in pairwise(cues))


@settings(max_examples=60, deadline=None)
@given(transcripts(), st.sampled_from(("none", "dash", "label")))
def test_a_stream_gives_what_the_whole_gives(transcript: Transcript, speakers: str) -> None:
    options = SegmentOptions(speakers=speakers, language=transcript.language)
    taken: list[int] = []

    def coming():  # type: ignore[no-untyped-def]
        for number, part in enumerate(transcript.segments):
            taken.append(number)
            yield part

    whole = segment(transcript, load("default"), options).value.cues
    assert tuple(stream(coming(), load("default"), options)) == whole


def test_a_stream_hands_on_what_is_certain_before_it_ends() -> None:
    sentences = [said("The pilots of the northern station went out again.", start=4000 * n) for n in range(900)]
    source = iter(sentences)
    first = next(stream(source, load("default"), SegmentOptions(language="en")))
    assert first.start == 0
    assert len(list(source)) > 400


@settings(max_examples=60, deadline=None)
@given(transcripts(plain=True))
def test_cutting_its_own_output_again_changes_nothing(transcript: Transcript) -> None:
    first = segment(transcript.replace(language="en"), load("default")).value
    again = resegment(first, load("default")).value
    assert [c.text for c in again] == [c.text for c in first]


@settings(max_examples=20, deadline=None)
@given(transcripts())
def test_twice_the_same(transcript: Transcript) -> None:
    assert segment(transcript, load("default")) == segment(transcript, load("default"))


def said(text: str, *, language: str = "en", pace: int = 65, start: int = 0, speaker: str = "") -> Segment:
    """A segment with even word times."""
    words, clock = [], start
    for token in text.split():
        end = clock + pace * len(token)
        words.append(Word(token, clock, end, timing=Timing.GIVEN))
        clock = end + pace
    return Segment("", speaker, words=tuple(words), language=language)


def cut(text: str, profile: str = "default", **options: object) -> list[str]:
    transcript = Transcript((said(text),), language=str(options.pop("language", "en")))
    return [cue.text for cue in segment(transcript, load(profile), SegmentOptions(**options)).value]  # type: ignore[arg-type]


def test_a_long_text_without_any_mark_is_cut_in_windows() -> None:
    words = ["harbour"] * 400
    cues = cut(" ".join(words))
    assert " ".join(cues).split() == words
    assert all(len(line) <= 42 for cue in cues for line in cue.split("\n"))


def test_a_word_longer_than_a_line_stands_alone_and_is_reported() -> None:
    word = "x" * 60
    result = segment(Transcript((said(f"It said {word} twice."),), language="en"), load("default"))
    assert word in [line.text for cue in result.value for line in cue.lines]
    assert "segment.over-long-word" in {d.code for d in result.diagnostics}


def test_what_is_no_speech_is_left_out_and_reported_or_included_in_brackets() -> None:
    laugh = Segment("laughter", kind=Kind.SOUND, start=3000, end=4000)
    song = Segment("la la", kind=Kind.MUSIC, start=5000, end=6000)
    transcript = Transcript((said("Good evening."), laugh, song), language="en")
    plain = segment(transcript, load("default"))
    assert [c.text for c in plain.value] == ["Good evening."]
    assert [d.data["text"] for d in plain.diagnostics if d.code == "segment.left-out"] == ["laughter", "la la"]
    full = segment(transcript, load("default"), SegmentOptions(include=("sound", "music"))).value
    assert [c.text for c in full] == ["Good evening.", "[laughter]", "♪\u00a0la la\u00a0♪"]


@pytest.mark.parametrize(
    ("speakers", "texts"),
    [
        ("none", ["Are you there?", "Yes."]),
        ("label", ["Ana: Are you there?", "Ben Holt: Yes."]),
        ("dash", ["- Are you there?\n- Yes."]),
        ("voice", ["Are you there?", "Yes."]),
    ],
)
def test_speakers(speakers: str, texts: list[str]) -> None:
    transcript = Transcript(
        (said("Are you there?", speaker="Ana"), said("Yes.", start=1400, speaker="Ben Holt")), language="en"
    )
    track = segment(transcript, load("default"), SegmentOptions(speakers=speakers)).value
    assert [c.text for c in track] == texts
    if speakers == "voice":
        assert [c.speaker for c in track] == ["Ana", "Ben Holt"]
        assert track.cues[0].lines[0].spans[0].style.voice == "Ana"


@pytest.mark.parametrize("change", [True, False])
def test_turns_of_people_without_names_share_a_cue_with_dashes(change: bool) -> None:
    extras = {"text.change": True} if change else {}
    answer = said("Yes.", start=1400).replace(extras=extras)
    track = segment(
        Transcript((said("Are you there?"), answer), language="en"), load("default"), SegmentOptions(speakers="dash")
    ).value
    assert [c.text for c in track] == (["- Are you there?\n- Yes."] if change else ["Are you there?", "Yes."])


def test_a_label_counts_in_the_line() -> None:
    text = "The harbour pilots of the northern station"
    transcript = Transcript((said(text, speaker="Commander Ida Lund"),), language="en")
    track = segment(transcript, load("default"), SegmentOptions(speakers="label")).value
    assert all(len(line.text) <= 42 for cue in track for line in cue.lines)
    assert track.cues[0].text.startswith("Commander Ida Lund: ")


def test_ends_are_moved_into_the_silence_until_the_cue_can_be_read() -> None:
    fast = said("Extraordinarily complicated words follow.", pace=20)
    transcript = Transcript((fast, said("Then silence.", start=9000, speaker="B")), language="en")
    cue = segment(transcript, load("default")).value.cues[0]
    assert cue.duration == 2050  # 41 characters at 20 a second


def test_estimated_words_make_an_estimated_track() -> None:
    words = (Word("Good", 0, 300, timing=Timing.ESTIMATED), Word("evening.", 300, 900, timing=Timing.ESTIMATED))
    assert segment(Transcript((Segment("", words=words),)), load("default")).value.timing is Timing.ESTIMATED


def test_missing_word_times_are_filled_and_told() -> None:
    words = (Word("Good", 0, 300, timing=Timing.GIVEN), Word("old"), Word("evening.", 600, 900, timing=Timing.GIVEN))
    result = segment(Transcript((Segment("", words=words),), language="en"), load("default"))
    assert [(w.start, w.end, w.timing) for w in result.value.cues[0].words][1] == (300, 600, Timing.INTERPOLATED)
    assert "segment.times-filled" in {d.code for d in result.diagnostics}


def test_no_time_at_all_still_keeps_every_word() -> None:
    track = segment(Transcript((Segment("One two. Three four."),), language="en"), load("default")).value
    assert shown(track) == "Onetwo.Threefour."
    assert track.timing is Timing.ESTIMATED


def test_bad_times_cost_no_word() -> None:
    words = (Word("late", 9000, 9500, timing=Timing.GIVEN), Word("early.", 100, 50, timing=Timing.GIVEN))
    track = segment(Transcript((Segment("", words=words),), language="en"), load("default")).value
    assert shown(track) == "lateearly."
    assert all(cue.duration > 0 for cue in track)


def test_titles_and_units_stay_with_what_follows() -> None:
    text = "We asked the only doctor on the island, Dr. Okonkwo, about the 850 km flight to the city of St. Elm."
    for cue in cut(text):
        assert not any(line.endswith(("Dr.", "850", "St.")) for line in cue.split("\n"))


@pytest.mark.parametrize("sound", ["(Applause)", "[Laughter]", "(Cheers and applause)", "(Applause) (Music)"])
def test_a_reaction_between_sentences_is_a_cue_of_its_own(sound: str) -> None:
    texts = cut(f"We rebuilt the pier in spring. {sound} So come and see it.")
    assert texts[0] == "We rebuilt the pier in spring."
    assert " ".join(texts[1:-1]) == sound
    assert texts[-1] == "So come and see it."


@pytest.mark.parametrize("note", ["(Whispering)", "[in Spanish]", "(Video)"])
def test_how_the_next_words_are_spoken_stays_with_them(note: str) -> None:
    assert cut(f"{note} They are coming.") == [f"{note} They are coming."]


def test_a_sound_inside_a_sentence_does_not_end_it() -> None:
    assert cut("We laughed (laughter) and went home.") == ["We laughed (laughter) and went home."]


@pytest.mark.parametrize("sound", ["(웃음)", "[박수와 환호]", "[청중 질문]"])
def test_a_korean_reaction_is_a_cue_of_its_own_and_a_note_stays_with_its_sentence(sound: str) -> None:
    first, last = "우리는 지난봄에 방파제를 모두 다시 지었습니다.", "여러분도 언제 한번 꼭 와서 보시기 바랍니다."
    for note, cues in ((sound, [first, sound, last]), ("(남쪽 끝)", [f"{first} (남쪽 끝)", last])):
        made = cut(f"{first} {note} {last}", language="ko")
        assert [" ".join(text.split()) for text in made] == cues


def test_speakers_options_are_checked() -> None:
    with pytest.raises(UsageError):
        SegmentOptions(speakers="shout")
    with pytest.raises(UnknownNameError):
        segment(Transcript(), load("default"), SegmentOptions(style="baroque"))


def test_limits_that_a_house_leaves_open_do_not_bind() -> None:
    free = Profile("free", "Free", base=Limits(None, None, None, None, None, None, None))
    assert shown(segment(Transcript((said("One two three. Four."),)), free).value) == "Onetwothree.Four."


@pytest.mark.parametrize(("width_", "lines"), [(32, 2), (37, 2), (42, 1), (42, 3), (16, 2)])
def test_other_widths_and_line_counts(width_: int, lines: int) -> None:
    guide = Profile("own", "Own", base=Limits(max_cpl=width_, max_lines=lines))
    text = "In spite of the weather, the pilots of the northern station went out to the ship and brought her in."
    result = segment(Transcript((said(text),), language="en"), guide)
    assert all(len(line.text) <= width_ for cue in result.value for line in cue.lines)
    assert all(len(cue.lines) <= lines for cue in result.value)


def test_confidence_and_reasons_are_kept() -> None:
    transcript = Transcript((said("The harbour master closed the port early because of the wind."),), language="en")
    track = segment(transcript, load("default"), SegmentOptions(explain=True)).value
    assert 0 < track.cues[0].extras["breaks"]["lines"][0] <= 1
    rows = explained(track)
    assert [row.kind for row in rows] == ["line", "cue"]
    assert f"{rows[0].after}\n{rows[0].before}" in track.cues[0].text
    assert rows[0].runner_up_cost > rows[0].cost


def test_shot_changes_attract_cue_ends() -> None:
    text = "We packed the boat and sailed out and came back late and told nobody"
    transcript = Transcript((said(text),), language="en")
    words = transcript.segments[0].words
    shot = next(w.end for w in words if w.text == "boat")
    near = segment(transcript, load("default"), SegmentOptions(shots=(shot,), explain=True)).value
    far = segment(transcript, load("default"), SegmentOptions(explain=True)).value
    chance = {
        name: next((r.probability for r in explained(t) if r.after == "boat"), 0.0)
        for name, t in (("n", near), ("f", far))
    }
    assert chance["n"] >= chance["f"]


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        ("netflix-en:sdh", ["[Olaf whispering] Hush.", "[Olaf shouting] No!", "[laughing] Or so."]),
        ("bbc", ["OLAF (whispering): Hush.", "OLAF (shouting): No!", "[laughing] Or so."]),
        ("ted", ["OLAF (whispering): Hush.", "OLAF (shouting): No!", "(laughing) Or so."]),
    ],
)  # fmt: skip
def test_how_words_are_spoken_is_written_as_the_profile_does(profile: str, expected: list[str]) -> None:
    def said(text: str, manner: str, start: int) -> Segment:
        extras = {"text.manner": manner} if manner else {}
        return Segment(text, "OLAF", start=start, end=start + 2000, timing=Timing.GIVEN, extras=extras)

    aside = Segment("(whispering)", "OLAF", Kind.DIRECTION, start=0, end=1)
    hush = Segment("Hush.", "OLAF", start=1, end=2000, turn=False)
    other = Segment("Why?", "KARI", start=2500, end=3500)
    transcript = Transcript((aside, hush, other, said("No!", "shouting", 4000), said("Or so.", "laughing", 9000)))
    options = SegmentOptions(speakers="label", include=("direction",))
    track = segment(transcript, load(profile), options).value
    assert [cue.text for cue in track if "Kari" not in cue.text and "KARI" not in cue.text] == expected
    left = segment(transcript, load(profile), SegmentOptions()).diagnostics
    assert "manner not captioned: shouting" in [d.message for d in left]
