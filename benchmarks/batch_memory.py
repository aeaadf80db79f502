"""Memory of batches: the peak of one over ten and a hundred times as many files, and over one long file.

Resident memory of a command of one process, as the system counts it (``ru_maxrss``). What a run keeps of each file, its
findings above all, is what grows from one number of files to the next.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.batch import PLAIN, make, peak_of, start

FILES = (100, 1_000, 10_000)
RECIPES = {"convert": PLAIN, "fix": f'{PLAIN}[[steps]]\nstep = "fix"\n'}
#: Cues of one long file, about eighty hours of captions.
LONG = 100_000


def peak(folder: Path, recipe: str) -> float:
    """Return the most memory (MiB) that one batch had."""
    return peak_of(start(folder, 1, "--no-sync", recipe=recipe))


def long_file(folder: Path) -> None:
    """Write a batch of one file of :data:`LONG` cues."""
    (folder / "in").mkdir()
    at = (divmod(number * 3, 3600) for number in range(LONG))
    cues = (
        f"{number}\n{hour:02}:{rest // 60:02}:{rest % 60:02},000 --> {hour:02}:{rest // 60:02}:{rest % 60:02},900\n"
        f"Line {number} of it.\n"
        for number, (hour, rest) in enumerate(at, 1)
    )
    (folder / "in" / "long.srt").write_text("\n".join(cues), "utf-8")


def main() -> None:
    for label, recipe in RECIPES.items():
        shown = []
        for count in FILES:
            with tempfile.TemporaryDirectory() as name:
                make(Path(name), count)
                shown.append(f"{count:,} files {peak(Path(name), recipe):.0f} MiB")
        with tempfile.TemporaryDirectory() as name:
            long_file(Path(name))
            shown.append(f"one of {LONG:,} cues {peak(Path(name), recipe):.0f} MiB")
        print(f"{label:<8} {', '.join(shown)}", flush=True)


if __name__ == "__main__":
    main()
