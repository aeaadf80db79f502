"""Tests about the project itself: names, tables, start-up, codes, commands and their twins."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

import captionkit
from captionkit.cli._run import group
from captionkit.cli.table import COMMANDS
from captionkit.diagnostics import AREAS, all_codes
from captionkit.formats import FORMATS
from captionkit.transcripts import READERS
from tests.support import ROOT

PACKAGE = Path(captionkit.__file__).parent
SOURCES = sorted(PACKAGE.rglob("*.py"))


def test_public_names_are_those_of_the_table() -> None:
    assert set(captionkit.__all__) == {*captionkit._HOMES, "__version__"}
    for name in captionkit.__all__:
        assert getattr(captionkit, name) is not None
    assert dir(captionkit) == sorted(captionkit.__all__)


def test_an_unknown_public_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError):
        captionkit.nonsense  # noqa: B018


@pytest.mark.parametrize("name", [n for n in captionkit.__all__ if n != "__version__"])
def test_public_names_are_documented(name: str) -> None:
    assert inspect.getdoc(getattr(captionkit, name))


def _loaded_after(*arguments: str) -> set[str]:
    code = (
        "import sys\nfrom captionkit.cli import main\n"
        f"try: main({list(arguments)!r})\nexcept SystemExit: pass\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_help_loads_neither_formats_nor_third_parties_but_click() -> None:
    loaded = _loaded_after("--help")
    ours = {name for name in loaded if name.startswith("captionkit")}
    assert ours <= {
        "captionkit", "captionkit.cli", "captionkit.cli._run", "captionkit.cli._outcome",
        "captionkit.cli.table", "captionkit.errors", "captionkit.values",
    }  # fmt: skip
    tops = {name.partition(".")[0] for name in loaded}
    bare = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    allowed = set(sys.stdlib_module_names) | {name.partition(".")[0] for name in bare.stdout.split()}
    assert tops - allowed - {"captionkit", "click", "__main__", "_cffi_backend"} == set()
    assert not loaded & {"importlib.metadata", "json", "xml", "sqlite3", "asyncio", "urllib.request"}


def test_a_recognisers_json_loads_no_other_service_and_no_xml(tmp_path: Path) -> None:
    loaded = _loaded_after(
        "caption", str(ROOT / "samples" / "harbour_news.whisper.json"), "-o", str(tmp_path / "a.srt")
    )
    services = {name.rpartition(".")[2] for name in loaded if name.startswith("captionkit.transcripts.stt.")}
    assert "whisper" in services
    assert not services & {"amazon", "google", "microsoft", "deepgram", "cloud", "speechmatics", "youtube", "generic"}
    assert not {name.partition(".")[0] for name in loaded} & {"xml", "defusedxml", "httpx", "numpy"}


def test_a_plain_conversion_loads_no_other_package(tmp_path: Path) -> None:
    source = tmp_path / "a.srt"
    source.write_text("1\n00:00:01,000 --> 00:00:02,000\nGood evening.\n", "utf-8")
    loaded = _loaded_after("convert", str(source), str(tmp_path / "a.vtt"), "--no-verify")
    packages = {name.split(".")[1] for name in loaded if name.startswith("captionkit.")}
    others = {"transcripts", "segmentation", "timing", "translation", "quality", "transforms", "batch", "languages"}
    assert packages & others == set()
    assert not {name.partition(".")[0] for name in loaded} & {"pysrt", "webvtt", "chardet", "numpy", "lxml"}


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help_and_is_in_the_docs(name: str) -> None:
    command = group.get_command(click.Context(group), name)
    assert command is not None
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{name} {parameter.opts}"
    assert f"# captionkit {name}\n" in (ROOT / "docs" / "commands" / f"{name}.md").read_text("utf-8")


TWINS = {"caption": captionkit.caption, "convert": captionkit.convert, "inspect": captionkit.inspect}
SHELL_ONLY = {"renames", "speaker_map", "json", "quiet", "verbose", "fail_on", "as_recipe"}
#: Options that are called otherwise in Python: arguments of the shell, and what Python has as the result's methods.
RENAMED = {
    "caption": {"sources": "source", "target_language": "translate"},
    "convert": {"sources": "source", "output": "target"},
    "inspect": {
        "sources": "source",
        "from_format": "format",
    },
}


@pytest.mark.parametrize("name", TWINS)
def test_option_names_are_parameter_names(name: str) -> None:
    command = group.get_command(click.Context(group), name)
    assert command is not None
    parameters = set(inspect.signature(TWINS[name]).parameters)
    parameters |= {*captionkit.ReadOptions.__match_args__, *captionkit.WriteOptions.__match_args__}
    assert {RENAMED[name].get(str(p.name), p.name) for p in command.params} - SHELL_ONLY <= parameters


@pytest.mark.parametrize("table", [FORMATS, READERS], ids=["formats", "readers"])
def test_every_row_of_a_table_loads_and_agrees_with_its_entry(table) -> None:  # type: ignore[no-untyped-def]
    for name, row in table.rows.items():
        entry = table.get(name)
        assert entry.name == name
        assert row.summary
        assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in row.suffixes)


def _slugs_in(path: Path) -> set[str]:
    """Return what stands where a diagnostic's code stands: the first argument of a call, of the shape of a code."""
    pattern = re.compile(rf"(?:{'|'.join(AREAS)})\.[a-z0-9]+(?:-[a-z0-9]+)*\Z")
    calls = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call) and n.args]
    # what is looked up in a bag of extras is no code
    firsts = [c.args[0] for c in calls if not (isinstance(c.func, ast.Attribute) and c.func.attr == "get")]
    return {
        n.value for n in firsts if isinstance(n, ast.Constant) and isinstance(n.value, str) and pattern.match(n.value)
    }


