"""The smaller parts: scripts without blanks, times of cues, languages guessed, presets, commands."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import captionkit
from captionkit.cli._run import run
from captionkit.profiles.model import Limits
from captionkit.segmentation.cues import end_of
from captionkit.segmentation.features import ShapeReader
from captionkit.segmentation.model import break_model, read_model
from captionkit.segmentation.options import PRESETS, break_style
from captionkit.text.lexicon import LANGUAGES, lexicon
from captionkit.text.phrases import NOT_FIRST, phrases

SCRIPTS = st.text(st.sampled_from("東京はいいきー、。「」ァっ0aไทยำ่中文，。（）"), min_size=1, max_size=30)


@given(SCRIPTS, st.sampled_from(("ja", "zh", "th", "")))
def test_phrases_are_the_text_and_none_begins_with_a_closing_mark(text: str, language: str) -> None:
    pieces = phrases(text, language)
    assert "".join(pieces) == text
    assert not any(piece[0] in NOT_FIRST for piece in pieces[1:])


def test_without_budoux_characters_are_the_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("captionkit.text.phrases._parser", lambda model: None)
    assert phrases("港は「いい」Su-25。", "ja") == ["港", "は", "「い", "い」", "Su-25。"]


@given(st.integers(0, 9000), st.integers(1, 9000), st.integers(1, 84), st.integers(0, 12000))
def test_an_end_comes_after_its_start_and_before_the_next(start: int, spoken: int, width: int, pause: int) -> None:
    following = start + spoken + pause
    end = end_of(start, start + spoken, width, 1, following, Limits())
    assert start < end <= following


def test_small_gaps_are_closed_where_the_guide_asks() -> None:
    limits = Limits(min_gap=80, chain_gap=500)
    assert end_of(0, 2000, 10, 2, 2400, limits) == 2320
    assert end_of(0, 2000, 10, 2, 2600, limits) == 2000


@pytest.mark.parametrize("language", [*LANGUAGES, "xx", "pt-BR"])
def test_every_model_says_where_it_comes_from(language: str) -> None:
    model = break_model(language)
    assert {"script", "data", "settings"} <= model.provenance.keys()
    assert all(len(scores) == 3 for scores in model.weights.values())


def test_presets_are_those_that_profiles_may_name() -> None:
    from captionkit.profiles.keys import STYLE

    assert set(STYLE["break_preset"][0]) == set(PRESETS)
    assert break_style("") == PRESETS["ted"]


SRT = b"1\n00:00:01,000 --> 00:00:07,000\nWe waited until long after midnight, and\nnobody called us.\n"


def test_wrap_and_segment_from_python() -> None:
    made = captionkit.wrap(SRT, language="en")
    assert made.track.cues[0].text == "We waited until long after midnight,\nand nobody called us."
    assert made.changed == 1
    assert captionkit.segment(SRT, language="en", explain=True).explain


@pytest.mark.parametrize("command", ["wrap", "segment"])
def test_commands(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "in.srt", tmp_path / "out.srt"
    source.write_bytes(SRT)
    args = [command, str(source), "-o", str(target), "-l", "en", "--explain", "--json"]
    assert run(args) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["result"]["breaks"][0]["before"] == "and"
    assert b"midnight,\nand" in target.read_bytes().replace(b"\r", b"")
    assert run(args) == 1  # the target is there


def test_scores_do_not_depend_on_the_tokens_read_before() -> None:
    """The memo of words went by the identities of tokens that might long be gone, and others in their place."""
    used = read_model("en", "en")
    for turn in range(12):
        tokens = [f"{word}{'s' * (turn % 3)}" for word in ("we", "saw", "ship", "of", "the", "line", "at", "noon")]
        tokens = tokens[turn % 8 :] + tokens[: turn % 8]
        used.reader = ShapeReader(lexicon("en"))  # what it does by itself after 50,000 distinct tokens
        ends, lengths = [False] * len(tokens), [len(token) for token in tokens]
        assert used.scores(tokens, ends, lengths)[:3] == read_model("en", "en").scores(tokens, ends, lengths)[:3]
