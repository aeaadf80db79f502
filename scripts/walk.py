"""Count the modules and functions of captionkit that three jobs pass through; ARCHITECTURE.md shows the figures.

A job runs once to load what it loads and once under a profile hook; a generator counts once however often it goes on.
Needs nothing but the package: ``python scripts/walk.py [-v]``.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import captionkit

ROOT = str(Path(captionkit.__file__).parent)
WORDS = b'[{"word": " Good", "start": 0.5, "end": 0.9}, {"word": " evening.", "start": 1.0, "end": 2.0}]'
WHISPER = (
    b'{"text": "Good evening.", "language": "en", "segments": [{"id": 0, "start": 0.5, "end": 2.0, "text": '
    b'" Good evening.", "words": %s}]}' % WORDS
)
WEBVTT = b"WEBVTT\n\n00:01.000 --> 00:03.000\n<v Ann>Good <i>evening</i>\n"
SRT = b"1\n00:00:01,000 --> 00:00:03,000\nGood evening, Anna.\n"


def walk(job: Callable[[], object]) -> tuple[set[str], set[tuple[str, str]]]:
    """Return the modules and the functions that a job enters."""
    job()
    modules: set[str] = set()
    functions: set[tuple[str, str]] = set()

    def enter(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(ROOT):
            module = frame.f_code.co_filename[len(ROOT) + 1 :]
            modules.add(module)
            if not frame.f_code.co_name.startswith("<"):
                functions.add((module, frame.f_code.co_qualname))

    sys.setprofile(enter)
    try:
        job()
    finally:
        sys.setprofile(None)
    return modules, functions


def main() -> None:
    verbose = "-v" in sys.argv[1:]
    folder = Path(tempfile.mkdtemp())

    def command(*arguments: str) -> Callable[[], object]:
        from captionkit.cli import main as run

        def job() -> object:
            sys.argv = ["captionkit", *arguments]
            try:
                return run()
            except SystemExit as end:
                if end.code:
                    raise RuntimeError(f"{arguments} ended with {end.code}") from None
                return None

        return job

    for name, data in (("a.json", WHISPER), ("a.vtt", WEBVTT), ("a.srt", SRT)):
        (folder / name).write_bytes(data)
    out = str(folder / "out")
    jobs = {
        "a Whisper sentence to SRT": command("caption", str(folder / "a.json"), "-o", out + ".srt", "--force", "-q"),
        "a WebVTT cue to SRT": command("convert", str(folder / "a.vtt"), out + "2.srt", "--force", "-q"),
        "an SRT sentence translated": command(*TRANSLATE, str(folder / "a.srt"), "-o", out + "3.srt", "--force", "-q"),
    }
    for name, job in jobs.items():
        modules, functions = walk(job)
        print(f"{name}: {len(modules)} modules, {len(functions)} functions")
        if verbose:
            print(*(f"  {m}" for m in sorted(modules)), sep="\n")


TRANSLATE = ("translate", "--source-language", "en", "--target-language", "es", "-t", "echo", "--no-memory")

if __name__ == "__main__":
    main()
