from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from captionkit.delivery import atomic
from captionkit.delivery.atomic import TEMPORARY_SUFFIX, PreparedFile, write_atomic
from captionkit.delivery.names import format_of_name, is_folder, output_name
from captionkit.errors import OutputError, TargetExistsError, UsageError, VerificationError

NAMELESS = hasattr(os, "O_TMPFILE")


@pytest.fixture(autouse=True, params=[True, False] if NAMELESS else [False], ids=lambda one: "nameless" * one)
def _kind_of_draft(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs with drafts that have no name and with hidden ones, as on file systems without the former."""
    monkeypatch.setattr(atomic, "_CAN_BE_NAMELESS", request.param)


def leftovers(folder: Path) -> list[Path]:
    return [p for p in folder.iterdir() if p.name.endswith(TEMPORARY_SUFFIX)]


def test_writes_and_makes_folders(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b" / "c.srt"
    write_atomic(target, b"data")
    assert target.read_bytes() == b"data"
    assert leftovers(target.parent) == []


def test_an_existing_target_stays_without_force(tmp_path: Path) -> None:
    target = tmp_path / "a.srt"
    target.write_bytes(b"old")
    with pytest.raises(TargetExistsError, match="exists already"):
        write_atomic(target, b"new")
    assert target.read_bytes() == b"old"
    write_atomic(target, b"new", force=True)
    assert target.read_bytes() == b"new"


def test_a_target_that_appears_meanwhile_stays_too(tmp_path: Path) -> None:
    target = tmp_path / "a.srt"
    with pytest.raises(TargetExistsError):
        write_atomic(target, b"new", check=lambda _: target.write_bytes(b"somebody else's") and None)
    assert target.read_bytes() == b"somebody else's"
    assert leftovers(tmp_path) == []


def test_a_failed_check_leaves_everything_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "a.srt"
    target.write_bytes(b"old")

    def refuse(path: str) -> None:
        assert Path(path).read_bytes() == b"new"
        raise VerificationError("differs")

    with pytest.raises(VerificationError):
        write_atomic(target, b"new", force=True, check=refuse)
    assert target.read_bytes() == b"old"
    assert leftovers(tmp_path) == []


def test_an_interrupt_leaves_no_part_behind(tmp_path: Path) -> None:
    def interrupt(path: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_atomic(tmp_path / "a.srt", b"new", check=interrupt)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not NAMELESS, reason="not run: this system knows no files without a name")
def test_a_killed_process_leaves_nothing_behind(tmp_path: Path) -> None:
    code = """
        import os, sys
        from captionkit.delivery.atomic import write_atomic
        write_atomic(sys.argv[1], b"data", check=lambda _: os.kill(os.getpid(), 9))
    """
    ended = subprocess.run([sys.executable, "-c", dedent(code), str(tmp_path / "a.srt")], check=False)
    assert ended.returncode == -9
    assert list(tmp_path.iterdir()) == []


def test_several_are_prepared_before_any_is_placed(tmp_path: Path) -> None:
    prepared = [PreparedFile(tmp_path / name, name.encode()) for name in "abc"]
    assert [p.name for p in tmp_path.iterdir() if not p.name.startswith(".")] == []
    prepared[0].place()
    prepared[1].place()
    prepared[2].drop()
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {"a": "a", "b": "b"}


def test_a_target_that_appears_before_its_file_is_placed_stays(tmp_path: Path) -> None:
    prepared = PreparedFile(tmp_path / "a.srt", b"ours")
    (tmp_path / "a.srt").write_bytes(b"somebody else's")
    with pytest.raises(TargetExistsError, match="exists already"):
        prepared.place()
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == {"a.srt": b"somebody else's"}


def test_modes_are_those_of_a_plain_file_or_of_the_old_target(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    target = tmp_path / "a.srt"
    write_atomic(target, b"x")
    assert stat.S_IMODE(target.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)
    target.chmod(0o640)
    write_atomic(target, b"y", force=True)
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_folder_that_is_a_file_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="cannot be written"):
        write_atomic(tmp_path / "file" / "a.srt", b"x")


@pytest.mark.skipif(not Path("/dev/full").exists() or os.name != "posix", reason="not run: no /dev/full here")
def test_a_full_disk_is_an_output_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = os.open
    monkeypatch.setattr("captionkit.delivery.atomic.os.open", lambda *_: opened("/dev/full", os.O_WRONLY))
    with pytest.raises(OutputError, match="No space left"):
        write_atomic(tmp_path / "a.srt", b"x" * 100_000)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("source", "language", "name"),
    [
        ("a/b.txt", "", "b.srt"),
        ("b.en.txt", "", "b.en.srt"),
        ("-", "", "captions.srt"),
        ("x.ckit.json", "fr", "x.fr.srt"),
    ],
)
def test_output_names(source: str, language: str, name: str) -> None:
    assert output_name(source, ".srt", language) == name


def test_formats_of_names() -> None:
    assert format_of_name("a.SRT") == "srt"
    assert format_of_name("a.ckit.json") == "ckit"
    with pytest.raises(UsageError, match="no caption format"):
        format_of_name("a.xyz")


def test_folders_are_told_by_separator_or_existence(tmp_path: Path) -> None:
    assert is_folder("out/")
    assert is_folder(str(tmp_path))
    assert not is_folder(str(tmp_path / "out.srt"))


@pytest.mark.parametrize("name", ["x" * 251 + ".srt", "ю" * 125 + ".srt"], ids=["letters", "two bytes each"])
def test_the_longest_names_are_written_and_replaced(tmp_path: Path, name: str) -> None:
    """The hidden draft's name was longer than any file system takes."""
    target = tmp_path / name
    write_atomic(target, b"one")
    write_atomic(target, b"two", force=True)
    assert target.read_bytes() == b"two"
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("there", [True, False], ids=["to a file", "to nothing"])
def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path: Path, there: bool) -> None:
    real = tmp_path / "elsewhere" / "real.srt"
    real.parent.mkdir()
    if there:
        real.write_bytes(b"old")
    link = tmp_path / "link.srt"
    link.symlink_to(real)
    with pytest.raises(TargetExistsError):
        write_atomic(link, b"new")
    write_atomic(link, b"new", force=True)
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_a_pipe_is_written_into_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(TargetExistsError):
        write_atomic(pipe, b"new")
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)
    seen: list[bytes] = []
    write_atomic(pipe, b"new", force=True, check=lambda path: seen.append(Path(path).read_bytes()))
    assert reader.communicate(timeout=30)[0] == b"new"
    assert seen == [b"new"]
    assert pipe.is_fifo()


def test_a_device_is_written_into_and_stays() -> None:
    write_atomic("/dev/null", b"new", force=True)
    assert Path("/dev/null").is_char_device()
