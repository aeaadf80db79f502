"""Lines beyond English: words that lean on a neighbour stay with it, marks within reach win, clusters stay whole."""

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
    assert set(data["ties"]) <= {"last", "first", "also_last", "also_first", "separable", "pairs", "attributive"}
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
