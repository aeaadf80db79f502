"""What is installed: the table of extras against the package's own, pieces that are there and pieces that are not."""

from __future__ import annotations

import json
import re
import sys
import tomllib

import pytest

import captionkit
from captionkit.api.doctor import EXTRAS, PROGRAMS, doctor
from captionkit.cli._run import run
from tests.support import ROOT


def test_the_table_is_the_packages_own() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    named = {
        extra: {re.match(r"[\w.-]+", line)[0] for line in lines}  # type: ignore[index]
        for extra, lines in project.items()
        if extra not in ("dev", "bench", "all", "site")
    }
    assert {extra: set(row.packages.values()) for extra, row in EXTRAS.items()} == named


def test_all_is_all_of_them() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    (line,) = project["all"]
    assert set(re.fullmatch(r"captionkit\[(.*)\]", line)[1].split(",")) == set(EXTRAS)  # type: ignore[index]


def test_what_is_there_and_what_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(sys.modules, "budoux", None)  # what looking for a module that is not there gives
    parts = {part.name: part for part in doctor().parts}
    assert set(parts) == {*EXTRAS, *PROGRAMS}
    assert not any(parts[name].ready for name in PROGRAMS)
    assert parts["http"].ready
    assert parts["http"].versions["httpx"]


def test_a_missing_piece_says_what_it_would_bring(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    monkeypatch.setenv("PATH", "")
    assert run(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "pip install 'captionkit[cjk]'" in said
    assert "apt-get install ffmpeg or brew install ffmpeg" in said
    assert "Ready:" not in said


def test_the_version_is_a_document_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["result"]["captionkit"] == captionkit.__version__
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"captionkit {captionkit.__version__}\n"
