"""What is taken out of a transcript on request, what is put right always, and the text that is written for people."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit import Kind, ReadOptions, Segment, Timing, Transcript, Word, read_transcript, transcript
from captionkit.errors import TargetExistsError, UsageError
from captionkit.testing import check_transcript
from captionkit.transcripts.clean import clean_transcript
from captionkit.transcripts.loops import find_loops
from captionkit.transcripts.write import FORMATS, SHAPES, TextFormat, transcript_bytes


def spoken(text: str, start: int = 0, step: int = 300, speaker: str = "") -> Segment:
    words = tuple(
        Word(w, start + step * n, start + step * n + step - 50, timing=Timing.GIVEN) for n, w in enumerate(text.split())
    )
    return Segment(text, speaker, start=words[0].start, end=words[-1].end, words=words, timing=Timing.GIVEN)


def cleaned(text: str, *cleanings: str, language: str = "en", timed: bool = True, **more) -> str:
    segment = spoken(text) if timed else Segment(text)
    made = clean_transcript(Transcript((segment,), language, "made"), cleanings, **more).value
    check_transcript(made)
    return " | ".join(s.text for s in made.segments)


# --- fillers ---


@pytest.mark.parametrize("timed", [True, False], ids=["words", "text"])
@pytest.mark.parametrize(
    ("text", "language", "left"),
    [
        ("Um, so we sail.", "en", "So we sail."),
        ("So we, uh, sail.", "en", "So we sail."),
        ("We sail, um.", "en", "We sail."),
        ("We sail. Uhh, the tide is in.", "en", "We sail. The tide is in."),
        ("We sail uh. Now.", "en", "We sail. Now."),
        ("Umbrellas and errands.", "en", "Umbrellas and errands."),
        ("Mhm, I see.", "en", "Mhm, I see."),
        ("Wir gehen um neun los, um zu segeln.", "de", "Wir gehen um neun los, um zu segeln."),
        ("Ähm, wir gehen um neun.", "de", "Wir gehen um neun."),
        ("Euh, le port est fermé.", "fr", "Le port est fermé."),
        ("Est-ce que tu viens, hein ?", "fr", "Est-ce que tu viens, hein ?"),
        ("Vienes mañana, ¿eh?", "es", "Vienes mañana, ¿eh?"),
        ("Um homem e um barco.", "pt", "Um homem e um barco."),
    ],
)
def test_fillers_go_with_their_commas_and_words_stay(text, language, left, timed):
    assert cleaned(text, "fillers", language=language, timed=timed) == left


def test_a_segment_of_fillers_alone_is_gone_and_counted():
    result = clean_transcript(Transcript((spoken("Um, uh."), spoken("We sail.", 2000)), "en"), ["fillers"])
    assert [s.text for s in result.value.segments] == ["We sail."]
    assert next(d for d in result.diagnostics if d.code == "stt.fillers").data["count"] == 2


def test_fillers_of_an_unknown_language_stay_and_that_is_reported():
    result = clean_transcript(Transcript((Segment("Um, we sail."),), "xx"), ["fillers"])
    assert result.value.segments[0].text == "Um, we sail."
    assert "stt.fillers-unknown" in {d.code for d in result.diagnostics}


def test_an_unknown_cleaning_is_refused():
    with pytest.raises(UsageError):
        clean_transcript(Transcript(), ["coughs"])


# --- words to cover ---


@pytest.mark.parametrize(
    ("mask", "left"),
    [
        (["sail"], "We s***, sailor. S***!"),
        (["sail*"], "We s***, s*****. S***!"),
        (["SAIL"], "We s***, sailor. S***!"),
        (["boat"], "We sail, sailor. Sail!"),
    ],
)
def test_words_are_covered_whole(mask, left):
    assert cleaned("We sail, sailor. Sail!", mask=mask) == left


# --- loops ---


@given(
    before=st.lists(st.sampled_from("abcdefgh"), max_size=8, unique=True),
    size=st.integers(1, 12),
    rounds=st.integers(4, 30),
)
def test_a_loop_is_found_wherever_it_stands(before, size, rounds):
    unit = [f"w{n}" for n in range(size)]
    found = find_loops([*before, *unit * rounds, "end"])
    if size * rounds >= 12:
        assert [(loop.size, loop.length // loop.size) for loop in found] == [(size, rounds)]
        assert found[0].first == len(before)
    else:
        assert found == []


@given(st.lists(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), max_size=200, unique=True))
def test_words_that_do_not_repeat_are_no_loop(words):
    assert find_loops(words) == []


def test_a_loop_over_segments_is_reported_and_kept_unless_asked():
    segments = (spoken("The tide is in."), *(spoken("Thank you for it.", 2000 + 1500 * n) for n in range(9)))
    kept = clean_transcript(Transcript(segments, "en"))
    assert kept.value.segments == segments
    assert [d.code for d in kept.diagnostics] == ["stt.loop"]
    without = clean_transcript(Transcript(segments, "en"), ["loops"]).value
    assert [s.text for s in without.segments] == ["The tide is in.", "Thank you for it."]


# --- times ---


def test_a_first_word_over_a_silence_begins_later_and_a_last_one_ends_earlier():
    first = Segment("Boats sail.", start=0, end=18000, words=(Word("Boats", 0, 17500), Word("sail.", 17500, 18000)))
    made = clean_transcript(Transcript((first,), "en"))
    assert made.value.segments[0].start > 16000
    assert made.value.segments[0].end == 18000
    assert "stt.stretched-word" in {d.code for d in made.diagnostics}


def test_a_slow_word_is_not_shortened():
    segment = Segment("Slowly now.", start=0, end=2900, words=(Word("Slowly", 0, 2400), Word("now.", 2400, 2900)))
    assert clean_transcript(Transcript((segment,), "en")).value.segments == (segment,)


def test_segments_end_with_the_recording_unless_its_duration_is_wrong():
    talk = Transcript((spoken("We sail now.", 9500),), "en", duration=10000)
    assert clean_transcript(talk).value.segments[0].end == 10000
    wrong = clean_transcript(talk.replace(duration=5000))
    assert wrong.value.segments == talk.segments
    assert "stt.duration" in {d.code for d in wrong.diagnostics}


# --- text for people ---

_TEXT = st.text(st.sampled_from("abc XYZ.,!?*_#[]<>&'\"`|~-0123é漢"), min_size=1, max_size=30).filter(str.strip)
_TALK = st.lists(
    st.builds(
        Segment,
        _TEXT,
        st.sampled_from(["", "Ann", "B & C", "*Dee*"]),
        start=st.one_of(st.none(), st.integers(0, 10**8)),
        turn=st.booleans(),
    ),
    max_size=12,
)


def shown_words(data: bytes, format: str) -> str:
    """Return what a reader of the file sees, without blanks."""
    if format == "docx":
        with zipfile.ZipFile(BytesIO(data)) as archive:
            data = archive.read("word/document.xml")
    text = data.decode()
    if format in ("docx", "html"):
        text = re.sub(r"<title>.*?</title>|<[^>]*>", " ", text, flags=re.S)
        for escaped, char in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
            text = text.replace(escaped, char)
    if format == "md":
        text = re.sub(r"\*\*((?:[^*\\]|\\.)*)\*\*", r"\1", text)
        text = re.sub(r"\\([^a-zA-Z0-9\s])", r"\1", text)
        text = re.sub(r"(?m)^(\s*\d+)\\([.)])", r"\1\2", text)
    return "".join(text.split())


@given(segments=_TALK, shape=st.sampled_from(SHAPES), format=st.sampled_from(FORMATS))
@settings(max_examples=200, deadline=None)
def test_every_word_is_written_once_and_in_order(segments, shape, format):
    talk = Transcript(tuple(segments), "en")
    shown = shown_words(transcript_bytes(talk, format, shape), format)
    at = 0
    for segment in segments:
        for word in segment.text.split():
            at = shown.index(word, at) + len(word)
    letters = sum(len("".join(s.text.split())) for s in segments)
    heads = len(shown) - letters
    assert heads >= 0
    assert heads <= sum(len(s.speaker.replace(" ", "")) + 12 for s in segments) + len("<!doctypehtml>")


def test_markup_in_the_text_is_escaped():
    talk = Transcript((Segment("<script>alert(1)</script> *so* _it_ goes", "A<b>"),), "en", title="<b>T</b>")
    page = transcript_bytes(talk, "html").decode()
    assert "<script>" not in page
    assert "<b>T</b>" not in page
    assert r"\*so\* \_it\_" in transcript_bytes(talk, "md").decode()


@pytest.mark.parametrize("format", FORMATS)
def test_what_is_written_is_read_back(tmp_path, format):
    turns = [("Nora", "The tide is in."), ("Ola", "Then we sail at noon."), ("Nora", "It is late for that.")]
    talk = Transcript(tuple(Segment(text, who) for who, text in turns), "en")
    path = tmp_path / f"talk.{format}"
    path.write_bytes(transcript_bytes(talk, format))
    again = read_transcript(path)
    assert [(s.speaker, s.text) for s in again.spoken] == turns


def test_the_suffix_says_the_format_and_nothing_is_overwritten(tmp_path):
    target = tmp_path / "talk.md"
    made = transcript(b"Anna: Good evening.\n\nBen: Good evening, Anna.\n", target)
    assert made.format == "md"
    assert target.read_text("utf-8") == made.text
    with pytest.raises(TargetExistsError):
        transcript(b"Anna: Good evening.\n", target)
    with pytest.raises(UsageError):
        transcript(b"Anna: Good evening.\n", tmp_path / "talk.srt")


def test_sounds_are_written_where_they_are_asked_for():
    talk = Transcript(
        (Segment("We sail.", "Ann"), Segment("[bell rings]", kind=Kind.SOUND), Segment("Now.", "Ann")), "en"
    )
    assert transcript_bytes(talk, "txt").decode() == "Ann: We sail.\n\nAnn: Now.\n"
    assert "[bell rings]" in transcript_bytes(talk, "txt", include=["sound"]).decode()


def test_options_reach_the_reading(tmp_path):
    made = transcript(
        b"Anna: Um, good evening.\n\nBen: So, uh, hello.\n", language="en", read_options=ReadOptions(clean=["fillers"])
    )
    assert made.text == "Anna: Good evening.\n\nBen: So hello.\n"


@pytest.mark.parametrize(
    ("format", "shown"),
    [("txt", "\n\nPART *TWO*\n\n"), ("md", "\n\n## PART \\*TWO\\*\n\n"), ("html", "\n<h2>PART *TWO*</h2>\n")],
)
def test_a_heading_between_turns_is_written(format: TextFormat, shown: str) -> None:
    parts = (("The well", Kind.TITLE), ("We dig.", Kind.SPEECH), ("PART *TWO*", Kind.TITLE), ("We dug.", Kind.SPEECH))
    talk = Transcript(tuple(Segment(text, "", kind) for text, kind in (*parts, ("Share this", Kind.TITLE))))
    written = transcript_bytes(talk, format).decode()
    assert shown in written
    assert "The well" not in written
    assert "Share this" not in written
