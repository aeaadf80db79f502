"""``make bench``: every benchmark, one after another; each prints ratios against other tools in one run.

``python -m benchmarks formats segmentation`` runs only those.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent


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
        failed |= subprocess.run(
            [sys.executable, "-m", f"benchmarks.{script.stem}"], cwd=HERE.parent, check=False
        ).returncode
        print(f"({time.perf_counter() - begun:.0f} s)", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
