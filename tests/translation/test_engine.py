"""Tracks in, tracks out: styles, terms, times, limits and scripts."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.errors import StageError, UsageError
from captionkit.model.cue import Cue, Positioning
from captionkit.model.text import Line, Span, Style
from captionkit.model.track import Track
from captionkit.model.transcript import Word
from captionkit.profiles import load
from captionkit.translation.base import Ability, Request, Term, translator
from captionkit.translation.client import Progress, RequestPolicy
from captionkit.translation.engine import Translated, TranslationOptions, translate_track
from captionkit.translation.memory import Memory, MemoryEntry, key_of
from captionkit.translation.writing import mark_direction
from tests.translation.support import HOUSE, TEXTS, FakeTranslator, fake, options, track_of
from tests.translation.test_units import tracks

ITALIC = Style(italic=True)


def run(track: Track, translator: object, **changes: object) -> Translated:
    return translate_track(track, translator, HOUSE, options(**changes)).value  # type: ignore[arg-type]


def dictionary(words: dict[str, str]) -> object:
    """A translator that knows whole texts; what it does not know it spells backwards."""

    @translator(name="dictionary")
    def look_up(texts: Sequence[str], request: Request) -> list[str]:
        return [words.get(text, fake(text)) for text in texts]

    return look_up


@settings(max_examples=80, deadline=None)
@given(tracks())
def test_ids_order_times_and_words_hold_for_any_track(cues: list[Cue]) -> None:
    track = Track(tuple(cue.replace(id=f"k{n}") for n, cue in enumerate(cues)), "en")
    result = translate_track(track, FakeTranslator(), HOUSE, options())
    made = result.value.track
    assert [(c.id, c.start, c.end, c.speaker) for c in made] == [(c.id, c.start, c.end, c.speaker) for c in track]
    for number, (cue, new) in enumerate(zip(track, made, strict=True), start=1):
        letters = any(c.isalnum() for c in cue.text)
        assert bool(new.text.strip()) == bool(cue.text.strip()), (cue.text, new.text)
        if not letters:
            assert "".join(new.text.split()) == "".join(cue.text.split())
        if number in result.value.untranslated:
            assert "⟦" in result.value.track.text


@settings(max_examples=50, deadline=None)
@given(tracks())
def test_translating_to_the_same_words_moves_none_to_another_sentence(cues: list[Cue]) -> None:
    """Word for word, each sentence's words stay in the cues of that sentence."""
    track = Track(tuple(cues), "en")
    value = run(track, FakeTranslator())
    for unit, (_, made) in value.sources.items():
        shown = " ".join(value.track.cues[n - 1].text.replace("\n", " ") for n in value.cues_of[unit])
        shown = shown.upper()  # texts in capitals stay in capitals
        for word in (made or "").upper().split():
            assert word in shown or word in shown.replace(" ", "")


def test_what_is_around_the_cues_stays() -> None:
    place = Positioning(line=10, align="start")
    cue = Cue(
        0, 3000, "Good evening to you.", id="x", positioning=place, notes=("a note",), extras={"k": 1}, speaker="ANN"
    )
    new = run(Track((cue,), "en", title="T"), FakeTranslator()).track
    assert (new.title, new.language) == ("T", "xx")
    assert (new.cues[0].positioning, new.cues[0].notes, dict(new.cues[0].extras)) == (place, ("a note",), {"k": 1})


def test_word_times_of_the_original_are_dropped_and_told() -> None:
    cue = Cue(0, 3000, "Good evening.", words=(Word("Good", 0, 100), Word("evening.", 100, 200)))
    result = translate_track(Track((cue,), "en"), FakeTranslator(), HOUSE, options())
    assert result.value.track.cues[0].words == ()
    assert [d.code for d in result.diagnostics] == ["translate.words-dropped"]


