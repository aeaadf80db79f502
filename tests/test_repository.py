"""What strangers meet beside the code: workflow files, templates, the hook and the action, versions that agree."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

import captionkit
from tests.support import ROOT

pytestmark = pytest.mark.skipif(not (ROOT / ".github").is_dir(), reason="an installed package has no repository")

SCHEMAS = {
    "vendor.github-workflows": sorted((ROOT / ".github" / "workflows").glob("*.yml")),
    "vendor.github-issue-forms": [ROOT / ".github" / "ISSUE_TEMPLATE" / f"{name}.yml" for name in ("file", "idea")],
    "vendor.github-issue-config": [ROOT / ".github" / "ISSUE_TEMPLATE" / "config.yml"],
    "vendor.dependabot": [ROOT / ".github" / "dependabot.yml"],
    "vendor.github-actions": [ROOT / "action.yml"],
    "vendor.citation-file-format": [ROOT / "CITATION.cff"],
}


@pytest.mark.parametrize("schema", SCHEMAS)
def test_files_are_of_their_published_schema(schema: str) -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *map(str, SCHEMAS[schema])]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def _steps() -> list[tuple[str, str]]:
    found = []
    for path in SCHEMAS["vendor.github-workflows"]:
        for job in yaml.safe_load(path.read_text("utf-8"))["jobs"].values():
            found += [(path.name, step["run"]) for step in job["steps"] if "run" in step]
    return found


@pytest.mark.parametrize(("name", "script"), _steps() if (ROOT / ".github").is_dir() else [])
def test_steps_are_shell_and_call_what_there_is(name: str, script: str) -> None:
    """Each step parses, and the scripts and make targets that it calls exist."""
    assert "${{" not in script.replace("${{ matrix.target }}", ""), "what a stranger can write never stands in a script"
    done = subprocess.run(["bash", "-n", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    for path in re.findall(r"(?:sh|bash) (scripts/\S+|\.ci/\S+)", script):
        assert (ROOT / path).is_file(), path
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"make ([a-z-]+)", script):
        assert re.search(rf"^{target}:", makefile, re.M), target


def test_the_nightly_targets_are_in_the_makefile() -> None:
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "nightly.yml").read_text("utf-8"))["jobs"]
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in jobs["long"]["strategy"]["matrix"]["target"]:
        assert re.search(rf"^{target}:", makefile, re.M), target


def test_versions_agree() -> None:
    """The package's, the citation's and the newest one of the changelog; a tag's is compared when it is released."""
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    cited = re.search(r"^version: (\S+)", (ROOT / "CITATION.cff").read_text("utf-8"), re.M)
    assert newest is not None
    assert cited is not None
    assert newest[1] == cited[1] == captionkit.__version__


def test_every_supported_python_is_named_and_run() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    named = {row.rpartition(" ")[2] for row in project["classifiers"] if re.search(r":: 3\.\d+$", row)}
    matrix = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8"))["jobs"]["matrix"]
    assert named == set(matrix["strategy"]["matrix"]["python"])


def test_the_action_runs_as_written(tmp_path: Path) -> None:
    """The steps of action.yml after the installation, with the inputs' defaults and with others."""
    steps = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"]
    check = steps[-1]["run"]
    (tmp_path / "subs").mkdir()
    (tmp_path / "subs" / "a.srt").write_text("1\n00:00:01,000 --> 00:00:01,400\nThe ferry is late again.\n", "utf-8")
    tool = tmp_path / "bin" / "captionkit"
    tool.parent.mkdir()
    tool.write_text(f'#!/bin/sh\nexec {sys.executable} -m captionkit "$@"\n', "utf-8")
    tool.chmod(0o755)
    for given, code, said in [
        ({"PATHS": "subs", "PROFILE": "default", "FAIL_ON": "error"}, 0, "::warning file="),
        ({"PATHS": ".", "PROFILE": "netflix-en", "FAIL_ON": "warning"}, 1, "::warning file="),
    ]:
        path = f"{tool.parent}{os.pathsep}{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-e", "-c", check], cwd=tmp_path, env={**os.environ, **given, "PATH": path}, capture_output=True,
            text=True, check=False,
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        assert said in done.stdout


@pytest.mark.skipif(shutil.which("git") is None or not (ROOT / ".git").exists(), reason="not a clone")
def test_the_hook_runs_in_the_real_pre_commit(tmp_path: Path) -> None:
    """``pre-commit try-repo`` against a clone: it builds the hook's environment as it does for a user."""
    clone, project = tmp_path / "captionkit", tmp_path / "project"
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{ROOT}", str(clone)], check=True)
    project.mkdir()
    subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    (project / "bad.srt").write_text("1\n00:00:05,000 --> 00:00:01,000\nBackwards.\n", "utf-8")
    (project / "good.srt").write_text("1\n00:00:01,000 --> 00:00:03,000\nThe ferry is late.\n", "utf-8")
    environment = {**os.environ, "PRE_COMMIT_HOME": str(tmp_path / "cache")}
    environment.pop("PYTHONPATH", None)
    for file, code in [("good.srt", 0), ("bad.srt", 1)]:
        subprocess.run(["git", "add", file], cwd=project, check=True)
        hook = [sys.executable, "-m", "pre_commit", "try-repo", str(clone), "captionkit-check", "--files", file]
        done = subprocess.run(hook, cwd=project, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stdout + done.stderr


def test_the_tests_that_the_threats_name_exist() -> None:
    text = (ROOT / "THREATS.md").read_text("utf-8")
    for name in re.findall(r"`(tests/[^`]*)`", text):
        assert (ROOT / name).exists(), name
