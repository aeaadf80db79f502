"""Batches: 10,000 small SRT files to WebVTT: CPU per file beside a peer's command, and two processes against one.

What two processes can gain is the machine's doing too: two virtual cores may share one real core, and neighbours come
and go. So each round also takes the same work done by two commands of one process each, started together, that share
nothing but the disk: what they gain over doing it one after the other is the most any pool could.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROUNDS = 5
COUNT = int(os.environ.get("CAPTIONKIT_BENCH_FILES", "10000"))
BIN = Path(sys.executable).parent


def cpu(who: int) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def make(folder: Path, count: int = COUNT) -> None:
    for number in range(count):
        path = folder / "in" / f"{number % 100:02}" / f"{number}.srt"
        path.parent.mkdir(parents=True, exist_ok=True)
        cues = (f"{i}\n00:00:{i:02},000 --> 00:00:{i:02},900\nLine {i} of file {number}.\n" for i in range(1, 21))
        path.write_text("\n".join(cues), "utf-8")
    (folder / "recipe.toml").write_text('inputs = ["in/**/*.srt"]\n[write]\nto = ["vtt"]\n', "utf-8")


@dataclass(frozen=True, slots=True)
class Run:
    """One measured run: processor and wall seconds, peak memory in MiB."""

    used: float
    wall: float
    peak: int


PLAIN = 'inputs = ["in/**/*.srt"]\n'
#: A twentieth of the files, each checked and mended as well.
FIX = 'inputs = ["in/0[0-4]/*.srt"]\n[[steps]]\nstep = "fix"\n'


def run(folder: Path, jobs: int, *options: str, verify: bool = True, recipe: str = PLAIN) -> Run:
    """Run one batch into a new folder."""
    used, begun = cpu(resource.RUSAGE_CHILDREN), time.perf_counter()
    peak = peak_of(start(folder, jobs, *options, verify=verify, recipe=recipe))
    wall = time.perf_counter() - begun
    return Run(cpu(resource.RUSAGE_CHILDREN) - used, wall, round(peak))


def peak_of(process: subprocess.Popen[bytes]) -> float:
    """Wait for a batch; return the most memory (MiB) that its own process had.

    What ``RUSAGE_CHILDREN`` tells is the most that any child ever had: a peer's, or that of an earlier round.
    """
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)  # or the object would wait for it again
    if status:
        raise SystemExit("a batch failed")
    return usage.ru_maxrss / 1024


def start(folder: Path, jobs: int, *options: str, verify: bool = True, recipe: str = PLAIN) -> subprocess.Popen[bytes]:
    """Start a batch into a new folder.

    What earlier runs wrote stays: where ten thousand files were just deleted, ext4 looks at each of their inodes again
    for every new file, and the run would be charged for the clearing up.
    """
    output = Path(tempfile.mkdtemp(prefix="out-", dir=folder)).name
    text = f'[write]\nto = ["vtt"]\noutput = "{output}"\n' + ("" if verify else "verify = false\n")
    (folder / f"{output}.toml").write_text(recipe + text, "utf-8")
    command = [str(BIN / "captionkit"), "batch", f"{output}.toml", "--jobs", str(jobs), "-q", *options]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL)


def wait_for(*runs: subprocess.Popen[bytes]) -> None:
    ended = [process.wait() for process in runs]
    if any(ended):
        raise SystemExit("a batch failed")


def together(folder: Path, *options: str, recipe: str) -> float:
    """Return the wall seconds of doing the work twice, by two commands of one process at once."""
    begun = time.perf_counter()
    wait_for(*[start(folder, 1, *options, recipe=recipe) for _ in range(2)])
    return time.perf_counter() - begun


def peer(folder: Path, command: list[str], times: int = 20) -> float:
    used = cpu(resource.RUSAGE_CHILDREN)
    for _ in range(times):
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return (cpu(resource.RUSAGE_CHILDREN) - used) / times


def main() -> None:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # a user's Python keeps what it compiled
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make(folder)
        one = folder / "in" / "00" / "0.srt"
        peers = {"ffmpeg": ["ffmpeg", "-y", "-i", str(one), str(folder / "p.vtt")]}
        peers["pysubs2"] = [str(BIN / "pysubs2"), "--to", "vtt", "-o", str(folder / "p"), str(one)]
        costs = {k: peer(folder, c) for k, c in peers.items() if shutil.which(c[0])}
        fastest = min(costs.values())
        print(f"{COUNT:,} files of 20 cues; CPU per file of one command a file:")
        for tool, cost in costs.items():
            print(f"  {tool:<8} {cost * 1000:7.2f} ms")
        for verify in (True, False):
            one_run = run(folder, 1, "--no-sync", verify=verify)
            each = one_run.used / COUNT
            print(
                f"  captionkit batch, {'read back' if verify else 'not read back':<13} {each * 1000:7.2f} ms CPU a file"
                f" = {each / fastest:.3f} of the fastest peer; {COUNT / one_run.wall:,.0f} files/s;"
                f" peak {one_run.peak} MiB"
            )
        for label, count, options, recipe in (
            ("plain", COUNT, (), PLAIN),
            ("plain, --no-sync", COUNT, ("--no-sync",), PLAIN),
            ("with fix", COUNT // 20, (), FIX),
        ):
            gains(folder, label, count, options, recipe)


def gains(folder: Path, label: str, count: int, options: tuple[str, ...], recipe: str) -> None:
    """Print what two processes gain over one, and what two commands that share nothing gain: their rounds mixed."""
    pool, apart, rates = [], [], []
    for _ in range(ROUNDS):
        one = run(folder, 1, *options, recipe=recipe).wall
        two = run(folder, 2, *options, recipe=recipe).wall
        both = together(folder, *options, recipe=recipe)
        again = run(folder, 1, *options, recipe=recipe).wall
        pool.append((one + again) / 2 / two)
        apart.append((one + again) / both)
        rates.append(count / two)
    print(
        f"  two processes against one, {label:<16} {spread(pool)}; {median(rates):,.0f} files/s;"
        f" two commands that share nothing {spread(apart)}",
        flush=True,
    )


def spread(numbers: list[float]) -> str:
    return f"{median(numbers):.2f}x ({min(numbers):.2f}-{max(numbers):.2f})"


if __name__ == "__main__":
    main()
