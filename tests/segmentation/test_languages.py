"""Lines beyond English: words that lean on a neighbour stay with it, marks within reach win, clusters stay whole."""

import random
import tomllib
import unicodedata
from importlib.resources import files
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from captionkit.model.cue import Cue
from captionkit.model.text import lines_of
from captionkit.model.track import Track
from captionkit.model.transcript import Segment, Timing, Transcript, Word
from captionkit.profiles import load
from captionkit.segmentation import SegmentOptions, rewrap, segment
from captionkit.segmentation.lending import lend
from captionkit.segmentation.model import break_model, read_model
from captionkit.segmentation.never import forbid
from captionkit.segmentation.optimise import Chosen, ScoredWords
from captionkit.segmentation.options import BreakStyle
from captionkit.segmentation.pace import pace_of
from captionkit.segmentation.prices import price
from captionkit.segmentation.row import Origin, WordRow, untimed
from captionkit.segmentation.shapes import shapes_for
from captionkit.text.lexicon import LANGUAGES, lexicon
from captionkit.text.phrases import phrases

CPL = 42
SPACED = tuple(tag for tag in LANGUAGES if lexicon(tag).classes and tag not in ("en", "ko"))


def wrapped(text: str, language: str) -> list[str]:
    track = rewrap(Track((Cue(0, 5000, lines_of(text)),), language=language), load("default")).value
    return [line.text for line in track.cues[0].lines]


@pytest.mark.parametrize("tag", LANGUAGES)
def test_a_tie_names_a_class_that_the_language_has(tag: str) -> None:
    data = tomllib.loads((files("captionkit.text") / "data" / "words" / f"{tag}.toml").read_text("utf-8"))
    assert set(data["ties"]) <= {
        "last",
        "first",
        "also_last",
        "also_first",
        "separable",
        "pairs",
        "attributive",
        "postposed",
    }
    assert {*data["ties"]["last"].split(), *data["ties"]["first"].split()} <= set(data["classes"])


@st.composite
def made_up(draw: st.DrawFn) -> tuple[str, str]:
    """Return a language and a text of its closed-class words between made-up ones."""
    language = draw(st.sampled_from(SPACED))
    closed = sorted(word for word in lexicon(language).classes if word.isalpha())
    letters = sorted({letter for word in closed for letter in word if letter.islower() or not letter.isupper()})
    made = st.text(st.sampled_from(letters), min_size=4, max_size=9)
    words = draw(st.lists(st.one_of(st.sampled_from(closed), made), min_size=8, max_size=12))
    return language, " ".join(words)


@settings(max_examples=150, deadline=None)
@given(made_up())
def test_no_line_ends_or_begins_with_what_leans_on_the_other_side(case: tuple[str, str]) -> None:
    language, text = case
    words, lexis = text.split(), lexicon(language)
    lines = wrapped(text, language)

    def torn(at: int) -> bool:
        return words[at - 1] in lexis.not_last or words[at] in lexis.not_first

    legal = [
        k
        for k in range(1, len(words))
        if max(len(" ".join(words[:k])), len(" ".join(words[k:]))) <= CPL and not torn(k)
    ]
    if len(lines) == 2 and legal:
        assert not torn(len(lines[0].split()))


@pytest.mark.parametrize(
    ("language", "text", "first"),
    [
        ("es", "Desde que llegó el invierno nadie nos ha escrito ni una carta", "invierno"),
        ("pt", "Na semana passada os nossos primos se perderam no mercado", "primos"),
        ("it", "Dopo la festa di ieri i vicini ci hanno portato il dolce", "vicini"),
        ("de", "Wenn der letzte Gast gegangen ist, schließt der Wirt die Tür ab", "ist,"),
        ("fr", "Quand la pluie tombe, les pêcheurs restent tous au port", "tombe,"),
        ("zh", "虽然昨天晚上下了大雨，孩子们还是去踢球了", "大雨，"),
        ("ko", "어젯밤에 비가 많이 왔기 때문에 아이들은 나가지 못했습니다", "때문에"),
        ("ko", "할머니는 감자를 사 오셨고 할아버지는 자전거를 고치셨습니다", "오셨고"),
    ],
)
def test_the_upper_line_ends_where_a_phrase_does(language: str, text: str, first: str) -> None:
    assert wrapped(text, language)[0].endswith(first)


