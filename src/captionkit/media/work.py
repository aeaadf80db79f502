"""Run as a program of its own: make one thing of a film for the workbench, out of the way of whoever edits.

``python -m captionkit.media.work KIND FILM TARGET`` writes a waveform, its speech or shot changes, or a copy that
plays; the film's facts come pickled on stdin. Lines on stdout say how it goes: ``done 0.42``, ``error words``. It runs
at low priority and ends with whoever started it: when its stdin is closed. It should lead a process group, so that its
ffmpeg ends too.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from captionkit.errors import CaptionkitError
from captionkit.media.facts import FilmFacts

__all__ = ["KINDS"]

Progress = Callable[[float], None]


def _peaks(film: str, facts: FilmFacts, target: str, progress: Progress) -> None:
    from captionkit.media.peaks import STEP, peaks

    with Path(target).open("wb", buffering=0) as file:
        for data in peaks(film, before=facts.before):
            file.write(data)
            if facts.duration:
                progress(file.tell() * STEP / 2 / facts.duration)


def _speech(film: str, facts: FilmFacts, target: str, progress: Progress) -> None:
    from captionkit.media.activity import find_activity

    found = find_activity(film)
    moved = [[max(0, start - facts.before), end - facts.before] for start, end in found.stretches]
    body = {"method": found.method, "stretches": [pair for pair in moved if pair[1] > 0]}
    Path(target).write_text(json.dumps(body), "utf-8")


def _shots(film: str, facts: FilmFacts, target: str, progress: Progress) -> None:
    from captionkit.media.shots import find_shot_changes

    found = find_shot_changes(film)
    Path(target).write_text(json.dumps({"method": found.method, "times": list(found.times)}), "utf-8")


def _proxy(film: str, facts: FilmFacts, target: str, progress: Progress) -> None:
    from captionkit.media.proxy import make_proxy

    make_proxy(film, facts, target, progress)


#: What can be made, and what makes it; the target grows while it is made.
#: Each raises InputError for a film that lacks sound or picture, EngineError where ffmpeg fails.
KINDS: Mapping[str, Callable[[str, FilmFacts, str, Progress], None]] = {
    "peaks": _peaks, "speech": _speech, "shots": _shots, "proxy": _proxy,
}  # fmt: skip


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _end_with_parent() -> None:
    while os.read(0, 1024):  # not sys.stdin: its lock would be held when this process ends by itself
        pass
    if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
        os.killpg(os.getpgrp(), signal.SIGKILL)  # with the ffmpeg that works for it
    os._exit(1)


def main(kind: str, film: str, target: str) -> int:
    """Make it; return the exit code."""
    facts = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
    threading.Thread(target=_end_with_parent, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(10)
    try:
        KINDS[kind](film, facts, target, lambda share: _say(f"done {min(1.0, share):.4f}"))
    except CaptionkitError as error:
        _say(f"error {' '.join(error.message.split())}")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
