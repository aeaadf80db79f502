"""The contract for scripts: every command's ``--json`` document is of the schema that ``captionkit schema`` prints."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from captionkit.batch.command import plan_batch
from captionkit.cli._run import run
from captionkit.cli.schema import schema_of
from captionkit.cli.table import COMMANDS
from tests.batch.conftest import SRT

VTT = "WEBVTT\n\n00:01.000 --> 00:03.000 line:0\n<v Ann>Hello there, Bob.\n\n00:03.500 --> 00:05.000\n<v Bob>Hi.\n"
TWO = "1\n00:00:01,000 --> 00:00:01,400\nWe  waited until\nmidnight and nobody called us from home that evening.\n"
MANY = "".join(
    f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\nOne of them.\n\n" for n in (1, 4, 5, 9, 13, 15, 19, 21, 26, 30)
)
CALLS = {
    "caption": [["caption", "talk.txt", "-o", "made.srt"], ["caption", "talk.txt", "--explain", "-o", "x.vtt"]],
    "anchor": [["anchor", "talk.txt", "--times", "a.srt"], ["anchor", "a.vtt", "new.srt", "--times", "a.srt"]],
    "align": [["align", "talk.txt", "none.mp4", "-o", "y.srt"]],
    "sync": [
        ["sync", "many.srt", "many.srt", "-o", "moved.srt"],
        ["sync", "many.srt", "many.srt", "--snap", "--dry-run"],
        ["sync", "a.srt", "none.mp4", "-o", "z.srt"],
    ],
    "conform": [
        ["conform", "a.srt", "c.srt", "--old", "a.edl", "--new", "a.edl", "--rate", "25"],
        ["conform", "a.srt", "--old", "a.edl", "--new", "none.edl", "--rate", "25"],
        ["conform", "a.srt", "--old", "a.edl", "--new", "a.edl"],
    ],
    "convert": [
        ["convert", "a.vtt", "b.srt"],
        ["convert", "none.srt", "b.srt"],
        ["convert", "a.vtt"],
        ["convert", "a.vtt", "a.srt", "-o", "w/", "--to", "vtt"],
        ["convert", "a.vtt", "none", "-o", "x/"],
        ["convert", "a.vtt", "--to", "srt"],
        ["convert", "a.vtt", "b.srt", "--as-recipe"],
    ],
    "transcript": [
        ["transcript", "talk.txt", "talk.md"],
        ["transcript", "a.vtt", "talk.txt", "-o", "t/", "--as", "html"],
    ],
    "translate": [
        ["translate", "a.srt", "-l", "en", "-T", "es,fr", "-t", "echo", "-o", "t/", "--no-memory"],
        ["translate", "a.srt", "-l", "en", "-T", "es", "-t", "echo", "--estimate", "--no-memory"],
    ],
    "wrap": [["wrap", "a.srt", "-o", "w.srt"], ["wrap", "two.srt", "--explain"]],
    "segment": [["segment", "a.srt", "-o", "s.srt"], ["segment", "a.srt", "two.srt", "-o", "{stem}.new.srt"]],
    "batch": [["batch", "recipe.toml"], ["batch", "recipe.toml", "--dry-run"]],
    "deliver": [
        ["deliver", "recipe.toml"],
        ["deliver", "recipe.toml", "--for", "plex", "--dry-run"],
        ["deliver", "recipe.toml", "--for", "plex"],
        ["deliver", "--list-clients"],
    ],
    "recipe": [["recipe", "validate", "recipe.toml"], ["recipe", "show", "recipe.toml"], ["recipe", "new", "new.toml"]],
    "watch": [],
    "verify": [["verify", "nowhere"], ["verify", "."]],
    "check": [
        ["check", "a.srt", "a.vtt", "--profile", "netflix-en"],
        ["check", "two.srt", "none.srt"],
        ["check", "--list-rules"],
    ],
    "fix": [["fix", "a.srt", "-o", "fixed.srt"], ["fix", "two.srt", "--dry-run"]],
    "transform": [["transform", "a.srt", "moved.srt", "--do", "shift:by=1s"], ["transform", "--list"]],
    "join": [["join", "a.srt", "two.srt", "-o", "j.srt", "--length", "1:00"], ["join", "a.srt", "none.srt"]],
    "cut": [["cut", "a.srt", "--at", "2", "-o", "part.srt"], ["cut", "a.srt", "--at", "2"]],
    "merge": [["merge", "a.srt", "a.vtt", "-o", "m.vtt"], ["merge", "a.srt", "two.srt", "--dry-run"]],
    "inspect": [["inspect", "a.srt"], ["inspect", "talk.txt"]],
    "speakers": [["speakers", "a.vtt"], ["speakers", "a.vtt", "talk.txt"]],
    "timecode": [
        ["timecode", "00:01:00;00", "1800f", "--rate", "29.97", "--to-rate", "25"],
        ["timecode", "1:00", "60060ms", "--rate", "25"],
        ["timecode", "1:00"],
    ],
    "formats": [["formats"]],
    "profiles": [["profiles"], ["profiles", "ted"], ["profiles", "new", "mine.toml"]],
    "translators": [["translators"]],
    "tracks": [["tracks", "none.mkv"]],
    "mux": [["mux", "none.mp4", "a.srt", "-o", "o.mp4"], ["mux", "none.mp4", "a.srt"]],
    "burn": [["burn", "none.mp4", "a.srt", "-o", "o.mp4"], ["burn", "none.mp4", "a.srt"]],
    "hls": [["hls", "a.vtt", "-o", "h/"], ["hls", "a.vtt"]],
    "codes": [["codes"]],
    "completion": [["completion", "zsh"]],
    "doctor": [["doctor"]],
    "plugin": [["plugin", "new", "rule", "no-shouting"], ["plugin", "new", "reader", "Not A Name"]],
    "schema": [["schema", "convert"]],
}


def test_every_command_is_called() -> None:
    assert set(CALLS) == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_documents_are_of_their_schema(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.srt").write_text(SRT, "utf-8")
    Path("a.vtt").write_text(VTT, "utf-8")
    Path("two.srt").write_text(TWO, "utf-8")
    Path("a.edl").write_text("001  TAPE  A  C  10:00:00:00 10:01:00:00 01:00:00:00 01:01:00:00\n", "utf-8")
    Path("many.srt").write_text(MANY, "utf-8")
    Path("talk.txt").write_text("Anna: Good evening.\n\nBen: Good evening, Anna.\n", "utf-8")
    Path("recipe.toml").write_text('inputs = ["a.*"]\n[write]\ntemplate = "{name}.{ext}"\n', "utf-8")
    validator = jsonschema.Draft202012Validator(schema_of(name))
    jsonschema.Draft202012Validator.check_schema(schema_of(name))
    for arguments in CALLS[name]:
        code = run([*arguments, "--json"])
        document = json.loads(capsys.readouterr().out)
        validator.validate(document)
        assert document["exit_code"] == code
        assert document["command"] == name


def test_errors_are_of_the_schema_too(capsys: pytest.CaptureFixture[str]) -> None:
    refuse: Callable[[object], None] = jsonschema.Draft202012Validator(schema_of("convert")).validate
    for arguments in (["convert"], ["convert", "no.srt", "b.vtt"], ["convert", "a", "b", "--nonsense"]):
        assert run([*arguments, "--json"]) in (1, 2)
        refuse(json.loads(capsys.readouterr().out))


OPEN = ("schema", "profiles", "recipe")


@pytest.mark.parametrize("name", [name for name in COMMANDS if name not in OPEN])
def test_a_schema_refuses_what_no_command_prints(name: str) -> None:
    right = {
        "captionkit": "0", "command": name, "ok": True, "exit_code": 0, "result": None, "outputs": [],
        "diagnostics": [], "error": None,
    }  # fmt: skip
    validator = jsonschema.Draft202012Validator(schema_of(name))
    assert validator.is_valid(right)
    for wrong in (
        {"result": {"nonsense": 1}}, {"result": "text"}, {"exit_code": 4}, {"outputs": [{"path": "a.srt"}]},
        {"diagnostics": [{"code": "a.b"}]}, {"error": {}}, {"more": 1},
    ):  # fmt: skip
        assert not validator.is_valid(right | wrong), wrong


RECIPES = [
    ["convert", "a.vtt", "b.srt", "--preserve"],
    ["caption", "talk.txt", "--profile", "ted", "--speakers", "dash", "--duration", "3:20"],
    ["wrap", "a.srt", "-o", "w.srt"],
    ["segment", "a.srt", "-o", "s.srt"],
    ["fix", "a.srt", "-o", "f.srt"],
    ["transform", "a.srt", "b.srt", "--do", "shift:by=1s"],
    ["translate", "a.srt", "-l", "en", "-T", "es,pt"],
]


@pytest.mark.parametrize("arguments", RECIPES, ids=lambda arguments: str(arguments[0]))
def test_a_command_as_a_recipe_is_a_valid_recipe(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.srt").write_text(SRT, "utf-8")
    Path("a.vtt").write_text(VTT, "utf-8")
    Path("talk.txt").write_text("Anna: Good evening.\n", "utf-8")
    assert run([*arguments, "--as-recipe"]) == 0
    Path("recipe.toml").write_text(capsys.readouterr().out, "utf-8")
    plan = plan_batch("recipe.toml")
    assert plan.diagnostics == ()
    assert len(plan.jobs) == 1
    assert not Path("b.srt").exists()