@pytest.mark.parametrize("name", ["Maria Novak", "Jean Petit"])
def test_a_name_of_two_words_is_not_parted(name: str) -> None:
    for language in ("es", "pl", "sv", "ro"):
        lines = wrapped(f"abcdefg hijklmno pqrstu {name} vwabcd efghij klmnop", language)
        assert any(name in line for line in lines)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("km", "តើអ្នកសុខសប្បាយជាទេនៅថ្ងៃនេះ"),
        ("lo", "ສະບາຍດີຕອນເຊົ້າເຈົ້າໄປໃສ"),
        ("my", "မြန်မာနိုင်ငံမှာမိုးရွာနေတယ်"),
        ("th", "น้ำในแม่น้ำลดลงมากแล้ว"),
    ],
)
def test_no_line_ends_inside_a_cluster(language: str, text: str) -> None:
    pieces = phrases(text, language)
    assert "".join(pieces) == text
    for piece, following in pairwise(pieces):
        assert piece[-1] not in "\u17d2\u1039ເແໂໃໄเแโใไ"
        assert unicodedata.category(following[0]) not in ("Mn", "Mc")
        assert not (len(following) > 1 and following[1] == "\u103a")


def test_a_blank_of_a_script_without_blanks_is_where_a_line_ends() -> None:
    text = "เมื่อวานนี้ฝนตกหนักทั้งวัน เราจึงอยู่บ้านดูหนังด้วยกัน"
    assert wrapped(text, "th") in ([text], text.split())


def spoken(*turns: tuple[str, str, int, int]) -> Transcript:
    segments = []
    for speaker, text, start, end in turns:
        words = text.split()
        step = (end - start) // len(words)
        timed = tuple(
            Word(w, start + step * k, start + step * (k + 1), timing=Timing.GIVEN) for k, w in enumerate(words)
        )
        segments.append(Segment("", speaker, words=timed, turn=True))
    return Transcript(tuple(segments), language="en")


def test_a_word_that_would_flash_shares_its_cue() -> None:
    said = spoken(
        ("Ida", "Did you lock the gate?", 0, 1500), ("Per", "No.", 1520, 1790), ("Ida", "Then do it now.", 1800, 3300)
    )
    track = segment(said, load("default"), SegmentOptions()).value
    assert [cue.text for cue in track] == ["- Did you lock the gate?\n- No.", "Then do it now."]


def test_a_cue_before_silence_stays_as_long_as_the_profile_lets_it() -> None:
    said = spoken(("", "The harbour is closed until the morning comes.", 0, 4000), ("", "Come back then.", 9000, 11000))
    assert segment(said, load("netflix-en"), SegmentOptions()).value.cues[0].end == 4500
    assert segment(said, load("default"), SegmentOptions()).value.cues[0].end == 4000


def test_a_fast_cue_begins_in_the_silence_before_it() -> None:
    said = spoken(("", "We waited all day.", 0, 2000), ("", "And nobody came to open it.", 4000, 4900),
                  ("", "So we all went home again.", 5000, 7000))  # fmt: skip
    track = segment(said, load("default"), SegmentOptions()).value
    assert track.cues[1].start == 3900


def test_a_cue_that_ends_a_sentence_does_not_begin_the_next() -> None:
    said = spoken(
        ("", "No. He said that the old boats of the northern harbour are all for sale since the spring.", 0, 6000)
    )
    assert segment(said, load("default"), SegmentOptions()).value.cues[0].text != "No. He said"


