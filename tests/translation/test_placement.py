"""Translated words on the right cue, in good lines: cuts, line ends, labels, sounds, time."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from benchmarks import placement
from hypothesis import given
from hypothesis import strategies as st

import captionkit
from captionkit import TranslateOptions
from captionkit.model.cue import Cue
from captionkit.model.text import Line, Span, Style
from captionkit.model.track import Block, Track
from captionkit.profiles import load
from captionkit.text.labels import label_of
from captionkit.translation.base import Ability, Request, Term
from captionkit.translation.client import RequestPolicy
from captionkit.translation.cuts import links, tied
from captionkit.translation.engine import TranslationOptions, translate_track
from captionkit.translation.proof import concepts_for
from captionkit.translation.sounds import _table, in_form_of, translated_label, translated_sound
from captionkit.translation.units import TextToken, passages_of

ITALIC = Style(italic=True)


class Dictionary:
    """Knows whole texts; remembers what it was asked."""

    def __init__(self, known: dict[str, str], **ability: object) -> None:
        self.known = known
        self.asked: list[str] = []
        self.requests: list[Request] = []
        self.ability = Ability(**{"name": "dictionary", **ability})  # type: ignore[arg-type]

    def __call__(self, texts: Sequence[str], request: Request) -> list[str]:
        self.asked += texts
        self.requests.append(request)
        return [self.known.get(text, "") for text in texts]


def shown(cues: Sequence[Cue | str], known: dict[str, str], target: str = "es", *, seconds: int = 4) -> list[str]:
    """Return the texts of the cues, translated by a dictionary."""
    made = [c if isinstance(c, Cue) else Cue(n * 5000, n * 5000 + seconds * 1000, c) for n, c in enumerate(cues)]
    options = TranslationOptions(RequestPolicy("en", target))
    track = translate_track(Track(tuple(made), "en"), Dictionary(known), load("default"), options).value.track
    return [cue.text for cue in track]


CUTS: dict[str, tuple[list[str], str, list[str]]] = {
    "a clause stays in its cue": (
        ["If the rain stops before noon,", "we will sail to the island."],
        "Si deja de llover antes del mediodía, navegaremos hasta la isla.",
        ["Si deja de llover antes del mediodía,", "navegaremos hasta la isla."],
    ),
    "a negation goes with its verb": (
        ["I believed that the captain", "would never leave the harbour."],
        "Yo creía que el capitán nunca saldría del puerto.",
        ["Yo creía que el capitán", "nunca saldría del puerto."],
    ),
    "a figure stays with what it counts": (
        ["The keeper of the old tower counted", "41 grey gulls on the roof."],
        "El guardián de la vieja torre contó 41 gaviotas grises en el tejado.",
        ["El guardián de la vieja torre contó", "41 gaviotas grises en el tejado."],
    ),
    "names stay where they are said": (
        ["We saw Ana and her brother", "with Doctor Lopes in Haldon."],
        "Vimos a Ana y a su hermano con el doctor Lopes en Haldon.",
        ["Vimos a Ana y a su hermano", "con el doctor Lopes en Haldon."],
    ),
}


@pytest.mark.parametrize("name", CUTS)
def test_a_sentence_is_cut_where_the_source_is(name: str) -> None:
    cues, made, expected = CUTS[name]
    text = " ".join(cues)
    assert [" ".join(cue.split()) for cue in shown(cues, {text: made})] == expected


def test_no_third_line_where_two_lines_fit() -> None:
    cues = ["The boats had waited outside the harbour,", "and some of them had lost their nets and their fuel."]
    made = (
        "Los barcos llevaban ya varios días esperando fuera del puerto, y algunos habían perdido las redes, "
        "el combustible y casi todo el pescado."
    )
    assert all(cue.count("\n") < 2 for cue in shown(cues, {" ".join(cues): made}))


def test_a_label_takes_its_share_of_the_lines() -> None:
    cues = ["ANCHOR: The women's team won three to one", "in front of all the people of the town."]
    made = "La selección femenina ganó tres a uno en un partido muy bonito delante de toda la gente del pueblo."
    texts = shown(cues, {"The women's team won three to one in front of all the people of the town.": made})
    assert texts[0].startswith("PRESENTADOR: ")
    assert all(cue.count("\n") < 2 for cue in texts)


LINES: dict[str, tuple[str, dict[str, str], str]] = {
    "a sentence end is a line end": (
        "He left at once. Nobody knows\nwhere he went.",
        {"He left at once.": "Se fue enseguida.", "Nobody knows where he went.": "Nadie sabe adónde se marchó."},
        "Se fue enseguida.\nNadie sabe adónde se marchó.",
    ),
    "what fits on one line shares it": (
        "Yes. I know.", {"Yes.": "Sí.", "I know.": "Lo sé."}, "Sí. Lo sé.",
    ),
    "two lines of the source stay two": (
        "We are here.\nCome in.", {"We are here.": "Estamos aquí.", "Come in.": "Pasa."}, "Estamos aquí.\nPasa.",
    ),
    "a sound does not end a line": (
        "[SIGHS] My father bought it\nin the spring of the war.",
        {"My father bought it in the spring of the war.": "Mi padre lo compró en la primavera de la guerra."},
        "[SUSPIRA] Mi padre lo compró\nen la primavera de la guerra.",
    ),
    "speakers keep their lines": (
        "ANN: Are you there?\nMAN: I am.", {"Are you there?": "¿Estás ahí?", "I am.": "Sí."},
        "ANN: ¿Estás ahí?\nHOMBRE: Sí.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_lines_inside_a_cue(name: str) -> None:
    cue, known, expected = LINES[name]
    assert shown([cue], known) == [expected]


def test_a_line_does_not_part_a_figure_from_what_it_counts() -> None:
    text = "The minister of the country promised two million pounds."
    (cue,) = shown([text], {text: "O ministro do país prometeu 2 milhões de libras."}, "pt")
    assert "2 milhões" in cue.replace("\n", "|")


@pytest.mark.parametrize(
    ("text", "language", "bound"),
    [
        ("we saw 41 gulls", "en", "gulls"), ("in 2012 people left", "en", None), ("room 7 is free", "en", "7"),
        ("de los años 70 del puerto", "es", "70"), ("gasta 15 en pan", "es", "15"),
        ("hi ha 340 vaixells", "ca", "vaixells"),
    ],
)  # fmt: skip
def test_what_a_figure_belongs_to(text: str, language: str, bound: str | None) -> None:
    words = [TextToken(word, 0) for word in text.split()]
    found = [word.text for word, yes in zip(words, tied(words, language), strict=True) if yes]
    assert found == ([bound] if bound else [])


ENGLISH, SPANISH = ["ana", "41", "water", "house", "boat", "never"], ["ana", "41", "agua", "casa", "barco", "nunca"]


@given(st.permutations(ENGLISH), st.permutations(SPANISH))
def test_links_pair_each_word_once(one: list[str], two: list[str]) -> None:
    sides = [[TextToken(word, 0) for word in words] for words in (one, two)]
    pairs = links(sides[0], sides[1], concepts_for("en", "es"))
    assert len({a for a, _ in pairs}) == len({b for _, b in pairs}) == len(pairs)
    assert {("ana", "ana"), ("41", "41")} <= {(one[a], two[b]) for a, b in pairs}


@pytest.mark.skipif(not placement.DATA.is_dir(), reason="the human pairs are not there")
@pytest.mark.parametrize("name", placement.TAGGED)
def test_cuts_are_where_people_made_them(name: str) -> None:
    source, target = placement.TAGGED[name]
    methods = dict(placement.measured(placement.tagged(source, target), source, target, verbose=False))
    exact = {method: sum(n == 0 for n in off) / len(off) for method, off in methods.items()}
    assert exact["captionkit"] >= 0.89
    assert exact["share alone"] < 0.5


# -- labels and sounds ------------------------------------------------------------------------------------------------


def test_the_table_is_whole() -> None:
    head, rows = _table()
    assert set(head[1:]) >= {"en", "es", "fr", "de", "pt", "it"}
    assert len(rows) > 150
    assert all(len(row) == len(head) and all(row) and row[0] in ("label", "sound") for row in rows)


@given(st.sampled_from(_table()[1]), st.sampled_from(_table()[0][2:]), st.booleans())
def test_a_label_stays_a_label_and_a_sound_a_sound(row: tuple[str, ...], target: str, loud: bool) -> None:
    word = row[1].split("/")[0]
    word = word.upper() if loud else word
    if row[0] == "label":
        made = translated_label(f"- {word.upper()}: ", "en", target)
        assert made[:2] == "- "
        assert made[-2:] == ": "
        assert made.upper() == made
        assert label_of(made + "x") is not None
    else:
        made = translated_sound(word, "en", target)
        assert made
        assert (made == made.upper()) or not loud


def test_only_a_sentence_is_asked_for() -> None:
    seen = Dictionary({"Who is there?": "¿Quién está ahí?"})
    cue = "MAN [on radio]: Who is there?\n[DOOR SLAMS]"
    options = TranslationOptions(RequestPolicy("en", "es"))
    made = translate_track(Track((Cue(0, 4000, cue),), "en"), seen, load("default"), options).value.track
    assert seen.asked == ["Who is there?"]
    assert made[0].text == "HOMBRE [por radio]: ¿Quién está ahí?\n[PORTAZO]"


def test_a_sound_that_no_table_has_is_asked_for_and_keeps_its_form() -> None:
    known = {"the lamp falls over": "La lámpara cae.", "The lamp falls over": "La lámpara cae."}
    assert shown(["[the lamp falls over]"], known) == ["[la lámpara cae]"]
    assert shown(["(THE LAMP FALLS OVER)"], known) == ["(LA LÁMPARA CAE)"]


def test_the_glossary_goes_before_the_table() -> None:
    terms = (Term("bell", "gong"),)
    options = TranslationOptions(RequestPolicy("en", "es", glossary=terms))
    seen = Dictionary({"bell": "gong"})
    made = translate_track(Track((Cue(0, 2000, "[bell]"),), "en"), seen, load("default"), options).value.track
    assert made[0].text == "[gong]"


def test_a_label_is_a_name_unless_the_track_says_otherwise() -> None:
    known = {"We ask every diver.": "Preguntamos a cada buzo.", "I was a diver.": "Yo fui buzo.", "diver": "buzo"}
    texts = shown(["DIVER: I was a diver.", "MARK: We ask every diver."], known)
    assert texts == ["BUZO: Yo fui buzo.", "MARK: Preguntamos a cada buzo."]


@pytest.mark.parametrize(
    ("text", "made", "expected"),
    [("Laughter", "risas", "Risas"), ("WIND", "viento.", "VIENTO"), ("wind", "TV", "TV"), ("Go.", "Ve.", "Ve.")],
)
def test_forms(text: str, made: str, expected: str) -> None:
    assert in_form_of(text, made, "es") == expected


@pytest.mark.parametrize(
    ("cue", "texts"),
    [
        ("We left early. (sighs) Too early.", ["We left early.", "sighs", "Too early."]),
        ("The boat (a small one) left.", ["The boat (a small one) left."]),
        ("She left (DOOR SLAMS) and ran.", ["She left", "DOOR SLAMS", "and ran."]),
    ],
)
def test_sounds_in_round_brackets_are_apart(cue: str, texts: list[str]) -> None:
    found = [" ".join(token.text for token in passage.tokens) for passage in passages_of([Cue(0, 1000, cue)])]
    assert " ".join(found) == " ".join(texts)
    assert len(found) == (1 if "small" in cue else 3)


# -- styles, header ---------------------------------------------------------------------------------------------------


def test_a_known_word_keeps_its_italics_without_asking() -> None:
    seen = Dictionary({"You remember only one thing.": "Recuerda solo una cosa."})
    line = Line((Span("You remember only "), Span("one", ITALIC), Span(" thing.")))
    options = TranslationOptions(RequestPolicy("en", "es"))
    made = translate_track(Track((Cue(0, 4000, (line,)),), "en"), seen, load("default"), options).value.track
    assert [span.text.strip() for line in made[0].lines for span in line.spans if span.style == ITALIC] == ["una"]
    assert seen.asked == ["You remember only one thing."]


@pytest.mark.parametrize(("inside", "outside"), [("the old boat.", ""), ("the old boat", ".")])
def test_a_stop_stays_on_its_side_of_the_tag(inside: str, outside: str) -> None:
    seen = Dictionary({"It was the old boat.": "Era el barco viejo.", inside: "el barco viejo"})
    line = Line((Span("It was "), Span(inside, ITALIC), *([Span(outside)] if outside else [])))
    options = TranslationOptions(RequestPolicy("en", "es"))
    made = translate_track(Track((Cue(0, 4000, (line,)),), "en"), seen, load("default"), options).value.track
    spans = made[0].lines[0].spans
    assert [span.text for span in spans if span.style == ITALIC] == ["el barco viejo" + ("" if outside else ".")]


def test_the_header_names_the_language_of_the_translation() -> None:
    blocks = (Block("header", "Kind: captions\nLanguage: en-GB"), Block("note", "Language: en"))
    track = Track((Cue(0, 2000, "Yes."),), "en", "vtt", blocks=blocks)
    options = TranslationOptions(RequestPolicy("en", "es"))
    made = translate_track(track, Dictionary({"Yes.": "Sí."}), load("default"), options).value.track
    assert [block.text for block in made.blocks] == ["Kind: captions\nLanguage: es", "Language: en"]


# -- time, marks, what stays ------------------------------------------------------------------------------------------


FAST = (Cue(0, 1000, "Come here now."), Cue(4000, 6000, "Yes."))
KNOWN = {"Come here now.": "Tienes que venir aquí ahora.", "Yes.": "Sí."}


def test_time_is_borrowed_where_a_file_is_written(tmp_path: Path) -> None:
    track = Track(FAST, "en")
    kept = captionkit.translate(track, "es", translator=Dictionary(KNOWN))
    assert [(cue.start, cue.end) for cue in kept.track] == [(0, 1000), (4000, 6000)]
    assert "translate.too-fast" in [d.code for d in kept.diagnostics]
    out = tmp_path / "x.srt"
    made = captionkit.translate(track, "es", translator=Dictionary(KNOWN), output=out)
    assert made.track[0].end == 1400
    assert [d.code for d in made.diagnostics if d.code.startswith("translate.t")] == ["translate.time-borrowed"]
    assert captionkit.load(out)[0].end == 1400
    asked = TranslateOptions(borrow_time=True)
    assert captionkit.translate(track, "es", translator=Dictionary(KNOWN), translate_options=asked).track[0].end == 1400
    refused = TranslateOptions(borrow_time=False)
    same = captionkit.translate(
        track, "es", translator=Dictionary(KNOWN), output=tmp_path / "y.srt", translate_options=refused
    )
    assert same.track[0].end == 1000


def test_a_bilingual_track_shares_the_borrowed_time() -> None:
    asked = TranslateOptions(borrow_time=True)
    made = captionkit.translate(
        Track(FAST, "en"), "es", translator=Dictionary(KNOWN), translate_options=asked, bilingual="stacked"
    )
    assert made.track[0].end == 1400
    assert made.track[0].text.endswith("Come here now.")


def test_a_shorter_text_is_asked_for_with_the_long_one() -> None:
    seen = Dictionary(KNOWN, budget=True)
    translate_track(Track(FAST, "en"), seen, load("default"), TranslationOptions(RequestPolicy("en", "es")))
    again = seen.requests[-1]
    assert (again.shorter, again.budgets, again.previous) == (True, (20,), ("Tienes que venir aquí ahora.",))


@pytest.mark.parametrize(("made", "found"), [("Dónde estabas?", 1), ("¿Dónde estabas?", 0)])
def test_a_missing_opening_mark_is_a_finding(made: str, found: int) -> None:
    track = Track((Cue(0, 2000, "Where were you?"),), "en")
    options = TranslationOptions(RequestPolicy("en", "es"))
    result = translate_track(track, Dictionary({"Where were you?": made}), load("default"), options)
    assert [d.code for d in result.diagnostics].count("translate.opening-mark") == found
    assert result.value.untranslated == ()


def test_a_translator_that_sets_no_opening_mark_is_named_once() -> None:
    pairs = {f"Where is box {n}?": f"Dónde está la caja {n}?" for n in range(11, 31)}
    cues = tuple(Cue(n * 3000, n * 3000 + 2500, text) for n, text in enumerate(pairs))
    options = TranslationOptions(RequestPolicy("en", "es"))
    result = translate_track(Track(cues, "en"), Dictionary(pairs), load("default"), options)
    found = [d for d in result.diagnostics if d.code == "translate.opening-mark"]
    assert [d.data["cues"] for d in found] == [list(range(1, 21))]
    assert "cues 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 10 more" in found[0].message


@pytest.mark.parametrize(("text", "source", "target"), [("No, no, no.", "en", "es"), ("Estamos cansadas.", "es", "pt")])
def test_a_text_of_both_languages_may_stay(text: str, source: str, target: str) -> None:
    options = TranslationOptions(RequestPolicy(source, target))
    track = Track((Cue(0, 3000, text),), source)
    assert translate_track(track, Dictionary({text: text}), load("default"), options).value.untranslated == ()


def test_another_currency_is_a_finding() -> None:
    text = "It was £600 then."
    track = Track((Cue(0, 3000, text),), "en")
    made = Dictionary({text: "Costaba 600 euros."})
    result = translate_track(track, made, load("default"), TranslationOptions(RequestPolicy("en", "es")))
    assert "the currency is another one" in [d.message for d in result.diagnostics]
