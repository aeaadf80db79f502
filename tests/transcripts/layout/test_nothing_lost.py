"""Every line that is not blank ends in the transcript or in a diagnostic, whatever the text looks like."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from captionkit.diagnostics import Severity
from captionkit.model.transcript import Kind
from captionkit.transcripts.layout.rows import count_words
from tests.transcripts.layout.generate import Made, make
from tests.transcripts.layout.helpers import WORDS, codes, read, unaccounted
from tests.transcripts.layout.judge import WORD, is_doubted
from tests.transcripts.layout.typographies import make_typography
from tests.transcripts.layout.unlisted import make_unlisted

PIECES = st.sampled_from(
    [
        "[00:01:02] ",
        "(1:02) ",
        "00:00:01 --> 00:00:03 ",
        "00:00:01:12 ",
        "0:12",
        "#00:00:01-6#",
        "ANN: ",
        "Ben Ray (0:04): ",
        "Ben Ray  0:09",
        ">> ",
        ">>> ",
        "Q. ",
        "A: ",
        "[ APPLAUSE ]",
        "( LOL!)",
        "(sic)",
        "♪ la la ♪",
        "[inaudible 00:00:04]",
        "Here is the transcript of the report:",
        "Transcript:",
        "TRANSCRIPT",
        "(full transcript at the end)",
        "Source: a wire",
        "Share this",
        "End of transcript",
        "* * *",
        "---",
        "Marta Lindqvist has the details:",
        "Thank you, Marta.",
        "Good evening. ",
        "the tide came in",
        "Über uns",
        "Ведущий: ",
        "主持人：",
        "**Ann:** ",
        "Speaker 1    00:00:02    ",
        "\t",
        "    ",
        "12",
        "!",
        "Note: ",
        "SPEAKER: S1",
        "ANN LEE, CORRESPONDENT (voice-over): ",
        "(",
        "]",
        "<unk>",
        "Transcribed by https://otter.ai",
        " [0:12 Ann]",
        " \u2014 Ben Ray",
        "Ann says ",
        "0:12,Ben,",
        '<Ann time="0:12">',
        "\x01",
    ]
)
LINES = st.one_of(
    st.just(""),
    st.lists(PIECES, min_size=1, max_size=4).map("".join),
    st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\r\n"), max_size=30),
)
TEXTS = st.lists(LINES, max_size=14).map("\n".join)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
@example("0:12\n\n0:13\n")
@example("ANN:\n\nANN:\n")
@example(">>\n>>\n")
def test_each_line_is_in_the_result_or_in_a_diagnostic(text):
    assert unaccounted(text, read(text)) == []


@given(TEXTS)
@settings(max_examples=200, deadline=None)
@example("# A\n\n## B c d\n\n### E f g\n\nHm.")
def test_a_reading_that_leaves_out_more_than_it_takes_is_never_silent(text: str) -> None:
    result = read(text)
    aside = (Kind.NOTE, Kind.TITLE, Kind.EDITORIAL)
    said = sum(count_words(s.text) for s in result.value.segments if s.kind not in aside and WORDS.search(s.text))
    gone = sum(d.data.get("doubtful", 0) for d in result.diagnostics)
    gone += sum(count_words(s.text) for s in result.value.segments if s.kind is Kind.TITLE and WORDS.search(s.text))
    if gone > said:
        assert any(d.severity >= Severity.WARNING for d in result.diagnostics)
    if not any(s.kind is Kind.SPEECH for s in result.value.segments):
        assert "text.empty" in codes(result)
        assert next(d for d in result.diagnostics if d.code == "text.empty").severity is Severity.ERROR


@pytest.mark.parametrize("maker", [make, make_typography, make_unlisted])
def test_words_that_are_said_are_not_left_out(maker: Callable[[int], Made]) -> None:
    for seed in range(40):
        made = maker(seed)
        result = read(made.text)
        wanted = sum(len(WORD.findall(text)) for _, text, _ in made.said)
        kept = sum(len(WORD.findall(s.text)) for s in result.value.segments if s.kind is Kind.SPEECH)
        if kept < 0.5 * wanted:
            assert is_doubted(result), made.recipe


@given(TEXTS)
@settings(max_examples=80, deadline=None)
def test_line_ends_make_no_difference(text):
    unix, windows, mac = (read(text.replace("\n", eol)) for eol in ("\n", "\r\n", "\r"))
    assert unix.value == windows.value == mac.value


@given(
    TEXTS,
    st.sampled_from(
        [
            "time-first",
            "name-time",
            "columns",
            "time-last",
            "time-inside",
            "labels",
            "chevrons",
            "qa",
            "name-line",
            "paragraphs",
            "time-line",
        ]
    ),
)
@settings(max_examples=150, deadline=None)
@example("A\nA\n\x7f♪", "time-first")
def test_a_stated_layout_loses_nothing_either(text, layout):
    assert unaccounted(text, read(text, layout=layout)) == []


@pytest.mark.parametrize("text", ["", "\n\n", "\ufeff", "   \r\n\t"])
def test_nothing_said_is_told(text):
    result = read(text)
    assert result.value.segments == ()
    assert [d.code for d in result.diagnostics] == ["text.empty"]
