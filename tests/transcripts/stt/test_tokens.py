"""Joining tokens: no letter lost, no blank invented, times where they belong."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.model.transcript import Timing, Word, make_words, text_of
from captionkit.testing import letters
from captionkit.text.words import split_blanks
from captionkit.transcripts.slicing import match_words, share, slice_text, squash
from captionkit.transcripts.tokens import Join, TokenColumns, join_tokens

WORD = st.text(st.sampled_from("abcäßÉ'-,.?!1 。日本。ก«»"), min_size=1, max_size=8)
TIME = st.none() | st.integers(0, 10_000)


def columns(texts, starts=None, ends=None):
    count = len(texts)
    return TokenColumns(list(texts), list(starts or [None] * count), list(ends or [None] * count), [None] * count)


@st.composite
def tokens(draw):
    texts = draw(st.lists(WORD, max_size=12))
    return TokenColumns(
        texts,
        [draw(TIME) for _ in texts],
        [draw(TIME) for _ in texts],
        [draw(st.none() | st.floats(0, 1)) for _ in texts],
        attach=draw(st.none() | st.just([draw(st.sampled_from(["", "previous", "next", "both"])) for _ in texts])),
    )


@settings(max_examples=200, deadline=None)
@given(tokens(), st.sampled_from(list(Join)))
def test_no_letter_is_lost(cols, join):
    joined = join_tokens(cols, join)
    assert letters("".join(w.text for w in joined.words)) == letters("".join(cols.texts))
    assert len(joined.origins) == len(joined.words)
    assert joined.origins == sorted(joined.origins)


@settings(max_examples=200, deadline=None)
@given(tokens(), st.text(st.sampled_from("abcäß ,.?日本«» \n"), max_size=40), st.sampled_from(list(Join)))
def test_display_text_or_tokens_are_complete(cols, display, join):
    cols.attach = None
    joined = join_tokens(cols, join, display)
    read = letters("".join(w.text for w in joined.words))
    assert read in (letters(display), letters("".join(cols.texts)))
    if joined.differs:
        assert read == letters("".join(cols.texts))


@settings(max_examples=200, deadline=None)
@given(tokens(), st.sampled_from(list(Join)))
def test_words_are_well_formed(cols, join):
    for word in join_tokens(cols, join).words:
        assert type(word) is Word
        assert word.text
        assert word.text == word.text.strip()
        assert (word.timing is Timing.NONE) == (word.start is None and word.end is None)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text("abcdef", min_size=1, max_size=6), min_size=1, max_size=12))
def test_all_conventions_say_the_same(words):
    """The same words as bare tokens, as tokens with their blanks, and with a text beside them."""
    display = " ".join(words)
    leading = [f" {word}" for word in words]
    trailing = [f"{word} " for word in words]
    halves = [part for word in words for part in (" " + word[: len(word) // 2], word[len(word) // 2 :])]
    for cols, join in (
        (columns(words), Join.SPACED), (columns(leading), Join.AUTO), (columns(trailing), Join.VERBATIM),
        (columns(halves), Join.PIECES),
    ):  # fmt: skip
        assert text_of(join_tokens(cols, join).words) == display
        assert text_of(join_tokens(cols, join, display).words) == display


def test_marks_cling_to_their_words():
    cols = columns(["¿", "Vienes", "hoy", "?", "«", "Sí", "»", "."])
    cols.attach = ["next", "", "", "previous", "next", "", "previous", "previous"]
    assert [w.text for w in join_tokens(cols).words] == ["¿Vienes", "hoy?", "«Sí»."]


def test_french_marks_stay_with_the_word_before():
    joined = join_tokens(columns([" Bonjour", " !", " Ça", " va", " ?"], [0, 5, 10, 20, 30], [5, 6, 20, 30, 40]))
    assert [(w.text, w.start, w.end) for w in joined.words] == [
        ("Bonjour !", 0, 6), ("Ça", 10, 20), ("va ?", 20, 40),
    ]  # fmt: skip


def test_japanese_is_joined_without_blanks():
    bare = join_tokens(columns(["今日", "は", "雨"]), Join.SPACED)
    assert text_of(bare.words) == "今日は雨"
    assert [w.glue for w in bare.words] == [False, True, True]
    mixed = join_tokens(columns(["iPhone", "を", "買う"]), Join.AUTO, "iPhoneを買う")
    assert text_of(mixed.words) == "iPhoneを買う"


def test_korean_keeps_its_blanks():
    assert text_of(join_tokens(columns(["오늘", "비가"]), Join.SPACED).words) == "오늘 비가"


def test_pieces_of_spaceless_scripts_stay_apart():
    assert [w.text for w in join_tokens(columns(["今日", "は"]), Join.PIECES).words] == ["今日", "は"]


def test_text_gives_capitals_and_marks_to_bare_tokens():
    joined = join_tokens(
        columns(["hello", "there", "bob"], [0, 10, 20], [10, 20, 30]), Join.SPACED, "Hello there, Bob."
    )
    assert [(w.text, w.start, w.end) for w in joined.words] == [
        ("Hello", 0, 10), ("there,", 10, 20), ("Bob.", 20, 30),
    ]  # fmt: skip


def test_numbers_written_out_share_their_time():
    heard = ["it", "cost", "twenty", "five", "dollars", "then"]
    joined = join_tokens(columns(heard, range(0, 60, 10), range(10, 70, 10)), Join.SPACED, "It cost $25 then.")
    assert [(w.text, w.start, w.end, w.timing) for w in joined.words] == [
        ("It", 0, 10, Timing.GIVEN), ("cost", 10, 20, Timing.GIVEN), ("$25", 20, 50, Timing.GIVEN),
        ("then.", 50, 60, Timing.GIVEN),
    ]  # fmt: skip
    assert joined.unshown == 3


def test_several_words_in_one_token_are_marked_interpolated():
    words = join_tokens(columns(["New York"], [0], [800]), Join.SPACED).words
    assert [(w.text, w.start, w.end, w.timing) for w in words] == [
        ("New", 0, 342, Timing.INTERPOLATED), ("York", 342, 800, Timing.INTERPOLATED),
    ]  # fmt: skip


def test_missing_times_stay_missing():
    words = join_tokens(columns(["a", "7", "c"], [0, None, 20], [10, None, 30]), Join.SPACED).words
    assert [(w.start, w.timing) for w in words] == [(0, Timing.GIVEN), (None, Timing.NONE), (20, Timing.GIVEN)]


def test_no_break_space_stays_inside_a_word():
    assert split_blanks("14\u00a0km off") == ["14\u00a0km", "off"]
    assert [w.text for w in join_tokens(columns([" 14\u00a0km", " off"])).words] == ["14\u00a0km", "off"]


def test_unlike_text_gives_way_to_the_words():
    joined = join_tokens(columns(["one", "two", "three"]), Join.SPACED, "entirely other things")
    assert joined.differs
    assert text_of(joined.words) == "one two three"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=30), st.lists(st.text(max_size=6), max_size=8))
def test_slices_make_up_the_text(display, texts):
    sliced = slice_text(display, texts)
    if sliced is not None and any(squash(text) for text in texts):
        pieces, glues = sliced
        assert len(pieces) == len(glues) == len(texts)
        assert "".join("".join(pieces).split()) == "".join(display.split())


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from("abcd"), max_size=30), st.lists(st.sampled_from("abcd"), max_size=30))
def test_matches_cover_both_sides_in_order(left, right):
    i = j = 0
    for match in match_words(left, right):
        assert (match.first, match.token_first) == (i, j)
        i, j = match.last, match.token_last
    assert (i, j) == (len(left), len(right))


@given(st.integers(0, 10**6), st.integers(0, 10**4), st.lists(st.integers(1, 20), min_size=1, max_size=9))
def test_shares_tile_the_span(start, length, sizes):
    spans = share(start, start + length, sizes)
    assert spans[0][0] == start
    assert spans[-1][1] == start + length
    assert all(a[1] == b[0] for a, b in pairwise(spans))


def test_words_made_in_columns_are_words():
    drafted = make_words(["a"], [1], [2], [0.5], [Timing.GIVEN], [True])[0]
    made = Word("a", 1, 2, 0.5, Timing.GIVEN, glue=True)
    assert type(drafted) is Word
    assert drafted == made
    assert hash(drafted) == hash(made)
    with pytest.raises(AttributeError):
        drafted.text = "b"
