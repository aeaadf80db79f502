"""SOURCE... and -o OUTPUT: one manner in every command that writes tracks."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from captionkit.cli import _render
from captionkit.cli._options import EDITING, READING, TRACKS
from captionkit.cli._options import WRITING as ALL_WRITING
from captionkit.cli._render import escape
from captionkit.cli._run import run
from tests.support import ROOT

SRT = (
    "1\n00:00:01,000 --> 00:00:03,500\nThe boats of the harbour were in the water.\n\n"
    "2\n00:00:04,000 --> 00:00:06,500\nIt was late in the evening when they came.\n"
)
#: Those that have a film as their second argument need one that speaks (tests/timing); ``join``, ``cut`` and ``merge``
#: take or make several tracks by their nature (tests/cli/test_contract.py).
WRITING = tuple(name for name in ALL_WRITING if name not in ("align", "sync", *EDITING))
MORE = {
    "anchor": ["--times", "a.srt"],
    "conform": ["--old", "a.edl", "--new", "a.edl", "--rate", "25"],
    "transform": ["--do", "shift:by=1s"],
    "translate": ["-T", "pt", "-t", "pseudo", "--no-memory", "-l", "en"],
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("a.srt", "b.srt", "talk.en.sdh.srt"):
        Path(name).write_text(SRT, "utf-8")
    Path("a.edl").write_text("001  TAPE  A  C  10:00:00:00 10:01:00:00 01:00:00:00 01:01:00:00\n", "utf-8")
    return tmp_path


@pytest.mark.parametrize("command", WRITING)
def test_the_second_of_two_arguments_is_the_output(command: str) -> None:
    assert run([command, "a.srt", "out.srt", *MORE.get(command, [])]) == 0
    assert "00:00:0" in Path("out.srt").read_text("utf-8")
    assert Path("a.srt").read_text("utf-8") == SRT


@pytest.mark.parametrize("command", WRITING)
def test_two_sources_are_told_apart_by_the_option(command: str) -> None:
    assert run([command, "a.srt", "b.srt", "-o", "out/", "--to", "srt", *MORE.get(command, [])]) == 0
    language = ".pt" if command == "translate" else ""
    assert sorted(os.listdir("out")) == [f"a{language}.srt", f"b{language}.srt"]


@pytest.mark.parametrize("command", WRITING)
def test_an_existing_second_argument_is_not_overwritten(command: str) -> None:
    assert run([command, "a.srt", "b.srt", *MORE.get(command, [])]) == 1
    assert Path("b.srt").read_text("utf-8") == SRT


@pytest.mark.parametrize("command", WRITING)
def test_three_sources_need_an_output(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "a.srt", "b.srt", "talk.en.sdh.srt", *MORE.get(command, [])]) == 2
    assert "-o" in capsys.readouterr().err


@pytest.mark.parametrize("command", WRITING)
def test_templates_in_every_command(command: str) -> None:
    arguments = [command, "a.srt", "talk.en.sdh.srt", "--to", "vtt", *MORE.get(command, [])]
    assert run([*arguments, "-o", "out/{stem}.{language}.{ext}"]) == 0
    languages = (".pt", ".pt") if command == "translate" else ("", ".en")
    assert sorted(os.listdir("out")) == [f"a{languages[0]}.vtt", f"talk{languages[1]}.vtt"]
    assert run([*arguments, "-o", "{steam}.vtt"]) == 2
    assert run([*arguments, "-o", "../{stem}.vtt"]) == 2


@pytest.mark.parametrize("command", TRACKS)
def test_the_language_of_a_name_stays_in_derived_names(command: str) -> None:
    assert run([command, "talk.en.sdh.srt", "-o", "out/", *MORE.get(command, [])]) == 0
    tag = "pt" if command == "translate" else "en"
    assert os.listdir("out") == [f"talk.{tag}.sdh.srt"]


def test_the_language_of_a_name_is_the_language_of_the_track() -> None:
    Path("talk.fr.srt").write_text("1\n00:00:01,000 --> 00:00:03,000\nLes bateaux du port.\n", "utf-8")
    assert run(["convert", "talk.fr.srt", "out.ckit.json"]) == 0
    assert json.loads(Path("out.ckit.json").read_text("utf-8"))["language"] == "fr"


def test_a_language_that_a_transcript_states_is_in_the_names_of_a_folder() -> None:
    Path("talk.json").write_text(
        '{"text": "Good evening.", "language": "en", "segments":'
        ' [{"id": 0, "start": 0.5, "end": 2.0, "text": " Good evening."}]}',
        "utf-8",
    )
    assert run(["caption", "talk.json", "-o", "out/", "--to", "srt", "--to", "vtt"]) == 0
    assert sorted(os.listdir("out")) == ["talk.en.srt", "talk.en.vtt"]


def test_one_name_for_two_sources_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("sub").mkdir()
    Path("sub/a.srt").write_text(SRT, "utf-8")
    assert run(["convert", "a.srt", "sub/a.srt", "-o", "out/", "--to", "vtt"]) == 2
    assert "would be written from a.srt and from sub/a.srt" in capsys.readouterr().err


def test_a_source_that_fails_does_not_stop_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad.srt").write_bytes(b"\x00\x01\x02")
    assert run(["convert", "bad.srt", "a.srt", "-o", "out/", "--to", "vtt"]) == 1
    assert os.listdir("out") == ["a.vtt"]
    assert "error: bad.srt" in capsys.readouterr().err
    assert run(["convert", "bad.srt", "a.srt", "-o", "out2/", "--to", "vtt", "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert [row["source"] for row in document["result"]] == ["bad.srt", "a.srt"]
    assert document["result"][0]["error"]["type"]


@pytest.mark.parametrize("command", WRITING)
def test_json_without_an_output_is_one_document_that_holds_the_track(
    command: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """caption FILE --json printed a track and then a document."""
    where = ["-o", "-"] if command == "fix" else []
    for dry in ([], ["--dry-run"]):
        assert run([command, "a.srt", "--to", "srt", "--json", *dry, *where, *MORE.get(command, [])]) == 0
        (output,) = json.loads(capfd.readouterr().out)["outputs"]
        assert output["path"] == "-"
        assert "-->" in output["text"]


SAMPLES = sorted(p.name for p in (ROOT / "samples").iterdir() if p.suffix in (".txt", ".json"))


@pytest.mark.parametrize("name", SAMPLES)
def test_a_first_run_prints_eight_lines_at_most(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["caption", str(ROOT / "samples" / name), "-o", "out/", "--to", "srt", "--to", "vtt"]) == 0
    told = capsys.readouterr().err
    assert told.count("\n") <= 8
    for word in ("read ", "words", "language", "speaker", "times", "wrote out/"):
        assert word in told
    assert run(["caption", str(ROOT / "samples" / name), "-o", "all/", "--to", "srt", "-v"]) == 0
    assert capsys.readouterr().err.count("\n") >= told.count("\n") - 1


def test_findings_of_one_code_are_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    cues = "".join(
        f"{i}\n00:00:{i:02},000 --> 00:00:{i:02},900\nIt was late in the evening when all came home, number {i}.\n\n"
        for i in range(1, 20)
    )
    Path("fast.srt").write_text(cues, "utf-8")
    run(["segment", "fast.srt", "out.srt", "-l", "en"])
    lines = [line for line in capsys.readouterr().err.splitlines() if "[segment." in line]
    codes = [line.partition("[")[2].partition("]")[0] for line in lines]
    assert codes
    assert len(set(codes)) == len(codes)
    assert any(" more (cues " in line for line in lines)


@pytest.mark.parametrize("given", [["--duration", "20s"], ["--language", "en"], ["--include", "sound"], []])
def test_no_hint_names_an_option_that_was_given(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    for name in SAMPLES:
        run(["caption", str(ROOT / "samples" / name), "-v", "--dry-run", "--to", "srt", *given])
        hints = [line for line in capsys.readouterr().err.splitlines() if line.startswith("  hint:")]
        assert not any(given and given[0] in hint for hint in hints)


HOSTILE = "a\x1b]52;c;aGk=\x07\x1b[2J\u202e.srt"


@pytest.mark.parametrize("command", [*READING, "no-such-command"])
def test_no_name_steers_the_terminal(command: str, capfd: pytest.CaptureFixture[str]) -> None:
    """A file's name with an escape sequence reached the terminal as it was."""
    for content in (SRT, "1\n00:00:05,000 --> 00:00:01,000\n\x1b]52;c;aGk=\x07 Good evening\n", ""):
        Path(HOSTILE).write_text(content, "utf-8")
        run([command, HOSTILE, "--json" if command == "no-such-command" else "-v", *MORE.get(command, [])])
        told = capfd.readouterr().err
        assert not set(told) & {"\x1b", "\x07", "\u202e", "\x9b"}


