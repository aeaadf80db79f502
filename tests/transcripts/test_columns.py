"""Tables of speech: what the cells themselves say of their columns, in CSV and in documents that are one table."""

from __future__ import annotations

from io import BytesIO

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.api.read_transcript import read_transcript
from captionkit.model.transcript import Kind
from captionkit.transcripts.grid import MINUTES, grid_of
from captionkit.transcripts.layout.marks import label_kind

TALK = [
    ("Nora", "The tide is in, and it is late."),
    ("Ola", "Then we sail at noon."),
    ("Nora", "Bring the long rope with you."),
    ("Ola", "It is on board, as ever it was."),
    ("Nora", "Good."),
]


def said(data: str, **options):
    found = read_transcript(data.encode(), **options)
    return [(s.speaker, s.start, s.end, s.text) for s in found.segments if s.kind is Kind.SPEECH]


def codes(data: str) -> list[str]:
    return [d.code for d in read_transcript(data.encode()).diagnostics]


def grid(lines: str):
    found = grid_of([line.split("|") for line in lines.strip().split("\n")])
    assert found is not None
    return found


# --- times ---


def test_a_counter_beside_seconds_is_no_time_and_unknown_headings_are_headings():
    rows = [f"{n}\t{n * 3}.25\t{n * 3 + 2}.5\t{who}\t{text}" for n, (who, text) in enumerate(TALK)]
    lines = said("\n".join(["nr\tvanaf_sec\teinde_sec\twie_label\tzin", *rows]))
    assert lines[1] == ("Ola", 3250, 5500, "Then we sail at noon.")
    assert len(lines) == len(TALK)


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (2, 1, 0)])
def test_an_end_is_never_before_its_start_whatever_stands_over_it_and_wherever(order):
    cells = [("x", "y", "text"), *((f"0:0{n}", f"0:0{n + 1}", text) for n, (_, text) in enumerate(TALK))]
    table = "\n".join(";".join(f'"{row[at]}"' for at in order) for row in cells)
    assert [line[1] for line in said(table)] == [0, 1000, 2000, 3000, 4000]
    assert said(table)[1] == ("", 1000, 2000, "Then we sail at noon.")


def test_a_duration_is_what_lies_between_two_other_columns():
    found = grid("0:01|0:04|0:03|The tide is in.\n0:05|0:07|0:02|Then we sail.\n0:09|0:10|0:01|Good.")
    assert found.places == {"start": 0, "end": 1, "duration": 2, "text": 3}


def test_the_same_times_on_another_clock_are_no_ends():
    rows = [f"10:00:{n:02};0:00:{n:02};{who};{text}" for n, (who, text) in enumerate(TALK, 1)]
    assert {line[2] for line in said("\n".join(["Clock;TC;Who;Text", *rows]))} == {None}


def test_minutes_and_seconds_with_a_dot_between_by_the_pace_of_speech():
    long = "We went down to the quay before it was light and nobody was there but the dog, as on every day."
    found = grid(f"When|Who|What\n0.00|Ann|{long}\n|Ben|{long}\n0.58|Ann|{long}\n1.31|Ben|{long}")
    assert found.unit == MINUTES
    assert grid("0.5|1.2|The tide.\n1.9|3.5|Then we sail.\n4.1|6.75|Good.").unit == 1000


def test_few_times_that_go_forward_are_times_of_a_table():
    rows = [f"{'' if n % 2 else f'0:0{n}'};{who};{text}" for n, (who, text) in enumerate(TALK)]
    assert [line[1] for line in said("\n".join(["Tape;Voice;Text", *rows]))] == [0, None, 2000, None, 4000]


@pytest.mark.parametrize("column", [["1931", "1945", "1999", "2004", "2031"], ["1", "1", "2", "2", "3"]])
def test_years_and_numbers_of_scenes_are_no_times(column):
    rows = [f'{number},{who},"{text}"' for number, (who, text) in zip(column, TALK, strict=True)]
    lines = said("\n".join(["of,who,quote", *rows]))
    assert [line[:2] for line in lines] == [(who, None) for who, _ in TALK]


