"""Tracks of a million cues through every stage: processor time and memory at two sizes, a tenth and the whole.

    python -m benchmarks.million [CUES]

Each stage runs in a process of its own, as the command would be typed. Wanted: ten times the cues take at most thirteen
times as long.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STAGES = {
    "convert to WebVTT": ("convert", "{source}", "{target}.vtt"),
    "check, netflix-en": ("check", "{source}", "--profile", "netflix-en", "--format", "csv", "-o", "{target}.csv"),
    "fix, netflix-en": ("fix", "{source}", "-o", "{target}.srt", "--profile", "netflix-en"),
    "segment": ("segment", "{source}", "-o", "{target}.srt"),
    "translate, echo": ("translate", "{source}", "-l", "en", "-T", "es", "-t", "echo", "-o", "{target}.srt"),
}
GROWTH = 13
WRITE = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from benchmarks import generate
Path(sys.argv[2]).write_text(generate.srt(int(sys.argv[3])), "utf-8")
"""


def measured(arguments: list[str]) -> tuple[float, int]:
    """Run a command; return its processor time in s and the most memory it held, in MB."""
    with subprocess.Popen(
        [sys.executable, "-m", "captionkit", *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        assert process.stderr is not None
        said = process.stderr.read().decode()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        raise RuntimeError(f"{arguments[0]} ended with {process.returncode}: {said[-500:]}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024


def main(cues: int) -> int:
    failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = []
        for count in (cues // 10, cues):
            sources.append(folder / f"{count}.en.srt")
            # in a process of its own: what this one has held counts as memory of those it starts
            subprocess.run([sys.executable, "-c", WRITE, str(ROOT), str(sources[-1]), str(count)], check=True)
        print(f"{'':20} {cues // 10:>12,} cues        {cues:>12,} cues")
        for stage, command in STAGES.items():
            rows = []
            for source in sources:
                places = {"source": str(source), "target": str(folder / f"out-{source.stem}")}
                rows.append(measured([part.format(**places) for part in command]))
                for made in folder.glob("out-*"):
                    made.unlink()
            (small, less), (large, more) = rows
            failed |= large > GROWTH * small
            print(
                f"{stage:20} {small:7.1f} s {less:6,} MB   {large:9.1f} s {more:6,} MB   "
                f"{large / small:5.1f} times the time, {cues / large:,.0f} cues/s",
                flush=True,
            )
    return failed


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000))
