"""The command line's manners: streams, exit codes, one JSON shape, names, overwriting."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from captionkit.cli._render import ProgressLine
from tests.support import ROOT

SRT = "1\n00:00:01,000 --> 00:00:02,500\nGood evening.\n\n2\n00:00:03,000 --> 00:00:04,500\nHere is the news.\n"
SHAPE = {"captionkit", "command", "ok", "exit_code", "result", "outputs", "diagnostics", "error"}

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    def call(*arguments: str, stdin: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONWARNINGS": "error::ResourceWarning", **settings}
        return subprocess.run(
            [str(Path(sys.executable).with_name("captionkit")), *arguments],
            capture_output=True, text=True, cwd=tmp_path, input=stdin, env=environment, check=False,
        )  # fmt: skip

    (tmp_path / "in.srt").write_text(SRT, "utf-8")
    return call


ODD = os.fsdecode(b"caf\xe9.srt")
COMMANDS = [
    ["check"], ["check", "--json"], ["check", "--format", "json"], ["check", "--format", "html", "-o", "-"],
    ["check", "--format", "html", "-o", "report.html"], ["check", "--format", "sarif"], ["check", "--format", "junit"],
    ["check", "--format", "csv"], ["check", "--format", "github"], ["inspect"], ["inspect", "--json"],
    ["fix", "-o", "new.srt", "--json"], ["wrap", "-o", "new.srt"], ["segment", "-o", "new.srt"],
    ["speakers"], ["speakers", "--json"],
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_name_that_is_not_utf8_is_a_name_like_any_other(run: Run, tmp_path: Path, command: list[str]) -> None:
    """A name from an old disk ended check, inspect and batch as a bug where stdout is strict."""
    try:
        (tmp_path / ODD).write_text(SRT, "utf-8")
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    done = run(*command, ODD, PYTHONIOENCODING="utf-8:strict")
    assert done.returncode == 0, done.stderr
    if "json" in command[-1]:
        json.loads(done.stdout)


def test_convert_writes_the_file_and_tells_people_on_stderr(run: Run, tmp_path: Path) -> None:
    done = run("convert", "in.srt", "out.vtt")
    assert (done.returncode, done.stdout) == (0, "")
    assert "wrote out.vtt (vtt, 2 cues)" in done.stderr
    assert (tmp_path / "out.vtt").read_text("utf-8").startswith("WEBVTT\n\n")


def test_stdin_to_stdout(run: Run) -> None:
    done = run("convert", "-", "-", "--to", "vtt", stdin=SRT)
    assert done.returncode == 0
    assert done.stdout.startswith("WEBVTT\n\n")
    assert "Good evening." in done.stdout


def test_nothing_is_overwritten_without_force(run: Run, tmp_path: Path) -> None:
    (tmp_path / "out.vtt").write_text("mine", "utf-8")
    done = run("convert", "in.srt", "out.vtt")
    assert done.returncode == 1
    assert "exists already" in done.stderr
    assert "--force" in done.stderr
    assert (tmp_path / "out.vtt").read_text("utf-8") == "mine"
    assert run("convert", "in.srt", "out.vtt", "--force").returncode == 0


def test_dry_run_writes_nothing(run: Run, tmp_path: Path) -> None:
    done = run("convert", "in.srt", "out.vtt", "--dry-run")
    assert done.returncode == 0
    assert "would write" in done.stderr
    assert not (tmp_path / "out.vtt").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("convert", "in.srt", "out.vtt"), 0),
        (("convert", "missing.srt", "out.vtt"), 1),
        (("convert", "in.srt"), 2),
        (("convert", "in.srt", "out.xyz"), 2),
        (("nonsense",), 2),
        (("inspect", "in.srt"), 0),
        (("profiles", "no-such-guide"), 2),
        (("formats",), 0),
        (("codes", "loss"), 0),
    ],
)
def test_json_has_one_shape_on_every_path(run: Run, arguments: tuple[str, ...], code: int) -> None:
    done = run(*arguments, "--json")
    assert done.returncode == code
    document = json.loads(done.stdout)
    assert set(document) == SHAPE
    assert document["exit_code"] == code
    assert document["ok"] == (code == 0)
    assert (document["error"] is None) == (code == 0)


def test_a_missing_file_is_named(run: Run) -> None:
    done = run("convert", "missing.srt", "out.vtt")
    assert done.returncode == 1
    assert "missing.srt" in done.stderr
    assert "Traceback" not in done.stderr


def test_unknown_names_suggest_the_nearest(run: Run) -> None:
    assert "convert" in run("convrt").stderr
    assert "netflix-en" in run("profiles", "netflix-em").stderr
    assert "--force" in run("convert", "in.srt", "out.vtt", "--forc").stderr


def test_a_bug_is_exit_3_with_a_short_text(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    from captionkit.cli import _run

    monkeypatch.setattr(_run.group, "main", lambda *_, **__: 1 / 0)
    assert _run.run(["formats"]) == 3
    with pytest.raises(ZeroDivisionError):
        _run.run(["--traceback", "formats"])


def test_an_interrupt_is_exit_130(monkeypatch: pytest.MonkeyPatch) -> None:
    from captionkit.cli import _run

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(_run.group, "main", interrupted)
    assert _run.run(["formats"]) == 130


def test_a_real_interrupt_leaves_no_file(tmp_path: Path) -> None:
    tool = str(Path(sys.executable).with_name("captionkit"))
    process = subprocess.Popen(
        [tool, "convert", "-", "out.vtt"], stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path
    )
    time.sleep(1.0)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 130, errors
    assert list(tmp_path.iterdir()) == []


def test_a_reader_that_goes_away_is_no_error(run: Run, tmp_path: Path) -> None:
    big = "".join(f"{i}\n00:00:{i % 60:02},000 --> 00:00:{i % 60:02},900\nLine {i}\n\n" for i in range(1, 20000))
    (tmp_path / "big.srt").write_text(big, "utf-8")
    tool = str(Path(sys.executable).with_name("captionkit"))
    done = subprocess.run(
        f"'{tool}' convert big.srt - --to vtt -q --fail-on never | head -1",
        shell=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.stdout == "WEBVTT\n"
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts_are_printed(run: Run, shell: str) -> None:
    done = run("completion", shell)
    assert done.returncode == 0
    assert "_CAPTIONKIT_COMPLETE" in done.stdout


def test_completion_knows_commands_and_profiles(tmp_path: Path) -> None:
    tool = str(Path(sys.executable).with_name("captionkit"))
    for words, wanted in (("captionkit con", "convert"), ("captionkit caption --profile netflix-e", "netflix-en")):
        environment = {
            **os.environ, "_CAPTIONKIT_COMPLETE": "bash_complete", "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split()) - 1),
        }  # fmt: skip
        done = subprocess.run([tool], capture_output=True, text=True, env=environment, cwd=tmp_path, check=False)
        assert wanted in done.stdout, (words, done.stdout, done.stderr)


def test_help_of_the_module_and_the_script_agree() -> None:
    tool = str(Path(sys.executable).with_name("captionkit"))
    script = subprocess.run([tool, "--help"], capture_output=True, text=True, cwd=ROOT, check=True)
    module = subprocess.run([sys.executable, "-m", "captionkit", "--help"], capture_output=True, text=True, check=True)
    assert script.stdout == module.stdout


def test_caption_writes_translations_beside_the_track(run: Run, tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text("Anna: Good evening.\n\nBen: Good evening, Anna.\n", "utf-8")
    done = run("caption", "talk.txt", "-l", "en", "-o", "talk.srt", "-T", "es,fr", "--translator", "echo")
    assert done.returncode == 0, done.stderr
    assert sorted(p.name for p in tmp_path.glob("talk*.srt")) == ["talk.es.srt", "talk.fr.srt", "talk.srt"]
    assert "[fr] Good evening." in (tmp_path / "talk.fr.srt").read_text("utf-8")


def test_a_translation_cannot_go_to_stdout_with_the_track(run: Run, tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text("Anna: Good evening.\n", "utf-8")
    done = run("caption", "talk.txt", "-T", "es", "--translator", "echo")
    assert done.returncode == 2
    assert "-o" in done.stderr


def test_inspect_shows_a_layout_as_one_line(run: Run, tmp_path: Path) -> None:
    """A layout of two lines broke the table; as written, ``--layout`` takes it."""
    text = "Tess Brand\nThe well is dry.\n\nOmar Pell\nThen we dig.\n\nTess Brand\nTwo days.\n\nOmar Pell\nThree.\n"
    (tmp_path / "talk.txt").write_text(text, "utf-8")
    assert r"layout    NAME\nTEXT" in run("inspect", "talk.txt").stdout.split("\n")
    assert run("inspect", "talk.txt", "--layout", r"NAME\nTEXT").returncode == 0


RUNNERS_COMMAND = re.compile(r"^\s*::|##\[", re.MULTILINE)


@pytest.mark.parametrize(
    "command",
    [["check"], ["inspect"], ["speakers"], ["fix", "-o", "new.srt"], ["convert", "-o", "new.vtt"],
     ["convert", "-o", "in.srt"], ["check", "--profile", "no-such"]],
    ids=" ".join,
)  # fmt: skip
@pytest.mark.parametrize("name", ["::error::x.srt", "a ##[error]b.srt", "  ::add-mask::x.srt"])
def test_no_name_or_text_commands_the_runner_of_a_build(
    run: Run, tmp_path: Path, command: list[str], name: str
) -> None:
    """GitHub's runner obeys lines of a log that begin with two colons, or hold the older form anywhere."""
    hostile = SRT.replace("Good evening.", "::stop-commands::x\n##[error]Hm  hm").replace("Here", "::ANN: Here")
    (tmp_path / name).write_text(hostile, "utf-8")
    done = run(*command, name, GITHUB_ACTIONS="true")
    assert not RUNNERS_COMMAND.search(done.stderr), done.stderr
    assert not RUNNERS_COMMAND.search(done.stdout), done.stdout


