"""What a reading leaves unexplained is a warning, and what it explains is none."""

from __future__ import annotations

import pytest

from captionkit.api.read_transcript import read_transcript
from captionkit.diagnostics import Severity
from tests.transcripts.layout.helpers import codes, read, said

SAID = [
    "The ice is thin.",
    "Then we walk around.",
    "It is far, though.",
    "We have all day.",
    "Take a rope.",
    "It is here.",
]


def written(pattern: str) -> str:
    rows = [
        pattern.replace("NAME", ("Hanne", "Uwe")[n % 2]).replace("TIME", f"0:{3 * n:02}").replace("TEXT", text)
        for n, text in enumerate(SAID)
    ]
    return "\n\n".join(rows) + "\n"


@pytest.mark.parametrize("pattern", ["#NAME TEXT", "$ NAME TEXT", "\u2116NAME TEXT"])
def test_a_form_that_is_not_read_is_a_warning(pattern: str) -> None:
    doubts = [d for d in read(written(pattern)).diagnostics if d.severity >= Severity.WARNING]
    assert doubts
    assert all(d.line or d.code != "text.unexplained" for d in doubts)


@pytest.mark.parametrize("pattern", ["NAME: TEXT", "[TIME] NAME: TEXT", "NAME (TIME)\nTEXT", "TEXT"])
def test_a_form_that_is_read_is_none(pattern: str) -> None:
    assert "text.unexplained" not in codes(read(written(pattern)))


EDGES = [
    *(
        "NAME, TEXT",
        "NAME... TEXT",
        "NAME… TEXT",
        "NAME! TEXT",
        "NAME % TEXT",
        "NAME -TEXT",
        "NAME- TEXT",
        "-NAME- TEXT",
    ),
    *('"NAME" TEXT', "«NAME» TEXT", "“NAME” TEXT", "$NAME$ TEXT", "<NAME>TEXT</NAME>", "NAME\u2003TEXT"),
    *("TEXT — NAME", "TEXT - NAME", "TEXT (NAME)", "TEXT [NAME]", "TEXT\n— NAME"),
    *("speaker=NAME TEXT", "spk=NAME; TEXT", 'who="NAME" text="TEXT"', "who=NAME text=TEXT"),
    *("TEXT [TIME NAME]", "at TIME, NAME: TEXT", "TIME,NAME,TEXT", "NAME,TEXT", "NAME says TEXT"),
    *("TIME > NAME > TEXT", "TIME>NAME: TEXT", "TIME // NAME // TEXT", "TIME NAME, TEXT", "TIME TEXT (NAME)"),
]


@pytest.mark.parametrize("pattern", EDGES)
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_name_at_the_edge_of_every_paragraph_is_the_speaker(pattern: str, gap: str) -> None:
    found = read(written(pattern).replace("\n\n", gap if "\n" not in pattern else "\n\n"))
    assert said(found) == [(("Hanne", "Uwe")[n % 2], text) for n, text in enumerate(SAID)]
    if "TIME" in pattern:
        assert [s.start for s in found.value.segments] == [3000 * n for n in range(len(SAID))]
    assert not [d for d in found.diagnostics if d.severity >= Severity.WARNING]


@pytest.mark.parametrize(
    "opener", ["Well, the ice is thin.", "Yes, and far.", "No... not there.", "In winter, we walk.", "Oh! Look there."]
)
def test_what_opens_sentences_names_nobody(opener: str) -> None:
    rows = [f"{opener.split()[0]} {n} {opener.split(' ', 1)[1]}" if n % 3 else opener for n in range(12)]
    assert {s.speaker for s in read("\n\n".join(rows)).value.segments} == {""}


def test_clauses_that_come_again_in_a_script_without_blanks_are_no_labels() -> None:
    clauses = ["天气很冷", "我们住在山上", "路很长"]
    rows = [f"{clauses[n % 3]}，{clauses[(n + 1) % 3]}。{clauses[(n + 2) % 3]}。" for n in range(12)]
    assert codes(read("\n".join(f"老师：{row}" for row in rows))).count("text.unexplained") == 0
    assert {s.speaker for s in read("\n".join(rows)).value.segments} == {""}


@pytest.mark.parametrize("close", ["({})", "[{}]", "#{}#", "{}", "- {}"])
@pytest.mark.parametrize("first", [True, False])
def test_a_time_behind_each_text_is_its_beginning_or_its_end(close: str, first: bool) -> None:
    words = [4, 20, 6, 15, 3, 9, 24, 5]
    at, rows, times = 0 if first else 5, [], []
    for n, count in enumerate(words):
        begun, at = at, at + count
        stamp = begun if first else at
        times.append(stamp * 1000)
        spoken = " ".join(["row"] * count).capitalize()
        shown = close.format(f"{stamp // 60}:{stamp % 60:02}")
        rows.append(f"{('Hanne', 'Uwe')[n % 2]}: {spoken}. {shown}")
    found = read("\n".join(rows)).value.segments
    assert [s.start if first else s.end for s in found] == times


def test_a_label_that_was_passed_over_is_named() -> None:
    text = written("NAME: TEXT").replace("We have all day.", "We have all day.\n\nDora Falk (North) : Indeed so.", 1)
    found = read(text)
    assert ("Dora Falk", "Indeed so.") in said(found) or "text.unexplained" in codes(found)