@pytest.mark.parametrize(
    ("language", "text", "torn"),
    [
        ("fr", "Le problème que nous avions est qu'il n'y avait plus rien à boire", "qu'il"),
        ("fr", "Demandez au gardien du musée s'il reste une visite ce soir", "s'il"),
        ("fr", "Le vieux pêcheur nous a parlé d'un poisson grand comme la barque", "d'un"),
        ("fr", "Quand la nuit est tombée j'ai compris que personne ne viendrait", "j'ai"),
        ("fr", "Nous avons vu hier soir « La Nuit » et « Le Jour » au vieux cinéma", "et"),
        ("it", "Il vecchio pescatore ci ha parlato d'una barca rossa e bianca", "d'una"),
        ("it", "Ieri mattina sono arrivate dall' isola due grandi casse di pesce", "dall'"),
        ("ca", "El vell pescador ens va parlar d'un peix gran com la barca", "d'un"),
        ("el", "Χθες το βράδυ μιλήσαμε πολλή ώρα γι' αυτό το παλιό καράβι", "γι'"),
        ("pt", "O pescador mais velho da aldeia é agora o dono do mercado", "é"),
    ],
)
def test_a_word_that_is_elided_or_one_letter_ends_no_line(language: str, text: str, torn: str) -> None:
    words = text.split()
    at = words.index(torn)
    for width in range(24, 43):
        profile = load("default").with_limits(max_cpl=width)
        track = rewrap(Track((Cue(0, 5000, lines_of(text)),), language=language), profile).value
        lines = [line.text for line in track.cues[0].lines]
        free = [
            k for k in range(1, len(words)) if k - 1 != at and max(map(len, _halves(words, k))) <= width
        ]  # fmt: skip
        if len(lines) == 2 and free:
            assert not lines[0].endswith(f" {torn}")


def _halves(words: list[str], at: int) -> tuple[str, str]:
    return " ".join(words[:at]), " ".join(words[at:])


@pytest.mark.parametrize(
    ("language", "text", "whole"),
    [
        ("fr", "Dis-moi franchement une chose : est-ce que tu reviens demain soir", "est-ce que"),
        ("fr", "Les gens d'ici ont encore beaucoup d'histoires à raconter le soir", "beaucoup d'histoires"),
        ("es", "Nos quedamos todos en la cocina ya que la lluvia no paraba nunca", "ya que"),
        ("de", "Im Keller der Schule fanden wir eine kleine alte Kiste aus Holz", "kleine alte Kiste"),
        ("de", "Gestern brachte der Bote einen schweren Koffer zu uns nach Hause", "schweren Koffer"),
        ("fr", "Au bout du chemin, derrière le moulin, une petite chapelle tombe", "petite chapelle"),
        ("fr", "Près du vieux pont, la mairie a posé un réseau électrique souterrain", "réseau électrique"),
        ("fr", "La vallée compte aujourd'hui plus de dix millions d'habitants", "dix millions d'habitants"),
        ("fr", "Le boulanger et sa fille habitent auprès d'un moulin en ruine", "auprès d'un"),
        ("fr", "Il a trouvé dans le grenier une longue planche et de simples clous", "de simples clous"),
        ("pl", "Na samym końcu długiej ulicy stoi stary dom pana Nowaka z wieżą", "pana Nowaka"),
        ("it", "Le galline si sono rifugiate dietro il pollaio per paura del falco", "dietro il pollaio"),
        ("de", "In unserer alten Schule gab es weder eine Turnhalle noch Duschen", "gab es"),
        ("de", "Nach dem Sturm im Oktober fand er keinen einzigen Apfel mehr", "fand er"),
        ("de", "Am Montag kommt zum ersten Mal Frau von Arnim in unsere Klasse", "Frau von Arnim"),
        ("en", 'The old man at the gate shouted "let her play with the others"', '"let her play'),
        ("es", 'Mi abuela siempre nos decía "no dejéis la puerta abierta"', '"no dejéis la'),
        ("ko", "우리 마을에는 등대에 대한 이야기가 아직 전해 내려옵니다", "등대에 대한"),
        ("en", "[Man speaking on the radio] All units to the northern gate now.", "[Man speaking on the radio]"),
        ("en", "MARY ANN JONES: We were at the harbour long before the sun rose.", "MARY ANN JONES: We"),
    ],
)
def test_what_is_one_phrase_stands_on_one_line(language: str, text: str, whole: str) -> None:
    assert any(whole in line for line in wrapped(text, language))


