"""``make bench``: every benchmark, one after another; each prints ratios against other tools in one run.

``python -m benchmarks formats segmentation`` runs only those. What they print goes onto ``docs/numbers.md``, with the
machine, the versions and the day; sections of benchmarks that were not run stay as they were.
"""

from __future__ import annotations

import ast
import datetime
import importlib.metadata
import os
import platform
import re
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "numbers.md"
HEAD = """# Numbers

<!-- written by `make bench` (benchmarks/__main__.py), a section a benchmark -->

What captionkit does and how fast, measured by `make bench`: ratios against other tools in one run wherever there are
any, processor time where other programs may disturb the clock. `python -m benchmarks NAME` repeats one section.
"""
PEERS = ("pysubs2", "srt", "pysrt", "webvtt-py", "pycaption", "ttconv", "chardet", "charset-normalizer")


def main(wanted: list[str]) -> int:
    scripts = sorted(p for p in HERE.glob("*.py") if p.stem not in {"__main__", "__init__", "generate"})
    unknown = set(wanted) - {p.stem for p in scripts}
    if unknown:
        print(f"no benchmark called {', '.join(sorted(unknown))}; there are {', '.join(p.stem for p in scripts)}")
        return 2
    failed = 0
    for script in scripts:
        if wanted and script.stem not in wanted:
            continue
        print(f"\n== {script.stem}", flush=True)
        begun = time.perf_counter()
        code, text = run(script)
        print(f"({time.perf_counter() - begun:.0f} s)", flush=True)
        failed |= code
        if code == 0:
            put(script, text)
    return 1 if failed else 0


def run(script: Path) -> tuple[int, str]:
    """Run one benchmark, showing what it prints as it prints it."""
    command = [sys.executable, "-m", f"benchmarks.{script.stem}"]
    lines: list[str] = []
    with subprocess.Popen(command, cwd=HERE.parent, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            lines.append(line.rstrip())
    return process.returncode, "\n".join(lines).strip("\n")


def put(script: Path, text: str) -> None:
    """Put a section onto the page, in the place of the one that was there."""
    said = (ast.get_docstring(ast.parse(script.read_text("utf-8"))) or "").partition("\n")[0].rstrip(".")
    section = f"## {script.stem}\n\n{said}.\n\n{machine()}\n\n```text\n{text}\n```\n"
    parts = re.split(r"^(?=## )", PAGE.read_text("utf-8") if PAGE.exists() else HEAD, flags=re.M)
    kept = {part[3:].split("\n", 1)[0]: part for part in parts[1:]} | {script.stem: section}
    PAGE.write_text(HEAD + "\n" + "\n".join(kept[name].rstrip() + "\n" for name in sorted(kept)), "utf-8")


def machine() -> str:
    """Return the day, the machine and the versions, in a line."""
    model = re.search(r"^model name\s*: (.*)", _read("/proc/cpuinfo"), re.M)
    peers = [f"{name} {version}" for name in PEERS if (version := _version(name))]
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{datetime.datetime.now(tz=datetime.UTC):%Y-%m-%d}; {model[1].strip() if model else platform.machine()}, "
        f"{os.cpu_count()} cores{load}; Python {platform.python_version()}, captionkit {_version('captionkit')}; "
        f"{', '.join(peers)}."
    )


def _read(path: str) -> str:
    try:
        return Path(path).read_text("utf-8", "replace")
    except OSError:
        return ""


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
