"""What the documentation says is run: docstring examples, Python blocks of the pages, generated pages."""

from __future__ import annotations

import doctest
import importlib
import importlib.util
import itertools
import pkgutil
import re
import shlex
import shutil
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

import click
import pytest

import captionkit
from captionkit.cli._run import group
from captionkit.cli.table import COMMANDS
from captionkit.formats import FORMATS
from captionkit.profiles import names
from tests.support import ROOT

MODULES = [m.name for m in pkgutil.walk_packages(captionkit.__path__, "captionkit.") if not m.name.endswith("__main__")]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```python\n(.*?)^```", re.M | re.S)


@pytest.mark.parametrize("name", MODULES)
def test_docstring_examples(name: str) -> None:
    module = importlib.import_module(name)
    assert doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE).failed == 0


@pytest.mark.parametrize("page", [p for p in PAGES if BLOCK.search(p.read_text("utf-8"))], ids=lambda p: p.name)
def test_python_blocks_of_the_pages(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The blocks of a page run one after another, in a folder that holds a copy of the samples."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    scope = ModuleType("page")
    monkeypatch.setitem(sys.modules, "page", scope)
    for block in BLOCK.findall(page.read_text("utf-8")):
        exec(compile(block, str(page), "exec"), scope.__dict__)


@cache
def _make_docs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_docs", ROOT / "scripts" / "make_docs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", [name for name in _make_docs().PAGES if not name.endswith(".py")])
def test_generated_pages_are_up_to_date(name: str) -> None:
    assert (ROOT / name).read_text("utf-8") == _make_docs().PAGES[name](), "run make docs"


def test_every_command_has_an_example() -> None:
    assert set(_make_docs().examples.EXAMPLES) == set(COMMANDS)


SHELL = re.compile(r"^```sh\n(.*?)^```", re.M | re.S)
LINES = [
    (page, line.split("#")[0].strip())
    for page in PAGES
    for block in SHELL.findall(page.read_text("utf-8"))
    for line in block.replace("\\\n", " ").splitlines()
    if line.startswith("captionkit ")
]


@pytest.mark.parametrize(("page", "line"), LINES, ids=[f"{p.stem}-{n}" for n, (p, _) in enumerate(LINES)])
def test_shell_lines_of_the_pages_name_what_there_is(page: Path, line: str) -> None:
    """Commands, options, formats and profiles of every line that a page tells its reader to type."""
    for part in re.split(r"\s(?:\||&&|\|\||>|<)\s", line):
        words = shlex.split(part)
        if words[:1] != ["captionkit"] or len(words) < 2 or words[1] in ("--help", "--version"):
            continue
        command = group.get_command(click.Context(group), words[1])
        assert command is not None, f"{page.name}: {line}"
        known = {flag: p for p in command.params for flag in (*p.opts, *p.secondary_opts)}
        for word, value in itertools.pairwise([*words, ""]):
            if re.match(r"--?[a-zA-Z]", word):
                flag = word.partition("=")[0]
                assert flag in known or flag in ("-h", "--help"), f"{page.name}: {flag} in {line}"
                if flag == "--to":
                    assert value.isupper() or value in {*FORMATS.names(), *WRITTEN}, f"{page.name}: {value} in {line}"
                if flag == "--profile" and not value.endswith(".toml") and not value.isupper():
                    assert value.partition(":")[0] in names(), f"{page.name}: {value} in {line}"


#: What ``transcript --to`` writes.
WRITTEN = ("txt", "md", "html", "docx")


def test_links_between_the_pages_lead_somewhere() -> None:
    for page in [*PAGES, ROOT / "ARCHITECTURE.md", ROOT / "CONTRIBUTING.md"]:
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"
