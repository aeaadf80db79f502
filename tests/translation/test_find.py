"""Names, functions, commands and plugins as translators; keys, glossaries, prices."""

from __future__ import annotations

import json
import sys
import textwrap
import time
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from captionkit.cli._run import run as run_cli
from captionkit.errors import (
    EngineError,
    InputError,
    MissingExtraError,
    RetryableError,
    UnknownNameError,
    UsageError,
)  # fmt: skip
from captionkit.translation.backends.command import run
from captionkit.translation.base import Ability, Backend, Request, Term, ability_of, features
from captionkit.translation.client import Query
from captionkit.translation.cost import Price, demand_price, estimate, load_prices, price_of
from captionkit.translation.engine import translate_track
from captionkit.translation.find import TRANSLATORS, find_translator
from captionkit.translation.glossary import read_glossary
from captionkit.translation.keys import Secret, find_secret
from tests.translation.support import HOUSE, TEXTS, fake, options, track_of

REQUEST = Request("en", "es", ids=("1", "2"))


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    body = "def shout(texts, request):\n    return [t.upper() for t in texts]\n"
    body += "class Inner:\n    shout = staticmethod(shout)\nNO = 3\n"
    (tmp_path / "my_hooks.py").write_text(body)
    (tmp_path / "needs_more.py").write_text("import no_such_package_at_all\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    return "my_hooks"


def test_every_builtin_has_a_backend() -> None:
    for name in TRANSLATORS.names():
        backend = TRANSLATORS.get(name)
        assert isinstance(backend, Backend)
        assert backend.title
        assert isinstance(backend.missing(), str)


@pytest.mark.parametrize("name", ["echo", "pseudo", "manual"])
def test_what_local_ones_can_do_is_what_the_list_says(name: str) -> None:
    assert TRANSLATORS.get(name).can == features(ability_of(find_translator(name)))


def test_the_list_says_what_each_can_do(capfd: pytest.CaptureFixture[str]) -> None:
    assert run_cli(["translators"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert any(line.startswith("deepl ") and "; formality, charges by characters" in line for line in lines)
    assert any(line.startswith("manual ") and "shorter texts" in line for line in lines)


def test_a_function(module: str) -> None:
    assert find_translator(f"{module}:shout")(["yes"], REQUEST) == ["YES"]
    assert find_translator(f"{module}:Inner.shout")(["yes"], REQUEST) == ["YES"]
    assert ability_of(find_translator(f"{module}:shout")).name == "my_hooks:shout"


@pytest.mark.parametrize(
    ("spec", "error", "told"),
    [
        ("my_hooks:nothing", UsageError, "has no nothing"),
        ("my_hooks:NO", UsageError, "not a function"),
        ("no_such_module:f", UnknownNameError, "no module 'no_such_module'"),
        ("needs_more:f", UsageError, "needs the package no_such_package_at_all"),
        ("apertum", UnknownNameError, "apertum"),
        ("cmd:no-such-program -x", UsageError, "no program 'no-such-program'"),
        ("cmd:'unclosed", UsageError, "No closing quotation"),
    ],
)
def test_what_names_no_translator(module: str, spec: str, error: type[Exception], told: str) -> None:
    with pytest.raises(error, match=told):
        find_translator(spec)


def test_the_nearest_name_is_suggested() -> None:
    with pytest.raises(UnknownNameError) as caught:
        find_translator("apertum")
    assert "apertium" in caught.value.hint


def test_an_option_that_means_nothing() -> None:
    with pytest.raises(UsageError, match="has no option strech") as caught:
        find_translator("pseudo", {"strech": "1"})
    assert "stretch" in caught.value.hint


def script(tmp_path: Path, body: str) -> str:
    path = tmp_path / "tool.py"
    path.write_text(textwrap.dedent(body))
    return f"{sys.executable} {path}"


LINES = """
    import sys
    for line in sys.stdin:
        print(sys.argv[1], line.rstrip("\\n")[::-1])
"""
JSONL = """
    import json, sys
    rows = [json.loads(line) for line in sys.stdin]
    for row in reversed(rows):
        print(json.dumps({"id": row["id"], "text": row["target"] + " " + row["text"][::-1]}))
"""


def test_a_command_with_lines(tmp_path: Path) -> None:
    translator = find_translator("cmd:" + script(tmp_path, LINES) + " {source}-{target}")
    assert translator(["abc", "d; rm -rf $HOME `x` 'y'"], REQUEST) == ["en-es cba", "en-es 'y' `x` EMOH$ fr- mr ;d"]


def test_a_command_with_json_lines_in_any_order(tmp_path: Path) -> None:
    translator = find_translator("jsonl:" + script(tmp_path, JSONL))
    assert translator(["abc", "de\nf"], REQUEST) == ["es cba", "es f\ned"]


def test_no_shell_sees_the_command(tmp_path: Path) -> None:
    translator = find_translator("cmd:" + script(tmp_path, LINES) + " $(touch${IFS}pwned);{target}")
    assert translator(["a"], Request("en", "$HOME;x")) == ["$(touch${IFS}pwned);$HOME;x a"]
    assert not list(Path().glob("pwned*"))
    assert not list(tmp_path.glob("pwned*"))


FAILING = {
    "an exit code": ("import sys; sys.exit('no model')", EngineError, "exit code 1: no model"),
    "an error and nothing else": ("import sys; sys.stderr.write('lost')", EngineError, "nothing but an error: lost"),
    "not UTF-8": ("import sys; sys.stdout.buffer.write(bytes([255, 10]))", EngineError, "not UTF-8"),
    "no answer": ("import time; time.sleep(60)", RetryableError, "within 0.3 s"),
}


@pytest.mark.parametrize("name", FAILING)
def test_a_command_that_fails(name: str, tmp_path: Path) -> None:
    body, error, told = FAILING[name]
    translator = find_translator("cmd:" + script(tmp_path, body), {"timeout": "0.3" if name == "no answer" else "20"})
    with pytest.raises(error, match=told):
        translator(["a"], REQUEST)


def test_a_command_that_stalls_takes_its_children_with_it(tmp_path: Path) -> None:
    child = "import time, pathlib, sys; time.sleep(0.9); pathlib.Path(sys.argv[1]).write_text('alive')"
    flag = tmp_path / "flag"
    body = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}, {str(flag)!r}])"
    with pytest.raises(RetryableError):
        run(script(tmp_path, body).split(), "", 0.5)
    time.sleep(1.2)
    assert not flag.exists()


