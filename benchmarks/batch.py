"""Batches: 10,000 small SRT files to WebVTT: CPU per file beside a peer's command, and two processes against one."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COUNT = int(os.environ.get("CAPTIONKIT_BENCH_FILES", "10000"))
BIN = Path(sys.executable).parent


def cpu(who: int) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def make(folder: Path) -> None:
    for number in range(COUNT):
        path = folder / "in" / f"{number % 100:02}" / f"{number}.srt"
        path.parent.mkdir(parents=True, exist_ok=True)
        cues = (f"{i}\n00:00:{i:02},000 --> 00:00:{i:02},900\nLine {i} of file {number}.\n" for i in range(1, 21))
        path.write_text("\n".join(cues), "utf-8")
    (folder / "recipe.toml").write_text('inputs = ["in/**/*.srt"]\n[write]\nto = ["vtt"]\n', "utf-8")


def run(folder: Path, jobs: int, verify: bool) -> tuple[float, float, int]:
    shutil.rmtree(folder / "out", ignore_errors=True)
    text = '[write]\nto = ["vtt"]\n' + ("" if verify else "verify = false\n")
    (folder / "recipe.toml").write_text('inputs = ["in/**/*.srt"]\n' + text, "utf-8")
    command = [str(BIN / "captionkit"), "batch", "recipe.toml", "--jobs", str(jobs), "--no-sync", "-q"]
    used, begun = cpu(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return cpu(resource.RUSAGE_CHILDREN) - used, time.perf_counter() - begun, peak


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
        walls = {}
        for jobs in (1, 2):
            for verify in (True, False):
                used, wall, peak = run(folder, jobs, verify)
                walls[jobs, verify] = wall
                each = used / COUNT
                how = "read back" if verify else "not read back"
                print(
                    f"  captionkit batch, --jobs {jobs}, {how:<13} {each * 1000:7.2f} ms CPU a file"
                    f" = {each / fastest:.3f} of the fastest peer; {COUNT / wall:,.0f} files/s; peak {peak} MiB"
                )
        print(f"two processes against one: {walls[1, True] / walls[2, True]:.2f}x (read back)")


if __name__ == "__main__":
    main()