def test_a_name_in_brackets_or_beside_a_time_that_was_passed_over_is_named() -> None:
    for pattern, once in (("[NAME] TEXT", "[dora] Indeed so."), ("NAME - TIME\nTEXT", "dora - 0:08\nIndeed so.")):
        rows = written(pattern).replace("Hanne", "hanne").replace("Uwe", "uwe").split("\n\n")
        found = read("\n\n".join([*rows[:3], once, *rows[3:]]))
        assert ("dora", "Indeed so.") in said(found) or "text.unexplained" in codes(found)


def test_capitals_of_a_script_are_told_from_its_other_letters() -> None:
    rows = ["ΑΝΝΑ: Η γέφυρα είχε πέσει.", "ΝΙΚΟΣ: Οι γείτονες μας έδιναν ξύλα και κανείς\nδεν είπε λέξη."] * 4
    assert {s.speaker for s in read("\n\n".join(rows)).value.spoken} == {"ΑΝΝΑ", "ΝΙΚΟΣ"}


def test_a_few_words_of_an_editor_are_no_warning_and_many_are() -> None:
    few = read("Ann: He saw [the ship] there.\n\nBen: Who did?\n\nAnn: The man did.\n\nBen: Oh.\n")
    assert "text.editorial" not in codes(few)
    inserted = "[who had come from the north with the fleet that winter]"
    many = read(f"Ann: He saw {inserted} it.\n\nBen: Who did?\n\nAnn: The man did.\n\nBen: Oh.\n")
    assert "text.editorial" in codes(many)


def test_what_a_recogniser_writes_for_silence_names_nobody() -> None:
    text = (
        "[00:00:01.000 --> 00:00:04.500]   We row across the bay.\n[00:00:04.500 --> 00:00:06.000]   [BLANK_AUDIO]\n"
        "[00:00:06.000 --> 00:00:08.000]   Then we rest.\n"
    )
    assert [s.speaker for s in read_transcript(text.encode(), language="en").spoken] == ["", ""]


@pytest.mark.parametrize("blank", ["", " "])
def test_a_bracket_parts_time_and_text(blank: str) -> None:
    """Song texts (LRC) have no blank there: all but the lines with a time alone were taken for notes."""
    rows = [f"[00:{4 * n:02}.50]{blank}{text}" for n, text in enumerate(SAID)]
    rows.insert(3, "[00:11.00]")
    result = read("\n".join([*rows, "[00:30.10]"]))
    assert said(result) == [("", text) for text in SAID]
    assert [s.start for s in result.value.spoken] == [4000 * n + 500 for n in range(len(SAID))]


SHORT_TALK = "Uwe Rehn: The ice is thin.\n\nHanne Moe: Then we walk around.\n\nRehn: It is far.\n\nMoe: All day.\n\n"
LAST = (
    "Views of the people who speak here are those of these people alone. The station holds none of them, and its own"
    " are elsewhere, in the programmes that it makes at other hours of the week.\n"
)


def test_last_paragraphs_that_are_hardly_speech_are_left_out_and_warned_of() -> None:
    result = read(SHORT_TALK + LAST)
    assert said(result)[-1][1] == "All day."
    (doubt,) = (d for d in result.diagnostics if d.severity is Severity.WARNING)
    assert (doubt.code, doubt.line) == ("text.left-out", 9)


def test_a_last_sentence_where_turns_go_on_is_kept_and_warned_of() -> None:
    talk = SHORT_TALK.replace("All day.", "All day.\n\nAnd night.") + SHORT_TALK.replace("All day.", "No rope.")
    result = read(f"{talk}The meeting closed at noon.\n")
    (doubt,) = (d for d in result.diagnostics if d.code == "text.ending")
    assert doubt.severity is Severity.WARNING
    assert doubt.line == 19
    kept = said(result)[-1][1] == "The meeting closed at noon."
    assert ("--to-line 17" if kept else "--layout") in (doubt.hint or "")
    shorter = read(f"{talk}The meeting closed at noon.\n", to_line=17)
    assert said(shorter)[-1][1] == "No rope."
    assert "text.ending" not in codes(shorter)


def test_further_paragraphs_where_turns_have_them_are_none() -> None:
    further = "".join(
        f"{who}: {text}\n\nAnd that is what {n} of us said.\n\n"
        for n, (who, text) in enumerate(zip(("Uwe", "Hanne") * 3, SAID, strict=True))
    )
    assert "text.ending" not in codes(read(further))


@pytest.mark.parametrize(
    "date", ["04.10.2024, 07:15 Uhr", "2024-10-04 07:15 CET", "4/10/2024, 07:15:30", "04.10.24 7:15 h"]
)
def test_the_date_of_a_text_is_no_time_in_it(date: str) -> None:
    result = read(f"The Ice\n\n{date}\n\n{SHORT_TALK}")
    assert said(result)[0][1] == "The ice is thin."
    assert not any(segment.start for segment in result.value.segments)


def test_dates_before_the_times_of_lines_stay_times() -> None:
    rows = [f"2024-10-04 07:15:{5 * n:02} {('Uwe', 'Hanne')[n % 2]}: {text}" for n, text in enumerate(SAID)]
    segments = read("\n".join(rows) + "\n").value.segments
    assert [segment.speaker for segment in segments] == ["Uwe", "Hanne"] * 3
    assert all(segment.start is not None for segment in segments)
