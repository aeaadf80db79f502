"""Write the expected outputs of the samples, tests/golden/*, with the captionkit that is installed.

    python scripts/make_goldens.py [--check]

Look at ``git diff tests/golden`` before committing: a changed golden file is a changed product. ``--check`` writes
nothing and names the files that differ.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"

#: Golden file -> the sample and the options that make it.
CASES: dict[str, list[str]] = {
    "harbour_news.srt": ["harbour_news.txt"],
    "harbour_news.vtt": ["harbour_news.txt"],
    "harbour_news.fitted.srt": ["harbour_news.txt", "--duration", "00:03:09.765"],
    "harbour_news.netflix.srt": ["harbour_news.txt", "--duration", "00:03:09.765", "--profile", "netflix-en"],
    "harbour_news.bbc.vtt": ["harbour_news.whisper.json", "--profile", "bbc"],
    "harbour_news.voices.vtt": ["harbour_news.txt", "--duration", "00:03:09.765", "--speakers", "voice"],
    "harbour_news.labels.srt": ["harbour_news.timed.txt", "--speakers", "label"],
    "harbour_news.timed.srt": ["harbour_news.timed.txt"],
    "harbour_news.whisper.srt": ["harbour_news.whisper.json"],
    "harbour_news.whisper.vtt": ["harbour_news.whisper.json"],
    "interview.voices.vtt": ["interview.txt", "--language", "en", "--speakers", "voice"],
    "interview.dash.srt": ["interview.txt", "--language", "en", "--speakers", "dash", "--include", "sound"],
}


def made(name: str) -> bytes:
    """Return what the command line writes to stdout for a case.

    Raises CalledProcessError where it fails.
    """
    sample, *options = CASES[name]
    command = [sys.executable, "-m", "captionkit", "caption", f"samples/{sample}", "--quiet", "-o", "-"]
    run = subprocess.run(
        [*command, "--to", name.rpartition(".")[2], *options], cwd=ROOT, capture_output=True, check=True
    )
    return run.stdout


def main() -> int:
    if "--check" in sys.argv[1:]:
        differing = [name for name in CASES if not same(name)]
        print("\n".join(f"differs: tests/golden/{name}" for name in differing) or f"{len(CASES)} files as expected")
        return 1 if differing else 0
    GOLDEN.mkdir(parents=True, exist_ok=True)
    for stale in {path.name for path in GOLDEN.iterdir()} - CASES.keys():
        (GOLDEN / stale).unlink()
    for name in CASES:
        (GOLDEN / name).write_bytes(made(name))
        print(f"tests/golden/{name}")
    return 0


def same(name: str) -> bool:
    """Tell whether a case still gives its golden file."""
    path = GOLDEN / name
    return path.is_file() and path.read_bytes() == made(name)


if __name__ == "__main__":
    sys.exit(main())