def test_json_lines_that_are_none(tmp_path: Path) -> None:
    translator = find_translator("jsonl:" + script(tmp_path, "print('hello')"))
    with pytest.raises(EngineError, match="line 1 of the reply"):
        translator(["a"], REQUEST)


def test_an_id_that_json_lines_leave_out_is_asked_again(tmp_path: Path) -> None:
    body = """
        import json, sys
        rows = [json.loads(line) for line in sys.stdin]
        for row in rows[:-1] if len(rows) > 1 else rows:
            text = " ".join("x" + word[::-1] for word in row["text"].split())
            print(json.dumps({"id": row["id"], "text": text}))
    """
    translator = find_translator("jsonl:" + script(tmp_path, body))
    track = track_of(["We sail at dawn.", "The wind turns north.", "Nobody is awake."])
    result = translate_track(track, translator, HOUSE, options())
    assert result.value.untranslated == ()


def test_a_text_with_a_line_break_is_no_line(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="line break"):
        find_translator("cmd:" + script(tmp_path, LINES) + " x")(["a\nb"], REQUEST)


def test_a_plugin(monkeypatch: pytest.MonkeyPatch) -> None:
    point = SimpleNamespace(name="mine", load=lambda: lambda texts, request: [f"mine {t}" for t in texts], dist=None)
    monkeypatch.setattr(
        "importlib.metadata.entry_points", lambda group: [point] if group == "captionkit.translators" else []
    )
    monkeypatch.setattr(TRANSLATORS, "_loaded", {})
    assert find_translator("mine")(["a"], REQUEST) == ["mine a"]


# -- models by path: the libraries are not installed here, so their documented calls are stood in for ------------------


def test_argos(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    calls: list[tuple[str, str]] = []

    def get(source: str, target: str) -> Any:
        calls.append((source, target))
        if target == "xx":
            raise AttributeError("'NoneType' object has no attribute 'get_translation'")
        return SimpleNamespace(translate=fake)

    package = ModuleType("argostranslate")
    inner = ModuleType("argostranslate.translate")
    inner.get_translation_from_codes = get  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "argostranslate", package)
    monkeypatch.setitem(sys.modules, "argostranslate.translate", inner)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", "")
    translator = find_translator("argos", {"model": str(tmp_path)})
    assert translator(["a fine day"], Request("en-GB", "es")) == [fake("a fine day")]
    assert calls == [("en", "es")]
    with pytest.raises(UsageError, match="no package from en to xx"):
        translator(["a"], Request("en", "xx"))


