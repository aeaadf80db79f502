"""Coverage-guided fuzzing of every reader: what no branch of it has seen yet must not crash it, hang it or fill memory.

    python -m tests.fuzz [--executions N] [--only NAME] [--keep FOLDER]

Each reader runs in a process of its own under atheris (libFuzzer), which keeps an input that reaches a branch for the
first time; ``tests/fuzz-corpus/NAME`` holds the small ones kept so far and is where the next run begins. A reader may
answer with a result or with a CaptionkitError and with nothing else, in ten seconds and two gigabytes.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "tests" / "fuzz-corpus"
#: Inputs are this short at most: branches, not sizes, are what is looked for (``make growth`` looks at sizes).
LONGEST, SECONDS, MEGABYTES = 4096, 10, 2048
#: How much of what is found is kept for the next run: the smallest inputs, of a reader each.
KEPT, KEPT_SIZE = 60, 1024


def readers() -> dict[str, Callable[[bytes], object]]:
    """Return every reader of the registries, by name, as a function of a file's bytes; nothing is read here."""
    from captionkit.formats import FORMATS
    from captionkit.sources import ReadOptions, Source
    from captionkit.transcripts import READERS

    def of(entry: object, name: str) -> Callable[[bytes], object]:
        def read(data: bytes) -> object:
            source = Source(data, name)
            entry.sniff(source)  # type: ignore[attr-defined]
            value = entry.read(source, ReadOptions()).value  # type: ignore[attr-defined]
            return [cue.text for cue in value] if hasattr(value, "cues") else value

        return read

    found = {f"format-{name}": FORMATS.get(name) for name in FORMATS.names()}
    found |= {f"transcript-{name}": READERS.get(name) for name in READERS.names()}
    return {name: of(entry, f"fuzz{(entry.suffixes or ('',))[0]}") for name, entry in found.items() if entry.read}


def seeds(name: str) -> Iterator[bytes]:
    """Yield files to begin with: what the format writes of a small track, and small files of the tests' own data."""
    from captionkit.formats import FORMATS, WriteOptions
    from captionkit.model.cue import Cue
    from captionkit.model.track import Track
    from captionkit.sources import Source

    kind, _, bare = name.partition("-")
    if kind == "format" and FORMATS.get(bare).write is not None:
        track = Track(
            (Cue(1000, 2500, "The ferry is late."), Cue(3000, 4999, "- Then we walk.\n- Run!")), language="en"
        )
        yield FORMATS.get(bare).write(track, WriteOptions(rate="25")).value  # type: ignore[misc]
    sniff = _entry(kind, bare).sniff
    for path in sorted((ROOT / "tests").rglob("data/**/*")):
        if path.is_file() and path.stat().st_size <= LONGEST and sniff(Source(path.read_bytes(), path.name)) > 0:
            yield path.read_bytes()


def _entry(kind: str, name: str) -> object:
    from captionkit.formats import FORMATS
    from captionkit.transcripts import READERS

    return (FORMATS if kind == "format" else READERS).get(name)


def target(name: str, arguments: list[str]) -> None:
    """Fuzz one reader; libFuzzer ends the process."""
    import atheris

    with atheris.instrument_imports(include=["captionkit"]):
        from captionkit.errors import CaptionkitError

        read = readers()[name]

    def one(data: bytes) -> None:
        try:
            read(data)
        except CaptionkitError:
            return

    atheris.Setup([sys.argv[0], *arguments], one)
    atheris.Fuzz()


def fuzz(name: str, executions: int, keep: Path) -> tuple[bool, str]:
    """Run one reader; return whether it held, and the line that says what happened."""
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder, "found")
        found.mkdir()
        for number, data in enumerate(seeds(name)):
            (found / f"seed{number}").write_bytes(data)
        kept = CORPUS / name
        folders = [str(found), *([str(kept)] if kept.is_dir() else [])]
        limits = [f"-max_len={LONGEST}", f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}", f"-runs={executions}"]
        command = [sys.executable, "-m", "tests.fuzz", "--target", name, *folders, *limits, "-verbosity=0",
                   f"-artifact_prefix={folder}/", "-print_final_stats=1"]  # fmt: skip
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, errors="replace", check=False)
        ran = next((line.split()[-1] for line in done.stderr.splitlines() if "number_of_executed_units" in line), "?")
        if done.returncode == 0:
            _keep(found, keep / name)
            return True, f"{name}: {ran} executions, no finding"
        keep.mkdir(parents=True, exist_ok=True)
        for path in Path(folder).glob("*-*"):
            if path.is_file():
                shutil.copy(path, keep / f"finding-{name}-{path.name[:30]}")
        return False, f"{name}: FOUND after {ran} executions\n{done.stdout[-1500:]}{done.stderr[-2500:]}"


def _keep(found: Path, target: Path) -> None:
    """Keep the smallest of the inputs that reached something new, up to a number."""
    small = sorted(
        (path for path in found.iterdir() if path.stat().st_size <= KEPT_SIZE), key=lambda p: p.stat().st_size
    )
    new = [path for path in small if not path.name.startswith("seed")][:KEPT]
    if new:
        target.mkdir(parents=True, exist_ok=True)
        for path in new:
            shutil.copy(path, target / path.name)


def main() -> int:
    """Fuzz every reader, or one; the exit code is 1 where one did not hold."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--executions", type=int, default=1_000_000, help="in all, shared by the readers")
    parser.add_argument("--only", default="", help="readers whose name holds this")
    parser.add_argument("--keep", type=Path, default=ROOT / "out" / "fuzz", help="where findings and new inputs go")
    options = parser.parse_args()
    names = [name for name in readers() if options.only in name]
    each = max(1, options.executions // max(1, len(names)))
    held = True
    for name in names:
        good, line = fuzz(name, each, options.keep)
        print(line, flush=True)
        held = held and good
    return 0 if held else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--target"]:
        os.environ.setdefault("PYTHONHASHSEED", "0")
        target(sys.argv[2], sys.argv[3:])
    sys.exit(main())
