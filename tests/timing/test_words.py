"""Text into words: where the boundaries are, in scripts with and without blanks."""

from __future__ import annotations

import pytest

from captionkit.model.transcript import Word, text_of
from captionkit.timing.words import carry, split_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("One  two\nthree", ["One", "two", "three"]),
        ("", []),
        ("“Good,” he said.", ["“Good,”", "he", "said."]),
        ("「東京」へ。", ["「東", "京」", "へ。"]),
        ("iPhoneを買った！", ["iPhone", "を", "買", "っ", "た！"]),
        ("ラーメン", ["ラー", "メ", "ン"]),  # a long-vowel mark never begins a word
        ("ไปที่นี่", ["ไ", "ป", "ที่", "นี่"]),
        ("안녕 하세요", ["안녕", "하세요"]),
        ("100円", ["100", "円"]),
    ],
)
def test_split(text, words):
    made = split_words(text)
    assert [word.text for word in made] == words
    assert text_of(made) == " ".join(text.split())


def test_times_follow_a_word_that_was_divided_differently():
    timed = (Word("New York", 0, 800), Word("is", 800, 900), Word("Su", 900, 1000), Word("-25.", 1000, 1500))
    words, lost = carry(timed, split_words("New York is Su-25."))
    assert lost == 0
    assert [(word.start, word.end) for word in words] == [(0, None), (None, 800), (800, 900), (900, 1500)]


def test_times_follow_the_words_both_texts_share():
    timed = (Word("well", 0, 200), Word("good", 300, 500), Word("evening", 500, 900))
    words, lost = carry(timed, split_words("Good evening, all."))
    assert lost == 1
    assert [(word.text, word.start) for word in words] == [("Good", 300), ("evening,", 500), ("all.", None)]


def test_texts_too_long_to_compare_get_no_times_rather_than_minutes_of_work():
    timed = tuple(Word("a", i, i + 1) for i in range(5000))
    words, lost = carry(timed, split_words("b " * 5000))
    assert lost == 5000
    assert all(word.start is None for word in words)
