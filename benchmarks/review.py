"""The workbench's server: how long an editor waits, over HTTP as the page asks; waveforms against a bare decode.

Every figure stands beside its budget. Times are wall clock on whatever machine this is; work on a film is counted in
processor seconds, as a ratio to ffmpeg decoding the same sound to nothing in the same run.
"""

from __future__ import annotations

import http.client
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

HOURS = float(os.environ.get("CAPTIONKIT_BENCH_HOURS", "2"))
EDITS = 400
MARK = {"Content-Type": "application/json", "X-Captionkit": "1"}
OVER: list[str] = []


def report(what: str, found: float, budget: float, unit: str = "s") -> None:
    over = found > budget
    if over:
        OVER.append(what)
    print(f"  {what:<58} {found:8.2f} {unit:<3} of {budget:g}{'  OVER' if over else ''}", flush=True)


def make_track(path: Path, count: int) -> None:
    """Write cues of 1 to 2 lines, every seventh too fast."""
    words = "the harbour lights went out one by one while nobody on the pier said anything of boats".split()  # noqa: SIM905
    chance = Random(7)
    clock = lambda ms: f"{ms // 3600000:02}:{ms // 60000 % 60:02}:{ms // 1000 % 60:02},{ms % 1000:03}"  # noqa: E731
    with path.open("w", encoding="utf-8") as file:
        for number in range(count):
            start = number * 900
            length = 300 if number % 7 == 0 else 800
            text = " ".join(chance.choices(words, k=chance.randint(2, 9))).capitalize()
            file.write(f"{number + 1}\n{clock(start)} --> {clock(start + length)}\n{text}.\n\n")


class Page:
    """What a page asks of a server, on one connection that is kept."""

    def __init__(self, address: str) -> None:
        rest = address.removeprefix("http://")
        host, _, self.base = rest.partition("/")
        self.link = http.client.HTTPConnection(host, timeout=120)
        self.base = f"/{self.base}"

    def get(self, name: str) -> bytes:
        self.link.request("GET", self.base + name)
        answer = self.link.getresponse()
        data = answer.read()
        if answer.status >= 400:
            raise SystemExit(f"GET {name}: {answer.status} {data[:300]!r}")
        return data

    def post(self, name: str, value: Any) -> Any:
        self.link.request("POST", self.base + name, json.dumps(value), MARK)
        answer = self.link.getresponse()
        data = answer.read()
        if answer.status >= 400:
            raise SystemExit(f"POST {name}: {answer.status} {data[:300]!r}")
        return json.loads(data)


