"""SRT, WebVTT and Timed Text in process: CPU time per cue, medians of alternating rounds, ratios to captionkit; peak
memory; input made to be slow; a million cues as a stream.

    python benchmarks/formats.py [--quick] [--part speed|timed-text|broadcast|memory|hostile|stream ...]

``floor`` is reading the file and one regular expression over it. The bars (issue: reading at least 2x the fastest other
Python library and 4x pysrt, webvtt-py, pysubs2; writing 3x the fastest; memory per cue no more than pysubs2's) are
printed with ``ok`` or ``MISSED``.
"""

from __future__ import annotations

import argparse
import gc
import importlib.util
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks import generate  # noqa: E402

TIMING = re.compile(r"(\d\d:\d\d:\d\d[.,]\d{3}) --> (\d\d:\d\d:\d\d[.,]\d{3})")
Job = Callable[[], object]


def has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def floor(path: Path) -> Job:
    return lambda: sum(1 for _ in TIMING.finditer(path.read_bytes().decode("utf-8")))


def own_read(path: Path) -> Job:
    from captionkit.formats import FORMATS
    from captionkit.sources import ReadOptions, open_source

    read = FORMATS.get(path.suffix[1:]).read
    return lambda: read(open_source(str(path)), ReadOptions()).value


def own_write(path: Path, to: str) -> Job:
    from captionkit.formats import FORMATS, WriteOptions

    track = own_read(path)()
    write = FORMATS.get(to).write
    return lambda: write(track, WriteOptions()).value


def own_objects(path: Path) -> Job:
    from captionkit.formats import interop

    read = interop.read_pysrt if path.suffix == ".srt" else interop.read_webvtt
    return lambda: read(str(path))


def readers(path: Path) -> dict[str, Job]:
    """Return what reads the file into objects, name -> job."""
    is_srt = path.suffix == ".srt"
    jobs: dict[str, Job] = {"captionkit": own_read(path), "floor": floor(path)}
    jobs["captionkit, as their objects"] = own_objects(path)
    if is_srt:
        import pysrt

        jobs["pysrt"] = lambda: pysrt.open(str(path))
    if has("srt") and is_srt:
        import srt

        jobs["srt"] = lambda: list(srt.parse(path.read_text("utf-8")))
    if has("pysubs2"):
        import pysubs2

        jobs["pysubs2"] = lambda: pysubs2.load(str(path))
    if has("pycaption"):
        import pycaption

        reader = pycaption.SRTReader if is_srt else pycaption.WebVTTReader
        jobs["pycaption"] = lambda: reader().read(path.read_text("utf-8"))
    import webvtt

    jobs["webvtt-py"] = (lambda: webvtt.from_srt(str(path))) if is_srt else (lambda: webvtt.read(str(path)))
    return jobs


def writers(path: Path) -> dict[str, Job]:
    """Return what writes what was read back in its own format, to text or bytes in memory."""
    is_srt = path.suffix == ".srt"
    theirs = readers(path)
    jobs: dict[str, Job] = {"captionkit": own_write(path, path.suffix[1:])}
    if is_srt:
        subs = theirs["pysrt"]()
        jobs["pysrt"] = lambda: "".join(str(item) + "\n" for item in subs)
    if has("srt") and is_srt:
        import srt

        listed = theirs["srt"]()
        jobs["srt"] = lambda: srt.compose(listed)
    if has("pysubs2"):
        events = theirs["pysubs2"]()
        jobs["pysubs2"] = lambda: events.to_string(path.suffix[1:])
    document = theirs["webvtt-py"]()
    if is_srt:
        from webvtt import srt as webvtt_srt

        jobs["webvtt-py"] = lambda: _webvtt_as_srt(webvtt_srt, document)
    else:
        jobs["webvtt-py"] = lambda: document.content
    return jobs


def _webvtt_as_srt(module: object, document: object) -> str:
    import io

    out = io.StringIO()
    document.write(out, format="srt")  # type: ignore[attr-defined]
    return out.getvalue()


