"""Cues into sentences and back: no word lost, none moved to a cue it does not belong to."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.model.cue import Cue
from captionkit.model.text import Line, Span, Style
from captionkit.text.sentences import sentence_ends
from captionkit.translation.spread import Capacity, spread
from captionkit.translation.units import Joining, TextToken, Unit, UnitPassage, join_tokens, passages_of, units_of

ODD = (
    "the|boat|left.|Mr.|Lee|3.50|-|- Yes.|ANN:|[bell]|(sighs)|♪|why?|no!|…|—|>>|[door|slams]|a|Wait...|U.S.|"
    "你好。|再见|#|-5|[|]|()|so|♪♪|-x"
)
WORDS = st.sampled_from(ODD.split("|"))
TEXTS = st.lists(st.lists(WORDS, max_size=6).map(" ".join), max_size=3).map("\n".join)


@st.composite
def tracks(draw: st.DrawFn) -> list[Cue]:
    cues = []
    at = 0
    for text in draw(st.lists(TEXTS, max_size=6)):
        at += draw(st.sampled_from([0, 100, 5000]))
        cues.append(Cue(at, at + 1000, text, speaker=draw(st.sampled_from(["", "", "ANN"]))))
        at += 1000
    return cues


def ends(words: Sequence[str]) -> list[bool]:
    return sentence_ends(words, "en")


def cut(cues: Sequence[Cue], **joining: object) -> tuple[list[UnitPassage], list[Unit]]:
    passages = passages_of(cues)
    return passages, units_of(cues, passages, ends, Joining(**joining))  # type: ignore[arg-type]


def squeezed(text: str) -> str:
    return "".join(text.split())


@settings(max_examples=200, deadline=None)
@given(tracks())
def test_passages_hold_every_character_of_their_cue(cues: list[Cue]) -> None:
    passages = passages_of(cues)
    for index, cue in enumerate(cues):
        shown = "".join(p.prefix + join_tokens(p.tokens) + p.suffix for p in passages if p.cue == index)
        assert squeezed(shown) == squeezed(cue.text)


@settings(max_examples=200, deadline=None)
@given(tracks(), st.booleans(), st.sampled_from([20, 400]))
def test_every_word_is_in_exactly_one_unit_in_order(cues: list[Cue], sentences: bool, limit: int) -> None:
    passages, units = cut(cues, sentences=sentences, limit=limit)
    words = [(t.text, t.cue) for passage in passages for t in passage.tokens]
    assert [(t.text, t.cue) for unit in units for t in unit.tokens] == words
    assert len({unit.id for unit in units}) == len(units)
    assert all(passages[index].cue == token.cue for unit in units for index, tokens in unit.pieces for token in tokens)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=30),
    st.lists(st.tuples(st.floats(0.01, 9000), st.floats(1, 80)), min_size=1, max_size=6),
)
def test_spreading_loses_no_word_and_leaves_no_cue_empty(
    texts: list[str], given_rooms: list[tuple[float, float]]
) -> None:
    words = [TextToken(text, -1) for text in texts]
    capacities = [Capacity(*capacity) for capacity in given_rooms]
    parts = spread(words, capacities, lambda: [[0.5] * len(words)] * (len(capacities) - 1))
    assert len(parts) == len(capacities)
    assert all(parts)
    if len(words) >= len(capacities):
        assert [word for part in parts for word in part] == words
    else:
        assert all(part == words for part in parts)


@settings(max_examples=50, deadline=None)
@given(st.integers(301, 900), st.lists(st.floats(0.01, 9000), min_size=2, max_size=9))
def test_very_long_texts_are_spread_too(count: int, shares: list[float]) -> None:
    words = [TextToken(f"w{n}", -1) for n in range(count)]
    parts = spread(words, [Capacity(share, 40) for share in shares], lambda: [[0.0] * 901] * 9)
    assert all(parts)
    assert [word for part in parts for word in part] == words


def texts_of(*cues: Cue | str, **joining: object) -> list[str]:
    made = [cue if isinstance(cue, Cue) else Cue(n * 2000, n * 2000 + 1900, cue) for n, cue in enumerate(cues)]
    return [unit.text for unit in cut(made, **joining)[1]]


JOINED: dict[str, tuple[tuple[Cue | str, ...], list[str]]] = {
    "a sentence over two cues": (("She opened the\nold", "wooden door."), ["She opened the old wooden door."]),
    "an abbreviation is no end": (("I met Mrs.", "Lee at noon."), ["I met Mrs. Lee at noon."]),
    "a decimal is no end": (("It costs 3.50", "a piece."), ["It costs 3.50 a piece."]),
    "a sentence ends within a cue": (("Stop. Then", "we walk."), ["Stop.", "Then we walk."]),
    "dialogue dashes": (("- Who?\n- Me.",), ["Who?", "Me."]),
    "a minus is no dash": (("-5 degrees.",), ["-5 degrees."]),
    "one speaker, one sentence": (("ANN: I think", "BEN: No."), ["I think", "No."]),
    "a long silence ends it": ((Cue(0, 1000, "And then"), Cue(9000, 9900, "nothing.")), ["And then", "nothing."]),
    "another voice": ((Cue(0, 1000, "And", speaker="A"), Cue(1000, 2000, "so", speaker="B")), ["And", "so"]),
    "a sound is apart": (("We [door slams] left.",), ["We", "door slams", "left."]),
    "a sound over two lines": (("[door slams\nloudly] Who?",), ["door slams loudly", "Who?"]),
    "a song line is apart": (("♪ Row the boat ♪", "And rest."), ["Row the boat", "And rest."]),
    "brackets within a sentence stay": (("The boat (a small one) left.",), ["The boat (a small one) left."]),
    "an ellipsis that goes on": (("I thought...", "you were home."), ["I thought... you were home."]),
    "Chinese is joined without blanks": (("今天天气", "很好。"), ["今天天气很好。"]),
    "two Chinese sentences": (("你好。再见。",), ["你好。", "再见。"]),
    "a no-break blank stays": (("Wait\u00a0!",), ["Wait\u00a0!"]),
}  # fmt: skip


@pytest.mark.parametrize("name", JOINED)
def test_joining(name: str) -> None:
    cues, expected = JOINED[name]
    assert texts_of(*cues) == expected


def test_cue_by_cue() -> None:
    assert texts_of("She opened the", "old door. Then", sentences=False) == ["She opened the", "old door. Then"]


def test_a_text_without_full_stops_is_cut_at_a_cue() -> None:
    texts = texts_of(*(["and so on and on and on and"] * 40), limit=100)
    assert len(texts) == 10
    assert max(map(len, texts)) < 140


def test_ids_do_not_move_with_other_cues() -> None:
    first = cut([Cue(0, 900, "One."), Cue(1000, 1900, "Two. Three.")])[1]
    second = cut([Cue(0, 900, "Something else. And more."), Cue(1000, 1900, "Two. Three.")])[1]
    assert [u.id for u in first] == ["1.1", "2.1", "2.2"]
    assert [u.id for u in second][-2:] == ["2.1", "2.2"]


def test_a_style_inside_a_word_does_not_cut_it() -> None:
    line = Line((Span("un", Style(italic=True)), Span("believable thing")))
    assert [t.text for p in passages_of([Cue(0, 1, (line,))]) for t in p.tokens] == ["unbelievable", "thing"]