def test_a_track_on_a_terminal_does_not_steer_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("evil.srt").write_text("1\n00:00:01,000 --> 00:00:03,000\nHi \x1b]52;c;aGk=\x07there\n", "utf-8")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    for arguments in (["convert", "evil.srt", "--to", "vtt"], ["inspect", "evil.srt"], ["check", "evil.srt"]):
        assert run(arguments) == 0
        assert "\x1b" not in capsys.readouterr().out


def test_a_json_document_does_not_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    Path("in.srt").write_text("1\n00:00:01,000 --> 00:00:03,000\nHi \x9b31m\u202ethere\n", "utf-8")
    assert run(["convert", "in.srt", "--to", "vtt", "--json"]) == 0
    out = capsys.readouterr().out
    assert not set(out) & {"\x9b", "\u202e", "\x1b"}
    assert "\u202ethere" in json.loads(out)["outputs"][0]["text"]


@pytest.mark.parametrize("text", ["plain", "é日", "a\tb", "\x1b[0m", "\x9b31m", "\u2066x"])
def test_escaping(text: str) -> None:
    shown = escape(text)
    assert shown.isprintable()
    assert (shown == text) == text.isprintable()


def test_progress_is_for_terminals_and_for_what_takes_long(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shown: Callable[[], str] = lambda: capsys.readouterr().err  # noqa: E731
    bar = _render.ProgressLine(4, "files")
    bar.step()
    assert shown() == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    bar.step()
    assert shown() == ""  # nothing takes long yet
    monkeypatch.setattr(_render, "PATIENCE", 0)
    bar.step()
    assert "3/4 files" in shown()
    bar.end()
    assert shown() == "\r\x1b[K"
