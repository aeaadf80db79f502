"""Whatever a translator does wrong, no cue is lost, moved or passed off as translated."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.errors import CaptionkitError, EngineError, RetryableError, StageError, UsageError
from captionkit.translation.engine import translate_track
from tests.translation.support import HOUSE, TEXTS, FakeTranslator, fake, options, track_of

Spoil = Callable[[int, list[str], list[str]], object]


def check(translator: FakeTranslator, *, lost: tuple[int, ...] = (), flagged: tuple[int, ...] = ()) -> None:
    """Translate the twelve cues and compare ids, order, times and text, cue by cue."""
    track = track_of()
    result = translate_track(track, translator, HOUSE, options())
    made = result.value.track
    assert [(c.id, c.start, c.end) for c in made] == [(c.id, c.start, c.end) for c in track]
    assert result.value.untranslated == lost
    errors = {d.cue for d in result.diagnostics if d.severity.label == "error"}
    assert errors == {*lost, *flagged}
    for number, (cue, text) in enumerate(zip(made, TEXTS, strict=True), start=1):
        shown = cue.text.replace("\n", " ")
        if number in lost:
            assert shown == f"⟦{text}⟧"
        elif number not in flagged:
            assert shown == fake(text)


def once(change: Spoil) -> Spoil:
    """Go wrong on the first call only."""
    return lambda call, texts, replies: change(call, texts, replies) if call == 1 else replies


def in_batches(change: Spoil) -> Spoil:
    """Go wrong whenever more than one text is asked for: only policy one by one helps."""
    return lambda call, texts, replies: change(call, texts, replies) if len(texts) > 1 else replies


def for_text(part: str, reply: object) -> Spoil:
    """Always answer one text with ``reply``, in whatever company it comes."""
    return lambda call, texts, replies: [reply if part in t else r for t, r in zip(texts, replies, strict=True)]


def raising(error: Exception) -> Spoil:
    def spoil(call: int, texts: list[str], replies: list[str]) -> object:
        raise error

    return spoil


def merged(call: int, texts: list[str], replies: list[str]) -> object:
    """Two texts in one reply, and a reply less."""
    return [replies[0] + " " + replies[1], *replies[2:]]


def merged_and_blank(call: int, texts: list[str], replies: list[str]) -> object:
    """Two texts in one reply and a blank where the second was: the count is right."""
    return [replies[0] + " " + replies[1], "", *replies[2:]]


def merged_and_doubled(call: int, texts: list[str], replies: list[str]) -> object:
    """Two in one, the rest moved up, the last one twice: the count is right and nothing is empty."""
    return [replies[0] + " " + replies[1], *replies[2:], replies[-1]]


def merged_and_padded(call: int, texts: list[str], replies: list[str]) -> object:
    """Two in one, the rest moved up, something invented at the end."""
    return [replies[0] + " " + replies[1], *replies[2:], "xdneht xthgin xsllaf."]


BATCH_FAULTS: dict[str, Spoil] = {
    "one reply missing at the end": lambda call, texts, replies: replies[:-1],
    "one reply missing in the middle": lambda call, texts, replies: replies[:4] + replies[5:],
    "one reply too many": lambda call, texts, replies: [*replies, "xarixe"],
    "no reply at all": lambda call, texts, replies: [],
    "two replies merged": merged,
    "two merged, a blank after them": merged_and_blank,
    "two merged, the rest moved up, the last doubled": merged_and_doubled,
    "two merged, the rest moved up, padded": merged_and_padded,
    "replies in reverse": lambda call, texts, replies: replies[::-1],
    "replies rotated by one": lambda call, texts, replies: replies[1:] + replies[:1],
    "replies sorted": lambda call, texts, replies: sorted(replies),
    "two neighbours swapped": lambda call, texts, replies: [
        *replies[:3],
        replies[6],
        *replies[4:6],
        replies[3],
        *replies[7:],
    ],
    "the same reply for all": lambda call, texts, replies: [replies[0]] * len(replies),
    "one string instead of a list": lambda call, texts, replies: "\n".join(replies),
    "nothing returned": lambda call, texts, replies: None,
    "a number returned": lambda call, texts, replies: 12,
    "the source text back": lambda call, texts, replies: texts,
    "all empty": lambda call, texts, replies: [""] * len(replies),
    "all blank": lambda call, texts, replies: [" \n "] * len(replies),
    "None among the replies": lambda call, texts, replies: [None, *replies[1:]],
    "numbers instead of texts": lambda call, texts, replies: list(range(len(replies))),
    "a program error": raising(ValueError("no such thing")),
    "an engine error": raising(EngineError("exit code 1")),
    "a time-out": raising(RetryableError("no answer within 30 s")),
    "the connection breaks": raising(ConnectionResetError("peer")),
    "timing in the replies": lambda call, texts, replies: [f"00:00:01,000 --> 00:00:02,000 {r}" for r in replies],
    "markup in the replies": lambda call, texts, replies: [f"<i>{r}</i>" for r in replies],
    "cut off after ten characters": lambda call, texts, replies: [r[:6] for r in replies],
    "everything in each reply": lambda call, texts, replies: [" ".join(replies)] * len(replies),
    "replacement characters": lambda call, texts, replies: [r.replace("x", "\ufffd") for r in replies],
    "talk about the task": lambda call, texts, replies: [f"Here is the translation: {r}" for r in replies],
}


@pytest.mark.parametrize("name", BATCH_FAULTS)
def test_goes_wrong_once(name: str) -> None:
    check(FakeTranslator(once(BATCH_FAULTS[name])))


@pytest.mark.parametrize("name", BATCH_FAULTS)
def test_goes_wrong_with_every_batch(name: str) -> None:
    check(FakeTranslator(in_batches(BATCH_FAULTS[name])))


CUE_FAULTS = {
    "always empty": "",
    "always the source": "The fog lifts slowly over the fishing boats.",
    "always the source in other case": "THE FOG lifts slowly over the fishing BOATS",
    "always far too long": "xeht " * 60,
    "always far too short": "x",
    "always no text": None,
    "always a refusal": "I'm sorry, but I cannot translate that.",
    "always timing": "1 00:00:01,000 --> 00:00:02,000",
    "always a loop": "xog xog xog xog xog xog xog xog xog xog xog xog xog xog",
    "always half done": "The fog lifts slowly over the fishing xtaob.",
}


@pytest.mark.parametrize("name", CUE_FAULTS)
def test_one_cue_never_comes(name: str) -> None:
    check(FakeTranslator(for_text("The fog", CUE_FAULTS[name])), lost=(5,))


SOFT_FAULTS = {
    "a number left out": ("350", "xew xdiap xa xtol xrof xeht xepor."),
    "a number changed": ("350", "xew xdiap 530 xrof xeht xepor."),
}


@pytest.mark.parametrize("name", SOFT_FAULTS)
def test_a_number_is_never_lost_silently(name: str) -> None:
    part, reply = SOFT_FAULTS[name]
    check(FakeTranslator(for_text(part, reply)), flagged=(7,))


def test_a_text_that_makes_the_hook_fail_costs_no_other() -> None:
    def spoil(call: int, texts: list[str], replies: list[str]) -> object:
        if any("bell" in text for text in texts):
            raise RuntimeError("bad word")
        return replies

    check(FakeTranslator(spoil), lost=(12,))


def test_two_bad_texts_in_a_batch() -> None:
    bad = ("fog", "Wilbur")

    def spoil(call: int, texts: list[str], replies: list[str]) -> object:
        return ["" if any(b in t for b in bad) else r for t, r in zip(texts, replies, strict=True)]

    check(FakeTranslator(spoil), lost=(5, 8))


def test_a_good_text_is_asked_once() -> None:
    translator = FakeTranslator(for_text("The fog", ""))
    check(translator, lost=(5,))
    assert all(translator.asked.count(text) == 1 for text in TEXTS if "fog" not in text)
    assert 2 <= translator.asked.count(TEXTS[4]) <= 4


def test_halving_asks_few_times() -> None:
    """A translator that drops a line of every batch: down to one by one, not once more."""
    translator = FakeTranslator(in_batches(BATCH_FAULTS["one reply missing at the end"]))
    check(translator)
    assert len(translator.calls) <= 2 * len(TEXTS) + 2


def test_a_dead_hook_is_given_up() -> None:
    translator = FakeTranslator(raising(ConnectionRefusedError("nobody there")), batch=1)
    with pytest.raises(EngineError, match="keeps failing") as caught:
        translate_track(track_of(), translator, HOUSE, options())
    assert len(translator.calls) <= 10
    assert "0 of 12" in caught.value.hint


def test_a_hook_that_times_out_is_given_up() -> None:
    pauses: list[float] = []
    translator = FakeTranslator(raising(RetryableError("429 too many requests")), batch=4)
    with pytest.raises(EngineError, match="keeps failing: 429"):
        translate_track(track_of(), translator, HOUSE, options(sleep=pauses.append, wait=lambda n: 10.0**n))
    assert pauses[:4] == [10.0, 100.0, 10.0, 100.0]


@pytest.mark.parametrize("error", [UsageError("no key"), StageError("over the limit")])
def test_what_asking_again_cannot_mend_ends_the_run(error: CaptionkitError) -> None:
    translator = FakeTranslator(raising(error))
    with pytest.raises(type(error)):
        translate_track(track_of(), translator, HOUSE, options())
    assert len(translator.calls) == 1


def test_interruption_is_no_fault() -> None:
    def spoil(call: int, texts: list[str], replies: list[str]) -> object:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        translate_track(track_of(), FakeTranslator(spoil), HOUSE, options())


NUMBERED = [f"The {n}th boat carries {n + 100} crates of apples today." for n in range(10, 34)]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([None, None, *BATCH_FAULTS]), max_size=40), st.sampled_from([3, 8, 24]))
def test_a_hook_that_goes_wrong_at_random(faults: list[str | None], batch: int) -> None:
    """Every call may go wrong in another way, single texts included. A cue is right or it is reported."""
    queue = list(faults)

    def spoil(call: int, texts: list[str], replies: list[str]) -> object:
        fault = queue.pop(0) if queue else None
        return replies if fault is None else BATCH_FAULTS[fault](call, texts, replies)

    track = track_of(NUMBERED)
    try:
        result = translate_track(track, FakeTranslator(spoil, batch=batch), HOUSE, options())
    except EngineError:
        return  # it failed too often in a row: given up, nothing made
    made = result.value.track
    assert [(c.id, c.start, c.end) for c in made] == [(c.id, c.start, c.end) for c in track]
    told = {d.cue for d in result.diagnostics}
    for number, (cue, text) in enumerate(zip(made, NUMBERED, strict=True), start=1):
        shown = cue.text.replace("\n", " ")
        assert shown == fake(text) or (number in told and (number not in result.value.untranslated or "⟦" in shown))


def test_a_generator_is_a_list_too() -> None:
    check(FakeTranslator(lambda call, texts, replies: (reply for reply in replies)))


def test_line_breaks_and_controls_in_replies_do_not_reach_the_cue() -> None:
    check(FakeTranslator(lambda call, texts, replies: [r.replace(" ", "\n\x00 ", 1) + "\r\n" for r in replies]))
