"""The commands check, fix, transform and ``profiles new``: streams, exit codes, files."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from captionkit import profiles

SRT = (
    "1\n00:00:01,000 --> 00:00:01,500\nGood  evening.\n\n"
    "2\n00:00:04,000 --> 00:00:06,000\nHere is the\nnews.\n\n"
    "3\n00:00:08,000 --> 00:00:10,000\n[door] ANN: Yes.\n"
)


@pytest.fixture
def run(tmp_path):
    def call(*arguments, stdin=""):
        program = str(Path(sys.executable).with_name("captionkit"))
        return subprocess.run(
            [program, *arguments], capture_output=True, text=True, cwd=tmp_path, input=stdin, check=False
        )

    (tmp_path / "in.srt").write_text(SRT, "utf-8")
    return call


def test_check_tells_findings_on_stdout_and_fails_only_on_what_is_asked(run):
    done = run("check", "in.srt", "--profile", "netflix-en")
    assert done.returncode == 0
    assert "double-space" in done.stdout
    assert "1 file" in done.stdout
    assert run("check", "in.srt", "--fail-on", "warning").returncode == 1
    assert run("check", "in.srt", "--fail-on", "quality.one-line").returncode == 1
    assert run("check", "in.srt", "--fail-on", "warning", "--rule", "overlap").returncode == 0
    assert "double-space" not in run("check", "in.srt", "--ignore", "double-space").stdout


def test_check_reads_stdin(run):
    assert "double-space" in run("check", "-", stdin=SRT).stdout


def test_check_json_is_the_one_shape(run):
    document = json.loads(run("check", "in.srt", "--json").stdout)
    assert document["command"] == "check"
    assert document["result"]["summary"]["files"] == 1
    assert {d["code"] for d in document["diagnostics"]} >= {"quality.double-space", "quality.min-duration"}


@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "csv", "github", "html"])
def test_check_writes_each_form_and_overwrites_nothing(run, tmp_path, form):
    done = run("check", "in.srt", "--format", form, "-o", "report")
    assert (done.returncode, done.stdout) == (0, "")
    assert "wrote report" in done.stderr
    assert "double-space" in (tmp_path / "report").read_text("utf-8")
    assert run("check", "in.srt", "--format", form, "-o", "report").returncode == 1


def test_check_of_a_folder_goes_on_after_a_file_that_cannot_be_read(run, tmp_path):
    (tmp_path / "bad.srt").write_bytes(b"\x00\x01\x02")
    done = run("check", ".")
    assert done.returncode == 1
    assert "bad.srt: could not be checked" in done.stdout
    assert "in.srt: 3 cues" in done.stdout


def test_check_baseline_there_and_back(run):
    assert run("check", "in.srt", "--write-baseline", "known.json").returncode == 0
    done = run("check", "in.srt", "--baseline", "known.json", "--fail-on", "info")
    assert done.returncode == 0
    assert "in the baseline" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("check",), "name files or folders"),
        (("check", "in.srt", "--profile", "netflx-en"), "netflix-en"),
        (("check", "in.srt", "--rule", "overlp"), "overlap"),
        (("fix", "in.srt"), "--in-place"),
        (("transform", "in.srt", "out.srt"), "--do"),
        (("transform", "in.srt", "out.srt", "--do", "shfit:by=1s"), "shift"),
        (("profiles", "new"), "guide.toml"),
    ],
)
def test_usage_errors_exit_with_2_and_say_what_to_do(run, arguments, expected):
    done = run(*arguments)
    assert done.returncode == 2
    assert expected in done.stderr
    assert "Traceback" not in done.stderr


def test_check_lists_its_rules(run):
    done = run("check", "--list-rules")
    assert done.returncode == 0
    assert "reading-speed" in done.stdout
    rows = json.loads(run("check", "--list-rules", "--json").stdout)["result"]
    assert all(row["source"] and row["why"] for row in rows)


def test_fix_writes_the_fixed_track_and_says_what_remains(run, tmp_path):
    done = run("fix", "in.srt", "-o", "out.srt", "-l", "en")
    assert done.returncode == 0
    text = (tmp_path / "out.srt").read_text("utf-8")
    assert "Good evening." in text
    assert "Here is the news." in text
    assert "changes" in done.stderr
    assert run("check", "out.srt", "-l", "en", "--fail-on", "warning").returncode == 0


def test_fix_to_stdout_and_in_place(run, tmp_path):
    assert "Good evening." in run("fix", "in.srt", "-o", "-").stdout
    assert run("fix", "in.srt", "--in-place").returncode == 0
    assert "Good evening." in (tmp_path / "in.srt").read_text("utf-8")


def test_fix_dry_run_shows_a_difference_with_reasons_and_writes_nothing(run, tmp_path):
    done = run("fix", "in.srt", "--dry-run")
    assert done.returncode == 0
    assert "cue 1: spaces (double-space" in done.stdout
    assert "- Good  evening." in done.stdout
    assert "+ Good evening." in done.stdout
    assert (tmp_path / "in.srt").read_text("utf-8") == SRT


def test_transform_runs_steps_in_order(run, tmp_path):
    done = run("transform", "in.srt", "out.vtt", "--do", "clean", "--do", "shift:by=1s")
    assert done.returncode == 0
    text = (tmp_path / "out.vtt").read_text("utf-8")
    assert "00:00:02.000 -->" in text
    assert "[door]" not in text
    assert "ANN" not in text


def test_transform_lists_what_there_is(run):
    done = run("transform", "--list")
    assert "shift" in done.stdout
    assert "by: time to add" in done.stdout


def test_profiles_new_makes_a_file_that_loads_and_shows_what_it_inherits(run, tmp_path):
    assert run("profiles", "new", "guide.toml", "--inherits", "netflix-en").returncode == 0
    text = (tmp_path / "guide.toml").read_text("utf-8")
    assert "# max_cpl = 42" in text
    profile = profiles.load(tmp_path / "guide.toml")
    assert profile.limits() == profiles.load("netflix-en").limits()
    edited = text.replace("# max_cpl = 42", "max_cpl = 30")
    assert tomllib.loads(edited)["limits"]["max_cpl"] == 30
    (tmp_path / "guide.toml").write_text(edited, "utf-8")
    assert profiles.load(tmp_path / "guide.toml").limits().max_cpl == 30
    assert run("check", "in.srt", "--profile", "guide.toml").returncode == 0
    assert run("profiles", "new", "guide.toml").returncode == 1


def test_profiles_new_from_a_file_and_from_an_audience(run, tmp_path):
    (tmp_path / "sub").mkdir()
    assert run("profiles", "new", "guide.toml", "--inherits", "ted").returncode == 0
    assert run("profiles", "new", "sub/show.toml", "--inherits", "guide.toml").returncode == 0
    assert profiles.load(tmp_path / "sub" / "show.toml").inherits == ("guide", "ted")
    assert run("profiles", "new", "kids.toml", "--inherits", "netflix-en:children").returncode == 0
    assert profiles.load(f"{tmp_path / 'kids.toml'}:children").limits().max_cps == 17


@pytest.mark.parametrize("name", profiles.names())
def test_every_line_that_a_new_profile_shows_can_be_taken_in(name, tmp_path):
    import re

    from captionkit.profiles.writer import new_profile

    text = re.sub(r"(?m)^# ([a-z_-]+ = )", r"\1", new_profile(profiles.load(name)).partition("# [sources.guide]")[0])
    path = tmp_path / "guide.toml"
    path.write_text(text, "utf-8")
    assert profiles.load(path).published() == profiles.load(path).limits().replace(
        **dict.fromkeys(profiles.load(path).fallbacks - {"counting"})
    )


def test_profiles_schema_is_json(run):
    assert json.loads(run("profiles", "schema").stdout)["title"] == "captionkit profile"