@pytest.mark.parametrize(
    ("left", "right"),
    [("réseau", "électrique"), ("longues", "planches"), ("millions", "d'euros"), ("veut", "pas"), ("tels", "que")],
)
def test_in_french_what_a_line_pays_for_parting_a_cue_pays_too(left: str, right: str) -> None:
    texts = ["dix" if left == "millions" else "les", left, right, "encore"]
    model = break_model("fr")
    shapes = model.reader.shapes(texts)
    line, cue = [0.0] * 4, [0.0] * 4
    forbid(untimed(texts, [False] * 4), shapes, line, cue, model.reader.words)
    assert line[1] == cue[1] < -1
    assert price(shapes, 1, lexicon("fr")) in (-line[1], 0.0)


def test_the_subject_of_a_negated_verb_may_end_a_line() -> None:
    shapes = break_model("fr").reader.shapes(["le", "voisin", "n'a", "rien"])
    assert price(shapes, 1, lexicon("fr")) == 0


def test_a_line_that_has_to_end_with_a_word_that_leans_is_reported() -> None:
    short = Track(
        (Cue(0, 5000, lines_of("Eles podem voltar depressa pela estrada de areia do pinhal.")),), language="pt"
    )
    assert not rewrap(short, load("default")).diagnostics
    tight = "Eles podem voltar depressa pela estrada de areia que atravessa todo o pinhal velho."
    (note,) = rewrap(short.replace(cues=(Cue(0, 5000, lines_of(tight)),)), load("default")).diagnostics
    assert (note.code, note.cue, note.data) == ("segment.leaning-end", 1, {"word": "de"})


@pytest.mark.parametrize("language", ["el", "es", "fr", "it", "pt"])
def test_a_line_of_a_known_cue_ends_with_a_word_that_leans_only_where_every_legal_end_does(language: str) -> None:
    dice, words = random.Random(26), lexicon(language)
    reader = break_model(language).reader
    leaning = sorted(word for word in words.not_last if word.isalpha() and len(word) > 1)
    others = sorted(word for word, name in words.classes.items() if name in ("adverb", "number") and word.isalpha())
    others = [word for word in others if word not in words.not_last and word not in words.pairs]

    def leans(word: str) -> bool:
        return reader.shapes([word])[0].leans

    cues, free = [], []
    while len(cues) < 60:
        text = "Pazzo"
        while len(text) < 76:
            text += " " + dice.choice(leaning if dice.random() < 0.75 else others)
        text += " finale."
        tokens = text.split()
        halves = [(" ".join(tokens[:at]), " ".join(tokens[at:])) for at in range(1, len(tokens))]
        legal = [upper for upper, lower in halves if max(len(upper), len(lower)) <= CPL]
        if len(text) <= 2 * CPL + 1 and legal:
            cues.append(text)
            free.append(any(not leans(upper.split()[-1]) for upper in legal))
    assert len(set(free)) == 2
    track = Track(
        tuple(Cue(5000 * at, 5000 * at + 4900, lines_of(text)) for at, text in enumerate(cues)), language=language
    )
    made = rewrap(track, load("default"))
    reported = {note.cue for note in made.diagnostics if note.code == "segment.leaning-end"}
    for number, (cue, possible) in enumerate(zip(made.value, free, strict=True), 1):
        assert len(cue.lines) == 2
        assert leans(cue.lines[0].text.split()[-1]) is not possible
        assert (number in reported) is not possible


def test_what_a_quotation_or_bracket_closes_behind_leans_on_nothing() -> None:
    assert not break_model("ko").reader.shapes(["z)"])[0].leans
    assert not break_model("fr").reader.shapes(["«le»"])[0].leans
    assert break_model("fr").reader.shapes(["le"])[0].leans


@pytest.mark.parametrize("language", ["ca", "el", "es", "hu", "nl"])
def test_weights_learned_from_lines_of_known_cues_end_no_cues(language: str) -> None:
    """They knew nothing of where cues end, and cut every other sentence in two."""
    own, shared = break_model(language), read_model(language)
    assert own.diff == shared.diff
    assert own.known_diff != shared.diff
    for name, scores in own.weights.items():
        assert scores[:2] == shared.weights.get(name, (0.0, 0.0, 0.0))[:2]