def test_every_code_that_is_used_is_in_the_table() -> None:
    table = all_codes()
    outside = [p for p in SOURCES if "codes" not in p.parts]
    used = {slug: path.name for path in outside for slug in _slugs_in(path)}
    assert {slug: where for slug, where in used.items() if slug not in table} == {}


def test_codes_live_in_the_module_of_their_area() -> None:
    for slug in all_codes():
        assert slug.partition(".")[0] in AREAS


def test_only_the_command_line_prints_or_exits() -> None:
    for path in SOURCES:
        if "cli" in path.parts or path.name == "__main__.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in {"print", "sys.exit", "exit", "input"}, f"{path.name}:{node.lineno} calls {called}"
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [getattr(node, "module", None) or "", *(alias.name for alias in node.names)]
                assert "click" not in names, f"{path.name} imports click"


def test_modules_stay_small() -> None:
    sizes = {str(p.relative_to(PACKAGE)): len(p.read_text("utf-8").splitlines()) for p in SOURCES}
    assert {name: size for name, size in sizes.items() if size > 400} == {}


def test_version_is_the_changelogs_newest() -> None:
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)
    assert newest is not None
    assert newest.group(1) == captionkit.__version__


def test_no_download_address_or_machine_path_is_in_the_project() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not run: not a git checkout")
    bad = re.compile(r"(?:--(?:extra-)?index-url|--find-links|/work/(?:main|shared)|/root/)")
    for name in listed.stdout.split("\n"):
        path = ROOT / name
        if (
            path.suffix in {".py", ".toml", ".md", ".txt", ".sh", ".cfg"}
            and path.is_file()
            and path.name != "test_project.py"
        ):
            match = bad.search(path.read_text("utf-8", errors="replace"))
            assert match is None, f"{name}: {match.group()}"


def test_benchmarks_import_each_other_as_make_bench_runs_them() -> None:
    """``python -m benchmarks`` runs each as a module of the package: a sibling's bare name is not found there."""
    folder = ROOT / "benchmarks"
    siblings = {path.stem for path in folder.glob("*.py")}
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not siblings & set(names), f"{path.name} imports {siblings & set(names)}"
