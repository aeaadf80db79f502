"""A new plugin of each kind is built, installed and found by name, and passes the published suite."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from captionkit.api.plugin import KINDS, new_plugin
from captionkit.cli._run import run
from captionkit.errors import UsageError

NAMES = ["cards", "two-words", "a1-b2-c3"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_is_python_and_names_nothing_open(kind: str, name: str, tmp_path: Path) -> None:
    made = new_plugin(kind, name, tmp_path / "p")  # type: ignore[arg-type]
    for file in made.files:
        text = (tmp_path / "p" / file).read_text("utf-8")
        assert "$" not in text, file
        if file.endswith(".py"):
            compile(text, file, "exec")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a plugin of each kind, as pip lays it out: the wheels' contents."""
    folder = tmp_path_factory.mktemp("plugins")
    for kind in KINDS:
        new_plugin(kind, f"own-{kind}", folder / kind)  # type: ignore[arg-type]
        build = [
            sys.executable,
            "-m",
            "build",
            "--wheel",
            "--no-isolation",
            "--outdir",
            str(folder),
            str(folder / kind),
        ]
        done = subprocess.run(build, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        (wheel,) = folder.glob(f"captionkit_own_{kind}-*.whl")
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(folder / "site")
    return folder


def _call(installed: Path, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(installed / "site"), *filter(None, [os.environ.get("PYTHONPATH")])])
    return subprocess.run(
        [sys.executable, "-m", *arguments], capture_output=True, text=True, check=False, cwd=cwd,
        env={**os.environ, "PYTHONPATH": path},
    )  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_it_passes_the_suite(kind: str, installed: Path) -> None:
    done = _call(installed, "pytest", "-q", "-p", "no:cacheprovider", str(installed / kind / "tests"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "passed" in done.stdout


def test_each_is_found_by_its_name(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "talk.srt").write_text("1\n00:00:01,000 --> 00:00:04,000\nGo to www.example.org.\n", "utf-8")
    (tmp_path / "short.srt").write_text("1\n00:00:01,000 --> 00:00:04,000\nGood evening.\n", "utf-8")
    (tmp_path / "talk.log").write_text("#own-reader\n0.4|Lena|The ferry is late.\n", "utf-8")
    for arguments, wanted in [
        (["convert", "talk.srt", "-o", "talk.own", "--to", "own-format"], ""),
        (["inspect", "talk.log", "--from", "own-reader"], "own-reader"),
        (["check", "talk.srt", "--rule", "own-rule"], "own-rule"),
        (["translate", "short.srt", "-o", "es.srt", "-T", "es", "-t", "own-translator", "--no-memory"], ""),
        (["formats"], "own-reader"),
        (["translators"], "own-translator"),
    ]:
        done = _call(installed, "captionkit", *arguments, cwd=tmp_path)
        assert done.returncode in (0, 1), done.stderr
        assert wanted in done.stdout + done.stderr
    assert (tmp_path / "talk.own").read_text("utf-8").startswith("#own-format\n1000\t4000\t")
    assert "buenas noches" in (tmp_path / "es.srt").read_text("utf-8")


@pytest.mark.parametrize("name", ["", "Cards", "-x", "a--b", "a_b", "../x", "class", "9x", "x" * 61])
def test_other_names_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be a plugin's name"):
        new_plugin("rule", name, tmp_path / "p")


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").write_text("x", "utf-8")
    assert run(["plugin", "new", "rule", "cards", "-o", str(tmp_path)]) == 2
    assert "is there already" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_dry_run_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["plugin", "new", "rule", "cards", "--dry-run"]) == 0
    assert not list(tmp_path.iterdir())