def test_numbers_of_speakers_are_their_names():
    rows = [f"{n}.0,{n}.9,{n % 2},{text.replace(',', '')}" for n, (_, text) in enumerate(TALK)]
    assert [line[0] for line in said("\n".join(["start,end,speaker,text", *rows]))][:2] == ["Speaker 0", "Speaker 1"]


# --- which text ---

BOARD = """Nr,Bildschirm,Sprechertext,Regie
1,"Knoten, Teil eins","Guten Tag, und willkommen auf der Mole.",Logo
2,"Palstek, Schotstek, Webleinstek","Drei Knoten, mehr braucht man nicht auf einem kleinen Boot.",Punkte erscheinen
3,"Achtung, falsch","Wer ihn falsch legt, der hat einen Altweiberknoten.",rot
"""


def test_of_several_columns_of_words_the_sentences_are_spoken():
    assert said(BOARD)[0][3] == "Guten Tag, und willkommen auf der Mole."
    assert len(said(BOARD)) == 3
    messages = [d.message for d in read_transcript(BOARD.encode()).diagnostics]
    assert any("Bildschirm" in message for message in messages)
    assert "text.column" not in codes(BOARD)


def test_two_columns_that_may_both_be_speech_are_warned_of():
    rows = [("Die Flut ist da, Ola.", "The tide is in, Ola."), ("Dann segeln wir.", "Then we sail."), ("Gut.", "Good.")]
    table = "\n".join(["Zeit,Eins,Zwei", *(f'0:0{n},"{a}","{b}"' for n, (a, b) in enumerate(rows))])
    assert "text.column" in codes(table)
    assert any("Eins" in d.message and "Zwei" in d.message for d in read_transcript(table.encode()).diagnostics)


def test_labels_inside_the_column_of_text_are_speakers():
    rows = [f'{n},"Boats, {n}.","{who.upper()}: {text}"' for n, (who, text) in enumerate(TALK)]
    assert [line[0] for line in said("\n".join(["Shot,Video,Audio", *rows]))] == [who.upper() for who, _ in TALK]


def test_a_column_of_sentences_is_no_speaker_though_its_heading_says_voice():
    rows = [("Nr", "Text on screen", "Voice"), ("1", "Sea", "The tide is in."), ("2", "Sail", "Then we sail at noon.")]
    found = grid_of(rows, certain=True)
    assert found is not None
    assert "speaker" not in found.places
    assert found.places["text"] == 2


def test_prose_with_as_many_commas_in_each_line_is_no_table():
    prose = "First, the tide came.\nThen, the boats left.\nLater, all was quiet.\nAt last, we slept.\n"
    assert [line[3] for line in said(prose)] == prose.strip().split("\n")


# --- what is heard ---


def test_rows_of_sounds_are_no_speech_and_people_called_like_sounds_are():
    rows = ["0:00;FX;Waves, fade down", "0:02;BELL;It is late.", "0:04;OLA;Then we sail.", "0:06;BELL;Good."]
    found = read_transcript("\n".join(["Time;Who;Text", *rows]).encode())
    assert [(s.kind, s.speaker) for s in found.segments] == [
        (Kind.SOUND, ""), (Kind.SPEECH, "BELL"), (Kind.SPEECH, "OLA"), (Kind.SPEECH, "BELL"),
    ]  # fmt: skip
    assert found.segments[0].extras["table.speaker"] == "FX"


def test_a_name_whose_rows_are_no_sentences_is_kept_apart_and_warned_of():
    rows = ["0:00;GRAMS;Waves, fade down", "0:02;ANN;It is late.", "0:04;OLA;Then we sail.", "0:06;GRAMS;Engine",
            "0:08;ANN;Good.", "0:10;OLA;So be it."]  # fmt: skip
    table = "\n".join(["Time;Who;Text", *rows])
    assert [line[0] for line in said(table)] == ["ANN", "OLA", "ANN", "OLA"]
    assert "text.unspoken" in codes(table)