@pytest.mark.parametrize(("end", "taken"), [(False, [(0, 1), (2, 5)]), (True, [(0, 3), (4, 5)])])
def test_a_slow_neighbour_of_the_same_sentence_gives_words_to_a_fast_cue(
    end: bool, taken: list[tuple[int, int]]
) -> None:
    limits = load("default").limits().replace(max_cps=20, min_duration=0, min_gap=0)
    row, clock = WordRow(), 0
    for at in range(6):
        time = 1000 if at < 4 else 200
        row.add(Word("abcdefghij", clock, clock + time, timing=Timing.GIVEN), Origin())
        clock += time
    row.add(Word("next", clock, clock + 500, timing=Timing.GIVEN), Origin())
    begin = [11.0 * at for at in range(6)]
    scored = ScoredWords(begin, [at + 10 for at in begin], [0.0] * 6, [-9.0, 0.5, -9.0, 1.0, -9.0, 0.0])
    ends = [False, False, False, end, False, True]
    scored.pace = pace_of(row, ends, limits)
    chosen = Chosen([(0, 3, ()), (4, 5, ())])
    lend(chosen, scored, shapes_for(break_model("en"), limits, BreakStyle()), row.texts, ends)
    assert [(first, last) for first, last, _ in chosen.cues] == taken


def paused(*parts: tuple[str, int], language: str = "en") -> Transcript:
    words = [
        Word(word, start + 300 * at, start + 300 * at + 280, timing=Timing.GIVEN)
        for text, start in parts
        for at, word in enumerate(text.split())
    ]
    return Transcript((Segment("", words=tuple(words)),), language=language)


@pytest.mark.parametrize(
    ("profile", "language", "shown"),
    [
        ("netflix-en", "en", ["We waited at the pier…", "until the lights went out."]),
        ("netflix-de", "de", ["We waited at the pier…", "…until the lights went out."]),
        ("bbc", "en", ["We waited at the pier...", "..until the lights went out."]),
        ("default", "en", ["We waited at the pier", "until the lights went out."]),
    ],
)
def test_a_sentence_that_pauses_is_marked_as_the_profile_does(profile: str, language: str, shown: list[str]) -> None:
    said = paused(("We waited at the pier", 0), ("until the lights went out.", 6000), language=language)
    cues = segment(said, load(profile), SegmentOptions(pauses=True)).value
    assert [cue.text for cue in cues] == shown
    assert [cue.text for cue in segment(said, load(profile)).value] == [text.strip("….") for text in shown[:1]] + [
        shown[1].lstrip("….")
    ]


def test_words_without_any_punctuation_get_no_ellipsis() -> None:
    said = paused(("we waited at the pier", 0), ("until the lights went out", 6000))
    cues = segment(said, load("netflix-en"), SegmentOptions(pauses=True)).value
    assert [cue.text for cue in cues] == ["we waited at the pier", "until the lights went out"]


def sentences_of(language: str, count: int) -> list[str]:
    """Sentences of made-up words with at most two words that lean between them."""
    draw = random.Random(language)
    lexis = lexicon(language)
    leaning = sorted(word for word in lexis.not_last if word.isalpha())
    letters = sorted({letter for word in lexis.classes for letter in word if letter.isalpha()})
    made = []
    for _ in range(count):
        words: list[str] = []
        while len(" ".join(words)) < 150:
            words += draw.sample(leaning, draw.choice((0, 0, 1, 1, 2)))
            words.append("".join(draw.choice(letters) for _ in range(draw.randint(5, 9))))
        made.append(" ".join(words).capitalize() + ".")
    return made


@pytest.mark.parametrize(
    "language", ["es", "fr", "it", "pt", "de", "nl", "pl", "cs", "sv", "el", "ru", "ca", "ro", "da"]
)
def test_no_cue_and_no_line_ends_with_a_word_that_leans(language: str) -> None:
    reader = break_model(language).reader
    for text in sentences_of(language, 12):
        track = segment(paused((text, 0), language=language), load("default"), SegmentOptions()).value
        ends = [line.text.split()[-1] for cue in track for line in cue.lines]
        assert not [end for end in ends[:-1] if reader.shapes([end])[0].leans], text
