"""What type checkers make of scripts: right ones pass, and of wrong ones every mistake is found."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import ROOT

FOLDER = Path(__file__).parent
#: Scripts have no stubs of pandas, pysrt and webvtt-py, and are not asked for any.
SETTINGS = "[mypy]\nstrict = True\nignore_missing_imports = True\n"


def _mypy(folder: Path) -> list[tuple[str, int, str]]:
    (folder / "mypy.ini").write_text(SETTINGS, "utf-8")
    command = [
        sys.executable, "-m", "mypy", "--config-file", str(folder / "mypy.ini"), "--cache-dir", str(folder / "cache"),
        "--no-error-summary", "--hide-error-context", "--follow-imports", "silent",
        str(FOLDER / "right.py"), str(FOLDER / "wrong.py"),
    ]  # fmt: skip
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=_env())
    assert done.returncode < 2, done.stdout + done.stderr
    found = re.findall(r"^(.+?):(\d+): error: (.*)$", done.stdout, re.M)
    return [(Path(name).name, int(line), message) for name, line, message in found]


def _pyright(folder: Path) -> list[tuple[str, int, str]]:
    pytest.importorskip("pyright")
    for name in ("right.py", "wrong.py"):
        shutil.copy(FOLDER / name, folder)
    settings = {
        "include": ["right.py", "wrong.py"],
        "extraPaths": [str(ROOT / "src")],
        "typeCheckingMode": "standard",
        "reportAttributeAccessIssue": "error",
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(settings), "utf-8")
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, "-p", str(folder)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, env=_env())
    found = json.loads(done.stdout)["generalDiagnostics"]
    return [
        (Path(row["file"]).name, row["range"]["start"]["line"] + 1, row["message"])
        for row in found
        if row["severity"] == "error"
    ]


def _env() -> dict[str, str]:
    return {**os.environ, "MYPYPATH": str(ROOT / "src"), "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}


@pytest.mark.parametrize("checker", [_mypy, _pyright], ids=["mypy", "pyright"])
def test_right_scripts_pass_and_every_mistake_is_found(
    checker: Callable[[Path], list[tuple[str, int, str]]], tmp_path: Path
) -> None:
    found = checker(tmp_path)
    assert [row for row in found if row[0] == "right.py"] == []
    lines = (FOLDER / "wrong.py").read_text("utf-8").splitlines()
    marked = {number for number, line in enumerate(lines, 1) if line.endswith("# wrong")}
    assert len(marked) > 30
    assert {line for name, line, _ in found if name == "wrong.py"} == marked