STYLED = {
    "a name stays itself": (
        ("We saw the ", "Grey Heron", " leave."), {"We saw the Grey Heron leave.": "Vimos zarpar el Grey Heron."},
        "Grey Heron",
    ),
    "found by its own translation": (
        ("This is the ", "old wall", " of the town."),
        {"This is the old wall of the town.": "Este es el muro viejo del pueblo.", "old wall": "muro viejo"},
        "muro viejo",
    ),
    "in another form": (
        ("They ", "really", " left."), {"They really left.": "Se fueron realmente.", "really": "realmente"},
        "realmente",
    ),
    "marks stay outside": (
        ("Was it the ", "wall", "?"), {"Was it the wall?": "¿Fue el muro?", "wall": "muro"}, "muro",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", STYLED)
def test_italics_inside_a_sentence_find_their_words(name: str) -> None:
    parts, known, expected = STYLED[name]
    line = Line((Span(parts[0]), Span(parts[1], ITALIC), Span(parts[2])))
    result = translate_track(Track((Cue(0, 4000, (line,)),), "en"), dictionary(known), HOUSE, options())  # type: ignore[arg-type]
    spans = [span for made in result.value.track.cues[0].lines for span in made.spans if span.style.italic]
    assert [span.text for span in spans] == [expected]
    assert result.diagnostics == ()
    assert result.value.track.cues[0].text.replace("\n", " ") == known["".join(parts)]


def test_a_style_whose_words_are_not_found_is_guessed_and_told() -> None:
    line = Line((Span("It is "), Span("never", ITALIC), Span(" too late.")))
    known = {"It is never too late.": "Hmm la la la la.", "never": "zzz"}
    result = translate_track(Track((Cue(0, 4000, (line,)),), "en"), dictionary(known), HOUSE, options())  # type: ignore[arg-type]
    assert [d.code for d in result.diagnostics] == ["translate.style-guessed"]
    assert any(s.style.italic for made in result.value.track.cues[0].lines for s in made.spans)


def test_a_cue_in_one_style_stays_in_it() -> None:
    lines = (Line((Span("Somewhere far", ITALIC),)), Line((Span("from here.", ITALIC),)))
    made = run(Track((Cue(0, 4000, lines), Cue(4000, 6000, "Here.")), "en"), FakeTranslator()).track
    assert all(span.style == ITALIC for line in made.cues[0].lines for span in line.spans)
    assert all(span.style != ITALIC for line in made.cues[1].lines for span in line.spans)


def test_a_term_the_hook_renders_otherwise_is_put_in() -> None:
    known = {"The harbour master waves.": "El maestro de puerto saluda.", "harbour master": "maestro de puerto"}
    glossary = (Term("harbour master", "capitán de puerto"),)
    track = Track((Cue(0, 4000, "The harbour master waves."),), "en")
    result = translate_track(track, dictionary(known), HOUSE, options(glossary=glossary))  # type: ignore[arg-type]
    assert result.value.track.text.replace("\n", " ") == "El capitán de puerto saluda."
    assert [d.code for d in result.diagnostics] == ["translate.term-forced"]


def test_a_term_that_cannot_be_placed_is_an_error() -> None:
    known = {"The harbour master waves.": "Alguien saluda.", "harbour master": "maestro de puerto"}
    track = Track((Cue(0, 4000, "The harbour master waves."),), "en")
    policy = options(glossary=(Term("harbour master", "capitán de puerto"),))
    result = translate_track(track, dictionary(known), HOUSE, policy)  # type: ignore[arg-type]
    assert [(d.code, d.severity.label, d.cue) for d in result.diagnostics] == [("translate.term", "error", 1)]


def test_hooks_are_told_the_terms_of_their_texts_only() -> None:
    seen = FakeTranslator()
    run(track_of(), seen, glossary=(Term("gulls", "gaviotas"), Term("whale", "ballena")))
    assert [term.source for term in seen.requests[0].glossary] == ["gulls"]


def test_a_broken_address_is_put_back() -> None:
    known = {"See https://example.org/a today.": "Vea https: //example. org / a hoy."}
    made = run(Track((Cue(0, 4000, "See https://example.org/a today."),), "en"), dictionary(known)).track
    assert "https://example.org/a" in made.text


def test_blanks_before_commas_go_but_not_in_french() -> None:
    known = {"Now, please.": "Ahora , por favor ."}
    track = Track((Cue(0, 4000, "Now, please."),), "en")
    assert run(track, dictionary(known)).track.text == "Ahora, por favor."
    french = TranslationOptions(RequestPolicy("en", "fr"))
    known = {"Now, please.": "Maintenant, oui !"}
    assert translate_track(track, dictionary(known), HOUSE, french).value.track.text == "Maintenant, oui !"  # type: ignore[arg-type]


def test_a_word_with_a_number_sign_inside_is_no_tag() -> None:
    track = Track((Cue(0, 4000, "It says error ead#234532 again."),), "en")
    known = {"It says error ead#234532 again.": "Dice otra vez error ead #234532."}
    assert translate_track(track, dictionary(known), HOUSE, options()).diagnostics == ()  # type: ignore[arg-type]


def test_captions_in_capitals_are_sent_in_lower_case() -> None:
    seen = FakeTranslator()
    track = Track((Cue(0, 4000, "WHERE DO I FIND LEE?"), Cue(4000, 6000, "NASA."), Cue(6000, 9000, "Not here.")), "en")
    result = translate_track(track, seen, HOUSE, options(glossary=(Term("Lee", "Lee"),)))
    assert seen.calls[0] == ["Where do I find Lee?", "NASA.", "Not here."]
    assert result.value.track.cues[0].text == fake("Where do I find Lee?").upper()
    assert result.value.track.cues[2].text == fake("Not here.")
    assert "translate.capitals" in [d.code for d in result.diagnostics]


def test_a_whole_track_in_capitals() -> None:
    seen = FakeTranslator()
    made = run(Track((Cue(0, 4000, "WHERE IS THE OLD BOAT?"), Cue(4000, 6000, "GONE.")), "en"), seen).track
    assert seen.calls[0] == ["Where is the old boat?", "Gone."]
    assert all(cue.text == cue.text.upper() for cue in made)


def test_requests_carry_budget_speaker_and_context() -> None:
    cues = [Cue(n * 2000, n * 2000 + 1000, text, speaker="ANN") for n, text in enumerate(TEXTS)]
    seen = FakeTranslator(batch=4)
    run(Track(tuple(cues), "en"), seen)
    request = seen.requests[1]
    assert request.ids == ("5.1", "6.1", "7.1", "8.1")
    assert request.speakers == ("ANN",) * 4
    assert request.budgets == (20, 20, 20, 20)  # a second at 20 characters a second
    assert request.before == TEXTS[1:4]
    assert request.after == TEXTS[8:10]
    assert request.so_far == tuple((text, fake(text)) for text in TEXTS[:4])


class Shortening:
    """Makes a text shorter when asked to, and says so."""

    ability = Ability(name="shortening", budget=True)

    def __init__(self) -> None:
        self.shorter: list[str] = []

    def __call__(self, texts: Sequence[str], request: Request) -> list[str]:
        if request.shorter:
            self.shorter += texts
            return ["Corto y claro ya." for _ in texts]
        return ["Una frase demasiado larga para un segundo." for _ in texts]


def test_a_cue_read_too_fast_is_asked_for_once_more() -> None:
    seen = Shortening()
    track = Track((Cue(0, 1000, "A plain short sentence."), Cue(5000, 9000, "A plain short sentence.")), "en")
    result = translate_track(track, seen, HOUSE, options())
    assert seen.shorter == ["A plain short sentence."]
    assert [c.text for c in result.value.track] == [
        "Corto y claro ya.",
        "Una frase demasiado larga para un segundo."[:42],
    ]
    assert result.diagnostics == ()


def test_a_cue_that_stays_too_fast_is_told() -> None:
    result = translate_track(Track((Cue(0, 500, "The fog lifts slowly."),), "en"), FakeTranslator(), HOUSE, options())
    assert [(d.code, d.cue) for d in result.diagnostics] == [("translate.too-fast", 1)]


def test_lines_obey_the_profile_of_the_target() -> None:
    made = run(
        track_of(["Some words that go on and on until they need another line to stand on."]), FakeTranslator()
    ).track
    assert len(made.cues[0].lines) == 2
    assert max(len(line.text) for line in made.cues[0].lines) <= 42


def test_dialogue_keeps_its_lines_and_dashes() -> None:
    made = run(Track((Cue(0, 4000, "- Who is there?\n- The old baker."),), "en"), FakeTranslator()).track
    assert [line.text[:2] for line in made.cues[0].lines] == ["- ", "- "]


@pytest.mark.parametrize("policy", ["mark", "blank", "stop"])
def test_what_a_lost_cue_shows(policy: str) -> None:
    def spoil(call: int, texts: list[str], replies: list[str]) -> list[str]:
        return ["" if "fog" in t else r for t, r in zip(texts, replies, strict=True)]

    given_options = TranslationOptions(options().policy, on_failure=policy)
    if policy == "stop":
        with pytest.raises(StageError, match="cue 5"):
            translate_track(track_of(), FakeTranslator(spoil), HOUSE, given_options)
        return
    result = translate_track(track_of(), FakeTranslator(spoil), HOUSE, given_options)
    assert result.value.untranslated == (5,)
    assert result.value.track.cues[4].text.replace("\n", " ") == ({"mark": f"⟦{TEXTS[4]}⟧", "blank": ""}[policy])
    assert [(d.code, d.severity.label) for d in result.diagnostics] == [("translate.untranslated", "error")]


def test_fewer_words_than_cues() -> None:
    known = {"It is what it is.": "Así"}
    track = Track((Cue(0, 2000, "It is"), Cue(2000, 4000, "what it is.")), "en")
    result = translate_track(track, dictionary(known), HOUSE, options())  # type: ignore[arg-type]
    assert [c.text for c in result.value.track] == ["Así", "Así"]
    assert [d.code for d in result.diagnostics] == ["translate.repeated"]


def test_right_to_left_lines_get_marks() -> None:
    known = {"Good evening, Dan.": "ערב טוב, Dan."}
    track = Track((Cue(0, 4000, "Good evening, Dan."),), "en")
    shown = (
        translate_track(track, dictionary(known), HOUSE, TranslationOptions(RequestPolicy("en", "he")))
        .value.track.cues[0]
        .text
    )  # type: ignore[arg-type]
    assert shown == "\u200fערב טוב, Dan.\u200f"
    plain = TranslationOptions(RequestPolicy("en", "he"), direction_marks=False)
    assert translate_track(track, dictionary(known), HOUSE, plain).value.track.cues[0].text == "ערב טוב, Dan."  # type: ignore[arg-type]


@given(st.text("אבג abc.,!1", max_size=20))
def test_direction_marks_are_put_once(text: str) -> None:
    once = mark_direction(text)
    assert mark_direction(once) == once
    assert once.replace("\u200f", "") == text


def test_chinese_is_broken_between_words_and_spread_without_blanks() -> None:
    chinese = "港口在清晨开放\uff0c第一批船只随后离开港口驶向大海。"
    known = {"The harbour opens early in the morning and the first boats leave.": chinese}
    cues = (Cue(0, 2000, "The harbour opens early in the morning"), Cue(2000, 4000, "and the first boats leave."))
    policy = TranslationOptions(RequestPolicy("en", "zh-Hans"))
    result = translate_track(Track(cues, "en"), dictionary(known), load("netflix-zh-hans"), policy)  # type: ignore[arg-type]
    made = result.value.track
    assert "".join(line.text for cue in made for line in cue.lines) == chinese
    assert all(cue.text for cue in made)
    assert not any(line.text.startswith(("\uff0c", "。")) for cue in made for line in cue.lines)


def test_a_number_and_its_unit_are_not_parted() -> None:
    known = {"We paid 1234 euros for it all then.": "Pagamos por todo aquello la suma de 1234 € entonces mismo"}
    made = run(Track((Cue(0, 5000, "We paid 1234 euros for it all then."),), "en"), dictionary(known)).track
    assert any("1234 €" in line.text for line in made.cues[0].lines)


def test_a_limit_on_characters_stops_before_it_is_passed() -> None:
    seen = FakeTranslator(batch=2)
    with pytest.raises(StageError, match="120 characters") as caught:
        run(track_of(), seen, max_chars=120)
    assert sum(map(len, seen.asked)) <= 120
    assert "of 12 texts are in the memory" in caught.value.hint


def test_a_limit_on_cost_stops_before_it_is_passed() -> None:
    seen = FakeTranslator(batch=1)
    with pytest.raises(StageError, match="spending more than 3"):
        run(track_of(), seen, max_cost=3.0, price=lambda texts: 1.0)
    assert len(seen.calls) == 3


def test_progress_is_told() -> None:
    told: list[Progress] = []
    run(track_of(), FakeTranslator(batch=5), progress=told.append)
    assert [p.done for p in told] == [5, 10, 12]
    assert {p.total for p in told} == {12}


def test_no_target() -> None:
    with pytest.raises(UsageError, match="no target language"):
        translate_track(track_of(), FakeTranslator(), HOUSE, TranslationOptions(RequestPolicy("en", "")))


def test_fuzzy_matches_are_used_on_request_and_told() -> None:
    track = Track((Cue(0, 4000, "The ferry leaves the harbour at noon."),), "en")
    with Memory() as memory:
        memory.put(
            [(key_of("x"), MemoryEntry("The ferry leaves the harbour at dawn.", "El ferry sale al alba.", "en", "xx"))]
        )
        plain = translate_track(track, FakeTranslator(), HOUSE, options(), memory)
        assert plain.diagnostics == ()
    with Memory() as memory:
        memory.put(
            [(key_of("x"), MemoryEntry("The ferry leaves the harbour at dawn.", "El ferry sale al alba.", "en", "xx"))]
        )
        fuzzy = translate_track(track, FakeTranslator(), HOUSE, options(fuzzy=0.8), memory)
        assert [d.code for d in fuzzy.diagnostics] == ["translate.fuzzy"]
        assert fuzzy.value.track.text == "El ferry sale al alba."


def test_a_fuzzy_match_with_another_number_is_never_used() -> None:
    track = Track((Cue(0, 4000, "The ferry leaves the harbour at 7."),), "en")
    with Memory() as memory:
        memory.put(
            [(key_of("x"), MemoryEntry("The ferry leaves the harbour at 8.", "El ferry sale a las 8.", "en", "xx"))]
        )
        seen = FakeTranslator()
        translate_track(track, seen, HOUSE, options(fuzzy=0.8), memory)
        assert seen.asked == ["The ferry leaves the harbour at 7."]


def test_another_version_of_a_hook_is_another_translator() -> None:
    with Memory() as memory:
        translate_track(track_of(), FakeTranslator(), HOUSE, options(), memory)
        again, newer = FakeTranslator(), FakeTranslator(version="2")
        translate_track(track_of(), again, HOUSE, options(), memory)
        translate_track(track_of(), newer, HOUSE, options(), memory)
        assert (len(again.asked), len(newer.asked)) == (0, 12)
