"""Every command's options against the table of common ones, and the values that options take."""

from __future__ import annotations

import ast
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import captionkit
from captionkit.cli._absent import _ANSWERS
from captionkit.cli._options import COMMON, Common, rows_of
from captionkit.cli._run import group, run
from captionkit.cli.table import COMMANDS
from captionkit.delivery.names import absent_format
from captionkit.diagnostics import all_codes, demand_known
from captionkit.errors import UsageError
from captionkit.formats import FORMATS
from tests.support import ROOT

SRT = "1\n00:00:01,000 --> 00:00:02,500\nGood evening.\n\n2\n00:00:03,000 --> 00:00:04,500\nHere is the news.\n"


#: Wide enough for every help text to stand on one line.
WIDE = {"terminal_width": 250, "max_content_width": 250}


def command_of(name: str) -> click.Command:
    command = group.get_command(click.Context(group), name)
    assert command is not None
    return command


def options_of(name: str) -> Iterator[click.Option]:
    return (p for p in command_of(name).params if isinstance(p, click.Option))


def flags(row: Common) -> set[str]:
    return {part for flag in row.flags for part in flag.split("/") if part.startswith("-")}


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_fits_the_table(name: str) -> None:
    command = command_of(name)
    shown = command.get_help(click.Context(command, info_name=name, **{**command.context_settings, **WIDE}))
    entries = [" ".join(entry.split()) for entry in re.split(r"\n(?=  -)", shown)]
    for row in rows_of(name):
        first = row.flags[0].split("/")[0]
        entry = next(entry for entry in entries if re.match(rf"{first}[ ,]", entry))
        assert all(flag in entry for flag in flags(row))
        assert row.help in entry
        assert str(row.settings.get("metavar", "")) in entry


@pytest.mark.parametrize("name", COMMANDS)
def test_an_option_of_the_table_is_in_the_commands_of_its_row_and_in_no_other(name: str) -> None:
    wanted = {flag for row in rows_of(name) for flag in flags(row)}
    common = {flag for row in COMMON for flag in flags(row)}
    found = {flag for option in options_of(name) for flag in (*option.opts, *option.secondary_opts)}
    assert found & common == wanted


def test_what_two_commands_have_is_in_the_table() -> None:
    owners: dict[str, list[str]] = {}
    for name in COMMANDS:
        for option in options_of(name):
            for flag in option.opts:
                owners.setdefault(flag, []).append(name)
    common = {flag for row in COMMON for flag in flags(row)}
    assert {flag: names for flag, names in owners.items() if len(names) > 1 and flag not in common} == {}


def test_a_parameter_has_one_name_and_one_type_everywhere() -> None:
    kinds: dict[str, set[object]] = {}
    for name in COMMANDS:
        for option in options_of(name):
            kinds.setdefault(str(option.name), set()).add((repr(option.type), option.multiple))
    assert {name: found for name, found in kinds.items() if len(found) > 1} == {}


@pytest.mark.parametrize("name", [*COMMANDS, ""])
def test_no_help_shows_markup(name: str) -> None:
    """The helps of batch and recipe printed a literal backslash and b."""
    shown = CliRunner().invoke(group, [name, "--help"] if name else ["--help"]).output
    assert "\\" not in shown
    assert "\b" not in shown
    assert "  captionkit " in shown or "captionkit" not in (command_of(name).help or "" if name else "")


def test_every_option_that_a_code_hints_at_exists() -> None:
    known = {
        flag for name in COMMANDS for option in options_of(name) for flag in (*option.opts, *option.secondary_opts)
    }
    for code, info in all_codes().items():
        named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", info.hint))
        assert named <= known, code


def test_every_option_that_an_error_hints_at_exists() -> None:
    known = {
        flag for name in COMMANDS for option in options_of(name) for flag in (*option.opts, *option.secondary_opts)
    }
    hints = [
        (path.name, keyword.value)
        for path in Path(captionkit.__file__).parent.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        for keyword in call.keywords
        if keyword.arg == "hint"
    ]
    assert hints
    for name, hint in hints:
        for part in ast.walk(hint):
            text = part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else ""
            named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", text))
            assert named <= known | {"--traceback", "--help"}, (name, text)


