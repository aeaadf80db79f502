"""Texts made to be slow: each of these would take minutes if any step grew with the square of its length."""

from __future__ import annotations

import pytest

from captionkit.model.cue import Cue
from captionkit.model.text import Line, Span, Style
from captionkit.model.track import Track
from captionkit.translation.base import Term
from captionkit.translation.engine import translate_track
from tests.translation.support import HOUSE, FakeTranslator, options

MANY = 20_000
TEXTS = {
    "words": "word " * MANY,
    "one word": "w" * MANY * 5,
    "open brackets": "[x " * MANY,
    "closed brackets": "[x] " * (MANY // 10),
    "labels": "[x] ANN: " * (MANY // 10),
    "notes": "\u266a x " * (MANY // 10),
    "full stops": "x. " * (MANY // 10),
    "dots": "." * MANY * 5,
    "at signs": "a@" * MANY,
    "nearly addresses": "a." * MANY + "@",
    "number signs": "#" * MANY,
    "digits": "1" * MANY * 5,
    "numbers": "1 " * MANY,
    "commas": "x ," * MANY,
    "Chinese": "\u6c34" * MANY,
    "Chinese sentences": "\u6c34\u3002" * (MANY // 10),
    "capitals": "WORD " * MANY,
    "tags": "<a" * MANY,
    "lines": "word\n" * (MANY // 10),
}


@pytest.mark.parametrize("name", TEXTS)
def test_long_texts_take_no_long_time(name: str) -> None:
    cues = (Cue(0, 4000, TEXTS[name].strip()), Cue(4000, 5000, "and this is the end."))
    glossary = (Term("nothing", "nada"), Term("end", "fin"))
    result = translate_track(Track(cues, "en"), FakeTranslator(max_chars=10**9), HOUSE, options(glossary=glossary))
    assert [(c.start, c.end) for c in result.value.track] == [(0, 4000), (4000, 5000)]


def test_a_cue_with_many_styles() -> None:
    spans = tuple(Span(f"w{n} ", Style(italic=n % 2 == 0)) for n in range(600))
    result = translate_track(
        Track((Cue(0, 4000, (Line(spans),)),), "en"), FakeTranslator(max_chars=10**9), HOUSE, options()
    )
    assert len(result.value.track) == 1


def test_many_cues_with_few_words() -> None:
    cues = tuple(Cue(n * 100, n * 100 + 90, "and so on") for n in range(1500))
    result = translate_track(Track(cues, "en"), FakeTranslator(), HOUSE, options())
    assert len(result.value.track) == 1500
