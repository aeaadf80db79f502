"""The parts of the text reader: stamps and their evidence, names, marks, rows."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captionkit.model.transcript import Kind
from captionkit.transcripts.layout.marks import kind_of_mark, pieces_of
from captionkit.transcripts.layout.names import find_labels, label_of
from captionkit.transcripts.layout.rows import Row, tidy
from captionkit.transcripts.layout.times import Ruler, ruler_for, stamp_of
from tests.transcripts.layout.helpers import codes, read, said, spoken


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("1:02", 62_000),
        ("01:02:03", 3_723_000),
        ("0:00:01.5", 1500),
        ("00:00:01,25", 1250),
        ("00:01.200", 1200),
        ("100:00:00", 360_000_000),
        ("0:0:2.590", 2590),
        ("0:00:00.0005", 1),
        ("00:00:01:12", 1480),
        ("00:00:01:24", 1960),
    ],
)
def test_stamps(text, ms):
    stamp = stamp_of(text)
    assert stamp is not None
    assert Ruler().ms(stamp) == ms


@pytest.mark.parametrize("text", ["", "12", "1:2:3:4:5", "0:61", "00:99:00", "a:b", "1:02am", "1.5", "-0:01", "٠:٠١"])
def test_what_is_no_stamp(text):
    assert stamp_of(text) is None


@given(st.integers(0, 99), st.integers(0, 59), st.integers(0, 59), st.integers(0, 999))
def test_clock_times_are_read_to_the_millisecond(h, m, s, ms):
    stamp = stamp_of(f"{h:02}:{m:02}:{s:02}.{ms:03}")
    assert stamp is not None
    assert Ruler().ms(stamp) == ((h * 60 + m) * 60 + s) * 1000 + ms


def stamps(*texts):
    return [stamp for text in texts if (stamp := stamp_of(text)) is not None]


def test_two_digits_after_a_dot_are_hundredths_until_many_of_them_stay_below_a_rate():
    few = stamps("00:00:01.10", "00:00:02.20")
    assert ruler_for(few, words=9).ms(few[0]) == 1100
    many = stamps(*(f"00:00:{n:02}.{n * 7 % 25:02}" for n in range(1, 20)))
    assert ruler_for(many, words=99).frames
    assert not ruler_for([*many, *stamps("00:00:30.77")], words=99).frames
    assert ruler_for(few, words=9, rate=Fraction(25)).ms(few[0]) == 1100
    assert ruler_for(stamps("00:00:01.12"), words=9, rate=Fraction(25)).ms(stamps("00:00:01.12")[0]) == 1480


def test_three_groups_are_minutes_seconds_frames_where_nobody_talks_so_slowly():
    found = stamps(*(f"{n // 60:02}:{n % 60:02}:{n % 25:02}" for n in range(0, 600, 10)))
    assert ruler_for(found, words=1500).minutes_first
    assert not ruler_for(found, words=1_500_000).minutes_first
    assert not ruler_for(stamps("00:01:00", "00:02:00"), words=5).minutes_first


@pytest.mark.parametrize(("text", "rate"), [("00:00:01:24", 25), ("00:00:01:29", 30), ("00:00:01:55", 60)])
def test_the_rate_assumed_is_one_that_has_the_frames_seen(text, rate):
    assert ruler_for(stamps(text, "00:00:09:00"), words=5).rate == rate


def test_semicolons_are_drop_frame():
    found = stamps("00:10:00;00")
    assert ruler_for(found, words=5).ms(found[0]) == 599_999


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("ANNA: Hello.", "ANNA"),
        ("Dr. Anna Berg: Hello.", "Dr. Anna Berg"),
        ("Speaker 1: Hello.", "Speaker 1"),
        ("Ведущий: Добрый вечер.", "Ведущий"),
        ("主持人：大家好。", "主持人"),
        ("Présentateur : Bonsoir.", "Présentateur"),
        ("Anna van den Berg: Hello.", "Anna van den Berg"),
        ("interviewer: And then?", "interviewer"),
        ("J. R. Berg-Olsen: No.", "J. R. Berg-Olsen"),
        ("O'Neil: Yes.", "O'Neil"),
        ("المذيع: مساء الخير.", "المذيع"),
    ],
)
def test_labels(text, speaker):
    label = label_of(text)
    assert label is not None
    assert label.speaker == speaker


@pytest.mark.parametrize(
    "text",
    [
        "He said: no.",
        "https://example.org",
        "At 10:30 we left.",
        "It was late. So: we left.",
        "one: two",
        ": x",
        "This is a rather long opening of a clause: yes.",
    ],
)
def test_clauses_are_no_labels(text):
    assert label_of(text) is None


def test_a_word_that_opens_clauses_is_no_speaker():
    rows = [Row(1, "Note: the sea is calm."), Row(2, "Anna: Yes.", 1), Row(3, "Ben: No.", 1), Row(4, "Anna: Well.", 1)]
    assert sorted(find_labels(rows).names) == ["anna", "ben"]


def test_a_surname_stands_for_the_full_name_unless_two_share_it():
    one = [Row(1, "ANNA BERG, ANCHOR: Yes."), Row(2, "BERG: No.", 1)]
    assert find_labels(one).names["berg"] == "ANNA BERG"
    two = [*one, Row(3, "OLA BERG: Well.", 1)]
    assert find_labels(two).names["berg"] == "BERG"


@pytest.mark.parametrize(
    ("mark", "before", "after", "kind"),
    [
        ("(LAUGHTER)", "Yes.", "", Kind.SOUND),
        ("[ APPLAUSE ]", "", "", Kind.SOUND),
        ("[inaudible 00:12:33]", "He", "", Kind.INAUDIBLE),
        ("(sic)", "They was", " there", Kind.EDITORIAL),
        ("(ph)", "Mr. Brg", ".", Kind.EDITORIAL),
        ("( LOL!)", "In Syria.", "", Kind.EDITORIAL),
        ("(we were there for years)", "And", "he said", Kind.SPEECH),
        ("(NATO)", "the treaty", "said", Kind.SPEECH),
        ("[the harbour master]", "He", "left", Kind.EDITORIAL),
        ("♪ la la ♪", "", "", Kind.MUSIC),
        ("(voice-over)", "", "", Kind.DIRECTION),
        ("(glass shatters)", "", "", Kind.SOUND),
        ("[waves crash]", "", "", Kind.SOUND),
        ("(cat meows)", "", "What was that?", Kind.SOUND),
        ("(or so)", "", "he said.", Kind.SPEECH),
        ("(Ann walks over to the window.)", "", "", Kind.DIRECTION),
        ("[speaking Norwegian]", "", "", Kind.DIRECTION),
        ("(Pause.)", "At home.", "", Kind.DIRECTION),
        ("<unk>", "He", "", Kind.INAUDIBLE),
        ("[DOOR SLAMS]", "", "", Kind.SOUND),
        ("(смех)", "Да.", "", Kind.SOUND),
        ("[Musik]", "", "", Kind.MUSIC),
        ("[1]", "said", "", Kind.EDITORIAL),
        ("(Editor's note: he means the pier in the north of the town)", "He left.", "", Kind.EDITORIAL),
        ("[?]", "He", "", Kind.INAUDIBLE),
        ("(emphasis added)", "It ends.", "", Kind.EDITORIAL),
        ("(Ed.: no)", "It ends.", "", Kind.EDITORIAL),
        ("(Really?)", "Yes.", "", Kind.EDITORIAL),
    ],
)
def test_kinds_of_marks(mark, before, after, kind):
    assert kind_of_mark(mark, before, after) is kind


@given(
    st.lists(
        st.sampled_from(["(sic)", "[ X ]", "word", "No.", "♪", "(a b c d)", "(", "]", "<unk>", "( LOL!)", "é"]),
        max_size=12,
    )
)
def test_pieces_hold_all_of_the_text(parts):
    text = tidy(" ".join(parts))
    held = "".join(piece.text for piece in pieces_of(text))
    assert sorted(held.replace(" ", "")) == sorted(text.replace(" ", ""))
    marks = [piece.text for piece in pieces_of(text) if piece.kind is not Kind.SPEECH]
    assert [mark for mark in marks if mark in text] == marks


def test_hard_wrapped_lines_are_one_paragraph_and_long_lines_one_each():
    wrapped = (
        "The keepers of the northern lights have voted to stay at their posts\n"
        "until the ice has gone from the sound. The union says that no keeper\n"
        "will leave before the first of May.\n"
    )
    assert len(said(read(wrapped))) == 1
    assert len(said(read("The tide is in.\nThen we sail.\nIt is late.\n"))) == 3


def test_programme_timecode_is_told():
    assert "text.late-start" in codes(read("[10:00:01] ANN: Yes.\n[10:00:04] BEN: No.\n"))
    assert said(read("[10:00:01] ANN: Yes.\n[10:00:04] BEN: No.\n", start_timecode=36_000_000))[0] == ("ANN", "Yes.")


def test_times_that_go_back_are_told():
    text = "".join(f"[00:00:{n:02}] ANN: Yes.\n" for n in (1, 5, 9, 7, 12, 15, 18))
    result = read(text)
    assert [d.line for d in result.diagnostics if d.code == "text.times-back"] == [4]


def test_a_score_in_prose_is_no_time():
    text = "The match was long.\n(2:01) was the score at half time.\nThen it rained.\nNobody minded the rain.\n"
    assert read(text).value.timing == "none"


def test_the_layout_and_its_runner_up_are_told():
    found = next(d for d in read("[00:01] ANN: Yes.\n[00:04] BEN: No.\n").diagnostics if d.code == "text.layout")
    assert found.data["layout"] == "time-first"
    assert found.data["runner_up"] == "[TIME] TEXT"


def test_prose_above_a_labelled_transcript_is_a_note():
    text = "We met the keepers on Monday. They were tired.\n\n" + "ANN: Yes.\n\nBEN: No.\n\n" * 3
    result = read(text)
    assert [s for s, _ in said(result)] == ["ANN", "BEN"] * 3
    assert result.value.segments[0].kind is Kind.NOTE
    assert "text.preamble" in codes(result)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Who left the [bleep] rope here?", [("speech", "Who left the [bleep] rope here?")]),
        ("Who left this (beep)? Not me.", [("speech", "Who left this (beep)? Not me.")]),
        ("Leave your name. [beep] Hello?", [("speech", "Leave your name."), ("sound", "[beep]"), ("speech", "Hello?")]),
        ("[bleep]", [("sound", "[bleep]")]),
    ],
)
def test_a_word_that_was_taken_out_stays_in_its_sentence(text, pieces):
    assert [(piece.kind.value, piece.text) for piece in pieces_of(text)] == pieces


def test_lines_that_recognisers_print_around_their_text_are_not_spoken():
    text = (
        "whisper_init_state: compute buffer = 1.00 MB\nmain: processing 'b.wav' (16 samples), 2 threads\n\n"
        "[00:00:00.000 --> 00:00:02.000]   The tide is in.\nwhisper_print_progress_callback: progress =   5%\n"
        "[00:00:02.000 --> 00:00:04.000]   We sail.\n\nwhisper_print_timings:    total time =    12.00 ms\n"
    )
    assert said(read(text)) == [("", "The tide is in."), ("", "We sail.")]


TALKED = [
    "Where is the rope?",
    "It lies on the quay.",
    "Then bring it here,\nand the lamp too.",
    "I will.",
    "5 minutes?",
]


@pytest.mark.parametrize("dash", ["- ", "-", "\u2013 ", "\u2014 "])
@pytest.mark.parametrize("blanks", ["\n", "\n\n"])
def test_dashes_before_every_paragraph_are_turns_of_somebody_not_named(dash, blanks):
    lines = TALKED if dash.endswith(" ") else TALKED[:-1]
    got = read(blanks.join(dash + line for line in lines))
    assert said(got) == [("", line.replace("\n", " ")) for line in lines]
    assert all(s.turn and s.extras["text.change"] for s in got.value.spoken)
    assert "--layout paragraphs" in next(d.message for d in got.diagnostics if d.code == "text.layout")
    kept = read(blanks.join(dash + line for line in lines), layout="paragraphs")
    assert spoken(kept).startswith(dash + "Where")


@pytest.mark.parametrize(
    "text",
    [
        "- Where is the rope?\n- It lies on the quay.\n- Then bring it here.\n- I will.\n\nNobody said more that day.",
        "- Where is the rope?\n- It lies on the quay.",
        "They wanted:\n\n- a long rope\n- a lamp\n- two oars\n- bread",
    ],
)
def test_dashes_that_are_not_throughout_stay(text):
    assert "- " in "\n".join(s.text for s in read(text).value.segments)
