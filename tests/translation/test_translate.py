"""The library function and the command: names, languages, bilingual tracks, review and back, exit codes."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

import captionkit
from captionkit import TranslateOptions
from captionkit.api.options import arguments
from captionkit.cli._run import run as run_cli
from captionkit.errors import InputError, StageError, TargetExistsError, UsageError
from captionkit.model.cue import Cue
from captionkit.model.text import Line, Span, Style
from captionkit.model.track import Track
from captionkit.translation.base import Request, translator
from captionkit.translation.bilingual import STYLES, bilingual
from captionkit.translation.client import Progress
from captionkit.translation.memory import Memory
from tests.translation.support import TEXTS, FakeTranslator, fake, track_of

SRT = """1
00:00:01,000 --> 00:00:03,500
The boats leave
before sunrise.

2
00:00:04,000 --> 00:00:05,500
Who waits here?
"""
#: The proof takes letters in any order for no Spanish.
KNOWN = {
    "The boats leave.": "Los barcos salen.",
    "The boats leave before sunrise.": "Los barcos salen antes del amanecer.",
    "Who waits here?": "¿Quién espera aquí?",
}


@pytest.fixture
def talk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "talk.en.srt"
    path.write_text(SRT, "utf-8")
    return path


def test_a_track_in_two_languages(talk: Path) -> None:
    made = captionkit.translate(talk, ["es", "fr"], source_language="en", translator="echo", output="out")
    assert [m.language for m in made] == ["es", "fr"]
    assert sorted(p.name for p in Path("out").iterdir()) == ["talk.es.srt", "talk.fr.srt"]
    back = captionkit.load("out/talk.fr.srt")
    assert [(c.start, c.end) for c in back] == [(1000, 3500), (4000, 5500)]
    assert back.cues[0].text.startswith("[fr]")


def test_names_of_what_has_no_path(talk: Path) -> None:
    captionkit.translate(track_of(), "es", translator="echo", output="out/")
    captionkit.translate(
        track_of(),
        "es",
        translator="echo",
        output="out/",
        translate_options=TranslateOptions(name="film.txt"),
        to="vtt",
    )
    assert sorted(p.name for p in Path("out").iterdir()) == ["captions.es.srt", "film.es.vtt"]


def test_a_language_that_nothing_states_is_guessed_and_told() -> None:
    track = Track((Cue(0, 3000, "The boats of the harbour were in the water and it was late."),))
    translator = FakeTranslator()
    result = captionkit.translate(track, "xx", translator=translator)
    assert translator.requests[0].source == "en"
    assert result.diagnostics[0].code == "translate.language-guessed"
    unknown = FakeTranslator()
    captionkit.translate(Track((Cue(0, 3000, "Brr grr mrr drr."),)), "xx", translator=unknown)
    assert unknown.requests[0].source == ""


def test_a_limit_stops_the_command_and_the_next_run_goes_on(talk: Path, capfd: pytest.CaptureFixture[str]) -> None:
    arguments = [
        "translate",
        "talk.en.srt",
        "-l",
        "en",
        "-T",
        "es",
        "-t",
        f"{__name__}:one_by_one",
        "-o",
        "x.srt",
    ]
    assert run_cli([*arguments, "--max-chars", "40"]) == 1
    assert "stopped before sending more than 40 characters" in capfd.readouterr().err
    assert not Path("x.srt").exists()
    assert run_cli([*arguments, "--max-chars", "40", "--json"]) == 0
    document = json.loads(capfd.readouterr().out)
    assert document["result"][0]["texts_sent"] == 1
    assert document["result"][0]["reused"] == 1


@translator(batch=1)
def one_by_one(texts: Sequence[str], request: Request) -> list[str]:
    return [KNOWN[text] for text in texts]


def test_progress_on_a_terminal(talk: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    monkeypatch.setattr("captionkit.cli._render.PATIENCE", 0)
    assert run_cli(["translate", "talk.en.srt", "-l", "en", "-T", "es", "-t", "echo", "-o", "x.srt", "-q"]) == 0
    assert "es: 2/2 texts" in capfd.readouterr().err


def test_pysrt_objects_are_welcome() -> None:
    import pysrt

    made = captionkit.translate(pysrt.from_string(SRT), "es", source_language="en", translator="echo")
    assert made.track.cues[1].text == "[es] Who waits here?"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"to": ""}, "not a language"),
        ({"to": "../x"}, "not a language"),
        ({"to": "es", "formality": "rude"}, "formality='rude': must be one of"),
        ({"to": "es", "bilingual": "round"}, "bilingual='round': must be one of"),
        ({"to": "es", "on_failure": "cry"}, "on_failure='cry': must be one of"),
        ({"to": "es,fr", "output": "one.srt"}, "is one file"),
        ({"to": "es,fr", "review": ["one.csv"]}, "{language}"),
        ({"to": "es,fr", "apply": "one.csv"}, "of one language"),
        ({"to": "en"}, "in en already"),
        ({"to": "es", "via": "pt", "translator": "auto"}, "two translators"),
        ({"to": "es", "translator": "echo,pseudo"}, "--via"),
        ({"to": "es", "max_cost": 1.0, "translator": "amazon"}, "no key|no price"),
    ],
)
def test_options_that_mean_nothing(talk: Path, given: dict[str, Any], told: str) -> None:
    languages = given["to"].split(",") if "," in given["to"] else given["to"]
    options = {"translator": "echo", "source_language": "en"} | {k: v for k, v in given.items() if k != "to"}
    with pytest.raises(UsageError, match=told):
        captionkit.translate(talk, languages, **arguments(captionkit.translate, options))


def test_two_legs_and_their_options(talk: Path) -> None:
    made = captionkit.translate(
        talk,
        "es",
        source_language="en",
        translator="pseudo,echo",
        via="pt",
        translate_options=TranslateOptions(translator_options={"1.stretch": "0"}),
    )
    assert made.track.cues[1].text.replace("\n", " ") == "[es] Whõ wàîtš héré?"
    assert made.how == "pseudo and echo, via pt"


def test_the_memory_is_used_over_files(talk: Path) -> None:
    first, second = FakeTranslator(), FakeTranslator()
    for each in (first, second):
        captionkit.translate(talk, "xx", source_language="en", translator=each, memory=talk.parent / "tm.sqlite")
    assert (len(first.asked), len(second.asked)) == (2, 0)


def test_an_open_memory_is_left_open(talk: Path) -> None:
    with Memory() as memory:
        captionkit.translate(talk, "xx", source_language="en", translator=FakeTranslator(), memory=memory)
        assert len(memory) == 2


def test_tmx_in_and_out(talk: Path) -> None:
    captionkit.translate(
        talk,
        "xx",
        source_language="en",
        translator=FakeTranslator(),
        translate_options=TranslateOptions(export_tmx="out.tmx"),
    )
    silent = FakeTranslator(lambda call, texts, replies: [""] * len(texts))
    result = captionkit.translate(
        talk, "xx", source_language="en", translator=silent, translate_options=TranslateOptions(tmx=["out.tmx"])
    )
    assert silent.asked == []
    assert result.untranslated == ()
    assert "2 translations from en to xx were taken from out.tmx" in [d.message for d in result.diagnostics]
    with pytest.raises(TargetExistsError):
        captionkit.translate(
            talk,
            "xx",
            source_language="en",
            translator=FakeTranslator(),
            translate_options=TranslateOptions(export_tmx="out.tmx"),
        )


def test_an_estimate_sends_nothing(talk: Path) -> None:
    translator = FakeTranslator()
    found = captionkit.translate(talk, "xx", source_language="en", translator=translator, estimate=True).estimate
    assert translator.calls == []
    assert found is not None
    assert (found.segments, found.to_send, found.characters) == (2, 2, 47 - 1)


def golds(language: str) -> list[tuple[str, str]]:
    data = (Path(__file__).parent / "data" / f"gold_en_{language}.tsv").read_text("utf-8")
    return [(text, reply) for text, _, reply in (line.partition("\t") for line in data.splitlines()) if reply]


@pytest.mark.parametrize("language", ["es", "fr", "pt"])
def test_what_the_proof_asks_for_again_is_in_the_estimate(language: str) -> None:
    pairs = golds(language)
    known = dict(pairs)
    sent: list[str] = []

    @translator(batch=20)
    def honest(texts: Sequence[str], request: Request) -> list[str]:
        sent.extend(texts)
        return [known[text] for text in texts]

    track = track_of([text for text, _ in pairs])
    found = captionkit.translate(track, language, translator=honest, estimate=True).estimate
    assert found is not None
    assert not sent
    assert found.probes > 0
    captionkit.translate(track, language, translator=honest)
    assert sum(map(len, sent)) <= found.characters <= 1.05 * sum(len(text) for text, _ in pairs)


def test_what_was_spent_is_told(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "paid.py").write_text(
        "from captionkit.translation import translator\n"
        "@translator(name='paid', charges='characters', trial=True)\n"
        "def paid(texts, request):\n    return [text.upper() for text in texts]\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "prices.toml").write_text('[paid]\ncurrency = "EUR"\ncharacters = 1000\n')
    name = ("talk.en.srt", "-l", "en", "-T", "es", "-t", "paid:paid", "--no-memory")
    assert "sent 46 characters in 1 calls, cost no price known" in run(*name, "-o", "1.srt")[2]
    code, out, err = run(*name, "-o", "2.srt", "--prices", "prices.toml", "--json")
    assert code == 0
    assert json.loads(out)["result"][0]["cost"] == pytest.approx(0.046)
    _, out, err = run(*name, "-o", "3.srt", "--prices", "prices.toml")
    assert "es: sent 46 characters in 1 calls, cost 0.0460 EUR" in err
    _, out, _ = run(*name, "--estimate", "--prices", "prices.toml")
    assert "46 characters, about 12 tokens, cost 0.0460 EUR" in out


def test_progress_names_the_language(talk: Path) -> None:
    told: list[tuple[str, Progress]] = []
    captionkit.translate(
        talk,
        "xx",
        source_language="en",
        translator=FakeTranslator(),
        translate_options=TranslateOptions(progress=lambda *p: told.append(p)),
    )
    assert [(language, p.done, p.total) for language, p in told] == [("xx", 2, 2)]


@pytest.mark.parametrize("suffix", [".csv", ".html", ".xlf", ".xliff", ".po"])
def test_review_and_back_again(talk: Path, suffix: str) -> None:
    """What a person changed in the file is what the track shows; everything else stays."""
    file = talk.parent / f"review{suffix}"
    captionkit.translate(
        talk, "xx", source_language="en", translator=FakeTranslator(), review=[str(file)], output="a.srt"
    )
    changed = file.read_text("utf-8-sig").replace(fake("Who waits here?"), "¿Quién espera?")
    file.write_text(changed, "utf-8")
    made = captionkit.translate(talk, "xx", source_language="en", apply=file, output="b.srt")
    assert [(c.id, c.start, c.end) for c in made.track] == [("1", 1000, 3500), ("2", 4000, 5500)]
    assert Path("b.srt").read_text("utf-8") == Path("a.srt").read_text("utf-8").replace(
        fake("Who waits here?"), "¿Quién espera?"
    )


def test_a_lost_cue_is_blank_in_the_review_and_found_again(talk: Path) -> None:
    lossy = FakeTranslator(
        lambda call, texts, replies: ["" if "Who" in t else r for t, r in zip(texts, replies, strict=True)]
    )
    made = captionkit.translate(talk, "xx", source_language="en", translator=lossy, review=["r.csv"])
    assert made.untranslated == (2,)
    assert "⟦" not in Path("r.csv").read_text("utf-8")
    applied = captionkit.translate(talk, "xx", source_language="en", apply="r.csv")
    assert applied.untranslated == (2,)
    assert applied.track.cues[1].text == "⟦Who waits here?⟧"


def test_a_review_of_another_language(talk: Path) -> None:
    captionkit.translate(talk, "xx", source_language="en", translator=FakeTranslator(), review=["r.csv"])
    with pytest.raises(InputError, match="into xx, not es"):
        captionkit.translate(talk, "es", source_language="en", apply="r.csv")


def test_nothing_is_written_where_a_cue_is_lost_and_stop_was_asked(talk: Path) -> None:
    translator = FakeTranslator(lambda call, texts, replies: [""] * len(texts))
    with pytest.raises(StageError):
        captionkit.translate(
            talk,
            "xx",
            source_language="en",
            translator=translator,
            output="out.srt",
            translate_options=TranslateOptions(on_failure="stop"),
        )
    assert not Path("out.srt").exists()


def test_what_the_house_style_says_is_told_at_most_as_a_warning(talk: Path) -> None:
    """New findings one by one, those that the original has in the same cue as a count."""
    track = Track((Cue(0, 300, "The boats leave."), Cue(200, 9900, "Who waits here?")), "en")
    result = captionkit.translate(track, "es", translator=dots, profile="netflix-es")
    found = {d.code for d in result.diagnostics}
    assert "quality.ellipsis" in found
    assert "quality.overlap" not in found
    assert "1 x quality.overlap, as in the original" in [d.message for d in result.diagnostics]
    assert "quality.reading-speed" not in found
    assert "translate.too-fast" in found
    assert all(d.severity.label != "error" for d in result.diagnostics)


def dots(texts: Sequence[str], request: Request) -> list[str]:
    return [f"{KNOWN[text].rstrip('.?')}..." for text in texts]


# -- bilingual ------------------------------

ORIGINAL = Track((Cue(0, 1000, "Yes.\nNo.", id="a"), Cue(1000, 2000, "♪", id="b")), "en")
SPANISH = Track((Cue(0, 1000, "Sí.\nNo.", id="a"), Cue(1000, 2000, "♪", id="b")), "es")


def test_stacked() -> None:
    both = bilingual(SPANISH, ORIGINAL)
    assert [c.text for c in both] == ["Sí.\nNo.\nYes.\nNo.", "♪"]
    assert [(c.id, c.start, c.end) for c in both] == [(c.id, c.start, c.end) for c in ORIGINAL]


def test_styled() -> None:
    both = bilingual(SPANISH, ORIGINAL, "styled")
    styles = [line.spans[0].style for line in both.cues[0].lines]
    assert [s.italic for s in styles] == [False, False, True, True]
    assert styles[2].classes == ("original",)


def test_regions() -> None:
    both = bilingual(SPANISH, ORIGINAL, "regions")
    assert [(c.id, c.start, c.positioning.region if c.positioning else "") for c in both] == [
        ("a", 0, "translation"), ("a.original", 0, "original"),
        ("b", 1000, "translation"), ("b.original", 1000, "original"),
    ]  # fmt: skip
    vtt = captionkit.translate(ORIGINAL, "xx", translator=FakeTranslator(), bilingual="regions")
    written = vtt.track
    assert [b.kind for b in written.blocks] == ["region", "region"]


def test_regions_are_written_as_webvtt(talk: Path) -> None:
    captionkit.translate(
        talk, "xx", source_language="en", translator=FakeTranslator(), bilingual="regions", output="out.vtt"
    )
    text = Path("out.vtt").read_text("utf-8")
    assert text.count("REGION") == 2
    assert "region:translation" in text
    assert "region:original" in text


@pytest.mark.parametrize("style", STYLES)
def test_tracks_that_do_not_belong_together(style: str) -> None:
    with pytest.raises(StageError, match="same cues"):
        bilingual(SPANISH, ORIGINAL.replace(cues=ORIGINAL.cues[:1]), style)


def test_italics_in_the_original_stand_upright_when_it_is_in_italics() -> None:
    original = Track((Cue(0, 1, (Line((Span("Yes.", Style(italic=True)),)),)),), "en")
    assert not bilingual(Track((Cue(0, 1, "Sí."),)), original, "styled").cues[0].lines[1].spans[0].style.italic


# -- the command ----------------------------

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(talk: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    def call(*arguments: str) -> tuple[int, str, str]:
        code = run_cli(["translate", *arguments])
        out, err = capfd.readouterr()
        return code, out, err

    return call


def test_the_command(run: Run) -> None:
    code, out, err = run("talk.en.srt", "-l", "en", "-T", "es,fr", "-t", "echo", "-o", "out/")
    assert (code, out) == (0, "")
    assert "wrote out/talk.es.srt (srt, 2 cues)" in err
    assert "translated from en: es with echo; fr with echo" in err
    assert "out/talk.fr.srt (srt, 2 cues)" in err


def test_the_command_writes_to_stdout(run: Run) -> None:
    code, out, _ = run("talk.en.srt", "-l", "en", "-T", "es", "-t", "echo")
    assert code == 0
    assert "[es] Who waits here?" in out


def test_the_command_in_json(run: Run) -> None:
    code, out, _ = run("talk.en.srt", "-l", "en", "-T", "es", "-t", "echo", "-o", "x.srt", "--json")
    document = json.loads(out)
    assert code == 0
    assert document["result"][0]["translator"] == "echo"
    assert document["result"][0]["texts_sent"] == 2
    assert document["outputs"][0]["path"] == "x.srt"


def test_the_command_remembers(run: Run) -> None:
    for expected in (2, 0):
        _, out, _ = run("talk.en.srt", "-l", "en", "-T", "es", "-t", "echo", "-o", "x.srt", "-f", "--json")
        assert json.loads(out)["result"][0]["texts_sent"] == expected
    _, out, _ = run("talk.en.srt", "-l", "en", "-T", "es", "-t", "echo", "-o", "x.srt", "-f", "--json", "--no-memory")
    assert json.loads(out)["result"][0]["texts_sent"] == 2


def lossy(texts: Sequence[str], request: Request) -> list[str]:
    return ["" if "Who" in text else KNOWN[text] for text in texts]


def test_the_command_forgets_and_asks_again(run: Run) -> None:
    name = ("talk.en.srt", "-l", "en", "-T", "es", "-t", "echo", "-o", "out/", "--force")
    run(*name)
    assert json.loads(run(*name, "--json")[1])["result"][0]["reused"] == 2
    code, out, _err = run(*name, "--forget", "track", "--forget", "text=who", "--json")
    assert (code, json.loads(out)["result"][0]["texts_sent"]) == (0, 1)
    assert "1 translations were dropped from the memory" in run(*name, "--forget", "text=who")[2]
    assert run(*name, "--forget", "that")[0] == 2
    assert run(*name, "--forget", "all", "--no-memory")[0] == 2


def test_a_cue_without_translation_makes_the_exit_code_1(run: Run) -> None:
    code, out, err = run("talk.en.srt", "-l", "en", "-T", "es", "-t", f"{__name__}:lossy", "--no-memory")
    assert code == 1
    assert "⟦Who waits here?⟧" in out
    assert "cue 2: error: no translation came for this cue: the reply is empty [translate.untranslated]" in err
    assert "es: 1 of 2 cues are not translated" in err


def test_never_failing_does_not_hide_it(run: Run) -> None:
    arguments = ("talk.en.srt", "-l", "en", "-T", "es", "-t", f"{__name__}:lossy", "--no-memory")
    assert run(*arguments, "--fail-on", "never")[0] == 1


def test_an_estimate_on_stdout(run: Run) -> None:
    code, out, _ = run("talk.en.srt", "-l", "en", "-T", "es", "-t", "echo", "--estimate")
    assert code == 0
    assert out.startswith("es with echo: 2 of 2 texts to send in 1 calls, 46 characters")


def test_an_engine_that_is_missing_is_named(run: Run) -> None:
    code, _, err = run("talk.en.srt", "-l", "en", "-T", "fi")
    assert code == 2
    assert "no offline translator here knows en to fi" in err
    assert "captionkit translators" in err


def test_an_option_without_a_value(run: Run) -> None:
    code, _, err = run("talk.en.srt", "-T", "es", "-t", "pseudo", "--translator-option", "stretch")
    assert code == 2
    assert "KEY=VALUE" in err


def test_texts_are_asked_once_for_both_runs_of_a_bilingual_track(run: Run) -> None:
    code, out, _ = run("talk.en.srt", "-l", "en", "-T", "es", "-t", "echo", "--bilingual", "--no-memory")
    assert code == 0
    assert "[es] Who waits here?\nWho waits here?" in out


def test_all_texts_are_different() -> None:
    assert len({fake(text) for text in TEXTS}) == len(TEXTS)