def test_ctranslate2(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    seen: list[Any] = []

    class Pieces:
        def __init__(self, model_file: str) -> None:
            self.file = Path(model_file).name

        def encode(self, text: str, out_type: type) -> list[str]:
            return text.split()

        def decode(self, tokens: list[str]) -> str:
            return " ".join(tokens)

    class Engine:
        def __init__(self, path: str, device: str) -> None:
            assert device == "cpu"

        def translate_batch(self, words: list[list[str]], target_prefix: Any, beam_size: int) -> list[Any]:
            seen.append((words, target_prefix))
            return [SimpleNamespace(hypotheses=[["<es>", *reversed(row[1:-1])]]) for row in words]

    monkeypatch.setitem(sys.modules, "ctranslate2", SimpleNamespace(Translator=Engine))
    monkeypatch.setitem(sys.modules, "sentencepiece", SimpleNamespace(SentencePieceProcessor=Pieces))
    for name in ("model.bin", "source.spm", "target.spm"):
        (tmp_path / name).write_bytes(b"x")
    translator = find_translator(
        "ctranslate2", {"model": str(tmp_path), "source_prefix": "<en>", "target_prefix": "<es>"}
    )
    assert translator(["one two"], REQUEST) == ["two one"]
    assert seen == [([["<en>", "one", "two", "</s>"]], [["<es>"]])]


@pytest.mark.parametrize(("name", "package"), [("argos", "argostranslate"), ("ctranslate2", "ctranslate2")])
def test_a_library_that_is_not_installed(
    name: str, package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtraError) as caught:
        find_translator(name, {"model": str(tmp_path)})
    assert f"captionkit[{name}]" in caught.value.hint


# -- keys, glossaries, prices ------------------------------------------------------------------------------------------


def test_a_key_from_the_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {("captionkit", "deepl"): "from-the-keyring"}
    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_password=lambda s, n: known.get((s, n))))
    monkeypatch.delenv("CAPTIONKIT_TEST_KEY", raising=False)
    assert find_secret("deepl", ("CAPTIONKIT_TEST_KEY",)).reveal() == "from-the-keyring"
    monkeypatch.setenv("CAPTIONKIT_TEST_KEY", " from-the-environment ")
    assert find_secret("deepl", ("CAPTIONKIT_TEST_KEY",)).reveal() == "from-the-environment"
    assert not find_secret("azure", ("CAPTIONKIT_NO_KEY",), needed=False)


def test_a_key_does_not_show() -> None:
    secret = Secret("abc")
    assert "abc" not in f"{secret} {secret!r} {[secret]} {json.dumps({'k': str(secret)})}"
    with pytest.raises(TypeError, match="never pickled"):
        secret.__reduce__()


GLOSSARIES = {
    "commas": b"harbour master,capit\xc3\xa1n de puerto\n",
    "a heading": b"source,target\nharbour master,capit\xc3\xa1n de puerto\n",
    "semicolons, mark, comment": b"\xef\xbb\xbf# ours\nharbour master;capit\xc3\xa1n de puerto\n\n",
    "tabs": b"harbour master\tcapit\xc3\xa1n de puerto\r\n",
}


@pytest.mark.parametrize("name", GLOSSARIES)
def test_glossaries(name: str) -> None:
    if name == "semicolons, mark, comment":
        data = GLOSSARIES[name].replace(b"# ours\n", b"#;ours\n")
    else:
        data = GLOSSARIES[name]
    assert read_glossary(data) == (Term("harbour master", "capitán de puerto"),)


def test_longer_terms_come_first_and_names_stay() -> None:
    terms = read_glossary(b"master,maestro\nharbour master,capitan\nLee\nmay,mayo,exact\n")
    assert terms[0].source == "harbour master"
    assert Term("Lee", "Lee") in terms
    assert Term("may", "mayo", exact=True) in terms


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xff\xfe", "UTF-8"),
        (b",x\n", ":1: the row has no source"),
        (b"a,b\na,c\n", ":2: 'a' is rendered both 'b' and 'c'"),
    ],
)
def test_a_glossary_with_a_fault(data: bytes, told: str) -> None:
    with pytest.raises(InputError, match=told):
        read_glossary(data, "g.csv")


def test_an_estimate() -> None:
    queries = [Query(str(n), text) for n, text in enumerate(TEXTS)]
    ability = Ability(name="deepl", batch=5, charges="characters")
    found = estimate(queries, queries[2:], ability, load_prices()["deepl"])
    chars = sum(len(text) for text in TEXTS[2:])
    assert (found.segments, found.to_send, found.calls, found.characters) == (12, 10, 2, chars)
    assert found.cost == pytest.approx(chars * 20 / 1e6)
    assert found.currency == "EUR"


def test_prices_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "prices.toml"
    path.write_text('["chat:small"]\ncurrency = "USD"\ntokens_in = 1.0\ntokens_out = 4.0\n')
    prices = load_prices(path)
    price = price_of(Ability(name="chat", charges="tokens", settings={"model": "small"}), prices)
    assert price is not None
    assert price.of(["word " * 80]) > price.of(["word"]) > 0
    assert price_of(Ability(name="chat", charges="tokens", settings={"model": "other"}), prices) is None
    assert price_of(Ability(name="apertium"), prices) == Price("", source="free of charge")


def test_no_limit_on_cost_without_a_price() -> None:
    with pytest.raises(UsageError, match="no price is known for amazon"):
        demand_price(Ability(name="amazon"), None)


@pytest.mark.parametrize("text", ["[x", '["x"]\nprice = 3\n', '["x"]\ncharacters = 1\n'])
def test_a_price_table_with_a_fault(text: str, tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_text(text)
    with pytest.raises(InputError, match=r"p\.toml"):
        load_prices(tmp_path / "p.toml")