def measure(jobs: dict[Any, Job], rounds: int) -> dict[Any, float]:
    """Return the median CPU seconds of each job; the jobs take turns in every round."""
    spent: dict[Any, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            gc.collect()
            begun = time.process_time()
            job()
            spent[name].append(time.process_time() - begun)
    return {name: median(times) for name, times in spent.items()}


def bar(name: str, ratio: float, wanted: float) -> str:
    return f"{name} {ratio:.1f}x (bar {wanted:g}x: {'ok' if ratio >= wanted else 'MISSED'})"


def speed(folder: Path, sizes: list[int], rounds: int) -> None:
    for suffix in ("srt", "vtt"):
        for number in sizes:
            path = folder / f"{number}.{suffix}"
            turns = rounds if number < 50_000 else max(3, rounds // 2)
            found = measure(readers(path), turns)
            print(f"\nread {suffix}, {number:,} cues")
            show(found, number)
            peers = {n: t for n, t in found.items() if not n.startswith(("captionkit", "floor"))}
            own = found["captionkit"]
            print("  " + bar("fastest", min(peers.values()) / own, 2))
            wide = {n: t for n, t in peers.items() if n in ("pysrt", "webvtt-py", "pysubs2")}
            print("  " + ", ".join(bar(n, t / own, 4) for n, t in wide.items()))
            objects = found["captionkit, as their objects"]
            library = "pysrt" if suffix == "srt" else "webvtt-py"
            print(f"  as {library} objects: {objects / own:.2f}x the plain read; "
                  f"{library} itself {peers[library] / objects:.1f}x that")  # fmt: skip
            found = measure(writers(path), turns)
            print(f"write {suffix}, {number:,} cues")
            show(found, number)
            print("  " + bar("fastest", min(t for n, t in found.items() if n != "captionkit") / found["captionkit"], 3))


def show(found: dict[str, float], number: int) -> None:
    own = found["captionkit"]
    for name, seconds in sorted(found.items(), key=lambda item: item[1]):
        print(f"  {name:30s} {seconds / number * 1e6:8.2f} us/cue  {seconds / own:6.2f}x captionkit")


# --- Timed Text, beside what Python's own parser takes for the same file


def timed_text(sizes: list[int], rounds: int) -> None:
    """Read and write Timed Text: at most 4x the parser, twice the cues in 2.2x the time, writing 3x WebVTT."""
    from io import BytesIO
    from xml.etree import ElementTree

    from captionkit.formats import FORMATS, WriteOptions
    from captionkit.sources import ReadOptions, Source

    number = max(sizes) // 2
    spent = []
    for count in (number, 2 * number):
        track = FORMATS.get("srt").read(Source(generate.srt(count).encode(), "t.srt"), ReadOptions()).value
        data = FORMATS.get("ttml").write(track, WriteOptions()).value
        jobs: dict[str, Job] = {
            "captionkit": lambda data=data: FORMATS.get("ttml").read(Source(data, "t.ttml"), ReadOptions()).value,
            "ElementTree.iterparse": lambda data=data: sum(1 for _ in ElementTree.iterparse(BytesIO(data))),
        }
        print(f"\nread ttml, {count:,} cues")
        found = measure(jobs, rounds)
        show(found, count)
        ratio = found["captionkit"] / found["ElementTree.iterparse"]
        print(f"  {ratio:.1f}x the parser (bar 4: {'ok' if ratio <= 4 else 'MISSED'})")
        spent.append(found["captionkit"])
        found = measure(
            {
                "captionkit" if to == "vtt" else to: lambda to=to, track=track: FORMATS.get(to).write(
                    track, WriteOptions(rate="25")
                )
                for to in ("vtt", "ttml", "dfxp", "ebu-tt-d", "smpte-tt", "itt")
            },
            rounds,
        )
        print(f"write Timed Text, {count:,} cues of SRT (captionkit: WebVTT, bar 3x)")
        show(found, count)
    growth = spent[1] / spent[0]
    print(f"  twice the cues: {growth:.2f}x the time (bar 2.2: {'ok' if growth <= 2.2 else 'MISSED'})")


# --- what goes on air and into the edit suite, beside WebVTT

#: Format -> the rate that it is written at. A line-21 caption is some fifty pairs, each a frame that has to be found.
ON_AIR = {"stl": "25", "scc": "29.97", "mcc": "29.97", "ass": "25", "fcpxml": "25", "xmeml": "25", "avid": "25",
          "premiere": "25", "microdvd": "25", "sami": "25", "spruce": "25", "subviewer": "25"}  # fmt: skip


def broadcast(sizes: list[int], rounds: int) -> None:
    """Write and read the other formats; the bar of three times WebVTT's writing is for those that are text."""
    from captionkit.formats import FORMATS, WriteOptions
    from captionkit.sources import ReadOptions, Source

    count = sorted(sizes)[-2]
    track = FORMATS.get("srt").read(Source(generate.srt(count).encode(), "t.srt"), ReadOptions()).value
    writing: dict[str, Job] = {
        "captionkit" if to == "vtt" else to: lambda to=to, rate=rate: FORMATS.get(to).write(
            track, WriteOptions(rate=rate)
        )
        for to, rate in {"vtt": "25", **ON_AIR}.items()
    }
    data = {to: FORMATS.get(to).write(track, WriteOptions(rate=rate)).value for to, rate in ON_AIR.items()}
    data["captionkit"] = FORMATS.get("vtt").write(track, WriteOptions()).value
    print(f"\nwrite, {count:,} cues of SRT (captionkit: WebVTT)")
    found = measure(writing, rounds)
    show(found, count)
    own = found["captionkit"] / len(data["captionkit"])
    print(
        "  for each byte written, times WebVTT (an MCC holds a packet for two letters, a transcript a row for a word):"
    )
    for to in ("stl", "scc", "mcc", "premiere"):
        print(f"    {to:8s} {len(data[to]) / count:7.0f} bytes a cue, {found[to] / len(data[to]) / own:4.2f}x")
    twice = FORMATS.get("srt").read(Source(generate.srt(2 * count).encode(), "t.srt"), ReadOptions()).value
    jobs: dict[tuple[str, int], Job] = {
        (to, len(of)): lambda to=to, of=of: FORMATS.get(to).write(of, WriteOptions(rate=ON_AIR[to]))
        for to in ("stl", "scc", "mcc")
        for of in (track, twice)
    }
    spent = measure(jobs, rounds)
    for to in ("stl", "scc", "mcc"):
        growth = spent[to, 2 * count] / spent[to, count]
        print(f"  {to}: twice the cues {growth:.2f}x the time (bar 2.2: {'ok' if growth <= 2.2 else 'MISSED'})")
    reading: dict[str, Job] = {}
    for to, file in data.items():
        form = FORMATS.get("vtt" if to == "captionkit" else to)
        if form.read is not None:
            reading[to] = lambda form=form, file=file: form.read(Source(file, "t"), ReadOptions()).value
    print(f"read, {count:,} cues (captionkit: WebVTT)")
    show(measure(reading, rounds), count)


# --- memory, each in its own process

PROGRAMS = {
    "captionkit": "import captionkit; kept = captionkit.load(PATH)",
    "pysrt": "import pysrt; kept = pysrt.open(PATH)",
    "pysubs2": "import pysubs2; kept = pysubs2.load(PATH)",
    "srt": "import srt; kept = list(srt.parse(open(PATH, encoding='utf-8').read()))",
    "webvtt-py": "import webvtt; kept = (webvtt.from_srt if PATH.endswith('srt') else webvtt.read)(PATH)",
    "captionkit stream": "import captionkit; n = sum(1 for _ in captionkit.iter_cues(PATH))",
}


def peak(program: str, path: Path) -> float:
    """Return the peak memory, in MiB, of a fresh Python that runs ``program``."""
    # VmHWM, because getrusage's figure also holds what this process had when it made the child
    told = "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    code = f"PATH = {str(path)!r}\n{program}\n{told}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return int(done.stdout.split()[-1]) / 1024


def memory(folder: Path, sizes: list[int]) -> None:
    number = max(sizes)
    for suffix in ("srt", "vtt"):
        path, small = folder / f"{number}.{suffix}", folder / f"{min(sizes)}.{suffix}"
        print(f"\npeak memory, {number:,} cues of {suffix}")
        per_cue = {}
        for name, program in PROGRAMS.items():
            if (suffix == "vtt" and name in ("pysrt", "srt")) or (name in ("pysubs2", "srt") and not has(name)):
                continue
            whole = peak(program, path)
            per_cue[name] = (whole - peak(program, small)) * 1024 * 1024 / (number - min(sizes))
            print(f"  {name:20s} {whole:7.0f} MiB  {per_cue[name]:6.0f} bytes/cue")
        if "pysubs2" in per_cue:
            verdict = "ok" if per_cue["captionkit"] <= per_cue["pysubs2"] else "MISSED"
            print(f"  captionkit / pysubs2 = {per_cue['captionkit'] / per_cue['pysubs2']:.2f} (bar 1: {verdict})")


def stream(folder: Path, number: int = 1_000_000) -> None:
    print(f"\n{number:,} cues as a stream")
    for suffix, make in (("srt", generate.srt), ("vtt", generate.vtt)):
        path = folder / f"stream.{suffix}"
        if not path.exists():
            part = make(number)
            path.write_text(part, "utf-8", newline="")
            del part
        found = peak(PROGRAMS["captionkit stream"], path)
        print(f"  {suffix}: peak {found:.0f} MiB (bar 60: {'ok' if found < 60 else 'MISSED'})")
        path.unlink()


# --- input made to be slow

RUNS = {
    "<": "<",
    "<a ": "<a ",
    "{\\": "{\\",
    "{\\an8": "{\\an8",
    "-->": "-->",
    "--> ": "--> ",
    "blank lines": "\n",
    "blanks": " ",
    "digits": "7",
    "lines of digits": "7\n",
    "colons": ":",
    "&": "&",
    "<i>": "<i>",
    "{\\i1}": "{\\i1}",
    "<font ": "<font ",
    "NUL": "\0",
    "blank lines in text": "x\n\n",
    "numbers and blanks": "1\n\n",
    "00:00:0": "00:00:0",
}


def hostile(length: int) -> None:
    """Time a cue whose text is a run of a million characters, and the same of half the length."""
    from captionkit.formats import FORMATS, WriteOptions
    from captionkit.sources import ReadOptions, Source

    print(f"\nruns of {length:,} characters: read + parse markup + write; normal text beside it")
    for suffix in ("srt", "vtt"):
        format = FORMATS.get(suffix)
        head = "1\n00:00:01,000 --> 00:00:02,000\n" if suffix == "srt" else "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n"

        def work(text: str, format: object = format, head: str = head) -> float:
            data = (head + text + "\n").encode()
            begun = time.process_time()
            try:
                track = format.read(Source(data, "t"), ReadOptions()).value  # type: ignore[attr-defined]
            except Exception as error:  # a refusal is an answer too, if it comes quickly
                del error
                return time.process_time() - begun
            _ = [cue.lines for cue in track]
            format.write(track.replace(cues=[cue.replace(lines=cue.lines) for cue in track]), WriteOptions())  # type: ignore[attr-defined]
            return time.process_time() - begun

        cue = generate.srt(2000) if suffix == "srt" else generate.vtt(2000).split("\n\n", 2)[2]
        normal = work("x\n\n" + (cue * (length // len(cue) + 1))[:length])
        print(f"  {suffix}: normal cues {normal:.3f} s")
        for name, unit in RUNS.items():
            half, whole = work(unit * (length // 2 // len(unit))), work(unit * (length // len(unit)))
            growth = whole / max(half, 0.002)
            note = "" if growth < 3.5 or whole < 0.2 else "   GROWS FASTER THAN THE INPUT"
            print(
                f"  {suffix}: {name:22s} {whole:7.3f} s  {whole / normal:5.1f}x normal, {growth:4.1f}x half the length"
                f"{note}"
            )


PARTS = ("speed", "timed-text", "broadcast", "memory", "hostile", "stream")


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--quick", action="store_true", help="smaller sizes, fewer rounds")
    options.add_argument("--part", action="append", choices=PARTS)
    chosen = options.parse_args()
    parts = chosen.part or list(PARTS)
    sizes = [1000, 10_000] if chosen.quick else [1000, 10_000, 100_000]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate.main(name, *map(str, sizes))
        if "speed" in parts:
            speed(folder, sizes, 3 if chosen.quick else 7)
        if "timed-text" in parts:
            timed_text(sizes, 3 if chosen.quick else 7)
        if "broadcast" in parts:
            broadcast(sizes, 3 if chosen.quick else 7)
        if "memory" in parts:
            memory(folder, sizes)
        if "hostile" in parts:
            hostile(100_000 if chosen.quick else 1_000_000)
        if "stream" in parts and not chosen.quick:
            stream(folder)


if __name__ == "__main__":
    main()