@pytest.mark.parametrize("text", ["3m25s", "3:25", "00:03:25.000", "205", "00:03:25:00"])
@pytest.mark.parametrize("command", ["check", "fix --dry-run", "transform --do shift:by=1s --dry-run", "speakers"])
def test_a_duration_is_written_in_one_way_in_every_command(
    text: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.srt").write_text(SRT, "utf-8")
    name, *more = command.split()
    assert run([name, "in.srt", *more, "--duration", text, "-q"]) == 0
    assert run([name, "in.srt", *more, "--duration", "soon", "-q"]) == 2


@pytest.mark.parametrize(
    ("word", "near"), [("wraning", "warning"), ("srt.reversed", "srt.times-reversed"), ("los", "loss"), ("", "never")]
)
def test_a_gate_that_would_never_fire_is_a_usage_error(
    word: str, near: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """--fail-on wraning ended with 0 whatever was found."""
    monkeypatch.chdir(tmp_path)
    Path("in.srt").write_text(SRT, "utf-8")
    assert run(["check", "in.srt", "--fail-on", word]) == 2
    assert near in capsys.readouterr().err


@pytest.mark.parametrize("word", ["info", "warning", "error", "never", "loss", "loss:position", *all_codes()])
def test_every_severity_and_code_is_a_gate(word: str) -> None:
    assert demand_known(word) == word


def test_the_page_for_scripts_names_codes_that_exist() -> None:
    page = (ROOT / "docs" / "contract.md").read_text("utf-8")
    sentence = page[page.index("`--fail-on` takes") :].partition("\n\n")[0]
    for word in re.findall(r"`([a-z][a-z:.-]+)`", sentence):
        assert demand_known(word) == word


ABSENT_COMMANDS = [name for names in _ANSWERS.values() for name in names]


@pytest.mark.parametrize("name", ABSENT_COMMANDS)
def test_a_command_that_people_look_for_gets_the_true_answer(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert name not in COMMANDS
    assert run([name, "in.srt"]) == 2
    told = capsys.readouterr().err
    assert "Did you mean" not in told
    for known in re.findall(r"captionkit ([a-z]+) (?:IN|talk|--)", told):
        assert known in COMMANDS


@pytest.mark.parametrize("name", ["stl", "ass", "mp4", "pdf"])
def test_a_format_that_is_not_there_gets_the_true_answer(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if name in FORMATS.names():
        assert absent_format(name) == ""
        return
    monkeypatch.chdir(tmp_path)
    Path("in.srt").write_text(SRT, "utf-8")
    for arguments in (["in.srt", "--to", name], ["in.srt", f"out.{name}"], ["in.srt", "-o", f"out.{name}"]):
        assert run(["convert", *arguments]) == 2
        told = capsys.readouterr().err
        assert "captionkit does not write" in told
        assert "did you mean" not in told.lower()


def test_a_misspelt_format_gets_the_nearest() -> None:
    with pytest.raises(UsageError, match="vtt") as caught:
        FORMATS.get("vttt")
    assert "vtt" in caught.value.hint


def test_options_of_the_first_version_are_mapped_to_options_that_exist() -> None:
    known = {flag for name in COMMANDS for option in options_of(name) for flag in option.opts}
    for key, value in json.loads((ROOT / "tests" / "case_options.json").read_text("utf-8")).items():
        words = value if isinstance(value, list) else [value]
        assert key.split()[0] in {*COMMANDS} or key in {"--mend", "--cuts", "--dialect", "--tc-start"}
        assert all(word in known or word in COMMANDS for word in words)


PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


def _examples(page: Path) -> Iterator[list[str]]:
    for line in page.read_text("utf-8").splitlines():
        found = re.match(r"(?:  |\$ |cat \S+ \| |find .* \| )?captionkit ([a-z].*)", line)
        if found:
            words = shlex.split(found[1], comments=True)
            cut = next((at for at, word in enumerate(words) if word in (">", "|")), len(words))
            if words[0] in COMMANDS:
                yield words[:cut]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_example_on_a_page_is_one_that_the_command_takes(page: Path) -> None:
    for name, *arguments in _examples(page):
        try:
            command_of(name).make_context(name, list(arguments))
        except (click.BadParameter, click.exceptions.Exit) as stopped:
            files = isinstance(stopped, click.BadParameter) and "does not exist" in stopped.format_message()
            if not files and "--help" not in arguments:
                raise


@pytest.mark.parametrize("name", sorted({c for row in COMMON if "--profile" in row.flags for c in row.commands}))
def test_a_misspelt_style_guide_is_refused_by_every_command(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.srt").write_text(SRT, "utf-8")
    needed = ["--times", "in.srt"] if name == "anchor" else []
    assert run([name, "-p", "netflx", *needed, "in.srt", "out.srt"]) == 2
    assert "there is no profile called 'netflx'" in capsys.readouterr().err
    assert not Path("out.srt").exists()


def test_a_language_is_a_tag_or_a_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.srt").write_text(SRT, "utf-8")
    for given, meant in (("en_US", "en-US"), ("English", "en"), ("x-own", "x-own"), ("gsw", "gsw")):
        assert run(["convert", "in.srt", "out.ttml", "-f", "-l", given]) == 0
        assert f'xml:lang="{meant}"' in Path("out.ttml").read_text("utf-8")
    for wrong in ("englsh", "zz-", "e", "en us"):
        assert run(["convert", "in.srt", "no.ttml", "-l", wrong]) == 2
        assert run(["translate", "in.srt", "no.ttml", "-T", wrong]) == 2
        assert capsys.readouterr().err.count(f"{wrong!r} is not a language") == 2
        with pytest.raises(UsageError, match="is not a language"):
            captionkit.ReadOptions(language=wrong)
    assert not Path("no.ttml").exists()


def test_a_text_is_not_a_caption_format_and_is_written_by_another_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.srt").write_text(SRT, "utf-8")
    for suffix, command in (("txt", "transcript"), ("docx", "transcript"), ("mp4", "mux"), ("pdf", "another tool")):
        assert run(["convert", "in.srt", f"out.{suffix}"]) == 2
        assert command in capsys.readouterr().err


def test_a_misspelt_code_gets_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["codes", "tranform.before-zero"]) == 2
    assert "did you mean transform.before-zero?" in capsys.readouterr().err
