"""Whole processes: CPU time of one conversion beside ffmpeg's and pysubs2's, medians of alternating rounds.

    python benchmarks/processes.py [--quick]

Bars: ``captionkit convert a.srt b.vtt --no-verify`` takes less CPU than ``ffmpeg -i a.srt b.vtt``; with the read-back
it takes at most 1.6 times ffmpeg's on a file of 1,000 cues, and less than pysubs2's command line.
"""

from __future__ import annotations

import compileall
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

import captionkit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import generate  # noqa: E402

BIN = Path(sys.executable).parent


def spent() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def cpu(command: list[str]) -> float:
    before = spent()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return spent() - before


def commands(folder: Path, source: Path) -> dict[str, list[str]]:
    tool, target = str(BIN / "captionkit"), str(folder / "out.vtt")
    made = {
        "captionkit --no-verify": [tool, "convert", str(source), target, "-f", "--no-verify", "-q"],
        "captionkit, read back": [tool, "convert", str(source), target, "-f", "-q"],
        "ffmpeg": ["ffmpeg", "-y", "-v", "error", "-i", str(source), target],
        "pysubs2": [str(BIN / "pysubs2"), "--to", "vtt", "-o", str(folder / "peer"), str(source)],
        "python -c pass": [sys.executable, "-c", "pass"],
        "import click": [sys.executable, "-c", "import click"],
        "captionkit --help": [tool, "--help"],
    }
    return {name: command for name, command in made.items() if shutil.which(command[0])}


def bar(name: str, ratio: float, wanted: float) -> None:
    print(f"    {name}: {ratio:.2f} (bar {wanted:g})  {'ok' if ratio <= wanted else 'MISSED'}")


def main() -> None:
    quick = "--quick" in sys.argv
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's Python keeps what it compiled
    compileall.compile_dir(str(Path(captionkit.__file__).parent), quiet=1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for count, rounds in ((1000, 15), (10_000, 9)) if quick else ((1000, 25), (10_000, 11), (100_000, 3)):
            source = folder / f"{count}.srt"
            source.write_text(generate.srt(count), "utf-8")
            todo = commands(folder, source)
            times: dict[str, list[float]] = {key: [] for key in todo}
            for _ in range(rounds):
                for key, command in todo.items():
                    times[key].append(cpu(command))
            found = {key: median(values) for key, values in times.items()}
            print(f"SRT -> WebVTT, {count:,} cues, {rounds} rounds")
            for key, seconds in found.items():
                beside = f"  {seconds / found['ffmpeg']:5.2f} of ffmpeg" if "ffmpeg" in found else ""
                print(f"  {key:<24}{seconds * 1000:9.1f} ms CPU{beside}")
            if "ffmpeg" in found:
                bar("not read back / ffmpeg", found["captionkit --no-verify"] / found["ffmpeg"], 1.0)
                if count == 1000:
                    bar("read back / ffmpeg", found["captionkit, read back"] / found["ffmpeg"], 1.6)
            if "pysubs2" in found:
                bar("read back / pysubs2", found["captionkit, read back"] / found["pysubs2"], 1.0)


if __name__ == "__main__":
    main()