def test_data_is_the_same_in_a_build(run: Run, tmp_path: Path) -> None:
    """What is printed for programs is not changed: a log that shows hostile captions wants ``::stop-commands::``."""
    (tmp_path / "odd.srt").write_text(SRT.replace("Good", "::error::Good"), "utf-8")
    for command in (
        ["convert", "--to", "vtt", "odd.srt"],
        ["transcript", "odd.srt"],
        ["convert", "--to", "srt", "--json", "odd.srt"],
    ):
        done = run(*command, GITHUB_ACTIONS="true")
        assert "::error::Good" in done.stdout
        assert done.stdout == run(*command).stdout


class _Gone(io.StringIO):
    """A terminal that somebody has closed."""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        raise OSError(errno.EIO, "Input/output error")


@pytest.mark.parametrize("stderr", [None, _Gone()], ids=["closed", "a terminal that has gone"])
def test_progress_that_nobody_can_see_ends_no_run(stderr: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", stderr)
    bar = ProgressLine(3, "files")
    bar.begun -= 60
    bar.step()
    bar.end()


def test_without_a_command_the_help_is_shown_as_help(run: Run) -> None:
    shown = run()
    assert shown.returncode == 2
    assert shown.stderr.startswith("Usage: captionkit")
    assert "-h, --help" in shown.stderr
    assert "error" not in shown.stderr.splitlines()[0]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full")
@pytest.mark.parametrize(
    "arguments", [("convert", "in.srt", "--to", "vtt"), ("check", "in.srt"), ("formats", "--json")]
)
def test_a_full_disk_behind_stdout_is_no_bug_in_captionkit(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "in.srt").write_text(SRT, "utf-8")
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [str(Path(sys.executable).with_name("captionkit")), *arguments],
            stdout=full, stderr=subprocess.PIPE, text=True, cwd=tmp_path, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert "error: stdout: No space left on device" in done.stderr
    assert "bug" not in done.stderr


def test_a_file_that_begins_with_a_hyphen_is_named_in_the_hint(run: Run, tmp_path: Path) -> None:
    (tmp_path / "-dash.srt").write_text(SRT, "utf-8")
    refused = run("convert", "-dash.srt", "out.vtt")
    assert refused.returncode == 2
    assert "./-dash.srt" in refused.stderr
    assert run("convert", "./-dash.srt", "out.vtt").returncode == 0


def test_lines_that_do_not_exist_are_not_called_none(run: Run, tmp_path: Path) -> None:
    (tmp_path / "talk.txt").write_text("Good evening.\nHere is the news.\n", "utf-8")
    said = run("caption", "talk.txt", "-o", "talk.srt", "--from-line", "400")
    assert said.returncode == 1
    assert "None" not in said.stderr
