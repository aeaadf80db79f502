"""What stands between turns and around pages and is said by nobody: shown by the text itself, left out and reported."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captionkit.diagnostics import Severity
from captionkit.model.transcript import Kind
from tests.transcripts.layout.helpers import codes, read, said, unaccounted

TURNS = [
    ("Dame ORLA", "I ask the warden whether the lock opens on Sundays."),
    ("Mr. PIKE", "It opens when I am awake."),
    ("The WARDEN", "Members will stay with the question that is before us."),
    ("Dame ORLA", "Then I ask whether he is awake on Sundays."),
    ("Mr. PIKE", "My wife says that I am."),
    ("The WARDEN", "We have heard enough of this."),
]
AGAIN = ("The WARDEN", "We go on with the bridges.")


def debate(between: str, *, mark: str = ": ", before: int = 6) -> str:
    turns = [*TURNS[:before], (None, between), AGAIN, *TURNS[3:6]]
    return "\n\n".join(f"{who}{mark}{text}" if who else text for who, text in turns) + "\n"


@pytest.mark.parametrize(
    "between",
    ["The motion was carried.", "Die Sitzung ruht bis 14.30 Uhr.", "Protests from the gallery\u2014", "So ordered."],
)
def test_a_line_after_which_the_speaker_is_named_again_is_said_by_nobody(between: str) -> None:
    text = debate(between)
    result = read(text)
    assert between not in " ".join(line for _, line in said(result))
    assert any(s.kind is Kind.NOTE and s.text == between for s in result.value.segments)
    assert unaccounted(text, result) == []
    stated = read(text, layout="NAME: TEXT")
    assert ("The WARDEN", between) in said(stated) or between in " ".join(line for _, line in said(stated))


def test_lines_of_the_kind_that_interrupts_are_known_by_their_last_word() -> None:
    text = debate("Mr Tull heckling\u2014").replace("Mr. PIKE: My wife", "Visitors heckling\u2014\n\nMr. PIKE: My wife")
    assert "heckling" not in " ".join(line for _, line in said(read(text)))


def test_a_paragraph_that_speaks_to_somebody_goes_on_with_the_turn() -> None:
    text = debate("You will all be asked about them, and I want short answers from you.")
    assert ("The WARDEN", "You will all be asked about them, and I want short answers from you.") in said(read(text))


def test_what_hardly_shows_whether_it_is_speech_is_a_warning_with_the_remedy() -> None:
    result = read(debate("That is how it has been done here for the last ten or twelve winters and by all who came."))
    (found,) = (d for d in result.diagnostics if d.code == "text.between")
    assert found.severity is Severity.WARNING
    assert found.line == 13
    assert found.hint


@given(
    st.lists(st.sampled_from(["ARRA", "Bo Lund", "Mr. PIKE"]), min_size=5, max_size=14),
    st.integers(0, 12),
    st.sampled_from(["The vote was taken.", "We shall see about that, you and I.", "11.20", "(Applause)", "Oh"]),
)
def test_whatever_stands_between_turns_is_speech_or_reported(names: list[str], at: int, between: str) -> None:
    rows = [f"{name}: This is what number {n} of us has to say." for n, name in enumerate(names)]
    rows.insert(min(at, len(rows)), between)
    text = "\n\n".join(rows) + "\n"
    assert unaccounted(text, read(text)) == []


PLAIN = [f"{who}: {text}" for who, text in TURNS]


@pytest.mark.parametrize("mark", ["[[Page H12]]", "(Seite 4)", "{p. 7}", "24-0981          3/12"])
def test_the_mark_of_a_page_is_no_speech(mark: str) -> None:
    text = "\n\n".join([*PLAIN[:3], mark, *PLAIN[3:]]) + "\n"
    assert said(read(text)) == TURNS


def test_a_block_that_every_page_begins_with_is_taken_out_of_a_turn() -> None:
    def head(page: int) -> list[str]:
        return ["COURT OF THE WEIR", "Case 9/31 - hearing of 4 May", f"Page {page}"]

    rows = [*head(7), *PLAIN[:2], *head(8), *PLAIN[2:4], *head(9), *PLAIN[4:]]
    assert said(read("\n".join(rows) + "\n")) == TURNS


def test_a_running_head_beside_a_date_is_no_speech() -> None:
    rows = ["W/12/PV.3", *PLAIN[:3], "W/12/PV.3                    04/05/2031", *PLAIN[3:]]
    assert said(read("\n\n".join(rows) + "\n")) == TURNS


@pytest.mark.parametrize("word", ["Anf. ", "Speech ", "Nr. ", "#"])
def test_numbers_that_count_the_turns_are_no_part_of_names(word: str) -> None:
    rows = [f"{word}{n} {who}\n{text}" for n, (who, text) in enumerate(TURNS, 41)]
    assert said(read("\n\n".join(rows) + "\n")) == TURNS


def test_times_of_day_with_a_dot_before_names() -> None:
    rows = [f"14.0{n} {who}\n{text}" for n, (who, text) in enumerate(TURNS)]
    result = read("\n\n".join(rows) + "\n")
    assert said(result) == TURNS
    assert all(s.start is not None for s in result.value.spoken)


def test_centred_lines_are_headings() -> None:
    rows = [*PLAIN[:3], f"{'DAME ORLA LIND (sworn)':>45}", f"{'Questions by the warden':>45}", *PLAIN[3:]]
    assert said(read("\n".join(rows) + "\n")) == TURNS


def test_of_a_quoted_mail_only_what_is_quoted_is_the_transcript() -> None:
    quoted = "\n>\n".join(f"> {row}" for row in PLAIN)
    head = "From: Ann <ann@example.org>\nSubject: the lock\n\nHere it is again."
    text = f"{head}\n\n{quoted}\n\n--\nAnn Rill\nTel. 555 01\n"
    result = read(text)
    assert said(result) == TURNS
    assert unaccounted(text, result) == []


@pytest.mark.parametrize(("ask", "answer"), [("\u2014 ", "\u2014 "), ("\u2013 ", "\u00ab")])
def test_what_stands_around_a_dialogue_with_dashes_is_none_of_it(ask: str, answer: str) -> None:
    close = "\u00bb" if answer == "\u00ab" else ""
    talk = [
        "How deep is it?",
        "Deep enough for two men.",
        "And cold?",
        "Ask the fish.",
        "Did you?",
        "They said nothing.",
    ]
    rows = [f"{ask}{text}" if text[-1] == "?" else f"{answer}{text}{close}" for text in talk]
    text = (
        "\n\n".join(["The well", "We met the digger.", *rows[:4], "About fish", *rows[4:], "Asked by Ann Rill"]) + "\n"
    )
    result = read(text)
    assert [line.strip("\u00ab\u00bb") for _, line in said(result)] == talk
    assert unaccounted(text, result) == []


def test_a_list_with_dashes_amid_prose_is_no_dialogue() -> None:
    text = (
        "We pack for two days.\n\n- a rope\n\n- a lamp\n\n- bread\n\n- tea\n\nThen we go down to the water and wait.\n"
    )
    assert said(read(text))[0][1] == "We pack for two days."


def test_an_address_that_all_begin_with_does_not_hide_who_speaks() -> None:
    rows = [f"{who}\nMadam Chair! {text}" for who, text in TURNS]
    assert [who for who, _ in said(read("\n\n".join(rows) + "\n"))] == [who for who, _ in TURNS]


@pytest.mark.parametrize(
    ("names", "once"),
    [
        (("El se\u00f1or TORO SALAS", "La se\u00f1ora RUIZ"), "Un se\u00f1or VECINO"),
        (("Some hon. members", "Hon. Ann Rill"), "An hon. member"),
    ],
)
def test_a_label_built_as_the_others_is_one_although_it_stands_once(names: tuple[str, str], once: str) -> None:
    turns = [(names[n % 2], text) for n, (_, text) in enumerate(TURNS)]
    turns.insert(4, (once, "Shame!"))
    assert said(read("\n\n".join(f"{who}: {text}" for who, text in turns) + "\n")) == turns


def test_a_known_name_goes_on_as_it_likes_before_the_sign_that_all_have() -> None:
    turns = [("Ann Rill", text) if n % 2 else ("Bo Lund", text) for n, (_, text) in enumerate(TURNS)]
    rows = [f"{who} (North). \u2013 {text}" for who, text in turns]
    rows[3] = rows[3].replace("(North)", '(North), answering "by the card"')
    assert said(read("\n\n".join(rows) + "\n")) == turns


def test_an_answer_may_be_a_number() -> None:
    rows = []
    for ask, answer in (("How deep?", "29.2."), ("And cold?", "Yes."), ("When?", "1961."), ("Who dug it?", "We did.")):
        rows += [f"     Q    {ask}", f"     A    {answer}"]
    assert [text for who, text in said(read("\n".join(rows) + "\n")) if who == "A"] == [
        "29.2.",
        "Yes.",
        "1961.",
        "We did.",
    ]


def test_two_brackets_below_a_name_are_none_of_the_speech() -> None:
    rows = [f"{who}\n(North) (Ind)\n\n{text}" for who, text in TURNS]
    assert [text for _, text in said(read("\n\n".join(rows) + "\n"))] == [text for _, text in TURNS]


def test_a_headline_with_a_colon_above_a_date_names_nobody() -> None:
    text = "\n\n".join(["The lock: a life", "2031-05-04 08:30  Source: The Weir", *PLAIN]) + "\n"
    assert said(read(text)) == TURNS


def test_words_left_out_below_a_transcript_are_still_a_warning() -> None:
    text = (
        "\n\n".join([*PLAIN, "The house rose at 17.20 and the members went out to look at the lock themselves."]) + "\n"
    )
    found = codes(read(text))
    assert {"text.left-out", "text.ending", "text.note"} & set(found)