@contextmanager
def server(folder: Path, *names: str) -> Iterator[tuple[Page, float]]:
    """Start the command; give a page and the moment of the start."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "captionkit", "review", *names, "--no-open"]
    process = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    line = process.stderr.readline()
    if "http" not in line:
        raise SystemExit(line + process.stderr.read())
    page = Page(line.split()[-1])
    try:
        yield page, begun
    finally:
        page.post("stop", {})
        process.communicate(timeout=60)


def timed(do: Callable[[], Any]) -> tuple[float, Any]:
    begun = time.perf_counter()
    made = do()
    return time.perf_counter() - begun, made


def part(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def start_up(folder: Path) -> None:
    print("start, 1,000 cues")
    make_track(folder / "k.srt", 1_000)
    firsts, states = [], []
    for _ in range(5):
        with server(folder, "k.srt") as (page, begun):
            page.get("")
            firsts.append(time.perf_counter() - begun)
            page.get("state")
            states.append(time.perf_counter() - begun)
    report("command given to first answer (median of 5)", median(firsts), 0.5)
    report("command given to the rows", median(states), 1.0)


def long_track(folder: Path, count: int) -> None:
    print(f"{count:,} cues")
    make_track(folder / "long.srt", count)
    with server(folder, "long.srt") as (page, begun):
        page.get("")
        data = page.get("state")
        report("command given to the rows", time.perf_counter() - begun, 2.0)
        page.get("findings?from=0&count=60")
        report("command given to the findings in view", time.perf_counter() - begun, 2.0)
        print(f"  {'(state is':>58} {len(data) / 1e6:8.2f} MB)")
        report("the rows again", timed(lambda: page.get("state"))[0], 2.0)
        middle = count // 2
        report("findings in view in the middle", timed(lambda: page.get(f"findings?from={middle}&count=60"))[0], 2.0)
        whole, slices = timed(lambda: all_findings(page))
        report("all findings, in slices", whole, 15.0)
        report("  the longest slice", max(slices[:-1], default=0), 0.1)
        edits(page, count)


def all_findings(page: Page) -> list[float]:
    slices, at = [], 0
    while at is not None:
        took, data = timed(lambda at=at: json.loads(page.get(f"findings?from={at}&count=2000")))
        slices.append(took)
        at = data["next"]
    return slices


def edits(page: Page, count: int) -> None:
    chance = Random(11)
    kinds: dict[str, list[float]] = {}

    def ask(kind: str, name: str, value: Any = None) -> None:
        took, _ = timed(lambda: page.get(name) if value is None else page.post(name, value))
        kinds.setdefault(kind, []).append(took)

    for number in range(EDITS):
        name = f"c{chance.randrange(1, count)}"
        end = {"op": f"t{number}", "tab": "b", "base": 10**9, "id": name}
        words = {**end, "do": "text", "lines": [f"A line that somebody typed, number {number}."]}
        ask("measure", "measure", {"id": name, "lines": ["A line."]})
        ask("typing", "op", words)
        if number % 4 == 0:
            ask("time", "op", {**end, "op": f"m{number}", "do": "time", "end": 10 + 900 * int(name[1:])})
            ask("split", "op", {**end, "op": f"p{number}", "do": "split", "line": 0, "offset": 12})
            ask("undo", "undo", {"op": f"u{number}", "tab": "b"})
            ask("proposals", f"proposals?id={name}")
    for kind, times in kinds.items():
        budget = 50.0 if kind == "proposals" else 20.0
        report(
            f"{kind}: 95 % of {len(times)} (median {median(times) * 1000:.1f})", part(times, 0.95) * 1000, budget, "ms"
        )


def make_film(folder: Path) -> Path:
    """Two hours with picture and stereo sound, of five minutes that are repeated."""
    five, film = folder / "five.mp4", folder / "film.mp4"
    tone, noise = "0.4*sin(2*PI*(200+50*sin(t))*t)*gt(mod(t,3),1)", "0.3*random(1)*gt(mod(t,5),2)"
    sound = f"aevalsrc='{tone}+0.05*random(0)|{noise}':s=48000:d=300"
    ffmpeg("-f", "lavfi", "-i", "testsrc=size=320x180:rate=25:duration=300", "-f", "lavfi", "-i", sound, "-c:v",
           "libx264", "-preset", "ultrafast", "-c:a", "aac", "-b:a", "160k", str(five))  # fmt: skip
    ffmpeg("-stream_loop", str(round(HOURS * 12) - 1), "-i", str(five), "-c", "copy", str(film))
    return film


def ffmpeg(*arguments: str) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-nostdin", "-y", *arguments], check=True)


def processor(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdin=subprocess.PIPE if "ffmpeg" in command[0] else None,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def waveform(folder: Path) -> None:
    print(f"a film of {HOURS:g} hours")
    film = make_film(folder)
    make_track(folder / "w.srt", 1_000)
    with server(folder, film.name, "w.srt") as (page, begun):
        while json.loads(page.get("peaks.json"))["bytes"] == 0:
            time.sleep(0.02)
        report("command given to the first of the waveform", time.perf_counter() - begun, 1.5)
        times = []
        for number in range(100):
            words = {"op": f"x{number}", "do": "text", "id": f"c{number + 1}", "lines": [f"Typed {number}."]}
            times.append(timed(lambda words=words: page.post("op", words))[0])
        report("edits meanwhile: 95 % of 100", part(times, 0.95) * 1000, 20.0, "ms")
        while not json.loads(page.get("peaks.json"))["ready"]:
            time.sleep(0.1)
        print(f"  {'whole waveform after':<58} {time.perf_counter() - begun:8.2f} s")
        took, data = timed(lambda: page.get("peaks"))
        print(f"  {'its size':<58} {len(data) / 1e6:8.2f} MB, {took:.2f} s to load")
    with server(folder, film.name, "w.srt") as (page, begun):
        page.get("")
        report("the whole waveform again, of a new server", timed(lambda: page.get("peaks"))[0], 1.0)
        report("two seconds of samples from the middle", timed(lambda: page.get("samples?at=3000000&len=2000"))[0], 1.0)
    bare = processor(["ffmpeg", "-v", "error", "-nostdin", "-i", str(film), "-vn", "-f", "null", "-"])
    keeper = [sys.executable, "-c", KEEPER, str(film), str(folder / "peaks")]
    ours = processor(keeper)
    print(f"  {'ffmpeg decoding to nothing; our waveform (processor)':<58} {bare:8.2f} s, {ours:.2f} s")
    report("processor time of the whole waveform, times bare ffmpeg", ours / bare, 2.5, "x")


#: Runs the work as the server does: the film's facts first, on a pipe that stays open.
KEEPER = """
import pickle, subprocess, sys
from captionkit.media.facts import facts_of
from captionkit.media.film import probe
command = [sys.executable, "-P", "-m", "captionkit.media.work", "peaks", *sys.argv[1:]]
process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
process.stdin.write(pickle.dumps(facts_of(probe(sys.argv[1]))))
process.stdin.flush()
raise SystemExit(process.wait())
"""


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        start_up(folder)
        long_track(folder, 10_000)
        (folder / "long.srt.ckreview").unlink(missing_ok=True)
        long_track(folder, 100_000)
        waveform(folder)
    if OVER:
        print("over budget: " + "; ".join(OVER))
    return 1 if OVER else 0


if __name__ == "__main__":
    sys.exit(main())