def test_bug_a_son_in_a_play_was_taken_for_sound():
    """French and Swedish scripts call a sound so; who speaks in sentences is somebody."""
    rows = ["0:00;SON;It is late.", "0:02;MOTHER;Then we sail.", "0:04;SON;Good.", "0:06;MOTHER;So be it."]
    assert [line[0] for line in said("\n".join(["Time;Who;Text", *rows]))] == ["SON", "MOTHER", "SON", "MOTHER"]
    rows = [row.replace("It is late.", "waves").replace("Good.", "engine") for row in rows]
    assert [line[0] for line in said("\n".join(["Time;Who;Text", *rows]))] == ["MOTHER", "MOTHER"]


@pytest.mark.parametrize("label", ["F/X", "SFX", "ATMO", "SOUND", "GER\u00c4USCH", "RUMORE", "LJUD", "GRAMS"])
def test_a_label_says_what_is_heard_in_every_language_that_a_column_does(label):
    assert label_kind(label) is Kind.SOUND


@pytest.mark.parametrize("label", ["SON", "TON", "ANN"])
def test_a_label_that_somebody_may_be_called_is_a_name(label):
    assert label_kind(label) is None


# --- documents that are one table ---


def word(rows, around=()) -> bytes:
    document, data = docx.Document(), BytesIO()
    for text in around:
        document.add_paragraph(text)
    table = document.add_table(rows=0, cols=len(rows[0]))
    for cells in rows:
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    document.save(data)
    return data.getvalue()


def test_a_document_that_is_a_table_has_its_columns_decided_by_the_cells():
    rows = [("Tape", "Present", "Words"), *((f"0{n}.15" if n % 2 == 0 else "", *turn) for n, turn in enumerate(TALK))]
    found = read_transcript(word(rows, ["Record of a talk", "Place: the quay"]))
    assert [(s.speaker, s.start) for s in found.spoken] == [
        ("Nora", 15000), ("Ola", None), ("Nora", 135000), ("Ola", None), ("Nora", 255000),
    ]  # fmt: skip
    assert [s.text for s in found.segments if s.kind is Kind.NOTE] == ["Record of a talk", "Place: the quay"]
    assert "text.outside" not in [d.code for d in found.diagnostics]
    assert found.meta["layout.example"] == "TIME\tNAME\tTEXT"


def test_sentences_beside_a_table_are_warned_of():
    rows = [("Time", "Who", "Text"), *((f"0:0{n}", *turn) for n, turn in enumerate(TALK))]
    around = ["We met at the quay before it was light, and all of us talked about the tide for a while."]
    assert "text.outside" in [d.code for d in read_transcript(word(rows, around)).diagnostics]


def test_a_table_of_facts_above_labelled_turns_is_not_the_transcript():
    document, data = docx.Document(), BytesIO()
    table = document.add_table(rows=0, cols=2)
    for cells in [("Name", "Nora Quist, sailor"), ("Date", "1 April 2031")]:
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    for who, text in TALK:
        document.add_paragraph(f"{who}: {text}")
    document.save(data)
    found = read_transcript(data.getvalue())
    assert [(s.speaker, s.text) for s in found.spoken] == TALK


# --- properties ---

_WORDS = st.lists(st.sampled_from(["tide", "rope", "sail", "late", "noon", "quay"]), min_size=4, max_size=9)


@given(st.lists(_WORDS, min_size=4, max_size=12), st.permutations(["start", "end", "who", "text", "extra"]))
@settings(max_examples=60, deadline=None)
def test_no_word_of_the_text_is_lost_in_any_order_of_the_columns(texts, order):
    lines = []
    for number, words in enumerate(texts):
        times = {"start": f"{number * 9}.{number % 10}", "end": f"{number * 9 + 7}.5"}
        text = f"{' '.join(words).capitalize()}."
        cells = {**times, "who": "Nora" if number % 2 else "Ola", "text": text, "extra": f"A{number // 3}"}
        lines.append("\t".join(cells[what] for what in order))
    found = said("\n".join(["\t".join(order), *lines]))
    assert [line[3] for line in found] == [f"{' '.join(words).capitalize()}." for words in texts]
    assert [line[0] for line in found] == ["Nora" if n % 2 else "Ola" for n in range(len(texts))]
    assert [line[1] for line in found] == [n * 9000 + n % 10 * 100 for n in range(len(texts))]
