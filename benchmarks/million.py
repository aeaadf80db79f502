"""Tracks of a million cues through every stage: processor time and memory at a tenth, at three tenths and whole.

    python -m benchmarks.million [CUES [STAGE ...]]

Each stage is a command of its own, as it would be typed; memory is the most that its process held. The track is as
dense at every size (a cue each three seconds) and its texts differ: what is done once for texts that come again would
hide what grows. Wanted: ten times the cues take at most twelve times as long.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
STAGES = {
    "convert": ("convert", "{source}", "{target}.vtt"),
    "check": ("check", "{source}", "--profile", "netflix-en", "--format", "csv", "-o", "{target}.csv"),
    "fix": ("fix", "{source}", "-o", "{target}.srt", "--profile", "netflix-en"),
    "segment": ("segment", "{source}", "-o", "{target}.srt"),
    "translate": (
        "translate", "{source}", "-l", "en", "-T", "es", "-t", "echo", "-o", "{target}.srt",
        "--memory", "{target}.sqlite",
    ),
}  # fmt: skip
GROWTH = 12
#: ms from the start of a cue to that of the next, on the average.
STEP = 3000
#: When the first cue begins (ms): a million cues go beyond a hundred hours, which SRT's quick reader leaves to the
#: tolerant one, and every size is to be read by the same.
START = 100 * 3_600_000
WRITE = """
import sys
sys.path.insert(0, sys.argv[1])
from benchmarks import million
million.write(sys.argv[2], int(sys.argv[3]), start=million.START)
"""


def write(path: str, count: int, seed: int = 21, start: int = 500) -> None:
    """Write an SRT file of so many cues, the first at ``start`` (ms): texts of the generator, each with a name."""
    from benchmarks import generate

    dice = random.Random(seed)
    with Path(path).open("w", encoding="utf-8", newline="") as file:
        for number in range(1, count + 1):
            lines = generate.text_of(dice)
            lines[-1] = _named(lines[-1], dice)
            text = "\n".join(generate.srt_lines(lines, dice.random()))
            end = start + dice.randint(STEP // 2, STEP * 9 // 10)
            file.write(f"{number}\n{generate.stamp(start, ',')} --> {generate.stamp(end, ',')}\n{text}\n\n")
            start += STEP + dice.randint(-STEP // 24, STEP // 24)


def _named(line: str, dice: random.Random) -> str:
    """Return a line with one of 60,000 names before the mark at its end."""
    name = "".join(dice.choice("bdfgklmnprst") + dice.choice("aeiou") for _ in range(dice.randint(2, 3))).capitalize()
    words = line.rstrip(".!?")
    return f"{words} {name}{line[len(words) :]}"


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


def main(cues: int, stages: list[str]) -> int:
    failed = 0
    sizes = [cues // 10, cues * 3 // 10, cues]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = [folder / f"{count}.en.srt" for count in sizes]
        for source, count in zip(sources, sizes, strict=True):
            # in a process of its own: what this one has held counts as memory of those it starts
            subprocess.run([sys.executable, "-c", WRITE, str(ROOT), str(source), str(count)], check=True)
        print(f"{'':10}" + "".join(f"{count:>15,} cues" for count in sizes) + "     a cue, from the first to the last")
        for stage in stages or STAGES:
            rows = []
            for source in sources:
                places = {"source": str(source), "target": str(folder / f"out-{source.stem}")}
                rows.append(measured([part.format(**places) for part in STAGES[stage]]))
                for made in folder.glob("out-*"):
                    made.unlink()
            (small, less), _, (large, more) = rows
            failed |= large > GROWTH * small
            grown, held = (large - small) / (cues - sizes[0]), (more - less) / (cues - sizes[0])
            print(
                f"{stage:10}" + "".join(f"{seconds:9.1f} s {held:5,} MB" for seconds, held in rows)
                + f"   {grown * 1e6:5.0f} us, {held * 1024:4.1f} kB; {large / small:4.1f} times the time",
                flush=True,
            )  # fmt: skip
    return failed


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, sys.argv[2:]))
